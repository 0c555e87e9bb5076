// Deletions of ours whose answer is not known. Calendar says of an event that it is deleted, not by whom: what was tried and
// not answered may have landed, also later; what was never tried, or was refused, a person did (S53, M56).
import { createHash } from 'node:crypto';
import type { CalendarEvent } from '../google/event.ts';
import type { Instant } from '../playbook/index.ts';
import type { Action, Call } from '../sync/action.ts';
import type { Ledger } from './ledger.ts';
import { withoutVersion } from './rows.ts';
import type { EngineOptions } from './tick.ts';
import type { Trees } from './trees.ts';

type Removal = Extract<Call, { do: 'remove' }>;
type Stores = Pick<EngineOptions, 'trees' | 'ledger' | 'clock'>;

/** A deletion that was tried: when, how the event and its series stood then, and which versions they had. */
interface Tried {
  readonly at: Instant;
  readonly engagement: string;
  readonly action: Action;
  readonly stood: string;
  readonly versions: readonly string[];
}

/** So long after it was made a call that was not answered may still take effect. Nobody documents that: an assumption. */
export const LATE = 10 * 60_000;

/** Of an occurrence that follows its rule: the tree has none. */
const FOLLOWS = '';

const triedOf = (ledger: Ledger): Readonly<Record<string, Tried>> => ledger.recall('removals') ?? {};

/** An event as it stands. Whoever changes one of a series gives all of it another version (google-calendar.md). */
function standing(id: string, trees: Trees): Pick<Tried, 'stood' | 'versions'> {
  const event = trees.event(id);
  if (!event) return { stood: FOLLOWS, versions: [] };
  const master = event.series ? trees.event(event.series) : event;
  const family = master?.recurrence ? [master, ...trees.exceptionsOf(master)] : [event];
  const text = family.map((one) => withoutVersion(JSON.stringify(one))).join('\n');
  return {
    stood: createHash('sha256').update(text).digest('hex'),
    versions: [...new Set(family.map(({ etag }) => etag))],
  };
}

/** Notes a deletion before it is made. Whether an earlier one, which was not answered, may still land. */
export function tryRemoval(
  id: string,
  engagement: string,
  action: Action,
  { trees, ledger, clock }: Stores,
): boolean {
  const tried = triedOf(ledger);
  const [before, now] = [tried[id], clock.now()];
  const wasTried = before !== undefined && now - before.at <= LATE;
  const { stood, versions } = wasTried ? before : standing(id, trees);
  ledger.remember('removals', { ...tried, [id]: { at: now, engagement, action, stood, versions } });
  return wasTried;
}

/** What became of it is known. */
export function endRemoval(id: string, ledger: Ledger): void {
  const { [id]: _, ...others } = triedOf(ledger);
  ledger.remember('removals', Object.keys(others).length > 0 ? others : undefined);
}

/** An exception that says just what its series does, at the time of its rule. */
function isAsItsRule({ id, start, occurrence }: Removal, trees: Trees): boolean {
  const [event, master] = [trees.event(id), trees.event(occurrence?.series ?? '')];
  if (!event || !master || start === undefined || event.time?.start !== start) return false;
  const said = ({ title, description, guests, marks, status, busy }: CalendarEvent) =>
    JSON.stringify([title, description, guests, marks, status, busy]);
  return said(event) === said(master);
}

/**
 * Whether an event that stands although we deleted it was put back by a person: it has another version, and everything
 * else is as it was. The trees show what stands there now.
 */
export function isPutBack(call: Removal, { etag }: CalendarEvent, { trees, ledger }: Stores): boolean {
  const tried = triedOf(ledger)[call.id];
  if (!tried) return false;
  // One that followed its rule is an exception once it was deleted and put back, in which nothing differs.
  if (tried.stood === FOLLOWS) return isAsItsRule(call, trees);
  // We deleted another of its series before, which is not listed yet: that gave all of it another version.
  if (tried.versions.includes('')) return false;
  return !tried.versions.includes(etag) && standing(call.id, trees).stood === tried.stood;
}

/**
 * What landed after it was looked for, as the calendar was listed since: it counts as ours. `open`: events that are still to be
 * looked for. What is too old is forgotten.
 */
export function lateRemovals(
  open: ReadonlySet<string>,
  { trees, ledger, clock }: Stores,
): readonly Pick<Tried, 'engagement' | 'action'>[] {
  return Object.entries(triedOf(ledger)).flatMap(([id, { at, engagement, action }]) => {
    if (open.has(id)) return [];
    const isOver = clock.now() - at > LATE;
    const hasLanded = !isOver && trees.event(id)?.status === 'cancelled';
    if (isOver || hasLanded) endRemoval(id, ledger);
    return hasLanded ? [{ engagement, action }] : [];
  });
}
