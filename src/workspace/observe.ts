// observe: what changed in Notion and in Calendar → the trees. It goes on where an earlier slice stopped, and it
// says whether the trees are whole: nothing is planned on incomplete ones. What it refuses: to take absence from
// a list for a deletion; what a full read did not show is asked for by its id.
import { type DatabaseKey, databases, type EngagementRow } from '../../schemas/index.ts';
import type { Failure, Outcome } from '../call.ts';
import type { ListFrom } from '../google/calendar.ts';
import type { Instant } from '../playbook/index.ts';
import type { Sides } from '../sync/apply.ts';
import { takeHinted } from './hints.ts';
import type { Ledger } from './ledger.ts';
import type { Trees } from './trees.ts';

/** Notion floors times to the minute and its queries may lag: what was read lately is read again. */
const OVERLAP = 2 * 60_000;
const MINUTE = 60_000;
const DAY = 24 * 3_600_000;
/** Every third tick reads Goals in the place of Retros, so that an idle tick costs three data calls. */
const GOALS_EVERY = 3;

interface Poll {
  /** When this read began: the next one goes on from there. */
  readonly began: Instant;
  readonly since: Instant | null;
  readonly createdSince?: Instant;
  readonly cursor?: string;
}

export interface Observation {
  readonly complete: boolean;
  readonly failure: Failure | null;
}

export interface ObserveOptions {
  readonly now: Instant;
  /** When this observation began, maybe in an earlier slice: what was read since is not read again. */
  readonly began: Instant;
  /** Read everything by its id too: once a day, and when a person asks. */
  readonly sweep: boolean;
}

type Stores = { readonly trees: Trees; readonly ledger: Ledger };

/** Reads both sides. Calls at rest: Engagements, events, and Retros or Goals. */
export async function observe(sides: Sides, stores: Stores, options: ObserveOptions): Promise<Observation> {
  const { ledger } = stores;
  if (options.sweep) startSweep(ledger, options.now);
  queueUnseen(takeHinted(ledger), ledger);
  for (const database of databasesToRead(ledger, options.began)) {
    const failure = await readDatabase(database, sides, stores, options.now);
    if (failure) return { complete: false, failure };
  }
  const failures = [
    await readEvents(sides, stores, options.now),
    await verifyUnseen(sides, stores, options.now),
    await lookUpPeople(sides, stores, options.now),
  ].filter((failure) => failure !== null);
  if (failures[0]) return { complete: false, failure: failures[0] };
  ledger.remember('tick', (ledger.recall<number>('tick') ?? 0) + 1);
  ledger.remember('observed', options.now);
  return { complete: true, failure: null };
}

/** A sweep reads all rows and events again from the beginning. */
function startSweep(ledger: Ledger, now: Instant): void {
  for (const key of Object.keys(databases))
    ledger.remember(`poll:${key}`, { began: now, since: null } satisfies Poll);
  ledger.remember('sync-token', undefined);
  ledger.remember('page-token', undefined);
  ledger.remember('events-since', now);
  ledger.remember('people-listed', undefined);
  ledger.remember('bot', undefined);
  // Rights may have been given since; if not, the first invitation tells.
  ledger.remember('cannot-invite', undefined);
  ledger.remember('swept', now);
}

/** Whether the daily sweep is due. */
export function isSweepDue(ledger: Ledger, now: Instant): boolean {
  const swept = ledger.recall<Instant>('swept');
  return swept !== undefined && now - swept >= DAY;
}

function databasesToRead(ledger: Ledger, began: Instant): DatabaseKey[] {
  const tick = ledger.recall<number>('tick') ?? 0;
  const third: DatabaseKey = tick % GOALS_EVERY === GOALS_EVERY - 1 ? 'goals' : 'retros';
  const isUnderWay = (key: DatabaseKey) =>
    ledger.recall(`poll:${key}`) !== undefined || ledger.recall(`since:${key}`) === undefined;
  const isRead = (key: DatabaseKey) =>
    ledger.recall(`poll:${key}`) === undefined && (ledger.recall<Instant>(`since:${key}`) ?? 0) >= began;
  return (['engagements', 'retros', 'goals'] as const).filter(
    (key) => !isRead(key) && (key === 'engagements' || key === third || isUnderWay(key)),
  );
}

