// What people do with pages in Notion: Retros pages, copies, the trash, the archive, other homes.
import { expect, it } from 'vitest';
import { readStatus } from '../../src/workspace/reports.ts';
import type { TestWorld } from '../world/world.ts';
import { point } from './hands.ts';
import {
  engage,
  expectQuiet,
  MINUTE,
  mails,
  PEOPLE,
  PLANNED,
  RETROS,
  settle,
  story,
  tellStories,
} from './story.ts';

tellStories();

/** What the status page says is wrong with the engagement. */
const statusOf = ({ trees, ledger }: TestWorld) =>
  readStatus(trees, ledger, Date.now(), { lastRun: null, nextTickAt: null, provisioned: true }).engagements
    .problems[0]?.sentence;

const SWEEP = { sweep: true };
const without = (lines: string[], ...gone: number[]) => lines.filter((_, at) => !gone.includes(at));

it('[M17] a retro’s Date moved in Notion moves that occurrence alone, and each guest hears once', async () => {
  const { world, calendar, events, retro, retros } = await engage(PEOPLE);
  const id = (await events()).get(PLANNED[3] ?? '')?.id;
  mails(world);
  world.notion.act.edit(retro(2), { Date: { start: '2026-12-18T09:00:00.000+01:00' } });
  await settle(world);
  expect(await calendar()).toEqual([
    ...PLANNED.slice(0, 3),
    '2026-12-18 09:00 Weekly retro: Apollo',
    ...PLANNED.slice(4),
  ]);
  const moved = (await events()).get('2026-12-18 09:00 Weekly retro: Apollo');
  expect([moved?.id, moved?.end]).toEqual([id, '2026-12-18T08:30:00.000Z']);
  expect(retros()[1]).toBe('2: 2026-12-18 09:00 Planned');
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4']);
  await expectQuiet(world);
});

for (const [way, cancel, restore] of [
  [
    'its Date blanked',
    { Date: null },
    { Date: { start: '2026-12-17T14:00:00.000+01:00', end: '2026-12-17T14:30:00.000+01:00' } },
  ],
  ['Status Cancelled', { Status: 'Cancelled' }, { Status: 'Planned' }],
] as const) {
  it(`[N14] a retro with ${way} is cancelled, and brought back it is the same occurrence`, async () => {
    const { world, calendar, events, retro, retros } = await engage(PEOPLE);
    const before = await events();
    mails(world);
    world.notion.act.edit(retro(2), cancel);
    await settle(world);
    expect(await calendar()).toEqual(without(PLANNED, 3));
    expect(retros()[1]).toMatch(/Cancelled$/);
    expect(mails(world)).toEqual(['cancellation Weekly retro: Apollo ×4']);
    await expectQuiet(world);
    world.notion.act.edit(retro(2), restore);
    await settle(world);
    expect([...(await events()).entries()].map(([line, { id }]) => [line, id])).toEqual(
      [...before.entries()].map(([line, { id }]) => [line, id]),
    );
    expect(retros()).toEqual(RETROS);
    expect(mails(world)).toEqual(['invitation Weekly retro: Apollo ×4']);
    await expectQuiet(world);
  });
}

it('[N14] a trashed Retros page cancels its occurrence, restored it brings it back', async () => {
  const { world, calendar, retro, retros } = await engage(PEOPLE);
  const page = retro(2);
  mails(world);
  world.notion.act.trash(page);
  await world.tick(SWEEP);
  await settle(world);
  expect(await calendar()).toEqual(without(PLANNED, 3));
  expect(mails(world)).toEqual(['cancellation Weekly retro: Apollo ×4']);
  await expectQuiet(world);
  world.notion.act.restore(page);
  await world.tick(SWEEP);
  await settle(world);
  expect(await calendar()).toEqual(PLANNED);
  expect(retros()).toEqual(RETROS);
  await expectQuiet(world);
});

it('[N14] the project retro is cancelled by its page too, on the row as well', async () => {
  const { world, calendar, retro, row, retros } = await engage(PEOPLE);
  mails(world);
  world.notion.act.edit(retro(null), { Status: 'Cancelled' });
  await settle(world);
  expect(await calendar()).toEqual(without(PLANNED, 5));
  expect(row('Project retro')).toBe(null);
  expect(mails(world)).toEqual(['cancellation Project retro: Apollo ×4']);
  await expectQuiet(world);
  world.notion.act.edit(retro(null), { Status: 'Planned' });
  await settle(world);
  expect(await calendar()).toEqual(PLANNED);
  expect([row('Project retro'), retros().at(-1)]).toEqual(['2026-12-31 14:00', RETROS.at(-1)]);
  await expectQuiet(world);
});

