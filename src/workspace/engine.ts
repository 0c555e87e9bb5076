// One slice of a tick: observe → plan → guard → apply → record, inside a budget of calls. It throws on bugs only.
// Between slices nothing outlives but cursors, intents and approvals: each slice plans anew.
import type { EngagementRow } from '../../schemas/index.ts';
import type { Failure, Side } from '../call.ts';
import { type Instant, shownName } from '../playbook/index.ts';
import type { Settings } from '../settings.ts';
import { type Action, fingerprint, sideOf } from '../sync/action.ts';
import { type Applied, applyAction, hasLanded, lookAfter, type Shown, type Sides } from '../sync/apply.ts';
import { recordBase } from '../sync/base.ts';
import { guard } from '../sync/guard.ts';
import { type EngagementPlan, planEngagement } from '../sync/plan.ts';
import type { World } from '../sync/view.ts';
import type { Change, RunReport } from './api.ts';
import { type CallClock, type Calls, createCalls } from './calls.ts';
import { changesOf, sayChange } from './changes.ts';
import { pauseAfter, remedyFor, sayFailure } from './failures.ts';
import type { Intent, Ledger } from './ledger.ts';
import { observe } from './observe.ts';
import { INDEX_LAG, type Trees } from './trees.ts';
import { readView, readWorld } from './views.ts';

export interface EngineOptions {
  readonly trees: Trees;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly clock: CallClock;
  /** In [0, 1): jitter only. */
  readonly random: () => number;
  /** Runs work as one transaction. */
  readonly transaction: (work: () => void) => void;
  /** Both sides behind `run`; null until Notion is provisioned. */
  readonly sides: (run: Calls['run']) => Sides | null;
}

/** A tick that goes on over slices. */
export interface Tick {
  readonly id: string;
  readonly trigger: string;
  readonly began: Instant;
  /** A person asked for it: edits do not wait to settle. */
  readonly immediate: boolean;
  readonly sweep: boolean;
  readonly observed: Instant | null;
  /** Since when both sides are being read, where that takes several slices. */
  readonly observing?: Instant;
}

export type SliceEnd =
  /** Work is left: go on at this time. */
  | { readonly end: 'more'; readonly at: Instant }
  | { readonly end: 'done' }
  /** A side does not answer, or refuses; what it holds is not touched. */
  | { readonly end: 'paused'; readonly failure: Failure };

interface Planned {
  readonly plan: EngagementPlan;
  readonly engagement: EngagementPlan['engagement'];
  /** All of it: what the guard judges. */
  readonly actions: readonly Action[];
  /** What does not wait: a person's doing in Calendar, which mails nobody. */
  readonly urgent: readonly Action[];
  /** Until when the rest waits for an edit in Notion to settle; null: it does not wait. */
  readonly waiting: Instant | null;
}

