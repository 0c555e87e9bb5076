/** pages.create, retrieve, update, move, properties.retrieve, and the markdown of a page's body. */
import { appendBlocks, eraseBlocks, readBlocks } from '../blocks.ts';
import { relatedPages, rollupTargets } from '../cells.ts';
import { invalid, malformed } from '../errors.ts';
import { escapePropertyId } from '../ids.ts';
import { fromMarkdown } from '../markdown.ts';
import { editPage, makePage, movePage, setTrash, tellPage, touch } from '../model.ts';
import { readOnly, renderList, renderPage } from '../objects.ts';
import { renderValue } from '../properties/render.ts';
import { findProperty } from '../properties/schema.ts';
import { mentionName, readValues } from '../properties/values.ts';
import {
  type Fields,
  isFields,
  onlyKeys,
  readFields,
  readFlag,
  readId,
  readList,
  readPageSize,
  readText,
} from '../read.ts';
import { type RichText, readRichText } from '../richtext.ts';
import type { Id, Page, Parent } from '../state.ts';
import {
  databaseOr404,
  dataSourceOr404,
  hasTrashedAncestor,
  pageOr404,
  sourceOf,
  type World,
} from '../world.ts';
import { type Answer, type Call, cursorOf, type Route, repeated } from './call.ts';

/** Writing to what is in the trash is refused, except to take it out [issues: dvanoni/notero#704]. */
export function assertEditable(world: World, page: Page, restoring: boolean): void {
  if (page.inTrash && !restoring) {
    throw invalid("Can't edit block that is archived. You must unarchive the block before editing.");
  }
  if (hasTrashedAncestor(world.state, page)) {
    throw invalid(
      "Can't edit page on block with an archived ancestor. You must unarchive the ancestor before editing page.",
    );
  }
}

/** A parent as sent → where the page goes; a database stands for its only data source. */
function readParent(world: World, value: unknown): Parent {
  const sent = readFields(value, 'body.parent');
  if (sent.data_source_id !== undefined) {
    return {
      type: 'data_source_id',
      id: dataSourceOr404(world.state, readId(sent.data_source_id, 'body.parent.data_source_id')).id,
    };
  }
  if (sent.database_id !== undefined) {
    const database = databaseOr404(world.state, readId(sent.database_id, 'body.parent.database_id'));
    const [only, ...others] = database.dataSources;
    if (only === undefined || others.length > 0) {
      throw invalid('Databases with multiple data sources are not supported in this API version.', {
        error_type: 'multiple_data_sources_for_database',
        child_data_source_ids: database.dataSources,
      });
    }
    return { type: 'data_source_id', id: only };
  }
  if (sent.page_id !== undefined) {
    return { type: 'page_id', id: pageOr404(world.state, readId(sent.page_id, 'body.parent.page_id')).id };
  }
  if (sent.workspace === true)
    throw invalid('Internal integrations cannot create pages in the workspace; give a parent page.');
  throw malformed('body.parent.page_id', 'defined', undefined);
}

/** Values for a page outside a data source: only a title. */
function readTitleOnly(world: World, sent: Fields): (page: Page) => void {
  let title: RichText[] | null = null;
  for (const [key, value] of Object.entries(sent)) {
    const inner = Array.isArray(value) ? value : isFields(value) ? value.title : undefined;
    if (key !== 'title' && !(isFields(value) && Array.isArray(value.title)))
      throw invalid(`${key} is not a property that exists.`);
    title = readRichText(inner, `body.properties.${key}.title`, mentionName(world));
  }
  return (page) => {
    if (title) page.values.title = title;
  };
}

function readProperties(
  world: World,
  parent: Parent,
  value: unknown,
): { ids: string[]; put: (page: Page) => void } {
  const sent = value === undefined ? {} : readFields(value, 'body.properties');
  const source = parent.type === 'data_source_id' ? world.state.dataSources.get(parent.id) : undefined;
  if (source) return readValues(world, source, sent);
  return { ids: Object.keys(sent).length > 0 ? ['title'] : [], put: readTitleOnly(world, sent) };
}

const CREATE_KEYS = [
  'parent',
  'properties',
  'icon',
  'cover',
  'content',
  'children',
  'markdown',
  'allow_async',
  'template',
  'position',
];

function create({ world, body, query, version, author }: Call): Answer {
  onlyKeys(body, CREATE_KEYS);
  const parent = readParent(world, body.parent);
  const home =
    parent.type === 'data_source_id'
      ? world.state.dataSources.get(parent.id)
      : world.state.pages.get('id' in parent ? parent.id : '');
  const gone = home && (home.inTrash || hasTrashedAncestor(world.state, home));
  if (gone) throw invalid("Can't edit block that is archived. You must unarchive the block before editing.");
  const { put } = readProperties(world, parent, body.properties);
  const children = body.children ?? body.content;
  if (children !== undefined && body.markdown !== undefined)
    throw malformed('body.markdown', 'not present', body.markdown);
  const blocks =
    body.markdown !== undefined
      ? fromMarkdown(readText(body.markdown, 'body.markdown'))
      : readBlocks(
          children === undefined ? [] : readList(children, 'body.children'),
          'body.children',
          mentionName(world),
        );
  const page = makePage(world, parent, author, put);
  if (body.icon !== undefined) page.icon = body.icon;
  if (body.cover !== undefined) page.cover = body.cover;
  appendBlocks(world, page, blocks, author);
  return renderPage(world, page, version, readOnly(repeated(query, 'filter_properties')));
}

