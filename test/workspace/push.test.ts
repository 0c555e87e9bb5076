// Google's push channel: one lives, it is renewed before it ends, and whatever becomes of it, polling goes on.
import { afterEach, expect, it } from 'vitest';
import { takePush } from '../../src/workspace/push.ts';
import { readStatus } from '../../src/workspace/reports.ts';
import { createWorld, OWNER, type TestWorld } from '../world/world.ts';
import { DAY, fillIn, HOUR, journal, MINUTE, processOf, TEAM, tidy } from './ground.ts';

afterEach(tidy);

const PUBLIC_URL = 'https://sync.example.org';

const pushed = (settings: Record<string, string> = {}) =>
  createWorld({ settings: { PUBLIC_URL, ...settings } });

/** Channels as Google knows them, and those that it still pushes over. */
const channels = (world: TestWorld) => world.google.look.channels();
const open = (world: TestWorld) =>
  channels(world).filter(({ stopped, expires }) => !stopped && expires > Date.now());

const asked = (world: TestWorld, name: string) =>
  journal(world).filter(({ operation }) => operation === name).length;
const push = (world: TestWorld) =>
  readStatus(world.trees, world.ledger, Date.now(), { lastRun: null, nextTickAt: null, provisioned: true })
    .push;

/** Somebody's change in Calendar, and what its pushes were taken for. */
async function changeAndListen(world: TestWorld): Promise<string[]> {
  await world.google.settled();
  world.pushes.length = 0;
  const [event] = await world.calendar();
  world.google.act.move(event?.id ?? '', { minutes: 15 });
  await world.google.settled();
  return [...world.pushes];
}

it('[C35] without PUBLIC_URL no channel is asked for', async () => {
  const world = await createWorld();
  await world.settle();
  expect(asked(world, 'events.watch')).toBe(0);
  expect(push(world)).toEqual({ state: 'off', until: null, lastPushAt: null, sentence: null });
});

it('[C35] with PUBLIC_URL one channel is opened, with a random id and token, and pushes over it are taken', async () => {
  const world = await pushed();
  fillIn(world, 1, TEAM);
  await world.settle();
  await world.google.settled();
  const [channel, ...others] = channels(world);
  expect(others).toEqual([]);
  expect(channel?.address).toBe('https://sync.example.org/webhooks/google');
  expect(channel?.token).toMatch(/^[0-9a-f]{64}$/);
  expect(world.pushes[0]).toBe('alive');
  expect(await changeAndListen(world)).toEqual(['changed']);
  // Neither the token nor anything from which it follows is kept.
  const kept = world.database
    .prepare('SELECT value FROM memory')
    .all()
    .map(({ value }) => value)
    .join();
  expect(kept).not.toContain(channel?.token);
});

it('[C35] at rest a channel costs nothing: a week of ticks asks once more, and stops the old one', async () => {
  const world = await pushed();
  fillIn(world, 1, TEAM);
  await world.settle();
  const [first] = channels(world);
  for (let hours = 0; hours < 7 * 24 - 1; hours++) {
    world.pass(HOUR);
    await world.tick({ immediate: false });
    expect(open(world).length).toBeGreaterThan(0);
  }
  expect([asked(world, 'events.watch'), asked(world, 'channels.stop')]).toEqual([2, 1]);
  expect(open(world)).toHaveLength(1);
  expect(open(world)[0]?.id).not.toBe(first?.id);
  expect(await changeAndListen(world)).toEqual(['changed']);
});

it('[C35] a new channel is open before the old one is stopped', async () => {
  const world = await pushed();
  await world.settle();
  world.pass(6 * DAY + HOUR);
  world.google.faults.add({ kind: 'refuse', operation: 'channels.stop', status: 503 });
  await world.tick();
  expect(open(world)).toHaveLength(2);
  // Not with each tick: an hour later.
  world.pass(MINUTE);
  await world.tick();
  expect(asked(world, 'channels.stop')).toBe(1);
  world.pass(HOUR);
  await world.tick();
  expect(open(world)).toHaveLength(1);
});

