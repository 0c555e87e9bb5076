// Instants, wall times and what people read of them. Days are reckoned in days.ts, zones in zones.ts.
// It refuses nothing by throwing: what is no day or no instant answers '' or NaN, which compares with nothing.
import { Temporal } from 'temporal-polyfill';
import { dayFrom, formatDay, numberOf, weekdayFrom } from './days.ts';
import type { Day, Instant, Timed } from './words.ts';
import { instantOf, localOf, startOfLocal } from './zones.ts';

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

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const PLAIN_INSTANT =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Reads a timestamp with an offset or `Z`; null when the text is none (a day alone is none). */
export function readInstant(text: string): Instant | null {
  // As both vendors write them; whatever else a timestamp may look like is Temporal's to say.
  const day = PLAIN_INSTANT.exec(text)?.[1];
  if (day !== undefined && !Number.isNaN(numberOf(day))) return Date.parse(text);
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

/** The day of a date as typed: a day is itself, an instant is its day in the zone; null for other text. */
export function readDay(text: string, zone: string): Day | null {
  if (!Number.isNaN(numberOf(text))) return text;
  const instant = readInstant(text);
  return instant === null ? null : dayOf(instant, zone) || null;
}

/** The day on which an instant falls in a zone; '' for no instant. */
export const dayOf = (instant: Instant, zone: string): Day =>
  dayFrom(Math.floor(localOf(instant, zone) / DAY));

/** An instant as people in the zone read it. For no instant: day '' and NaN. */
export function wallOf(instant: Instant, zone: string): LocalTime {
  const local = localOf(instant, zone);
  const number = Math.floor(local / DAY);
  const time = local - number * DAY;
  return {
    day: dayFrom(number),
    weekday: weekdayFrom(number),
    hour: Math.floor(time / HOUR),
    minute: Math.floor((time % HOUR) / MINUTE),
  };
}

/** The instant at which the clocks of a zone show a wall time on a day; NaN when there is no such day or time. */
export function atWall(day: Day, wall: Wall, zone: string): Instant {
  const hour = Math.trunc(wall.hour);
  const minute = Math.trunc(wall.minute);
  if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59)) return Number.NaN;
  return instantOf(numberOf(day) * DAY + hour * HOUR + minute * MINUTE, zone);
}

/** The first instant of a day in a zone: midnight, or whatever the clocks show where midnight is skipped. */
export const startOfDay = (day: Day, zone: string): Instant => startOfLocal(numberOf(day) * DAY, zone);

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
