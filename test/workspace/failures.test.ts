// What goes wrong is sorted once: a side that refuses is paused and said so, a row that fails is retried alone, and
// nothing is deleted because of either. Everything heals by itself.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readStatus } from '../../src/workspace/reports.ts';
import { createWorld, OWNER, type TestWorld } from '../world/world.ts';
import { DAY, failuresOf, fillIn, journal, MINUTE, TEAM, tidy } from './ground.ts';

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  for (const way of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, way).mockImplementation((...words) => void printed.push(words.map(String).join(' ')));
});
afterEach(() => {
  vi.restoreAllMocks();
  tidy();
  expect(printed).toEqual([]);
});

const status = (world: TestWorld) =>
  readStatus(world.trees, world.ledger, Date.now(), { lastRun: null, nextTickAt: null, provisioned: true });

const NOTION_DOWN: [string, (world: TestWorld) => void, (world: TestWorld) => void, RegExp][] = [
  ['the token is revoked', (w) => w.notion.act.revoke(), (w) => w.notion.act.reconnect(), /NOTION_TOKEN/],
  [
    'the parent page is no longer shared',
    (w) => w.notion.act.unshare(w.notion.parentPage),
    (w) => w.notion.act.share(w.notion.parentPage),
    /parent page is shared/,
  ],
  [
    'a database is in the trash',
    (w) => w.notion.act.trashDatabase('Engagements'),
    (w) => w.notion.act.restoreDatabase('Engagements'),
    /Notion/,
  ],
  [
    'content may not be read',
    (w) => w.notion.act.allow({ readContent: false }),
    (w) => w.notion.act.allow({ readContent: true }),
    /rights of the connection/,
  ],
];

for (const [what, take, give, says] of NOTION_DOWN) {
  it(`[S18] when in Notion ${what}, that side is paused and says so, nothing is written, and it heals`, async () => {
    const world = await createWorld();
    const [page = ''] = fillIn(world, 2, TEAM);
    await world.settle();
    const before = await world.calendar();
    const mails = world.google.outbox.length;
    world.notion.act.edit(page, { Phase: 'Declined' });
    take(world);
    world.calls();
    for (let n = 0; n < 4; n++) {
      world.pass(n === 2 ? DAY : 5 * MINUTE);
      const run = await world.tick({ sweep: n === 2 });
      expect(run.end.end).toBe('paused');
    }
    expect(world.calls().writes).toEqual([]);
    expect(await world.calendar()).toEqual(before);
    expect(status(world).notion).toMatchObject({ state: 'paused', sentence: expect.stringMatching(says) });
    expect(status(world).google.state).toBe('ok');

    give(world);
    world.pass(5 * MINUTE);
    await world.settle();
    expect(status(world).notion).toMatchObject({ state: 'ok', sentence: null });
    // Declined at last: what is ahead of the first engagement leaves, and nothing of the second.
    const left = await world.calendar();
    expect(left.filter(({ title }) => title.includes('Project 1'))).toEqual([]);
    expect(left).toEqual(before.filter(({ title }) => title.includes('Project 2')));
    expect(world.google.outbox.length).toBeGreaterThan(mails);
  });
}

const GOOGLE_DOWN: [string, (world: TestWorld) => void, (world: TestWorld) => void, RegExp][] = [
  [
    'the calendar is gone',
    (w) => w.google.faults.add({ kind: 'refuse', operation: 'events.*', status: 404, times: 1000 }),
    (w) => w.google.faults.clear(),
    /GOOGLE_CALENDAR_ID/,
  ],
  [
    'access is refused',
    (w) =>
      w.google.faults.add({
        kind: 'refuse',
        operation: 'events.*',
        status: 403,
        reason: 'forbidden',
        times: 1000,
      }),
    (w) => w.google.faults.clear(),
    /Share the calendar/,
  ],
  [
    'the token is refused',
    (w) => w.google.faults.add({ kind: 'refuse', operation: 'events.*', status: 401, times: 1000 }),
    (w) => w.google.faults.clear(),
    /Google/,
  ],
];

