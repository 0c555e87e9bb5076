/**
 * What a listing was asked for: spans of time, search, extended properties, deleted ones or not. Refuses malformed and empty
 * spans, and an updatedMin that is too long ago.
 */

import type { Refusal } from './errors.ts';
import * as errors from './errors.ts';
import { overlaps, type Span, startsOf, zoneOf } from './series.ts';
import type { CalendarState, StoredEvent } from './state.ts';
import { isTrue, type Listing, type SyncToken } from './sync.ts';
import { fromWall, instantOf, parseDateTime } from './times.ts';

export interface Wanted {
  span: Span;
  increment: boolean;
  deleted: boolean;
  updatedMin?: number;
}

export function readWanted(listing: Listing, token: SyncToken | undefined): Wanted | Refusal {
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

export function matches(event: StoredEvent, query: URLSearchParams): boolean {
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
export function shown(listing: Listing, event: StoredEvent, wanted: Wanted): boolean {
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
