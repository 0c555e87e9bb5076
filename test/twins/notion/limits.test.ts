/** Many rows: the cap of a query, pages that hang together, new rows that lag, a state that goes through JSON. */
import { expect, test } from 'vitest';
import { call, makeTable, makeTwin } from './workspace.ts';

async function filled(rows: number) {
  const twin = makeTwin();
  const { source } = await makeTable(twin, 'Rows', { Name: { title: {} }, N: { number: {} } });
  for (let n = 0; n < rows; n++) twin.act.create('Rows', { Name: `row ${n}`, N: n });
  const query = async (body: unknown) =>
    (await call(twin, 'POST', `data_sources/${source}/query`, body)).body;
  return { twin, query };
}
const ids = (body: Record<string, unknown>) => (body.results as { id: string }[]).map(({ id }) => id);

test('a query stops at the result limit and says so on its last page', async () => {
  const { twin, query } = await filled(12);
  twin.sessions.resultLimit = 10;
  const first = await query({ page_size: 6 });
  expect(first.has_more).toBe(true);
  expect(first).not.toHaveProperty('request_status');
  const last = await query({ page_size: 6, start_cursor: first.next_cursor });
  expect(ids(last)).toHaveLength(4);
  expect(last).toMatchObject({
    has_more: false,
    next_cursor: null,
    request_status: { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' },
  });
});

test('the real limit is ten thousand rows', async () => {
  const { query } = await filled(10_001);
  let cursor: unknown;
  let seen = 0;
  let last: Record<string, unknown> = {};
  do {
    last = await query({
      sorts: [{ property: 'N', direction: 'ascending' }],
      ...(cursor ? { start_cursor: cursor } : {}),
    });
    seen += ids(last).length;
    cursor = last.next_cursor;
  } while (cursor);
  expect(seen).toBe(10_000);
  expect(last.request_status).toMatchObject({ type: 'incomplete' });
});

test('pages of a query hang together while rows come and go', async () => {
  const { twin, query } = await filled(4);
  const sorts = [{ property: 'N', direction: 'ascending' }];
  const first = await query({ sorts, page_size: 2 });
  twin.act.create('Rows', { Name: 'early', N: -1 });
  twin.act.edit(ids(first)[0]!, { N: 99 });
  const second = await query({ sorts, page_size: 2, start_cursor: first.next_cursor });
  expect(new Set([...ids(first), ...ids(second)]).size).toBe(4);
});

test('new rows can be made to show up late', async () => {
  const { twin, query } = await filled(1);
  twin.sessions.lagMs = 5000;
  expect(ids(await query({}))).toEqual([]);
  twin.advance(5000);
  expect(ids(await query({}))).toHaveLength(1);
});

test('a state goes through JSON and back into another twin', async () => {
  const { twin, query } = await filled(3);
  const other = makeTwin({ random: () => 0.9 });
  other.restore(JSON.parse(JSON.stringify(twin.snapshot())));
  expect([other.token, other.parentPage, other.bot]).toEqual([twin.token, twin.parentPage, twin.bot]);
  other.act.create('Rows', { Name: 'only there' });
  expect(ids(await query({}))).toHaveLength(3);
});
