/**
 * What a behaviour check is given: calls to a Notion API (the twin's or the real one's), and small tables that are made
 * once and shared. Nothing here knows which of the two it speaks to.
 */
import type { Fields } from '../read.ts';

/** How sure a fact is: recorded, in the shipped types, documented, or an assumption from memory. */
export type Mark = 'rec' | 'type' | 'doc' | 'assumption';

/** One fact about the service, and the check of it; `run` throws when it does not hold. */
export interface Behaviour {
  id: string;
  fact: string;
  mark: Mark;
  run(context: Context): Promise<void>;
}

interface Reply {
  status: number;
  body: Fields;
}

export interface Context {
  parentPage: string;
  /** A call to /v1/<path>; a header set to null is left out. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string | null>): Promise<Reply>;
  /** The same, which must be answered with 200. */
  ok(method: string, path: string, body?: unknown): Promise<Fields>;
  /** Makes something once; later checks get the same. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
}

/** A context over any fetch. */
export function createContext(
  fetch: (request: Request) => Promise<Response>,
  token: string,
  parentPage: string,
): Context {
  const made = new Map<string, Promise<unknown>>();
  const context: Context = {
    parentPage,
    async call(method, path, body, headers = {}) {
      const all = {
        authorization: `Bearer ${token}`,
        'notion-version': '2026-03-11',
        'content-type': 'application/json',
        ...headers,
      };
      const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(
        new Request(`https://api.notion.com/v1/${path}`, {
          method,
          headers: present,
          ...(body === undefined ? {} : { body: text }),
        }),
      );
      return { status: response.status, body: (await response.json()) as Fields };
    },
    async ok(method, path, body) {
      const reply = await context.call(method, path, body);
      if (reply.status !== 200)
        throw new Error(`${method} ${path} was answered ${reply.status}: ${JSON.stringify(reply.body)}`);
      return reply.body;
    },
    once<T>(key: string, make: () => Promise<T>) {
      const known = made.get(key) ?? make();
      made.set(key, known);
      return known as Promise<T>;
    },
  };
  return context;
}

/** Throws unless the two are the same as JSON, whatever the order of keys. */
export function same(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [stable(actual), stable(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, got ${a}`);
}

/** Throws unless `condition` holds. */
export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

/** Throws unless the reply is the refusal with that status and code. */
export function refused(reply: Reply, status: number, code: string, message?: RegExp): void {
  same(
    { status: reply.status, code: reply.body.code, object: reply.body.object },
    { status, code, object: 'error' },
    'refusal',
  );
  if (message)
    holds(
      message.test(String(reply.body.message)),
      `message ${String(reply.body.message)} should match ${message}`,
    );
}

function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      inner !== null && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'undefined'
  );
}

/** What stands at a path of keys. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (here, key) => (here !== null && typeof here === 'object' ? (here as Fields)[key] : undefined),
    value,
  );
}

const words = (content: string) => [{ text: { content } }];

/** A new database under the parent page; answers its id and its data source's. */
export async function table(
  context: Context,
  title: string,
  properties: Fields,
): Promise<{ database: string; source: string }> {
  const body = await context.ok('POST', 'databases', {
    parent: { type: 'page_id', page_id: context.parentPage },
    title: words(title),
    initial_data_source: { properties },
  });
  return { database: String(body.id), source: String(at(body, 'data_sources', 0, 'id')) };
}

/** The shared table of most checks: one column of every simple kind. */
export function things(context: Context): Promise<{ database: string; source: string }> {
  return context.once('things', () =>
    table(context, 'Behaviour: things', {
      Name: { title: {} },
      Text: { rich_text: {} },
      Number: { number: {} },
      Select: { select: { options: [{ name: 'Red', color: 'red' }] } },
      Tags: { multi_select: {} },
      Status: { status: {} },
      Date: { date: {} },
      People: { people: {} },
      Done: { checkbox: {} },
      Link: { url: {} },
      Mail: { email: {} },
      Files: { files: {} },
      Made: { created_time: {} },
      Edited: { last_edited_time: {} },
      Author: { created_by: {} },
      Editor: { last_edited_by: {} },
      Ref: { unique_id: { prefix: 'BEH' } },
    }),
  );
}

/** A new row. */
export function row(context: Context, source: string, properties: Fields): Promise<Fields> {
  return context.ok('POST', 'pages', { parent: { data_source_id: source }, properties });
}

/** A title value. */
export function title(content: string): Fields {
  return { title: words(content) };
}

/** A rich text value. */
export function text(content: string): Fields {
  return { rich_text: words(content) };
}
