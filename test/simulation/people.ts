// What people do in a scenario, on either side. Each value that they set is a token that nobody set before, so that
// it can be told afterwards whose it was and what became of it. What cannot be done (no such event) is left undone.
import { PHASES } from '../../src/playbook/index.ts';
import type { House } from './ground.ts';
import type { Act } from './scenario.ts';
import { eventsOf, type Json, presenceOf, retrosOf, type SeenEvent } from './seen.ts';

const DAY = 86_400_000;
const COLUMNS = ['Intro', 'Fit check', 'Kickoff', 'Project retro', 'Check-in'] as const;
const ZONES = ['Europe/Berlin', 'Europe/London', 'America/New_York'];

/** What people have done so far that the oracle is to know. */
export interface People {
  readonly house: House;
  readonly engagements: readonly string[];
  /** Events and pages that people made for themselves: never to be written to. */
  readonly foreign: Set<string>;
  /** Copies of the Worker's pages: it may take its marks away from them, once. */
  readonly copies: Set<string>;
  /** Addresses that Notion gave at any time. */
  readonly given: Set<string>;
  /** `engagement/meeting address`: whom people added in Calendar, and whom they took off there. */
  readonly added: Set<string>;
  readonly removed: Set<string>;
  /** Texts that people wrote where the Worker writes too: token → where. */
  readonly texts: Map<string, { readonly event?: string; readonly page?: string }>;
  /** Instants that people set, each once. */
  readonly tokens: Set<string>;
  /** Minutes of the hour that people set. */
  readonly minutes: Set<number>;
  /** Names of the acts that were done. */
  readonly done: string[];
  next: number;
}

const TEAM_ADDRESSES = ['ada@home.example', 'ben@home.example', 'dev@host.example', 'ema@host.example'];

/** Does an act; false when it could not be done. */
export function perform(act: Act, people: People): boolean {
  const engagement = people.engagements[(act.b ?? 0) % people.engagements.length] ?? '';
  if (engagement === '' && act.do !== 'fresh') return false;
  try {
    const isDone =
      act.do in IN_NOTION ? inNotion(act, engagement, people) : inCalendar(act, engagement, people);
    if (isDone) people.done.push(act.do);
    return isDone;
  } catch (error) {
    // What a person cannot do is no part of a scenario; anything else is a bug of the simulation.
    if (
      error instanceof RangeError ||
      (error instanceof Error && /no such event|: |There is/.test(error.message))
    )
      return false;
    throw error;
  }
}

/** A time that nobody has set yet: its minute is its own. */
function token(people: People, days: number): number {
  const at = people.next++;
  const minute = 1 + (at % 29) + (at % 58 >= 29 ? 30 : 0);
  people.minutes.add(minute % 60);
  const hour = 8 + (Math.floor(at / 58) % 9);
  const day = Math.floor(people.house.now() / DAY) + 1 + days;
  // In Berlin's winter; in summer it is an hour later there, which is as good.
  const instant = day * DAY + (hour - 1) * 3_600_000 + minute * 60_000;
  people.tokens.add(String(instant));
  return instant;
}

const iso = (instant: number) => new Date(instant).toISOString();
/** As Notion's window sets it: local time with its offset. */
const local = (instant: number) => `${iso(instant + 3_600_000).slice(0, 19)}+01:00`;
const dayOf = (instant: number) => iso(instant).slice(0, 10);

type Does = (act: Act, engagement: string, people: People) => boolean;

const retroAt = (act: Act, engagement: string, { house }: People, isLive = true) => {
  const all = retrosOf(house, engagement).filter((retro) => retro.isLive === isLive);
  return all[(act.of ?? 0) % Math.max(1, all.length)];
};

