// Dates: what a row's Dates say, and how its weeks are counted. Days, never instants.
// It refuses what no engagement can be (ends before it starts, no day, a year typed wrong) with a reason.
import { addDays, daysBetween, isDay, weekdayOf } from './days.ts';
import type { PlaybookSettings } from './settings.ts';
import { readDay, startOfDay } from './times.ts';
import type { Day, Days, Instant } from './words.ts';

/** Longest span that is taken for one; beyond it a year was mistyped. The check on `maxWeeks` is far below. */
export const LONGEST_WEEKS = 104;

/**
 * Why Dates cannot be used: the end is before the start; a day outside 2000–2199 or more than two years in all;
 * text that is neither a day nor a point in time.
 */
export type DatesFault = { readonly reason: 'end-before-start' | 'implausible' | 'not-whole-days' };

export type DatesRead =
  | {
      readonly ok: true;
      readonly days: Days /** The end is ours and is to be written back. */;
      readonly filled: boolean;
    }
  | { readonly ok: false; readonly fault: DatesFault };

const refuse = (reason: DatesFault['reason']): DatesRead => ({ ok: false, fault: { reason } });

/**
 * Reads Dates (P1–P3). `start` and `end` are days or, when a person typed times, instants, of which the
 * day in `zone` counts. Without an end: the last working day of the last of `settings.weeks` weeks.
 */
export function readDates(
  start: string,
  end: string | null,
  settings: Pick<PlaybookSettings, 'weeks' | 'timeZone'>,
  zone: string = settings.timeZone,
): DatesRead {
  const first = readDay(start, zone);
  const typed = end === null ? null : readDay(end, zone);
  if (first === null || (end !== null && typed === null)) return refuse('not-whole-days');
  const last = typed ?? lastWorkingDay(addDays(first, 7 * settings.weeks - 1));
  if (!isDay(first) || !isDay(last)) return refuse('implausible');
  if (last < first) return refuse('end-before-start');
  const days: Days = { start: first, end: last };
  if (weeksOf(days) > LONGEST_WEEKS) return refuse('implausible');
  return { ok: true, days, filled: end === null };
}

/** The day itself, or the Friday before a weekend. */
const lastWorkingDay = (day: Day): Day => addDays(day, -Math.max(0, weekdayOf(day) - 5));

/** How many weeks Dates touch: the last one may be short. */
export const weeksOf = (days: Days): number => Math.ceil((daysBetween(days.start, days.end) + 1) / 7);

/** The week of a day: n where it is one of the seven days from start + 7(n−1); may be < 1 or > `weeksOf`. */
export const weekOf = (day: Day, days: Days): number => Math.floor(daysBetween(days.start, day) / 7) + 1;

/** The first instant after Dates: midnight after the last day, in the zone. */
export const datesEndAt = (days: Days, zone: string): Instant => startOfDay(addDays(days.end, 1), zone);

/** Dates of an engagement that ended early, or was declined, on a day: an end after it is cut to it (P24). */
export function cutDates(days: Days, today: Day): Days {
  const last = today < days.start ? days.start : today;
  return last < days.end ? { start: days.start, end: last } : days;
}
