// What events say of themselves: the agenda, the goals' scores and the way back to the page.
import { expect, it } from 'vitest';
import type { TestWorld } from '../world/world.ts';
import { point } from './hands.ts';
import { engage, expectQuiet, MINUTE, mails, PEOPLE, settle, tellStories } from './story.ts';

tellStories();

const goal = (page: string, Name: string, numbers: { Current?: number; Weight?: number } = {}) => ({
  Name,
  Engagement: [page],
  Kind: 'Technical',
  Metric: 'minutes',
  Baseline: 20,
  Target: 10,
  ...numbers,
});

it('[C46] every meeting carries its agenda and a link to the page, and none that opens a form', async () => {
  const { world, page, edit } = await engage({
    Phase: 'Sourcing',
    Intro: { start: '2026-11-26T10:00:00.000+01:00' },
    'Fit check': { start: '2026-11-27T10:00:00.000+01:00' },
  });
  const texts = async () =>
    new Map((await world.calendar()).map(({ title, description }) => [title, description ?? '']));
  const early = await texts();
  expect(early.get('Intro: Apollo')).toMatch(/Who is who.*one-pager/);
  expect(early.get('Fit check: Apollo')).toMatch(/Business value, 0 to 2.*Team fit, 0 to 2/);
  await edit({ Phase: 'Planning' });
  const late = await texts();
  expect(late.get('Kickoff: Apollo')).toMatch(/Goals, business and technical.*Ownership/);
  expect(late.get('Weekly retro: Apollo')).toMatch(/went well.*went poorly.*next time.*Score the goals/);
  expect(late.get('Project retro: Apollo')).toMatch(/timeline.*NPS/);
  expect(late.get('Three-month check-in: Apollo')).toMatch(
    /still in use.*What&#39;s next|still in use.*What's next/,
  );
  for (const [title, text] of [...early, ...late]) {
    expect(text, title).toContain(page.replaceAll('-', ''));
    expect(text.match(/https?:/g), title).toHaveLength(1);
    expect(text, title).not.toContain('/f/');
  }
  await expectQuiet(world);
});

/** Goals are read every third tick: two quiet ones may come before. */
const settleGoals = async (world: TestWorld) => {
  await settle(world);
  await settle(world);
};

it('[C47] the weekly series shows scores and progress against the line, in one silent patch when they change', async () => {
  const { world, page } = await engage(PEOPLE);
  world.notion.act.create('Goals', goal(page, 'Faster builds', { Weight: 3 }));
  const second = world.notion.act.create('Goals', goal(page, '<b>Fewer</b> & better'));
  await settleGoals(world);
  mails(world);
  const text = async () =>
    world.google.look.event((await point(world, 'Weekly retro: Apollo')).split('_')[0] ?? '')?.description;
  expect(await text()).toContain('Faster builds: not scored yet');
  expect(await text()).not.toContain('Progress');
  world.pass(MINUTE);
  world.notion.act.edit(second, { Current: 15 });
  world.calls();
  await settleGoals(world);
  const patched = world
    .calls()
    .writes.filter(({ body }) => JSON.stringify(body ?? {}).includes('Faster builds'));
  // Series, kickoff, project retro, check-in and span show the scores: each is written once.
  expect(patched.map(({ operation }) => operation)).toEqual(Array(5).fill('events.patch'));
  expect(await text()).toContain('Progress: 13 %, in line (by now 0 %, at the end 75 %)');
  expect(await text()).toContain('&lt;b&gt;Fewer&lt;/b&gt; &amp; better: 50 %');
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[C47] a week further the line has risen: one silent patch of the series, and what is over is left alone', async () => {
  const { world, page } = await engage(PEOPLE);
  world.notion.act.create('Goals', goal(page, 'Faster builds', { Current: 19 }));
  await settleGoals(world);
  const kickoff = await point(world, 'Kickoff: Apollo');
  await world.at('2026-12-11T12:00:00Z');
  await settleGoals(world);
  mails(world);
  const before = world.google.look.event(kickoff);
  world.calls();
  await world.at('2026-12-14T05:00:00Z');
  await settleGoals(world);
  const events = world.calls().writes.filter(({ operation }) => operation.startsWith('events.'));
  expect(events).toHaveLength(1);
  expect(JSON.stringify(events[0]?.body)).toContain('Progress: 10 %, behind (by now 19 %, at the end 75 %)');
  expect(mails(world)).toEqual([]);
  expect(world.google.look.event(kickoff)).toEqual(before);
  await expectQuiet(world);
});
