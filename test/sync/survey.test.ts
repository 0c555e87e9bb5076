// Answers to the survey on their way to Notion, told as stories: the real engine between both twins. The pages themselves are in
// test/http/forms.test.ts and test/pages/forms.test.ts.
import { expect, it } from 'vitest';
import { takeAnswer } from '../../src/workspace/form-pages.ts';
import { LINK, settings, wrappedUp } from './forms-story.ts';
import { activity } from './hands.ts';
import { DAY, engage, expectQuiet, MINUTE, settle, tellStories } from './story.ts';

tellStories();

const COUNTS = ['NPS', 'Promoters', 'Passives', 'Detractors'];
it('[N31] its link stands on the row once the project retro is over', async () => {
  const told = await engage({}, { settings });
  const { world, row } = told;
  expect(row('Survey')).toBeNull();
  await world.at('2026-12-31T13:59:00Z');
  expect(row('Survey')).toBeNull();
  await world.at('2026-12-31T14:00:00Z');
  expect([row('Phase'), row('Survey')]).toEqual(['Wrapping up', expect.stringMatching(LINK)]);
  await expectQuiet(world);
});

it('[N31] its link goes with its end, by the clock, and does not come back when Dates move', async () => {
  const { world, row, answer, end, edit } = await wrappedUp();
  answer('b1', 9);
  await settle(world);
  await world.at('2027-01-31T22:59:00Z');
  expect(row('Survey')).toMatch(LINK);
  await world.at('2027-01-31T23:00:00Z');
  expect(row('Survey')).toBeNull();
  end();
  await edit({ Dates: { start: '2026-12-07', end: '2027-02-12' } });
  expect(row('Survey')).toBeNull();
  await expectQuiet(world);
});

it('[N32, N33] when the memory of what was agreed is lost, nothing is written again; when all is, nothing at all', async () => {
  const { world, answer, edit, row, body } = await wrappedUp();
  answer('b1', 9, 'Good.');
  await settle(world);
  const shown = [...COUNTS, 'Survey'].map(row);
  world.database.exec('UPDATE engagements SET base = NULL, dirty = 1');
  await settle(world);
  await expectQuiet(world);
  await edit({ NPS: 50 });
  world.database.exec('DELETE FROM answers; UPDATE engagements SET base = NULL, dirty = 1');
  await settle(world);
  await expectQuiet(world);
  expect([...COUNTS, 'Survey'].map(row)).toEqual([50, ...shown.slice(1)]);
  expect(body().split('Good.')).toHaveLength(2);
});

it('[N32] score and counts go to the row; a second answer of a browser takes the place of its first', async () => {
  const { world, answer, row } = await wrappedUp();
  expect(COUNTS.map(row)).toEqual([null, null, null, null]);
  answer('b1', 10);
  answer('b2', 8);
  answer('b3', 3);
  await settle(world);
  expect(COUNTS.map(row)).toEqual([0, 1, 1, 1]);
  answer('b3', 9);
  await settle(world);
  expect(COUNTS.map(row)).toEqual([67, 2, 1, 0]);
  expect(String(row('Checks') ?? '')).not.toContain('NPS');
  await expectQuiet(world);
});

it('[N33] comments stand on the project retro page, each once, without names, and as they are changed', async () => {
  const { world, answer, body, projectRetro } = await wrappedUp();
  world.notion.act.write(projectRetro, 'Our own notes.');
  answer('b1', 10, 'You *really* helped.\nAsk again!');
  answer('b2', 4, 'Too short.');
  answer('b3', 7);
  await settle(world);
  const count = (words: string) => body().split(words).length - 1;
  expect(body()).toContain('Our own notes.');
  expect(['What people said in the survey', 'Ask again!', 'Too short.'].map(count)).toEqual([1, 1, 1]);
  answer('b2', 6, 'Much too short.');
  answer('b1', 10);
  await settle(world);
  expect(
    ['What people said in the survey', 'Ask again!', 'Much too short.', 'Our own notes.'].map(count),
  ).toEqual([1, 0, 1, 1]);
  await expectQuiet(world);
});

it('[N33] where there is no project retro page they stand on the engagement itself', async () => {
  const { world, answer, projectRetro, body, page } = await wrappedUp();
  world.notion.act.trash(projectRetro);
  await world.tick({ sweep: true });
  answer('b1', 10, 'Lovely.');
  await settle(world);
  expect(body(page)).toContain('Lovely.');
  await expectQuiet(world);
});

it.each([
  ['before the block is made', 'blocks.children.append', 'drop'],
  ['after the block was made', 'blocks.children.append', 'lose-answer'],
  ['after it was changed', 'blocks.update', 'lose-answer'],
  ['while the page is read', 'blocks.children.list', 'drop'],
] as const)('[N33] an answer lost %s doubles nothing', async (_, operation, kind) => {
  const { world, answer, body } = await wrappedUp();
  if (operation === 'blocks.update') {
    answer('b0', 9, 'First.');
    await settle(world);
  }
  answer('b1', 10, 'Only once.');
  world.notion.faults.add({ operation, kind });
  await settle(world);
  expect(body().split('Only once.')).toHaveLength(2);
  expect(body().split('What people said')).toHaveLength(2);
  await expectQuiet(world);
});

