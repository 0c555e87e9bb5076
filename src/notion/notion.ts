// The port of workspace.ts over Notion's client. Every call goes through `run`, one attempt each; answers
// become domain values here and nowhere else. It refuses to retry, to pace and to log.
import type { Client, QueryDataSourceParameters } from '@notionhq/client';
import * as z from 'zod';
import type { DatabaseKey, Databases, Page, Write } from '../../schemas/index.ts';
import { type Operation, type Outcome, type Run, UnexpectedAnswer } from '../call.ts';
import type { BodyLine } from '../playbook/index.ts';
import { bodyCallsWithin, createBodies, toBlocks } from './bodies.ts';
import { classifyNotion } from './classify.ts';
import { keepBlock } from './kept-block.ts';
import { type PageReading, propertiesOf, readPage, writeRow } from './page.ts';
import { splitText } from './text.ts';
import { type AnyValue, readItems } from './value.ts';
import type { Bindings, Notion, Person, QueryFrom, QueryPage, WriteOptions } from './workspace.ts';

/** Most rows of a page of answers (notion.md section 3). */
const PAGE_SIZE = 100;

/** The name under which comments appear. */
const DISPLAY_NAME = 'Engagement Sync';

const list = z.object({ results: z.array(z.unknown()), next_cursor: z.string().nullish() });
const queryAnswer = list.extend({ request_status: z.object({ type: z.string() }).nullish() });

const user = z.object({
  id: z.string(),
  type: z.string().nullish(),
  name: z.string().nullish(),
  person: z.object({ email: z.string().nullish() }).nullish(),
});

/**
 * Notion's three databases as `bindings` found them. Outcomes are `run`'s; nothing is thrown but bugs. `budget`: calls
 * that `run` allows in one invocation.
 */
