// What a scenario is: plain JSON, made from a seed, and made smaller when it fails. Every number in it is read modulo
// what is there, so that a scenario stays one whatever is taken out of it.
import { drawScenario } from './draw.ts';
import { FAMILIES, type Family, withFamily } from './families.ts';
import { chanceOf, randomOf } from './random.ts';

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

export const PLACES = ['fresh', 'planned', 'running', 'two', 'long', 'half'] as const;
export type PlaceName = (typeof PLACES)[number];

export interface Scenario {
  readonly place: PlaceName;
  /** How long a page is not to be found by queries after it was made or edited, ms. */
  readonly lag: number;
  readonly acts: readonly Act[];
  readonly faults: readonly Fault[];
  readonly mids: readonly Mid[];
  /** Whether both sides tell the Worker of changes, by hooks; else it only polls. */
  readonly hooked?: true;
}

/** Of so many scenarios one is of a family. */
const OF_FAMILIES = 5;

/**
 * The scenario of a seed. `most`: how many faults at most; a run without limits asks for more than heal themselves.
 * `family`: each of them is of that family; else it is drawn whether one is, and of which.
 */
export function scenarioOf(seed: number, most = 3, family?: Family): Scenario {
  const scenario = drawScenario(seed, most);
  // Another generator: what a seed draws without families stays what it is.
  const chance = chanceOf(randomOf(seed ^ 0x0fa411e5));
  const isOne = chance.below(OF_FAMILIES) === 0;
  const drawn = chance.weigh(FAMILIES);
  if (family === undefined && !isOne) return scenario;
  return withFamily(scenario, family ?? drawn, chance);
}

export const PLAYBOOK_ACTS = ['follow up', 'goal', 'notes', 'vote'];

/** The scenario of a seed, with three acts more that the playbook answers to. */
export function withPlaybook(seed: number): Scenario {
  const scenario = scenarioOf(seed);
  const random = randomOf(seed);
  const acts: Act[] = [...scenario.acts];
  for (let n = 0; n < 3; n++) {
    const act = {
      do: PLAYBOOK_ACTS[Math.floor(random() * PLAYBOOK_ACTS.length)] ?? '',
      of: n,
      a: Math.floor(random() * 40),
      b: n,
    };
    acts.splice(Math.floor(random() * (acts.length + 1)), 0, act);
  }
  return { ...scenario, acts };
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
