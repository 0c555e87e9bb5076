/**
 * Reading request bodies: every function takes a value of unknown shape and the path it stands at, and answers it typed
 * or refuses with Notion's sentence for that path.
 */
import { malformed } from './errors.ts';
import { readUuid } from './ids.ts';

/** A JSON object of unknown content. */
export type Fields = Record<string, unknown>;

/** True for a JSON object (not an array, not null). */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object, or 400. */
export function readFields(value: unknown, path: string): Fields {
  if (!isFields(value)) throw malformed(path, value === undefined ? 'defined' : 'an object', value);
  return value;
}

/** An array of at most 100 items (the API's limit for every array [doc]), or 400. */
export function readList(value: unknown, path: string, max = 100): unknown[] {
  if (!Array.isArray(value)) throw malformed(path, value === undefined ? 'defined' : 'an array', value);
  if (value.length > max) throw malformed(`${path}.length`, `≤ \`${max}\``, value.length);
  return value;
}

/** A string of at most `max` characters, or 400. */
export function readText(value: unknown, path: string, max = Number.POSITIVE_INFINITY): string {
  if (typeof value !== 'string') throw malformed(path, value === undefined ? 'defined' : 'a string', value);
  if (value.length > max) throw malformed(`${path}.length`, `≤ \`${max}\``, value.length);
  return value;
}

/** A boolean, or 400. */
export function readFlag(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') throw malformed(path, 'a boolean', value);
  return value;
}

/** An id in its dashed form, or 400. */
export function readId(value: unknown, path: string): string {
  const id = readUuid(value);
  if (id === null) throw malformed(path, value === undefined ? 'defined' : 'a valid uuid', value);
  return id;
}

/** Refuses keys that the API does not have: "body.archived should be not present, instead was `true`." [doc] */
export function onlyKeys(body: Fields, allowed: readonly string[], path = 'body'): void {
  for (const key of Object.keys(body)) {
    if (body[key] !== undefined && !allowed.includes(key)) {
      throw malformed(`${path}.${key}`, 'not present', body[key]);
    }
  }
}

/** page_size: 1 to 100, 100 when absent. */
export function readPageSize(value: unknown, path = 'body.page_size'): number {
  if (value === undefined || value === null || value === '') return 100;
  const size = typeof value === 'string' ? Number(value) : value;
  if (typeof size !== 'number' || !Number.isInteger(size)) throw malformed(path, 'a number', value);
  if (size > 100) throw malformed(path, '≤ `100`', size);
  if (size < 1) throw malformed(path, '≥ `1`', size);
  return size;
}
