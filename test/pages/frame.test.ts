import { expect, test } from 'vitest';
import { openPages } from './ground.ts';

test('nothing but the pages’ own style and script may run in them', async () => {
  const { request, read } = await openPages();
  const policy = (await request('/calendar')).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  for (const path of ['/', '/notion', '/calendar', '/calendar?view=week', '/calendar/new', '/outbox']) {
    const html = await read(path);
    expect(html).not.toMatch(/\sstyle=|\son\w+=|<style/);
    for (const [, address] of html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g))
      expect((await request(address!)).status).toBe(200);
  }
});

test('another site can neither send a form nor borrow the address', async () => {
  const { request, notion } = await openPages();
  const before = notion.see.rows('Goals').length;
  const evil = { method: 'POST', headers: { origin: 'https://evil.example' } };
  for (const init of [evil, { method: 'POST', headers: { origin: 'null' } }])
    expect((await request('/sync', init)).status).toBe(403);
  expect(notion.see.rows('Goals')).toHaveLength(before);
});

test('a form never leads to another site', async () => {
  const { send } = await openPages();
  for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])
    expect((await send('/as', { as: 'nobody', back })).at).toBe('/');
  expect((await send('/as', { as: 'nobody', back: '/calendar?view=week' })).at).toBe('/calendar?view=week');
});

test('Sync now says once what came of it', async () => {
  const { send, read } = await openPages(async () => ({ good: true, words: 'Synced: 3 made.' }));
  const { page } = await send('/sync', { back: '/outbox' });
  expect(page).toContain('Synced: 3 made.');
  expect(await read('/outbox')).not.toContain('Synced: 3 made.');
});

test('Sync now is not there where there is no Worker to ask', async () => {
  expect(await (await openPages()).read('/')).not.toContain('Sync now');
});

test('the version changes with every deed, and only then', async () => {
  const { read, send, notion } = await openPages();
  const first = await read('/changes');
  expect(await read('/changes')).toBe(first);
  const id = notion.act.create('Goals', { Name: 'Fewer clicks' });
  await send(`/notion/p/${id}/comment`, { words: 'Good.' });
  const second = await read('/changes');
  expect(second).not.toBe(first);
  const headers = {
    authorization: `Bearer ${notion.token}`,
    'notion-version': '2026-03-11',
    'content-type': 'application/json',
  };
  const body = JSON.stringify({ in_trash: true });
  await notion.fetch(
    new Request(`https://api.notion.com/v1/pages/${id}`, { method: 'PATCH', headers, body }),
  );
  expect(await read('/changes')).not.toBe(second);
});