for (const [what, take, give, says] of GOOGLE_DOWN) {
  it(`[S18] when in Calendar ${what}, that side is paused and says so, nothing is written, and it heals`, async () => {
    const world = await createWorld();
    fillIn(world, 2, TEAM);
    await world.settle();
    const rows = JSON.stringify(world.notion.see.rows('Retros'));
    const kickoff = (await world.calendar()).find(({ title }) => title.startsWith('Kickoff'));
    world.google.act.move(kickoff?.id ?? '', { minutes: 60 });
    take(world);
    world.calls();
    for (let n = 0; n < 4; n++) {
      world.pass(n === 2 ? DAY : 5 * MINUTE);
      const run = await world.tick({ sweep: n === 2 });
      expect(run.end.end).toBe('paused');
    }
    expect(world.calls().writes).toEqual([]);
    expect(JSON.stringify(world.notion.see.rows('Retros'))).toBe(rows);
    expect(status(world).google).toMatchObject({ state: 'paused', sentence: expect.stringMatching(says) });

    give(world);
    world.pass(5 * MINUTE);
    await world.settle();
    expect(status(world).google).toMatchObject({ state: 'ok', sentence: null });
    const moved = world
      .engagements()
      .flatMap(({ meetings }) => meetings.filter(({ meeting }) => meeting === 'kickoff'));
    expect(moved.map(({ start }) => start)).toContain(
      new Date(Date.parse(kickoff?.start ?? '') + 60 * MINUTE).toISOString(),
    );
  });
}

it('[S18] where Notion may be read but not written, the pauses between tries grow and the dashboard says why', async () => {
  const world = await createWorld();
  world.notion.act.allow({ insertContent: false, updateContent: false });
  fillIn(world, 2, TEAM);
  const pauses: number[] = [];
  for (let n = 0; n < 6; n++) {
    const run = await world.tick();
    expect(run.end).toMatchObject({ end: 'paused', failure: { reason: 'denied' } });
    const { retry } = world.ledger.recall<{ retry: number }>('trouble:notion') ?? { retry: 0 };
    pauses.push(retry - Date.now());
    expect(status(world).notion).toMatchObject({
      state: 'paused',
      sentence: expect.stringContaining('rights'),
    });
    world.pass(retry - Date.now());
  }
  expect(pauses).toEqual([5, 10, 20, 40, 80, 160].map((s) => s * 1000));
  world.notion.act.allow({ insertContent: true, updateContent: true });
  await world.settle();
  expect(status(world).notion.state).toBe('ok');
  expect(world.notion.see.rows('Retros')).toHaveLength(20);
});

it('[S17] an event that somebody else organizes now fails alone, is said, and stops no other', async () => {
  const world = await createWorld();
  const [first = '', second = ''] = fillIn(world, 2, TEAM);
  await world.settle();
  const kickoff = (await world.calendar()).find(({ title }) => title === 'Kickoff: Project 1');
  world.google.faults.add({
    kind: 'refuse',
    operation: 'events.patch',
    match: kickoff?.id ?? '',
    status: 403,
    reason: 'forbiddenForNonOrganizer',
    times: 1000,
  });
  for (const page of [first, second]) world.notion.act.edit(page, { Kickoff: '2026-12-09T10:00:00+01:00' });
  world.pass(MINUTE);
  const run = await world.tick();
  expect(run.end.end).toBe('done');
  expect(failuresOf(run)).toHaveLength(1);
  const starts = (await world.calendar())
    .filter(({ title }) => title === 'Kickoff: Project 2')
    .map(({ start }) => start);
  expect(starts).toEqual(['2026-12-09T09:00:00.000Z']);
  for (let n = 0; n < 4; n++) {
    world.pass(15 * MINUTE);
    await world.tick();
  }
  expect(world.notion.see.page(first).Sync).toContain('Somebody else organizes this entry');
  world.google.faults.clear();
  world.pass(15 * MINUTE);
  await world.settle();
  expect(world.notion.see.page(first).Sync).toBe('');
});

it('[S17] a row that Notion refuses to write fails alone and is tried again after growing pauses', async () => {
  const world = await createWorld();
  const [first = '', second = ''] = fillIn(world, 2, TEAM);
  world.notion.faults.add({ kind: 'garble', operation: 'pages.update', status: 404, times: 3 });
  const run = await world.tick();
  expect(run.end.end).toBe('done');
  expect(failuresOf(run).length).toBeGreaterThan(0);
  for (let n = 0; n < 6; n++) {
    world.pass(MINUTE);
    await world.tick();
  }
  for (const page of [first, second]) expect(world.notion.see.page(page).Calendar).toContain('https://');
});

