/**
 * events.list and events.instances. Listings run along the log of changes, so that an increment costs what changed and not
 * what there is. Refuses orders that are not to be had, and bad page sizes.
 */
import * as errors from './errors.ts';
import { Refusal } from './errors.ts';
import { matches, readWanted, shown, type Wanted } from './filter.ts';
import { eventJson, isoMs, type Json, listedJson, type View } from './resource.ts';
import { EXPANSION, findEvent, instancesOf, overlaps } from './series.ts';
import { indexOf, type StoredEvent } from './state.ts';
import {
  askedOf,
  encode,
  isTrue,
  type Listing,
  type PageToken,
  readPageToken,
  readSyncToken,
  SAME_AS_FIRST,
  type SyncToken,
  shape,
} from './sync.ts';
import { instantOf, isZone, parseDateTime } from './times.ts';

export type { Listing } from './sync.ts';

const NO_TOKEN_AFTER = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'updatedMin',
]; // assumption
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
    else if (!event.recurrence) {
      if (!found.has(event.id)) found.set(event.id, event); // a tombstone gives way to a living occurrence
    } else {
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
  const asked = askedOf(query);
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
    user: listing.viewer,
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