it('[C36] a push is authentic by its channel, its resource, its token and its time, and by all of them', async () => {
  const world = await pushed();
  await world.settle();
  const [{ id, token = '', resourceId } = { id: '', resourceId: '' }] = channels(world);
  const good = { channel: id, resource: resourceId, token, state: 'exists' };
  const take = (over: object = {}) =>
    takePush({ ...good, ...over }, { ledger: world.ledger, settings: world.settings, now: Date.now() });
  expect(await take()).toBe('changed');
  expect(await take({ state: 'not_exists' })).toBe('changed');
  expect(await take({ state: 'sync' })).toBe('alive');
  for (const over of [
    { channel: crypto.randomUUID() },
    { channel: '' },
    { resource: 'another' },
    { resource: '' },
    { token: '' },
    { token: token.slice(0, -1) },
    { token: `${token}0` },
    { token: token.toUpperCase() },
  ])
    expect(await take(over), JSON.stringify(over)).toBe('refused');
  world.pass(7 * DAY);
  expect(await take()).toBe('refused');
});

it('[C36] a push before the answer to its watch proves that the channel lives, and wakes nobody', async () => {
  const world = await pushed();
  await world.tick();
  await world.google.settled();
  expect(world.pushes).toEqual(['alive']);
  expect(push(world).lastPushAt).toBe(new Date().toISOString());
});

for (const mishap of ['lost answer', 'crash after', 'crash before'] as const) {
  it(`[C37] after a ${mishap} of a watch another channel is opened, and pushes of the first are refused`, async () => {
    const calm = await pushed();
    await calm.tick();
    const nth = journal(calm).findIndex(({ operation }) => operation === 'events.watch') + 1;
    expect(nth).toBeGreaterThan(0);

    const world = await pushed();
    fillIn(world, 1, TEAM);
    const life = processOf(world, nth, mishap);
    await life.tick();
    const lost = channels(world).map(({ id }) => id);
    world.pass(HOUR);
    await life.tick();
    const made = channels(world).filter(
      ({ id }) => !lost.slice(0, 1).includes(id) || mishap === 'crash before',
    );
    expect(made).toHaveLength(1);
    const said = await changeAndListen(world);
    expect(said.toSorted()).toEqual(mishap === 'crash before' ? ['changed'] : ['changed', 'refused']);
    expect(push(world).state).toBe('live');
  });
}

it('[C37] channels of a lost memory are refused until they expire', async () => {
  const world = await pushed();
  fillIn(world, 1, TEAM);
  await world.settle();
  world.ledger.remember('channels', undefined);
  await world.tick();
  expect(open(world)).toHaveLength(2);
  expect((await changeAndListen(world)).toSorted()).toEqual(['changed', 'refused']);
  world.pass(7 * DAY);
  await world.tick();
  expect(open(world)).toHaveLength(1);
});

it('[C38] after another PUBLIC_URL or none the old channel is stopped, and its pushes are refused', async () => {
  const world = await pushed();
  fillIn(world, 1, TEAM);
  await world.settle();
  world.restart({ PUBLIC_URL: 'https://other.example.org' });
  expect(await changeAndListen(world)).toEqual(['refused']);
  world.pass(MINUTE);
  await world.tick();
  expect(open(world).map(({ address }) => address)).toEqual(['https://other.example.org/webhooks/google']);
  world.restart({ PUBLIC_URL: '' });
  world.pass(MINUTE);
  await world.tick();
  expect(open(world)).toEqual([]);
  expect(push(world).state).toBe('off');
});

