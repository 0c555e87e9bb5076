// Which recurring events carry an engagement's weekly retros, and with which week each begins: our own generations, and
// what people split off them by "this and following" (google-calendar.md B4). Pure.
// What it refuses: to take a copy that a person made for a part of ours.
import type { CalendarEvent } from '../google/event.ts';
import { eventId, splitOf } from '../google/ids.ts';
import { occurrencesOf, readRule } from '../google/recurrence.ts';
import type { Instant } from '../playbook/index.ts';
import { readTimeMark } from './event.ts';

const DAY = 24 * 3_600_000;
const WEEK = 7 * DAY;
/** Less than a week, so that a whole series dragged to a later day, which loses its last week, was not cut. */
const CUT = 6.5 * DAY;

/** One recurring event that carries weeks. */
export interface Part {
  readonly event: CalendarEvent;
  readonly generation: number;
  /** The week of its first occurrence. */
  readonly firstWeek: number;
  /** Under an id of ours; else a person split it off one that is. */
  readonly isOwn: boolean;
}

const startOf = ({ time }: CalendarEvent): Instant =>
  typeof time?.start === 'string' ? Date.parse(time.start) : (time?.start ?? 0);

/**
 * The parts in order: by generation, what was split off after what it was split from. `known`: first weeks of parts by
 * id, as an earlier plan found them.
 */
export function readParts(
  events: readonly CalendarEvent[],
  engagement: string,
  known: Readonly<Record<string, number>> = {},
): Part[] {
  const carrying = events.filter(({ marks, time, series }) => marks.meeting === 'retro' && time && !series);
  const isOwn = ({ id, marks }: CalendarEvent) =>
    id === eventId(engagement, 'retro', Number(marks.generation));
  const parts: Part[] = carrying.filter(isOwn).map((event) => ({
    event,
    generation: Number(event.marks.generation),
    firstWeek: Number(event.marks.week) || 1,
    isOwn: true,
  }));
  // What is surely a part comes first, so that nothing takes its place; then what begins where a person cut one.
  const others = carrying
    .filter((event) => !isOwn(event))
    .sort((a, b) => startOf(a) - startOf(b) || a.updated - b.updated);
  const isSure = ({ id, marks }: CalendarEvent): boolean => {
    if (known[id] !== undefined || marks.part === id) return true;
    const root = splitOf(id)?.root;
    return (
      root !== undefined &&
      (root === eventId(engagement, 'retro', Number(marks.generation)) ||
        others.some((other) => other.id === root && isSure(other)))
    );
  };
  for (const event of others.filter(isSure)) parts.push(partOf(event, known, null));
  for (const event of others) {
    if (parts.some((part) => part.event === event)) continue;
    const root = splitOf(event.id)?.root;
    const cut = cutBefore(event, parts);
    if (cut || parts.some((part) => part.event.id === root)) parts.push(partOf(event, known, cut));
  }
  return parts.sort(
    (a, b) => a.generation - b.generation || Number(b.isOwn) - Number(a.isOwn) || a.firstWeek - b.firstWeek,
  );
}

/** A part that a person split off, with its first week: as known, as we marked it, else worked out. */
function partOf(event: CalendarEvent, known: Readonly<Record<string, number>>, cut: Part | null): Part {
  const { id, marks } = event;
  const marked = marks.part === id ? Number(marks.week) || undefined : undefined;
  return {
    event,
    generation: Number(marks.generation) || 0,
    firstWeek: marked ?? known[id] ?? (cut && weekAfter(cut)) ?? countedWeek(event),
    isOwn: false,
  };
}

/** The week after the last one that a plain part still has; null where its rule is a person's. */
function weekAfter({ event, firstWeek }: Part): number | null {
  const originals = occurrencesOf(event);
  return originals && readRule(event.recurrence ?? []).plain ? firstWeek + originals.length : null;
}

/** Its marks were copied with it: they say when the series that it comes from began, and with which week. */
function countedWeek(event: CalendarEvent): number {
  const first = Number(event.marks.week) || 1;
  const began = readTimeMark(event.marks.agreed)?.start;
  const cut = splitOf(event.id)?.original ?? startOf(event);
  return began === undefined ? first : Math.max(1, first + Math.round((cut - began) / WEEK));
}

/** The part that a person ended before this event begins, and that nothing else goes on from; null when there is none. */
function cutBefore(event: CalendarEvent, parts: readonly Part[]): Part | null {
  if (!event.recurrence) return null;
  const generation = Number(event.marks.generation) || 0;
  const family = parts.filter((part) => part.generation === generation);
  const before = family.filter((part) => (endOf(part) ?? Number.POSITIVE_INFINITY) < startOf(event));
  const cut = before.reduce<Part | null>(
    (last, part) => (last && startOf(last.event) >= startOf(part.event) ? last : part),
    null,
  );
  if (!cut || !isCutByPerson(cut)) return null;
  const end = endOf(cut) ?? 0;
  const isTaken = family.some((part) => startOf(part.event) > end && startOf(part.event) <= startOf(event));
  return isTaken ? null : cut;
}

/** The last start by its rule; null where there is none, or it cannot be worked out. */
const endOf = ({ event }: Part): Instant | null => {
  const { recurrence } = event;
  if (!recurrence) return null;
  const { until, count } = readRule(recurrence);
  return until === null && count === null ? null : (occurrencesOf(event)?.at(-1) ?? null);
};

/** Whether its rule ends earlier than we wrote, which the mark `rule` tells. */
function isCutByPerson(part: Part): boolean {
  const { marks, status } = part.event;
  const end = endOf(part);
  const ours = marks.rule ? readRule(marks.rule.split('\n')).until : null;
  return status !== 'cancelled' && end !== null && ours !== null && end + CUT < ours;
}
