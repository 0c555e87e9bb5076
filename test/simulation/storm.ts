// One scenario, run: storm (people act, calls fail, the process dies) → calm with incremental ticks only → sweep. Every
// write of the Worker is looked at as it lands; the oracle judges the rest. Nothing here knows the engine's tables.

import type { Side } from '../../src/call.ts';
import { createAdoptions, faultOf, refusal } from './faults.ts';
import type { House, Place } from './ground.ts';
import { createCarrier, isPushedTo } from './hooks.ts';
import { createOracle } from './oracle.ts';
import { createPeople } from './people.ts';
import { fillIn } from './places.ts';
import type { Act, PlaceName, Scenario } from './scenario.ts';
import { everything, type Json, MEETINGS, readWeeks, seeNotion } from './seen.ts';
import { UNSEEN } from './version.ts';
import { createWatch } from './watch.ts';
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

const pathOf = (asked: Asked) => decodeURIComponent(asked.url.replace(/^.*\/(events|v1)/, '')).slice(0, 120);

/** A tick that made these has read both sides. */
const LISTS = ['events.list', 'dataSources.query'];

/** Ids and tokens of channels are chance that no seed has. */
const isChannels = ({ operation }: Asked) => operation === 'events.watch' || operation === 'channels.stop';

const WRITES = /insert|patch|delete|create|update|append/;

export interface Wishes {
  /** How far it goes: `safety` makes no claim that anything arrives, since the faults never end. */
  readonly mode?: 'all' | 'safety';
  /** Windows and rules that are taken away, to prove that they are needed; `found`: nothing counts as found. */
  readonly strict?: readonly string[];
  readonly isTraced?: boolean;
  /** No hook ever arrives. */
  readonly areHooksLost?: boolean;
}

