/** The control plane of the Notion twin, over HTTP. */
import { expect, test } from 'vitest';
import type { NotionTwin } from '../../../twins/notion/index.ts';
import { makeEngagements, makeTwin, START } from './workspace.ts';

async function control(
  twin: NotionTwin,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await twin.fetch(new Request(`https://api.notion.com/__twin/${path}`, init));
  return { status: response.status, body: await response.json() };
}

test('it says where the twin stands, and needs no token', async () => {
  const twin = makeTwin();
  expect((await control(twin, 'GET', '')).body).toMatchObject({
    token: twin.token,
    parentPage: twin.parentPage,
    now: START,
  });
});

test('a person acts over HTTP; mistakes are answered, not thrown', async () => {
  const twin = makeTwin();
  await makeEngagements(twin);
  const made = await control(twin, 'POST', 'act', {
    do: 'create',
    args: ['Engagements', { Name: 'Apollo' }],
    as: 'Ben Okafor',
  });
  const { result } = made.body as { result: string };
  expect(twin.world.state.pages.get(result)?.createdBy).toBe(
    [...twin.world.state.users.values()].find(({ name }) => name === 'Ben Okafor')?.id,
  );
  expect(await control(twin, 'POST', 'act', { do: 'create', args: ['Nowhere'] })).toMatchObject({
    status: 400,
    body: { error: 'There is no database called Nowhere.' },
  });
  expect((await control(twin, 'POST', 'act', { do: 'fly' })).status).toBe(404);
});

test('what a person sees is told: databases, rows, a page with body and comments', async () => {
  const twin = makeTwin();
  await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', {
    Name: 'Apollo',
    Engineer: ['Ada Marlow'],
    Dates: '2026-11-30',
  });
  twin.act.create('Goals', { Name: 'Faster', Engagement: [apollo] });
  twin.act.write(apollo, 'Words');
  twin.act.comment(apollo, 'Hello');
  expect((await control(twin, 'GET', 'see')).body).toEqual(['Engagements', 'Goals']);
  const row = {
    id: apollo,
    Name: 'Apollo',
    Phase: 'Sourcing',
    Engineer: ['Ada Marlow'],
    Dates: { start: '2026-11-30', end: null },
    Goals: ['Faster'],
    'Fit score': null,
  };
  expect((await control(twin, 'GET', 'see?database=Engagements')).body).toMatchObject([row]);
  const page = (await control(twin, 'GET', `see?page=${apollo}`)).body;
  expect(page).toMatchObject({ ...row, $body: 'Words', $comments: [{ by: 'Ada Marlow', words: 'Hello' }] });
  expect((await control(twin, 'GET', 'see?database=Nowhere')).status).toBe(400);
});

test('the clock moves, faults are armed, the journal is read and emptied', async () => {
  const twin = makeTwin();
  expect((await control(twin, 'POST', 'clock', { advance: 60_000 })).body).toEqual({ now: START + 60_000 });
  expect((await control(twin, 'POST', 'clock', { set: START + 5 })).body).toEqual({ now: START + 5 });
  await control(twin, 'POST', 'faults', { kind: 'refuse', operation: 'users.me', status: 500 });
  expect((await control(twin, 'GET', 'faults')).body).toMatchObject([{ kind: 'refuse', fired: 0 }]);
  const headers = { authorization: `Bearer ${twin.token}`, 'notion-version': '2026-03-11' };
  const answer = await twin.fetch(new Request('https://api.notion.com/v1/users/me', { headers }));
  expect(answer.status).toBe(500);
  expect((await control(twin, 'GET', 'calls')).body).toMatchObject([{ operation: 'users.me', status: 500 }]);
  await control(twin, 'DELETE', 'calls');
  expect((await control(twin, 'GET', 'calls')).body).toEqual([]);
});

test('a state is read, put back, and reset', async () => {
  const twin = makeTwin();
  const { body: state } = await control(twin, 'GET', 'state');
  await makeEngagements(twin);
  await control(twin, 'PUT', 'state', state);
  expect(twin.world.state.databases.size).toBe(0);
  await control(twin, 'POST', 'reset', { people: [{ name: 'Only One' }], bot: 'Another' });
  expect(twin.bot.name).toBe('Another');
  expect(twin.world.state.users.size).toBe(2);
});

test('what it does not know is 404, and nothing of it is under /v1', async () => {
  const twin = makeTwin();
  expect((await control(twin, 'GET', 'nothing')).status).toBe(404);
  const headers = { authorization: `Bearer ${twin.token}`, 'notion-version': '2026-03-11' };
  expect((await twin.fetch(new Request('https://api.notion.com/v1/__twin', { headers }))).status).toBe(400);
});
