// Trouble: what is done when a call failed, for one engagement or for a whole side, and when it is over.
// What it refuses: to let one row's failure stop the others, and to take trouble for a deletion.
import type { Failure, Side } from '../call.ts';
import { pauseAfter, pauseOfRow, remedyFor, sayFailure } from './failures.ts';
import { type EngineOptions, exhausted, type SliceEnd, type Trouble } from './tick.ts';

/** One switch decides what is done about a failed action. Returned: a failure that stops the whole slice. */
export function failRow(id: string, failure: Failure, o: EngineOptions): Failure | null {
  const { trees, ledger, clock, random, settings } = o;
  const now = clock.now();
  const remedy = remedyFor(failure);
  const state = trees.state(id);
  const attempts = (state?.attempts ?? 0) + 1;
  const pause = pauseOfRow(attempts, random());
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
      trees.update(id, {
        attempts,
        retry: now + pause,
        failure: sayFailure(failure, settings.google.signIn.as),
      });
      return null;
    case 'retry': {
      const after = remedy.after ?? pause;
      trees.update(id, {
        attempts,
        retry: now + after,
        failure: sayFailure(failure, settings.google.signIn.as),
      });
      return null;
    }
  }
}

/** Sides were read, or a tick's writes were made: trouble of that kind is over. */
export function sidesAnswer(
  kind: Trouble['kind'],
  { ledger, clock }: EngineOptions,
  sides: readonly Side[] = ['notion', 'google'],
): void {
  for (const side of sides) {
    if (kind === 'read') ledger.remember(`read:${side}`, clock.now());
    if (ledger.recall<Trouble>(`trouble:${side}`)?.kind === kind)
      ledger.remember(`trouble:${side}`, undefined);
  }
}

/** Ends a slice: for the next one, or with that side paused for a growing while. */
export function endSlice(failure: Failure, kind: Trouble['kind'], o: EngineOptions): SliceEnd {
  const { ledger, clock, random, settings } = o;
  const now = clock.now();
  if (failure.reason === 'exhausted') return { end: 'more', at: now + (failure.retryAfter ?? 0) };
  const before = ledger.recall<Trouble>(`trouble:${failure.side}`);
  const times = (before?.times ?? 0) + 1;
  const after =
    failure.reason === 'refused' && failure.retryAfter !== null
      ? failure.retryAfter
      : pauseAfter(times - 1, random());
  const sentence = sayFailure(failure, settings.google.signIn.as);
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
