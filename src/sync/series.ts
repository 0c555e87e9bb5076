// The weekly series as Calendar shows it: which event carries week n, and what it says of it. Pure.
// What it refuses: to read a week out of a rule that a person made their own (every second week).
import type { CalendarEvent } from '../google/event.ts';
import { eventId, instanceId } from '../google/ids.ts';
import { occurrencesOf, readRule } from '../google/recurrence.ts';
import { type Instant, type Slot, type Timed, wallOf, weekdayOf } from '../playbook/index.ts';
import type { Said } from './base.ts';
import { isDays } from './view.ts';

/** One generation of the series. */
export interface Master {
  readonly event: CalendarEvent;
  readonly generation: number;
  /** The week of its first occurrence. */
  readonly firstWeek: number;
  /** Original starts in order; null when a person changed the rule. */
  readonly originals: readonly Instant[] | null;
  /** Where the rule ends; null where it says so in another way, or not at all. */
  readonly until: Instant | null;
  /** Made all-day as a whole: to be put back, when its rule is otherwise ours. */
  readonly isAllDay: boolean;
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

/** Reads our series' generations from an engagement's events, the oldest first. */
export function readSeries(events: readonly CalendarEvent[], engagement: string): Master[] {
  return events
    .flatMap((event): Master[] => {
      const generation = Number(event.marks.generation);
      // A copy that a person made carries our marks under another id: it is theirs.
      if (event.marks.meeting !== 'retro' || event.id !== eventId(engagement, 'retro', generation)) return [];
      if (!event.time) return [];
      const rule = event.recurrence ? readRule(event.recurrence) : null;
      const time = event.time;
      return [
        {
          event,
          generation,
          firstWeek: Number(event.marks.week) || 1,
          originals: rule?.plain && !isDays(time) ? occurrencesOf(event) : null,
          until: rule?.until ?? null,
          isAllDay: rule?.plain === true && isDays(time),
          exceptions: new Map(
            events
              .filter((other) => other.series === event.id && other.original !== null)
              .map((other) => [other.original as Instant, other]),
          ),
          length: isDays(time) ? 0 : time.end - time.start,
        },
      ];
    })
    .sort((a, b) => a.generation - b.generation);
}

/** The generation that is written to: the newest, but for one that could not be revived (`generation` is past it). */
export const liveMaster = (masters: readonly Master[], generation = 0): Master | undefined =>
  masters.findLast((master) => master.generation >= generation);

/** The slot of a master in its own zone, all-day at `usual`'s time; a deleted one is cancelled; undefined when it cannot be read. */
export function slotOfMaster(master: Master | undefined, usual: Slot): Slot | 'cancelled' | undefined {
  if (!master) return undefined;
  const { event, length } = master;
  if (event.status === 'cancelled') return 'cancelled';
  if (master.isAllDay && event.time && isDays(event.time))
    return { ...usual, weekday: weekdayOf(event.time.start) };
  if (!event.time || isDays(event.time) || master.originals === null) return undefined;
  const { weekday, hour, minute } = wallOf(event.time.start, event.zone ?? 'UTC');
  return { weekday, hour, minute, minutes: Math.round(length / 60_000) };
}

/** What Calendar says of week n, by the newest generation that has it; undefined when none has. */
export function occurrenceOf(masters: readonly Master[], week: number): Occurrence | undefined {
  for (const master of [...masters].reverse()) {
    const original = master.originals?.[week - master.firstWeek];
    if (original === undefined) continue;
    const exception = master.exceptions.get(original) ?? null;
    return {
      said: saidOf(master, original, exception),
      id: exception?.id ?? instanceId(master.event.id, original),
      original,
      exception,
      master,
    };
  }
  return undefined;
}

/** When week n would begin by a master's rule if it had no end; undefined where the rule is a person's. */
export function startOfWeek(master: Master, week: number): Instant | undefined {
  const at = week - master.firstWeek;
  if (master.originals === null || at < 0) return undefined;
  const known = master.originals[at];
  if (known !== undefined) return known;
  const { time, zone } = master.event;
  return occurrencesOf({ recurrence: ['RRULE:FREQ=WEEKLY'], time, zone }, undefined, at + 1)?.[at];
}

function saidOf(master: Master, original: Instant, exception: CalendarEvent | null): Said {
  if (master.event.status === 'cancelled' || exception?.status === 'cancelled') return 'cancelled';
  if (exception?.time) return exception.time;
  return { start: original, end: original + master.length } satisfies Timed;
}
