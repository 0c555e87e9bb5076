// What each phase means for the calendar, changed by hand in Notion: forward, back, out.
import { expect, it } from 'vitest';
import { DAY, engage, expectQuiet, mails, PEOPLE, PLANNED, RETROS, tellStories } from './story.ts';

tellStories();

const SPAN = '2026-12-07–2027-01-01';

it('[P40] Planning puts everything into the calendar, with a page for each retro', async () => {
  const { world, calendar, retros, row } = await engage(PEOPLE);
  expect(await calendar()).toEqual(PLANNED);
  expect(retros()).toEqual(RETROS);
  expect([row('Kickoff'), row('Weekly retro'), row('Project retro'), row('Check-in')]).toEqual([
    '2026-12-07 10:00',
    '2026-12-10 14:00',
    '2026-12-31 14:00',
    '2027-04-01 10:00',
  ]);
  expect(mails(world)).toEqual([
    'invitation Kickoff: Apollo ×4',
    'invitation Weekly retro: Apollo ×4',
    'invitation Project retro: Apollo ×4',
    'invitation Three-month check-in: Apollo ×4',
  ]);
  await expectQuiet(world);
});

it('[P40] Sourcing has a tentative span, and intro and fit check once they have a date', async () => {
  const { world, calendar, edit, events } = await engage({ ...PEOPLE, Phase: 'Sourcing' });
  expect(await calendar()).toEqual([`${SPAN} [Sourcing] Apollo`]);
  await edit({ Intro: { start: '2026-11-30T15:00:00.000+01:00' }, 'Fit check': { start: '2026-12-02' } });
  expect(await calendar()).toEqual([
    '2026-11-30 15:00 Intro: Apollo',
    '2026-12-02 10:00 Fit check: Apollo',
    `${SPAN} [Sourcing] Apollo`,
  ]);
  const seen = [...(await events()).values()];
  expect(seen.map(({ guests, status }) => `${status} ${guests.length}`)).toEqual([
    'confirmed 4',
    'confirmed 2',
    'tentative 0',
  ]);
  expect(mails(world)).toEqual(['invitation Intro: Apollo ×4', 'invitation Fit check: Apollo ×2']);
  await expectQuiet(world);
});

it('[P40] back to Sourcing withdraws the meetings; Planning brings the same events back at their old times', async () => {
  const { world, calendar, edit, events, retros } = await engage(PEOPLE);
  const before = await events();
  mails(world);
  await edit({ Phase: 'Sourcing' });
  expect(await calendar()).toEqual([`${SPAN} [Sourcing] Apollo`]);
  expect(retros().map((line) => line.split(' ').at(-1))).toEqual(Array(4).fill('Cancelled'));
  expect(mails(world)).toEqual([
    'cancellation Kickoff: Apollo ×4',
    'cancellation Weekly retro: Apollo ×4',
    'cancellation Project retro: Apollo ×4',
    'cancellation Three-month check-in: Apollo ×4',
  ]);
  await expectQuiet(world);
  await edit({ Phase: 'Planning' });
  expect(await calendar()).toEqual(PLANNED);
  expect([...(await events()).values()].map(({ id }) => id)).toEqual(
    [...before.values()].map(({ id }) => id),
  );
  expect([...(await events()).values()].map(({ guests }) => guests.length)).toEqual([0, 4, 4, 4, 4, 4, 4]);
  expect(retros()).toEqual(RETROS);
  expect(mails(world)).toHaveLength(4);
  await expectQuiet(world);
});

it('[P40] Executing and Wrapping up are told in the span alone, and in what they hold', async () => {
  const { world, calendar, edit, row } = await engage(PEOPLE);
  mails(world);
  await edit({ Phase: 'Executing' });
  expect(await calendar()).toEqual([`${SPAN} [Executing] Apollo`, ...PLANNED.slice(1)]);
  expect(mails(world)).toEqual([]);
  await edit({ Phase: 'Wrapping up' });
  expect(await calendar()).toEqual([`${SPAN} [Wrapping up] Apollo`, PLANNED.at(-1)]);
  expect(mails(world)).toHaveLength(3);
  expect(row('Kickoff')).toBe('2026-12-07 10:00');
  await expectQuiet(world);
});

it('[P40] Completed leaves nothing ahead, and the past as it was', async () => {
  const { world, calendar, edit } = await engage(PEOPLE);
  await world.at('2026-12-18T09:00:00Z');
  mails(world);
  await edit({ Phase: 'Completed' });
  expect(await calendar()).toEqual(['2026-12-07–2026-12-18 [Completed] Apollo', ...PLANNED.slice(1, 4)]);
  expect(mails(world)).toHaveLength(3);
  await expectQuiet(world);
});

