// `npm run calendar`: makes the calendar that holds the meetings, owned by the user who signed in, and says what to put where.
// The Worker itself never makes a calendar. Running it again makes no second one.
import type { OAuth2Client } from 'google-auth-library';
import { SCOPE } from '../src/google/auth.ts';
import { classify } from '../src/google/classify.ts';
import { type GoogleLibrary, loadLibrary } from '../src/google/library.ts';
import { zone } from '../src/setting-values.ts';
import { oauthClientOf, openOAuth, settingOf } from './google.ts';
import { CommandFailure, EXIT, type Exit, type Io, step } from './io.ts';
import { signIn } from './sign-in.ts';

/** Calendars that this app makes, all that is in them, and nothing else. */
const APP_CREATED = 'https://www.googleapis.com/auth/calendar.app.created';

export interface CalendarOptions {
  readonly summary: string;
  readonly timeZone?: string;
  readonly signIn?: boolean;
  readonly google?: string;
  readonly json?: boolean;
}

/** What it came to; a refresh token only when one was just made. */
interface CalendarReport {
  readonly calendarId: string;
  readonly made: boolean;
  readonly summary?: string;
  readonly timeZone?: string;
  readonly refreshToken?: string;
}

export async function calendar(io: Io, options: CalendarOptions): Promise<Exit> {
  const client = oauthClientOf(io);
  const known = settingOf(io, 'GOOGLE_CALENDAR_ID');
  const library = await loadLibrary();
  const open = (redirectUri?: string) => openOAuth(io, library, client, options.google, redirectUri);
  // With a calendar of the team's own the right to events is needed; else the right to what this app makes is enough.
  const fresh = options.signIn ? await ask(signIn(io, known ? SCOPE : APP_CREATED, open), 'sign-in') : null;
  const refreshToken = fresh ?? settingOf(io, 'GOOGLE_REFRESH_TOKEN');
  const given = fresh === null ? {} : { refreshToken: fresh };
  if (known) return end(io, options, { calendarId: known, made: false, ...given });
  if (!refreshToken) {
    throw new CommandFailure(
      'GOOGLE_REFRESH_TOKEN is missing: `npm run calendar -- --sign-in` asks for one and then makes the calendar.',
      EXIT.usage,
    );
  }
  const auth = open();
  auth.setCredentials({ refresh_token: refreshToken });
  const timeZone = options.timeZone ?? settingOf(io, 'TIME_ZONE') ?? 'UTC';
  if (!zone.safeParse(timeZone).success)
    throw new CommandFailure(`"${timeZone}" is not an IANA time zone like Europe/Berlin.`, EXIT.usage);
  try {
    const report = await findOrMake(io, library, auth, options.summary, timeZone);
    return end(io, options, { ...report, ...given });
  } catch (error) {
    // The new token must not be lost with the calendar that could not be made.
    if (fresh !== null && error instanceof CommandFailure) io.err(`GOOGLE_REFRESH_TOKEN=${fresh}\n`);
    throw error;
  }
}

/** One of this name that the user owns is taken, so that a run whose answer was lost makes no second one. */
async function findOrMake(
  io: Io,
  library: GoogleLibrary,
  auth: OAuth2Client,
  summary: string,
  timeZone: string,
): Promise<CalendarReport> {
  const api = new library.Calendar({ auth, timeout: 20_000, retry: false });
  step(io, `Looking for a calendar "${summary}"`);
  const { data } = await ask(
    api.calendarList.list({ minAccessRole: 'owner', maxResults: 250 }),
    'calendarList.list',
  );
  const there = data.items?.find((one) => one.summary === summary);
  if (there?.id) return { calendarId: there.id, made: false, summary, timeZone: there.timeZone ?? timeZone };
  step(io, 'Making it');
  const made = await ask(api.calendars.insert({ requestBody: { summary, timeZone } }), 'calendars.insert');
  if (!made.data.id)
    throw new CommandFailure('Google made a calendar but did not say its id. Run this again.');
  return { calendarId: made.data.id, made: true, summary, timeZone };
}

function end(io: Io, options: CalendarOptions, report: CalendarReport): Exit {
  if (options.json) {
    io.out(`${JSON.stringify(report, null, 2)}\n`);
    return EXIT.ok;
  }
  const { bold } = io.colors;
  const { calendarId, refreshToken, made, summary, timeZone } = report;
  const what = made
    ? `Made the calendar "${summary}" (${timeZone}).`
    : summary === undefined
      ? 'GOOGLE_CALENDAR_ID is set already: no calendar was made.'
      : `The calendar "${summary}" is there already: none was made. Another --summary makes another one.`;
  const lines = [
    ...(refreshToken === undefined ? [] : [`GOOGLE_REFRESH_TOKEN=${refreshToken}`]),
    `GOOGLE_CALENDAR_ID=${calendarId}`,
  ];
  const secret =
    refreshToken === undefined
      ? ''
      : ' The token\nis a secret (`npx wrangler secret put GOOGLE_REFRESH_TOKEN`): whoever has it may write to the calendar.';
  const advice =
    lines.length === 1 && summary === undefined
      ? ''
      : `\nPut this into .dev.vars; for a deployed Worker the calendar goes into wrangler.toml under [vars].${secret}\n`;
  io.out(`${what}\n\n${lines.map((line) => bold(line)).join('\n')}\n${advice}`);
  return EXIT.ok;
}

/** Turns what Google refuses into a sentence that says what to do. */
async function ask<T>(answer: Promise<T>, name: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const write = name === 'calendars.insert';
    const failure = classify(error, { side: 'google', name, write });
    if (failure === null) throw error;
    throw new CommandFailure(explain(failure));
  }
}

function explain({
  code,
  reason,
  status,
}: {
  code: string | null;
  reason: string;
  status: number | null;
}): string {
  if (code === 'invalid_grant')
    return 'Google does not accept the refresh token (or code) any more. Make a new one: `npm run calendar -- --sign-in`.';
  if (code === 'invalid_client')
    return 'Google does not know this OAuth client: check GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.';
  if (code === 'insufficientPermissions')
    return 'This sign-in may not make calendars. Sign in anew with `npm run calendar -- --sign-in`, or make one in Google Calendar.';
  if (code === 'quotaExceeded')
    return 'Google lets this user make no more calendars for now. Make one in Google Calendar, or try again tomorrow.';
  if (reason === 'unknown')
    return 'Google did not say whether the calendar was made. Run this again: one that is there is found.';
  return `Google did not do it (${code ?? status ?? 'no answer'}).`;
}
