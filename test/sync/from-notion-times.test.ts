// Times set in Notion: derived ones follow what they were picked from, pinned ones stay, blanked ones stay away.
import { expect, it } from 'vitest';
import { DAY, engage, expectQuiet, mails, PEOPLE, PLANNED, RETROS, settle, tellStories } from './story.ts';

tellStories();

const at = (day: string, time: string, offset = '+01:00') => ({ start: `${day}T${time}:00.000${offset}` });
/** `PLANNED`, every day a week later. */
const LATER = [
  '2026-12-14–2027-01-08 [Planning] Apollo',
  '2026-12-14 10:00 Kickoff: Apollo',
  '2026-12-17 14:00 Weekly retro: Apollo',
  '2026-12-24 14:00 Weekly retro: Apollo',
  '2026-12-31 14:00 Weekly retro: Apollo',
  '2027-01-07 14:00 Project retro: Apollo',
  '2027-04-08 10:00 Three-month check-in: Apollo',
];
const A_WEEK_LATER = { Dates: { start: '2026-12-14', end: '2027-01-08' } };

it('[P46, S7] a kickoff typed in Notion moves its event, keeps its length, and each guest is told once', async () => {
  const { world, edit, calendar, events, row } = await engage(PEOPLE);
  const before = await events();
  mails(world);
  await edit({ Kickoff: at('2026-12-08', '09:30') });
  expect((await calendar())[1]).toBe('2026-12-08 09:30 Kickoff: Apollo');
  const kickoff = (await events()).get('2026-12-08 09:30 Kickoff: Apollo');
  expect(kickoff?.id).toBe(before.get(PLANNED[1] ?? '')?.id);
  expect(kickoff?.end).toBe('2026-12-08T09:15:00.000Z');
  expect(row('Kickoff')).toBe('2026-12-08 09:30');
  expect(mails(world)).toEqual(['update Kickoff: Apollo ×4']);
  await expectQuiet(world);
});

it('[P46] when Dates move, what was derived moves along, silently for nobody: each guest hears once', async () => {
  const { world, edit, calendar, retros, row } = await engage(PEOPLE);
  mails(world);
  await edit(A_WEEK_LATER);
  expect(await calendar()).toEqual(LATER);
  expect(retros()[0]).toBe('1: 2026-12-17 14:00 Planned');
  expect(retros().at(-1)).toBe('project: 2027-01-07 14:00 Planned');
  expect([row('Kickoff'), row('Check-in')]).toEqual(['2026-12-14 10:00', '2027-04-08 10:00']);
  expect(mails(world)).toEqual([
    'update Kickoff: Apollo ×4',
    'update Weekly retro: Apollo ×4',
    'update Project retro: Apollo ×4',
    'update Three-month check-in: Apollo ×4',
  ]);
  await expectQuiet(world);
});

it('[P46] a pinned kickoff stays when Dates move, and Checks names it with what the playbook would pick', async () => {
  const { world, edit, calendar, row } = await engage(PEOPLE);
  await edit({ Kickoff: at('2026-12-08', '09:30') });
  await edit(A_WEEK_LATER);
  expect((await calendar()).filter((line) => line.includes('Kickoff'))).toEqual([
    '2026-12-08 09:30 Kickoff: Apollo',
  ]);
  expect(row('Checks')).toContain('kickoff');
  expect(row('Checks')).toMatch(/Tue 8 Dec 2026, 09:30.*Mon 14 Dec 2026, 10:00/);
  await expectQuiet(world);
});

it('[P46] a time typed to just what the playbook picks is derived again', async () => {
  const { world, edit, calendar } = await engage(PEOPLE);
  await edit({ Kickoff: at('2026-12-08', '09:30') });
  await edit({ Kickoff: { ...at('2026-12-07', '10:00'), end: '2026-12-07T10:45:00.000+01:00' } });
  await edit(A_WEEK_LATER);
  expect(await calendar()).toEqual(LATER);
  await expectQuiet(world);
});

