/**
 * The functions of formulas: how many arguments each takes, what kind of value it gives, and how it is worked out.
 * `empty(0)`, `empty(false)`, `empty("")`, `empty([])` are true in Notion: emptiness is falsiness there [doc]; `empty()`
 * without arguments and `toNumber("")` give a true blank, and `== empty()` asks for one.
 */
import type { Cell } from '../cells.ts';

export type Kind = 'number' | 'string' | 'boolean' | 'date' | 'list' | 'any';

interface FormulaFunction {
  args: [min: number, max: number];
  gives: Kind;
  /** What numbers-only functions want of their arguments. */
  takes?: 'number';
  run(args: Cell[], now: number): Cell;
}

/** True where Notion's empty() is. */
export function isFalsy(value: Cell): boolean {
  return (
    value === null ||
    value === '' ||
    value === 0 ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** A number for arithmetic. assumption: a blank counts as 0; true is 1. */
function toNumeric(value: Cell): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' && value.trim() !== '') return Number(value);
  return 0;
}

/** A cell in words. */
function formatCell(value: Cell): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(formatCell).join(', ');
  if (typeof value === 'object') return value.end === null ? value.start : `${value.start} → ${value.end}`;
  return String(value);
}

function finite(value: number): Cell {
  return Number.isFinite(value) ? value : null; // assumption: a division by zero is blank
}

function same(a: Cell, b: Cell): boolean {
  if (a === null || b === null) return (a ?? '') === (b ?? '');
  return typeof a === 'object' || typeof b === 'object' ? JSON.stringify(a) === JSON.stringify(b) : a === b;
}

function order(a: Cell, b: Cell): number {
  const time = (cell: Cell) =>
    cell !== null && typeof cell === 'object' && !Array.isArray(cell) ? Date.parse(cell.start) : null;
  const [ta, tb] = [time(a), time(b)];
  if (ta !== null || tb !== null) return (ta ?? Number.NaN) - (tb ?? Number.NaN);
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  // assumption: a blank compares as neither larger nor smaller.
  if (a === null || b === null) return Number.NaN;
  return toNumeric(a) - toNumeric(b);
}

const numbers = (args: Cell[]): number[] =>
  args
    .flatMap((arg) => (Array.isArray(arg) ? arg : [arg]))
    .filter((cell): cell is number => typeof cell === 'number');

const arithmetic = (work: (a: number, b: number) => number): FormulaFunction => ({
  args: [2, 2],
  gives: 'number',
  takes: 'number',
  run: ([a = null, b = null]) => finite(work(toNumeric(a), toNumeric(b))),
});
const unary = (work: (a: number) => number): FormulaFunction => ({
  args: [1, 1],
  gives: 'number',
  takes: 'number',
  run: ([a = null]) => (a === null ? null : finite(work(toNumeric(a)))),
});
const compare = (test: (difference: number) => boolean): FormulaFunction => ({
  args: [2, 2],
  gives: 'boolean',
  run: ([a = null, b = null]) => test(order(a, b)),
});
const overNumbers = (work: (all: number[]) => number | null): FormulaFunction => ({
  args: [1, Number.POSITIVE_INFINITY],
  gives: 'number',
  takes: 'number',
  run: (args) => work(numbers(args)),
});
const onText = (work: (text: string) => Cell, gives: Kind = 'string'): FormulaFunction => ({
  args: [1, 1],
  gives,
  run: ([a = null]) => work(formatCell(a)),
});
const partOfDate = (work: (date: Date) => number): FormulaFunction => ({
  args: [1, 1],
  gives: 'number',
  run: ([a = null]) =>
    a !== null && typeof a === 'object' && !Array.isArray(a) ? work(new Date(a.start)) : null,
});

const UNIT: Record<string, number> = {
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 604_800_000,
};
const asDate = (cell: Cell | undefined) =>
  cell && typeof cell === 'object' && !Array.isArray(cell) ? cell : null;
const total = (all: number[]) => all.reduce((sum, one) => sum + one, 0);