export function createNotion(
  client: Client,
  bindings: Bindings,
  run: Run,
  budget = Number.POSITIVE_INFINITY,
): Notion {
  const read = <T>(name: string, call: () => Promise<T>) => run(operation(name, false), call, classifyNotion);
  const write = <T>(name: string, call: () => Promise<T>) => run(operation(name, true), call, classifyNotion);

  async function query<K extends DatabaseKey>(
    database: K,
    from: QueryFrom,
    extra?: PropertyFilter,
  ): Promise<Outcome<QueryPage<K>>> {
    const binding = bindings[database];
    const filter = filterOf(from, extra);
    const answer = await read('dataSources.query', async () =>
      queryAnswer.parse(
        await client.dataSources.query({
          data_source_id: binding.dataSourceId,
          ...(filter && { filter }),
          ...(from.cursor !== undefined && { start_cursor: from.cursor }),
          sorts: [{ timestamp: sortOf(from), direction: 'ascending' }],
          page_size: PAGE_SIZE,
          result_type: 'page',
        }),
      ),
    );
    if (!answer.ok) return answer;
    const pages: Page<K>[] = [];
    for (const result of answer.value.results) {
      const page = await complete(database, readPage(database, binding, result));
      if (!page.ok) return page;
      pages.push(page.value);
    }
    return {
      ok: true,
      value: {
        pages,
        next: answer.value.next_cursor ?? null,
        incomplete: answer.value.request_status?.type === 'incomplete',
      },
    };
  }

  /** Reads what the page showed only the beginning of. A property that is gone meanwhile is unknown. */
  async function complete<K extends DatabaseKey>(
    database: K,
    { page, truncated }: PageReading<K>,
  ): Promise<Outcome<Page<K>>> {
    if (truncated.length === 0) return { ok: true, value: page };
    const row: Record<string, AnyValue | undefined> = { ...page.row };
    for (const key of truncated) {
      const items = await readAll('pages.properties.retrieve', (start_cursor) =>
        client.pages.properties.retrieve({
          page_id: page.id,
          property_id: bindings[database].properties[key] ?? key,
          page_size: PAGE_SIZE,
          ...start_cursor,
        }),
      );
      if (!items.ok && items.failure.reason !== 'gone') return items;
      const property = propertiesOf(database)[key];
      row[key] = items.ok && property ? readItems(property, items.value) : undefined;
      if (row[key] === undefined) delete row[key];
    }
    return { ok: true, value: { ...page, row: row as Page<K>['row'] } };
  }

  /** The same after a write, which is done whatever this says: keys that cannot be completed are unknown. */
  async function written<K extends DatabaseKey>(
    database: K,
    reading: PageReading<K>,
  ): Promise<Outcome<Page<K>>> {
    const page = await complete(database, reading);
    if (page.ok) return page;
    const row: Record<string, unknown> = { ...reading.page.row };
    for (const key of reading.truncated) delete row[key];
    return { ok: true, value: { ...reading.page, row: row as Page<K>['row'] } };
  }

  /** All pages of a list, one call each. */
  async function readAll(
    name: string,
    call: (cursor: { start_cursor?: string }) => Promise<unknown>,
  ): Promise<Outcome<unknown[]>> {
    const results: unknown[] = [];
    let cursor: string | null = null;
    do {
      const from: { start_cursor?: string } = cursor === null ? {} : { start_cursor: cursor };
      const answer: Outcome<z.infer<typeof list>> = await read(name, async () =>
        list.parse(await call(from)),
      );
      if (!answer.ok) return answer;
      results.push(...answer.value.results);
      cursor = answer.value.next_cursor ?? null;
    } while (cursor !== null);
    return { ok: true, value: results };
  }

  async function page<K extends DatabaseKey>(database: K, id: string): Promise<Outcome<Page<K>>> {
    const answer = await read('pages.retrieve', async () =>
      readPage(database, bindings[database], await client.pages.retrieve({ page_id: id })),
    );
    return answer.ok ? complete(database, answer.value) : answer;
  }

  return {
    query: (database, from) => query(database, from),
    page,

    async retrosByKey(key) {
      const property = bindings.retros.properties.key;
      // Without a Key property no page can be told from another: not an empty answer, but none.
      if (property === undefined) return unbound('dataSources.query');
      const pages: Page<'retros'>[] = [];
      let cursor: string | null = null;
      do {
        const from: QueryFrom = cursor === null ? {} : { cursor };
        const answer: Outcome<QueryPage<'retros'>> = await query('retros', from, {
          property,
          rich_text: { equals: key },
        });
        if (!answer.ok) return answer;
        pages.push(...answer.value.pages);
        cursor = answer.value.next;
      } while (cursor !== null);
      return { ok: true, value: pages.filter((found) => found.presence === 'live') };
    },

    async create<K extends DatabaseKey>(
      database: K,
      values: Write<Databases[K]>,
      lines?: readonly BodyLine[],
      options?: WriteOptions,
    ) {
      const binding = bindings[database];
      const properties = writeRow(database, binding, values, options?.zone);
      const answer = await write('pages.create', async () =>
        readPage(
          database,
          binding,
          await client.pages.create({
            parent: { type: 'data_source_id', data_source_id: binding.dataSourceId },
            properties,
            ...(lines !== undefined && { children: toBlocks(lines) }),
          }),
        ),
      );
      return answer.ok ? written(database, answer.value) : answer;
    },

    async update<K extends DatabaseKey>(
      database: K,
      id: string,
      values: Write<Databases[K]>,
      options?: WriteOptions,
    ) {
      const binding = bindings[database];
      const properties = writeRow(database, binding, values, options?.zone);
      if (Object.keys(properties).length === 0) return page(database, id);
      const answer = await write('pages.update', async () =>
        readPage(database, binding, await client.pages.update({ page_id: id, properties })),
      );
      return answer.ok ? written(database, answer.value) : answer;
    },

    ...createBodies(client, read, write, bodyCallsWithin(budget)),

    keepBlock: (pageId, heading, lines) => keepBlock({ write, readAll }, client, pageId, heading, lines),

    async comment(pageId, text) {
      const answer = await write('comments.create', () =>
        client.comments.create({
          parent: { page_id: pageId },
          rich_text: splitText(text),
          display_name: { type: 'custom', custom: { name: DISPLAY_NAME } },
        }),
      );
      return answer.ok ? { ok: true, value: null } : answer;
    },

    async people() {
      const answer = await readAll('users.list', (cursor) =>
        client.users.list({ page_size: PAGE_SIZE, ...cursor }),
      );
      if (!answer.ok) return answer;
      const people = answer.value.map((item) => user.safeParse(item).data);
      return { ok: true, value: people.filter((found) => found?.type === 'person').map(readPerson) };
    },

    me: () => read('users.me', async () => user.parse(await client.users.me({})).id),

    person: (id) =>
      read('users.retrieve', async () =>
        readPerson(user.parse(await client.users.retrieve({ user_id: id }))),
      ),
  };
}

type QueryFilter = NonNullable<QueryDataSourceParameters['filter']>;
interface PropertyFilter {
  readonly property: string;
  readonly rich_text: { readonly equals: string };
}

function operation(name: string, write: boolean): Operation {
  return { side: 'notion', name, write };
}

function unbound(name: string): Outcome<never> {
  const facts = { side: 'notion', operation: name, status: null, code: 'property_not_bound' } as const;
  return { ok: false, failure: { ...facts, reason: 'broken' } };
}

function sortOf(from: QueryFrom): 'last_edited_time' | 'created_time' {
  return from.editedSince !== undefined && from.createdSince === undefined
    ? 'last_edited_time'
    : 'created_time';
}

function filterOf(from: QueryFrom, extra?: PropertyFilter): QueryFilter | undefined {
  const filters = [
    from.editedSince === undefined
      ? null
      : {
          timestamp: 'last_edited_time' as const,
          last_edited_time: { on_or_after: new Date(from.editedSince).toISOString() },
        },
    from.createdSince === undefined
      ? null
      : {
          timestamp: 'created_time' as const,
          created_time: { on_or_after: new Date(from.createdSince).toISOString() },
        },
    extra ?? null,
  ].filter((filter) => filter !== null);
  return filters.length > 1 ? { and: filters } : filters[0];
}

function readPerson(found: z.infer<typeof user> | undefined): Person {
  if (found === undefined) throw new UnexpectedAnswer('Notion answered something that is not a user.');
  const email = found.person?.email?.trim().toLowerCase();
  return { id: found.id, name: found.name ?? null, email: email ? email : null };
}
