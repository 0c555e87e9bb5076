import { describe, expect, test } from 'vitest';
import { ADMIN, aStatus } from '../http/fake.ts';
import { LOCAL, type } from './terminal.ts';

const answers = (body: string, status = 200) => ({ fetch: async () => new Response(body, { status }) });

describe('where the Worker is', () => {
  test('is the local stack unless told, with its own secret', async () => {
    const { asked } = await type('status', {}, { env: { ADMIN_SECRET: 'another' } });
    expect(asked[0]?.url).toBe('http://localhost:8787/api/status');
    expect(asked[0]?.headers.get('authorization')).toBe(`Bearer ${LOCAL.adminSecret}`);
  });

  test('is what --url says, with ADMIN_SECRET of the environment before that of .dev.vars', async () => {
    const url = 'https://sync.example.org/some/page';
    const both = await type(
      `status --url ${url}`,
      {},
      { env: { ADMIN_SECRET: ADMIN }, devVars: { ADMIN_SECRET: 'b' } },
    );
    expect(both.asked[0]?.url).toBe('https://sync.example.org/api/status');
    expect(both.asked[0]?.headers.get('authorization')).toBe(`Bearer ${ADMIN}`);
    const file = await type(`status --url ${url}`, {}, { devVars: { ADMIN_SECRET: ADMIN } });
    expect(file.exit).toBe(0);
  });

  test('the local secret goes nowhere else', async () => {
    const { exit, err, asked } = await type('status --url https://sync.example.org');
    expect([exit, asked.length]).toEqual([2, 0]);
    expect(err).toContain('set ADMIN_SECRET');
  });

  test('no secret goes over plain http to another machine', async () => {
    const { exit, asked } = await type(
      'status --url http://sync.example.org',
      {},
      { env: { ADMIN_SECRET: ADMIN } },
    );
    expect([exit, asked.length]).toEqual([2, 0]);
  });

  test('an address that is none is not understood', async () => {
    for (const url of ['localhost', 'ftp://localhost', 'x']) {
      expect((await type(`status --url ${url}`, {}, { env: { ADMIN_SECRET: ADMIN } })).exit).toBe(2);
    }
  });
});

describe('when it does not answer as it should', () => {
  test('nothing listens: one sentence says what to do', async () => {
    const { exit, err, out } = await type(
      'plan',
      {},
      { fetch: () => Promise.reject(new TypeError('fetch failed')) },
    );
    expect(err).toBe(
      '✗ Nothing answers at http://localhost:8787. Start the local stack with `npm start`, or name a deployed Worker with --url.\n',
    );
    expect([exit, out]).toEqual([1, '']);
  });

  test('no local stack was ever started', async () => {
    const { exit, err } = await type('plan', {}, { local: null });
    expect(err).toContain('There is no local stack here yet. Start it with `npm start`');
    expect(exit).toBe(1);
  });

  test('it refuses the secret', async () => {
    const { exit, err } = await type('plan', {}, { local: { ...LOCAL, adminSecret: 'old' } });
    expect(err).toBe('✗ The Worker at http://localhost:8787 does not accept this admin secret.\n');
    expect(exit).toBe(1);
  });

  test('its settings are not right: they are listed', async () => {
    const faults = [{ name: 'NOTION_TOKEN', fault: 'is missing' }];
    const { exit, err } = await type('plan', {}, answers(JSON.stringify({ status: 503, faults }), 503));
    expect(err).toContain('  NOTION_TOKEN is missing\n');
    expect(exit).toBe(1);
  });

  test('it fails: the id of its log is shown', async () => {
    const { exit, err } = await type('plan', { plan: () => Promise.reject(new Error('secret')) });
    expect(err).toMatch(/answers 500: .*\(urn:uuid:[0-9a-f-]+\)\n$/);
    expect(exit).toBe(1);
  });

  test('it is something else', async () => {
    const { exit, err } = await type('plan', {}, answers('<html>Hello</html>', 404));
    expect(err).toContain('is not Engagement Sync (404)');
    expect(exit).toBe(1);
  });

  test('what it says is shown without control characters', async () => {
    const { out } = await type('status', {
      status: async () =>
        aStatus({
          engagements: {
            total: 1,
            byPhase: {},
            problems: [{ id: 'e', name: 'A\u001b]0;x\u0007B', sentence: 's' }],
            unmetChecks: 0,
            unmetById: {},
          },
        }),
    });
    expect(out).toContain('A ]0;x B: s');
  });
});
