/**
 * The writes of the API: insert, patch, update, delete, move; of single events, masters and occurrences. Refuses taken ids,
 * stale etags, what only an organizer may change, and guests from a service account.
 */
import { compareGuests, mail } from './attendees.ts';
import { isSecondary } from './calendars.ts';
import * as errors from './errors.ts';
import { Refusal } from './errors.ts';
import { type Draft, mergePatch, readEvent } from './fields.ts';
import { removeEvent, replaceEvent, same, type Write } from './replace.ts';
import { etagOf, eventJson, type Json } from './resource.ts';
import { findEvent } from './series.ts';
import {
  type CalendarState,
  exceptionsOf,
  nextStamp,
  type Person,
  putEvents,
  randomId,
  type StoredEvent,
} from './state.ts';
import { sameMoment } from './times.ts';

export type { Write } from './replace.ts';

const hasGuests = (body: Json): boolean => Array.isArray(body.attendees) && body.attendees.length > 0;

function stale(write: Write, event: StoredEvent): Refusal | undefined {
  const given = write.ifMatch;
  if (given === undefined || given === '*' || given === etagOf(event.stamp)) return undefined;
  return errors.conditionNotMet();
}

function makeConference(write: Write, json: Json): void {
  const conference = json.conferenceData;
  if (!write.conference || typeof conference !== 'object' || conference === null) return;
  if (!('createRequest' in conference) || 'conferenceId' in conference) return;
  const id = [3, 4, 3].map((n) => randomId(write.world, n).replaceAll(/\d/g, 'x')).join('-');
  json.conferenceData = {
    ...conference,
    conferenceId: id,
    conferenceSolution: { key: { type: 'hangoutsMeet' }, name: 'Google Meet' },
    entryPoints: [
      { entryPointType: 'video', uri: `https://meet.google.com/${id}`, label: `meet.google.com/${id}` },
    ],
  };
}

const organizerOf = (calendar: CalendarState): Person => ({
  email: calendar.id,
  ...(isSecondary(calendar) ? { displayName: calendar.summary } : {}),
});

/** Status types belong on primary calendars only [doc]; fromGmail and birthday are not made by clients (assumption: birthday). */
function creatable(type: unknown, calendar: CalendarState): boolean {
  if (type === undefined || type === null || type === 'default') return true;
  const status = ['focusTime', 'outOfOffice', 'workingLocation'].includes(String(type));
  return status && !isSecondary(calendar);
}

/** Makes an event. Answers the stored event or Google's refusal. */
export function insertEvent(write: Write, body: Json): StoredEvent | Refusal {
  const { world, calendar, by } = write;
  const given = body.id;
  if (given !== undefined && given !== null) {
    if (typeof given !== 'string' || !/^[a-v0-9]{5,1024}$/.test(given))
      return errors.invalid('Invalid resource id value.');
    if (calendar.events.has(given)) return errors.duplicate(); // deleted ones too [L]
  }
  if (hasGuests(body) && by.service) return errors.forbiddenForServiceAccounts();
  if (!creatable(body.eventType, calendar)) {
    return errors.badRequest(
      'This type of event cannot be created on this calendar.',
      'eventTypeRestriction',
    );
  }
  const json = { ...body };
  if (!write.conference) delete json.conferenceData;
  if (!write.attachments) delete json.attachments;
  makeConference(write, json);
  const draft = readEvent(json, calendar.timeZone);
  if (draft instanceof Refusal) return draft;
  const id = typeof given === 'string' ? given : randomId(world, 26);
  const uid = typeof body.iCalUID === 'string' ? body.iCalUID : `${id}@google.com`;
  const now = world.now();
  const event: StoredEvent = {
    id,
    stamp: 0,
    created: now,
    updated: now,
    sequence: 0,
    uid,
    ...draft,
    organizer: organizerOf(calendar),
    creator: { email: by.email },
  };
  if (event.status === 'cancelled') event.stub = false;
  putEvents(world, calendar, [event], nextStamp(world));
  mail(world, calendar, event, 'invitation', event.attendees, by, write.send);
  return event;
}

