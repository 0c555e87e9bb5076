// Every meeting of one engagement, merged: what it is to be on both sides, and what either says now. Pure.
import type { Page } from '../../schemas/index.ts';
import type { CalendarEvent } from '../google/event.ts';
import { eventId } from '../google/ids.ts';
import {
  type Days,
  fillTime,
  type Instant,
  type Meeting,
  type Phase,
  pickCheckIn,
  pickKickoff,
  pickProjectRetro,
  pickRetros,
  readInstant,
  type Slot,
  type Timed,
  wants,
} from '../playbook/index.ts';
import type { BasePatch, Said, SlotBase } from './base.ts';
import { readTimeMark } from './event.ts';
import { isTime, mergeSlot, type SlotMerge } from './merge.ts';
import { ROW_MEETINGS, type RowFacts, type RowMeeting, type Stated, statedTime } from './row.ts';
import { type Master, type Occurrence, occurrenceOf } from './series.ts';
import { isAhead, isDays, readKey, type View, type World } from './view.ts';

/** One meeting, or one occurrence, on its way through a plan. */
export interface SlotPlan {
  /** `kickoff`, `week:3`, … */
  readonly key: string;
  readonly meeting: Meeting;
  readonly week: number | null;
  readonly base: SlotBase | undefined;
  readonly merge: SlotMerge;
  readonly pick: Timed | null;
  readonly from: string;
  readonly said: {
    readonly row: Said | undefined;
    readonly page: Said | undefined;
    readonly calendar: Said | undefined;
  };
  /** The row's value is to be written in full though it means the same. */
  readonly isRowInexact: boolean;
  /** So is the page's. */
  readonly isPageInexact: boolean;
  readonly page: Page<'retros'> | null;
  readonly event: CalendarEvent | null;
  readonly occurrence: Occurrence | null;
}

/** What merging needs beside the view: the engagement's own fields, already merged. */
export interface SlotContext {
  readonly view: View;
  readonly world: World;
  readonly facts: RowFacts;
  readonly zone: string;
  readonly today: string;
  readonly phase: Phase;
  /** Undefined: unknown; what hangs on Dates is then not merged at all. */
  readonly days: Days | null | undefined;
  readonly slot: Slot;
  readonly isSeriesCancelled: boolean;
  readonly masters: readonly Master[];
  /** Remembers what is true of an event without a call. */
  readonly settle: (patch: BasePatch) => void;
}

const HANGS_ON_DATES: readonly Meeting[] = [
  'span',
  'kickoff',
  'retro',
  'project-retro',
  'check-in',
  'follow-up',
];

/** Whether phase, Dates and the page itself want a meeting in the calendar. */
export function isWanted(meeting: Meeting, context: Pick<SlotContext, 'phase' | 'days' | 'view'>): boolean {
  if (context.view.page.presence !== 'live' || !wants(context.phase, meeting)) return false;
  return !HANGS_ON_DATES.includes(meeting) || Boolean(context.days);
}

/** The engagement's event of a meeting: ours by its id, the newest generation; a copy with our marks is not. */
export function eventOf(view: View, meeting: string): CalendarEvent | null {
  return view.events
    .filter(
      (event) =>
        event.marks.meeting === meeting &&
        // A deleted event that could not be revived has made room for the next generation.
        Number(event.marks.generation) >= (view.base?.generations[meeting] ?? 0) &&
        event.id === eventId(view.page.id, meeting, Number(event.marks.generation)),
    )
    .reduce<CalendarEvent | null>(
      (newest, event) =>
        newest && Number(newest.marks.generation) >= Number(event.marks.generation) ? newest : event,
      null,
    );
}

/** The pages by slot: the one that the base knows, else the oldest. The others are copies. */
export function pagesBySlot(view: View): { pages: Map<string, Page<'retros'>>; copies: Page<'retros'>[] } {
  const pages = new Map<string, Page<'retros'>>();
  const copies: Page<'retros'>[] = [];
  for (const page of view.retros) {
    const slot = readKey(page.row.key)?.slot;
    if (!slot) continue;
    const known = view.base?.slots[slot]?.pageId;
    const other = pages.get(slot);
    if (!other) pages.set(slot, page);
    else if (page.id === known) {
      pages.set(slot, page);
      copies.push(other);
    } else copies.push(page);
  }
  return { pages, copies: copies.filter((page) => page.presence === 'live') };
}

