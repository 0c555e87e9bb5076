/**
 * events.list and events.instances: filters, pages, and incremental sync. Listings run along the log of changes, so a sync
 * token is a place in it. Refuses parameters that do not go with a sync token, and tokens that are garbled or too old.
 */
import * as errors from './errors.ts';
import { Refusal } from './errors.ts';
import { eventJson, isoMs, type Json, listedJson, type View } from './resource.ts';
import { EXPANSION, findEvent, instancesOf, overlaps, type Span, startsOf, zoneOf } from './series.ts';
import { type CalendarState, indexOf, type StoredEvent, type World } from './state.ts';
import { fromWall, instantOf, isZone, parseDateTime } from './times.ts';

export interface Listing {
  world: World;
  calendar: CalendarState;
  query: URLSearchParams;
  accessRole: string;
  viewer: string;
}

const NOT_WITH_TOKEN = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
]; // [doc]
const NO_TOKEN_AFTER = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'updatedMin',
]; // assumption
/** Parameters that every increment must share with its first full listing; maxResults may differ (assumption). */
const SAME_AS_FIRST = ['singleEvents', 'eventTypes', 'showHiddenInvitations', 'timeZone', 'maxAttendees'];

const encode = (value: unknown): string =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
function decode(text: string): unknown {
  try {
    return JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return undefined;
  }
}

interface SyncToken {
  since: number;
  same: string;
  calendar: string;
}

interface PageToken extends Partial<SyncToken> {
  start: number;
  /** Where the page before ended: in the log, or in a sorted list. */
  after?: [stamp: number, id: string];
  offset?: number;
  asked: string;
}

const isTrue = (query: URLSearchParams, name: string): boolean => query.get(name) === 'true';
const shape = (query: URLSearchParams, names: string[]): string =>
  names
    .map(
      (n) =>
        `${n}=${query
          .getAll(n)
          .filter((v) => v !== 'false')
          .sort()
          .join(',')}`,
    )
    .join('&');

function readSyncToken(listing: Listing, text: string): SyncToken | Refusal {
  const { query, calendar } = listing;
  for (const name of NOT_WITH_TOKEN) {
    if (query.has(name)) {
      return errors.invalid(`Sync token cannot be used with other query restrictions: ${name}.`, 'syncToken');
    }
  }
  if (query.get('showDeleted') === 'false')
    return errors.invalid('showDeleted must not be false with a sync token.', 'showDeleted');
  const token = decode(text) as Partial<SyncToken> | undefined;
  if (typeof token?.since !== 'number' || typeof token.same !== 'string')
    return errors.invalid('Invalid sync token value.', 'syncToken');
  if (token.calendar !== calendar.id || token.since < calendar.oldestToken) return errors.fullSyncRequired();
  if (token.same !== shape(query, SAME_AS_FIRST)) {
    return errors.invalid('The sync token was made by a request with other parameters.', 'syncToken');
  }
  return token as SyncToken;
}

interface Wanted {
  span: Span;
  increment: boolean;
  deleted: boolean;
  updatedMin?: number;
}

function readWanted(listing: Listing, token: SyncToken | undefined): Wanted | Refusal {
  const { query } = listing;
  const times: Record<string, number | undefined> = {};
  for (const name of ['timeMin', 'timeMax', 'updatedMin']) {
    const text = query.get(name);
    if (text === null) continue;
    const at = parseDateTime(text);
    if (at === undefined) return errors.badRequest('Bad Request', 'badRequest', name); // mandatory offset [doc]
    times[name] = at;
  }
  const { timeMin, timeMax, updatedMin } = times;
  if (timeMin !== undefined && timeMax !== undefined && timeMin >= timeMax) {
    return errors.badRequest('The specified time range is empty.', 'timeRangeEmpty', 'timeMax');
  }
  if (updatedMin !== undefined && updatedMin < listing.calendar.oldestUpdate)
    return errors.updatedMinTooLongAgo();
  const increment = token !== undefined;
  const deleted = increment || updatedMin !== undefined || isTrue(query, 'showDeleted');
  return {
    span: { from: timeMin, to: timeMax },
    increment,
    deleted,
    ...(updatedMin === undefined ? {} : { updatedMin }),
  };
}

