// One slice of a tick: observe → plan → guard → apply → record, inside a budget of calls. It throws on bugs only.
// Between slices nothing outlives but cursors, intents and approvals: each slice plans anew.
import type { Failure } from '../call.ts';
import type { Instant } from '../playbook/index.ts';
import { guard } from '../sync/guard.ts';
import { planEngagement } from '../sync/plan.ts';
import type { World } from '../sync/view.ts';
import type { Change, RunReport } from './api.ts';
import { createCalls } from './calls.ts';
import { changesOf } from './changes.ts';
import { learnBot } from './hints.ts';
import { bringInStep } from './in-step.ts';
import { lookAfterIntents } from './look-after.ts';
import { observe } from './observe.ts';
import { noteCalendar } from './other-calendar.ts';
import { keepChannel } from './push.ts';
import type { EngineOptions, Planned, Slice, SliceEnd, Tick } from './tick.ts';
import { endSlice, sidesAnswer } from './trouble.ts';
import { readView, readWorld } from './views.ts';

/** Engagements worked on side by side. */
const SIDE_BY_SIDE = 3;
/** In a tick of several slices the trees are read again when they are older than this. */
const FRESH = 60_000;

export class Engine {
  readonly #o: EngineOptions;
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
    try {
      const looked = await lookAfterIntents(sides, this.#o);
      if (looked) return endSlice(looked, 'read', this.#o);
      if (tick.observed === null || clock.now() - tick.observed > FRESH) {
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
          },
        );
        if (seen.failure) return endSlice(seen.failure, 'read', this.#o);
        sidesAnswer('read', this.#o, seen.read);
        const { observing: _, ...rest } = tick;
        ledger.remember('tick-state', { ...rest, sweep: false, observed: clock.now() } satisfies Tick);
        await keepChannel(sides.calendar.channels, this.#o, calls);
        await learnBot(sides.notion, this.#o);
      }
      return await this.#planAndApply({ ...this.#o, tick, both: sides, calls, report });
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

  #guard(planned: readonly Planned[], now: Instant) {
    const { ledger, settings } = this.#o;
    const hour = ledger.mailsLastHour(now);
    return guard(
      planned,
      {
        mails: hour.unapproved,
        cancelled: hour.cancelled,
        held: new Set(ledger.held().map(({ engagement }) => engagement)),
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
    const urgent = mustWait ? planEngagement(view, world, 'calendar').actions : [];
    return {
      plan,
      engagement: plan.engagement,
      actions: plan.actions,
      urgent,
      waiting: mustWait ? settled : null,
      touches: trees.touches(id),
    };
  }

  async #planAndApply(slice: Slice): Promise<SliceEnd> {
    const { trees, ledger, settings, clock, tick, report } = slice;
    const now = clock.now();
    const world = readWorld(ledger, settings, now);
    const planned = trees.dueEngagements(now).flatMap((id) => this.#planOne(id, world, tick.immediate) ?? []);
    const ready = planned.filter(({ waiting }) => waiting === null);
    const verdict = this.#guard(planned, now);
    this.#o.transaction(() => {
      for (const { plan, waiting } of planned) {
        const paused = plan.paused;
        trees.update(plan.engagement.id, { waiting, paused, sync: plan.sync, checks: plan.checks });
      }
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
    const queue = verdict.go.filter(({ waiting, urgent }) => waiting === null || urgent.length > 0);
    const remaining = queue.reduce(
      (sum, one) => sum + (one.waiting === null ? one.actions : one.urgent).length,
      0,
    );
    report((run) => ({
      ...run,
      held: verdict.held.length,
      waiting: planned.length - ready.length,
      remaining,
    }));

    const stops: Failure[] = [];
    const work = async () => {
      for (let next = queue.shift(); next && stops.length === 0; next = queue.shift()) {
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
