// What a tick on what was last observed would do: `GET /api/plan`. It changes nothing.
import type { Instant } from '../playbook/index.ts';
import { hashAll } from '../sync/action.ts';
import type { PlanReport } from './api.ts';
import { changesOf } from './changes.ts';
import type { Engine } from './engine.ts';
import type { Ledger } from './ledger.ts';
import { isReading } from './observe.ts';
import { readHold, stamp } from './reports.ts';

/** What a tick on what was last observed would do. */
export function readPlan(engine: Engine, ledger: Ledger, now: Instant): PlanReport {
  const observed = ledger.recall<Instant>('observed');
  const planned = engine.plan(now, false);
  const hold = planned.held.length === 0 ? null : { held: planned.held, why: planned.why ?? '' };
  return {
    observedAt: observed === undefined ? null : stamp(observed),
    complete: observed !== undefined && !isReading(ledger),
    changes: planned.go.flatMap(({ engagement, actions }) =>
      actions.flatMap((action) => changesOf(engagement, action)),
    ),
    hold: hold && {
      id: hashAll(hold.held.filter(({ id }) => !id.includes('.')).map(({ id }) => id)),
      since: readHold(ledger)?.since ?? stamp(now),
      why: hold.why || (readHold(ledger)?.why ?? 'too much at once'),
      changes: hold.held,
    },
    waiting: planned.waiting.map(({ engagement, waiting }) => ({
      engagement,
      until: waiting === null ? null : stamp(waiting),
      why: 'an edit in Notion is to settle before people are mailed',
    })),
  };
}
