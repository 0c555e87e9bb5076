import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { Client } from '@notionhq/client';
import { afterEach, describe, expect, test } from 'vitest';
import type { TwinsReport } from '../../cli/twins-serve.ts';

const PATIENCE = 30_000;
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

interface Started {
  readonly report: TwinsReport;
  readonly out: () => string;
  /** Ctrl-C; answers the exit code. */
  end(): Promise<number | null>;
}

function start(): Promise<Started> {
  const args = ['cli/twins.ts', '--notion-port', '0', '--calendar-port', '0', '--json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let out = '';
  return new Promise((resolve, reject) => {
    child.on('close', () => reject(new Error(`It ended: ${out}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (!out.endsWith('\n')) return;
      const end = (): Promise<number | null> => {
        child.kill('SIGINT');
        return ended;
      };
      resolve({ report: JSON.parse(out) as TwinsReport, out: () => out, end });
    });
  });
}

describe('npm run twins', { timeout: PATIENCE }, () => {
  test('prints one line that is enough to use both services, and ends with Ctrl-C', async () => {
    const { report, out, end } = await start();
    expect(out().trimEnd().split('\n')).toHaveLength(1);
    const { notion, calendar } = report;
    const client = new Client({ auth: notion.token, baseUrl: notion.url });
    const page = await client.pages.retrieve({ page_id: notion.parentPage });
    expect(page.id).toBe(notion.parentPage);
    const events = `${calendar.url}/calendar/v3/calendars/${calendar.calendarId}/events`;
    const headers = { authorization: `Bearer ${calendar.token}`, 'content-type': 'application/json' };
    const event = { summary: 'Lunch', start: { date: '2027-01-04' }, end: { date: '2027-01-05' } };
    const made = await fetch(events, { method: 'POST', headers, body: JSON.stringify(event) });
    expect(made.status).toBe(200);
    const page1 = await (await fetch(`${notion.url}/calendar?day=2027-01-04`)).text();
    expect(page1).toContain('Lunch');
    expect(await end()).toBe(0);
  });

  test('gives another access token for the refresh token that it prints', async () => {
    const { calendar } = (await start()).report;
    const form = {
      grant_type: 'refresh_token',
      client_id: calendar.oauth.clientId,
      client_secret: calendar.oauth.clientSecret,
      refresh_token: calendar.oauth.refreshToken,
    };
    const answer = await fetch(`${calendar.url}/token`, { method: 'POST', body: new URLSearchParams(form) });
    expect(await answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
  });

  test('refuses without a token, and refuses pages of other sites', async () => {
    const { notion, calendar } = (await start()).report;
    const me = await fetch(`${notion.url}/v1/users/me`, { headers: { 'notion-version': '2026-03-11' } });
    const list = await fetch(`${calendar.url}/calendar/v3/users/me/calendarList`);
    const evil = await fetch(`${notion.url}/__twin`, { headers: { origin: 'https://evil.example' } });
    expect([me.status, list.status, evil.status]).toEqual([401, 401, 403]);
  });

  test('loses the connection where a fault takes the answer away', async () => {
    const { notion } = (await start()).report;
    const body = JSON.stringify({ kind: 'drop', operation: 'users.me' });
    await fetch(`${notion.url}/__twin/faults`, { method: 'POST', body });
    const headers = { authorization: `Bearer ${notion.token}`, 'notion-version': '2026-03-11' };
    const me = (): Promise<number> => fetch(`${notion.url}/v1/users/me`, { headers }).then((r) => r.status);
    await expect(me()).rejects.toThrow();
    expect(await me()).toBe(200);
  });

  test('says which port is taken', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    const child = spawn(process.execPath, ['cli/twins.ts', '--notion-port', String(port)]);
    running.push(child);
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
    expect(err).toContain(String(port));
    server.close();
  });
});
