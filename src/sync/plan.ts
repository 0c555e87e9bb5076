// plan: (Notion, Calendar, base, playbook, now) → actions, for one engagement. Pure and deterministic: no clock,
// no network, no storage. It plans from what is, not from what happened, so it may be asked again at any time.
// What it refuses: to plan on what is unknown, and to plan for a page that is archived, moved away or unreadable.
import { cutDates, dayOf, type Instant, type Phase, shownName, type UnmetCheck } from '../playbook/index.ts';
import type { Action, Cause } from './action.ts';
import { type Base, type BasePatch, emptyBase, joinPatches, type Said } from './base.ts';
import { planBodies, withOutline } from './bodies.ts';
import { readChecks } from './checks.ts';
import { nextDue, readClock } from './clock.ts';
import { readColumns } from './columns.ts';
import { mergeFollowUps, settleFollowUps } from './follow-ups.ts';
import { CLOSED, formFields, type OpenForms, planSayings, readForms } from './forms.ts';
import { sameSaid } from './meeting.ts';
import { planNotes } from './notes.ts';
import { planPages, rowAction, sayTrashed } from './pages.ts';
import { mergeDates, mergePhase, type Receipt, spanLeft, spanSaid } from './phase.ts';
import { planComments, sayConflict } from './receipts.ts';
import { slotPatch } from './record.ts';
import { fillAction, planCopy, reportFields } from './report.ts';
import { type RowFacts, readRow, statedSlot } from './row.ts';
import { rowFields, slotZone } from './row-fields.ts';
import { recordSpan, settle } from './settle.ts';
import { planSingle } from './single.ts';
import { type SeriesMerge, seriesPatch } from './slot-merge.ts';
import { eventOf, isWanted, mergeSlots, type SlotContext, type SlotPlan } from './slots.ts';
import { planSpan } from './span.ts';
import type { View, World } from './view.ts';
import { planWeekly } from './weekly.ts';
import { mergeWholeSeries } from './whole-series.ts';

/** What one engagement needs now. */
export interface EngagementPlan {
  readonly engagement: { readonly id: string; readonly name: string };
  /** Calendar first, then Notion, each in order. */
  readonly actions: readonly Action[];
  /** What both sides agree on without a call; recorded before the first one. */
  readonly settled: BasePatch;
  /** The earliest instant at which the clock alone changes this plan. */
  readonly due: Instant | null;
  /** What is unmet, and by which check. */
  readonly checks: readonly UnmetCheck[];
  /** What is wrong with the row, in words; null when all is well. */
  readonly sync: string | null;
  /** Why nothing is planned at all: the page is archived, elsewhere or unreadable. */
  readonly paused: 'archived' | 'elsewhere' | 'unreadable' | null;
  /** For people: every meeting as it is to be. */
  readonly slots: readonly SlotPlan[];
  readonly zone: string;
  readonly forms: OpenForms;
}

/**
 * Plans one engagement. Times are epoch milliseconds; every action carries what it records when done.
 * `only: 'calendar'`: what a person did in Calendar, which does not wait for an edit in Notion to settle.
 */
export function planEngagement(seen: View, world: World, only: 'all' | 'calendar' = 'all'): EngagementPlan {
  const columns = readColumns(seen.page.row, seen.base);
  const view = { ...seen, page: { ...seen.page, row: columns.row } };
  const plan = planRow(view, columns.problems, world, only);
  if (plan.paused) return plan;
  const fill = seen.page.presence === 'live' && only === 'all' ? fillAction(columns, view, plan.zone) : null;
  // A row that is not met yet has nothing to be remembered by.
  const isMet = seen.base !== null || Object.keys(plan.settled).length > 0;
  return {
    ...plan,
    actions: [...(fill ? [fill] : []), ...plan.actions],
    settled: isMet && only === 'all' ? joinPatches([plan.settled, columns.before]) : plan.settled,
  };
}

