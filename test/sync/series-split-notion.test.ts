// After a person split the series in Calendar: what is edited in Notion then, phases, faults, and lost memory.
import { expect, it } from 'vitest';
import { comments, point } from './hands.ts';
import {
  at,
  dragOn,
  each,
  endWell,
  pages,
  SPLIT,
  seriesId,
  shown,
  splitOff,
  THURSDAYS,
  type Told,
  tell,
  WEEKLY,
} from './series-story.ts';
import { expectQuiet, forget, MINUTE, mails, settle, tellStories } from './story.ts';

tellStories();

const [, SECOND = '', , FOURTH = '', FIFTH = '', LAST = ''] = THURSDAYS;
const TUESDAYS = ['2026-12-08', '2026-12-15', '2026-12-22', '2026-12-29', '2027-01-05', '2027-01-12'];
const both = async (told: Told) => {
  const seen = pages(told).map((line) => line.replace(/ Held$/, ''));
  expect(await shown(told)).toEqual(seen.filter((line) => !line.endsWith('Cancelled')));
  return seen;
};
const weeklyMails = ({ world }: Told) => mails(world).filter((line) => line.includes('Weekly'));
/** Recurring events of this engagement that have occurrences from a moment on. */
const liveSeries = async ({ world }: Told, from = '') =>
  new Set(
    (await world.calendar())
      .filter(({ title, start }) => title.includes('retro:') && start >= from)
      .map(({ id }) => id.replace(/_.*$/, '')),
  ).size;

for (const orphans of ['keep', 'drop'] as const) {
  it(`[M35] a slot typed in Notion makes one series of the parts again, and people hear it once (orphans ${orphans})`, async () => {
    const told = await splitOff({ orphans });
    await told.edit({ 'Weekly retro': at('2026-12-08', '11:00') });
    expect(await both(told)).toEqual(each(TUESDAYS, '11:00'));
    expect(await liveSeries(told)).toBe(2);
    expect(weeklyMails(told)).toEqual(['invitation Weekly retro: Apollo ×4']);
    await endWell(told);
  });

  it(`[M35] on the way the next generation takes over from every part, with what was moved or cancelled (orphans ${orphans})`, async () => {
    const told = await splitOff({ orphans });
    const { world } = told;
    world.google.act.move(await point(world, WEEKLY, FIFTH), { minutes: 120 });
    world.google.act.remove(await point(world, WEEKLY, LAST));
    await settle(world);
    await world.at('2026-12-18T09:00:00Z');
    mails(world);
    await told.edit({ 'Weekly retro': at('2026-12-22', '11:00') });
    const held = each(THURSDAYS.slice(0, 2), '14:00');
    expect(await both(told)).toEqual([
      ...held,
      '2026-12-22 11:00',
      '2026-12-29 11:00',
      '2027-01-07 17:00',
      '2027-01-14 15:00 Cancelled',
    ]);
    expect(weeklyMails(told)).toEqual(['invitation Weekly retro: Apollo ×4']);
    await endWell(told);
  });
}

it('[M35] once the older part is over, a slot typed in Notion continues the part with our next generation', async () => {
  const told = await splitOff();
  await told.world.at('2027-01-01T09:00:00Z');
  mails(told.world);
  await told.edit({ 'Weekly retro': at('2027-01-05', '11:00') });
  expect(await both(told)).toEqual([...SPLIT.slice(0, 4), ...each(TUESDAYS.slice(4), '11:00')]);
  expect(weeklyMails(told)).toEqual(['invitation Weekly retro: Apollo ×4']);
  await endWell(told);
});

it('[M35] [M22] what we made one again is split again, and made one again', async () => {
  const told = await splitOff();
  const { world } = told;
  await told.edit({ 'Weekly retro': at('2026-12-08', '11:00') });
  mails(world);
  await dragOn(told, '2026-12-29', 30);
  expect(await both(told)).toEqual([
    ...each(TUESDAYS.slice(0, 3), '11:00'),
    ...each(TUESDAYS.slice(3), '11:30'),
  ]);
  mails(world);
  await told.edit({ 'Weekly retro': at('2026-12-10', '14:00') });
  expect(await both(told)).toEqual(each(THURSDAYS, '14:00'));
  expect(weeklyMails(told)).toEqual(['invitation Weekly retro: Apollo ×4']);
  await endWell(told);
});

