import { afterEach, expect, test, vi } from 'vitest';
import { eventId, instanceId, rootOf } from '../../src/google/ids.ts';
import { occurrencesOf, weeklyRule } from '../../src/google/recurrence.ts';
import { at, draft, googleWorld, valueIn } from './world.ts';

afterEach(() => vi.unstubAllGlobals());

const ID = eventId('1f2e3d4c-5b6a-4978-8a9b-0c1d2e3f4a5b', 'kickoff', 1);
const SERIES = eventId('1f2e3d4c-5b6a-4978-8a9b-0c1d2e3f4a5b', 'retro', 1);
const series = () => draft({ recurrence: weeklyRule(at('2027-04-08T12:00:00Z')) });

test('[C15] an event that is made is read back as it was drafted', async () => {
  const { calendar, twin } = await googleWorld();
  const made = valueIn(await calendar.insert(ID, draft({ guests: ['ann@example.com'] }), 'all'));
  expect(made).toMatchObject({
    id: ID,
    status: 'confirmed',
    title: 'Kickoff: Apollo',
    description: 'Hello',
    time: draft().time,
    zone: 'Europe/Berlin',
    busy: true,
    recurrence: null,
    marks: { engagement: 'p1', mode: 'derived' },
  });
  expect(made.guests.filter((guest) => !guest.fixed).map((guest) => guest.email)).toEqual([
    'ann@example.com',
  ]);
  expect(made.link).toContain('eid=');
  expect(twin.calls.at(-1)?.body).toMatchObject({ guestsCanModify: false, guestsCanInviteOthers: false });
  expect(valueIn(await calendar.get(ID))).toEqual(made);
});

test('[C7] an all-day event comes back with the days that were sent', async () => {
  const { calendar } = await googleWorld();
  const time = { start: '2027-02-27', end: '2027-03-01' };
  expect(valueIn(await calendar.insert(ID, draft({ time, busy: false }), 'none'))).toMatchObject({
    time,
    busy: false,
  });
});

test('[C3] a repeated insert is a conflict, also after the event was deleted', async () => {
  const { calendar } = await googleWorld();
  const made = valueIn(await calendar.insert(ID, draft(), 'none'));
  const duplicate = { ok: false, failure: { reason: 'conflict', status: 409, code: 'duplicate' } };
  expect(await calendar.insert(ID, draft(), 'none')).toMatchObject(duplicate);
  valueIn(await calendar.remove(ID, made.etag, 'none'));
  expect(await calendar.insert(ID, draft(), 'none')).toMatchObject(duplicate);
});

test('[C4] a deleted event is read as cancelled and can be revived', async () => {
  const { calendar } = await googleWorld();
  const made = valueIn(await calendar.insert(ID, draft(), 'none'));
  valueIn(await calendar.remove(ID, made.etag, 'none'));
  const deleted = valueIn(await calendar.get(ID));
  expect(deleted.status).toBe('cancelled');
  expect(await calendar.remove(ID, deleted.etag, 'none')).toMatchObject({
    ok: false,
    failure: { reason: 'gone', code: 'deleted' },
  });
  expect(valueIn(await calendar.patch(ID, deleted.etag, { status: 'confirmed' }, 'none'))).toMatchObject({
    status: 'confirmed',
    title: 'Kickoff: Apollo',
  });
});

test('[C13] a patch changes what it names and leaves the rest', async () => {
  const { calendar, twin } = await googleWorld();
  const made = valueIn(await calendar.insert(ID, draft(), 'none'));
  twin.act.edit(ID, { location: 'Room 1' });
  const seen = valueIn(await calendar.get(ID));
  const time = { start: at('2027-03-19T13:00:00Z'), end: at('2027-03-19T14:00:00Z') };
  const patched = valueIn(
    await calendar.patch(ID, seen.etag, { time, zone: 'UTC', marks: { mode: null, week: '2' } }, 'none'),
  );
  expect(patched).toMatchObject({
    time,
    zone: 'UTC',
    title: made.title,
    marks: { engagement: 'p1', week: '2' },
  });
  expect(patched.marks).not.toHaveProperty('mode');
});

test('[C13] a write on an event that somebody changed meanwhile is a conflict', async () => {
  const { calendar, twin } = await googleWorld();
  const made = valueIn(await calendar.insert(ID, draft(), 'none'));
  twin.act.move(ID, { minutes: 60 });
  const conflict = { ok: false, failure: { reason: 'conflict', status: 412, code: 'conditionNotMet' } };
  expect(await calendar.patch(ID, made.etag, { title: 'Mine' }, 'none')).toMatchObject(conflict);
  expect(await calendar.remove(ID, made.etag, 'none')).toMatchObject(conflict);
  expect(valueIn(await calendar.get(ID))).toMatchObject({ status: 'confirmed', title: made.title });
});

