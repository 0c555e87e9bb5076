// The whole series changed in Calendar: moved, deleted, given a rule of its own, a person's title and guests.
import { expect, it } from 'vitest';
import { comments, PEOPLE, point, tickAndSee } from './hands.ts';
import { engage, expectQuiet, mails, settle, tellStories } from './story.ts';

tellStories();

const WEEKLY = 'Weekly retro: Apollo';
/** Seven weeks: six weekly retros on Thursdays from 10 December to 14 January, the project retro on the 21st. */
const SEVEN = { ...PEOPLE, Dates: { start: '2026-12-07', end: '2027-01-22' } };
const THURSDAYS = ['2026-12-10', '2026-12-17', '2026-12-24', '2026-12-31', '2027-01-07', '2027-01-14'];

type Told = Awaited<ReturnType<typeof engage>>;
const weekly = async ({ calendar }: Told) =>
  (await calendar()).filter((line) => line.endsWith(WEEKLY)).map((line) => line.slice(0, 16));
const weeks = ({ retros }: Told) => retros().slice(0, -1);
const eachWeek = (days: readonly string[], time: string, status = 'Planned') =>
  days.map((day, at) => `${at + 1}: ${day} ${time} ${status}`);

it('[M18] the whole series dragged in Calendar changes Weekly retro and every page; nobody is mailed by us', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  mails(world);
  world.google.act.move(await point(world, WEEKLY, '2026-12-10'), { minutes: 60, scope: 'all' });
  await settle(world);
  expect(told.row('Weekly retro')).toBe('2026-12-10 15:00');
  expect(weeks(told)).toEqual(eachWeek(THURSDAYS, '15:00'));
  expect(await weekly(told)).toEqual(THURSDAYS.map((day) => `${day} 15:00`));
  // The project retro takes the slot of the weekly one: that is our move, and its guests hear it.
  expect(mails(world)).toEqual(['update Project retro: Apollo ×4']);
  expect(comments(world, told.page)).toEqual([]);
  await expectQuiet(world);
});

it('[M18] the whole series dragged to another day moves every page to it', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  world.google.act.move(await point(world, WEEKLY, '2026-12-10'), { minutes: -2 * 24 * 60, scope: 'all' });
  await settle(world);
  const days = ['2026-12-08', '2026-12-15', '2026-12-22', '2026-12-29', '2027-01-05', '2027-01-12'];
  expect(told.row('Weekly retro')).toBe('2026-12-08 14:00');
  expect(weeks(told)).toEqual(eachWeek(days, '14:00'));
  expect(await weekly(told)).toEqual(days.map((day) => `${day} 14:00`));
  await expectQuiet(world);
});

it('[M18] the whole series dragged on the way leaves what is over where it was in Notion', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  await world.at('2026-12-18T09:00:00Z');
  mails(world);
  world.google.act.move(await point(world, WEEKLY, '2026-12-24'), { minutes: 60, scope: 'all' });
  await settle(world);
  expect(weeks(told)).toEqual([
    '1: 2026-12-10 14:00 Held',
    '2: 2026-12-17 14:00 Held',
    ...eachWeek(THURSDAYS, '15:00').slice(2),
  ]);
  expect((await weekly(told)).slice(2)).toEqual(THURSDAYS.slice(2).map((day) => `${day} 15:00`));
  expect(told.row('Weekly retro')).toBe('2026-12-24 15:00');
  expect(mails(world)).toEqual(['update Project retro: Apollo ×4']);
  await expectQuiet(world);
});

it('[M18] a series dragged back to the playbook’s slot follows the playbook again', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  const id = await point(world, WEEKLY, '2026-12-10');
  world.google.act.move(id, { minutes: 60, scope: 'all' });
  await settle(world);
  world.google.act.move(await point(world, WEEKLY, '2026-12-10'), { minutes: -60, scope: 'all' });
  await settle(world);
  expect(told.row('Weekly retro')).toBe('2026-12-10 14:00');
  expect(weeks(told)).toEqual(eachWeek(THURSDAYS, '14:00'));
  await expectQuiet(world);
});

