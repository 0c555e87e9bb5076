// Edits in Notion that would mail wait until they have settled; nothing else does.
import { expect, it } from 'vitest';
import { createWorld } from '../world/world.ts';
import { comments, point } from './hands.ts';
import {
  expectQuiet,
  HOUR,
  MINUTE,
  mails,
  PEOPLE,
  PLANNED,
  ROW,
  readCalendar,
  settle,
  story,
  tellStories,
} from './story.ts';

tellStories();

const apollo = async () => {
  const world = await createWorld();
  const page = world.notion.act.create('Engagements', { ...ROW, ...PEOPLE });
  return { world, page, tick: () => world.tick({ immediate: false }) };
};

it('[C25] a Notion edit that would mail waits until it was seen unchanged for SETTLE_SECONDS, then goes', async () => {
  const { world, page, tick } = await apollo();
  await tick();
  expect(await readCalendar(world)).toEqual([]);
  world.pass(40_000);
  world.notion.act.edit(page, { Kickoff: { start: '2026-12-08T10:00:00.000+01:00' } });
  await tick();
  world.pass(40_000);
  await tick();
  expect(await readCalendar(world)).toEqual([]);
  world.pass(20_000);
  await tick();
  expect((await readCalendar(world))[1]).toBe('2026-12-08 10:00 Kickoff: Apollo');
  expect(mails(world)).toHaveLength(4);
  await expectQuiet(world);
});

it('[C25] edits that follow each other are told as one', async () => {
  const { world, page, tick } = await apollo();
  world.pass(2 * MINUTE);
  await settle(world);
  mails(world);
  for (const day of ['08', '09', '10']) {
    world.notion.act.edit(page, { Kickoff: { start: `2026-12-${day}T10:00:00.000+01:00` } });
    await tick();
    world.pass(30_000);
  }
  expect(mails(world)).toEqual([]);
  world.pass(MINUTE);
  await tick();
  expect(mails(world)).toEqual(['update Kickoff: Apollo ×4']);
  await expectQuiet(world);
});

it('[C25] an edit that mails nobody does not wait', async () => {
  const { world, page, tick } = await apollo();
  await settle(world);
  world.notion.act.edit(page, { Name: 'Boreas' });
  world.pass(MINUTE);
  await tick();
  expect((await readCalendar(world))[1]).toBe('2026-12-07 10:00 Kickoff: Boreas');
});

it('[C25] an edit in Calendar does not wait, not even for one in Notion', async () => {
  const { world, page, tick } = await apollo();
  await settle(world);
  const kickoff = (await world.calendar()).find(({ title }) => title.startsWith('Kickoff'));
  world.pass(HOUR);
  world.notion.act.edit(page, { 'Check-in': { start: '2027-04-05T10:00:00.000+02:00' } });
  world.google.act.move(kickoff?.id ?? '', { start: '2026-12-09T11:00:00+01:00' });
  await tick();
  const { row } = story(world, page);
  expect(row('Kickoff')).toBe('2026-12-09 11:00');
  expect((await readCalendar(world)).at(-1)).toBe(PLANNED.at(-1));
  world.pass(2 * MINUTE);
  await tick();
  expect((await readCalendar(world)).at(-1)).toBe('2027-04-05 10:00 Three-month check-in: Apollo');
  await expectQuiet(world);
});

it('[C25] a drag in Calendar is told at once, also where its event has a guest to get and the first write was not answered', async () => {
  const { world, page, tick } = await apollo();
  await settle(world);
  const kickoff = (await world.calendar()).find(({ title }) => title.startsWith('Kickoff'));
  world.pass(HOUR);
  world.notion.act.edit(page, { Guests: 'quilt@host.example' });
  world.google.act.move(kickoff?.id ?? '', { start: '2026-12-09T11:00:00+01:00' });
  world.google.faults.add({ kind: 'lose-answer', operation: 'events.patch' });
  await tick();
  world.pass(20_000);
  await tick();
  expect(story(world, page).row('Kickoff')).toBe('2026-12-09 11:00');
  world.pass(2 * MINUTE);
  await settle(world);
  await expectQuiet(world);
});

it('[M87] a phase that is only asked for, typed in Calendar while the trash settles, is asked for once the row is back', async () => {
  const { world, page, tick } = await apollo();
  await settle(world);
  await world.at('2026-12-09T09:00:00Z');
  const bar = await point(world, '[Executing] Apollo');
  world.notion.act.trash(page);
  world.google.act.move(bar, { start: '2026-12-07', end: '2027-01-05' });
  await world.tick({ immediate: false, sweep: true });
  world.google.act.rename(bar, '[Declined] Apollo');
  await tick();
  world.notion.act.restore(page);
  await world.tick({ sweep: true });
  await settle(world);
  expect(comments(world, page)).toHaveLength(1);
  expect(comments(world, page)[0]).toContain('[Declined]');
  expect(story(world, page).row('Phase')).toBe('Executing');
  await expectQuiet(world);
});

// Every third tick reads Goals in place of Retros: of three that follow each other one takes up the blank Date alone.
for (const earlier of [0, 1, 2])
  it(`[M97] a page that was blanked, given a Date and then made Cancelled stays so, ${earlier} ticks later`, async () => {
    const { world, page, tick } = await apollo();
    await settle(world);
    const { retro, retros } = story(world, page);
    for (let n = 0; n < earlier; n++) await tick();
    world.notion.act.edit(retro(2), { Date: null });
    await tick();
    world.notion.act.edit(retro(2), { Date: { start: '2026-12-18T09:00:00.000+01:00' } });
    world.notion.act.edit(retro(2), { Status: 'Cancelled' });
    await world.tick();
    await settle(world);
    expect(await readCalendar(world)).toEqual(PLANNED.filter((_, at) => at !== 3));
    expect(retros()[1]).toBe('2: 2026-12-18 09:00 Cancelled');
    await expectQuiet(world);
  });

it('[C25] the clock does not wait', async () => {
  const { world, page, tick } = await apollo();
  await settle(world);
  await world.at('2026-12-07T09:45:00Z', { immediate: false });
  expect(world.notion.see.page(page).Phase).toBe('Executing');
  await tick();
});
