// Which recurring events carry an engagement's weekly retros, and with which week each begins: our own generations, and
// what people split off them by "this and following" (google-calendar.md B4). Pure.
// What it refuses: to take a copy that a person made for a part of ours.
import type { CalendarEvent } from '../google/event.ts';
import { eventId, splitOf } from '../google/ids.ts';
import { occurrencesOf, readRule } from '../google/recurrence.ts';
import { addDays, dayOf, daysBetween, type Instant, weekdayOf } from '../playbook/index.ts';
import { readTimeMark } from './event.ts';

const DAY = 24 * 3_600_000;
const WEEK = 7 * DAY;
/** Less than a week, so that a whole series dragged to a later day, which loses its last week, was not cut: by a person's rule. */
const CUT = 6.5 * DAY;

/** A week, and where it begins by a part's rule. */
export interface WeekStart {
  readonly week: number;
  /** Epoch ms; of an all-day part midnight UTC of its day. */
  readonly start: Instant;
}

/** One recurring event that carries weeks. */
export interface Part {
  readonly event: CalendarEvent;
  readonly generation: number;
  /** The week of its first occurrence. */
  readonly firstWeek: number;
  /** The week with which it began where it was known, or cut off, last. */
  readonly formerWeek: number;
  /** It begins where an earlier plan knew it, as far as can be told. */
  readonly isStanding: boolean;
  /** Under an id of ours; else a person split it off one that is. */
  readonly isOwn: boolean;
}

/** What finding the parts needs beside the events. */
export interface PartsInput {
  readonly engagement: string;
  /** First weeks by event id, as an earlier plan found them. */
  readonly known?: Readonly<Record<string, WeekStart>> | undefined;
  /** Ids of copies that people made, as an earlier plan found them: what was theirs stays theirs. */
  readonly copies?: Readonly<Record<string, true>> | undefined;
  /** Ids of the series that the Retros pages link to: by them, too, a part is known again. */
  readonly linked?: ReadonlySet<string> | undefined;
  /** ISO weekday on which the engagement's weeks begin: that of Dates' start; Monday where there are none. */
  readonly weekStart?: number | undefined;
  /** The same by the Dates that people saw: those agreed on before this tick; absent: `weekStart`. */
  readonly weekStartSeen?: number | undefined;
  /** The row's zone, in which weeks begin, whatever zone people gave the event; absent: the event's. */
  readonly zone?: string | undefined;
}

/** When a part begins by its rule. */
export const startOf = ({ time }: Pick<CalendarEvent, 'time'>): Instant =>
  typeof time?.start === 'string' ? Date.parse(time.start) : (time?.start ?? 0);

/** How many of the engagement's weeks lie between two instants: a move within its week is none. */
export function weeksBetween(from: Instant, to: Instant, zone: string, weekStart: number): number {
  if (from === to) return 0;
  const day = dayOf(from, zone);
  const begins = addDays(day, -((weekdayOf(day) - weekStart + 7) % 7));
  return Math.floor(daysBetween(begins, dayOf(to, zone)) / 7);
}

/** Whether an event has the marks of a series of ours: a part, or a copy that a person made. */
export const looksLikeOurs = ({ marks, time, series }: CalendarEvent): boolean =>
  marks.meeting === 'retro' && time !== null && series === null;

