import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/settings.ts';
import { createDesk } from '../../twins/local/desk.ts';
import { keep, loadJson, saveJson } from '../../twins/local/persist.ts';
import { PortTaken, requireFreePorts } from '../../twins/local/port.ts';
import { localBindings, readSecrets, saveSecrets } from '../../twins/local/settings.ts';
import { type LocalTwins, openTwins } from '../../twins/local/twins.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stack-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (): Promise<LocalTwins> => openTwins(folder, async () => new Response());
const asNotion = (twins: LocalTwins) => ({
  headers: { authorization: `Bearer ${twins.notion.token}`, 'notion-version': '2026-03-11' },
});

describe('what is kept on disk', () => {
  test('comes back, is for this user only, and is replaced as a whole', () => {
    const path = join(folder, 'a.json');
    saveJson(path, { n: 1 });
    saveJson(path, { n: 2 });
    expect(loadJson(path)).toEqual({ n: 2 });
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('says how to begin anew when it is damaged, and is no error when it is missing', () => {
    const path = join(folder, 'a.json');
    expect(loadJson(path)).toBeUndefined();
    writeFileSync(path, '{"n":');
    expect(() => loadJson(path)).toThrow('npm start -- --fresh');
  });

  test('is restored before anything is kept', () => {
    const path = join(folder, 'a.json');
    saveJson(path, 'before');
    let state = 'empty';
    const kept = {
      snapshot: () => state,
      restore: (snapshot: unknown) => {
        state = String(snapshot);
      },
    };
    const keeper = keep(kept, path);
    expect(state).toBe('before');
    state = 'after';
    keeper.save();
    expect(readFileSync(path, 'utf8')).toBe('"after"');
  });
});

describe('the twins of the local stack', () => {
  test('go on where they stopped, with the same service account key', async () => {
    const first = await open();
    first.notion.act.createPage('A page of mine');
    first.save();
    const second = await open();
    expect(second.google.serviceAccountKey).toEqual(first.google.serviceAccountKey);
    expect(second.notion.parentPage).toBe(first.notion.parentPage);
    expect(JSON.stringify(second.notion.snapshot())).toContain('A page of mine');
  });

  test('answer under the real names of their hosts', async () => {
    const twins = await open();
    const me = await twins.answer(new Request('https://api.notion.com/v1/users/me', asNotion(twins)));
    const calendar = await twins.answer(
      new Request('https://www.googleapis.com/calendar/v3/calendars/primary'),
    );
    expect([me.status, calendar.status]).toEqual([200, 401]);
  });

  test('every other host is refused, and the control plane is out of reach', async () => {
    const twins = await open();
    const ask = async (url: string) => (await twins.answer(new Request(url))).status;
    expect(await ask('https://example.com/')).toBe(502);
    expect(await ask('http://api.notion.com/v1/users/me')).toBe(502);
    expect(await ask('https://api.notion.com/__twin/state')).toBe(404);
    expect(await ask('https://www.googleapis.com/__twin/key')).toBe(404);
  });

  test('give settings that the Worker accepts', async () => {
    const twins = await open();
    const read = readSettings(
      localBindings(readSecrets(folder), twins, 'secret_of_a_subscription', 'http://localhost:8787'),
    );
    expect(read.ok ? [] : read.faults).toEqual([]);
  });

  test('secrets are made once and kept', () => {
    const secrets = readSecrets(folder);
    saveSecrets(folder, { ...secrets, seeded: true });
    expect(readSecrets(folder)).toEqual({ ...secrets, seeded: true });
    expect(secrets.adminSecret).not.toBe(secrets.webhookSecret);
  });
});

describe('the address of the local services', () => {
  const desk = async () => createDesk(await open(), 'http://localhost:8787');
  const act = (headers: Record<string, string> = {}) => ({
    method: 'POST',
    headers,
    body: JSON.stringify({ do: 'createPage', args: ['By hand'] }),
  });

  test('says what is where', async () => {
    const html = await (await (await desk()).request('http://localhost:8788/')).text();
    expect(html).toContain('href="http://localhost:8787"');
    expect(html).toContain('/google/__twin/outbox');
  });

  test('lets a person act in Notion and look into Calendar', async () => {
    const app = await desk();
    expect((await app.request('http://localhost:8788/notion/__twin/act', act())).status).toBe(200);
    const state = await (await app.request('http://localhost:8788/notion/__twin/state')).text();
    expect(state).toContain('By hand');
    expect(await (await app.request('http://localhost:8788/google/__twin/events')).json()).toEqual([]);
  });

  test('refuses another site, another name, and the services themselves', async () => {
    const app = await desk();
    const evil = act({ origin: 'https://evil.example' });
    expect((await app.request('http://localhost:8788/notion/__twin/act', evil)).status).toBe(403);
    expect((await app.request('http://evil.example:8788/google/__twin/key')).status).toBe(403);
    expect((await app.request('http://localhost:8788/notion/v1/users/me')).status).toBe(404);
  });
});

test('a port that somebody listens on is named before anything is touched', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  await expect(requireFreePorts(port)).rejects.toEqual(new PortTaken(port));
  await new Promise((resolve) => server.close(resolve));
  await expect(requireFreePorts(port)).resolves.toBeUndefined();
});