/** Merges every meeting but the span. `problems` gathers what is wrong with a date, in words. */
export function mergeSlots(context: SlotContext, problems: string[]): SlotPlan[] {
  const { view, days } = context;
  const { pages } = pagesBySlot(view);
  const plans: SlotPlan[] = [];
  const add = (plan: SlotPlan | null) => {
    if (plan) plans.push(plan);
  };
  add(mergeSingle('intro', null, 'row', context, null, problems));
  add(mergeSingle('fit-check', null, 'row', context, null, problems));
  if (days === undefined) return plans;

  const { zone, slot } = context;
  const s = context.world.playbook;
  const kickoff = days && pickKickoff(days, zone, s);
  const project = days && pickProjectRetro(days, slot, zone, s);
  const checkIn = days && pickCheckIn(days.end, zone, s);
  add(mergeSingle('kickoff', kickoff, `${days?.start}|${zone}`, context, null, problems));
  const weekly = new Map((days ? pickRetros(days, slot, zone, s) : []).map((pick) => [pick.week, pick.time]));
  const keyed = [...pages.keys(), ...Object.keys(view.base?.slots ?? {})]
    .filter((key) => key.startsWith('week:'))
    .map((key) => Number(key.slice(5)));
  const from = `${days?.start}|${days?.end}|${zone}|${JSON.stringify(slot)}`;
  for (const week of [...new Set([...weekly.keys(), ...keyed])].sort((a, b) => a - b)) {
    add(
      mergeOccurrence(
        week,
        weekly.get(week) ?? null,
        from,
        context,
        pages.get(`week:${week}`) ?? null,
        problems,
      ),
    );
  }
  add(
    mergeSingle(
      'project-retro',
      project?.time ?? null,
      from,
      context,
      pages.get('project-retro') ?? null,
      problems,
    ),
  );
  add(mergeSingle('check-in', checkIn, `${days?.end}|${zone}`, context, null, problems));
  return plans;
}

function mergeSingle(
  meeting: RowMeeting,
  pick: Timed | null,
  from: string,
  context: SlotContext,
  page: Page<'retros'> | null,
  problems: string[],
): SlotPlan | null {
  const { view, zone, slot, world } = context;
  const base = view.base?.slots[meeting];
  const name =
    meeting === 'fit-check'
      ? 'Fit check'
      : meeting === 'project-retro'
        ? 'Project retro'
        : meeting[0]?.toUpperCase() + meeting.slice(1);
  const at = { zone, slot, world, name, problems };
  const stated = statedTime(view.page.row[ROW_MEETINGS[meeting]], meeting, base?.time, at);
  const paged =
    meeting === 'project-retro'
      ? statedPage(page, meeting, base, { ...at, name: 'The date of the project retro' })
      : UNSTATED;
  const event = eventOf(view, meeting);
  const said = {
    row: stated.said,
    page: paged.said,
    calendar: eventSaid(event, meeting, context),
  };
  const merge = mergeSlot({
    base,
    ...said,
    agreed: readTimeMark(event?.marks.agreed),
    pick,
    from,
    wanted: isWanted(meeting, context),
    isAhead: isAhead(world.now, context.today),
  });
  if (!merge) return null;
  return {
    key: meeting,
    meeting,
    week: null,
    base,
    merge,
    pick,
    from,
    said,
    isRowInexact: stated.inexact,
    isPageInexact: paged.inexact,
    page,
    event,
    occurrence: null,
  };
}

