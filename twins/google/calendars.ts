/**
 * Calendars, users' calendar lists, sharing rules, free/busy, settings. Refuses calendars without a summary, deleting a
 * primary calendar, and removing one's own calendar from one's list.
 */
import { atLeast, roleOf } from './access.ts';
import * as errors from './errors.ts';
import { Refusal } from './errors.ts';
import { isObject } from './fields.ts';
import { etagOf, isoMs, type Json } from './resource.ts';
import { instancesOf, overlaps } from './series.ts';
import {
  type CalendarState,
  type ListEntry,
  nextStamp,
  type Principal,
  type Role,
  randomId,
  type World,
} from './state.ts';
import { DAY, formatInZone, instantOf, isZone, parseDateTime } from './times.ts';

const COLOURS = [
  '#a4bdfc',
  '#7ae7bf',
  '#dbadff',
  '#ff887c',
  '#fbd75b',
  '#ffb878',
  '#46d6db',
  '#e1e1e1',
  '#5484ed',
  '#51b749',
  '#dc2127',
];

export const isSecondary = (calendar: CalendarState): boolean =>
  calendar.id.endsWith('@group.calendar.google.com');

export function makeCalendar(
  id: string,
  owner: string,
  summary: string,
  timeZone: string,
  stamp: number,
): CalendarState {
  return {
    id,
    summary,
    description: '',
    timeZone,
    stamp,
    dataOwner: owner,
    acl: new Map<string, Role>([[owner, 'owner']]),
    defaultReminders: [],
    events: new Map(),
    oldestToken: 0,
    oldestUpdate: 0,
  };
}

export const calendarJson = (calendar: CalendarState): Json => ({
  kind: 'calendar#calendar',
  etag: etagOf(calendar.stamp),
  id: calendar.id,
  summary: calendar.summary,
  ...(calendar.description ? { description: calendar.description } : {}),
  ...(calendar.location ? { location: calendar.location } : {}),
  timeZone: calendar.timeZone,
  conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
  ...(isSecondary(calendar) ? { dataOwner: calendar.dataOwner } : {}),
});

export function insertCalendar(world: World, by: Principal, body: unknown): Json | Refusal {
  if (!isObject(body) || typeof body.summary !== 'string' || body.summary === '')
    return errors.required('Missing summary.');
  const zone = body.timeZone ?? 'UTC';
  if (typeof zone !== 'string' || !isZone(zone)) return errors.invalid('Invalid time zone.');
  const id = `c_${randomId(world, 40)}@group.calendar.google.com`;
  const calendar = makeCalendar(id, by.email, body.summary, zone, nextStamp(world));
  if (typeof body.description === 'string') calendar.description = body.description;
  if (typeof body.location === 'string') calendar.location = body.location;
  world.state.calendars.set(id, calendar);
  listOf(world, by.email).set(id, { id, stamp: calendar.stamp, selected: true });
  return calendarJson(calendar);
}

export function patchCalendar(
  world: World,
  calendar: CalendarState,
  body: unknown,
  ifMatch: string | null,
): Json | Refusal {
  if (ifMatch && ifMatch !== '*' && ifMatch !== etagOf(calendar.stamp)) return errors.conditionNotMet(); // [L]
  if (!isObject(body)) return errors.badRequest('Parse Error', 'parseError');
  const zone = body.timeZone;
  if (typeof zone === 'string' && !isZone(zone)) return errors.invalid('Invalid time zone.');
  if (typeof zone === 'string') calendar.timeZone = zone;
  if (typeof body.summary === 'string') calendar.summary = body.summary;
  if (typeof body.description === 'string') calendar.description = body.description;
  if (typeof body.location === 'string') calendar.location = body.location;
  calendar.stamp = nextStamp(world);
  return calendarJson(calendar);
}

export function deleteCalendar(world: World, calendar: CalendarState): Refusal | undefined {
  if (!isSecondary(calendar)) return errors.invalid('Cannot delete primary calendar.');
  world.state.calendars.delete(calendar.id);
  world.index.delete(calendar.id);
  return undefined;
}

export function listOf(world: World, email: string): Map<string, ListEntry> {
  const known = world.state.lists.get(email);
  if (known) return known;
  const fresh = new Map<string, ListEntry>();
  world.state.lists.set(email, fresh);
  return fresh;
}

function entryJson(world: World, by: Principal, entry: ListEntry): Json {
  const calendar = world.state.calendars.get(entry.id);
  const role = calendar ? roleOf(calendar, by.email) : 'none';
  if (!calendar || entry.deleted || role === 'none') {
    return { kind: 'calendar#calendarListEntry', etag: etagOf(entry.stamp), id: entry.id, deleted: true };
  }
  return {
    kind: 'calendar#calendarListEntry',
    etag: etagOf(entry.stamp),
    id: calendar.id,
    summary: calendar.summary,
    ...(calendar.description ? { description: calendar.description } : {}),
    timeZone: calendar.timeZone,
    ...(entry.summaryOverride ? { summaryOverride: entry.summaryOverride } : {}),
    colorId: entry.colorId ?? '14',
    backgroundColor: '#9fe1e7',
    foregroundColor: '#000000',
    ...(entry.hidden ? { hidden: true } : {}),
    ...(entry.selected ? { selected: true } : {}),
    accessRole: role,
    defaultReminders: calendar.defaultReminders,
    ...(calendar.id === by.email ? { primary: true } : {}),
    conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
    ...(isSecondary(calendar) ? { dataOwner: calendar.dataOwner } : {}),
  };
}