/** Does any occurrence of a master lie in the span? */
function seriesOverlaps(calendar: CalendarState, master: StoredEvent, span: Span): boolean {
  if (span.from === undefined && span.to === undefined) return true;
  const zone = 'day' in master.start ? calendar.timeZone : zoneOf(master, calendar);
  const length = instantOf(master.end, calendar.timeZone) - instantOf(master.start, calendar.timeZone);
  for (const wall of startsOf(calendar, master)) {
    const at = fromWall(wall, zone);
    if (span.to !== undefined && at >= span.to) return false;
    if (span.from === undefined || at + length > span.from) return true;
  }
  return false;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

function matches(event: StoredEvent, query: URLSearchParams): boolean {
  const uid = query.get('iCalUID');
  if (uid !== null && event.uid !== uid) return false;
  const types = query.getAll('eventTypes');
  if (types.length > 0 && !types.includes(String(event.content.eventType ?? 'default'))) return false;
  for (const side of ['private', 'shared'] as const) {
    const own = (event.content.extendedProperties as Record<string, Record<string, string>> | undefined)?.[
      side
    ];
    for (const pair of query.getAll(`${side}ExtendedProperty`)) {
      const cut = pair.indexOf('=');
      if (own?.[pair.slice(0, cut)] !== pair.slice(cut + 1)) return false; // repeated = and [discovery]
    }
  }
  const q = query.get('q');
  if (q === null) return true;
  const hay = [
    event.content.summary,
    event.content.description,
    event.content.location,
    event.organizer.email,
  ]
    .concat(event.attendees.flatMap((a) => [a.email, a.displayName]))
    .map(text)
    .join('\n');
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((term) => hay.includes(term));
}

/** Is this stored event part of the answer when series are not expanded? */
function shown(listing: Listing, event: StoredEvent, wanted: Wanted): boolean {
  const { calendar, query } = listing;
  if (wanted.updatedMin !== undefined && event.updated < wanted.updatedMin) return false;
  if (event.status === 'cancelled' && !wanted.deleted) {
    // cancelled occurrences of a living series are listed even so [doc]
    const master = event.seriesId ? calendar.events.get(event.seriesId) : undefined;
    if (!master || master.status === 'cancelled') return false;
  }
  if (!matches(event, query)) return false;
  return event.recurrence
    ? seriesOverlaps(calendar, event, wanted.span)
    : overlaps(calendar, event, wanted.span);
}

/** Entries of the log after a place in it, each event once, at its latest change. */
function* walk(listing: Listing, after: [number, string]): Generator<StoredEvent> {
  const { log } = indexOf(listing.world, listing.calendar);
  let [low, high] = [0, log.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = log[middle]!;
    if (entry.stamp < after[0] || (entry.stamp === after[0] && entry.id <= after[1])) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < log.length; i++) {
    const entry = log[i]!;
    const event = listing.calendar.events.get(entry.id);
    if (event?.stamp === entry.stamp) yield event;
  }
}

/** singleEvents=true: occurrences in place of masters. */
function expand(listing: Listing, events: Iterable<StoredEvent>, wanted: Wanted): StoredEvent[] {
  const { world, calendar, query } = listing;
  const found = new Map<string, StoredEvent>();
  for (const event of events) {
    if (event.seriesId && event.status !== 'cancelled') found.set(event.id, event);
    else if (!event.recurrence) found.set(event.id, event);
    else {
      const span = { ...wanted.span, to: wanted.span.to ?? world.now() + EXPANSION };
      for (const one of instancesOf(world, calendar, event, span)) found.set(one.id, one);
    }
  }
  const list = [...found.values()].filter(
    (e) =>
      (wanted.deleted || e.status !== 'cancelled') && matches(e, query) && overlaps(calendar, e, wanted.span),
  );
  if (query.get('orderBy') !== 'startTime') return list;
  const startOf = (e: StoredEvent) => instantOf(e.start, calendar.timeZone);
  return list.sort((a, b) => startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1));
}

function pageSize(query: URLSearchParams): number | Refusal {
  const given = query.get('maxResults');
  if (given === null) return 250;
  const size = Number(given);
  if (!Number.isInteger(size) || size < 1)
    return errors.invalid(`Invalid integer value: '${given}'.`, 'maxResults');
  return Math.min(size, 2500); // [doc]
}

function envelope(listing: Listing, items: Json[], more: Json): Json {
  const { calendar, accessRole, world } = listing;
  return {
    kind: 'calendar#events',
    etag: `"p3${calendar.stamp.toString(32)}o0o"`,
    summary: calendar.summary,
    description: calendar.description,
    updated: isoMs(calendar.stamp ? Math.floor(calendar.stamp / 1000) : world.now()),
    timeZone: listing.query.get('timeZone') ?? calendar.timeZone,
    accessRole,
    defaultReminders: calendar.defaultReminders,
    ...more,
    items,
  };
}