/** Runs a scenario from its place. */
export async function run(
  house: House,
  places: Readonly<Record<PlaceName, Place>>,
  scenario: Scenario,
  wishes: Wishes = {},
): Promise<Verdict> {
  const place = places[scenario.place];
  house.begin(place, scenario.hooked);
  house.notion.sessions.lagMs = scenario.lag;
  const people = createPeople(house, place.engagements);
  // What was there when the scenario begins the engine has seen.
  for (const id of place.engagements) readWeeks(house, id)();
  if (scenario.place === 'fresh') (people.engagements as string[]).push(fillIn(house, 'Apollo'));
  const oracle = createOracle(people, wishes.strict);
  const coverage: Record<string, number> = {};
  const count = (what: string, by = 1) => {
    coverage[what] = (coverage[what] ?? 0) + by;
  };
  const trace: string[] = [];
  const nths = new Map<string, number>();
  /** Operations of the tick under way. */
  const listed = new Set<string>();
  let calls = 0;
  let isStorm = true;
  let late: { asked: Asked; knew: number; after: number; until: number }[] = [];
  let writes = 0;
  const watch = createWatch(house, people, oracle, count);
  const bring = createCarrier(house, count);
  const adoptions = createAdoptions();
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
    const life = house.life();
    const hear = oracle.ask(asked);
    await land();
    if (isStorm)
      for (const mid of scenario.mids)
        if (mid.operation === operation && mid.nth === nth) {
          count('mids');
          if (mid.act.do === 'hooks') await bring(wishes.areHooksLost ? 'none' : (mid.act.a ?? 'all'));
          else perform(mid.act, true);
        }
    // Another call was the process's last meanwhile.
    if (life !== house.life()) throw new Error('dead');
    if (side === 'google') oracle.call();
    const fault = isStorm ? faultOf(scenario, operation, nth) : undefined;
    const kind = fault?.kind;
    if (wishes.isTraced)
      trace.push(
        `  ${new Date(house.now()).toISOString().slice(11, 19)} ${operation} ${pathOf(asked)} ${kind ? `!! ${kind}` : ''} ${isChannels(asked) ? '' : JSON.stringify(asked.body ?? '').slice(0, 700)}`,
      );
    if (kind) {
      count(kind);
      oracle.trouble();
    }
    if (kind === 'late' || kind === 'lost answer' || kind === 'crash after') adoptions.miss(asked);
    oracle.save(kind === 'crash before, unsaved');
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
    listed.add(operation);
    if (adoptions.isOne(asked, answer)) count('adoptions');
    if (answer.status >= 400) count(`${side} ${answer.status}`);
    if (kind === 'lost answer') throw new Error('lost');
    if (kind === 'crash after') return house.crash(false);
    // A list of changes that says what it said before: nothing, and the same token.
    hear();
    if (token && answer.status === 200)
      return { ...answer, data: { ...(answer.data as object), items: [], nextSyncToken: token } };
    return delivered(asked, answer, kind === 'stale' ? LAG : scenario.lag);
  };

  /** What reaches the engine: pages that the index does not know yet are not among them. */
  function delivered(asked: Asked, answer: Answered, lag: number): Answered {
    if (answer.status >= 300) return answer;
    if (asked.operation === 'events.list') oracle.list();
    if (asked.side !== 'notion') return answer;
    const data = answer.data as { object?: string; id?: string; results?: { object: string; id: string }[] };
    let results = data.results;
    if (results && lag > 0 && asked.operation === 'dataSources.query') {
      const pages = house.notion.world.state.pages;
      // Who looks for a page by a property finds it under what it said before, too.
      const { filter } = asked.body as { filter?: { property?: string } };
      const since = filter?.property === undefined ? 'edited' : 'created';
      results = results.filter(({ id }) => (pages.get(id)?.[since] ?? 0) <= house.now() - lag);
    }
    for (const page of results ?? [data]) if (page.object === 'page' && page.id) oracle.show(page.id);
    return results ? { ...answer, data: { ...data, results } } : answer;
  }

  const tick = async (how: { immediate?: boolean; sweep?: boolean; hint?: Side | null } = {}) => {
    house.pass(1_000);
    listed.clear();
    oracle.begin(how.immediate ?? true);
    if (wishes.isTraced) trace.push(`${new Date(house.now()).toISOString()} tick ${JSON.stringify(how)}`);
    const end = await house.tick(how);
    // A hinted tick may have read one side only.
    if (end === 'done' && LISTS.every((operation) => listed.has(operation))) oracle.complete();
    if (wishes.isTraced && end !== 'done') trace.push(`  ended: ${end}`);
    return end;
  };
  /** What hooks wish for, until they wish for nothing more. */
  const heed = async () => {
    for (let wish = house.woken(); wish; wish = house.woken()) {
      count('hinted ticks', Number(wish.hint !== null));
      await tick({ immediate: false, hint: wish.hint });
    }
  };
  /** Lets time pass; what is on its way arrives in between, when it is due. */
  const pass = async (ms: number) => {
    const end = house.now() + ms;
    const due = late.map(({ until }) => until).filter((until) => until < end);
    for (const until of due.sort((a, b) => a - b)) {
      house.pass(Math.max(0, until - house.now()));
      await land();
    }
    house.pass(end - house.now());
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
    else if (act.do === 'tick') {
      await tick({ immediate: (act.a ?? 0) % 4 !== 3 });
      await heed();
    } else if (act.do === 'hooks') {
      await bring(wishes.areHooksLost ? 'none' : (act.a ?? 'all'));
      await heed();
    } else if (act.do === 'sweep') await tick({ sweep: true });
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
  await pass(LAG);
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
    if (scenario.hooked) await listenAtRest();
  }
  count(
    'conflicts',
    Number(house.ledger.activity(1000, null).some(({ sentence }) => /both sides/.test(sentence))),
  );
  if (house.splits.size > 0) count('splits', house.splits.size);
  for (const [why, times] of oracle.excused) count(`ended by ${why}`, times);
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

  /** A channel lives, and whatever hooks are still on their way give nothing to do. */
  async function listenAtRest(): Promise<void> {
    if (!(await isPushedTo(house))) oracle.wrong('no push channel lives');
    const [before, since] = [writes, house.now()];
    await bring('all');
    await heed();
    if (writes !== before && !isTurned(since)) oracle.wrong(`hooks at rest: ${writes - before} writes`);
  }

  /** Whether the clock itself gave something to do since. */
  function isTurned(since: number): boolean {
    if (Math.floor(since / DAY) !== Math.floor(house.now() / DAY)) return true;
    const instant = (moment: unknown) => Date.parse(String((moment as Json | undefined)?.dateTime));
    const inCalendar = everything(house).flatMap(({ start, end }) => [instant(start), instant(end)]);
    // A meeting whose event was deleted once it was over is still one to the clock.
    const inNotion = people.engagements.flatMap((one) => {
      const shown = seeNotion(house, one);
      const starts = MEETINGS.map((meeting) => Number(shown.get(meeting)));
      // The project retro's page is prepared the day before (N36).
      return starts.flatMap((start) => [-24 * 60, 0, 30, 45, 60].map((minutes) => start + minutes * MINUTE));
    });
    return [...inCalendar, ...inNotion].some((at) => at > since - 20 * MINUTE && at <= house.now());
  }
}
