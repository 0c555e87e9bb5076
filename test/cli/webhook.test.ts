// `npm run webhook`: what a person sees while Notion's webhook is set up.
import { expect, test } from 'vitest';
import type { HandshakeReport, WorkspaceApi } from '../../src/workspace/api.ts';
import { ADMIN } from '../http/fake.ts';
import { type } from './terminal.ts';

const UNTIL = '2026-11-23T10:15:00.000Z';
const TOKEN = 'secret_abcdefghijklmnopqrstuvwxyz';

/** An object whose handshake goes through these states, one each time it is asked. */
function states(...given: HandshakeReport['state'][]): Partial<WorkspaceApi> {
  let at = 0;
  return {
    openHandshake: async () => ({ state: 'waiting', openUntil: UNTIL }),
    handshake: async () => ({ state: given[Math.min(at++, given.length - 1)] ?? 'closed', openUntil: UNTIL }),
    showToken: async () => TOKEN,
  };
}

const DEPLOYED = { env: { ADMIN_SECRET: ADMIN }, local: null };

test('[H31] it says what to enter in Notion, waits, and shows the token once with what to do with it', async () => {
  const { exit, out, err, calls } = await type(
    'webhook --url https://sync.example.org',
    states('waiting', 'waiting', 'received'),
    DEPLOYED,
  );
  expect(exit).toBe(0);
  expect(err).toContain('https://sync.example.org/webhooks/notion');
  expect(err).not.toContain(TOKEN);
  expect(out).toContain(TOKEN);
  expect(out).toContain('wrangler secret put NOTION_WEBHOOK_TOKEN');
  expect(calls.map(([name]) => name)).toEqual([
    'openHandshake',
    'handshake',
    'handshake',
    'handshake',
    'showToken',
    'handshake',
  ]);
});

test('[H31] with --json it prints address and token for scripts', async () => {
  const { out } = await type('webhook --json --url https://sync.example.org', states('received'), DEPLOYED);
  expect(JSON.parse(out)).toEqual({ address: 'https://sync.example.org/webhooks/notion', token: TOKEN });
});

test('[H31] when no token comes in time it says so, and how to go on', async () => {
  for (const [line, workspace] of [
    ['webhook', states('waiting', 'closed')],
    ['webhook --wait 10', states('waiting')],
  ] as const) {
    const { exit, out, err } = await type(line, workspace);
    expect({ exit, out }).toEqual({ exit: 3, out: '' });
    expect(err).toContain('No token came');
    expect(err).toContain('https addresses only');
  }
});

test('[H31] a token that somebody else was shown is said', async () => {
  const { exit, err } = await type('webhook', { ...states('received'), showToken: async () => null });
  expect(exit).toBe(1);
  expect(err).toContain('shown to somebody else');
});
