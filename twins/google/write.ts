/**
 * The writes: insert, patch, update, delete and undelete of events, single ones, masters and occurrences. Every write gets
 * a fresh stamp, and a series moves as one: master and exceptions share the stamp of the last write to any of them [rec].
 * Refuses taken ids, stale etags, what only an organizer may change, and guests from a service account.
 */
import { compareGuests, mail, type SendUpdates } from './attendees.ts';
import * as errors from './errors.ts';
import { Refusal } from './errors.ts';
import { type Draft, mergePatch, readEvent } from './fields.ts';
import { etagOf, eventJson, type Json } from './resource.ts';
import { findEvent, isProduced } from './series.ts';
import {
  type CalendarState,
  exceptionsOf,
  nextStamp,
  type Principal,
  putEvents,
  randomId,
  type StoredEvent,
  type World,
} from './state.ts';
import { instantOf, sameMoment } from './times.ts';

export interface Write {
  world: World;
  calendar: CalendarState;
  by: Principal;
  send: SendUpdates;
  ifMatch?: string | undefined;
  /** conferenceDataVersion=1 and supportsAttachments=true were given; without them those fields are not touched. */
  conference?: boolean;
  attachments?: boolean;
  /** What becomes of exceptions that a changed rule no longer produces: the API keeps them [I], the web UI drops them [rec]. */
  orphans?: 'keep' | 'drop';
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Fields of a changed rule that only shorten it: these do not count as a change of time (sequence stays [rec]). */
const pattern = (lines: string[] | undefined): string =>
  (lines ?? [])
    .map((line) => line.replace(/;(UNTIL|COUNT)=[^;]*/gi, ''))
    .sort()
    .join('\n');

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
  Object.assign(conference, {
    conferenceId: id,
    conferenceSolution: { key: { type: 'hangoutsMeet' }, name: 'Google Meet' },
    entryPoints: [
      { entryPointType: 'video', uri: `https://meet.google.com/${id}`, label: `meet.google.com/${id}` },
    ],
  });
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
  const type = body.eventType;
  if (typeof type === 'string' && type !== 'default') {
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
  const secondary = calendar.id.endsWith('@group.calendar.google.com');
  const event: StoredEvent = {
    id,
    stamp: 0,
    created: now,
    updated: now,
    sequence: 0,
    uid,
    ...draft,
    organizer: { email: calendar.id, ...(secondary ? { displayName: calendar.summary } : {}) },
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

/** The rest of a series that moves along with one of its members: same stamp and `updated` for all of them [rec]. */
export function familyOf(write: Write, member: StoredEvent, updated: number): StoredEvent[] {
  const { world, calendar } = write;
  const masterId = member.seriesId ?? member.id;
  const master = calendar.events.get(masterId);
  const family = [...(master ? [master] : []), ...exceptionsOf(world, calendar, masterId)];
  return family.filter((e) => e.id !== member.id && !e.fellWith).map((e) => ({ ...e, updated }));
}

/** A changed master's exceptions: they take over what changed [rec, from "all events" in the UI; assumption for the API]. */
function follow(
  write: Write,
  before: StoredEvent,
  after: StoredEvent,
  exceptions: StoredEvent[],
  anchored: boolean,
): void {
  const changed = new Set([...Object.keys(before.content), ...Object.keys(after.content)]);
  const guests = compareGuests(before.attendees, after.attendees);
  const gone = new Set(guests.removed.map((g) => g.email.toLowerCase()));
  for (const one of exceptions) {
    const content = { ...one.content };
    for (const key of changed) {
      if (same(before.content[key], after.content[key])) continue;
      if (after.content[key] === undefined) delete content[key];
      else content[key] = structuredClone(after.content[key]);
    }
    one.content = content;
    const kept = one.attendees.filter((g) => !gone.has(g.email.toLowerCase()));
    one.attendees = [...kept, ...compareGuests(kept, guests.added).added];
    const orphan = !after.recurrence || !isProduced(write.calendar, after, one);
    if (anchored && orphan && (write.orphans === 'drop' || !after.recurrence)) drop(one);
  }
}

/** What an occurrence becomes when the web UI cuts it off: a bare tombstone without its series [rec]. */
export function drop(exception: StoredEvent): void {
  exception.status = 'cancelled';
  exception.stub = true;
  delete exception.seriesId;
  delete exception.original;
}

function tell(write: Write, before: StoredEvent, after: StoredEvent, moved: boolean): void {
  const { world, calendar, by, send } = write;
  const guests = compareGuests(before.attendees, after.attendees);
  if (before.status === 'cancelled' && after.status !== 'cancelled') {
    mail(world, calendar, after, 'invitation', after.attendees, by, send);
    return;
  }
  const words = ['summary', 'description', 'location'].some(
    (k) => !same(before.content[k], after.content[k]),
  );
  mail(world, calendar, after, 'invitation', guests.added, by, send);
  mail(world, calendar, after, 'cancellation', guests.removed, by, send);
  // assumption: a change of guests alone is told to nobody else; so are colour, reminders, free/busy, own properties
  if (moved || words || before.status !== after.status)
    mail(world, calendar, after, 'update', guests.kept, by, send);
}

/** Puts a checked draft in place of what was there. */
export function replaceEvent(write: Write, before: StoredEvent, draft: Draft): StoredEvent {
  const { world, calendar } = write;
  const at = (e: { start: Draft['start']; end: Draft['end'] }) =>
    `${instantOf(e.start, calendar.timeZone)} ${instantOf(e.end, calendar.timeZone)} ${'day' in e.start}`;
  const moved = at(before) !== at(draft);
  const ruled = pattern(before.recurrence) !== pattern(draft.recurrence);
  const anchored =
    moved || !same(before.recurrence, draft.recurrence) || !sameMoment(before.start, draft.start);
  const { recurrence: _old, stub: _stub, fellWith: _fell, ...rest } = before;
  const now = world.now();
  const after: StoredEvent = {
    ...rest,
    ...draft,
    sequence: before.sequence + (moved || ruled ? 1 : 0),
    updated: now,
  };
  const others = ({ content, ...e }: StoredEvent) => ({
    ...e,
    updated: 0,
    content: { ...content, reminders: 0 },
  });
  if (same(others(before), others(after))) after.updated = before.updated; // reminders only [doc]
  const family = familyOf(write, after, after.updated);
  if (before.recurrence) follow(write, before, after, family, anchored);
  putEvents(world, calendar, [after, ...family], nextStamp(world));
  tell(write, before, after, moved || ruled || !same(before.recurrence, draft.recurrence));
  return after;
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
  const after = replaceEvent(write, before, draft);
  if (before.status === 'cancelled' && after.status !== 'cancelled') reviveExceptions(write, after);
  return after;
}

/** Exceptions that fell with their series come back with it (assumption). */
function reviveExceptions(write: Write, master: StoredEvent): void {
  const { world, calendar } = write;
  const fallen = exceptionsOf(world, calendar, master.id).filter((e) => e.fellWith === master.id);
  const back = fallen.map(
    ({ fellWith: _fell, stub: _stub, ...e }): StoredEvent => ({ ...e, status: 'confirmed' }),
  );
  if (back.length > 0) putEvents(world, calendar, back, master.stamp);
}

/** Takes an event away: a tombstone stays. A series takes its exceptions along. */
export function removeEvent(write: Write, before: StoredEvent): StoredEvent {
  const { world, calendar, by, send } = write;
  const updated = world.now();
  const single = !before.recurrence && !before.seriesId;
  const gone: StoredEvent = {
    ...before,
    status: 'cancelled',
    updated,
    stub: !single || world.state.tombstones === 'stub',
  };
  const family = familyOf(write, gone, updated);
  if (before.recurrence) {
    for (const one of family) {
      if (one.status === 'cancelled') continue;
      Object.assign(one, { status: 'cancelled', stub: true, fellWith: before.id });
    }
  }
  putEvents(world, calendar, [gone, ...family], nextStamp(world));
  mail(world, calendar, gone, 'cancellation', before.attendees, by, send);
  return gone;
}

/** DELETE. */
export function deleteEvent(write: Write, id: string): StoredEvent | Refusal {
  const before = findEvent(write.world, write.calendar, id);
  if (!before) return errors.notFound();
  if (before.status === 'cancelled') return errors.alreadyDeleted();
  const late = stale(write, before);
  return late ?? removeEvent(write, before);
}
