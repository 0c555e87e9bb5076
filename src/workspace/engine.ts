// One slice of a tick: observe → plan → guard → apply → record, inside a budget of calls. It throws on bugs only.
// Between slices nothing outlives but cursors, intents and approvals: each slice plans anew.
import type { DatabaseKey } from '../../schemas/index.ts';
import type { Failure } from '../call.ts';
import type { Instant } from '../playbook/index.ts';
import type { Settings } from '../settings.ts';
import { isRisky, riskOf } from '../sync/action.ts';
import { type Guarded, guard } from '../sync/guard.ts';
import { planEngagement } from '../sync/plan.ts';
import { newlySaid } from '../sync/receipts.ts';
import type { World } from '../sync/view.ts';
import type { Change, RunReport } from './api.ts';
import { createCalls } from './calls.ts';
import { changesOf } from './changes.ts';
import { bringInStep } from './in-step.ts';
import { lookAfterIntents, takeLate } from './look-after.ts';
import { learnBot } from './notion-hints.ts';
import { observe } from './observe.ts';
import { noteCalendar } from './other-calendar.ts';
import { keepChannel } from './push.ts';
import type { EngineOptions, Judged, Planned, Slice, SliceEnd, Tick } from './tick.ts';
import { endSlice, sidesAnswer } from './trouble.ts';
import { readView, readWorld } from './views.ts';

/** Engagements worked on side by side. */
const SIDE_BY_SIDE = 3;
/** In a tick of several slices the trees are read again when they are older than this, */
const FRESH = 60_000;
/** and the rate let so many calls through since: else reading would leave none for writing. */
const CALLS_BETWEEN = 12;

export class Engine {
  readonly #o: EngineOptions;
  /** Only a saving: whatever is lost of it is planned again. */
  readonly #judged = new Map<string, Judged>();
  #isImmediate = false;
  constructor(options: EngineOptions) {
    this.#o = options;
  }

