// `npm run calendar` against the Google twin: in a user's name, never twice, and with a consent in between.
import { afterEach, expect, test, vi } from 'vitest';
import { createGoogleTwin, type GoogleTwin } from '../../twins/google/index.ts';
import { watch } from '../contract/watch.ts';
import { type } from './terminal.ts';

afterEach(() => vi.unstubAllGlobals());

const APP_CREATED = 'https://www.googleapis.com/auth/calendar.app.created';
const EVENTS = 'https://www.googleapis.com/auth/calendar.events';

let key: GoogleTwin['key'] | undefined;

async function google() {
  const twin = await createGoogleTwin({ now: Date.now, ...(key ? { key } : {}) });
  key ??= twin.key;
  const reach = watch(twin, 'product');
  const { clientId, clientSecret, refreshToken } = twin.oauth;
  const client = { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret };
  const run = (line: string, devVars: Record<string, string>, over: object = {}) =>
    type(`calendar ${line}`, {}, { devVars, fetch: reach, ...over });
  const made = () => twin.calls.filter(({ operation }) => operation === 'calendars.insert');
  return { twin, client, user: { ...client, GOOGLE_REFRESH_TOKEN: refreshToken }, run, made };
}

test('[C33] it makes a calendar in TIME_ZONE that the user owns, and says what to put where', async () => {
  const { user, run, twin } = await google();
  const { exit, out } = await run('--summary Meetings', { ...user, TIME_ZONE: 'Europe/Lisbon' });
  expect(exit).toBe(0);
  const [, id = ''] = /GOOGLE_CALENDAR_ID=(\S+)/.exec(out) ?? [];
  expect(out).toContain('Made the calendar "Meetings" (Europe/Lisbon)');
  expect(out).not.toContain(user.GOOGLE_REFRESH_TOKEN);
  expect(twin.calls.find(({ operation }) => operation === 'calendars.insert')).toMatchObject({
    principal: 'owner@example.com',
    status: 200,
  });
  expect(id).toMatch(/@group\.calendar\.google\.com$/);
});

test('[C33] run again, or after its answer was lost, it makes no second one', async () => {
  const { user, run, made, twin } = await google();
  twin.faults.add({ kind: 'lose-answer', operation: 'calendars.insert' });
  const lost = await run('--summary Meetings', user);
  expect(lost).toMatchObject({ exit: 1, err: expect.stringContaining('Run this again') });
  const again = JSON.parse((await run('--summary Meetings --json', user)).out);
  expect(again).toMatchObject({ made: false, summary: 'Meetings' });
  expect(made()).toHaveLength(1);
});

test('[C33] with GOOGLE_CALENDAR_ID set it makes none and calls nobody', async () => {
  const { user, run, twin } = await google();
  const { exit, out } = await run('', { ...user, GOOGLE_CALENDAR_ID: twin.calendarId });
  expect({ exit, calls: twin.calls.length }).toEqual({ exit: 0, calls: 0 });
  expect(out).toContain('GOOGLE_CALENDAR_ID is set already');
});

test('[C33] it refuses a service account, and names each setting that is missing', async () => {
  const { twin, client, run } = await google();
  const account = { GOOGLE_SERVICE_ACCOUNT_KEY: JSON.stringify(twin.serviceAccountKey) };
  for (const [devVars, says] of [
    [{ ...account, ...client }, /service account should own no calendar/],
    [{}, /GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET are missing/],
    [{ GOOGLE_CLIENT_ID: 'id' }, /^✗ GOOGLE_CLIENT_SECRET is missing/],
    [client, /GOOGLE_REFRESH_TOKEN is missing: .*--sign-in/],
    [{ ...client, GOOGLE_REFRESH_TOKEN: 'x', TIME_ZONE: 'Nowhere' }, /not an IANA time zone/],
  ] as const) {
    expect(await run('', devVars)).toMatchObject({ exit: 2, out: '', err: expect.stringMatching(says) });
  }
  expect(twin.calls).toEqual([]);
});

test('[C33] a grant that has ended, or does not reach so far, is said with the way out of it', async () => {
  const { twin, user, run } = await google();
  const narrow = await consent(twin, [EVENTS]);
  expect(await run('', { ...user, GOOGLE_REFRESH_TOKEN: narrow })).toMatchObject({
    exit: 1,
    err: expect.stringContaining('may not make calendars'),
  });
  twin.act.revokeGrant();
  expect(await run('', user)).toMatchObject({ exit: 1, err: expect.stringContaining('--sign-in') });
  expect(await run('', { ...user, GOOGLE_CLIENT_SECRET: 'wrong' })).toMatchObject({
    exit: 1,
    err: expect.stringContaining('check GOOGLE_CLIENT_ID'),
  });
});

