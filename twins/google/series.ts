/**
 * Series: which occurrences a master has, what an occurrence looks like before anybody touched it, and how one is found
 * by its id. Changed or cancelled occurrences are stored as events of their own ("exceptions"). Writes nothing.
 */
import { momentOfWall, occurrences, parseRecurrence } from './recurrence.ts';
import { baseId, type CalendarState, exceptionsOf, indexOf, type StoredEvent, type World } from './state.ts';
import { compact, DAY, fromWall, instantOf, type Moment, wallOf } from './times.ts';

/** How far ahead an endless series is expanded when nobody said where to stop. assumption: two years. */
export const EXPANSION = 730 * DAY;
const INSTANCE_ID = /^(.+)_(\d{8}(?:T\d{6}Z)?)$/;

export interface Span {
  /** Only occurrences that end after this instant (ms). */
  from?: number | undefined;
  /** Only occurrences that start before this instant (ms). */
  to?: number | undefined;
}

const isAllDay = (event: StoredEvent): boolean => 'day' in event.start;
/** The zone that a series recurs in; days have none and are counted as they stand. */
export const zoneOf = (event: StoredEvent, calendar: CalendarState): string =>
  'day' in event.start ? 'UTC' : (event.start.zone ?? calendar.timeZone);

const lengthOf = (event: StoredEvent, calendar: CalendarState): number => {
  const zone = zoneOf(event, calendar);
  return wallOf(event.end, zone) - wallOf(event.start, zone);
};

/** The wall-clock starts of a master, ascending and possibly endless. */
export function* startsOf(calendar: CalendarState, master: StoredEvent): Generator<number> {
  const zone = zoneOf(master, calendar);
  const recurrence = parseRecurrence(master.recurrence ?? [], zone, isAllDay(master));
  if (recurrence) yield* occurrences(recurrence, wallOf(master.start, zone));
}

const instanceId = (masterId: string, original: Moment): string => `${baseId(masterId)}_${compact(original)}`;

/** Untouched occurrences of a master, by their original time. */
const untouched = new WeakMap<StoredEvent, Map<string, StoredEvent>>();

/** An occurrence as the series has it, at its original time. Shares the master's etag (assumption). */
function virtualInstance(calendar: CalendarState, master: StoredEvent, original: Moment): StoredEvent {
  const known = untouched.get(master) ?? new Map<string, StoredEvent>();
  untouched.set(master, known);
  const key = `${compact(original)} ${calendar.timeZone}`;
  const instance = known.get(key) ?? makeInstance(calendar, master, original);
  known.set(key, instance);
  return instance;
}

function makeInstance(calendar: CalendarState, master: StoredEvent, original: Moment): StoredEvent {
  const zone = zoneOf(master, calendar);
  const allDay = isAllDay(master);
  const wallEnd = wallOf(original, zone) + lengthOf(master, calendar);
  const end = momentOfWall(wallEnd, allDay, zone);
  if ('at' in end && 'at' in master.end && master.end.zone) end.zone = master.end.zone;
  const { recurrence: _none, stub: _stub, ...rest } = master;
  return {
    ...rest,
    id: instanceId(master.id, original),
    seriesId: master.id,
    original,
    start: original,
    end,
  };
}

/** Masters whose occurrences have ids made of this base: the series itself and what was split off it. */
function mastersOf(world: World, calendar: CalendarState, base: string): StoredEvent[] {
  const ids = [base, ...(indexOf(world, calendar).ranges.get(base) ?? [])];
  return ids.flatMap((id) => calendar.events.get(id) ?? []).filter((e) => e.recurrence);
}

function occurrenceById(calendar: CalendarState, master: StoredEvent, stamp: string): Moment | undefined {
  const zone = zoneOf(master, calendar);
  const allDay = isAllDay(master);
  if (allDay !== (stamp.length === 8)) return undefined;
  for (const wall of startsOf(calendar, master)) {
    const moment = momentOfWall(wall, allDay, zone);
    const own = compact(moment);
    if (own === stamp) return moment;
    if (own > stamp) return undefined;
  }
  return undefined;
}

/** The event of that id: stored, or an occurrence that nobody has touched yet. */
export function findEvent(world: World, calendar: CalendarState, id: string): StoredEvent | undefined {
  const stored = calendar.events.get(id);
  const dropped = stored?.status === 'cancelled' && !stored.seriesId && INSTANCE_ID.test(id);
  if (stored && !dropped) return stored;
  const m = INSTANCE_ID.exec(id);
  if (!m) return stored;
  for (const master of mastersOf(world, calendar, m[1]!)) {
    if (master.status === 'cancelled') continue;
    const original = occurrenceById(calendar, master, m[2]!);
    if (original) return virtualInstance(calendar, master, original);
  }
  return stored;
}

/** Does the master's rule still produce this exception? */
export function isProduced(calendar: CalendarState, master: StoredEvent, exception: StoredEvent): boolean {
  if (!exception.original) return false;
  return occurrenceById(calendar, master, compact(exception.original)) !== undefined;
}

export function overlaps(calendar: CalendarState, event: StoredEvent, span: Span): boolean {
  if (span.from !== undefined && instantOf(event.end, calendar.timeZone) <= span.from) return false;
  return span.to === undefined || instantOf(event.start, calendar.timeZone) < span.to;
}

/** All occurrences of a master inside a span: untouched ones, and its exceptions (cancelled ones too), by start. */
export function instancesOf(
  world: World,
  calendar: CalendarState,
  master: StoredEvent,
  span: Span,
): StoredEvent[] {
  const exceptions = exceptionsOf(world, calendar, master.id);
  const taken = new Set(exceptions.map((e) => e.id));
  const zone = zoneOf(master, calendar);
  const allDay = isAllDay(master);
  const length = lengthOf(master, calendar);
  const last = span.to ?? Math.max(world.now(), instantOf(master.start, calendar.timeZone)) + EXPANSION;
  const found = exceptions.filter((e) => overlaps(calendar, e, span));
  for (const wall of master.status === 'cancelled' ? [] : startsOf(calendar, master)) {
    const own = allDay ? calendar.timeZone : zone;
    if (fromWall(wall, own) >= last) break;
    if (span.from !== undefined && fromWall(wall + length, own) <= span.from) continue;
    const instance = virtualInstance(calendar, master, momentOfWall(wall, allDay, zone));
    if (!taken.has(instance.id)) found.push(instance);
  }
  const startOf = (e: StoredEvent) => instantOf(e.start, calendar.timeZone);
  return found.sort((a, b) => startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1));
}
