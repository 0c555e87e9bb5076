// The Worker's memory lost altogether: one tick rebuilds it from both sides and writes nothing where they agree; what
// people did before still holds afterwards.
import { expect, it } from 'vitest';
import { comments, justBefore, point } from './hands.ts';
import { engage, expectQuiet, forget, mails, PEOPLE, PLANNED, settle, tellStories } from './story.ts';

tellStories();

type Told = Awaited<ReturnType<typeof engage>>;
const at = (day: string, time: string, offset = '+01:00') => ({ start: `${day}T${time}:00.000${offset}` });
/** The row goes into the trash, and all is taken away with it; or it comes out again. */
const trash = async ({ world, page }: Told) => {
  world.notion.act.trash(page);
  world.pass(60_000);
  await world.tick({ sweep: true });
  await settle(world);
};
const untrash = async ({ world, page }: Told) => {
  world.notion.act.restore(page);
  world.pass(60_000);
  await world.tick({ sweep: true });
  await settle(world);
};
const DATES = { start: '2026-12-07', end: '2027-01-08' };

const STORIES: readonly (readonly [string, (told: Told) => Promise<unknown>])[] = [
  ['everything is scheduled', async () => null],
  ['the kickoff is pinned', ({ edit }) => edit({ Kickoff: at('2026-12-08', '09:30') })],
  ['the kickoff is blanked', ({ edit }) => edit({ Kickoff: null })],
  ['the project retro is blanked', ({ edit }) => edit({ 'Project retro': null })],
  ['the series is blanked', ({ edit }) => edit({ 'Weekly retro': null })],
  ['the phase is Sourcing', ({ edit }) => edit({ Phase: 'Sourcing' })],
  ['the phase is Declined', ({ edit }) => edit({ Phase: 'Declined' })],
  ['Dates are cleared', ({ edit }) => edit({ Dates: null })],
  ['the slot changed', ({ edit }) => edit({ 'Weekly retro': at('2026-12-09', '11:00') })],
  [
    'a retro is moved and another cancelled',
    async ({ world, retro }) => {
      world.notion.act.edit(retro(2), { Date: at('2026-12-18', '09:00') });
      world.notion.act.edit(retro(3), { Status: 'Cancelled' });
      await settle(world);
    },
  ],
  [
    'the last retro is cancelled',
    async ({ world, retro }) => {
      world.notion.act.edit(retro(4), { Status: 'Cancelled' });
      await settle(world);
    },
  ],
  ['it is on its way', ({ world }) => world.at('2026-12-11T09:00:00Z')],
  [
    'the slot changed on the way',
    async ({ world, edit }) => {
      await world.at('2026-12-11T09:00:00Z');
      await edit({ 'Weekly retro': at('2026-12-16', '11:00') });
    },
  ],
  [
    'it ended early',
    async ({ world, edit }) => {
      await world.at('2026-12-14T09:00:00Z');
      await edit({ Phase: 'Ended early' });
    },
  ],
  [
    'it was declined on the way',
    async ({ world, edit }) => {
      await world.at('2026-12-14T09:00:00Z');
      await edit({ Phase: 'Declined' });
    },
  ],
  ['it is wrapping up', ({ world }) => world.at('2027-01-07T14:00:00Z')],
  [
    'it is completed',
    async ({ world }) => {
      await world.at('2027-01-07T14:00:00Z');
      await world.at('2027-04-09T14:00:00Z');
    },
  ],
  [
    'a person set the phase back after a crossing',
    async ({ world, edit }) => {
      await world.at('2026-12-08T14:00:00Z');
      await edit({ Phase: 'Planning' });
    },
  ],
  [
    'a guest is off and a title is a person’s own',
    async ({ world }) => {
      const kickoff = (await world.calendar()).find(({ title }) => title.startsWith('Kickoff'))?.id ?? '';
      world.google.act.removeGuests(kickoff, ['ema@host.example']);
      world.google.act.rename(kickoff, 'Hello Apollo');
      await settle(world);
    },
  ],
];

for (const [what, tell] of STORIES) {
  it(`[S16] memory lost while ${what}: nothing is written, and nobody hears of it`, async () => {
    const told = await engage({ ...PEOPLE, Dates: DATES });
    const { world, calendar, retros } = told;
    await tell(told);
    await settle(world);
    const before = [await calendar(), retros()];
    world.google.outbox.splice(0);
    forget(world);
    world.calls();
    await settle(world);
    expect(world.calls().writes.map(({ operation, body }) => `${operation} ${JSON.stringify(body)}`)).toEqual(
      [],
    );
    expect([await calendar(), retros()]).toEqual(before);
    expect(mails(world)).toEqual([]);
    await expectQuiet(world);
  });
}

it('[S16] after memory is lost a phase taken back brings the same events back', async () => {
  const told = await engage(PEOPLE);
  const { world, edit, calendar, events } = told;
  const before = [...(await events()).values()].map(({ id }) => id);
  await edit({ Phase: 'Sourcing' });
  forget(world);
  await settle(world);
  await edit({ Phase: 'Planning' });
  expect(await calendar()).toEqual(PLANNED);
  expect([...(await events()).values()].map(({ id }) => id)).toEqual(before);
  await expectQuiet(world);
});

