/**
 * What people do: in the Calendar web UI, as guests, as owners of a calendar or of a grant. Everything goes through the same
 * writes as the API, in the owner's name unless said otherwise. Throws when asked for what a person could not do (an event
 * that is not there): that is a mistake of the test.
 */
import { mail, type SendUpdates } from './attendees.ts';
import { Refusal } from './errors.ts';
import { makeOwnership, type Ownership } from './ownership.ts';
import { replaceEvent, type Write } from './replace.ts';
import { eventJson, type Json } from './resource.ts';
import { findEvent } from './series.ts';
import { shiftDays, split, trim, unify } from './split.ts';
import {
  baseId,
  type CalendarState,
  exceptionsOf,
  indexOf,
  nextStamp,
  putEvents,
  type StoredEvent,
  type World,
} from './state.ts';
import { DAY, dayOfWall, formatInZone, fromWall, type Moment, parseDateTime, wallOf } from './times.ts';
import { changeEvent, deleteEvent, insertEvent } from './write.ts';

export type Scope = 'this' | 'following' | 'all';

export interface Doing {
  /** For an occurrence: only this one (default), this and following, or all. */
  scope?: Scope;
  /** Who does it; the owner of the calendar by default. */
  by?: string;
  /** "Send update e-mails to guests?" Default no. */
  notify?: boolean;
  calendarId?: string;
}

export interface MoveTo extends Doing {
  /** New start: RFC 3339, or yyyy-mm-dd of an all-day event. */
  start?: string;
  /** New end; the length stays when left out. */
  end?: string;
  /** Instead of `start`: by so many minutes of local time. */
  minutes?: number;
}

/** Every method that changes an event answers the id of what it changed or made (the new master of a split series). */
export interface Act extends Ownership {
  create(event: Json, doing?: Doing): string;
  move(id: string, to: MoveTo): string;
  remove(id: string, doing?: Doing): string;
  restore(id: string, doing?: Doing): string;
  rename(id: string, summary: string, doing?: Doing): string;
  /** Any other fields, as in a PATCH: description, location, reminders, colorId … */
  edit(id: string, fields: Json, doing?: Doing): string;
  addGuests(id: string, emails: string[], doing?: Doing): string;
  removeGuests(id: string, emails: string[], doing?: Doing): string;
  makeAllDay(id: string, date?: string, doing?: Doing): string;
  /** The same local time in another zone. */
  changeZone(id: string, zone: string, doing?: Doing): string;
  /** Another rule, "every second week" for instance; an empty list makes it a single event. */
  repeat(id: string, recurrence: string[], doing?: Doing): string;
  duplicate(id: string, doing?: Doing & { start?: string }): string;
  answer(
    id: string,
    email: string,
    response: 'accepted' | 'declined' | 'tentative' | 'needsAction',
    doing?: Doing & { comment?: string },
  ): string;
  /** Somebody else's event that lands in this calendar by invitation. */
  inviteFromOutside(event: Json, organizer: string): string;
}

const zoneOfMoment = (moment: Moment): string => ('at' in moment ? (moment.zone ?? 'UTC') : 'UTC');

const must = <T>(value: T | Refusal | undefined, id: string): T => {
  if (value instanceof Refusal) throw new Error(`${id}: ${value.reason}: ${value.message}`);
  if (value === undefined) throw new Error(`${id}: there is no such event`);
  return value;
};

const draftOf = ({ status, start, end, content, attendees, recurrence }: StoredEvent) => ({
  status,
  start,
  end,
  content,
  attendees,
  ...(recurrence ? { recurrence } : {}),
});

