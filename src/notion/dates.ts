// Notion's dates as the product compares them: days, or UTC instants (schemas/property.ts, DateValue).
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { DateValue } from '../../schemas/index.ts';

/** What an answer holds; `time_zone` is always null there, and times carry an offset (notion.md 1.6). */
export const dateAnswer = z.object({ start: z.string(), end: z.string().nullish() });

/** What a request holds. With `time_zone` the times are local and have no offset. */
export interface DateRequest {
  readonly start: string;
  readonly end: string | null;
  readonly time_zone?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const WITH_OFFSET = /T.*(Z|[+-]\d{2}:?\d{2})$/i;

/** Whether a value of a `DateValue` is a whole day. */
function isDay(value: string): boolean {
  return DAY.test(value);
}

/** Reads a date; undefined (unknown) when it is in no form that Notion documents. */
export function readDate(date: z.infer<typeof dateAnswer>): DateValue | undefined {
  const start = normalise(date.start);
  const end = date.end === null || date.end === undefined ? null : normalise(date.end);
  return start === undefined || end === undefined ? undefined : { start, end };
}

function normalise(value: string): string | undefined {
  if (isDay(value)) return value;
  if (!WITH_OFFSET.test(value)) return undefined;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}

/**
 * Writes a date. Days go as they are. Instants go as local times of `zone` with its name, so that Notion
 * shows the engagement's own clock; where a local time would be read as another instant (the hour
 * that autumn repeats) or the zone is not one, they go with their offset.
 */
export function writeDate(date: DateValue | null, zone?: string): DateRequest | null {
  if (date === null) return null;
  const { start, end } = date;
  if (isDay(start)) return { start, end };
  const ends = end === null ? [start] : [start, end];
  if (zone !== undefined) {
    const local = ends.map((instant) => localTime(instant, zone));
    const [first, last] = local;
    if (first && local.every((time) => time !== null)) {
      return { start: first, end: end === null ? null : (last ?? null), time_zone: zone };
    }
  }
  return { start: withOffset(start), end: end === null ? null : withOffset(end) };
}

function localTime(instant: string, zone: string): string | null {
  try {
    const time = Temporal.Instant.from(instant);
    const local = time.toZonedDateTimeISO(zone).toPlainDateTime();
    return local.toZonedDateTime(zone).toInstant().equals(time) ? local.toString() : null;
  } catch {
    return null;
  }
}

/** `+00:00` in place of `Z`: the form that Notion's own examples have. */
function withOffset(instant: string): string {
  return instant.replace(/Z$/, '+00:00');
}