/** `if`, `ifs`, `and` and `or` are not here: they look at their arguments one by one (see evaluate.ts). */
export const FUNCTIONS: Record<string, FormulaFunction> = {
  add: {
    args: [2, 2],
    gives: 'any',
    run: ([a = null, b = null]) =>
      typeof a === 'string' || typeof b === 'string'
        ? formatCell(a) + formatCell(b)
        : finite(toNumeric(a) + toNumeric(b)),
  },
  subtract: arithmetic((a, b) => a - b),
  multiply: arithmetic((a, b) => a * b),
  divide: arithmetic((a, b) => a / b),
  mod: arithmetic((a, b) => a % b),
  pow: arithmetic((a, b) => a ** b),
  unaryMinus: unary((a) => -a),
  abs: unary(Math.abs),
  ceil: unary(Math.ceil),
  floor: unary(Math.floor),
  sqrt: unary(Math.sqrt),
  sign: unary(Math.sign),
  round: {
    args: [1, 2],
    gives: 'number',
    takes: 'number',
    run: ([a = null, places = 0]) => {
      if (a === null) return null;
      const factor = 10 ** toNumeric(places);
      return finite(Math.round(toNumeric(a) * factor) / factor);
    },
  },
  min: overNumbers((all) => (all.length === 0 ? null : Math.min(...all))),
  max: overNumbers((all) => (all.length === 0 ? null : Math.max(...all))),
  sum: overNumbers(total),
  mean: overNumbers((all) => (all.length === 0 ? null : total(all) / all.length)),
  equal: { args: [2, 2], gives: 'boolean', run: ([a = null, b = null]) => same(a, b) },
  unequal: { args: [2, 2], gives: 'boolean', run: ([a = null, b = null]) => !same(a, b) },
  larger: compare((d) => d > 0),
  smaller: compare((d) => d < 0),
  largerEq: compare((d) => d >= 0),
  smallerEq: compare((d) => d <= 0),
  not: { args: [1, 1], gives: 'boolean', run: ([a = null]) => isFalsy(a) },
  empty: { args: [0, 1], gives: 'any', run: (args) => (args.length === 0 ? null : isFalsy(args[0] ?? null)) },
  format: onText((text) => text),
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  trim: onText((text) => text.trim()),
  toNumber: {
    args: [1, 1],
    gives: 'number',
    run: ([a = null]) => {
      if (typeof a === 'string') return a.trim() === '' ? null : finite(Number(a));
      return a === null ? null : finite(asDate(a) ? Date.parse(asDate(a)!.start) : toNumeric(a));
    },
  },
  length: {
    args: [1, 1],
    gives: 'number',
    run: ([a = null]) => (Array.isArray(a) ? a.length : formatCell(a).length),
  },
  contains: {
    args: [2, 2],
    gives: 'boolean',
    run: ([a = null, b = null]) => formatCell(a).includes(formatCell(b)),
  },
  concat: { args: [1, 99], gives: 'string', run: (args) => args.map(formatCell).join('') },
  join: {
    args: [2, 2],
    gives: 'string',
    run: ([a = null, b = null]) => (Array.isArray(a) ? a : [a]).map(formatCell).join(formatCell(b)),
  },
  first: { args: [1, 1], gives: 'any', run: ([a = null]) => (Array.isArray(a) ? (a[0] ?? null) : a) },
  last: { args: [1, 1], gives: 'any', run: ([a = null]) => (Array.isArray(a) ? (a.at(-1) ?? null) : a) },
  at: {
    args: [2, 2],
    gives: 'any',
    run: ([a = null, i = 0]) => (Array.isArray(a) ? (a[toNumeric(i)] ?? null) : null),
  },
  now: { args: [0, 0], gives: 'date', run: (_, now) => ({ start: new Date(now).toISOString(), end: null }) },
  today: {
    args: [0, 0],
    gives: 'date',
    run: (_, now) => ({ start: new Date(now).toISOString().slice(0, 10), end: null }),
  },
  dateStart: {
    args: [1, 1],
    gives: 'date',
    run: ([a]) => (asDate(a) ? { start: asDate(a)!.start, end: null } : null),
  },
  dateEnd: {
    args: [1, 1],
    gives: 'date',
    run: ([a]) => (asDate(a) ? { start: asDate(a)!.end ?? asDate(a)!.start, end: null } : null),
  },
  dateBetween: {
    args: [3, 3],
    gives: 'number',
    run: ([a, b, unit = null]) => {
      const [from, to, size] = [asDate(a), asDate(b), UNIT[formatCell(unit)]];
      return from && to && size ? Math.trunc((Date.parse(from.start) - Date.parse(to.start)) / size) : null;
    },
  },
  year: partOfDate((date) => date.getUTCFullYear()),
  month: partOfDate((date) => date.getUTCMonth() + 1),
  date: partOfDate((date) => date.getUTCDate()),
  day: partOfDate((date) => date.getUTCDay() || 7),
};
