// What the tests of the workspace have in common: many engagements at once, a tick slice by slice, and a new engine
// over the same storage, as after a crash.
import { vi } from 'vitest';
import type { Failure } from '../../src/call.ts';
import type { RunReport } from '../../src/workspace/api.ts';
import type { SliceEnd, Tick } from '../../src/workspace/engine.ts';
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

export const reasonOf = (end: SliceEnd): Failure['reason'] | null =>
  end.end === 'paused' ? end.failure.reason : null;

export function tidy(): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
}