it('[M35] [C26] [C15] a person’s name for the part, whom they added and whom they took off go along', async () => {
  const told = await tell();
  const { world } = told;
  const part = world.google.act.rename(await point(world, WEEKLY, FOURTH), 'Review', { scope: 'following' });
  world.google.act.addGuests(part, ['guest@host.example']);
  world.google.act.removeGuests(part, ['dev@host.example']);
  await settle(world);
  await told.edit({ Name: 'Boreas', Guests: 'new@host.example' });
  mails(world);
  const seen = (await world.calendar()).filter(({ title }) => /Weekly|Review/.test(title));
  const people = ['ada@home.example', 'ben@home.example', 'ema@host.example', 'new@host.example'];
  expect(seen.map(({ title, guests }) => [title, [...guests].sort()])).toEqual([
    ...Array(3).fill(['Weekly retro: Boreas', [...people, 'dev@host.example'].sort()]),
    ...Array(3).fill(['Review', [...people, 'guest@host.example'].sort()]),
  ]);
  await told.edit({ 'Weekly retro': at('2026-12-08', '11:00') });
  const after = (await world.calendar()).filter(({ start }) => start.startsWith('2026-12-15'));
  expect(after.map(({ title, guests }) => [title, [...guests].sort()])).toEqual([
    ['Review', [...people, 'guest@host.example'].sort()],
  ]);
  mails(world);
  await endWell(told);
});

it('[M17] [M22] pages of the part move, cancel and bring back their occurrences, whatever its id', async () => {
  const told = await splitOff();
  const { world } = told;
  // Two kinds: the dragged part from week 4 on, and a renamed one from week 5 on.
  world.google.act.rename(await point(world, WEEKLY, FIFTH), 'Late review', { scope: 'following' });
  await settle(world);
  mails(world);
  world.notion.act.edit(told.retro(4), { Date: at('2026-12-30', '09:00') });
  world.notion.act.edit(told.retro(5), { Status: 'Cancelled' });
  world.notion.act.edit(told.retro(6), { Date: at('2027-01-15', '09:00') });
  await settle(world);
  const first = [...SPLIT.slice(0, 3), '2026-12-30 09:00', '2027-01-07 15:00 Cancelled', '2027-01-15 09:00'];
  expect(await both(told)).toEqual(first);
  expect(mails(world)).toEqual([
    'update Weekly retro: Apollo ×4',
    'cancellation Late review ×4',
    'update Late review ×4',
  ]);
  world.notion.act.edit(told.retro(5), { Status: 'Planned' });
  await settle(world);
  expect((await both(told))[4]).toBe('2027-01-07 15:00');
  mails(world);
  await endWell(told);
});

it('[M21] [M22] Dates made longer lengthen the part where it stands', async () => {
  const told = await splitOff();
  await told.edit({ Dates: { start: '2026-12-07', end: '2027-02-05' } });
  expect(await both(told)).toEqual([...SPLIT, '2027-01-21 15:00', '2027-01-28 15:00']);
  expect(weeklyMails(told)).toEqual(['update Weekly retro: Apollo ×4']);
  await endWell(told);
});

it('[M21] [M22] Dates made shorter shorten the part, and longer ones give it its weeks back', async () => {
  const told = await splitOff();
  await told.edit({ Dates: { start: '2026-12-07', end: '2027-01-08' } });
  expect(await shown(told)).toEqual(SPLIT.slice(0, 4));
  expect(weeklyMails(told)).toEqual(['update Weekly retro: Apollo ×4']);
  await told.edit({ Dates: { start: '2026-12-07', end: '2027-01-22' } });
  expect(await both(told)).toEqual(SPLIT);
  expect(weeklyMails(told)).toEqual(['update Weekly retro: Apollo ×4']);
  await endWell(told);
});

