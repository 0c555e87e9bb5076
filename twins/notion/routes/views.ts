/**
 * views.create, retrieve, update, delete, list: how a data source is shown. Lists give references only [rec]; a board
 * needs group_by, a calendar or timeline a date property; the last view of a database stays.
 */
import { invalid, malformed, notFound } from '../errors.ts';
import { readFilter } from '../filters.ts';
import { makeDatabase, makeView } from '../model.ts';
import { renderList, renderView } from '../objects.ts';
import { findProperty } from '../properties/schema.ts';
import { matchRows, pageThrough } from '../query.ts';
import {
  type Fields,
  isFields,
  onlyKeys,
  readFields,
  readId,
  readList,
  readPageSize,
  readText,
} from '../read.ts';
import type { DataSource, Id, View } from '../state.ts';
import { exactTime } from '../times.ts';
import { databaseOr404, dataSourceOr404, isVisible, newId, pageOr404, type World } from '../world.ts';
import { type Answer, type Call, cursorOf, type Route } from './call.ts';

const VIEW_TYPES = [
  'table',
  'board',
  'list',
  'calendar',
  'timeline',
  'gallery',
  'form',
  'chart',
  'map',
  'dashboard',
];
const QUERY_LIFE = 15 * 60_000; // [rec: expires_at 15 minutes on]

function viewOr404(world: World, id: Id): View {
  const view = world.state.views.get(id);
  if (!view || !isVisible(world.state, world.state.databases.get(view.database)))
    throw notFound('view', id, world.state.bot);
  return view;
}

function assertProperty(source: DataSource, value: unknown, path: string): void {
  const key = readText(value, path);
  if (!findProperty(source, key)) throw invalid(`Could not find property with name or id: ${key}`);
}

/** Checks a configuration against its type and the columns. assumption: unknown property ids are refused. */
function readConfiguration(source: DataSource, type: string, value: unknown): Record<string, unknown> {
  const sent = value === undefined ? {} : readFields(value, 'body.configuration');
  if (value !== undefined && sent.type !== type)
    throw malformed('body.configuration.type', `"${type}"`, sent.type);
  if (type === 'dashboard' && value !== undefined)
    throw malformed('body.configuration', 'not present', value);
  if (type === 'board' || isFields(sent.group_by)) {
    const group = readFields(sent.group_by, 'body.configuration.group_by');
    assertProperty(source, group.property_id, 'body.configuration.group_by.property_id');
    readText(group.type, 'body.configuration.group_by.type');
  }
  if (type === 'calendar' || type === 'timeline')
    assertProperty(source, sent.date_property_id, 'body.configuration.date_property_id');
  if (type === 'chart') readText(sent.chart_type, 'body.configuration.chart_type');
  if (sent.properties !== undefined) {
    readList(sent.properties, 'body.configuration.properties').forEach((item, i) => {
      const path = `body.configuration.properties[${i}]`;
      assertProperty(source, readFields(item, path).property_id, `${path}.property_id`);
    });
  }
  return { ...sent, type };
}

function readLook(world: World, source: DataSource, body: Fields): Partial<View> {
  const look: Partial<View> = {};
  if (body.filter !== undefined) {
    if (body.filter !== null) readFilter(world, source, body.filter);
    look.filter = body.filter;
  }
  if (body.sorts !== undefined) {
    for (const [i, item] of (body.sorts === null ? [] : readList(body.sorts, 'body.sorts')).entries()) {
      const sort = readFields(item, `body.sorts[${i}]`);
      if (sort.property !== undefined) assertProperty(source, sort.property, `body.sorts[${i}].property`);
    }
    look.sorts = body.sorts;
  }
  if (body.quick_filters !== undefined) look.quickFilters = body.quick_filters;
  return look;
}

const CREATE_KEYS = [
  'data_source_id',
  'name',
  'type',
  'database_id',
  'view_id',
  'filter',
  'sorts',
  'quick_filters',
  'create_database',
  'configuration',
  'position',
  'placement',
];

