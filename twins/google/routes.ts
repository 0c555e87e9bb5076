/**
 * Which request is which Calendar method, and what answers it. Each handler gets a principal whose scopes were checked,
 * and answers JSON or a `Refusal`.
 */
import { openCalendar, roleOf } from './access.ts';
import type { SendUpdates } from './attendees.ts';
import * as calendars from './calendars.ts';
import { stopChannel, watchEvents } from './channels.ts';
import * as errors from './errors.ts';
import { Refusal } from './errors.ts';
import { isObject } from './fields.ts';
import { queryFreeBusy } from './freebusy.ts';
import { type Listing, listEvents, listInstances } from './list.ts';
import * as lists from './lists.ts';
import { etagOf, eventJson, type Json } from './resource.ts';
import { findEvent } from './series.ts';
import type { CalendarState, Principal, Role, StoredEvent, World } from './state.ts';
import { isZone } from './times.ts';
import { changeEvent, deleteEvent, insertEvent, moveEvent, type Write } from './write.ts';

interface Asked {
  world: World;
  by: Principal;
  params: string[];
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
}

/** `undefined` body: 204. */
interface Answer {
  status: number;
  body?: Json;
}

type Handler = (asked: Asked) => Answer | Refusal;

interface Route {
  operation: string;
  method: string;
  path: RegExp;
  write: boolean;
  handle: Handler;
}

const ok = (body: Json | Refusal): Answer | Refusal =>
  body instanceof Refusal ? body : { status: 200, body };

const calendarFor = (asked: Asked, wanted: Role): CalendarState | Refusal =>
  openCalendar(asked.world.state, asked.by, asked.params[0]!, wanted);

function readSend(query: URLSearchParams): SendUpdates | Refusal {
  const given = query.get('sendUpdates');
  if (given === null) return query.get('sendNotifications') === 'true' ? 'all' : 'none'; // no mail is the default [doc]
  if (given === 'all' || given === 'externalOnly' || given === 'none') return given;
  return errors.invalid(`Invalid value for: ${given} is not a valid value`, 'sendUpdates');
}

function writing(asked: Asked): Write | Refusal {
  const calendar = calendarFor(asked, 'writer');
  if (calendar instanceof Refusal) return calendar;
  const send = readSend(asked.query);
  if (send instanceof Refusal) return send;
  return {
    world: asked.world,
    calendar,
    by: asked.by,
    send,
    ifMatch: asked.headers.get('if-match') ?? undefined,
    conference: asked.query.get('conferenceDataVersion') === '1',
    attachments: asked.query.get('supportsAttachments') === 'true',
    orphans: asked.world.state.orphans,
  };
}

function showEvent(asked: Asked, calendar: CalendarState, event: StoredEvent): Answer | Refusal {
  const zone = asked.query.get('timeZone') ?? undefined;
  if (zone !== undefined && !isZone(zone)) return errors.invalid('Invalid time zone.', 'timeZone');
  const max = asked.query.get('maxAttendees');
  const view = { zone, viewer: asked.by.email, maxAttendees: max === null ? undefined : Number(max) };
  return { status: 200, body: eventJson(calendar, event, view) };
}

function getEvent(asked: Asked): Answer | Refusal {
  const calendar = calendarFor(asked, 'reader');
  if (calendar instanceof Refusal) return calendar;
  const event = findEvent(asked.world, calendar, asked.params[1]!);
  if (!event) return errors.notFound();
  if (asked.headers.get('if-none-match') === etagOf(event.stamp)) return { status: 304 };
  return showEvent(asked, calendar, event);
}

/** insert, patch, update: the event as JSON in, the event as it now is out. */
function written(asked: Asked, act: (write: Write, body: Json) => StoredEvent | Refusal): Answer | Refusal {
  const write = writing(asked);
  if (write instanceof Refusal) return write;
  if (!isObject(asked.body)) return errors.badRequest('Parse Error', 'parseError');
  const event = act(write, asked.body);
  return event instanceof Refusal ? event : showEvent(asked, write.calendar, event);
}

function listing(asked: Asked): Listing | Refusal {
  const calendar = calendarFor(asked, 'reader');
  if (calendar instanceof Refusal) return calendar;
  const { world, query, by } = asked;
  return { world, calendar, query, viewer: by.email, accessRole: roleOf(calendar, by.email) };
}

const listed = (asked: Asked, list: (listing: Listing) => Json | Refusal): Answer | Refusal => {
  const found = listing(asked);
  return found instanceof Refusal ? found : ok(list(found));
};

function importEvent(asked: Asked): Answer | Refusal {
  return written(asked, (write, body) => {
    if (typeof body.iCalUID !== 'string') return errors.required('Missing iCalUID.');
    const { id: _id, organizer, ...rest } = body;
    const event = insertEvent({ ...write, send: 'none' }, rest);
    if (event instanceof Refusal || !isObject(organizer) || typeof organizer.email !== 'string') return event;
    const theirs = { ...event, organizer: { email: organizer.email } };
    write.calendar.events.set(theirs.id, theirs);
    return theirs;
  });
}

const route = (operation: string, method: string, path: string, handle: Handler): Route => ({
  operation,
  method,
  path: new RegExp(`^/calendar/v3/${path.replaceAll('*', '([^/]+)')}$`),
  write: method !== 'GET' && operation !== 'freebusy.query',
  handle,
});

