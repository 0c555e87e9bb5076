/**
 * calendarList: the calendars that a user keeps in sight, with names and colours of their own, and a sync token of its own.
 * Refuses calendars that the user may not see, and removing one's own calendar.
 */
import { atLeast, roleOf } from './access.ts';
import { isSecondary } from './calendars.ts';
import * as errors from './errors.ts';
import { Refusal } from './errors.ts';
import { isObject } from './fields.ts';
import { etagOf, type Json } from './resource.ts';
import { type ListEntry, listOf, nextStamp, type Principal, type Role, type World } from './state.ts';

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