test('[C13] an event without an etag is not written to', async () => {
  const { calendar, names } = await googleWorld();
  expect(await calendar.patch(ID, '', { title: 'Mine' }, 'none')).toMatchObject({
    ok: false,
    failure: { reason: 'conflict' },
  });
  expect(names).toEqual([]);
});

test('[C8] days become a time and a time becomes days', async () => {
  const { calendar } = await googleWorld();
  const made = valueIn(await calendar.insert(ID, draft(), 'none'));
  const time = { start: '2027-03-18', end: '2027-03-18' };
  const days = valueIn(await calendar.patch(ID, made.etag, { time }, 'none'));
  expect(days).toMatchObject({ time, zone: null });
  const timed = { time: made.time as { start: number; end: number }, zone: 'Europe/Berlin' };
  expect(valueIn(await calendar.patch(ID, days.etag, timed, 'none'))).toMatchObject(timed);
});

test('[C16] each write says whom to mail', async () => {
  const { calendar, twin } = await googleWorld();
  const guests = ['ann@example.com'];
  const made = valueIn(await calendar.insert(ID, draft({ guests }), 'all'));
  expect(twin.outbox.length).toBe(1);
  const renamed = valueIn(await calendar.patch(ID, made.etag, { title: 'Other' }, 'none'));
  expect(twin.outbox.length).toBe(1);
  valueIn(await calendar.remove(ID, renamed.etag, 'all'));
  expect(twin.outbox.length).toBe(2);
  expect(twin.calls.filter((call) => call.write).map((call) => call.query?.sendUpdates)).toEqual([
    'all',
    'none',
    'all',
  ]);
});

test('[C18] a service account that acts for nobody may not invite, but may make the meeting', async () => {
  const { calendar } = await googleWorld({}, { subject: null });
  expect(await calendar.insert(ID, draft({ guests: ['ann@example.com'] }), 'all')).toMatchObject({
    ok: false,
    failure: { reason: 'denied', code: 'forbiddenForServiceAccounts' },
  });
  valueIn(await calendar.insert(ID, draft(), 'none'));
});

test('[C27] a full read ends in a sync token, and the token brings what changed and nothing else', async () => {
  const { calendar, twin } = await googleWorld();
  valueIn(await calendar.insert(ID, draft(), 'none'));
  valueIn(await calendar.insert(SERIES, series(), 'none'));
  const full = valueIn(await calendar.list({}));
  expect(full.events.map((event) => event.id).sort()).toEqual([ID, SERIES].sort());
  const syncToken = full.syncToken ?? '';
  expect(valueIn(await calendar.list({ syncToken })).events).toEqual([]);

  twin.act.remove(ID);
  const occurrence = instanceId(SERIES, at('2027-03-25T13:00:00Z'));
  twin.act.move(occurrence, { minutes: 30 });
  const { events } = valueIn(await calendar.list({ syncToken }));
  expect(events.find((event) => event.id === ID)?.status).toBe('cancelled');
  expect(events.find((event) => event.id === occurrence)).toMatchObject({
    series: SERIES,
    original: at('2027-03-25T13:00:00Z'),
    time: { start: at('2027-03-25T13:30:00Z'), end: at('2027-03-25T14:15:00Z') },
  });
});

test('[C27] an empty page in front of others is read over', async () => {
  const { calendar, twin } = await googleWorld();
  valueIn(await calendar.insert(ID, draft(), 'none'));
  twin.faults.add({ kind: 'empty-page', operation: 'events.list' });
  const first = valueIn(await calendar.list({}));
  expect(first).toMatchObject({ events: [], syncToken: null });
  const second = valueIn(await calendar.list({ pageToken: first.next ?? '' }));
  expect(second.events.map((event) => event.id)).toEqual([ID]);
  expect(second.syncToken).not.toBeNull();
});

test('[C27] a sync token that ran out is gone, with the code that asks for a full read', async () => {
  const { calendar, twin } = await googleWorld();
  const { syncToken } = valueIn(await calendar.list({}));
  twin.act.expireSyncTokens();
  expect(await calendar.list({ syncToken: syncToken ?? '' })).toMatchObject({
    ok: false,
    failure: { reason: 'gone', status: 410, code: 'fullSyncRequired' },
  });
});

test('[C1] a calendar that is not shared any more is gone, not empty', async () => {
  const { calendar, twin } = await googleWorld();
  twin.act.removeCalendar();
  expect(await calendar.list({})).toMatchObject({ ok: false, failure: { reason: 'gone', code: 'notFound' } });
});

