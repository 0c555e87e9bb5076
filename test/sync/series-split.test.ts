// "This and following" in Calendar: what a person splits off, seen from both sides; then later edits in Calendar.
import { expect, it } from 'vitest';
import { comments, point, tickAndSee } from './hands.ts';
import {
  dragOn,
  each,
  endWell,
  pages,
  SPLIT,
  seriesId,
  shown,
  splitOff,
  THURSDAYS,
  type Told,
  tell,
  WEEKLY,
} from './series-story.ts';
import { mails, settle, tellStories } from './story.ts';

tellStories();

const [FIRST = '', SECOND = '', , FOURTH = '', FIFTH = '', LAST = ''] = THURSDAYS;
const DAY = 24 * 60;
const projectRetro = ({ row }: Told) => row('Project retro');

for (const orphans of ['keep', 'drop'] as const) {
  it(`[M22] this and following dragged: pages follow by week, Weekly retro shows the slot ahead, nobody is mailed by us (orphans ${orphans})`, async () => {
    const told = await tell({ orphans });
    const { world } = told;
    world.google.act.move(await point(world, WEEKLY, FOURTH), { minutes: 60, scope: 'following' });
    const { google } = await tickAndSee(world);
    await settle(world);
    expect(pages(told)).toEqual(SPLIT);
    expect(await shown(told)).toEqual(SPLIT);
    expect(told.row('Weekly retro')).toBe('2026-12-31 15:00');
    // A rule that ended at 14:00 has lost its last week, which is taken up again; the project retro takes the slot.
    expect(google).toEqual(['events.patch', 'events.patch']);
    expect(projectRetro(told)).toBe('2027-01-21 15:00');
    expect(mails(world)).toEqual(['update Project retro: Apollo ×4']);
    expect(comments(world, told.page)).toEqual([]);
    await endWell(told);
  });
}

it('[M22] this and following renamed: nothing is written on either side, and the name stays', async () => {
  const told = await tell();
  const { world } = told;
  const id = await seriesId(told);
  const split = world.google.act.rename(await point(world, WEEKLY, FOURTH), 'Review', { scope: 'following' });
  expect(split.startsWith(`${id}_R`)).toBe(true);
  expect(await tickAndSee(world)).toEqual({ google: [], notion: [] });
  await settle(world);
  expect(pages(told)).toEqual(each(THURSDAYS, '14:00'));
  expect((await told.calendar()).filter((line) => line.endsWith('Review'))).toHaveLength(3);
  await endWell(told);
});

it('[M22] this and following from the first one on is the whole series', async () => {
  const told = await tell();
  await dragOn(told, FIRST, 60);
  expect(pages(told)).toEqual(each(THURSDAYS, '15:00'));
  expect(told.row('Weekly retro')).toBe('2026-12-10 15:00');
  await endWell(told);
});

it('[M22] [S13] on the way what was held stays, and what is ahead of the cut goes on as it was', async () => {
  const told = await tell();
  await told.world.at('2026-12-11T09:00:00Z');
  await dragOn(told, FOURTH, 60);
  expect(pages(told)).toEqual(['2026-12-10 14:00 Held', ...SPLIT.slice(1)]);
  expect(await shown(told)).toEqual(SPLIT);
  await endWell(told);
});

it('[M22] [S13] a split at the next one, on the way', async () => {
  const told = await tell();
  await told.world.at('2026-12-11T09:00:00Z');
  await dragOn(told, SECOND, 60);
  expect(pages(told)).toEqual(['2026-12-10 14:00 Held', ...each(THURSDAYS.slice(1), '15:00')]);
  expect(told.row('Weekly retro')).toBe('2026-12-17 15:00');
  await endWell(told);
});

