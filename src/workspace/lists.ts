// The lists that a tick reads: a database's rows, and the calendar's events. Each goes on where an earlier slice
// stopped: its cursor is written down with the rows that it brought.
// What it refuses: to take absence from a list for a deletion; what a full read did not show is noted as unseen.
import type { DatabaseKey } from '../../schemas/index.ts';
import type { Failure } from '../call.ts';
import type { ListFrom } from '../google/calendar.ts';
import type { Instant } from '../playbook/index.ts';
import type { Sides } from '../sync/apply.ts';
import type { Ledger } from './ledger.ts';
import type { Trees } from './trees.ts';
import { noteUnseen } from './unseen.ts';

/** Notion floors times to the minute and its queries may lag: what was read lately is read again. */
const OVERLAP = 2 * 60_000;
const MINUTE = 60_000;

export type Stores = { readonly trees: Trees; readonly ledger: Ledger };

/** A read of a database that is under way. */
export interface Poll {
  /** When this read began: the next one goes on from there. */
  readonly began: Instant;
  readonly since: Instant | null;
  readonly createdSince?: Instant;
  readonly cursor?: string;
}

/** Reads what changed in a database since the last time; everything where there was none. */
export async function readDatabase(
  database: DatabaseKey,
  sides: Sides,
  { trees, ledger }: Stores,
  now: Instant,
): Promise<Failure | null> {
  const since = ledger.recall<Instant>(`since:${database}`) ?? null;
  let poll: Poll = ledger.recall<Poll>(`poll:${database}`) ?? { began: now, since };
  for (;;) {
    const from = {
      ...(poll.since === null ? {} : { editedSince: Math.floor((poll.since - OVERLAP) / MINUTE) * MINUTE }),
      ...(poll.createdSince === undefined ? {} : { createdSince: poll.createdSince }),
      ...(poll.cursor === undefined ? {} : { cursor: poll.cursor }),
    };
    const answer = await sides.notion.query(database, from);
    if (!answer.ok) {
      // A cursor that Notion no longer knows: begin this read anew.
      if (poll.cursor && answer.failure.reason === 'broken') ledger.remember(`poll:${database}`, undefined);
      return answer.failure;
    }
    const { pages, next, incomplete } = answer.value;
    for (const page of pages) trees.putPage(page, now);
    const { cursor: _, ...rest } = poll;
    const last = pages.at(-1);
    if (next) poll = { ...rest, cursor: next };
    else if (incomplete && last)
      poll = {
        ...rest,
        ...(poll.since === null ? { createdSince: last.created } : { since: last.lastEdited + OVERLAP }),
      };
    else break;
    ledger.remember(`poll:${database}`, poll);
  }
  if (poll.since === null) noteUnseen(database, poll.began, ledger);
  ledger.remember(`poll:${database}`, undefined);
  ledger.remember(`since:${database}`, poll.began);
  if (ledger.recall('swept') === undefined) ledger.remember('swept', now);
  return null;
}

/** Reads what changed in the calendar since the last time; everything where there was none, or the token expired. */
export async function readEvents(
  sides: Sides,
  { trees, ledger }: Stores,
  now: Instant,
): Promise<Failure | null> {
  for (;;) {
    const syncToken = ledger.recall<string>('sync-token');
    const pageToken = ledger.recall<string>('page-token');
    const isFull = syncToken === undefined;
    if (isFull && pageToken === undefined) ledger.remember('events-since', now);
    const from: ListFrom = { ...(syncToken ? { syncToken } : {}), ...(pageToken ? { pageToken } : {}) };
    const answer = await sides.calendar.list(from);
    if (!answer.ok) {
      const { failure } = answer;
      // The token or a page of it has expired: forget both and read everything; nothing is taken for deleted.
      const isExpired = failure.reason === 'gone' && failure.status === 410;
      if (!isExpired && !(failure.reason === 'broken' && pageToken)) return failure;
      ledger.remember('page-token', undefined);
      if (!isExpired || isFull) return failure;
      ledger.remember('sync-token', undefined);
      continue;
    }
    const { events, next, syncToken: token } = answer.value;
    // An occurrence may come before its series, by which alone it is known for ours.
    for (const event of [...events].sort((a, b) => Number(a.series !== null) - Number(b.series !== null)))
      trees.putEvent(event, now);
    ledger.remember('page-token', next ?? undefined);
    if (next) continue;
    ledger.remember('sync-token', token ?? undefined);
    const began = ledger.recall<Instant>('events-since');
    if (isFull && began !== undefined) {
      noteUnseen('events', began, ledger);
      ledger.remember('events-since', undefined);
    }
    ledger.remember('events-read', now);
    return null;
  }
}