  /** Does as much of a tick as the budget allows. `report` grows with what is done. */
  async slice(tick: Tick, report: (update: (run: RunReport) => RunReport) => void): Promise<SliceEnd> {
    const { ledger, clock, settings, trees } = this.#o;
    const calls = createCalls(
      {
        budget: settings.callBudget,
        rate: { notion: settings.notion.rate, google: settings.google.rate },
        insist: tick.immediate,
      },
      ledger,
      clock,
    );
    const sides = this.#o.sides(calls.run);
    if (!sides) return { end: 'done' };
    noteCalendar(this.#o);
    const callsMade = () => calls.made.notion + calls.made.google + calls.made.token;
    let read: { readonly databases: readonly DatabaseKey[]; readonly made: number } = {
      databases: [],
      made: -1,
    };
    try {
      const looked = await lookAfterIntents(sides, this.#o);
      if (looked) return endSlice(looked, 'read', this.#o);
      if (tick.observed === null || clock.now() - tick.observed > freshFor(settings)) {
        // A sweep begins once; a slice that ends in its midst leaves cursors behind, from which the next goes on.
        const observing = tick.observing ?? clock.now();
        ledger.remember('tick-state', { ...tick, sweep: false, observing } satisfies Tick);
        const seen = await observe(
          sides,
          { trees, ledger },
          {
            now: clock.now(),
            began: observing,
            isResumed: tick.observing !== undefined,
            sweep: tick.sweep,
            // A long tick looks around again: a hint says nothing of what happened meanwhile.
            hint: tick.observed === null ? (tick.hint ?? null) : null,
            callsMade,
          },
        );
        if (seen.failure) return endSlice(seen.failure, 'read', this.#o);
        read = { databases: seen.justRead, made: callsMade() };
        this.#o.transaction(() => takeLate(this.#o));
        sidesAnswer('read', this.#o, seen.read);
        const { observing: _, ...rest } = tick;
        ledger.remember('tick-state', { ...rest, sweep: false, observed: clock.now() } satisfies Tick);
        await keepChannel(sides.calendar.channels, this.#o, calls);
        await learnBot(sides.notion, this.#o);
      }
      const world = readWorld(ledger, settings, clock.now());
      const isJustRead = (database: DatabaseKey) =>
        read.made === callsMade() && read.databases.includes(database);
      return await this.#planAndApply({ ...this.#o, tick, both: sides, calls, world, isJustRead, report });
    } finally {
      const { made } = calls;
      report((run) => ({
        ...run,
        calls: {
          notion: run.calls.notion + made.notion,
          google: run.calls.google + made.google,
          token: run.calls.token + made.token,
        },
      }));
    }
  }

  /** What a tick would do now on what was last observed; changes nothing. */
  plan(
    now: Instant,
    immediate: boolean,
  ): { go: Planned[]; waiting: Planned[]; held: Change[]; why: string | null } {
    const { trees, settings, ledger } = this.#o;
    const world = readWorld(ledger, settings, now);
    const planned = trees.dueEngagements(now).flatMap((id) => this.#planOne(id, world, immediate) ?? []);
    const verdict = this.#guard(planned, now);
    return {
      go: verdict.go.filter(({ waiting }) => waiting === null),
      waiting: planned.filter(({ waiting }) => waiting !== null),
      held: verdict.held.flatMap(({ plan, actions }) =>
        actions.flatMap((action) => changesOf(plan.engagement, action)),
      ),
      why: verdict.why,
    };
  }

  #guard<P extends Guarded>(planned: readonly P[], now: Instant) {
    const { ledger, settings } = this.#o;
    const hour = ledger.mailsLastHour(now);
    return guard(
      planned,
      {
        mails: hour.unapproved,
        cancelled: hour.cancelled,
        held: ledger.heldEngagements(),
        approved: ledger.approved(now),
      },
      { cancellations: settings.guardCancellations, mails: settings.guardMails },
    );
  }

  #planOne(id: string, world: World, immediate: boolean): Planned | null {
    const { trees, settings } = this.#o;
    const state = trees.state(id);
    const view = state && readView(trees, state, world);
    if (!state || !view) return null;
    const plan = planEngagement(view, world);
    const settled = state.changed + settings.settleSeconds * 1000;
    const mustWait =
      !immediate &&
      settled > world.now &&
      plan.actions.some((action) => action.mails.length > 0 && action.cause !== 'calendar');
    // What both sides want waits with the edit: what is not kept is to be said with what is done (M87).
    const isDisputed = newlySaid(state.base, plan.settled).length > 0;
    const urgent = mustWait && !isDisputed ? planEngagement(view, world, 'calendar').actions : [];
    return {
      plan,
      engagement: plan.engagement,
      actions: plan.actions,
      urgent,
      waiting: mustWait ? settled : null,
    };
  }

  /** All that is due, planned once: what no one touched since it was judged is not planned again. */
  #judge({ trees, tick, world, transaction }: Slice, now: Instant): Judged[] {
    const due = trees.dueEngagements(now);
    if (tick.immediate !== this.#isImmediate) this.#judged.clear();
    this.#isImmediate = tick.immediate;
    const isLate = (at: Instant | null) => at !== null && at <= now;
    const judged: Judged[] = [];
    transaction(() => {
      for (const id of due) {
        const known = this.#judged.get(id);
        const isKnown =
          known && known.touches === trees.touches(id) && !isLate(known.due) && !isLate(known.waiting);
        const one = isKnown ? known : this.#judgeOne(id, world);
        if (!one) continue;
        const { plan, ...kept } = one;
        this.#judged.set(id, kept);
        judged.push(due.length > SIDE_BY_SIDE ? kept : one);
      }
    });
    return judged;
  }

  #judgeOne(id: string, world: World): Judged | null {
    const { trees } = this.#o;
    const touches = trees.touches(id);
    const planned = this.#planOne(id, world, this.#isImmediate);
    if (!planned) return null;
    const { plan, engagement, actions, urgent, waiting } = planned;
    trees.update(id, { waiting, paused: plan.paused, sync: plan.sync, checks: plan.checks });
    return {
      engagement,
      actions: actions.filter(isRisky).map(riskOf),
      count: actions.length,
      urgent: urgent.length,
      waiting,
      due: plan.due,
      touches,
      plan,
    };
  }

  async #planAndApply(slice: Slice): Promise<SliceEnd> {
    const { ledger, clock, report } = slice;
    const now = clock.now();
    const planned = this.#judge(slice, now);
    const verdict = this.#guard(planned, now);
    this.#o.transaction(() => {
      const held = verdict.held.flatMap(({ plan, prints, actions }) =>
        prints.flatMap((print, at) => {
          const [change] = actions[at] ? changesOf(plan.engagement, actions[at]) : [];
          return change ? [{ print, engagement: plan.engagement.id, change }] : [];
        }),
      );
      const judged = planned.map(({ engagement }) => engagement.id);
      ledger.setHeld(held, judged, now);
      if (verdict.why !== null) ledger.remember('hold-why', verdict.why);
    });
    const queue = verdict.go.filter(({ waiting, urgent }) => waiting === null || urgent > 0);
    const remaining = queue.reduce(
      (sum, { waiting, count, urgent }) => sum + (waiting === null ? count : urgent),
      0,
    );
    report((run) => ({
      ...run,
      held: verdict.held.length,
      waiting: planned.filter(({ waiting }) => waiting !== null).length,
      remaining,
    }));

    const stops: Failure[] = [];
    const work = async () => {
      for (let next = queue.shift(); next && stops.length === 0; next = queue.shift()) {
        this.#judged.delete(next.engagement.id);
        const stop = await bringInStep(next, slice);
        if (stop) stops.push(stop);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    const stop = stops.find((failure) => failure.reason !== 'exhausted') ?? stops[0];
    if (stop) return endSlice(stop, 'write', this.#o);
    sidesAnswer('write', this.#o);
    return { end: 'done' };
  }
}

const freshFor = ({ notion }: Settings): number => Math.max(FRESH, (CALLS_BETWEEN / notion.rate) * 60_000);