for (const [what, days] of [
  ['a later', [1, '2027-01-01', '2027-01-08', '2027-01-15']],
  ['an earlier', [-2, '2026-12-29', '2027-01-05', '2027-01-12']],
] as const) {
  it(`[M22] this and following dragged to ${what} day keeps every week`, async () => {
    const told = await tell();
    const [by, ...after] = days;
    await dragOn(told, FOURTH, by * DAY);
    const all = [...each(THURSDAYS.slice(0, 3), '14:00'), ...each(after, '14:00')];
    expect(pages(told)).toEqual(all);
    expect(await shown(told)).toEqual(all);
    await endWell(told);
  });
}

it('[M31] this and following dragged into the next week: the week between has none, and is Cancelled', async () => {
  const told = await tell();
  await dragOn(told, FOURTH, 4 * DAY);
  const after = ['2027-01-04 14:00', '2027-01-11 14:00'];
  const kept = each(THURSDAYS.slice(0, 3), '14:00');
  expect(pages(told)).toEqual([...kept, '2026-12-31 14:00 Cancelled', ...after]);
  expect(await shown(told)).toEqual([...kept, ...after]);
  expect(mails(told.world)).toEqual(['update Project retro: Apollo ×4']);
  await endWell(told);
});

it('[M81] this and following dragged to a day on which the project retro takes its week: the part before it goes on', async () => {
  const told = await tell();
  await dragOn(told, LAST, 2 * DAY);
  expect(pages(told)).toEqual(each(THURSDAYS, '14:00'));
  expect(await shown(told)).toEqual(each(THURSDAYS, '14:00'));
  expect(told.row('Weekly retro')).toBe('2026-12-10 14:00');
  expect(told.row('Project retro')).toBe('2027-01-21 14:00');
  expect(mails(told.world)).toEqual(['update Weekly retro: Apollo ×4']);
  await dragOn(told, FIRST, 60);
  expect(pages(told)).toEqual(each(THURSDAYS, '15:00'));
  expect(mails(told.world)).toEqual(['update Project retro: Apollo ×4']);
  await endWell(told);
});

it('[M31] the whole series dragged into the next week: the first week has none, and is Cancelled', async () => {
  const told = await tell();
  await dragOn(told, FIRST, 4 * DAY);
  const after = ['2026-12-14', '2026-12-21', '2026-12-28', '2027-01-04', '2027-01-11'];
  expect(pages(told)).toEqual(['2026-12-10 14:00 Cancelled', ...each(after, '14:00')]);
  expect(await shown(told)).toEqual(each(after, '14:00'));
  await endWell(told);
});

it('[M31] this and following dragged back into a week that has its retro takes no week from the part before', async () => {
  const told = await tell();
  await dragOn(told, FOURTH, -5 * DAY);
  expect(pages(told).slice(0, 5)).toEqual([
    ...each(THURSDAYS.slice(0, 3), '14:00'),
    '2026-12-26 14:00',
    '2027-01-02 14:00',
  ]);
  // With the slot on Saturdays the project retro is in week 6.
  expect(projectRetro(told)).toBe('2027-01-16 14:00');
  await endWell(told);
});

for (const [what, days] of [
  ['onwards', [THURSDAYS[2], FIFTH]],
  ['backwards', [FIFTH, THURSDAYS[2]]],
] as const) {
  it(`[M22] two splits in a row, ${what}`, async () => {
    const told = await tell();
    for (const day of days) {
      await dragOn(told, String(day), 60);
      mails(told.world);
    }
    const last = what === 'onwards' ? '16:00' : '15:00';
    const all = [
      ...each(THURSDAYS.slice(0, 2), '14:00'),
      ...each(THURSDAYS.slice(2, 4), '15:00'),
      ...each(THURSDAYS.slice(4), last),
    ];
    expect(pages(told)).toEqual(all);
    expect(await shown(told)).toEqual(all);
    await endWell(told);
  });
}

