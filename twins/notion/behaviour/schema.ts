/** Checks of databases, data sources and their columns. */

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

const column = (body: Fields, name: string) => at(body, 'properties', name) as Fields;
const retrieve = (context: Context, source: string) => context.ok('GET', `data_sources/${source}`);
const patch = (context: Context, source: string, properties: Fields) =>
  context.ok('PATCH', `data_sources/${source}`, { properties });

/** Two tables with a relation between them, both ways. */
function pair(context: Context): Promise<{ parents: string; children: string }> {
  return context.once('pair', async () => {
    const parents = await table(context, 'Behaviour: parents', { Name: { title: {} } });
    const children = await table(context, 'Behaviour: children', {
      Name: { title: {} },
      Number: { number: {} },
      Parent: {
        relation: {
          data_source_id: parents.source,
          type: 'dual_property',
          dual_property: { synced_property_name: 'Children' },
        },
      },
    });
    return { parents: parents.source, children: children.source };
  });
}

const mirrorOf = async (context: Context, source: string) =>
  Object.values((await retrieve(context, source)).properties as Record<string, Fields>).find(
    ({ type }) => type === 'relation',
  );

export const schemaBehaviours: Behaviour[] = [
  {
    id: 'D1',
    fact: 'a database answers its data sources and no properties, with exact times',
    mark: 'rec',
    run: async (context) => {
      const { database } = await things(context);
      const body = await context.ok('GET', `databases/${database}`);
      holds(
        !('properties' in body) && (body.data_sources as unknown[]).length === 1,
        'one data source, no properties',
      );
      holds(/\.\d{3}\+00:00$/.test(String(body.created_time)), `created_time ${String(body.created_time)}`);
    },
  },
  {
    id: 'D2',
    fact: 'the first data source carries the name of its database',
    mark: 'rec',
    run: async (context) => {
      const { database } = await things(context);
      const body = await context.ok('GET', `databases/${database}`);
      same(at(body, 'data_sources', 0, 'name'), 'Behaviour: things', 'name');
    },
  },
  {
    id: 'D3',
    fact: 'a new database has one view at once',
    mark: 'rec',
    run: async (context) => {
      const { database } = await context.once('D3', () =>
        table(context, 'Behaviour: views', { Name: { title: {} } }),
      );
      const list = await context.ok('GET', `views?database_id=${database}`);
      same(
        (list.results as Fields[]).map((view) => Object.keys(view).sort()),
        [['id', 'object']],
        'views',
      );
    },
  },
  {
    id: 'D4',
    fact: 'the title column has the id `title`; each column has id, name, description, type',
    mark: 'rec',
    run: async (context) => {
      const { source } = await things(context);
      const name = column(await retrieve(context, source), 'Name');
      same(name, { id: 'title', name: 'Name', description: null, type: 'title', title: {} }, 'Name');
    },
  },
  {
    id: 'D5',
    fact: 'a status made without options has Not started, In progress and Done, one in each group',
    mark: 'doc',
    run: async (context) => {
      const { source } = await things(context);
      const status = column(await retrieve(context, source), 'Status').status as {
        options: Fields[];
        groups: Fields[];
      };
      same(
        status.options.map(({ name }) => name),
        ['Not started', 'In progress', 'Done'],
        'options',
      );
      same(
        status.groups.map(({ name, option_ids }) => [name, (option_ids as string[]).length]),
        [
          ['To-do', 1],
          ['In progress', 1],
          ['Complete', 1],
        ],
        'groups',
      );
    },
  },
  {
    id: 'D6',
    fact: 'status options are put into the group they name',
    mark: 'doc',
    run: async (context) => {
      const options = [
        { name: 'Idea', group: 'To-do' },
        { name: 'Doing', group: 'In progress' },
        { name: 'Over', group: 'Complete' },
        { name: 'Dropped', group: 'Complete' },
      ];
      const { source } = await context.once('D6', () =>
        table(context, 'Behaviour: groups', { Name: { title: {} }, Phase: { status: { options } } }),
      );
      const phase = column(await retrieve(context, source), 'Phase').status as {
        groups: { option_ids: string[] }[];
      };
      same(
        phase.groups.map((group) => group.option_ids.length),
        [1, 1, 2],
        'options per group',
      );
    },
  },
  {
    id: 'D7',
    fact: 'a two-way relation appears on both data sources, under the name asked for',
    mark: 'assumption',
    run: async (context) => {
      const { parents, children } = await pair(context);
      const mirror = await mirrorOf(context, parents);
      same([mirror?.name, at(mirror, 'relation', 'data_source_id')], ['Children', children], 'mirror');
      same(at(mirror, 'relation', 'dual_property', 'synced_property_name'), 'Parent', 'its other side');
    },
  },
  {
    id: 'D8',
    fact: 'writing one side of a two-way relation shows on the other',
    mark: 'doc',
    run: async (context) => {
      const { parents, children } = await pair(context);
      const parent = await row(context, parents, { Name: title('P') });
      const child = await row(context, children, {
        Name: title('C'),
        Parent: { relation: [{ id: parent.id }] },
      });
      const name = String((await mirrorOf(context, parents))?.name);
      same(
        at(await context.ok('GET', `pages/${String(parent.id)}`), 'properties', name, 'relation'),
        [{ id: child.id }],
        'mirror value',
      );
      await context.ok('PATCH', `pages/${String(parent.id)}`, { properties: { [name]: { relation: [] } } });
      same(
        at(await context.ok('GET', `pages/${String(child.id)}`), 'properties', 'Parent', 'relation'),
        [],
        'cleared',
      );
    },
  },
  {
    id: 'D9',
    fact: 'a rollup over a relation reckons with a formula of the related pages',
    mark: 'doc',
    run: async (context) => {
      const { parents, children } = await pair(context);
      const mirror = await mirrorOf(context, parents);
      await patch(context, children, { Double: { formula: { expression: 'prop("Number") * 2' } } });
      const rollup = {
        relation_property_id: mirror?.id,
        rollup_property_name: 'Double',
        function: 'average',
      };
      await patch(context, parents, { Average: { rollup } });
      const parent = await row(context, parents, { Name: title('R') });
      for (const number of [1, 4]) {
        await row(context, children, {
          Name: title('r'),
          Number: { number },
          Parent: { relation: [{ id: parent.id }] },
        });
      }
      const value = at(
        await context.ok('GET', `pages/${String(parent.id)}`),
        'properties',
        'Average',
        'rollup',
      );
      same(value, { type: 'number', number: 5, function: 'average' }, 'rollup');
    },
  },
  {
    id: 'D10',
    fact: 'a formula that makes no sense is 400 and adds nothing',
    mark: 'doc',
    run: async (context) => {
      const { source } = await things(context);
      const reply = await context.call('PATCH', `data_sources/${source}`, {
        properties: { Bad: { formula: { expression: 'prop("Nope") +' } } },
      });
      refused(reply, 400, 'validation_error');
      holds(column(await retrieve(context, source), 'Bad') === undefined, 'no column was added');
    },
  },
  {
    id: 'D11',
    fact: 'in formulas empty(0) is true, `== empty()` tells a blank from 0, toNumber("") is a blank number',
    mark: 'doc',
    run: async (context) => {
      const { source } = await context.once('D11', () =>
        table(context, 'Behaviour: formulas', { Name: { title: {} }, N: { number: {} } }),
      );
      await patch(context, source, {
        Falsy: { formula: { expression: 'empty(prop("N"))' } },
        Blank: { formula: { expression: 'prop("N") == empty()' } },
        Kept: { formula: { expression: 'if(prop("N") == empty(), toNumber(""), prop("N"))' } },
      });
      const zero = await row(context, source, { Name: title('zero'), N: { number: 0 } });
      const none = await row(context, source, { Name: title('none') });
      const value = (page: Fields, name: string, type: string) =>
        at(page, 'properties', name, 'formula', type);
      same(
        [value(zero, 'Falsy', 'boolean'), value(zero, 'Blank', 'boolean'), value(zero, 'Kept', 'number')],
        [true, false, 0],
        'zero',
      );
      same(
        [value(none, 'Falsy', 'boolean'), value(none, 'Blank', 'boolean'), value(none, 'Kept', 'number')],
        [true, true, null],
        'none',
      );
    },
  },
  {
    id: 'D12',
    fact: 'a renamed column keeps its id and its values, and formulas follow',
    mark: 'doc',
    run: async (context) => {
      const { source } = await context.once('D12', () =>
        table(context, 'Behaviour: renames', { Name: { title: {} }, Old: { number: {} } }),
      );
      await patch(context, source, { Twice: { formula: { expression: 'prop("Old") * 2' } } });
      const page = await row(context, source, { Name: title('x'), Old: { number: 3 } });
      const before = column(await retrieve(context, source), 'Old');
      await patch(context, source, { [String(before.id)]: { name: 'New' } });
      same(column(await retrieve(context, source), 'New').id, before.id, 'id');
      const after = await context.ok('GET', `pages/${String(page.id)}`);
      same(
        [at(after, 'properties', 'New', 'number'), at(after, 'properties', 'Twice', 'formula', 'number')],
        [3, 6],
        'values',
      );
      await patch(context, source, { New: null } as unknown as Fields);
      holds(column(await retrieve(context, source), 'New') === undefined, 'removed');
    },
  },
  {
    id: 'D13',
    fact: 'the options sent for a select are all it has from then on; an existing one keeps its colour',
    mark: 'doc',
    run: async (context) => {
      const options = [
        { name: 'A', color: 'red' },
        { name: 'B', color: 'blue' },
      ];
      const { source } = await context.once('D13', () =>
        table(context, 'Behaviour: options', { Name: { title: {} }, S: { select: { options } } }),
      );
      await patch(context, source, { S: { select: { options: [{ name: 'A', color: 'green' }] } } });
      const now = column(await retrieve(context, source), 'S').select as { options: Fields[] };
      same(
        now.options.map(({ name, color }) => [name, color]),
        [['A', 'red']],
        'options',
      );
    },
  },
  {
    id: 'D14',
    fact: 'an internal integration cannot put a database into the workspace itself',
    mark: 'doc',
    run: async (context) => {
      const reply = await context.call('POST', 'databases', {
        parent: { type: 'workspace', workspace: true },
        title: [],
      });
      holds(reply.status >= 400 && reply.status < 500, `status ${reply.status}`);
    },
  },
  {
    id: 'D15',
    fact: 'a text longer than 2,000 characters, and more than 100 items, are refused',
    mark: 'doc',
    run: async (context) => {
      const { source } = await things(context);
      const create = (properties: Fields) =>
        context.call('POST', 'pages', { parent: { data_source_id: source }, properties });
      refused(
        await create({ Name: title('x'), Text: text('x'.repeat(2001)) }),
        400,
        'validation_error',
        /2000/,
      );
      refused(
        await create({
          Name: title('x'),
          Tags: { multi_select: Array.from({ length: 101 }, (_, i) => ({ name: `t${i}` })) },
        }),
        400,
        'validation_error',
        /100/,
      );
    },
  },
];
