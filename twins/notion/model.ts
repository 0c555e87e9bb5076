/**
 * What happens to a workspace, whoever does it: pages and databases are made, edited, moved, trashed, restored,
 * duplicated. Each change stamps its author and time and is told to the listeners. No checks of requests here.
 */
import { escapePropertyId } from './ids.ts';
import { defaultStatus } from './properties/options.ts';
import { relate } from './properties/values.ts';
import { plainText, type RichText, textSegment } from './richtext.ts';
import type { Block, Database, DataSource, Id, Page, Parent, Property, View } from './state.ts';
import { findThing, newId, sourceOf, type World, webhookParent } from './world.ts';

/** A page's title in words. */
export function titleOf(page: Page): string {
  return plainText((page.values.title as RichText[] | undefined) ?? []);
}

/** Marks something as edited now. */
export function touch(world: World, thing: { edited: number; editedBy: Id }, author: Id): void {
  thing.edited = world.now();
  thing.editedBy = author;
}

function stamps(world: World, author: Id) {
  return { created: world.now(), edited: world.now(), createdBy: author, editedBy: author };
}

/** Puts a child into its parent's body; a page whose body changed counts as edited [rec: the parent of new pages]. */
export function adopt(world: World, parent: Parent, child: Id, author: Id, after?: Id | 'start'): void {
  if (parent.type === 'data_source_id') {
    world.state.dataSources.get(parent.id)?.rows.push(child);
    return;
  }
  if (parent.type === 'workspace') return;
  const thing = findThing(world.state, parent.id);
  if (!thing || !('children' in thing)) return;
  const at =
    after === 'start' ? 0 : after === undefined ? thing.children.length : thing.children.indexOf(after) + 1;
  thing.children.splice(at, 0, child);
  touch(world, thing, author);
}

/** Takes a child out of its parent's body or rows. */
export function disown(world: World, parent: Parent, child: Id): void {
  if (parent.type === 'workspace') return;
  if (parent.type === 'data_source_id') {
    const source = world.state.dataSources.get(parent.id);
    if (source) source.rows = source.rows.filter((id) => id !== child);
    return;
  }
  const thing = findThing(world.state, parent.id);
  if (thing && 'children' in thing) thing.children = thing.children.filter((id) => id !== child);
}

/** Tells the listeners about a page. */
export function tellPage(
  world: World,
  page: Page,
  type: string,
  author: Id,
  data: Record<string, unknown> = {},
): void {
  world.emit({
    type,
    entity: { id: page.id, type: 'page' },
    author,
    data: { parent: webhookParent(world.state, page), ...data },
  });
}

/** A new page; rows get their statuses' defaults and their unique numbers. `fill` puts the values. */
export function makePage(world: World, parent: Parent, author: Id, fill: (page: Page) => void): Page {
  const page: Page = {
    id: newId(world),
    parent,
    ...stamps(world, author),
    values: {},
    icon: null,
    cover: null,
    inTrash: false,
    isArchived: false,
    isLocked: false,
    children: [],
  };
  world.state.pages.set(page.id, page);
  for (const property of sourceOf(world.state, page)?.properties ?? []) {
    if (property.type === 'status') page.values[property.id] = defaultStatus(property.config);
    if (property.type === 'unique_id') page.values[property.id] = property.config.nextNumber!++;
  }
  adopt(world, parent, page.id, author);
  fill(page);
  tellPage(world, page, 'page.created', author);
  return page;
}

/** Edits a page's values; `ids` are the raw ids of the properties that were written. */
export function editPage(
  world: World,
  page: Page,
  author: Id,
  ids: string[],
  put: (page: Page) => void,
): void {
  touch(world, page, author);
  put(page);
  if (ids.length === 0) return;
  tellPage(world, page, 'page.properties_updated', author, { updated_properties: ids.map(escapePropertyId) });
}

/** Into the trash or out of it. */
export function setTrash(world: World, page: Page, inTrash: boolean, author: Id): void {
  if (page.inTrash === inTrash) return;
  page.inTrash = inTrash;
  touch(world, page, author);
  tellPage(world, page, inTrash ? 'page.deleted' : 'page.undeleted', author);
}

