// The weekly series as Calendar shows it: which event carries week n, and what it says of it. Pure.
// What it refuses: to read a slot out of a rule that a person made their own (every second week).
import type { CalendarEvent } from '../google/event.ts';
import { instanceId } from '../google/ids.ts';
import { occurrencesOf, readRule } from '../google/recurrence.ts';
import { type Instant, type Slot, type Timed, wallOf, weekdayOf } from '../playbook/index.ts';
import type { Said, SlotBase } from './base.ts';
import { readTimeMark } from './event.ts';
import { markedWeek, type Part, type PartsInput, readParts, startOf, weeksBetween } from './parts.ts';
import { sameSlot } from './row.ts';
import { isDays } from './view.ts';

/** A part of the series with its rule worked out. */
export interface Master extends Part {
  /**
   * `ours`: every week on one day, with an end. `all-day`: the same, made all-day as a whole: to be put back.
   * `person`: another rule that can be worked out. `unreadable`: one that cannot; it rests.
   */
  readonly rule: 'ours' | 'all-day' | 'person' | 'unreadable';
  /** Original starts in order; null where they cannot be worked out. */
  readonly originals: readonly Instant[] | null;
  /** The original start of each week that it has; where a person's rule has two in a week, the first. */
  readonly weeks: ReadonlyMap<number, Instant>;
  /** Where the rule ends; null where it says so in another way, or not at all. */
  readonly until: Instant | null;
  /** A person's lines as they were before we ended them with the phase; null: as they are. */
  readonly former: readonly string[] | null;
  /** Occurrences that differ from the rule, by original start. */
  readonly exceptions: ReadonlyMap<Instant, CalendarEvent>;
  readonly length: number;
}

export interface Occurrence {
  readonly said: Said;
  readonly id: string;
  readonly original: Instant;
  readonly exception: CalendarEvent | null;
  readonly master: Master;
}

/** Reads the series' parts from an engagement's events, in order. */
export function readSeries(events: readonly CalendarEvent[], input: PartsInput): Master[] {
  return readParts(events, input).map((part) => {
    const exceptions = new Map(
      events
        .filter((other) => other.series === part.event.id && other.original !== null)
        .map((other) => [other.original as Instant, other]),
    );
    return { ...part, ...readOriginals(part, input.weekStart ?? 1), exceptions };
  });
}

/** A series may be without an end; no engagement has so many weeks. */
const LIMIT = 200;

function readOriginals(
  part: Part,
  weekStart: number,
): Pick<Master, 'rule' | 'originals' | 'weeks' | 'until' | 'former' | 'length'> {
  const { event, firstWeek } = part;
  const { time, marks } = event;
  const rule = readRule(event.recurrence ?? []);
  const length = !time || isDays(time) ? 0 : time.end - time.start;
  // What we ended, and nobody has changed since, comes back with the phase.
  const isEnded = marks.former !== undefined && marks.rule === event.recurrence?.join('\n');
  const former = isEnded ? (marks.former ?? '').split('\n') : null;
  const rest = { until: rule.until, former, length };
  const nothing = { ...rest, originals: null, weeks: new Map<number, Instant>() };
  // A tombstone may have lost its rule.
  if (event.status === 'cancelled' && !event.recurrence) return { ...nothing, rule: 'ours', originals: [] };
  if (!time || isDays(time)) return { ...nothing, rule: rule.plain ? 'all-day' : 'unreadable' };
  const originals = event.recurrence ? occurrencesOf(event) : [time.start];
  if (!originals) return { ...nothing, rule: 'unreadable' };
  if (rule.plain && !former) {
    const weeks = new Map(originals.map((original, at) => [firstWeek + at, original]));
    return { ...rest, rule: 'ours', originals, weeks };
  }
  const all = former ? occurrencesOf({ ...event, recurrence: former }) : originals;
  return all
    ? { ...rest, rule: 'person', originals, weeks: weeksOf(part, all.slice(0, LIMIT), weekStart) }
    : { ...nothing, rule: 'unreadable' };
}

/** The weeks of a rule that is a person's: of two occurrences in a week the first counts. */
function weeksOf(
  { event, firstWeek }: Part,
  originals: readonly Instant[],
  weekStart: number,
): ReadonlyMap<number, Instant> {
  const weeks = new Map<number, Instant>();
  for (const original of originals) {
    const week = firstWeek + weeksBetween(startOf(event), original, event.zone ?? 'UTC', weekStart);
    if (!weeks.has(week)) weeks.set(week, original);
  }
  return weeks;
}

/** Whether a series is deleted. */
export const isGone = ({ event }: Master): boolean => event.status === 'cancelled';

/** What tells a part that we took away from one that a person deleted. */
export interface Agreed {
  /** Past a generation that could not be revived. */
  readonly generation?: number | undefined;
  readonly slots: Readonly<Record<string, SlotBase>>;
  /** The slot that both sides agreed on. */
  readonly slot?: Slot | undefined;
  /**
   * The last week that Dates have, by a slot, or by the one that was agreed on; all where there are none, since they may come
   * back as they were.
   */
  readonly lastWeek: (slot?: Slot) => number;
}

