// One scenario, run: storm (people act, calls fail, the process dies) → calm with incremental ticks only → sweep. Every
// write of the Worker is looked at as it lands; the oracle judges the rest. Nothing here knows the engine's tables.
import { readBlock } from '../../src/google/description.ts';
import type { House, Place } from './ground.ts';
import { createOracle, type Oracle } from './oracle.ts';
import { isKnown, type People } from './people.ts';
import type { Act, Fault, PlaceName, Scenario } from './scenario.ts';
import { everything, type Json, seeNotion } from './seen.ts';
import type { Answered, Asked } from './wire.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Notion's index lags so long at most (reliability.md, F10), and what is on its way arrives in that time. */
const LAG = 60_000;
const LATEST = 25_000;

export interface Verdict {
  readonly wrongs: readonly string[];
  readonly coverage: Readonly<Record<string, number>>;
  readonly calls: number;
  /** Calls of the storm, by operation. */
  readonly operations: ReadonlyMap<string, number>;
  /** Everything that happened, in order: two runs of a scenario leave the same. */
  readonly trace: readonly string[];
}

/** What people did that only a sweep finds: Notion's queries do not show it. */
const UNSEEN = new Set(['trash', 'restore', 'away', 'back', 'retro trash', 'retro restore']);

const WRITES = /insert|patch|delete|create|update|append/;

export interface Wishes {
  /** How far it goes: `safety` makes no claim that anything arrives, since the faults never end. */
  readonly mode?: 'all' | 'safety';
  /** Excuses that are taken away, to prove that they are needed. */
  readonly strict?: readonly string[];
  readonly isTraced?: boolean;
}

