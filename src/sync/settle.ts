// What both sides agree on without a call: recorded before the first one (rule S5). Pure.
// What it refuses: to record what a write is still due for.
import type { ClockAnswer, Crossing } from '../playbook/index.ts';
import type { Action } from './action.ts';
import { type BasePatch, emptyBase, type Said, type SlotBase, type Spelling } from './base.ts';
import { isTime, sameSaid } from './meeting.ts';
import { isAgreed } from './merge.ts';
import type { Field } from './pages.ts';
import type { DatesMerge, PhaseMerge } from './phase.ts';
import { isPageSettled, pageSaid, slotPatch } from './record.ts';
import type { RowFacts } from './row.ts';
import { datedOf, isColumnMissing } from './said.ts';
import { isAllAway, type SlotContext, type SlotPlan } from './slots.ts';
import type { SpanPlan } from './span.ts';

/** An engagement, merged, with the writes that are due. */
export interface Merged {
  readonly facts: RowFacts;
  readonly phase: PhaseMerge;
  readonly dates: DatesMerge;
  readonly span: SpanPlan;
  /** What the span says now. */
  readonly spanNow: Said | undefined;
  readonly slots: readonly SlotPlan[];
  readonly clock: ClockAnswer;
  /** The calendar's actions, and the row's columns that are to be written. */
  readonly calendar: readonly Action[];
  readonly fields: readonly Field[];
}

/** What needs no call: crossings that fired, and every slot on which both sides already say what they should. */
export function settle(merged: Merged, context: SlotContext): BasePatch[] {
  const { slots, dates, span, spanNow, clock, calendar, fields, phase: mergedPhase } = merged;
  const { view, world } = context;
  const { base } = view;
  const settled: BasePatch[] = [];
  if (base === null) settled.push({ ...emptyBase(world.now) });
  if (base?.copy) settled.push({ copy: null });
  // What takes a deleted bar up again is remembered until the bar is back.
  if (base?.slots.span && mergedPhase.isChangedInNotion)
    settled.push({ slots: { span: { state: span.state } } });
  // The phase that a crossing leads to is recorded with its write; a crossing that moves nothing is spent at once.
  if (clock.fired.length > 0)
    settled.push({ spent: [...new Set<Crossing>([...(base?.spent ?? []), ...clock.fired])] });
  const phase = mergedPhase.value;
  // Decided in Calendar: the title that says so may be changed or taken away before Notion was told.
  if (mergedPhase.cause === 'calendar')
    settled.push({ phase: { value: phase, notion: view.page.row.phase, calendar: phase, untold: phase } });
  if (view.page.row.phase === phase || clock.fired.length > 0) {
    const isTold = !span.action && span.calendar !== undefined && span.calendar !== 'cancelled';
    const isSaid = view.page.row.phase === phase;
    const notion = isSaid ? phase : (base?.phase?.notion ?? view.page.row.phase);
    // A crossing that fires tells Notion nothing (M54).
    const told = isSaid ? { untold: null } : {};
    settled.push({ phase: { value: phase, notion, ...(isTold ? { calendar: phase } : {}), ...told } });
  }
  const { said } = merged.facts.dates;
  if (said !== undefined && sameSaid(said, base?.slots.span?.time) && !sameSaid(said, base?.slots.span?.row))
    settled.push({ slots: { span: { row: said } } });
  const pending = new Set([
    ...calendar.flatMap((action) => slotsIn(action.record)),
    ...fields.flatMap((field) => slotsIn(field.record)),
  ]);
  if (!span.action && !fields.some((field) => field.write.dates !== undefined) && dates.days !== undefined) {
    // A phase that its title says is agreed on once Notion says it too.
    const { slots: agreed, ...prefix } = recordSpan(merged, span.state, spanNow);
    settled.push({ slots: agreed, ...(view.page.row.phase === phase ? prefix : {}) });
  }
  const isBack = ({ merge, said }: SlotPlan) =>
    merge.state === 'planned' && !isTime(said.calendar) && Number(merge.time?.start) > world.now;
  const isAway = isAllAway(context);
  for (const plan of slots) {
    // What it said before does not hold against it when the column is there again, blank.
    if (plan.page?.presence === 'live' && isColumnMissing(plan.page))
      settled.push({ slots: { [plan.key]: { page: null, pageId: plan.page.id } } });
    const page = pageSaid(plan);
    const observed = {
      ...(plan.said.calendar === undefined ? {} : { calendar: plan.said.calendar }),
      ...(plan.page && page !== undefined ? { page, pageId: plan.page.id } : {}),
    };
    if (plan.base) settled.push(...heard(plan, plan.base));
    // Met for the first time with two wishes: they have been weighed, and it is said once.
    if (plan.merge.conflict && plan.base === undefined)
      settled.push({ slots: { [plan.key]: slotPatch(plan, observed) } });
    // What comes back does so one after the other: until its turn it is withdrawn (M59).
    else if (isAway && isBack(plan))
      settled.push({ slots: { [plan.key]: { ...slotPatch(plan, observed), state: 'withdrawn' } } });
    // Taken away against another wish: what every place says has been weighed, and is no new wish later. So it is with a
    // week that a person deleted, since the rule that shows it may end before its page is written (M53).
    else if (
      plan.merge.state === 'cancelled' &&
      (plan.merge.conflict || isDeleted(plan) || isCancelledOnPage(plan))
    )
      settled.push({
        slots: {
          [plan.key]: {
            state: 'cancelled',
            mode: 'pinned',
            ...observed,
            ...(plan.week === null && plan.said.row !== undefined ? { row: plan.said.row } : {}),
            ...(plan.page ? { dated: datedOf(plan.page) } : {}),
            ...(isCancelledOnPage(plan) && isTime(plan.said.calendar) ? { owed: true } : {}),
          },
        },
      });
    const isPageKnown = isPageSettled(plan) || isNotHeld(plan, world.now);
    const isPageDue = plan.page?.presence === 'live' && plan.said.page !== undefined && !isPageKnown;
    if (pending.has(plan.key) || isPageDue) continue;
    // A week that the series is yet to take up is recorded with the series.
    const isTakenUp =
      plan.meeting !== 'retro' || plan.said.calendar !== undefined || plan.merge.state !== 'planned';
    if (!isTakenUp && plan.merge.time && Number(plan.merge.time.start) > world.now) continue;
    settled.push({ slots: { [plan.key]: slotPatch(plan, observed) } });
  }
  return settled;
}

