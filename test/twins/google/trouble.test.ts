/** Faults, quota, push channels, OAuth, the control plane. */
import { describe, expect, it } from 'vitest';
import { asker, openTwin, ownerToken, slot } from './drive.ts';

describe('a fault', () => {
  it('strikes the nth matching call and no other', async () => {
    const { twin, ask } = await openTwin();
    twin.faults.add({ kind: 'refuse', operation: 'events.insert', nth: 2, status: 503 });
    const statuses = [];
    for (const day of [11, 12, 13]) statuses.push((await ask('POST', 'events', slot(day))).status);
    await ask('GET', 'events');
    expect(statuses).toEqual([200, 503, 200]);
  });

  it('refuses with the reason and the wait that were asked for', async () => {
    const { twin, ask } = await openTwin();
    twin.faults.add({ kind: 'refuse', status: 403, reason: 'quotaExceeded' });
    const { status, body } = await ask('GET', 'events');
    expect([status, body.error.errors[0]]).toEqual([
      403,
      { message: 'Calendar usage limits exceeded.', domain: 'usageLimits', reason: 'quotaExceeded' },
    ]);
  });

  it('drops a call before its effect', async () => {
    const { twin, ask, list } = await openTwin();
    twin.faults.add({ kind: 'drop', operation: 'events.*' });
    await expect(ask('POST', 'events', slot(11))).rejects.toThrow('Network connection lost.');
    expect(await list()).toEqual([]);
  });

  it('lets an effect land late: after the caller looked and saw nothing', async () => {
    const { twin, ask } = await openTwin();
    twin.faults.add({ kind: 'delay-effect', operation: 'events.insert', after: 2 });
    await expect(ask('POST', 'events', { id: 'later0', ...slot(11) })).rejects.toThrow(
      'Network connection lost.',
    );
    expect((await ask('GET', 'events/later0')).status).toBe(404);
    expect((await ask('POST', 'events', { id: 'later0', ...slot(11) })).status).toBe(409);
  });

  it('cuts an answer or turns it into something else', async () => {
    const { twin, ask } = await openTwin();
    for (const kind of ['truncate', 'garble'] as const) {
      twin.faults.add({ kind });
      await expect(ask('GET', 'events')).rejects.toThrow(SyntaxError);
    }
  });

  it('puts an empty page in front, and loses nothing', async () => {
    const { twin, ask } = await openTwin();
    twin.act.create(slot(11));
    twin.faults.add({ kind: 'empty-page', operation: 'events.list' });
    const first = (await ask('GET', 'events')).body;
    expect([first.items, first.nextSyncToken]).toEqual([[], undefined]);
    const second = (await ask('GET', `events?pageToken=${first.nextPageToken}`)).body;
    expect(second.items).toHaveLength(1);
    expect(second.nextSyncToken).toBeTypeOf('string');
  });

  it('expires sync tokens, and revokes the grant', async () => {
    const { twin, ask } = await openTwin();
    const token = (await ask('GET', 'events')).body.nextSyncToken;
    twin.faults.add({ kind: 'expire-tokens' });
    const { status, body } = await ask('GET', `events?syncToken=${token}`);
    expect([status, body.error.errors[0].reason]).toEqual([410, 'fullSyncRequired']);
    twin.faults.add({ kind: 'revoke-grant' });
    expect((await ask('GET', 'events')).status).toBe(401);
  });
});

describe('the quota', () => {
  it('refuses the call over the limit, and lets calls through again after a minute', async () => {
    const { ask, clock } = await openTwin({ ratePerMinute: 2 });
    const get = async () => (await ask('GET', 'events')).status;
    expect([await get(), await get(), await get()]).toEqual([200, 200, 403]);
    clock.now += 60_001;
    expect(await get()).toBe(200);
  });

  it('is told as 429 when that is wanted', async () => {
    const { ask } = await openTwin({ ratePerMinute: 0, rateLimitStatus: 429 });
    const { status, body } = await ask('GET', 'events');
    expect([status, body.error.errors[0].reason]).toEqual([429, 'rateLimitExceeded']);
  });
});

