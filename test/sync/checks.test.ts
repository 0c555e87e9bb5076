// Checks whose facts come from both sides, as people see them in the Checks column and in the API.
import { expect, it } from 'vitest';
import type { FriendlyValues } from '../../twins/notion/act.ts';
import type { TestWorld } from '../world/world.ts';
import { point } from './hands.ts';
import { engage, expectQuiet, PEOPLE, settle, tellStories } from './story.ts';

tellStories();

const GUESTS = 'kim@host.example, lou@host.example, mia@host.example';
/** Goals are read every third tick: two quiet ones may come before. */
const settleGoals = async (world: TestWorld) => {
  await settle(world);
  await settle(world);
};
const goal = (page: string, values: FriendlyValues = {}): FriendlyValues => ({
  Name: 'Faster builds',
  Engagement: [page],
  Kind: 'Technical',
  Metric: 'minutes',
  Baseline: 20,
  Target: 10,
  ...values,
});

/** An engagement of four weeks on its way, in the midst of the week after the retro of week n. */
async function underWay(week: number, row: FriendlyValues = {}) {
  const story = await engage({ ...PEOPLE, Guests: GUESTS, ...row }, { settings: { GUEST_DOMAINS: '*' } });
  const { world } = story;
  for (let n = 0; n <= week; n++) {
    // After the kickoff, and after each retro.
    await world.at(Date.parse(n === 0 ? '2026-12-07T12:00:00Z' : `2026-12-${3 + 7 * n}T16:00:00Z`));
    await settle(world);
  }
  const checks = () =>
    String(story.row('Checks') ?? '')
      .split('\n')
      .filter(Boolean);
  return { ...story, checks };
}
type UnderWay = Awaited<ReturnType<typeof underWay>>;

const risks = ({ checks }: UnderWay) => checks().filter((line) => line.startsWith('At risk'));

it('[P50] a retro that was held without notes and scores is named until people write them down', async () => {
  const story = await underWay(1);
  const { world } = story;
  const page = story.retro(1);
  world.notion.act.edit(page, { 'Notes status': 'Draft', Progress: null });
  await settle(world);
  expect(story.checks()).toContain('Held without notes: the retro of week 1.');
  expect(story.checks()).toContain('Held without scores: the retro of week 1.');
  world.pass(60_000);
  world.notion.act.edit(page, { 'Notes status': 'Ready', Progress: 0.2 });
  await settle(world);
  expect(story.checks().filter((line) => line.startsWith('Held without'))).toEqual([]);
  await expectQuiet(world);
});

it('[P51] two retros in a row that a host person declines in Calendar are a risk, until they accept one', async () => {
  const story = await underWay(1);
  const { world } = story;
  const week = (day: string) => point(world, 'Weekly retro: Apollo', day);
  world.google.act.answer(await week('2026-12-10'), 'dev@host.example', 'declined');
  await settle(world);
  expect(risks(story)).toEqual([]);
  world.google.act.answer(await week('2026-12-17'), 'dev@host.example', 'declined');
  await settle(world);
  expect(risks(story)).toEqual([
    'At risk: one of the host people declined two retros in a row: the retros of weeks 1 and 2.',
  ]);
  world.google.act.answer(await week('2026-12-17'), 'dev@host.example', 'accepted');
  await settle(world);
  expect(risks(story)).toEqual([]);
  await expectQuiet(world);
});

it('[P51] who declines the whole series declines every retro; whoever is not of the host team is no risk', async () => {
  const story = await underWay(0);
  const { world } = story;
  const answer = async (who: string) => {
    const first = await point(world, 'Weekly retro: Apollo', '2026-12-10');
    world.google.act.answer(first, who, 'declined', { scope: 'all' });
    await settle(world);
  };
  await answer('ada@home.example');
  expect(risks(story)).toEqual([]);
  await answer('ema@host.example');
  expect(risks(story)).toEqual([
    'At risk: one of the host people declined two retros in a row: the retros of weeks 1 and 2.',
  ]);
  await expectQuiet(world);
});