/** Whether a page says of a meeting of the past that it was not held: that is a person's, and known from then on (M80). */
const isNotHeld = ({ merge, page, said, base }: SlotPlan, now: number): boolean =>
  base !== undefined &&
  merge.state === 'planned' &&
  merge.time !== undefined &&
  Number(merge.time.start) <= now &&
  page?.row.status === 'Cancelled' &&
  page.row.date !== null &&
  said.page === 'cancelled';

/** Whether a person has made its page Cancelled: whoever types another Date there before that is carried out has seen it (M17). */
const isCancelledOnPage = ({ merge, said, page, base }: SlotPlan): boolean =>
  merge.cause === 'notion' &&
  base?.state === 'planned' &&
  said.page === 'cancelled' &&
  page?.presence === 'live' &&
  page.row.status === 'Cancelled';

/** Whether a person has deleted a week in Calendar by now. */
const isDeleted = ({ week, merge }: SlotPlan): boolean => week !== null && merge.cause === 'calendar';

/** A place that says what was agreed on is known to say it from now on, whatever is decided next (M58). */
function heard({ key, page, said, week }: SlotPlan, base: SlotBase): BasePatch[] {
  const isNews = (place: Spelling) =>
    isAgreed(said[place], place, base) && !sameSaid(said[place], base[place]);
  // A Date typed in a page that is still Cancelled says it with the Status that we owe it (M17).
  const isOwed = isTime(said.page) && page?.row.status === 'Cancelled';
  return [
    ...(page && !isOwed && isNews('page')
      ? [{ slots: { [key]: { page: said.page, dated: datedOf(page) } } }]
      : []),
    ...(week === null && isNews('row') ? [{ slots: { [key]: { row: said.row } } }] : []),
  ];
}

/** What the base records of the span, and of the phase that its title says. */
export function recordSpan(
  merged: Pick<Merged, 'facts' | 'dates' | 'phase'>,
  state: SpanPlan['state'],
  calendar: Said | undefined,
): BasePatch {
  const { facts, dates, phase } = merged;
  const row = facts.dates.said;
  const isRowSame = row !== undefined && sameSaid(row, dates.days ?? 'blank');
  const span: BasePatch = {
    state,
    mode: 'pinned',
    ...(dates.days ? { time: dates.days } : {}),
    ...(calendar === undefined ? {} : { calendar }),
    ...(isTime(calendar) ? { bar: calendar } : {}),
    // Of what was decided in Calendar Notion is yet to be told (M54); what it says has been weighed.
    ...(isRowSame ? { row, untold: null } : dates.cause === 'calendar' ? { row, untold: dates.days } : {}),
  };
  const { value, cause } = phase;
  const isUntold = cause === 'calendar' && facts.phase !== value;
  const prefix = { value, calendar: value, ...(isUntold ? { untold: value } : {}) };
  return {
    slots: { span },
    ...(calendar === undefined || calendar === 'cancelled' ? {} : { phase: prefix }),
  };
}

const slotsIn = (record: BasePatch): string[] => Object.keys((record.slots as object | undefined) ?? {});
