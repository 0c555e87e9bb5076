// The playbook's other writes under the same storms: follow-ups, goals' scores in descriptions, notes that are sent by the
// event, votes. What people do of that is laid into directed scenarios, which stay what they are without it.
import { afterAll, expect, it } from 'vitest';
import { describeFound, openStage } from './play.ts';
import { PLAYBOOK_ACTS, scenarioOf, withPlaybook } from './scenario.ts';
import { run } from './storm.ts';

const COUNT = Number(process.env.SIMULATION_COUNT ?? 300);
const FROM = 5_000_001;

const stage = await openStage();
afterAll(stage.close);

it('[S30, S36, S37, S41] follow-ups, scores, notes and votes under storms leave both sides the same', async () => {
  const wrong: string[] = [];
  const met: Record<string, number> = {};
  for (let seed = FROM; seed < FROM + COUNT; seed++) {
    const scenario = withPlaybook(seed);
    const { wrongs: all, coverage } = await run(stage.house, stage.places, scenario);
    for (const [what, times] of Object.entries(coverage)) met[what] = (met[what] ?? 0) + times;
    // Whoever unticks the box takes the meetings away that were moved before.
    const isTicked = stage.house.notion.see.rows('Engagements').every((row) => row['Follow-up'] === true);
    const wrongs = all.filter((one) => isTicked || !one.startsWith('lost: follow-up'));
    // What goes wrong without these acts, too, is for the directed scenarios to say.
    if (wrongs.length > 0 && (await stage.wrongsOf(scenarioOf(seed))).length === 0)
      wrong.push(describeFound({ seed, wrongs, smallest: scenario }));
  }
  expect(wrong.join('\n')).toBe('');
  for (const what of ['notes sent', ...PLAYBOOK_ACTS.map((act) => `act: ${act}`)])
    expect(met[what], what).toBeGreaterThan(COUNT / 20);
}, 600_000);
