/** How the tests talk to a twin without a client: one bearer token, JSON in and out. */
import { createGoogleTwin, type GoogleTwin, type GoogleTwinOptions } from '../../../twins/google/index.ts';
import { watch } from '../../contract/watch.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read by the paths that a test names
export type Body = Record<string, any>;
export interface Got {
  status: number;
  body: Body;
}
export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Got>;

/** An access token of the calendar's owner, by refresh token. */
export async function ownerToken(twin: GoogleTwin): Promise<string> {
  const { clientId, clientSecret, refreshToken } = twin.oauth;
  const form = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  };
  const request = new Request('https://oauth2.googleapis.com/token', {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return ((await (await twin.fetch(request)).json()) as { access_token: string }).access_token;
}

/** Calls below https://www.googleapis.com/calendar/v3; a path that begins with `events` is one of the twin's calendar. */
export function asker(twin: GoogleTwin, token: string): Ask {
  return async (method, path, body, headers = {}) => {
    const root = 'https://www.googleapis.com/calendar/v3/';
    const own = `calendars/${encodeURIComponent(twin.calendarId)}/`;
    const request = new Request(root + (path.startsWith('events') ? own : '') + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await twin.fetch(request);
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Body) };
  };
}

export interface Opened {
  twin: GoogleTwin;
  ask: Ask;
  clock: { now: number };
  /** The calendar's listing without parameters, or with some. */
  list(query?: string): Promise<Body[]>;
}

let key: GoogleTwin['key'] | undefined;

/** A fresh twin on New Year 2027 with the owner's token; its key is made once for all tests of a file. */
export async function openTwin(options: Partial<GoogleTwinOptions> = {}): Promise<Opened> {
  const clock = { now: Date.parse('2027-01-01T12:00:00Z') };
  const twin = await createGoogleTwin({ now: () => clock.now, ...(key ? { key } : {}), ...options });
  key = twin.key;
  twin.fetch = watch(twin, 'twin test');
  const ask = asker(twin, await ownerToken(twin));
  const list = async (query = ''): Promise<Body[]> =>
    (await ask('GET', `events${query}`)).body.items as Body[];
  return { twin, ask, clock, list };
}

/** Half an hour on that day of January 2027, in Berlin. */
export const slot = (day: number, hour = 14, zone = 'Europe/Berlin') => {
  const at = (minutes: string) =>
    `2027-01-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:${minutes}:00`;
  return { start: { dateTime: at('00'), timeZone: zone }, end: { dateTime: at('30'), timeZone: zone } };
};

/** Ten weekly retros on Thursdays from 7 January, 14:00 in Berlin. */
export const retros = { summary: 'Retro', recurrence: ['RRULE:FREQ=WEEKLY;COUNT=10;BYDAY=TH'], ...slot(7) };
/** The id of the retro of week n. */
export const retro = (id: string, week: number): string =>
  `${id}_${new Date(Date.UTC(2027, 0, 7 + 7 * (week - 1))).toISOString().slice(0, 10).replaceAll('-', '')}T130000Z`;
