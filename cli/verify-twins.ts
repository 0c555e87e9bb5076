// `npm run twins:verify`: every fact that the twins are built on, checked against them, or with --real against the real
// Notion and Google Calendar. There it works in a page of its own, which it trashes at the end, and in a calendar that
// it is given for nothing else, whose events it deletes at the end. It refuses the product's own calendar.
import { Command } from 'commander';
import { JWT } from 'google-auth-library';
import { BEHAVIOUR, canRun, runCheck, type Target } from '../twins/google/behaviour.ts';
import { createGoogleTwin } from '../twins/google/index.ts';
import { behaviours, createContext } from '../twins/notion/behaviour.ts';
import { createNotionTwin } from '../twins/notion/index.ts';
import { CommandFailure, EXIT, type Exit, type Io, step, terminalIo } from './io.ts';
import { runCommand } from './program.ts';

interface Grounds {
  readonly notion: {
    readonly fetch: (request: Request) => Promise<Response>;
    readonly token: string;
    readonly page: string;
  };
  readonly google: Target;
  /** Takes away what the checks made. */
  cleanUp(): Promise<void>;
}

const CALENDAR_SCOPE = 'https://www.googleapis.com/auth/calendar';
const WEEK = 7 * 86_400_000;

/** The Monday at least four weeks from now. */
function comingMonday(now: number): string {
  const day = new Date(now + 4 * WEEK);
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7));
  return day.toISOString().slice(0, 10);
}

async function twinGrounds(io: Io): Promise<Grounds> {
  const notion = createNotionTwin({ now: io.now });
  const deliver = async () => new Response(null, { status: 204 });
  const google = await createGoogleTwin({ now: io.now, deliver, ratePerMinute: Number.POSITIVE_INFINITY });
  const { clientId, clientSecret, refreshToken } = google.oauth;
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  });
  const answer = await google.fetch(
    new Request('https://oauth2.googleapis.com/token', { method: 'POST', body }),
  );
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return {
    notion: { fetch: notion.fetch, token: notion.token, page: notion.parentPage },
    google: {
      fetch: google.fetch,
      token,
      calendarId: google.calendarId,
      monday: comingMonday(io.now()),
      invites: true,
      guest: 'guest@example.org',
      hook: 'https://hook.example.com/google',
    },
    cleanUp: async () => {},
  };
}

const need = (io: Io, name: string): string => {
  const value = io.env[name] ?? io.devVars[name];
  if (!value)
    throw new CommandFailure(
      `With --real, ${name} is needed, in the environment or in .dev.vars.`,
      EXIT.usage,
    );
  return value;
};

async function realGrounds(io: Io): Promise<Grounds> {
  const token = need(io, 'NOTION_TOKEN');
  const parent = need(io, 'NOTION_PARENT_PAGE');
  const calendarId = need(io, 'VERIFY_CALENDAR_ID');
  if (calendarId === (io.env.GOOGLE_CALENDAR_ID ?? io.devVars.GOOGLE_CALENDAR_ID)) {
    throw new CommandFailure(
      'VERIFY_CALENDAR_ID is the calendar of the meetings. Make one for nothing else: its events are deleted.',
      EXIT.usage,
    );
  }
  const key = JSON.parse(need(io, 'GOOGLE_SERVICE_ACCOUNT_KEY')) as {
    client_email: string;
    private_key: string;
  };
  const subject = io.env.GOOGLE_SUBJECT ?? io.devVars.GOOGLE_SUBJECT;
  const account = new JWT({
    email: key.client_email,
    key: key.private_key,
    scopes: [CALENDAR_SCOPE],
    ...(subject ? { subject } : {}),
  });
  const googleToken = (await account.authorize()).access_token ?? '';
  const guest = io.env.VERIFY_GUEST;
  const outer = createContext(io.fetch, token, parent);
  const pageId = /[0-9a-f]{32}(?=[^0-9a-f]*$)/i.exec(parent.replaceAll('-', ''))?.[0] ?? parent;
  const page = await outer.ok('POST', 'pages', {
    parent: { type: 'page_id', page_id: pageId },
    properties: { title: [{ text: { content: 'Engagement Sync: checks of the API (may be deleted)' } }] },
  });
  const events = `https://www.googleapis.com/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events`;
  const headers = { authorization: `Bearer ${googleToken}` };
  return {
    notion: { fetch: io.fetch, token, page: String(page.id) },
    google: {
      fetch: io.fetch,
      token: googleToken,
      calendarId,
      monday: comingMonday(io.now()),
      invites: guest !== undefined,
      guest: guest ?? '',
    },
    cleanUp: async () => {
      await outer.ok('PATCH', `pages/${String(page.id)}`, { in_trash: true });
      const listed = await io.fetch(new Request(`${events}?maxResults=2500`, { headers }));
      const { items = [] } = (await listed.json()) as { items?: { id: string }[] };
      for (const { id } of items) {
        await io.fetch(new Request(`${events}/${id}?sendUpdates=none`, { method: 'DELETE', headers }));
      }
    },
  };
}

interface Outcome {
  readonly service: 'notion' | 'google';
  readonly id: string;
  readonly mark: string;
  readonly fact: string;
  /** Null: it holds; `left out` where the ground lacks something for it. */
  readonly fault: string | null;
}

async function check(run: () => Promise<void>): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function verify(io: Io, options: { real?: boolean; json?: boolean }): Promise<Exit> {
  step(io, options.real ? 'Checking the real services' : 'Checking the twins');
  const grounds = await (options.real ? realGrounds(io) : twinGrounds(io));
  const outcomes: Outcome[] = [];
  try {
    const context = createContext(grounds.notion.fetch, grounds.notion.token, grounds.notion.page);
    for (const { id, mark, fact, run } of behaviours) {
      outcomes.push({ service: 'notion', id, mark, fact, fault: await check(() => run(context)) });
    }
    for (const one of BEHAVIOUR) {
      const fault = canRun(one, grounds.google)
        ? await check(() => runCheck(one, grounds.google))
        : 'left out';
      outcomes.push({ service: 'google', id: one.id, mark: one.mark, fact: one.fact, fault });
    }
  } finally {
    await grounds.cleanUp();
  }
  const failed = outcomes.filter(({ fault }) => fault !== null && fault !== 'left out');
  if (options.json) io.out(`${JSON.stringify(outcomes, null, 2)}\n`);
  else {
    for (const { service, id, mark, fact, fault } of failed)
      io.out(`✗ ${service} ${id} [${mark}] ${fact}\n    ${fault}\n`);
    for (const service of ['notion', 'google'] as const) {
      const mine = outcomes.filter((outcome) => outcome.service === service);
      const holding = mine.filter(({ fault }) => fault === null).length;
      const assumed = mine.filter(({ mark }) => mark === 'assumption').length;
      io.out(`${service}: ${holding} of ${mine.length} facts hold; ${assumed} of them are assumptions\n`);
    }
  }
  return failed.length > 0 ? EXIT.failed : EXIT.ok;
}

const io = terminalIo();
const exit = await runCommand(process.argv.slice(2), io, (end) =>
  new Command('npm run twins:verify --')
    .description('Checks every fact that the twins are built on.')
    .option('--real', 'against the real services, in a page and a calendar (VERIFY_CALENDAR_ID) of its own')
    .option('--json', 'print every outcome, for scripts')
    .action(async (options) => end(await verify(io, options))),
);
process.exit(exit);