describe('a push channel', () => {
  const watching = async (more: Record<string, unknown> = {}) => {
    const pushes: Request[] = [];
    const opened = await openTwin({
      deliver: async (request) => {
        pushes.push(request);
        return new Response(null, { status: 204 });
      },
    });
    const address = 'https://sync.example.com/webhooks/google';
    const made = await opened.ask('POST', 'events/watch', {
      id: 'channel-1',
      type: 'web_hook',
      address,
      token: 'secret',
      ...more,
    });
    await opened.twin.settled();
    const states = () => pushes.map((p) => p.headers.get('x-goog-resource-state'));
    return { ...opened, pushes, made, states };
  };

  it('says sync first, then exists with a growing number, without a body', async () => {
    const { twin, made, pushes, states } = await watching();
    twin.act.create(slot(11));
    await twin.settled();
    expect(states()).toEqual(['sync', 'exists']);
    const [first, second] = pushes;
    expect(first?.headers.get('x-goog-message-number')).toBe('1');
    expect(Number(second?.headers.get('x-goog-message-number'))).toBeGreaterThan(1);
    expect(await second?.text()).toBe('');
    expect(second?.headers.get('x-goog-channel-token')).toBe('secret');
    expect(second?.headers.get('x-goog-resource-id')).toBe(made.body.resourceId);
    expect(second?.headers.get('x-goog-channel-expiration')).toBe('Fri, 08 Jan 2027 12:00:00 GMT');
  });

  it('falls silent when it is stopped and when it has run out', async () => {
    const { twin, ask, clock, made, states } = await watching();
    const { resourceId } = made.body;
    expect((await ask('POST', 'channels/stop', { id: 'channel-1', resourceId })).status).toBe(204);
    await ask('POST', 'events/watch', {
      id: 'channel-2',
      type: 'web_hook',
      address: 'https://a.example.com/',
      params: { ttl: '60' },
    });
    clock.now += 61_000;
    twin.act.create(slot(11));
    await twin.settled();
    expect(states()).toEqual(['sync', 'sync']);
  });

  it('loses, doubles and holds back pushes on order', async () => {
    const { twin, states } = await watching();
    for (const kind of ['drop', 'lose-answer', 'delay-effect'] as const) {
      twin.faults.add({ kind, operation: 'push' });
      twin.act.create(slot(11));
      await twin.settled();
    }
    expect(states()).toEqual(['sync', 'exists', 'exists']);
    twin.act.releasePushes();
    await twin.settled();
    expect(states()).toHaveLength(4);
    expect(twin.pushes.map((p) => p.result)).toEqual(['delivered', 'lost', 'delivered', 'held', 'delivered']);
  });
});

