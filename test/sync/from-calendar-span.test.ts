// The bar of an engagement in Calendar: dragged, stretched, made timed, deleted; and the phase in front of its title.
import { expect, it } from 'vitest';
import { activity, comments, PEOPLE, point, tickAndSee } from './hands.ts';
import { engage, expectQuiet, mails, PLANNED, RETROS, settle, tellStories } from './story.ts';

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

it('[M26] the span dragged a week later moves Dates, and every derived meeting with it, on both sides', async () => {
  const { world, row, calendar, retros, page } = await engage(PEOPLE);
  mails(world);
  world.google.act.move(await point(world, NAME), { minutes: 7 * DAY });
  await settle(world);
  expect(row('Dates')).toBe('2026-12-14–2027-01-08');
  expect(await calendar()).toEqual(LATER);
  expect(retros()).toEqual([
    '1: 2026-12-17 14:00 Planned',
    '2: 2026-12-24 14:00 Planned',
    '3: 2026-12-31 14:00 Planned',
    'project: 2027-01-07 14:00 Planned',
  ]);
  expect([row('Kickoff'), row('Project retro'), row('Check-in')]).toEqual([
    '2026-12-14 10:00',
    '2027-01-07 14:00',
    '2027-04-08 10:00',
  ]);
  // Nobody is invited to the span: what moves with it is told once.
  expect(mails(world)).toEqual([
    'update Kickoff: Apollo ×4',
    'update Weekly retro: Apollo ×4',
    'update Project retro: Apollo ×4',
    'update Three-month check-in: Apollo ×4',
  ]);
  expect(comments(world, page)).toEqual([]);
  await expectQuiet(world);
});

it('[M26] the span stretched by a week in Calendar adds a retro', async () => {
  const { world, row, retros, calendar } = await engage(PEOPLE);
  world.google.act.move(await point(world, NAME), { start: '2026-12-07', end: '2027-01-09' });
  await settle(world);
  expect(row('Dates')).toBe('2026-12-07–2027-01-08');
  expect(retros()).toEqual([
    ...RETROS.slice(0, 3),
    '4: 2026-12-31 14:00 Planned',
    'project: 2027-01-07 14:00 Planned',
  ]);
  expect((await calendar())[0]).toBe('2026-12-07–2027-01-08 [Planning] Apollo');
  await expectQuiet(world);
});

it('[M26] a pinned kickoff stays when the span is dragged', async () => {
  const { world, row } = await engage(PEOPLE);
  world.google.act.move(await point(world, 'Kickoff: Apollo'), { minutes: 60 });
  await settle(world);
  world.google.act.move(await point(world, NAME), { minutes: 7 * DAY });
  await settle(world);
  expect(row('Kickoff')).toBe('2026-12-07 11:00');
  expect(row('Project retro')).toBe('2027-01-07 14:00');
  await expectQuiet(world);
});

it('[M27] a span made timed is put back to the whole days that it touches', async () => {
  const { world, row, calendar } = await engage(PEOPLE);
  mails(world);
  world.google.act.edit(await point(world, NAME), {
    start: { dateTime: '2026-12-14T09:00:00+01:00', date: null, timeZone: 'Europe/Berlin' },
    end: { dateTime: '2027-01-08T17:00:00+01:00', date: null, timeZone: 'Europe/Berlin' },
  });
  await settle(world);
  expect(row('Dates')).toBe('2026-12-14–2027-01-08');
  expect(await calendar()).toEqual(LATER);
  await expectQuiet(world);
});

it('[M27] a span made timed on its own days is put back, and Dates stay', async () => {
  const { world, row, calendar } = await engage(PEOPLE);
  world.google.act.edit(await point(world, NAME), {
    start: { dateTime: '2026-12-07T09:00:00+01:00', date: null, timeZone: 'Europe/Berlin' },
    end: { dateTime: '2027-01-01T17:00:00+01:00', date: null, timeZone: 'Europe/Berlin' },
  });
  await settle(world);
  expect(row('Dates')).toBe('2026-12-07–2027-01-01');
  expect(await calendar()).toEqual(PLANNED);
  await expectQuiet(world);
});

it('[M28] deleting the span takes away only the bar; it returns when Dates change in Notion', async () => {
  const { world, row, calendar, edit, retros } = await engage(PEOPLE);
  mails(world);
  world.google.act.remove(await point(world, NAME));
  expect((await tickAndSee(world)).google).toEqual([]);
  expect(await calendar()).toEqual(PLANNED.slice(1));
  expect(row('Dates')).toBe('2026-12-07–2027-01-01');
  expect(retros()).toEqual(RETROS);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
  await edit({ Dates: { start: '2026-12-14', end: '2027-01-08' } });
  expect(await calendar()).toEqual(LATER);
  await expectQuiet(world);
});

