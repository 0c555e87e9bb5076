import { afterEach, expect, test, vi } from 'vitest';
import { bound, createBench, failure, value } from './bench.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('[N21] inside workerd the client provisions, writes and reads, and a lost connection is sorted', async () => {
  const bench = createBench();
  const bindings = bound(await bench.provision());
  const notion = bench.notion(bindings);
  const kickoff = { start: '2026-12-18T08:00:00.000Z', end: null };
  const made = value(
    await notion.create('engagements', { name: 'Apollo', kickoff }, undefined, { zone: 'Asia/Tokyo' }),
  );
  expect(made.row).toMatchObject({ name: 'Apollo', kickoff });
  bench.twin.faults.add({ kind: 'drop', operation: 'pages.update' });
  expect(failure(await notion.update('engagements', made.id, { nps: 9 })).reason).toBe('unknown');
});
