/**
 * All that the twin knows, as plain data: calendars with their events, users' lists, tokens, channels, the outbox, the
 * journal. Everything here survives `freeze`/`thaw`; what is derived (indexes by series and by change) is rebuilt.
 * Refuses nothing: rules live in the files that write.
 */
import type { Mail } from './attendees.ts';
import type { Fault } from './faults.ts';
import type { Moment } from './times.ts';

export interface Person {
  email: string;
  displayName?: string;
}

export interface Attendee {
  email: string;
  responseStatus: string;
  displayName?: string;
  optional?: boolean;
  resource?: boolean;
  comment?: string;
  additionalGuests?: number;
}

/** Once stored it is not changed, but replaced. */
export interface StoredEvent {
  id: string;
  /** Microseconds; grows with every write, shared by a whole series [rec]. The etag is twice this number [rec]. */
  stamp: number;
  created: number;
  /** Milliseconds; unlike `stamp` it stays when only reminders change [doc]. */
  updated: number;
  sequence: number;
  status: 'confirmed' | 'tentative' | 'cancelled';
  start: Moment;
  end: Moment;
  /** Every writable field that needs no handling of its own: summary, description, extendedProperties … */
  content: Record<string, unknown>;
  attendees: Attendee[];
  recurrence?: string[];
  seriesId?: string;
  original?: Moment;
  uid: string;
  organizer: Person;
  creator: Person;
  /** Listed as a bare tombstone (`{kind,etag,id,status}`) rather than as a whole cancelled event; both exist [rec]. */
  stub?: boolean;
  /** The series whose deletion took this exception away: it comes back with it. */
  fellWith?: string;
}

export type Role = 'none' | 'freeBusyReader' | 'reader' | 'writerWithoutPrivateAccess' | 'writer' | 'owner';

export interface CalendarState {
  id: string;
  summary: string;
  description: string;
  location?: string;
  timeZone: string;
  stamp: number;
  dataOwner: string;
  /** Who may do what: e-mail, `domain:example.com`, or `default` for everybody. */
  acl: Map<string, Role>;
  defaultReminders: { method: string; minutes: number }[];
  events: Map<string, StoredEvent>;
  /** Sync tokens with an older stamp are answered 410. */
  oldestToken: number;
  /** `updatedMin` before this (ms) is answered 410. */
  oldestUpdate: number;
}

export interface Principal {
  email: string;
  /** A service account acting as itself: it may not invite [doc]. */
  service: boolean;
  scopes: string[];
}

interface AccessToken extends Principal {
  expires: number;
  /** What it was made from (`refresh:…`, `key`): revoking that kills it. */
  source: string;
}

interface Grant {
  email: string;
  scopes: string[];
  revoked: boolean;
}

export interface ListEntry {
  id: string;
  stamp: number;
  summaryOverride?: string;
  colorId?: string;
  hidden?: boolean;
  selected?: boolean;
  deleted?: boolean;
}

export interface Channel {
  id: string;
  resourceId: string;
  resourceUri: string;
  calendarId: string;
  address: string;
  token?: string;
  expires: number;
  owner: string;
  messages: number;
  stopped: boolean;
}

/** One line of the journal. `status` 0: no answer reached the caller. */
export interface Call {
  method: string;
  path: string;
  operation: string;
  status: number;
  at: number;
  write: boolean;
  token?: true;
  principal?: string;
  query?: Record<string, string>;
  body?: unknown;
  ifMatch?: string;
  /** Names in the body that Google's Event does not have. */
  unknown?: string[];
  /** The fault that was let loose on it. */
  fault?: string;
}

export interface Push {
  channel: string;
  state: string;
  number: number;
  at: number;
  result: 'delivered' | 'lost' | 'failed' | 'held';
  status?: number;
}

export interface TwinState {
  stamp: number;
  calendarId: string;
  calendars: Map<string, CalendarState>;
  lists: Map<string, Map<string, ListEntry>>;
  tokens: Map<string, AccessToken>;
  grants: Map<string, Grant>;
  codes: Map<string, Grant & { challenge?: string }>;
  clients: Map<string, string>;
  users: string[];
  delegation: boolean;
  keyRevoked: boolean;
  key: { client_email: string; private_key: string; private_key_id: string; jwk: JsonWebKey };
  channels: Map<string, Channel>;
  heldPushes: { channel: string; state: string }[];
  pushes: Push[];
  outbox: Mail[];
  calls: Call[];
  faults: Fault[];
  /** Answers of writes given with a lost answer whose effect is still to come. */
  late: { method: string; url: string; headers: [string, string][]; body: string; after: number }[];
  clockShift: number;
  /** What becomes of exceptions that a rule changed through the API no longer produces. */
  orphans: 'keep' | 'drop';
  /** What the change listing shows of deleted single events. */
  tombstones: 'whole' | 'stub';
}