async function readDatabase(
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
  if (poll.since === null)
    queueUnseen(
      trees.unseenPages(database, poll.began).map((id) => ({ database, id })),
      ledger,
    );
  ledger.remember(`poll:${database}`, undefined);
  ledger.remember(`since:${database}`, poll.began);
  if (ledger.recall('swept') === undefined) ledger.remember('swept', now);
  return null;
}

interface Unseen {
  readonly database: DatabaseKey | 'events';
  readonly id: string;
}

function queueUnseen(unseen: readonly Unseen[], ledger: Ledger): void {
  if (unseen.length > 0) ledger.remember('unseen', [...(ledger.recall<Unseen[]>('unseen') ?? []), ...unseen]);
}

/** Asks for what a full read did not show, one by one: only that very id's own answer is evidence. */
async function verifyUnseen(sides: Sides, { trees, ledger }: Stores, now: Instant): Promise<Failure | null> {
  for (;;) {
    const [next, ...rest] = ledger.recall<Unseen[]>('unseen') ?? [];
    if (!next) return null;
    if (next.database === 'events') {
      const answer = await sides.calendar.get(next.id);
      if (answer.ok) trees.putEvent(answer.value, now);
      else if (answer.failure.reason === 'gone') trees.putGone(next.id, now);
      else if (answer.failure.reason !== 'broken') return answer.failure;
    } else {
      const answer = await sides.notion.page(next.database, next.id);
      if (answer.ok) trees.putPage(answer.value, now);
      // One that cannot be understood stops no other; the next sweep asks again.
      else if (answer.failure.reason === 'gone' || answer.failure.reason === 'broken')
        trees.setPresence(next.id, 'unreadable', now);
      else return answer.failure;
    }
    ledger.remember('unseen', rest.length > 0 ? rest : undefined);
  }
}

async function readEvents(sides: Sides, { trees, ledger }: Stores, now: Instant): Promise<Failure | null> {
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
      queueUnseen(
        trees.unseenEvents(began).map((id) => ({ database: 'events', id })),
        ledger,
      );
      ledger.remember('events-since', undefined);
    }
    return null;
  }
}

/** People who are not known yet; with each sweep everybody, since addresses come and change. */
async function lookUpPeople(sides: Sides, { trees, ledger }: Stores, now: Instant): Promise<Failure | null> {
  const known = ledger.people();
  const ids = new Set(
    trees.engagementPages().flatMap(({ row }) => {
      const { engineer = [], advisor = [], hostPeople = [] } = row as EngagementRow;
      return [...engineer, ...advisor, ...hostPeople];
    }),
  );
  const isListed = ledger.recall('people-listed') !== undefined;
  const unknown = [...ids].filter((id) => !known.has(id) || (!isListed && known.get(id) === null));
  if (unknown.length === 0 && isListed) return null;
  const put = (id: string, email: string | null) => {
    ledger.putPerson(id, email, now);
    if (known.has(id) && known.get(id) !== email) trees.touchPerson(id);
  };
  const listed = await sides.notion.people();
  if (listed.ok) for (const { id, email } of listed.value) put(id, email);
  // Without the right to list people everybody is looked up one by one; without any right, nobody has an address.
  else if (listed.failure.reason !== 'denied') return listed.failure;
  const seen = new Set(listed.ok ? listed.value.map(({ id }) => id) : []);
  for (const id of unknown) {
    if (seen.has(id)) continue;
    const answer: Outcome<{ email: string | null }> = await sides.notion.person(id);
    if (answer.ok) put(id, answer.value.email);
    else if (answer.failure.reason === 'gone' || answer.failure.reason === 'denied') put(id, null);
    else return answer.failure;
  }
  ledger.remember('people-listed', now);
  return null;
}
