// What the tests of the workspace have in common: many engagements at once, a tick slice by slice, and a new engine
// over the same storage, as after a crash.
import { vi } from 'vitest';
import type { Run } from '../../src/call.ts';
import { createAuth } from '../../src/google/auth.ts';
import { createCalendar } from '../../src/google/calendar-client.ts';
import { loadLibrary } from '../../src/google/library.ts';
import { createClient } from '../../src/notion/client.ts';
import { createNotion } from '../../src/notion/notion.ts';
import type { RunReport } from '../../src/workspace/api.ts';
import { Engine } from '../../src/workspace/engine.ts';
import type { SliceEnd, Tick } from '../../src/workspace/tick.ts';
import type { FriendlyValues } from '../../twins/notion/index.ts';
import { APOLLO, type TestWorld } from '../world/world.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const TEAM = {
  Engineer: ['Ada Marlow'],
  Advisor: ['Ben Okafor'],
  'Host people': ['Dev Patel', 'Ema Novak'],
};

/** The day so many weeks after 7 December 2026, a Monday. */
export const monday = (weeks: number): string =>
  new Date(Date.parse('2026-12-07') + weeks * 7 * DAY).toISOString().slice(0, 10);

/** A person fills in so many engagements, `apart` ms one after the other, which begin in different weeks. Their pages. */
export function fillIn(world: TestWorld, count: number, values: FriendlyValues = {}, apart = 0): string[] {
  return Array.from({ length: count }, (_, at) => {
    world.pass(apart);
    return world.notion.act.create('Engagements', {
      ...APOLLO,
      Name: `Project ${at + 1}`,
      Dates: { start: monday(at % 12), end: null },
      ...values,
    });
  });
}

export interface Slice {
  /** Calls of both sides, token calls too. */
  readonly calls: number;
  readonly end: SliceEnd;
  readonly at: number;
}

/** A whole tick, slice by slice; between two the clock moves as the first one's end says. */
export async function slicesOf(world: TestWorld, how: Partial<Tick> = {}): Promise<Slice[]> {
  const began = Date.now();
  const tick: Tick = {
    id: `sliced-${began}`,
    trigger: 'test',
    began,
    immediate: true,
    sweep: false,
    observed: null,
    ...how,
  };
  world.ledger.remember('tick-state', tick);
  const slices: Slice[] = [];
  while (slices.length < 500) {
    const at = Date.now();
    const before = world.notion.calls.length + world.google.calls.length;
    const end = await world.engine.slice(world.ledger.recall<Tick>('tick-state') ?? tick, () => {});
    slices.push({ calls: world.notion.calls.length + world.google.calls.length - before, end, at });
    if (end.end !== 'more') break;
    vi.setSystemTime(Math.max(Date.now(), end.at));
  }
  return slices;
}

/** All calls that a world's journals hold, in the order in which they were made. */
export const journal = (world: TestWorld) =>
  [...world.notion.calls, ...world.google.calls].sort((a, b) => a.at - b.at);

/** What failed in a run, in its own words. */
export const failuresOf = (run: RunReport): string[] =>
  run.changes.flatMap(({ failure }) => (failure === null ? [] : [failure]));

export function tidy(): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
}

/** What becomes of one call. */
export type Mishap =
  /** It happens, and its answer is lost on the way. */
  | 'lost answer'
  /** The process ends before the call goes out. */
  | 'crash before'
  /** The process ends after the call happened, before anything of it was written down. */
  | 'crash after';

/** A process that may die: a promise that never settles, and nothing of the old engine is ever run again. */
export interface Process {
  /** Calls made so far. */
  count(): number;
  /** A tick; dies and goes on with a new engine over the same storage where the mishap strikes. */
  tick(how?: Partial<Tick>): Promise<SliceEnd>;
}

/** Ticks of which the nth call (from 1) meets with a mishap; 0: none does. */
export function processOf(world: TestWorld, nth: number, mishap: Mishap): Process {
  const reach = globalThis.fetch;
  let count = 0;
  let life = 0;
  let die: () => void = () => {};

  function born() {
    life += 1;
    const mine = life;
    const call: typeof fetch = async (input, init) => {
      if (mine !== life) return never;
      count += 1;
      if (count !== nth) return reach(input, init);
      if (mishap !== 'crash before') await reach(input, init);
      if (mishap === 'lost answer') throw new Error('Network connection lost.');
      die();
      return never;
    };
    vi.stubGlobal('fetch', call);
    return engineOver(world, () => mine === life);
  }

  let engine = born();
  return {
    count: () => count,
    async tick(how = {}) {
      const began = Date.now();
      const fresh: Tick = {
        id: `process-${began}`,
        trigger: 'test',
        began,
        immediate: true,
        sweep: false,
        observed: null,
        ...how,
      };
      if (!world.ledger.recall('tick-state')) world.ledger.remember('tick-state', fresh);
      for (;;) {
        const death = new Promise<'dead'>((resolve) => {
          die = () => resolve('dead');
        });
        const tick = world.ledger.recall<Tick>('tick-state') ?? fresh;
        const end = await Promise.race([engine.slice(tick, () => {}), death]);
        if (end === 'dead') {
          engine = born();
          continue;
        }
        if (end.end === 'more') {
          vi.setSystemTime(Math.max(Date.now(), end.at));
          continue;
        }
        world.ledger.remember('tick-state', undefined);
        return end;
      }
    },
  };
}

const library = await loadLibrary();
const never = new Promise<never>(() => {});

/** A new engine over a world's storage: nothing but SQLite is kept. */
function engineOver(world: TestWorld, isAlive: () => boolean): Engine {
  const { settings, ledger, trees, database } = world;
  const auth = createAuth({ library, signIn: settings.google.signIn });
  const client = createClient(settings.notion.token);
  return new Engine({
    trees,
    ledger,
    settings,
    clock: {
      now: Date.now,
      sleep: async (ms) => void vi.setSystemTime(Date.now() + ms),
    },
    random: () => 0.5,
    transaction: (work) => {
      database.exec('BEGIN');
      work();
      database.exec('COMMIT');
    },
    sides: (run) => {
      // The clients give up after a while in real time: of a dead engine nothing may come of that.
      const alive: Run = async (operation, call, classify) => {
        const outcome = await run(operation, () => (isAlive() ? call() : never), classify);
        return isAlive() ? outcome : never;
      };
      return {
        notion: createNotion(client, world.bindings, alive, settings.callBudget),
        calendar: createCalendar({ auth, calendarId: settings.google.calendarId, run: alive }),
      };
    },
  });
}
