// Both sides changed where the series stands, and one did not see the other's yet; a part dragged beside one that stands.
import { expect, it } from 'vitest';
import { DEFAULT_PLAYBOOK } from '../../src/playbook/index.ts';
import type { SeriesBase } from '../../src/sync/base.ts';
import { mergeSeries } from '../../src/sync/slot-merge.ts';
import { point } from './hands.ts';
import { each, endWell, pages, SPLIT, shown, splitOff, THURSDAYS, WEEKLY } from './series-story.ts';
import { expectQuiet, settle, tellStories } from './story.ts';

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

it('[M45] a slot typed once Notion was told, or while retros are withdrawn, is kept', () => {
  expect(merge(TYPED, { ...known, row: DRAWN })).toMatchObject({ slot: TYPED, conflict: null });
  expect(merge(TYPED, known, false)).toMatchObject({ slot: TYPED, conflict: null });
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
