import { afterEach, expect, test, vi } from 'vitest';
import { createClient } from '../../src/notion/client.ts';
import { pageLink, parsePageId } from '../../src/notion/parent.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('[N21] a call is made once, in the newest version, through whatever fetch there is then', async () => {
  const client = createClient('secret-token');
  const requests: Request[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    requests.push(new Request(url, init));
    return new Response('{"code":"rate_limited"}', { status: 429, headers: { 'retry-after': '0' } });
  });
  await expect(client.users.me({})).rejects.toThrow();
  expect(requests).toHaveLength(1);
  expect(requests[0]?.url).toBe('https://api.notion.com/v1/users/me');
  expect(requests[0]?.headers.get('notion-version')).toBe('2026-03-11');
  expect(requests[0]?.headers.get('authorization')).toBe('Bearer secret-token');
});

test('[N21] nothing of an answer or a request is logged', async () => {
  const said: unknown[] = [];
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...words) => said.push(words));
  }
  vi.stubGlobal(
    'fetch',
    async () => new Response('{"code":"validation_error","message":"secret"}', { status: 400 }),
  );
  await expect(createClient('t').users.list({})).rejects.toThrow();
  expect(said).toEqual([]);
});

test.each([
  '393abc1eedcd80f3813be205934558c6',
  '393abc1e-edcd-80f3-813b-e205934558c6',
  'https://www.notion.so/acme/Engagements-393abc1eedcd80f3813be205934558c6?pvs=4',
  'https://app.notion.com/p/393abc1eedcd80f3813be205934558c6',
  'https://app.notion.com/p/Home-393abc1eedcd80f3813be205934558c6?v=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
])('[N30] the parent page is read from %s', (text) => {
  expect(parsePageId(text)).toBe('393abc1e-edcd-80f3-813b-e205934558c6');
});

test('[N30] what holds no page id is none, and a page has a link', () => {
  expect(parsePageId('https://www.notion.so/acme')).toBeNull();
  expect(parsePageId('')).toBeNull();
  expect(pageLink('393abc1e-edcd-80f3-813b-e205934558c6')).toBe(
    'https://app.notion.com/p/393abc1eedcd80f3813be205934558c6',
  );
});
