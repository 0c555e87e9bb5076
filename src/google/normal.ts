// Google's event ↔ the normal form. Whatever offset Google answers in, two equal times are equal numbers here.
// An answer without the shape of an event is refused (`UnexpectedAnswer`): it is never read as "empty".
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { UnexpectedAnswer } from '../call.ts';
import { addDays } from '../playbook/days.ts';
import type { Day, Days, Instant, Timed } from '../playbook/words.ts';
import { clamp, DESCRIPTION_LIMIT, TITLE_LIMIT } from './description.ts';
import type { CalendarEvent, EventDraft, EventPage, EventPatch, Guest } from './event.ts';

const moment = z.object({
  date: z.iso.date().optional(),
  dateTime: z.string().optional(),
  timeZone: z.string().optional(),
});

// Only the fields that the product uses; Google may add to the rest what it likes.
const event = z.object({
  id: z.string().min(1),
  etag: z.string().default(''),
  status: z.enum(['confirmed', 'tentative', 'cancelled']).default('confirmed'),
  summary: z.string().default(''),
  description: z.string().default(''),
  htmlLink: z.string().optional(),
  start: moment.optional(),
  end: moment.optional(),
  recurrence: z.array(z.string()).optional(),
  recurringEventId: z.string().optional(),
  originalStartTime: moment.optional(),
  attendees: z.array(z.record(z.string(), z.unknown())).default([]),
  extendedProperties: z.object({ private: z.record(z.string(), z.string()).optional() }).optional(),
  transparency: z.string().optional(),
  location: z.unknown().optional(),
  colorId: z.unknown().optional(),
  visibility: z.unknown().optional(),
  reminders: z.unknown().optional(),
  attachments: z.unknown().optional(),
  updated: z.string().optional(),
});

const page = z.object({
  // Google's kind tells a list of events from any other JSON that has no items.
  kind: z.literal('calendar#events'),
  items: z.array(z.unknown()).default([]),
  nextPageToken: z.string().min(1).optional(),
  nextSyncToken: z.string().min(1).optional(),
});

function parse<T>(schema: z.ZodType<T>, answer: unknown, what: string): T {
  if (typeof answer === 'string') throw new UnexpectedAnswer(`${what}: text instead of JSON`); // google-calendar.md A2
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  // Paths and zod's own words only: values of an event belong in no message.
  const paths = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(all)'} ${issue.code}`);
  throw new UnexpectedAnswer(`${what}: ${paths.join(', ')}`);
}

/** An answer's event in normal form, tombstones included. Throws `UnexpectedAnswer`. */
export function toCalendarEvent(answer: unknown): CalendarEvent {
  const raw = parse(event, answer, 'event');
  const time = raw.start && raw.end ? toTime(raw.start, raw.end) : null;
  if (!time && raw.status !== 'cancelled') throw new UnexpectedAnswer('event: no start or no end');
  const { location, colorId, visibility, reminders, attachments } = raw;
  const others = JSON.stringify({ location, colorId, visibility, reminders, attachments });
  return {
    id: raw.id,
    etag: raw.etag,
    status: raw.status,
    title: raw.summary,
    description: raw.description,
    link: raw.htmlLink ?? null,
    time,
    zone: raw.start?.timeZone ?? null,
    recurrence: raw.recurrence ?? null,
    series: raw.recurringEventId ?? null,
    original: raw.originalStartTime ? toOriginal(raw.originalStartTime) : null,
    guests: raw.attendees.map(toGuest),
    marks: raw.extendedProperties?.private ?? {},
    busy: raw.transparency !== 'transparent',
    ...(others === '{}' ? {} : { others: createHash('sha256').update(others).digest('hex').slice(0, 16) }),
    updated: raw.updated ? toInstant({ dateTime: raw.updated }) : 0,
  };
}

/** A page of `events.list` in normal form. Throws `UnexpectedAnswer`. */
export function toEventPage(answer: unknown): EventPage {
  const raw = parse(page, answer, 'events.list');
  if (!raw.nextPageToken === !raw.nextSyncToken) {
    throw new UnexpectedAnswer('events.list: not exactly one of nextPageToken and nextSyncToken');
  }
  return {
    events: raw.items.map(toCalendarEvent),
    next: raw.nextPageToken ?? null,
    syncToken: raw.nextSyncToken ?? null,
  };
}

type Moment = z.infer<typeof moment>;

function toTime(start: Moment, end: Moment): Timed | Days {
  if (start.date !== undefined) {
    // Google's all-day end is exclusive; an event of no length is the day it begins on.
    const last = end.date === undefined ? start.date : addDays(end.date, -1);
    const lasts = last > start.date;
    return { start: start.date, end: lasts ? last : start.date };
  }
  return { start: toInstant(start), end: toInstant(end) };
}