/**
 * Deleted by us with the phase: it comes back with its weeks. One that Dates no longer reach is not: what is left
 * carries the slot, and with longer Dates goes on.
 */
export function isAway(master: Master, { slots, slot, lastWeek }: Agreed): boolean {
  const own = slot && slotByRule(master, slot);
  return (
    isGone(master) &&
    (own === undefined || sameSlot(own, slot)) &&
    [...master.weeks.keys()].some(
      (week) => week <= lastWeek() && slots[`week:${week}`]?.state === 'withdrawn',
    )
  );
}

/** Whether a drag has left a part without an occurrence, and an earlier plan knew it so. */
const isEmpty = ({ originals, isStanding }: Master): boolean => originals?.length === 0 && isStanding;

/**
 * The part whose slot Weekly retro shows: the last of the newest generation that Dates reach. One that a person deleted
 * leaves that to the part before it.
 */
export function liveMaster(masters: readonly Master[], agreed: Agreed): Master | undefined {
  // It shows nobody a slot, and keeps no series alive that a person deleted; but what was agreed on is yet to be laid on it.
  const isYetToBeLaid = (master: Master) =>
    agreed.slot !== undefined && sameSlot(slotByRule(master, agreed.slot), agreed.slot);
  const isShown = (master: Master) => isGone(master) || !isEmpty(master) || isYetToBeLaid(master);
  const newest = masters.filter((master) => master.generation >= (agreed.generation ?? 0));
  const last = newest.findLast(isShown) ?? newest.at(-1);
  const there = masters.filter(
    (master) =>
      master.generation === last?.generation &&
      isShown(master) &&
      (!isGone(master) || isAway(master, agreed)),
  );
  // By its own slot: the project retro goes along with it, and may leave no week to a part that was dragged (M81).
  const isReached = (master: Master) =>
    master.firstWeek <= agreed.lastWeek(agreed.slot && slotByRule(master, agreed.slot));
  return there.findLast(isReached) ?? there.at(-1) ?? last;
}

/** The live part and those that a person split it off, or split off it: together they carry the weeks ahead. */
export function chainOf(masters: readonly Master[], live: Master, agreed: Agreed): Master[] {
  const at = masters.indexOf(live);
  // Before the live part all that comes back with the phase; after it only what is to be ended.
  return masters.filter(
    (master, index) =>
      master.generation === live.generation &&
      (master === live || !isGone(master) || (index < at && isAway(master, { ...agreed, slot: undefined }))),
  );
}

/** The part whose turn a week is: the last one that begins with it or before it. */
export const partForWeek = (chain: readonly Master[], week: number): Master | undefined =>
  chain.findLast(({ firstWeek }) => firstWeek <= week) ?? chain[0];

/** The slot of a part's rule in its own zone, all-day at `usual`'s time, deleted or not; undefined when it cannot be read. */
export function slotByRule({ event, length, rule }: Master, usual: Slot): Slot | undefined {
  if (!event.time || (rule !== 'ours' && rule !== 'all-day')) return undefined;
  if (isDays(event.time)) return { ...usual, weekday: weekdayOf(event.time.start) };
  return slotOfTime(event.time, event.zone ?? 'UTC', length);
}

/** The slot that a time is at. */
export function slotOfTime(time: Timed, zone: string, length = time.end - time.start): Slot {
  const { weekday, hour, minute } = wallOf(time.start, zone);
  return { weekday, hour, minute, minutes: Math.round(length / 60_000) };
}

/** The slot that Calendar shows; a deleted part is cancelled; undefined when its rule is a person's. */
export const slotOfMaster = (master: Master | undefined, usual: Slot): Slot | 'cancelled' | undefined =>
  master && (isGone(master) ? 'cancelled' : slotByRule(master, usual));

/**
 * What Calendar says of week n, by the newest part that has it, living ones first; undefined when none has. What was
 * deleted has no say in weeks that a newer part has taken over.
 */
export function occurrenceOf(masters: readonly Master[], week: number): Occurrence | undefined {
  const isTakenOver = (at: number) =>
    masters.some(
      (other, index) => index > at && !isGone(other) && !isEmpty(other) && other.firstWeek <= week,
    );
  const carrying = masters.filter((one, at) => one.weeks.has(week) && (!isGone(one) || !isTakenOver(at)));
  const master = carrying.findLast((one) => !isGone(one)) ?? carrying.at(-1);
  const original = master?.weeks.get(week);
  if (!master || original === undefined) return undefined;
  const exception = master.exceptions.get(original) ?? null;
  return {
    said: saidOf(master, original, exception),
    id: exception?.id ?? instanceId(master.event.id, original),
    original,
    exception,
    master,
  };
}

