// The columns of an engagement's row that are to say something else: phase, Dates, the meetings' times, the slot, the
// link. Pure. What it refuses: to write a column that is unknown.
import type { Cause } from './action.ts';
import type { Base, BasePatch } from './base.ts';
import { followUpField } from './follow-ups.ts';
import { isTime, sameSaid, shownOf } from './meeting.ts';
import { dateValue, type Field } from './pages.ts';
import type { mergeDates, PhaseMerge } from './phase.ts';
import { slotPatch } from './record.ts';
import { ROW_MEETINGS, type RowMeeting, sameSlot, statedSlot } from './row.ts';
import { slotOfMaster } from './series.ts';
import { sayTime, sayWhy } from './single.ts';
import { type SeriesMerge, seriesPatch } from './slot-merge.ts';
import { eventOf, isWanted, type SlotContext, type SlotPlan } from './slots.ts';
import type { SpanPlan } from './span.ts';

/** What was merged of an engagement, as its row is to show it. */
export interface MergedRow {
  readonly slots: readonly SlotPlan[];
  readonly series: SeriesMerge;
  readonly dates: ReturnType<typeof mergeDates>;
  readonly span: SpanPlan;
  readonly phase: PhaseMerge;
}

type AddField = (
  write: Field['write'],
  name: string,
  from: string | null,
  to: string | null,
  cause: Cause,
  record: BasePatch,
) => void;

/** Every column of the row that is to say something else. */
export function rowFields(merged: MergedRow, context: SlotContext): Field[] {
  const { slots, series, dates, span, phase: mergedPhase } = merged;
  const { view, facts, zone } = context;
  const { row } = view.page;
  const fields: Field[] = [];
  const add: AddField = (write, name, from, to, cause, record) =>
    fields.push({
      write,
      words: { meeting: null, kind: 'change', what: name, from, to, why: sayWhy(cause, name, context) },
      cause,
      record,
    });

  const phase = mergedPhase.value;
  if (row.phase !== undefined && row.phase !== phase) {
    add({ phase }, 'Phase', row.phase, phase, mergedPhase.cause, {
      phase: { value: phase, notion: phase, untold: null },
    });
  }
  const { said, inexact } = facts.dates;
  if (said !== undefined && dates.days && (inexact || !sameSaid(said, dates.days))) {
    const from = isTime(said) ? sayTime(said, zone) : null;
    // The bar that was drawn, or what the same plan cuts it to.
    const bar = isTime(span.calendar) ? span.calendar : dates.days;
    add({ dates: dateValue(dates.days) }, 'Dates', from, sayTime(dates.days, zone), dates.cause, {
      slots: {
        span: {
          row: dates.days,
          time: dates.days,
          untold: null,
          ...(dates.cause === 'calendar' ? { calendar: bar, bar } : {}),
        },
      },
    });
  }
  for (const plan of slots) {
    if (plan.meeting === 'retro' || plan.said.row === undefined) continue;
    const target = shownOf(plan.merge).row;
    if (sameSaid(plan.said.row, target) && !plan.isRowInexact) continue;
    const key = ROW_MEETINGS[plan.meeting as RowMeeting];
    const value = isTime(target) ? dateValue(target) : null;
    const from = isTime(plan.said.row) ? sayTime(plan.said.row, zone) : null;
    const to = isTime(target) ? sayTime(target, zone) : null;
    const name =
      plan.meeting === 'fit-check'
        ? 'Fit check'
        : plan.meeting.charAt(0).toUpperCase() + plan.meeting.slice(1).replace('-r', ' r');
    add({ [key]: value }, name, from, to, plan.merge.cause, {
      slots: { [plan.key]: slotPatch(plan, { row: target }) },
    });
  }
  addSlotField(slots, series, context, add);
  const box = followUpField(slots, context);
  if (box) add(box.write, 'Follow-up', 'ticked', 'not ticked', box.cause, box.record);
  const link = eventOf(view, 'span')?.link ?? null;
  if (span.calendar !== 'cancelled' && link && row.calendar !== undefined && row.calendar !== link) {
    add({ calendar: link }, 'Calendar', null, 'link to the span', 'report', {});
  }
  return fields;
}

/** Weekly retro: the next occurrence at the slot; blank when the series was cancelled in Calendar. */
function addSlotField(
  slots: readonly SlotPlan[],
  series: SeriesMerge,
  context: SlotContext,
  add: AddField,
): void {
  const { view, world, zone, settle } = context;
  const base = view.base;
  const stated = statedSlot(view.page.row, base, zone, world);
  if (stated === undefined || !series.isKnown || series.isTheirs) return;
  const shown = slotOfMaster(context.chain.live, series.slot);
  const isAgreed = sameSlot(shown, series.state === 'cancelled' ? 'cancelled' : series.slot);
  const calendar = isAgreed ? shown : series.calendar;
  const record = (row: SeriesMerge['slot'] | 'blank') =>
    seriesPatch(series, base?.series, zone, { row, calendar });
  if (series.state === 'cancelled') {
    if (stated === 'blank') settle(record('blank'));
    else {
      // Known at once: by its weeks alone, which are recorded before the row, it would seem to be withdrawn.
      if (shown === 'cancelled') settle(record(base?.series?.row ?? stated));
      add({ weeklyRetro: null }, 'Weekly retro', 'set', null, series.cause, record('blank'));
    }
    return;
  }
  // Weeks of an older part go on at its own slot.
  const next = slots.find(
    ({ meeting, pick, week }) =>
      meeting === 'retro' &&
      pick !== null &&
      pick.start > world.now &&
      sameSlot(context.chain.slotFor(week ?? 0), series.slot),
  )?.pick;
  // A zone that changed shows another wall time for the same value, so it is written anew.
  const isZoneChanged = slotZone(series.mode, base?.series, zone) !== zone;
  if (sameSlot(stated, series.slot) && !isZoneChanged) {
    settle(record(series.slot));
    return;
  }
  // That it was changed in Calendar is known from now on, whatever becomes of the writes for it (M70).
  if (series.cause === 'calendar') settle(record(stated));
  // It is written with the phase or with Dates.
  if (!next || !isWanted('retro', context)) return;
  add(
    { weeklyRetro: dateValue(next) },
    'Weekly retro',
    null,
    sayTime(next, zone),
    series.cause,
    record(series.slot),
  );
}

/** The zone in which Weekly retro is a wall time: of a derived slot the former one until it is written anew. */
export function slotZone(mode: SeriesMerge['mode'], known: Base['series'], zone: string): string {
  return known && mode === 'derived' && known.row !== 'blank' ? known.zone : zone;
}
