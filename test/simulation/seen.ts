// What people see of one engagement on either side, read out of the twins and not by the product's readers. Values are
// text: an instant's milliseconds, days as `start..end`, or `none` where there is nothing.
import { eventId } from '../../src/google/ids.ts';
import { DEFAULT_PLAYBOOK, readSpanTitle, wallOf } from '../../src/playbook/index.ts';
import type { House } from './ground.ts';
import { endOf, firstWeeksOf, type SeenSeries } from './weeks.ts';

export type Side = 'notion' | 'calendar';
export type Json = Record<string, unknown>;
/** By field: `kickoff`, `week:3`, `dates` … */
export type Shown = Map<string, string>;

export const MEETINGS = ['intro', 'fit-check', 'kickoff', 'project-retro', 'check-in'] as const;
export type Single = (typeof MEETINGS)[number];

const COLUMNS = {
  intro: 'intro',
  'fit-check': 'fitCheck',
  kickoff: 'kickoff',
  'project-retro': 'projectRetro',
  'check-in': 'checkIn',
} as const;

export const isTime = (value: string) => /^\d{10,}$/.test(value);
/** A value in words. */
export const say = (value: string) =>
  isTime(value) ? new Date(Number(value)).toISOString().slice(0, 16) : value;

const WEEK = 7 * 24 * 3_600_000;

/** A Retros page with our Key. */
export interface SeenRetro {
  readonly id: string;
  /** `week:3` or `project-page`. */
  readonly field: string;
  readonly key: string;
  readonly status: string;
  readonly date: string;
  readonly isLive: boolean;
}

/** An event, or an occurrence of the series, of an engagement: alive. */
export interface SeenEvent {
  readonly id: string;
  /** `span`, `kickoff`, `week:3` … */
  readonly field: string;
  readonly title: string;
  readonly start: string;
  readonly json: Json;
  /** Of an occurrence: its master's id. */
  readonly series: string | null;
  readonly isPlain: boolean;
}

interface Stored {
  values: Record<string, unknown>;
  inTrash: boolean;
  isArchived: boolean;
  parent: { type: string; id?: string };
}

/** Where in the week it is. */
const slotOf = (start: string): string => (/^\d+$/.test(start) ? String(Number(start) % WEEK) : start);

export const startOf = (date: unknown): string => {
  const start = (date as { start?: string } | null)?.start;
  if (!start) return 'none';
  return start.length === 10 ? start : String(Date.parse(start));
};

/** Reads Notion's state by the ids that were bound. */
export function notionEyes(house: House) {
  const { state } = house.notion.world;
  const raw = (database: 'engagements' | 'retros', key: string) =>
    decodeURIComponent(house.bindings[database].properties[key] ?? '');
  /** The name of an option; undefined where the text is none. */
  const nameOf = (id: string, chosen: string): string | undefined => {
    for (const source of state.dataSources.values())
      for (const property of source.properties)
        if (property.id === id && property.config.options)
          return property.config.options.find((option) => option.id === chosen)?.name;
    return undefined;
  };
  const value = (database: 'engagements' | 'retros', page: Stored, key: string): unknown => {
    const id = raw(database, key);
    const stored = page.values[id];
    return typeof stored === 'string' ? (nameOf(id, stored) ?? stored) : stored;
  };
  const textOf = (stored: unknown): string =>
    Array.isArray(stored)
      ? stored
          .map(
            (piece: { plain_text?: string; text?: { content?: string } }) =>
              piece.plain_text ?? piece.text?.content,
          )
          .join('')
      : '';
  return { value, textOf };
}

/** How an engagement's page is to be found. */
export const presenceOf = (house: House, id: string): 'live' | 'trashed' | 'elsewhere' | 'archived' => {
  const page = house.notion.world.state.pages.get(id) as Stored | undefined;
  if (!page || page.inTrash) return 'trashed';
  if (page.parent.id !== house.bindings.engagements.dataSourceId) return 'elsewhere';
  return page.isArchived ? 'archived' : 'live';
};

/** Retros pages with an engagement's Key; all of them, or of each Key the oldest that lives and no copy of people's (N18). */
export function retrosOf(house: House, engagement: string, isAll = false): SeenRetro[] {
  const { value, textOf } = notionEyes(house);
  const found: SeenRetro[] = [];
  for (const [id, page] of house.notion.world.state.pages as unknown as Map<string, Stored>) {
    if (page.parent.id !== house.bindings.retros.dataSourceId || (!isAll && house.copies.has(id))) continue;
    const key = textOf(value('retros', page, 'key'));
    if (!key.startsWith(engagement)) continue;
    const isLive = !page.inTrash && !page.isArchived;
    const other = isAll ? undefined : found.find((one) => one.key === key);
    if (other?.isLive || (other && !isLive)) continue;
    if (other) found.splice(found.indexOf(other), 1);
    const week = /week-(\d+)$/.exec(key)?.[1];
    found.push({
      id,
      field: week ? `week:${week}` : 'project-page',
      key,
      status: String(value('retros', page, 'status')),
      date: startOf(value('retros', page, 'date')),
      isLive,
    });
  }
  return found;
}

