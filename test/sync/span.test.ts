import { afterEach, expect, it, vi } from 'vitest';
import { APOLLO, createWorld } from '../world/world.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('[C2] the span is one all-day event, free not busy, tentative while Sourcing; all else is one event a meeting', async () => {
  const world = await createWorld();
  const page = world.notion.act.create('Engagements', { ...APOLLO, Phase: 'Sourcing' });
  await world.settle();
  const living = () => world.google.look.all().filter((event) => event.status !== 'cancelled');
  const span = () => living().find((event) => String(event.summary).startsWith('['));
  expect(span()).toMatchObject({
    start: { date: '2026-12-07' },
    end: { date: '2027-02-13' },
    transparency: 'transparent',
    status: 'tentative',
  });
  world.pass(120_000);
  world.notion.act.edit(page, { Phase: 'Planning' });
  await world.settle();
  expect(span()?.status).toBe('confirmed');
  const rules = living().map((event) => (event.recurrence as string[] | undefined)?.length ?? 0);
  expect(rules.sort()).toEqual([0, 0, 0, 0, 1]);
});
