// The series as a whole, read and merged before its weeks are: its parts, the slot, and which part carries which week.
// Pure. What it refuses: to say more of a repetition that a person changed than that it was.
import { linkedId, parseInstanceId, splitOf } from '../google/ids.ts';
import {
  type Days,
  type Phase,
  pickRetros,
  type Slot,
  slotOf,
  type Timed,
  weekdayOf,
} from '../playbook/index.ts';
import { type Base, type BasePatch, joinPatches, type SlotBase } from './base.ts';
import { type Chain, readChain } from './chain.ts';
import { isTime } from './meeting.ts';
import { looksLikeOurs, startOf } from './parts.ts';
import type { Receipt } from './phase.ts';
import { formatSlot, sameSlot, statedSlot } from './row.ts';
import { type Agreed, isAway, liveMaster, type Master, readSeries, slotByRule } from './series.ts';
import { mergeSeries, type SeriesMerge } from './slot-merge.ts';
import { isWanted } from './slots.ts';
import { readKey, type View, type World } from './view.ts';

export interface WholeSeries {
  readonly masters: readonly Master[];
  readonly merge: SeriesMerge;
  readonly chain: Chain;
  /** What is to be said in Sync. */
  readonly problems: readonly string[];
  readonly receipts: readonly Receipt[];
  /** Parts and copies, to be known again. */
  readonly settled: BasePatch;
}

/** What the series is read with: the engagement's own fields, already merged. */
export interface SeriesContext {
  readonly view: View;
  readonly world: World;
  readonly base: Base;
  readonly zone: string;
  readonly phase: Phase;
  readonly days: Days | null | undefined;
}

/** Reads the series from Calendar and merges its slot with Weekly retro. */
export function mergeWholeSeries(context: SeriesContext): WholeSeries {
  const { view, world, base, zone, days } = context;
  const masters = readSeries(view.events, {
    engagement: view.page.id,
    known: view.base ? (base.parts ?? {}) : undefined,
    copies: base.copies,
    linked: linkedSeries(view),
    weekStart: weekStartOf(days),
    weekStartSeen: weekStartOf(base.slots.span?.time),
    zone,
  });
  const agreed: Agreed = {
    generation: base.generations.retro,
    slots: base.slots,
    slot: base.series?.slot,
    lastWeek: (slot) => lastWeek(slot, context),
  };
  const live = liveMaster(masters, agreed);
  const merge = mergeSlotOf(masters, live, agreed, context);
  const chain = readChain({ masters, live, slot: merge.slot, days, zone, world, agreed });
  const unkept = [...(merge.conflict ? [merge.conflict] : []), ...sayUnreached(masters, live, merge, base)];
  const receipts = unkept.map((text) => ({ key: `slot:${text}`, text }));
  const settled = joinPatches([partsToRemember(masters, base), copiesToRemember(masters, context)]);
  return { masters, merge, chain, problems: sayTheirs(masters, live, world), receipts, settled };
}

const weekStartOf = (days: Timed | Days | null | undefined): number | undefined =>
  typeof days?.start === 'string' ? weekdayOf(days.start) : undefined;

/** The series that the Retros pages link to. */
const linkedSeries = ({ retros }: View): ReadonlySet<string> =>
  new Set(
    retros.flatMap(({ row }) => {
      const id = linkedId(row.calendar ?? '');
      return id ? [parseInstanceId(id)?.series ?? id] : [];
    }),
  );

/** The last week with a weekly retro that Dates reach, by a slot. */
function lastWeek(
  slot: Slot | undefined,
  { days, base, zone, world }: Pick<SeriesContext, 'days' | 'base' | 'zone' | 'world'>,
): number {
  if (!days) return Number.POSITIVE_INFINITY;
  const at = slot ?? base.series?.slot ?? slotOf(null, zone, world.playbook);
  return pickRetros(days, at, zone, world.playbook).at(-1)?.week ?? 0;
}

