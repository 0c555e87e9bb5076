import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  aChange,
  aForm,
  aHold,
  anApp,
  anEngagement,
  aPlan,
  aStatus,
  logIn,
  SAME_ORIGIN,
} from './fake.ts';

const HOUR = 3_600_000;

describe('log-in', () => {
  test('[H20] without a log-in the page leads to it', async () => {
    const { request, calls } = anApp();
    const answer = await request('/');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login']);
    expect(await (await request('/login')).text()).toContain('Admin secret');
    expect(calls).toEqual([]);
  });

  test('[H20] the right secret sets a cookie that scripts and other sites do not get', async () => {
    const answer = await anApp().request('https://sync.example.org/login', {
      ...aForm({ secret: ADMIN }, { origin: 'https://sync.example.org' }),
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-session=/);
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/', 'Max-Age=43200']) {
      expect(cookie).toContain(part);
    }
    expect(cookie).not.toContain(ADMIN);
  });

  test('[H20] on localhost the cookie works without https', async () => {
    const answer = await anApp().request('/login', aForm({ secret: ADMIN }));
    expect(answer.headers.get('set-cookie')).not.toContain('Secure');
  });

  test('[H20] the cookie opens the page and the API', async () => {
    const { request } = anApp();
    const cookie = await logIn(request);
    expect((await request('/', { headers: { cookie } })).status).toBe(200);
    expect((await request('/api/status', { headers: { cookie } })).status).toBe(200);
  });

  test('[H20] after twelve hours it opens nothing, whatever the browser keeps', async () => {
    const { request, clock } = anApp();
    const cookie = await logIn(request);
    clock.now += 12 * HOUR - 1;
    expect((await request('/', { headers: { cookie } })).status).toBe(200);
    clock.now += 1;
    expect((await request('/', { headers: { cookie } })).status).toBe(303);
    expect((await request('/api/status', { headers: { cookie } })).status).toBe(401);
  });

  test('[H20] a cookie whose end was changed opens nothing', async () => {
    const { request } = anApp();
    const cookie = await logIn(request);
    const forged = cookie.replace(/session=(\d)/, (_, digit) => `session=${Number(digit) + 1}`);
    expect(forged).not.toBe(cookie);
    for (const bad of [forged, 'session=9999999999999', 'session=', `${cookie}x`]) {
      expect((await request('/api/status', { headers: { cookie: bad } })).status).toBe(401);
    }
  });

  test('[H20] a wrong secret shows the form again and sets nothing', async () => {
    const answer = await anApp().request('/login', aForm({ secret: 'wrong' }));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await answer.text()).toContain('That is not the admin secret.');
  });

  test('[H20] a log-in from another site is refused', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, {}]) {
      const answer = await anApp().request(
        '/login',
        aForm({ secret: ADMIN }, headers as Record<string, string>),
      );
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
    }
  });

  test('[H22] after ten wrong ones it asks to wait a minute, and then lets in again', async () => {
    const { request, clock } = anApp();
    for (let i = 0; i < 10; i += 1) {
      expect((await request('/login', aForm({ secret: `wrong ${i}` }))).status).toBe(401);
    }
    const answer = await request('/login', aForm({ secret: ADMIN }));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60']);
    clock.now += 60_000;
    expect((await request('/login', aForm({ secret: ADMIN }))).status).toBe(303);
  });

  test('[H22] who guesses does not lock out another address', async () => {
    const { request } = anApp();
    for (let i = 0; i < 10; i += 1) {
      await request(
        '/login',
        aForm({ secret: 'wrong' }, { ...SAME_ORIGIN, 'cf-connecting-ip': '192.0.2.1' }),
      );
    }
    const other = aForm({ secret: ADMIN }, { ...SAME_ORIGIN, 'cf-connecting-ip': '192.0.2.2' });
    expect((await request('/login', other)).status).toBe(303);
  });

  test('[H20] logging out takes the cookie away', async () => {
    const { request } = anApp();
    const answer = await request('/logout', aForm({}));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login']);
    expect(answer.headers.get('set-cookie')).toMatch(/session=;.*Max-Age=0/);
  });
});

describe('a change that rests on a log-in', () => {
  test.each([
    ['another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a sibling host', { origin: 'http://other.localhost', 'sec-fetch-site': 'same-site' }],
    ['an origin that is hidden', { origin: 'null' }],
    ['nowhere that it says', {}],
  ])('[H21] is refused from %s', async (_, headers) => {
    const { request, calls } = anApp();
    const cookie = await logIn(request);
    for (const path of ['/api/sync', '/api/provision', '/approve', '/sync', '/provision']) {
      const given = { ...headers, cookie } as Record<string, string>;
      expect((await request(path, aForm({ hold: 'hold-1' }, given))).status).toBe(403);
    }
    expect(calls).toEqual([]);
  });

  test('[H21] is made from our own page', async () => {
    const { request, calls } = anApp();
    const cookie = await logIn(request);
    const json = { 'content-type': 'application/json' };
    const answer = await request('/api/approve', {
      method: 'POST',
      headers: { ...SAME_ORIGIN, ...json, cookie },
      body: '{"hold":"hold-1"}',
    });
    expect(answer.status).toBe(200);
    expect(calls).toEqual([['approve', 'hold-1']]);
  });

  test('[H21] a form of a page that sends no referrer is answered, though its browser hides the origin', async () => {
    const hidden = { origin: 'null', 'sec-fetch-site': 'same-origin' };
    const answer = await anApp().request('/login', aForm({ secret: ADMIN }, hidden));
    expect(answer.status).toBe(303);
  });

  test('[H21] a bearer token needs no origin', async () => {
    expect((await anApp().ask('/api/sync', { method: 'POST' })).status).toBe(200);
  });
});

