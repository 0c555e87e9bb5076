// The whole product in one Node process: the real engine, clients and storage schema, the two twins as the outside
// world, and a clock that only moves when a test moves it. People act by `notion.act` and `google.act`.

import { vi } from 'vitest';
import { createAuth } from '../../src/google/auth.ts';
import { createCalendar } from '../../src/google/calendar-client.ts';
import { loadLibrary } from '../../src/google/library.ts';
import { createClient } from '../../src/notion/client.ts';
import { createNotion } from '../../src/notion/notion.ts';
import { provision } from '../../src/notion/provision.ts';
import type { Bindings } from '../../src/notion/workspace.ts';
import type { RunReport } from '../../src/workspace/api.ts';
import { Engine } from '../../src/workspace/engine.ts';
import { Ledger } from '../../src/workspace/ledger.ts';
import { takePush } from '../../src/workspace/push.ts';
import { noteNewColumns } from '../../src/workspace/rebind.ts';
import { readEngagement, readEngagements, readStatus } from '../../src/workspace/reports.ts';
import { newRun } from '../../src/workspace/runs.ts';
import { migrate } from '../../src/workspace/sql.ts';
import type { SliceEnd } from '../../src/workspace/tick.ts';
import { Trees } from '../../src/workspace/trees.ts';
import { createGoogleTwin, type GoogleTwin } from '../../twins/google/index.ts';
import { createNotionTwin } from '../../twins/notion/index.ts';
import { watch } from '../contract/watch.ts';
import { once } from '../notion/bench.ts';
import { accountSignIn, environmentOf, OWNER, settingsIn } from './environment.ts';
import { memorySql } from './memory-sql.ts';

/** A Monday, 10:00 in Berlin. */
export const NOW = Date.parse('2026-11-23T09:00:00Z');
export { OWNER };

const MINUTE = 60_000;

let key: GoogleTwin['key'] | undefined;

export interface WorldOptions {
  readonly now?: number;
  readonly settings?: Readonly<Record<string, string>>;
  readonly delegation?: boolean;
  /** Google lets in the owner, who signed in, in place of the service account. */
  readonly user?: true;
  /** What becomes of exceptions that a rule changed through the API no longer has; see the Google twin. */
  readonly orphans?: 'keep' | 'drop';
}

const userSignIn = ({ oauth }: GoogleTwin) => ({
  GOOGLE_CLIENT_ID: oauth.clientId,
  GOOGLE_CLIENT_SECRET: oauth.clientSecret,
  GOOGLE_REFRESH_TOKEN: oauth.refreshToken,
});

export type TestWorld = Awaited<ReturnType<typeof createWorld>>;

