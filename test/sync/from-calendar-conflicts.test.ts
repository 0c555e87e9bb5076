// Somebody was first, or Google refuses: 412, 409, 410, an expired token. A person acts in the middle of a tick by
// standing between the Worker and Calendar for one call.
import { expect, it } from 'vitest';
import { eventId } from '../../src/google/ids.ts';
import type { TestWorld } from '../world/world.ts';
import { comments, justBefore, PEOPLE, point, tickAndSee } from './hands.ts';
import { engage, expectQuiet, MINUTE, mails, PLANNED, RETROS, settle, tellStories } from './story.ts';

tellStories();

const kickoffOf = (world: TestWorld) => point(world, 'Kickoff: Apollo');

it('[S10] a kickoff dragged in Calendar while Notion’s move was on its way: Calendar’s is kept, and it is said', async () => {
  const { world, page, row, calendar } = await engage(PEOPLE);
  const id = await kickoffOf(world);
  mails(world);
  world.notion.act.edit(page, { Kickoff: { start: '2026-12-08T09:00:00+01:00' } });
  justBefore('PATCH', id, () => void world.google.act.move(id, { start: '2026-12-09T16:00:00+01:00' }));
  world.pass(MINUTE);
  await settle(world);
  expect(row('Kickoff')).toBe('2026-12-09 16:00');
  expect(await calendar()).toContain('2026-12-09 16:00 Kickoff: Apollo');
  expect(comments(world, page)).toHaveLength(1);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[S10] a place typed in Calendar while a move was on its way stays, and the move is made and told once', async () => {
  const { world, page, row } = await engage(PEOPLE);
  const id = await kickoffOf(world);
  mails(world);
  world.notion.act.edit(page, { Kickoff: { start: '2026-12-08T09:00:00+01:00' } });
  justBefore('PATCH', id, () => void world.google.act.edit(id, { location: 'Room 1' }));
  world.pass(MINUTE);
  await settle(world);
  expect(row('Kickoff')).toBe('2026-12-08 09:00');
  expect(world.google.look.event(id)?.location).toBe('Room 1');
  expect(mails(world)).toEqual(['update Kickoff: Apollo ×4']);
  expect(comments(world, page)).toEqual([]);
  await expectQuiet(world);
});

