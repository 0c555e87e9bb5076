// What became of actions that were interrupted or not answered: it is read, and their intents end.
// What it refuses: to try an action again before what it would have changed was read.
import type { EngagementRow } from '../../schemas/index.ts';
import type { Failure } from '../call.ts';
import { shownName } from '../playbook/index.ts';
import { hasLanded, lookAfter, type Shown, type Sides } from '../sync/apply.ts';
import { recordLanded } from '../sync/landed.ts';
import { keepRecord, showInTrees } from './carry-out.ts';
import { changesOf, sayChange } from './changes.ts';
import { pauseOfRow, sayFailure } from './failures.ts';
import type { Intent } from './ledger.ts';
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
    transaction(() => endLooked(intent, looked?.ok ? looked.value : null, o));
  }
  return null;
}

function endLooked(intent: Intent, shown: Shown | null, { ledger, clock, trees }: EngineOptions): void {
  const now = clock.now();
  ledger.endIntent(intent.id);
  const { action, engagement: id } = intent;
  const before = 'id' in action.call ? trees.page(action.call.id) : null;
  if (shown) showInTrees(shown, trees, now);
  // A comment cannot be looked up cheaply: it may have been left, and the log has what it says.
  if (shown ? hasLanded(action.call, shown, before) : action.call.do === 'comment') {
    const page = trees.page(id);
    const engagement = { id, name: shownName((page?.row as EngagementRow | undefined)?.name ?? null) };
    keepRecord(recordLanded(action, before, shown?.page), engagement, null, { trees, ledger, clock });
    for (const change of changesOf(engagement, action)) {
      const { meeting } = change;
      ledger.log({ run: null, engagement, meeting, sentence: sayChange(change) }, now);
    }
  }
  trees.touch(intent.engagement, null);
}
