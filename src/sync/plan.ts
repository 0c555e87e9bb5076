// plan: (Notion, Calendar, base, playbook, now) → actions, for one engagement. Pure and deterministic: no clock,
// no network, no storage. It plans from what is, not from what happened, so it may be asked again at any time.
// What it refuses: to plan on what is unknown, and to plan for a page that is archived, moved away or unreadable.
import {
  type ClockAnswer,
  type Crossing,
  crossingsDue,
  cutDates,
  type Days,
  datesEndAt,
  dayOf,
  fits,
  type Instant,
  isActive,
  type MeetingEnd,
  type Phase,
  type PinnedTime,
  shownName,
  type Timed,
  unmetChecks,
} from '../playbook/index.ts';
import type { Action, Cause, Words } from './action.ts';
import { type Base, type BasePatch, emptyBase, joinPatches, type Said, type SlotBase } from './base.ts';
import { type Columns, readColumns } from './columns.ts';
import { isTime, sameSaid } from './merge.ts';
import { commentAction, dateValue, type Field, planPage, rowAction } from './pages.ts';
import { mergeDates, mergePhase, type Receipt, spanSaid } from './phase.ts';
import { ROW_MEETINGS, type RowFacts, type RowMeeting, readRow, sameSlot, statedSlot } from './row.ts';
import { liveMaster, readSeries, slotOfMaster } from './series.ts';
import { planSingle, planSpan, type SpanPlan, sayTime, sayWhy } from './single.ts';
import {
  datedOf,
  eventOf,
  isColumnMissing,
  isWanted,
  mergeSlots,
  pagesBySlot,
  type SlotContext,
  type SlotPlan,
} from './slots.ts';
import { isDays, type View, type World } from './view.ts';
import { mergeSeries, planWeekly, type SeriesMerge } from './weekly.ts';

/** What one engagement needs now. */
export interface EngagementPlan {
  readonly engagement: { readonly id: string; readonly name: string };
  /** Calendar first, then Notion, each in order. */
  readonly actions: readonly Action[];
  /** What both sides agree on without a call; recorded before the first one. */
  readonly settled: BasePatch;
  /** The earliest instant at which the clock alone changes this plan. */
  readonly due: Instant | null;
  readonly checks: readonly string[];
  /** What is wrong with the row, in words; null when all is well. */
  readonly sync: string | null;
  /** Why nothing is planned at all: the page is archived, elsewhere or unreadable. */
  readonly paused: 'archived' | 'elsewhere' | 'unreadable' | null;
  /** For people: every meeting as it is to be. */
  readonly slots: readonly SlotPlan[];
  readonly zone: string;
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
    settled: isMet ? joinPatches([plan.settled, columns.before]) : plan.settled,
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
  };
  if (page.presence !== 'live' && page.presence !== 'trashed') return { ...nothing, paused: page.presence };
  const copy = planCopy(view, facts, zone);
  if (copy) return { ...nothing, ...copy };

  const base = view.base ?? emptyBase(world.now);
  const span = eventOf(view, 'span') ?? undefined;
  const phase = mergePhase(facts.phase, span, base.phase);
  if (!phase || facts.zone === undefined) {
    const report = reportFields(view, facts.problems, null);
    const action = page.presence === 'live' ? rowAction(report.fields, { view, zone }) : null;
    return { ...nothing, actions: action ? [action] : [], sync: report.sync };
  }
  return new Planner(view, world, facts, base, phase, nothing).plan(only);
}

