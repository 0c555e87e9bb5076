// Both sides changed where the series stands, and one did not see the other's yet; a part dragged beside one that stands.
import { expect, it } from 'vitest';
import { DEFAULT_PLAYBOOK } from '../../src/playbook/index.ts';
import type { SeriesBase } from '../../src/sync/base.ts';
import { mergeSeries, seriesPatch } from '../../src/sync/slot-merge.ts';
import { comments, point } from './hands.ts';
import {
  dragOn,
  each,
  endWell,
  pages,
  SPLIT,
  shown,
  splitOff,
  THURSDAYS,
  tell,
  WEEKLY,
} from './series-story.ts';
import { expectQuiet, MINUTE, settle, tellStories } from './story.ts';

tellStories();

const WORLD = {
  now: 0,
  playbook: DEFAULT_PLAYBOOK,
  people: new Map(),
  guestDomains: null,
  mail: 'all',
  canInvite: true,
  links: { vote: null, survey: null },
} as const;
const slot = (weekday: number, hour: number) => ({ weekday, hour, minute: 0, minutes: 30 });
const [THURSDAY, DRAWN, TYPED] = [slot(4, 14), slot(3, 16), slot(2, 9)];
const known: SeriesBase = {
  state: 'planned',
  slot: DRAWN,
  row: THURSDAY,
  calendar: DRAWN,
  untold: 'notion',
  mode: 'pinned',
  zone: 'Europe/Berlin',
};
const merge = (row: typeof TYPED | 'blank', base: SeriesBase = known, isWantedNow = true) =>
  mergeSeries({
    row,
    live: undefined,
    isAway: false,
    isLeft: false,
    isSpent: false,
    isNothingAhead: false,
    isWantedNow,
    base,
    world: WORLD,
    zone: 'Europe/Berlin',
  });

it('[M45] a slot typed before Notion was told what Calendar drew is not kept, and is said', () => {
  expect(merge(TYPED)).toMatchObject({ slot: DRAWN, cause: 'calendar' });
  expect(merge(TYPED).conflict).toContain('Tue 09:00');
  expect(merge('blank')).toMatchObject({ state: 'cancelled' });
  expect(merge('blank').conflict).toContain('Wed 16:00');
});

it('[M45] a slot typed once Notion was told is kept', () => {
  const { untold: _, ...told } = { ...known, row: DRAWN };
  expect(merge(TYPED, told)).toMatchObject({ slot: TYPED, conflict: null });
});

it('[M39] [M70] a slot typed while retros are withdrawn is kept against one drawn there, and not against one drawn before', () => {
  const { untold: _, ...before } = { ...known, slot: THURSDAY, calendar: THURSDAY };
  const drawn = { ...merge(THURSDAY, before, false), slot: DRAWN, cause: 'calendar' } as const;
  const { series } = seriesPatch(drawn, before, 'Europe/Berlin', { calendar: DRAWN });
  expect(merge(TYPED, series as SeriesBase, false)).toMatchObject({ slot: TYPED, conflict: null });
  expect(merge(TYPED, known, false)).toMatchObject({ slot: DRAWN });
  expect(merge(TYPED, known, false).conflict).toContain('Tue 09:00');
});

it('[M70] a Weekly retro blanked before Calendar was told beats a drag of the series, at once and later, and each is said', async () => {
  const told = await tell();
  const { world, page, row } = told;
  const drag = async (minutes: number) =>
    world.google.act.move(await point(world, WEEKLY, THURSDAYS[0]), { minutes, scope: 'all' });
  world.notion.act.edit(page, { 'Weekly retro': null });
  await drag(60);
  // The tick has weighed what it saw, and what it does about it is refused.
  world.google.faults.add({ kind: 'refuse', status: 503, operation: 'events.delete' });
  await world.tick();
  await drag(5);
  world.pass(30 * MINUTE);
  await settle(world);
  expect(row('Weekly retro')).toBeNull();
  expect(await shown(told)).toEqual([]);
  const said = comments(world, page);
  expect(said).toHaveLength(2);
  expect(said[0]).toContain('moved to Thu 15:00, 30 min in Calendar. It stays cancelled.');
  expect(said[1]).toContain('moved to Thu 15:05, 30 min in Calendar. It stays cancelled.');
  await expectQuiet(world);
});

it('[M70] a Weekly retro typed before Notion was told that the series was deleted does not bring it back, and is said', async () => {
  const told = await tell();
  const { world, page, row } = told;
  world.google.act.remove(await point(world, WEEKLY, THURSDAYS[0]), { scope: 'all' });
  world.notion.faults.add({ kind: 'refuse', operation: 'pages.update', status: 503 });
  await world.tick();
  expect(row('Weekly retro')).toBe('2026-12-10 14:00');
  world.notion.act.edit(page, { 'Weekly retro': { start: '2026-12-08T09:00:00+01:00' } });
  world.pass(30 * MINUTE);
  await settle(world);
  expect(row('Weekly retro')).toBeNull();
  expect(await shown(told)).toEqual([]);
  expect(comments(world, page).join()).toContain('moved to Tue 09:00, 30 min in Notion. It stays cancelled.');
  await told.edit({ 'Weekly retro': { start: '2026-12-08T09:00:00+01:00' } });
  expect(await shown(told)).toHaveLength(6);
  await expectQuiet(world);
});

it('[M46] an older part that is dragged back beside a split ends before the weeks of that one', async () => {
  const told = await splitOff();
  const { world } = told;
  expect(await shown(told)).toEqual(SPLIT);
  world.google.act.move(await point(world, WEEKLY, THURSDAYS[0]), { minutes: -1440, scope: 'all' });
  await settle(world);
  const wednesdays = ['2026-12-09', '2026-12-16', '2026-12-23'];
  expect(await shown(told)).toEqual([...each(wednesdays, '14:00'), ...SPLIT.slice(3)]);
  expect(pages(told)).toEqual([...each(wednesdays, '14:00'), ...SPLIT.slice(3)]);
  await endWell(told);
});

it('[M46] an older part that is dragged on beside a split keeps its weeks, and the split its own', async () => {
  const told = await splitOff();
  const { world } = told;
  world.google.act.move(await point(world, WEEKLY, THURSDAYS[0]), { minutes: 5 * 1440, scope: 'all' });
  await settle(world);
  const tuesdays = ['2026-12-15', '2026-12-22', '2026-12-29'];
  expect(await shown(told)).toEqual([...each(tuesdays, '14:00'), ...SPLIT.slice(3)]);
  expect(pages(told)).toEqual([...each(tuesdays, '14:00'), ...SPLIT.slice(3)]);
  await expectQuiet(world);
});

it('[M93] a week deleted in Calendar takes no part away for an edit in Notion that is yet to settle', async () => {
  const told = await tell();
  const { world, page, row } = told;
  const last = THURSDAYS[5] ?? '';
  await dragOn(told, last, 60);
  world.notion.act.edit(page, { 'Weekly retro': null });
  world.google.act.remove(await point(world, WEEKLY, last));
  await world.tick({ immediate: false });
  expect(await shown(told)).toEqual(each(THURSDAYS.slice(0, 5), '14:00'));
  await settle(world);
  expect(row('Weekly retro')).toBe(null);
  expect(await shown(told)).toEqual([]);
  await endWell(told);
});
