// Brings one engagement in step: carries its plan out, planning anew on what each side answered, round after round.
// What it refuses: to mail or cancel what the guard has not seen, and to go on where a failure concerns more than one row.
import type { Failure } from '../call.ts';
import { type Action, fingerprint, isRisky, sideOf } from '../sync/action.ts';
import { type EngagementPlan, planEngagement } from '../sync/plan.ts';
import { carryOut, keepRecord } from './carry-out.ts';
import { pauseAfter } from './failures.ts';
import { readEvents } from './lists.ts';
import { takeLate } from './look-after.ts';
import { exhausted, type Judged, type Slice } from './tick.ts';
import { failRow } from './trouble.ts';
import { readView } from './views.ts';

/** Plans of one engagement in a slice: calendar, then pages with its links, then what occurrences need. */
const ROUNDS = 6;

/** Brings one engagement in step. A failure that concerns more than this engagement is returned. */
export async function bringInStep(judged: Judged, slice: Slice): Promise<Failure | null> {
  const { trees, clock, calls, random, transaction } = slice;
  const { id } = judged.engagement;
  const isPartial = judged.waiting !== null;
  // Only what the guard has seen may mail or cancel; what turns up later is for the next tick.
  const seen = new Set(judged.actions.map((action) => fingerprint(id, action)));
  // People vote and answer while others' turns go on: what it was judged by is not the whole of it.
  const planned = (isPartial ? null : stillPlanned(judged, slice)) ?? planNow(id, isPartial, slice);
  if (!planned) return null;
  let plan = planned;
  let { actions } = plan;
  const planAnew = (): boolean => {
    const next = planNow(id, isPartial, slice);
    if (!next) return false;
    plan = next;
    actions = next.actions;
    return true;
  };
  for (let round = 0; round < ROUNDS; round++) {
    // What failed before has been done, or is not wanted any more: Sync is not to say it any longer.
    if (actions.length === 0 && !isPartial && trees.state(id)?.failure) {
      trees.update(id, { attempts: 0, retry: null, failure: null });
      if (!planAnew()) return null;
    }
    transaction(() => record(id, plan, slice));
    if (actions.length === 0) break;
    if (actions.some((action) => isRisky(action) && !seen.has(fingerprint(id, action)))) {
      trees.update(id, { retry: clock.now() + pauseAfter(0, random()) });
      return null;
    }
    let didCalendar = false;
    for (const action of actions) {
      // What Notion is told holds links and times that only the calendar's answers give; but what was done in Calendar it is
      // told in this round, for there is no other before the rest has settled.
      if (didCalendar && !isPartial && sideOf(action.call) === 'notion') break;
      if (calls.left() < 1) return exhausted(sideOf(action.call));
      const applied = await carryOut(action, plan.engagement, slice);
      if (applied.result === 'failed') {
        const stop = failRow(id, applied.failure, slice);
        const saying = stop ? undefined : sayingOf(actions, action);
        if (saying && calls.left() > 0) await carryOut(saying, plan.engagement, slice);
        return stop;
      }
      didCalendar ||= sideOf(action.call) === 'google';
      if (applied.result !== 'look-again' && !applied.isSeries) continue;
      const unread = applied.isSeries ? await readEvents(slice.both, slice, clock.now()) : null;
      if (unread) return failRow(id, unread, slice);
      transaction(() => takeLate(slice));
      break;
    }
    if (isPartial) return null;
    if (!planAnew()) return null;
  }
  // Rounds that run out leave it dirty: the next tick goes on, and nothing spins within this one.
  if (actions.length === 0)
    transaction(() =>
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
  else trees.update(id, { retry: clock.now() + pauseAfter(0, random()) });
  return null;
}

/** The plan that it was judged by, where its turn came at once: nothing has touched it, nor has its time come. */
function stillPlanned({ plan, touches, engagement }: Judged, { trees, clock }: Slice): EngagementPlan | null {
  if (!plan || trees.touches(engagement.id) !== touches) return null;
  return plan.due !== null && plan.due <= clock.now() ? null : plan;
}

/** The plan as things stand now; null: there is no such page. `isPartial`: only what does not wait to settle. */
function planNow(id: string, isPartial: boolean, { trees, clock, world }: Slice): EngagementPlan | null {
  const now = { ...world, now: clock.now() };
  const state = trees.state(id);
  const view = state && readView(trees, state, now);
  return view ? planEngagement(view, now, isPartial ? 'calendar' : 'all') : null;
}

/** What both sides agree on without a call, and what of it was not kept. */
function record(id: string, { settled, engagement }: EngagementPlan, slice: Slice): void {
  if (slice.trees.state(id) && Object.keys(settled).length > 0)
    keepRecord(settled, engagement, slice.tick.id, slice);
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
