// What other tools were seen to do wrong, by name: none of it happens here.
import { expect, it } from 'vitest';
import { fillIn } from '../workspace/ground.ts';
import { createWorld } from '../world/world.ts';
import { PEOPLE, point } from './hands.ts';
import { engage, expectQuiet, MINUTE, mails, PLANNED, RETROS, ROW, settle, tellStories } from './story.ts';

tellStories();

for (const kind of ['lose-answer', 'drop', 'refuse', 'truncate'] as const) {
  for (const side of ['google', 'notion'] as const) {
    it(`[S9] an event is not doubled after one failed write (${kind} at ${side})`, async () => {
      const world = await createWorld();
      const operation = side === 'google' ? 'events.insert' : 'pages.create';
      world[side].faults.add(
        kind === 'refuse' ? { kind, operation, nth: 2, status: 503 } : { kind, operation, nth: 2 },
      );
      world.notion.act.create('Engagements', { ...ROW, ...PEOPLE });
      for (let n = 0; n < 5; n++) {
        await world.tick();
        world.pass(2 * MINUTE);
      }
      const titles = (await world.calendar()).map(({ title, start }) => `${start} ${title}`);
      expect(titles).toHaveLength(PLANNED.length);
      expect(new Set(titles).size).toBe(PLANNED.length);
      expect(world.notion.see.rows('Retros')).toHaveLength(RETROS.length);
      mails(world);
      await expectQuiet(world);
    });
  }
}

it('[C13] guests, description, location and reminders are not lost when an engagement is renamed', async () => {
  const { world, edit } = await engage(PEOPLE);
  const titles = ['Kickoff: Apollo', 'Weekly retro: Apollo', 'Project retro: Apollo'];
  const kept = {
    location: 'Room 5',
    colorId: '7',
    reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 7 }] },
  };
  const ids: string[] = [];
  for (const title of titles) {
    const id = await point(world, title);
    const { description } = (await world.calendar()).find((event) => event.id === id) ?? {};
    world.google.act.edit(id, { ...kept, description: `Bring cake.<br>${description}` }, { scope: 'all' });
    world.google.act.addGuests(id, ['gale@host.example'], { scope: 'all' });
    ids.push(id);
  }
  await settle(world);
  await edit({ Name: 'Artemis' });
  for (const id of ids) {
    const [seen] = world.google.look
      .between('2026-12-01T00:00:00Z', '2027-02-01T00:00:00Z')
      .filter((event) => event.id === id);
    expect(seen).toMatchObject(kept);
    expect(String(seen?.summary)).toContain('Artemis');
    expect(String(seen?.description)).toMatch(/^Bring cake\./);
    const guests = ((seen?.attendees ?? []) as { email: string }[]).map(({ email }) => email);
    expect(guests).toEqual(expect.arrayContaining(['gale@host.example']));
    expect(guests.length).toBeGreaterThanOrEqual(5);
  }
  await expectQuiet(world);
});

it('[S3] no event is deleted because its row left a window of time or a page of results', async () => {
  const world = await createWorld({ settings: { GUARD_MAILS: '100000' } });
  // More rows than a page of results holds, most of them of no interest.
  fillIn(world, 3);
  fillIn(world, 120, { Phase: 'Sourcing' });
  await world.settle();
  const before = (await world.calendar()).map(({ id }) => id);
  expect(before.length).toBeGreaterThan(120);
  // Later than any edit: the rows are in no incremental answer any more. Then a full read that is cut short.
  for (let hours = 0; hours < 6; hours++) {
    world.pass(60 * MINUTE);
    await world.tick();
  }
  world.google.faults.add({ kind: 'expire-tokens', operation: 'events.list' });
  world.google.faults.add({ kind: 'empty-page', operation: 'events.list' });
  world.notion.faults.add({ kind: 'lose-answer', operation: 'dataSources.query', nth: 2 });
  for (const sweep of [true, false, false]) {
    await world.tick({ sweep });
    world.pass(5 * MINUTE);
  }
  expect((await world.calendar()).map(({ id }) => id)).toEqual(before);
  expect(mails(world).filter((mail) => mail.startsWith('cancel'))).toEqual([]);
}, 60_000);

it('[M2, M3] a title changed in Notion is not lost when the time changes in Calendar', async () => {
  const { world, page, row } = await engage(PEOPLE);
  world.notion.act.edit(page, { Name: 'Artemis' });
  world.google.act.move(await point(world, 'Kickoff: Apollo'), { minutes: 90 });
  await settle(world);
  expect(row('Name')).toBe('Artemis');
  expect(row('Kickoff')).toBe('2026-12-07 11:30');
  expect((await world.calendar()).map(({ title }) => title)).toContain('Kickoff: Artemis');
  await expectQuiet(world);
});

it('[M5, M6] two edits do not swap sides', async () => {
  const { world, page, row, calendar } = await engage(PEOPLE);
  // The same field on both sides, before either was seen; and another field, each on the other side.
  world.notion.act.edit(page, { Kickoff: { start: '2026-12-08T09:00:00+01:00' } });
  world.google.act.move(await point(world, 'Kickoff: Apollo'), { minutes: 90 });
  world.notion.act.edit(page, { 'Check-in': { start: '2027-04-06T10:00:00+02:00' } });
  await settle(world);
  expect(row('Kickoff')).toBe('2026-12-07 11:30');
  expect(await calendar()).toContain('2026-12-07 11:30 Kickoff: Apollo');
  expect(row('Check-in')).toBe('2027-04-06 10:00');
  expect(await calendar()).toContain('2027-04-06 10:00 Three-month check-in: Apollo');
  const [comment, ...others] = world.notion.see.comments(page);
  expect(others).toEqual([]);
  expect(comment?.words).toContain('8 Dec 2026');
  await expectQuiet(world);
});

it('[C2] a weekly series is not flattened: it is one recurring event, also when one of its retros was moved', async () => {
  const { world, retro } = await engage(PEOPLE);
  world.notion.act.edit(retro(2), { Date: { start: '2026-12-16T09:00:00+01:00' } });
  await settle(world);
  const retros = (await world.calendar()).filter(({ title }) => title === 'Weekly retro: Apollo');
  expect(retros).toHaveLength(3);
  const series = new Set(retros.map(({ id }) => id.split('_')[0]));
  expect(series.size).toBe(1);
  expect(retros.every(({ id }) => id.includes('_'))).toBe(true);
  await expectQuiet(world);
});

for (const [what, values] of [
  ['the phase becomes Declined', { Phase: 'Declined' }],
  ['Dates are cleared', { Dates: null }],
  ['its date is blanked', { Kickoff: null }],
] as const) {
  it(`[S13, P44] a running meeting is not deleted when ${what}`, async () => {
    const { world, edit, calendar } = await engage(PEOPLE);
    await world.at('2026-12-07T09:15:00Z'); // a quarter of an hour into the kickoff
    mails(world);
    await edit(values);
    expect(await calendar()).toContain('2026-12-07 10:00 Kickoff: Apollo');
    expect(mails(world).filter((mail) => mail.includes('Kickoff'))).toEqual([]);
    await expectQuiet(world);
  });
}
