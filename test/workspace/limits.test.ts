// What a side that fails, and a row that fails, may cost: calls are counted, and everything heals by itself.
import { afterEach, expect, it } from 'vitest';
import { readStatus } from '../../src/workspace/reports.ts';
import { APOLLO, createWorld, type TestWorld } from '../world/world.ts';
import { DAY, fillIn, HOUR, journal, MINUTE, TEAM, tidy } from './ground.ts';

afterEach(tidy);

const status = (world: TestWorld) =>
  readStatus(world.trees, world.ledger, Date.now(), { lastRun: null, nextTickAt: null, provisioned: true });

const retryOf = (world: TestWorld, side: 'notion' | 'google') =>
  world.ledger.recall<{ retry: number }>(`trouble:${side}`)?.retry ?? 0;

const FAULTS = [
  ['times out on every write', 'google', { kind: 'drop', operation: 'events.insert' }, 'events.insert'],
  [
    'answers 503 to every write',
    'google',
    { kind: 'refuse', operation: 'events.insert', status: 503 },
    'events.insert',
  ],
  ['times out on every write', 'notion', { kind: 'drop', operation: 'pages.create' }, 'pages.create'],
] as const;

for (const [what, side, fault, operation] of FAULTS) {
  it(`[C40] a ${side} that ${what} is not called for each row: five times, then once after each pause`, async () => {
    const world = await createWorld({ settings: { SETTLE_SECONDS: '0' } });
    const count = () => journal(world).filter((call) => call.operation === operation).length;
    if (side === 'google') world.google.faults.add({ ...fault, times: 10_000 } as never);
    else world.notion.faults.add({ ...fault, times: 10_000 } as never);
    fillIn(world, 30, TEAM);
    expect((await world.tick({ immediate: false })).end.end).toBe('paused');
    // Three engagements are worked on side by side.
    expect(count()).toBeLessThanOrEqual(5 + 2);
    expect(status(world)[side]).toMatchObject({
      state: 'failing',
      sentence: expect.stringContaining('failed several times in a row'),
    });
    const pauses: number[] = [];
    for (let n = 0; n < 7; n++) {
      pauses.push(Math.round((retryOf(world, side) - Date.now()) / MINUTE));
      world.pass(retryOf(world, side) - Date.now());
      const before = count();
      expect((await world.tick({ immediate: false })).end.end).toBe('paused');
      expect(count() - before).toBe(1);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 15, 15, 15]);

    world.google.faults.clear();
    world.notion.faults.clear();
    world.pass(DAY);
    for (let n = 0; n < 4; n++) {
      await world.tick();
      world.pass(HOUR);
    }
    await world.settle();
    expect(status(world)[side]).toMatchObject({ state: 'ok', sentence: null });
    const titles = (await world.calendar()).map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith('Kickoff'))).toHaveLength(30);
    expect(world.notion.see.rows('Retros')).toHaveLength(300);
  }, 60_000);
}

it('[C40] a tick that a person asked for tries a side that is left alone, with one call', async () => {
  const world = await createWorld({ settings: { SETTLE_SECONDS: '0' } });
  world.google.faults.add({ kind: 'drop', operation: 'events.insert', times: 10_000 });
  fillIn(world, 20, TEAM);
  world.pass(2 * MINUTE);
  await world.tick({ immediate: false });
  const inserts = () => journal(world).filter(({ operation }) => operation === 'events.insert').length;
  const before = inserts();
  await world.tick({ immediate: false });
  expect(inserts() - before).toBe(0);
  await world.tick({ immediate: true });
  expect(inserts() - before).toBe(1);
  world.google.faults.clear();
  world.pass(HOUR);
  await world.settle();
  expect((await world.calendar()).filter(({ title }) => title.startsWith('Kickoff'))).toHaveLength(20);
});

it('[C40] a row whose every write is lost does not leave the side alone, while others are answered', async () => {
  const world = await createWorld();
  fillIn(world, 1, TEAM);
  await world.settle();
  const kickoff = (await world.calendar()).find(({ title }) => title.startsWith('Kickoff'));
  const [bad] = world.trees.states();
  world.google.faults.add({
    kind: 'drop',
    operation: 'events.patch',
    match: kickoff?.id ?? '',
    times: 10_000,
  });
  world.notion.act.edit(bad?.id ?? '', { Kickoff: '2026-12-09T10:00:00+01:00' });
  for (let n = 0; n < 12; n++) {
    world.notion.act.create('Engagements', { ...APOLLO, Name: `Row ${n}` });
    world.pass(20 * MINUTE);
    const { end } = await world.tick();
    expect(end.end).toBe('done');
  }
  const titles = (await world.calendar()).map(({ title }) => title);
  for (let n = 0; n < 12; n++) expect(titles).toContain(`Kickoff: Row ${n}`);
});