it('[M28] a deleted span returns when Phase changes in Notion, and not when a name does', async () => {
  const { world, calendar, edit } = await engage(PEOPLE);
  world.google.act.remove(await point(world, NAME));
  await settle(world);
  await edit({ Name: 'Gemini' });
  expect((await calendar()).filter((line) => line.includes('['))).toEqual([]);
  await edit({ Phase: 'Executing' });
  expect((await calendar())[0]).toBe('2026-12-07–2027-01-01 [Executing] Gemini');
  await expectQuiet(world);
});

it('[M28] a deleted span stays away when the clock changes the phase', async () => {
  const { world, calendar, row } = await engage(PEOPLE);
  world.google.act.remove(await point(world, NAME));
  await settle(world);
  await world.at('2026-12-07T10:00:00Z');
  await settle(world);
  expect(row('Phase')).toBe('Executing');
  expect((await calendar()).filter((line) => line.includes('['))).toEqual([]);
  await expectQuiet(world);
});

it('[M28] a deleted span that a person restores is followed again', async () => {
  const { world, calendar, row } = await engage(PEOPLE);
  const id = await point(world, NAME);
  world.google.act.remove(id);
  await settle(world);
  world.google.act.restore(id);
  await settle(world);
  expect(await calendar()).toEqual(PLANNED);
  world.google.act.move(id, { minutes: 7 * DAY });
  await settle(world);
  expect(row('Dates')).toBe('2026-12-14–2027-01-08');
  await expectQuiet(world);
});

it('[M6] [M7] Dates changed on both sides: Notion’s are kept, and one comment says what was not', async () => {
  const { world, row, calendar, page, edit } = await engage(PEOPLE);
  world.google.act.move(await point(world, NAME), { minutes: 21 * DAY });
  await edit({ Dates: { start: '2026-12-14', end: '2027-01-08' } });
  expect(row('Dates')).toBe('2026-12-14–2027-01-08');
  expect(await calendar()).toEqual(LATER);
  expect(comments(world, page)).toHaveLength(1);
  expect(comments(world, page)[0]).toContain('28 Dec 2026');
  expect(activity(world).join('\n')).toContain('28 Dec 2026');
  await expectQuiet(world);
});

it('[M4] Dates changed to the same on both sides need no word', async () => {
  const { world, calendar, page, edit } = await engage(PEOPLE);
  world.google.act.move(await point(world, NAME), { minutes: 7 * DAY });
  await edit({ Dates: { start: '2026-12-14', end: '2027-01-08' } });
  expect(await calendar()).toEqual(LATER);
  expect(comments(world, page)).toEqual([]);
  await expectQuiet(world);
});

it('[M6] the span deleted and Dates changed at once: the bar is back at the new Dates', async () => {
  const { world, calendar, edit } = await engage(PEOPLE);
  world.google.act.remove(await point(world, NAME));
  await edit({ Dates: { start: '2026-12-14', end: '2027-01-08' } });
  expect(await calendar()).toEqual(LATER);
  await expectQuiet(world);
});

