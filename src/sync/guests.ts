// Guests merge as a set of lower-cased addresses and are never replaced (rules C on guests). Pure.
import { createHash } from 'node:crypto';
import type { CalendarEvent, Guest } from '../google/event.ts';
import type { EventBase } from './base.ts';

/** A short hash of an address, for the event's marks: enough to know an address again, too little to read it. */
export function hashAddress(address: string): string {
  const known = hashes.get(address);
  if (known) return known;
  const hash = createHash('sha256').update(address).digest('hex').slice(0, 10);
  if (hashes.size >= MOST_KEPT) hashes.clear();
  hashes.set(address, hash);
  return hash;
}

/** The same few people are in every meeting. */
const MOST_KEPT = 1_000;
const hashes = new Map<string, string>();

const hashesOf = (mark: string | undefined): ReadonlySet<string> =>
  new Set((mark ?? '').split(',').filter(Boolean));

export interface GuestMerge {
  /** Attendees as they shall be, `raw` objects kept; null when nothing changes. */
  readonly attendees: readonly Readonly<Record<string, unknown>>[] | null;
  readonly added: readonly string[];
  readonly dropped: readonly string[];
  /** Everybody who is invited afterwards, fixed ones (rooms, the organizer) left out. */
  readonly present: readonly string[];
  readonly given: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Merges the guests that Notion wants with those that the event has.
 * - whom a person added in Calendar stays; whom Notion gave and takes away leaves
 * - whom a person took off in Calendar stays off until removed and added again in Notion
 * Without a base, the event's marks say whom Notion gave and whom a person took off.
 */
export function mergeGuests(
  want: readonly string[],
  event: CalendarEvent | null,
  base: EventBase | undefined,
): GuestMerge {
  const guests: readonly Guest[] = event?.guests ?? [];
  const there = new Set(guests.map((guest) => guest.email));
  const known = base ?? fromMarks(event, [...there, ...want]);
  const removed = new Set(known.removed);
  // A deleted event may have lost its guests (a bare tombstone): that says nothing about what people want.
  const isReadable = event !== null && event.status !== 'cancelled';
  for (const address of known.given) if (isReadable && !there.has(address)) removed.add(address);
  for (const address of removed) if (!want.includes(address)) removed.delete(address);
  const added = want.filter((address) => !there.has(address) && !removed.has(address));
  const dropped = guests
    .filter((guest) => !guest.fixed && known.given.includes(guest.email) && !want.includes(guest.email))
    .map((guest) => guest.email);
  const stay = guests.filter((guest) => !dropped.includes(guest.email));
  const isSame = added.length === 0 && dropped.length === 0;
  return {
    attendees: isSame ? null : [...stay.map((guest) => guest.raw), ...added.map((email) => ({ email }))],
    added,
    dropped,
    present: [...stay.filter((guest) => !guest.fixed).map((guest) => guest.email), ...added],
    given: want.filter((address) => !removed.has(address)),
    removed: [...removed],
  };
}

function fromMarks(
  event: CalendarEvent | null,
  addresses: readonly string[],
): Pick<EventBase, 'given' | 'removed'> {
  const given = hashesOf(event?.marks.given);
  const removed = hashesOf(event?.marks.removed);
  const unique = [...new Set(addresses)];
  return {
    given: unique.filter((address) => given.has(hashAddress(address))),
    removed: unique.filter((address) => removed.has(hashAddress(address))),
  };
}