function create({ world, body, author }: Call): Answer {
  onlyKeys(body, CREATE_KEYS);
  const source = dataSourceOr404(world.state, readId(body.data_source_id, 'body.data_source_id'));
  const name = readText(body.name, 'body.name');
  const type = readText(body.type, 'body.type');
  if (!VIEW_TYPES.includes(type))
    throw malformed('body.type', VIEW_TYPES.map((one) => `"${one}"`).join(', '), type);
  const homes = ['database_id', 'view_id', 'create_database'].filter((key) => body[key] !== undefined);
  if (homes.length !== 1)
    throw malformed(
      'body.database_id',
      'defined (exactly one of database_id, view_id, create_database)',
      body.database_id,
    );
  const configuration = readConfiguration(source, type, body.configuration);
  const look = readLook(world, source, body);
  let home: Id;
  if (body.database_id !== undefined) {
    home = databaseOr404(world.state, readId(body.database_id, 'body.database_id')).id;
  } else if (body.view_id !== undefined) {
    home = viewOr404(world, readId(body.view_id, 'body.view_id')).database;
  } else {
    const wish = readFields(body.create_database, 'body.create_database');
    const parent = readFields(wish.parent, 'body.create_database.parent');
    const page = pageOr404(world.state, readId(parent.page_id, 'body.create_database.parent.page_id'));
    home = linkedDatabase(world, { type: 'page_id', id: page.id }, source, author);
  }
  const view = makeView(
    world,
    { database: home, dataSource: source.id, name, type, configuration, ...look },
    author,
  );
  tell(world, view, 'view.created', author, { view_type: type });
  return renderView(view);
}

/** A linked database block: a database without data sources of its own. */
function linkedDatabase(
  world: World,
  parent: { type: 'page_id'; id: Id },
  source: DataSource,
  author: Id,
): Id {
  const { database, source: own } = makeDatabase(world, parent, source.title, author);
  world.state.dataSources.delete(own.id);
  database.dataSources = [];
  for (const view of world.state.views.values())
    if (view.database === database.id) world.state.views.delete(view.id);
  return database.id;
}

function tell(world: World, view: View, type: string, author: Id, data: Record<string, unknown> = {}): void {
  world.emit({
    type,
    entity: { id: view.id, type: 'view' },
    author,
    data: { parent: { id: view.database, type: 'database' }, ...data },
  });
}

function retrieve({ world, ids }: Call): Answer {
  return renderView(viewOr404(world, ids[0]!));
}

function update({ world, ids, body, author }: Call): Answer {
  onlyKeys(body, ['name', 'filter', 'sorts', 'quick_filters', 'configuration']);
  const view = viewOr404(world, ids[0]!);
  const source = dataSourceOr404(world.state, view.dataSource);
  const look = readLook(world, source, body);
  if (body.configuration !== undefined) {
    look.configuration = {
      ...view.configuration,
      ...readConfiguration(source, view.type, {
        ...view.configuration,
        ...readFields(body.configuration, 'body.configuration'),
      }),
    };
  }
  if (body.name !== undefined) look.name = readText(body.name, 'body.name');
  Object.assign(view, look, { edited: world.now(), editedBy: author });
  const updated = ['name', 'filter', 'sorts', 'configuration'].filter((key) => body[key] !== undefined);
  tell(world, view, 'view.updated', author, { updated_fields: updated });
  return renderView(view);
}

/** Answers a stub [rec]. */
function remove({ world, ids, author }: Call): Answer {
  const view = viewOr404(world, ids[0]!);
  const others = [...world.state.views.values()].filter(
    (one) => one.database === view.database && one !== view,
  );
  if (others.length === 0) throw invalid('Cannot delete the last view of a database.'); // assumption: the sentence
  world.state.views.delete(view.id);
  tell(world, view, 'view.deleted', author);
  return {
    object: 'view',
    id: view.id,
    parent: { type: 'database_id', database_id: view.database },
    type: view.type,
  };
}