it('[S10] a retro dragged in Calendar while its page’s move was on its way: Calendar’s is kept', async () => {
  const { world, page, retro, retros } = await engage(PEOPLE);
  const id = await point(world, 'Weekly retro: Apollo', '2026-12-17');
  mails(world);
  world.notion.act.edit(retro(2), { Date: { start: '2026-12-16T09:00:00+01:00' } });
  justBefore('PATCH', id, () => void world.google.act.move(id, { start: '2026-12-18T16:00:00+01:00' }));
  world.pass(MINUTE);
  await settle(world);
  expect(retros()[1]).toBe('2: 2026-12-18 16:00 Planned');
  expect(comments(world, page)).toHaveLength(1);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

for (const [what, values] of [
  ['moved', { Date: { start: '2026-12-16T09:00:00+01:00' } }],
  ['cancelled', { Status: 'Cancelled' }],
] as const)
  it(`[S62] a retro ${what} in Notion and dragged in Calendar after the events were listed is weighed, and it is said`, async () => {
    const { world, page, retro, retros } = await engage(PEOPLE);
    const id = await point(world, 'Weekly retro: Apollo', '2026-12-17');
    mails(world);
    world.notion.act.edit(retro(2), values);
    justBefore('GET', id, () => void world.google.act.move(id, { start: '2026-12-18T16:00:00+01:00' }));
    world.pass(MINUTE);
    await settle(world);
    expect(retros()[1]).toMatch(what === 'moved' ? '2: 2026-12-18 16:00 Planned' : /^2: .* Cancelled$/);
    expect(comments(world, page)).toHaveLength(1);
    expect(comments(world, page)[0]).toContain(what === 'moved' ? '09:00' : '16:00');
    await expectQuiet(world);
  });

it('[S10] a kickoff deleted in Calendar just before we delete it is done', async () => {
  const { world, page, row, calendar } = await engage(PEOPLE);
  const id = await kickoffOf(world);
  mails(world);
  world.notion.act.edit(page, { Kickoff: null });
  justBefore('DELETE', id, () => void world.google.act.remove(id));
  world.pass(MINUTE);
  await settle(world);
  expect(row('Kickoff')).toBeNull();
  expect(await calendar()).toEqual(PLANNED.toSpliced(1, 1));
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[S10] 410 on a deletion means that it is done', async () => {
  const { world, page, row } = await engage(PEOPLE);
  world.notion.act.edit(page, { Kickoff: null });
  world.google.faults.add({ kind: 'refuse', operation: 'events.delete', status: 410 });
  world.pass(MINUTE);
  const run = await world.tick();
  expect(run.changes.every(({ outcome }) => outcome === 'done')).toBe(true);
  expect(row('Kickoff')).toBeNull();
});

it('[S10] an event that is there under our id when we insert is taken up, not doubled', async () => {
  const { world, page, edit, calendar, row } = await engage({ ...PEOPLE, Phase: 'Sourcing' });
  const id = eventId(page, 'intro', 0);
  mails(world);
  justBefore('POST', '/events', () => {
    world.google.act.create({
      id,
      summary: 'Intro: Apollo',
      start: { dateTime: '2026-11-30T15:00:00+01:00', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2026-11-30T15:30:00+01:00', timeZone: 'Europe/Berlin' },
      extendedProperties: { private: { engagement: page, meeting: 'intro', generation: '0' } },
    });
  });
  await edit({ Intro: { start: '2026-11-30T15:00:00+01:00', end: '2026-11-30T15:30:00+01:00' } });
  expect((await calendar()).filter((line) => line.includes('Intro'))).toEqual([
    '2026-11-30 15:00 Intro: Apollo',
  ]);
  expect(row('Intro')).toBe('2026-11-30 15:00');
  expect(mails(world)).toEqual(['invitation Intro: Apollo ×4']);
  await expectQuiet(world);
});

it('[S10] a deleted event under our id when we insert is read, and no second one is made', async () => {
  const { world, page, edit, calendar, row } = await engage({ ...PEOPLE, Phase: 'Sourcing' });
  const id = eventId(page, 'intro', 0);
  justBefore('POST', '/events', () => {
    world.google.act.create({
      id,
      summary: 'Intro: Apollo',
      start: { dateTime: '2026-11-30T15:00:00+01:00', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2026-11-30T15:30:00+01:00', timeZone: 'Europe/Berlin' },
      extendedProperties: { private: { engagement: page, meeting: 'intro', generation: '0' } },
    });
    world.google.act.remove(id);
  });
  await edit({ Intro: { start: '2026-11-30T15:00:00+01:00', end: '2026-11-30T15:30:00+01:00' } });
  // A person deleted what was made: it stays away until they type again (M9, M12).
  expect((await calendar()).filter((line) => line.includes('Intro'))).toEqual([]);
  expect(row('Intro')).toBeNull();
  await expectQuiet(world);
  await edit({ Intro: { start: '2026-11-30T16:00:00+01:00', end: '2026-11-30T16:30:00+01:00' } });
  expect((await calendar()).filter((line) => line.includes('Intro'))).toEqual([
    '2026-11-30 16:00 Intro: Apollo',
  ]);
  expect(await point(world, 'Intro: Apollo')).toBe(id);
  await expectQuiet(world);
});

it('[M9] where Calendar refuses to revive an event the next generation is made', async () => {
  const { world, edit, calendar, row } = await engage(PEOPLE);
  const id = await kickoffOf(world);
  world.google.act.remove(id);
  await settle(world);
  mails(world);
  world.google.faults.add({ kind: 'refuse', operation: 'events.patch', match: id, status: 404 });
  await edit({ Kickoff: { start: '2026-12-08T09:00:00+01:00' } });
  expect((await calendar()).filter((line) => line.includes('Kickoff'))).toEqual([
    '2026-12-08 09:00 Kickoff: Apollo',
  ]);
  expect(await kickoffOf(world)).not.toBe(id);
  expect(row('Kickoff')).toBe('2026-12-08 09:00');
  expect(mails(world)).toEqual(['invitation Kickoff: Apollo ×4']);
  await expectQuiet(world);
  world.google.act.move(await kickoffOf(world), { minutes: 60 });
  await settle(world);
  expect(row('Kickoff')).toBe('2026-12-08 10:00');
  await expectQuiet(world);
});

it('[S10] 409 on an insert of what Calendar has already: read, taken up, told once', async () => {
  const { world, edit, calendar } = await engage({ ...PEOPLE, Phase: 'Sourcing' });
  mails(world);
  world.google.faults.add({ kind: 'lose-answer', operation: 'events.insert' });
  await edit({ Intro: { start: '2026-11-30T15:00:00+01:00' } });
  expect((await calendar()).filter((line) => line.includes('Intro'))).toEqual([
    '2026-11-30 15:00 Intro: Apollo',
  ]);
  expect(mails(world)).toEqual(['invitation Intro: Apollo ×4']);
  await expectQuiet(world);
});

it('[S12] an expired sync token leads to a full read: nothing deleted, nothing written', async () => {
  const { world, calendar, retros } = await engage(PEOPLE);
  mails(world);
  world.google.faults.add({ kind: 'expire-tokens' });
  for (let n = 0; n < 3; n++) expect(await tickAndSee(world)).toEqual({ notion: [], google: [] });
  expect(await calendar()).toEqual(PLANNED);
  expect(retros()).toEqual(RETROS);
  expect(mails(world)).toEqual([]);
});

it('[S12] what a person did before the token expired is followed after the full read', async () => {
  const { world, row, calendar } = await engage(PEOPLE);
  world.google.act.move(await kickoffOf(world), { minutes: 60 });
  world.google.act.remove(await point(world, 'Three-month check-in: Apollo'));
  world.google.faults.add({ kind: 'expire-tokens' });
  await settle(world);
  expect([row('Kickoff'), row('Check-in')]).toEqual(['2026-12-07 11:00', null]);
  expect(await calendar()).toHaveLength(PLANNED.length - 1);
  await expectQuiet(world);
});

it('[S11] Notion’s 409 and 429 delay a write and lose nothing', async () => {
  const { world, row } = await engage(PEOPLE);
  world.google.act.move(await kickoffOf(world), { minutes: 60 });
  world.notion.faults.add({ kind: 'refuse', operation: 'pages.update', status: 409 });
  world.notion.faults.add({ kind: 'refuse', operation: 'pages.update', status: 429, retryAfter: 3 });
  await settle(world);
  expect(row('Kickoff')).toBe('2026-12-07 11:00');
  await expectQuiet(world);
});

for (const written of [true, false]) {
  it(`[S9] Notion’s 503 on a write that ${written ? 'was' : 'was not'} made is looked up first`, async () => {
    const { world, row, retros } = await engage(PEOPLE);
    world.google.act.move(await kickoffOf(world), { minutes: 60 });
    world.google.act.remove(await point(world, 'Weekly retro: Apollo', '2026-12-17'));
    world.notion.faults.add({ kind: 'refuse', operation: 'pages.update', status: 503, written, times: 2 });
    for (let n = 0; n < 3; n++) {
      world.pass(MINUTE);
      await world.tick();
    }
    expect(row('Kickoff')).toBe('2026-12-07 11:00');
    expect(retros()[1]).toBe('2: 2026-12-17 14:00 Cancelled');
    await expectQuiet(world);
  });
}

it('[S11] a Calendar that is busy for a while gets the move later, told once', async () => {
  const { world, calendar, page } = await engage(PEOPLE);
  mails(world);
  world.notion.act.edit(page, { Kickoff: { start: '2026-12-08T09:00:00+01:00' } });
  world.google.faults.add({ kind: 'refuse', operation: 'events.patch', status: 403, times: 2 });
  world.google.faults.add({ kind: 'refuse', operation: 'events.patch', status: 429, retryAfter: 30 });
  for (let n = 0; n < 4; n++) {
    world.pass(2 * MINUTE);
    await world.tick();
  }
  expect(await calendar()).toContain('2026-12-08 09:00 Kickoff: Apollo');
  expect(mails(world)).toEqual(['update Kickoff: Apollo ×4']);
  await expectQuiet(world);
});

it('[S18] a calendar that is gone deletes nothing and says so; when it is back all goes on', async () => {
  const { world, calendar, retros, row } = await engage(PEOPLE);
  world.google.faults.add({ kind: 'refuse', operation: 'events.*', status: 404, times: 4 });
  for (let n = 0; n < 2; n++) expect((await tickAndSee(world)).notion).toEqual([]);
  world.google.faults.clear();
  await settle(world);
  expect(await calendar()).toEqual(PLANNED);
  expect(retros()).toEqual(RETROS);
  expect(row('Kickoff')).toBe('2026-12-07 10:00');
  await expectQuiet(world);
});

it('[M74] a check-in put back where it was when its phase took it away has not seen the time that was typed meanwhile: that is said', async () => {
  const { world, page, row, edit } = await engage(PEOPLE);
  const id = await point(world, 'Three-month check-in: Apollo');
  world.google.act.move(id, { start: '2027-04-09T15:00:00+02:00' });
  await settle(world);
  await edit({ Phase: 'Declined' });
  await edit({ 'Check-in': { start: '2027-04-12T11:00:00+02:00' } });
  world.google.act.restore(id);
  await edit({ Phase: 'Planning' });
  expect(row('Check-in')).toBe('2027-04-09 15:00');
  expect(comments(world, page).join()).toContain('11:00');
  await expectQuiet(world);
});