export function makeAct(world: World): Act {
  const calendarOf = (id?: string): CalendarState =>
    must(world.state.calendars.get(id ?? world.state.calendarId), id ?? world.state.calendarId);

  function writeFor(doing: Doing = {}): Write {
    const calendar = calendarOf(doing.calendarId);
    const send: SendUpdates = doing.notify ? 'all' : 'none';
    const by = { email: doing.by ?? calendar.dataOwner, service: false, scopes: [] };
    return { world, calendar, by, send, conference: true, attachments: true, orphans: 'drop' };
  }

  const find = (write: Write, id: string): StoredEvent => must(findEvent(world, write.calendar, id), id);
  const masterOf = (write: Write, event: StoredEvent): StoredEvent =>
    event.seriesId ? find(write, event.seriesId) : event;
  const scopeOf = (event: StoredEvent, doing: Doing): Scope =>
    event.seriesId ? (doing.scope ?? 'this') : 'all';
  /** The event that an edit of that scope begins at: the occurrence itself, or its master. */
  function targetOf(write: Write, id: string, doing: Doing = {}): StoredEvent {
    const event = find(write, id);
    return scopeOf(event, doing) === 'all' ? masterOf(write, event) : event;
  }
  const isFirst = (write: Write, event: StoredEvent): boolean =>
    event.original !== undefined &&
    wallOf(event.original, 'UTC') === wallOf(masterOf(write, event).start, 'UTC');

  /** Content changes: one occurrence, from here on, or all with what was split off before [rec]. */
  function edit(id: string, fields: Json, doing: Doing = {}): string {
    const write = writeFor(doing);
    const event = find(write, id);
    const scope = scopeOf(event, doing);
    if (scope === 'this') return must(changeEvent(write, id, fields, 'patch'), id).id;
    const master = masterOf(write, event);
    if (scope === 'following' && event.original && !isFirst(write, event)) {
      const since = world.state.stamp;
      const next = split(write, master, event.original, { fresh: 'start' in fields });
      must(changeEvent(write, next.id, fields, 'patch'), id);
      unify(write, since);
      return next.id;
    }
    const since = world.state.stamp;
    const chain = [master.id, ...(indexOf(world, write.calendar).ranges.get(baseId(master.id)) ?? [])];
    for (const one of new Set(
      master.recurrence && !('start' in fields) && !('recurrence' in fields) ? chain : [master.id],
    )) {
      if (one === master.id || write.calendar.events.get(one)?.status !== 'cancelled')
        must(changeEvent(write, one, fields, 'patch'), one);
    }
    unify(write, since);
    return master.id;
  }

  const momentJson = (moment: Moment): Json =>
    'day' in moment
      ? { date: moment.day, dateTime: null, timeZone: null }
      : {
          dateTime: formatInZone(moment.at, moment.zone ?? 'UTC'),
          timeZone: moment.zone ?? 'UTC',
          date: null,
        };

  /** How far `to` shifts start and end of an event, in local time. */
  function shiftOf(
    write: Write,
    event: StoredEvent,
    to: MoveTo,
  ): { shift: number; end: number; zone: string } {
    const zone = 'at' in event.start ? (event.start.zone ?? write.calendar.timeZone) : 'UTC';
    const read = (text: string): number =>
      'day' in event.start
        ? wallOf({ day: text }, zone)
        : wallOf({ at: must(parseDateTime(text, zone), text) }, zone);
    const [start, end] = [wallOf(event.start, zone), wallOf(event.end, zone)];
    const shift = to.start === undefined ? (to.minutes ?? 0) * 60_000 : read(to.start) - start;
    return { shift, end: to.end === undefined ? 0 : read(to.end) - end - shift, zone };
  }

  function move(id: string, to: MoveTo): string {
    const write = writeFor(to);
    const event = find(write, id);
    const scope = scopeOf(event, to);
    const { shift, end, zone } = shiftOf(write, event, to);
    const shifted = (moment: Moment, by: number): Json =>
      momentJson(
        'day' in moment
          ? { day: dayOfWall(wallOf(moment, zone) + by) }
          : { at: fromWall(wallOf(moment, zone) + by, zone), zone },
      );
    if (scope === 'following' && event.original && !isFirst(write, event)) {
      const master = masterOf(write, event);
      const next = split(write, master, event.original, {
        shift: shift + wallOf(event.start, zone) - wallOf(event.original, zone),
        end,
      });
      mail(world, write.calendar, next, 'update', next.attendees, write.by, write.send);
      return next.id;
    }
    const target = scope === 'this' ? event : masterOf(write, event);
    const fields: Json = { start: shifted(target.start, shift), end: shifted(target.end, shift + end) };
    if (target.recurrence) {
      const days =
        Math.floor((wallOf(target.start, zone) + shift) / DAY) - Math.floor(wallOf(target.start, zone) / DAY);
      fields.recurrence = shiftDays(target.recurrence, days);
    }
    return must(changeEvent(write, target.id, fields, 'patch'), id).id;
  }

  function remove(id: string, doing: Doing = {}): string {
    const write = writeFor(doing);
    const event = find(write, id);
    const scope = scopeOf(event, doing);
    const master = masterOf(write, event);
    if (scope === 'following' && event.original) {
      const since = world.state.stamp;
      if (trim(write, master, event.original)) {
        unify(write, since);
        return master.id;
      }
    }
    return must(deleteEvent(write, scope === 'this' ? id : master.id), id).id;
  }

  function answer(
    id: string,
    email: string,
    response: string,
    doing: Doing & { comment?: string } = {},
  ): string {
    const write = writeFor(doing);
    const event = find(write, id);
    const target = scopeOf(event, doing) === 'this' ? event : masterOf(write, event);
    const since = world.state.stamp;
    const wanted = email.toLowerCase();
    const all = target.recurrence ? [target, ...exceptionsOf(world, write.calendar, target.id)] : [target];
    for (const one of all) {
      if (!one.attendees.some((a) => a.email.toLowerCase() === wanted)) continue;
      const attendees = one.attendees.map((a) =>
        a.email.toLowerCase() === wanted
          ? { ...a, responseStatus: response, ...(doing.comment ? { comment: doing.comment } : {}) }
          : a,
      );
      replaceEvent({ ...write, send: 'none' }, one, { ...draftOf(one), attendees });
    }
    unify(write, since);
    if (world.state.stamp === since) throw new Error(`${id}: ${email} is not a guest`);
    return target.id;
  }

  function guests(id: string, change: (all: Json[]) => Json[], doing: Doing = {}): string {
    const write = writeFor(doing);
    const target = targetOf(write, id, doing);
    const attendees = change((eventJson(write.calendar, target).attendees ?? []) as Json[]);
    return edit(id, { attendees }, doing);
  }

  return {
    create: (event, doing) => must(insertEvent(writeFor(doing), event), 'create').id,
    move,
    remove,
    restore: (id, doing) => must(changeEvent(writeFor(doing), id, { status: 'confirmed' }, 'patch'), id).id,
    rename: (id, summary, doing) => edit(id, { summary }, doing),
    edit,
    addGuests: (id, emails, doing) =>
      guests(id, (all) => [...all, ...emails.map((email) => ({ email }))], doing),
    removeGuests(id, emails, doing) {
      const gone = new Set(emails.map((e) => e.toLowerCase()));
      return guests(id, (all) => all.filter((a) => !gone.has(String(a.email).toLowerCase())), doing);
    },
    makeAllDay(id, date, doing) {
      const { start } = targetOf(writeFor(doing), id, doing);
      const day = date ?? dayOfWall(wallOf(start, zoneOfMoment(start)));
      const next = dayOfWall(wallOf({ day }, 'UTC') + DAY);
      return edit(id, { start: momentJson({ day }), end: momentJson({ day: next }) }, doing);
    },
    changeZone(id, zone, doing) {
      const { start, end } = targetOf(writeFor(doing), id, doing);
      const there = (moment: Moment): Json =>
        momentJson(
          'day' in moment ? moment : { at: fromWall(wallOf(moment, zoneOfMoment(moment)), zone), zone },
        );
      return edit(id, { start: there(start), end: there(end) }, doing);
    },
    repeat: (id, recurrence, doing) =>
      edit(id, { recurrence: recurrence.length > 0 ? recurrence : null }, { ...doing, scope: 'all' }),
    duplicate(id, doing = {}) {
      const write = writeFor(doing);
      const json = { ...eventJson(write.calendar, find(write, id)) };
      for (const key of ['id', 'iCalUID', 'etag', 'recurringEventId', 'originalStartTime', 'sequence'])
        delete json[key];
      const copy = must(insertEvent(write, json), id);
      return doing.start === undefined ? copy.id : move(copy.id, { ...doing, start: doing.start });
    },
    answer,
    inviteFromOutside(event, organizer) {
      const write = writeFor();
      const made = must(insertEvent({ ...write, send: 'none' }, event), 'inviteFromOutside');
      const own = { ...made, organizer: { email: organizer }, creator: { email: organizer } };
      putEvents(world, write.calendar, [own], nextStamp(world));
      return own.id;
    },
    ...makeOwnership(world),
  };
}