it('[M40] Dates that no longer reach the part remove it; what is left carries the slot, and goes on with longer ones', async () => {
  const told = await splitOff();
  await told.edit({ Dates: { start: '2026-12-07', end: '2026-12-25' } });
  expect(await shown(told)).toEqual(SPLIT.slice(0, 2));
  expect(told.row('Weekly retro')).toBe('2026-12-10 14:00');
  expect(told.row('Project retro')).toBe('2026-12-24 14:00');
  expect(weeklyMails(told).sort()).toEqual([
    'cancellation Weekly retro: Apollo ×4',
    'update Weekly retro: Apollo ×4',
  ]);
  await expectQuiet(told.world);
  await told.edit({ Dates: { start: '2026-12-07', end: '2027-01-22' } });
  expect(await both(told)).toEqual(each(THURSDAYS, '14:00'));
  expect(weeklyMails(told)).toEqual(['update Weekly retro: Apollo ×4']);
  await endWell(told);
});

for (const when of ['', '2026-12-11T09:00:00Z']) {
  it(`[M35] [M39] split, Declined${when && ' on the way'}, another slot, and back: one series at that slot`, async () => {
    const told = await splitOff();
    const { world } = told;
    if (when) await world.at(when);
    await told.edit({ Phase: 'Declined' });
    await told.edit({ 'Weekly retro': at('2026-12-15', '11:00') });
    mails(world);
    await told.edit({ Phase: when ? 'Executing' : 'Planning' });
    const first = when ? '2026-12-10 14:00' : '2026-12-08 11:00';
    expect(await both(told)).toEqual([first, ...each(TUESDAYS.slice(1), '11:00')]);
    expect(weeklyMails(told)).toEqual(['invitation Weekly retro: Apollo ×4']);
    await endWell(told);
  });
}

it('[M35] [P46] Dates that begin a week later place what is ahead anew, as one series at the slot', async () => {
  const told = await splitOff();
  const { world } = told;
  await world.at('2026-12-11T09:00:00Z');
  mails(world);
  await told.edit({ Dates: { start: '2026-12-14', end: '2027-01-29' } });
  const after = [...THURSDAYS.slice(2), '2027-01-21'];
  expect(await both(told)).toEqual(['2026-12-10 14:00', ...each(after, '15:00')]);
  expect(weeklyMails(told)).toEqual(['invitation Weekly retro: Apollo ×4']);
  await endWell(told);
});

for (const [what, when, away, back] of [
  ['Declined', '', { Phase: 'Declined' }, { Phase: 'Planning' }],
  ['Declined on the way', '2026-12-11T09:00:00Z', { Phase: 'Declined' }, { Phase: 'Executing' }],
  ['Dates cleared', '', { Dates: null }, { Dates: { start: '2026-12-07', end: '2027-01-22' } }],
] as const) {
  it(`[M11] [M22] ${what}: every part is withdrawn, and each comes back as it was`, async () => {
    const told = await splitOff();
    const { world } = told;
    const before = await liveSeries(told);
    if (when) await world.at(when);
    mails(world);
    await told.edit(away);
    expect(await shown(told)).toEqual(when ? SPLIT.slice(0, 1) : []);
    // A series that has begun is cut short, which Google calls an update.
    const gone = ['cancellation Weekly retro: Apollo ×8'];
    const cut = ['cancellation Weekly retro: Apollo ×4', 'update Weekly retro: Apollo ×4'];
    expect(weeklyMails(told).sort()).toEqual(when ? cut : gone);
    await told.edit(back);
    expect(await both(told)).toEqual(SPLIT);
    expect(await liveSeries(told)).toBe(before);
    expect(told.row('Weekly retro')).toBe('2026-12-31 15:00');
    mails(world);
    await endWell(told);
  });

  it(`[M11] [S16] ${what}, memory lost, and back: the same times`, async () => {
    const told = await splitOff();
    const { world } = told;
    if (when) await world.at(when);
    await told.edit(away);
    forget(world);
    await settle(world);
    await told.edit(back);
    expect(await both(told)).toEqual(SPLIT);
    mails(world);
    await endWell(told);
  });
}

