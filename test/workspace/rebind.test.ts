import { afterEach, expect, it, vi } from 'vitest';
import { APOLLO, createWorld } from '../world/world.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('[N8] a column that provisioning adds again before anybody saw it missing takes nothing away', async () => {
  const world = await createWorld();
  const page = world.notion.act.create('Engagements', { ...APOLLO, Engineer: ['Ada Marlow'] });
  await world.settle();
  const before = await world.calendar();
  const kickoff = world.notion.see.page(page).Kickoff;
  world.google.outbox.length = 0;
  for (const column of ['Dates', 'Kickoff']) world.notion.act.deleteProperty('Engagements', column);
  world.notion.act.deleteProperty('Retros', 'Date');
  await world.provision();
  await world.tick({ sweep: true });
  await world.settle();
  expect(await world.calendar()).toEqual(before);
  expect(world.google.outbox).toEqual([]);
  const { Kickoff, Dates } = world.notion.see.page(page);
  expect([Kickoff, Dates]).toEqual([kickoff, { start: '2026-12-07', end: '2027-02-12' }]);
  expect(world.notion.see.rows('Retros').map((row) => row.Date)).not.toContain(null);
});