test('[C10] a series holds its local time, and its occurrences are where its rule says', async () => {
  const { calendar, twin } = await googleWorld();
  const made = valueIn(await calendar.insert(SERIES, series(), 'none'));
  const starts = occurrencesOf(made) ?? [];
  expect(starts.map((start) => new Date(start).toISOString())).toEqual([
    '2027-03-18T13:00:00.000Z',
    '2027-03-25T13:00:00.000Z',
    '2027-04-01T12:00:00.000Z',
    '2027-04-08T12:00:00.000Z',
  ]);
  for (const start of starts) {
    const occurrence = valueIn(await calendar.get(instanceId(SERIES, start)));
    expect(occurrence).toMatchObject({ series: SERIES, original: start });
  }
  expect(await calendar.get(instanceId(SERIES, at('2027-04-15T12:00:00Z')))).toMatchObject({ ok: false });
  expect(twin.calls.at(-1)?.status).toBe(404); // the rule has ended by then
});

test('[C11] one occurrence is moved and one is cancelled by their own ids', async () => {
  const { calendar } = await googleWorld();
  valueIn(await calendar.insert(SERIES, series(), 'none'));
  const [second, third] = [at('2027-03-25T13:00:00Z'), at('2027-04-01T12:00:00Z')].map((start) =>
    instanceId(SERIES, start),
  ) as [string, string];
  const time = { start: at('2027-03-26T09:00:00Z'), end: at('2027-03-26T09:30:00Z') };
  const before = valueIn(await calendar.get(second));
  expect(
    valueIn(await calendar.patch(second, before.etag, { time, zone: 'Europe/Berlin' }, 'none')),
  ).toMatchObject({
    time,
    original: at('2027-03-25T13:00:00Z'),
  });
  valueIn(await calendar.remove(third, valueIn(await calendar.get(third)).etag, 'none'));
  expect(valueIn(await calendar.get(third)).status).toBe('cancelled');
  const { events } = valueIn(await calendar.list({}));
  expect(events.map((event) => [event.id, event.status])).toEqual(
    expect.arrayContaining([
      [SERIES, 'confirmed'],
      [second, 'confirmed'],
      [third, 'cancelled'],
    ]),
  );
});

test('[C12] a series that a person splits has the same root', async () => {
  const { calendar, twin } = await googleWorld();
  valueIn(await calendar.insert(SERIES, series(), 'none'));
  const third = instanceId(SERIES, at('2027-04-01T12:00:00Z'));
  const split = twin.act.rename(third, 'Retro, new style', { scope: 'following' });
  expect(split).toBe(`${SERIES}_R20270401T120000`);
  expect(rootOf(split)).toBe(SERIES);
  expect(occurrencesOf(valueIn(await calendar.get(SERIES)))).toHaveLength(2);
  expect(occurrencesOf(valueIn(await calendar.get(split)))?.[0]).toBe(at('2027-04-01T12:00:00Z'));
});

test('[C12] a series that a person splits and moves goes on under another id with the same marks', async () => {
  const { calendar, twin } = await googleWorld();
  valueIn(await calendar.insert(SERIES, series(), 'none'));
  const third = instanceId(SERIES, at('2027-04-01T12:00:00Z'));
  const split = valueIn(await calendar.get(twin.act.move(third, { minutes: 60, scope: 'following' })));
  const master = valueIn(await calendar.get(SERIES));
  expect(rootOf(split.id)).not.toBe(SERIES);
  expect(split.marks).toEqual(master.marks);
  expect(occurrencesOf(master)).toHaveLength(2);
  expect(occurrencesOf(split)?.[0]).toBe(at('2027-04-01T13:00:00Z'));
});

test('[C22] a write whose answer is lost is unknown, and one that is refused is made once', async () => {
  const { calendar, twin } = await googleWorld();
  twin.faults.add({ kind: 'lose-answer', operation: 'events.insert' });
  expect(await calendar.insert(ID, draft(), 'none')).toMatchObject({
    ok: false,
    failure: { reason: 'unknown' },
  });
  expect(valueIn(await calendar.get(ID)).title).toBe('Kickoff: Apollo');
  twin.faults.add({ kind: 'refuse', operation: 'events.get', status: 503, times: 9 });
  const before = twin.calls.length;
  expect(await calendar.get(ID)).toMatchObject({ ok: false, failure: { reason: 'refused', status: 503 } });
  expect(twin.calls.length).toBe(before + 1);
});

test('[C22] an answer that is no JSON is broken, never an empty calendar', async () => {
  const { calendar, twin } = await googleWorld();
  for (const kind of ['garble', 'truncate'] as const) {
    twin.faults.add({ kind, operation: 'events.list' });
    expect(await calendar.list({})).toMatchObject({ ok: false, failure: { reason: 'broken' } });
  }
});
