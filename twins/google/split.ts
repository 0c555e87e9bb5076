/**
 * "This and following", as the web UI does it: the master gets an UNTIL at the end of the day before, its exceptions from
 * there on fall away as bare tombstones, and a new master takes over with title, guests and extended properties copied.
 * Its id is `<id>_R<yyyymmddThhmmss>`; when the time was changed as well it is a wholly new id [both rec].
 */

import { drop, removeEvent, replaceEvent, type Write } from './replace.ts';
import { startsOf, zoneOf } from './series.ts';
import { baseId, exceptionsOf, nextStamp, putEvents, randomId, type StoredEvent } from './state.ts';
import { compact, DAY, dayOfWall, fromWall, instantOf, type Moment, wallOf } from './times.ts';

const untilBefore = (cut: Moment, zone: string): string => {
  if ('day' in cut) return compact({ day: dayOfWall(wallOf(cut, zone) - DAY) });
  const midnight = Math.floor(wallOf(cut, zone) / DAY) * DAY;
  return compact({ at: fromWall(midnight, zone) - 1000 });
};

/** Everything changed since a stamp gets one stamp: the UI writes it all at once [rec]. */
export function unify(write: Write, since: number): void {
  const { world, calendar } = write;
  const touched = [...calendar.events.values()].filter((e) => e.stamp > since).map((e) => ({ ...e }));
  if (touched.length > 0) putEvents(world, calendar, touched, nextStamp(world));
}

/** Number of occurrences of a master before the cut. */
function countBefore(write: Write, master: StoredEvent, cut: Moment): number {
  const limit = wallOf(cut, zoneOf(master, write.calendar));
  let count = 0;
  for (const wall of startsOf(write.calendar, master)) {
    if (wall >= limit) break;
    count += 1;
  }
  return count;
}

/** A rule that ends there, parts in the UI's order: FREQ, WKST, UNTIL, then the rest (assumption; FREQ, UNTIL [rec]). */
function withUntil(line: string, until: string): string {
  if (!/^RRULE:/i.test(line)) return line;
  const parts = line
    .slice('RRULE:'.length)
    .split(';')
    .filter((p) => !/^(UNTIL|COUNT)=/i.test(p));
  const first = parts.filter((p) => /^(FREQ|WKST)=/i.test(p)).sort();
  const rest = parts.filter((p) => !/^(FREQ|WKST)=/i.test(p));
  return `RRULE:${[...first, `UNTIL=${until}`, ...rest].join(';')}`;
}

/** Ends a series before `cut`. True when occurrences are left; otherwise nothing was done. */
export function trim(write: Write, master: StoredEvent, cut: Moment): boolean {
  const { world, calendar } = write;
  if (countBefore(write, master, cut) === 0) return false;
  const until = untilBefore(cut, zoneOf(master, calendar));
  const recurrence = (master.recurrence ?? []).map((line) => withUntil(line, until));
  const { status, start, end, content, attendees } = master;
  replaceEvent({ ...write, orphans: 'drop' }, master, {
    status,
    start,
    end,
    content,
    attendees,
    recurrence,
  });
  const limit = instantOf(cut, calendar.timeZone);
  const late = exceptionsOf(world, calendar, master.id)
    .filter((e) => e.original && instantOf(e.original, calendar.timeZone) >= limit)
    .map((e) => ({ ...e }));
  for (const one of late) drop(one);
  if (late.length > 0) putEvents(world, calendar, late, nextStamp(world));
  return true;
}

/** Weekday names of a weekly rule move along when the series is dragged to another day. */
export function shiftDays(recurrence: string[], days: number): string[] {
  const names = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
  if (days % 7 === 0) return recurrence;
  return recurrence.map((line) =>
    /FREQ=WEEKLY/i.test(line)
      ? line.replace(
          /BYDAY=([A-Z,]+)/i,
          (_all, list: string) =>
            `BYDAY=${list
              .split(',')
              .map((d) => names[(((names.indexOf(d) + days) % 7) + 7) % 7])
              .join(',')}`,
        )
      : line,
  );
}

export interface Following {
  /** Wall-clock shift of start and end, in milliseconds. */
  shift?: number;
  end?: number;
  /** The time will be changed too, so the id is a new one. */
  fresh?: boolean;
}

/** Cuts a series in two at one of its occurrences. Answers the new master. */
export function split(write: Write, master: StoredEvent, cut: Moment, how: Following): StoredEvent {
  const { world, calendar } = write;
  const zone = zoneOf(master, calendar);
  const before = countBefore(write, master, cut);
  const since = world.state.stamp;
  const moved = (how.shift ?? 0) !== 0 || (how.end ?? 0) !== 0;
  const id =
    moved || how.fresh ? randomId(world, 26) : `${baseId(master.id)}_R${compact(cut).replace('Z', '')}`;
  const shifted = (wall: number): Moment =>
    'day' in cut ? { day: dayOfWall(wall) } : { at: fromWall(wall, zone), zone };
  const length = wallOf(master.end, zone) - wallOf(master.start, zone);
  const start = wallOf(cut, zone) + (how.shift ?? 0);
  const days = Math.floor(start / DAY) - Math.floor(wallOf(cut, zone) / DAY);
  const rest = (master.recurrence ?? []).map((line) =>
    line.replace(/COUNT=(\d+)/i, (_all, n: string) => `COUNT=${Math.max(1, Number(n) - before)}`),
  );
  const { stub: _stub, ...copy } = structuredClone(master);
  const next: StoredEvent = {
    ...copy,
    id,
    uid: `${id}@google.com`,
    updated: world.now(),
    sequence: master.sequence + (moved ? 1 : 0),
    start: shifted(start),
    end: shifted(start + length + (how.end ?? 0)),
    recurrence: shiftDays(rest, days),
  };
  if (!trim({ ...write, send: 'none' }, master, cut)) removeEvent({ ...write, send: 'none' }, master);
  putEvents(world, calendar, [next], nextStamp(world));
  unify(write, since);
  return next;
}
