// Places as classes: the Content-Security-Policy lets no page set a style of its own, so columns, lanes and quarters of an hour
// have one each, in a style sheet that is made here once.

export const MOST_LANES = 60;
const QUARTERS = 96;
const MOST_BESIDE = 8;

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

function rules(): string[] {
  const columns = range(7).flatMap((n) => [
    `.col-${n}{grid-column-start:${n}}`,
    `.wide-${n}{grid-column-end:span ${n}}`,
  ]);
  // Row 1 of a week holds the numbers of the days, the bars come below it.
  const lanes = range(MOST_LANES).flatMap((n) => [
    `.lane-${n}{grid-row-start:${n + 1}}`,
    `.lanes-${n}{grid-template-rows:auto repeat(${n},auto) 1fr}`,
    `.under-${n}{grid-row-start:${n + 2}}`,
  ]);
  const quarters = range(QUARTERS).flatMap((n) => [
    `.from-${n}{grid-row-start:${n}}`,
    `.for-${n}{grid-row-end:span ${n}}`,
  ]);
  const beside = range(MOST_BESIDE).flatMap((of) =>
    range(of).map((n) => `.beside-${n}-${of}{width:${100 / of}%;margin-left:${(100 * (n - 1)) / of}%}`),
  );
  return [
    '.lanes-0{grid-template-rows:auto 1fr}',
    '.under-0{grid-row-start:2}',
    ...columns,
    ...lanes,
    ...quarters,
    ...beside,
  ];
}

export const GRID_CSS = rules().join('\n');

/** The class for the nth of `of` meetings side by side; more than eight lie over each other. */
export const besideClass = (lane: number, of: number): string =>
  ` beside-${(lane % MOST_BESIDE) + 1}-${Math.min(of, MOST_BESIDE)}`;
