// Zones: what the clocks of a place show. Temporal knows; what it said of a day is kept, since planning asks for the
// same few zones again and again. Near a change of the clocks Temporal itself answers, every time.
// It refuses nothing by throwing: a zone that does not exist counts as UTC (callers ask `isZone` first and say so).
import { Temporal } from 'temporal-polyfill';
import type { Instant } from './words.ts';

/** A moment as a clock on the wall shows it: what would be its epoch milliseconds if that clock stood in UTC. */
export type Local = number;

const DAY_MS = 86_400_000;
/** The farthest instant that ECMAScript can hold, either way, in ms. */
const FARTHEST = 8.64e15;
/** Numbers of 1 January 2000 and 2200: what people plan lies between, and no clock there changes by seconds. */
const FIRST_KEPT = 10_957;
const LAST_KEPT = 84_006;
/** Some megabytes at most; then all is asked anew. */
const MOST_KEPT = 20_000;
const LONGEST_NAME = 64;

const names = new Map<string, string | null>();
/** By zone and day: the offset in ms that holds from the day before to the day after; null: it changes in between. */
const offsets = new Map<string, Map<number, number | null>>();
let kept = 0;

/** The zone as IANA spells it, however a person typed it (`europe/berlin `); null when there is none such. */
export function readZone(name: string): string | null {
  const known = names.get(name);
  if (known !== undefined) return known;
  const zone = lookUpZone(name);
  if (names.size >= 1_000) names.clear();
  if (name.length <= LONGEST_NAME) names.set(name, zone);
  return zone;
}

function lookUpZone(name: string): string | null {
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

const offsetAt = (instant: Instant, zone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;

/** The offset in a zone all day long and on both days beside it, in UTC's days; null: ask for the very moment. */
function steadyOffset(day: number, zone: string): number | null {
  if (!(day >= FIRST_KEPT && day < LAST_KEPT)) return null;
  const known = offsets.get(zone)?.get(day);
  if (known !== undefined) return known;
  const [first = 0, ...others] = [-1, 0, 1, 2].map((n) => offsetAt((day + n) * DAY_MS, zone));
  const offset = others.every((other) => other === first) ? first : null;
  if (kept >= MOST_KEPT) {
    offsets.clear();
    kept = 0;
  }
  const days = offsets.get(zone) ?? new Map<number, number | null>();
  offsets.set(zone, days.set(day, offset));
  kept += 1;
  return offset;
}

/** What the clocks of a zone show at an instant; NaN for no instant. */
export function localOf(instant: Instant, zone: string): Local {
  if (!(Math.abs(instant) <= FARTHEST)) return Number.NaN;
  const known = readZone(zone) ?? 'UTC';
  const whole = Math.floor(instant);
  return whole + (steadyOffset(Math.floor(whole / DAY_MS), known) ?? offsetAt(whole, known));
}

/**
 * The instant at which the clocks of a zone show a moment; NaN when there is none. Daylight saving is settled as
 * calendars do ('compatible'): a time inside the gap of spring becomes as much later as the clocks jump, and of the
 * two that autumn has, the first is meant.
 */
export function instantOf(local: Local, zone: string): Instant {
  const known = readZone(zone) ?? 'UTC';
  const steady = steadyOffset(Math.floor(local / DAY_MS), known);
  if (steady !== null) return local - steady;
  try {
    return plain(local).toZonedDateTime(known, { disambiguation: 'compatible' }).epochMilliseconds;
  } catch {
    return Number.NaN;
  }
}

/** The first instant of the day that begins at a local midnight: whatever the clocks show where it is skipped. */
export function startOfLocal(midnight: Local, zone: string): Instant {
  const known = readZone(zone) ?? 'UTC';
  const steady = steadyOffset(Math.floor(midnight / DAY_MS), known);
  if (steady !== null) return midnight - steady;
  try {
    return plain(midnight).toPlainDate().toZonedDateTime(known).epochMilliseconds;
  } catch {
    return Number.NaN;
  }
}

const plain = (local: Local): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(local).toZonedDateTimeISO('UTC').toPlainDateTime();
