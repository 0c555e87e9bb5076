// What comes in: capped, of the right media type, and parsed by a zod schema. Refuses without repeating what was sent.
import type * as z from 'zod';
import type { Ask } from './deps.ts';
import type { Refusal } from './problem.ts';

/** 64 KiB. Enforced while reading (src/http/app.ts), whatever Content-Length says. */
export const BODY_LIMIT = 64 * 1024;

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** The JSON body. An empty one is read as `{}`, so a schema decides whether it may be left out. */
export async function parseJson<T>(c: Ask, schema: z.ZodType<T>): Promise<Parsed<T>> {
  const text = await c.req.text();
  if (text === '') return check({}, schema);
  if (mediaType(c) !== 'application/json') {
    return { ok: false, refusal: { reason: 'media type', wanted: 'application/json' } };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, refusal: { reason: 'malformed', detail: 'The body is not JSON.' } };
  }
  return check(json, schema);
}

/** The fields of an HTML form; of a field that comes twice, the last. */
export async function parseForm<T>(c: Ask, schema: z.ZodType<T>): Promise<Parsed<T>> {
  const wanted = 'application/x-www-form-urlencoded';
  const text = await c.req.text();
  if (text !== '' && mediaType(c) !== wanted) return { ok: false, refusal: { reason: 'media type', wanted } };
  return check(Object.fromEntries(new URLSearchParams(text)), schema);
}

/** The query of the address. */
export function parseQuery<T>(c: Ask, schema: z.ZodType<T>): Parsed<T> {
  return check(c.req.query(), schema);
}

function mediaType(c: Ask): string {
  return (c.req.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
}

function check<T>(value: unknown, schema: z.ZodType<T>): Parsed<T> {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  // The names of our own fields only: an unknown key is the sender's text.
  const fields = result.error.issues.map((issue) => issue.path.join('.')).filter((path) => path !== '');
  const detail =
    fields.length > 0
      ? `Not as expected: ${[...new Set(fields)].join(', ')}.`
      : 'The fields are not the expected ones.';
  return { ok: false, refusal: { reason: 'malformed', detail } };
}
