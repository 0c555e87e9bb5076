/**
 * How the schemas of the packages are made stricter (limits.ts) or wider (differences.ts): rules as data, each with its
 * reason, and the change that they make together.
 */
import type { Service } from './contract.ts';
import type { Change, Schema } from './schema.ts';

export interface Rule {
  readonly service: Service;
  readonly side: 'request' | 'answer';
  /** The operations it is about, e.g. `pages.create`; all when left out. */
  readonly in?: readonly string[];
  /**
   * The end of a place, e.g. `text.content` or `status.options.[]`; a whole place begins with `query`, `body` or
   * `answer`. Every place when left out.
   */
  readonly at?: string;
  /** Only objects that know this property. */
  readonly beside?: string;
  /** Keywords that join those of the type. */
  readonly limit?: Schema;
  /** No null here, though the type allows it. */
  readonly neverNull?: true;
  /** Properties that the type does not know. */
  readonly add?: Readonly<Record<string, Schema>>;
  /** Properties that may be absent, though the type has them. */
  readonly optional?: readonly string[];
  /** What stands here in place of the type. */
  readonly instead?: Schema;
  /** What may stand here as well. */
  readonly or?: Schema;
  /** The fact that the rule follows, with its source. */
  readonly why: string;
}

function applies(rule: Rule, place: readonly string[], schema: Schema): boolean {
  if (rule.beside !== undefined && schema.properties?.[rule.beside] === undefined) return false;
  if (rule.at === undefined) return true;
  const end = rule.at.split('.');
  return end.every((name, i) => place[place.length - end.length + i] === name);
}

function apply(rule: Rule, schema: Schema, branch: boolean): Schema {
  const { add, optional, limit, instead, or, neverNull } = rule;
  let made = schema;
  if (made.properties && add) made = { ...made, properties: { ...made.properties, ...add } };
  if (made.required && optional)
    made = { ...made, required: made.required.filter((name) => !optional.includes(name)) };
  if (neverNull && Array.isArray(made.type))
    made = { ...made, type: made.type.filter((type) => type !== 'null') };
  if (neverNull && made.anyOf) made = { ...made, anyOf: made.anyOf.filter((one) => one.type !== 'null') };
  if (branch) return made;
  if (limit) made = { ...made, ...limit };
  if (or) made = { anyOf: [made, or] };
  return instead ?? made;
}

/** The change that all rules for one side of one operation make. */
export function changeBy(
  rules: readonly Rule[],
  service: Service,
  operation: string,
  side: 'request' | 'answer',
): Change {
  const mine = rules.filter(
    (rule) => rule.service === service && rule.side === side && (rule.in?.includes(operation) ?? true),
  );
  return (schema, place, branch) =>
    mine.reduce((made, rule) => (applies(rule, place, made) ? apply(rule, made, branch) : made), schema);
}
