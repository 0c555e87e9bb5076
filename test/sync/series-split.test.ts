// "This and following" in Calendar: a person's split, seen from both sides.
import { expect, it } from 'vitest';
import { comments, point, tickAndSee } from './hands.ts';
import { each, endWell, pages, seriesId, shown, THURSDAYS, type Told, tell, WEEKLY } from './series-story.ts';
import { mails, settle, tellStories } from './story.ts';

tellStories();

/** A person drags a week and all that follow. */
async function drag({ world }: Told, day: string, minutes: number): Promise<string> {
  const id = world.google.act.move(await point(world, WEEKLY, day), { minutes, scope: 'following' });
  await settle(world);
  return id;
}

const LATER = [...each(THURSDAYS.slice(0, 3), '14:00'), ...each(THURSDAYS.slice(3), '15:00')];

for (const orphans of ['keep', 'drop'] as const) {
  it(`[M22] this and following dragged: the pages follow by week, Weekly retro shows the slot ahead, nobody is mailed (orphans ${orphans})`, async () => {
    const told = await tell({ orphans });
    const { world } = told;
    world.google.act.move(await point(world, WEEKLY, THURSDAYS[3]), { minutes: 60, scope: 'following' });
    const { google } = await tickAndSee(world);
    await settle(world);
    expect(pages(told)).toEqual(LATER);
    expect(await shown(told)).toEqual(LATER);
    expect(told.row('Weekly retro')).toBe('2026-12-31 15:00');
    // A rule that ends at 14:00 has lost its last week, which is taken up again; the project retro takes the slot.
    expect(google.sort()).toEqual(['events.patch', 'events.patch']);
    expect(mails(world)).toEqual(['update Project retro: Apollo ×4']);
    expect(comments(world, told.page)).toEqual([]);
    await endWell(told);
  });
}

it('[M22] this and following renamed: pages keep their times, the name stays, nothing is written to Calendar', async () => {
  const told = await tell();
  const { world } = told;
  const id = await seriesId(told);
  const split = world.google.act.rename(await point(world, WEEKLY, THURSDAYS[3]), 'Review', {
    scope: 'following',
  });
  expect(split.startsWith(`${id}_R`)).toBe(true);
  const { google, notion } = await tickAndSee(world);
  expect(google).toEqual([]);
  // The links of three pages lead to the new series.
  expect(notion).toEqual(['pages.update', 'pages.update', 'pages.update']);
  await settle(world);
  expect(pages(told)).toEqual(each(THURSDAYS, '14:00'));
  expect(await shown(told)).toEqual(each(THURSDAYS, '14:00'));
  expect(told.row('Weekly retro')).toBe('2026-12-10 14:00');
  expect((await told.calendar()).filter((line) => line.endsWith('Review'))).toHaveLength(3);
  expect(mails(world)).toEqual([]);
  await endWell(told);
});
