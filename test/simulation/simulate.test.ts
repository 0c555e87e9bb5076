// `npm run simulate` as a person starts it: processes side by side, one sum of what they played.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const COMMAND = join(import.meta.dirname, '../../bench/simulate.ts');
const simulate = (...args: string[]) => promisify(execFile)(process.execPath, [COMMAND, ...args]);

it('simulate plays every seed once, over several processes, and says what happened how often', async () => {
  const { stdout } = await simulate('--from', '26', '--count', '110', '--workers', '2');
  expect(stdout).toMatch(/^110 scenarios in \d+ s, [\d.]+ calls and [\d.]+ ms each: 0 wrong\.$/m);
  expect(stdout).toMatch(/│ mails +│ +[\d,]+ │/);
}, 120_000);

it('simulate refuses what is no count', async () => {
  await expect(simulate('--count', 'many')).rejects.toMatchObject({ code: 2 });
});
