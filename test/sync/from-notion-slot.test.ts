// The weekly series as it is changed by its row: another slot, a blank one, the clocks in between.
import { expect, it } from 'vitest';
import { createWorld } from '../world/world.ts';
import { engage, expectQuiet, mails, PEOPLE, PLANNED, RETROS, settle, story, tellStories } from './story.ts';

tellStories();

const at = (day: string, time: string, offset = '+01:00') => ({ start: `${day}T${time}:00.000${offset}` });

it('[C23] Weekly retro changed before the first occurrence moves the one series', async () => {
  const { world, edit, calendar, events, retros } = await engage(PEOPLE);
  const id = (await events()).get(PLANNED[2] ?? '')?.id.split('_')[0];
  mails(world);
  await edit({ 'Weekly retro': { ...at('2026-12-09', '11:00'), end: '2026-12-09T11:45:00.000+01:00' } });
  expect((await calendar()).filter((line) => line.includes('retro'))).toEqual([
    '2026-12-09 11:00 Weekly retro: Apollo',
    '2026-12-16 11:00 Weekly retro: Apollo',
    '2026-12-23 11:00 Weekly retro: Apollo',
    '2026-12-30 11:00 Project retro: Apollo',
  ]);
  const weekly = [...(await events()).values()].filter((event) => event.title.startsWith('Weekly'));
  expect(weekly.map((event) => [event.id.split('_')[0], event.end.slice(11, 16)])).toEqual(
    Array(3).fill([id, '10:45']),
  );
  expect(retros().at(-1)).toBe('project: 2026-12-30 11:00 Planned');
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4', 'update Project retro: Apollo ×4']);
  await expectQuiet(world);
});

it('[C23] Weekly retro changed on the way leaves history alone and starts the next generation', async () => {
  const { world, edit, calendar, retros } = await engage(PEOPLE);
  await world.at('2026-12-11T09:00:00Z');
  mails(world);
  await edit({ 'Weekly retro': at('2026-12-16', '11:00') });
  expect((await calendar()).filter((line) => line.includes('retro'))).toEqual([
    '2026-12-10 14:00 Weekly retro: Apollo',
    '2026-12-16 11:00 Weekly retro: Apollo',
    '2026-12-23 11:00 Weekly retro: Apollo',
    '2026-12-30 11:00 Project retro: Apollo',
  ]);
  expect(retros()).toEqual([
    '1: 2026-12-10 14:00 Held',
    '2: 2026-12-16 11:00 Planned',
    '3: 2026-12-23 11:00 Planned',
    'project: 2026-12-30 11:00 Planned',
  ]);
  expect(mails(world)).toEqual(['invitation Weekly retro: Apollo ×4', 'update Project retro: Apollo ×4']);
  await expectQuiet(world);
});

it('[C23] moved and cancelled occurrences ahead are laid on the next generation by week', async () => {
  const { world, edit, calendar, retro, retros } = await engage({
    ...PEOPLE,
    Dates: { start: '2026-12-07', end: '2027-01-08' },
  });
  await world.at('2026-12-11T09:00:00Z');
  world.notion.act.edit(retro(2), { Date: at('2026-12-18', '09:00') });
  world.notion.act.edit(retro(3), { Status: 'Cancelled' });
  await settle(world);
  await edit({ 'Weekly retro': at('2026-12-16', '11:00') });
  expect((await calendar()).filter((line) => line.includes('Weekly'))).toEqual([
    '2026-12-10 14:00 Weekly retro: Apollo',
    '2026-12-18 09:00 Weekly retro: Apollo',
    '2026-12-30 11:00 Weekly retro: Apollo',
  ]);
  expect(retros().slice(1, 4)).toEqual([
    '2: 2026-12-18 09:00 Planned',
    '3: 2026-12-24 14:00 Cancelled',
    '4: 2026-12-30 11:00 Planned',
  ]);
  await expectQuiet(world);
});

it('[N14] Weekly retro blanked cancels what is ahead of the series; set again, it is back', async () => {
  const { world, edit, calendar, retros } = await engage(PEOPLE);
  mails(world);
  await edit({ 'Weekly retro': null });
  expect((await calendar()).filter((line) => line.includes('Weekly'))).toEqual([]);
  expect(
    retros()
      .slice(0, 3)
      .every((line) => line.endsWith('Cancelled')),
  ).toBe(true);
  expect(mails(world)).toEqual(['cancellation Weekly retro: Apollo ×4']);
  await expectQuiet(world);
  await edit({ 'Weekly retro': at('2026-12-10', '14:00') });
  expect(await calendar()).toEqual(PLANNED);
  expect(retros()).toEqual(RETROS);
  expect(mails(world)).toEqual(['invitation Weekly retro: Apollo ×4']);
  await expectQuiet(world);
});

it('[N14] Weekly retro blanked on the way keeps the past; set again, the series goes on', async () => {
  const { world, edit, calendar, retros } = await engage(PEOPLE);
  await world.at('2026-12-11T09:00:00Z');
  await edit({ 'Weekly retro': null });
  expect((await calendar()).filter((line) => line.includes('Weekly'))).toEqual([PLANNED[2]]);
  await expectQuiet(world);
  await edit({ 'Weekly retro': at('2026-12-17', '14:00') });
  expect((await calendar()).slice(1)).toEqual(PLANNED.slice(1));
  expect(retros()).toEqual(['1: 2026-12-10 14:00 Held', ...RETROS.slice(1)]);
  await expectQuiet(world);
});

for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Asia/Kolkata']) {
  it(`[P6] all retros have the same local time over a change of daylight saving in ${zone}`, async () => {
    const world = await createWorld();
    world.notion.act.addOption('Engagements', 'Time zone', zone);
    const page = world.notion.act.create('Engagements', {
      Name: 'Apollo',
      Phase: 'Planning',
      Dates: { start: '2027-03-01', end: '2027-04-16' },
      'Time zone': zone,
    });
    await settle(world);
    const { calendar, retros } = story(world, page);
    const times = (await calendar())
      .filter((line) => line.includes('retro'))
      .map((line) => line.slice(0, 16));
    expect(times).toEqual(
      ['04', '11', '18', '25']
        .map((day) => `2027-03-${day} 14:00`)
        .concat('2027-04-01 14:00', '2027-04-08 14:00', '2027-04-15 14:00'),
    );
    expect(retros().map((line) => line.split(' ').slice(1, 3).join(' '))).toEqual(times);
    await expectQuiet(world);
  });
}