it('[M17] the project retro moved on its page moves on the row, and the other way round', async () => {
  const { world, edit, calendar, retro, row, retros } = await engage(PEOPLE);
  world.notion.act.edit(retro(null), { Date: { start: '2026-12-30T15:00:00.000+01:00' } });
  await settle(world);
  expect([row('Project retro'), (await calendar())[5]]).toEqual([
    '2026-12-30 15:00',
    '2026-12-30 15:00 Project retro: Apollo',
  ]);
  await expectQuiet(world);
  await edit({ 'Project retro': { start: '2026-12-29T15:00:00.000+01:00' } });
  expect(retros().at(-1)).toBe('project: 2026-12-29 15:00 Planned');
  await expectQuiet(world);
});

it('[P44] a Retros page of the past cancels and moves nothing', async () => {
  const { world, calendar, retro, retros } = await engage(PEOPLE);
  await world.at('2026-12-11T09:00:00Z');
  const before = await calendar();
  mails(world);
  world.notion.act.edit(retro(1), { Status: 'Cancelled' });
  await settle(world);
  expect([retros()[0], ...(await calendar())]).toEqual(['1: 2026-12-10 14:00 Cancelled', ...before]);
  await expectQuiet(world);
  world.notion.act.edit(retro(1), { Status: 'Held', Date: null });
  await settle(world);
  expect(await calendar()).toEqual(before);
  world.notion.act.trash(retro(1));
  await world.tick(SWEEP);
  await settle(world);
  expect(await calendar()).toEqual(before);
  expect(mails(world)).toEqual([]);
  expect(retros()).toHaveLength(3);
  await expectQuiet(world);
});

it('[N16] a Retros page without our Key is never touched and makes no event', async () => {
  const { world, calendar, page } = await engage(PEOPLE);
  const own = world.notion.act.create('Retros', {
    Name: 'Team breakfast',
    Engagement: [page],
    Kind: 'Weekly',
    Week: 2,
    Date: { start: '2026-12-17T08:00:00.000+01:00' },
    Status: 'Planned',
  });
  const before = world.notion.see.page(own);
  await settle(world);
  world.notion.act.edit(own, { Status: 'Cancelled' });
  await settle(world);
  await world.at('2026-12-18T09:00:00Z');
  expect(world.notion.see.page(own)).toEqual({ ...before, Status: 'Cancelled' });
  expect((await calendar()).slice(1)).toEqual(PLANNED.slice(1));
  await expectQuiet(world);
});

it('[N18] a copied Retros page loses its Key and is then a person’s', async () => {
  const { world, calendar, retro, retros } = await engage(PEOPLE);
  world.pass(2 * MINUTE);
  const copy = world.notion.act.duplicate(retro(2));
  await settle(world);
  const seen = world.notion.see.page(copy);
  expect([seen.Key, seen.Calendar]).toEqual(['', null]);
  expect(retros()).toEqual(RETROS);
  world.notion.act.edit(copy, { Status: 'Cancelled' });
  await settle(world);
  expect(await calendar()).toEqual(PLANNED);
  await expectQuiet(world);
});