/** A copied page is dormant until a person changes its Dates or Phase (DESIGN section 4). */
function planCopy(view: View, facts: RowFacts, zone: string): Partial<EngagementPlan> | null {
  const { page, base } = view;
  const state = JSON.stringify([page.row.dates ?? null, page.row.phase ?? null]);
  if (base ? base.copy !== state : !view.isCopy) return null;
  const sync =
    'This page is a copy of another engagement. It makes nothing until its Dates or its Phase are changed.';
  const write: Record<string, null | string> = {};
  for (const key of [...Object.values(ROW_MEETINGS), 'weeklyRetro', 'calendar', 'checks'] as const) {
    if (!base && page.row[key] != null) write[key] = null;
  }
  if (page.row.sync !== undefined && page.row.sync !== sync) write.sync = sync;
  const words: Words = {
    meeting: null,
    kind: 'change',
    what: shownName(facts.name),
    from: null,
    to: 'marked as a copy; its calendar link and meeting times are cleared',
    why: 'its Calendar link belongs to another page',
  };
  const isNew = base === null;
  const action = rowAction(
    Object.keys(write).length > 0
      ? [{ write, words, cause: 'report', record: isNew ? { copy: state } : {} }]
      : [],
    { view, zone },
  );
  return { actions: action ? [action] : [], settled: isNew && !action ? { copy: state } : {}, sync };
}

/** Columns that came back blank are filled with what they last said. */
function fillAction({ filled, after }: Columns, view: View, zone: string): Action | null {
  if (Object.keys(filled).length === 0) return null;
  const words: Words = {
    meeting: null,
    kind: 'change',
    what: shownName(view.page.row.name ?? null),
    from: null,
    to: 'columns that were missing are filled again',
    why: 'they came back blank',
  };
  return rowAction([{ write: filled, words, cause: 'report', record: after }], { view, zone });
}