/** What may be changed on a copy whose organizer is somebody else. */
function forbidden(before: StoredEvent, after: Draft, calendar: CalendarState): boolean {
  if (before.organizer.email.toLowerCase() === calendar.id.toLowerCase()) return false;
  if (before.content.guestsCanModify === true) return false;
  const guests = compareGuests(before.attendees, after.attendees);
  const inviting = guests.added.length > 0 && before.content.guestsCanInviteOthers === false;
  const shared = ['summary', 'description', 'location'];
  return (
    inviting ||
    guests.removed.length > 0 ||
    !sameMoment(before.start, after.start) ||
    !sameMoment(before.end, after.end) ||
    !same(before.recurrence, after.recurrence) ||
    shared.some((k) => !same(before.content[k], after.content[k]))
  );
}

/** Some guests' entries laid over the whole list. */
function mergeGuests(all: unknown, some: Json[]): Json[] {
  const given = new Map(some.map((g) => [String(g.email).toLowerCase(), g]));
  return ((all ?? []) as Json[]).map((g) => ({ ...g, ...given.get(String(g.email).toLowerCase()) }));
}

/** PATCH (`patch`) or PUT (`update`). With status cancelled it deletes, with status confirmed it revives. */
export function changeEvent(
  write: Write,
  id: string,
  body: Json,
  how: 'patch' | 'update',
): StoredEvent | Refusal {
  const { world, calendar, by } = write;
  const before = findEvent(world, calendar, id);
  if (!before) return errors.notFound();
  const late = stale(write, before);
  if (late) return late;
  if (hasGuests(body) && by.service) return errors.forbiddenForServiceAccounts();
  const sequence = body.sequence;
  if (typeof sequence === 'number' && sequence < before.sequence) {
    return errors.invalid(
      'Invalid sequence value. The specified sequence number is below the current sequence number of the resource. Re-fetch the resource and use its sequence number on the following request.',
    );
  }
  const current = eventJson(calendar, before);
  const next: Json = how === 'patch' ? mergePatch(current, body) : { ...body };
  if (body.attendeesOmitted === true && Array.isArray(body.attendees)) {
    next.attendees = mergeGuests(current.attendees, body.attendees as Json[]); // own answer only [type]
  }
  if (how === 'patch' && body.status === undefined) next.status = before.status;
  const type = next.eventType ?? 'default';
  if (type !== (before.content.eventType ?? 'default'))
    return errors.badRequest('Event type cannot be changed.', 'eventTypeRestriction');
  if (!write.conference) next.conferenceData = current.conferenceData;
  if (!write.attachments) next.attachments = current.attachments;
  makeConference(write, next);
  if (before.seriesId && next.recurrence !== undefined && how === 'patch')
    return errors.invalid('Invalid recurrence value.');
  if (before.seriesId) delete next.recurrence;
  const draft = readEvent(next, calendar.timeZone);
  if (draft instanceof Refusal) return draft;
  if (forbidden(before, draft, calendar)) return errors.forbiddenForNonOrganizer();
  if (draft.status === 'cancelled' && before.status !== 'cancelled') return removeEvent(write, before);
  return replaceEvent(write, before, draft);
}

/** DELETE. */
export function deleteEvent(write: Write, id: string): StoredEvent | Refusal {
  const before = findEvent(write.world, write.calendar, id);
  if (!before) return errors.notFound();
  if (before.status === 'cancelled') return errors.alreadyDeleted();
  const late = stale(write, before);
  return late ?? removeEvent(write, before);
}

/** events.move: another calendar becomes the organizer; here a tombstone stays. Only whole events of type default [doc]. */
export function moveEvent(write: Write, id: string, there: CalendarState): StoredEvent | Refusal {
  const { world, calendar, by } = write;
  const before = findEvent(world, calendar, id);
  if (!before || before.status === 'cancelled') return errors.notFound();
  const late = stale(write, before);
  if (late) return late;
  if (before.seriesId)
    return errors.badRequest(
      'Cannot move an instance of a recurring event.',
      'cannotChangeOrganizerOfInstance',
    );
  if (there.events.has(id)) return errors.duplicate();
  const family = [before, ...exceptionsOf(world, calendar, id)].map((e) => ({
    ...structuredClone(e),
    organizer: organizerOf(there),
  }));
  removeEvent({ ...write, send: 'none' }, before);
  putEvents(world, there, family, nextStamp(world));
  const moved = family[0] as StoredEvent;
  mail(world, there, moved, 'update', moved.attendees, by, write.send);
  return moved;
}
