/** How the tests talk to a twin without a client: one bearer token, JSON in and out. */
import type { GoogleTwin } from '../../../twins/google/index.ts';

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
