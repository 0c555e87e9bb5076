// Who is invited, what entries are called and say, and whom a story mails: once of new, moved and cancelled, and of
// nothing else.
import { expect, it } from 'vitest';
import type { createWorld } from '../world/world.ts';
import { engage, expectQuiet, mails, PEOPLE, PLANNED, settle, story, tellStories } from './story.ts';

tellStories();

const [ADA, BEN, CHIARA, DEV, EMA] = [
  'ada@home.example',
  'ben@home.example',
  'chiara@home.example',
  'dev@host.example',
  'ema@host.example',
];

/** Guests by title; the span has none. */
const invited = async (world: Awaited<ReturnType<typeof createWorld>>) =>
  Object.fromEntries((await world.calendar()).map(({ title, guests }) => [title, guests.join(' ')]));

it('[P18] everybody is invited to the meetings, engineer and advisor alone to the fit check, nobody to the span', async () => {
  const row = { Phase: 'Sourcing', Intro: { start: '2026-11-30' }, 'Fit check': { start: '2026-12-01' } };
  const { world, edit } = await engage({
    ...PEOPLE,
    ...row,
    Guests: 'Gus <Gus@Host.example>; ada@home.example',
  });
  const all = [ADA, BEN, DEV, EMA, 'gus@host.example'].join(' ');
  expect(await invited(world)).toEqual({
    'Intro: Apollo': all,
    'Fit check: Apollo': `${ADA} ${BEN}`,
    '[Sourcing] Apollo': '',
  });
  await edit({ Phase: 'Planning' });
  expect(await invited(world)).toEqual({
    '[Planning] Apollo': '',
    'Kickoff: Apollo': all,
    'Weekly retro: Apollo': all,
    'Project retro: Apollo': all,
    'Three-month check-in: Apollo': all,
  });
  await expectQuiet(world);
});

it('[C15] a person added in Notion is invited to what is ahead, and only they hear of it', async () => {
  const { world, edit, events } = await engage(PEOPLE);
  await world.at('2026-12-11T09:00:00Z');
  mails(world);
  await edit({ 'Host people': ['Dev Patel', 'Ema Novak', 'Chiara Rossi'] });
  expect(world.google.outbox.map(({ to }) => to)).toEqual(Array(3).fill(CHIARA));
  expect(mails(world)).toEqual([
    'invitation Weekly retro: Apollo ×1',
    'invitation Project retro: Apollo ×1',
    'invitation Three-month check-in: Apollo ×1',
  ]);
  expect((await events()).get(PLANNED[1] ?? '')?.guests).not.toContain(CHIARA);
  expect((await events()).get(PLANNED[3] ?? '')?.guests).toContain(CHIARA);
  await expectQuiet(world);
});

it('[C15] a person taken away in Notion leaves what is ahead, and only they hear of it', async () => {
  const { world, edit, events } = await engage(PEOPLE);
  await world.at('2026-12-07T12:00:00Z');
  mails(world);
  await edit({ 'Host people': ['Dev Patel'] });
  expect(new Set(world.google.outbox.map(({ to, kind }) => `${to} ${kind}`))).toEqual(
    new Set([`${EMA} cancellation`]),
  );
  expect(mails(world)).toHaveLength(3);
  expect((await events()).get(PLANNED[1] ?? '')?.guests).toContain(EMA);
  expect((await events()).get(PLANNED[2] ?? '')?.guests).not.toContain(EMA);
  await expectQuiet(world);
});

it('[C15] whom a person added in Calendar stays, also when Notion gives and takes others', async () => {
  const { world, edit, events } = await engage(PEOPLE);
  const kickoff = (await events()).get(PLANNED[1] ?? '')?.id ?? '';
  world.google.act.addGuests(kickoff, ['zoe@else.example']);
  await settle(world);
  await edit({ 'Host people': ['Dev Patel'] });
  await edit({ Guests: 'gus@host.example' });
  expect((await events()).get(PLANNED[1] ?? '')?.guests).toEqual([
    ADA,
    BEN,
    DEV,
    'zoe@else.example',
    'gus@host.example',
  ]);
  await expectQuiet(world);
});

