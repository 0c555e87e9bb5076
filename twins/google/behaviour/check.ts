/**
 * What a behaviour check is made of: a fact about Google Calendar, where it comes from, and a run that throws when the
 * service at hand does otherwise. Needs only `fetch`, an access token and a calendar to write to, so that it runs on the
 * twin and on the real service alike. Each check uses ids of its own and leaves deleted events behind.
 */

/** [rec] recorded · [doc] Google's documents · [type] discovery document · [seen] somebody's probe or issue · [assumption] */
export type Mark = 'rec' | 'doc' | 'type' | 'seen' | 'assumption';

// biome-ignore lint/suspicious/noExplicitAny: answers are read by the paths that a check names
export type Body = Record<string, any>;
export interface Got {
  status: number;
  body: Body;
  headers: Headers;
}

export interface Target {
  fetch: (request: Request) => Promise<Response>;
  token: string;
  calendarId: string;
  /** May this token invite guests? Not when it is a service account's own. */
  invites: boolean;
  /** An address for guests, whose mails nobody minds. */
  guest: string;
  /** A public https address for push channels; checks that need one are left out without it. */
  hook?: string;
  /** Start of a quiet week in the future, a Monday, as yyyy-mm-dd. */
  monday: string;
}

export interface Context extends Target {
  /** `events…` is below the calendar; everything else below /calendar/v3/. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Got>;
  /** A new client-made id. */
  id(): string;
  /** A timed slot on the nth day from the Monday. */
  slot(day: number, hour?: number, zone?: string): { start: Body; end: Body };
  /** yyyy-mm-dd of the nth day from the Monday. */
  day(n: number): string;
  zone: string;
}

export interface Check {
  id: string;
  fact: string;
  mark: Mark;
  /** What the target must have for it: guests or a hook. */
  needs?: 'guests' | 'hook';
  run(ctx: Context): Promise<void>;
}

/** Throws with both values when they differ as JSON. */
export function equal(actual: unknown, expected: unknown, what = 'value'): void {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

export function must(truth: unknown, what: string): void {
  if (!truth) throw new Error(what);
}

/** Status and reason of a refusal. */
export function refused(got: Got, status: number, reason: string): void {
  const error = got.body.error as Body | undefined;
  equal([got.status, error?.errors?.[0]?.reason], [status, reason], 'refusal');
  equal(error?.code, status, 'error.code');
}

let serial = 0;

/** A context for one check. Answers to nothing but the calendar of the target. */
export async function contextOf(target: Target): Promise<Context> {
  const root = 'https://www.googleapis.com/calendar/v3/';
  const own = `calendars/${encodeURIComponent(target.calendarId)}`;
  const ask: Context['ask'] = async (method, path, body, headers = {}) => {
    const url = root + (path.startsWith('events') ? `${own}/${path}` : path);
    const request = new Request(url, {
      method,
      headers: { authorization: `Bearer ${target.token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await target.fetch(request);
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === '' ? {} : (JSON.parse(text) as Body),
    };
  };
  const listed = await ask('GET', 'events?maxResults=1');
  const zone = String(listed.body.timeZone);
  const day = (n: number): string =>
    new Date(Date.parse(`${target.monday}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
  const two = (n: number): string => String(n).padStart(2, '0');
  return {
    ...target,
    ask,
    zone,
    day,
    id: () => `${Math.floor(Math.random() * 1e15).toString(32)}${(serial++).toString(32)}check`,
    slot: (n, hour = 9, where = zone) => ({
      start: { dateTime: `${day(n)}T${two(hour)}:00:00`, timeZone: where },
      end: { dateTime: `${day(n)}T${two(hour)}:30:00`, timeZone: where },
    }),
  };
}

/** Reads a listing to its last page. */
export async function readAll(ctx: Context, query: string): Promise<{ items: Body[]; token: string }> {
  const items: Body[] = [];
  let page = '';
  for (;;) {
    const { status, body } = await ctx.ask('GET', `events?${query}${page}`);
    equal(status, 200, `events?${query}`);
    items.push(...(body.items as Body[]));
    if (!body.nextPageToken) return { items, token: String(body.nextSyncToken ?? '') };
    page = `&pageToken=${encodeURIComponent(String(body.nextPageToken))}`;
  }
}