const IN_NOTION: Readonly<Record<string, Does>> = {
  name: (_, page, people) => edit(people, page, { Name: `Name-${people.next++}` }),
  phase: (act, page, people) =>
    edit(people, page, { Phase: PHASES[(act.a ?? 0) % PHASES.length] ?? 'Planning' }),
  dates(act, page, people) {
    const before = people.house.notion.see.page(page).Dates as { start: string } | null;
    const start = before ? Date.parse(before.start) : people.house.now();
    const isMoved = (act.a ?? 0) % 3 === 0;
    const first = isMoved ? start + (((act.of ?? 0) % 5) - 1) * DAY : start;
    const length = 10 + ((act.a ?? 0) % 17);
    return edit(people, page, { Dates: { start: dayOf(first), end: dayOf(first + length * DAY) } });
  },
  'clear dates': (_, page, people) => edit(people, page, { Dates: null }),
  zone: (act, page, people) =>
    edit(people, page, { 'Time zone': ZONES[(act.a ?? 0) % ZONES.length] ?? 'UTC' }),
  slot: (act, page, people) => edit(people, page, { 'Weekly retro': local(token(people, (act.a ?? 0) % 7)) }),
  'clear slot': (_, page, people) => edit(people, page, { 'Weekly retro': null }),
  time: (act, page, people) =>
    edit(people, page, {
      [COLUMNS[(act.of ?? 0) % COLUMNS.length] ?? 'Kickoff']: local(token(people, (act.a ?? 0) % 30)),
    }),
  blank: (act, page, people) =>
    edit(people, page, { [COLUMNS[(act.of ?? 0) % COLUMNS.length] ?? 'Kickoff']: null }),
  guest(_, page, people) {
    const address = `guest${people.next++}@host.example`;
    people.given.add(address);
    const before = String(people.house.notion.see.page(page).Guests ?? '');
    return edit(people, page, { Guests: [before, address].filter(Boolean).join(', ') });
  },
  'drop guest'(act, page, people) {
    const all = String(people.house.notion.see.page(page).Guests ?? '')
      .split(', ')
      .filter(Boolean);
    if (all.length === 0) return false;
    const gone = all[(act.a ?? 0) % all.length] ?? '';
    // Given once more later it is as new: whom a person took off in Calendar is then asked again.
    for (const one of [...people.removed]) if (one.endsWith(` ${gone}`)) people.removed.delete(one);
    return edit(people, page, { Guests: all.filter((one) => one !== gone).join(', ') });
  },
  host: (act, page, people) =>
    edit(people, page, {
      'Host people': [['Dev Patel'], ['Dev Patel', 'Ema Novak'], []][(act.a ?? 0) % 3] ?? [],
    }),
  'retro date'(act, page, people) {
    const retro = retroAt(act, page, people);
    return retro !== undefined && edit(people, retro.id, { Date: local(token(people, (act.a ?? 0) % 25)) });
  },
  'retro cancel'(act, page, people) {
    const retro = retroAt(act, page, people);
    return retro !== undefined && edit(people, retro.id, { Status: 'Cancelled' });
  },
  'retro plan'(act, page, people) {
    const retro = retroAt(act, page, people);
    return retro !== undefined && edit(people, retro.id, { Status: 'Planned' });
  },
  'retro blank'(act, page, people) {
    const retro = retroAt(act, page, people);
    return retro !== undefined && edit(people, retro.id, { Date: null });
  },
  'retro trash'(act, page, people) {
    const retro = retroAt(act, page, people);
    if (retro) people.house.notion.act.trash(retro.id);
    return retro !== undefined;
  },
  'retro restore'(act, page, people) {
    const retro = retroAt(act, page, people, false);
    if (retro) people.house.notion.act.restore(retro.id);
    return retro !== undefined;
  },
  trash(_, page, { house }) {
    if (presenceOf(house, page) !== 'live') return false;
    house.notion.act.trash(page);
    return true;
  },
  restore(_, page, { house }) {
    if (presenceOf(house, page) !== 'trashed') return false;
    house.notion.act.restore(page);
    return true;
  },
  away(_, page, { house }) {
    if (presenceOf(house, page) !== 'live') return false;
    house.notion.act.move(page, { page: house.notion.parentPage });
    return true;
  },
  back(_, page, { house }) {
    if (presenceOf(house, page) !== 'elsewhere') return false;
    house.notion.act.move(page, { database: 'Engagements' });
    return true;
  },
  copy(_, page, people) {
    if (presenceOf(people.house, page) !== 'live') return false;
    people.copies.add(people.house.notion.act.duplicate(page));
    return true;
  },
  'retro copy'(act, page, people) {
    const retro = retroAt(act, page, people);
    if (retro) people.copies.add(people.house.notion.act.duplicate(retro.id));
    return retro !== undefined;
  },
  'own retro'(_, __, people) {
    people.foreign.add(people.house.notion.act.create('Retros', { Name: `Ours-${people.next++}` }));
    return true;
  },
  body(act, page, people) {
    const retro = retroAt(act, page, people);
    if (!retro) return false;
    const words = `Body-${people.next++}`;
    people.house.notion.act.write(retro.id, words);
    people.texts.set(words, { page: retro.id });
    return true;
  },
  'follow up': (_, page, people) =>
    edit(people, page, { 'Follow-up': people.house.notion.see.page(page)['Follow-up'] !== true }),
  goal(act, page, people) {
    if (presenceOf(people.house, page) !== 'live') return false;
    people.house.notion.act.create('Goals', {
      Name: `Goal-${people.next++}`,
      Engagement: [page],
      Baseline: 0,
      Target: 100,
      Current: (act.a ?? 0) % 100,
    });
    return true;
  },
  notes(act, page, people) {
    const retro = retroAt(act, page, people);
    if (!retro) return false;
    const words = `Notes-${people.next++}`;
    people.house.notion.act.write(retro.id, words);
    people.texts.set(words, { page: retro.id });
    return edit(people, retro.id, { 'Notes status': 'Ready' });
  },
  vote(act, page, { house }) {
    const points = ((act.a ?? 0) % 3) as 0 | 1 | 2;
    const scores = { businessValue: points, technicalValue: 1, teamFit: 2 } as const;
    house.trees.forms.putVote(page, { voter: `Voter ${act.of}`, scores }, house.now());
    house.trees.touch(page, null);
    return true;
  },
};