/** The parts in order: by generation, what was split off after what it was split from. */
export function readParts(events: readonly CalendarEvent[], input: PartsInput): Part[] {
  const { engagement, known = {} } = input;
  const carrying = events.filter(looksLikeOurs);
  const ownId = ({ marks }: CalendarEvent) => eventId(engagement, 'retro', Number(marks.generation));
  const parts: Part[] = carrying
    .filter((event) => event.id === ownId(event))
    .map((event) => partOf(event, true, marked(event), input));
  const others = carrying
    .filter((event) => event.id !== ownId(event))
    .sort((a, b) => startOf(a) - startOf(b) || a.updated - b.updated);
  const isSure = (event: CalendarEvent): boolean => {
    const isKnown = known[event.id] !== undefined || event.marks.part === event.id;
    if (isKnown || input.linked?.has(event.id)) return true;
    const root = splitOf(event.id)?.root;
    if (root === undefined) return false;
    return root === ownId(event) || others.some((other) => other.id === root && isSure(other));
  };
  // What is surely a part comes first, so that nothing takes its place; then what begins where a person cut one.
  for (const event of others.filter(isSure))
    parts.push(partOf(event, false, event.marks.part === event.id ? marked(event) : cutOff(event), input));
  const strangers = others.filter(({ id }) => !input.copies?.[id]);
  for (let next = nextSplit(strangers, parts); next; next = nextSplit(strangers, parts))
    parts.push(partOf(next.event, false, next.from ?? cutOff(next.event), input));
  parts.sort(
    (a, b) =>
      a.generation - b.generation ||
      Number(b.isOwn) - Number(a.isOwn) ||
      a.firstWeek - b.firstWeek ||
      startOf(a.event) - startOf(b.event),
  );
  return parts.map((part, at) => {
    // What stands where it was known keeps its weeks, whatever was dragged beside it (M46).
    if (part.isStanding) return part;
    const isBeside = (other: Part | undefined): other is Part =>
      other !== undefined && isCarrying(other) && other.generation === part.generation;
    // One that a drag left without an occurrence stands in nobody's way (M81).
    const before = parts.slice(0, at).findLast((other) => !isEmpty(other));
    const next = parts.slice(at + 1).find((other) => !isEmpty(other));
    // So one that was dragged onto the weeks of the next keeps its own, as far as it has room.
    const room = isBeside(next) && next.isStanding ? next.firstWeek - countOf(part) : part.firstWeek;
    const own = Math.min(part.firstWeek, Math.max(part.formerWeek, room));
    // And a split that was dragged back takes none of the weeks of the part before it.
    const after = isBeside(before) ? weekAfter(before) : null;
    return { ...part, firstWeek: after ? Math.max(own, after.week) : own };
  });
}

/** How many weeks a plain part has; none that can be said of another. */
const countOf = ({ event }: Pick<Part, 'event'>): number =>
  readRule(event.recurrence ?? []).plain ? (occurrencesOf(event)?.length ?? 0) : 0;

/** Whether a plain part has no occurrence. */
const isEmpty = (part: Pick<Part, 'event'>): boolean =>
  isCarrying(part) && readRule(part.event.recurrence ?? []).plain && countOf(part) === 0;

const isCarrying = ({ event }: Pick<Part, 'event'>): boolean => event.status !== 'cancelled';

/** A part with its first week: as we wrote it or know it, and counted on from there where a person dragged it. */
function partOf(event: CalendarEvent, isOwn: boolean, written: WeekStart | null, input: PartsInput): Part {
  const start = startOf(event);
  const known = input.known?.[event.id];
  const isWritten = written !== null && written.start === start && (isOwn || event.marks.part === event.id);
  const from = (isWritten ? written : (known ?? written)) ?? { week: 1, start };
  const zone = isDays(event) ? 'UTC' : (input.zone ?? event.zone ?? 'UTC');
  const firstWeek =
    from.week + weeksBetween(from.start, start, zone, input.weekStartSeen ?? input.weekStart ?? 1);
  const generation = Number(event.marks.generation) || 0;
  // With memory lost, one that has no occurrence was most likely left so long before (M81).
  const isStanding = known ? known.start === start : input.known === undefined && isEmpty({ event });
  return { event, generation, firstWeek, formerWeek: from.week, isStanding, isOwn };
}

const isDays = ({ time }: CalendarEvent): boolean => typeof time?.start === 'string';

/** The week with which a series began when we wrote it last; one that was dragged before Dates began before the first. */
export const markedWeek = ({ week = '' }: CalendarEvent['marks']): number =>
  /^-?\d+$/.test(week) ? Number(week) : 1;

