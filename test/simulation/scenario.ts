// What a scenario is: plain JSON, made from a seed, and made smaller when it fails. Every number in it is read modulo
// what is there, so that a scenario stays one whatever is taken out of it.
export interface Act {
  readonly do: string;
  /** Whose: which engagement, meeting or event, as the act understands it. */
  readonly of?: number;
  readonly a?: number;
  readonly b?: number;
}

export const KINDS = [
  /** Answered with a refusal before anything happens: 429 with Retry-After, twice; or 503 (to a write: outcome unknown). */
  'refused',
  'unavailable',
  /** It happens, and its answer is lost. */
  'lost answer',
  /** Its answer is lost, and it happens only after some more calls. */
  'late',
  /** The process ends before the call goes out; what it wrote since the last call is kept, or gone with it. */
  'crash before',
  'crash before, unsaved',
  /** The process ends after the call happened, before anything of it was written down. */
  'crash after',
  /** A list answers what it answered before. */
  'stale',
  /** The sync token has expired. */
  'expired',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Fault {
  readonly operation: string;
  /** The nth call of that operation, from 1. */
  readonly nth: number;
  readonly kind: Kind;
}

/** Something that a person does while a call is under way: after our read, before our write. */
export interface Mid {
  readonly operation: string;
  readonly nth: number;
  readonly act: Act;
}

export const PLACES = ['fresh', 'planned', 'running', 'two'] as const;
export type PlaceName = (typeof PLACES)[number];

export interface Scenario {
  readonly place: PlaceName;
  /** How long a page is not to be found by queries after it was made or edited, ms. */
  readonly lag: number;
  readonly acts: readonly Act[];
  readonly faults: readonly Fault[];
  readonly mids: readonly Mid[];
}

/** A small, well-mixed generator of numbers: the seed is the execution. */
export function randomOf(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const WRITES = [
  'events.insert',
  'events.patch',
  'events.delete',
  'pages.create',
  'pages.update',
  'comments.create',
  'blocks.children.append',
];
const READS = ['dataSources.query', 'events.list', 'events.get', 'pages.retrieve', 'users.list'];

/** How often people do what. Those that take much away come seldom, else nothing else would be left to see. */
const NOTION: readonly (readonly [string, number])[] = [
  ['name', 3],
  ['phase', 3],
  ['dates', 4],
  ['clear dates', 0.5],
  ['zone', 1],
  ['slot', 3],
  ['clear slot', 0.5],
  ['time', 8],
  ['blank', 3],
  ['guest', 4],
  ['drop guest', 2],
  ['host', 2],
  ['retro date', 6],
  ['retro cancel', 3],
  ['retro plan', 2],
  ['retro blank', 1],
  ['retro trash', 1.5],
  ['retro restore', 1.5],
  ['trash', 0.7],
  ['restore', 1.5],
  ['away', 0.4],
  ['back', 0.8],
  ['copy', 0.5],
  ['retro copy', 0.7],
  ['own retro', 0.5],
  ['body', 1],
];
const CALENDAR: readonly (readonly [string, number])[] = [
  ['move', 9],
  ['move all', 2.5],
  ['remove', 4],
  ['remove all', 0.8],
  ['put back', 3],
  ['rename', 3],
  ['type phase', 2],
  ['describe', 2],
  ['place', 1.5],
  ['remind', 1],
  ['colour', 1],
  ['invite', 3],
  ['uninvite', 3],
  ['answer', 2],
  ['all day', 1.5],
  ['event zone', 0.7],
  ['event copy', 1],
  ['rule', 0.3],
];
const KINDS_OF_WRITES: readonly (readonly [Kind, number])[] = [
  ['refused', 1],
  ['unavailable', 1],
  ['lost answer', 3],
  ['late', 1.5],
  ['crash before', 1.5],
  ['crash before, unsaved', 1.5],
  ['crash after', 3],
];
const KINDS_OF_READS: readonly (readonly [Kind, number])[] = [
  ['refused', 1],
  ['unavailable', 1],
  ['crash before', 1],
  ['crash before, unsaved', 1],
  ['crash after', 2],
];

/** The scenario of a seed. `faults`: how many at most; a run without limits asks for more than heal themselves. */
export function scenarioOf(seed: number, most = 3): Scenario {
  const random = randomOf(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const weigh = <T>(from: readonly (readonly [T, number])[]): T => {
    let at = random() * from.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [one, weight] of from) {
      at -= weight;
      if (at < 0) return one;
    }
    return from[0]?.[0] as T;
  };
  const place = weigh<PlaceName>([
    ['planned', 5],
    ['running', 3],
    ['fresh', 2],
    ['two', 1.5],
  ]);
  // Acts meet where they are about the same thing: most of a scenario turns around one.
  const focus = { of: below(12), engagement: below(4) };
  const person = (side: 'notion' | 'calendar'): Act => ({
    do: weigh(side === 'notion' ? NOTION : CALENDAR),
    of: random() < 0.6 ? focus.of : below(12),
    a: below(40),
    b: random() < 0.8 ? focus.engagement : below(4),
  });
  const acts: Act[] = [];
  const edits = 1 + below(random() < 0.3 ? 14 : 6);
  for (let n = 0; n < edits; n++) {
    const side = random() < 0.5 ? 'notion' : 'calendar';
    acts.push(person(side));
    // Both sides at once is what a sync is for.
    if (random() < 0.35) acts.push(person(side === 'notion' ? 'calendar' : 'notion'));
    if (random() < 0.3) acts.push({ do: 'wait', a: pick([0, 1, 1, 5, 15]) });
    if (random() < 0.75) acts.push({ do: 'tick', a: below(4) });
    if (random() < 0.12) acts.push({ do: 'wait', a: pick([10, 60, 600, 1440, 2880, 10_080]) });
    if (random() < 0.09) acts.push({ do: pick(['expire', 'sweep', 'sweep', 'forget']) });
  }
  acts.push({ do: 'tick', a: 0 });
  const count = random() < 0.15 ? 0 : 1 + below(most);
  const faults = Array.from({ length: count }, (): Fault => {
    const isWrite = random() < 0.75;
    const operation = pick(isWrite ? WRITES.slice(0, random() < 0.9 ? 5 : 7) : READS);
    const nth = 1 + below(random() < 0.7 ? 4 : 12);
    const isList = operation === 'dataSources.query' || operation === 'events.list';
    if (isList && random() < 0.35) return { operation, nth, kind: 'stale' };
    if (operation === 'events.list' && random() < 0.3) return { operation, nth, kind: 'expired' };
    return { operation, nth, kind: weigh(isWrite ? KINDS_OF_WRITES : KINDS_OF_READS) };
  });
  const mids =
    random() < 0.45
      ? Array.from({ length: 1 + below(2) }, (): Mid => {
          const operation = pick([
            ...WRITES.slice(0, 5),
            ...WRITES.slice(0, 5),
            'events.list',
            'dataSources.query',
          ]);
          const nth = 1 + below(random() < 0.7 ? 4 : 12);
          return { operation, nth, act: person(random() < 0.5 ? 'notion' : 'calendar') };
        })
      : [];
  return { place, lag: pick([0, 0, 0, 20_000, 55_000]), acts, faults, mids };
}

/** A smaller scenario that still fails: parts are taken out as long as `fails` says so; at most `tries` runs. */
export async function shrink(
  scenario: Scenario,
  fails: (smaller: Scenario) => Promise<boolean>,
  tries = 400,
): Promise<Scenario> {
  let best = scenario;
  let left = tries;
  const attempt = async (smaller: Scenario): Promise<boolean> => {
    if (left <= 0) return false;
    left -= 1;
    if (!(await fails(smaller))) return false;
    best = smaller;
    return true;
  };
  for (let isSmaller = true; isSmaller && left > 0; ) {
    isSmaller = false;
    for (const part of ['acts', 'faults', 'mids'] as const) {
      for (let size = Math.max(1, best[part].length >> 1); size >= 1; size >>= 1) {
        for (let at = best[part].length - size; at >= 0; at -= size) {
          const rest = [...best[part].slice(0, at), ...best[part].slice(at + size)];
          if (await attempt({ ...best, [part]: rest })) isSmaller = true;
        }
      }
    }
    if (best.lag > 0 && (await attempt({ ...best, lag: 0 }))) isSmaller = true;
    for (const [at, act] of best.acts.entries()) {
      if (act.do !== 'wait' || (act.a ?? 0) <= 1) continue;
      const acts = best.acts.with(at, { ...act, a: 1 });
      if (await attempt({ ...best, acts })) isSmaller = true;
    }
  }
  return best;
}
