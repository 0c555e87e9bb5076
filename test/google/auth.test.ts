import { afterEach, expect, test, vi } from 'vitest';
import type { Credentials } from '../../src/google/auth.ts';
import { googleWorld, valueIn } from './world.ts';

afterEach(() => vi.unstubAllGlobals());

const tokenCalls = (names: readonly string[]) => names.filter((name) => name === 'token').length;

test('[C21] one token serves all calls while it lives, and is asked for through run', async () => {
  const { calendar, names, twin } = await googleWorld();
  valueIn(await calendar.list({}));
  valueIn(await calendar.list({}));
  expect(names).toEqual(['token', 'events.list', 'events.list']);
  expect(twin.calls.map((call) => call.operation)).toEqual(names);
});

test('[C21] calls side by side share one token request', async () => {
  const { calendar, names } = await googleWorld();
  await Promise.all([calendar.list({}), calendar.list({}), calendar.get('abcde')]);
  expect(tokenCalls(names)).toBe(1);
});

test('[C21] a token that is kept in memory spares the request, and a new one is handed out', async () => {
  const kept: Credentials[] = [];
  const first = await googleWorld({}, { onCredentials: (credentials) => kept.push(credentials) });
  valueIn(await first.calendar.list({}));
  expect(kept).toHaveLength(1);
  expect(kept[0]?.expiry_date).toBeGreaterThan(Date.now() + 50 * 60_000);

  const again = await googleWorld({}, { credentials: kept[0] });
  again.twin.restore(first.twin.snapshot());
  valueIn(await again.calendar.list({}));
  expect(again.names).toEqual(['events.list']);
});

test('[C21] a token is renewed before it ends', async () => {
  const soon = { access_token: 'old', expiry_date: Date.now() + 4 * 60_000 };
  const { calendar, names } = await googleWorld({}, { credentials: soon });
  valueIn(await calendar.list({}));
  expect(names).toEqual(['token', 'events.list']);
});

test('[C21] a kept token that Google no longer knows is renewed once', async () => {
  const dead = { access_token: 'dead', expiry_date: Date.now() + 3_000_000 };
  const { calendar, names } = await googleWorld({}, { credentials: dead });
  valueIn(await calendar.list({}));
  expect(names).toEqual(['events.list', 'token', 'events.list']);
});

test('[C22] a fresh token that is not accepted is denied, without trying on and on', async () => {
  const { calendar, names, twin } = await googleWorld();
  twin.faults.add({ kind: 'refuse', operation: 'events.list', status: 401, times: 9 });
  expect(await calendar.list({})).toMatchObject({ ok: false, failure: { reason: 'denied', status: 401 } });
  expect(names).toEqual(['token', 'events.list']);
});

test('[C22] a key that was revoked is denied with the code of the token endpoint', async () => {
  const { calendar, names, twin } = await googleWorld();
  twin.act.revokeGrant();
  expect(await calendar.list({})).toMatchObject({
    ok: false,
    failure: { reason: 'denied', operation: 'token', code: 'invalid_grant' },
  });
  expect(names).toEqual(['token']);
});

test('[C22] a user for whom we may not act is denied', async () => {
  const { calendar } = await googleWorld({ delegation: false });
  expect(await calendar.list({})).toMatchObject({
    ok: false,
    failure: { reason: 'denied', operation: 'token', code: 'unauthorized_client' },
  });
});

test('[C22] a token endpoint that fails is asked once, and the call is not made', async () => {
  const { calendar, names, twin } = await googleWorld();
  twin.faults.add({ kind: 'refuse', operation: 'token', status: 503, times: 9 });
  expect(await calendar.list({})).toMatchObject({
    ok: false,
    failure: { reason: 'refused', operation: 'token' },
  });
  expect(names).toEqual(['token']);
  expect(twin.calls).toHaveLength(1);
  twin.faults.clear();
  valueIn(await calendar.list({}));
});

test('[C22] a token answer that is no JSON is broken', async () => {
  const { calendar, twin } = await googleWorld();
  twin.faults.add({ kind: 'garble', operation: 'token' });
  expect(await calendar.list({})).toMatchObject({
    ok: false,
    failure: { reason: 'broken', operation: 'token' },
  });
});

test("[C30] a user's grant gives one token for calls side by side, through run", async () => {
  const { calendar, names, twin } = await googleWorld({}, { user: true });
  await Promise.all([calendar.list({}), calendar.list({})]);
  valueIn(await calendar.list({}));
  expect(names.filter((name) => name !== 'events.list')).toEqual(['token']);
  expect(twin.calls.map(({ operation }) => operation).sort()).toEqual([...names].sort());
  expect(twin.calls.find(({ operation }) => operation === 'events.list')?.principal).toBe(
    'owner@example.com',
  );
});

test("[C30] a user's token is renewed five minutes before it ends", async () => {
  const kept: Credentials[] = [];
  const world = await googleWorld({}, { user: true, onCredentials: (one) => kept.push(one) });
  valueIn(await world.calendar.list({}));
  const [first] = kept;
  for (const [before, asked] of [
    [6, false],
    [4, true],
  ] as const) {
    const expiry_date = Date.now() + before * 60_000;
    const again = await googleWorld({}, { user: true, credentials: { ...first!, expiry_date } });
    again.twin.restore(world.twin.snapshot());
    valueIn(await again.calendar.list({}));
    expect(again.names.includes('token')).toBe(asked);
  }
});

test('[C31] a grant that has ended is denied by its code, and asked for once', async () => {
  const { calendar, names, twin } = await googleWorld({}, { user: true });
  valueIn(await calendar.list({}));
  twin.act.revokeGrant(twin.oauth.refreshToken);
  names.length = 0;
  expect(await calendar.list({})).toMatchObject({
    ok: false,
    failure: { reason: 'denied', operation: 'token', code: 'invalid_grant' },
  });
  expect(names).toEqual(['events.list', 'token']);
});

test.each(['garble', 'truncate'] as const)(
  '[C30] a token answer that is %sd for a user is broken',
  async (kind) => {
    const { calendar, twin, names } = await googleWorld({}, { user: true });
    twin.faults.add({ kind, operation: 'token' });
    expect(await calendar.list({})).toMatchObject({
      ok: false,
      failure: { reason: 'broken', operation: 'token' },
    });
    expect(names).toEqual(['token']);
  },
);

test('[C30] a token endpoint that fails for a user is asked once, and the call is not made', async () => {
  const { calendar, twin } = await googleWorld({}, { user: true });
  twin.faults.add({ kind: 'refuse', operation: 'token', status: 503, times: 9 });
  expect(await calendar.list({})).toMatchObject({
    ok: false,
    failure: { reason: 'refused', operation: 'token' },
  });
  expect(twin.calls).toHaveLength(1);
});
