import { afterEach, expect, it, vi } from 'vitest';
import { APOLLO, createWorld } from '../world/world.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('[S1] schedules one engagement end to end, and a second tick writes nothing', async () => {
  const world = await createWorld();
  const people = {
    Engineer: ['Ada Marlow'],
    Advisor: ['Ben Okafor'],
    'Host people': ['Dev Patel', 'Ema Novak'],
  };
  const page = world.notion.act.create('Engagements', { ...APOLLO, ...people });
  const run = await world.tick();
  console.log(
    run.end,
    run.changes
      .map((c) => `${c.outcome} ${c.kind} ${c.what} ${c.from ?? ''} -> ${c.to} ${c.failure ?? ''}`)
      .join('\n'),
  );
  console.log(await world.calendar());
  console.log(world.notion.see.page(page), world.notion.see.rows('Retros'));
  world.calls();
  world.pass(120_000);
  const again = await world.tick();
  expect(world.calls().writes.map((c) => c.operation)).toEqual([]);
  expect(again.changes).toEqual([]);
});
