/** dataSources.create, retrieve, update, query, listTemplates: the tables. */
import { invalid, malformed, notFound } from '../errors.ts';
import { makeDataSource, tellSchema, touch } from '../model.ts';
import { readOnly, renderDataSource, renderList, renderPage } from '../objects.ts';
import { namedType, readSchema } from '../properties/schema.ts';
import { mentionName } from '../properties/values.ts';
import { matchRows, pageThrough } from '../query.ts';
import { isFields, onlyKeys, readFields, readFlag, readId, readPageSize } from '../read.ts';
import { readRichText } from '../richtext.ts';
import { databaseOr404, dataSourceOr404, hasTrashedAncestor, webhookParent } from '../world.ts';
import { type Answer, type Call, cursorOf, type Route, repeated } from './call.ts';
import { draftSource } from './databases.ts';

function create({ world, body, version, author }: Call): Answer {
  onlyKeys(body, ['parent', 'properties', 'title', 'icon']);
  const parent = readFields(body.parent, 'body.parent');
  const database = databaseOr404(world.state, readId(parent.database_id, 'body.parent.database_id'));
  const columns = readFields(body.properties, 'body.properties');
  if (!Object.values(columns).some((column) => isFields(column) && namedType(column) === 'title')) {
    throw invalid('Title is not provided'); // assumption: the sentence
  }
  const title = body.title === undefined ? [] : readRichText(body.title, 'body.title', mentionName(world));
  readSchema(world, draftSource(), columns); // refuses before anything is made
  const source = makeDataSource(world, database, title, author);
  source.icon = body.icon ?? null;
  readSchema(world, source, columns).apply();
  const data = { parent: webhookParent(world.state, source) };
  world.emit({ type: 'data_source.created', entity: { id: source.id, type: 'data_source' }, author, data });
  return renderDataSource(world, source, version);
}

function retrieve({ world, ids, version }: Call): Answer {
  return renderDataSource(world, dataSourceOr404(world.state, ids[0]!), version);
}

function update({ world, ids, body, version, author }: Call): Answer {
  const older = version < '2026-03-11';
  onlyKeys(body, ['title', 'icon', 'properties', 'in_trash', 'parent', ...(older ? ['archived'] : [])]);
  const source = dataSourceOr404(world.state, ids[0]!);
  const sentTrash = body.in_trash ?? (older ? body.archived : undefined);
  const gone = source.inTrash || hasTrashedAncestor(world.state, source);
  if (gone && sentTrash === undefined) {
    throw invalid("Can't edit block that is archived. You must unarchive the block before editing.");
  }
  const title = body.title === undefined ? null : readRichText(body.title, 'body.title', mentionName(world));
  const change =
    body.properties === undefined
      ? null
      : readSchema(world, source, readFields(body.properties, 'body.properties'));
  if (sentTrash !== undefined) {
    const inTrash = readFlag(sentTrash, 'body.in_trash');
    if (inTrash !== source.inTrash) {
      const type = inTrash ? 'data_source.deleted' : 'data_source.undeleted';
      const data = { parent: webhookParent(world.state, source) };
      world.emit({ type, entity: { id: source.id, type: 'data_source' }, author, data });
    }
    source.inTrash = inTrash;
  }
  if (title) source.title = title;
  if (body.icon !== undefined) source.icon = body.icon;
  if (change) tellSchema(world, source, author, change.apply());
  touch(world, source, author);
  return renderDataSource(world, source, version);
}

function query({ world, sessions, ids, body, query: parameters, version }: Call): Answer {
  // in_trash is in the client's types but no parameter of the service [doc]: what is in the trash cannot be queried.
  onlyKeys(body, ['sorts', 'filter', 'start_cursor', 'page_size', 'result_type', 'is_archived']);
  const source = dataSourceOr404(world.state, ids[0]!);
  // assumption: a data source in the trash is not found by queries, though it can be retrieved.
  if (source.inTrash || hasTrashedAncestor(world.state, source))
    throw notFound('data_source', source.id, world.state.bot);
  if (body.result_type !== undefined && body.result_type !== 'page' && body.result_type !== 'data_source') {
    throw malformed('body.result_type', '"page" or "data_source"', body.result_type);
  }
  const size = readPageSize(body.page_size);
  const only = readOnly(repeated(parameters, 'filter_properties'));
  const {
    ids: rows,
    next,
    cut,
  } = pageThrough(world, sessions, source.id, cursorOf(body.start_cursor), size, () =>
    matchRows(world, source, body, sessions.lagMs),
  );
  const results = rows.flatMap((id) => {
    const page = world.state.pages.get(id);
    return page && !page.inTrash ? [renderPage(world, page, version, only)] : [];
  });
  const status = cut
    ? { request_status: { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' } }
    : {};
  return renderList('page_or_data_source', results, next, status);
}

/** Rows marked as templates do not exist here: always an empty list [rec]. */
function listTemplates({ world, ids }: Call): Answer {
  dataSourceOr404(world.state, ids[0]!);
  return { templates: [], has_more: false, next_cursor: null };
}

export const dataSourceRoutes: Route[] = [
  { method: 'POST', path: 'data_sources', operation: 'dataSources.create', write: true, run: create },
  { method: 'GET', path: 'data_sources/:id', operation: 'dataSources.retrieve', write: false, run: retrieve },
  { method: 'PATCH', path: 'data_sources/:id', operation: 'dataSources.update', write: true, run: update },
  {
    method: 'POST',
    path: 'data_sources/:id/query',
    operation: 'dataSources.query',
    write: false,
    run: query,
  },
  {
    method: 'GET',
    path: 'data_sources/:id/templates',
    operation: 'dataSources.listTemplates',
    write: false,
    run: listTemplates,
  },
];
