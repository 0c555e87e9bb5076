// A new slot typed in Notion while retros ahead are moved, pinned or cancelled; both ways in which Calendar may treat
// exceptions that a rule no longer has.
import { expect, it } from 'vitest';
import { comments, PEOPLE, point, tickAndSee } from './hands.ts';
import { engage, expectQuiet, mails, settle, tellStories } from './story.ts';

tellStories();

const WEEKLY = 'Weekly retro: Apollo';
/** Seven weeks: six weekly retros on Thursdays from 10 December to 14 January, the project retro on the 21st. */
const SEVEN = { ...PEOPLE, Dates: { start: '2026-12-07', end: '2027-01-22' } };
const TUESDAY = { 'Weekly retro': { start: '2026-12-08T15:00:00+01:00', end: '2026-12-08T15:30:00+01:00' } };

type Told = Awaited<ReturnType<typeof engage>>;
const weekly = async ({ calendar }: Told) =>
  (await calendar()).filter((line) => line.endsWith(WEEKLY)).map((line) => line.slice(0, 16));
const weeks = ({ retros }: Told) => retros().slice(0, -1);

for (const orphans of ['keep', 'drop'] as const) {
  it(`[M20] a new slot before the first retro is one patch of the master; moved and cancelled retros are kept silently (orphans ${orphans})`, async () => {
    const told = await engage(SEVEN, { orphans });
    const { world } = told;
    world.google.act.move(await point(world, WEEKLY, '2026-12-17'), { start: '2026-12-18T16:00:00+01:00' });
    world.google.act.remove(await point(world, WEEKLY, '2026-12-24'));
    await settle(world);
    mails(world);
    await told.edit(TUESDAY);
    expect(weeks(told)).toEqual([
      '1: 2026-12-08 15:00 Planned',
      '2: 2026-12-18 16:00 Planned',
      expect.stringMatching(/^3: .* Cancelled$/),
      '4: 2026-12-29 15:00 Planned',
      '5: 2027-01-05 15:00 Planned',
      '6: 2027-01-12 15:00 Planned',
    ]);
    expect(await weekly(told)).toEqual([
      '2026-12-08 15:00',
      '2026-12-18 16:00',
      '2026-12-29 15:00',
      '2027-01-05 15:00',
      '2027-01-12 15:00',
    ]);
    expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4', 'update Project retro: Apollo ×4']);
    await expectQuiet(world);
  });

  it(`[M20] a new slot on the way keeps history and lays moved and cancelled retros on again by week, silently (orphans ${orphans})`, async () => {
    const told = await engage(SEVEN, { orphans });
    const { world } = told;
    await world.at('2026-12-11T09:00:00Z');
    world.google.act.move(await point(world, WEEKLY, '2026-12-17'), { start: '2026-12-18T16:00:00+01:00' });
    world.google.act.remove(await point(world, WEEKLY, '2026-12-24'));
    world.notion.act.edit(told.retro(4), { Date: { start: '2026-12-30T09:00:00+01:00' } });
    await settle(world);
    const past = await point(world, WEEKLY, '2026-12-10');
    mails(world);
    await told.edit({
      'Weekly retro': { start: '2026-12-15T15:00:00+01:00', end: '2026-12-15T15:30:00+01:00' },
    });
    expect(weeks(told)).toEqual([
      '1: 2026-12-10 14:00 Held',
      '2: 2026-12-18 16:00 Planned',
      expect.stringMatching(/^3: .* Cancelled$/),
      '4: 2026-12-30 09:00 Planned',
      '5: 2027-01-05 15:00 Planned',
      '6: 2027-01-12 15:00 Planned',
    ]);
    expect(await weekly(told)).toEqual([
      '2026-12-10 14:00',
      '2026-12-18 16:00',
      '2026-12-30 09:00',
      '2027-01-05 15:00',
      '2027-01-12 15:00',
    ]);
    expect(await point(world, WEEKLY, '2026-12-10')).toBe(past);
    expect(mails(world)).toEqual(['invitation Weekly retro: Apollo ×4', 'update Project retro: Apollo ×4']);
    expect(comments(world, told.page)).toEqual([]);
    await expectQuiet(world);
    await world.at('2027-01-06T09:00:00Z');
    expect(weeks(told)[4]).toBe('5: 2027-01-05 15:00 Held');
    await expectQuiet(world);
  });

  it(`[M20] a slot that is changed on the way, twice, leaves one series ahead and no orphans (orphans ${orphans})`, async () => {
    const told = await engage(SEVEN, { orphans });
    const { world } = told;
    await world.at('2026-12-11T09:00:00Z');
    world.google.act.move(await point(world, WEEKLY, '2026-12-31'), { start: '2027-01-01T16:00:00+01:00' });
    await settle(world);
    await told.edit({
      'Weekly retro': { start: '2026-12-15T15:00:00+01:00', end: '2026-12-15T15:30:00+01:00' },
    });
    await told.edit({
      'Weekly retro': { start: '2026-12-16T11:00:00+01:00', end: '2026-12-16T11:45:00+01:00' },
    });
    expect(await weekly(told)).toEqual([
      '2026-12-10 14:00',
      '2026-12-16 11:00',
      '2026-12-23 11:00',
      '2027-01-01 16:00',
      '2027-01-06 11:00',
      '2027-01-13 11:00',
    ]);
    await expectQuiet(world);
  });

  it(`[M21] Dates made shorter on the way take a moved retro beyond the cut along, and longer ones bring it back (orphans ${orphans})`, async () => {
    const told = await engage(SEVEN, { orphans });
    const { world } = told;
    await world.at('2026-12-11T09:00:00Z');
    world.google.act.move(await point(world, WEEKLY, '2027-01-07'), { start: '2027-01-08T16:00:00+01:00' });
    await settle(world);
    mails(world);
    await told.edit({ Dates: { start: '2026-12-07', end: '2027-01-01' } });
    expect(await weekly(told)).toEqual(['2026-12-10 14:00', '2026-12-17 14:00', '2026-12-24 14:00']);
    expect(
      weeks(told)
        .slice(3)
        .every((line) => line.endsWith('Cancelled')),
    ).toBe(true);
    expect(told.retros().at(-1)).toBe('project: 2026-12-31 14:00 Planned');
    await expectQuiet(world);
    await told.edit({ Dates: { start: '2026-12-07', end: '2027-01-22' } });
    expect(await weekly(told)).toEqual([
      '2026-12-10 14:00',
      '2026-12-17 14:00',
      '2026-12-24 14:00',
      '2026-12-31 14:00',
      '2027-01-08 16:00',
      '2027-01-14 14:00',
    ]);
    expect(weeks(told)[4]).toBe('5: 2027-01-08 16:00 Planned');
    await expectQuiet(world);
  });

  it(`[M11] Declined on the way and back brings every retro back where it was, a cancelled one stays away (orphans ${orphans})`, async () => {
    const told = await engage(SEVEN, { orphans });
    const { world } = told;
    await world.at('2026-12-11T09:00:00Z');
    world.google.act.move(await point(world, WEEKLY, '2026-12-17'), { start: '2026-12-18T16:00:00+01:00' });
    world.google.act.remove(await point(world, WEEKLY, '2026-12-24'));
    await settle(world);
    const before = { weekly: await weekly(told), weeks: weeks(told) };
    await told.edit({ Phase: 'Declined' });
    expect(await weekly(told)).toEqual(['2026-12-10 14:00']);
    expect(
      weeks(told)
        .slice(1)
        .every((line) => line.endsWith('Cancelled')),
    ).toBe(true);
    await expectQuiet(world);
    await told.edit({ Phase: 'Executing' });
    expect({ weekly: await weekly(told), weeks: weeks(told) }).toEqual(before);
    await expectQuiet(world);
  });

  it(`[M11] Declined before the start and back, the same (orphans ${orphans})`, async () => {
    const told = await engage(SEVEN, { orphans });
    const { world } = told;
    world.google.act.move(await point(world, WEEKLY, '2026-12-17'), { start: '2026-12-18T16:00:00+01:00' });
    world.google.act.remove(await point(world, WEEKLY, '2026-12-24'));
    await settle(world);
    const before = { weekly: await weekly(told), weeks: weeks(told) };
    await told.edit({ Phase: 'Declined' });
    expect(await weekly(told)).toEqual([]);
    await expectQuiet(world);
    await told.edit({ Phase: 'Planning' });
    expect({ weekly: await weekly(told), weeks: weeks(told) }).toEqual(before);
    await expectQuiet(world);
  });
}