function planRow(
  view: View,
  problems: readonly string[],
  world: World,
  only: 'all' | 'calendar',
): EngagementPlan {
  const { page } = view;
  const read = readRow(page.row, world);
  const facts = { ...read, problems: [...problems, ...read.problems] };
  const engagement = { id: page.id, name: shownName(facts.name) };
  const zone = facts.zone ?? world.playbook.timeZone;
  const nothing: EngagementPlan = {
    engagement,
    actions: [],
    settled: {},
    due: null,
    checks: [],
    sync: null,
    paused: null,
    slots: [],
    zone,
    forms: CLOSED,
  };
  if (page.presence !== 'live' && page.presence !== 'trashed') return { ...nothing, paused: page.presence };
  const copy = planCopy(view, facts, zone);
  if (copy) return { ...nothing, ...copy };

  const base = view.base ?? emptyBase(world.now);
  const span = eventOf(view, 'span') ?? undefined;
  const phase = mergePhase(facts.phase, span, base.phase, base.slots.span?.calendar);
  if (!phase || facts.zone === undefined) {
    const report = reportFields(view, facts.problems, null);
    const action = page.presence === 'live' ? rowAction(report.fields, { view, zone }) : null;
    return { ...nothing, actions: action ? [action] : [], sync: report.sync };
  }
  return new Planner(view, world, facts, base, phase, nothing).plan(only);
}

const NO_COMMENTS = { actions: [], settled: {} };

/** One plan in the making; it lives for one call of `planEngagement`. */
class Planner {
  readonly #view: View;
  readonly #world: World;
  readonly #facts: RowFacts;
  readonly #base: Base;
  readonly #nothing: EngagementPlan;
  readonly #today: string;
  readonly #zone: string;
  readonly #receipts: Receipt[] = [];
  readonly #problems: string[];
  readonly #settled: BasePatch[] = [];
  #phase: NonNullable<ReturnType<typeof mergePhase>>;

  constructor(
    view: View,
    world: World,
    facts: RowFacts,
    base: Base,
    phase: NonNullable<ReturnType<typeof mergePhase>>,
    nothing: EngagementPlan,
  ) {
    this.#view = view;
    this.#world = world;
    this.#facts = facts;
    this.#base = base;
    this.#phase = phase;
    this.#nothing = nothing;
    this.#zone = facts.zone ?? world.playbook.timeZone;
    this.#today = dayOf(world.now, this.#zone);
    this.#problems = [...facts.problems, ...(view.failure ? [view.failure] : [])];
    this.#receipts.push(...phase.receipts);
  }