it('[C41] a row that fails eight times is parked: tried once a day, and shown with its time', async () => {
  const world = await createWorld();
  const [bad = ''] = fillIn(world, 1, TEAM);
  await world.settle();
  const kickoff = (await world.calendar()).find(({ title }) => title.startsWith('Kickoff'));
  world.google.faults.add({
    kind: 'refuse',
    operation: 'events.patch',
    match: kickoff?.id ?? '',
    status: 403,
    reason: 'forbiddenForNonOrganizer',
    times: 10_000,
  });
  world.notion.act.edit(bad, { Kickoff: '2026-12-09T10:00:00+01:00' });
  const tries = () =>
    journal(world).filter(({ operation, status: code }) => operation === 'events.patch' && code === 403)
      .length;
  const before = tries();
  const gaps: number[] = [];
  let last = Date.now();
  let seen = before;
  for (let n = 0; n < 1000 && gaps.length < 11; n++) {
    world.pass(5_000 * 2 ** Math.min(n, 7));
    await world.tick({ immediate: false });
    if (tries() === seen) continue;
    seen = tries();
    gaps.push(Date.now() - last);
    last = Date.now();
  }
  // Each pause is longer than the one before, until there is one try a day.
  expect(gaps.slice(-3).every((gap) => gap >= DAY)).toBe(true);
  expect(gaps.findIndex((gap) => gap >= DAY)).toBe(8);
  const [waiting] = status(world).waiting;
  expect(waiting).toMatchObject({
    engagement: { id: bad },
    why: expect.stringContaining('tried again daily'),
  });
  expect(Date.parse(waiting?.until ?? '') - Date.now()).toBeGreaterThan(HOUR);
  expect(status(world).engagements.problems.map(({ id }) => id)).toEqual([bad]);

  // Whoever edits it, on either side, has it tried again at once.
  world.google.faults.clear();
  const [span] = (await world.calendar()).filter(({ title }) => title.startsWith('['));
  world.google.act.rename(span?.id ?? '', '[Planning] Project 1, renamed');
  world.pass(MINUTE);
  await world.settle();
  expect(status(world).waiting).toEqual([]);
  expect((await world.calendar()).find(({ id }) => id === kickoff?.id)?.start).toBe(
    '2026-12-09T09:00:00.000Z',
  );
});

it('[C41] an edit in Notion ends the parking too', async () => {
  const world = await createWorld();
  const [page = ''] = fillIn(world, 1, TEAM);
  await world.settle();
  world.trees.update(page, { dirty: true, attempts: 9, retry: Date.now() + DAY, failure: 'It failed.' });
  world.pass(MINUTE);
  await world.tick();
  expect(world.trees.state(page)?.attempts).toBe(9);
  world.notion.act.edit(page, { 'Host team': 'Another' });
  world.pass(MINUTE);
  await world.settle();
  expect(world.trees.state(page)).toMatchObject({ attempts: 0, retry: null, failure: null });
});

for (const side of ['notion', 'google'] as const) {
  it(`[C42] a Retry-After of ${side} beyond a minute is kept by every call of that side, over a restart too`, async () => {
    const world = await createWorld();
    fillIn(world, 3, TEAM);
    const fault = { kind: 'refuse', status: 429, retryAfter: 400 } as const;
    if (side === 'notion') world.notion.faults.add({ ...fault, operation: 'pages.create' });
    else world.google.faults.add({ ...fault, operation: 'events.insert' });
    const calls = () => (side === 'notion' ? world.notion.calls : world.google.calls);
    const end = async () => {
      world.ledger.remember('tick-state', undefined);
      const tick = {
        id: 't',
        trigger: 'test',
        began: Date.now(),
        immediate: true,
        sweep: false,
        observed: null,
      };
      return world.engine.slice(tick, () => {});
    };
    await end();
    const refused = calls().findIndex((call) => call.status === 429);
    expect(refused).toBeGreaterThan(-1);
    const at = calls()[refused]?.at ?? 0;
    for (let n = 0; n < 8; n++) {
      world.restart();
      world.pass(MINUTE);
      await end();
    }
    const next = calls()
      .slice(refused + 1)
      .filter((call) => call.at > at);
    expect(Math.min(...next.map((call) => call.at)) - at).toBeGreaterThanOrEqual(400_000);
    await world.settle();
    expect((await world.calendar()).filter(({ title }) => title.startsWith('Kickoff'))).toHaveLength(3);
  });
}