/** The worker's own columns. */
function reportFields(view: View, problems: readonly string[], checks: readonly string[] | null) {
  const sync = problems.length > 0 ? [...new Set(problems)].join(' ').slice(0, 2000) : null;
  const fields: Field[] = [];
  const put = (key: 'sync' | 'checks', name: string, text: string | null) => {
    const before = view.page.row[key];
    if (before === undefined || (before ?? null) === text) return;
    fields.push({
      write: { [key]: text },
      words: {
        meeting: null,
        kind: 'change',
        what: name,
        from: before,
        to: text,
        why: 'what is said of this row changed',
      },
      cause: 'report',
      record: {},
    });
  };
  put('sync', 'Sync', sync);
  if (checks) put('checks', 'Checks', checks.length > 0 ? checks.join('\n').slice(0, 2000) : null);
  return { fields, sync };
}

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
    const masters = readSeries(view.events, view.page.id);
    const series = this.#mergeSeries(dates.days, masters);

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
      settle: (patch) => this.#settled.push(patch),
    });
    // The clock reads the meetings' ends, and the meetings depend on the phase that it leads to.
    const clock = this.#readClock(mergeSlots(contextFor(this.#phase.value), []), dates.days);
    if (clock.phase !== this.#phase.value)
      this.#phase = { ...this.#phase, value: clock.phase, cause: 'playbook' };
    const context = contextFor(this.#phase.value);
    const slots = mergeSlots(context, this.#problems);

    const spanPlan = planSpan(
      dates,
      this.#phase.isChangedInNotion && view.base !== null,
      spanNow,
      (state, calendar) => this.#recordSpan(dates, state, calendar),
      context,
    );
    const calendar = [
      ...(spanPlan.action ? [spanPlan.action] : []),
      ...this.#planMeetings(slots, series, context),
    ];
    const fields = isLive ? this.#rowFields(slots, series, dates, spanPlan, context) : [];
    const checks = isLive ? this.#checks(slots, context) : [];
    const report = reportFields(view, this.#problems, checks);
    const pages = this.#planPages(slots, context);
    const isNow = (part: { cause: Cause }) => only === 'all' || part.cause === 'calendar';
    const row = isLive ? rowAction([...fields, ...report.fields].filter(isNow), context) : null;
    const comments = only === 'all' ? this.#comments() : [];
    this.#settle(slots, dates, spanPlan, spanNow, clock, calendar, fields);

    return {
      ...this.#nothing,
      actions: [...[...calendar, ...pages].filter(isNow), ...(row ? [row] : []), ...comments],
      settled: joinPatches(this.#settled),
      due: this.#nextDue(slots, clock, dates.days),
      checks,
      sync: report.sync,
      slots,
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
    );
    this.#receipts.push(...merged.receipts);
    const { days } = merged;
    if (!days || this.#phase.value !== 'Ended early') return merged;
    const cut = cutDates(days, this.#today);
    return sameSaid(cut, days) ? merged : { ...merged, days: cut, cause: 'playbook' };
  }

  #mergeSeries(days: Days | null | undefined, masters: ReturnType<typeof readSeries>): SeriesMerge {
    const row = statedSlot(this.#view.page.row, this.#view.base, this.#zone, this.#world);
    const isWantedNow = isWanted('retro', {
      phase: this.#phase.value,
      days,
      view: this.#view,
    });
    const merged = mergeSeries(
      row,
      masters,
      isWantedNow,
      this.#base.series,
      this.#world,
      this.#zone,
      this.#base.generations.retro,
    );
    if (merged.conflict)
      this.#receipts.push({ key: `slot:${JSON.stringify(merged.slot)}`, text: merged.conflict });
    const live = liveMaster(masters, this.#base.generations.retro);
    if (live && slotOfMaster(live, merged.slot) === undefined) {
      this.#problems.push(
        'The repetition of the weekly retro was changed in Calendar, so the series is left as it is.',
      );
    }
    return merged;
  }

  /** The zone in which Weekly retro is a wall time: of a derived slot the former one until it is written anew. */
  #slotZone(mode: SeriesMerge['mode']): string {
    const known = this.#base.series;
    return known && mode === 'derived' && known.row !== 'blank' ? known.zone : this.#zone;
  }

  #readClock(slots: readonly SlotPlan[], days: Days | null | undefined): ClockAnswer {
    const idle: ClockAnswer = { fired: [], phase: this.#phase.value, next: null };
    if (!isActive(this.#phase.value) || this.#view.page.presence !== 'live' || days === undefined)
      return idle;
    const endOf = (key: string): MeetingEnd => {
      const merge = slots.find((slot) => slot.key === key)?.merge;
      if (merge?.state === 'cancelled') return 'cancelled';
      return merge?.time && !isDays(merge.time) ? merge.time.end : null;
    };
    const firstRetro = slots.find(({ meeting, merge }) => meeting === 'retro' && merge.state === 'planned');
    const answer = crossingsDue({
      phase: this.#phase.value,
      now: this.#world.now,
      spent: this.#base.spent,
      kickoffEnd: endOf('kickoff'),
      firstRetroEnd:
        firstRetro?.merge.time && !isDays(firstRetro.merge.time) ? firstRetro.merge.time.end : null,
      // Dates without a slot have no project retro: the day after them stands in for it.
      projectRetroEnd: endOf('project-retro') ?? (days ? 'cancelled' : null),
      datesEndedAt: days ? datesEndAt(days, this.#zone) : null,
      checkInEnd: endOf('check-in'),
    });
    // Of a row met for the first time, what is over moves no phase; with lost memory the same holds.
    return this.#view.base === null ? { ...answer, phase: this.#phase.value } : answer;
  }

  #planMeetings(slots: readonly SlotPlan[], series: SeriesMerge, context: SlotContext): Action[] {
    const weeks = slots.filter((slot) => slot.meeting === 'retro');
    const masters = context.masters;
    const weekly = () => {
      // Dates that cannot be read take nothing away.
      if (context.days === undefined) return [];
      return planWeekly(weeks, {
        context,
        merge: series,
        masters,
        master: liveMaster(masters, this.#base.generations.retro),
        recordWeek: (plan, calendar) => ({ slots: { [plan.key]: this.#slotPatch(plan, { calendar }) } }),
        recordSeries: (calendar) => {
          const row = statedSlot(this.#view.page.row, this.#view.base, this.#zone, this.#world);
          const { state, slot, mode } = series;
          return {
            series: {
              state,
              slot,
              mode,
              zone: this.#slotZone(mode),
              calendar,
              ...(row === undefined ? {} : { row }),
            },
          };
        },
      });
    };
    const singles = slots.filter((slot) => slot.meeting !== 'retro');
    const late = singles.findIndex(({ meeting }) => meeting === 'project-retro' || meeting === 'check-in');
    const at = late < 0 ? singles.length : late;
    const act = (plan: SlotPlan): Action[] => {
      const record = (calendar: Said | undefined): BasePatch => ({
        slots: { [plan.key]: this.#slotPatch(plan, { calendar }) },
      });
      const action = planSingle(plan, record, context);
      return action ? [action] : [];
    };
    for (const plan of slots) {
      if (plan.merge.conflict) this.#receipts.push(this.#sayConflict(plan));
    }
    return [...singles.slice(0, at).flatMap(act), ...weekly(), ...singles.slice(at).flatMap(act)];
  }

  #sayConflict(plan: SlotPlan): Receipt {
    const { lost, of, kept } = plan.merge.conflict ?? { lost: 'blank', of: 'notion', kept: 'blank' };
    const say = (said: Said) => (isTime(said) ? sayTime(said, this.#zone) : said === 'blank' ? 'none' : said);
    const name = plan.week === null ? plan.key.replace('-', ' ') : `retro of week ${plan.week}`;
    const side = of === 'notion' ? 'Notion' : 'Calendar';
    return {
      key: `${plan.key}:${JSON.stringify(lost)}`,
      text: `The ${name} was changed on both sides. ${side} wanted ${say(lost)}; kept was: ${say(kept)}.`,
    };
  }

  /** The patch that a write of one side records of a slot: the decision, what that side then says, what others say already. */
  #slotPatch(
    plan: SlotPlan,
    landed: { calendar?: Said | undefined; row?: Said; page?: Said; pageId?: string },
  ): BasePatch {
    const { merge, said } = plan;
    const target = this.#targets(plan);
    const patch = {
      state: merge.state,
      mode: merge.mode,
      ...(merge.time ? { time: merge.time } : {}),
      // What is withdrawn is picked again when it returns, if what it hangs on changed meanwhile.
      from: merge.state === 'withdrawn' ? (plan.base?.from ?? plan.from) : plan.from,
      ...(plan.week === null && said.row !== undefined && sameSaid(said.row, target.row)
        ? { row: said.row }
        : {}),
      ...(plan.page && this.#isPageSettled(plan) ? { page: said.page, pageId: plan.page.id } : {}),
      ...landed,
    };
    return plan.page && 'page' in patch ? { ...patch, dated: datedOf(plan.page) } : patch;
  }

  /** Whether the page shows what it should; a time typed into a cancelled page still waits for its Status. */
  #isPageSettled({ page, said, merge }: SlotPlan): boolean {
    const target = this.#targets({ merge }).page;
    const isStatusDue = isTime(said.page) && page?.row.status === 'Cancelled';
    return said.page !== undefined && sameSaid(said.page, target) && !isStatusDue;
  }

  /** What Notion is to say of a meeting. */
  #targets(plan: Pick<SlotPlan, 'merge'>): { row: Said; page: Said } {
    const { state, time } = plan.merge;
    const keeps = time ?? 'blank';
    return {
      row: state === 'cancelled' ? 'blank' : keeps,
      page: state === 'planned' && time ? time : 'cancelled',
    };
  }

  #recordSpan(
    dates: ReturnType<typeof mergeDates>,
    state: SpanPlan['state'],
    calendar: Said | undefined,
  ): BasePatch {
    const row = this.#facts.dates.said;
    const isRowSame = row !== undefined && sameSaid(row, dates.days ?? 'blank');
    const span: Partial<SlotBase> = {
      state,
      mode: 'pinned',
      ...(dates.days ? { time: dates.days } : {}),
      ...(calendar === undefined ? {} : { calendar }),
      ...(isRowSame ? { row } : {}),
    };
    const prefix = { value: this.#phase.value, calendar: this.#phase.value };
    return {
      slots: { span },
      ...(calendar === undefined || calendar === 'cancelled' ? {} : { phase: prefix }),
    };
  }

  /** Every column of the row that is to say something else. */
  #rowFields(
    slots: readonly SlotPlan[],
    series: SeriesMerge,
    dates: ReturnType<typeof mergeDates>,
    span: SpanPlan,
    context: SlotContext,
  ): Field[] {
    const { row } = this.#view.page;
    const fields: Field[] = [];
    const add = (
      write: Field['write'],
      name: string,
      from: string | null,
      to: string | null,
      cause: Cause,
      record: BasePatch,
    ) =>
      fields.push({
        write,
        words: { meeting: null, kind: 'change', what: name, from, to, why: sayWhy(cause, name, context) },
        cause,
        record,
      });

    const phase = this.#phase.value;
    if (row.phase !== undefined && row.phase !== phase) {
      add({ phase }, 'Phase', row.phase, phase, this.#phase.cause, {
        phase: { value: phase, notion: phase },
      });
    }
    const { said, inexact } = this.#facts.dates;
    if (said !== undefined && dates.days && (inexact || !sameSaid(said, dates.days))) {
      const from = isTime(said) ? sayTime(said, this.#zone) : null;
      add({ dates: dateValue(dates.days) }, 'Dates', from, sayTime(dates.days, this.#zone), dates.cause, {
        slots: { span: { row: dates.days, time: dates.days } },
      });
    }
    for (const plan of slots) {
      if (plan.meeting === 'retro' || plan.said.row === undefined) continue;
      const target = this.#targets(plan).row;
      if (sameSaid(plan.said.row, target) && !plan.isRowInexact) continue;
      const key = ROW_MEETINGS[plan.meeting as RowMeeting];
      const value = isTime(target) ? dateValue(target) : null;
      const from = isTime(plan.said.row) ? sayTime(plan.said.row, this.#zone) : null;
      const to = isTime(target) ? sayTime(target, this.#zone) : null;
      const name =
        plan.meeting === 'fit-check'
          ? 'Fit check'
          : plan.meeting.charAt(0).toUpperCase() + plan.meeting.slice(1).replace('-r', ' r');
      add({ [key]: value }, name, from, to, plan.merge.cause, {
        slots: { [plan.key]: this.#slotPatch(plan, { row: target }) },
      });
    }
    this.#addSlotField(slots, series, context, add);
    const link = eventOf(this.#view, 'span')?.link ?? null;
    if (span.calendar !== 'cancelled' && link && row.calendar !== undefined && row.calendar !== link) {
      add({ calendar: link }, 'Calendar', null, 'link to the span', 'report', {});
    }
    return fields;
  }

  /** Weekly retro: the next occurrence at the slot; blank when the series was cancelled in Calendar. */
  #addSlotField(
    slots: readonly SlotPlan[],
    series: SeriesMerge,
    context: SlotContext,
    add: (
      write: Field['write'],
      name: string,
      from: string | null,
      to: string | null,
      cause: Cause,
      record: BasePatch,
    ) => void,
  ): void {
    const stated = statedSlot(this.#view.page.row, this.#view.base, this.#zone, this.#world);
    if (stated === undefined || !series.isKnown) return;
    const shown = slotOfMaster(liveMaster(context.masters, this.#base.generations.retro), series.slot);
    // What Calendar shows is known once it is what was decided: else a write of ours is outstanding.
    const isAgreed = sameSlot(shown, series.state === 'cancelled' ? 'cancelled' : series.slot);
    const record = (row: SeriesMerge['slot'] | 'blank') => ({
      series: {
        state: series.state,
        slot: series.slot,
        mode: series.mode,
        zone: this.#zone,
        row,
        ...(isAgreed ? { calendar: shown } : {}),
      },
    });
    if (series.state === 'cancelled') {
      if (stated !== 'blank')
        add({ weeklyRetro: null }, 'Weekly retro', 'set', null, series.cause, record('blank'));
      else this.#settled.push(record('blank'));
      return;
    }
    const next = slots.find(
      ({ meeting, pick }) => meeting === 'retro' && pick !== null && pick.start > this.#world.now,
    )?.pick;
    // A zone that changed shows another wall time for the same value, so it is written anew.
    const isZoneChanged = this.#slotZone(series.mode) !== this.#zone;
    if (sameSlot(stated, series.slot) && !isZoneChanged) return void this.#settled.push(record(series.slot));
    if (!next || !isWanted('retro', context)) return;
    add(
      { weeklyRetro: dateValue(next) },
      'Weekly retro',
      null,
      sayTime(next, this.#zone),
      series.cause,
      record(series.slot),
    );
  }

  #planPages(slots: readonly SlotPlan[], context: SlotContext): Action[] {
    const pages = slots
      .filter(({ meeting }) => meeting === 'retro' || meeting === 'project-retro')
      .flatMap((plan) =>
        planPage(
          plan,
          (page, pageId) => ({
            slots: { [plan.key]: this.#slotPatch(plan, { page, ...(pageId ? { pageId } : {}) }) },
          }),
          context,
        ),
      );
    const copies = pagesBySlot(this.#view).copies.map(
      (page): Action => ({
        call: { do: 'update-retro', id: page.id, write: { key: null, calendar: null }, zone: this.#zone },
        words: [
          {
            meeting: null,
            kind: 'change',
            what: 'copied retro page',
            from: null,
            to: 'yours: no longer kept in step',
            why: 'its Key belongs to another page',
          },
        ],
        cause: 'report',
        mails: [],
        cancels: false,
        record: {},
      }),
    );
    return [...pages, ...copies];
  }

  /** What is owed to the page: receipts of this plan, and those that an earlier slice could not leave. */
  #comments(): Action[] {
    const owed: Record<string, string> = { ...this.#base.receipts };
    for (const { key, text } of this.#receipts) owed[key] = text;
    if (this.#receipts.length > 0)
      this.#settled.push({
        receipts: Object.fromEntries(this.#receipts.map(({ key, text }) => [key, text])),
      });
    if (this.#view.page.presence !== 'live') return [];
    return Object.entries(owed).map(([key, text]) => commentAction(key, text, this.#view.page.id));
  }

  #checks(slots: readonly SlotPlan[], context: SlotContext): string[] {
    const { row } = this.#view.page;
    const { now } = this.#world;
    const days = context.days;
    const retros = slots.filter(({ meeting }) => meeting === 'retro' || meeting === 'project-retro');
    const ahead = retros.flatMap(({ merge }) =>
      merge.state === 'planned' && merge.time && !isDays(merge.time) && merge.time.start > now
        ? [merge.time]
        : [],
    );
    const pinned: PinnedTime[] = slots.flatMap((plan) => {
      const { merge, meeting, week, pick } = plan;
      if (merge.state !== 'planned' || merge.mode !== 'pinned' || !merge.time || isDays(merge.time) || !days)
        return [];
      if (merge.time.start <= now || fits(meeting, week, merge.time, days, this.#zone)) return [];
      return [{ meeting, week, time: merge.time, pick }];
    });
    const goals = this.#view.goals.filter((goal) => goal.presence === 'live');
    return unmetChecks({
      phase: context.phase,
      zone: this.#zone,
      settings: this.#world.playbook,
      dates: days,
      onePager: row.onePager,
      businessValue: row.businessValue,
      technicalValue: row.technicalValue,
      teamFit: row.teamFit,
      goals: goals.map(({ row: goal }) => ({
        name: goal.name ?? null,
        kind: goal.kind,
        metric: goal.metric,
        target: goal.target,
        current: goal.current,
      })),
      engineer: row.engineer,
      advisor: row.advisor,
      hostPeople: row.hostPeople?.length,
      others: this.#view.others,
      nextRetro: ahead.sort((a, b) => a.start - b.start)[0] ?? null,
      nps: row.nps,
      pinned,
    }).map(({ sentence }) => sentence);
  }

  /** What needs no call: crossings that fired, and every slot on which both sides already say what they should. */
  #settle(
    slots: readonly SlotPlan[],
    dates: ReturnType<typeof mergeDates>,
    span: SpanPlan,
    spanNow: Said | undefined,
    clock: ClockAnswer,
    calendar: readonly Action[],
    fields: readonly Field[],
  ): void {
    const base = this.#view.base;
    if (base === null) this.#settled.push({ ...emptyBase(this.#world.now) });
    if (base?.copy) this.#settled.push({ copy: null });
    // What takes a deleted bar up again is remembered until the bar is back.
    if (base?.slots.span && this.#phase.isChangedInNotion)
      this.#settled.push({ slots: { span: { state: span.state } } });
    // The phase that a crossing leads to is recorded with its write; a crossing that moves nothing is spent at once.
    if (clock.fired.length > 0)
      this.#settled.push({ spent: [...new Set<Crossing>([...this.#base.spent, ...clock.fired])] });
    const phase = this.#phase.value;
    if (this.#view.page.row.phase === phase || clock.fired.length > 0) {
      const isTold = !span.action && span.calendar !== undefined && span.calendar !== 'cancelled';
      const notion =
        this.#view.page.row.phase === phase ? phase : (this.#base.phase?.notion ?? this.#view.page.row.phase);
      this.#settled.push({ phase: { value: phase, notion, ...(isTold ? { calendar: phase } : {}) } });
    }
    const pending = new Set([
      ...calendar.flatMap((action) => slotsIn(action.record)),
      ...fields.flatMap((field) => slotsIn(field.record)),
    ]);
    if (
      !span.action &&
      !fields.some((field) => field.write.dates !== undefined) &&
      dates.days !== undefined
    ) {
      this.#settled.push(this.#recordSpan(dates, span.state, spanNow));
    }
    for (const plan of slots) {
      // What it said before does not hold against it when the column is there again, blank.
      if (plan.page?.presence === 'live' && isColumnMissing(plan.page))
        this.#settled.push({ slots: { [plan.key]: { page: null, pageId: plan.page.id } } });
      const isPageDue =
        plan.page?.presence === 'live' && plan.said.page !== undefined && !this.#isPageSettled(plan);
      if (pending.has(plan.key) || isPageDue) continue;
      // A week that the series is yet to take up is recorded with the series.
      const isTakenUp =
        plan.meeting !== 'retro' || plan.said.calendar !== undefined || plan.merge.state !== 'planned';
      if (!isTakenUp && plan.merge.time && Number(plan.merge.time.start) > this.#world.now) continue;
      const observed = {
        ...(plan.said.calendar === undefined ? {} : { calendar: plan.said.calendar }),
        ...(plan.page && plan.said.page !== undefined ? { page: plan.said.page, pageId: plan.page.id } : {}),
      };
      this.#settled.push({ slots: { [plan.key]: this.#slotPatch(plan, observed) } });
    }
  }

  /** When the clock alone changes the plan: a crossing, the end of a retro (Held), the end of Dates. */
  #nextDue(slots: readonly SlotPlan[], clock: ClockAnswer, days: Days | null | undefined): Instant | null {
    const { now } = this.#world;
    const ends = slots.flatMap(({ merge }) =>
      merge.state === 'planned' && merge.time && !isDays(merge.time)
        ? [(merge.time as Timed).start, (merge.time as Timed).end]
        : [],
    );
    const moments = [
      ...ends,
      ...(clock.next === null ? [] : [clock.next]),
      ...(days ? [datesEndAt(days, this.#zone)] : []),
    ];
    const ahead = moments.filter((moment) => moment > now);
    return ahead.length > 0 ? Math.min(...ahead) : null;
  }
}

const slotsIn = (record: BasePatch): string[] => Object.keys((record.slots as object | undefined) ?? {});