it('[M20] a slot changed while Declined on the way holds when the phase is back', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  await world.at('2026-12-11T09:00:00Z');
  await told.edit({ Phase: 'Declined' });
  await told.edit({
    'Weekly retro': { start: '2026-12-15T15:00:00+01:00', end: '2026-12-15T15:30:00+01:00' },
  });
  await told.edit({ Phase: 'Executing' });
  expect(await weekly(told)).toEqual([
    '2026-12-10 14:00',
    '2026-12-15 15:00',
    '2026-12-22 15:00',
    '2026-12-29 15:00',
    '2027-01-05 15:00',
    '2027-01-12 15:00',
  ]);
  await expectQuiet(world);
});

it('[M11] Dates changed while Declined hold when the phase is back, for all that is derived', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  await told.edit({ Phase: 'Declined' });
  await told.edit({ Dates: { start: '2026-12-14', end: '2027-01-29' } });
  await told.edit({ Phase: 'Planning' });
  expect([told.row('Kickoff'), told.row('Project retro')]).toEqual(['2026-12-14 10:00', '2027-01-28 14:00']);
  expect((await weekly(told))[0]).toBe('2026-12-17 14:00');
  expect(await weekly(told)).toHaveLength(6);
  await expectQuiet(world);
});

it('[M21] a longer engagement makes the series longer where it stands: one more patch, no new series', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  await world.at('2026-12-11T09:00:00Z');
  const id = await point(world, WEEKLY, '2026-12-17');
  await told.edit({ Dates: { start: '2026-12-07', end: '2027-02-05' } });
  expect(await point(world, WEEKLY, '2026-12-17')).toBe(id);
  expect(await weekly(told)).toHaveLength(8);
  expect(weeks(told).at(-1)).toBe('8: 2027-01-28 14:00 Planned');
  await expectQuiet(world);
});

