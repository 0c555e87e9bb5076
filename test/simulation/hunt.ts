// Whether the simulation sees anything: every planted bug is found, from three fixed seeds, within 20,000 scenarios: all kinds,
// or of the family that is about what it breaks. A find counts only where the product as it is passes the same scenario. The
// bugs lie in several test files (mutants-*.test.ts), which are played side by side.
import { afterAll, expect, it, vi } from 'vitest';
import { MUTANTS, type Mutant } from './mutants.ts';
import { openStage } from './play.ts';
import { scenarioOf } from './scenario.ts';

const SEEDS = [11_000_000, 12_000_000, 13_000_000];
const MOST = Number(process.env.SIMULATION_MUTANTS ?? 20_000);

async function stageOf({ doors, module }: Mutant) {
  if (!module) return openStage(doors);
  vi.resetModules();
  vi.doMock(module.path, async (original) => {
    const real = (await original()) as Record<string, unknown>;
    return { ...real, ...module.replace(real) };
  });
  const { openStage: open } = await import('./play.ts');
  return open();
}

/** Declares the hunt for every nth planted bug, from the one at `first`. */
export async function declareHunt(first: number, nth: number): Promise<void> {
  const sound = await openStage();
  const table: string[] = [];

  afterAll(() => {
    sound.close();
    console.log(['planted bug: scenarios until found, from each seed', ...table].join('\n'));
  });

  for (const mutant of MUTANTS.filter((_, at) => at % nth === first))
    it(`[S38] is found: ${mutant.name}`, async () => {
      const stage = await stageOf(mutant);
      const runs: number[] = [];
      for (const from of SEEDS) {
        let seed = from;
        for (; seed < from + MOST; seed++) {
          const scenario = scenarioOf(seed, 3, mutant.family);
          const isFound = (await stage.wrongsOf(scenario)).length > 0;
          if (isFound && (await sound.wrongsOf(scenario)).length === 0) break;
        }
        runs.push(seed - from + 1);
      }
      stage.close();
      if (mutant.module) vi.doUnmock(mutant.module.path);
      vi.resetModules();
      table.push(`${mutant.name}: ${runs.join(', ')}`);
      expect(Math.max(...runs)).toBeLessThanOrEqual(MOST);
    }, 1_200_000);
}
