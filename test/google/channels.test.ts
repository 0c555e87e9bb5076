import { afterEach, expect, test, vi } from 'vitest';
import { hashToken, isToken } from '../../src/google/channels.ts';
import { googleWorld, valueIn } from './world.ts';

afterEach(() => vi.unstubAllGlobals());

const CHANNEL = {
  id: 'channel-1',
  token: 'a'.repeat(64),
  address: 'https://sync.example.org/webhooks/google',
};

test('[C35] a channel is opened for a week, and stopped by its two ids', async () => {
  const { calendar, names, twin } = await googleWorld();
  const { resourceId, expires } = valueIn(await calendar.channels.watch(CHANNEL));
  expect((expires ?? 0) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
  expect(twin.look.channels()).toMatchObject([{ ...CHANNEL, resourceId, stopped: false }]);
  valueIn(await calendar.channels.stop({ id: CHANNEL.id, resourceId }));
  expect(twin.look.channels()).toMatchObject([{ stopped: true }]);
  expect(names).toEqual(['token', 'events.watch', 'channels.stop']);
  // Again, or after it has ended: there is no such channel.
  expect(await calendar.channels.stop({ id: CHANNEL.id, resourceId })).toMatchObject({
    failure: { reason: 'gone' },
  });
});

test('[C39] Google says by a code why it opens no channel', async () => {
  const { calendar, twin } = await googleWorld();
  const address = 'http://sync.example.org';
  expect(await calendar.channels.watch({ ...CHANNEL, address })).toMatchObject({
    failure: { reason: 'broken', code: 'webhookUrlNotHttps' },
  });
  expect(twin.look.channels()).toEqual([]);
});

test('[C37] a watch without an answer has an unknown outcome, and is not repeated', async () => {
  const { calendar, twin } = await googleWorld();
  twin.faults.add({ kind: 'lose-answer', operation: 'events.watch' });
  expect(await calendar.channels.watch(CHANNEL)).toMatchObject({ failure: { reason: 'unknown' } });
  expect(twin.look.channels()).toHaveLength(1);
  twin.faults.add({ kind: 'garble', operation: 'events.watch' });
  expect(await calendar.channels.watch({ ...CHANNEL, id: 'channel-2' })).toMatchObject({
    failure: { reason: 'broken' },
  });
});

test('[C36] of a token only its hash is compared, all of it', async () => {
  const hash = await hashToken('secret');
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await isToken('secret', hash)).toBe(true);
  for (const [given, other] of [
    ['secre', hash],
    ['secret ', hash],
    ['', hash],
    ['secret', ''],
    ['secret', hash.slice(1)],
    ['', ''],
  ] as const)
    expect(await isToken(given, other)).toBe(false);
});