it('[M18] a Weekly retro that only its length differs makes every retro ahead longer', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  await told.edit({
    'Weekly retro': { start: '2026-12-10T14:00:00+01:00', end: '2026-12-10T15:00:00+01:00' },
  });
  const seen = (await world.calendar()).filter(({ title }) => title === WEEKLY);
  expect(seen.map(({ start, end }) => Date.parse(end) - Date.parse(start))).toEqual(Array(6).fill(3_600_000));
  await expectQuiet(world);
  expect((await tickAndSee(world)).google).toEqual([]);
});

it('[M39] a slot dragged in Calendar while Declined, then one typed in Notion: the later holds, without a word', async () => {
  const told = await engage({ ...PEOPLE, Dates: { start: '2026-12-07', end: '2027-01-22' } });
  const { world } = told;
  await world.at('2026-12-11T09:00:00Z');
  await told.edit({ Phase: 'Declined' });
  const held = (await world.calendar()).find(({ title }) => title.startsWith('Weekly'))?.id ?? '';
  world.google.act.move(held, { minutes: 60, scope: 'all' });
  await settle(world);
  expect(told.row('Weekly retro')).toBe('2026-12-10 14:00');
  await told.edit({
    'Weekly retro': { start: '2026-12-15T11:00:00+01:00', end: '2026-12-15T11:30:00+01:00' },
  });
  await told.edit({ Phase: 'Executing' });
  expect(told.row('Weekly retro')).toBe('2026-12-15 11:00');
  expect(world.notion.see.comments(told.page)).toEqual([]);
  expect(told.retros()[1]).toBe('2: 2026-12-15 11:00 Planned');
  await expectQuiet(world);
});

