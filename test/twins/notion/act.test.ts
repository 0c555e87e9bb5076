/** What people do on the Notion twin, seen through the API. */
import { expect, test } from 'vitest';
import type { NotionTwin } from '../../../twins/notion/index.ts';
import { call, makeEngagements, makeTwin, pick } from './workspace.ts';

const get = async (twin: NotionTwin, page: string) => (await call(twin, 'GET', `pages/${page}`)).body;
const query = async (twin: NotionTwin, source: string, body: unknown = {}) =>
  (await call(twin, 'POST', `data_sources/${source}/query`, body)).body.results as Record<string, unknown>[];

test('an edit stamps the person and the minute, and changes no page it does not touch', async () => {
  const twin = makeTwin();
  const { engagements } = await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', { Name: 'Apollo' });
  const gemini = twin.act.create('Engagements', { Name: 'Gemini' });
  twin.advance(5 * 60_000);
  twin.act.as('Ben Okafor').edit(apollo, { Phase: 'Executing', Engineer: ['Ada Marlow'] });
  const ben = [...twin.world.state.users.values()].find(({ name }) => name === 'Ben Okafor');
  const page = await get(twin, apollo);
  expect(page.last_edited_time).toBe('2026-11-23T09:05:00.000Z');
  expect(page.last_edited_by).toEqual({ object: 'user', id: ben?.id });
  expect((await get(twin, gemini)).last_edited_time).toBe('2026-11-23T09:00:00.000Z');
  const changed = await query(twin, engagements.source, {
    filter: { timestamp: 'last_edited_time', last_edited_time: { on_or_after: '2026-11-23T09:01:00Z' } },
  });
  expect(changed.map(({ id }) => id)).toEqual([apollo]);
});

test('a page in the trash leaves queries and relations, and comes back with both', async () => {
  const twin = makeTwin();
  const { goals } = await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', { Name: 'Apollo' });
  const goal = twin.act.create('Goals', { Name: 'Faster', Engagement: [apollo] });
  twin.act.trash(goal);
  expect(await query(twin, goals.source)).toEqual([]);
  expect(pick(await get(twin, apollo), 'properties', 'Goals', 'relation')).toEqual([]);
  expect((await get(twin, goal)).in_trash).toBe(true);
  twin.act.restore(goal);
  expect(pick(await get(twin, apollo), 'properties', 'Goals', 'relation')).toEqual([{ id: goal }]);
  expect(await query(twin, goals.source)).toHaveLength(1);
});

test('an archived page leaves queries but can be queried for; a moved page changes its parent', async () => {
  const twin = makeTwin();
  const { engagements } = await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', { Name: 'Apollo' });
  twin.act.archive(apollo);
  expect(await query(twin, engagements.source)).toEqual([]);
  expect(await query(twin, engagements.source, { is_archived: true })).toHaveLength(1);
  twin.act.unarchive(apollo);
  const elsewhere = twin.act.createPage('Elsewhere');
  twin.act.move(apollo, { page: elsewhere });
  expect((await get(twin, apollo)).parent).toEqual({ type: 'page_id', page_id: elsewhere });
  expect(await query(twin, engagements.source)).toEqual([]);
  twin.act.move(apollo, { database: 'Engagements' });
  expect(await query(twin, engagements.source)).toHaveLength(1);
});

test('a duplicate carries all values and relations, and is another page', async () => {
  const twin = makeTwin();
  await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', {
    Name: 'Apollo',
    Calendar: 'https://calendar.example/e1',
    'Team fit': 2,
  });
  const goal = twin.act.create('Goals', { Name: 'Faster', Engagement: [apollo] });
  twin.act.write(apollo, '# Notes\nWords');
  const copy = twin.act.duplicate(apollo);
  const page = await get(twin, copy);
  expect(pick(page, 'properties', 'Calendar', 'url')).toBe('https://calendar.example/e1');
  expect(pick(page, 'properties', 'Goals', 'relation')).toEqual([{ id: goal }]);
  expect(pick(await get(twin, goal), 'properties', 'Engagement', 'relation')).toEqual([
    { id: apollo },
    { id: copy },
  ]);
  expect((await call(twin, 'GET', `pages/${copy}/markdown`)).body.markdown).toBe('# Notes\nWords');
});

test('a renamed column keeps its id, a deleted one is gone and returns with its values, a retyped one is emptied', async () => {
  const twin = makeTwin();
  const { engagements } = await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', { Name: 'Apollo', Guests: 'a@b.example', 'Team fit': 2 });
  const before = await get(twin, apollo);
  twin.act.renameProperty('Engagements', 'Guests', 'Invited');
  expect(pick(await get(twin, apollo), 'properties', 'Invited', 'id')).toBe(
    pick(before, 'properties', 'Guests', 'id'),
  );
  twin.act.deleteProperty('Engagements', 'Invited');
  expect(pick(await get(twin, apollo), 'properties', 'Invited')).toBeUndefined();
  const gone = await call(twin, 'PATCH', `pages/${apollo}`, { properties: { Invited: { rich_text: [] } } });
  expect(gone.body.message).toBe('Invited is not a property that exists.');
  twin.act.restoreProperty('Engagements', 'Invited');
  expect(pick(await get(twin, apollo), 'properties', 'Invited', 'rich_text', 0, 'plain_text')).toBe(
    'a@b.example',
  );
  twin.act.retypeProperty('Engagements', 'Team fit', 'rich_text');
  expect(pick(await get(twin, apollo), 'properties', 'Team fit')).toMatchObject({
    type: 'rich_text',
    rich_text: [],
  });
  const source = (await call(twin, 'GET', `data_sources/${engagements.source}`)).body;
  expect(pick(source, 'properties', 'Fit score', 'type')).toBe('formula');
});

