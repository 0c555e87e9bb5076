/**
 * JSON Schemas as far as the contract needs them: what the generator writes, and the walk that gives every part of a
 * schema its place and shares equal parts. Recursion is kept as a reference to the type's name.
 */

/** A JSON Schema (draft 7). Only the keywords that occur in the contract are named. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema | Schema[];
  anyOf?: Schema[];
  not?: Schema;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
}

export type Definitions = Record<string, Schema>;

/** What `$ref` names, without its prefix. */
export function refName(ref: string): string {
  return decodeURIComponent(ref.replace('#/definitions/', ''));
}

/** The schema itself, whatever stands between. Throws on a reference to nothing. */
export function follow(schema: Schema, definitions: Definitions): Schema {
  let here = schema;
  while (here.$ref !== undefined) {
    const next = definitions[refName(here.$ref)];
    if (!next) throw new Error(`The contract has no definition of ${here.$ref}.`);
    here = next;
  }
  return here;
}

/**
 * Changes a schema at a place: names of properties, `[]` for items, `*` for the values of a map. `branch`: the schema is
 * one of several that may stand at this place, and the place as a whole was changed before.
 */
export type Change = (schema: Schema, place: readonly string[], branch: boolean) => Schema;

const SMALL = 90; // characters of JSON; smaller parts are not worth a name of their own
const DEPTH = 4; // as many trailing names of a place as a change may look at

/** Collects schemas, changed on the way, with every part that is not small shared under a name. */
export class Pool {
  readonly definitions: Definitions = {};
  readonly #names = new Map<string, string>();

  /** Files a schema, whose own place is called `start`, and answers a reference to it. */
  add(schema: Schema, from: Definitions, change: Change, start: string): Schema {
    const done = new Map<Schema, Map<string, Schema>>();
    const open = new Set<string>();

    const parts = (record: Record<string, Schema>, place: readonly string[]) =>
      Object.fromEntries(
        Object.entries(record).map(([name, part]) => [name, walk(part, [...place, name])] as const),
      );

    const walk = (part: Schema, place: readonly string[], branch = false): Schema => {
      const near = `${place.slice(-DEPTH).join('/')} ${branch}`;
      const known = done.get(part)?.get(near);
      if (known) return known;
      const made = this.#share(inner(part, place, branch));
      done.set(part, (done.get(part) ?? new Map()).set(near, made));
      return made;
    };

    const inner = (part: Schema, place: readonly string[], branch: boolean): Schema => {
      if (part.$ref !== undefined) {
        const name = refName(part.$ref);
        if (open.has(name)) return part;
        open.add(name);
        const made = walk(follow(part, from), place, branch);
        open.delete(name);
        if (refersTo(made, name, this.definitions)) this.definitions[name] = made;
        return made;
      }
      const changed = change(part, place, branch);
      const { properties, items, additionalProperties, anyOf } = changed;
      return {
        ...changed,
        ...(properties ? { properties: parts(properties, place) } : {}),
        ...(Array.isArray(items)
          ? { items: items.map((one) => walk(one, [...place, '[]'])) }
          : items
            ? { items: walk(items, [...place, '[]']) }
            : {}),
        ...(typeof additionalProperties === 'object'
          ? { additionalProperties: walk(additionalProperties, [...place, '*']) }
          : {}),
        ...(anyOf ? { anyOf: anyOf.map((one) => walk(one, place, true)) } : {}),
      };
    };

    return walk(schema, [start]);
  }

  #share(schema: Schema): Schema {
    if (schema.$ref !== undefined && Object.keys(schema).length === 1) return schema;
    const text = JSON.stringify(schema);
    if (text.length < SMALL) return schema;
    const name = this.#names.get(text) ?? `s${this.#names.size}`;
    this.#names.set(text, name);
    this.definitions[name] = schema;
    return { $ref: `#/definitions/${name}` };
  }
}

/** Does a schema, followed through, lead back to a name? Only recursive types do. */
function refersTo(schema: Schema, name: string, definitions: Definitions, seen = new Set<string>()): boolean {
  const text = JSON.stringify(schema);
  for (const [, ref = ''] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
    const to = refName(ref);
    if (to === name) return true;
    const next = definitions[to];
    if (next && !seen.has(to)) {
      seen.add(to);
      if (refersTo(next, name, definitions, seen)) return true;
    }
  }
  return false;
}
