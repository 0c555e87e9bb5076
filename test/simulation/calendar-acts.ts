// What people do in Calendar. What cannot be done (no such event) is left undone.
import { parseInstanceId } from '../../src/google/ids.ts';
import { PHASES } from '../../src/playbook/index.ts';
import { isLeftBehind, isOverByRule } from './left.ts';
import { DAY, dayOf, iso, noteMinutes, type People, token, ZONES } from './people.ts';
import type { Act } from './scenario.ts';
import { eventsOf, type Json, type SeenEvent } from './seen.ts';

/** Most acts are about what still lies ahead; the last one, and its past, are still there to be pointed at. */
function eventAt(act: Act, engagement: string, { house }: People): SeenEvent | undefined {
  const all = eventsOf(house, engagement);
  const ahead = all.filter(({ start, field }) => field === 'span' || Number(start) > house.now());
  const from = ahead.length > 0 && (act.a ?? 0) % 8 !== 7 ? ahead : all;
  return from[(act.of ?? 0) % Math.max(1, from.length)];
}

/** Does an act in Calendar. */
export function inCalendar(act: Act, engagement: string, people: People): boolean {
  const { house } = people;
  const { google } = house;
  const a = act.a ?? 0;
  if (act.do === 'put back') {
    // What a changed rule dropped is a bare tombstone without its series: nobody finds it in Calendar's trash.
    const isDropped = ({ id, recurringEventId }: Json) =>
      recurringEventId === undefined && parseInstanceId(String(id)) !== null;
    const gone = google.look
      .all()
      .filter(
        (json) =>
          json.status === 'cancelled' &&
          !isDropped(json) &&
          (json.extendedProperties as { private?: Json } | undefined)?.private?.engagement === engagement,
      );
    const one = gone[(act.of ?? 0) % Math.max(1, gone.length)];
    if (!one || people.foreign.has(String(one.id))) return false;
    google.act.restore(String(one.id), { notify: true });
    return true;
  }
  const event = eventAt(act, engagement, people);
  if (!event) return false;
  const { id, field, series } = event;
  // Whom and what an act on the whole series reaches is noted under the series.
  const all = { scope: 'all', notify: true } as const;
  // What is left ahead of a series that ended, a held week that is met once more, is not the series that goes on.
  const isLeft = (one: SeenEvent) => isOverByRule(house, one.json) || isLeftBehind(house, one);
  const isOn = () => eventsOf(house, engagement).some((one) => one.series === series && !isLeft(one));
  const home = `${engagement}/${series === null ? field : isOn() ? 'retro' : series}`;
  switch (act.do) {
    case 'move': {
      if (field === 'span') return moveSpan(event, a, people);
      google.act.move(id, { start: iso(token(people, a % 25)), notify: true });
      return true;
    }
    case 'move all': {
      if (!series) return false;
      const minutes = (1 + (people.next++ % 28)) * (a % 2 ? 1 : -1) + 60 * (a % 3) + 1440 * ((a % 5) - 1);
      // What Google makes of the end of a series that was cut, and is dragged back, nobody knows.
      if (minutes < 0 && house.splits.size > 0) return false;
      noteMinutes(engagement, minutes, people);
      google.act.move(id, { minutes, ...all });
      return true;
    }
    case 'remove':
      google.act.remove(id, { notify: true });
      return true;
    case 'remove all':
      if (!series) return false;
      google.act.remove(id, all);
      return true;
    case 'rename': {
      const title = `Title-${people.next++}`;
      google.act.rename(id, field === 'span' ? `${event.title.replace(/\].*$/, ']')} ${title}` : title, {
        ...(series && a % 3 === 0 ? all : { notify: true }),
      });
      return true;
    }
    case 'type phase': {
      const span = eventsOf(house, engagement).find((one) => one.field === 'span');
      if (!span) return false;
      const rest = span.title.replace(/^\[[^\]]*\] ?/, '');
      const phase = a % 9 === 8 ? '' : `[${PHASES[a % PHASES.length]}] `;
      google.act.rename(span.id, `${phase}${rest}`);
      return true;
    }
    case 'describe': {
      const words = `Words-${people.next++}`;
      const whole = series && a % 2 ? series : id;
      const before = String(google.look.event(whole)?.description ?? '');
      google.act.edit(whole, { description: a % 3 ? `${before}\n${words}` : `${words}<br>${before}` });
      people.texts.set(words, { event: whole });
      return true;
    }
    case 'place':
      google.act.edit(id, { location: `Room-${people.next++}` }, series && a % 2 ? all : {});
      return true;
    case 'remind':
      google.act.edit(id, {
        reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 1 + (people.next++ % 50) }] },
      });
      return true;
    case 'colour':
      google.act.edit(id, { colorId: String(1 + (a % 11)) });
      return true;
    case 'invite': {
      const address = `friend${people.next++}@elsewhere.example`;
      const isWhole = series !== null && a % 2 === 1;
      google.act.addGuests(id, [address], isWhole ? all : { notify: true });
      // One occurrence's guests are Calendar's alone.
      people.added.add(series && !isWhole ? `${id} ${address}` : `${home} ${address}`);
      return true;
    }
    case 'uninvite': {
      const guests = ((event.json.attendees ?? []) as { email: string; organizer?: boolean }[]).filter(
        ({ organizer }) => !organizer,
      );
      const guest = guests[a % Math.max(1, guests.length)];
      if (!guest) return false;
      const isWhole = series !== null && a % 2 === 1;
      google.act.removeGuests(id, [guest.email], isWhole ? all : { notify: true });
      const where = series && !isWhole ? id : home;
      people.removed.add(`${where} ${guest.email}`);
      people.added.delete(`${where} ${guest.email}`);
      return true;
    }
    case 'answer': {
      const guests = (event.json.attendees ?? []) as { email: string }[];
      const guest = guests[a % Math.max(1, guests.length)];
      if (!guest) return false;
      google.act.answer(id, guest.email, a % 2 ? 'accepted' : 'declined');
      return true;
    }
    case 'all day':
      if (field === 'span') return false;
      google.act.makeAllDay(id);
      return true;
    case 'event zone':
      if (field === 'span') return false;
      google.act.changeZone(id, ZONES[a % ZONES.length] ?? 'UTC', series ? all : {});
      for (const one of eventsOf(house, engagement))
        people.minutes.add(new Date(Number(one.start)).getUTCMinutes());
      return true;
    case 'event copy':
      people.foreign.add(google.act.duplicate(id));
      return true;
    case 'rule': {
      if (!series) return false;
      const rule = google.look.event(series)?.recurrence as string[] | undefined;
      if (!rule) return false;
      google.act.repeat(
        series,
        rule.map((line) => line.replace('FREQ=WEEKLY', 'FREQ=WEEKLY;INTERVAL=2')),
      );
      return true;
    }
    default:
      throw new Error(`Nobody knows how to ${act.do}`);
  }
}

/** Drags the bar, or its end. */
function moveSpan({ id, start, json, title }: SeenEvent, a: number, { house }: People): boolean {
  const end = (json.end as { date?: string }).date;
  // What is left of the bar in these phases is cut again at once.
  if (/^\[(Completed|Declined)\]/.test(title)) return false;
  if (start.length !== 10 || !end) return false;
  const shift = a % 4 === 0 ? 1 + (a % 3) : 0;
  const stretch = a % 4 === 0 ? 0 : 1 + (a % 6);
  house.google.act.move(id, {
    start: dayOf(Date.parse(start) + shift * DAY),
    end: dayOf(Date.parse(end) + (shift + stretch) * DAY),
  });
  return true;
}