it('[M18] after a drag in Calendar a slot typed in Notion counts again', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  world.google.act.move(await point(world, WEEKLY, '2026-12-10'), { minutes: 60, scope: 'all' });
  await settle(world);
  await told.edit({
    'Weekly retro': { start: '2026-12-10T16:00:00+01:00', end: '2026-12-10T16:30:00+01:00' },
  });
  expect(weeks(told)).toEqual(eachWeek(THURSDAYS, '16:00'));
  expect(await weekly(told)).toEqual(THURSDAYS.map((day) => `${day} 16:00`));
  expect(comments(world, told.page)).toEqual([]);
  await expectQuiet(world);
});

it('[M18] a series dragged to a later day keeps its last week, and nobody is mailed by us', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  mails(world);
  world.google.act.move(await point(world, WEEKLY, '2026-12-10'), { minutes: 24 * 60, scope: 'all' });
  await settle(world);
  const days = ['2026-12-11', '2026-12-18', '2026-12-25', '2027-01-01', '2027-01-08', '2027-01-15'];
  expect(weeks(told)).toEqual(eachWeek(days, '14:00'));
  expect(await weekly(told)).toEqual(days.map((day) => `${day} 14:00`));
  expect(mails(world).filter((line) => line.includes('Weekly'))).toEqual([]);
  await expectQuiet(world);
});

it('[M16] a series that a person shortened in Calendar loses its last weeks in Notion', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  mails(world);
  world.google.act.remove(await point(world, WEEKLY, '2027-01-07'), { scope: 'following' });
  await settle(world);
  expect(weeks(told)).toEqual([
    ...eachWeek(THURSDAYS, '14:00').slice(0, 4),
    ...eachWeek(THURSDAYS, '14:00', 'Cancelled').slice(4),
  ]);
  expect(await weekly(told)).toHaveLength(4);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[M5] [M7] a slot changed on both sides: Calendar’s is kept, and one comment says what was not', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  mails(world);
  world.google.act.move(await point(world, WEEKLY, '2026-12-10'), { minutes: 60, scope: 'all' });
  await told.edit({
    'Weekly retro': { start: '2026-12-08T11:00:00+01:00', end: '2026-12-08T11:30:00+01:00' },
  });
  expect(told.row('Weekly retro')).toBe('2026-12-10 15:00');
  expect(weeks(told)).toEqual(eachWeek(THURSDAYS, '15:00'));
  expect(await weekly(told)).toEqual(THURSDAYS.map((day) => `${day} 15:00`));
  expect(comments(world, told.page)).toHaveLength(1);
  expect(comments(world, told.page)[0]).toContain('11:00');
  expect(mails(world)).toEqual(['update Project retro: Apollo ×4']);
  await expectQuiet(world);
});

it('[M4] a slot changed to the same on both sides needs no word', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  world.google.act.move(await point(world, WEEKLY, '2026-12-10'), { minutes: 60, scope: 'all' });
  await told.edit({
    'Weekly retro': { start: '2026-12-10T15:00:00+01:00', end: '2026-12-10T15:30:00+01:00' },
  });
  expect(weeks(told)).toEqual(eachWeek(THURSDAYS, '15:00'));
  expect(comments(world, told.page)).toEqual([]);
  await expectQuiet(world);
});

it('[M19] the whole series deleted in Calendar cancels every page and blanks Weekly retro; nobody is mailed by us', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  mails(world);
  world.google.act.remove(await point(world, WEEKLY, '2026-12-10'), { scope: 'all' });
  await settle(world);
  expect(told.row('Weekly retro')).toBeNull();
  expect(weeks(told)).toEqual(eachWeek(THURSDAYS, '14:00', 'Cancelled'));
  expect(told.retros().at(-1)).toBe('project: 2027-01-21 14:00 Planned');
  expect(await weekly(told)).toEqual([]);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[M19] a new Weekly retro brings a deleted series back, and its guests are invited once', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  world.google.act.remove(await point(world, WEEKLY, '2026-12-10'), { scope: 'all' });
  await settle(world);
  mails(world);
  await told.edit({
    'Weekly retro': { start: '2026-12-09T16:00:00+01:00', end: '2026-12-09T16:30:00+01:00' },
  });
  const days = ['2026-12-09', '2026-12-16', '2026-12-23', '2026-12-30', '2027-01-06', '2027-01-13'];
  expect(await weekly(told)).toEqual(days.map((day) => `${day} 16:00`));
  expect(weeks(told)).toEqual(eachWeek(days, '16:00'));
  expect(mails(world)).toEqual(['invitation Weekly retro: Apollo ×4', 'update Project retro: Apollo ×4']);
  await expectQuiet(world);
});