it('[C15] whom a person added to the series right before it was deleted is invited when it is back', async () => {
  const { world, row, edit, events } = await engage(PEOPLE);
  const id = (await events()).get(PLANNED[2] ?? '')?.id.replace(/_.*$/, '') ?? '';
  world.google.act.addGuests(id, ['zoe@else.example']);
  world.google.act.remove(id);
  await settle(world);
  expect(row('Weekly retro')).toBeNull();
  await edit({ 'Weekly retro': { start: '2026-12-10T15:00:00+01:00' }, 'Host people': ['Dev Patel'] });
  expect((await invited(world))['Weekly retro: Apollo']).toBe([ADA, BEN, DEV, 'zoe@else.example'].join(' '));
  await expectQuiet(world);
});

it('[C15] whom a person removed in Calendar stays off until removed and added again in Notion', async () => {
  const { world, edit, events } = await engage(PEOPLE);
  const kickoff = (await events()).get(PLANNED[1] ?? '')?.id ?? '';
  const guests = async () => (await events()).get(PLANNED[1] ?? '')?.guests.join(' ');
  world.google.act.removeGuests(kickoff, [EMA]);
  await settle(world);
  await edit({ 'Host team': 'Payments' });
  expect(await guests()).toBe(`${ADA} ${BEN} ${DEV}`);
  await edit({ Phase: 'Sourcing' });
  await edit({ Phase: 'Planning' });
  expect(await guests()).toBe(`${ADA} ${BEN} ${DEV}`);
  await edit({ 'Host people': ['Dev Patel'] });
  world.google.outbox.splice(0);
  await edit({ 'Host people': ['Dev Patel', 'Ema Novak'] });
  expect(await guests()).toBe(`${ADA} ${BEN} ${DEV} ${EMA}`);
  expect(world.google.outbox.map(({ to }) => to)).toEqual(Array(4).fill(EMA));
  await expectQuiet(world);
});

it('[M71] whom a person removed in Calendar as the phase takes the meetings away stays off when they are back', async () => {
  const { world, edit, events, page } = await engage(PEOPLE);
  for (const title of [PLANNED[1], PLANNED[2], PLANNED[5]]) {
    const id = (await events()).get(title ?? '')?.id ?? '';
    world.google.act.removeGuests(id, [EMA], title === PLANNED[2] ? { scope: 'all' } : {});
  }
  world.notion.act.edit(page, { Phase: 'Sourcing' });
  await settle(world);
  await edit({ Phase: 'Planning' });
  expect(await invited(world)).toEqual({
    '[Planning] Apollo': '',
    'Kickoff: Apollo': `${ADA} ${BEN} ${DEV}`,
    'Weekly retro: Apollo': `${ADA} ${BEN} ${DEV}`,
    'Project retro: Apollo': `${ADA} ${BEN} ${DEV}`,
    'Three-month check-in: Apollo': `${ADA} ${BEN} ${DEV} ${EMA}`,
  });
  await expectQuiet(world);
});

it('[C15] declining changes nothing', async () => {
  const { world, events, calendar } = await engage(PEOPLE);
  world.google.act.answer((await events()).get(PLANNED[1] ?? '')?.id ?? '', DEV, 'declined');
  await settle(world);
  expect(world.calls().writes).toEqual([]);
  expect(await calendar()).toEqual(PLANNED);
  await expectQuiet(world);
});

it('[C15] guests may neither change what we make nor invite others', async () => {
  const { world } = await engage(PEOPLE);
  const made = world.google.look.all();
  expect(
    made.map(({ guestsCanModify, guestsCanInviteOthers }) => [
      guestsCanModify ?? false,
      guestsCanInviteOthers,
    ]),
  ).toEqual(made.map(() => [false, false]));
});

it('[C17] with nobody to invite, meetings are made without guests and nobody is mailed', async () => {
  const { world, calendar, row } = await engage();
  expect(await calendar()).toEqual(PLANNED);
  expect(mails(world)).toEqual([]);
  expect(row('Sync')).toBe('');
  await expectQuiet(world);
});