it('[S16] [P22] after memory is lost in Completed a phase that is set before crossings that are past stands', async () => {
  const { world, edit, row } = await engage(PEOPLE);
  await world.at('2026-12-08T09:00:00Z');
  await edit({ Phase: 'Completed' });
  forget(world);
  await settle(world);
  world.google.act.rename(await point(world, '] Apollo'), '[Planning] Apollo');
  await settle(world);
  expect(row('Phase')).toBe('Planning');
  await expectQuiet(world);
});

it('[S16] after memory is lost a pinned time stays and derived ones move with Dates', async () => {
  const told = await engage({ ...PEOPLE, Kickoff: at('2026-12-15', '09:30') });
  const { world, edit, calendar } = told;
  forget(world);
  await settle(world);
  await edit({ Dates: { start: '2026-12-14', end: '2027-01-08' } });
  expect((await calendar()).filter((line) => !line.includes('Weekly'))).toEqual([
    '2026-12-14–2027-01-08 [Planning] Apollo',
    '2026-12-15 09:30 Kickoff: Apollo',
    '2027-01-07 14:00 Project retro: Apollo',
    '2027-04-08 10:00 Three-month check-in: Apollo',
  ]);
  await expectQuiet(world);
});

it('[C15] after memory is lost whom a person took off in Calendar is not invited again', async () => {
  const told = await engage(PEOPLE);
  const { world, edit, events } = told;
  const kickoff = [...(await events()).values()].find(({ title }) => title.startsWith('Kickoff'))?.id ?? '';
  world.google.act.removeGuests(kickoff, ['ema@host.example']);
  await settle(world);
  forget(world);
  await settle(world);
  await edit({ Name: 'Boreas' });
  const guests = (await world.calendar()).find(({ title }) => title.startsWith('Kickoff'))?.guests;
  expect(guests).toEqual(['ada@home.example', 'ben@home.example', 'dev@host.example']);
  await expectQuiet(world);
});

it.each([
  ['before it began', '2026-11-23T12:00:00Z'],
  ['on its way', '2026-12-11T09:00:00Z'],
])(
  '[M59] an engagement in the trash comes back as it was though memory was lost meanwhile: %s',
  async (_, now) => {
    const told = await engage(PEOPLE);
    const { world, page, calendar, retros, row } = told;
    await told.edit({ 'Check-in': at('2027-04-06', '15:00', '+02:00') });
    await world.at(now);
    await settle(world);
    const before = { calendar: await calendar(), retros: retros() };
    world.notion.act.trash(page);
    world.pass(60_000);
    await world.tick({ sweep: true });
    await settle(world);
    forget(world);
    await settle(world);
    world.notion.act.restore(page);
    world.pass(60_000);
    await world.tick({ sweep: true });
    await settle(world);
    expect({ calendar: await calendar(), retros: retros() }).toEqual(before);
    expect(row('Check-in')).toBe('2027-04-06 15:00');
    await expectQuiet(world);
  },
);

it('[M59] a project retro moved before its row went into the trash comes back where it was moved, though memory was lost', async () => {
  const told = await engage(PEOPLE);
  const { world, page, retro, retros, row, calendar } = told;
  world.notion.act.edit(retro(null), { Date: { start: '2027-01-01T09:00:00+01:00' } });
  world.notion.act.trash(page);
  world.pass(60_000);
  // Its event and its page say so, and its row in the trash cannot.
  await world.tick();
  await world.tick({ sweep: true });
  await settle(world);
  expect(await calendar()).toEqual([]);
  forget(world);
  await settle(world);
  await untrash(told);
  expect(row('Project retro')).toBe('2027-01-01 09:00');
  expect(retros()[3]).toBe('project: 2027-01-01 09:00 Planned');
  expect(await calendar()).toContain('2027-01-01 09:00 Project retro: Apollo');
  await expectQuiet(world);
});

it('[M73] a check-in moved in Calendar while its row is in the trash comes back where it was moved, though memory was lost', async () => {
  const told = await engage(PEOPLE);
  const { world, page, row, calendar } = told;
  const id = await point(world, 'Three-month check-in: Apollo');
  world.notion.act.trash(page);
  world.google.act.move(id, { start: '2027-04-09T15:00:00+02:00' });
  world.pass(60_000);
  await world.tick({ sweep: true });
  await settle(world);
  expect(await calendar()).toEqual([]);
  forget(world);
  await settle(world);
  await untrash(told);
  expect(row('Check-in')).toBe('2027-04-09 15:00');
  expect(await calendar()).toContain('2027-04-09 15:00 Three-month check-in: Apollo');
  await expectQuiet(world);
});