it('[M22] [C12] a renamed part is dragged on, then renamed on: three parts, each known by its id or its marks', async () => {
  const told = await tell();
  const { world } = told;
  const follow = { scope: 'following' } as const;
  world.google.act.rename(await point(world, WEEKLY, SECOND), 'Review', follow);
  await settle(world);
  world.google.act.move(await point(world, 'Review', FOURTH), { ...follow, minutes: 60 });
  await settle(world);
  world.google.act.rename(await point(world, 'Review', FIFTH), 'Late review', follow);
  await settle(world);
  expect(pages(told)).toEqual(SPLIT);
  expect(await shown(told)).toEqual(SPLIT);
  expect(told.row('Weekly retro')).toBe('2026-12-31 15:00');
  mails(world);
  await endWell(told);
});

it('[M22] [M18] the part dragged as a whole changes Weekly retro; the older part stays', async () => {
  const told = await splitOff();
  const { world } = told;
  world.google.act.move(await point(world, WEEKLY, FIFTH), { minutes: 60, scope: 'all' });
  await settle(world);
  const all = [...SPLIT.slice(0, 3), ...each(THURSDAYS.slice(3), '16:00')];
  expect(pages(told)).toEqual(all);
  expect(await shown(told)).toEqual(all);
  expect(told.row('Weekly retro')).toBe('2026-12-31 16:00');
  expect(mails(world)).toEqual(['update Project retro: Apollo ×4']);
  await endWell(told);
});

it('[M22] the older part dragged as a whole moves its weeks alone, and Weekly retro stays', async () => {
  const told = await splitOff();
  const { world } = told;
  world.google.act.move(await point(world, WEEKLY, SECOND), { minutes: -60, scope: 'all' });
  await settle(world);
  const all = [...each(THURSDAYS.slice(0, 3), '13:00'), ...SPLIT.slice(3)];
  expect(pages(told)).toEqual(all);
  expect(await shown(told)).toEqual(all);
  expect(told.row('Weekly retro')).toBe('2026-12-31 15:00');
  expect(mails(world)).toEqual([]);
  await endWell(told);
});

it('[M22] [M16] one of the part moved and one deleted in Calendar: these two pages follow', async () => {
  const told = await splitOff();
  const { world } = told;
  world.google.act.move(await point(world, WEEKLY, FIFTH), { minutes: 90 });
  world.google.act.remove(await point(world, WEEKLY, LAST));
  await settle(world);
  expect(pages(told).slice(3)).toEqual([
    '2026-12-31 15:00',
    '2027-01-07 16:30',
    '2027-01-14 15:00 Cancelled',
  ]);
  expect(await shown(told)).toEqual([...SPLIT.slice(0, 4), '2027-01-07 16:30']);
  expect(mails(world)).toEqual([]);
  await endWell(told);
});

it('[M32] the part deleted: its weeks are Cancelled, and Weekly retro shows the slot that is left ahead', async () => {
  const told = await splitOff();
  const { world } = told;
  world.google.act.remove(await point(world, WEEKLY, FOURTH), { scope: 'following' });
  await settle(world);
  expect(pages(told)).toEqual([
    ...each(THURSDAYS.slice(0, 3), '14:00'),
    ...each(THURSDAYS.slice(3), '15:00').map((line) => `${line} Cancelled`),
  ]);
  expect(await shown(told)).toEqual(each(THURSDAYS.slice(0, 3), '14:00'));
  expect(told.row('Weekly retro')).toBe('2026-12-10 14:00');
  expect(mails(world)).toEqual(['update Project retro: Apollo ×4']);
  await endWell(told);
});

it('[M32] the part deleted once the older part is over: its weeks are Cancelled, and Weekly retro stays', async () => {
  const told = await tell();
  const { world } = told;
  await dragOn(told, SECOND, 60);
  await world.at('2026-12-11T09:00:00Z');
  mails(world);
  world.google.act.remove(await point(world, WEEKLY, FIFTH), { scope: 'all' });
  await settle(world);
  expect(pages(told)).toEqual([
    '2026-12-10 14:00 Held',
    ...each(THURSDAYS.slice(1), '15:00').map((line) => `${line} Cancelled`),
  ]);
  expect(told.row('Weekly retro')).toBe('2026-12-17 15:00');
  expect(mails(world)).toEqual([]);
  await endWell(told);
});