  plan(only: 'all' | 'calendar'): EngagementPlan {
    const view = this.#view;
    const isLive = view.page.presence === 'live';
    const spanNow = spanSaid(eventOf(view, 'span') ?? undefined, this.#zone);
    const dates = this.#mergeDates(spanNow);
    const whole = mergeWholeSeries({
      view,
      world: this.#world,
      base: this.#base,
      zone: this.#zone,
      phase: this.#phase.value,
      days: dates.days,
    });
    const { masters, chain, merge: series } = whole;
    this.#problems.push(...whole.problems);
    this.#receipts.push(...whole.receipts);
    this.#settled.push(whole.settled);

    const contextFor = (phase: Phase): SlotContext => ({
      view,
      world: this.#world,
      facts: this.#facts,
      zone: this.#zone,
      today: this.#today,
      phase,
      days: dates.days,
      slot: series.slot,
      isSeriesCancelled: series.state === 'cancelled',
      masters,
      chain,
      settle: (patch) => this.#settled.push(patch),
    });
    const before = contextFor(this.#phase.value);
    // The clock reads the meetings' ends, and the meetings depend on the phase that it leads to.
    let problems: string[] = [];
    let meetings = mergeSlots(before, problems);
    let context = before;
    const clock = readClock(meetings, before);
    if (clock.phase !== this.#phase.value) {
      this.#phase = { ...this.#phase, value: clock.phase, cause: 'playbook' };
      context = contextFor(clock.phase);
      problems = [];
      meetings = mergeSlots(context, problems);
    }
    this.#problems.push(...problems);
    const slots = [...meetings, ...mergeFollowUps(context)];
    settleFollowUps(slots, context);

    const spanPlan = planSpan(
      dates,
      this.#phase.isChangedInNotion && view.base !== null,
      spanNow,
      (state, calendar) => recordSpan({ facts: this.#facts, dates, phase: this.#phase }, state, calendar),
      context,
    );
    const calendar = [
      ...(spanPlan.action ? [spanPlan.action] : []),
      ...this.#planMeetings(slots, series, context),
    ];
    const fields = isLive
      ? rowFields({ slots, series, dates, span: spanPlan, phase: this.#phase }, context)
      : [];
    const forms = isLive ? readForms(slots, context) : CLOSED;
    if (isLive) fields.push(...formFields(forms, context));
    this.#problems.push(...sayTrashed(slots, context));
    const checks = isLive ? readChecks(slots, context) : [];
    const notes = planNotes(slots, context);
    this.#problems.push(...notes.problems);
    const report = reportFields(
      view,
      this.#problems,
      checks.map(({ sentence }) => sentence),
    );
    const pages = withOutline(planPages(slots, context), slots, context);
    const isNow = (part: { cause: Cause }) => only === 'all' || part.cause === 'calendar';
    const row = isLive ? rowAction([...fields, ...report.fields].filter(isNow), context) : null;
    const comments =
      only === 'all' ? planComments(this.#receipts, this.#base.receipts, view.page) : NO_COMMENTS;
    const sayings = only === 'all' ? planSayings(slots, context) : [];
    const bodies = planBodies(slots, context);
    const merged = {
      facts: this.#facts,
      phase: this.#phase,
      dates,
      span: spanPlan,
      spanNow,
      slots,
      clock,
      calendar,
      fields,
    };
    this.#settled.push(...notes.settled, comments.settled, ...settle(merged, context));

    return {
      ...this.#nothing,
      actions: [
        ...[...calendar, ...notes.calendar, ...pages, ...notes.pages].filter(isNow),
        ...(row ? [row] : []),
        ...bodies.actions.filter(isNow),
        ...comments.actions,
        // Last: Notion may refuse blocks for long.
        ...sayings,
      ],
      // Which events carry the series is known at once: what is done to them now may hide it (M34).
      settled: only === 'all' ? joinPatches(this.#settled) : whole.settled,
      due: nextDue(slots, clock, context, [bodies.due, forms.survey?.ends ?? null]),
      checks,
      sync: report.sync,
      slots,
      forms,
    };
  }

  /** Dates with the span; an engagement that ended early ends today at the latest, or on its first day (P24). */
  #mergeDates(said: Said | undefined): ReturnType<typeof mergeDates> {
    const view = this.#view;
    const isSpanWanted = isWanted('span', {
      phase: this.#phase.value,
      days: { start: '', end: '' },
      view,
    });
    const event = eventOf(view, 'span');
    const merged = mergeDates(
      this.#facts.dates.said,
      said,
      this.#base.slots.span,
      event?.marks.agreed,
      isSpanWanted,
      spanLeft(event ?? undefined, this.#zone),
    );
    this.#receipts.push(...merged.receipts);
    const { days } = merged;
    if (!days || this.#phase.value !== 'Ended early') return merged;
    const cut = cutDates(days, this.#today);
    return sameSaid(cut, days) ? merged : { ...merged, days: cut, cause: 'playbook' };
  }

  #planMeetings(slots: readonly SlotPlan[], series: SeriesMerge, context: SlotContext): Action[] {
    const weeks = slots.filter((slot) => slot.meeting === 'retro');
    const weekly = () => {
      // Dates that cannot be read take nothing away.
      if (context.days === undefined) return [];
      return planWeekly(weeks, {
        context,
        merge: series,
        master: undefined,
        late: [],
        held: [],
        recordWeek: (plan, calendar) => ({ slots: { [plan.key]: slotPatch(plan, { calendar }) } }),
        recordSeries: (calendar) => {
          const row = statedSlot(this.#view.page.row, this.#view.base, this.#zone, this.#world);
          const slotsZone = slotZone(series.mode, this.#base.series, this.#zone);
          return seriesPatch(series, this.#base.series, slotsZone, { row, calendar });
        },
      });
    };
    const singles = slots.filter((slot) => slot.meeting !== 'retro');
    const late = singles.findIndex(({ meeting }) => meeting === 'project-retro' || meeting === 'check-in');
    const at = late < 0 ? singles.length : late;
    const act = (plan: SlotPlan): Action[] => {
      const record = (calendar: Said | undefined): BasePatch => ({
        slots: { [plan.key]: slotPatch(plan, { calendar }) },
      });
      const action = planSingle(plan, record, context);
      return action ? [action] : [];
    };
    for (const { key, merge } of slots) {
      if (!merge.conflict) continue;
      const { also, kept } = merge.conflict;
      this.#receipts.push(sayConflict(key, merge.conflict, this.#zone));
      if (also) this.#receipts.push(sayConflict(key, { lost: also, of: 'notion', kept }, this.#zone));
    }
    return [...singles.slice(0, at).flatMap(act), ...weekly(), ...singles.slice(at).flatMap(act)];
  }
}
