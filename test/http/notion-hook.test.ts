import { signWebhookPayload } from '@notionhq/client';
import { describe, expect, test } from 'vitest';
import { anApp, HOOK, NOTION_TOKEN, NOW } from './fake.ts';

const PAGE = '1f2e3d4c-5b6a-4978-8a9b-0c1d2e3f4a5b';
const SOURCE = '2f2e3d4c-5b6a-4978-8a9b-0c1d2e3f4a5b';
const UNSET = {
  ok: true,
  settings: { adminSecret: 'a', webhookSecret: HOOK, notionWebhookToken: null },
} as const;

const anEvent = (over: object = {}) => ({
  id: '367cba44-0000-4000-8000-000000000000',
  timestamp: new Date(NOW - 60_000).toISOString(),
  type: 'page.deleted',
  authors: [{ id: 'someone', type: 'person' }],
  attempt_number: 1,
  entity: { id: PAGE, type: 'page' },
  data: { parent: { id: 'db', type: 'database', data_source_id: SOURCE } },
  ...over,
});

type Request = ReturnType<typeof anApp>['request'];

/** Posts a body as Notion does: signed with a token over its bytes. */
async function post(request: Request, body: unknown, token: string | null = NOTION_TOKEN): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const signature =
    token === null ? null : await signWebhookPayload({ body: text, verificationToken: token });
  const headers = {
    'content-type': 'application/json',
    ...(signature && { 'x-notion-signature': signature }),
  };
  return (await request('/webhooks/notion', { method: 'POST', headers, body: text })).status;
}

describe('POST /webhooks/notion', () => {
  test('[H4] a hook with the right signature gets 202, and what it names is handed on', async () => {
    const { request, calls } = anApp();
    expect(await post(request, anEvent())).toBe(202);
    expect(calls).toEqual([
      [
        'notionHook',
        {
          type: 'page.deleted',
          page: PAGE,
          dataSource: SOURCE,
          authors: [{ id: 'someone', isBot: false }],
          at: new Date(NOW - 60_000).toISOString(),
        },
      ],
    ]);
  });

  test('[H4] a body that was changed, another token, or no signature gets 401', async () => {
    const { request, calls } = anApp();
    const body = JSON.stringify(anEvent());
    const signature = await signWebhookPayload({ body, verificationToken: NOTION_TOKEN });
    const raw = async (given: string, content: string) => {
      const headers = { 'x-notion-signature': given };
      return (await request('/webhooks/notion', { method: 'POST', headers, body: content })).status;
    };
    expect(await raw(signature, `${body} `)).toBe(401);
    expect(await raw('sha256=00', body)).toBe(401);
    expect(await post(request, body, 'another')).toBe(401);
    expect(await post(request, body, null)).toBe(401);
    expect(calls).toEqual([]);
  });

  test('[H4] without a token in the settings every event gets 401', async () => {
    const { request, calls } = anApp({}, UNSET);
    expect(await post(request, anEvent(), 'null')).toBe(401);
    expect(calls).toEqual([]);
  });

  test.each([
    ['is no JSON', 'not JSON'],
    ['is empty', ''],
    ['is of another kind', { hello: 'world' }],
    [
      'names no page',
      anEvent({ entity: { id: SOURCE, type: 'data_source' }, type: 'data_source.schema_updated' }),
    ],
    ['has an id that is none', anEvent({ entity: { id: '../../x', type: 'page' } })],
    ['has authors of another shape', anEvent({ authors: 'somebody' })],
    ['has no data', anEvent({ data: undefined })],
    ['is of a time that is none', anEvent({ timestamp: 'yesterday' })],
  ])('[H25] an authentic hook gets 202 and is a hint also when its body %s', async (_, body) => {
    const { request, calls } = anApp();
    expect(await post(request, body)).toBe(202);
    expect(calls.map(([name]) => name)).toEqual(['notionHook']);
    expect(JSON.stringify(calls)).not.toContain('../');
  });

  test('[H25] an authentic hook gets 202 even when the object cannot be told', async () => {
    const { request, logged } = anApp({ notionHook: () => Promise.reject(new Error('overloaded')) });
    expect(await post(request, anEvent())).toBe(202);
    expect(logged).toEqual([{ event: 'wake failed', trigger: 'notion webhook', error: 'Error' }]);
  });

  test('[H25] a hook older than two days is acknowledged and not looked at', async () => {
    const { request, calls } = anApp();
    const old = (hours: number) => anEvent({ timestamp: new Date(NOW - hours * 3_600_000).toISOString() });
    expect(await post(request, old(48.1))).toBe(202);
    expect(calls).toEqual([]);
    expect(await post(request, old(47.9))).toBe(202);
    expect(calls).toHaveLength(1);
  });
});

describe('setting the webhook up', () => {
  const TOKEN = 'secret_abcdefghijklmnopqrstuvwxyz';

  test('[H26] what brings a verification token is offered to the object, whose answer decides', async () => {
    for (const [taken, status] of [
      [true, 202],
      [false, 401],
    ] as const) {
      const { request, calls, logged } = anApp({ offerToken: async () => taken }, UNSET);
      expect(await post(request, { verification_token: TOKEN }, null)).toBe(status);
      expect(await post(request, { verification_token: TOKEN }, TOKEN)).toBe(status);
      expect(calls).toEqual([
        ['offerToken', TOKEN],
        ['offerToken', TOKEN],
      ]);
      expect(logged).toEqual([]);
    }
  });

  test("[H26] a token with another token's signature, with more beside it, or of another shape is not offered", async () => {
    const { request, calls } = anApp({ offerToken: async () => true }, UNSET);
    expect(await post(request, { verification_token: TOKEN }, 'another')).toBe(401);
    expect(await post(request, { verification_token: TOKEN, type: 'page.created' }, null)).toBe(401);
    for (const token of ['', 'short', 'has blanks in it', 'x'.repeat(201), 7, null])
      expect(await post(request, { verification_token: token }, null)).toBe(401);
    expect(calls).toEqual([]);
  });

  test('[H26] POST /api/webhook-setup opens it, GET says where it stands and never the token', async () => {
    const { ask, calls } = anApp();
    expect(await (await ask('/api/webhook-setup', { method: 'POST', json: {} })).json()).toMatchObject({
      state: 'waiting',
    });
    const seen = await (await ask('/api/webhook-setup')).text();
    expect(JSON.parse(seen)).toMatchObject({ state: 'received' });
    expect(seen).not.toContain('secret_');
    expect(calls.map(([name]) => name)).toEqual(['openHandshake', 'handshake']);
  });

  test('[H26] POST with take shows the token that came', async () => {
    const { ask } = anApp({ handshake: async () => ({ state: 'closed', openUntil: null }) });
    const answer = await ask('/api/webhook-setup', { method: 'POST', json: { take: true } });
    expect(await answer.json()).toEqual({ state: 'closed', openUntil: null, token: 'secret_shown_once' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('[H5] it needs the admin', async () => {
    const { request, calls } = anApp();
    for (const method of ['GET', 'POST']) {
      const headers = { authorization: `Bearer ${HOOK}` };
      expect((await request('/api/webhook-setup', { method, headers })).status).toBe(401);
    }
    expect(calls).toEqual([]);
  });
});
