// The whole product in this process, like test/world/world.ts but without a test runner: real engine, clients and
// SQLite schema, both twins, a virtual clock, and a network on which every call takes as long as it is told to.

import { createAuth } from '../src/google/auth.ts';
import { createCalendar } from '../src/google/calendar-client.ts';
import { loadLibrary } from '../src/google/library.ts';
import { createClient } from '../src/notion/client.ts';
import { createNotion } from '../src/notion/notion.ts';
import { provision } from '../src/notion/provision.ts';
import { createCalls } from '../src/workspace/calls.ts';
import { Engine } from '../src/workspace/engine.ts';
import { Ledger } from '../src/workspace/ledger.ts';
import { newRun } from '../src/workspace/runs.ts';
import { migrate } from '../src/workspace/sql.ts';
import type { Tick } from '../src/workspace/tick.ts';
import { Trees } from '../src/workspace/trees.ts';
import { accountSignIn, environmentOf, OWNER, settingsIn } from '../test/world/environment.ts';
import { memorySql } from '../test/world/memory-sql.ts';
import { createGoogleTwin, type GoogleTwin } from '../twins/google/index.ts';
import { createNotionTwin, type FriendlyValues } from '../twins/notion/index.ts';
import { startClock } from './clock.ts';

/** A Monday, 10:00 in Berlin. */
const NOW = Date.parse('2026-11-23T09:00:00Z');
const DAY = 24 * 3_600_000;
const FIRST_MONDAY = Date.parse('2026-12-07T00:00:00Z');

export interface BenchOptions {
  /** How long a call takes, ms. */
  readonly latency?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/** One call as it was made: what for, and from when to when. */
export interface Exchange {
  readonly side: 'notion' | 'google' | 'token';
  readonly method: string;
  readonly path: string;
  readonly isWrite: boolean;
  readonly began: number;
  ended: number;
}

export type BenchWorld = Awaited<ReturnType<typeof createBenchWorld>>;

let key: GoogleTwin['key'] | undefined;

/** A provisioned workspace without engagements. */
export async function createBenchWorld(options: BenchOptions = {}) {
  const latency = options.latency ?? 0;
  const clock = startClock(NOW);
  const notion = createNotionTwin({ now: clock.now });
  const google = await createGoogleTwin({
    now: clock.now,
    owner: OWNER,
    ratePerMinute: 1_000_000,
    ...(key ? { key } : {}),
  });
  key ??= google.key;
  const engineer = staff(notion);
  const exchanges: Exchange[] = [];
  globalThis.fetch = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input as string, init);
    const url = new URL(request.url);
    const isNotion = url.hostname === 'api.notion.com';
    const side = isNotion ? 'notion' : url.pathname.includes('/token') ? 'token' : 'google';
    const isRead = request.method === 'GET' || url.pathname.endsWith('/query');
    const exchange: Exchange = {
      side,
      method: request.method,
      path: url.pathname,
      isWrite: !isRead && side !== 'token',
      began: clock.now(),
      ended: Number.NaN,
    };
    exchanges.push(exchange);
    // It takes effect half-way: what a caller cannot know is part of what is measured.
    if (latency > 0) await clock.sleep(latency / 2);
    const response = await (isNotion ? notion : google).fetch(request);
    if (latency > 0) await clock.sleep(latency / 2);
    exchange.ended = clock.now();
    // The twins' own journals hold every body; a first sync of thousands would not fit.
    notion.calls.length = 0;
    google.calls.length = 0;
    google.outbox.length = 0;
    return response;
  }) as typeof fetch;

  const settings = settingsIn({
    ...environmentOf(notion, google),
    ...accountSignIn(google),
    // A person has approved what is over the line.
    GUARD_MAILS: '100000',
    GUARD_CANCELLATIONS: '100000',
    ...options.settings,
  });
  const { sql, transaction, database } = memorySql();
  migrate(sql, transaction);
  const ledger = new Ledger(sql);
  const trees = new Trees(sql);
  const client = createClient(notion.token);
  const unlimited = createCalls({ budget: 1000, rate: { notion: 1e6, google: 1e6 } }, ledger, {
    now: clock.now,
    sleep: clock.sleep,
  });
  const provisioned = await clock.run(() =>
    provision({ client, run: unlimited.run, parentPage: notion.parentPage, bindings: null }),
  );
  const { bindings } = provisioned;
  if (!bindings) throw new Error(provisioned.problems.join(' '));
  const library = await loadLibrary();
  const auth = createAuth({ library, signIn: settings.google.signIn });
  const engine = new Engine({
    trees,
    ledger,
    settings,
    clock: { now: clock.now, sleep: clock.sleep },
    random: () => 0.5,
    transaction,
    sides: (run) => ({
      notion: createNotion(client, bindings, run),
      calendar: createCalendar({ auth, calendarId: settings.google.calendarId, run }),
    }),
  });
  // What provisioning cost is another figure.
  sql.exec('DELETE FROM calls');
  exchanges.length = 0;
  let ticks = 0;

  /** A whole tick, slice after slice, each as soon as the one before says. */
  async function tick(how: Partial<Tick> = {}, onSlice: (slices: number) => void = () => {}) {
    ticks += 1;
    let run = newRun(`tick-${ticks}`, 'bench', Date.now());
    const state: Tick = {
      id: run.id,
      trigger: 'bench',
      began: clock.now(),
      immediate: true,
      sweep: false,
      observed: null,
      ...how,
    };
    ledger.remember('tick-state', state);
    let slices = 0;
    for (;;) {
      slices += 1;
      const going = ledger.recall<Tick>('tick-state') ?? state;
      const end = await clock.run(() =>
        engine.slice(going, (update) => {
          run = update(run);
        }),
      );
      onSlice(slices);
      if (end.end === 'done') break;
      if (end.end === 'paused') throw new Error(`paused: ${JSON.stringify(end.failure)}`);
      clock.pass(Math.max(0, end.at - clock.now()));
    }
    ledger.remember('tick-state', undefined);
    return { slices, changes: run.changes.length };
  }

  return {
    clock,
    notion,
    google,
    settings,
    ledger,
    trees,
    engine,
    database,
    tick,
    pass: clock.pass,
    /** What a counting query says. */
    count: (query: string) => Number(sql.exec(query).toArray()[0]?.n),
    /** Calls since the last time this was asked. */
    exchanges: () => exchanges.splice(0),
    /** People fill in so many engagements, which begin in twelve different weeks. Their pages. */
    fillIn: (count: number, values: FriendlyValues = {}) =>
      Array.from({ length: count }, (_, at) =>
        notion.act.create('Engagements', {
          Name: `Project ${at + 1}`,
          Phase: 'Planning',
          Dates: { start: monday(at % 12), end: null },
          'Time zone': 'Europe/Berlin',
          // An engineer does ten of them at most.
          Engineer: [engineer(Math.floor(at / 10))],
          Advisor: ['Ben Okafor'],
          'Host people': ['Dev Patel', 'Ema Novak'],
          ...values,
        }),
      ),
  };
}

/** People of a large home team, made when they are first named. */
function staff(notion: ReturnType<typeof createNotionTwin>): (n: number) => string {
  const names: string[] = ['Ada Marlow'];
  return (n) => {
    names[n] ??= notion.act.addUser({ name: `Engineer ${n}`, email: `engineer-${n}@example.com` });
    return names[n] ?? '';
  };
}

const monday = (weeks: number): string => new Date(FIRST_MONDAY + weeks * 7 * DAY).toISOString().slice(0, 10);
