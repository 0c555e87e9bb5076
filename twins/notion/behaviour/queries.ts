/** Checks of queries, search, comments and views. */

import type { Fields } from '../read.ts';
import {
  at,
  type Behaviour,
  type Context,
  holds,
  refused,
  row,
  same,
  table,
  things,
  title,
} from './context.ts';

/** Five rows with numbers 1 to 5. */
function numbers(context: Context): Promise<{ source: string; database: string; ids: unknown[] }> {
  return context.once('numbers', async () => {
    const made = await table(context, 'Behaviour: numbers', {
      Name: { title: {} },
      N: { number: {} },
      When: { date: {} },
    });
    const ids: unknown[] = [];
    for (let n = 1; n <= 5; n++) {
      const When = { date: { start: `2027-03-0${n}` } };
      ids.push((await row(context, made.source, { Name: title(`row ${n}`), N: { number: n }, When })).id);
    }
    return { ...made, ids };
  });
}

async function names(context: Context, request: Fields): Promise<unknown[]> {
  const { source } = await numbers(context);
  const { results } = await context.ok('POST', `data_sources/${source}/query`, request);
  return (results as Fields[]).map((page) => at(page, 'properties', 'N', 'number'));
}

const byNumber = [{ property: 'N', direction: 'ascending' }];
const query = async (context: Context, request: Fields) => {
  const { source } = await numbers(context);
  return context.call('POST', `data_sources/${source}/query`, request);
};