/** calendarList.list, with a sync token of its own (the stamp in decimal). */
export function listCalendars(world: World, by: Principal, query: URLSearchParams): Json | Refusal {
  const token = query.get('syncToken');
  const since = token === null ? 0 : Number(token.replace(/^cl/, ''));
  if (Number.isNaN(since)) return errors.invalid('Invalid sync token value.', 'syncToken');
  if (token !== null && query.has('minAccessRole'))
    return errors.invalid('minAccessRole cannot be used with a sync token.', 'syncToken');
  const least = (query.get('minAccessRole') ?? 'none') as Role;
  const items = [...listOf(world, by.email).values()]
    .filter((entry) => entry.stamp > since)
    .map((entry) => entryJson(world, by, entry))
    .filter((e) =>
      e.deleted
        ? token !== null || query.get('showDeleted') === 'true'
        : atLeast(e.accessRole as Role, least),
    )
    .filter((e) => !e.hidden || token !== null || query.get('showHidden') === 'true');
  return {
    kind: 'calendar#calendarList',
    etag: `"p3${world.state.stamp.toString(32)}"`,
    nextSyncToken: `cl${world.state.stamp}`,
    items,
  };
}

export function addToList(world: World, by: Principal, body: unknown): Json | Refusal {
  const id = isObject(body) ? body.id : undefined;
  const calendar = typeof id === 'string' ? world.state.calendars.get(id) : undefined;
  if (!calendar || roleOf(calendar, by.email) === 'none') return errors.notFound();
  const entry: ListEntry = { id: calendar.id, stamp: nextStamp(world), selected: true };
  listOf(world, by.email).set(calendar.id, entry);
  return entryJson(world, by, entry);
}

function listed(world: World, by: Principal, id: string): ListEntry | Refusal {
  const entry = listOf(world, by.email).get(id === 'primary' ? by.email : id);
  return entry && !entry.deleted ? entry : errors.notFound();
}

export function getListed(world: World, by: Principal, id: string): Json | Refusal {
  const entry = listed(world, by, id);
  return entry instanceof Refusal ? entry : entryJson(world, by, entry);
}

export function patchListed(world: World, by: Principal, id: string, body: unknown): Json | Refusal {
  const entry = listed(world, by, id);
  if (entry instanceof Refusal) return entry;
  if (!isObject(body)) return errors.badRequest('Parse Error', 'parseError');
  if (typeof body.summaryOverride === 'string') entry.summaryOverride = body.summaryOverride;
  if (typeof body.colorId === 'string') entry.colorId = body.colorId;
  if (typeof body.hidden === 'boolean') entry.hidden = body.hidden;
  if (typeof body.selected === 'boolean') entry.selected = body.selected;
  entry.stamp = nextStamp(world);
  return entryJson(world, by, entry);
}

export function removeFromList(world: World, by: Principal, id: string): Refusal | undefined {
  const entry = listed(world, by, id);
  if (entry instanceof Refusal) return entry;
  if (world.state.calendars.get(entry.id)?.dataOwner === by.email) {
    return new Refusal(
      403,
      'cannotUnsubscribeFromOwnCalendar',
      'The data owner of a calendar cannot remove it from the list.',
    ); // [L]
  }
  entry.deleted = true;
  entry.stamp = nextStamp(world);
  return undefined;
}

const ruleJson = (key: string, role: Role): Json => {
  const type = key === 'default' ? 'default' : key.startsWith('domain:') ? 'domain' : 'user';
  const value = key.replace(/^domain:/, '');
  return {
    kind: 'calendar#aclRule',
    etag: '"0"',
    id: type === 'default' ? 'default' : `${type}:${value}`,
    scope: type === 'default' ? { type } : { type, value },
    role,
  };
};

export const listAcl = (calendar: CalendarState): Json => ({
  kind: 'calendar#acl',
  etag: etagOf(calendar.stamp),
  items: [...calendar.acl].map(([key, role]) => ruleJson(key, role)),
});

/** Sharing changes what may be read: all sync tokens of the calendar die [doc: 410 on ACL change]. */
export function share(world: World, calendar: CalendarState, key: string, role: Role): void {
  if (role === 'none') calendar.acl.delete(key);
  else calendar.acl.set(key, role);
  calendar.oldestToken = nextStamp(world);
}