it('[P52] goals under the line of the weeks gone are a risk, which weights decide', async () => {
  const story = await underWay(2);
  const { world, page } = story;
  const first = world.notion.act.create('Goals', goal(page, { Current: 15 }));
  const second = world.notion.act.create(
    'Goals',
    goal(page, { Name: 'Churn', Kind: 'Business', Current: 20 }),
  );
  await settleGoals(world);
  // A week gone: 19 %. Both goals together are at 25 %.
  expect(risks(story)).toEqual([]);
  world.notion.act.edit(second, { Weight: 3 });
  await settleGoals(world);
  expect(story.row('Progress')).toBe(0.125);
  expect(risks(story)).toEqual([
    'At risk: the goals are at 13 %; by now 19 % would be in line with 75 % at the end.',
  ]);
  world.notion.act.edit(first, { Current: 10 });
  await settleGoals(world);
  expect(risks(story)).toEqual([]);
  // The day alone raises the line.
  await world.at('2026-12-21T05:00:00Z');
  await settle(world);
  expect(risks(story)).toEqual([
    'At risk: the goals are at 25 %; by now 38 % would be in line with 75 % at the end.',
  ]);
  await expectQuiet(world);
});

it('[P53] two weeks without a retro are a risk: the day alone says so', async () => {
  const story = await underWay(1);
  const { world } = story;
  for (const day of ['2026-12-17', '2026-12-24']) {
    world.google.act.remove(await point(world, 'Weekly retro: Apollo', day));
    await settle(world);
  }
  await world.at('2026-12-24T22:30:00Z');
  await settle(world);
  expect(risks(story)).toEqual([]);
  await world.at('2026-12-25T00:00:00Z');
  await settle(world);
  expect(risks(story)).toEqual(['At risk: the last retro was on Thu 10 Dec 2026, more than 2 weeks ago.']);
  await expectQuiet(world);
});

it('[P53] of a row that was met on its way nobody says that its earlier retros were not held', async () => {
  const { world, row } = await engage(
    { ...PEOPLE, Phase: 'Executing', Guests: GUESTS },
    { settings: { GUEST_DOMAINS: '*' }, now: Date.parse('2026-12-29T09:00:00Z') },
  );
  expect(String(row('Checks') ?? '')).not.toContain('no retro');
  await expectQuiet(world);
});

it('[P54] fewer than five of the host team in the invitations are a risk', async () => {
  const story = await underWay(0);
  expect(risks(story)).toEqual([]);
  await story.edit({ Guests: 'kim@host.example, lou@host.example, ema@host.example' });
  expect(risks(story)).toEqual([
    'At risk: only 4 of the host team are invited; 5 or more spread the practice.',
  ]);
  await expectQuiet(story.world);
});

it('[P36] what is left behind is asked for while wrapping up, and by id in the API and in status', async () => {
  const story = await underWay(3);
  const { world, page } = story;
  await world.at('2026-12-31T16:00:00Z');
  await settle(world);
  expect(story.row('Phase')).toBe('Wrapping up');
  expect(story.checks()).toEqual(
    expect.arrayContaining([
      'The project retro has no notes yet.',
      'NPS is not recorded yet.',
      'It is not written down yet who owns the work from here on: fill in Ownership.',
    ]),
  );
  const ids = () => world.engagement(page)?.checks.map(({ id }) => id);
  expect(ids()).toEqual(expect.arrayContaining(['project-retro-notes', 'nps', 'ownership']));
  expect(world.status().engagements.unmetById).toMatchObject({ nps: 1, ownership: 1 });
  expect(world.status().engagements.unmetChecks).toBe(story.checks().length);
  world.notion.act.edit(story.retro(null), { 'Notes status': 'Ready' });
  await story.edit({ NPS: 9, Ownership: 'The platform team' });
  expect(ids()).not.toEqual(expect.arrayContaining(['nps']));
  expect(story.checks().join(' ')).not.toMatch(/NPS|Ownership|project retro has no notes/);
  await expectQuiet(world);
});

it('[P29] a column that is not there makes no check appear', async () => {
  const story = await underWay(3);
  const { world } = story;
  world.notion.act.deleteProperty('Engagements', 'Ownership');
  world.notion.act.deleteProperty('Retros', 'Notes status');
  await world.at('2026-12-31T16:00:00Z');
  await settle(world);
  expect(story.row('Phase')).toBe('Wrapping up');
  expect(story.checks().join(' ')).toContain('NPS');
  expect(story.checks().join(' ')).not.toMatch(/Ownership|project retro has no notes/);
});
