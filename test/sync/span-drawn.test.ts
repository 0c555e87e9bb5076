// A bar that is drawn where it does not show the Dates that stand in Notion, or that comes back with other days; and what is
// said of Dates that were not kept.
import { expect, it } from 'vitest';
import { mergeDates } from '../../src/sync/phase.ts';
import { activity, comments, PEOPLE, point } from './hands.ts';
import { engage, expectQuiet, MINUTE, settle, tellStories } from './story.ts';

tellStories();

const DAY = 24 * 60;
const NAME = '] Apollo';
const LATER = [
  '2026-12-14–2027-01-08 [Planning] Apollo',
  '2026-12-14 10:00 Kickoff: Apollo',
  '2026-12-17 14:00 Weekly retro: Apollo',
  '2026-12-24 14:00 Weekly retro: Apollo',
  '2026-12-31 14:00 Weekly retro: Apollo',
  '2027-01-07 14:00 Project retro: Apollo',
  '2027-04-08 10:00 Three-month check-in: Apollo',
];

it('[M60] a span that is put back and drawn before the Worker looks changes Dates', async () => {
  const { world, calendar, row } = await engage(PEOPLE);
  const id = await point(world, NAME);
  world.google.act.remove(id);
  await settle(world);
  world.google.act.restore(id);
  world.google.act.move(id, { minutes: 7 * DAY });
  await settle(world);
  expect(row('Dates')).toBe('2026-12-14–2027-01-08');
  expect(await calendar()).toEqual(LATER);
  await expectQuiet(world);
});

it('[M60] a span that the phase took away, put back and drawn, leaves again, and Dates follow it', async () => {
  const { world, calendar, row, edit } = await engage(PEOPLE);
  const id = await point(world, NAME);
  await edit({ Phase: 'Completed' });
  world.google.act.restore(id);
  world.google.act.move(id, { minutes: 7 * DAY });
  await settle(world);
  expect(row('Dates')).toBe('2026-12-14–2027-01-08');
  expect(await calendar()).toEqual([]);
  await expectQuiet(world);
});

it('[M54] a span that Declined cut and a person draws does not show the Dates in Notion: those are kept, and it is said', async () => {
  const { world, page, row, edit } = await engage(PEOPLE);
  await world.at('2026-12-09T10:00:00Z');
  await edit({ Phase: 'Declined' });
  const id = await point(world, NAME);
  world.google.act.rename(id, '[Executing] Apollo');
  world.google.act.move(id, { start: '2026-12-07', end: '2026-12-15' });
  await settle(world);
  expect(row('Dates')).toBe('2026-12-07–2027-01-01');
  expect(comments(world, page).join('\n')).toContain('14 Dec 2026 in Calendar');
  await expectQuiet(world);
});

it('[M60] a span put back as it was takes the Dates that were set meanwhile', async () => {
  const { world, page, row } = await engage(PEOPLE);
  const id = await point(world, NAME);
  world.google.act.remove(id);
  await settle(world);
  world.google.act.restore(id);
  world.notion.act.edit(page, { Dates: { start: '2026-12-14', end: '2027-01-08' } });
  world.pass(30 * MINUTE);
  await settle(world);
  expect(row('Dates')).toBe('2026-12-14–2027-01-08');
  expect(comments(world, page)).toEqual([]);
  await expectQuiet(world);
});

it('[M7] what was not kept stands in the activity log once, also while no comment can be left', async () => {
  const { world, page } = await engage(PEOPLE);
  const said = () => activity(world).filter((sentence) => /both sides.*28 Dec 2026/.test(sentence));
  world.google.act.move(await point(world, NAME), { minutes: 21 * DAY });
  world.notion.act.edit(page, { Dates: { start: '2026-12-14', end: '2027-01-08' } });
  for (const nth of [1, 2])
    world.notion.faults.add({ kind: 'refuse', operation: 'comments.create', status: 429, nth });
  world.pass(2 * MINUTE);
  await world.tick();
  expect(comments(world, page)).toEqual([]);
  expect(said()).toHaveLength(1);
  world.pass(30 * MINUTE);
  await settle(world);
  expect(comments(world, page)).toHaveLength(1);
  expect(said()).toHaveLength(1);
  await expectQuiet(world);
});

/** A bar that shows three days of Dates, by a mark of ours, while the base has all of them. */
const cut = (isWanted: boolean, start = '2026-12-07') => {
  const days = { start: '2026-12-07', end: '2026-12-21' };
  const bar = { start, end: '2026-12-10' };
  const base = { state: 'planned', mode: 'pinned', time: days, row: days, calendar: days } as const;
  return mergeDates(days, bar, base, `${bar.start}/${bar.end}`, isWanted).days;
};

it('[M72] a bar that a write of ours cut with its phase, and that landed late, changes no Dates', () => {
  expect(cut(false)).toEqual({ start: '2026-12-07', end: '2026-12-21' });
  expect(cut(false, '2026-12-08')).toEqual({ start: '2026-12-08', end: '2026-12-10' });
  expect(cut(true)).toEqual({ start: '2026-12-07', end: '2026-12-10' });
});
