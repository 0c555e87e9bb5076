/**
 * The functions of rollups over the cells that a relation gathers. Pure. What the API cannot give (`count_per_group`,
 * `percent_per_group`) is null here and `unsupported` in the answer [doc].
 */
import type { Cell } from './cells.ts';
import type { DateValue } from './state.ts';

/** The rollup functions of the API [type]. */
export const ROLLUP_FUNCTIONS = [
  'count',
  'count_values',
  'empty',
  'not_empty',
  'unique',
  'show_unique',
  'percent_empty',
  'percent_not_empty',
  'sum',
  'average',
  'median',
  'min',
  'max',
  'range',
  'earliest_date',
  'latest_date',
  'date_range',
  'checked',
  'unchecked',
  'percent_checked',
  'percent_unchecked',
  'count_per_group',
  'percent_per_group',
  'show_original',
];

const isBlank = (cell: Cell) => cell === null || cell === '' || (Array.isArray(cell) && cell.length === 0);
const isDate = (cell: Cell): cell is DateValue =>
  cell !== null && typeof cell === 'object' && !Array.isArray(cell);
const startOf = (date: DateValue) => Date.parse(date.start);
const endOf = (date: DateValue) => Date.parse(date.end ?? date.start);

/** assumption: a share of nothing is 0. */
const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

function ofNumbers(how: string, cells: Cell[]): number | null {
  const numbers = cells.filter((cell): cell is number => typeof cell === 'number').sort((a, b) => a - b);
  const sum = numbers.reduce((total, one) => total + one, 0);
  if (how === 'sum') return sum; // assumption: 0 when there is nothing to add
  const [least, most] = [numbers[0], numbers.at(-1)];
  if (least === undefined || most === undefined) return null;
  if (how === 'average') return sum / numbers.length;
  if (how === 'min') return least;
  if (how === 'max') return most;
  if (how === 'range') return most - least;
  const middle = numbers.length >> 1;
  return numbers.length % 2 === 1 ? numbers[middle]! : (numbers[middle - 1]! + numbers[middle]!) / 2;
}

function ofDates(how: string, cells: Cell[]): DateValue | null {
  const dates = cells.filter(isDate);
  if (dates.length === 0) return null;
  const earliest = dates.reduce((a, b) => (startOf(b) < startOf(a) ? b : a));
  const latest = dates.reduce((a, b) => (endOf(b) > endOf(a) ? b : a));
  if (how === 'earliest_date') return { start: earliest.start, end: null };
  if (how === 'latest_date') return { start: latest.end ?? latest.start, end: null };
  return { start: earliest.start, end: latest.end ?? latest.start };
}

/** The rolled-up cell. */
export function rollUp(how: string, cells: Cell[]): Cell {
  const blank = cells.filter(isBlank).length;
  const checked = cells.filter((cell) => cell === true).length;
  switch (how) {
    case 'count':
      return cells.length;
    case 'count_values':
      return cells.reduce<number>(
        (sum, cell) => sum + (isBlank(cell) ? 0 : Array.isArray(cell) ? cell.length : 1),
        0,
      );
    case 'empty':
      return blank;
    case 'not_empty':
      return cells.length - blank;
    case 'percent_empty':
      return share(blank, cells.length);
    case 'percent_not_empty':
      return share(cells.length - blank, cells.length);
    case 'unique':
      return new Set(cells.filter((cell) => !isBlank(cell)).map((cell) => JSON.stringify(cell))).size;
    case 'checked':
      return checked;
    case 'unchecked':
      return cells.length - checked;
    case 'percent_checked':
      return share(checked, cells.length);
    case 'percent_unchecked':
      return share(cells.length - checked, cells.length);
    case 'earliest_date':
    case 'latest_date':
    case 'date_range':
      return ofDates(how, cells);
    case 'show_original':
      return cells;
    case 'show_unique':
      return [...new Map(cells.map((cell) => [JSON.stringify(cell), cell])).values()];
    case 'count_per_group':
    case 'percent_per_group':
      return null;
    default:
      return ofNumbers(how, cells);
  }
}