/** What a write needs beside the state: time, chance, and who is to be told of a change. */
export interface World {
  state: TwinState;
  now: () => number;
  random: () => number;
  index: Map<string, CalendarIndex>;
  /** An event of this calendar changed: its channels are to hear of it. */
  changed: (calendarId: string) => void;
  push: (channel: Channel, state: string) => void;
}

/** Derived look-ups of one calendar. `log` is append-only in order of stamp; entries overtaken since are skipped. */
export interface CalendarIndex {
  exceptions: Map<string, Set<string>>;
  ranges: Map<string, Set<string>>;
  log: { stamp: number; id: string }[];
}

/** A fresh, ever growing microsecond stamp. */
export function nextStamp(world: World): number {
  world.state.stamp = Math.max(world.state.stamp + 1, Math.floor(world.now()) * 1000);
  return world.state.stamp;
}

/** Random letters of base32hex, as in the ids that Google makes. */
export function randomId(world: World, length: number): string {
  let id = '';
  while (id.length < length) id += Math.floor(world.random() * 32).toString(32);
  return id;
}

function note(map: Map<string, Set<string>>, key: string, id: string): void {
  const set = map.get(key);
  if (set) set.add(id);
  else map.set(key, new Set([id]));
}

/** The id that instances of a master are made from: `abc` for `abc` and for `abc_R20250326T123000`. */
export const baseId = (masterId: string): string => masterId.replace(/_R\d{8}(T\d{6})?$/, '');

export function indexOf(world: World, calendar: CalendarState): CalendarIndex {
  const known = world.index.get(calendar.id);
  if (known) return known;
  const index: CalendarIndex = { exceptions: new Map(), ranges: new Map(), log: [] };
  for (const event of calendar.events.values()) {
    if (event.seriesId) note(index.exceptions, event.seriesId, event.id);
    if (baseId(event.id) !== event.id) note(index.ranges, baseId(event.id), event.id);
    index.log.push({ stamp: event.stamp, id: event.id });
  }
  index.log.sort((a, b) => a.stamp - b.stamp || (a.id < b.id ? -1 : 1));
  world.index.set(calendar.id, index);
  return index;
}

/** Stores events that one write touched, all under one stamp, in the order in which listings show them. */
export function putEvents(world: World, calendar: CalendarState, events: StoredEvent[], stamp: number): void {
  const index = indexOf(world, calendar);
  for (const event of [...events].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const before = calendar.events.get(event.id);
    if (before?.seriesId && before.seriesId !== event.seriesId) {
      index.exceptions.get(before.seriesId)?.delete(event.id);
    }
    event.stamp = stamp;
    calendar.events.set(event.id, event);
    if (event.seriesId) note(index.exceptions, event.seriesId, event.id);
    if (baseId(event.id) !== event.id) note(index.ranges, baseId(event.id), event.id);
    index.log.push({ stamp, id: event.id });
  }
  calendar.stamp = stamp;
  if (index.log.length > 1000 && index.log.length > 3 * calendar.events.size) {
    index.log = index.log.filter((entry) => calendar.events.get(entry.id)?.stamp === entry.stamp);
  }
  world.changed(calendar.id);
}

/** Exceptions (moved, changed or cancelled occurrences) of one master. */
export function exceptionsOf(world: World, calendar: CalendarState, masterId: string): StoredEvent[] {
  const ids = indexOf(world, calendar).exceptions.get(masterId);
  return [...(ids ?? [])]
    .flatMap((id) => calendar.events.get(id) ?? [])
    .filter((e) => e.seriesId === masterId);
}

/** A user's list of calendars. */
export function listOf(world: World, email: string): Map<string, ListEntry> {
  const known = world.state.lists.get(email);
  if (known) return known;
  const fresh = new Map<string, ListEntry>();
  world.state.lists.set(email, fresh);
  return fresh;
}

/** Plain JSON of the state, for storage. */
export const freeze = (state: TwinState): unknown =>
  JSON.parse(
    JSON.stringify(state, (_key, value: unknown) => (value instanceof Map ? { $map: [...value] } : value)),
  );

/** The state that `freeze` wrote. */
export const thaw = (frozen: unknown): TwinState => copyOf(frozen) as TwinState;

function copyOf(frozen: unknown): unknown {
  if (typeof frozen !== 'object' || frozen === null) return frozen;
  if (Array.isArray(frozen)) return frozen.map(copyOf);
  if ('$map' in frozen) return new Map(copyOf(frozen.$map) as [unknown, unknown][]);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(frozen)) copy[key] = copyOf((frozen as Record<string, unknown>)[key]);
  return copy;
}