for (const way of ['moved', 'cancelled'] as const) {
  it(`[M20] a retro that was ${way} keeps its week when Dates move, the others go along`, async () => {
    const { world, edit, calendar, retro, retros } = await engage(PEOPLE);
    const change = way === 'moved' ? { Date: at('2026-12-18', '09:00') } : { Status: 'Cancelled' };
    world.notion.act.edit(retro(2), change);
    await settle(world);
    mails(world);
    await edit(A_WEEK_LATER);
    const weekly = (await calendar()).filter((line) => line.includes('Weekly'));
    expect(weekly).toEqual([
      LATER[2],
      ...(way === 'moved' ? ['2026-12-18 09:00 Weekly retro: Apollo'] : []),
      LATER[4],
    ]);
    expect(retros()[1]).toMatch(way === 'moved' ? /2026-12-18 09:00 Planned/ : /Cancelled/);
    expect(mails(world)).toHaveLength(4);
    await expectQuiet(world);
  });
}

it('[P37] a retro that Dates have left behind is named in Checks', async () => {
  const { world, edit, retro, row } = await engage(PEOPLE);
  world.notion.act.edit(retro(2), { Date: at('2026-12-18', '09:00') });
  await settle(world);
  await edit(A_WEEK_LATER);
  expect(row('Checks')).toContain('week 2');
  await expectQuiet(world);
});

it('[P46] cleared Dates withdraw everything; set again, the same events come back', async () => {
  const { world, edit, calendar, events, retros, row } = await engage(PEOPLE);
  const before = await events();
  mails(world);
  await edit({ Dates: null });
  expect(await calendar()).toEqual([]);
  expect(mails(world)).toHaveLength(4);
  expect(row('Kickoff')).toBe('2026-12-07 10:00');
  expect(retros().every((line) => line.endsWith('Cancelled'))).toBe(true);
  await expectQuiet(world);
  await edit({ Dates: { start: '2026-12-07', end: '2027-01-01' } });
  expect(await calendar()).toEqual(PLANNED);
  expect(retros()).toEqual(RETROS);
  expect([...(await events()).values()].map(({ id }) => id)).toEqual(
    [...before.values()].map(({ id }) => id),
  );
  expect(mails(world)).toHaveLength(4);
  await expectQuiet(world);
});

it('[P46] Dates cleared and set to others bring derived times back at their new place, pinned ones at the old', async () => {
  const { world, edit, calendar } = await engage({ ...PEOPLE, Kickoff: at('2026-12-15', '11:00') });
  await edit({ Dates: null });
  await edit(A_WEEK_LATER);
  expect(await calendar()).toEqual([LATER[0], '2026-12-15 11:00 Kickoff: Apollo', ...LATER.slice(2)]);
  await expectQuiet(world);
});

it('[P46] longer Dates grow the series and move project retro and check-in', async () => {
  const { world, edit, calendar, retros } = await engage(PEOPLE);
  mails(world);
  await edit({ Dates: { start: '2026-12-07', end: '2027-01-15' } });
  const LONGER = [
    '2026-12-07–2027-01-15 [Planning] Apollo',
    ...PLANNED.slice(1, 5),
    '2026-12-31 14:00 Weekly retro: Apollo',
    '2027-01-07 14:00 Weekly retro: Apollo',
    '2027-01-14 14:00 Project retro: Apollo',
    '2027-04-15 10:00 Three-month check-in: Apollo',
  ];
  expect(await calendar()).toEqual(LONGER);
  expect(retros().map((line) => line.split(':')[0])).toEqual(['1', '2', '3', '4', '5', 'project']);
  expect(mails(world)).toEqual([
    'update Weekly retro: Apollo ×4',
    'update Project retro: Apollo ×4',
    'update Three-month check-in: Apollo ×4',
  ]);
  await expectQuiet(world);
});

it('[P46] longer Dates on the way leave history alone', async () => {
  const { world, edit, calendar, retros } = await engage(PEOPLE);
  await world.at('2026-12-18T09:00:00Z');
  await edit({ Dates: { start: '2026-12-07', end: '2027-01-08' } });
  expect(await calendar()).toEqual([
    '2026-12-07–2027-01-08 [Executing] Apollo',
    ...PLANNED.slice(1, 5),
    '2026-12-31 14:00 Weekly retro: Apollo',
    '2027-01-07 14:00 Project retro: Apollo',
    '2027-04-08 10:00 Three-month check-in: Apollo',
  ]);
  expect(retros()[0]).toBe('1: 2026-12-10 14:00 Held');
  await expectQuiet(world);
});

