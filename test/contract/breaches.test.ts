// The contract check notices what is wrong on either side, says where, and never says what stood there.
import { describe, expect, it } from 'vitest';
import { describeBreach } from '../../twins/contract/breach.ts';
import { createNotionTwin } from '../../twins/notion/index.ts';
import { takeBreaches } from './record.ts';
import { theChecker, watch } from './watch.ts';

const SECRET = 'a-name-nobody-may-read';
const PAGE = '0f6b1f0e-3c8c-4a51-9a77-3f0f5a3f8c11';
const CALENDAR = 'https://www.googleapis.com/calendar/v3/calendars/primary/events';

const text = (content: string) => [{ text: { content } }];

/** A twin whose answers may be bent on their way, asked as the product asks. */
function openNotion(bend: (answer: Record<string, unknown>) => unknown = (answer) => answer) {
  const twin = createNotionTwin({ now: () => Date.parse('2026-11-23T09:00:00Z') });
  const bent = {
    calls: twin.calls,
    fetch: async (request: Request) => {
      const response = await twin.fetch(request);
      return Response.json(bend(await response.json()), { status: response.status });
    },
  };
  const fetch = watch(bent, 'product');
  return (method: string, path: string, body?: unknown) =>
    fetch(
      new Request(`https://api.notion.com/v1/${path}`, {
        method,
        headers: { authorization: `Bearer ${twin.token}`, 'notion-version': '2026-03-11' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
}

/** What is wrong with a request, one line a fault; the request goes nowhere. */
async function wrong(method: string, url: string, body?: unknown): Promise<string[]> {
  const to = new URL(url, 'https://api.notion.com/v1/');
  const check = await theChecker();
  const service = to.hostname === 'api.notion.com' ? 'notion' : 'google';
  const asked = { method, url: to, body: body === undefined ? '' : JSON.stringify(body) };
  return check.request(service, asked).map(describeBreach);
}

const misspelt = {
  parent: { page_id: PAGE },
  properties: { title: { title: [{ text: { contents: SECRET } }] } },
};

describe('a breach fails the test in which it happens', () => {
  it.fails('for a request with a misspelt property', async () => {
    await openNotion()('POST', 'pages', misspelt);
  });

  it.fails('for a request with an unknown field', async () => {
    await openNotion()('GET', 'users?limit=5');
  });

  it.fails('for an answer with a name that the types do not know', async () => {
    await openNotion((answer) => ({ ...answer, nmae: SECRET }))('GET', 'users/me');
  });

  it.fails('for an answer without something that belongs to it', async () => {
    await openNotion(({ type: _, ...answer }) => answer)('GET', 'users/me');
  });

  it('and only then', async () => {
    expect((await openNotion()('GET', 'users/me')).status).toBe(200);
  });
});

describe('a breach is named', () => {
  it('by method, path, place and type, for a request', async () => {
    await openNotion()('POST', 'pages', misspelt);
    expect(takeBreaches().map(describeBreach)).toEqual([
      'notion request POST /v1/pages: body /properties/title/title/0/text/content is missing (nothing)',
      'notion request POST /v1/pages: body /properties/title/title/0/text/contents is not a known name (string)',
    ]);
  });

  it('by method, path, place and type, for an answer', async () => {
    await openNotion((answer) => ({ ...answer, name: [SECRET] }))('GET', 'users/me');
    expect(takeBreaches().map(describeBreach)).toEqual([
      'notion answer GET /v1/users/me: body /name is no string or null (array)',
    ]);
  });

  it('without anything that was sent or answered, nor the query', async () => {
    const ask = openNotion((answer) => ({ ...answer, object: SECRET, more: { [SECRET.length]: SECRET } }));
    await ask('POST', 'pages', { ...misspelt, icon: SECRET, cover: { type: SECRET } });
    await ask('GET', `users?page_size=${SECRET}&start=${SECRET}`);
    const lines = takeBreaches().map(describeBreach);
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => line.includes(SECRET))).toEqual([]);
  });

  it('as no operation where the service has none', async () => {
    expect(await wrong('POST', 'databases/x/query', {})).toEqual([
      'notion request POST /v1/databases/x/query: path (the whole) is no operation (string)',
    ]);
  });
});

describe('requests to Calendar', () => {
  const event = { summary: 'Kickoff', start: { dateTime: '2026-12-07T10:00:00', timeZone: 'Europe/Berlin' } };

  it('fit when every name and type is known', async () => {
    expect(await wrong('POST', `${CALENDAR}?sendUpdates=all&conferenceDataVersion=1`, event)).toEqual([]);
    expect(await wrong('GET', `${CALENDAR}?singleEvents=true&maxResults=250&eventTypes=default`)).toEqual([]);
  });

  it('may delete a key with null in a patch, and only there', async () => {
    const body = { extendedProperties: { private: { mode: null } } };
    expect(await wrong('PATCH', `${CALENDAR}/abcde`, body)).toEqual([]);
    expect(await wrong('PUT', `${CALENDAR}/abcde`, body)).toHaveLength(1);
  });

  it('break the contract by a misspelt name, an unknown parameter, a wrong type, an id of other letters', async () => {
    const found = [
      await wrong('POST', CALENDAR, { ...event, atendees: [] }),
      await wrong('POST', `${CALENDAR}?sendUpdate=all`, event),
      await wrong('GET', `${CALENDAR}?maxResults=many`),
      await wrong('GET', `${CALENDAR}?maxResults=5000`),
      await wrong('POST', CALENDAR, { ...event, start: { dateTime: 1_796_634_000 } }),
      await wrong('POST', CALENDAR, { ...event, id: 'kickoff-xyz' }),
    ];
    expect(found.flat().map((line) => line.replace(/.*: /, ''))).toEqual([
      'body /atendees is not a known name (array)',
      'query /sendUpdate is not a known name (string)',
      'query /maxResults is no number (string)',
      'query /maxResults is more than 2500 (number)',
      'body /start/dateTime is no string or null (number)',
      'body /id is not written as it should be (string)',
    ]);
  });
});

describe('Notion’s lengths and counts', () => {
  const page = (value: unknown) => ({ parent: { page_id: PAGE }, properties: { Notes: value } });
  const rich = (content: string, count = 1) => ({ rich_text: Array(count).fill(text(content)[0]) });
  const block = { paragraph: { rich_text: text('x') } };
  const nested = (n: number) => ({ toggle: { rich_text: [], children: Array(n).fill(block) } });

  it.each([
    ['2000 characters of text', page(rich('x'.repeat(2000))), page(rich('x'.repeat(2001)))],
    ['100 pieces of text', page(rich('x', 100)), page(rich('x', 101))],
    ['2000 characters of an address', page({ url: 'x'.repeat(2000) }), page({ url: 'x'.repeat(2001) })],
    [
      '200 characters of an e-mail address',
      page({ email: 'x'.repeat(200) }),
      page({ email: 'x'.repeat(201) }),
    ],
    [
      '100 related pages',
      page({ relation: Array(100).fill({ id: PAGE }) }),
      page({ relation: Array(101).fill({ id: PAGE }) }),
    ],
    [
      '1000 blocks',
      { ...page({ number: 1 }), children: Array(10).fill(nested(99)) },
      { ...page({ number: 1 }), children: Array(11).fill(nested(99)) },
    ],
    ['500,000 bytes', page(rich('ä'.repeat(2000), 100)), page(rich('漢'.repeat(1700), 100))],
  ])('%s and no more', async (_, fits, breaks) => {
    expect(await wrong('POST', 'pages', fits)).toEqual([]);
    expect(await wrong('POST', 'pages', breaks)).toHaveLength(1);
  });

  it('page_size up to 100', async () => {
    expect(await wrong('GET', 'users?page_size=100')).toEqual([]);
    expect(await wrong('GET', 'users?page_size=101')).toHaveLength(1);
    expect(await wrong('POST', 'search', { page_size: 101 })).toHaveLength(1);
  });
});

describe('known gaps of the types', () => {
  const status = (more: object) => ({
    properties: { Phase: { status: { options: [{ name: 'Planning', color: 'gray', ...more }] } } },
  });
  const view = (more: object) => ({
    database_id: PAGE,
    data_source_id: PAGE,
    name: 'All',
    type: 'table',
    ...more,
  });

  it.each([
    ['the group of a status option', 'PATCH', `data_sources/${PAGE}`, status({ group: 'Complete' })],
    ['a view’s filter', 'POST', 'views', view({ filter: { property: 'Phase', status: { equals: 'x' } } })],
    ['a view’s sorts', 'POST', 'views', view({ sorts: [{ property: 'Dates', direction: 'ascending' }] })],
    ['archived rows', 'POST', `data_sources/${PAGE}/query`, { is_archived: true }],
    [
      'a kind of database',
      'POST',
      'databases',
      { parent: { type: 'page_id', page_id: PAGE }, database_type: 'tasks' },
    ],
    [
      'this month',
      'POST',
      `data_sources/${PAGE}/query`,
      { filter: { property: 'Due', date: { this_month: {} } } },
    ],
  ])('are allowed: %s', async (_, method, path, body) => {
    expect(await wrong(method, path, body)).toEqual([]);
  });

  it.each([
    ['another group', 'PATCH', `data_sources/${PAGE}`, status({ group: 'Later' })],
    ['a misspelt group', 'PATCH', `data_sources/${PAGE}`, status({ grop: 'Complete' })],
    ['an unknown field beside the filter', 'POST', 'views', view({ filters: {} })],
    ['archived rows in a search', 'POST', 'search', { is_archived: true }],
  ])('are no wider than they are: %s', async (_, method, path, body) => {
    expect(await wrong(method, path, body)).toHaveLength(1);
  });
});
