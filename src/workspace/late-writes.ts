// Writes of ours that were not answered, and had not landed when they were looked for. One that lands after that is ours all
// the same: what it made a side say is no person's wish (M58). Deletions have a file of their own (`removals.ts`).
// What it refuses: to take up again what was decided then.
import type { Instant } from '../playbook/index.ts';
import type { Action } from '../sync/action.ts';
import { hasLanded, type Shown } from '../sync/apply.ts';
import type { Base } from '../sync/base.ts';
import type { Ledger } from './ledger.ts';
import { LATE } from './removals.ts';
import type { EngineOptions } from './tick.ts';

type Stores = Pick<EngineOptions, 'trees' | 'ledger' | 'clock'>;

interface Late {
  readonly at: Instant;
  readonly engagement: string;
  readonly action: Action;
  /** What the base knew of the meetings of which something was decided in Calendar. */
  readonly known?: Base['slots'];
}

/** By the event's or the page's id. */
const lateOf = (ledger: Ledger): Readonly<Record<string, Late>> => ledger.recall('late-writes') ?? {};

/** A write that had not landed when it was looked for: it may still do so. */
export function expectLate(engagement: string, action: Action, { trees, ledger, clock }: Stores): void {
  const { call, decided = [] } = action;
  if (call.do !== 'patch' && call.do !== 'update-retro' && call.do !== 'update-engagement') return;
  const slots = trees.state(engagement)?.base?.slots ?? {};
  const known = Object.fromEntries(decided.flatMap((key) => (slots[key] ? [[key, slots[key]]] : [])));
  const late = { at: clock.now(), engagement, action, known };
  ledger.remember('late-writes', { ...lateOf(ledger), [call.id]: late });
}

/** Whether the base still knows of a meeting what it knew when the write was looked for. */
export function isAsThen(
  { engagement, known }: Late,
  key: string,
  { trees }: Pick<Stores, 'trees'>,
): boolean {
  const now = trees.state(engagement)?.base?.slots[key];
  return JSON.stringify(now) === JSON.stringify(known?.[key]);
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
