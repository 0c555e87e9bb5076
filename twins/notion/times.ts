/**
 * How Notion writes times. Pages, blocks, data sources and comments are floored to the minute; databases and views are
 * exact with `+00:00` [rec]. Dates in properties come back with a numeric offset and no zone [doc].
 */
import { Temporal } from 'temporal-polyfill';
import { invalid, malformed } from './errors.ts';
import { isFields, onlyKeys, readText } from './read.ts';
import type { DateValue } from './state.ts';

const MINUTE = 60_000;

/** `2026-07-04T09:13:00.000Z` for any moment of that minute [rec]. */
export function minuteTime(at: number): string {
  return new Date(Math.floor(at / MINUTE) * MINUTE).toISOString();
}

/** The moment itself, floored to the minute, in epoch milliseconds. */
export function floorMinute(at: number): number {
  return Math.floor(at / MINUTE) * MINUTE;
}

/** `2026-07-04T09:13:00.290+00:00` [rec]. */
export function exactTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '+00:00');
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** True for `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return DAY.test(text);
}

/** One end of a date as sent → as Notion answers it, or 400. */
function readMoment(text: string, zone: string | null, path: string): string {
  if (DAY.test(text)) {
    if (Number.isNaN(Date.parse(text))) throw malformed(path, 'a valid ISO 8601 date string', text);
    if (zone) throw invalid(`${path}: a time zone needs a time.`); // assumption: the sentence
    return text;
  }
  const match = INSTANT.exec(text);
  if (!match || Number.isNaN(Date.parse(`${match[1]}T${match[2]}:00Z`))) {
    throw malformed(path, 'a valid ISO 8601 date string', text);
  }
  // assumption: a date keeps minutes; seconds are dropped.
  const local = `${match[1]}T${match[2]}:00`;
  if (zone) {
    // With time_zone the written offset is ignored and the clock time is that zone's [doc: offset stripped].
    const offset = Temporal.PlainDateTime.from(local).toZonedDateTime(zone).offset;
    return `${local}.000${offset}`;
  }
  const offset = match[3] === undefined || match[3].toUpperCase() === 'Z' ? '+00:00' : match[3];
  return `${local}.000${offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`}`;
}

const zones = new Map<string, boolean>();

function isZone(zone: string): boolean {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  let isGood = true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    isGood = false;
  }
  zones.set(zone, isGood);
  return isGood;
}

/** `{start, end?, time_zone?}` as sent → as kept; null clears. Refuses unknown zones, mixed days and times, ends before starts. */
export function readDate(value: unknown, path: string): DateValue | null {
  if (value === null) return null;
  if (!isFields(value)) throw malformed(path, 'an object or `null`', value);
  onlyKeys(value, ['start', 'end', 'time_zone'], path);
  const zone =
    value.time_zone === undefined || value.time_zone === null
      ? null
      : readText(value.time_zone, `${path}.time_zone`);
  if (zone !== null && !isZone(zone)) throw malformed(`${path}.time_zone`, 'a valid IANA time zone', zone);
  const start = readMoment(readText(value.start, `${path}.start`), zone, `${path}.start`);
  const end =
    value.end === undefined || value.end === null
      ? null
      : readMoment(readText(value.end, `${path}.end`), zone, `${path}.end`);
  // assumption: both sentences below.
  if (end !== null && isDay(start) !== isDay(end))
    throw invalid('Start and end of a date must both have a time, or neither.');
  if (end !== null && Date.parse(end) < Date.parse(start))
    throw invalid('The end of a date must not be before its start.');
  return { start, end };
}

/** A kept date as answered. */
export function renderDate(date: DateValue): { start: string; end: string | null; time_zone: null } {
  return { start: date.start, end: date.end, time_zone: null };
}