describe('the status page', () => {
  const show = async (over: Parameters<typeof anApp>[0] = {}) => (await anApp(over).ask('/')).text();

  test('[H19] has no script and nothing from elsewhere', async () => {
    const html = await show();
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    expect(html).not.toMatch(/<script|style=|onclick|javascript:/);
    expect(
      [...html.matchAll(/(?:src|href)="(https?:[^"]*)"/g)].map(([, url]) => new URL(url!).hostname),
    ).toEqual(
      ['www.notion.so', 'calendar.google.com'], // links of the engagement, nothing that is loaded
    );
  });

  test('[H19] says that all is well when it is', async () => {
    expect(await show()).toContain('<p class="headline good">All is well</p>');
  });

  test('[H19] shows a paused side with its sentence', async () => {
    const html = await show({
      status: async () =>
        aStatus({
          notion: {
            state: 'paused',
            sentence: 'Notion refuses the token. Make a new one.',
            since: '2026-11-23T09:00:00.000Z',
            lastReadAt: null,
          },
        }),
    });
    expect(html).toContain('Notion needs attention');
    expect(html).toContain('Notion refuses the token. Make a new one.');
    expect(html).toContain('23 Nov 2026, 09:00 UTC');
  });

  test('[H19] shows what is held, whom it would mail, and a button that approves just that', async () => {
    const html = await show({ status: async () => aStatus({ hold: aHold() }) });
    expect(html).toContain('Changes wait for your approval');
    expect(html).toContain('Mails ada@example.com.');
    expect(html).toMatch(
      /<form method="post" action="\/approve"[^>]*><input type="hidden" name="hold" value="hold-1"/,
    );
    expect(html).toContain('Approve 1 change');
  });

  test('[H19] shows problems, what waits, what comes next, engagements and activity', async () => {
    const engagement = { id: 'e1', name: 'Apollo' };
    const html = await show({
      status: async () =>
        aStatus({
          engagements: {
            total: 1,
            byPhase: {},
            problems: [{ ...engagement, sentence: 'bob@other.example is outside and was not invited.' }],
            unmetChecks: 2,
            unmetById: { nps: 1, 'risk-progress': 1 },
          },
          waiting: [
            { engagement, until: '2026-11-23T10:01:00.000Z', why: 'Its row is still being filled in.' },
          ],
        }),
      plan: async () => aPlan({ changes: [aChange({ kind: 'move', from: 'Mon 10:00', to: 'Tue 10:00' })] }),
      activity: async () => [
        {
          at: '2026-11-23T09:00:00.000Z',
          run: null,
          engagement,
          meeting: null,
          sentence: 'Moved by a person.',
        },
      ],
    });
    for (const words of [
      'bob@other.example is outside and was not invited.',
      'Its row is still being filled in.',
      '2 open checks, 1 of them at risk',
      'Mon 10:00 → Tue 10:00',
      'Kickoff: Apollo',
      'Mon 30 Nov 2026, 10:00–10:45',
      'Moved by a person.',
    ]) {
      expect(html).toContain(words);
    }
  });

  test('[H19] escapes what people wrote, and makes no link of what is not https', async () => {
    const name = '<img src=x onerror=alert(1)>&"';
    const html = await show({
      engagements: async () => [anEngagement({ name, link: 'javascript:alert(1)' })],
    });
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&amp;&quot;');
    expect(html).not.toMatch(/<img|javascript:/);
  });

  test('[H19] offers the first step while the databases are not there', async () => {
    const html = await show({ status: async () => aStatus({ provisioned: false }) });
    expect(html).toContain('Make the databases');
  });
});

describe('the buttons of the page', () => {
  test('[H19] approving says how much was approved', async () => {
    const { request, calls } = anApp();
    const cookie = await logIn(request);
    const answer = await request('/approve', aForm({ hold: 'hold-1' }, { ...SAME_ORIGIN, cookie }));
    expect(await answer.text()).toContain('1 change approved');
    expect(calls[0]).toEqual(['approve', 'hold-1']);
  });

  test('[H9] approving what has changed shows the new hold and approves nothing', async () => {
    const hold = aHold({ id: 'hold-2' });
    const { request } = anApp({
      approve: async () => ({ ok: false, hold }),
      status: async () => aStatus({ hold }),
    });
    const cookie = await logIn(request);
    const answer = await request('/approve', aForm({ hold: 'hold-1' }, { ...SAME_ORIGIN, cookie }));
    const html = await answer.text();
    expect(answer.status).toBe(409);
    expect(html).toContain('Nothing was approved');
    expect(html).toContain('value="hold-2"');
  });

  test('[H19] syncing says what the run did', async () => {
    const { request } = anApp();
    const cookie = await logIn(request);
    const answer = await request('/sync', aForm({}, { ...SAME_ORIGIN, cookie }));
    expect(await answer.text()).toContain('Made one event.');
  });

  test('[H19] making the databases says what was done and what stands in the way', async () => {
    const { request } = anApp({
      provision: async () => ({
        done: ['Made Goals.'],
        problems: ['Retros clashes.'],
        more: true,
        databases: [],
      }),
    });
    const cookie = await logIn(request);
    const html = await (await request('/provision', aForm({}, { ...SAME_ORIGIN, cookie }))).text();
    for (const words of ['Made Goals.', 'Retros clashes.', 'press the button again'])
      expect(html).toContain(words);
  });

  test('[H15] a form of another media type is refused', async () => {
    const { request } = anApp();
    const cookie = await logIn(request);
    const headers = { ...SAME_ORIGIN, cookie, 'content-type': 'application/json' };
    expect((await request('/approve', { method: 'POST', headers, body: '{"hold":"h"}' })).status).toBe(415);
  });
});
