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
  expect(run.changes.map(({ failure }) => failure).filter(Boolean)).toEqual([]);
  // The span, the kickoff, nine weekly retros, the project retro, the check-in; a page for each retro.
  expect((await world.calendar()).map(({ title }) => title)).toEqual([
    '[Planning] Apollo',
    'Kickoff: Apollo',
    ...Array<string>(9).fill('Weekly retro: Apollo'),
    'Project retro: Apollo',
    'Three-month check-in: Apollo',
  ]);
  expect(world.notion.see.rows('Retros')).toHaveLength(10);
  expect(world.notion.see.page(page).Calendar).toMatch(/^https:/);
  world.calls();
  world.pass(120_000);
  const again = await world.tick();
  expect(world.calls().writes.map((c) => c.operation)).toEqual([]);
  expect(again.changes).toEqual([]);
});
