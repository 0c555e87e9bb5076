/**
 * Where and how a value breaks a schema: the one place in the one branch of each union that fits best, where a plain
 * validator names every branch. Says types and limits, never a value. Only asked once Ajv has found the value wrong.
 */
import { type Definitions, follow, type Schema } from './schema.ts';

export interface Fault {
  /** JSON pointer into the value. */
  readonly pointer: string;
  readonly is: string;
  /** The type of what stands there, or `nothing`. */
  readonly type: string;
}

/** Tells whether a text has a format. */
export type Formatted = (text: string, format: string) => boolean;

/** The JSON type of a value; `nothing` for undefined. */
export function typeOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeOf(value) === 'object';

/** A name as one step of a JSON pointer. */
const step = (name: string | number): string =>
  `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

function hasType(value: unknown, type: string | string[]): boolean {
  const own = typeOf(value);
  return [type].flat().some((one) => one === own || (one === 'integer' && Number.isInteger(value)));
}

/** All faults of a value. */
export function faultsIn(value: unknown, schema: Schema, all: Definitions, formatted: Formatted): Fault[] {
  const look = (here: unknown, given: Schema, pointer: string): Fault[] => {
    const rule = follow(given, all);
    const fault = (is: string, at = pointer, type = typeOf(here)): Fault => ({ pointer: at, is, type });
    if (rule.anyOf) {
      const branches = rule.anyOf.map((branch) => follow(branch, all));
      const fitting = closest(here, branches);
      const options = fitting.map((branch) => look(here, branch, pointer));
      const best = options.reduce((a, b) => (b.length < a.length ? b : a));
      if (best.length > 0) return best;
    }
    if (rule.not && Object.keys(rule.not).length === 0) return [fault('may not be here')];
    if (rule.type !== undefined && !hasType(here, rule.type))
      return [fault(`is no ${[rule.type].flat().join(' or ')}`)];
    if ('const' in rule && rule.const !== here) return [fault('is not the value that belongs here')];
    if (rule.enum && !rule.enum.includes(here)) return [fault('is none of the values that may stand here')];
    if (typeof here === 'string') return lookAtText(here, rule, fault, formatted);
    if (typeof here === 'number') return lookAtNumber(here, rule, fault);
    if (Array.isArray(here)) {
      const { items, maxItems = Number.POSITIVE_INFINITY, minItems = 0 } = rule;
      const counted = here.length > maxItems ? [fault(`has more than ${maxItems} items`)] : [];
      if (here.length < minItems) counted.push(fault(`has fewer than ${minItems} items`));
      const inside = here.flatMap((one, i) => {
        const own = Array.isArray(items) ? items[i] : items;
        return own ? look(one, own, pointer + step(i)) : [];
      });
      return [...counted, ...inside];
    }
    if (!isRecord(here)) return [];
    const { properties = {}, required = [], additionalProperties: rest = true } = rule;
    const missing = required
      .filter((name) => here[name] === undefined)
      .map((name) => fault('is missing', pointer + step(name), 'nothing'));
    const inside = Object.entries(here).flatMap(([name, one]) => {
      const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (own) return look(one, own, pointer + step(name));
      if (rest === false) return [fault('is not a known name', pointer + step(name), typeOf(one))];
      return typeof rest === 'object' ? look(one, rest, pointer + step(name)) : [];
    });
    return [...missing, ...inside];
  };

  /** The branches that come nearest to a value, judged by its type, its constants and its names. */
  const closest = (here: unknown, branches: readonly Schema[]): Schema[] => {
    const scored = branches.map((branch) => ({ branch, score: distance(here, branch) }));
    const least = Math.min(...scored.map(({ score }) => score));
    return scored.filter(({ score }) => score === least).map(({ branch }) => branch);
  };

  const distance = (here: unknown, branch: Schema): number => {
    if (branch.anyOf) return Math.min(...branch.anyOf.map((one) => distance(here, follow(one, all))));
    if (branch.type !== undefined && !hasType(here, branch.type)) return 1000;
    if (!isRecord(here)) return 0;
    const { properties = {}, required = [], additionalProperties: rest = true } = branch;
    let far = required.filter((name) => !(name in here)).length;
    for (const [name, value] of Object.entries(here)) {
      const own = Object.hasOwn(properties, name) ? follow(properties[name] ?? {}, all) : undefined;
      if (!own) far += rest === false ? 1 : 0;
      else if ('const' in own && own.const !== value) far += 10;
      else if (own.enum && !own.enum.includes(value)) far += 10;
    }
    return far;
  };

  return look(value, schema, '');
}

type Say = (is: string) => Fault;

function lookAtText(text: string, rule: Schema, fault: Say, formatted: Formatted): Fault[] {
  const length = [...text].length;
  if (length > (rule.maxLength ?? Number.POSITIVE_INFINITY))
    return [fault(`is longer than ${rule.maxLength} characters`)];
  if (rule.pattern !== undefined && !new RegExp(rule.pattern, 'u').test(text))
    return [fault('is not written as it should be')];
  if (rule.format !== undefined && !formatted(text, rule.format)) return [fault(`is no ${rule.format}`)];
  return [];
}

function lookAtNumber(number: number, rule: Schema, fault: Say): Fault[] {
  if (number > (rule.maximum ?? Number.POSITIVE_INFINITY)) return [fault(`is more than ${rule.maximum}`)];
  if (number < (rule.minimum ?? Number.NEGATIVE_INFINITY)) return [fault(`is less than ${rule.minimum}`)];
  return [];
}