export const queryBehaviours: Behaviour[] = [
  {
    id: 'Q1',
    fact: 'a query answers a list of type page_or_data_source',
    mark: 'rec',
    run: async (context) => {
      const { source } = await numbers(context);
      const body = await context.ok('POST', `data_sources/${source}/query`, {});
      same(
        [body.object, body.type, body.page_or_data_source, body.has_more],
        ['list', 'page_or_data_source', {}, false],
        'list',
      );
    },
  },
  {
    id: 'Q2',
    fact: 'filters take a property by name or by id, and combine two levels deep',
    mark: 'doc',
    run: async (context) => {
      const { source } = await numbers(context);
      const id = at(await context.ok('GET', `data_sources/${source}`), 'properties', 'N', 'id');
      const filter = {
        and: [
          { property: id, number: { greater_than: 1 } },
          {
            or: [
              { property: 'N', number: { equals: 2 } },
              { property: 'title', title: { ends_with: '5' } },
            ],
          },
        ],
      };
      same(await names(context, { filter, sorts: byNumber }), [2, 5], 'found');
    },
  },
  {
    id: 'Q3',
    fact: 'a filter on a column that is not there, or of another type, is 400',
    mark: 'doc',
    run: async (context) => {
      refused(
        await query(context, { filter: { property: 'Nope', number: { equals: 1 } } }),
        400,
        'validation_error',
        /Could not find property with name or id: Nope/,
      );
      refused(
        await query(context, { filter: { property: 'N', checkbox: { equals: true } } }),
        400,
        'validation_error',
      );
    },
  },
  {
    id: 'Q4',
    fact: 'page_size above 100 is 400; a cursor that Notion did not give is 400',
    mark: 'doc',
    run: async (context) => {
      refused(await query(context, { page_size: 101 }), 400, 'validation_error');
      refused(
        await query(context, { start_cursor: '00000000-0000-4000-8000-000000000000' }),
        400,
        'validation_error',
      );
    },
  },
  {
    id: 'Q5',
    fact: 'pages of a query follow each other without gaps or repeats',
    mark: 'doc',
    run: async (context) => {
      const { source } = await numbers(context);
      const seen: unknown[] = [];
      let cursor: unknown;
      do {
        const body: Fields = await context.ok('POST', `data_sources/${source}/query`, {
          sorts: byNumber,
          page_size: 2,
          ...(cursor ? { start_cursor: cursor } : {}),
        });
        seen.push(...(body.results as Fields[]).map((page) => at(page, 'properties', 'N', 'number')));
        same(body.has_more, body.next_cursor !== null, 'has_more goes with a cursor');
        cursor = body.next_cursor;
      } while (cursor);
      same(seen, [1, 2, 3, 4, 5], 'all');
    },
  },
  {
    id: 'Q6',
    fact: 'sorting descends too, and filter_properties leaves the other columns out',
    mark: 'doc',
    run: async (context) => {
      const { source } = await numbers(context);
      const sorts = [{ property: 'N', direction: 'descending' }];
      const body = await context.ok('POST', `data_sources/${source}/query?filter_properties=title`, {
        sorts,
        page_size: 1,
      });
      const first = (body.results as Fields[])[0];
      same(Object.keys(first?.properties as Fields), ['Name'], 'columns');
      same(at(first, 'properties', 'Name', 'title', 0, 'plain_text'), 'row 5', 'order');
    },
  },
  {
    id: 'Q7',
    fact: 'last_edited_time on_or_after finds what was just written, after the future nothing',
    mark: 'doc',
    run: async (context) => {
      const { source } = await numbers(context);
      const [page] = (await context.ok('POST', `data_sources/${source}/query`, { page_size: 1 }))
        .results as Fields[];
      const edited = (condition: Fields) => ({
        filter: { timestamp: 'last_edited_time', last_edited_time: condition },
      });
      holds(
        (await names(context, edited({ on_or_after: page?.last_edited_time }))).length > 0,
        'on_or_after its own minute',
      );
      same(await names(context, edited({ after: '2099-01-01' })), [], 'after 2099');
    },
  },
  {
    id: 'Q8',
    fact: 'dates: before and after leave the day out, on_or_before and on_or_after take it in',
    mark: 'doc',
    run: async (context) => {
      const when = (condition: Fields) =>
        names(context, { filter: { property: 'When', date: condition }, sorts: byNumber });
      same(await when({ before: '2027-03-03' }), [1, 2], 'before');
      same(await when({ on_or_before: '2027-03-03' }), [1, 2, 3], 'on_or_before');
      same(await when({ after: '2027-03-03' }), [4, 5], 'after');
      same(await when({ equals: '2027-03-03' }), [3], 'equals');
      same(await when({ is_empty: true }), [], 'is_empty');
    },
  },
  {
    id: 'Q9',
    fact: 'in_trash is no parameter of a query',
    mark: 'doc',
    run: async (context) => refused(await query(context, { in_trash: true }), 400, 'validation_error'),
  },
  {
    id: 'C1',
    fact: "a comment starts a discussion and shows the integration's name; a reply joins it",
    mark: 'rec',
    run: async (context) => {
      const { source } = await things(context);
      const page = await row(context, source, { Name: title('talk') });
      const first = await context.ok('POST', 'comments', {
        parent: { page_id: page.id },
        rich_text: [{ text: { content: 'One' } }],
      });
      same(
        [first.object, at(first, 'display_name', 'type'), at(first, 'parent', 'page_id')],
        ['comment', 'integration', page.id],
        'comment',
      );
      const reply = await context.ok('POST', 'comments', {
        discussion_id: first.discussion_id,
        rich_text: [{ text: { content: 'Two' } }],
      });
      same(reply.discussion_id, first.discussion_id, 'discussion');
      const list = await context.ok('GET', `comments?block_id=${String(page.id)}`);
      same([list.type, (list.results as unknown[]).length], ['comment', 2], 'list');
    },
  },
  {
    id: 'C2',
    fact: 'comments do not change the time of the last edit, nor who made it',
    mark: 'assumption',
    run: async (context) => {
      const { source } = await things(context);
      const page = await row(context, source, { Name: title('quiet') });
      await context.ok('POST', 'comments', {
        parent: { page_id: page.id },
        rich_text: [{ text: { content: 'Hm' } }],
      });
      const after = await context.ok('GET', `pages/${String(page.id)}`);
      same(
        [after.last_edited_time, after.last_edited_by],
        [page.last_edited_time, page.last_edited_by],
        'stamps',
      );
    },
  },
  {
    id: 'V1',
    fact: 'a view is answered in full when made and as a stub when deleted; the last one stays',
    mark: 'rec',
    run: async (context) => {
      const { source, database } = await numbers(context);
      const view = await context.ok('POST', 'views', {
        database_id: database,
        data_source_id: source,
        name: 'Extra',
        type: 'table',
      });
      same([view.object, view.name, view.filter, view.sorts], ['view', 'Extra', null, null], 'view');
      const gone = await context.ok('DELETE', `views/${String(view.id)}`);
      same(
        Object.keys(gone)
          .filter((key) => key !== 'request_id')
          .sort(),
        ['id', 'object', 'parent', 'type'],
        'stub',
      );
      const [last] = (await context.ok('GET', `views?database_id=${database}`)).results as Fields[];
      holds((await context.call('DELETE', `views/${String(last?.id)}`)).status >= 400, 'the last view stays');
    },
  },
  {
    id: 'V2',
    fact: 'a board needs group_by, a timeline a date property',
    mark: 'doc',
    run: async (context) => {
      const { source, database } = await numbers(context);
      const make = (type: string, configuration?: Fields) =>
        context.call('POST', 'views', {
          database_id: database,
          data_source_id: source,
          name: type,
          type,
          ...(configuration ? { configuration } : {}),
        });
      refused(await make('board'), 400, 'validation_error');
      refused(await make('timeline'), 400, 'validation_error');
      const when = at(await context.ok('GET', `data_sources/${source}`), 'properties', 'When', 'id');
      same((await make('timeline', { type: 'timeline', date_property_id: when })).status, 200, 'timeline');
    },
  },
  {
    id: 'S1',
    fact: 'search answers pages and data sources; words that are in no title find nothing',
    mark: 'rec',
    run: async (context) => {
      const none = await context.ok('POST', 'search', { query: 'zzz no such title zzz' });
      same([none.type, none.results], ['page_or_data_source', []], 'search');
    },
  },
];
