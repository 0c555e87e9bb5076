import { describe, expect, test } from 'vitest';
import { anApp, HOOK, NOW } from './fake.ts';

const bearer = { authorization: `Bearer ${HOOK}` };

/** A Standard Webhooks signature, made the way their documentation says. */
async function signed(body: string, over: { secret?: string; seconds?: number; id?: string } = {}) {
  const seconds = over.seconds ?? NOW / 1000;
  const id = over.id ?? 'msg_1';
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(over.secret ?? HOOK),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const bytes = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${id}.${seconds}.${body}`));
  const signature = `v1,${btoa(String.fromCharCode(...new Uint8Array(bytes)))}`;
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature };
}

describe('POST /webhooks/sync', () => {
  test.each([
    ['nothing', undefined],
    ['JSON', '{"source":{"type":"automation"},"data":{}}'],
    ['something else', '\u0000<html>'],
    ['more than 64 KiB', 'x'.repeat(100_000)],
  ])('[H3] an authentic hook with %s in its body gets 202 and wakes the object', async (_, body) => {
    const { request, calls } = anApp();
    const answer = await request('/webhooks/sync', { method: 'POST', headers: bearer, body: body ?? null });
    expect(answer.status).toBe(202);
    expect(calls).toEqual([['wake', 'webhook']]);
  });

  test('[H3] an authentic hook gets 202 even when the object cannot be woken', async () => {
    const { request, logged } = anApp({ wake: () => Promise.reject(new Error('overloaded')) });
    expect((await request('/webhooks/sync', { method: 'POST', headers: bearer })).status).toBe(202);
    expect(logged).toEqual([{ event: 'wake failed', trigger: 'webhook', error: 'Error' }]);
  });

  test('[H3] without its secret it gets 401 and wakes nobody', async () => {
    const { request, calls } = anApp();
    for (const authorization of [undefined, 'Bearer', 'Bearer x', `Basic ${HOOK}`, HOOK]) {
      const headers = authorization === undefined ? {} : { authorization };
      expect((await request('/webhooks/sync', { method: 'POST', headers })).status).toBe(401);
    }
    expect(calls).toEqual([]);
  });

  test('[H3] a Standard Webhooks signature is as good as the token', async () => {
    const { request, calls } = anApp();
    const headers = await signed('{"a":1}');
    expect((await request('/webhooks/sync', { method: 'POST', headers, body: '{"a":1}' })).status).toBe(202);
    expect(calls).toEqual([['wake', 'webhook']]);
  });

  test('[H3] one good signature among several is enough, while a secret is changed', async () => {
    const headers = await signed('');
    headers['webhook-signature'] = `v1,AAAA v2,x ${headers['webhook-signature']}`;
    expect((await anApp().request('/webhooks/sync', { method: 'POST', headers })).status).toBe(202);
  });

  test('[H3] a signature of another body, time, secret or form gets 401', async () => {
    const { request, calls } = anApp();
    const post = async (headers: Record<string, string>, body: string) =>
      (await request('/webhooks/sync', { method: 'POST', headers, body })).status;
    const good = await signed('a');
    expect(await post(good, 'b')).toBe(401);
    expect(await post(await signed('a', { secret: 'another' }), 'a')).toBe(401);
    expect(await post(await signed('a', { seconds: NOW / 1000 - 301 }), 'a')).toBe(401);
    expect(await post(await signed('a', { seconds: NOW / 1000 + 301 }), 'a')).toBe(401);
    expect(await post({ ...good, 'webhook-signature': 'v1,%%%' }, 'a')).toBe(401);
    expect(await post({ 'webhook-signature': good['webhook-signature'] }, 'a')).toBe(401);
    expect(calls).toEqual([]);
  });

  test('[H13] a signed hook is capped before its signature is looked at', async () => {
    const headers = { 'webhook-id': 'm', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' };
    const answer = await anApp().request('/webhooks/sync', {
      method: 'POST',
      headers,
      body: 'x'.repeat(70_000),
    });
    expect(answer.status).toBe(413);
  });

  test('[H12] it is only posted to', async () => {
    expect((await anApp().request('/webhooks/sync', { headers: bearer })).status).toBe(405);
  });
});

describe('POST /webhooks/google', () => {
  const headers = {
    'x-goog-channel-id': 'channel-1',
    'x-goog-resource-id': 'resource-1',
    'x-goog-channel-token': 'a'.repeat(64),
    'x-goog-resource-state': 'exists',
    'x-goog-message-number': '7',
  };
  const post = (request: ReturnType<typeof anApp>['request'], over: Record<string, string> = {}) =>
    request('/webhooks/google', { method: 'POST', headers: { ...headers, ...over } });

  test('[H24] a push that the object knows for its own gets 202', async () => {
    const { request, calls } = anApp();
    expect((await post(request)).status).toBe(202);
    expect(calls).toEqual([
      ['pushed', { channel: 'channel-1', resource: 'resource-1', token: 'a'.repeat(64), state: 'exists' }],
    ]);
  });

  test('[H24] one that it does not know gets a dull 401', async () => {
    const { request } = anApp({ pushed: async () => false });
    const answer = await post(request);
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toMatch(/channel|resource|aaaa/);
  });

  test('[H24] what cannot be a push gets 401, and nobody is asked', async () => {
    const { request, calls } = anApp();
    for (const over of [
      { 'x-goog-channel-id': '' },
      { 'x-goog-channel-token': '' },
      { 'x-goog-resource-state': '' },
      { 'x-goog-channel-id': 'c'.repeat(65) },
      { 'x-goog-channel-token': 't'.repeat(257) },
    ])
      expect((await post(request, over as Record<string, string>)).status).toBe(401);
    expect(calls).toEqual([]);
  });
});