/** What is left in Calendar of week n where we ended the rule before it: an exception that the rule no longer has. */
export function leftoverOf(masters: readonly Master[], week: number): Occurrence | undefined {
  for (const master of masters) {
    const original = isGone(master) ? undefined : startOfWeek(master, week);
    const exception = original === undefined ? undefined : master.exceptions.get(original);
    if (original === undefined || !exception?.time || exception.status === 'cancelled') continue;
    if (master.originals?.includes(original)) continue;
    return { said: exception.time, id: exception.id, original, exception, master };
  }
  return undefined;
}

/**
 * What an older rule left in Calendar of week n, and the part's rule has no more, or that a newer generation has taken over:
 * each week as that rule had it, counted from where the part begins.
 */
export function orphansOf(masters: readonly Master[], week: number, weekStart: number): CalendarEvent[] {
  const newest = Math.max(...masters.map(({ generation }) => generation));
  return masters
    .filter((master) => !isGone(master) && master.rule === 'ours')
    .flatMap(({ event, firstWeek, exceptions, originals, generation }) =>
      [...exceptions.values()].filter(({ original, status }) => {
        if (original === null || status === 'cancelled') return false;
        if (generation === newest && originals?.includes(original)) return false;
        return firstWeek + weeksBetween(startOf(event), original, event.zone ?? 'UTC', weekStart) === week;
      }),
    );
}

/** The parts that a newer generation follows, and that are there still. */
export function followedBy(masters: readonly Master[]): Master[] {
  const newest = Math.max(...masters.map(({ generation }) => generation));
  return masters.filter((master) => master.generation < newest && !isGone(master));
}

/** Whether week n was deleted by itself in one of the parts whose rule of ours has it ahead. */
export const isRemovedIn = (parts: readonly Master[], week: number, now: Instant): boolean =>
  parts.some(({ rule, weeks, exceptions }) => {
    const original = weeks.get(week);
    const isAhead = rule === 'ours' && original !== undefined && original > now;
    return isAhead && exceptions.get(original)?.status === 'cancelled';
  });

/** When week n would begin by a part's rule if it had no end; undefined where the rule is a person's. */
export function startOfWeek(master: Master, week: number): Instant | undefined {
  const known = master.weeks.get(week);
  const at = week - master.firstWeek;
  if (known !== undefined || master.rule !== 'ours' || at < 0) return known;
  const { time, zone } = master.event;
  return occurrencesOf({ recurrence: ['RRULE:FREQ=WEEKLY'], time, zone }, undefined, at + 1)?.[at];
}

/** When a week began by the rule that we wrote last, which the marks tell, also those that a split was given. */
export function agreedTime({ event }: Master, week: number): Timed | undefined {
  const { marks, zone } = event;
  const time = readTimeMark(marks.agreed);
  const at = week - markedWeek(marks);
  if (!time || at < 0) return undefined;
  const start = occurrencesOf({ recurrence: ['RRULE:FREQ=WEEKLY'], time, zone }, undefined, at + 1)?.[at];
  return start === undefined ? undefined : { start, end: start + time.end - time.start };
}

function saidOf(master: Master, original: Instant, exception: CalendarEvent | null): Said {
  if (isGone(master) || exception?.status === 'cancelled') return 'cancelled';
  // We ended a person's rule before it: withdrawn.
  if (!exception && !master.originals?.includes(original)) return 'cancelled';
  if (exception?.time) return exception.time;
  return { start: original, end: original + master.length } satisfies Timed;
}

/**
 * What Calendar says of a week that no part has: cancelled where a person's rule leaves it out, or where somebody
 * shortened the series that had it. A series that was dragged to a later time loses its last week to its own end: that
 * one is taken up again.
 */
export function saidWithout(
  masters: readonly Master[],
  week: number,
  base: SlotBase | undefined,
): 'cancelled' | undefined {
  // One that a drag left without an occurrence loses its week to its own end then, and says nothing of it afterwards.
  const saying = masters.filter((master) => !isGone(master) && !isEmpty(master));
  const part = partForWeek(saying, week);
  if (!part || part.rule === 'unreadable' || part.rule === 'all-day') return undefined;
  if (part.rule === 'person') return 'cancelled';
  const written = endAsWritten(part);
  const isCut = (by: Instant) => part.until === null || part.until < (written ?? by);
  if (!base) {
    // Never met, or forgotten: the rule that we wrote had it.
    const start = startOfWeek(part, week);
    return written !== null && start !== undefined && start <= written && isCut(start)
      ? 'cancelled'
      : undefined;
  }
  if (base.state !== 'planned' || typeof base.calendar !== 'object' || isDays(base.calendar))
    return undefined;
  // The whole series was dragged to a later week.
  return week < part.firstWeek || isCut(base.calendar.start) ? 'cancelled' : undefined;
}

/** The end that we wrote to a part's rule; null without that mark. */
const endAsWritten = ({ event }: Master): Instant | null =>
  event.marks.rule ? readRule(event.marks.rule.split('\n')).until : null;