it('[P42] Declined before the start takes everything away', async () => {
  const { world, calendar, edit, retros, row } = await engage(PEOPLE);
  mails(world);
  await edit({ Phase: 'Declined' });
  expect(await calendar()).toEqual([]);
  expect(mails(world)).toHaveLength(4);
  expect(retros().every((line) => line.endsWith('Cancelled'))).toBe(true);
  expect(row('Dates')).toBe(SPAN);
  await expectQuiet(world);
});

it('[P42] Declined on the way cuts the span to today; taken back, it is whole again', async () => {
  const { world, calendar, edit, retros } = await engage(PEOPLE);
  await world.at('2026-12-14T09:00:00Z');
  await edit({ Phase: 'Declined' });
  expect(await calendar()).toEqual(['2026-12-07–2026-12-14 [Declined] Apollo', ...PLANNED.slice(1, 3)]);
  expect(retros()).toEqual([
    '1: 2026-12-10 14:00 Held',
    '2: 2026-12-17 14:00 Cancelled',
    '3: 2026-12-24 14:00 Cancelled',
    'project: 2026-12-31 14:00 Cancelled',
  ]);
  await expectQuiet(world);
  world.pass(DAY);
  await expectQuiet(world);
  await edit({ Phase: 'Executing' });
  expect(await calendar()).toEqual([`${SPAN} [Executing] Apollo`, ...PLANNED.slice(1)]);
  await expectQuiet(world);
});

it('[P43] Ended early ends Dates today, picks the check-in from there and withdraws the rest', async () => {
  const { world, calendar, edit, row, retros } = await engage(PEOPLE);
  await world.at('2026-12-14T09:00:00Z');
  mails(world);
  await edit({ Phase: 'Ended early' });
  expect(row('Dates')).toBe('2026-12-07–2026-12-14');
  expect(row('Check-in')).toBe('2027-03-15 10:00');
  expect(await calendar()).toEqual([
    '2026-12-07–2026-12-14 [Ended early] Apollo',
    ...PLANNED.slice(1, 3),
    '2027-03-15 10:00 Three-month check-in: Apollo',
  ]);
  expect(retros()).toEqual([
    '1: 2026-12-10 14:00 Held',
    '2: 2026-12-17 14:00 Cancelled',
    '3: 2026-12-24 14:00 Cancelled',
    'project: 2026-12-31 14:00 Cancelled',
  ]);
  expect(mails(world)).toEqual([
    'update Weekly retro: Apollo ×4',
    'cancellation Project retro: Apollo ×4',
    'update Three-month check-in: Apollo ×4',
  ]);
  await expectQuiet(world);
  world.pass(3 * DAY);
  await expectQuiet(world);
  expect(row('Dates')).toBe('2026-12-07–2026-12-14');
});

it('[P43] Ended early after Dates are over changes neither Dates nor the check-in', async () => {
  const { world, calendar, edit, row } = await engage(PEOPLE);
  await world.at('2027-01-11T09:00:00Z');
  await edit({ Phase: 'Ended early' });
  expect(row('Dates')).toBe(SPAN);
  expect((await calendar()).slice(-1)).toEqual([PLANNED.at(-1)]);
  await expectQuiet(world);
});

it('[P43] Ended early before the start ends Dates on their first day, and so it stays when that day comes', async () => {
  const { world, calendar, edit, row } = await engage(PEOPLE);
  await edit({ Phase: 'Ended early' });
  const ended = ['2026-12-07 [Ended early] Apollo', '2027-03-08 10:00 Three-month check-in: Apollo'];
  expect([row('Dates'), ...(await calendar())]).toEqual([
    '2026-12-07–2026-12-07',
    ended[0]?.replace(' ', '–2026-12-07 '),
    ended[1],
  ]);
  await expectQuiet(world);
  await world.at('2026-12-08T09:00:00Z');
  expect(row('Dates')).toBe('2026-12-07–2026-12-07');
  await expectQuiet(world);
});

it('[P43] a pinned check-in stays where it is when the engagement ends early', async () => {
  const { world, edit, row } = await engage({
    ...PEOPLE,
    'Check-in': { start: '2027-04-06T11:00:00.000+02:00' },
  });
  await world.at('2026-12-14T09:00:00Z');
  await edit({ Phase: 'Ended early' });
  expect(row('Check-in')).toBe('2027-04-06 11:00');
  await expectQuiet(world);
});
