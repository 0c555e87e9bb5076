// What is gone and what only seems so: a page in the trash, an event forgotten, a write that was never answered.
import { afterEach, expect, it } from 'vitest';
import { readStatus } from '../../src/workspace/reports.ts';
import { APOLLO, createWorld, type TestWorld } from '../world/world.ts';
import { DAY, fillIn, MINUTE, TEAM, tidy } from './ground.ts';

afterEach(tidy);

const status = (world: TestWorld) =>
  readStatus(world.trees, world.ledger, Date.now(), { lastRun: null, nextTickAt: null, provisioned: true });

it('[S3] the daily sweep finds a page that went into the trash unseen, and one that came back', async () => {
  const world = await createWorld();
  const [page = ''] = fillIn(world, 2, TEAM);
  await world.settle();
  world.notion.act.trash(page);
  world.pass(DAY);
  await world.tick();
  expect((await world.calendar()).filter(({ title }) => title.includes('Project 1'))).not.toEqual([]);
  await world.tick({ sweep: true });
  await world.settle();
  expect((await world.calendar()).filter(({ title }) => title.includes('Project 1'))).toEqual([]);
  expect((await world.calendar()).filter(({ title }) => title.includes('Project 2'))).not.toEqual([]);
  world.notion.act.restore(page);
  await world.tick({ sweep: true });
  await world.settle();
  expect((await world.calendar()).filter(({ title }) => title === 'Kickoff: Project 1')).toHaveLength(1);
});

it('[S9] a page made without an answer is not made again while people go on editing its row', async () => {
  const world = await createWorld();
  const [page = ''] = fillIn(world, 1, TEAM);
  world.notion.sessions.lagMs = 30_000;
  world.notion.faults.add({ kind: 'lose-answer', operation: 'pages.create' });
  await world.tick();
  for (let n = 0; n < 12; n++) {
    world.pass(10_000);
    world.notion.act.edit(page, { 'Host team': `Team ${n}` });
    await world.tick();
  }
  world.notion.sessions.lagMs = 0;
  await world.settle();
  const keys = world.notion.see.rows('Retros').map(({ Key }) => String(Key));
  expect(keys.sort()).toEqual([...new Set(keys)].sort());
  expect(keys).toHaveLength(10);
});

it('[S17] an unanswered write that cannot be looked up stops no other engagement', async () => {
  const world = await createWorld();
  const [first = ''] = fillIn(world, 1, TEAM);
  world.google.faults.add({ kind: 'lose-answer', operation: 'events.insert' });
  world.google.faults.add({ kind: 'garble', operation: 'events.get', times: 20 });
  for (let n = 0; n < 3; n++) {
    await world.tick();
    world.pass(MINUTE);
  }
  world.notion.act.create('Engagements', { ...APOLLO, Name: 'Borealis' });
  await world.tick();
  const titles = async () => (await world.calendar()).map(({ title }) => title);
  expect(await titles()).toContain('Kickoff: Borealis');
  expect(await titles()).not.toContain('Kickoff: Project 1');
  expect(status(world).engagements.problems.map(({ id }) => id)).toEqual([first]);
  world.google.faults.clear();
  world.pass(15 * MINUTE);
  await world.settle();
  expect((await titles()).filter((title) => title.startsWith('Kickoff'))).toHaveLength(2);
  expect((await titles()).filter((title) => title.startsWith('['))).toHaveLength(2);
  expect(status(world).engagements.problems).toEqual([]);
});

it('[S3] an event that Google has forgotten is deleted by its own 404, and forgotten ones are not asked for again', async () => {
  const world = await createWorld();
  fillIn(world, 1, TEAM);
  await world.settle();
  const kickoff = world.trees
    .eventsOf(world.trees.states()[0]?.id ?? '')
    .find(({ marks }) => marks.meeting === 'kickoff');
  world.pass(MINUTE);
  expect(world.trees.unseenEvents(Date.now())).toContain(kickoff?.id);
  world.trees.putGone(kickoff?.id ?? '', Date.now());
  expect(world.trees.event(kickoff?.id ?? '')?.status).toBe('cancelled');
  expect(world.trees.states()[0]?.dirty).toBe(true);
  world.pass(MINUTE);
  expect(world.trees.unseenEvents(Date.now())).not.toContain(kickoff?.id);
});
