// Days and times as people read and type them, in one zone. Reads no clock: `now` is the caller's.
import { Temporal } from 'temporal-polyfill';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: number, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify([zone, options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  formats.set(key, known);
  return known.format(at);
}

const DAY_WORDS = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;

/** "Thu 3 Dec 2026" of `2026-12-03`. */
export const dayWords = (day: string): string =>
  format(Date.parse(`${day}T00:00:00Z`), 'UTC', DAY_WORDS).replaceAll(',', '');

/** "December 2026" of any day in it. */
export const monthWords = (day: string): string =>
  format(Date.parse(`${day}T00:00:00Z`), 'UTC', { month: 'long', year: 'numeric' });

/** Where an instant falls in a zone: its day, and its time as `14:00`. */
export interface Local {
  readonly day: string;
  readonly time: string;
}

/** `at` is epoch milliseconds or RFC 3339. */
export function localOf(at: number | string, zone: string): Local {
  const instant =
    typeof at === 'number' ? Temporal.Instant.fromEpochMilliseconds(at) : Temporal.Instant.from(at);
  const there = instant.toZonedDateTimeISO(zone);
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' });
  return { day: there.toPlainDate().toString(), time };
}

/** RFC 3339 of a local time; one that the clocks skip is moved on. Throws RangeError when it is no time. */
export function instantText(day: string, time: string, zone: string): string {
  const there = Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone);
  return there.toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

export const addDays = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();

export const addMonths = (day: string, months: number): string =>
  Temporal.PlainDate.from(day).with({ day: 1 }).add({ months }).toString();

const DAY_MS = 86_400_000;

/** Whole days from one day to another; negative when it lies before. Asked thousands of times for one month. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** The Monday on or before a day. */
export function mondayOf(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

/** A day that a person's address names, else `otherwise`. */
export function readDay(text: string | undefined, otherwise: string): string {
  if (text === undefined || !/^\d{4}-\d\d-\d\d$/.test(text)) return otherwise;
  try {
    return Temporal.PlainDate.from(text).toString();
  } catch {
    return otherwise;
  }
}

/** "Thu 3 Dec 2026", "Mon 19 Oct 2026 – Fri 25 Dec 2026": whole days, the last one included. */
export const daysWords = (first: string, last: string): string =>
  first === last ? dayWords(first) : `${dayWords(first)} – ${dayWords(last)}`;

/** "16 – 22 Nov 2026", "30 Nov – 6 Dec 2026": the same, short. */
export function weekWords(first: string, last: string): string {
  const parts = (day: string): string[] => dayWords(day).split(' ').slice(1);
  const [from, to] = [parts(first), parts(last)];
  const kept = from.filter((_, n) => from.slice(n).some((part, m) => part !== to[n + m]) || n === 0);
  return `${kept.join(' ')} – ${to.join(' ')}`;
}

/** "Thu 3 Dec 2026, 14:00 – 14:30"; both ends in full when they fall on different days. */
export function timesWords(start: string, end: string | null, zone: string): string {
  const from = localOf(start, zone);
  const words = `${dayWords(from.day)}, ${from.time}`;
  if (end === null) return words;
  const to = localOf(end, zone);
  return to.day === from.day ? `${words} – ${to.time}` : `${words} – ${dayWords(to.day)}, ${to.time}`;
}
