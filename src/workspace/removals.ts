// Deletions of ours whose answer is not known. Calendar says of an event that it is deleted, not by whom: what was tried and
// not answered may have landed, also later; what was never tried, or was refused, a person did (M53, M56).
import type { CalendarEvent } from '../google/event.ts';
import type { Instant } from '../playbook/index.ts';
import type { Call } from '../sync/action.ts';
import type { Ledger } from './ledger.ts';
import { withoutVersion } from './rows.ts';
import type { Trees } from './trees.ts';

export type Removal = Extract<Call, { do: 'remove' }>;

/** A deletion that was tried: the event as it stood then. */
interface Tried {
  readonly at: Instant;
  readonly stood: string;
}

/** So long after it was made a call that was not answered may still take effect. Nobody documents that: an assumption. */
const LATE = 10 * 60_000;

const keyOf = (id: string): string => `removal:${id}`;

const recall = (ledger: Ledger, id: string, now: Instant): Tried | undefined => {
  const tried = ledger.recall<Tried>(keyOf(id));
  return tried && now - tried.at <= LATE ? tried : undefined;
};

/** An event without its version, and with what differs from its rule; '': an occurrence that follows its rule. */
function standing(id: string, trees: Trees): string {
  const event = trees.event(id);
  if (!event) return '';
  const all = event.recurrence ? trees.exceptionsOf(event) : [];
  return [event, ...all].map((one) => withoutVersion(JSON.stringify(one))).join('\n');
}

/** Notes that a deletion is tried, before it is. Whether an earlier one was not answered. */
export function tryRemoval(call: Removal, { trees, ledger }: Stores, now: Instant): boolean {
  const before = recall(ledger, call.id, now);
  ledger.remember(keyOf(call.id), {
    at: now,
    stood: before?.stood ?? standing(call.id, trees),
  } satisfies Tried);
  return before !== undefined;
}

/** What became of it is known. */
export const endRemoval = ({ id }: Removal, ledger: Ledger): void => ledger.remember(keyOf(id), undefined);

/**
 * Whether an event that stands although we deleted it was put back by a person: it has another version, and everything
 * else is as it was. The trees show what stands there now.
 */
export function isPutBack(
  call: Removal,
  { etag }: CalendarEvent,
  { trees, ledger }: Stores,
  now: Instant,
): boolean {
  const tried = recall(ledger, call.id, now);
  if (!tried) return false;
  // One that followed its rule is an exception once it was deleted and put back.
  if (tried.stood === '') return trees.event(call.id)?.time?.start === call.start;
  return etag !== call.etag && standing(call.id, trees) === tried.stood;
}

type Stores = { readonly trees: Trees; readonly ledger: Ledger };
