import { describe, expect, test } from 'vitest';
import { ADMIN, anApp, HOOK } from './fake.ts';

const API = [
  ['POST', '/api/provision'],
  ['POST', '/api/sync'],
  ['GET', '/api/runs/run-1'],
  ['GET', '/api/plan'],
  ['POST', '/api/approve'],
  ['GET', '/api/status'],
  ['GET', '/api/activity'],
  ['GET', '/api/engagements'],
] as const;
const big = 'x'.repeat(64 * 1024 + 1);

describe('the API refuses', () => {
  test.each(API)('[H5] %s %s without the admin secret', async (method, path) => {
    const { request, calls } = anApp();
    for (const authorization of [
      undefined,
      'Bearer wrong',
      `Basic ${ADMIN}`,
      `Bearer ${HOOK}`,
      `Bearer ${ADMIN}x`,
    ]) {
      const answer = await request(path, { method, headers: authorization ? { authorization } : {} });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    expect(calls).toEqual([]);
  });

  test.each(API)('[H12] %s %s by another method, and says which it has', async (method, path) => {
    const answer = await anApp().request(path, { method: method === 'GET' ? 'POST' : 'GET' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(method === 'GET' ? 'GET, HEAD' : 'POST');
  });

  test.each(API.filter(([method]) => method === 'POST'))(
    '[H13] %s %s with more than 64 KiB, before it asks who that is',
    async (method, path) => {
      const { request, calls } = anApp();
      expect((await request(path, { method, body: big })).status).toBe(413);
      const declared = { 'content-length': String(big.length) };
      expect((await request(path, { method, body: big, headers: declared })).status).toBe(413);
      expect(calls).toEqual([]);
    },
  );

  test('[H13] a body that comes in pieces stops being read at the limit', async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(16 * 1024));
      },
    });
    const answer = await anApp().request('/api/sync', {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(413);
    expect(pulled).toBeLessThan(10);
  });

  test('[H14] a body that is not JSON', async () => {
    const answer = await anApp().ask('/api/approve', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"hold":',
    });
    expect(answer.status).toBe(400);
  });

  test('[H14] fields that are missing, wrong or unknown, without repeating them', async () => {
    const { ask, calls } = anApp();
    for (const json of [{}, { hold: 7 }, { hold: '<script>' }, { hold: 'a', '<b>': 1 }, [], 'hold', null]) {
      const answer = await ask('/api/approve', { json });
      expect(answer.status).toBe(400);
      expect(await answer.text()).not.toMatch(/<script>|<b>/);
    }
    expect((await ask('/api/sync', { json: { sweep: 'yes' } })).status).toBe(400);
    expect((await ask('/api/provision', { json: { all: true } })).status).toBe(400);
    expect(calls).toEqual([]);
  });

  test('[H14] a query that is out of bounds', async () => {
    for (const query of ['limit=0', 'limit=501', 'limit=many', 'limit=1.5', 'engagement=a%2Fb']) {
      expect((await anApp().ask(`/api/activity?${query}`)).status).toBe(400);
    }
  });

  test('[H15] a body of another media type', async () => {
    const answer = await anApp().ask('/api/approve', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"hold":"hold-1"}',
    });
    expect(answer.status).toBe(415);
  });

  test('[H15] but an empty body has no type to be wrong', async () => {
    const answer = await anApp().ask('/api/sync', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    });
    expect(answer.status).toBe(200);
  });

  test('[H16] an address that is not in the table', async () => {
    for (const path of ['/api', '/api/', '/api/statusx', '/.env', '/api/runs']) {
      const answer = await anApp().ask(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.json()).toMatchObject({ status: 404, title: 'Not found' });
    }
  });
});

describe('an error that nobody expected', () => {
  test('[H17] answers 500 with an id, and tells nothing else', async () => {
    const { ask, logged } = anApp({
      status: async () => {
        throw new TypeError('ada@example.com has a secret');
      },
    });
    const answer = await ask('/api/status');
    const body = await answer.text();
    expect(answer.status).toBe(500);
    expect(body).not.toMatch(/ada@|a secret|\.ts|TypeError/);
    const { instance } = JSON.parse(body) as { instance: string };
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({ event: 'request failed', error: 'TypeError' });
    expect(instance).toBe(`urn:uuid:${logged[0]?.request}`);
    expect(JSON.stringify(logged)).not.toMatch(/ada@|a secret/);
  });
});

describe('without settings', () => {
  const faults = [
    { name: 'NOTION_TOKEN', fault: 'is missing' },
    { name: 'ADMIN_SECRET', fault: 'is shorter than 32 characters' },
  ];
  test.each([
    ...API,
    ['POST', '/webhooks/sync'],
    ['POST', '/webhooks/notion'],
    ['GET', '/'],
    ['GET', '/login'],
    ['POST', '/logout'],
  ] as const)('[H2] %s %s answers 503 with every fault by name', async (method, path) => {
    const { request, calls } = anApp({}, { ok: false, faults });
    const answer = await request(path, { method });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 503, faults });
    expect(calls).toEqual([]);
  });

  test('[H1] /healthz says that it is not ready, and asks for no secret', async () => {
    const bad = await anApp({}, { ok: false, faults }).request('/healthz');
    const good = await anApp().request('/healthz');
    expect([bad.status, good.status]).toEqual([503, 200]);
    expect(await good.json()).toEqual({ status: 'ok' });
  });
});

describe('every answer', () => {
  test.each([
    ['GET', '/healthz'],
    ['GET', '/login'],
    ['GET', '/style.css'],
    ['GET', '/api/status'],
    ['DELETE', '/api/status'],
    ['GET', '/nowhere'],
    ['GET', '/'],
  ])('[H18] %s %s carries the headers of a closed house', async (method, path) => {
    const { headers } = await anApp().request(path, { method });
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|script-src/);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('[H17] an error has them too', async () => {
    const { ask } = anApp({ plan: () => Promise.reject(new Error('no')) });
    const { headers } = await ask('/api/plan');
    expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual([
      'no-store',
      'nosniff',
    ]);
  });
});