it('[P46] shorter Dates drop the last retros, before the start', async () => {
  const { world, edit, calendar, retros } = await engage(PEOPLE);
  await edit({ Dates: { start: '2026-12-07', end: '2026-12-18' } });
  expect(await calendar()).toEqual([
    '2026-12-07–2026-12-18 [Planning] Apollo',
    ...PLANNED.slice(1, 3),
    '2026-12-17 14:00 Project retro: Apollo',
    '2027-03-18 10:00 Three-month check-in: Apollo',
  ]);
  expect(retros()).toEqual([
    '1: 2026-12-10 14:00 Planned',
    '2: 2026-12-17 14:00 Cancelled',
    '3: 2026-12-24 14:00 Cancelled',
    'project: 2026-12-17 14:00 Planned',
  ]);
  await expectQuiet(world);
  await edit({ Dates: { start: '2026-12-07', end: '2027-01-01' } });
  expect(await calendar()).toEqual(PLANNED);
  expect(retros()).toEqual(RETROS);
  await expectQuiet(world);
});

it('[P46] shorter Dates on the way drop what is ahead, and it comes back with longer ones', async () => {
  const { world, edit, calendar, retros } = await engage(PEOPLE);
  await world.at('2026-12-11T09:00:00Z');
  await edit({ Dates: { start: '2026-12-07', end: '2026-12-18' } });
  expect(await calendar()).toEqual([
    '2026-12-07–2026-12-18 [Executing] Apollo',
    ...PLANNED.slice(1, 3),
    '2026-12-17 14:00 Project retro: Apollo',
    '2027-03-18 10:00 Three-month check-in: Apollo',
  ]);
  await expectQuiet(world);
  await edit({ Dates: { start: '2026-12-07', end: '2027-01-01' } });
  expect((await calendar()).slice(1)).toEqual(PLANNED.slice(1));
  expect(retros()).toEqual(['1: 2026-12-10 14:00 Held', ...RETROS.slice(1)]);
  await expectQuiet(world);
});

it('[P5, S8] a changed Time zone moves derived times to the same wall time and keeps pinned ones at their instant', async () => {
  const { world, edit, calendar, retros, row } = await engage({
    ...PEOPLE,
    Kickoff: at('2026-12-08', '18:00'),
  });
  mails(world);
  world.notion.act.addOption('Engagements', 'Time zone', 'America/New_York');
  await edit({ 'Time zone': 'America/New_York' });
  expect(await calendar()).toEqual([PLANNED[0], '2026-12-08 12:00 Kickoff: Apollo', ...PLANNED.slice(2)]);
  expect(retros()).toEqual(RETROS);
  expect([row('Weekly retro'), row('Kickoff')]).toEqual(['2026-12-10 14:00', '2026-12-08 12:00']);
  expect(mails(world)).toHaveLength(3);
  await expectQuiet(world);
});

it('[P5] a pinned slot keeps its instant over a changed Time zone', async () => {
  const { world, edit, calendar } = await engage({ ...PEOPLE, 'Weekly retro': at('2026-12-09', '16:00') });
  world.notion.act.addOption('Engagements', 'Time zone', 'America/New_York');
  mails(world);
  await edit({ 'Time zone': 'America/New_York' });
  expect((await calendar()).filter((line) => line.includes('retro'))).toEqual([
    '2026-12-09 10:00 Weekly retro: Apollo',
    '2026-12-16 10:00 Weekly retro: Apollo',
    '2026-12-23 10:00 Weekly retro: Apollo',
    '2026-12-30 10:00 Project retro: Apollo',
  ]);
  expect(mails(world)).toEqual(['update Kickoff: Apollo ×4', 'update Three-month check-in: Apollo ×4']);
  await expectQuiet(world);
});

