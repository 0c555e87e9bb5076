// What the contract check of one test file has found and seen so far. setup.ts asserts and empties it after each test,
// so a breach fails its test whatever the product made of the answer.
import type { Breach } from '../../twins/contract/breach.ts';

/** Who made a call: the product, or a test of a twin that speaks to it directly. */
export type Caller = 'product' | 'twin test';

interface Recorded {
  /** Set by setup.ts: somebody asserts that `breaches` stays empty. */
  guarded: boolean;
  breaches: Breach[];
  /** Number of calls by `service operation`, per caller. */
  used: Record<Caller, Record<string, number>>;
}

export const recorded: Recorded = {
  guarded: false,
  breaches: [],
  used: { product: {}, 'twin test': {} },
};

/** Takes what was found since the last time. */
export function takeBreaches(): Breach[] {
  return recorded.breaches.splice(0);
}
