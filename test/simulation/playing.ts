// What the tests of endings play: scenarios written by hand, without chance.
import type { Act, Fault, PlaceName, Scenario } from './scenario.ts';

export const tick: Act = { do: 'tick', a: 0 };
export const wait: Act = { do: 'wait', a: 5 };

/** Until the Worker has seen everything: not every tick reads every list. */
export const ticks: readonly Act[] = [tick, wait, tick, wait, tick];

export const play = (place: PlaceName, acts: readonly Act[], faults: readonly Fault[] = []): Scenario => ({
  place,
  lag: 0,
  acts,
  faults,
  mids: [],
});
