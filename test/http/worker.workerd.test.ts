import { createExecutionContext, createScheduledController, env } from 'cloudflare:test';
import { expect, test } from 'vitest';
import worker, { type Env } from '../../src/worker.ts';

/** Without secrets, as `wrangler dev` starts on a fresh clone. */
const bare = env as unknown as Env;
const ask = async (path: string) =>
  worker.fetch(new Request(`http://localhost${path}`), bare, createExecutionContext());

test('[H2] the Worker without settings lists every fault by name', async () => {
  const answer = await ask('/');
  const { faults } = (await answer.json()) as { faults: { name: string; fault: string }[] };
  expect(answer.status).toBe(503);
  const names = faults.map(({ name }) => name);
  for (const name of ['NOTION_TOKEN', 'GOOGLE_CALENDAR_ID', 'ADMIN_SECRET', 'WEBHOOK_SECRET']) {
    expect(names).toContain(name);
  }
});

test('[H1] and says that it is not ready', async () => {
  expect((await ask('/healthz')).status).toBe(503);
});

/** The settings of a Worker that is set up; the key is made here and opens nothing. */
async function complete(): Promise<Record<string, string>> {
  const pair = (await crypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: 'SHA-256',
    },
    true,
    ['sign', 'verify'],
  )) as CryptoKeyPair;
  const bytes = new Uint8Array((await crypto.subtle.exportKey('pkcs8', pair.privateKey)) as ArrayBuffer);
  const pem = `-----BEGIN PRIVATE KEY-----\n${btoa(String.fromCharCode(...bytes))}\n-----END PRIVATE KEY-----\n`;
  return {
    NOTION_TOKEN: 'ntn_0123456789',
    NOTION_PARENT_PAGE: '0123456789abcdef0123456789abcdef',
    GOOGLE_SERVICE_ACCOUNT_KEY: JSON.stringify({ client_email: 'sync@project.test', private_key: pem }),
    GOOGLE_CALENDAR_ID: 'c_1@group.calendar.google.com',
    ADMIN_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789',
    WEBHOOK_SECRET: '9876543210zyxwvutsrqponmlkjihgfedcba',
  };
}

/** Runs cron once; answers whom it woke and with what. */
async function runCron(settings: Record<string, string>): Promise<string[][]> {
  const woken: string[][] = [];
  const WORKSPACE = {
    getByName: (name: string) => ({ wake: async (trigger: string) => void woken.push([name, trigger]) }),
  };
  await worker.scheduled(createScheduledController(), { ...settings, WORKSPACE } as unknown as Env);
  return woken;
}

test('[H23] cron wakes the one workspace', async () => {
  expect(await runCron(await complete())).toEqual([['default', 'cron']]);
});

test('[H23] cron without settings wakes nobody', async () => {
  expect(await runCron({})).toEqual([]);
});