/** Runs a scenario from its place. */
export async function run(
  house: House,
  places: Readonly<Record<PlaceName, Place>>,
  scenario: Scenario,
  wishes: Wishes = {},
): Promise<Verdict> {
  const place = places[scenario.place];
  house.begin(place);
  house.notion.sessions.lagMs = scenario.lag;
  const people: People = {
    house,
    engagements: [...place.engagements],
    foreign: new Set(),
    copies: new Set(),
    given: new Set(),
    added: new Set(),
    removed: new Set(),
    texts: new Map(),
    tokens: new Set(),
    minutes: new Set(),
    done: [],
    next: 1,
  };
  if (scenario.place === 'fresh') (people.engagements as string[]).push(fillIn(house, 'Apollo'));
  const oracle = createOracle(people, wishes.strict);
  const coverage: Record<string, number> = {};
  const count = (what: string, by = 1) => {
    coverage[what] = (coverage[what] ?? 0) + by;
  };
  const trace: string[] = [];
  const nths = new Map<string, number>();
  let calls = 0;
  let isStorm = true;
  let late: { asked: Asked; knew: number; after: number; until: number }[] = [];
  let writes = 0;
  const watch = watcher(house, people, oracle, count);
  const perform = (act: Act, isMid = false) => {
    const isDone = oracle.act(act, isMid);
    if (isDone) {
      count(`act: ${act.do}`);
      watch.forgetMails();
    }
    if (wishes.isTraced)
      trace.push(
        `${new Date(house.now()).toISOString()} ${isDone ? '' : '(not) '}${act.do} ${act.of} ${act.a} ${act.b}`,
      );
  };

  async function carry(asked: Asked, knew: number): Promise<Answered> {
    const isWrite = WRITES.test(asked.operation);
    if (!isWrite) return house.carry(asked);
    writes += 1;
    return watch.write(asked, knew, () => house.carry(asked));
  }
  /** Lets land what is on its way and due. */
  async function land(isAll = false): Promise<void> {
    for (const one of [...late]) {
      one.after -= 1;
      if (!isAll && one.after > 0 && house.now() < one.until) continue;
      late = late.filter((other) => other !== one);
      count('late effects');
      if (wishes.isTraced) trace.push(`  landed late: ${one.asked.operation} ${pathOf(one.asked)}`);
      await carry(one.asked, one.knew);
    }
  }

  house.reach = async (asked) => {
    calls += 1;
    const { operation, side } = asked;
    const nth = (nths.get(operation) ?? 0) + 1;
    nths.set(operation, nth);
    await land();
    if (isStorm)
      for (const mid of scenario.mids)
        if (mid.operation === operation && mid.nth === nth) {
          count('mids');
          perform(mid.act, true);
        }
    const fault = isStorm ? faultOf(scenario, operation, nth) : undefined;
    const kind = fault?.kind;
    if (wishes.isTraced)
      trace.push(
        `  ${new Date(house.now()).toISOString().slice(11, 19)} ${operation} ${pathOf(asked)} ${kind ? `!! ${kind}` : ''} ${JSON.stringify(asked.body ?? '').slice(0, 700)}`,
      );
    if (kind) count(kind);
    if (kind === 'crash before, unsaved') return house.crash(true);
    house.flush();
    if (kind === 'crash before') return house.crash(false);
    if (kind === 'refused') return refusal(side, 429);
    if (kind === 'unavailable') return refusal(side, 503);
    if (kind === 'expired' && asked.url.includes('syncToken=')) return refusal(side, 410);
    const page = /\/pages\/([0-9a-f-]{36})/.exec(asked.url)?.[1] ?? '';
    const knew = oracle.knows(page);
    if (kind === 'late') {
      const until = house.now() + Math.min(LATEST, LAG - 2_000 - scenario.lag);
      late.push({ asked, knew, after: 1 + (nth % 5), until });
      throw new Error('lost');
    }
    const token = kind === 'stale' ? new URL(asked.url).searchParams.get('syncToken') : null;
    const answer = await carry(asked, knew);
    if (answer.status >= 400) count(`${side} ${answer.status}`);
    if (kind === 'lost answer') throw new Error('lost');
    if (kind === 'crash after') return house.crash(false);
    // A list of changes that says what it said before: nothing, and the same token.
    if (token && answer.status === 200)
      return { ...answer, data: { ...(answer.data as object), items: [], nextSyncToken: token } };
    return delivered(asked, answer, kind === 'stale' ? LAG : scenario.lag);
  };

  /** What reaches the engine: pages that the index does not know yet are not among them. */
  function delivered(asked: Asked, answer: Answered, lag: number): Answered {
    if (asked.side !== 'notion' || answer.status >= 300) return answer;
    const data = answer.data as { object?: string; id?: string; results?: { object: string; id: string }[] };
    let results = data.results;
    if (results && lag > 0 && asked.operation === 'dataSources.query') {
      const pages = house.notion.world.state.pages;
      results = results.filter(({ id }) => (pages.get(id)?.edited ?? 0) <= house.now() - lag);
    }
    for (const page of results ?? [data]) if (page.object === 'page' && page.id) oracle.show(page.id);
    return results ? { ...answer, data: { ...data, results } } : answer;
  }

  const tick = async (how: { immediate?: boolean; sweep?: boolean } = {}) => {
    house.pass(1_000);
    if (wishes.isTraced) trace.push(`${new Date(house.now()).toISOString()} tick ${JSON.stringify(how)}`);
    const end = await house.tick(how);
    if (end === 'done') oracle.complete();
    if (wishes.isTraced && end !== 'done') trace.push(`  ended: ${end}`);
    return end;
  };
  const pass = async (ms: number) => {
    house.pass(ms);
    await land();
  };

  /** Ticks without faults until everything has been seen and done. */
  const rest = async () => {
    isStorm = false;
    await land(true);
    for (let n = 0; n < 5; n++) {
      house.pass(n === 1 ? 16 * MINUTE : 3 * MINUTE);
      await tick({ sweep: n === 2 });
    }
    isStorm = true;
  };

  for (const act of scenario.acts) {
    if (act.do === 'wait') await pass((act.a ?? 1) * MINUTE);
    else if (act.do === 'tick') await tick({ immediate: (act.a ?? 0) % 4 !== 3 });
    else if (act.do === 'sweep') await tick({ sweep: true });
    else if (act.do === 'expire') house.google.act.expireSyncTokens();
    else if (act.do === 'forget') {
      // Memory is lost at rest, and found again: of what was under way then docs/storage.md promises less.
      await rest();
      oracle.keepSaid();
      house.forget();
      await rest();
      count('memory lost');
    } else perform(act);
    if (act.do !== 'wait') await pass(10_000);
  }

  isStorm = false;
  const operations = new Map(nths);
  house.pass(LAG);
  await land(true);
  if (wishes.mode !== 'safety') {
    for (let ticks = 0, quiet = 0; quiet < 3; ticks++) {
      const before = writes;
      house.pass(ticks % 4 === 3 ? 16 * MINUTE : 3 * MINUTE);
      await tick();
      quiet = writes === before ? quiet + 1 : 0;
      if (ticks > 20) {
        oracle.wrong('does not come to rest');
        break;
      }
    }
    if (!people.done.some((one) => UNSEEN.has(one))) oracle.compareAll('calm');
    await sweepAndRest();
    oracle.compareAll('end');
    oracle.judge();
  }
  count(
    'conflicts',
    Number(house.ledger.activity(1000, null).some(({ sentence }) => /both sides/.test(sentence))),
  );
  for (const [why, times] of oracle.excused) count(`excused: ${why}`, times);
  return { wrongs: [...new Set(oracle.wrongs)], coverage, calls, operations, trace };

  /** A sweep, until nothing is left to do; and then nothing is done, by another one either. */
  async function sweepAndRest(): Promise<void> {
    for (let n = 0; n < 5; n++) {
      house.pass(3 * MINUTE);
      await tick({ sweep: n === 0 });
    }
    for (let tries = 0; ; tries++) {
      const since = house.now();
      const [before, mails] = [writes, house.google.outbox.length];
      for (const sweep of [false, true, false]) {
        house.pass(3 * MINUTE);
        await tick({ sweep });
      }
      if (writes === before) break;
      if (tries < 3 && isTurned(since)) continue;
      oracle.wrong(`not quiet: ${writes - before} writes, ${house.google.outbox.length - mails} mails`);
      break;
    }
  }

  /** Whether the clock itself gave something to do since. */
  function isTurned(since: number): boolean {
    if (Math.floor(since / DAY) !== Math.floor(house.now() / DAY)) return true;
    const instant = (moment: unknown) => Date.parse(String((moment as Json | undefined)?.dateTime));
    return everything(house).some(({ start, end }) =>
      [instant(start), instant(end)].some((at) => at > since - 20 * MINUTE && at <= house.now()),
    );
  }
}