/** Where we wrote it last: its marks say so, or those of the series that it was split off and they were copied from. */
function marked({ marks }: CalendarEvent): WeekStart | null {
  const start = readTimeMark(marks.agreed)?.start;
  return start === undefined ? null : { week: markedWeek(marks), start };
}

/** The week at which a split was cut off, and where that was: counted from where its former series began. */
function cutOff(event: CalendarEvent): WeekStart | null {
  const first = marked(event);
  if (!first) return null;
  const cut = splitOf(event.id)?.original ?? startOf(event);
  return { week: first.week + Math.round((cut - first.start) / WEEK), start: cut };
}

/** The week after the last one that a plain part still has; null where its rule is a person's. */
function weekAfter({ event, firstWeek }: Part): WeekStart | null {
  const { time, zone, recurrence } = event;
  const originals = occurrencesOf(event);
  if (!originals || !readRule(recurrence ?? []).plain) return null;
  const at = originals.length;
  const start = occurrencesOf({ recurrence: ['RRULE:FREQ=WEEKLY'], time, zone }, undefined, at + 1)?.[at];
  return start === undefined ? null : { week: firstWeek + at, start };
}

/** A split that is not found yet: of those that begin after a cut, the one that is nearest to it. */
function nextSplit(
  others: readonly CalendarEvent[],
  parts: readonly Part[],
): { event: CalendarEvent; from: WeekStart | null } | null {
  const found = others.flatMap((event) => {
    if (parts.some((part) => part.event === event)) return [];
    const root = splitOf(event.id)?.root;
    if (parts.some((part) => part.event.id === root)) return [{ event, from: null, distance: 0 }];
    const cut = cutBefore(event, parts);
    if (!cut) return [];
    return [{ event, from: weekAfter(cut.part), distance: Math.abs(startOf(event) - cut.at) }];
  });
  return found.sort((a, b) => a.distance - b.distance)[0] ?? null;
}

/** The part that a person ended before this event begins, and that nothing else goes on from, with where it was cut. */
function cutBefore(event: CalendarEvent, parts: readonly Part[]): { part: Part; at: Instant } | null {
  if (!event.recurrence) return null;
  const generation = Number(event.marks.generation) || 0;
  const family = parts.filter((part) => part.generation === generation);
  const before = family.filter(
    (part) => isCarrying(part) && (endOf(part) ?? Number.POSITIVE_INFINITY) < startOf(event),
  );
  const part = before.sort((a, b) => startOf(a.event) - startOf(b.event)).at(-1);
  if (!part || !isCut(part, event)) return null;
  const end = endOf(part) ?? 0;
  const at = weekAfter(part)?.start ?? end + WEEK;
  const isTaken = family.some((other) => {
    const start = startOf(other.event);
    const isThere = isCarrying(other) && !isEmpty(other);
    return isThere && start > end && (start <= startOf(event) || start < at + WEEK / 2);
  });
  return isTaken ? null : { part, at };
}

/** The last start by its rule; null where there is none, or it cannot be worked out. */
const endOf = ({ event }: Part): Instant | null => {
  const { recurrence } = event;
  if (!recurrence) return null;
  const { until, count } = readRule(recurrence);
  return until === null && count === null ? null : (occurrencesOf(event)?.at(-1) ?? null);
};

/**
 * Whether a part has fewer weeks than the rule that we wrote to both: the split's marks were copied from it. One that was
 * dragged to a later time as well may have lost its last week to its own end; with a split beside it that week was cut off.
 */
function isCut(part: Part, split: CalendarEvent): boolean {
  const end = endOf(part);
  const ours = split.marks.rule ? readRule(split.marks.rule.split('\n')).until : null;
  if (end === null || ours === null) return false;
  const [first, after] = [marked(split), weekAfter(part)];
  if (!first || !after) return end + CUT < ours;
  return after.week <= first.week + Math.round((ours - first.start) / WEEK);
}