/** Engagements worked on side by side. */
const SIDE_BY_SIDE = 3;
/** Plans of one engagement in a slice: calendar, then pages with its links, then what occurrences need. */
const ROUNDS = 6;
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
      { budget: settings.callBudget, rate: { notion: settings.notion.rate, google: settings.google.rate } },
      ledger,
      clock,
    );
    const sides = this.#o.sides(calls.run);
    if (!sides) return { end: 'done' };
    try {
      const looked = await this.#lookAfterIntents(sides);
      if (looked) return this.#stop(looked, 'read');
      if (tick.observed === null || clock.now() - tick.observed > FRESH) {
        // A sweep begins once; a slice that ends in its midst leaves cursors behind, from which the next goes on.
        const observing = tick.observing ?? clock.now();
        ledger.remember('tick-state', { ...tick, sweep: false, observing } satisfies Tick);
        const seen = await observe(
          sides,
          { trees, ledger },
          { now: clock.now(), began: observing, sweep: tick.sweep },
        );
        if (seen.failure) return this.#stop(seen.failure, 'read');
        this.#sidesAnswer('read');
        const { observing: _, ...rest } = tick;
        ledger.remember('tick-state', { ...rest, sweep: false, observed: clock.now() } satisfies Tick);
      }
      return await this.#planAndApply(tick, sides, calls, report);
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
    };
  }

  async #planAndApply(
    tick: Tick,
    sides: Sides,
    calls: Calls,
    report: Parameters<Engine['slice']>[1],
  ): Promise<SliceEnd> {
    const { trees, ledger, settings, clock } = this.#o;
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
        const stop = await this.#applyOne(next, tick, sides, calls, report);
        if (stop) stops.push(stop);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    const stop = stops.find((failure) => failure.reason !== 'exhausted') ?? stops[0];
    if (stop) return this.#stop(stop, 'write');
    this.#sidesAnswer('write');
    return { end: 'done' };
  }

  /** Brings one engagement in step. A failure that concerns more than this engagement is returned. */
  async #applyOne(
    planned: Planned,
    tick: Tick,
    sides: Sides,
    calls: Calls,
    report: Parameters<Engine['slice']>[1],
  ): Promise<Failure | null> {
    const { trees, ledger, settings, clock } = this.#o;
    const { id } = planned.engagement;
    const isPartial = planned.waiting !== null;
    // Only what the guard has seen may mail or cancel; what turns up later is for the next tick.
    const seen = new Set(planned.actions.filter(isRisky).map((action) => fingerprint(id, action)));
    let { plan } = planned;
    let actions = isPartial ? planned.urgent : planned.actions;
    const planAnew = (): boolean => {
      const world = readWorld(ledger, settings, clock.now());
      const state = trees.state(id);
      const view = state && readView(trees, state, world);
      if (!view) return false;
      plan = planEngagement(view, world);
      actions = plan.actions;
      return true;
    };
    for (let round = 0; round < ROUNDS; round++) {
      // What failed before has been done, or is not wanted any more: Sync is not to say it any longer.
      if (actions.length === 0 && !isPartial && trees.state(id)?.failure) {
        trees.update(id, { attempts: 0, retry: null, failure: null });
        if (!planAnew()) return null;
      }
      if (!isPartial) this.#o.transaction(() => this.#record(id, plan));
      if (actions.length === 0) break;
      if (actions.some((action) => isRisky(action) && !seen.has(fingerprint(id, action)))) {
        trees.update(id, { retry: clock.now() + pauseAfter(0, this.#o.random()) });
        return null;
      }
      let didCalendar = false;
      for (const action of actions) {
        // What Notion is told holds links and times that only the calendar's answers give.
        if (didCalendar && sideOf(action.call) === 'notion') break;
        if (calls.left() < 1) return exhausted(sideOf(action.call));
        const applied = await this.#applyAction(action, planned.engagement, tick, sides, report);
        if (applied.result === 'failed') {
          const stop = this.#fail(id, applied.failure);
          const saying = stop ? undefined : sayingOf(actions, action);
          if (saying && calls.left() > 0)
            await this.#applyAction(saying, planned.engagement, tick, sides, report);
          return stop;
        }
        didCalendar ||= sideOf(action.call) === 'google';
        if (applied.result === 'look-again') break;
      }
      if (isPartial) return null;
      if (!planAnew()) return null;
    }
    // Rounds that run out leave it dirty: the next tick goes on, and nothing spins within this one.
    if (actions.length === 0)
      this.#o.transaction(() =>
        trees.update(id, {
          dirty: false,
          attempts: 0,
          retry: null,
          failure: null,
          due: plan.due,
          sync: plan.sync,
          checks: plan.checks,
        }),
      );
    else trees.update(id, { retry: clock.now() + pauseAfter(0, this.#o.random()) });
    return null;
  }

  /** What both sides agree on without a call. */
  #record(id: string, plan: EngagementPlan): void {
    const { trees, clock } = this.#o;
    const state = trees.state(id);
    if (state && Object.keys(plan.settled).length > 0)
      trees.update(id, { base: recordBase(state.base, plan.settled, clock.now()) });
  }

  /** Intent, call, answer: the answer's trees, base and log are written in one transaction. */
  async #applyAction(
    action: Action,
    engagement: Planned['engagement'],
    tick: Tick,
    sides: Sides,
    report: Parameters<Engine['slice']>[1],
  ): Promise<Applied> {
    const { trees, ledger, clock } = this.#o;
    const isApproved = () => ledger.approved(clock.now()).has(fingerprint(engagement.id, action));
    const intent = ledger.addIntent(engagement.id, action, clock.now());
    const answer = await applyAction(action, sides);
    const now = clock.now();
    const changes = changesOf(engagement, action);
    // Where a right that is not needed is missing, the log has what could not be said.
    const isDoneWithout = answer.result === 'failed' && remedyFor(answer.failure).do === 'do without';
    const applied: Applied = isDoneWithout ? { result: 'done', shown: {} } : answer;
    this.#o.transaction(() => {
      if (applied.result === 'failed') {
        // Of an unknown outcome the intent stays: it is looked after before anything is tried again. So is a 404.
        if (applied.failure.reason !== 'unknown' && applied.failure.reason !== 'gone')
          ledger.endIntent(intent);
        // It may have mailed: the guard counts it.
        if (applied.failure.reason === 'unknown')
          ledger.addMails(engagement.id, action.mails.length, action.cancels, isApproved(), now);
        return;
      }
      ledger.endIntent(intent);
      this.#show(applied.shown, now);
      const state = trees.state(engagement.id);
      const record = applied.result === 'done' ? action.record : applied.record;
      trees.update(engagement.id, { base: recordBase(state?.base ?? null, record, now) });
      if (applied.result !== 'done') return;
      ledger.addMails(engagement.id, action.mails.length, action.cancels, isApproved(), now);
      for (const change of changes) {
        const meeting = change.meeting;
        const sentence = isDoneWithout
          ? `Not left as a comment, since the connection may not comment: ${change.to}`
          : sayChange(change);
        ledger.log({ run: tick.id, engagement, meeting, sentence }, now);
      }
    });
    const failure = applied.result === 'failed' ? sayFailure(applied.failure) : null;
    if (applied.result !== 'look-again') {
      const outcome = failure ? ('failed' as const) : ('done' as const);
      report((run) => ({
        ...run,
        changes: [...run.changes, ...changes.map((change) => ({ ...change, outcome, failure }))],
        remaining: Math.max(0, run.remaining - 1),
      }));
    }
    return applied;
  }

  #show(shown: Shown, now: Instant): void {
    const { trees } = this.#o;
    if (shown.page) trees.putPage(shown.page, now, true);
    if (shown.unreadable) trees.setPresence(shown.unreadable, 'unreadable', now);
    if (shown.event) trees.putEvent(shown.event, now, true);
    if (shown.deleted) trees.putDeleted(shown.deleted, now);
  }

  /** One switch decides what is done about a failed action. Returned: a failure that stops the whole slice. */
  #fail(id: string, failure: Failure): Failure | null {
    const { trees, ledger, clock, random } = this.#o;
    const now = clock.now();
    const remedy = remedyFor(failure);
    const state = trees.state(id);
    const attempts = (state?.attempts ?? 0) + 1;
    const pause = pauseAfter(attempts - 1, random());
    switch (remedy.do) {
      case 'go on later':
        return failure;
      case 'pause side':
        return failure;
      case 'invite nobody':
        // What was planned for the others has guests too: plan anew at once.
        ledger.remember('cannot-invite', true);
        trees.touch(id, null);
        return exhausted('google');
      case 'do without':
        return null;
      case 'look':
        trees.update(id, { attempts, retry: now + pause, failure: sayFailure(failure) });
        return null;
      case 'retry': {
        const after = remedy.after ?? pause;
        trees.update(id, { attempts, retry: now + after, failure: sayFailure(failure) });
        return null;
      }
    }
  }

  /** Reads what interrupted or unanswered actions would have changed, and ends their intents. */
  async #lookAfterIntents(sides: Sides): Promise<Failure | null> {
    const { ledger, clock, trees } = this.#o;
    for (const intent of ledger.intents()) {
      const { call } = intent.action;
      const now = clock.now();
      if (call.do === 'create-retro' && now - intent.at < INDEX_LAG) continue;
      const state = trees.state(intent.engagement);
      if (state?.retry && state.retry > now && state.attempts > 1) continue;
      const looked = await lookAfter(call, sides);
      if (looked && !looked.ok) {
        const { failure } = looked;
        // What cannot be read of one engagement does not stop the others.
        const isItsOwn =
          failure.reason === 'broken' || (failure.reason === 'refused' && failure.retryAfter === null);
        if (!isItsOwn) return failure;
        const attempts = (state?.attempts ?? 0) + 1;
        const retry = now + pauseAfter(attempts - 1, this.#o.random());
        trees.update(intent.engagement, { dirty: true, attempts, retry, failure: sayFailure(failure) });
        continue;
      }
      this.#o.transaction(() => this.#endLooked(intent, looked?.ok ? looked.value : null));
    }
    return null;
  }

  #endLooked(intent: Intent, shown: Shown | null): void {
    const { ledger, clock, trees } = this.#o;
    const now = clock.now();
    ledger.endIntent(intent.id);
    if (shown) this.#show(shown, now);
    const { action, engagement: id } = intent;
    // A comment cannot be looked up cheaply: it may have been left, and the log has what it says.
    if (shown ? hasLanded(action.call, shown) : action.call.do === 'comment') {
      const page = trees.page(id);
      const engagement = { id, name: shownName((page?.row as EngagementRow | undefined)?.name ?? null) };
      trees.update(id, { base: recordBase(trees.state(id)?.base ?? null, action.record, now) });
      for (const change of changesOf(engagement, action)) {
        const { meeting } = change;
        ledger.log({ run: null, engagement, meeting, sentence: sayChange(change) }, now);
      }
    }
    trees.touch(intent.engagement, null);
  }

  /** Both sides were read, or a tick's writes were made: trouble of that kind is over. */
  #sidesAnswer(kind: Trouble['kind']): void {
    const { ledger, clock } = this.#o;
    for (const side of ['notion', 'google'] as const) {
      if (kind === 'read') ledger.remember(`read:${side}`, clock.now());
      if (ledger.recall<Trouble>(`trouble:${side}`)?.kind === kind)
        ledger.remember(`trouble:${side}`, undefined);
    }
  }

  #stop(failure: Failure, kind: Trouble['kind']): SliceEnd {
    const { ledger, clock, random } = this.#o;
    const now = clock.now();
    if (failure.reason === 'exhausted') return { end: 'more', at: now + (failure.retryAfter ?? 0) };
    const before = ledger.recall<Trouble>(`trouble:${failure.side}`);
    const times = (before?.times ?? 0) + 1;
    const after =
      failure.reason === 'refused' && failure.retryAfter !== null
        ? failure.retryAfter
        : pauseAfter(times - 1, random());
    const sentence = sayFailure(failure);
    ledger.remember(`trouble:${failure.side}`, {
      kind,
      since: before?.since ?? now,
      times,
      sentence,
      isPaused: failure.reason === 'denied' || failure.reason === 'gone',
      retry: now + after,
    } satisfies Trouble);
    return { end: 'paused', failure };
  }
}

/** What is wrong with a side. */
export interface Trouble {
  /** Whether it does not let us read, or only not write: reading well says nothing about writing. */
  readonly kind: 'read' | 'write';
  readonly since: Instant;
  readonly times: number;
  readonly sentence: string;
  readonly isPaused: boolean;
  readonly retry: Instant;
}

/** What Sync is to say, without what comes with it: a row that fails says so though its turn never comes. */
function sayingOf(actions: readonly Action[], failed: Action): Action | undefined {
  return actions.flatMap((action): Action[] => {
    const { call } = action;
    if (action === failed || call.do !== 'update-engagement' || call.write.sync === undefined) return [];
    const words = action.words.filter(({ what }) => what === 'Sync');
    return [
      { ...action, call: { ...call, write: { sync: call.write.sync } }, words, cause: 'report', record: {} },
    ];
  })[0];
}

const isRisky = (action: Action): boolean => action.mails.length > 0 || action.cancels;

const exhausted = (side: Side): Failure => ({
  side,
  operation: 'slice',
  status: null,
  code: null,
  reason: 'exhausted',
  retryAfter: null,
});