/** Elsewhere. Values stay with their property ids, so a row comes back whole when it is moved back (assumption). */
export function movePage(world: World, page: Page, parent: Parent, author: Id): void {
  disown(world, page.parent, page.id);
  page.parent = parent;
  adopt(world, parent, page.id, author);
  touch(world, page, author);
  tellPage(world, page, 'page.moved', author);
}

/** A copy beside the page, with all values (new unique numbers) and a copy of the body. assumption: the title gets " (1)". */
export function duplicatePage(world: World, page: Page, author: Id): Page {
  const source = sourceOf(world.state, page);
  return makePage(world, page.parent, author, (copy) => {
    const own = { ...copy.values };
    copy.values = { ...structuredClone(page.values), title: [textSegment(`${titleOf(page)} (1)`)] };
    for (const property of source?.properties ?? []) {
      if (property.type === 'unique_id') copy.values[property.id] = own[property.id] ?? null;
      if (property.type !== 'relation' || !source) continue;
      const related = (page.values[property.id] as Id[] | undefined) ?? [];
      copy.values[property.id] = [];
      relate(world, source, property, copy, related);
    }
    copy.icon = page.icon;
    copy.cover = page.cover;
    copy.children = copyBlocks(world, page.children, { type: 'page_id', id: copy.id }, author);
  });
}

function copyBlocks(world: World, ids: Id[], parent: Parent, author: Id): Id[] {
  return ids.flatMap((id) => {
    const block = world.state.blocks.get(id);
    if (!block || block.inTrash) return [];
    const copy: Block = { ...structuredClone(block), id: newId(world), parent, ...stamps(world, author) };
    world.state.blocks.set(copy.id, copy);
    copy.children = copyBlocks(world, block.children, { type: 'block_id', id: copy.id }, author);
    return [copy.id];
  });
}

/** A new data source in a database. */
export function makeDataSource(
  world: World,
  database: Database,
  title: RichText[],
  author: Id,
  first = false,
): DataSource {
  const source: DataSource = {
    // The first one of a database has an id of version 4, later ones of version 8 [rec].
    id: newId(world, first ? '4' : '8'),
    database: database.id,
    title,
    icon: null,
    inTrash: false,
    properties: [],
    removed: [],
    rows: [],
    ...stamps(world, author),
  };
  world.state.dataSources.set(source.id, source);
  database.dataSources.push(source.id);
  return source;
}

/** A new database with its first data source (still without columns) and its "Default view" [doc]. */
export function makeDatabase(
  world: World,
  parent: Parent,
  title: RichText[],
  author: Id,
): { database: Database; source: DataSource } {
  const database: Database = {
    id: newId(world, '4'),
    parent,
    title,
    description: [],
    isInline: false,
    isLocked: false,
    inTrash: false,
    icon: null,
    cover: null,
    dataSources: [],
    ...stamps(world, author),
  };
  world.state.databases.set(database.id, database);
  adopt(world, parent, database.id, author);
  const source = makeDataSource(world, database, title, author, true);
  makeView(
    world,
    { database: database.id, dataSource: source.id, name: 'Default view', type: 'table' },
    author,
  );
  world.emit({
    type: 'database.created',
    entity: { id: database.id, type: 'database' },
    author,
    data: { parent: webhookParent(world.state, database) },
  });
  return { database, source };
}

/** A new view. */
export function makeView(
  world: World,
  view: Pick<View, 'database' | 'dataSource' | 'name' | 'type'> & Partial<View>,
  author: Id,
): View {
  const made: View = {
    id: newId(world),
    filter: null,
    sorts: null,
    quickFilters: null,
    configuration: { type: view.type },
    ...stamps(world, author),
    ...view,
  };
  world.state.views.set(made.id, made);
  return made;
}

/** The schema of a data source was changed. */
export function tellSchema(
  world: World,
  source: DataSource,
  author: Id,
  changes: { id: string; name: string | null; action: string }[],
): void {
  touch(world, source, author);
  world.emit({
    type: 'data_source.schema_updated',
    entity: { id: source.id, type: 'data_source' },
    author,
    data: {
      parent: webhookParent(world.state, source),
      updated_properties: changes.map((change) => ({ ...change, id: escapePropertyId(change.id) })),
    },
  });
}

/** A data source's title column. */
export function titleProperty(name: string): Property {
  return { id: 'title', name, type: 'title', description: null, config: {} };
}
