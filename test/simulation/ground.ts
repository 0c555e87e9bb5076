// The ground of the simulation: two provisioned twins, the real engine over SQLite in memory, and a clock that moves a
// little with each call. Made once in a process; each scenario begins at a place that was kept before.

import type { Run, Side } from '../../src/call.ts';
import { createCalendar } from '../../src/google/calendar-client.ts';
import { createNotion } from '../../src/notion/notion.ts';
import type { Sides } from '../../src/sync/apply.ts';
import { Engine } from '../../src/workspace/engine.ts';
import { hintOf, joinHints } from '../../src/workspace/hint.ts';
import { Ledger } from '../../src/workspace/ledger.ts';
import { takeHint } from '../../src/workspace/notion-hints.ts';
import { takePush } from '../../src/workspace/push.ts';
import { migrate, type Sql } from '../../src/workspace/sql.ts';
import type { SliceEnd, Tick } from '../../src/workspace/tick.ts';
import { Trees } from '../../src/workspace/trees.ts';
import { createGoogleTwin } from '../../twins/google/index.ts';
import { createNotionTwin } from '../../twins/notion/index.ts';
import { OWNER } from '../world/environment.ts';
import { memorySql } from '../world/memory-sql.ts';
import { provisionOnce, settingsFor, tokenOf } from './groundwork.ts';
import { type Hook, takeFromGoogle, takeFromNotion } from './hooks.ts';
import type { Cut, KnownWeek } from './weeks.ts';
import { type Answered, type Asked, googleOver, type LightResponse, notionOver, type Reach } from './wire.ts';

/** A Monday, 10:00 in Berlin. */
const NOW = Date.parse('2026-11-23T09:00:00Z');
/** With these both sides tell of changes. */
const HOOKED = { PUBLIC_URL: 'https://sync.example.org', NOTION_WEBHOOK_TOKEN: 'secret_simulation' };
/** What a call takes, in milliseconds of the virtual clock. */
const CALL = 40;

/** What planted bugs put in the place of the real thing. */
export interface Doors {
  readonly Engine?: typeof Engine;
  readonly trees?: (sql: Sql) => Trees;
  readonly ledger?: (sql: Sql) => Ledger;
  readonly sides?: (sides: Sides, house: House) => Sides;
  readonly transaction?: (work: () => void, transact: (work: () => void) => void) => void;
}

/** Where scenarios begin: both twins' state, the engine's tables, the time, and what was made so far. */
export interface Place {
  readonly now: number;
  readonly notion: unknown;
  readonly google: unknown;
  readonly rows: ReadonlyMap<string, readonly Record<string, unknown>[]>;
  /** Pages of the engagements that are there. */
  readonly engagements: readonly string[];
}

export type House = Awaited<ReturnType<typeof createHouse>>;

const never = new Promise<never>(() => {});

