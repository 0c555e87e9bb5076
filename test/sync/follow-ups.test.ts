// Follow-ups: a box in Notion, a meeting a month in Calendar.
import { expect, it } from 'vitest';
import { createWorld } from '../world/world.ts';
import { point } from './hands.ts';
import { engage, expectQuiet, mails, PEOPLE, ROW, settle, story, tellStories } from './story.ts';

tellStories();

/** Dates end on 1 January; the third one makes room for the check-in on 1 April. */
const FOLLOW_UPS = ['2027-02-01 10:00', '2027-03-01 10:00', '2027-03-25 10:00'].map(
  (time) => `${time} Follow-up: Apollo`,
);
const ticked = { ...PEOPLE, 'Follow-up': true };
type Story = ReturnType<typeof story>;
const followUps = async ({ calendar }: Story) =>
  (await calendar()).filter((line) => line.includes('Follow-up'));

it('[P57] a ticked box brings a meeting a month until the check-in, with the same guests, each told once', async () => {
  const story = await engage(PEOPLE);
  mails(story.world);
  expect(await followUps(story)).toEqual([]);
  await story.edit({ 'Follow-up': true });
  expect(await followUps(story)).toEqual(FOLLOW_UPS);
  expect(mails(story.world)).toEqual(['invitation Follow-up: Apollo ×12']);
  const one = (await story.events()).get(FOLLOW_UPS[0] ?? '');
  const checkIn = (await story.events()).get('2027-04-01 10:00 Three-month check-in: Apollo');
  expect(one?.guests).toEqual(checkIn?.guests);
  expect(one?.description).toMatch(/Is it in use/);
  await expectQuiet(story.world);
});

it('[P57] how many there are, when and how long are settings', async () => {
  const settings = { FOLLOW_UP_MONTHS: '2', FOLLOW_UP_TIME: '15:00', CHECK_IN_MONTHS: '6' };
  const story = await engage(ticked, { settings });
  expect(await followUps(story)).toEqual([
    '2027-02-01 15:00 Follow-up: Apollo',
    '2027-03-01 15:00 Follow-up: Apollo',
  ]);
});

it('[P58] unticking withdraws what is ahead and leaves what was held; ticking again brings the same events back', async () => {
  const story = await engage({ ...ticked, Dates: ROW.Dates as never });
  const { world } = story;
  for (const moment of ['2026-12-07T12:00:00Z', '2026-12-31T16:00:00Z', '2027-02-02T12:00:00Z']) {
    await world.at(moment);
    await settle(world);
  }
  mails(world);
  const before = await story.events();
  await story.edit({ 'Follow-up': false });
  expect(await followUps(story)).toEqual(FOLLOW_UPS.slice(0, 1));
  expect(mails(world)).toEqual(['cancellation Follow-up: Apollo ×8']);
  await expectQuiet(world);
  await story.edit({ 'Follow-up': true });
  expect(await followUps(story)).toEqual(FOLLOW_UPS);
  const after = await story.events();
  for (const line of FOLLOW_UPS) expect(after.get(line)?.id).toBe(before.get(line)?.id);
  await expectQuiet(world);
});

it('[P58] follow-ups move with the end, go with a phase that does not have them, and come back', async () => {
  const story = await engage(ticked);
  await story.edit({ Dates: { start: '2026-12-07', end: '2027-01-08' } });
  expect(await followUps(story)).toEqual([
    '2027-02-08 10:00 Follow-up: Apollo',
    '2027-03-08 10:00 Follow-up: Apollo',
    '2027-04-01 10:00 Follow-up: Apollo',
  ]);
  await story.edit({ Phase: 'Declined' });
  expect(await followUps(story)).toEqual([]);
  expect(story.row('Follow-up')).toBe(true);
  await story.edit({ Phase: 'Planning' });
  expect(await followUps(story)).toHaveLength(3);
  await expectQuiet(story.world);
});

it('[P59] one that a person moves in Calendar is pinned, one that they delete stays away, and the box stays ticked', async () => {
  const story = await engage(ticked);
  const { world } = story;
  world.google.act.move(await point(world, 'Follow-up: Apollo', '2027-02-01'), {
    start: '2027-02-03T13:00:00+01:00',
  });
  world.google.act.remove(await point(world, 'Follow-up: Apollo', '2027-03-01'));
  await settle(world);
  expect(await followUps(story)).toEqual(['2027-02-03 13:00 Follow-up: Apollo', FOLLOW_UPS[2]]);
  expect(story.row('Follow-up')).toBe(true);
  await story.edit({ Dates: { start: '2026-12-07', end: '2027-01-08' } });
  expect(await followUps(story)).toEqual([
    '2027-02-03 13:00 Follow-up: Apollo',
    '2027-04-01 10:00 Follow-up: Apollo',
  ]);
  await expectQuiet(world);
});

it('[P59] deleting every follow-up ahead in Calendar unticks the box; ticking it brings them back', async () => {
  const story = await engage(ticked);
  const { world } = story;
  for (const line of FOLLOW_UPS) {
    world.google.act.remove(await point(world, 'Follow-up: Apollo', line.slice(0, 10)));
    await settle(world);
  }
  expect(story.row('Follow-up')).toBe(false);
  mails(world);
  await expectQuiet(world);
  await story.edit({ 'Follow-up': true });
  expect(await followUps(story)).toEqual(FOLLOW_UPS);
  expect(story.row('Follow-up')).toBe(true);
  await expectQuiet(world);
});

it('[P59] memory lost, one tick rebuilds follow-ups and writes nothing', async () => {
  const story = await engage(ticked);
  const { world } = story;
  world.google.act.remove(await point(world, 'Follow-up: Apollo', '2027-03-01'));
  await settle(world);
  for (const { id } of world.trees.states()) world.trees.update(id, { base: null as never, dirty: true });
  world.calls();
  await settle(world);
  expect(world.calls().writes).toEqual([]);
  expect(await followUps(story)).toEqual([FOLLOW_UPS[0], FOLLOW_UPS[2]]);
});

it('[N41] a missing column Follow-up takes nothing away, and is filled again when it is back', async () => {
  const story = await engage(ticked);
  const { world, page } = story;
  world.notion.act.deleteProperty('Engagements', 'Follow-up');
  await story.edit({ 'One-pager': 'https://host.example/apollo' });
  expect(await followUps(story)).toEqual(FOLLOW_UPS);
  expect(String(story.row('Sync'))).toContain('The column Follow-up is missing');
  await world.provision();
  await settle(world);
  expect(world.notion.see.page(page)['Follow-up']).toBe(true);
  expect(await followUps(story)).toEqual(FOLLOW_UPS);
  expect(story.row('Sync')).toBe('');
  await expectQuiet(world);
});

it('[N41] a database that never had the column lacks nothing; once it is there the box is taken at its word', async () => {
  const world = await createWorld();
  world.notion.act.deleteProperty('Engagements', 'Follow-up');
  const page = world.notion.act.create('Engagements', { ...ROW, ...PEOPLE });
  await settle(world);
  const told = story(world, page);
  expect([told.row('Sync'), (await told.calendar()).length]).toEqual(['', 7]);
  await world.provision();
  await told.edit({ 'Follow-up': true });
  expect(await followUps(told)).toEqual(FOLLOW_UPS);
  await expectQuiet(world);
});
