/**
 * What a client sends as an event → a checked draft, and the merge that PATCH does. Refuses wrong types, unknown enum
 * values, both or neither of date and dateTime, empty time ranges, recurrences without a zone, and what passes the limits.
 * Unknown names are dropped, as Google does (assumption), but named so that the journal can show them.
 */
import { readAttendees } from './attendees.ts';
import { badRequest, invalid, Refusal, required } from './errors.ts';
import { parseRecurrence } from './recurrence.ts';
import { type Json, SILENT } from './resource.ts';
import type { Attendee, StoredEvent } from './state.ts';
import { instantOf, type Moment, readMoment } from './times.ts';

export interface Draft {
  status: StoredEvent['status'];
  start: Moment;
  end: Moment;
  content: Json;
  attendees: Attendee[];
  recurrence?: string[];
}

const TEXTS = [
  'summary',
  'description',
  'location',
  'colorId',
  'eventLabelId',
  'transparency',
  'visibility',
  'eventType',
];
const FLAGS = [
  'guestsCanModify',
  'guestsCanInviteOthers',
  'guestsCanSeeOtherGuests',
  'anyoneCanAddSelf',
  'privateCopy',
  'endTimeUnspecified',
];
const OBJECTS = [
  'source',
  'conferenceData',
  'focusTimeProperties',
  'outOfOfficeProperties',
  'workingLocationProperties',
  'birthdayProperties',
  'gadget',
];
const ELSEWHERE = [
  'kind',
  'etag',
  'id',
  'status',
  'htmlLink',
  'created',
  'updated',
  'creator',
  'organizer',
  'start',
  'end',
  'recurrence',
  'recurringEventId',
  'originalStartTime',
  'iCalUID',
  'sequence',
  'attendees',
  'attendeesOmitted',
  'extendedProperties',
  'reminders',
  'attachments',
  'hangoutLink',
  'locked',
  'eventLabelVersion',
];
const KNOWN = new Set([...TEXTS, ...FLAGS, ...OBJECTS, ...ELSEWHERE]);
const CHOICES: Record<string, string[]> = {
  transparency: ['opaque', 'transparent'],
  visibility: ['default', 'public', 'private', 'confidential'],
  eventType: ['default', 'birthday', 'focusTime', 'outOfOffice', 'workingLocation', 'fromGmail'],
};

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names in a body that Google's Event does not have. */
export const unknownNames = (body: Json): string[] => Object.keys(body).filter((k) => !KNOWN.has(k));

/** PATCH: objects merge key by key, arrays are replaced whole, null deletes [doc]. */
export function mergePatch(current: Json, patch: Json): Json {
  const merged: Json = { ...current };
  for (const [key, value] of Object.entries(patch)) {
    const before = merged[key];
    if (value === null) delete merged[key];
    else if (isObject(value)) merged[key] = mergePatch(isObject(before) ? before : {}, value);
    else merged[key] = value;
  }
  return merged;
}

/** Keys over 44 letters are silently dropped, values over 1024 cut [doc]; over 300 properties or 32 kB refused (assumption: 400 invalid). */
function readProperties(json: unknown): Json | undefined | Refusal {
  if (json === undefined || json === null) return undefined;
  if (!isObject(json)) return invalid('Invalid value for: extendedProperties');
  const kept: Json = {};
  let count = 0;
  let size = 0;
  for (const side of ['private', 'shared']) {
    const given = json[side];
    if (given === undefined || given === null) continue;
    if (!isObject(given)) return invalid(`Invalid value for: extendedProperties.${side}`);
    const own: Json = {};
    for (const [key, value] of Object.entries(given)) {
      if (value === null || key.length > 44) continue;
      if (typeof value !== 'string') return invalid(`Invalid value for: extendedProperties.${side}`);
      own[key] = value.slice(0, 1024);
      count += 1;
      size += key.length + Math.min(value.length, 1024);
    }
    if (Object.keys(own).length > 0) kept[side] = own;
  }
  if (count > 300 || size > 32 * 1024) return invalid('The extended properties of this event are too large.');
  return Object.keys(kept).length > 0 ? kept : undefined;
}

function readReminders(json: unknown): Json | undefined | Refusal {
  if (json === undefined || json === null) return undefined;
  if (!isObject(json)) return invalid('Invalid value for: reminders');
  const useDefault = json.useDefault === true;
  const overrides = json.overrides ?? [];
  if (!Array.isArray(overrides)) return invalid('Invalid value for: reminders.overrides');
  if (useDefault && overrides.length > 0) {
    return badRequest(
      'Cannot specify both default reminders and overrides at the same time.',
      'cannotUseDefaultRemindersAndSpecifyOverride',
    );
  }
  if (overrides.length > 5) return invalid('The maximum number of override reminders is 5.');
  for (const one of overrides as unknown[]) {
    if (!isObject(one) || !['email', 'popup'].includes(String(one.method)))
      return invalid('Invalid reminder method.');
    const minutes = one.minutes;
    if (typeof minutes !== 'number' || minutes < 0 || minutes > 40_320)
      return invalid('Invalid reminder minutes.');
  }
  if (useDefault) return { useDefault: true };
  return overrides.length > 0 ? { useDefault: false, overrides } : { useDefault: false };
}

