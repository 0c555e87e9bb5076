// Up to forty faults in one scenario, more than heal while it lasts: nothing is claimed to arrive, only that whatever lands may
// land. No write touches what is a person's, and nobody is told what they were told, or what did not change.
import { afterAll, expect, it } from 'vitest';
import { describeFound, openStage } from './play.ts';

const COUNT = Number(process.env.SIMULATION_COUNT ?? 300);

const stage = await openStage();
afterAll(stage.close);

it('[S33, S34, S37] with faults without end nothing of people’s is touched and nobody is told twice', async () => {
  const { scenarios, found, coverage } = await stage.play(7_000_001, COUNT, { mode: 'safety', faults: 40 });
  expect(found.map(describeFound).join('\n')).toBe('');
  expect(scenarios).toBe(COUNT);
  for (const what of ['crash after', 'crash before', 'lost answer', 'refused', 'late effects', 'mails'])
    expect(coverage[what], what).toBeGreaterThan(COUNT / 20);
}, 600_000);
