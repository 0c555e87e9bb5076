/**
 * Sync tokens and page tokens: places in the log of changes, opaque to clients. Refuses parameters that do not go with a
 * sync token, garbled tokens (400), and tokens that are too old or another calendar's (410).
 */

import type { Refusal } from './errors.ts';
import * as errors from './errors.ts';
import type { CalendarState, World } from './state.ts';

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
/** Parameters that every increment must share with its first full listing; maxResults may differ (assumption). */
export const SAME_AS_FIRST = [
  'singleEvents',
  'eventTypes',
  'showHiddenInvitations',
  'timeZone',
  'maxAttendees',
];

export const encode = (value: unknown): string =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
function decode(text: string): unknown {
  try {
    return JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return undefined;
  }
}

export interface SyncToken {
  since: number;
  same: string;
  calendar: string;
  user: string;
}

export interface PageToken extends Partial<SyncToken> {
  start: number;
  /** Where the page before ended: in the log, or in a sorted list. */
  after?: [stamp: number, id: string];
  offset?: number;
  asked: string;
}

export const isTrue = (query: URLSearchParams, name: string): boolean => query.get(name) === 'true';
export const shape = (query: URLSearchParams, names: string[]): string =>
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

export function readSyncToken(listing: Listing, text: string): SyncToken | Refusal {
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
  // tokens are per user: another's is answered 410 [seen]
  if (token.user !== listing.viewer || token.calendar !== calendar.id || token.since < calendar.oldestToken)
    return errors.fullSyncRequired();
  if (token.same !== shape(query, SAME_AS_FIRST)) {
    return errors.invalid('The sync token was made by a request with other parameters.', 'syncToken');
  }
  return token as SyncToken;
}

export function readPageToken(listing: Listing, asked: string): PageToken | undefined | Refusal {
  const given = listing.query.get('pageToken');
  if (given === null) return undefined;
  const token = decode(given) as PageToken | undefined;
  if (typeof token?.start !== 'number' || token.asked !== asked)
    return errors.invalid('Invalid page token value.', 'pageToken');
  return token;
}

/** What must be the same on every page of one listing. */
export const askedOf = (query: URLSearchParams): string =>
  [...query]
    .filter(([k]) => k !== 'pageToken' && k !== 'maxResults')
    .map((p) => p.join('='))
    .sort()
    .join('&');
