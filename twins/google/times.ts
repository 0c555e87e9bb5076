/**
 * Times as Calendar keeps them: an instant with an optional zone, or a whole day. Reads what clients send, writes what
 * Google answers: `dateTime` in the calendar's offset, `timeZone` kept [rec]. "Wall" numbers are local times written as
 * if they were UTC milliseconds, so that days can be added without a calendar library.
 */
import { Temporal } from 'temporal-polyfill';

/** A point in time of an event: `at` is epoch milliseconds (whole seconds), `day` is yyyy-mm-dd. */
export type Moment = { at: number; zone?: string } | { day: string };

export interface MomentJson {
  date?: string | null;
  dateTime?: string | null;
  timeZone?: string | null;
}

export const DAY = 86_400_000;

/** By zone, and there by quarter of an hour. */
const offsets = new Map<string, Map<number, number>>();
const zones = new Map<string, boolean>();

export function isZone(zone: string): boolean {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  let good = !/^[+-]/.test(zone);
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  } catch {
    good = false;
  }
  zones.set(zone, good);
  return good;
}

/** Offset from UTC in milliseconds that `zone` has at that instant. Offsets change on quarter hours only. */
function offsetAt(zone: string, at: number): number {
  const slot = Math.floor(at / 900_000);
  const known = offsets.get(zone)?.get(slot);
  if (known !== undefined) return known;
  const ofZone = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, ofZone);
  if (ofZone.size > 20_000) ofZone.clear();
  const there = Temporal.Instant.fromEpochMilliseconds(slot * 900_000).toZonedDateTimeISO(zone);
  const offset = there.offsetNanoseconds / 1e6;
  ofZone.set(slot, offset);
  return offset;
}

export const toWall = (at: number, zone: string): number => at + offsetAt(zone, at);

/** The instant of a local time; the earlier one when it occurs twice, shifted on when it does not exist (RFC 5545). */
export function fromWall(wall: number, zone: string): number {
  const before = wall - offsetAt(zone, wall - DAY);
  if (toWall(before, zone) === wall) return before;
  const after = wall - offsetAt(zone, wall + DAY);
  return toWall(after, zone) === wall ? after : before;
}

const pad = (n: number): string => String(n).padStart(2, '0');
export const dayOfWall = (wall: number): string => new Date(wall).toISOString().slice(0, 10);
export const wallOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`);

function isDay(day: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/.test(day) &&
    !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) &&
    dayOfWall(wallOfDay(day)) === day
  );
}

const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?([Zz]|([+-])(\d\d):?(\d\d)|[+-]\d\d)?$/;

/** Epoch milliseconds of an RFC 3339 time; `zone` is used when it has no offset. Undefined when malformed. */
export function parseDateTime(text: string, zone?: string): number | undefined {
  const m = DATE_TIME.exec(text);
  if (!m || !isDay(m[1]!)) return undefined;
  const [hour, minute, second] = [Number(m[2]), Number(m[3]), Number(m[4] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const wall = wallOfDay(m[1]!) + (hour * 3600 + minute * 60 + second) * 1000;
  const offset = m[5];
  if (offset === undefined) return zone && isZone(zone) ? fromWall(wall, zone) : undefined;
  if (/z/i.test(offset)) return wall;
  const sign = offset.startsWith('-') ? -1 : 1;
  const [h, min] = m[7] ? [Number(m[7]), Number(m[8])] : [Number(offset.slice(1, 3)), 0];
  return wall - sign * (h * 60 + min) * 60_000;
}

/** What a client sent as start or end → Moment, or the words of Google's complaint. */
export function readMoment(json: unknown, name: 'start' | 'end'): Moment | string {
  if (typeof json !== 'object' || json === null) return `Missing ${name} time.`;
  const { date, dateTime, timeZone } = json as MomentJson;
  if (date && dateTime) return `Invalid ${name} time.`; // both fields: "null the other one" [doc]
  if (timeZone && !isZone(timeZone)) return `Invalid time zone definition for ${name} time.`;
  if (date) return typeof date === 'string' && isDay(date) ? { day: date } : `Invalid ${name} time.`;
  if (typeof dateTime !== 'string' || dateTime === '') return `Missing ${name} time.`;
  if (!/[Zz]$|[+-]\d\d(:?\d\d)?$/.test(dateTime.slice(10)) && !timeZone) {
    return `Missing time zone definition for ${name} time.`;
  }
  const at = parseDateTime(dateTime, timeZone ?? undefined);
  if (at === undefined) return `Invalid ${name} time.`;
  return timeZone ? { at, zone: timeZone } : { at };
}

/** RFC 3339 in the offset that `zone` has then; `Z` for offset zero. */
export function formatInZone(at: number, zone: string): string {
  const offset = offsetAt(zone, at);
  const local = new Date(at + offset).toISOString().slice(0, 19);
  if (offset === 0) return `${local}Z`;
  const minutes = Math.abs(offset) / 60_000;
  return `${local}${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** As Google answers it: the offset of `shown` (the calendar's zone, or the one asked for), the event's own zone kept. */
export function momentJson(moment: Moment, shown: string, calendarZone: string): MomentJson {
  if ('day' in moment) return { date: moment.day };
  return { dateTime: formatInZone(moment.at, shown), timeZone: moment.zone ?? calendarZone };
}

/** The instant at which it begins; a day begins at midnight of the calendar's zone. */
export const instantOf = (moment: Moment, calendarZone: string): number =>
  'day' in moment ? fromWall(wallOfDay(moment.day), calendarZone) : moment.at;

export const wallOf = (moment: Moment, zone: string): number =>
  'day' in moment ? wallOfDay(moment.day) : toWall(moment.at, zone);

export const sameMoment = (a: Moment, b: Moment): boolean =>
  'day' in a ? 'day' in b && a.day === b.day : 'at' in b && a.at === b.at && a.zone === b.zone;

/** `20260315T130000Z`, or `20260315` of a day: what instance ids and UNTIL are made of. */
export const compact = (moment: Moment): string =>
  'day' in moment
    ? moment.day.replaceAll('-', '')
    : `${new Date(moment.at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
