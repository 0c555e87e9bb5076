// The same sign-in and calls inside workerd: its crypto signs, its fetch answers, and no header is lost on the way.
import { afterEach, expect, test, vi } from 'vitest';
import { eventId } from '../../src/google/ids.ts';
import { readSettings } from '../../src/settings.ts';
import { draft, googleWorld, valueIn } from './world.ts';

afterEach(() => vi.unstubAllGlobals());

const ID = eventId('1f2e3d4c-5b6a-4978-8a9b-0c1d2e3f4a5b', 'kickoff', 1);

test('[C21] the Worker signs in and reads what it wrote', async () => {
  const { calendar, names } = await googleWorld();
  const made = valueIn(await calendar.insert(ID, draft(), 'none'));
  expect(valueIn(await calendar.list({})).events).toEqual([made]);
  expect(names).toEqual(['token', 'events.insert', 'events.list']);
});

test("[C30] the Worker signs in with a user's grant", async () => {
  const { calendar, names, twin } = await googleWorld({}, { user: true });
  valueIn(await calendar.insert(ID, draft({ guests: ['ann@example.com'] }), 'all'));
  expect(names).toEqual(['token', 'events.insert']);
  expect(twin.outbox.map(({ to }) => to)).toEqual(['ann@example.com']);
});

test('[C22] the Worker waits as long as Retry-After says', async () => {
  const { calendar, twin } = await googleWorld();
  twin.faults.add({ kind: 'refuse', operation: 'events.list', status: 429, retryAfter: 7 });
  expect(await calendar.list({})).toMatchObject({
    ok: false,
    failure: { reason: 'refused', retryAfter: 7000 },
  });
});

test('the Worker checks a service account key', async () => {
  const { twin } = await googleWorld();
  const key = { ...twin.serviceAccountKey };
  const faults = (GOOGLE_SERVICE_ACCOUNT_KEY: string) => {
    const read = readSettings({ GOOGLE_SERVICE_ACCOUNT_KEY });
    return read.ok ? [] : read.faults.filter(({ name }) => name === 'GOOGLE_SERVICE_ACCOUNT_KEY');
  };
  expect(faults(JSON.stringify(key))).toEqual([]);
  expect(faults(JSON.stringify({ ...key, private_key: 'not a key' }))).toHaveLength(1);
});
