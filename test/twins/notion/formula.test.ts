/** Formulas and rollups, worked out by themselves. */
import { expect, test } from 'vitest';
import type { Cell } from '../../../twins/notion/cells.ts';
import { evaluate, kindOf } from '../../../twins/notion/formula/evaluate.ts';
import { FormulaFault, parseFormula } from '../../../twins/notion/formula/parse.ts';
import { rollUp } from '../../../twins/notion/rollup.ts';

const cells: Record<string, Cell> = {
  Zero: 0,
  Two: 2,
  None: null,
  Word: 'abc',
  Yes: true,
  Dates: { start: '2026-11-30', end: '2027-02-05' },
};
const value = (source: string) =>
  evaluate(
    parseFormula(source, (name) => (name in cells ? name : null)),
    (id) => cells[id] ?? null,
    0,
  );

test.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3 - -1', 10],
  ['2 ^ 3 ^ 2', 512],
  ['7 % 4 / 2', 1.5],
  ['prop("Two") > 1 and not prop("Yes")', false],
  ['prop("Two") >= 2 && prop("Yes") || false', true],
  ['prop("Yes") ? "a" : "b"', 'a'],
  ['if(prop("None") == empty(), toNumber(""), 1)', null],
  ['ifs(prop("Two") == 1, "one", prop("Two") == 2, "two", "many")', 'two'],
  ['ifs(false, 1)', null],
  ['prop("Zero").empty()', true],
  ['prop("Zero") == empty()', false],
  ['empty(prop("None")) and prop("None") != 0', true],
  ['max(0, min(1, (prop("Two") - 5) / (0 - 5)))', 0.6],
  ['round(1.2345, 2)', 1.23],
  ['"a" + "b"', 'ab'],
  ['prop("Word").upper().length()', 3],
  ['[1, 2, 3].sum()', 6],
  ['dateBetween(dateEnd(prop("Dates")), dateStart(prop("Dates")), "days")', 67],
  ['1 / 0', null],
])('%s gives %j', (source, expected) => {
  expect(value(source)).toEqual(expected);
});

test.each(['1 +', 'prop("Nope")', 'nope(1)', 'prop(Two)', '1 $ 2', '(1', 'abs()', '"a" * 2', 'if(true)'])(
  '%s is no formula',
  (source) => {
    const check = () =>
      kindOf(
        parseFormula(source, (name) => (name in cells ? name : null)),
        (id) => (typeof cells[id] === 'number' ? 'number' : 'any'),
      );
    expect(check).toThrow(FormulaFault);
  },
);

test.each([
  ['average', [1, null, 2], 1.5],
  ['average', [], null],
  ['sum', [], 0],
  ['median', [4, 1, 3], 3],
  ['count', [null, 1], 2],
  ['not_empty', [null, 1], 1],
  ['percent_checked', [true, false, true, true], 0.75],
  [
    'latest_date',
    [
      { start: '2026-01-02', end: null },
      { start: '2026-01-01', end: '2026-01-05' },
    ],
    { start: '2026-01-05', end: null },
  ],
] as [string, Cell[], Cell][])('%s of %j is %j', (how, list, expected) => {
  expect(rollUp(how, list)).toEqual(expected);
});
