import { afterEach, expect, it, vi } from 'vitest';
import { APOLLO, createWorld } from '../world/world.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('[N22] only the next retro has an outline, each gets it once, and what people wrote stays', async () => {
  const world = await createWorld();
  world.notion.act.create('Engagements', APOLLO);
  await world.settle();
  const page = (week: number) => {
    const found = world.notion.see.rows('Retros').find((row) => row.Week === week);
    return String(found?.id);
  };
  const body = (week: number) => world.notion.see.body(page(week));
  expect(body(1)).toContain('What went well');
  expect([2, 3, 9].map(body)).toEqual(['', '', '']);
  world.notion.act.write(page(2), 'Mine.');
  await world.at('2026-12-10T14:00:00Z');
  await world.at('2026-12-17T14:00:00Z');
  expect(body(2)).toBe('Mine.');
  expect(body(3).match(/What went well/g)).toHaveLength(1);
  expect(body(1).match(/What went well/g)).toHaveLength(1);
  world.calls();
  world.pass(180_000);
  await world.tick();
  expect(world.calls().writes).toEqual([]);
});
