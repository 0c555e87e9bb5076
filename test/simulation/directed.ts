// A part of the 20,000 directed scenarios of every run, one test file each, so that they are played side by side. The seeds
// are fixed, so a run is what it was; SIMULATION_SEED plays others, SIMULATION_COUNT another number of them.
import { afterAll, expect, it } from 'vitest';
import { describeFound, openStage } from './play.ts';

const COUNT = Number(process.env.SIMULATION_COUNT ?? 2_510);
const SEED = Number(process.env.SIMULATION_SEED ?? 1);

/** Declares the tests of one part, from 0. */
export async function declareDirected(part: number): Promise<void> {
  const stage = await openStage();
  afterAll(stage.close);
  const from = SEED + part * 1_000_000;

  it(`[S15, S21, S30, S33, S34, S36, S37, S39, S40, S41, S92] storms from seed ${from} on end with both sides the same, nobody's edit lost, nobody told twice`, async () => {
    const played = await stage.play(from, COUNT);
    const { scenarios, calls, milliseconds, coverage } = played;
    console.log(
      `${scenarios} scenarios, ${Math.round(calls / scenarios)} calls each, ${(milliseconds / scenarios).toFixed(1)} ms each`,
    );
    expect(played.found.map(describeFound).join('\n')).toBe('');
    expect(scenarios).toBe(COUNT);
    // Without these nothing was proved; what is rare is looked for where many are played.
    const always = [
      'conflicts',
      '412',
      'mails',
      'crash after',
      'lost answer',
      'brought back',
      'mids',
      'stale',
    ];
    const often = [
      'late effects',
      'memory lost',
      'splits',
      'series continued',
      'copies cleared',
      'adoptions',
    ];
    const hooks = ['hooks', 'hooks lost', 'hooks doubled', 'hooks late', 'hooks reordered', 'hinted ticks'];
    const seldom = ['ended by W1', 'expired', 'hooks refused'];
    const expected = [
      ...always,
      ...(COUNT < 250 ? [] : [...often, ...hooks]),
      ...(COUNT < 1000 ? [] : seldom),
    ];
    for (const what of expected) expect(coverage[what], what).toBeGreaterThan(0);
  }, 1_200_000);

  it('[S30] a scenario played twice is the same twice', async () => {
    const { run } = await import('./storm.ts');
    const { scenarioOf } = await import('./scenario.ts');
    const wishes = { isTraced: true };
    for (let seed = from; seed < from + 5; seed++) {
      const traces = [];
      for (let time = 0; time < 2; time++)
        traces.push((await run(stage.house, stage.places, scenarioOf(seed), wishes)).trace);
      expect(traces[1]).toEqual(traces[0]);
    }
  }, 60_000);
}