function readContent(json: Json): Json | Refusal {
  const content: Json = {};
  for (const key of TEXTS) {
    const value = json[key];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') return invalid(`Invalid value for: ${key}`);
    if (CHOICES[key] && !CHOICES[key].includes(value))
      return invalid(`Invalid value for: ${value} is not a valid value`, key);
    if (value !== SILENT[key]) content[key] = value;
  }
  const colour = content.colorId;
  if (colour !== undefined && !/^([1-9]|1[01])$/.test(String(colour)))
    return invalid('Invalid color id value.');
  for (const key of FLAGS) {
    const value = json[key];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'boolean') return invalid(`Invalid value for: ${key}`);
    if (value !== SILENT[key]) content[key] = value;
  }
  for (const key of OBJECTS) {
    const value = json[key];
    if (value === undefined || value === null) continue;
    if (!isObject(value)) return invalid(`Invalid value for: ${key}`);
    content[key] = value;
  }
  const properties = readProperties(json.extendedProperties);
  if (properties instanceof Refusal) return properties;
  if (properties) content.extendedProperties = properties;
  const reminders = readReminders(json.reminders);
  if (reminders instanceof Refusal) return reminders;
  if (reminders && reminders.useDefault !== true) content.reminders = reminders;
  if (Array.isArray(json.attachments)) {
    if (json.attachments.length > 25) return invalid('The maximum number of attachments is 25.');
    content.attachments = json.attachments;
  }
  return content;
}

function readTimes(json: Json, calendarZone: string): { start: Moment; end: Moment } | Refusal {
  const start = readMoment(json.start, 'start');
  const end = readMoment(json.end, 'end');
  for (const words of [start, end]) {
    if (typeof words === 'string') return words.startsWith('Missing') ? required(words) : invalid(words);
  }
  if (typeof start === 'string' || typeof end === 'string') return badRequest();
  if ('day' in start !== 'day' in end) return invalid('Invalid start time.');
  // assumption: a timed event may last no time at all, an all-day one lasts at least a day
  const length = instantOf(end, calendarZone) - instantOf(start, calendarZone);
  if (length < 0 || ('day' in start && length === 0)) {
    return badRequest('The specified time range is empty.', 'timeRangeEmpty');
  }
  // assumption: an event sent without a zone is kept in the calendar's
  const zoned = (m: Moment): Moment => ('at' in m ? { at: m.at, zone: m.zone ?? calendarZone } : m);
  return { start: zoned(start), end: zoned(end) };
}

function readRecurrence(json: Json, start: Moment): string[] | undefined | Refusal {
  const lines = json.recurrence;
  if (lines === undefined || lines === null) return undefined;
  if (!Array.isArray(lines) || lines.some((line) => typeof line !== 'string'))
    return invalid('Invalid value for: recurrence');
  if (lines.length === 0) return undefined;
  for (const side of ['start', 'end']) {
    const moment = json[side];
    if (isObject(moment) && moment.dateTime && !moment.timeZone) {
      return required(`Missing time zone definition for ${side} time.`); // [doc: required for recurring events]
    }
  }
  const zone = 'day' in start ? 'UTC' : (start.zone ?? 'UTC');
  if (!parseRecurrence(lines as string[], zone, 'day' in start)) return invalid('Invalid recurrence rule.');
  return lines as string[];
}

/** A whole event as JSON → its checked parts. */
export function readEvent(json: Json, calendarZone: string): Draft | Refusal {
  const status = json.status ?? 'confirmed';
  if (status !== 'confirmed' && status !== 'tentative' && status !== 'cancelled') {
    return invalid(`Invalid value for: ${String(status)} is not a valid value`, 'status');
  }
  const times = readTimes(json, calendarZone);
  if (times instanceof Refusal) return times;
  const content = readContent(json);
  if (content instanceof Refusal) return content;
  const attendees = readAttendees(json.attendees);
  if (attendees instanceof Refusal) return attendees;
  const recurrence = readRecurrence(json, times.start);
  if (recurrence instanceof Refusal) return recurrence;
  return { status, ...times, content, attendees, ...(recurrence ? { recurrence } : {}) };
}
