// Writes of ours that were not answered, and had not landed when they were looked for. One that lands after that is ours all
// the same: what it made a side say is no person's wish (M58). Deletions have a file of their own (`removals.ts`).
// What it refuses: to take up again what was decided then.
import type { Instant } from '../playbook/index.ts';
import type { Action } from '../sync/action.ts';
import { hasLanded, type Shown } from '../sync/apply.ts';
import type { Ledger } from './ledger.ts';
import { LATE } from './removals.ts';
import type { EngineOptions } from './tick.ts';

type Stores = Pick<EngineOptions, 'trees' | 'ledger' | 'clock'>;

interface Late {
  readonly at: Instant;
  readonly engagement: string;
  readonly action: Action;
}

/** By the event's or the page's id. */
const lateOf = (ledger: Ledger): Readonly<Record<string, Late>> => ledger.recall('late-writes') ?? {};

/** A write that had not landed when it was looked for: it may still do so. */
export function expectLate(engagement: string, action: Action, { ledger, clock }: Stores): void {
  const { call } = action;
  if (call.do !== 'patch' && call.do !== 'update-retro') return;
  ledger.remember('late-writes', { ...lateOf(ledger), [call.id]: { at: clock.now(), engagement, action } });
}

/** Another write to the same event or page counts from now on. */
export function forgetLate(id: string, ledger: Ledger): void {
  const { [id]: known, ...others } = lateOf(ledger);
  if (known) ledger.remember('late-writes', Object.keys(others).length > 0 ? others : undefined);
}

/** The writes that have landed since, as the lists show now. What is too old is forgotten. */
export function landedLate({ trees, ledger, clock }: Stores): readonly Late[] {
  return Object.entries(lateOf(ledger)).flatMap(([id, late]) => {
    const { call } = late.action;
    const isOver = clock.now() - late.at > LATE;
    const [event, page] = [trees.event(id), trees.page(id)];
    const shown: Shown =
      call.do === 'patch' ? { ...(event ? { event } : {}) } : { ...(page ? { page } : {}) };
    const isDone = !isOver && hasLanded(call, shown);
    if (isOver || isDone) forgetLate(id, ledger);
    return isDone ? [late] : [];
  });
}
