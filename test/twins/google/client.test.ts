/** The twin under the real client: googleapis and google-auth-library, with only their fetch replaced. */
import { JWT, OAuth2Client } from 'google-auth-library';
import { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { createGoogleTwin, type GoogleTwin } from '../../../twins/google/index.ts';
import { watch } from '../../contract/watch.ts';

const SCOPES = ['https://www.googleapis.com/auth/calendar'];
let twin: GoogleTwin;
let beginning: unknown;

const transporterOptions = {
  fetchImplementation: ((url: string, init: RequestInit) => twin.fetch(new Request(url, init))) as never,
};

function clientFor(subject?: string): calendar_v3.Calendar {
  const key = twin.serviceAccountKey;
  const auth = new JWT({
    email: key.client_email,
    key: key.private_key,
    keyId: key.private_key_id,
    scopes: SCOPES,
    ...(subject ? { subject } : {}),
    transporterOptions,
  });
  return new calendar_v3.Calendar({ auth: auth as never, retry: false });
}

const slot = (day: string, zone = 'Europe/Berlin') => ({
  start: { dateTime: `${day}T10:00:00`, timeZone: zone },
  end: { dateTime: `${day}T10:45:00`, timeZone: zone },
});
const status = async (call: Promise<unknown>): Promise<number> =>
  call.then(
    () => 0,
    (error: { status?: number; code?: number }) => error.status ?? error.code ?? -1,
  );

describe('the twin under googleapis', () => {
  beforeAll(async () => {
    twin = await createGoogleTwin({ now: Date.now });
    twin.fetch = watch(twin, 'twin test');
    beginning = twin.snapshot();
  });

  it('takes an event through insert, read, change, and deletion', async () => {
    const { events } = clientFor();
    const calendarId = twin.calendarId;
    const id = 'kickoff0123456789abcdef'.replaceAll('k', 'a');
    const made = await events.insert({
      calendarId,
      requestBody: { id, summary: 'Kickoff', ...slot('2027-01-11') },
    });
    expect(made.data).toMatchObject({
      id,
      status: 'confirmed',
      sequence: 0,
      start: { dateTime: '2027-01-11T10:00:00+01:00', timeZone: 'Europe/Berlin' },
      organizer: { email: calendarId, self: true },
    });
    expect(await status(events.insert({ calendarId, requestBody: { id, ...slot('2027-01-11') } }))).toBe(409);

    const moved = await events.patch(
      { calendarId, eventId: id, requestBody: slot('2027-01-12') },
      { headers: { 'If-Match': made.data.etag ?? '' } },
    );
    expect(moved.data.sequence).toBe(1);
    const stale = events.patch(
      { calendarId, eventId: id, requestBody: { summary: 'x' } },
      { headers: { 'If-Match': made.data.etag ?? '' } },
    );
    expect(await status(stale)).toBe(412);

    await events.delete({ calendarId, eventId: id });
    expect((await events.get({ calendarId, eventId: id })).data.status).toBe('cancelled');
    expect(await status(events.delete({ calendarId, eventId: id }))).toBe(410);
    const back = await events.patch({ calendarId, eventId: id, requestBody: { status: 'confirmed' } });
    expect(back.data).toMatchObject({ status: 'confirmed', summary: 'Kickoff' });
  });

  it('hands out increments by sync token', async () => {
    const { events } = clientFor();
    const calendarId = twin.calendarId;
    const full = await events.list({ calendarId });
    const made = await events.insert({ calendarId, requestBody: { summary: 'New', ...slot('2027-02-01') } });
    const increment = await events.list({ calendarId, syncToken: full.data.nextSyncToken ?? '' });
    expect(increment.data.items?.map((e) => e.id)).toEqual([made.data.id]);
    twin.act.expireSyncTokens();
    expect(await status(events.list({ calendarId, syncToken: increment.data.nextSyncToken ?? '' }))).toBe(
      410,
    );
  });

  it('lets a service account invite only in the name of a user', async () => {
    const requestBody = {
      summary: 'Intro',
      attendees: [{ email: 'ann@example.com' }],
      ...slot('2027-03-01'),
    };
    const alone = clientFor().events.insert({ calendarId: twin.calendarId, requestBody });
    const reason = await alone.catch(
      (e: { response: { data: { error: { errors: { reason: string }[] } } } }) =>
        e.response.data.error.errors[0]?.reason,
    );
    expect(reason).toBe('forbiddenForServiceAccounts');
    const named = clientFor('owner@example.com');
    const made = await named.events.insert({ calendarId: twin.calendarId, sendUpdates: 'all', requestBody });
    expect(made.data.attendees).toEqual([{ email: 'ann@example.com', responseStatus: 'needsAction' }]);
    expect(twin.outbox).toMatchObject([{ to: 'ann@example.com', kind: 'invitation', event: made.data.id }]);
    twin.act.allowDelegation(false);
    expect(await status(clientFor('owner@example.com').calendars.get({ calendarId: twin.calendarId }))).toBe(
      401,
    );
  });

  it('refreshes an OAuth token until the grant is revoked', async () => {
    twin.restore(beginning);
    const { clientId, clientSecret, refreshToken } = twin.oauth;
    const auth = new OAuth2Client({ clientId, clientSecret, transporterOptions });
    auth.setCredentials({ refresh_token: refreshToken });
    const calendar = new calendar_v3.Calendar({ auth: auth as never, retry: false });
    const found = await calendar.calendars.get({ calendarId: twin.calendarId });
    expect(found.data).toMatchObject({ id: twin.calendarId, timeZone: 'Europe/Berlin' });
    twin.act.revokeGrant();
    auth.setCredentials({ refresh_token: refreshToken });
    await expect(calendar.calendars.get({ calendarId: twin.calendarId })).rejects.toThrow('invalid_grant');
  });

  it('keeps key and events over snapshot and restore', async () => {
    twin.restore(beginning);
    const { events } = clientFor();
    const made = await events.insert({ calendarId: twin.calendarId, requestBody: slot('2027-01-11') });
    const frozen = JSON.parse(JSON.stringify(twin.snapshot())) as unknown;
    const other = await createGoogleTwin({ now: Date.now });
    other.restore(frozen);
    twin = other;
    const read = await clientFor().events.get({ calendarId: twin.calendarId, eventId: made.data.id ?? '' });
    expect(read.data).toEqual(made.data);
  });

  it('loses an answer after the write and keeps the write', async () => {
    twin.restore(beginning);
    const { events } = clientFor();
    await events.list({ calendarId: twin.calendarId });
    twin.faults.add({ kind: 'lose-answer', operation: 'events.insert' });
    const requestBody = { id: 'lost0', ...slot('2027-01-11') };
    await expect(events.insert({ calendarId: twin.calendarId, requestBody })).rejects.toThrow(
      'Network connection lost.',
    );
    expect(await status(events.insert({ calendarId: twin.calendarId, requestBody }))).toBe(409);
  });
});
