// What people do to a part of the series while another takes it over, or while the phase takes it away.
import { expect, it } from 'vitest';
import { point } from './hands.ts';
import { each, pages, seriesId, shown, splitOff, THURSDAYS, tell, WEEKLY } from './series-story.ts';
import { expectQuiet, MINUTE, settle, tellStories } from './story.ts';

tellStories();

const TUESDAYS = ['2026-12-08', '2026-12-15', '2026-12-22', '2026-12-29', '2027-01-05', '2027-01-12'];
const TUESDAY = { 'Weekly retro': { start: '2026-12-08T09:00:00+01:00' } };

it('[M36] [M35] a person’s rule between two parts goes with them, so that no week is met twice', async () => {
  const told = await tell();
  const { world } = told;
  const invite = async (day = '') => {
    const from = await point(world, WEEKLY, day);
    world.google.act.addGuests(from, ['friend@elsewhere.example'], { scope: 'following' });
    await settle(world);
  };
  await invite(THURSDAYS[4]);
  await invite(THURSDAYS[2]);
  const middle = `${await seriesId(told)}_R20261224T130000`;
  world.google.act.repeat(middle, ['RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20270106T225959Z']);
  await settle(world);
  expect(pages(told)[3]).toContain('Cancelled');
  await told.edit(TUESDAY);
  const [one, two, , , five, six] = each(TUESDAYS, '09:00');
  expect(await shown(told)).toEqual([one, two, '2026-12-24 14:00', five, six]);
  expect(pages(told)[3]).toContain('Cancelled');
  await expectQuiet(world);
});

it('[M65] a week that is deleted in a part which one series is taking over is cancelled there', async () => {
  const told = await splitOff();
  const { world, page } = told;
  world.notion.act.edit(page, TUESDAY);
  world.google.faults.add({ kind: 'refuse', status: 503, operation: 'events.delete' });
  world.pass(5 * MINUTE);
  await world.tick();
  world.google.act.remove(await point(world, WEEKLY, THURSDAYS[1]));
  world.pass(30 * MINUTE);
  await settle(world);
  const [one, , three, four, five, six] = each(TUESDAYS, '09:00');
  expect(await shown(told)).toEqual([one, three, four, five, six]);
  expect(pages(told)[1]).toContain('Cancelled');
  await expectQuiet(world);
});

it('[M32] [M16] a series that is cut short in the tick in which the phase takes it away comes back as short', async () => {
  const told = await tell();
  const { world, page } = told;
  world.google.act.remove(await point(world, WEEKLY, THURSDAYS[2]), { scope: 'following' });
  world.notion.act.edit(page, { Phase: 'Completed' });
  world.pass(5 * MINUTE);
  await settle(world);
  expect(await shown(told)).toEqual([]);
  await told.edit({ Phase: 'Planning' });
  expect(await shown(told)).toEqual(each(THURSDAYS.slice(0, 2), '14:00'));
  expect(
    pages(told)
      .slice(2)
      .every((line) => line.includes('Cancelled')),
  ).toBe(true);
  await expectQuiet(world);
});