/** An engagement's Dates in Notion. */
function seeDates(house: House, engagement: string): string {
  const page = house.notion.world.state.pages.get(engagement) as unknown as Stored | undefined;
  const days = page && notionEyes(house).value('engagements', page, 'dates');
  const { start, end } = (days ?? {}) as { start?: string; end?: string | null };
  return start ? `${start}..${end ?? ''}` : 'none';
}

/** The zone of an engagement's row, in which its weeks begin. */
function seeZone(house: House, engagement: string): string {
  const page = house.notion.world.state.pages.get(engagement) as unknown as Stored | undefined;
  const zone = page && notionEyes(house).value('engagements', page, 'timeZone');
  return typeof zone === 'string' && zone ? zone : DEFAULT_PLAYBOOK.timeZone;
}

export function seeNotion(house: House, engagement: string): Shown {
  const page = house.notion.world.state.pages.get(engagement) as unknown as Stored | undefined;
  const shown: Shown = new Map();
  if (!page) return shown;
  const { value, textOf } = notionEyes(house);
  const at = (key: string) => value('engagements', page, key);
  for (const meeting of MEETINGS) shown.set(meeting, startOf(at(COLUMNS[meeting])));
  shown.set('dates', seeDates(house, engagement));
  shown.set('slot', slotOf(startOf(at('weeklyRetro'))));
  shown.set('phase', String(at('phase')));
  shown.set('zone', String(at('timeZone') ?? ''));
  shown.set('name', textOf(at('name')));
  shown.set('guests', textOf(at('guests')));
  for (const retro of retrosOf(house, engagement)) {
    const before = shown.get(retro.field);
    const isPlanned = retro.isLive && retro.status !== 'Cancelled';
    if (before !== undefined && !isPlanned) continue;
    shown.set(retro.field, isPlanned ? retro.date : 'none');
    // A cancelled page keeps its Date; another one typed there brings the meeting back.
    if (!isPlanned && retro.isLive) shown.set(`kept:${retro.field}`, retro.date);
  }
  return shown;
}

export const momentOf = (moment: unknown): string => {
  const { date, dateTime } = (moment ?? {}) as { date?: string; dateTime?: string };
  return date ?? (dateTime ? String(Date.parse(dateTime)) : 'none');
};

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

const instantOf = (moment: unknown): number => {
  const text = momentOf(moment);
  return /^\d{4}-/.test(text) ? Date.parse(text) : Number(text);
};

const marksOf = (json: Json | undefined): Record<string, string> =>
  (json?.extendedProperties as { private?: Record<string, string> } | undefined)?.private ?? {};

const ruleOf = (json: Json | undefined): string =>
  (json?.recurrence as string[] | undefined)?.join(' ') ?? '';

/** Whether an event is the Worker's own, by its id, or was split off one; so copies are not. */
function isOurs(house: House, engagement: string, id: string, marks: Record<string, string>): boolean {
  if (marks.engagement !== engagement) return false;
  return (
    house.splits.has(id) || id === eventId(engagement, marks.meeting as 'span', Number(marks.generation))
  );
}

/** The series that carry an engagement's retros, or did. */
function seriesOf(house: House, engagement: string): SeenSeries[] {
  return house.google.look.all().flatMap((json) => {
    const marks = marksOf(json);
    const id = String(json.id);
    if (marks.meeting !== 'retro' || json.recurringEventId || !json.start) return [];
    if (!isOurs(house, engagement, id, marks)) return [];
    const isCancelled = json.status === 'cancelled';
    return [{ id, start: instantOf(json.start), isCancelled, rule: ruleOf(json), marks }];
  });
}

/** The slots of the series by id, with their rules: of those that live, and of those that are deleted. */
export function slotsOfSeries(house: House, engagement: string) {
  const all = seriesOf(house, engagement).map((one) => ({ ...one, slot: String(one.start % WEEK) }));
  const byId = (isGone: boolean) =>
    new Map(all.flatMap((one) => (one.isCancelled === isGone ? [[one.id, one] as const] : [])));
  return { living: byId(false), gone: byId(true) };
}

const weeksOf = (house: House, engagement: string, series = seriesOf(house, engagement)) =>
  firstWeeksOf(
    series,
    house.datesThen.get(engagement) ?? seeDates(house, engagement),
    house.splits,
    house.known,
    seeZone(house, engagement),
  );

/**
 * With which weeks the series begin that the engine is shown now. What it answers keeps that in mind, once a tick has seen it,
 * and where that tick has written a series since.
 */