test('deleting one side of a two-way relation takes the other away; rollups over it are unsupported', async () => {
  const twin = makeTwin();
  const { goals } = await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', { Name: 'Apollo' });
  twin.act.deleteProperty('Engagements', 'Goals');
  const source = (await call(twin, 'GET', `data_sources/${goals.source}`)).body;
  expect(pick(source, 'properties', 'Engagement')).toBeUndefined();
  expect(pick(await get(twin, apollo), 'properties', 'Progress', 'rollup', 'type')).toBe('unsupported');
});

test('a renamed option renames its values; a removed one leaves them blank, a status at its default', async () => {
  const twin = makeTwin();
  await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', {
    Name: 'Apollo',
    Phase: 'Executing',
    'Time zone': 'Europe/Vienna',
  });
  twin.act.renameOption('Engagements', 'Phase', 'Executing', 'Running');
  expect(pick(await get(twin, apollo), 'properties', 'Phase', 'status', 'name')).toBe('Running');
  twin.act.removeOption('Engagements', 'Phase', 'Running');
  twin.act.removeOption('Engagements', 'Time zone', 'Europe/Vienna');
  const page = await get(twin, apollo);
  expect(pick(page, 'properties', 'Phase', 'status', 'name')).toBe('Sourcing');
  expect(pick(page, 'properties', 'Time zone', 'select')).toBeNull();
});

test('a database in the trash is retrieved as such; its queries are not found and its pages cannot be written', async () => {
  const twin = makeTwin();
  const { engagements } = await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', { Name: 'Apollo' });
  twin.act.trashDatabase('Engagements');
  expect((await call(twin, 'GET', `databases/${engagements.database}`)).body.in_trash).toBe(true);
  expect((await call(twin, 'POST', `data_sources/${engagements.source}/query`, {})).body.code).toBe(
    'object_not_found',
  );
  const write = await call(twin, 'PATCH', `pages/${apollo}`, { properties: { 'Team fit': { number: 1 } } });
  expect(write.body.message).toContain('archived ancestor');
  const blocks = (await call(twin, 'GET', `blocks/${twin.parentPage}/children`)).body.results as unknown[];
  expect(blocks).toHaveLength(1);
  twin.act.restoreDatabase('Engagements');
  expect(await query(twin, engagements.source)).toHaveLength(1);
});

test('what is not shared is not found, what lost its integration is unauthorized', async () => {
  const twin = makeTwin();
  const { engagements } = await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', { Name: 'Apollo' });
  twin.act.unshare(engagements.database);
  expect((await call(twin, 'GET', `pages/${apollo}`)).body.code).toBe('object_not_found');
  expect((await call(twin, 'GET', `data_sources/${engagements.source}`)).status).toBe(404);
  twin.act.share(engagements.database);
  expect((await get(twin, apollo)).id).toBe(apollo);
  twin.act.revoke();
  expect((await call(twin, 'GET', 'users/me')).body.code).toBe('unauthorized');
  twin.act.reconnect();
  expect((await call(twin, 'GET', 'users/me')).status).toBe(200);
});

test('guests are assigned and retrieved but not listed; addresses need the capability; a capability taken is 403', async () => {
  const twin = makeTwin();
  await makeEngagements(twin);
  const list = (await call(twin, 'GET', 'users')).body.results as {
    name: string;
    person?: { email?: string };
  }[];
  expect(list.map(({ name }) => name)).not.toContain('Gia Guest');
  expect(list.find(({ name }) => name === 'Finn Larsen')?.person).toEqual({});
  const apollo = twin.act.create('Engagements', { Name: 'Apollo', Engineer: ['Gia Guest'] });
  expect(pick(await get(twin, apollo), 'properties', 'Engineer', 'people', 0, 'person', 'email')).toBe(
    'gia@guest.example',
  );
  twin.act.allow({ readEmails: false });
  expect(pick(await get(twin, apollo), 'properties', 'Engineer', 'people', 0, 'person')).toEqual({});
  twin.act.allow({ readUsers: false, insertComments: false, updateContent: false });
  expect((await call(twin, 'GET', 'users')).body.code).toBe('restricted_resource');
  expect((await call(twin, 'PATCH', `pages/${apollo}`, { properties: {} })).status).toBe(403);
  const comment = { parent: { page_id: apollo }, rich_text: [{ text: { content: 'x' } }] };
  expect((await call(twin, 'POST', 'comments', comment)).status).toBe(403);
});

test("a person's comment is listed with the integration's", async () => {
  const twin = makeTwin();
  const page = twin.act.createPage('Talk');
  twin.act.comment(page, 'Hello');
  await call(twin, 'POST', 'comments', {
    parent: { page_id: page },
    markdown: 'Due **moved**.',
    display_name: { type: 'custom', custom: { name: 'Sync' } },
  });
  const list = (await call(twin, 'GET', `comments?block_id=${page}`)).body.results as unknown[];
  expect(
    list.map((one) => [pick(one, 'rich_text', 0, 'plain_text'), pick(one, 'display_name', 'resolved_name')]),
  ).toEqual([
    ['Hello', 'Ada Marlow'],
    ['Due moved.', 'Sync'],
  ]);
});