it('[C17] what is no address, who is outside and who shows no address are named in Sync, until it is mended', async () => {
  const { world, row, edit, events } = await engage({
    ...PEOPLE,
    Guests: 'zoe@else.example, not-an-address',
    'Host people': ['Dev Patel', 'Finn Larsen'],
  });
  expect(row('Sync')).toMatch(/not-an-address/);
  expect(row('Sync')).toMatch(/zoe@else\.example/);
  expect(row('Sync')).toMatch(/no e-mail address/);
  expect((await events()).get(PLANNED[1] ?? '')?.guests).toEqual([ADA, BEN, DEV]);
  await expectQuiet(world);
  await edit({ Guests: 'gus@host.example', 'Host people': ['Dev Patel'] });
  expect(row('Sync')).toBe('');
  expect((await events()).get(PLANNED[1] ?? '')?.guests).toEqual([ADA, BEN, DEV, 'gus@host.example']);
  await expectQuiet(world);
});

it('[C17] GUEST_DOMAINS * invites anybody', async () => {
  const { world, row, events } = await engage(
    { Guests: 'zoe@else.example' },
    { settings: { GUEST_DOMAINS: '*' } },
  );
  expect((await events()).get(PLANNED[1] ?? '')?.guests).toEqual(['zoe@else.example']);
  expect(row('Sync')).toBe('');
  await expectQuiet(world);
});

it('[C17] INVITATIONS none mails nobody, and guests are still on the meetings', async () => {
  const { world, edit, events } = await engage(PEOPLE, { settings: { INVITATIONS: 'none' } });
  await edit({ Kickoff: { start: '2026-12-08T10:00:00.000+01:00' } });
  await edit({ Phase: 'Declined' });
  await edit({ Phase: 'Planning' });
  expect(mails(world)).toEqual([]);
  expect((await events()).get(PLANNED[3] ?? '')?.guests).toHaveLength(4);
  await expectQuiet(world);
});

for (const [how, options] of [['without a user to act for', { settings: { GOOGLE_SUBJECT: '' } }]] as const) {
  it(`[C18] a service account ${how} makes meetings without guests, and Sync says so`, async () => {
    const { world, calendar, row } = await engage(PEOPLE, options);
    expect(await calendar()).toEqual(PLANNED);
    expect((await world.calendar()).flatMap(({ guests }) => guests)).toEqual([]);
    expect(row('Sync')).toMatch(/Nobody is invited/);
    expect(mails(world)).toEqual([]);
    await expectQuiet(world);
  });
}

it('[C26] renaming the engagement renames its entries, and nobody hears of it', async () => {
  const { world, edit, calendar } = await engage(PEOPLE);
  mails(world);
  await edit({ Name: 'Boreas' });
  expect(await calendar()).toEqual(PLANNED.map((line) => line.replace('Apollo', 'Boreas')));
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[C26] a title that a person typed in Calendar stays when the engagement is renamed; of the span’s the rest does', async () => {
  const { world, edit, calendar, events } = await engage(PEOPLE);
  const id = async (line: number) => [...(await events()).values()][line]?.id ?? '';
  world.google.act.rename(await id(1), 'Hello Apollo');
  world.google.act.rename(await id(0), '[Planning] The Apollo programme');
  await settle(world);
  await edit({ Name: 'Boreas' });
  await edit({ Phase: 'Executing' });
  expect((await calendar()).slice(0, 3)).toEqual([
    '2026-12-07–2027-01-01 [Executing] The Apollo programme',
    '2026-12-07 10:00 Hello Apollo',
    '2026-12-10 14:00 Weekly retro: Boreas',
  ]);
  await expectQuiet(world);
  world.google.act.rename(await id(1), 'Kickoff: Boreas');
  await settle(world);
  await edit({ Name: 'Chronos' });
  expect((await calendar())[1]).toBe('2026-12-07 10:00 Kickoff: Chronos');
  await expectQuiet(world);
});

it('[P40] a prefix that is missing or unknown is put right, the rest of the title stays', async () => {
  const { world, calendar, events, row } = await engage(PEOPLE);
  const span = [...(await events()).values()][0]?.id ?? '';
  for (const [typed, shown] of [
    ['Apollo', '[Planning] Apollo'],
    ['[planning]  Apollo', '[Planning] Apollo'],
    ['[Soon] The moon', '[Planning] The moon'],
  ] as const) {
    world.google.act.rename(span, typed);
    await settle(world);
    expect((await calendar())[0]).toBe(`2026-12-07–2027-01-01 ${shown}`);
    expect(row('Phase')).toBe('Planning');
    await expectQuiet(world);
  }
});