it('[M19] a series deleted on the way keeps the past in Notion; a new Weekly retro brings back what is ahead', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  await world.at('2026-12-11T09:00:00Z');
  world.google.act.remove(await point(world, WEEKLY, '2026-12-17'), { scope: 'all' });
  await settle(world);
  expect(weeks(told)).toEqual([
    '1: 2026-12-10 14:00 Held',
    ...eachWeek(THURSDAYS, '14:00', 'Cancelled').slice(1),
  ]);
  await expectQuiet(world);
  await told.edit({
    'Weekly retro': { start: '2026-12-17T14:00:00+01:00', end: '2026-12-17T14:30:00+01:00' },
  });
  expect(await weekly(told)).toEqual(THURSDAYS.slice(1).map((day) => `${day} 14:00`));
  expect(weeks(told)).toEqual(['1: 2026-12-10 14:00 Held', ...eachWeek(THURSDAYS, '14:00').slice(1)]);
  await expectQuiet(world);
});

it('[M19] a series restored in Calendar is Planned again, and Weekly retro says so', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  const id = (await point(world, WEEKLY, '2026-12-10')).replace(/_.*$/, '');
  world.google.act.remove(id);
  await settle(world);
  mails(world);
  world.google.act.restore(id);
  await settle(world);
  expect(told.row('Weekly retro')).toBe('2026-12-10 14:00');
  expect(weeks(told)).toEqual(eachWeek(THURSDAYS, '14:00'));
  expect(await weekly(told)).toEqual(THURSDAYS.map((day) => `${day} 14:00`));
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[M10] a series deleted in Calendar and moved in Notion is cancelled, and the move is logged', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  mails(world);
  world.google.act.remove(await point(world, WEEKLY, '2026-12-10'), { scope: 'all' });
  await told.edit({
    'Weekly retro': { start: '2026-12-09T16:00:00+01:00', end: '2026-12-09T16:30:00+01:00' },
  });
  expect(await weekly(told)).toEqual([]);
  expect(told.row('Weekly retro')).toBeNull();
  expect(comments(world, told.page)).toHaveLength(1);
  expect(comments(world, told.page)[0]).toContain('16:00');
  expect(mails(world).filter((line) => line.includes('Weekly'))).toEqual([]);
  await expectQuiet(world);
});

it('[M10] a series moved in Calendar and blanked in Notion is cancelled, and the move is logged', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  mails(world);
  world.google.act.move(await point(world, WEEKLY, '2026-12-10'), { minutes: 60, scope: 'all' });
  await told.edit({ 'Weekly retro': null });
  expect(await weekly(told)).toEqual([]);
  expect(told.row('Weekly retro')).toBeNull();
  expect(comments(world, told.page)).toHaveLength(1);
  expect(comments(world, told.page)[0]).toContain('15:00');
  expect(mails(world).filter((line) => line.includes('Weekly'))).toEqual([
    'cancellation Weekly retro: Apollo ×4',
  ]);
  await expectQuiet(world);
});

it('[M23] a series that a person made every second week is left so, said in Sync, and not flattened by a new slot', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  const id = (await point(world, WEEKLY, '2026-12-10')).replace(/_.*$/, '');
  const { recurrence } = world.google.look.event(id) as { recurrence: string[] };
  const rule = [`${recurrence[0]};INTERVAL=2`];
  world.google.act.repeat(id, rule);
  await settle(world);
  expect(await weekly(told)).toEqual(['2026-12-10 14:00', '2026-12-24 14:00', '2027-01-07 14:00']);
  expect(String(told.row('Sync'))).toContain('repetition');
  await expectQuiet(world);
  await told.edit({ 'Weekly retro': { start: '2026-12-09T16:00:00+01:00' } });
  expect(world.google.look.event(id)?.recurrence).toEqual(rule);
  expect(await weekly(told)).toEqual(['2026-12-10 14:00', '2026-12-24 14:00', '2027-01-07 14:00']);
  await expectQuiet(world);
});

