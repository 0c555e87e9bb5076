// Days, wall times and zones: the only file that does date arithmetic, all of it with Temporal.
// It refuses nothing by throwing: what is no day answers '' or NaN, which compares with nothing,
// and a zone that does not exist counts as UTC (callers ask `isZone` first and say so).
import { Temporal } from 'temporal-polyfill';
import type { Day, Days, Instant, Timed } from './words.ts';

/** Hour (0–23) and minute (0–59) on a clock on the wall. */
export interface Wall {
  readonly hour: number;
  readonly minute: number;
}

/** An instant as people in a zone read it; `weekday` is ISO (1 = Monday). */
export interface LocalTime extends Wall {
  readonly day: Day;
  readonly weekday: number;
}

const FIRST_DAY: Day = '2000-01-01';
const LAST_DAY: Day = '2199-12-31';
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
/** The farthest instant that ECMAScript can hold, either way, in ms. */
const FARTHEST = 8.64e15;
const MINUTE = 60_000;

const dateOf = (day: Day): Temporal.PlainDate | null => {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null;
  try {
    return Temporal.PlainDate.from(day);
  } catch {
    return null;
  }
};

/** Years beyond 0001–9999 have no `YYYY-MM-DD`. */
const printDay = (date: Temporal.PlainDate): Day =>
  date.year >= 1 && date.year <= 9999 ? date.toString() : '';

/** The zone as IANA spells it, however a person typed it (`europe/berlin `); null when there is none such. */
export function readZone(name: string): string | null {
  const typed = name.trim();
  // Temporal would also take offsets and whole timestamps in the place of a zone.
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(typed)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(typed).timeZoneId;
  } catch {
    return null;
  }
}

/** Whether this is an IANA zone in its own spelling. Offsets such as `+02:00` are not zones. */
export const isZone = (name: string): boolean => readZone(name) === name;

const zonedAt = (instant: Instant, zone: string): Temporal.ZonedDateTime | null => {
  if (!(Math.abs(instant) <= FARTHEST)) return null;
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(
    readZone(zone) ?? 'UTC',
  );
};

/** Whether this is a real day that a person can have meant: `YYYY-MM-DD`, 2000-01-01 to 2199-12-31. */
export const isDay = (text: string): boolean =>
  dateOf(text) !== null && text >= FIRST_DAY && text <= LAST_DAY;

/** Reads a timestamp with an offset or `Z`; null when the text is none (a day alone is none). */
export function readInstant(text: string): Instant | null {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

/** The day of a date as typed: a day is itself, an instant is its day in the zone; null for other text. */
export function readDay(text: string, zone: string): Day | null {
  if (dateOf(text)) return text;
  const instant = readInstant(text);
  return instant === null ? null : dayOf(instant, zone) || null;
}

/** The day on which an instant falls in a zone; '' for no instant. */
export function dayOf(instant: Instant, zone: string): Day {
  const at = zonedAt(instant, zone);
  return at ? printDay(at.toPlainDate()) : '';
}

/** An instant as people in the zone read it. For no instant: day '' and NaN. */
export function wallOf(instant: Instant, zone: string): LocalTime {
  const at = zonedAt(instant, zone);
  if (!at) return { day: '', weekday: Number.NaN, hour: Number.NaN, minute: Number.NaN };
  return { day: printDay(at.toPlainDate()), weekday: at.dayOfWeek, hour: at.hour, minute: at.minute };
}

/**
 * The instant at which the clocks of a zone show a wall time on a day; NaN when there is no such day or time.
 * Daylight saving is settled as calendars do ('compatible'): a time inside the gap of spring becomes as much
 * later as the clocks jump, and of the two that autumn has, the first is meant.
 */
export function atWall(day: Day, wall: Wall, zone: string): Instant {
  const date = dateOf(day);
  if (!date) return Number.NaN;
  try {
    const time = Temporal.PlainTime.from({ hour: wall.hour, minute: wall.minute }, { overflow: 'reject' });
    return date
      .toPlainDateTime(time)
      .toZonedDateTime(readZone(zone) ?? 'UTC', { disambiguation: 'compatible' }).epochMilliseconds;
  } catch {
    return Number.NaN;
  }
}

/** The first instant of a day in a zone: midnight, or whatever the clocks show where midnight is skipped. */
export function startOfDay(day: Day, zone: string): Instant {
  return dateOf(day)?.toZonedDateTime(readZone(zone) ?? 'UTC').epochMilliseconds ?? Number.NaN;
}

/** The day n days later (earlier when negative); '' when there is none. */
export function addDays(day: Day, n: number): Day {
  const date = dateOf(day);
  if (!date || !Number.isInteger(n) || Math.abs(n) > 4_000_000) return '';
  return printDay(date.add({ days: n }));
}

/** The same day n calendar months later; the month's last day where it is too short (30 Nov + 3 = 28 Feb). */
export function addMonths(day: Day, n: number): Day {
  const date = dateOf(day);
  if (!date || !Number.isInteger(n) || Math.abs(n) > 120_000) return '';
  return printDay(date.add({ months: n }));
}

/** ISO weekday: 1 = Monday … 7 = Sunday; NaN for no day. */
export const weekdayOf = (day: Day): number => dateOf(day)?.dayOfWeek ?? Number.NaN;

/** b − a in days; NaN when one of them is no day. */
export function daysBetween(a: Day, b: Day): number {
  const from = dateOf(a);
  const to = dateOf(b);
  return from && to ? from.until(to, { largestUnit: 'days' }).days : Number.NaN;
}

/** Reads a setting such as `10:00`; NaN for both when it is none. */
export function parseWall(text: string): Wall {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  return found
    ? { hour: Number(found[1]), minute: Number(found[2]) }
    : { hour: Number.NaN, minute: Number.NaN };
}

/** A meeting that begins at a wall time on a day and lasts so many minutes, whatever the clocks do meanwhile. */
export function timed(day: Day, wall: Wall, minutes: number, zone: string): Timed {
  const start = atWall(day, wall, zone);
  return { start, end: start + minutes * MINUTE };
}

/** "Thu 3 Dec 2026"; what is no day is printed as it is. */
export function formatDay(day: Day): string {
  const date = dateOf(day);
  if (!date) return day;
  return `${WEEKDAYS[date.dayOfWeek - 1]} ${date.day} ${MONTHS[date.month - 1]} ${date.year}`;
}

/** "Thu 3 Dec 2026 – Fri 12 Feb 2027"; one day alone where both are the same. */
export const formatDays = (days: Days): string =>
  days.start === days.end ? formatDay(days.start) : `${formatDay(days.start)} – ${formatDay(days.end)}`;

/** "Thu 3 Dec 2026, 14:00–14:30", in the zone's clocks; "no time" for what is none. */
export function formatTimed(time: Timed, zone: string): string {
  const start = wallOf(time.start, zone);
  const end = wallOf(time.end, zone);
  if (!start.day || !end.day) return 'no time';
  const begins = `${formatDay(start.day)}, ${formatWall(start)}`;
  return start.day === end.day
    ? `${begins}–${formatWall(end)}`
    : `${begins} – ${formatDay(end.day)}, ${formatWall(end)}`;
}

const formatWall = ({ hour, minute }: Wall): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