function retrieve({ world, ids, query, version }: Call): Answer {
  return renderPage(
    world,
    pageOr404(world.state, ids[0]!),
    version,
    readOnly(repeated(query, 'filter_properties')),
  );
}

const UPDATE_KEYS = [
  'properties',
  'icon',
  'cover',
  'is_locked',
  'template',
  'erase_content',
  'in_trash',
  'is_archived',
];

function update({ world, ids, body, query, version, author }: Call): Answer {
  const older = version < '2026-03-11';
  onlyKeys(body, older ? [...UPDATE_KEYS, 'archived'] : UPDATE_KEYS);
  const page = pageOr404(world.state, ids[0]!);
  const sentTrash = body.in_trash ?? (older ? body.archived : undefined);
  const inTrash = sentTrash === undefined ? undefined : readFlag(sentTrash, 'body.in_trash');
  assertEditable(world, page, inTrash !== undefined);
  const { ids: written, put } = readProperties(world, page.parent, body.properties);
  const isArchived =
    body.is_archived === undefined ? undefined : readFlag(body.is_archived, 'body.is_archived');
  const isLocked = body.is_locked === undefined ? undefined : readFlag(body.is_locked, 'body.is_locked');
  if (inTrash !== undefined) setTrash(world, page, inTrash, author);
  if (body.properties !== undefined) editPage(world, page, author, written, put);
  for (const look of ['icon', 'cover'] as const) {
    if (body[look] === undefined) continue;
    page[look] = body[look];
    touch(world, page, author);
  }
  if (isArchived !== undefined) page.isArchived = isArchived;
  if (isLocked !== undefined && isLocked !== page.isLocked) {
    page.isLocked = isLocked;
    tellPage(world, page, isLocked ? 'page.locked' : 'page.unlocked', author);
  }
  if (body.erase_content === true) eraseBlocks(world, page, author);
  return renderPage(world, page, version, readOnly(repeated(query, 'filter_properties')));
}

function move({ world, ids, body, version, author }: Call): Answer {
  onlyKeys(body, ['parent']);
  const page = pageOr404(world.state, ids[0]!);
  assertEditable(world, page, false);
  movePage(world, page, readParent(world, body.parent), author);
  return renderPage(world, page, version);
}

/** One property: lists for title, rich text, people, relation and rollup, a single item for the rest [rec for title]. */
function retrieveProperty({ world, ids, query }: Call): Answer {
  const page = pageOr404(world.state, ids[0]!);
  const source = sourceOf(world.state, page);
  const key = ids[1]!;
  const property = source
    ? findProperty(source, key)
    : key === 'title'
      ? { id: 'title', type: 'title' as const }
      : undefined;
  if (!property) throw invalid(`${key} is not a property that exists.`);
  const id = escapePropertyId(property.id);
  const { type } = property;
  const value: Fields =
    source && 'config' in property
      ? renderValue(world, source, property, page)
      : { [type]: page.values.title ?? [] };
  const item = (content: unknown) => ({ object: 'property_item', type, id, [type]: content });
  if (!['title', 'rich_text', 'people', 'relation', 'rollup'].includes(type)) return item(value[type]);
  let items: unknown[] = [];
  let head: unknown = {};
  if (type === 'relation')
    items = relatedPages(world, page.values[property.id]).map((related) => ({ id: related.id }));
  else if (type === 'people')
    items = ((page.values[property.id] as Id[] | undefined) ?? []).map((person) => ({
      object: 'user',
      id: person,
    }));
  else if (type === 'rollup' && source && 'config' in property) {
    head = value.rollup;
    items = (rollupTargets(world, source, property, page)?.pages ?? []).map(({ id: related }) => ({
      id: related,
    }));
  } else items = value[type] as unknown[];
  const size = readPageSize(query.get('page_size'), 'query.page_size');
  const cursor = cursorOf(query.get('start_cursor'));
  const from = cursor === null ? 0 : Number(cursor);
  if (!Number.isInteger(from)) throw invalid(`The start_cursor provided is invalid: ${cursor}`);
  const shown = items.slice(from, from + size);
  const next = from + size < items.length ? String(from + size) : null;
  const nextUrl =
    next === null ? null : `https://api.notion.com/v1/pages/${page.id}/properties/${id}?start_cursor=${next}`;
  const results = shown.map((content) =>
    type === 'rollup' ? { object: 'property_item', type: 'relation', id, relation: content } : item(content),
  );
  return {
    ...renderList('property_item', results, next),
    property_item: { id, next_url: nextUrl, type, [type]: head },
  };
}

export const pageRoutes: Route[] = [
  { method: 'POST', path: 'pages', operation: 'pages.create', write: true, run: create },
  { method: 'GET', path: 'pages/:id', operation: 'pages.retrieve', write: false, run: retrieve },
  { method: 'PATCH', path: 'pages/:id', operation: 'pages.update', write: true, run: update },
  { method: 'POST', path: 'pages/:id/move', operation: 'pages.move', write: true, run: move },
  {
    method: 'GET',
    path: 'pages/:id/properties/*',
    operation: 'pages.properties.retrieve',
    write: false,
    run: retrieveProperty,
  },
];