it('[M29] Executing typed in the title sets Phase in Notion', async () => {
  const { world, row, calendar, page } = await engage(PEOPLE);
  mails(world);
  world.google.act.rename(await point(world, NAME), '[Executing] Apollo');
  const wrote = await tickAndSee(world);
  expect(row('Phase')).toBe('Executing');
  expect(wrote.google).toEqual([]);
  expect((await calendar())[0]).toBe('2026-12-07–2027-01-01 [Executing] Apollo');
  expect(comments(world, page)).toEqual([]);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

for (const [typed, phase, title] of [
  ['[executing] Apollo', 'Executing', '[Executing] Apollo'],
  ['  [ EXECUTING ]   Apollo', 'Executing', '[Executing] Apollo'],
  ['[PLANNING] Apollo', 'Planning', '[Planning] Apollo'],
  ['[Plannnig] Apollo', 'Planning', '[Planning] Apollo'],
  ['Apollo', 'Planning', '[Planning] Apollo'],
  ['', 'Planning', '[Planning] Apollo'],
  ['[] Apollo', 'Planning', '[Planning] Apollo'],
  ['[Planning] Apollo, phase one', 'Planning', '[Planning] Apollo, phase one'],
  ['[executing] Moon', 'Executing', '[Executing] Moon'],
  ['Moon', 'Planning', '[Planning] Moon'],
] as const) {
  it(`[M29] the title typed as "${typed}" becomes "${title}"`, async () => {
    const { world, row, calendar, page } = await engage(PEOPLE);
    world.google.act.rename(await point(world, NAME), typed);
    await settle(world);
    expect(row('Phase')).toBe(phase);
    expect((await calendar())[0]).toBe(`2026-12-07–2027-01-01 ${title}`);
    expect(row('Name')).toBe('Apollo');
    expect(comments(world, page)).toEqual([]);
    await expectQuiet(world);
  });
}

it('[M29] a person’s own words after the prefix stay when Phase or Name change in Notion', async () => {
  const { world, calendar, edit } = await engage(PEOPLE);
  world.google.act.rename(await point(world, NAME), '[Planning] Moon');
  await settle(world);
  await edit({ Phase: 'Executing', Name: 'Gemini' });
  expect((await calendar())[0]).toBe('2026-12-07–2027-01-01 [Executing] Moon');
  await expectQuiet(world);
});

for (const phase of ['Declined', 'Ended early']) {
  it(`[M30] [${phase}] typed in the title is asked for by one comment, and the title is put right`, async () => {
    const { world, row, calendar, page } = await engage(PEOPLE);
    mails(world);
    world.google.act.rename(await point(world, NAME), `[${phase}] Apollo`);
    await settle(world);
    expect(row('Phase')).toBe('Planning');
    expect(await calendar()).toEqual(PLANNED);
    expect(comments(world, page)).toHaveLength(1);
    expect(comments(world, page)[0]).toContain(phase);
    expect(mails(world)).toEqual([]);
    await expectQuiet(world);
    expect(comments(world, page)).toHaveLength(1);
  });
}

it('[M6] [M7] Phase changed on both sides: Notion’s is kept, and one comment says what was not', async () => {
  const { world, row, calendar, page, edit } = await engage(PEOPLE);
  world.google.act.rename(await point(world, NAME), '[Wrapping up] Apollo');
  await edit({ Phase: 'Executing' });
  expect(row('Phase')).toBe('Executing');
  expect((await calendar())[0]).toBe('2026-12-07–2027-01-01 [Executing] Apollo');
  expect(comments(world, page)).toHaveLength(1);
  expect(comments(world, page)[0]).toContain('Wrapping up');
  await expectQuiet(world);
});

it('[M4] Phase changed to the same on both sides needs no word', async () => {
  const { world, row, page, edit } = await engage(PEOPLE);
  world.google.act.rename(await point(world, NAME), '[executing] Apollo');
  await edit({ Phase: 'Executing' });
  expect(row('Phase')).toBe('Executing');
  expect(comments(world, page)).toEqual([]);
  await expectQuiet(world);
});

it('[M29] the span dragged and renamed in one go moves Dates and Phase', async () => {
  const { world, row, calendar } = await engage(PEOPLE);
  const id = await point(world, NAME);
  world.google.act.move(id, { minutes: 7 * DAY });
  world.google.act.rename(id, '[Sourcing] Apollo');
  await settle(world);
  expect([row('Phase'), row('Dates')]).toEqual(['Sourcing', '2026-12-14–2027-01-08']);
  expect(await calendar()).toEqual(['2026-12-14–2027-01-08 [Sourcing] Apollo']);
  await expectQuiet(world);
});

it('[M3] an intro dragged in Calendar changes Intro; deleted it is blank, restored it is back', async () => {
  const { world, row } = await engage({
    ...PEOPLE,
    Phase: 'Sourcing',
    Intro: { start: '2026-11-30T15:00:00+01:00', end: '2026-11-30T15:45:00+01:00' },
  });
  mails(world);
  const id = await point(world, 'Intro: Apollo');
  world.google.act.move(id, { minutes: 60 });
  expect(await tickAndSee(world)).toEqual({ notion: ['pages.update'], google: [] });
  expect(row('Intro')).toBe('2026-11-30 16:00');
  world.google.act.remove(id);
  expect((await tickAndSee(world)).google).toEqual([]);
  expect(row('Intro')).toBeNull();
  world.google.act.restore(id);
  expect((await tickAndSee(world)).google).toEqual([]);
  expect(row('Intro')).toBe('2026-11-30 16:00');
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});
