// One action carried out: the intent is written down, the call made, and its answer, base and log in one transaction.
// What it refuses: to forget an action whose outcome is unknown.
import type { Instant } from '../playbook/index.ts';
import { type Action, fingerprint } from '../sync/action.ts';
import { type Applied, applyAction, type Shown } from '../sync/apply.ts';
import { type BasePatch, recordBase } from '../sync/base.ts';
import { recordLanded } from '../sync/landed.ts';
import { newlySaid } from '../sync/receipts.ts';
import type { Change } from './api.ts';
import { changesOf, sayChange, sayDoubtful } from './changes.ts';
import { remedyFor, sayFailure } from './failures.ts';
import { forgetLate } from './late-writes.ts';
import { endRemoval, tryRemoval } from './removals.ts';
import { addChanges } from './runs.ts';
import type { Slice } from './tick.ts';
import type { Trees } from './trees.ts';

/** Intent, call, answer: the answer's trees, base and log are written in one transaction. */
export async function carryOut(
  action: Action,
  engagement: { readonly id: string; readonly name: string },
  slice: Slice,
): Promise<Applied> {
  const { trees, ledger, clock, tick, report, transaction } = slice;
  const { call } = action;
  const isApproved = () => ledger.isApproved(fingerprint(engagement.id, action), clock.now());
  const intent = ledger.addIntent(engagement.id, action, clock.now());
  const wasTried = call.do === 'remove' && tryRemoval(call.id, engagement.id, action, slice);
  const page = 'id' in call ? trees.page(call.id) : null;
  const known = page && !slice.isJustRead(page.database) ? page : null;
  const answer = await applyAction(action, slice.both, known, wasTried);
  const now = clock.now();
  const changes = changesOf(engagement, action);
  // Where a right that is not needed is missing, the log has what could not be said.
  const isDoneWithout = answer.result === 'failed' && remedyFor(answer.failure).do === 'do without';
  const settled: Applied = isDoneWithout ? { result: 'done', shown: {} } : answer;
  // Somebody changed an event of which we do not know whether we deleted it: that is looked after first.
  const applied = wasTried && settled.result === 'look-again' ? unknownRemoval : settled;
  transaction(() => {
    // A page that was read first, and was not written to then, may show the one before.
    if ('id' in call && applied.result !== 'look-again') forgetLate(call.id, ledger);
    const isOpen = applied.result === 'failed' && (wasTried || applied.failure.reason === 'unknown');
    if (call.do === 'remove' && !isOpen) endRemoval(call.id, ledger);
    if (applied.result === 'failed') {
      // Of an unknown outcome the intent stays: it is looked after before anything is tried again. So is a 404.
      if (applied.failure.reason !== 'unknown' && applied.failure.reason !== 'gone') ledger.endIntent(intent);
      // It may have mailed: the guard counts it.
      if (applied.failure.reason === 'unknown')
        ledger.addMails(engagement.id, action.mails.length, action.cancels, isApproved(), now);
      return;
    }
    ledger.endIntent(intent);
    showInTrees(applied.shown, trees, now, applied.result === 'done');
    const record =
      applied.result === 'done' ? recordLanded(action, page, applied.shown.page) : applied.record;
    keepRecord(record, engagement, tick.id, slice);
    if (applied.result !== 'done') return;
    ledger.addMails(engagement.id, action.mails.length, action.cancels, isApproved(), now);
    const say = wasTried ? sayDoubtful : sayChange;
    for (const change of changes) {
      const meeting = change.meeting;
      const sentence = isDoneWithout ? sayWithout(action, change) : say(change);
      ledger.log({ run: tick.id, engagement, meeting, sentence }, now);
    }
  });
  const failure =
    applied.result === 'failed' ? sayFailure(applied.failure, slice.settings.google.signIn.as) : null;
  if (applied.result !== 'look-again') {
    const outcome = failure ? ('failed' as const) : ('done' as const);
    const made = changes.map((change) => ({ ...change, outcome, failure }));
    report((run) => ({ ...addChanges(run, made), remaining: Math.max(0, run.remaining - 1) }));
  }
  return applied;
}

const unknownRemoval: Applied = {
  result: 'failed',
  failure: {
    side: 'google',
    operation: 'events.delete',
    status: 412,
    code: null,
    reason: 'unknown',
    committed: null,
  },
};

/** Of what a right was missing for that is not needed. */
const sayWithout = ({ call }: Action, { what }: Change): string =>
  call.do === 'comment'
    ? 'Not left as a comment on the page, since the connection may not comment.'
    : `The ${what} gets no text, since the connection may not insert content.`;

/** Advances the base, and says in the log what of it was not kept (M7). */
export function keepRecord(
  record: BasePatch,
  engagement: { readonly id: string; readonly name: string },
  run: string | null,
  { trees, ledger, clock }: Pick<Slice, 'trees' | 'ledger' | 'clock'>,
): void {
  const now = clock.now();
  const base = trees.state(engagement.id)?.base ?? null;
  trees.update(engagement.id, { base: recordBase(base, record, now) });
  for (const sentence of newlySaid(base, record))
    ledger.log({ run, engagement, meeting: null, sentence }, now);
}

/** Takes what a side now shows into the trees; the answer to a write of ours (`isOwn`) is no news. */
export function showInTrees(shown: Shown, trees: Trees, now: Instant, isOwn = true): void {
  if (shown.page) trees.putPage(shown.page, now, isOwn);
  if (shown.unreadable) trees.setPresence(shown.unreadable, 'unreadable', now);
  if (shown.body) trees.putBody(shown.body.page, shown.body.lines, now);
  if (shown.event) trees.putEvent(shown.event, now, true);
  if (shown.deleted) trees.putDeleted(shown.deleted, now);
}