for (const kind of ['garble', 'truncate'] as const) {
  it(`[S9] answers that are ${kind === 'garble' ? 'no JSON' : 'cut off'} double nothing, and others go on`, async () => {
    const calm = await createWorld();
    fillIn(calm, 3, TEAM);
    await calm.settle();
    const expected = await calm.calendar();

    const world = await createWorld();
    fillIn(world, 3, TEAM);
    for (const operation of ['dataSources.query', 'pages.create', 'pages.update'])
      world.notion.faults.add({ kind, operation, nth: 2, times: 2 });
    for (const operation of ['events.list', 'events.insert'])
      world.google.faults.add({ kind, operation, times: 2 });
    for (let n = 0; n < 12; n++) {
      await world.tick();
      world.pass(MINUTE);
    }
    const plain = (events: typeof expected) => events.map(({ title, start, end }) => ({ title, start, end }));
    expect(plain(await world.calendar())).toEqual(plain(expected));
    expect(world.notion.see.rows('Retros')).toHaveLength(30);
    expect(world.google.outbox).toHaveLength(calm.google.outbox.length);
    expect(status(world).notion.state).toBe('ok');
    expect(status(world).engagements.problems).toEqual([]);
  });
}

it('a service account that may not invite makes meetings without guests, says so, and wastes one call', async () => {
  const world = await createWorld();
  fillIn(world, 5, TEAM);
  world.google.faults.add({
    kind: 'refuse',
    operation: 'events.insert',
    match: 'sendUpdates=all',
    status: 403,
    reason: 'forbiddenForServiceAccounts',
    times: 1000,
  });
  const run = await world.tick();
  expect(run.end).toEqual({ end: 'done' });
  expect(journal(world).filter(({ status: code }) => code === 403).length).toBeLessThanOrEqual(3);
  const events = await world.calendar();
  expect(events.filter(({ title }) => title.startsWith('Kickoff'))).toHaveLength(5);
  expect(events.flatMap(({ guests }) => guests)).toEqual([]);
  for (const { Sync } of world.notion.see.rows('Engagements')) expect(Sync).toContain('Nobody is invited');
});

it('without the right to comment a tick does not fail, and the activity log has what could not be said', async () => {
  const world = await createWorld();
  const [page = ''] = fillIn(world, 1, TEAM);
  await world.settle();
  world.notion.act.allow({ insertComments: false, readComments: false });
  const kickoff = (await world.calendar()).find(({ title }) => title.startsWith('Kickoff'));
  world.google.act.move(kickoff?.id ?? '', { minutes: 60 });
  world.notion.act.edit(page, { Kickoff: '2026-12-09T10:00:00+01:00' });
  world.pass(2 * MINUTE);
  const run = await world.tick();
  expect(run.end).toEqual({ end: 'done' });
  expect(failuresOf(run)).toEqual([]);
  const said = world.ledger.activity(50, page).map(({ sentence }) => sentence);
  expect(
    said.filter((sentence) => sentence.startsWith('Not left as a comment')),
    said.join('\n'),
  ).toHaveLength(1);
  world.pass(MINUTE);
  world.calls();
  expect((await world.tick()).changes).toEqual([]);
  expect(world.calls().writes).toEqual([]);
});

it('what fails is said without names, addresses, notes or secrets', async () => {
  const world = await createWorld({ settings: { NOTION_RATE: '30' } });
  const secret = 'Zebra-Aktenzeichen';
  const pages = fillIn(world, 3, { ...TEAM, 'Host team': secret, Guests: 'quilt@host.example' });
  for (const [at, page] of pages.entries()) world.notion.act.edit(page, { Name: `${secret} ${at}` });
  for (const status of [429, 500, 503, 409, 401, 403, 404] as const) {
    world.notion.faults.add({ kind: 'refuse', operation: 'pages.create', status, nth: 2 });
    world.notion.faults.add({ kind: 'refuse', operation: 'pages.update', status });
    world.google.faults.add({ kind: 'refuse', operation: 'events.insert', status, nth: 2 });
  }
  const sentences: string[] = [];
  for (let n = 0; n < 12; n++) {
    const run = await world.tick();
    sentences.push(...failuresOf(run));
    for (const side of [status(world).notion, status(world).google]) sentences.push(side.sentence ?? '');
    sentences.push(...world.trees.states().map(({ failure }) => failure ?? ''));
    world.pass(MINUTE);
  }
  expect(sentences.filter(Boolean).length).toBeGreaterThan(8);
  const words = [secret, 'quilt', 'Marlow', '@', world.notion.token, OWNER, world.notion.parentPage];
  for (const sentence of new Set(sentences)) for (const word of words) expect(sentence).not.toContain(word);
});
