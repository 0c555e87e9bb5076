// Scenarios that failed once, as small as they got: played first, and kept.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openStage } from './play.ts';
import type { Scenario } from './scenario.ts';

const folder = join(import.meta.dirname, 'regressions');
const stage = await openStage();
afterAll(stage.close);

for (const file of readdirSync(folder).sort()) {
  const { what, scenario } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    what: string;
    scenario: Scenario;
  };
  it(`[S38] does not happen again: ${what}`, async () => {
    expect(await stage.wrongsOf(scenario)).toEqual([]);
  });
}