describe('OAuth', () => {
  const post = async (twin: Awaited<ReturnType<typeof openTwin>>['twin'], form: Record<string, string>) => {
    const request = new Request('https://oauth2.googleapis.com/token', {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const answer = await twin.fetch(request);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('gives a code for tokens once, with its PKCE verifier only', async () => {
    const { twin } = await openTwin();
    const { clientId: client_id, clientSecret: client_secret } = twin.oauth;
    const verifier = 'a-verifier-of-a-verifier-of-a-verifier-of-it';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
    const code = twin.act.consent(
      'ann@example.com',
      ['https://www.googleapis.com/auth/calendar.events'],
      Buffer.from(digest).toString('base64url'),
    );
    const form = { grant_type: 'authorization_code', client_id, client_secret, code };
    expect(await post(twin, { ...form, code_verifier: 'wrong' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    const given = await post(twin, { ...form, code_verifier: verifier });
    expect(given.body).toMatchObject({
      token_type: 'Bearer',
      scope: 'https://www.googleapis.com/auth/calendar.events',
    });
    expect((await post(twin, { ...form, code_verifier: verifier })).status).toBe(400);
    const ask = asker(twin, String(given.body.access_token));
    expect((await ask('GET', 'events')).status).toBe(200);
    const calendar = await ask('GET', `calendars/${twin.calendarId}`);
    expect([calendar.status, calendar.body.error.errors[0].reason]).toEqual([403, 'insufficientPermissions']);
  });

  it('refuses a signature that is not the key’s, and an assertion that is too old', async () => {
    const { twin } = await openTwin();
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const iat = Date.parse('2027-01-01T12:00:00Z') / 1000;
    const claims = {
      iss: twin.serviceAccountKey.client_email,
      aud: 'https://oauth2.googleapis.com/token',
      scope: 'https://www.googleapis.com/auth/calendar',
      iat,
      exp: iat + 3600,
    };
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const forged = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${Buffer.from('no').toString('base64url')}`;
    expect((await post(twin, { grant_type, assertion: forged })).body).toEqual({
      error: 'invalid_grant',
      error_description: 'Invalid JWT Signature.',
    });
  });

  it('lets an access token run out', async () => {
    const { ask, clock } = await openTwin();
    clock.now += 3_600_000;
    expect((await ask('GET', 'events')).status).toBe(401);
  });
});

describe('time', () => {
  it('makes tombstones disappear: their ids are unknown, tokens and updatedMin from before are too old', async () => {
    const { twin, ask, clock } = await openTwin();
    const id = twin.act.create({ id: 'shortlived', ...slot(11) });
    const token = (await ask('GET', 'events')).body.nextSyncToken;
    twin.act.remove(id);
    clock.now += 60_000;
    twin.act.purgeTombstones();
    expect((await ask('GET', `events/${id}`)).status).toBe(404);
    expect((await ask('GET', `events?syncToken=${token}`)).status).toBe(410);
    const old = await ask('GET', 'events?updatedMin=2027-01-01T00:00:00Z');
    expect([old.status, old.body.error.errors[0].reason]).toEqual([410, 'updatedMinTooLongAgo']);
  });
});

describe('the control plane', () => {
  const control = async (
    twin: Awaited<ReturnType<typeof openTwin>>['twin'],
    method: string,
    path: string,
    body?: unknown,
  ) => {
    const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await twin.fetch(new Request(`http://localhost/__twin${path}`, init));
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as never };
  };

  it('acts as a person, keeps a journal, and goes back to the beginning', async () => {
    const { twin, list } = await openTwin();
    const { body } = await control(twin, 'POST', '/act', {
      act: 'create',
      args: [{ summary: 'By hand', ...slot(11) }],
    });
    const { result } = body as { result: string };
    expect((await list()).map((e) => e.id)).toEqual([result]);
    expect((await control(twin, 'GET', '/calls')).body).toMatchObject([
      { operation: 'token', token: true, status: 200 },
      { operation: 'events.list', status: 200, write: false, principal: 'owner@example.com' },
    ]);
    expect((await control(twin, 'POST', '/act', { act: 'move', args: ['nothing', {}] })).status).toBe(400);
    await control(twin, 'POST', '/reset');
    expect(await asker(twin, await ownerToken(twin))('GET', 'events')).toMatchObject({ body: { items: [] } });
  });

  it('sets the clock and orders faults', async () => {
    const { twin, ask } = await openTwin();
    await control(twin, 'POST', '/clock', { now: '2027-02-01T00:00:00Z' });
    await control(twin, 'POST', '/faults', { kind: 'refuse', status: 500 });
    expect((await ask('GET', 'events')).status).toBe(500);
    expect((await ask('POST', 'events', slot(11))).body.updated).toBe('2027-02-01T00:00:00.000Z');
    expect((await control(twin, 'POST', '/faults', { kind: 'unheard-of' })).status).toBe(400);
  });
});

describe('the journal', () => {
  it('names what Google would not know in a body', async () => {
    const { twin, ask } = await openTwin();
    await ask('POST', 'events', { sumary: 'Misspelt', ...slot(11) });
    expect(twin.calls.at(-1)).toMatchObject({
      operation: 'events.insert',
      unknown: ['sumary'],
      write: true,
      status: 200,
    });
  });
});