/** Both twins, provisioned, and an engine that can be let die. */
export async function createHouse(doors: Doors = {}, wishes: Readonly<Record<string, string>> = {}) {
  let now = NOW;
  let seed = 7;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const clock = () => now;
  const post: Hook[] = [];
  const notion = createNotionTwin({ now: clock, deliver: takeFromNotion(post) });
  const google = await createGoogleTwin({
    now: clock,
    authNow: () => NOW,
    random,
    owner: OWNER,
    deliver: takeFromGoogle(post),
    ratePerMinute: Number.POSITIVE_INFINITY,
  });
  const polling = settingsFor(notion, google, wishes);
  const hooked = settingsFor(notion, google, { ...wishes, ...HOOKED });
  let settings = polling;
  const bindings = await provisionOnce(notion);
  const token = await tokenOf(google);
  const { database, sql, transaction: transact } = memorySql();
  migrate(sql, transact);
  const ledger = doors.ledger?.(sql) ?? new Ledger(sql);
  const trees = doors.trees?.(sql) ?? new Trees(sql);
  const tables = (
    database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]
  )
    .map(({ name }) => name)
    .filter((name) => name !== 'schema_version' && !name.startsWith('sqlite_'));

  /** Hands a call to its twin: what happens there happens now. */
  const carry = async (asked: Asked): Promise<Answered> => {
    const twin = asked.side === 'notion' ? notion : google;
    const response = (await twin.fetch(requestOf(asked, notion.token))) as unknown as LightResponse;
    return {
      status: response.status,
      data: response.parsed(),
      get headers() {
        return response.headers;
      },
    };
  };

  let life = 0;
  let die: () => void = () => {};
  /** A tick that hooks wish for. */
  let wake: { readonly hint: Side | null } | null = null;
  const house = {
    notion,
    google,
    ledger,
    trees,
    bindings,
    /** Hooks that are on their way. */
    post,
    /** Series that people split off ours, by id. */
    splits: new Map<string, Cut>(),
    /** What the last tick saw of each series. */
    known: new Map<string, KnownWeek>(),
    /** Pages that people made as copies of ours: no meeting's pages (N18). */
    copies: new Set<string>(),
    /** An engagement's Dates when a tick last saw its series. */
    datesThen: new Map<string, string>(),
    /** Every outgoing call passes here; a scenario puts its faults in the way. */
    reach: carry as Reach,
    carry,
    now: clock,
    /** What happened so often, for coverage. */
    pass(ms: number) {
      now += ms;
    },
    /** Which life of the process it is. */
    life: () => life,
    /** Ends the process: nothing of the engine runs on. `isLost`: what it wrote since the last outgoing call is gone. */
    crash(isLost: boolean): Promise<never> {
      if (isLost) {
        sql.exec('ROLLBACK TO flushed');
        ledger.reread();
      }
      // What runs beside it calls nobody any more: it may have written down what is gone.
      life += 1;
      die();
      return never;
    },
    /** Outgoing calls wait until what was written before is safe. */
    flush() {
      sql.exec('RELEASE flushed');
      sql.exec('SAVEPOINT flushed');
    },
    keep(engagements: readonly string[]): Place {
      notion.calls.length = 0;
      google.calls.length = 0;
      const rows = new Map(tables.map((name) => [name, sql.exec(`SELECT * FROM ${name}`).toArray()]));
      return { now, notion: notion.snapshot(), google: google.snapshot(), rows, engagements };
    },
    /** To a place; and a new process there. `isHooked`: both sides tell of changes from now on. */
    begin(place: Place, isHooked = false) {
      now = place.now;
      seed = 7;
      house.splits.clear();
      house.known.clear();
      house.copies.clear();
      house.datesThen.clear();
      settings = isHooked ? hooked : polling;
      wake = null;
      post.length = 0;
      notion.restore(place.notion);
      notion.calls.length = 0;
      google.restore(place.google);
      notion.faults.clear();
      notion.sessions.lagMs = 0;
      try {
        sql.exec('ROLLBACK');
      } catch {
        // the first scenario
      }
      sql.exec('BEGIN');
      for (const table of tables) {
        sql.exec(`DELETE FROM ${table} WHERE 1`);
        for (const row of place.rows.get(table) ?? []) {
          const names = Object.keys(row);
          const query = `INSERT INTO ${table} (${names.join(',')}) VALUES (${names.map(() => '?').join(',')})`;
          sql.exec(query, ...(Object.values(row) as (string | number | null)[]));
        }
      }
      sql.exec('SAVEPOINT flushed');
      house.reach = carry;
      if (isHooked) {
        ledger.remember('bindings', bindings);
        void notion.webhooks.subscribe(`${HOOKED.PUBLIC_URL}/webhooks/notion`);
      }
      engine = born();
    },
    /** Everything that the Worker remembers is gone, but for the bindings. */
    forget() {
      const known = ledger.recall('bindings');
      for (const table of tables) sql.exec(`DELETE FROM ${table} WHERE 1`);
      ledger.remember('bindings', known);
      engine = born();
    },
    /** A hook arrives, as at the Durable Object: what it says is kept, and maybe wakes. */
    async hear(hook: Hook): Promise<'refused' | 'alive' | 'changed'> {
      const isNotion = hook.side === 'notion';
      const said = isNotion
        ? takeHint(hook.hint, ledger, trees)
          ? ('changed' as const)
          : ('alive' as const)
        : await takePush(hook.push, { ledger, settings, now });
      // It is answered once that is safe.
      house.flush();
      const hint = hintOf(isNotion ? 'notion webhook' : 'google push');
      if (said === 'changed') wake = { hint: wake ? joinHints(wake.hint, hint) : hint };
      return said;
    },
    /** What hooks wish for, if anything: the next tick grants it. */
    woken() {
      const wish = wake;
      wake = null;
      return wish;
    },
    /** A tick, over all its slices and lives. Returns how it ended. */
    async tick(
      how: { immediate?: boolean; sweep?: boolean; hint?: Side | null } = {},
    ): Promise<SliceEnd['end']> {
      const fresh: Tick = {
        id: `tick-${now}`,
        trigger: 'test',
        began: now,
        immediate: how.immediate ?? true,
        sweep: how.sweep ?? false,
        hint: how.hint ?? null,
        observed: null,
      };
      ledger.remember('tick-state', fresh);
      for (let slices = 0; slices < 300; slices++) {
        const death = new Promise<'dead'>((resolve) => {
          die = () => resolve('dead');
        });
        const tick = ledger.recall<Tick>('tick-state') ?? fresh;
        const end = await Promise.race([engine.slice(tick, () => {}), death]);
        now += 5;
        if (end === 'dead') {
          now += 2_000;
          engine = born();
          continue;
        }
        if (end.end === 'more') {
          now = Math.max(now, end.at);
          continue;
        }
        ledger.remember('tick-state', undefined);
        ledger.prune(now);
        return end.end;
      }
      throw new Error('The tick does not end.');
    },
  };

  function born(): Engine {
    life += 1;
    const mine = life;
    ledger.reread();
    const alive: Reach = async (asked) => {
      if (mine !== life) return never;
      now += CALL;
      let answer: Answered;
      try {
        answer = await house.reach(asked);
      } catch (error) {
        if (mine !== life) return never;
        throw error;
      }
      return mine === life ? answer : never;
    };
    const client = notionOver(alive);
    const auth = googleOver(alive, token);
    const sides = (run: Run): Sides => {
      const both = {
        notion: createNotion(client, bindings, run),
        calendar: createCalendar({ auth, calendarId: settings.google.calendarId, run }),
      };
      return doors.sides?.(both, house) ?? both;
    };
    return new (doors.Engine ?? Engine)({
      trees,
      ledger,
      settings,
      clock: {
        now: clock,
        sleep: async (ms) => {
          now += ms;
        },
      },
      random: () => 0.5,
      transaction: (work) => (doors.transaction ? doors.transaction(work, transact) : transact(work)),
      sides,
    });
  }
  let engine: Engine = born();
  return house;
}

function requestOf(asked: Asked, token: string): Request {
  const headers: Readonly<Record<string, string>> =
    asked.side === 'notion'
      ? { authorization: `Bearer ${token}`, 'notion-version': '2026-03-11' }
      : (asked.headers ?? {});
  const body = asked.body === undefined ? '' : JSON.stringify(asked.body);
  const light = {
    method: asked.method,
    url: asked.url,
    headers: {
      get: (name: string) => {
        for (const [key, value] of Object.entries(headers))
          if (key.toLowerCase() === name.toLowerCase()) return value;
        return null;
      },
    },
    text: async () => body,
    arrayBuffer: async () => new TextEncoder().encode(body),
  };
  return light as unknown as Request;
}