/** A provisioned workspace without engagements. The clock stands at `now` until `pass` moves it. */
export async function createWorld(options: WorldOptions = {}) {
  vi.useFakeTimers({ toFake: ['Date'], now: options.now ?? NOW });
  let hear = async (_hook: Request): Promise<Response> => new Response(null, { status: 404 });
  const notion = createNotionTwin({ now: Date.now, deliver: (request) => hear(request) });
  const google = await createGoogleTwin({
    now: Date.now,
    owner: OWNER,
    deliver: (request) => deliver(request),
    ...(key ? { key } : {}),
    ...(options.delegation === undefined ? {} : { delegation: options.delegation }),
    ...(options.orphans === undefined ? {} : { orphans: options.orphans }),
  });
  key ??= google.key;
  const askNotion = watch(notion, 'product');
  const askGoogle = watch(google, 'product');
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input as string, init);
    return new URL(request.url).hostname === 'api.notion.com' ? askNotion(request) : askGoogle(request);
  });
  const environment: Record<string, string> = {
    ...environmentOf(notion, google),
    ...(options.user ? userSignIn(google) : accountSignIn(google)),
    NOTION_RATE: '6000',
    GOOGLE_RATE: '6000',
    GUARD_MAILS: '1000',
    CALL_BUDGET: '500',
    ...options.settings,
  };
  let settings = settingsIn(environment);
  const { sql, transaction, database } = memorySql();
  migrate(sql, transaction);
  const ledger = new Ledger(sql);
  const trees = new Trees(sql);
  const client = createClient(notion.token);
  const provisioned = await provision({ client, run: once, parentPage: notion.parentPage, bindings: null });
  if (!provisioned.bindings) throw new Error(provisioned.problems.join(' '));
  let bindings: Bindings = provisioned.bindings;
  const library = await loadLibrary();
  /** A process over this storage: what it has in memory is new. */
  const begin = (): Engine => {
    const auth = createAuth({ library, signIn: settings.google.signIn });
    return new Engine({
      trees,
      ledger,
      settings,
      clock: {
        now: Date.now,
        sleep: async (ms) => {
          vi.setSystemTime(Date.now() + ms);
        },
      },
      random: () => 0.5,
      transaction,
      sides: (run) => ({
        notion: createNotion(client, bindings, run, settings.callBudget),
        calendar: createCalendar({ auth, calendarId: settings.google.calendarId, run }),
      }),
    });
  };
  let engine = begin();
  /** Google's pushes: what each was taken for. As in the object, but nobody is woken. */
  const pushes: Awaited<ReturnType<typeof takePush>>[] = [];
  async function deliver({ headers }: Request): Promise<Response> {
    const header = (name: string) => headers.get(`x-goog-${name}`) ?? '';
    const push = {
      channel: header('channel-id'),
      resource: header('resource-id'),
      token: header('channel-token'),
      state: header('resource-state'),
    };
    const said = await takePush(push, { ledger, settings, now: Date.now() });
    pushes.push(said);
    return new Response(null, { status: said === 'refused' ? 401 : 202 });
  }
  notion.calls.length = 0;
  let ticks = 0;

  /** A whole tick, over as many slices as it takes. `immediate`: as when a person asks for it. */
  async function tick(
    how: { immediate?: boolean; sweep?: boolean } = {},
  ): Promise<RunReport & { end: SliceEnd; slices: number }> {
    ticks += 1;
    let run = newRun(`tick-${ticks}`, 'test', Date.now());
    const state = {
      id: run.id,
      trigger: 'test',
      began: Date.now(),
      immediate: how.immediate ?? true,
      sweep: how.sweep ?? false,
      observed: null,
    };
    ledger.remember('tick-state', state);
    let end: SliceEnd = { end: 'done' };
    let slices = 0;
    for (; slices < 200; slices++) {
      const going = ledger.recall<typeof state>('tick-state') ?? state;
      end = await engine.slice(going, (update) => {
        run = update(run);
      });
      if (end.end !== 'more') break;
      vi.setSystemTime(Math.max(Date.now(), end.at));
    }
    return { ...run, end, slices: slices + 1 };
  }

  /** Lets time pass. */
  const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

  return {
    notion,
    google,
    get settings() {
      return settings;
    },
    ledger,
    trees,
    get engine() {
      return engine;
    },
    /** The process ends, and another one begins over the same storage, with settings that somebody changed. */
    restart: (over: Readonly<Record<string, string>> = {}) => {
      settings = settingsIn({ ...environment, ...over });
      engine = begin();
    },
    pushes,
    /** Where Notion's webhooks go, once there is a subscription. */
    listen: (handler: typeof hear) => {
      hear = handler;
    },
    bindings,
    sql,
    database,
    tick,
    pass,
    /** To a moment, then one tick. */
    at: async (moment: string | number, how: { immediate?: boolean } = {}) => {
      vi.setSystemTime(typeof moment === 'number' ? moment : Date.parse(moment));
      return tick(how);
    },
    /** Ticks until nothing is left to do, at most five, a minute apart. Returns the last one. */
    settle: async () => {
      let last = await tick();
      for (let n = 0; n < 5 && last.changes.length > 0; n++) {
        pass(MINUTE);
        last = await tick();
      }
      return last;
    },
    /** Provisions again, as after a column was deleted. */
    provision: async () => {
      const answer = await provision({ client, run: once, parentPage: notion.parentPage, bindings });
      if (!answer.bindings) throw new Error(answer.problems.join(' '));
      noteNewColumns(bindings, answer.bindings, trees, Date.now());
      bindings = answer.bindings;
    },
    engagements: () => readEngagements(trees, ledger, settings, Date.now()),
    engagement: (id: string) => readEngagement(id, trees, ledger, settings, Date.now()),
    status: () =>
      readStatus(trees, ledger, Date.now(), { lastRun: null, nextTickAt: null, provisioned: true }),
    /** What a person sees in Calendar: single events in order, deleted ones left out. Not in the journal. */
    calendar: () => readCalendar(google),
    /** Calls since the last time this was asked, by side. */
    calls: () => {
      const taken = { notion: notion.calls.splice(0), google: google.calls.splice(0) };
      const isToken = (call: { operation: string; path: string }) => call.path.includes('/token');
      return {
        notion: taken.notion,
        google: taken.google.filter((call) => !isToken(call)),
        tokens: taken.google.filter(isToken).length,
        writes: [...taken.notion, ...taken.google].filter((call) => call.write && !isToken(call)),
      };
    },
  };
}

/** An event as Calendar's page shows it. */
export interface SeenEvent {
  readonly id: string;
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly zone: string | null;
  readonly guests: readonly string[];
  readonly description: string;
  readonly status: string;
}

async function readCalendar(google: GoogleTwin): Promise<SeenEvent[]> {
  const { clientId, clientSecret, refreshToken } = google.oauth;
  const before = google.calls.length;
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  });
  const token = await google.fetch(
    new Request('https://oauth2.googleapis.com/token', { method: 'POST', body }),
  );
  const { access_token } = (await token.json()) as { access_token: string };
  const path = `calendars/${encodeURIComponent(google.calendarId)}/events?singleEvents=true&orderBy=startTime&maxResults=2500`;
  const answer = await google.fetch(
    new Request(`https://www.googleapis.com/calendar/v3/${path}`, {
      headers: { authorization: `Bearer ${access_token}` },
    }),
  );
  const { items } = (await answer.json()) as { items: Record<string, unknown>[] };
  google.calls.splice(before);
  return items.map((item) => {
    const moment = (key: string) => {
      const value = item[key] as { date?: string; dateTime?: string };
      return value.date ?? new Date(value.dateTime ?? '').toISOString();
    };
    return {
      id: String(item.id),
      title: String(item.summary ?? ''),
      start: moment('start'),
      end: moment('end'),
      zone: (item.start as { timeZone?: string }).timeZone ?? null,
      guests: ((item.attendees as { email: string }[] | undefined) ?? []).map(({ email }) => email),
      description: String(item.description ?? ''),
      status: String(item.status),
    };
  });
}

/** What most engagements look like once a person has filled them in. */
export const APOLLO = {
  Name: 'Apollo',
  Phase: 'Planning',
  Dates: { start: '2026-12-07', end: null },
  'Time zone': 'Europe/Berlin',
} as const;
