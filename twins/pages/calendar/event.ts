// An event as the pages show it: what Calendar answers, read once, with its times in the calendar's zone.
import { sourceOf } from '../../notion/world.ts';
import type { Stage } from '../stage.ts';
import { addDays, daysWords, localOf, timesWords } from '../times.ts';

export interface Guest {
  readonly email: string;
  readonly answer: string;
}

export interface Shown {
  readonly id: string;
  readonly title: string;
  readonly cancelled: boolean;
  readonly tentative: boolean;
  readonly allDay: boolean;
  readonly firstDay: string;
  /** The last day that it touches. */
  readonly lastDay: string;
  /** `14:00`; blank for whole days. */
  readonly startTime: string;
  readonly endTime: string;
  /** "Thu 3 Dec 2026, 14:00 – 14:30" */
  readonly when: string;
  /** The zone it was made in. */
  readonly zone: string | null;
  /** The master of the series that it is an occurrence of. */
  readonly series: string | null;
  /** The rule, when it is a master itself. */
  readonly recurrence: readonly string[];
  readonly guests: readonly Guest[];
  readonly place: string;
  readonly description: string;
  readonly organizer: string;
  /** Id of the page in Notion that made it, if that is here. */
  readonly page: string | null;
  /** Which of ten colours; the same for all meetings of one page. */
  readonly tone: number;
}

const TONES = 10;

interface MomentJson {
  readonly date?: string;
  readonly dateTime?: string;
  readonly timeZone?: string;
}

/** Reads an Event resource of the twin. */
export function shownEvent(stage: Stage, json: Readonly<Record<string, unknown>>): Shown {
  const text = (key: string): string => (typeof json[key] === 'string' ? json[key] : '');
  const attendees = (json.attendees ?? []) as readonly { email: string; responseStatus: string }[];
  const marks = (json.extendedProperties as { private?: Record<string, string> } | undefined)?.private;
  const page = marks?.engagement ?? null;
  const known = page !== null && stage.notion.world.state.pages.has(page) ? page : null;
  const title = text('summary');
  return {
    id: text('id'),
    title: title || '(no title)',
    cancelled: json.status === 'cancelled',
    tentative: json.status === 'tentative',
    ...momentsOf(json.start as MomentJson, json.end as MomentJson, stage.timeZone),
    series: text('recurringEventId') || null,
    recurrence: (json.recurrence ?? []) as string[],
    guests: attendees.map(({ email, responseStatus }) => ({ email, answer: responseStatus })),
    place: text('location'),
    description: plainDescription(text('description')),
    organizer: (json.organizer as { displayName?: string; email?: string } | undefined)?.displayName ?? '',
    page: known,
    tone: toneOf(stage, page, title),
  };
}

function momentsOf(start: MomentJson | undefined, end: MomentJson | undefined, zone: string) {
  if (start?.dateTime && end?.dateTime) {
    const [from, to] = [localOf(start.dateTime, zone), localOf(end.dateTime, zone)];
    // What ends at midnight does not touch the next day.
    const lastDay = to.time === '00:00' && to.day > from.day ? addDays(to.day, -1) : to.day;
    return {
      allDay: false,
      firstDay: from.day,
      lastDay,
      startTime: from.time,
      endTime: to.time,
      when: timesWords(start.dateTime, end.dateTime, zone),
      zone: start.timeZone ?? null,
    };
  }
  // A bare tombstone has no times at all.
  const firstDay = start?.date ?? '1970-01-01';
  const lastDay = end?.date ? addDays(end.date, -1) : firstDay;
  const when = start?.date ? daysWords(firstDay, lastDay) : 'time unknown';
  return { allDay: true, firstDay, lastDay, startTime: '', endTime: '', when, zone: null };
}

/** Pages take colours in their order, so that few side by side look alike; other events by their title. */
function toneOf({ notion }: Stage, page: string | null, title: string): number {
  const { state } = notion.world;
  const found = page === null ? undefined : state.pages.get(page);
  const order = found ? (sourceOf(state, found)?.rows.indexOf(found.id) ?? -1) : -1;
  if (order >= 0) return order % TONES;
  return [...title].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % TONES;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
};

/** A description is HTML to Calendar; here it is read as words. */
function plainDescription(html: string): string {
  return html
    .replaceAll(/<br\s*\/?>|<\/p>|<\/li>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .trim();
}

/** Living events between two days, the last one included; by start. */
export function eventsBetween(stage: Stage, first: string, last: string): Shown[] {
  const [from, to] = [first, addDays(last, 1)].map((day) => `${day}T00:00:00Z`) as [string, string];
  const HALF_DAY = 14 * 3_600_000; // zones differ from UTC by no more
  return stage.google.look
    .between(Date.parse(from) - HALF_DAY, Date.parse(to) + HALF_DAY)
    .map((json) => shownEvent(stage, json))
    .filter((event) => event.firstDay <= last && event.lastDay >= first);
}

export const eventHref = (id: string, back: string): string =>
  `/calendar/event/${encodeURIComponent(id)}?back=${encodeURIComponent(back)}`;

/** Whole days, and what goes on over midnight, are bars. */
export const isBar = ({ allDay, firstDay, lastDay }: Shown): boolean => allDay || firstDay !== lastDay;