it('[M11] [M22] in the trash both parts are away; restored, both are back', async () => {
  const told = await splitOff();
  const { world } = told;
  world.notion.act.trash(told.page);
  world.pass(3 * MINUTE);
  await world.tick({ sweep: true });
  await settle(world);
  expect(await shown(told)).toEqual([]);
  world.notion.act.restore(told.page);
  world.pass(3 * MINUTE);
  await world.tick({ sweep: true });
  await settle(world);
  expect(await both(told)).toEqual(SPLIT);
  mails(world);
  await endWell(told);
});

it('[M19] [M22] Weekly retro blanked takes away every part; a new one brings back one series', async () => {
  const told = await splitOff();
  const { world } = told;
  await world.at('2026-12-11T09:00:00Z');
  await told.edit({ 'Weekly retro': null });
  expect(await shown(told)).toEqual(SPLIT.slice(0, 1));
  mails(world);
  await told.edit({ 'Weekly retro': at('2026-12-15', '11:00') });
  expect(await both(told)).toEqual(['2026-12-10 14:00', ...each(TUESDAYS.slice(1), '11:00')]);
  expect(weeklyMails(told)).toEqual(['invitation Weekly retro: Apollo ×4']);
  await endWell(told);
});

it('[S16] [M35] memory lost after a split: what is edited next is done as if nothing had been lost', async () => {
  const told = await splitOff();
  const { world } = told;
  forget(world);
  await settle(world);
  await told.edit({ 'Weekly retro': at('2026-12-08', '11:00') });
  expect(await both(told)).toEqual(each(TUESDAYS, '11:00'));
  expect(weeklyMails(told)).toEqual(['invitation Weekly retro: Apollo ×4']);
  await endWell(told);
});

it('[S16] [M22] a split that is only seen after memory was lost is followed', async () => {
  const told = await tell();
  const { world } = told;
  forget(world);
  world.google.act.move(await point(world, WEEKLY, FOURTH), { minutes: 60, scope: 'following' });
  await settle(world);
  expect(await both(told)).toEqual(SPLIT);
  expect(told.row('Weekly retro')).toBe('2026-12-31 15:00');
  expect(mails(world)).toEqual([]);
  expect(comments(world, told.page)).toEqual([]);
  await endWell(told);
});

it('[S15] [M35] each write of making one series fails in turn, and nothing is doubled or told twice', async () => {
  for (const kind of ['refuse', 'lose-answer'] as const) {
    for (let nth = 1; nth <= 3; nth++) {
      const told = await splitOff();
      const { world } = told;
      await world.at('2026-12-11T09:00:00Z');
      mails(world);
      for (const operation of ['events.insert', 'events.patch', 'events.delete'])
        world.google.faults.add({ kind, operation, nth, status: 503 });
      world.notion.act.edit(told.page, { 'Weekly retro': at('2026-12-15', '11:00') });
      for (let tick = 0; tick < 8; tick++) {
        world.pass(10 * MINUTE);
        await world.tick();
      }
      expect(await both(told)).toEqual(['2026-12-10 14:00', ...each(TUESDAYS.slice(1), '11:00')]);
      expect(weeklyMails(told)).toEqual(['invitation Weekly retro: Apollo ×4']);
    }
  }
}, 60_000);

it('[C12] [M34] a split is marked as ours when it is first written to, and needs no finding then', async () => {
  const told = await splitOff();
  const { world } = told;
  const id = await seriesId(told, SECOND);
  await told.edit({ Name: 'Boreas' });
  const part = (await world.calendar()).find(({ start }) => start.startsWith(FOURTH))?.id.replace(/_.*$/, '');
  expect(part).not.toBe(id);
  const marks = (world.google.look.event(String(part)) as { extendedProperties: { private: object } })
    .extendedProperties.private;
  expect(marks).toMatchObject({ part, week: '4' });
  mails(world);
  await endWell(told);
});

it('[S16] [M40] Dates too short for the part, memory lost, and longer again: every week is back', async () => {
  const told = await splitOff();
  const { world } = told;
  await told.edit({ Dates: { start: '2026-12-07', end: '2026-12-25' } });
  mails(world);
  await endWell(told);
  await told.edit({ Dates: { start: '2026-12-07', end: '2027-01-22' } });
  // What was withdrawn comes back where it was.
  expect(await both(told)).toEqual(SPLIT);
  mails(world);
  await expectQuiet(world);
});
