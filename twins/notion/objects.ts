/**
 * Pages, blocks, databases, data sources, comments and views as answered. `version` decides between `archived`
 * (before 2026-03-11, beside in_trash) and in_trash alone [doc upgrade-guide-2026-03-11; rec for the older one].
 */
import { pageUrl, unescapeId } from './ids.ts';
import { titleOf } from './model.ts';
import { renderSchema, renderValue } from './properties/render.ts';
import { plainText } from './richtext.ts';
import type { Block, Comment, Database, DataSource, Id, Page, View } from './state.ts';
import { exactTime, minuteTime } from './times.ts';
import { renderParent, sourceOf, type World } from './world.ts';

function archivedToo(version: string, inTrash: boolean): Record<string, unknown> {
  return version < '2026-03-11' ? { archived: inTrash } : {};
}

const userRef = (id: Id) => ({ object: 'user', id });

function stampFields(
  thing: { created: number; edited: number; createdBy: Id; editedBy: Id },
  time: (at: number) => string,
) {
  return {
    created_time: time(thing.created),
    last_edited_time: time(thing.edited),
    created_by: userRef(thing.createdBy),
    last_edited_by: userRef(thing.editedBy),
  };
}

/** A page; `only` keeps the properties of those ids or names (filter_properties). */
export function renderPage(
  world: World,
  page: Page,
  version: string,
  only?: ReadonlySet<string>,
): Record<string, unknown> {
  const source = sourceOf(world.state, page);
  const properties: Record<string, unknown> = {};
  if (source) {
    for (const property of source.properties) {
      if (only && !only.has(property.id) && !only.has(property.name)) continue;
      properties[property.name] = renderValue(world, source, property, page);
    }
  } else if (!only || only.has('title')) {
    properties.title = { id: 'title', type: 'title', title: page.values.title ?? [] };
  }
  return {
    object: 'page',
    id: page.id,
    ...stampFields(page, minuteTime),
    cover: page.cover,
    icon: page.icon,
    parent: renderParent(world.state, page.parent),
    in_trash: page.inTrash,
    is_archived: page.isArchived,
    is_locked: page.isLocked,
    properties,
    url: pageUrl(page.id, titleOf(page)),
    public_url: null,
    ...archivedToo(version, page.inTrash),
  };
}

/** The ids and names of a filter_properties list, both escaped and not. */
export function readOnly(values: readonly string[]): ReadonlySet<string> | undefined {
  return values.length === 0 ? undefined : new Set(values.flatMap((value) => [value, unescapeId(value)]));
}

/** A database: the container; columns are on its data sources [rec]. */
export function renderDatabase(world: World, database: Database, version: string): Record<string, unknown> {
  return {
    object: 'database',
    id: database.id,
    title: database.title,
    description: database.description,
    parent: renderParent(world.state, database.parent),
    is_inline: database.isInline,
    in_trash: database.inTrash,
    is_locked: database.isLocked,
    created_time: exactTime(database.created),
    last_edited_time: exactTime(database.edited),
    data_sources: database.dataSources.flatMap((id) => {
      const source = world.state.dataSources.get(id);
      return source && !source.inTrash ? [{ id, name: plainText(source.title) }] : [];
    }),
    icon: database.icon,
    cover: database.cover,
    url: pageUrl(database.id),
    public_url: null,
    ...archivedToo(version, database.inTrash),
  };
}

/** A data source with its columns [rec]. */
export function renderDataSource(world: World, source: DataSource, version: string): Record<string, unknown> {
  const database = world.state.databases.get(source.database)!;
  const inTrash = source.inTrash || database.inTrash;
  return {
    object: 'data_source',
    id: source.id,
    cover: null,
    icon: source.icon,
    ...stampFields(source, minuteTime),
    title: source.title,
    description: [],
    is_inline: database.isInline,
    properties: renderSchema(world, source),
    parent: { type: 'database_id', database_id: database.id },
    database_parent: renderParent(world.state, database.parent),
    url: pageUrl(database.id),
    public_url: null,
    in_trash: inTrash,
    ...archivedToo(version, inTrash),
  };
}

/** A block; pages and databases appear among blocks as child_page and child_database [rec]. */
export function renderBlock(
  world: World,
  thing: Block | Page | Database,
  version: string,
): Record<string, unknown> {
  const isPage = 'values' in thing;
  const isDatabase = 'dataSources' in thing;
  const type = isPage ? 'child_page' : isDatabase ? 'child_database' : thing.type;
  const data = isPage
    ? { title: titleOf(thing) }
    : isDatabase
      ? { title: plainText(thing.title) }
      : thing.data;
  const children = isDatabase ? [] : thing.children.filter((id) => !isGone(world, id));
  return {
    object: 'block',
    id: thing.id,
    parent: renderParent(world.state, thing.parent),
    ...stampFields(thing, minuteTime),
    has_children: children.length > 0,
    in_trash: thing.inTrash,
    type,
    [type]: data,
    ...archivedToo(version, thing.inTrash),
  };
}

/** True for a child that is in the trash or nowhere. */
export function isGone(world: World, id: Id): boolean {
  const { blocks, pages, databases } = world.state;
  const thing = blocks.get(id) ?? pages.get(id) ?? databases.get(id);
  return !thing || thing.inTrash;
}

/** A comment [rec]. */
export function renderComment(comment: Comment): Record<string, unknown> {
  return {
    object: 'comment',
    id: comment.id,
    parent: { type: comment.parent.type, [comment.parent.type]: comment.parent.id },
    discussion_id: comment.discussion,
    created_time: minuteTime(comment.created),
    last_edited_time: minuteTime(comment.edited),
    created_by: userRef(comment.createdBy),
    rich_text: comment.richText,
    display_name: comment.displayName,
  };
}

/** A view in full [rec]. */
export function renderView(view: View): Record<string, unknown> {
  return {
    object: 'view',
    id: view.id,
    parent: { type: 'database_id', database_id: view.database },
    data_source_id: view.dataSource,
    name: view.name,
    type: view.type,
    ...stampFields(view, exactTime),
    url: `${pageUrl(view.database)}?v=${view.id.replaceAll('-', '')}`,
    filter: view.filter,
    sorts: view.sorts,
    quick_filters: view.quickFilters,
    configuration: view.configuration,
  };
}

/** A list of things, cut to one page [rec: type and empty object under its name]. */
export function renderList(
  type: string,
  results: unknown[],
  next: string | null,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { object: 'list', results, next_cursor: next, has_more: next !== null, type, [type]: {}, ...more };
}
