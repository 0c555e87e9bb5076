/** The calls that the product's first version makes, through Notion's own client. */
import { isFullDataSource, isFullPage } from '@notionhq/client';
import { expect, test } from 'vitest';
import { call, clientOf, makeEngagements, makeTwin, pick } from './workspace.ts';

test('a provisioned database tells its data source, and the data source its columns with groups, mirror and rollup', async () => {
  const twin = makeTwin();
  const notion = clientOf(twin);
  const { engagements, goals } = await makeEngagements(twin);

  const source = await notion.dataSources.retrieve({ data_source_id: engagements.source });
  if (!isFullDataSource(source)) throw new Error('partial');
  expect(source.properties.Name).toMatchObject({ id: 'title', type: 'title', title: {} });
  const phase = source.properties.Phase;
  if (phase?.type !== 'status') throw new Error('no status');
  const byGroup = phase.status.groups.map((group) => [
    group.name,
    group.option_ids.map((id) => phase.status.options.find((option) => option.id === id)?.name),
  ]);
  expect(byGroup).toEqual([
    ['To-do', ['Sourcing', 'Planning']],
    ['In progress', ['Executing']],
    ['Complete', ['Completed']],
  ]);
  expect(source.properties.Goals).toMatchObject({
    type: 'relation',
    relation: {
      data_source_id: goals.source,
      database_id: goals.database,
      dual_property: { synced_property_name: 'Engagement' },
    },
  });
  expect(source.properties.Progress).toMatchObject({
    rollup: { function: 'average', rollup_property_name: 'Score' },
  });

  const children = await notion.blocks.children.list({ block_id: twin.parentPage });
  expect(children.results.map((block) => 'child_database' in block && block.child_database.title)).toEqual([
    'Engagements',
    'Goals',
  ]);
  const views = await notion.views.list({ database_id: engagements.database });
  expect(views.results).toHaveLength(1);
});

test('a page comes back with every column, its values expanded', async () => {
  const twin = makeTwin();
  const notion = clientOf(twin);
  const { engagements } = await makeEngagements(twin);
  const ada = (await notion.users.list({})).results[0]!;
  const page = await notion.pages.create({
    parent: { data_source_id: engagements.source },
    properties: {
      Name: { title: [{ text: { content: 'Apollo' } }] },
      Phase: { status: { name: 'Planning' } },
      Dates: { date: { start: '2026-11-30', end: '2027-02-05' } },
      Engineer: { people: [{ id: ada.id }] },
      Guests: { rich_text: [{ text: { content: 'a@b.example' } }] },
      'Time zone': { select: { name: 'Europe/Lisbon' } },
    },
    children: [{ paragraph: { rich_text: [{ text: { content: 'Hello' } }] } }],
  });
  if (!isFullPage(page)) throw new Error('partial');
  expect(page.created_time).toBe('2026-11-23T09:00:00.000Z');
  expect(page.parent).toEqual({
    type: 'data_source_id',
    data_source_id: engagements.source,
    database_id: engagements.database,
  });
  expect(page).not.toHaveProperty('archived');
  expect(page.properties.Phase).toMatchObject({ status: { name: 'Planning', color: 'yellow' } });
  expect(page.properties.Dates).toMatchObject({
    date: { start: '2026-11-30', end: '2027-02-05', time_zone: null },
  });
  expect(page.properties.Engineer).toMatchObject({
    people: [{ object: 'user', person: { email: 'ada@home.example' } }],
  });
  expect(page.properties['Time zone']).toMatchObject({ select: { name: 'Europe/Lisbon' } });
  expect(page.properties['One-pager']).toMatchObject({ url: null });
  expect(page.properties['Business value']).toMatchObject({ number: null });
  expect(page.properties['Fit score']).toMatchObject({ formula: { type: 'number', number: null } });
  expect(page.properties.Goals).toMatchObject({ relation: [], has_more: false });
  expect(page.properties.Progress).toMatchObject({
    rollup: { type: 'number', number: null, function: 'average' },
  });
  expect(page.properties.Guests).toMatchObject({
    rich_text: [
      { type: 'text', text: { content: 'a@b.example', link: null }, plain_text: 'a@b.example', href: null },
    ],
  });
  expect((await notion.pages.retrieveMarkdown({ page_id: page.id })).markdown).toBe('Hello');
});

