// Follow-ups: single meetings in the months after the end, as long as Follow-up is ticked in Notion. Pure.
// The box stands for all of them, and Calendar for the time of each: there is no column to type one in. What it refuses:
// to take anything away while the box cannot be read.
import { type Days, fillTime, pickFollowUps, type Timed } from '../playbook/index.ts';
import type { Said, SlotBase } from './base.ts';
import { readTimeMark } from './event.ts';
import { mergeSlot } from './merge.ts';
import type { Field } from './pages.ts';
import { eventOf, isWanted, type SlotContext, type SlotPlan } from './slots.ts';
import { isAhead, isDays } from './view.ts';

const keyOf = (n: number): string => `follow-up-${n}`;
const KEY = /^follow-up-(\d{1,2})$/;

/** Ticked by a person after it was not: what was cancelled comes back with it. */
const isTickedAnew = ({ view }: SlotContext): boolean =>
  view.page.row.followUp === true && view.base?.followUp === false;

/** Merges each follow-up (P57–P59); nothing while the box or Dates are unknown. */
export function mergeFollowUps(context: SlotContext): SlotPlan[] {
  const { view, days } = context;
  if (view.page.row.followUp === undefined || days === undefined) return [];
  const picks = days ? pickFollowUps(days.end, context.zone, context.world.playbook) : [];
  const known = [
    ...Object.keys(view.base?.slots ?? {}),
    ...view.events.map(({ marks }) => marks.meeting ?? ''),
  ].flatMap((key) => Number(KEY.exec(key)?.[1] ?? []));
  const numbers = [...new Set([...picks.map((_, i) => i + 1), ...known])].sort((a, b) => a - b);
  return numbers.flatMap((n) => mergeFollowUp(n, picks[n - 1] ?? null, context) ?? []);
}

function mergeFollowUp(n: number, pick: Timed | null, context: SlotContext): SlotPlan | null {
  const { view, world, zone, days, today } = context;
  const key = keyOf(n);
  const event = eventOf(view, key);
  const base = baseOf(key, context);
  const calendar = event ? saidOf(event, context) : undefined;
  const from = `${days?.end}|${zone}`;
  const merge = mergeSlot({
    base,
    row: 'blank',
    page: undefined,
    calendar,
    agreed: readTimeMark(event?.marks.agreed),
    pick,
    from,
    wanted: isWanted('follow-up', context) && view.page.row.followUp === true,
    isAhead: isAhead(world.now, today),
  });
  if (!merge) return null;
  return {
    key,
    meeting: 'follow-up',
    week: null,
    base,
    merge,
    pick,
    from,
    said: { row: undefined, page: undefined, calendar },
    isRowInexact: false,
    isPageInexact: false,
    page: null,
    event,
    occurrence: null,
  };
}

function baseOf(key: string, context: SlotContext): SlotBase | undefined {
  const base = context.view.base?.slots[key];
  return base?.state === 'cancelled' && isTickedAnew(context) ? { ...base, state: 'withdrawn' } : base;
}

function saidOf(
  event: { readonly status: string; readonly time: Timed | Days | null },
  { zone, slot, world }: SlotContext,
): Said | undefined {
  if (event.status === 'cancelled') return 'cancelled';
  const { time } = event;
  if (!time || !isDays(time)) return time ?? undefined;
  return fillTime(time.start, 'follow-up', zone, slot, world.playbook);
}

/** Remembers the box, and that what was cancelled comes back with it: both or neither. */
export function settleFollowUps(slots: readonly SlotPlan[], context: SlotContext): void {
  const { followUp } = context.view.page.row;
  if (followUp === undefined) return;
  const back = slots.filter(
    ({ meeting, key }) => meeting === 'follow-up' && baseOf(key, context) !== context.view.base?.slots[key],
  );
  const states = Object.fromEntries(back.map(({ key }) => [key, { state: 'withdrawn' }]));
  context.settle({ followUp, ...(back.length > 0 ? { slots: states } : {}) });
}

/** Whoever deleted all follow-ups ahead in Calendar wants none: the box is unticked. */
export function followUpField(slots: readonly SlotPlan[], context: SlotContext): Omit<Field, 'words'> | null {
  const ahead = isAhead(context.world.now, context.today);
  const open = slots.filter(
    ({ meeting, merge }) => meeting === 'follow-up' && (!merge.time || ahead(merge.time)),
  );
  const areDeleted = open.length > 0 && open.every(({ merge }) => merge.state === 'cancelled');
  if (context.view.page.row.followUp !== true || !areDeleted) return null;
  return { write: { followUp: false }, cause: 'calendar', record: { followUp: false } };
}
