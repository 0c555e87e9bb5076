/** What goes wrong on purpose on the Notion twin: refusals, lost and late answers, budgets. */
import { expect, test } from 'vitest';
import type { NotionTwin } from '../../../twins/notion/index.ts';
import { call, makeTwin, pick, START } from './workspace.ts';

const page = (twin: NotionTwin, title: string) => ({
  parent: { page_id: twin.parentPage },
  properties: { title: [{ text: { content: title } }] },
});
const create = (twin: NotionTwin, title = 'New') => call(twin, 'POST', 'pages', page(twin, title));
const titles = async (twin: NotionTwin) => {
  const { body } = await call(twin, 'GET', `blocks/${twin.parentPage}/children`);
  return (body.results as unknown[]).map((block) => pick(block, 'child_page', 'title'));
};

test.each([
  [401, 'unauthorized'],
  [403, 'restricted_resource'],
  [404, 'object_not_found'],
  [409, 'conflict_error'],
  [429, 'rate_limited'],
  [500, 'internal_server_error'],
  [503, 'service_unavailable'],
  [529, 'service_overload'],
] as const)('a refusal with %i says %s and does nothing', async (status, code) => {
  const twin = makeTwin();
  twin.faults.add({ kind: 'refuse', operation: 'pages.create', status });
  const answer = await create(twin);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(await titles(twin)).toEqual([]);
  expect((await create(twin)).status).toBe(200);
});

test('a fault waits for its nth call and strikes as often as asked', async () => {
  const twin = makeTwin();
  twin.faults.add({ kind: 'refuse', operation: 'pages.*', nth: 2, times: 2, status: 409 });
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) statuses.push((await create(twin)).status);
  expect(statuses).toEqual([200, 409, 409, 200]);
});

test('a 503 may have been written all the same, and names what was', async () => {
  const twin = makeTwin();
  twin.faults.add({ kind: 'refuse', operation: 'pages.create', status: 503, written: true });
  const answer = await create(twin, 'Saved');
  expect(answer.status).toBe(503);
  const id = pick(answer.body, 'additional_data', 'committed_resource_id');
  expect((await call(twin, 'GET', `pages/${String(id)}`)).status).toBe(200);
  twin.faults.add({ kind: 'refuse', operation: 'blocks.children.append', status: 503, written: true });
  const children = [{ paragraph: { rich_text: [{ text: { content: 'x' } }] } }];
  const appended = await call(twin, 'PATCH', `blocks/${String(id)}/children`, { children });
  expect(pick(appended.body, 'additional_data', 'committed_resource_id')).toBe(id);
  expect(pick(appended.body, 'additional_data', 'committed_child_ids')).toHaveLength(1);
});

test('a lost answer leaves the work done, a dropped request does not', async () => {
  const twin = makeTwin();
  twin.faults.add({ kind: 'lose-answer', operation: 'pages.create' });
  await expect(create(twin, 'Done')).rejects.toThrow('Network connection lost.');
  twin.faults.add({ kind: 'drop', operation: 'pages.create' });
  await expect(create(twin, 'Never')).rejects.toThrow('Network connection lost.');
  expect(await titles(twin)).toEqual(['Done']);
  expect(twin.calls.slice(0, 2).map(({ operation, status, fault }) => [operation, status, fault])).toEqual([
    ['pages.create', 0, 'lose-answer'],
    ['pages.create', 0, 'drop'],
  ]);
});

test('a delayed effect lands when its time has come', async () => {
  const twin = makeTwin();
  twin.faults.add({ kind: 'delay-effect', operation: 'pages.create', delayMs: 10_000, status: 504 });
  await create(twin, 'Late');
  expect(await titles(twin)).toEqual([]);
  twin.advance(10_000);
  expect(await titles(twin)).toEqual(['Late']);
});

test('a cut or spoilt answer is no JSON', async () => {
  const twin = makeTwin();
  twin.faults.add({ kind: 'truncate', operation: 'users.me' });
  await expect(call(twin, 'GET', 'users/me')).rejects.toThrow(SyntaxError);
  twin.faults.add({ kind: 'garble', operation: 'users.me' });
  await expect(call(twin, 'GET', 'users/me')).rejects.toThrow(SyntaxError);
});

test('the budget is counted in windows of a minute; the refusal says how long to wait', async () => {
  const twin = makeTwin({ ratePerMinute: 2, now: () => START }); // 30 seconds into its minute
  expect((await create(twin)).status).toBe(200);
  expect((await create(twin)).status).toBe(200);
  const refused = await create(twin);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('30');
  expect(refused.body.additional_data).toEqual({
    rate_limit_reason: 'public_api_request_rate_limit',
    retry_after: '30',
  });
  twin.advance(30_000);
  expect((await create(twin)).status).toBe(200);
});

test('the journal tells every call, with what was sent and whether it writes', async () => {
  const twin = makeTwin();
  await create(twin, 'A');
  await call(twin, 'POST', 'search', { query: 'A' });
  expect(twin.calls).toMatchObject([
    {
      method: 'POST',
      path: '/v1/pages',
      operation: 'pages.create',
      status: 200,
      write: true,
      at: START,
      body: page(twin, 'A'),
    },
    { operation: 'search', write: false },
  ]);
});
