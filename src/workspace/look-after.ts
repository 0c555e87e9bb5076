// What became of actions that were interrupted or not answered: it is read, and their intents end.
// What it refuses: to try an action again before what it would have changed was read.
import type { EngagementRow, Page } from '../../schemas/index.ts';
import type { Failure } from '../call.ts';
import { shownName } from '../playbook/index.ts';
import type { Action, Call } from '../sync/action.ts';
import { hasLanded, lookAfter, type Shown, type Sides } from '../sync/apply.ts';
import type { BasePatch, SlotBase } from '../sync/base.ts';
import { recordHeard, recordLanded } from '../sync/landed.ts';
import type { Change } from './api.ts';
import { keepRecord, showInTrees } from './carry-out.ts';
import { changesOf, sayChange, sayDoubtful } from './changes.ts';
import { pauseOfRow, sayFailure } from './failures.ts';
import { expectLate, forgetLate, isAsThen, landedLate } from './late-writes.ts';
import type { Intent } from './ledger.ts';
import { readEvents } from './lists.ts';
import { endRemoval, isPutBack, lateRemovals } from './removals.ts';
import type { EngineOptions } from './tick.ts';
import { INDEX_LAG } from './trees.ts';

/** Reads what interrupted or unanswered actions would have changed, and ends their intents. */
export async function lookAfterIntents(sides: Sides, o: EngineOptions): Promise<Failure | null> {
  const { ledger, clock, trees, random, transaction, settings } = o;
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
      const retry = now + pauseOfRow(attempts, random());
      const said = sayFailure(failure, settings.google.signIn.as);
      trees.update(intent.engagement, { dirty: true, attempts, retry, failure: said });
      continue;
    }
    const read = looked?.ok ? looked.value : null;
    // What people did to the weeks of a series only the list shows.
    const isSeries = call.do === 'remove' && (call.occurrence ?? read?.event?.recurrence);
    const known = isSeries ? trees.event(call.id) : null;
    const unread = isSeries && isThere(read) ? await readEvents(sides, o, now) : null;
    if (unread) return unread;
    // The list is younger: what it shows otherwise holds, also that our deletion has landed in between.
    const listed = isSeries ? trees.event(call.id) : null;
    const shown = listed && listed.etag !== known?.etag ? { event: listed } : read;
    transaction(() => endLooked(intent, shown, o));
  }
  return null;
}

const isThere = (shown: Shown | null): boolean =>
  shown?.event !== undefined && shown.event.status !== 'cancelled';

function endLooked(intent: Intent, shown: Shown | null, o: EngineOptions): void {
  const { ledger, clock, trees } = o;
  ledger.endIntent(intent.id);
  const { action, engagement } = intent;
  const { call } = action;
  if ('id' in call) forgetLate(call.id, ledger);
  const before = 'id' in call ? trees.page(call.id) : null;
  const isBack = isRemovalUndone(call, shown, o);
  if (shown) showInTrees(shown, trees, clock.now());
  // A comment cannot be looked up cheaply: it may have been left, and the log has what it says.
  const isDone = shown ? hasLanded(call, shown, before) || isBack : call.do === 'comment';
  if (isDone) {
    // What has not landed may still do so.
    if (call.do === 'remove') endRemoval(call.id, ledger);
    const isDoubtful = call.do === 'remove' ? !isBack : isWithdrawal(action, before);
    const say = isDoubtful ? sayDoubtful : sayChange;
    takeAsDone({ engagement, action }, recordLanded(action, before, shown?.page), say, o);
  } else expectLate(engagement, action, o);
  trees.touch(engagement, null);
}

/** Takes what landed after it was looked for for done, as the lists show since (M56, M58). */
export function takeLate(o: EngineOptions): void {
  const open = new Set(
    o.ledger.intents().flatMap(({ action: { call } }) => (call.do === 'remove' ? [call.id] : [])),
  );
  for (const late of lateRemovals(open, o)) {
    takeAsDone(late, late.action.record, sayDoubtful, o);
    o.trees.touch(late.engagement, null);
  }
  for (const late of landedLate(o)) {
    takeAsDone(
      late,
      recordHeard(late.action, (key) => isAsThen(late, key, o)),
      sayChange,
      o,
    );
    o.trees.touch(late.engagement, null);
  }
}

/** Records what an action did, and logs it. */
function takeAsDone(
  { engagement: id, action }: Pick<Intent, 'engagement' | 'action'>,
  record: BasePatch,
  say: (change: Change) => string,
  { ledger, clock, trees }: EngineOptions,
): void {
  const row = trees.page(id)?.row as EngagementRow | undefined;
  const engagement = { id, name: shownName(row?.name ?? null) };
  keepRecord(record, engagement, null, { trees, ledger, clock });
  for (const change of changesOf(engagement, action))
    ledger.log({ run: null, engagement, meeting: change.meeting, sentence: say(change) }, clock.now());
}

/** Whether it makes a page Cancelled whose meeting comes back later: a person who did so took it away for good (M76). */
const isWithdrawal = ({ call, record }: Action, before: Page | null): boolean =>
  call.do === 'update-retro' &&
  call.write.status === 'Cancelled' &&
  (before as Page<'retros'> | null)?.row.status !== 'Cancelled' &&
  Object.values((record.slots ?? {}) as Record<string, SlotBase>).some(({ state }) => state === 'withdrawn');

/** Whether what we deleted stands again: it landed, and a person has put it back since (M56). */
function isRemovalUndone(call: Call, shown: Shown | null, o: EngineOptions): boolean {
  if (call.do !== 'remove' || !shown?.event || !isThere(shown)) return false;
  // An occurrence that follows its rule is none of the tree's.
  if (!call.occurrence) o.trees.putEvent(shown.event, o.clock.now(), true);
  return isPutBack(call, shown.event, o);
}