it('[M96] what is written to an event does not say that its row was told of a move before it was', async () => {
  const told = await engage(PEOPLE);
  const { world, page, row, calendar } = told;
  const id = await point(world, 'Three-month check-in: Apollo');
  world.google.act.move(id, { start: '2027-04-09T15:00:00+02:00' });
  world.notion.act.edit(page, { 'Host people': ['Dev Patel', 'Ema Novak', 'Chiara Rossi'] });
  // Its guests are told before the row, which is in the trash then.
  justBefore('GET', `/pages/${page}`, () => world.notion.act.trash(page));
  world.pass(60_000);
  await world.tick();
  expect(JSON.stringify(world.google.look.event(id)?.attendees)).toContain('chiara');
  await trash(told);
  forget(world);
  await settle(world);
  await untrash(told);
  expect(row('Check-in')).toBe('2027-04-09 15:00');
  expect(await calendar()).toContain('2027-04-09 15:00 Three-month check-in: Apollo');
  await expectQuiet(world);
});

it('[M73] a check-in moved in the trash is said where Dates are gone when its row is back, though memory was lost', async () => {
  const told = await engage(PEOPLE);
  const { world, page, row } = told;
  const id = await point(world, 'Three-month check-in: Apollo');
  world.google.act.move(id, { start: '2027-04-09T15:00:00+02:00' });
  await trash(told);
  forget(world);
  await settle(world);
  world.notion.act.restore(page);
  await told.edit({ Dates: null });
  await untrash(told);
  expect(row('Check-in')).toBe('2027-04-01 10:00');
  expect(comments(world, page).join()).toContain('Calendar wanted Fri 9 Apr 2027, 15:00–15:30');
  await expectQuiet(world);
});

it('[M85] a Date typed in the page of a project retro while its row is in the trash holds, though memory was lost and its event put back', async () => {
  const told = await engage(PEOPLE);
  const { world, page, retro, retros, row, calendar } = told;
  const id = await point(world, 'Project retro: Apollo');
  world.notion.act.trash(page);
  world.pass(60_000);
  await world.tick({ sweep: true });
  await settle(world);
  forget(world);
  await settle(world);
  world.notion.act.edit(retro(null), { Date: { start: '2027-01-01T09:00:00+01:00' } });
  world.google.act.restore(id);
  world.notion.act.restore(page);
  world.pass(60_000);
  await world.tick({ sweep: true });
  await settle(world);
  expect(row('Project retro')).toBe('2027-01-01 09:00');
  expect(retros()[3]).toBe('project: 2027-01-01 09:00 Planned');
  expect(await calendar()).toContain('2027-01-01 09:00 Project retro: Apollo');
  await expectQuiet(world);
});

it('[M88] an engagement in the trash comes back as it was though memory was lost meanwhile and one of its events put back', async () => {
  const told = await engage(PEOPLE);
  const { world, page, calendar, retros } = told;
  await told.edit({ 'Check-in': at('2027-04-06', '15:00', '+02:00') });
  const before = { calendar: await calendar(), retros: retros() };
  const id = await point(world, 'Project retro: Apollo');
  await trash(told);
  forget(world);
  await settle(world);
  world.google.act.restore(id);
  await untrash(told);
  expect(world.notion.see.page(page).Kickoff).not.toBeNull();
  expect({ calendar: await calendar(), retros: retros() }).toEqual(before);
  await expectQuiet(world);
});

it('[M88] one kickoff that is deleted just before memory is lost stays away', async () => {
  const { world, row, calendar } = await engage(PEOPLE);
  world.google.act.remove(await point(world, '[Planning] Apollo'));
  await settle(world);
  world.google.act.remove(await point(world, 'Kickoff: Apollo'));
  forget(world);
  await settle(world);
  expect(row('Kickoff')).toBeNull();
  expect(await calendar()).toEqual(PLANNED.filter((line) => !/Kickoff/.test(line)));
  await expectQuiet(world);
});

it('[M89] a bar drawn while its row is in the trash comes back so, and with it Dates, though memory was lost', async () => {
  const told = await engage(PEOPLE);
  const { world, page, row, calendar } = told;
  world.google.act.move(await point(world, '[Planning] Apollo'), { start: '2026-12-07', end: '2027-01-06' });
  await trash(told);
  expect(await calendar()).toEqual([]);
  forget(world);
  await settle(world);
  await untrash(told);
  expect(row('Dates')).toBe('2026-12-07–2027-01-05');
  expect((await calendar())[0]).toBe('2026-12-07–2027-01-05 [Planning] Apollo');
  expect(comments(world, page)).toEqual([]);
  await expectQuiet(world);
});

it('[M12] the series blanked on its way stays away when memory is lost, also where the pages ahead are in the trash', async () => {
  const told = await engage(PEOPLE);
  const { world, retro, row, calendar } = told;
  await world.at('2026-12-11T09:00:00Z');
  await settle(world);
  await told.edit({ 'Weekly retro': null });
  for (const week of [2, 3]) world.notion.act.trash(retro(week));
  world.pass(60_000);
  await world.tick({ sweep: true });
  await settle(world);
  const before = await calendar();
  forget(world);
  await settle(world);
  expect(row('Weekly retro')).toBeNull();
  expect(await calendar()).toEqual(before);
  await expectQuiet(world);
});
