// What stands on pages before people write there, and what the Worker gathers: once, and never over what somebody wrote.
import { expect, it } from 'vitest';
import { APOLLO, createWorld, type TestWorld } from '../world/world.ts';
import { activity } from './hands.ts';
import { DAY, engage, expectQuiet, forget, MINUTE, PEOPLE, settle, story, tellStories } from './story.ts';

tellStories();

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

const SOURCING = { Name: 'Boreas', Phase: 'Sourcing' };

async function source(values: Parameters<TestWorld['notion']['act']['create']>[1] = SOURCING) {
  const world = await createWorld();
  const page = world.notion.act.create('Engagements', values);
  await settle(world);
  return { world, page, body: () => world.notion.see.body(page) };
}

it('[N45] a new engagement in Sourcing begins with what to expect, the one-pager’s outline and ownership', async () => {
  const { world, page, body } = await source();
  expect(body()).toMatch(
    /^## What to expect\nFirst, spread the practice; second, make this project a success\..*may end the engagement early.*## One-pager\nProblem:.*Wish list:.*Business goals:.*Technical goals:.*## Ownership/s,
  );
  expect(world.notion.world.state.pages.get(page)?.children).toHaveLength(6);
  await expectQuiet(world);
  world.notion.act.edit(page, { Phase: 'Planning' });
  await settle(world);
  world.notion.act.edit(page, { Phase: 'Sourcing' });
  await settle(world);
  expect(body().match(/What to expect/g)).toHaveLength(1);
});

it('[N45] what somebody wrote there first stays as it is', async () => {
  const world = await createWorld();
  const page = world.notion.act.create('Engagements', SOURCING);
  world.notion.act.write(page, 'Mine.');
  await settle(world);
  expect(world.notion.see.body(page)).toBe('Mine.');
  await expectQuiet(world);
});

it('[N45] a body that somebody cleared stays clear', async () => {
  const { world, page, body } = await source();
  for (const id of world.notion.world.state.pages.get(page)?.children.splice(0) ?? [])
    world.notion.world.state.blocks.delete(id);
  world.notion.act.edit(page, { 'Host team': 'Payments' });
  await settle(world);
  expect(body()).toBe('');
});

it('[N45] rows without a name, in other phases, and older ones met late get none', async () => {
  expect((await source({ Phase: 'Sourcing' })).body()).toBe('');
  expect((await source({ Name: 'Boreas', Phase: 'Planning' })).body()).toBe('');
  const world = await createWorld();
  const old = world.notion.act.create('Engagements', SOURCING);
  world.pass(2 * DAY);
  await settle(world);
  expect(world.notion.see.body(old)).toBe('');
  await expectQuiet(world);
});

for (const [page, row] of [
  ['an engagement', SOURCING],
  ['a retro', APOLLO],
] as const) {
  it(`[N23] without the right to insert content ${page} goes on without a body, and the log says so`, async () => {
    const world = await createWorld();
    const id = world.notion.act.create('Engagements', row);
    world.notion.faults.add({
      kind: 'refuse',
      operation: 'blocks.children.append',
      status: 403,
      times: 50,
    });
    await settle(world);
    // The first retro's page is made with its outline; the second gets one when the first is over.
    await world.at('2026-12-11T09:00:00Z');
    await settle(world);
    expect(activity(world).join('\n')).toContain('gets no text, since the connection may not insert content');
    expect(world.notion.see.page(id).Sync).toBe('');
    await expectQuiet(world);
  });
}

const goal = (world: TestWorld, page: string, name: string, current: number, weight: number) =>
  world.notion.act.create('Goals', {
    Name: name,
    Engagement: [page],
    Baseline: 0,
    Target: 10,
    Current: current,
    Weight: weight,
  });

/** Apollo with two goals, the second of three times the weight. */
async function withGoals() {
  const told = await engage(PEOPLE);
  const { world, page } = told;
  const goals = [goal(world, page, 'Latency', 2, 1), goal(world, page, 'Uptime', 4, 3)] as const;
  await world.tick({ sweep: true });
  await settle(world);
  const progress = (week: number | null) => world.notion.see.page(told.retro(week)).Progress;
  const at = async (moment: string) => {
    await world.at(moment, {});
    await settle(world);
  };
  const score = async (values: readonly number[]) => {
    for (const [n, Current] of values.entries()) world.notion.act.edit(goals[n] ?? '', { Current });
    world.pass(MINUTE);
    await world.tick({ sweep: true });
    await settle(world);
  };
  return { ...told, progress, at, score };
}

it('[N47] a retro that is held records the goals’ progress of that moment, by weight, and the weeks make a curve', async () => {
  const { world, progress, at, score } = await withGoals();
  world.calls();
  await at('2026-12-10T14:00:00Z');
  const held = world.calls().writes.filter(({ body }) => JSON.stringify(body).includes('"Held"'));
  expect(held).toHaveLength(1);
  await score([6, 8]);
  await at('2026-12-17T14:00:00Z');
  await at('2026-12-24T14:00:00Z');
  await score([10, 10]);
  await at('2026-12-31T15:00:00Z');
  expect([1, 2, 3, null].map(progress)).toEqual([0.35, 0.75, 0.75, 1]);
  await score([0, 0]);
  expect([1, 2, 3, null].map(progress)).toEqual([0.35, 0.75, 0.75, 1]);
  await expectQuiet(world);
});