export const ROUTES: Route[] = [
  route('events.list', 'GET', 'calendars/*/events', (a) => listed(a, listEvents)),
  route('events.insert', 'POST', 'calendars/*/events', (a) => written(a, insertEvent)),
  route('events.import', 'POST', 'calendars/*/events/import', importEvent),
  route('events.watch', 'POST', 'calendars/*/events/watch', (a) => {
    const calendar = calendarFor(a, 'reader');
    return calendar instanceof Refusal ? calendar : ok(watchEvents(a.world, calendar, a.by, a.body));
  }),
  route('events.get', 'GET', 'calendars/*/events/*', getEvent),
  route('events.patch', 'PATCH', 'calendars/*/events/*', (a) =>
    written(a, (write, body) => changeEvent(write, a.params[1]!, body, 'patch')),
  ),
  route('events.update', 'PUT', 'calendars/*/events/*', (a) =>
    written(a, (write, body) => changeEvent(write, a.params[1]!, body, 'update')),
  ),
  route('events.delete', 'DELETE', 'calendars/*/events/*', (a) => {
    const write = writing(a);
    if (write instanceof Refusal) return write;
    const gone = deleteEvent(write, a.params[1]!);
    return gone instanceof Refusal ? gone : { status: 204 };
  }),
  route('events.move', 'POST', 'calendars/*/events/*/move', (a) => {
    const write = writing(a);
    const there = openCalendar(a.world.state, a.by, a.query.get('destination') ?? '', 'writer');
    if (write instanceof Refusal) return write;
    if (there instanceof Refusal) return there;
    const moved = moveEvent(write, a.params[1]!, there);
    return moved instanceof Refusal ? moved : showEvent(a, there, moved);
  }),
  route('events.instances', 'GET', 'calendars/*/events/*/instances', (a) =>
    listed(a, (l) => listInstances(l, a.params[1]!)),
  ),
  route('calendars.get', 'GET', 'calendars/*', (a) => {
    const calendar = calendarFor(a, 'reader');
    return calendar instanceof Refusal ? calendar : ok(calendars.calendarJson(calendar));
  }),
  route('calendars.insert', 'POST', 'calendars', (a) => ok(calendars.insertCalendar(a.world, a.by, a.body))),
  route('calendars.patch', 'PATCH', 'calendars/*', (a) => {
    const calendar = calendarFor(a, 'owner');
    return calendar instanceof Refusal
      ? calendar
      : ok(calendars.patchCalendar(a.world, calendar, a.body, a.headers.get('if-match')));
  }),
  route('calendars.update', 'PUT', 'calendars/*', (a) => {
    const calendar = calendarFor(a, 'owner');
    return calendar instanceof Refusal
      ? calendar
      : ok(calendars.patchCalendar(a.world, calendar, a.body, a.headers.get('if-match')));
  }),
  route('calendars.delete', 'DELETE', 'calendars/*', (a) => {
    const calendar = calendarFor(a, 'owner');
    return calendar instanceof Refusal
      ? calendar
      : (calendars.deleteCalendar(a.world, calendar) ?? { status: 204 });
  }),
  route('calendars.clear', 'POST', 'calendars/*/clear', () => errors.invalid('Invalid Value')), // secondary: 400 [L]
  route('calendarList.list', 'GET', 'users/me/calendarList', (a) =>
    ok(lists.listCalendars(a.world, a.by, a.query)),
  ),
  route('calendarList.insert', 'POST', 'users/me/calendarList', (a) =>
    ok(lists.addToList(a.world, a.by, a.body)),
  ),
  route('calendarList.get', 'GET', 'users/me/calendarList/*', (a) =>
    ok(lists.getListed(a.world, a.by, a.params[0]!)),
  ),
  route('calendarList.patch', 'PATCH', 'users/me/calendarList/*', (a) =>
    ok(lists.patchListed(a.world, a.by, a.params[0]!, a.body)),
  ),
  route(
    'calendarList.delete',
    'DELETE',
    'users/me/calendarList/*',
    (a) => lists.removeFromList(a.world, a.by, a.params[0]!) ?? { status: 204 },
  ),
  route('acl.list', 'GET', 'calendars/*/acl', (a) => {
    const calendar = calendarFor(a, 'owner');
    return calendar instanceof Refusal ? calendar : ok(calendars.listAcl(calendar));
  }),
  route('acl.insert', 'POST', 'calendars/*/acl', (a) => {
    const calendar = calendarFor(a, 'owner');
    return calendar instanceof Refusal ? calendar : ok(calendars.insertAcl(a.world, calendar, a.body));
  }),
  route('acl.delete', 'DELETE', 'calendars/*/acl/*', (a) => {
    const calendar = calendarFor(a, 'owner');
    return calendar instanceof Refusal
      ? calendar
      : (calendars.deleteAcl(a.world, calendar, a.params[1]!) ?? { status: 204 });
  }),
  route('freebusy.query', 'POST', 'freeBusy', (a) => ok(queryFreeBusy(a.world, a.by, a.body))),
  route('settings.list', 'GET', 'users/me/settings', (a) => ok(calendars.listSettings(a.world))),
  route('settings.get', 'GET', 'users/me/settings/*', (a) => ok(calendars.getSetting(a.world, a.params[0]!))),
  route('colors.get', 'GET', 'colors', () => ok(calendars.colors())),
  route(
    'channels.stop',
    'POST',
    'channels/stop',
    (a) => stopChannel(a.world, a.by, a.body) ?? { status: 204 },
  ),
];

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** The route of a request and its path parameters, decoded. */
export function findRoute(method: string, path: string): { route: Route; params: string[] } | undefined {
  for (const one of ROUTES) {
    if (one.method !== method) continue;
    const m = one.path.exec(path);
    if (m) return { route: one, params: m.slice(1).map(decode) };
  }
  return undefined;
}