it('[N33] a workspace without blocks to spare keeps comments waiting, pauses nothing and loses nothing', async () => {
  const { world, answer, row, body, end } = await wrappedUp();
  answer('b1', 10, 'Worth waiting for.');
  world.notion.faults.add({ operation: 'blocks.children.append', kind: 'refuse', status: 403, times: 50 });
  for (let n = 0; n < 6; n++) {
    world.pass(20 * MINUTE);
    expect((await world.tick()).end).toEqual({ end: 'done' });
  }
  expect([row('NPS'), body().includes('Worth')]).toEqual([100, false]);
  expect(String(row('Sync') ?? '')).toContain('Notion refuses');
  await world.at('2027-02-02T12:00:00Z');
  end();
  expect(world.database.prepare('SELECT why FROM answers').all()).toEqual([{ why: 'Worth waiting for.' }]);
  world.notion.faults.clear();
  world.pass(20 * MINUTE);
  await settle(world);
  expect([row('Sync') || null, body().includes('Worth waiting for.')]).toEqual([null, true]);
  await expectQuiet(world);
});

it('[N33] the log, reports and plans say how many comments there are and not what they say', async () => {
  const { world, answer } = await wrappedUp();
  answer('b1', 0, 'A secret opinion.');
  world.pass(MINUTE);
  const run = await world.tick();
  expect(run.changes.map(({ to }) => to)).toContain('1 comment from the survey');
  expect(JSON.stringify([run, activity(world)])).not.toContain('secret opinion');
});

it('[H44] it is open until thirty days after the end of Dates, and then there is no page', async () => {
  const { world, answer, survey } = await wrappedUp();
  expect(survey()?.lastDay).toBe('Sun 31 Jan 2027');
  await world.at('2027-01-31T22:59:59Z');
  expect(answer('b1', 10)).toBe('taken');
  await world.at('2027-01-31T23:00:00Z');
  expect([answer('b2', 0), survey()]).toEqual([null, null]);
});

it('[H45] nothing kept says who answered; the mark of a browser differs in each survey', async () => {
  const { world, page, answer, survey } = await wrappedUp();
  const other = world.notion.act.create('Engagements', {
    Name: 'Gemini',
    Phase: 'Wrapping up',
    Dates: { start: '2026-11-02', end: '2026-12-31' },
  });
  await settle(world);
  answer('browser-1', 9, 'Good.');
  takeAnswer(world, other, 'browser-1', { score: 1, why: null }, Date.now());
  expect([survey('browser-1')?.own, survey('browser-2')?.own]).toEqual([{ score: 9, why: 'Good.' }, null]);
  const rows = world.database.prepare('SELECT * FROM answers').all();
  expect(JSON.stringify(rows)).not.toContain('browser-1');
  expect(new Set(rows.map(({ browser }) => browser)).size).toBe(2);
  expect(rows.every(({ at }) => Number(at) % DAY === 0)).toBe(true);
  expect(rows.map(({ engagement }) => engagement)).toContain(page);
});

it('[H46] when it has ended and the comments are in Notion, nothing stays but scores, and it stays ended', async () => {
  const { world, answer, survey, end, body, edit, row } = await wrappedUp();
  answer('b1', 10, 'Good.');
  end();
  expect(survey('b1')?.own).toEqual({ score: 10, why: 'Good.' });
  await settle(world);
  await world.at('2027-02-01T12:00:00Z');
  end();
  expect(world.database.prepare('SELECT browser, score, why FROM answers').all()).toEqual([
    { browser: null, score: 10, why: null },
  ]);
  await edit({ Dates: { start: '2026-12-07', end: '2027-02-12' } });
  expect(survey()).toBeNull();
  expect(body()).toContain('Good.');
  expect(COUNTS.map(row)).toEqual([100, 1, 0, 0]);
  await expectQuiet(world);
});

it('[H46] what is not in Notion yet outlives the end of the survey', async () => {
  const { world, answer, end, body } = await wrappedUp();
  await world.at('2027-01-31T22:00:00Z');
  answer('b1', 10, 'At the last moment.');
  world.pass(2 * DAY);
  end();
  await settle(world);
  expect(body()).toContain('At the last moment.');
  end();
  expect(world.database.prepare('SELECT why FROM answers').all()).toEqual([{ why: null }]);
  await expectQuiet(world);
});

it('[H43] a survey takes no more than it can hold', async () => {
  const { answer } = await wrappedUp();
  const long = 'x'.repeat(2_000);
  for (let n = 0; n < 75; n++) expect(answer(`b${n}`, 5, long)).toBe('taken');
  expect(answer('b75', 5, long)).toBe('full');
  expect([answer('b75', 5), answer('b0', 5, long)]).toEqual(['taken', 'taken']);
  for (let n = 76; n < 300; n++) answer(`b${n}`, 5);
  expect([answer('b300', 5), answer('b7', 9)]).toEqual(['full', 'taken']);
});
