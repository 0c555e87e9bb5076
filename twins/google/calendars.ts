import type { Refusal } from './errors.ts';
import * as errors from './errors.ts';
import { isObject } from './fields.ts';
import { etagOf, type Json } from './resource.ts';
import {
  type CalendarState,
  listOf,
  nextStamp,
  type Principal,
  type Role,
  randomId,
  type World,
} from './state.ts';
import { isZone } from './times.ts';

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
