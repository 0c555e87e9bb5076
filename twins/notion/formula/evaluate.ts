/**
 * Working out a formula for a page, and telling beforehand what kind of value it gives (an answer's formula has a
 * `type` even when it is blank). Refuses unknown functions, wrong numbers of arguments and arithmetic on words.
 */
import type { Cell } from '../cells.ts';
import { FUNCTIONS, isFalsy, type Kind } from './functions.ts';
import { type Formula, FormulaFault } from './parse.ts';

/** if, ifs, and, or look at their arguments one by one. */
const LAZY: Record<string, [min: number, max: number]> = {
  if: [2, 3],
  ifs: [2, 99],
  and: [1, 99],
  or: [1, 99],
};

/** The value of a formula; `prop` gives the values it refers to. */
export function evaluate(formula: Formula, prop: (id: string) => Cell, now: number): Cell {
  if (formula.kind === 'literal') return formula.value;
  if (formula.kind === 'prop') return prop(formula.id);
  if (formula.kind === 'list') return formula.items.map((item) => evaluate(item, prop, now));
  const { name, args } = formula;
  const value = (at: number): Cell => (args[at] ? evaluate(args[at], prop, now) : null);
  if (name === 'if') return isFalsy(value(0)) ? value(2) : value(1);
  if (name === 'ifs') {
    for (let i = 0; i + 1 < args.length; i += 2) if (!isFalsy(value(i))) return value(i + 1);
    return args.length % 2 === 1 ? value(args.length - 1) : null;
  }
  if (name === 'and') return args.every((_, i) => !isFalsy(value(i)));
  if (name === 'or') return args.some((_, i) => !isFalsy(value(i)));
  const known = FUNCTIONS[name];
  if (!known) throw new FormulaFault(`Undefined function "${name}".`);
  return known.run(
    args.map((_, i) => value(i)),
    now,
  );
}

/** The kind of value a formula gives; throws FormulaFault for one that cannot be. */
export function kindOf(formula: Formula, prop: (id: string) => Kind): Kind {
  if (formula.kind === 'literal') return typeof formula.value as Kind;
  if (formula.kind === 'prop') return prop(formula.id);
  const kinds = (formula.kind === 'list' ? formula.items : formula.args).map((part) => kindOf(part, prop));
  if (formula.kind === 'list') return 'list';
  const { name, args } = formula;
  const arity = LAZY[name] ?? FUNCTIONS[name]?.args;
  if (!arity) throw new FormulaFault(`Undefined function "${name}".`);
  if (args.length < arity[0] || args.length > arity[1])
    throw new FormulaFault(`Wrong number of arguments for "${name}".`);
  if (name === 'and' || name === 'or') return 'boolean';
  if (name === 'if' || name === 'ifs') {
    const results = kinds.filter((_, i) => (name === 'if' ? i > 0 : i % 2 === 1 || i === kinds.length - 1));
    return results.find((kind) => kind !== 'any') ?? 'any';
  }
  if (name === 'add') return kinds.includes('string') ? 'string' : 'number';
  if (name === 'empty') return args.length === 0 ? 'any' : 'boolean';
  const known = FUNCTIONS[name]!;
  const wrong =
    known.takes === 'number' ? kinds.find((kind) => kind === 'string' || kind === 'date') : undefined;
  if (wrong) throw new FormulaFault(`Type mismatch: "${name}" does not take a ${wrong}.`);
  return known.gives;
}
