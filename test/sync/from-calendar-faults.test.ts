// An answer that is lost, at every write of a story in turn: nothing is doubled, nobody is mailed twice, and both
// sides are in step within three ticks.
import { expect, it } from 'vitest';
import { APOLLO, createWorld, type TestWorld } from '../world/world.ts';
import { PEOPLE, point } from './hands.ts';
import { engage, expectQuiet, MINUTE, mails, PLANNED, RETROS, ROW, story, tellStories } from './story.ts';

tellStories();

const WEEKLY = 'Weekly retro: Apollo';
/** Longer than any pause after a failure. */
const LATER = 3 * MINUTE;

async function threeTicks(world: TestWorld): Promise<void> {
  for (let n = 0; n < 3; n++) {
    world.pass(LATER);
    await world.tick();
  }
}

type Lost = { side: 'google' | 'notion'; operation: string };
const lose = (world: TestWorld, { side, operation }: Lost, nth: number) =>
  world[side].faults.add({ kind: 'lose-answer', operation, nth });
const isUnspent = (world: TestWorld, { side }: Lost): boolean =>
  (side === 'google' ? world.google.faults.list : world.notion.faults.list()).length > 0;

/** Tells a story once for every call that could lose its answer, until none is left. */
async function atEvery(
  lost: Lost,
  tell: (arm: (world: TestWorld) => void) => Promise<TestWorld>,
): Promise<number> {
  for (let nth = 1; ; nth++) {
    const world = await tell((armed) => lose(armed, lost, nth));
    if (isUnspent(world, lost)) return nth - 1;
    expect(nth).toBeLessThan(40);
  }
}

for (const lost of [
  { side: 'google', operation: 'events.insert' },
  { side: 'notion', operation: 'pages.create' },
  { side: 'notion', operation: 'pages.update' },
] as const) {
  it(`[S9] the answer of every ${lost.operation} of a new engagement is lost in turn`, async () => {
    const times = await atEvery(lost, async (arm) => {
      const world = await createWorld();
      const page = world.notion.act.create('Engagements', { ...ROW, ...PEOPLE });
      arm(world);
      await world.tick();
      await threeTicks(world);
      const told = story(world, page);
      expect(await told.calendar()).toEqual(PLANNED);
      expect(told.retros()).toEqual(RETROS);
      expect(told.row('Kickoff')).toBe('2026-12-07 10:00');
      expect(mails(world)).toHaveLength(4);
      if (!isUnspent(world, lost)) await expectQuiet(world);
      return world;
    });
    expect(times).toBeGreaterThan(0);
  });
}

for (const lost of [
  { side: 'google', operation: 'events.patch' },
  { side: 'google', operation: 'events.delete' },
  { side: 'google', operation: 'events.insert' },
  { side: 'notion', operation: 'pages.update' },
] as const) {
  it(`[S9] the answer of every ${lost.operation} is lost in turn while both sides are edited`, async () => {
    const times = await atEvery(lost, async (arm) => {
      const { world, page, retro, calendar, retros, row } = await engage(PEOPLE);
      await world.at('2026-12-11T09:00:00Z');
      mails(world);
      world.google.act.move(await point(world, WEEKLY, '2026-12-17'), { start: '2026-12-18T16:00:00+01:00' });
      world.notion.act.edit(retro(3), { Status: 'Cancelled' });
      world.notion.act.edit(page, {
        'Weekly retro': { start: '2026-12-15T15:00:00+01:00', end: '2026-12-15T15:30:00+01:00' },
        'Check-in': null,
        'Project retro': { start: '2026-12-30T09:00:00+01:00', end: '2026-12-30T10:00:00+01:00' },
      });
      arm(world);
      world.pass(MINUTE);
      await world.tick();
      await threeTicks(world);
      expect(await calendar()).toEqual([
        '2026-12-07–2027-01-01 [Executing] Apollo',
        '2026-12-07 10:00 Kickoff: Apollo',
        '2026-12-10 14:00 Weekly retro: Apollo',
        '2026-12-18 16:00 Weekly retro: Apollo',
        '2026-12-30 09:00 Project retro: Apollo',
      ]);
      expect(retros().map((line) => line.replace(/^3: .*C/, '3: C'))).toEqual([
        '1: 2026-12-10 14:00 Held',
        '2: 2026-12-18 16:00 Planned',
        '3: Cancelled',
        'project: 2026-12-30 09:00 Planned',
      ]);
      expect([row('Check-in'), row('Weekly retro')]).toEqual([null, '2026-12-15 15:00']);
      mails(world);
      if (!isUnspent(world, lost)) await expectQuiet(world);
      return world;
    });
    expect(times).toBeGreaterThan(0);
  });
}

it('[S9] the answers of all writes of a tick are lost, one after the other', async () => {
  const world = await createWorld();
  const page = world.notion.act.create('Engagements', { ...ROW, ...PEOPLE });
  world.google.faults.add({ kind: 'lose-answer', operation: 'events.insert', times: 5 });
  world.notion.faults.add({ kind: 'lose-answer', operation: 'pages.create', times: 4 });
  for (let n = 0; n < 12; n++) {
    world.pass(20 * MINUTE);
    await world.tick();
  }
  const told = story(world, page);
  expect(await told.calendar()).toEqual(PLANNED);
  expect(told.retros()).toEqual(RETROS);
  expect(mails(world)).toHaveLength(4);
  await expectQuiet(world);
});

it('[S9] a write that lands late, after it was given up, is not made twice', async () => {
  const world = await createWorld();
  const page = world.notion.act.create('Engagements', { ...ROW, ...PEOPLE });
  world.google.faults.add({ kind: 'delay-effect', operation: 'events.insert', nth: 2, after: 6 });
  await world.tick();
  await threeTicks(world);
  const told = story(world, page);
  expect(await told.calendar()).toEqual(PLANNED);
  expect(mails(world)).toHaveLength(4);
  await expectQuiet(world);
});

it('[S17] an engagement whose writes fail does not stop the others', async () => {
  const world = await createWorld();
  const page = world.notion.act.create('Engagements', { ...ROW, ...PEOPLE });
  world.notion.act.create('Engagements', { ...APOLLO, Name: 'Gemini' });
  world.google.faults.add({ kind: 'refuse', operation: 'events.insert', status: 400 });
  await world.tick();
  const checkIns = async () =>
    (await story(world, page).calendar()).filter((line) => line.includes('check-in')).length;
  expect(await checkIns()).toBe(1);
  await threeTicks(world);
  expect(await checkIns()).toBe(2);
  await expectQuiet(world);
});