function mergeSlotOf(
  masters: readonly Master[],
  live: Master | undefined,
  agreed: Agreed,
  { view, world, base, zone, phase, days }: SeriesContext,
): SeriesMerge {
  const isLiving = ({ event }: Master) => event.status !== 'cancelled';
  const isAhead = ({ originals }: Master) => originals?.some((original) => original > world.now) ?? false;
  // One that was just dragged beyond its own end shows no occurrence, and yet a slot (M18).
  const isJustDragged = ({ event, originals, isStanding }: Master) =>
    originals?.length === 0 && !isStanding && startOf(event) > world.now;
  /** Whether anything is met ahead: cancelled one by one nothing is. */
  const isMetAhead = ({ originals, exceptions }: Master) =>
    originals?.some((original) => {
      const exception = exceptions.get(original);
      const at = exception?.time?.start ?? original;
      return exception?.status !== 'cancelled' && (typeof at === 'string' ? Date.parse(at) : at) > world.now;
    }) ?? false;
  // What takes retros away has not taken these yet: whoever drags the series meanwhile does so while it is there (M70).
  const isStillThere = ([key, { state, time, calendar }]: [string, SlotBase]) =>
    key.startsWith('week:') && state === 'planned' && isTime(calendar) && Number(time?.start) > world.now;
  const weekly = view.retros.filter(({ row }) => readKey(row.key)?.slot.startsWith('week:'));
  const isAny = (status: string) => weekly.some(({ row }) => row.status === status);
  const isMade = masters.length > 0 || isAny('Cancelled');
  const later = live ? masters.slice(masters.indexOf(live) + 1) : [];
  return mergeSeries({
    row: statedSlot(view.page.row, view.base, zone, world),
    live,
    isAway: live !== undefined && isAway(live, agreed),
    // One that a drag left without an occurrence shows nobody a slot.
    isLeft: later.some((part) => isLiving(part) && part.originals?.length !== 0),
    isSpent:
      live !== undefined &&
      !isAhead(live) &&
      !isJustDragged(live) &&
      (later.length > 0 || base.series?.state === 'cancelled'),
    isNothingAhead:
      isMade && !isAny('Planned') && !masters.some((master) => isLiving(master) && isMetAhead(master)),
    isWantedNow: isWanted('retro', { phase, days, view }) || Object.entries(base.slots).some(isStillThere),
    base: base.series,
    world,
    zone,
  });
}

/** Later parts that were dragged to where Dates leave them no week (M81), in words: the slot is an older part's. */
function sayUnreached(
  masters: readonly Master[],
  live: Master | undefined,
  { slot }: SeriesMerge,
  { parts }: Base,
): string[] {
  return masters.slice(live ? masters.indexOf(live) + 1 : masters.length).flatMap((part) => {
    const { event, generation, isStanding } = part;
    // Of a split that is met for the first time its id tells where it was cut off.
    const cutAt = splitOf(event.id)?.original ?? startOf(event);
    const isDragged = parts?.[event.id] ? !isStanding : cutAt !== startOf(event);
    const own =
      isDragged && event.status !== 'cancelled' && generation === live?.generation
        ? slotByRule(part, slot)
        : undefined;
    if (!own || sameSlot(own, slot)) return [];
    return [
      `The weekly retro was moved in Calendar to ${formatSlot(own)}, where Dates leave it no week. ${formatSlot(slot)} was kept.`,
    ];
  });
}

/** What people made of the repetition, in words. */
function sayTheirs(masters: readonly Master[], live: Master | undefined, { now }: World): string[] {
  const theirs = masters.filter(
    (part) =>
      part.event.status !== 'cancelled' &&
      (part === live || part.originals?.some((original) => original > now)),
  );
  if (theirs.some(({ rule }) => rule === 'unreadable')) {
    return [
      'The repetition of the weekly retro was changed in Calendar to one that cannot be followed here, so the series and the dates of its weeks are left as they are.',
    ];
  }
  return theirs.some(({ rule }) => rule === 'person')
    ? [
        'The repetition of the weekly retro was changed in Calendar, so the series is left as it is; weeks without a retro are Cancelled here.',
      ]
    : [];
}

function partsToRemember(masters: readonly Master[], base: Base): BasePatch {
  const found = masters.map(
    ({ event, firstWeek: week }) => [event.id, { week, start: startOf(event) }] as const,
  );
  const fresh = found.filter(([id, { week, start }]) => {
    const known = base.parts?.[id];
    return known?.week !== week || known.start !== start;
  });
  return fresh.length > 0 ? { parts: Object.fromEntries(fresh) } : {};
}

function copiesToRemember(masters: readonly Master[], { view, base }: SeriesContext): BasePatch {
  const isPart = (id: string) => masters.some(({ event }) => event.id === id);
  const copies = view.events.filter(
    (event) => looksLikeOurs(event) && !isPart(event.id) && !base.copies?.[event.id],
  );
  return copies.length > 0 ? { copies: Object.fromEntries(copies.map(({ id }) => [id, true])) } : {};
}