test('[C33] a local Google Calendar is asked at its own address, and no other address but Google', async () => {
  const { user, run } = await google();
  const asked: string[] = [];
  const fetch = async (request: Request) => {
    asked.push(request.url);
    return new Response('{}', { headers: { 'content-type': 'application/json' } });
  };
  await run('--google http://127.0.0.1:4712', user, { fetch }).catch(() => {});
  expect(asked[0]).toBe('http://127.0.0.1:4712/token');
  for (const address of ['https://evil.example', 'http://evil.example', 'nonsense'])
    expect((await run(`--google ${address}`, user)).exit).toBe(2);
});

/** A refresh token for a user who consented to these rights. */
async function consent(twin: GoogleTwin, scopes: string[]): Promise<string> {
  const { clientId, clientSecret } = twin.oauth;
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret,
    code: twin.act.consent('owner@example.com', scopes),
  });
  const answer = await twin.fetch(
    new Request('https://oauth2.googleapis.com/token', { method: 'POST', body }),
  );
  return ((await answer.json()) as { refresh_token: string }).refresh_token;
}

/** Waits for the address that is to be opened, and answers as Google's page would once the user chose. */
async function browse(
  run: (line: string, devVars: Record<string, string>, over: object) => ReturnType<typeof type>,
  devVars: Record<string, string>,
  choose: (page: URL) => Promise<URL> | URL,
) {
  let visited: Promise<Response> | undefined;
  let err = '';
  const ended = await run('--sign-in --summary Meetings', devVars, {
    err: (text: string) => {
      err += text;
      const [address] = /https:\/\/accounts\.google\.com\S+/.exec(text) ?? [];
      if (address) visited = Promise.resolve(choose(new URL(address))).then((url) => fetch(url));
    },
  });
  return { ...ended, err, page: await visited };
}

const back = (page: URL, answer: Record<string, string>) =>
  new URL(`${page.searchParams.get('redirect_uri')}/?${new URLSearchParams(answer)}`);

test('[C34] a user signs in on this machine: consent with PKCE, a refresh token, and the calendar', async () => {
  const { twin, client, run } = await google();
  let asked: URL | undefined;
  const { exit, out, page } = await browse(run, client, (url) => {
    asked = url;
    const { scope = '', code_challenge, state = '' } = Object.fromEntries(url.searchParams);
    return back(url, { state, code: twin.act.consent('lead@example.com', [scope], code_challenge) });
  });
  expect(exit).toBe(0);
  expect(await page?.text()).toContain('You can close this window');
  expect(Object.fromEntries(asked?.searchParams ?? [])).toMatchObject({
    scope: APP_CREATED,
    access_type: 'offline',
    prompt: 'consent',
    code_challenge_method: 'S256',
    redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  });
  const [, token = ''] = /GOOGLE_REFRESH_TOKEN=(\S+)/.exec(out) ?? [];
  const [, id = ''] = /GOOGLE_CALENDAR_ID=(\S+)/.exec(out) ?? [];
  expect(id).toMatch(/@group\.calendar\.google\.com$/);
  // What was printed works, and finds the calendar again.
  expect((await run('--summary Meetings', { ...client, GOOGLE_REFRESH_TOKEN: token })).out).toContain(id);
});

test('[C34] for a calendar that is there already the right to events is asked for', async () => {
  const { twin, client, run, made } = await google();
  const { exit, out } = await browse(run, { ...client, GOOGLE_CALENDAR_ID: twin.calendarId }, (url) => {
    const { scope = '', code_challenge, state = '' } = Object.fromEntries(url.searchParams);
    expect(scope).toBe(EVENTS);
    return back(url, { state, code: twin.act.consent('lead@example.com', [scope], code_challenge) });
  });
  expect(exit).toBe(0);
  expect(out).toMatch(/GOOGLE_REFRESH_TOKEN=\S+\nGOOGLE_CALENDAR_ID=/);
  expect(made()).toEqual([]);
});

test('[C34] a code with another state, or none, is not taken; a refusal ends it', async () => {
  const { twin, client, run } = await google();
  const { exit, err } = await browse(run, client, async (url) => {
    for (const state of ['', 'guessed', `${url.searchParams.get('state')}x`]) {
      const answer = await fetch(
        back(url, { state, code: twin.act.consent('eve@example.com', [APP_CREATED]) }),
      );
      expect(answer.status).toBe(400);
    }
    return back(url, { state: url.searchParams.get('state') ?? '', error: 'access_denied' });
  });
  expect({ exit, err }).toEqual({ exit: 1, err: expect.stringContaining('Access was not allowed') });
  expect(twin.calls).toEqual([]);
});

test('[C34] a right that was unticked is said', async () => {
  const { twin, client, run } = await google();
  const { exit, err } = await browse(run, client, (url) => {
    const { code_challenge, state = '' } = Object.fromEntries(url.searchParams);
    return back(url, { state, code: twin.act.consent('lead@example.com', ['openid'], code_challenge) });
  });
  expect({ exit, err }).toEqual({ exit: 1, err: expect.stringContaining('leave it ticked') });
});
