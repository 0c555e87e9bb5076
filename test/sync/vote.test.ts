// Votes on their way to Notion, told as stories: the real engine between both twins. The pages themselves are in
// test/http/forms.test.ts and test/pages/forms.test.ts.
import { expect, it, vi } from 'vitest';
import { readVotePage } from '../../src/workspace/form-pages.ts';
import { LINK, PUBLIC_URL, pagesOf, SOURCING, settings, sourcing } from './forms-story.ts';
import { activity } from './hands.ts';
import { engage, expectQuiet, MINUTE, settle, tellStories } from './story.ts';

tellStories();

const NUMBERS = ['Business value', 'Technical value', 'Team fit', 'Votes'];
it('[N31] its link stands on the row in Sourcing, and nowhere else', async () => {
  const { world, row, calendar } = await sourcing();
  expect(row('Vote')).toMatch(LINK);
  expect(row('Survey')).toBeNull();
  expect(JSON.stringify([await world.calendar(), activity(world)])).not.toContain('/f/fit');
  expect(await calendar()).toEqual(['2026-11-26 10:00 Fit check: Apollo']);
  await expectQuiet(world);
});

it.each([
  ['the Worker does not know its own address', { HOME_TEAM: settings.HOME_TEAM }],
  ['nobody is named who may vote', { PUBLIC_URL }],
])('[N31] there is no link where %s', async (_, given) => {
  const { row } = await sourcing({ settings: given });
  expect(row('Vote')).toBeNull();
});

it('[N31] there is none after Sourcing, and the one that a person took away comes back', async () => {
  const { edit, row } = await sourcing();
  const link = row('Vote');
  await edit({ Vote: null });
  expect(row('Vote')).toBe(link);
  const { row: other } = await engage({}, { settings });
  expect(other('Vote')).toBeNull();
});

it('[N31] a copied row gets its own link, once it is taken up', async () => {
  const { world, page, row } = await sourcing();
  const copy = world.notion.act.duplicate(page);
  await settle(world);
  world.notion.act.edit(copy, { Phase: 'Planning' });
  await settle(world);
  world.notion.act.edit(copy, { Phase: 'Sourcing' });
  await settle(world);
  const link = world.notion.see.page(copy).Vote;
  expect(link).toMatch(LINK);
  expect(link).not.toBe(row('Vote'));
});

it('[H39, N32] means and count go to the row, and a changed vote changes them', async () => {
  const { world, vote, row } = await sourcing();
  expect([
    vote('Ada Marlow', 2, 1, 0),
    vote('Hugo Stern', 1, 1, 1),
    vote('Grace Lindqvist', 2, 1, 1),
  ]).toEqual(['counted', 'counted', 'counted']);
  await settle(world);
  expect(NUMBERS.map(row)).toEqual([1.67, 1, 0.67, 3]);
  expect(row('Fit score')).toBeCloseTo(3.34);
  expect(String(row('Checks') ?? '')).not.toContain('fit check');
  vote('Ada Marlow', 0, 1, 0);
  await settle(world);
  expect(NUMBERS.map(row)).toEqual([1, 1, 0.67, 3]);
  await expectQuiet(world);
});

it('[N32] what a person types stays until a vote gives another number', async () => {
  const { world, vote, edit, row } = await sourcing();
  vote('Ada Marlow', 1, 1, 1);
  await settle(world);
  await edit({ 'Team fit': 2, 'Business value': null });
  await expectQuiet(world);
  expect(NUMBERS.map(row)).toEqual([null, 1, 2, 1]);
  vote('Hugo Stern', 1, 2, 0);
  await settle(world);
  // Both gave business value 1: its mean did not change, so the person's blank stays.
  expect(NUMBERS.map(row)).toEqual([null, 1.5, 0.5, 2]);
  await expectQuiet(world);
});

it('[N32] without votes nothing is written over what a person typed, nor when the votes are lost', async () => {
  const { world, vote, edit, row } = await sourcing();
  await edit({ 'Team fit': 2 });
  await expectQuiet(world);
  vote('Ada Marlow', 1, 1, 1);
  await settle(world);
  world.database.exec('DELETE FROM votes');
  await settle(world);
  await expectQuiet(world);
  expect(NUMBERS.map(row)).toEqual([1, 1, 1, 1]);
});