function list({ world, query }: Call): Answer {
  const size = readPageSize(query.get('page_size'), 'query.page_size');
  const [byDatabase, bySource] = [query.get('database_id'), query.get('data_source_id')];
  if (byDatabase === null && bySource === null) throw malformed('query.database_id', 'defined', undefined);
  const database =
    byDatabase === null ? null : databaseOr404(world.state, readId(byDatabase, 'query.database_id')).id;
  const source =
    bySource === null ? null : dataSourceOr404(world.state, readId(bySource, 'query.data_source_id')).id;
  const views = [...world.state.views.values()].filter(
    (view) =>
      (database === null || view.database === database) && (source === null || view.dataSource === source),
  );
  const cursor = cursorOf(query.get('start_cursor'));
  const from = cursor === null ? 0 : views.findIndex((view) => view.id === cursor);
  if (from < 0) throw invalid(`The start_cursor provided is invalid: ${cursor}`);
  return renderList(
    'view',
    views.slice(from, from + size).map(({ id }) => ({ object: 'view', id })),
    views[from + size]?.id ?? null,
  );
}

/** A view's rows, ids only, kept for a quarter of an hour [rec]. */
function createQuery({ world, sessions, ids, body }: Call): Answer {
  onlyKeys(body, ['page_size']);
  const view = viewOr404(world, ids[0]!);
  const source = dataSourceOr404(world.state, view.dataSource);
  const rows = matchRows(world, source, { filter: view.filter, sorts: view.sorts });
  const id = newId(world, '4');
  sessions.byCursor.set(id, { ids: rows, at: 0, cut: false, owner: view.id });
  const size = readPageSize(body.page_size);
  const page = pageThrough(world, sessions, view.id, id, size, () => rows);
  return {
    object: 'view_query',
    id,
    view_id: view.id,
    expires_at: exactTime(world.now() + QUERY_LIFE),
    total_count: rows.length,
    results: page.ids.map((row) => ({ object: 'page', id: row })),
    next_cursor: page.next,
    has_more: page.next !== null,
  };
}

function queryResults({ world, sessions, ids, query }: Call): Answer {
  const view = viewOr404(world, ids[0]!);
  if (!sessions.byCursor.has(ids[1]!)) throw notFound('view_query', ids[1]!, world.state.bot);
  const size = readPageSize(query.get('page_size'), 'query.page_size');
  const { ids: rows, next } = pageThrough(
    world,
    sessions,
    view.id,
    cursorOf(query.get('start_cursor')) ?? ids[1]!,
    size,
    () => [],
  );
  return renderList(
    'page',
    rows.map((id) => ({ object: 'page', id })),
    next,
  );
}

function deleteQuery({ world, sessions, ids }: Call): Answer {
  viewOr404(world, ids[0]!);
  if (!sessions.byCursor.delete(ids[1]!)) throw notFound('view_query', ids[1]!, world.state.bot);
  return { object: 'view_query', id: ids[1]!, deleted: true };
}

export const viewRoutes: Route[] = [
  { method: 'POST', path: 'views', operation: 'views.create', write: true, run: create },
  { method: 'GET', path: 'views', operation: 'views.list', write: false, run: list },
  { method: 'GET', path: 'views/:id', operation: 'views.retrieve', write: false, run: retrieve },
  { method: 'PATCH', path: 'views/:id', operation: 'views.update', write: true, run: update },
  { method: 'DELETE', path: 'views/:id', operation: 'views.delete', write: true, run: remove },
  {
    method: 'POST',
    path: 'views/:id/queries',
    operation: 'views.queries.create',
    write: false,
    run: createQuery,
  },
  {
    method: 'GET',
    path: 'views/:id/queries/:id',
    operation: 'views.queries.results',
    write: false,
    run: queryResults,
  },
  {
    method: 'DELETE',
    path: 'views/:id/queries/:id',
    operation: 'views.queries.delete',
    write: false,
    run: deleteQuery,
  },
];
