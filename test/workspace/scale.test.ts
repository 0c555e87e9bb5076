// What grows with the number of engagements and what must not: which rows are looked at, what is planned, how long a
// report gets. Counted in queries, never timed.
import { afterEach, expect, it, vi } from 'vitest';
import { addChanges, newRun, sayRun } from '../../src/workspace/runs.ts';
import { createWorld, type TestWorld } from '../world/world.ts';
import { fillIn, MINUTE, slicesOf, TEAM, tidy } from './ground.ts';

afterEach(tidy);
vi.setConfig({ testTimeout: 60_000 });

/** Every query that is asked from now on, as often as it is. */
function queriesOf(world: TestWorld): string[] {
  const asked: string[] = [];
  const { sql } = world;
  const exec = sql.exec.bind(sql);
  sql.exec = (query, ...bindings) => {
    asked.push(query);
    return exec(query, ...bindings);
  };
  return asked;
}

/** Steps of SQLite's own plans that walk through a whole table of ours. */
function scansOf(world: TestWorld, asked: readonly string[]): string[] {
  const { database } = world;
  const steps = [...new Set(asked)]
    .filter((query) => /^\s*(SELECT|UPDATE|DELETE|INSERT)/i.test(query))
    .flatMap((query) => {
      const bindings = Array.from({ length: (query.match(/\?(?!\d)/g) ?? []).length || 9 }, () => '');
      const explain = database.prepare(`EXPLAIN QUERY PLAN ${query}`);
      const used = /\?1/.test(query) ? ['', ''].slice(0, /\?2/.test(query) ? 2 : 1) : bindings;
      const known = query.includes('?') ? used : [];
      return explain.all(...known).map(({ detail }) => `${detail}: ${query.replace(/\s+/g, ' ')}`);
    });
  // The index by database has all its pages: going by it is walking through them.
  return steps.filter((step) =>
    /^SCAN (pages|events|engagements|e|p)\b(?!.*USING)|INDEX pages_by_database/.test(step),
  );
}

it('[S65] no tick walks through all pages, events or engagements, whatever has changed', async () => {
  const world = await createWorld();
  const [page = ''] = fillIn(world, 3, TEAM);
  await world.settle();
  // A full read of events is the exception: it asks once what it did not show.
  const asked = queriesOf(world);
  const changes: (() => void)[] = [
    () => {},
    () => world.notion.act.edit(page, { 'Check-in': { start: '2027-05-03T09:00:00.000+02:00' } }),
    () => world.notion.act.edit(page, { Engineer: ['Ben Okafor'], Advisor: ['Ada Marlow'] }),
  ];
  for (const change of changes) {
    world.pass(5 * MINUTE);
    change();
    await world.tick();
  }
  expect(asked.length).toBeGreaterThan(100);
  expect(scansOf(world, asked)).toEqual([]);
});

it('[S65] a slice plans what was touched, and not again all that waits for its turn', async () => {
  const world = await createWorld({ settings: { CALL_BUDGET: '10' } });
  fillIn(world, 12, TEAM);
  const asked = queriesOf(world);
  const slices = await slicesOf(world);
  const judged = asked.filter((query) => query.includes('SET paused = ?')).length;
  expect(slices.length).toBeGreaterThan(15);
  // Each is judged once, and those three again whose turn a slice's end interrupts.
  expect(judged, `${judged} judged in ${slices.length} slices`).toBeLessThanOrEqual(12 + slices.length * 3);
});

it('[S66] a report shows the first two hundred changes and counts the others', () => {
  const change = {
    id: 'a',
    side: 'google' as const,
    engagement: { id: 'e', name: 'Apollo' },
    meeting: null,
    kind: 'make' as const,
    what: 'kickoff',
    from: null,
    to: null,
    why: '',
    mails: [],
    failure: null,
  };
  let run = newRun('r', 'cron', 0);
  for (let n = 0; n < 150; n++)
    run = addChanges(run, [
      { ...change, outcome: 'done' },
      { ...change, outcome: n < 100 ? 'done' : 'failed' },
    ]);
  expect(run.changes).toHaveLength(200);
  expect(run.omitted).toEqual({ done: 50, failed: 50 });
  expect(sayRun(run, 0)).toBe('250 changes made, 50 failed and will be tried again.');
});