it('[P41] Declined typed in the title becomes one comment that asks for it, and takes nothing down', async () => {
  const { world, calendar, events, row, page } = await engage(PEOPLE);
  const span = [...(await events()).values()][0]?.id ?? '';
  world.google.act.rename(span, '[Declined] Apollo');
  await settle(world);
  expect(await calendar()).toEqual(PLANNED);
  expect(row('Phase')).toBe('Planning');
  const comments = world.notion.see.comments(page);
  expect(comments).toHaveLength(1);
  expect(comments[0]?.words).toMatch(/Declined/);
  await expectQuiet(world);
});

it('[C19] scored goals are told in the description, people’s own text and all else stays, and nobody hears of it', async () => {
  const { world, page, events } = await engage(PEOPLE);
  const kickoff = (await events()).get(PLANNED[1] ?? '')?.id ?? '';
  const own = {
    location: 'Room 5',
    colorId: '5',
    reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] },
    conferenceData: {
      conferenceId: 'abc',
      entryPoints: [{ entryPointType: 'video', uri: 'https://meet.example/abc' }],
    },
  };
  const before = (await events()).get(PLANNED[1] ?? '')?.description ?? '';
  world.google.act.edit(kickoff, { ...own, description: `Bring snacks.<br>${before}<br>And tea.` });
  await settle(world);
  mails(world);
  const goal = world.notion.act.create('Goals', {
    Name: 'Faster builds',
    Engagement: [page],
    Kind: 'Technical',
    Metric: 'minutes',
    Baseline: 20,
    Target: 10,
  });
  await settle(world);
  const text = async () => (await events()).get(PLANNED[1] ?? '')?.description;
  expect(await text()).toMatch(/^Bring snacks\.<br>.*Faster builds: not scored yet.*<br>And tea\.$/);
  world.notion.act.edit(goal, { Current: 15 });
  await settle(world);
  expect(await text()).toMatch(/^Bring snacks\.<br>.*Faster builds: 50 %.*<br>And tea\.$/);
  await story(world, page).edit({ Kickoff: { start: '2026-12-08T10:00:00.000+01:00' } });
  const look = world.google.look.event(kickoff);
  expect(look).toMatchObject({ location: 'Room 5', colorId: '5', reminders: own.reminders });
  expect(mails(world)).toEqual(['update Kickoff: Apollo ×4']);
  await expectQuiet(world);
});

it('[C17] over a whole story each person hears of each meeting when it is new, moved and cancelled, each once', async () => {
  const { world, edit, page } = await engage(PEOPLE);
  expect(mails(world)).toHaveLength(4);
  await edit({ Name: 'Apollo 11', 'One-pager': 'https://example.com/apollo', 'Business value': 2 });
  world.notion.act.comment(page, 'Looking good.');
  await edit({ Phase: 'Executing' });
  await edit({ Phase: 'Planning' });
  expect(mails(world)).toEqual([]);
  await edit({ Kickoff: { start: '2026-12-08T10:00:00.000+01:00' } });
  expect(mails(world)).toEqual(['update Kickoff: Apollo 11 ×4']);
  await world.at('2026-12-08T12:00:00Z');
  expect(mails(world)).toEqual([]);
  await edit({ Phase: 'Ended early' });
  expect(mails(world)).toEqual([
    'cancellation Weekly retro: Apollo 11 ×4',
    'cancellation Project retro: Apollo 11 ×4',
    'update Three-month check-in: Apollo 11 ×4',
  ]);
  await expectQuiet(world);
});

it('[C17] adoption is silent: memory lost, one tick rebuilds it and writes and mails nothing', async () => {
  const { world } = await engage(PEOPLE);
  mails(world);
  for (const { id } of world.trees.states()) world.trees.update(id, { base: null as never, dirty: true });
  world.calls();
  await settle(world);
  expect(world.calls().writes).toEqual([]);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});