function readView(listing: Listing): View | Refusal {
  const zone = listing.query.get('timeZone') ?? undefined;
  if (zone !== undefined && !isZone(zone)) return errors.invalid('Invalid time zone.', 'timeZone');
  const max = listing.query.get('maxAttendees');
  return { zone, viewer: listing.viewer, maxAttendees: max === null ? undefined : Number(max) };
}

function readPageToken(listing: Listing, asked: string): PageToken | undefined | Refusal {
  const given = listing.query.get('pageToken');
  if (given === null) return undefined;
  const token = decode(given) as PageToken | undefined;
  if (typeof token?.start !== 'number' || token.asked !== asked)
    return errors.invalid('Invalid page token value.', 'pageToken');
  return token;
}

/** events.list. */
export function listEvents(listing: Listing): Json | Refusal {
  const { world, calendar, query } = listing;
  const view = readView(listing);
  const size = pageSize(query);
  if (view instanceof Refusal) return view;
  if (size instanceof Refusal) return size;
  const single = isTrue(query, 'singleEvents');
  const order = query.get('orderBy');
  if (order !== null && !['startTime', 'updated'].includes(order))
    return errors.invalid('Invalid orderBy value.', 'orderBy');
  if (order === 'startTime' && !single) {
    return errors.badRequest(
      'The requested ordering is not available for the particular query.',
      'badRequest',
      'orderBy',
    );
  }
  const given = query.get('syncToken');
  const token = given === null ? undefined : readSyncToken(listing, given);
  if (token instanceof Refusal) return token;
  const wanted = readWanted(listing, token);
  if (wanted instanceof Refusal) return wanted;
  const asked = [...query]
    .filter(([k]) => k !== 'pageToken' && k !== 'maxResults')
    .map((p) => p.join('='))
    .sort()
    .join('&');
  const page = readPageToken(listing, asked);
  if (page instanceof Refusal) return page;
  const start = page?.start ?? Math.max(world.state.stamp, calendar.stamp);
  const after: [number, string] = page?.after ?? [token?.since ?? 0, '\uffff'];
  const items: Json[] = [];
  let next: PageToken | undefined;
  if (single) {
    const all = expand(listing, walk(listing, [token?.since ?? 0, '\uffff']), wanted);
    const from = page?.offset ?? 0;
    for (const event of all.slice(from, from + size)) items.push(listedJson(calendar, event, view));
    if (all.length > from + size) next = { start, offset: from + size, asked };
  } else {
    let last: [number, string] = after;
    for (const event of walk(listing, after)) {
      if (!shown(listing, event, wanted)) continue;
      if (items.length === size) {
        next = { start, after: last, asked };
        break;
      }
      items.push(listedJson(calendar, event, view));
      last = [event.stamp, event.id];
    }
  }
  if (next) return envelope(listing, items, { nextPageToken: encode(next) });
  if (NO_TOKEN_AFTER.some((name) => query.has(name))) return envelope(listing, items, {});
  const sync: SyncToken = {
    since: start,
    same: token?.same ?? shape(query, SAME_AS_FIRST),
    calendar: calendar.id,
  };
  return envelope(listing, items, { nextSyncToken: encode(sync) });
}

/** events.instances. Of an occurrence it answers that one [L]. */
export function listInstances(listing: Listing, id: string): Json | Refusal {
  const { world, calendar, query } = listing;
  const view = readView(listing);
  const size = pageSize(query);
  const wanted = readWanted(listing, undefined);
  if (view instanceof Refusal) return view;
  if (size instanceof Refusal) return size;
  if (wanted instanceof Refusal) return wanted;
  const event = findEvent(world, calendar, id);
  if (!event) return errors.notFound();
  let all = event.recurrence
    ? instancesOf(world, calendar, event, wanted.span)
    : event.seriesId
      ? [event]
      : [];
  if (!wanted.deleted) all = all.filter((e) => e.status !== 'cancelled');
  const original = query.get('originalStart');
  if (original !== null) {
    const at = parseDateTime(original);
    all = all.filter(
      (e) => e.original && ('day' in e.original ? e.original.day === original : e.original.at === at),
    );
  }
  const page = readPageToken(listing, id);
  if (page instanceof Refusal) return page;
  const from = page?.offset ?? 0;
  const items = all
    .slice(from, from + size)
    .map((e) => (e.status === 'cancelled' ? listedJson(calendar, e, view) : eventJson(calendar, e, view)));
  if (all.length > from + size) {
    return envelope(listing, items, {
      nextPageToken: encode({ start: calendar.stamp, offset: from + size, asked: id }),
    });
  }
  return envelope(listing, items, {});
}