it('[P14] a date without a time is that day at the playbook time, written back', async () => {
  const { world, edit, calendar, row } = await engage(PEOPLE);
  await edit({ Kickoff: { start: '2026-12-09' } });
  expect((await calendar())[1]).toBe('2026-12-09 10:00 Kickoff: Apollo');
  expect(row('Kickoff')).toBe('2026-12-09 10:00');
  await expectQuiet(world);
});

it('[P14] a Retros page with a day alone gets the slot’s time, written back', async () => {
  const { world, calendar, retro, retros } = await engage(PEOPLE);
  world.notion.act.edit(retro(2), { Date: { start: '2026-12-16' } });
  await settle(world);
  expect((await calendar())[3]).toBe('2026-12-16 14:00 Weekly retro: Apollo');
  expect(retros()[1]).toBe('2: 2026-12-16 14:00 Planned');
  await expectQuiet(world);
});

it('[P2] Dates without an end get one, written back', async () => {
  const { world, row } = await engage({ ...PEOPLE, Dates: { start: '2026-12-07' } });
  expect(row('Dates')).toBe('2026-12-07–2027-02-12');
  await expectQuiet(world);
});

for (const [column, title, count] of [
  ['Kickoff', 'Kickoff', 1],
  ['Project retro', 'Project retro', 1],
  ['Check-in', 'Three-month check-in', 1],
  ['Intro', 'Intro', 0],
] as const) {
  it(`[N14] ${column} blanked is cancelled until it is set again`, async () => {
    const row = column === 'Intro' ? { Phase: 'Sourcing', Intro: at('2026-11-30', '15:00') } : {};
    const { world, edit, calendar, events, ...told } = await engage({ ...PEOPLE, ...row });
    const id = [...(await events()).values()].find((event) => event.title.startsWith(title))?.id;
    mails(world);
    await edit({ [column]: null });
    expect((await calendar()).filter((line) => line.includes(title))).toEqual([]);
    expect(mails(world)).toEqual([`cancellation ${title}: Apollo ×4`]);
    await expectQuiet(world);
    if (count === 1) await edit(A_WEEK_LATER);
    await edit({ Phase: 'Executing' });
    await edit({ Phase: column === 'Intro' ? 'Sourcing' : 'Planning' });
    expect((await calendar()).filter((line) => line.includes(title))).toEqual([]);
    mails(world);
    await edit({ [column]: at('2026-12-15', '11:00') });
    const back = [...(await events()).values()].find((event) => event.title.startsWith(title));
    expect([back?.id, back?.start]).toEqual([id, '2026-12-15T10:00:00.000Z']);
    expect(told.row(column)).toBe('2026-12-15 11:00');
    expect(mails(world)).toEqual([`invitation ${title}: Apollo ×4`]);
    await expectQuiet(world);
  });
}

it('[P39] a changed setting applies only to what is not yet scheduled', async () => {
  const { world, calendar } = await engage(PEOPLE);
  Object.assign(world.settings.playbook, {
    kickoffTime: '09:00',
    retroTime: '11:00',
    projectRetroMinutes: 90,
  });
  const page = world.notion.act.create('Engagements', {
    Name: 'Boreas',
    Phase: 'Planning',
    Dates: { start: '2026-12-07', end: '2026-12-18' },
  });
  world.notion.act.edit(page, {});
  await settle(world);
  expect((await calendar()).filter((line) => line.includes('Apollo'))).toEqual(PLANNED);
  expect((await calendar()).filter((line) => line.includes('Boreas')).slice(1, 3)).toEqual([
    '2026-12-07 09:00 Kickoff: Boreas',
    '2026-12-10 11:00 Weekly retro: Boreas',
  ]);
  await expectQuiet(world);
  world.pass(DAY);
  await expectQuiet(world);
});

it('[P39] a changed setting moves nothing when a scheduled row is edited', async () => {
  const { world, calendar, edit } = await engage(PEOPLE);
  Object.assign(world.settings.playbook, { kickoffTime: '09:00', retroTime: '11:00', checkInTime: '12:00' });
  await edit({ 'Host team': 'Payments' });
  expect(await calendar()).toEqual(PLANNED);
  await expectQuiet(world);
});
