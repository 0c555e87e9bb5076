/**
 * freebusy.query: when calendars, and people known by their invitations, are busy. Refuses empty spans and spans of more
 * than 90 days.
 */
import { atLeast, roleOf } from './access.ts';
import type { Refusal } from './errors.ts';
import * as errors from './errors.ts';
import { isObject } from './fields.ts';
import { isoMs, type Json } from './resource.ts';
import { instancesOf, overlaps } from './series.ts';
import type { Principal, World } from './state.ts';
import { DAY, formatInZone, instantOf, isZone, parseDateTime } from './times.ts';

/** Busy spans of a calendar; of a person without a calendar here: the meetings that they have not declined. */
function busyOf(world: World, id: string, from: number, to: number): { start: number; end: number }[] {
  const own = world.state.calendars.get(id);
  const found: { start: number; end: number }[] = [];
  for (const calendar of own ? [own] : world.state.calendars.values()) {
    for (const event of calendar.events.values()) {
      if (event.status === 'cancelled') continue;
      const all = event.recurrence ? instancesOf(world, calendar, event, { from, to }) : [event];
      for (const one of all) {
        if (one !== event && calendar.events.get(one.id)?.seriesId === event.id) continue; // counted by itself
        if (one.status === 'cancelled' || one.content.transparency === 'transparent') continue;
        const guest = one.attendees.find((a) => a.email.toLowerCase() === id.toLowerCase());
        if (own ? guest?.responseStatus === 'declined' : !guest || guest.responseStatus === 'declined')
          continue;
        if (!overlaps(calendar, one, { from, to })) continue;
        found.push({
          start: instantOf(one.start, calendar.timeZone),
          end: instantOf(one.end, calendar.timeZone),
        });
      }
    }
  }
  found.sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const one of found) {
    const last = merged.at(-1);
    if (last && one.start <= last.end) last.end = Math.max(last.end, one.end);
    else merged.push({ start: Math.max(one.start, from), end: one.end });
  }
  return merged.map((m) => ({ start: m.start, end: Math.min(m.end, to) }));
}

export function queryFreeBusy(world: World, by: Principal, body: unknown): Json | Refusal {
  if (!isObject(body)) return errors.badRequest('Parse Error', 'parseError');
  const [from, to] = [parseDateTime(String(body.timeMin)), parseDateTime(String(body.timeMax))];
  if (from === undefined || to === undefined) return errors.required('Missing timeMin or timeMax parameter.');
  if (to <= from) return errors.badRequest('The specified time range is empty.', 'timeRangeEmpty');
  if (to - from > 90 * DAY)
    return errors.badRequest('The requested time range is too long.', 'timeRangeTooLong'); // [I]
  const zone = typeof body.timeZone === 'string' ? body.timeZone : 'UTC';
  if (!isZone(zone)) return errors.invalid('Invalid time zone.');
  const items = Array.isArray(body.items) ? (body.items as unknown[]) : [];
  const calendars: Json = {};
  for (const item of items.slice(0, 50)) {
    const id = String(isObject(item) ? item.id : '');
    const calendar = world.state.calendars.get(id);
    const person = world.state.users.some((u) => (u.startsWith('@') ? id.endsWith(u) : u === id));
    const seen = calendar ? atLeast(roleOf(calendar, by.email), 'freeBusyReader') : person;
    if (!seen) calendars[id] = { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] };
    else {
      const spans = busyOf(world, id, from, to);
      calendars[id] = {
        busy: spans.map((b) => ({ start: formatInZone(b.start, zone), end: formatInZone(b.end, zone) })),
      };
    }
  }
  return { kind: 'calendar#freeBusy', timeMin: isoMs(from), timeMax: isoMs(to), calendars };
}