export function readWeeks(house: House, engagement: string): () => void {
  const series = seriesOf(house, engagement);
  const weeks = weeksOf(house, engagement, series);
  return () => {
    for (const { id, start } of series) house.known.set(id, { week: weeks.get(id) ?? 1, start });
    for (const { id, start, marks } of seriesOf(house, engagement)) {
      const isWritten = Number(marks.agreed?.split('/')[0]) === start && !house.splits.has(id);
      if (isWritten) house.known.set(id, { week: Number(marks.week ?? 1), start });
    }
    // Dates that wait to settle (C25) are not agreed on yet: the bar shows others.
    const dates = seeDates(house, engagement);
    if (!house.datesThen.has(engagement) || !isBarOld(house, engagement, dates))
      house.datesThen.set(engagement, dates);
  };
}

/** Whether the bar shows other days, in a phase that cuts none of them. */
function isBarOld(house: House, engagement: string, dates: string): boolean {
  const bar = eventsOf(house, engagement).find(({ field }) => field === 'span');
  if (!bar || /^\[(Completed|Declined)\]/.test(bar.title)) return false;
  return `${bar.start}..${dayBefore(momentOf(bar.json.end))}` !== dates;
}

/** The living events of an engagement that are the Worker's own, or were split off one. */
export function eventsOf(house: House, engagement: string, between?: readonly Json[]): SeenEvent[] {
  const { google } = house;
  const masters = new Map<string, Json | undefined>();
  const found: SeenEvent[] = [];
  let weeks: Map<string, number> | undefined;
  for (const json of between ?? everything(house)) {
    const id = String(json.id);
    const series = (json.recurringEventId as string | undefined) ?? null;
    const of = series ?? id;
    if (!masters.has(of)) masters.set(of, series ? google.look.event(series) : json);
    const master = masters.get(of);
    const marks = marksOf(master);
    if (!isOurs(house, engagement, of, marks)) continue;
    let field = marks.meeting ?? '';
    if (field === 'retro') {
      const since = instantOf(json.originalStartTime ?? json.start) - instantOf(master?.start);
      weeks ??= weeksOf(house, engagement);
      field = `week:${(weeks.get(of) ?? 1) + Math.round(since / WEEK)}`;
    }
    found.push({
      id,
      field,
      title: String(json.summary ?? ''),
      start: momentOf(json.start),
      json,
      series,
      isPlain: series === null || !/INTERVAL|BYDAY=\w+,/.test(ruleOf(master)),
    });
  }
  return found;
}

export const everything = (house: House): Json[] =>
  house.google.look.between('2026-09-01T00:00:00Z', '2028-06-01T00:00:00Z');

/** Whether a rule has an occurrence still: one that an older rule left behind, or an end, says nothing of the slot. */
export function isOfRule(house: House, series: string, original: string): boolean {
  const master = house.google.look.event(series);
  if (Number(original) > endOf(ruleOf(master))) return false;
  if (!isTime(original)) return false;
  // By its own clocks, which may have changed in between.
  const zone = String((master?.start as Json | undefined)?.timeZone ?? 'UTC');
  const [its, first] = [Number(original), instantOf(master?.start)].map((at) => wallOf(at, zone));
  return its?.weekday === first?.weekday && its?.hour === first?.hour && its?.minute === first?.minute;
}

export function seeCalendar(house: House, engagement: string, between?: readonly Json[]): Shown {
  let last = 0;
  const shown: Shown = new Map();
  const [moved, dragged] = [new Set<string>(), new Set<string>()];
  for (const { field, start, title, json, series, isPlain } of eventsOf(house, engagement, between)) {
    if (field === 'span') {
      const end = momentOf(json.end);
      shown.set('dates', end.length === 10 ? `${start}..${dayBefore(end)}` : start);
      const { phase, rest } = readSpanTitle(title);
      shown.set('phase', phase ?? 'none');
      shown.set('title:span', rest);
    } else {
      // Of a week that was held and is met once more its old series says nothing of what is ahead.
      const original = momentOf(json.originalStartTime ?? json.start);
      // What an older rule left behind says nothing beside an occurrence that a person moved.
      const isLeft = series !== null && !isOfRule(house, series, original);
      if (isLeft && moved.has(field)) continue;
      // Nor does an occurrence that its rule has just so beside what was dragged of its week (M82).
      const isDragged = original !== start && (!isLeft || Number(start) > house.now());
      if (isDragged) (isLeft ? dragged : moved).add(field);
      if (isDragged || !dragged.has(field)) shown.set(field, start).set(`title:${field}`, title);
      // Of a series that was split the last part's slot is shown (M22); where that has a rule that a person made none is (M23).
      const isLast = series && Number(original) > Math.max(last, house.now());
      if (isLast && (!isPlain || !isLeft)) {
        last = Number(original);
        if (isPlain) shown.set('slot', slotOf(original));
        else shown.delete('slot');
      }
    }
  }
  // A part that was just dragged beyond its own end shows no occurrence, but whoever dragged it has seen its slot.
  for (const { id, start, isCancelled } of seriesOf(house, engagement)) {
    const isNew = house.splits.has(id) && house.known.get(id)?.start !== start;
    if (isNew && !isCancelled && start > Math.max(last, house.now()))
      shown.set('slot', slotOf(String(start)));
  }
  return shown;
}
