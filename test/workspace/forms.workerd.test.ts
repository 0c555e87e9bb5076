// Votes and answers taken by the real Durable Object inside workerd: woken, evicted, carried on.
import { afterEach, expect, it } from 'vitest';
import { createHouse, leave, project } from './house.ts';

afterEach(leave);

const FORMS = { PUBLIC_URL: 'https://sync.example.org', HOME_TEAM: 'Ada Marlow,Ben Okafor' };
const scores = { businessValue: 2, technicalValue: 1, teamFit: 0 } as const;

it('[H48] a vote wakes the object, and is on the row though the object died in between', async () => {
  const house = await createHouse(FORMS);
  await house.provision();
  const page = house.notion.act.create('Engagements', { Name: 'Apollo', Phase: 'Sourcing' });
  await house.stub.sync({ sweep: false });
  await house.settle();
  expect(house.notion.see.page(page).Vote).toMatch(/^https:\/\/sync\.example\.org\/f\/fit\//);
  expect(await house.stub.vote(page, { voter: 'Ada Marlow', scores })).toBe('counted');
  expect(await house.alarmAt()).toBeLessThanOrEqual(Date.now() + 2_000);
  await house.die();
  await house.alarm();
  await house.settle();
  const row = house.notion.see.page(page);
  expect([row['Business value'], row['Technical value'], row['Team fit'], row.Votes]).toEqual([2, 1, 0, 1]);
  expect(await house.stub.votePage(page, 'Ada Marlow')).toMatchObject({ own: scores, votes: [{ scores }] });
  expect(house.google.outbox).toEqual([]);
});

it('[H48] an answer wakes the object, and only its own browser gets it back', async () => {
  const house = await createHouse(FORMS);
  await house.provision();
  const page = house.notion.act.create('Engagements', { ...project('Apollo'), Phase: 'Wrapping up' });
  await house.stub.sync({ sweep: false });
  await house.settle();
  house.google.outbox.length = 0;
  expect(await house.stub.answer(page, 'browser-1', { score: 9, why: 'Good.' })).toBe('taken');
  await house.die();
  await house.alarm();
  await house.settle();
  expect(house.notion.see.page(page).NPS).toBe(100);
  expect(house.notion.see.body(page)).toContain('“Good.”');
  expect((await house.stub.surveyPage(page, 'browser-1'))?.own).toEqual({ score: 9, why: 'Good.' });
  expect((await house.stub.surveyPage(page, 'browser-2'))?.own).toBeNull();
  expect(house.google.outbox).toEqual([]);
});
