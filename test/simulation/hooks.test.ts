// Hooks are hints (docs/spec/sync.md S21): the same scenarios with hooks that are lost, doubled, late and out of order, and
// with none at all; and edits one after the other, each told by its hook or found by polling, that lead to the same end.
import { afterAll, expect, it } from 'vitest';
import { describeFound, openStage } from './play.ts';
import { type Act, type Scenario, scenarioOf } from './scenario.ts';
import { seeCalendar, seeNotion } from './seen.ts';
import { run, type Wishes } from './storm.ts';
import { UNSEEN } from './version.ts';

const COUNT = Number(process.env.SIMULATION_COUNT ?? 60);
const FROM = 8_000_001;

const stage = await openStage();
afterAll(stage.close);

for (const [what, wishes] of [
  ['lost, doubled, late and out of order', {}],
  ['lost altogether', { areHooksLost: true }],
] as const)
  it(`[S21, S90, S91] storms end well with hooks ${what}, and a push channel lives`, async () => {
    const wrong: string[] = [];
    const met: Record<string, number> = {};
    for (let seed = FROM; seed < FROM + COUNT; seed++) {
      const scenario = scenarioOf(seed, 3, 'hooks');
      const { wrongs, coverage } = await run(stage.house, stage.places, scenario, wishes as Wishes);
      for (const [name, times] of Object.entries(coverage)) met[name] = (met[name] ?? 0) + times;
      if (wrongs.length > 0) wrong.push(describeFound({ seed, wrongs, smallest: scenario }));
    }
    expect(wrong.join('\n')).toBe('');
    // At rest all that is left arrives.
    expect(met.hooks).toBeGreaterThan(COUNT);
    if ('areHooksLost' in wishes) return;
    for (const name of ['hooks lost', 'hooks doubled', 'hooks late', 'hooks reordered', 'hinted ticks'])
      expect(met[name], name).toBeGreaterThan(COUNT / 4);
    expect(met['hooks refused'], 'hooks of channels that are not known').toBeGreaterThan(0);
  }, 600_000);

const CONDUCT = new Set(['tick', 'wait', 'sweep', 'expire', 'forget']);

/** Edits one after the other, each looked at before the next one; but what polling does not see before the sweep. */
function oneByOne({ acts }: Scenario, look: Act): Scenario {
  const edits = acts.filter((act) => !CONDUCT.has(act.do) && !UNSEEN.has(act.do)).slice(0, 6);
  // Every third tick reads Goals in place of Retros: with two more each edit is done before the next one.
  const tick: Act = { do: 'tick', a: 0 };
  const rest: readonly Act[] = [look, { do: 'wait', a: 2 }, tick, { do: 'wait', a: 1 }, tick];
  return {
    place: 'two',
    lag: 0,
    acts: edits.flatMap((edit) => [edit, ...rest]),
    faults: [],
    mids: [],
    hooked: true,
  };
}

it('[S21, S90] edits of which hooks tell lead where polling leads', async () => {
  const places = stage.places;
  for (let seed = FROM; seed < FROM + COUNT / 2; seed++) {
    const scenario = scenarioOf(seed);
    if (oneByOne(scenario, { do: 'tick' }).acts.length === 0) continue;
    const ends: unknown[] = [];
    for (const look of [{ do: 'hooks' }, { do: 'tick', a: 3 }]) {
      const { coverage } = await run(stage.house, places, oneByOne(scenario, look));
      if (look.do === 'hooks') expect(coverage['hinted ticks'] ?? 0, `seed ${seed}`).toBeGreaterThan(0);
      const { house } = stage;
      ends.push(places.two.engagements.map((id) => [[...seeNotion(house, id)], [...seeCalendar(house, id)]]));
    }
    expect(ends[0], `seed ${seed}`).toEqual(ends[1]);
  }
}, 600_000);