it('[C38] after another calendar the old channel is stopped, and its pushes are refused', async () => {
  const world = await pushed();
  fillIn(world, 1, TEAM);
  await world.settle();
  const [first] = channels(world);
  world.restart({ GOOGLE_CALENDAR_ID: OWNER });
  expect(await changeAndListen(world)).toEqual(['refused']);
  world.pass(MINUTE);
  await world.tick();
  expect(open(world)).toHaveLength(1);
  expect(open(world)[0]).toMatchObject({ calendarId: OWNER });
  expect(channels(world).find(({ id }) => id === first?.id)?.stopped).toBe(true);
});

it('[C39] a calendar that Google does not push for stops nothing, is said, and is asked about at most daily', async () => {
  const world = await pushed();
  world.google.faults.add({
    kind: 'refuse',
    operation: 'events.watch',
    status: 400,
    reason: 'pushNotSupportedForRequestedResource',
    times: 99,
  });
  fillIn(world, 1, TEAM);
  const run = await world.settle();
  expect(run.end.end).toBe('done');
  expect((await world.calendar()).length).toBeGreaterThan(10);
  expect(push(world)).toMatchObject({ state: 'refused', sentence: expect.stringContaining('only polled') });
  for (let days = 0; days < 14; days++) {
    for (let n = 0; n < 3; n++) {
      world.pass(8 * HOUR);
      expect((await world.tick()).end.end).toBe('done');
    }
  }
  // At once, after one day, after two more, after four more, after a week more.
  expect(asked(world, 'events.watch')).toBe(5);
  world.google.faults.clear();
  world.pass(7 * DAY);
  await world.tick();
  expect(push(world).state).not.toBe('refused');
});

for (const [what, fault] of [
  ['does not answer', { kind: 'refuse', status: 503 }],
  ['refuses access to it', { kind: 'refuse', status: 403, reason: 'forbidden' }],
  ['answers no JSON', { kind: 'garble' }],
] as const) {
  it(`[C39] where Google ${what}, a watch neither stops the tick nor pauses the side`, async () => {
    const world = await pushed();
    world.google.faults.add({ ...fault, operation: 'events.watch', times: 9 });
    fillIn(world, 1, TEAM);
    const { end } = await world.tick();
    expect(end).toEqual({ end: 'done' });
    expect((await world.calendar()).length).toBeGreaterThan(10);
    const { google, push: seen } = readStatus(world.trees, world.ledger, Date.now(), {
      lastRun: null,
      nextTickAt: null,
      provisioned: true,
    });
    expect(google).toMatchObject({ state: 'ok', sentence: null });
    expect(seen.sentence).toMatch(/polled/);
    // Another address is another question.
    world.google.faults.clear();
    world.restart({ PUBLIC_URL: 'https://other.example.org' });
    world.pass(MINUTE);
    await world.tick();
    await world.google.settled();
    expect(push(world)).toMatchObject({ state: 'live', sentence: null });
  });
}

it('[C36] status says until when a channel lives, whether anything has come yet, and when the last push came', async () => {
  const world = await pushed();
  world.google.faults.add({ kind: 'drop', operation: 'push' });
  await world.tick();
  await world.google.settled();
  const until = new Date(channels(world)[0]?.expires ?? 0).toISOString();
  expect(push(world)).toEqual({
    state: 'unproven',
    until,
    lastPushAt: null,
    sentence: expect.stringContaining('nothing has come'),
  });
  fillIn(world, 1, TEAM);
  world.pass(MINUTE);
  await world.tick();
  await changeAndListen(world);
  expect(push(world)).toEqual({ state: 'live', until, lastPushAt: new Date().toISOString(), sentence: null });
});

it('[C39] with a budget that is used up a channel is opened by a later slice', async () => {
  const world = await pushed({ CALL_BUDGET: '5' });
  fillIn(world, 2, TEAM);
  const run = await world.tick();
  expect(run.end).toEqual({ end: 'done' });
  expect(open(world).length).toBeLessThanOrEqual(1);
  world.pass(HOUR);
  await world.tick();
  expect(open(world)).toHaveLength(1);
});