it('[M32] the older part deleted: its weeks are Cancelled, the part that was split off goes on', async () => {
  const told = await splitOff();
  const { world } = told;
  world.google.act.remove(await point(world, WEEKLY, FIRST), { scope: 'all' });
  await settle(world);
  expect(pages(told)).toEqual([...SPLIT.slice(0, 3).map((line) => `${line} Cancelled`), ...SPLIT.slice(3)]);
  expect(mails(world)).toEqual([]);
  await endWell(told);
});

it('[M16] [M22] the part cut short in Calendar: the weeks after the cut are Cancelled', async () => {
  const told = await splitOff();
  const { world } = told;
  world.google.act.remove(await point(world, WEEKLY, LAST), { scope: 'following' });
  await settle(world);
  expect(pages(told)).toEqual([...SPLIT.slice(0, 5), '2027-01-14 15:00 Cancelled']);
  expect(mails(world)).toEqual([]);
  await endWell(told);
});

it('[M14] [M22] either part made all-day is put back at its own time', async () => {
  const told = await splitOff();
  const { world } = told;
  world.google.act.makeAllDay(await point(world, WEEKLY, FOURTH), FOURTH, { scope: 'all' });
  world.google.act.makeAllDay(await point(world, WEEKLY, FIRST), FIRST, { scope: 'all' });
  await settle(world);
  expect(pages(told)).toEqual(SPLIT);
  expect(await shown(told)).toEqual(SPLIT);
  expect(mails(world)).toEqual([]);
  await endWell(told);
});

it('[M34] a split at the last week, and the older part dragged to a later day before anybody looked: known by its weeks', async () => {
  const told = await tell();
  const { world } = told;
  world.google.act.move(await point(world, WEEKLY, LAST), { minutes: 60 - DAY, scope: 'following' });
  world.google.act.move(await point(world, WEEKLY, FIRST), { minutes: DAY, scope: 'all' });
  await settle(world);
  expect(pages(told)).toEqual([
    ...each(['2026-12-11', '2026-12-18', '2026-12-25', '2027-01-01', '2027-01-08'], '14:00'),
    '2027-01-13 15:00',
  ]);
  mails(world);
  await endWell(told);
});

it('[M33] a split resets what was moved or cancelled after the cut, and the pages follow', async () => {
  const told = await tell();
  const { world } = told;
  world.google.act.move(await point(world, WEEKLY, LAST), { minutes: 120 });
  world.google.act.remove(await point(world, WEEKLY, FIFTH));
  world.google.act.move(await point(world, WEEKLY, SECOND), { minutes: 120 });
  await settle(world);
  await dragOn(told, FOURTH, 60);
  // The last one is lost to the rule's own end, and taken up where it was.
  const all = [SPLIT[0], '2026-12-17 16:00', ...SPLIT.slice(2, 5), '2027-01-14 16:00'];
  expect(pages(told)).toEqual(all);
  expect(await shown(told)).toEqual(all);
  mails(world);
  await endWell(told);
});

it('[M5] [M7] a split and a slot typed in Notion: Calendar’s is kept, and one comment says what was not', async () => {
  const told = await tell();
  const { world } = told;
  world.google.act.move(await point(world, WEEKLY, FOURTH), { minutes: 60, scope: 'following' });
  await told.edit({
    'Weekly retro': { start: '2026-12-08T11:00:00+01:00', end: '2026-12-08T11:30:00+01:00' },
  });
  expect(pages(told)).toEqual(SPLIT);
  expect(told.row('Weekly retro')).toBe('2026-12-31 15:00');
  expect(comments(world, told.page)).toHaveLength(1);
  expect(comments(world, told.page)[0]).toContain('11:00');
  mails(world);
  await endWell(told);
});
