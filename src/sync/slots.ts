// Every meeting of one engagement, merged: what it is to be on both sides, and what either says now. Pure.
import type { Page } from '../../schemas/index.ts';
import type { CalendarEvent } from '../google/event.ts';
import { eventId } from '../google/ids.ts';
import {
  type Days,
  type Meeting,
  type Phase,
  pickCheckIn,
  pickKickoff,
  pickProjectRetro,
  pickRetros,
  type Slot,
  type Timed,
  wants,
} from '../playbook/index.ts';
import type { BasePatch, Said, SlotBase } from './base.ts';
import type { Chain } from './chain.ts';
import { readTimeMark, timeMark } from './event.ts';
import { type SlotMerge, sameSaid } from './meeting.ts';
import { mergeSlot } from './merge.ts';
import { ROW_MEETINGS, type RowFacts, type RowMeeting, sameSlot, statedTime } from './row.ts';
import { eventSaid, leftTime, statedPage, UNSTATED } from './said.ts';
import type { Master, Occurrence } from './series.ts';
import { isAhead, isDays, readKey, type View, type World } from './view.ts';
import { mergeOccurrence } from './week-merge.ts';

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
  readonly chain: Chain;
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

/**
 * Whether a row that is met for the first time has nothing ahead in Calendar but what was deleted there, and more than one
 * meeting: the trash or a phase withdrew it as a whole, and the Worker's memory was lost before that ended. What was put back
 * since stands alone: the bar is away, and more than one meeting of which the row still has the time, or we cut the bar (M88).
 */
export function isAllAway(
  context: Pick<SlotContext, 'view' | 'world' | 'today' | 'masters' | 'phase' | 'days'>,
): boolean {
  const { view, world, today, masters } = context;
  if (view.base !== null) return false;
  const ahead = isAhead(world.now, today);
  const meetings = view.events.filter(({ marks }) => marks.meeting && marks.meeting !== 'span');
  // An occurrence goes with its series.
  const isLiving = ({ status, series }: CalendarEvent) =>
    status !== 'cancelled' &&
    (series === null || masters.some(({ event }) => event.id === series && event.status !== 'cancelled'));
  const isDeleted = (meeting: string) => eventOf(view, meeting)?.status === 'cancelled';
  const isAway = (meeting: string) => isDeleted(meeting) || isPageCancelled(meeting, view);
  const untold = ENTRIES.filter(([meeting, key]) => view.page.row[key] && isAway(meeting));
  if (untold.length > 1 && isDeleted('span') && isWanted('span', context)) return true;
  if (isCut(context) && isWanted('span', context)) return true;
  return (
    meetings.filter((event) => !isLiving(event)).length > 1 &&
    !meetings.some((event) => isLiving(event) && event.time && ahead(event.time)) &&
    !masters.some(({ event, originals }) => isLiving(event) && originals?.some((at) => at > world.now))
  );
}

/** Whether we cut the bar to end by today, as its marks say, though Dates go on. */
function isCut({ view, days, today }: Pick<SlotContext, 'view' | 'days' | 'today'>): boolean {
  const span = eventOf(view, 'span');
  if (!days || !span?.time || span.status === 'cancelled' || !isDays(span.time)) return false;
  const { end } = span.time;
  return end <= today && end < days.end && span.marks.agreed === timeMark(span.time);
}

const isPageCancelled = (meeting: string, view: View): boolean => {
  const page = pagesBySlot(view).pages.get(meeting);
  return page?.presence === 'live' && page.row.status === 'Cancelled';
};

const ENTRIES = Object.entries(ROW_MEETINGS) as [RowMeeting, (typeof ROW_MEETINGS)[RowMeeting]][];

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
  const weekly = pickWeeks(context);
  const keyed = [...pages.keys(), ...Object.keys(view.base?.slots ?? {})]
    .filter((key) => key.startsWith('week:'))
    .map((key) => Number(key.slice(5)));
  const fromFor = (at: Slot) => `${days?.start}|${days?.end}|${zone}|${JSON.stringify(at)}`;
  const from = fromFor(slot);
  const known = [...weekly.keys(), ...keyed, ...weeksBeside(weekly, context)];
  for (const week of [...new Set(known)].sort((a, b) => a - b)) {
    add(
      mergeOccurrence(
        week,
        weekly.get(week) ?? null,
        fromFor(context.chain.slotFor(week)),
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

/** Where the playbook has each week: at the slot, or at that of an older part which goes on until a person's split. */
function pickWeeks({ days, zone, slot, chain, world }: SlotContext): Map<number, Timed> {
  const picksAt = (at: Slot) => (days ? pickRetros(days, at, zone, world.playbook) : []);
  const weekly = new Map(picksAt(slot).map(({ week, time }) => [week, time]));
  for (const week of weekly.keys()) {
    const own = chain.slotFor(week);
    const pick = sameSlot(own, slot) ? undefined : picksAt(own).find((other) => other.week === week);
    if (pick) weekly.set(week, pick.time);
  }
  return weekly;
}

/** Weeks that the series has ahead and Dates do not reach: a person dragged it to there, or put back one of them. */
function weeksBeside(weekly: ReadonlyMap<number, Timed>, { masters, world }: SlotContext): number[] {
  const parts = masters.filter(({ event, rule }) => event.status !== 'cancelled' && rule === 'ours');
  return parts.flatMap(({ weeks }) =>
    [...weeks].flatMap(([week, original]) =>
      weekly.size > 0 && !weekly.has(week) && original > world.now ? [week] : [],
    ),
  );
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
  const agreed = readTimeMark(event?.marks.agreed);
  const merge = mergeSlot({
    base,
    ...said,
    agreed,
    left: leftTime(event, meeting, context),
    pick,
    from,
    wanted: isWanted(meeting, context),
    isAllAway: isAllAway(context),
    ...keptOnPage(page, pick, agreed, said.row, context),
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

/**
 * What a Cancelled page keeps of the project retro that is met for the first time, and that a row in the trash could not be
 * told: where all was withdrawn and the row says just what the playbook picks (M59), or where it was typed there and the row
 * still says what was agreed on (M85). The retro then comes back with that; not at all where the Date was blanked (M63).
 */
function keptOnPage(
  page: Page<'retros'> | null,
  pick: Timed | null,
  agreed: Timed | undefined,
  row: Said | undefined,
  context: SlotContext,
): { readonly row?: Said | undefined; readonly isAllAway?: boolean } {
  const isCancelled = page?.presence === 'live' && page.row.status === 'Cancelled';
  if (!isCancelled || context.view.base?.slots['project-retro']) return {};
  // One that we make Cancelled keeps its Date: a person blanked it, and the row says what was agreed on before.
  const isBlanked = page.row.date === null && isAllAway(context) && agreed !== undefined;
  if (isBlanked && sameSaid(row, agreed)) return { row: undefined };
  if (!page.row.date) return {};
  const { zone, slot, world } = context;
  const at = { zone, slot, world, name: '', problems: [] };
  const kept = statedTime(page.row.date, 'project-retro', undefined, at).said;
  const isMoved = isAllAway(context) && pick !== null && sameSaid(row, pick);
  const isTyped = agreed !== undefined && sameSaid(row, agreed) && !sameSaid(kept, agreed);
  return (isMoved || isTyped) && kept !== undefined ? { row: kept, isAllAway: true } : {};
}
