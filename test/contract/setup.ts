// For every test file in Node: a breach of the contract fails the test it happened in, and what was used is written
// down for the report at the end of the run (report.ts).
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, inject } from 'vitest';
import { describeBreach } from '../../twins/contract/breach.ts';
import { recorded, takeBreaches } from './record.ts';

recorded.guarded = true;

const assertNoBreach = () =>
  expect(takeBreaches().map(describeBreach), 'breaches of the contract').toEqual([]);

afterEach(assertNoBreach);

afterAll(() => {
  assertNoBreach();
  const { used } = recorded;
  if (Object.keys({ ...used.product, ...used['twin test'] }).length === 0) return;
  const folder = inject('contractUsage');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(used));
});
