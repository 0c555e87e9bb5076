// What is a split and what is a copy: people make both, and both carry our marks.
import { expect, it } from 'vitest';
import { point } from './hands.ts';
import {
  dragOn,
  each,
  endWell,
  pages,
  SPLIT,
  seriesId,
  shown,
  THURSDAYS,
  tell,
  WEEKLY,
} from './series-story.ts';
import { mails, settle, tellStories } from './story.ts';

tellStories();

const [FIRST = '', SECOND = '', , FOURTH = ''] = THURSDAYS;

it('[M25] [M34] a copy of the series, and one of the part, stay theirs beside it, also after memory is lost', async () => {
  const told = await tell();
  const { world } = told;
  const copy = world.google.act.duplicate(await seriesId(told));
  world.google.act.rename(copy, 'Mine');
  await settle(world);
  const part = await dragOn(told, FOURTH, 60);
  const other = world.google.act.duplicate(part);
  world.google.act.rename(other, 'Also mine');
  await settle(world);
  expect(pages(told)).toEqual(SPLIT);
  await told.edit({ Name: 'Boreas' });
  const titles = (await told.calendar()).map((line) => line.slice(17));
  expect(titles.filter((title) => title === 'Mine')).toHaveLength(6);
  expect(titles.filter((title) => title === 'Also mine').length).toBeGreaterThanOrEqual(2);
  expect(titles.filter((title) => title === 'Weekly retro: Boreas')).toHaveLength(6);
  mails(world);
  await endWell(told);
});

it('[M25] [M34] the series cut short and a copy of it before the cut: the copy is theirs', async () => {
  const told = await tell();
  const { world } = told;
  const copy = world.google.act.duplicate(await seriesId(told), { start: `${SECOND}T17:00:00+01:00` });
  await settle(world);
  world.google.act.remove(await point(world, WEEKLY, FOURTH), { scope: 'following' });
  await settle(world);
  expect(pages(told).slice(3)).toEqual(each(THURSDAYS.slice(3), '14:00').map((line) => `${line} Cancelled`));
  const before = world.google.look.event(copy);
  await told.edit({ Name: 'Boreas' });
  expect(world.google.look.event(copy)).toEqual(before);
  mails(world);
  await endWell(told);
});

it('[M25] [M34] a copy that begins after a cut, beside the split itself: the one nearest to the cut is ours', async () => {
  const told = await tell();
  const { world } = told;
  const id = await seriesId(told);
  const copy = world.google.act.duplicate(id);
  world.google.act.rename(copy, 'Mine');
  world.google.act.move(await point(world, WEEKLY, FIRST), { minutes: -60, scope: 'all' });
  world.google.act.move(await point(world, WEEKLY, SECOND), { minutes: -60, scope: 'following' });
  await settle(world);
  const all = ['2026-12-10 13:00', ...each(THURSDAYS.slice(1), '12:00')];
  expect(pages(told)).toEqual(all);
  const mine = world.google.look.event(copy);
  await told.edit({ Name: 'Boreas' });
  expect(world.google.look.event(copy)).toEqual(mine);
  mails(world);
  await endWell(told);
});

it('[M34] a split that was undone and made again is followed again', async () => {
  const told = await tell();
  const { world } = told;
  const id = await seriesId(told);
  const rule = world.google.look.event(id)?.recurrence as string[];
  const first = await dragOn(told, FOURTH, 60);
  mails(world);
  world.google.act.remove(first);
  world.google.act.repeat(id, rule);
  await settle(world);
  expect(pages(told)).toEqual(each(THURSDAYS, '14:00'));
  mails(world);
  await dragOn(told, FOURTH, 60);
  expect(pages(told)).toEqual(SPLIT);
  expect(await shown(told)).toEqual(SPLIT);
  mails(world);
  await endWell(told);
});

it('[M34] [S16] the older part deleted and memory lost: the part is known by the links of its pages', async () => {
  const told = await tell();
  const { world } = told;
  await dragOn(told, FOURTH, -60);
  world.google.act.remove(await point(world, WEEKLY, FIRST), { scope: 'all' });
  await settle(world);
  const all = [
    ...each(THURSDAYS.slice(0, 3), '14:00').map((line) => `${line} Cancelled`),
    ...each(THURSDAYS.slice(3), '13:00'),
  ];
  expect(pages(told)).toEqual(all);
  mails(world);
  await endWell(told);
});
