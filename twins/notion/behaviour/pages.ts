/** Checks of pages and their values, and of the trash. */

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
  text,
  things,
  title,
} from './context.ts';

const value = (page: Fields, name: string, ...path: (string | number)[]) =>
  at(page, 'properties', name, ...path);

async function dated(context: Context, date: Fields): Promise<unknown> {
  const { source } = await things(context);
  return value(await row(context, source, { Name: title('date'), Date: { date } }), 'Date', 'date');
}

export const pageBehaviours: Behaviour[] = [
  {
    id: 'P1',
    fact: 'a page tells every column, empty ones as null, [] or false',
    mark: 'doc',
    run: async (context) => {
      const { source } = await things(context);
      const page = await row(context, source, {});
      const seen = [
        ['Name', 'title'],
        ['Text', 'rich_text'],
        ['Number', 'number'],
        ['Select', 'select'],
        ['Tags', 'multi_select'],
        ['Date', 'date'],
        ['People', 'people'],
        ['Done', 'checkbox'],
        ['Link', 'url'],
        ['Mail', 'email'],
        ['Files', 'files'],
      ] as const;
      const blanks = seen.map(([name, type]) => value(page, name, type));
      same(blanks, [[], [], null, null, [], null, [], false, null, null, []], 'blanks');
    },
  },
  {
    id: 'P2',
    fact: 'times of pages are floored to the minute',
    mark: 'rec',
    run: async (context) => {
      const { source } = await things(context);
      const page = await row(context, source, { Name: title('minute') });
      holds(
        /:00\.000Z$/.test(String(page.created_time)) && /:00\.000Z$/.test(String(page.last_edited_time)),
        'page times',
      );
      holds(/:00\.000Z$/.test(String(value(page, 'Made', 'created_time'))), 'created_time column');
    },
  },
  {
    id: 'P3',
    fact: 'rich text comes back with type, link, annotations, plain_text and href',
    mark: 'rec',
    run: async (context) => {
      const { source } = await things(context);
      const page = await row(context, source, { Name: title('text'), Text: text('Hello') });
      const annotations = {
        bold: false,
        italic: false,
        strikethrough: false,
        underline: false,
        code: false,
        color: 'default',
      };
      const full = {
        type: 'text',
        text: { content: 'Hello', link: null },
        annotations,
        plain_text: 'Hello',
        href: null,
      };
      same(value(page, 'Text', 'rich_text'), [full], 'Text');
    },
  },
  {
    id: 'P3b',
    fact: 'neighbouring segments that look alike are merged',
    mark: 'doc',
    run: async (context) => {
      const { source } = await things(context);
      const Text = { rich_text: ['a', '', 'b'].map((content) => ({ text: { content } })) };
      const page = await row(context, source, { Name: title('merge'), Text });
      same(value(page, 'Text', 'rich_text', 0, 'plain_text'), 'ab', 'text');
    },
  },
  {
    id: 'P4',
    fact: 'a row names both its data source and its database as parent',
    mark: 'type',
    run: async (context) => {
      const { source, database } = await things(context);
      const page = await row(context, source, { Name: title('parent') });
      same(page.parent, { type: 'data_source_id', data_source_id: source, database_id: database }, 'parent');
    },
  },
  {
    id: 'P5',
    fact: 'a page answers in_trash and, in this version, no archived',
    mark: 'doc',
    run: async (context) => {
      const { source } = await things(context);
      const page = await row(context, source, { Name: title('flags') });
      same([page.in_trash, page.is_archived, 'archived' in page], [false, false, false], 'flags');
    },
  },
  {
    id: 'P6',
    fact: 'a local time with a zone comes back with the offset of that zone at that moment, time_zone null',
    mark: 'doc',
    run: async (context) => {
      const date = await dated(context, {
        start: '2027-06-15T14:30:00',
        end: '2027-12-15T14:30:00',
        time_zone: 'America/New_York',
      });
      same(
        date,
        { start: '2027-06-15T14:30:00.000-04:00', end: '2027-12-15T14:30:00.000-05:00', time_zone: null },
        'date',
      );
    },
  },
  {
    id: 'P7',
    fact: 'a time in UTC comes back with +00:00, a day as a day',
    mark: 'assumption',
    run: async (context) => {
      same(
        at(await dated(context, { start: '2027-06-15T14:30:00Z' }), 'start'),
        '2027-06-15T14:30:00.000+00:00',
        'instant',
      );
      same(
        await dated(context, { start: '2027-06-15', end: '2027-06-18' }),
        { start: '2027-06-15', end: '2027-06-18', time_zone: null },
        'days',
      );
    },
  },
  {
    id: 'P8',
    fact: 'with an offset the instant is kept (whatever offset it comes back in)',
    mark: 'doc',
    run: async (context) => {
      const start = String(at(await dated(context, { start: '2027-06-15T14:30:00+02:00' }), 'start'));
      same(Date.parse(start), Date.parse('2027-06-15T12:30:00Z'), 'instant');
    },
  },
  {
    id: 'P9',
    fact: 'a column that is not there, and a value of the wrong kind, are 400 and nothing is written',
    mark: 'doc',
    run: async (context) => {
      const { source } = await things(context);
      const page = await row(context, source, { Name: title('before') });
      const write = (properties: Fields) => context.call('PATCH', `pages/${String(page.id)}`, { properties });
      refused(
        await write({ Nope: { number: 1 }, Name: title('after') }),
        400,
        'validation_error',
        /Nope is not a property that exists\./,
      );
      refused(
        await write({ Number: text('1'), Name: title('after') }),
        400,
        'validation_error',
        /Number is expected to be number\./,
      );
      const now = await context.ok('GET', `pages/${String(page.id)}`);
      same(value(now, 'Name', 'title', 0, 'plain_text'), 'before', 'title');
    },
  },
  {
    id: 'P10',
    fact: 'a new select option is made by writing its name, and has an id and a colour',
    mark: 'doc',
    run: async (context) => {
      const { source } = await things(context);
      const page = await row(context, source, {
        Name: title('new option'),
        Select: { select: { name: 'Fresh' } },
      });
      same(Object.keys(value(page, 'Select', 'select') as Fields).sort(), ['color', 'id', 'name'], 'option');
    },
  },
  {
    id: 'P11',
    fact: 'a new status option is not made by writing its name: 400',
    mark: 'doc',
    run: async (context) => {
      const { source } = await things(context);
      const reply = await context.call('POST', 'pages', {
        parent: { data_source_id: source },
        properties: { Name: title('x'), Status: { status: { name: 'Fresh' } } },
      });
      refused(reply, 400, 'validation_error', /Invalid status option\. Status option "Fresh" does not exist/);
    },
  },
  {
    id: 'P12',
    fact: 'a status is never blank: unset and null mean the first option of To-do',
    mark: 'doc',
    run: async (context) => {
      const { source } = await things(context);
      const page = await row(context, source, { Name: title('x'), Status: { status: { name: 'Done' } } });
      const reset = await context.ok('PATCH', `pages/${String(page.id)}`, {
        properties: { Status: { status: null } },
      });
      same(value(reset, 'Status', 'status', 'name'), 'Not started', 'status');
    },
  },
  {
    id: 'P13',
    fact: 'what Notion reckons itself cannot be written',
    mark: 'type',
    run: async (context) => {
      const { source } = await things(context);
      const reply = await context.call('POST', 'pages', {
        parent: { data_source_id: source },
        properties: { Made: { created_time: '2026-01-01T00:00:00Z' } },
      });
      refused(reply, 400, 'validation_error');
    },
  },
  {
    id: 'P14',
    fact: 'unique ids count up by one and carry the prefix',
    mark: 'doc',
    run: async (context) => {
      const { source } = await things(context);
      const [a, b] = [
        await row(context, source, { Name: title('a') }),
        await row(context, source, { Name: title('b') }),
      ];
      same(
        Number(value(b, 'Ref', 'unique_id', 'number')) - Number(value(a, 'Ref', 'unique_id', 'number')),
        1,
        'step',
      );
      same(value(a, 'Ref', 'unique_id', 'prefix'), 'BEH', 'prefix');
    },
  },
  {
    id: 'P15',
    fact: 'a page in the trash is still retrieved, is in no query, cannot be edited, and can be taken out again',
    mark: 'doc',
    run: async (context) => {
      const { source } = await things(context);
      const page = await row(context, source, { Name: title('trash me') });
      const path = `pages/${String(page.id)}`;
      const find = { filter: { property: 'Name', title: { equals: 'trash me' } } };
      same((await context.ok('PATCH', path, { in_trash: true })).in_trash, true, 'in_trash');
      same((await context.ok('GET', path)).in_trash, true, 'retrieved');
      same((await context.ok('POST', `data_sources/${source}/query`, find)).results, [], 'query');
      refused(
        await context.call('PATCH', path, { properties: { Name: title('x') } }),
        400,
        'validation_error',
        /archived/,
      );
      same((await context.ok('PATCH', path, { in_trash: false })).in_trash, false, 'restored');
    },
  },
  {
    id: 'P16',
    fact: 'a relation shows 25 pages and has_more; the property endpoint has the rest',
    mark: 'doc',
    run: async (context) => {
      const { source } = await context.once('P16', () =>
        table(context, 'Behaviour: many', { Name: { title: {} } }),
      );
      await context.ok('PATCH', `data_sources/${source}`, {
        properties: {
          Others: { relation: { data_source_id: source, type: 'single_property', single_property: {} } },
        },
      });
      const ids: unknown[] = [];
      for (let i = 0; i < 27; i++) ids.push((await row(context, source, { Name: title(`${i}`) })).id);
      const page = await row(context, source, {
        Name: title('all'),
        Others: { relation: ids.map((id) => ({ id })) },
      });
      same(
        [(value(page, 'Others', 'relation') as unknown[]).length, value(page, 'Others', 'has_more')],
        [25, true],
        'shown',
      );
      const all = await context.ok(
        'GET',
        `pages/${String(page.id)}/properties/${String(value(page, 'Others', 'id'))}`,
      );
      same([all.object, all.type, (all.results as unknown[]).length], ['list', 'property_item', 27], 'all');
    },
  },
];