it('[M39] a slot dragged in Calendar while Declined is Weekly retro when the phase is back', async () => {
  const told = await engage({ ...PEOPLE, Dates: { start: '2026-12-07', end: '2027-01-22' } });
  const { world } = told;
  await world.at('2026-12-11T09:00:00Z');
  await told.edit({ Phase: 'Declined' });
  const held = (await world.calendar()).find(({ title }) => title.startsWith('Weekly'))?.id ?? '';
  world.google.act.move(held, { minutes: 60, scope: 'all' });
  await settle(world);
  await told.edit({ Phase: 'Executing' });
  expect(told.row('Weekly retro')).toBe('2026-12-17 15:00');
  expect(told.retros().slice(0, 2)).toEqual(['1: 2026-12-10 14:00 Held', '2: 2026-12-17 15:00 Planned']);
  await expectQuiet(world);
});

it('[P46] [M1] Dates that move take everything derived along in one plan: one write an event, one a page, one mail each', async () => {
  const told = await engage({ ...PEOPLE, Dates: { start: '2026-12-07', end: '2027-01-01' } });
  const { world } = told;
  mails(world);
  world.calls();
  world.pass(60_000);
  world.notion.act.edit(told.page, { Dates: { start: '2026-12-14', end: '2027-01-08' } });
  const run = await world.tick();
  const { google, notion } = world.calls();
  const writes = (calls: readonly { write: boolean; operation: string }[]) =>
    calls.filter(({ write }) => write).map(({ operation }) => operation);
  // The span, the kickoff, the series, the project retro, the check-in; four pages and the row.
  expect(writes(google)).toEqual(Array(5).fill('events.patch'));
  expect(writes(notion)).toEqual(Array(5).fill('pages.update'));
  expect(run.end).toEqual({ end: 'done' });
  expect(mails(world)).toEqual([
    'update Kickoff: Apollo ×4',
    'update Weekly retro: Apollo ×4',
    'update Project retro: Apollo ×4',
    'update Three-month check-in: Apollo ×4',
  ]);
  expect(told.retros()).toEqual([
    '1: 2026-12-17 14:00 Planned',
    '2: 2026-12-24 14:00 Planned',
    '3: 2026-12-31 14:00 Planned',
    'project: 2027-01-07 14:00 Planned',
  ]);
  expect(told.row('Kickoff')).toBe('2026-12-14 10:00');
  await expectQuiet(world);
});

it('[S8] a series dragged while another Time zone is typed in Notion stays at the instants that it was dragged to', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  world.google.act.move(await point(world, WEEKLY, '2026-12-10'), { minutes: 60, scope: 'all' });
  await told.edit({ 'Time zone': 'America/New_York' });
  const times = (await weekly(told)).map((line) => line.slice(11));
  expect(times).toEqual(Array.from({ length: 6 }, () => '09:00'));
  await expectQuiet(world);
});

it('[M18] [S50] a series that was given another zone and then dragged stays at the instants that it was dragged to', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  const first = await point(world, WEEKLY, '2026-12-10');
  world.google.act.changeZone(first, 'America/New_York', { scope: 'all' });
  await settle(world);
  expect(told.row('Weekly retro')).toBe('2026-12-10 14:00');
  const dragged = await point(world, WEEKLY, '2026-12-10');
  world.google.act.changeZone(dragged, 'America/New_York', { scope: 'all' });
  world.google.act.move(await point(world, WEEKLY, '2026-12-10'), { minutes: -120, scope: 'all' });
  await settle(world);
  expect((await weekly(told)).map((line) => line.slice(11))).toEqual(Array(6).fill('18:00'));
  expect(told.row('Weekly retro')).toBe('2026-12-10 18:00');
  await expectQuiet(world);
});