it('[N47] what a person wrote into Progress stays', async () => {
  const { world, progress, retro, at } = await withGoals();
  world.notion.act.edit(retro(1), { Progress: 0.9 });
  await at('2026-12-10T14:00:00Z');
  expect(progress(1)).toBe(0.9);
  await expectQuiet(world);
});

it('[N47] without scores, or for a retro after which another one was held, nothing is recorded', async () => {
  const told = await engage(PEOPLE);
  await told.world.at('2026-12-10T14:00:00Z');
  expect(told.world.notion.see.page(told.retro(1)).Progress).toBeNull();
  const { progress, at } = await withGoals();
  await at('2026-12-17T14:00:00Z');
  expect([progress(1), progress(2)]).toEqual([null, 0.35]);
});

it('[N47] after memory was lost, a retro that was over by then records nothing', async () => {
  const { world, progress, at } = await withGoals();
  forget(world);
  await at('2026-12-10T14:00:00Z');
  expect(progress(1)).toBeNull();
  await expectQuiet(world);
});

/** Apollo with notes on its first two retros, on the day before the project retro. */
async function towardsTheEnd() {
  const told = await withGoals();
  const { world, retro, at, score } = told;
  const body = () => world.notion.see.body(retro(null));
  for (const [week, day, lines] of [
    [1, '2026-12-10', '# Random\nNobody’s.\n## What to do next time\n- Write tests **first**\n- <b>Pair</b>'],
    [2, '2026-12-17', 'Only this.'],
    [3, '2026-12-24', '## what to do next time\nAsk earlier\n## Goals\n- Not this'],
  ] as const) {
    await at(`${day}T14:00:00Z`);
    for (const id of world.notion.world.state.pages.get(retro(week))?.children.splice(0) ?? [])
      world.notion.world.state.blocks.delete(id);
    world.notion.act.write(retro(week), lines);
    await score([2 * week, 3 * week]);
  }
  return { ...told, body };
}

it('[N52] the project retro’s page gathers timeline, progress and what was to be done next time, once', async () => {
  const { world, body, at } = await towardsTheEnd();
  expect(body()).toBe('');
  world.calls();
  await at('2026-12-25T14:00:00Z');
  expect(body()).toBe(
    [
      '## Timeline',
      'Apollo',
      'Start: Mon 7 Dec 2026',
      'Kickoff: Mon 7 Dec 2026, 10:00–10:45',
      'Retro of week 1: Thu 10 Dec 2026, 14:00–14:30',
      'Retro of week 2: Thu 17 Dec 2026, 14:00–14:30',
      'Retro of week 3: Thu 24 Dec 2026, 14:00–14:30',
      'Project retro: Thu 31 Dec 2026, 14:00–15:00',
      'End: Fri 1 Jan 2027',
      '## Progress by week',
      'Week 1: 35 %',
      'Week 2: 28 %',
      'Week 3: 55 %',
      '## What the weekly retros wanted to do next time',
      'Week 1: Write tests first',
      'Week 1: <b>Pair</b>',
      'Week 3: Ask earlier',
      '## What went well',
      '## What went poorly',
      '## What to do next time',
    ].join('\n'),
  );
  const reads = world.calls().notion.filter(({ operation }) => operation === 'blocks.children.list');
  expect(reads).toHaveLength(4);
  await expectQuiet(world);
  await at('2026-12-31T15:00:00Z');
  expect(body().match(/Timeline/g)).toHaveLength(1);
  await expectQuiet(world);
  expect(world.database.prepare('SELECT * FROM bodies').all()).toEqual([]);
});

it('[N52] it stays away from what people wrote on the project retro’s page', async () => {
  const { world, body, at, retro } = await towardsTheEnd();
  world.notion.act.write(retro(null), 'Mine.');
  await at('2026-12-25T14:00:00Z');
  await at('2026-12-30T14:00:00Z');
  expect(body()).toBe('Mine.');
  await expectQuiet(world);
});

it('[N52] what was gathered is no notes: only what people wrote goes out', async () => {
  const { world, at, retro, row } = await towardsTheEnd();
  await at('2026-12-25T14:00:00Z');
  await at('2026-12-31T15:00:00Z');
  world.notion.act.edit(retro(null), { 'Notes status': 'Ready' });
  await settle(world);
  expect(row('Sync')).toContain('there are none on its page');
  world.notion.act.write(retro(null), '> What people said in the survey');
  world.notion.act.write(retro(null), 'Again, please.');
  await settle(world);
  const entry = (await world.calendar()).find(({ title }) => title === 'Project retro: Apollo');
  expect(entry?.description).toMatch(/Notes of this meeting.*What to do next time.*Again, please\./s);
  expect(entry?.description).not.toMatch(/>Timeline|survey/);
});

it('[N52] retros that were cancelled, and pages in the trash, are left out', async () => {
  const { world, body, at, retro } = await towardsTheEnd();
  world.notion.act.trash(retro(3));
  await world.tick({ sweep: true });
  await at('2026-12-25T14:00:00Z');
  await at('2026-12-30T14:00:00Z');
  expect(body()).toContain('Week 1: Write tests first');
  expect(body()).not.toContain('Ask earlier');
});

it('[N52] after memory was lost, what was gathered is not gathered again', async () => {
  const { world, page, body, at } = await towardsTheEnd();
  await at('2026-12-25T14:00:00Z');
  const before = body();
  forget(world);
  world.pass(MINUTE);
  await settle(world);
  expect(body()).toBe(before);
  expect(story(world, page).row('Sync')).toBe('');
  await expectQuiet(world);
});