function edit(people: People, page: string, values: Parameters<House['notion']['act']['edit']>[1]): boolean {
  const stored = people.house.notion.world.state.pages.get(page);
  if (!stored || stored.inTrash || stored.parent.type !== 'data_source_id') return false;
  people.house.notion.act.edit(page, values);
  return true;
}

const inNotion: Does = (act, engagement, people) => IN_NOTION[act.do]?.(act, engagement, people) ?? false;

/** Most acts are about what still lies ahead; the last one, and its past, are still there to be pointed at. */
function eventAt(act: Act, engagement: string, { house }: People): SeenEvent | undefined {
  const all = eventsOf(house, engagement);
  const ahead = all.filter(({ start, field }) => field === 'span' || Number(start) > house.now());
  const from = ahead.length > 0 && (act.a ?? 0) % 8 !== 7 ? ahead : all;
  return from[(act.of ?? 0) % Math.max(1, from.length)];
}

function inCalendar(act: Act, engagement: string, people: People): boolean {
  const { house } = people;
  const { google } = house;
  const a = act.a ?? 0;
  if (act.do === 'put back') {
    const gone = google.look
      .all()
      .filter(
        (json) =>
          json.status === 'cancelled' &&
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
  const home = `${engagement}/${series ? 'retro' : field}`;
  switch (act.do) {
    case 'move': {
      if (field === 'span') return moveSpan(event, a, people);
      google.act.move(id, { start: iso(token(people, a % 25)), notify: true });
      return true;
    }
    case 'move all': {
      if (!series) return false;
      const minutes = (1 + (people.next++ % 28)) * (a % 2 ? 1 : -1) + 60 * (a % 3) + 1440 * ((a % 5) - 1);
      for (const one of eventsOf(house, engagement))
        people.minutes.add((((new Date(Number(one.start)).getUTCMinutes() + minutes) % 60) + 60) % 60);
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

export const isKnown = (address: string, { given }: People): boolean =>
  given.has(address) || TEAM_ADDRESSES.includes(address);