function faultOf(scenario: Scenario, operation: string, nth: number): Fault | undefined {
  // What is refused is tried once more at once: that is refused too.
  const times = (fault: Fault) => (fault.kind === 'refused' ? 2 : 1);
  return scenario.faults.find(
    (fault) => fault.operation === operation && nth >= fault.nth && nth < fault.nth + times(fault),
  );
}

const pathOf = (asked: Asked) => decodeURIComponent(asked.url.replace(/^.*\/(events|v1)/, '')).slice(0, 120);

function refusal(side: 'notion' | 'google', status: number): Answered {
  const headers = new Headers(status === 429 ? { 'retry-after': '2' } : {});
  const reasons: Readonly<Record<number, string>> = {
    429: 'rateLimitExceeded',
    410: 'fullSyncRequired',
    503: 'backendError',
  };
  const data =
    side === 'notion'
      ? {
          object: 'error',
          status,
          code: status === 429 ? 'rate_limited' : 'service_unavailable',
          message: '',
        }
      : { error: { code: status, message: '', errors: [{ domain: 'global', reason: reasons[status] }] } };
  return { status, data, headers };
}

/** Looks at each write of the Worker as it lands: what it may not touch, and whom it may not mail. */
function watcher(house: House, people: People, oracle: Oracle, count: (what: string, by?: number) => void) {
  /** What somebody was last told of an event: `event address` → what. */
  const told = new Map<string, string>();
  /** Notes that were sent: `event mark`. */
  const sentNotes = new Set<string>();
  const marksOf = (event: Json | undefined) =>
    (event?.extendedProperties as { private?: Record<string, string> } | undefined)?.private ?? {};
  const FOREIGN = ['location', 'reminders', 'colorId', 'conferenceData', 'visibility'] as const;
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const guestsOf = (event: Json | undefined) =>
    new Map(
      ((event?.attendees ?? []) as { email: string }[]).map((guest) => [guest.email.toLowerCase(), guest]),
    );

  function lookAtEvent(
    id: string,
    before: Json | undefined,
    after: Json | undefined,
    operation: string,
  ): void {
    if (people.foreign.has(id)) oracle.wrong(`${operation} of an event that is a person's own`);
    if (!before || !after || operation !== 'events.patch') return;
    if (before.status === 'cancelled') {
      oracle.revive(id);
      count('brought back');
      return;
    }
    for (const key of FOREIGN)
      if (!same(before[key], after[key])) oracle.wrong(`${operation} changed ${key}`);
    for (const [words, { event }] of people.texts)
      if (event && String(before.description).includes(words) && !String(after.description).includes(words))
        oracle.wrong(`${operation} took ${words} out of a description`);
    const outside = (text: unknown) =>
      String(text ?? '')
        .replace(readBlock(String(text ?? '')) ?? ' ', '')
        .replace(/<br>|\s/g, '');
    if (
      readBlock(String(before.description ?? '')) !== null &&
      outside(before.description) !== outside(after.description)
    )
      oracle.wrong(`${operation} changed people's part of a description`);
    const title = /Title-\d+/.exec(String(before.summary))?.[0];
    if (title && !String(after.summary).includes(title))
      oracle.wrong(`${operation} took the title ${title} away`);
    const [was, is] = [guestsOf(before), guestsOf(after)];
    const isMoved = !same(before.start, after.start) || !same(before.recurrence, after.recurrence);
    for (const [email, guest] of was) {
      const now = is.get(email);
      if (!now && !isKnown(email, people))
        oracle.wrong(`${operation} took ${email} off, whom people invited`);
      if (now && !isMoved && !same(now, guest))
        oracle.wrong(`${operation} changed what Calendar says of ${email}`);
    }
  }

  function lookAtMails(since: number, id: string, before: Json | undefined, after: Json | undefined): void {
    // Others are written to side by side.
    const sent = house.google.outbox.slice(since).filter(({ event }) => event === id);
    if (sent.length > 0) count('mails', sent.length);
    const guests = guestsOf(before?.status === 'cancelled' ? undefined : before);
    const state = JSON.stringify([after?.status, after?.start, after?.recurrence, after?.end]);
    const isSame =
      before !== undefined &&
      state === JSON.stringify([before.status, before.start, before.recurrence, before.end]);
    // Notes go out by a write that marks them; the same notes never twice.
    const notes = marksOf(after).notes;
    const areNotesNew = notes !== undefined && notes !== marksOf(before).notes;
    if (areNotesNew) {
      count('notes sent');
      if (sentNotes.has(`${id} ${notes}`)) oracle.wrong(`the same notes of ${id} were sent twice`);
      sentNotes.add(`${id} ${notes}`);
    }
    for (const { to, kind } of sent) {
      if (kind === 'invitation' && guests.has(to)) oracle.wrong(`${to} was invited twice`);
      if (areNotesNew) continue;
      if (kind === 'update' && isSame)
        oracle.wrong(`${to} was mailed though no time of ${String(after?.summary)} changed`);
      const key = `${id} ${to}`;
      const what = `${kind} ${state}`;
      if (told.get(key) === what) oracle.wrong(`${to} was told twice: ${kind}`);
      told.set(key, what);
    }
  }

  return {
    /** People changed something: what was true before may be told again. */
    forgetMails: () => told.clear(),
    async write(asked: Asked, knew: number, go: () => Promise<Answered>): Promise<Answered> {
      if (asked.side === 'google') {
        const id =
          asked.operation === 'events.insert'
            ? String((asked.body as Json).id)
            : decodeURIComponent(/\/events\/([^?]+)/.exec(asked.url)?.[1] ?? '');
        const before = house.google.look.event(id);
        const mails = house.google.outbox.length;
        const answer = await go();
        if (answer.status === 412) count('412');
        if (answer.status === 409) count('adoptions');
        const owner = (before?.extendedProperties as { private?: Json } | undefined)?.private?.engagement;
        if (asked.operation === 'events.delete' && answer.status === 410) oracle.miss(String(owner));
        if (answer.status >= 300) return answer;
        const after = house.google.look.event(id);
        lookAtEvent(id, before, after, asked.operation);
        const own = (before?.extendedProperties as { private?: Json } | undefined)?.private;
        if (
          asked.operation === 'events.delete' &&
          !oracle.mayGo(String(own?.engagement), String(own?.meeting))
        )
          oracle.wrong(`deleted the ${own?.meeting} though nobody took it away`);
        const marks = (after?.extendedProperties as { private?: Json } | undefined)?.private;
        if ((asked.body as Json | undefined)?.recurrence) oracle.rule(String(marks?.engagement));
        lookAtMails(mails, id, before, after);
        if (asked.operation === 'events.insert' && (asked.body as Json).recurrence) {
          const marks = ((asked.body as Json).extendedProperties as { private: Json }).private;
          if (Number(marks.generation) > 0) count('series continued');
        }
        return answer;
      }
      const page = /\/pages\/([0-9a-f-]{36})/.exec(asked.url)?.[1] ?? '';
      if (people.foreign.has(page)) oracle.wrong("wrote to a person's own page");
      if (people.copies.has(page)) count('copies cleared');
      const isRaced = oracle.versions.some((version) => version.page === page && version.order > knew);
      const before = isRaced ? people.engagements.map((one) => seeNotion(house, one)) : [];
      const answer = await go();
      if (isRaced && answer.status < 300)
        for (const [at, engagement] of people.engagements.entries())
          oracle.overwrote(page, knew, before[at] ?? new Map(), seeNotion(house, engagement), engagement);
      return answer;
    },
  };
}

