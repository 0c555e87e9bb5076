/**
 * Putting a checked draft in place of what was there, and taking events away. Every write gets a fresh stamp, and a series
 * moves as one: master and exceptions share the stamp of the last write to any of them [rec]. Refuses nothing.
 */
import { compareGuests, mail, type SendUpdates } from './attendees.ts';
import { type Draft, isObject } from './fields.ts';
import { isProduced } from './series.ts';
import {
  type CalendarState,
  exceptionsOf,
  nextStamp,
  type Principal,
  putEvents,
  type StoredEvent,
  type World,
} from './state.ts';
import { instantOf, sameMoment } from './times.ts';

export interface Write {
  world: World;
  calendar: CalendarState;
  by: Principal;
  send: SendUpdates;
  ifMatch?: string | undefined;
  /** conferenceDataVersion=1 and supportsAttachments=true were given; without them those fields are not touched. */
  conference?: boolean;
  attachments?: boolean;
  /** What becomes of exceptions that a changed rule no longer produces: the API keeps them [I], the web UI drops them [rec]. */
  orphans?: 'keep' | 'drop';
}

const inOrder = (_key: string, value: unknown): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;

/** The same JSON, whatever the order of names. */
export const same = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a) === JSON.stringify(b) || JSON.stringify(a, inOrder) === JSON.stringify(b, inOrder);

/** Fields of a changed rule that only shorten it: these do not count as a change of time (sequence stays [rec]). */
const pattern = (lines: string[] | undefined): string =>
  (lines ?? [])
    .map((line) => line.replace(/;(UNTIL|COUNT)=[^;]*/gi, ''))
    .sort()
    .join('\n');

/** The rest of a series that moves along with one of its members: same stamp and `updated` for all of them [rec]. */
function familyOf(write: Write, member: StoredEvent, updated: number): StoredEvent[] {
  const { world, calendar } = write;
  const masterId = member.seriesId ?? member.id;
  const master = calendar.events.get(masterId);
  const family = [...(master ? [master] : []), ...exceptionsOf(world, calendar, masterId)];
  return family.filter((e) => e.id !== member.id && !e.fellWith).map((e) => ({ ...e, updated }));
}

/** A changed master's exceptions: they take over what changed [rec, from "all events" in the UI; assumption for the API]. */
function follow(
  write: Write,
  before: StoredEvent,
  after: StoredEvent,
  exceptions: StoredEvent[],
  anchored: boolean,
): void {
  const changed = new Set([...Object.keys(before.content), ...Object.keys(after.content)]);
  const guests = compareGuests(before.attendees, after.attendees);
  const gone = new Set(guests.removed.map((g) => g.email.toLowerCase()));
  for (const one of exceptions) {
    const content = { ...one.content };
    for (const key of changed) {
      if (same(before.content[key], after.content[key])) continue;
      if (after.content[key] === undefined) delete content[key];
      else content[key] = structuredClone(after.content[key]);
    }
    one.content = content;
    const kept = one.attendees.filter((g) => !gone.has(g.email.toLowerCase()));
    one.attendees = [...kept, ...compareGuests(kept, guests.added).added];
    const orphan = !after.recurrence || !isProduced(write.calendar, after, one);
    if (anchored && orphan && (write.orphans === 'drop' || !after.recurrence)) drop(one);
  }
}

/** What an occurrence becomes when the web UI cuts it off: a bare tombstone without its series [rec]. */
export function drop(exception: StoredEvent): void {
  exception.status = 'cancelled';
  exception.stub = true;
  delete exception.seriesId;
  delete exception.original;
}

function tell(write: Write, before: StoredEvent, after: StoredEvent, moved: boolean): void {
  const { world, calendar, by, send } = write;
  const guests = compareGuests(before.attendees, after.attendees);
  if (before.status === 'cancelled' && after.status !== 'cancelled') {
    mail(world, calendar, after, 'invitation', after.attendees, by, send);
    return;
  }
  const words = ['summary', 'description', 'location'].some(
    (k) => !same(before.content[k], after.content[k]),
  );
  mail(world, calendar, after, 'invitation', guests.added, by, send);
  mail(world, calendar, after, 'cancellation', guests.removed, by, send);
  // assumption: a change of guests alone is told to nobody else; so are colour, reminders, free/busy, own properties
  if (moved || words || before.status !== after.status)
    mail(world, calendar, after, 'update', guests.kept, by, send);
}

/** Exceptions that fell with their series come back with it (assumption). */
function fallenWith(write: Write, master: StoredEvent): StoredEvent[] {
  const fallen = exceptionsOf(write.world, write.calendar, master.id).filter((e) => e.fellWith === master.id);
  return fallen.map(({ fellWith: _fell, stub: _stub, ...e }) => ({
    ...e,
    status: 'confirmed',
    updated: master.updated,
  }));
}

/** Puts a checked draft in place of what was there. */
export function replaceEvent(write: Write, before: StoredEvent, draft: Draft): StoredEvent {
  const { world, calendar } = write;
  const at = (e: { start: Draft['start']; end: Draft['end'] }) =>
    `${instantOf(e.start, calendar.timeZone)} ${instantOf(e.end, calendar.timeZone)} ${'day' in e.start}`;
  const moved = at(before) !== at(draft);
  const ruled = pattern(before.recurrence) !== pattern(draft.recurrence);
  const anchored =
    moved || !same(before.recurrence, draft.recurrence) || !sameMoment(before.start, draft.start);
  const { recurrence: _old, stub: _stub, fellWith: _fell, ...rest } = before;
  const now = world.now();
  const after: StoredEvent = {
    ...rest,
    ...draft,
    sequence: before.sequence + (moved || ruled ? 1 : 0),
    updated: now,
  };
  const others = ({ content, ...e }: StoredEvent) => ({
    ...e,
    updated: 0,
    content: { ...content, reminders: 0 },
  });
  if (same(others(before), others(after))) after.updated = before.updated; // reminders only [doc]
  const family = familyOf(write, after, after.updated);
  if (before.status === 'cancelled' && after.status !== 'cancelled') family.push(...fallenWith(write, after));
  if (before.recurrence) follow(write, before, after, family, anchored);
  putEvents(world, calendar, [after, ...family], nextStamp(world));
  tell(write, before, after, moved || ruled || !same(before.recurrence, draft.recurrence));
  return after;
}

/** Takes an event away: a tombstone stays. A series takes its exceptions along. */
export function removeEvent(write: Write, before: StoredEvent): StoredEvent {
  const { world, calendar, by, send } = write;
  const updated = world.now();
  const single = !before.recurrence && !before.seriesId;
  const gone: StoredEvent = {
    ...before,
    status: 'cancelled',
    updated,
    stub: !single || world.state.tombstones === 'stub',
  };
  const family = familyOf(write, gone, updated);
  if (before.recurrence) {
    for (const one of family) {
      if (one.status === 'cancelled') continue;
      Object.assign(one, { status: 'cancelled', stub: true, fellWith: before.id });
    }
  }
  putEvents(world, calendar, [gone, ...family], nextStamp(world));
  mail(world, calendar, gone, 'cancellation', before.attendees, by, send);
  return gone;
}
