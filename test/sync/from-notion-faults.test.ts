// What cannot be used: Sync says it in a sentence, nothing is taken away because of it, others go on, and a row that
// is mended is as if it had always been right.
import { expect, it } from 'vitest';
import { createWorld } from '../world/world.ts';
import { point } from './hands.ts';
import {
  engage,
  expectQuiet,
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

const at = (start: string, end: string) => ({ start: `${start}:00.000+01:00`, end: `${end}:00.000+01:00` });

const REVERSED = 'Dates that end before they start';

for (const [fault, values, sentence] of [
  [REVERSED, {}, /Dates end before they start/],
  [
    'Dates in the year 9999',
    { Dates: { start: '9999-01-01', end: '9999-02-01' } },
    /Dates are not plausible/,
  ],
  ['Dates of a century', { Dates: { start: '2026-12-07', end: '2126-12-07' } }, /Dates are not plausible/],
  ['an unknown time zone', { 'Time zone': 'Mars/Olympus' }, /"Mars\/Olympus" is not a time zone/],
  ['a phase of people’s own', { Phase: 'Dreaming' }, /"Dreaming" is not a phase/],
] as const) {
  const prepare = (world: Awaited<ReturnType<typeof createWorld>>) => {
    world.notion.act.addOption('Engagements', 'Time zone', 'Mars/Olympus');
    world.notion.act.addOption('Engagements', 'Phase', 'Dreaming');
  };

  it(`[S17] a new row with ${fault} makes nothing and says so; others go on; mended it is scheduled`, async () => {
    const world = await createWorld();
    prepare(world);
    const page = world.notion.act.create('Engagements', { ...ROW, ...PEOPLE, ...values });
    world.notion.act.create('Engagements', { ...ROW, Name: 'Boreas' });
    const { row, edit, calendar, turnRound } = story(world, page);
    if (fault === REVERSED) await turnRound('Dates', '2026-12-07', '2026-12-01');
    await settle(world);
    expect(row('Sync')).toMatch(sentence);
    expect(await readCalendar(world)).toEqual(PLANNED.map((line) => line.replace('Apollo', 'Boreas')));
    expect(mails(world)).toEqual([]);
    await expectQuiet(world);
    await edit({ Dates: ROW.Dates ?? null, 'Time zone': ROW['Time zone'] ?? null, Phase: ROW.Phase ?? null });
    expect(row('Sync')).toBe('');
    expect((await calendar()).filter((line) => line.includes('Apollo'))).toEqual(PLANNED);
    await expectQuiet(world);
  });

  it(`[S17] a scheduled row that gets ${fault} keeps all it has and says so; mended nothing has happened`, async () => {
    const { world, row, edit, calendar, turnRound } = await engage(PEOPLE);
    prepare(world);
    mails(world);
    if (fault === REVERSED) await turnRound('Dates', '2026-12-07', '2026-12-01');
    else await edit(values);
    expect(row('Sync')).toMatch(sentence);
    expect(await calendar()).toEqual(PLANNED);
    await expectQuiet(world);
    await edit({ Dates: ROW.Dates ?? null, 'Time zone': ROW['Time zone'] ?? null, Phase: ROW.Phase ?? null });
    expect(row('Sync')).toBe('');
    expect(await calendar()).toEqual(PLANNED);
    expect(mails(world)).toEqual([]);
    await expectQuiet(world);
  });
}

it('[S17] a row without Dates is quiet: it says nothing is wrong, and has nothing in the calendar', async () => {
  const { world, row, calendar } = await engage({ ...PEOPLE, Dates: null });
  expect(row('Sync')).toBe('');
  expect(row('Checks')).toMatch(/Dates/);
  expect(await calendar()).toEqual([]);
  await expectQuiet(world);
});

it('[S17] a kickoff that ends before it starts stays where it was, and Sync says so until it is mended', async () => {
  const { world, row, edit, calendar, turnRound } = await engage(PEOPLE);
  mails(world);
  await turnRound('Kickoff', '2026-12-08T10:00:00.000+01:00', '2026-12-08T09:00:00.000+01:00');
  expect(row('Sync')).toBe('Kickoff ends before it starts, so it is left as it is.');
  expect(await calendar()).toEqual(PLANNED);
  await expectQuiet(world);
  await edit({ Kickoff: at('2026-12-08T10:00', '2026-12-08T11:00') });
  expect(row('Sync')).toBe('');
  expect((await calendar())[1]).toBe('2026-12-08 10:00 Kickoff: Apollo');
  expect(mails(world)).toEqual(['update Kickoff: Apollo ×4']);
  await expectQuiet(world);
});

it('[S17] meetings over days or in the year 9999 are left as they are, and Sync says so', async () => {
  const { world, row, edit, calendar } = await engage(PEOPLE);
  await edit({
    Kickoff: { start: '2026-12-08', end: '2026-12-11' },
    'Check-in': at('9999-01-01T10:00', '9999-01-01T11:00'),
  });
  expect(row('Sync')).toMatch(/Check-in is not a plausible date/);
  expect((await calendar()).at(-1)).toBe(PLANNED.at(-1));
  await expectQuiet(world);
});

it('[S17] a name of 5,000 characters is cut in titles, Sync says so, and everything else goes on', async () => {
  const { world, row, calendar, edit } = await engage({ ...PEOPLE, Name: 'Apollo '.repeat(715) });
  expect(row('Sync')).toMatch(/longer than 300 characters/);
  expect((await calendar()).length).toBe(7);
  expect((await world.calendar()).every(({ title }) => title.length <= 320)).toBe(true);
  await expectQuiet(world);
  await edit({ Name: 'Apollo' });
  expect(row('Sync')).toBe('');
  expect(await calendar()).toEqual(PLANNED);
  await expectQuiet(world);
});

it('[S17] markup and odd characters in names stay text on both sides', async () => {
  const { world, calendar } = await engage({ ...PEOPLE, Name: '<b>[Declined]</b> & "Ü" 🚀' });
  expect((await calendar())[0]).toBe('2026-12-07–2027-01-01 [Planning] <b>[Declined]</b> & "Ü" 🚀');
  await expectQuiet(world);
});

it('[S17] a name that begins like a phase moves no phase', async () => {
  const { world, row, calendar } = await engage({ ...PEOPLE, Name: '[Executing] Apollo' });
  expect(row('Phase')).toBe('Planning');
  expect((await calendar())[0]).toBe('2026-12-07–2027-01-01 [Planning] [Executing] Apollo');
  await expectQuiet(world);
});

it('[M64] a time that is typed back where the row’s write had landed unanswered is a person’s', async () => {
  const { world, calendar, row, page } = await engage(PEOPLE);
  for (const title of ['Kickoff: Apollo', 'Three-month check-in: Apollo'])
    world.google.act.move(await point(world, title), { minutes: 60 });
  world.notion.faults.add({ kind: 'refuse', operation: 'pages.update', status: 503, written: true });
  await world.tick();
  expect(row('Kickoff')).toBe('2026-12-07 11:00');
  world.notion.act.edit(page, { Kickoff: { start: '2026-12-07T10:00:00+01:00' } });
  await settle(world);
  expect(row('Kickoff')).toBe('2026-12-07 10:00');
  expect(await calendar()).toContain('2026-12-07 10:00 Kickoff: Apollo');
  expect(row('Check-in')).toBe('2027-04-01 11:00');
  await expectQuiet(world);
});