/** A person fills in an engagement of two and a half weeks: two weekly retros and the project retro. */
export function fillIn(house: House, name: string): string {
  return house.notion.act.create('Engagements', {
    Name: `Name-0${name}`,
    Phase: 'Planning',
    Dates: { start: '2026-12-07', end: '2026-12-24' },
    'Time zone': 'Europe/Berlin',
    Engineer: ['Ada Marlow'],
    Advisor: ['Ben Okafor'],
    'Host people': ['Dev Patel', 'Ema Novak'],
  });
}

/** The places where scenarios begin. */
export async function makePlaces(house: House): Promise<Record<PlaceName, Place>> {
  const fresh = house.keep([]);
  const settle = async (ticks: number) => {
    for (let n = 0; n < ticks; n++) {
      await house.tick();
      house.pass(3 * MINUTE);
    }
  };
  house.begin(fresh);
  const page = fillIn(house, 'Apollo');
  await settle(5);
  const planned = house.keep([page]);
  const other = fillIn(house, 'Gemini');
  await settle(5);
  const two = house.keep([page, other]);
  house.begin(planned);
  for (const moment of ['2026-12-07T10:00:00Z', '2026-12-10T09:00:00Z', '2026-12-10T14:00:00Z']) {
    house.pass(Date.parse(moment) - house.now());
    await settle(3);
  }
  const running = house.keep([page]);
  return { fresh, planned, two, running };
}