it('[N32] a column that was missing is filled once it is there again', async () => {
  const { world, vote, row } = await sourcing();
  vote('Ada Marlow', 1, 2, 1);
  await settle(world);
  world.notion.act.deleteProperty('Engagements', 'Technical value');
  world.notion.act.edit(world.notion.see.rows('Engagements')[0]?.id ?? '', { 'Host team': 'Payments' });
  await settle(world);
  await world.provision();
  await world.tick({ sweep: true });
  await settle(world);
  expect(NUMBERS.map(row)).toEqual([1, 2, 1, 1]);
  await expectQuiet(world);
});

it('[H40] it is over with the end of the fit check, or when the engagement leaves Sourcing', async () => {
  const { world, vote, votePage, edit, row } = await sourcing();
  vote('Ada Marlow', 2, 2, 2);
  await settle(world);
  expect(votePage('Ada Marlow')?.fitCheck).toBe('Thu 26 Nov 2026, 10:00–10:30');
  await world.at('2026-11-26T09:29:59Z');
  expect(vote('Hugo Stern', 0, 0, 0)).toBe('counted');
  await world.at('2026-11-26T09:30:00Z');
  expect(vote('Grace Lindqvist', 0, 0, 0)).toBe('over');
  expect(votePage(null)).toMatchObject({ isOpen: false, averages: { votes: 2 }, votes: [] });
  await edit({ 'Fit check': { start: '2026-12-02T10:00:00+01:00', end: null } });
  expect(votePage(null)?.isOpen).toBe(true);
  await edit({ Phase: 'Declined' });
  expect(vote('Grace Lindqvist', 0, 0, 0)).toBe('over');
  expect(NUMBERS.map(row)).toEqual([1, 1, 1, 2]);
});

it('[H38] only the home team votes, and sees what others voted only after its own vote', async () => {
  const { vote, votePage } = await sourcing();
  expect(vote('Nobody Known', 2, 2, 2)).toBe('not on the team');
  vote('Ada Marlow', 2, 1, 0);
  expect(votePage('Hugo Stern')).toMatchObject({ own: null, averages: null, votes: [] });
  vote('Hugo Stern', 0, 1, 2);
  expect(votePage('Hugo Stern')).toMatchObject({
    own: { businessValue: 0, technicalValue: 1, teamFit: 2 },
    averages: { votes: 2, businessValue: 1 },
    votes: [{ voter: 'Ada Marlow' }, { voter: 'Hugo Stern' }],
  });
});

it('[H36] there is no page of an engagement that is in the trash, or not known', async () => {
  const { world, page, votePage } = await sourcing();
  world.notion.act.trash(page);
  await world.tick({ sweep: true });
  expect(votePage(null)).toBeNull();
  expect(readVotePage(world, '00000000-0000-4000-8000-000000000000', null, Date.now())).toBeNull();
});

it('[H48] a vote that comes between planning and the end of a tick is not lost', async () => {
  const { world, page } = await sourcing();
  const add = async (Name: string) => {
    const id = world.notion.act.create('Engagements', { ...SOURCING, Name });
    await settle(world);
    return id;
  };
  const [second, third, last] = [await add('Gemini'), await add('Mercury'), await add('Vostok')];
  // As many as are worked on side by side, and one behind them that is planned too but needs nothing.
  for (const busy of [page, second, third]) world.notion.act.edit(busy, { Name: `${busy} again` });
  world.trees.touch(last, null);
  const ask = globalThis.fetch;
  const { vote } = pagesOf(world, last);
  vi.stubGlobal('fetch', (...given: Parameters<typeof fetch>) => {
    if (new Request(...given).method === 'PATCH' && world.trees.forms.votes(last).length === 0)
      vote('Ada Marlow', 2, 1, 0);
    return ask(...given);
  });
  world.pass(MINUTE);
  await world.tick();
  expect(world.trees.forms.votes(last)).toHaveLength(1);
  world.pass(MINUTE);
  await world.tick();
  expect(NUMBERS.map((column) => world.notion.see.page(last)[column])).toEqual([2, 1, 0, 1]);
});