it('[M23] the rule put back to weekly in Calendar, the series follows again', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  const id = (await point(world, WEEKLY, '2026-12-10')).replace(/_.*$/, '');
  const rule = world.google.look.event(id)?.recurrence as string[];
  world.google.act.repeat(id, [`${rule[0]};INTERVAL=2`]);
  await settle(world);
  world.google.act.repeat(id, rule);
  await settle(world);
  expect(told.row('Sync')).toBe('');
  expect(weeks(told)).toEqual(eachWeek(THURSDAYS, '14:00'));
  await told.edit({
    'Weekly retro': { start: '2026-12-10T16:00:00+01:00', end: '2026-12-10T16:30:00+01:00' },
  });
  expect(await weekly(told)).toEqual(THURSDAYS.map((day) => `${day} 16:00`));
  await expectQuiet(world);
});

it('[C15] [C26] a person’s title and guest stay on the series when it goes on under a new slot', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  await world.at('2026-12-11T09:00:00Z');
  const id = (await point(world, WEEKLY, '2026-12-10')).replace(/_.*$/, '');
  world.google.act.rename(id, 'Apollo, looking back');
  world.google.act.addGuests(id, ['guest@host.example']);
  world.google.act.removeGuests(id, ['dev@host.example']);
  await settle(world);
  await told.edit({
    'Weekly retro': { start: '2026-12-16T16:00:00+01:00', end: '2026-12-16T16:30:00+01:00' },
  });
  const ahead = (await world.calendar()).filter(({ start }) => start.startsWith('2026-12-16'));
  expect(ahead.map(({ title, guests }) => [title, [...guests].sort()])).toEqual([
    [
      'Apollo, looking back',
      ['ada@home.example', 'ben@home.example', 'ema@host.example', 'guest@host.example'],
    ],
  ]);
  await expectQuiet(world);
});

it('[M14] a whole series made all-day is put back at the slot', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  world.google.act.makeAllDay(await point(world, WEEKLY, '2026-12-10'), '2026-12-10', { scope: 'all' });
  await settle(world);
  expect(weeks(told)).toEqual(eachWeek(THURSDAYS, '14:00'));
  expect(await weekly(told)).toEqual(THURSDAYS.map((day) => `${day} 14:00`));
  await expectQuiet(world);
  expect((await tickAndSee(world)).google).toEqual([]);
});

it('[M7, M10, S35] a page moved in the moment in which the series is deleted: one comment, not one a tick', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  // Every third tick reads Goals in the place of Retros: the page is written before its edit was read.
  for (let ticks = 0; ticks < 3; ticks++) {
    const id = (await world.calendar()).find(({ title }) => title === WEEKLY)?.id.replace(/_.*$/, '') ?? '';
    world.notion.act.edit(told.retro(5), { Date: { start: `2027-01-07T1${5 + ticks}:30:00+01:00` } });
    world.google.act.remove(id);
    const before = comments(world, told.page).length;
    await settle(world);
    expect(comments(world, told.page).length - before).toBeLessThanOrEqual(1);
    await expectQuiet(world);
    world.google.act.restore(id);
    await settle(world);
    world.pass(60_000);
    await world.tick();
  }
});

it('[M33] a retro cancelled at a time that the series leaves and comes back to is there again, as Calendar shows it', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  world.google.act.remove(await point(world, WEEKLY, '2026-12-17'));
  await settle(world);
  expect(weeks(told)[1]).toBe('2: 2026-12-17 14:00 Cancelled');
  for (const minutes of [60, -60]) {
    world.google.act.move(await point(world, WEEKLY, '2026-12-10'), { minutes, scope: 'all' });
    await settle(world);
    const shown = await weekly(told);
    const planned = weeks(told).filter((line) => line.endsWith('Planned'));
    expect(shown).toEqual(planned.map((line) => line.slice(3, 19)));
    mails(world);
  }
  await expectQuiet(world);
});