function mergeOccurrence(
  week: number,
  pick: Timed | null,
  from: string,
  context: SlotContext,
  page: Page<'retros'> | null,
  problems: string[],
): SlotPlan | null {
  const { view, zone, slot, world } = context;
  const key = `week:${week}`;
  const base = view.base?.slots[key];
  const occurrence = occurrenceOf(context.masters, week) ?? null;
  const at = { zone, slot, world, name: `The date of the retro of week ${week}`, problems };
  const gone = !occurrence && isCutOff(base, context.masters);
  const paged = statedPage(page, 'retro', base, at);
  // Dates or slot moved back under an occurrence: its week's slot is over, and no place ahead is left for it.
  const ahead = isAhead(world.now, context.today);
  const isPassedBy =
    pick !== null && !ahead(pick) && base?.mode === 'derived' && base.time !== undefined && ahead(base.time);
  const said = {
    row: 'blank' as const,
    page: paged.said,
    calendar: gone ? ('cancelled' as const) : occurrenceSaid(occurrence, context),
  };
  const merge = mergeSlot({
    base,
    ...said,
    // Without a base a Cancelled page that keeps its Date was withdrawn, where phase or series do not want it.
    ...(base === undefined &&
    page?.presence === 'live' &&
    page.row.date &&
    (!isWanted('retro', context) || context.isSeriesCancelled)
      ? { page: statedTime(page.row.date, 'retro', undefined, at).said }
      : {}),
    agreed: undefined,
    pick,
    from,
    wanted: isWanted('retro', context) && pick !== null && !isPassedBy && !context.isSeriesCancelled,
    isAhead: ahead,
  });
  if (!merge) return null;
  return {
    key,
    meeting: 'retro',
    week,
    base,
    merge,
    pick,
    from,
    said,
    isRowInexact: false,
    isPageInexact: paged.inexact,
    page,
    event: occurrence?.exception ?? null,
    occurrence,
  };
}

/**
 * A series whose rule we can read and which no longer has the week that it carried: somebody shortened it. A series
 * that was dragged to a later time loses its last week to its own end: that one is taken up again.
 */
function isCutOff(base: SlotBase | undefined, masters: readonly Master[]): boolean {
  if (base?.state !== 'planned' || !isTime(base.calendar) || isDays(base.calendar)) return false;
  const { start } = base.calendar;
  return (
    masters.length > 0 &&
    masters.every(({ originals, until }) => originals !== null && (until === null || until < start))
  );
}

function eventSaid(event: CalendarEvent | null, meeting: RowMeeting, context: SlotContext): Said | undefined {
  if (!event) return undefined;
  if (event.status === 'cancelled') return 'cancelled';
  return event.time ? asTimed(event.time, meeting, context) : undefined;
}

function occurrenceSaid(occurrence: Occurrence | null, context: SlotContext): Said | undefined {
  if (!occurrence) return undefined;
  return isTime(occurrence.said) ? asTimed(occurrence.said, 'retro', context) : occurrence.said;
}

/** A meeting made all-day is that day at the playbook's time, and is put back so. */
const asTimed = (
  time: Timed | Days,
  meeting: RowMeeting | 'retro',
  { zone, slot, world }: SlotContext,
): Timed => (isDays(time) ? fillTime(time.start, meeting, zone, slot, world.playbook) : time);

const UNSTATED: Stated = { said: undefined, inexact: false };

/** A page that lacks Date or Status says nothing of its meeting. */
export const isColumnMissing = (page: Page<'retros'>): boolean =>
  page.row.date === undefined || page.row.status === undefined;

/** What a Retros page says of its meeting (DESIGN section 4). Without a page: nothing. */
function statedPage(
  page: Page<'retros'> | null,
  meeting: 'retro' | 'project-retro',
  base: SlotBase | undefined,
  at: Parameters<typeof statedTime>[3],
): Stated {
  if (!page) return UNSTATED;
  if (page.presence === 'trashed') return { said: 'cancelled', inexact: false };
  if (page.presence !== 'live') return UNSTATED;
  if (isColumnMissing(page)) return UNSTATED;
  const stated = statedTime(page.row.date, meeting, base?.time, at);
  const { said } = stated;
  // The column was missing and came back blank: it is filled again (rule N8).
  if (said === 'blank' && base?.pageId === page.id && base.page === undefined) return stated;
  if (said === 'blank') return { said: 'cancelled', inexact: false };
  if (page.row.status !== 'Cancelled' || said === undefined) return stated;
  // A new time typed into a cancelled page brings it back, as a person means it.
  const isTypedAnew = base?.page === 'cancelled' && datedOf(page) !== (base.dated ?? null);
  return isTypedAnew ? stated : { said: 'cancelled', inexact: false };
}

/** The start that a Retros page's Date shows: an instant, or the text of a day; null: none. */
export function datedOf(page: Page<'retros'>): Instant | string | null {
  const start = page.row.date?.start;
  return start === undefined ? null : (readInstant(start) ?? start);
}
