// Plays many scenarios one after the other and says what came of them: what was wrong, made as small as it gets, and
// what happened how often. One house and its places serve a whole process.
import { createHouse, type Doors } from './ground.ts';
import { makePlaces } from './places.ts';
import { type Scenario, scenarioOf, shrink } from './scenario.ts';
import { run, type Wishes } from './storm.ts';
import { LightResponse } from './wire.ts';

export interface Found {
  readonly seed: number;
  readonly wrongs: readonly string[];
  readonly smallest: Scenario;
}

export interface Played {
  readonly scenarios: number;
  readonly calls: number;
  readonly milliseconds: number;
  readonly coverage: Record<string, number>;
  readonly found: Found[];
}

/** A stage on which scenarios are played; `doors`: where planted bugs come in. */
export async function openStage(doors: Doors = {}) {
  const house = await createHouse(doors);
  const places = await makePlaces(house);

  /** What is wrong with a scenario; a bug of the simulation or of the engine that throws counts too. */
  async function wrongsOf(scenario: Scenario, wishes: Wishes = {}): Promise<readonly string[]> {
    try {
      return (await run(house, places, scenario, wishes)).wrongs;
    } catch (error) {
      return [`threw: ${error instanceof Error ? error.stack : error}`];
    }
  }

  /** Plays the scenarios of so many seeds, until `most` of them went wrong. */
  async function play(
    from: number,
    count: number,
    wishes: Wishes & { faults?: number } = {},
    most = 3,
  ): Promise<Played> {
    const began = performance.now();
    const coverage: Record<string, number> = {};
    const found: Found[] = [];
    let calls = 0;
    let scenarios = 0;
    for (let seed = from; seed < from + count && found.length < most; seed++) {
      const scenario = scenarioOf(seed, wishes.faults);
      let wrongs: readonly string[];
      try {
        const verdict = await run(house, places, scenario, wishes);
        wrongs = verdict.wrongs;
        calls += verdict.calls;
        for (const [what, times] of Object.entries(verdict.coverage))
          coverage[what] = (coverage[what] ?? 0) + times;
      } catch (error) {
        wrongs = [`threw: ${error instanceof Error ? error.stack : error}`];
      }
      scenarios += 1;
      if (wrongs.length === 0) continue;
      const smallest = await shrink(scenario, async (one) => (await wrongsOf(one, wishes)).length > 0, 200);
      found.push({ seed, wrongs: await wrongsOf(smallest, wishes), smallest });
    }
    return { scenarios, calls, milliseconds: performance.now() - began, coverage, found };
  }

  return { house, places, play, wrongsOf, close: () => LightResponse.uninstall() };
}

/** What was found, for a person who is to play it again. */
export const describeFound = ({ seed, wrongs, smallest }: Found): string =>
  [`seed ${seed}:`, ...wrongs.map((wrong) => `  ${wrong}`), `  ${JSON.stringify(smallest)}`].join('\n');
