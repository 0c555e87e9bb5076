// observe: what changed in Notion and in Calendar → the trees, the lists side by side. It goes on where an earlier slice
// stopped, and it says whether the trees are whole: nothing is planned on incomplete ones.
import { type DatabaseKey, databases } from '../../schemas/index.ts';
import type { Failure, Side } from '../call.ts';
import type { Instant } from '../playbook/index.ts';
import type { Sides } from '../sync/apply.ts';
import { lookUpPeople } from './addresses.ts';
import { readBodies } from './bodies.ts';
import { whatToRead } from './hint.ts';
import type { Ledger } from './ledger.ts';
import { type Poll, readDatabase, readEvents, type Stores } from './lists.ts';
import { askForHinted, isAnyUnseen, verifyUnseen } from './unseen.ts';

const DAY = 24 * 3_600_000;
/** Every third tick reads Goals in the place of Retros, so that an idle tick costs three data calls. */
const GOALS_EVERY = 3;

export interface Observation {
  readonly failure: Failure | null;
  /** Sides that were read to their end. */
  readonly read: readonly Side[];
  /** Databases that its last calls have read: nothing was called since. */
  readonly justRead: readonly DatabaseKey[];
}

export interface ObserveOptions {
  readonly now: Instant;
  /** When this observation began, maybe in an earlier slice: what was read since is not read again. */
  readonly began: Instant;
  /** Read everything by its id too: once a day, and when a person asks. */
  readonly sweep: boolean;
  /** Whether an earlier slice began it. */
  readonly isResumed: boolean;
  /** The side whose webhook woke this tick; null: both are read. */
  readonly hint: Side | null;
  /** Calls that this slice has made. */
  readonly callsMade: () => number;
}

/** Reads both sides, or the one that is hinted at. Calls at rest: Engagements, events, and Retros or Goals. */
export async function observe(sides: Sides, stores: Stores, options: ObserveOptions): Promise<Observation> {
  const { ledger, trees } = stores;
  const { now, began } = options;
  if (options.sweep) startSweep(stores, now);
  const what = isReading(ledger) ? 'both' : whatToRead(options.hint, stores, now);
  const events = async () =>
    options.isResumed && (ledger.recall<Instant>('events-read') ?? 0) >= began && !isReadingEvents(ledger)
      ? null
      : readEvents(sides, stores, now);
  const end = (
    failure: Failure | null,
    read: readonly Side[] = [],
    justRead: readonly DatabaseKey[] = [],
  ) => ({
    failure,
    read,
    justRead,
  });

  if (what === 'google first') {
    const failure = await events();
    if (failure) return end(failure);
    if (trees.dueEngagements(now).length === 0) return end(null, ['google']);
  }
  const databases = databasesToRead(ledger, began, what !== 'both');
  const rows = databases.map((database) => () => readDatabase(database, sides, stores, now));
  const hinted = () => askForHinted(sides, stores, now);
  const listed = await sideBySide([...rows, hinted, ...(what === 'both' ? [events] : [])]);
  const made = options.callsMade();
  const failure =
    listed ??
    (await verifyUnseen(sides, stores, now)) ??
    (await readBodies(sides, stores, now)) ??
    (await lookUpPeople(sides, stores, now));
  if (failure) return end(failure);
  const justRead = options.callsMade() === made ? databases : [];
  if (what === 'notion') return end(null, ['notion'], justRead);
  ledger.remember('tick', (ledger.recall<number>('tick') ?? 0) + 1);
  ledger.remember('observed', now);
  return end(null, ['notion', 'google'], justRead);
}

/** Does all at once and waits for each, also where one fails: what is under way is written down before a slice ends. */
async function sideBySide(reads: readonly (() => Promise<Failure | null>)[]): Promise<Failure | null> {
  const ends = await Promise.allSettled(reads.map((read) => read()));
  const failures: Failure[] = [];
  for (const end of ends) {
    if (end.status === 'rejected') throw end.reason;
    if (end.value) failures.push(end.value);
  }
  // A side that is in trouble is more than calls that are used up.
  return failures.find(({ reason }) => reason !== 'exhausted') ?? failures[0] ?? null;
}

/** A sweep reads all rows and events again from the beginning. */
function startSweep({ ledger, trees }: Stores, now: Instant): void {
  for (const key of Object.keys(databases))
    ledger.remember(`poll:${key}`, { began: now, since: null } satisfies Poll);
  ledger.remember('sync-token', undefined);
  ledger.remember('page-token', undefined);
  ledger.remember('events-since', now);
  ledger.remember('people-listed', undefined);
  ledger.remember('bot', undefined);
  // Rights may have been given since; if not, the first invitation tells.
  ledger.remember('cannot-invite', undefined);
  ledger.remember('swept', now);
  trees.bodies.forget();
}

/** Whether the daily sweep is due. */
export function isSweepDue(ledger: Ledger, now: Instant): boolean {
  const swept = ledger.recall<Instant>('swept');
  return swept !== undefined && now - swept >= DAY;
}

/** Whether a read of either side is under way: its trees are not whole. */
export const isReading = (ledger: Ledger): boolean =>
  Object.keys(databases).some((key) => ledger.recall(`poll:${key}`) !== undefined) ||
  isReadingEvents(ledger) ||
  isAnyUnseen(ledger);

const isReadingEvents = (ledger: Ledger): boolean =>
  ledger.recall('page-token') !== undefined || ledger.recall('sync-token') === undefined;

/** `isHinted`: a person's edit is in Engagements or in Retros; Goals wait for their turn. */
function databasesToRead(ledger: Ledger, began: Instant, isHinted: boolean): DatabaseKey[] {
  const tick = ledger.recall<number>('tick') ?? 0;
  const third: DatabaseKey = !isHinted && tick % GOALS_EVERY === GOALS_EVERY - 1 ? 'goals' : 'retros';
  const isUnderWay = (key: DatabaseKey) =>
    ledger.recall(`poll:${key}`) !== undefined || ledger.recall(`since:${key}`) === undefined;
  const isRead = (key: DatabaseKey) =>
    ledger.recall(`poll:${key}`) === undefined && (ledger.recall<Instant>(`since:${key}`) ?? 0) >= began;
  return (['engagements', 'retros', 'goals'] as const).filter(
    (key) => !isRead(key) && (key === 'engagements' || key === third || isUnderWay(key)),
  );
}
