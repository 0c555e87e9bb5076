/** databases.create, retrieve, update: the containers of data sources. */
import { invalid } from '../errors.ts';
import { adopt, disown, makeDatabase, titleProperty, touch } from '../model.ts';
import { renderDatabase } from '../objects.ts';
import { namedType, readSchema } from '../properties/schema.ts';
import { mentionName } from '../properties/values.ts';
import { isFields, onlyKeys, readFields, readFlag, readId } from '../read.ts';
import { readRichText } from '../richtext.ts';
import type { DataSource, Parent } from '../state.ts';
import { databaseOr404, hasTrashedAncestor, pageOr404, type World, webhookParent } from '../world.ts';
import type { Answer, Call, Route } from './call.ts';

function readParent(world: World, value: unknown): Parent {
  const sent = readFields(value, 'body.parent');
  if (sent.workspace === true) {
    // Only public connections and personal tokens may [doc preparing-for-users 2026].
    throw invalid('Internal integrations cannot create databases in the workspace; give a parent page.');
  }
  const page = pageOr404(world.state, readId(sent.page_id, 'body.parent.page_id'));
  if (page.inTrash || hasTrashedAncestor(world.state, page)) {
    throw invalid("Can't edit block that is archived. You must unarchive the block before editing.");
  }
  return { type: 'page_id', id: page.id };
}

/** A data source that is not part of anything yet, to check a schema against. */
export function draftSource(): DataSource {
  const none = { created: 0, edited: 0, createdBy: '', editedBy: '' };
  return {
    id: '',
    database: '',
    title: [],
    icon: null,
    inTrash: false,
    properties: [],
    removed: [],
    rows: [],
    ...none,
  };
}

const CREATE_KEYS = ['parent', 'title', 'description', 'is_inline', 'initial_data_source', 'icon', 'cover'];

function create({ world, body, version, author }: Call): Answer {
  onlyKeys(body, CREATE_KEYS);
  const parent = readParent(world, body.parent);
  const title = body.title === undefined ? [] : readRichText(body.title, 'body.title', mentionName(world));
  const description =
    body.description === undefined
      ? []
      : readRichText(body.description, 'body.description', mentionName(world));
  const isInline = body.is_inline === undefined ? false : readFlag(body.is_inline, 'body.is_inline');
  const initial =
    body.initial_data_source === undefined
      ? {}
      : readFields(body.initial_data_source, 'body.initial_data_source');
  onlyKeys(initial, ['properties'], 'body.initial_data_source');
  const columns =
    initial.properties === undefined
      ? null
      : readFields(initial.properties, 'body.initial_data_source.properties');
  const path = 'body.initial_data_source.properties';
  if (columns) {
    if (!Object.values(columns).some((column) => isFields(column) && namedType(column) === 'title')) {
      throw invalid('Title is not provided'); // assumption: the sentence
    }
    readSchema(world, draftSource(), columns, path); // refuses before anything is made
  }
  const { database, source } = makeDatabase(world, parent, title, author);
  Object.assign(database, { description, isInline, icon: body.icon ?? null, cover: body.cover ?? null });
  if (columns) readSchema(world, source, columns, path).apply();
  else source.properties.push(titleProperty('Name'));
  return renderDatabase(world, database, version);
}

function retrieve({ world, ids, version }: Call): Answer {
  return renderDatabase(world, databaseOr404(world.state, ids[0]!), version);
}

const UPDATE_KEYS = ['parent', 'title', 'description', 'is_inline', 'icon', 'cover', 'in_trash', 'is_locked'];

function update({ world, ids, body, version, author }: Call): Answer {
  const older = version < '2026-03-11';
  onlyKeys(body, older ? [...UPDATE_KEYS, 'archived'] : UPDATE_KEYS);
  const database = databaseOr404(world.state, ids[0]!);
  const sentTrash = body.in_trash ?? (older ? body.archived : undefined);
  if (database.inTrash && sentTrash !== false) {
    throw invalid("Can't edit block that is archived. You must unarchive the block before editing.");
  }
  const parent = body.parent === undefined ? null : readParent(world, body.parent);
  const title = body.title === undefined ? null : readRichText(body.title, 'body.title', mentionName(world));
  const description =
    body.description === undefined
      ? null
      : readRichText(body.description, 'body.description', mentionName(world));
  if (body.is_inline !== undefined) database.isInline = readFlag(body.is_inline, 'body.is_inline');
  if (body.is_locked !== undefined) database.isLocked = readFlag(body.is_locked, 'body.is_locked');
  if (sentTrash !== undefined) {
    const inTrash = readFlag(sentTrash, 'body.in_trash');
    const changed = inTrash !== database.inTrash;
    database.inTrash = inTrash;
    if (changed) {
      const type = inTrash ? 'database.deleted' : 'database.undeleted';
      const data = { parent: webhookParent(world.state, database) };
      world.emit({ type, entity: { id: database.id, type: 'database' }, author, data });
    }
  }
  if (parent) {
    disown(world, database.parent, database.id);
    database.parent = parent;
    adopt(world, parent, database.id, author);
  }
  if (title) {
    // assumption: a database's only data source carries its name.
    const only =
      database.dataSources.length === 1 ? world.state.dataSources.get(database.dataSources[0]!) : undefined;
    database.title = title;
    if (only) only.title = title;
  }
  if (description) database.description = description;
  if (body.icon !== undefined) database.icon = body.icon;
  if (body.cover !== undefined) database.cover = body.cover;
  touch(world, database, author);
  return renderDatabase(world, database, version);
}

/** `POST /databases/{id}/query` and other paths of old versions are unknown URLs now. */
export const databaseRoutes: Route[] = [
  { method: 'POST', path: 'databases', operation: 'databases.create', write: true, run: create },
  { method: 'GET', path: 'databases/:id', operation: 'databases.retrieve', write: false, run: retrieve },
  { method: 'PATCH', path: 'databases/:id', operation: 'databases.update', write: true, run: update },
];