test('formulas and rollups follow what they are made of, on the page and on the related page', async () => {
  const twin = makeTwin();
  await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', { Name: 'Apollo', 'Business value': 2, 'Team fit': 0 });
  const half = twin.act.create('Goals', {
    Name: 'Faster',
    Engagement: [apollo],
    Baseline: 0,
    Target: 10,
    Current: 5,
  });
  twin.act.create('Goals', { Name: 'Down', Engagement: [apollo], Baseline: 400, Target: 200, Current: 200 });
  twin.act.create('Goals', { Name: 'Unscored', Engagement: [apollo], Baseline: 1, Target: 2 });

  const { body } = await call(twin, 'GET', `pages/${apollo}`);
  expect(pick(body, 'properties', 'Fit score', 'formula')).toEqual({ type: 'number', number: 2 });
  expect(pick(body, 'properties', 'Goals', 'relation')).toHaveLength(3);
  expect(pick(body, 'properties', 'Progress', 'rollup')).toEqual({
    type: 'number',
    number: 0.75,
    function: 'average',
  });
  twin.act.edit(half, { Current: 99 });
  expect(
    pick((await call(twin, 'GET', `pages/${apollo}`)).body, 'properties', 'Progress', 'rollup', 'number'),
  ).toBe(1);
});

test('a query finds rows by relation, text, timestamp and status, by name or id, and pages through them', async () => {
  const twin = makeTwin();
  const notion = clientOf(twin);
  const { goals, engagements } = await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', { Name: 'Apollo', Phase: 'Executing' });
  const gemini = twin.act.create('Engagements', { Name: 'Gemini' });
  const mine = [1, 2, 3].map((n) =>
    twin.act.create('Goals', { Name: `Goal ${n}`, Engagement: [apollo], Current: n }),
  );
  twin.act.create('Goals', { Name: 'Other', Engagement: [gemini] });

  const first = await notion.dataSources.query({
    data_source_id: goals.source,
    filter: { property: 'Engagement', relation: { contains: apollo } },
    sorts: [{ property: 'Current', direction: 'ascending' }],
    page_size: 2,
  });
  expect(first.results.map(({ id }) => id)).toEqual(mine.slice(0, 2));
  expect(first.has_more).toBe(true);
  const rest = await notion.dataSources.query({
    data_source_id: goals.source,
    start_cursor: first.next_cursor!,
    page_size: 2,
  });
  expect(rest.results.map(({ id }) => id)).toEqual(mine.slice(2));
  expect(rest.next_cursor).toBeNull();

  const executing = await notion.dataSources.query({
    data_source_id: engagements.source,
    filter: {
      and: [
        { property: 'Phase', status: { equals: 'Executing' } },
        {
          or: [
            { property: 'title', title: { equals: 'apollo' } },
            { timestamp: 'created_time', created_time: { after: '2026-12-01' } },
          ],
        },
        { timestamp: 'last_edited_time', last_edited_time: { on_or_after: '2026-11-23T09:00:00Z' } },
      ],
    },
    filter_properties: ['title'],
  });
  expect(executing.results.map(({ id }) => id)).toEqual([apollo]);
  expect(Object.keys((executing.results[0] as { properties: object }).properties)).toEqual(['Name']);
});

test('a write that names an unknown property, a wrong kind or a status that is not there changes nothing', async () => {
  const twin = makeTwin();
  const { engagements } = await makeEngagements(twin);
  const apollo = twin.act.create('Engagements', { Name: 'Apollo' });
  const write = (properties: unknown) => call(twin, 'PATCH', `pages/${apollo}`, { properties });

  expect(
    (await write({ Nope: { number: 1 }, Name: { title: [{ text: { content: 'X' } }] } })).body,
  ).toMatchObject({
    object: 'error',
    status: 400,
    code: 'validation_error',
    message: 'Nope is not a property that exists.',
  });
  expect((await write({ Phase: { select: { name: 'Planning' } } })).body.message).toBe(
    'Phase is expected to be status.',
  );
  expect((await write({ Phase: { status: { name: 'Dreaming' } } })).status).toBe(400);
  expect((await write({ 'Fit score': { formula: { number: 1 } } })).status).toBe(400);
  expect(
    (await write({ Guests: { rich_text: [{ text: { content: 'x'.repeat(2001) } }] } })).body.message,
  ).toContain('≤ `2000`');
  const { body } = await call(twin, 'GET', `pages/${apollo}`);
  expect(pick(body, 'properties', 'Name', 'title', 0, 'plain_text')).toBe('Apollo');
  expect(
    (await call(twin, 'POST', `data_sources/${engagements.source}/query`, { page_size: 101 })).status,
  ).toBe(400);
});

test("a date with a zone comes back with that zone's offset at that moment and no zone", async () => {
  const twin = makeTwin();
  await makeEngagements(twin);
  const page = twin.act.create('Engagements', {
    Name: 'Apollo',
    Dates: { start: '2027-03-27T09:00:00', end: '2027-03-28T09:00:00', time_zone: 'Europe/Vienna' },
  });
  const { body } = await call(twin, 'GET', `pages/${page}`);
  expect(pick(body, 'properties', 'Dates', 'date')).toEqual({
    start: '2027-03-27T09:00:00.000+01:00',
    end: '2027-03-28T09:00:00.000+02:00',
    time_zone: null,
  });
});