export function insertAcl(world: World, calendar: CalendarState, body: unknown): Json | Refusal {
  const scope = isObject(body) ? body.scope : undefined;
  const role = isObject(body) ? body.role : undefined;
  if (!isObject(scope) || typeof role !== 'string') return errors.required('Missing scope or role.');
  const value = String(scope.value ?? '');
  const key = scope.type === 'default' ? 'default' : scope.type === 'domain' ? `domain:${value}` : value;
  share(world, calendar, key, role as Role);
  return ruleJson(key, role as Role);
}

export function deleteAcl(world: World, calendar: CalendarState, ruleId: string): Refusal | undefined {
  const key = ruleId.replace(/^user:/, '');
  if (!calendar.acl.has(key)) return errors.notFound();
  share(world, calendar, key, 'none');
  return undefined;
}

/** Busy spans of a calendar; of a person without a calendar here: the meetings that they have not declined. */
function busyOf(world: World, id: string, from: number, to: number): { start: number; end: number }[] {
  const own = world.state.calendars.get(id);
  const found: { start: number; end: number }[] = [];
  for (const calendar of own ? [own] : world.state.calendars.values()) {
    for (const event of calendar.events.values()) {
      if (event.status === 'cancelled') continue;
      const all = event.recurrence ? instancesOf(world, calendar, event, { from, to }) : [event];
      for (const one of all) {
        if (event.seriesId === undefined && one.seriesId && calendar.events.has(one.id)) continue;
        if (one.status === 'cancelled' || one.content.transparency === 'transparent') continue;
        const guest = one.attendees.find((a) => a.email.toLowerCase() === id.toLowerCase());
        if (own ? guest?.responseStatus === 'declined' : !guest || guest.responseStatus === 'declined')
          continue;
        if (!overlaps(calendar, one, { from, to })) continue;
        found.push({
          start: instantOf(one.start, calendar.timeZone),
          end: instantOf(one.end, calendar.timeZone),
        });
      }
    }
  }
  found.sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const one of found) {
    const last = merged.at(-1);
    if (last && one.start <= last.end) last.end = Math.max(last.end, one.end);
    else merged.push({ start: Math.max(one.start, from), end: one.end });
  }
  return merged.map((m) => ({ start: m.start, end: Math.min(m.end, to) }));
}

export function queryFreeBusy(world: World, by: Principal, body: unknown): Json | Refusal {
  if (!isObject(body)) return errors.badRequest('Parse Error', 'parseError');
  const [from, to] = [parseDateTime(String(body.timeMin)), parseDateTime(String(body.timeMax))];
  if (from === undefined || to === undefined) return errors.required('Missing timeMin or timeMax parameter.');
  if (to <= from) return errors.badRequest('The specified time range is empty.', 'timeRangeEmpty');
  if (to - from > 90 * DAY)
    return errors.badRequest('The requested time range is too long.', 'timeRangeTooLong'); // [I]
  const zone = typeof body.timeZone === 'string' ? body.timeZone : 'UTC';
  if (!isZone(zone)) return errors.invalid('Invalid time zone.');
  const items = Array.isArray(body.items) ? (body.items as unknown[]) : [];
  const calendars: Json = {};
  for (const item of items.slice(0, 50)) {
    const id = String(isObject(item) ? item.id : '');
    const calendar = world.state.calendars.get(id);
    const person = world.state.users.some((u) => (u.startsWith('@') ? id.endsWith(u) : u === id));
    const seen = calendar ? atLeast(roleOf(calendar, by.email), 'freeBusyReader') : person;
    if (!seen) calendars[id] = { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] };
    else {
      const spans = busyOf(world, id, from, to);
      calendars[id] = {
        busy: spans.map((b) => ({ start: formatInZone(b.start, zone), end: formatInZone(b.end, zone) })),
      };
    }
  }
  return { kind: 'calendar#freeBusy', timeMin: isoMs(from), timeMax: isoMs(to), calendars };
}

const settings = (world: World): [string, string][] => [
  ['timezone', world.state.calendars.get(world.state.calendarId)?.timeZone ?? 'UTC'],
  ['locale', 'en'],
  ['weekStart', '1'],
  ['format24HourTime', 'true'],
];
const settingJson = ([id, value]: [string, string]): Json => ({
  kind: 'calendar#setting',
  etag: '"0"',
  id,
  value,
});

export const listSettings = (world: World): Json => ({
  kind: 'calendar#settings',
  etag: '"0"',
  items: settings(world).map(settingJson),
});
export function getSetting(world: World, id: string): Json | Refusal {
  const found = settings(world).find(([key]) => key === id);
  return found ? settingJson(found) : errors.notFound();
}

export const colors = (): Json => ({
  kind: 'calendar#colors',
  updated: '2012-02-14T00:00:00.000Z',
  event: Object.fromEntries(
    COLOURS.map((background, i) => [String(i + 1), { background, foreground: '#1d1d1d' }]),
  ),
});
