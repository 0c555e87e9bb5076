// Deletions of ours whose answer is not known. Calendar says of an event that it is deleted, not by whom: what was tried and
// not answered may have landed, also later; what was never tried, or was refused, a person did (S53, M56).
import { createHash } from 'node:crypto';
import type { CalendarEvent } from '../google/event.ts';
import type { Instant } from '../playbook/index.ts';
import type { Call } from '../sync/action.ts';
import type { Ledger } from './ledger.ts';
import { withoutVersion } from './rows.ts';
import type { Trees } from './trees.ts';

type Removal = Extract<Call, { do: 'remove' }>;
type Stores = { readonly trees: Trees; readonly ledger: Ledger };

/** A deletion that was tried: when, and how the event stood then. */
interface Tried {
  readonly at: Instant;
  readonly stood: string;
}

/** So long after it was made a call that was not answered may still take effect. Nobody documents that: an assumption. */
const LATE = 10 * 60_000;

/** Of an occurrence that follows its rule: the tree has none. */
const FOLLOWS = '';

const keyOf = ({ id }: Removal): string => `removal:${id}`;

/** A hash of an event without its version, and of what differs from its rule. */
function standing({ id }: Removal, trees: Trees): string {
  const event = trees.event(id);
  if (!event) return FOLLOWS;
  const all = [event, ...(event.recurrence ? trees.exceptionsOf(event) : [])];
  const text = all.map((one) => withoutVersion(JSON.stringify(one))).join('\n');
  return createHash('sha256').update(text).digest('hex');
}

/** Notes a deletion before it is made. Whether an earlier one, which was not answered, may still land. */
export function tryRemoval(call: Removal, { trees, ledger }: Stores, now: Instant): boolean {
  const before = ledger.recall<Tried>(keyOf(call));
  const wasTried = before !== undefined && now - before.at <= LATE;
  const stood = wasTried ? before.stood : standing(call, trees);
  ledger.remember(keyOf(call), { at: now, stood } satisfies Tried);
  return wasTried;
}

/** What became of it is known. */
export const endRemoval = (call: Removal, ledger: Ledger): void => ledger.remember(keyOf(call), undefined);

/**
 * Whether an event that stands although we deleted it was put back by a person: it has another version, and everything
 * else is as it was. The trees show what stands there now.
 */
export function isPutBack(call: Removal, { etag }: CalendarEvent, { trees, ledger }: Stores): boolean {
  const tried = ledger.recall<Tried>(keyOf(call));
  if (!tried) return false;
  // One that followed its rule is an exception once it was deleted and put back.
  if (tried.stood === FOLLOWS)
    return call.start !== undefined && trees.event(call.id)?.time?.start === call.start;
  return call.etag !== null && etag !== call.etag && standing(call, trees) === tried.stood;
}