it('[N17] a copied engagement is cleared, makes nothing and says so, until its Dates change', async () => {
  const { world, page } = await engage(PEOPLE);
  world.pass(2 * MINUTE);
  mails(world);
  const copy = story(world, world.notion.act.duplicate(page));
  await settle(world);
  expect(['Calendar', 'Kickoff', 'Weekly retro', 'Project retro', 'Check-in'].map(copy.row)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(copy.row('Sync')).toMatch(/copy/);
  expect(await copy.calendar()).toEqual(PLANNED);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
  await copy.edit({ Name: 'Boreas', 'Host team': 'Payments' });
  expect(await copy.calendar()).toEqual(PLANNED);
  await copy.edit({ Dates: { start: '2027-02-01', end: '2027-02-12' } });
  expect((await copy.calendar()).filter((line) => line.includes('Boreas'))).toEqual([
    '2027-02-01–2027-02-12 [Planning] Boreas',
    '2027-02-01 10:00 Kickoff: Boreas',
    '2027-02-04 14:00 Weekly retro: Boreas',
    '2027-02-11 14:00 Project retro: Boreas',
    '2027-05-12 10:00 Three-month check-in: Boreas',
  ]);
  expect(copy.row('Sync')).toBe('');
  expect((await copy.calendar()).filter((line) => line.includes('Apollo'))).toEqual(PLANNED);
  await expectQuiet(world);
});

it('[N17] a copied engagement wakes when its Phase changes', async () => {
  const { world, page } = await engage(PEOPLE);
  world.pass(2 * MINUTE);
  const copy = story(world, world.notion.act.duplicate(page));
  await settle(world);
  await copy.edit({ Name: 'Boreas' });
  await copy.edit({ Phase: 'Sourcing' });
  expect((await copy.calendar()).filter((line) => line.includes('Boreas'))).toEqual([
    '2026-12-07–2027-01-01 [Sourcing] Boreas',
  ]);
  await expectQuiet(world);
});

for (const [way, away, back] of [
  ['archived', 'archive', 'unarchive'],
  ['moved elsewhere', 'move', 'moveBack'],
] as const) {
  it(`[N19] an engagement that is ${way} pauses: nothing is cancelled, status says so, and it goes on later`, async () => {
    const { world, page, calendar, edit } = await engage(PEOPLE);
    const { act } = world.notion;
    const elsewhere = act.createPage('Attic');
    mails(world);
    if (away === 'archive') act.archive(page);
    else act.move(page, { page: elsewhere });
    await world.tick(SWEEP);
    await settle(world);
    expect(await calendar()).toEqual(PLANNED);
    await world.at('2026-12-14T09:00:00Z');
    expect((await calendar())[0]).toBe(PLANNED[0]);
    expect(statusOf(world)).toMatch(/archived|moved out/);
    await expectQuiet(world);
    if (back === 'unarchive') act.unarchive(page);
    else act.move(page, { database: 'Engagements' });
    await world.tick(SWEEP);
    await settle(world);
    expect(mails(world)).toEqual([]);
    expect((await calendar())[0]).toBe('2026-12-07–2027-01-01 [Executing] Apollo');
    await edit({ Dates: { start: '2026-12-07', end: '2027-01-08' } });
    expect((await calendar()).at(-1)).toBe('2027-04-08 10:00 Three-month check-in: Apollo');
    await expectQuiet(world);
  });
}

it('[N19] an archived Retros page pauses: its occurrence stays', async () => {
  const { world, calendar, retro } = await engage(PEOPLE);
  world.notion.act.archive(retro(2));
  await world.tick(SWEEP);
  await settle(world);
  expect(await calendar()).toEqual(PLANNED);
  await expectQuiet(world);
});

it('[N19] an engagement that is no longer shared is not taken for deleted', async () => {
  const { world, page, calendar } = await engage(PEOPLE);
  mails(world);
  world.notion.act.unshare(page);
  await world.tick(SWEEP);
  await settle(world);
  expect(await calendar()).toEqual(PLANNED);
  expect(mails(world)).toEqual([]);
  world.notion.act.share(page);
  await world.tick(SWEEP);
  await settle(world);
  expect(await calendar()).toEqual(PLANNED);
  await expectQuiet(world);
});

it('[M11] a trashed engagement withdraws what is ahead; restored, the same events come back', async () => {
  const { world, page, calendar, events, retros } = await engage(PEOPLE);
  const before = await events();
  mails(world);
  world.notion.act.trash(page);
  await world.tick(SWEEP);
  await settle(world);
  expect(await calendar()).toEqual([]);
  expect(mails(world)).toHaveLength(4);
  await expectQuiet(world);
  world.notion.act.restore(page);
  await world.tick(SWEEP);
  await settle(world);
  expect(await calendar()).toEqual(PLANNED);
  expect(retros()).toEqual(RETROS);
  expect([...(await events()).values()].map(({ id }) => id)).toEqual(
    [...before.values()].map(({ id }) => id),
  );
  expect(mails(world)).toHaveLength(4);
  await expectQuiet(world);
});

it('[S93] a trashed engagement is found before the sweep where it has to be written to, and comes back with it', async () => {
  const { world, page, calendar } = await engage(PEOPLE);
  world.google.act.move(await point(world, 'Kickoff: Apollo'), { minutes: 60 });
  world.notion.act.trash(page);
  world.pass(MINUTE);
  await settle(world);
  expect(await calendar()).toEqual([]);
  world.notion.act.restore(page);
  world.pass(MINUTE);
  await world.tick({ sweep: true });
  await settle(world);
  expect(await calendar()).toEqual(PLANNED.with(1, '2026-12-07 11:00 Kickoff: Apollo'));
  await expectQuiet(world);
});

it('[M11] trashed on the way, the past stays and what a person cancelled stays away after it is restored', async () => {
  const { world, page, calendar, edit, retro } = await engage(PEOPLE);
  await world.at('2026-12-11T09:00:00Z');
  await edit({ 'Check-in': null });
  world.notion.act.edit(retro(3), { Status: 'Cancelled' });
  await settle(world);
  world.notion.act.trash(page);
  await world.tick(SWEEP);
  await settle(world);
  expect(await calendar()).toEqual(['2026-12-07–2026-12-11 [Executing] Apollo', ...PLANNED.slice(1, 3)]);
  await expectQuiet(world);
  world.notion.act.restore(page);
  await world.tick(SWEEP);
  await settle(world);
  expect((await calendar()).slice(1)).toEqual(without(PLANNED, 0, 4, 6));
  await expectQuiet(world);
});

it('[N11] Checks and Sync are written when they change, not on every tick', async () => {
  const { world, edit, row } = await engage();
  expect(row('Checks')).toContain('engineer');
  await expectQuiet(world);
  await edit(PEOPLE);
  expect(row('Checks')).not.toContain('The host team');
  await expectQuiet(world);
});
