/** What the tests of the Notion twin share: a twin at a known time, the real client on it, and small databases. */
import { Client } from '@notionhq/client';
import { createNotionTwin, type NotionTwin, type NotionTwinOptions } from '../../../twins/notion/index.ts';
import { watch } from '../../contract/watch.ts';

export const START = Date.parse('2026-11-23T09:00:30.000Z');

/** A twin whose clock stands at START until it is advanced. */
export function makeTwin(options: Partial<NotionTwinOptions> = {}): NotionTwin {
  const twin = createNotionTwin({ now: () => START, ...options });
  twin.fetch = watch(twin, 'twin test');
  return twin;
}

/** Notion's own client, talking to the twin; it never tries again by itself. */
export function clientOf(twin: NotionTwin, notionVersion = '2026-03-11'): Client {
  return new Client({
    auth: twin.token,
    notionVersion,
    retry: false,
    logger: () => {},
    fetch: ((url: string, init: RequestInit) => twin.fetch(new Request(url, init))) as never,
  });
}

/** An answer read as JSON, whose insides are looked into with `pick`. */
export interface Answered {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

/** A raw call to the API. */
export async function call(
  twin: NotionTwin,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await twin.fetch(
    new Request(`https://api.notion.com/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${twin.token}`, 'notion-version': '2026-03-11', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: await response.json(), headers: response.headers };
}

/** What stands at a path of keys in an answer; undefined where it ends early. */
export function pick(body: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (here, key) =>
      here === null || typeof here !== 'object' ? undefined : (here as Record<string, unknown>)[key],
    body,
  );
}

const text = (content: string) => [{ type: 'text', text: { content } }];

/** A database through the API; answers its id and its data source's. */
export async function makeTable(
  twin: NotionTwin,
  title: string,
  properties: Record<string, unknown>,
): Promise<{ database: string; source: string }> {
  const { status, body } = await call(twin, 'POST', 'databases', {
    parent: { type: 'page_id', page_id: twin.parentPage },
    title: text(title),
    initial_data_source: { properties },
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return { database: String(body.id), source: String(pick(body, 'data_sources', 0, 'id')) };
}

/** Engagements and Goals as the product's schemas want them: statuses, a two-way relation, formulas, a rollup. */
export async function makeEngagements(twin: NotionTwin) {
  const engagements = await makeTable(twin, 'Engagements', {
    Name: { title: {} },
    Phase: {
      status: {
        options: [
          { name: 'Sourcing', color: 'gray', group: 'To-do' },
          { name: 'Planning', color: 'yellow', group: 'To-do' },
          { name: 'Executing', color: 'blue', group: 'In progress' },
          { name: 'Completed', color: 'green', group: 'Complete' },
        ],
      },
    },
    Dates: { date: {} },
    'Host team': { rich_text: {} },
    Engineer: { people: {} },
    Guests: { rich_text: {} },
    'Time zone': { select: { options: [{ name: 'Europe/Vienna' }] } },
    'One-pager': { url: {} },
    'Business value': { number: {} },
    'Technical value': { number: {} },
    'Team fit': { number: {} },
    Calendar: { url: {} },
  });
  const goals = await makeTable(twin, 'Goals', {
    Name: { title: {} },
    Engagement: {
      relation: {
        data_source_id: engagements.source,
        type: 'dual_property',
        dual_property: { synced_property_name: 'Goals' },
      },
    },
    Kind: { select: { options: [{ name: 'Business' }, { name: 'Technical' }] } },
    Baseline: { number: {} },
    Target: { number: {} },
    Current: { number: {} },
  });
  const blank = (name: string) => `prop("${name}") == empty()`;
  const fit = `if(${blank('Business value')} and ${blank('Technical value')} and ${blank('Team fit')}, toNumber(""), sum(prop("Business value"), prop("Technical value"), prop("Team fit")))`;
  const score = `if(${blank('Baseline')} or ${blank('Target')} or ${blank('Current')} or prop("Target") == prop("Baseline"), toNumber(""), max(0, min(1, (prop("Current") - prop("Baseline")) / (prop("Target") - prop("Baseline")))))`;
  await expect200(
    call(twin, 'PATCH', `data_sources/${engagements.source}`, {
      properties: { 'Fit score': { formula: { expression: fit } } },
    }),
  );
  await expect200(
    call(twin, 'PATCH', `data_sources/${goals.source}`, {
      properties: { Score: { formula: { expression: score } } },
    }),
  );
  await expect200(
    call(twin, 'PATCH', `data_sources/${engagements.source}`, {
      properties: {
        Progress: {
          rollup: { relation_property_name: 'Goals', rollup_property_name: 'Score', function: 'average' },
        },
      },
    }),
  );
  return { engagements, goals };
}

async function expect200(answer: Promise<Answered>) {
  const { status, body } = await answer;
  if (status !== 200) throw new Error(JSON.stringify(body));
}