function toInstant({ dateTime, timeZone }: Moment): Instant {
  if (dateTime !== undefined) {
    const instant = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(dateTime)
      ? Date.parse(dateTime)
      : fromLocal(dateTime, timeZone);
    if (!Number.isNaN(instant)) return instant;
  }
  throw new UnexpectedAnswer('event: a time that is no time');
}

/** A dateTime without an offset is local to its zone. */
function fromLocal(dateTime: string, zone: string | undefined): Instant {
  try {
    return Temporal.PlainDateTime.from(dateTime).toZonedDateTime(zone ?? 'UTC').epochMilliseconds;
  } catch {
    return Number.NaN;
  }
}

/** Of an all-day occurrence: midnight UTC, as `parseInstanceId` has it. */
function toOriginal(start: Moment): Instant {
  return start.date === undefined ? toInstant(start) : Date.parse(`${start.date}T00:00:00Z`);
}

const RESPONSES = ['needsAction', 'declined', 'tentative', 'accepted'] as const;

function toGuest(raw: Record<string, unknown>): Guest {
  const email = typeof raw.email === 'string' ? raw.email.trim().toLowerCase() : '';
  return {
    email,
    response: RESPONSES.find((response) => response === raw.responseStatus) ?? 'needsAction',
    // One without an address (Google may hide it) cannot be ours.
    fixed: email === '' || raw.organizer === true || raw.self === true || raw.resource === true,
    raw,
  };
}

/** The body of `events.insert`. Throws on a mark's name that Google would drop: a bug of ours. */
export function toInsertBody(id: string, draft: EventDraft): Record<string, unknown> {
  const [start, end] = toMoments(draft.time, draft.zone);
  return {
    id,
    summary: clamp(draft.title, TITLE_LIMIT),
    description: clamp(draft.description, DESCRIPTION_LIMIT),
    start,
    end,
    status: draft.status,
    transparency: draft.busy ? 'opaque' : 'transparent',
    guestsCanModify: false,
    guestsCanInviteOthers: false,
    extendedProperties: { private: toMarks(draft.marks) },
    ...(draft.recurrence ? { recurrence: draft.recurrence } : {}),
    // Left out when there is nobody: a service account without delegation may not name attendees at all.
    ...(draft.guests.length > 0 ? { attendees: draft.guests.map((email) => ({ email })) } : {}),
  };
}

/**
 * The body of `events.patch`: only what is named. A time says its zone, too, and takes away the other kind of
 * time. Throws on a time without a zone and on a zone without a time: bugs of ours.
 */
export function toPatchBody(patch: EventPatch): Record<string, unknown> {
  const { time, zone } = patch;
  const allDay = time !== undefined && typeof time.start === 'string';
  if ((time === undefined) !== (zone === undefined) && !allDay) {
    throw new Error('A patch names a time together with its zone, or neither');
  }
  const [start, end] = time === undefined ? [] : toMoments(time, zone ?? 'UTC');
  const other = allDay ? { dateTime: null, timeZone: null } : { date: null };
  return {
    ...(patch.title === undefined ? {} : { summary: clamp(patch.title, TITLE_LIMIT) }),
    ...(patch.description === undefined ? {} : { description: clamp(patch.description, DESCRIPTION_LIMIT) }),
    ...(time === undefined ? {} : { start: { ...start, ...other }, end: { ...end, ...other } }),
    ...(patch.recurrence === undefined ? {} : { recurrence: patch.recurrence }),
    ...(patch.status === undefined ? {} : { status: patch.status }),
    ...(patch.busy === undefined ? {} : { transparency: patch.busy ? 'opaque' : 'transparent' }),
    ...(patch.attendees === undefined ? {} : { attendees: patch.attendees }),
    ...(patch.marks === undefined ? {} : { extendedProperties: { private: toMarks(patch.marks) } }),
  };
}

/** Local time and zone, as Google's guide has it: a weekly series keeps its wall time over daylight saving. */
function toMoments(time: Timed | Days, zone: string): [Record<string, string>, Record<string, string>] {
  if (typeof time.start === 'string') {
    return [{ date: time.start }, { date: addDays(time.end as Day, 1) }];
  }
  const local = (instant: Instant) => {
    const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
    const plain = zoned.toPlainDateTime();
    const text = plain.toString({ smallestUnit: 'second' });
    // In the hour that autumn repeats, the local time alone would mean the first of the two.
    return plain.toZonedDateTime(zone).equals(zoned) ? text : `${text}${zoned.offset}`;
  };
  return [
    { dateTime: local(time.start), timeZone: zone },
    { dateTime: local(time.end as Instant), timeZone: zone },
  ];
}

/** Names over 44 characters are dropped by Google without a word, values over 1,024 cut (google-calendar.md B1). */
function toMarks<V extends string | null>(marks: Readonly<Record<string, V>>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(marks).map(([name, value]) => {
      if (name.length > 44) throw new Error(`The mark's name ${name} is too long for Google`);
      return [name, value === null ? null : clamp(value, 1024)];
    }),
  );
}
