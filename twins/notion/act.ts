/**
 * What people do in Notion's own window: databases and properties are called by their names, values are friendly.
 * Mistakes of the caller (an unknown name) throw: they are faults of a test, not of the product.
 */
import { appendBlocks } from './blocks.ts';
import { nextRandom, readUuid } from './ids.ts';
import { fromMarkdown } from './markdown.ts';
import {
  adopt,
  disown,
  duplicatePage,
  editPage,
  makeDatabase,
  makePage,
  movePage,
  setTrash,
  tellSchema,
  titleProperty,
  touch,
} from './model.ts';
import { removeProperty, restoreProperty, retype } from './properties/columns.ts';
import { findOption, makeOption } from './properties/options.ts';
import { findProperty, readSchema } from './properties/schema.ts';
import { readValue } from './properties/values.ts';
import { plainText, toRichText } from './richtext.ts';
import { makeComment } from './routes/comments.ts';
import type { Capabilities, Database, DataSource, Id, Page, Property, User } from './state.ts';
import { newId, sourceOf, type World, webhookParent } from './world.ts';

/** A friendly value: words, a number, a tick, a name of an option, a date, or a list (people by id, name or address). */
export type Friendly =
  | string
  | number
  | boolean
  | null
  | string[]
  | { start: string; end?: string | null; time_zone?: string | null };
export type FriendlyValues = Record<string, Friendly>;

/** The things a person does. Pages are given by id; databases by title (or id). */
export interface Act {
  /** The same things, done by another person. */
  as(user: Id): Act;
  create(database: string, values?: FriendlyValues): Id;
  edit(page: Id, values: FriendlyValues): void;
  trash(page: Id): void;
  restore(page: Id): void;
  duplicate(page: Id): Id;
  archive(page: Id): void;
  unarchive(page: Id): void;
  /** To another page of the workspace, or to a database given by name. */
  move(page: Id, to: { page: Id } | { database: string }): void;
  /** A new page below another, the parent page unless said otherwise. */
  createPage(title: string, under?: Id): Id;
  write(page: Id, markdown: string): void;
  comment(page: Id, words: string): Id;
  renameProperty(database: string, property: string, name: string): void;
  deleteProperty(database: string, property: string): void;
  /** Out of the trash of properties, with its values. */
  restoreProperty(database: string, property: string): void;
  retypeProperty(database: string, property: string, type: string): void;
  addProperty(database: string, name: string, type: string): void;
  addOption(database: string, property: string, option: string, group?: string): void;
  renameOption(database: string, property: string, option: string, name: string): void;
  removeOption(database: string, property: string, option: string): void;
  /** A database of the person's own; schema as the API takes it. */
  createDatabase(title: string, properties: Record<string, unknown>, under?: Id): Id;
  renameDatabase(database: string, title: string): void;
  /** Under another page of the workspace. */
  moveDatabase(database: string, under: Id): void;
  trashDatabase(database: string): void;
  restoreDatabase(database: string): void;
  /** Takes the integration's access to a page or database away. */
  unshare(thing: Id): void;
  share(thing: Id): void;
  /** Takes the whole integration away (401 from then on), or gives it back. */
  revoke(): void;
  reconnect(): void;
  allow(capabilities: Partial<Capabilities>): void;
  addUser(user: { name: string; email?: string; guest?: boolean }): Id;
  changeUser(user: Id, change: { name?: string; email?: string | null }): void;
  removeUser(user: Id): void;
}

function databaseNamed(world: World, name: string): Database {
  const id = readUuid(name);
  const all = [...world.state.databases.values()].filter(
    (one) => one.id === id || plainText(one.title) === name,
  );
  const found = all.find((one) => !one.inTrash) ?? all[0];
  if (!found) throw new Error(`There is no database called ${name}.`);
  return found;
}

function sourceNamed(world: World, name: string): DataSource {
  const database = databaseNamed(world, name);
  const source = world.state.dataSources.get(database.dataSources[0] ?? '');
  if (!source) throw new Error(`The database ${name} has no data source.`);
  return source;
}

function propertyNamed(source: DataSource, name: string): Property {
  const property = findProperty(source, name);
  if (!property) throw new Error(`There is no property called ${name} in ${plainText(source.title)}.`);
  return property;
}

function pageWith(world: World, id: Id): Page {
  const page = world.state.pages.get(id);
  if (!page) throw new Error(`There is no page ${id}.`);
  return page;
}

function personWith(world: World, who: string): Id {
  const user = [...world.state.users.values()].find(
    (one) => one.id === who || one.email === who || one.name === who,
  );
  if (!user) throw new Error(`There is nobody called ${who}.`);
  return user.id;
}

/** A friendly value in the shape that the API takes. */
function toRequest(world: World, property: Property, value: Friendly): unknown {
  const list = Array.isArray(value) ? value : value === null || value === '' ? [] : [String(value)];
  switch (property.type) {
    case 'title':
    case 'rich_text':
      return toRichText(value === null ? '' : String(value));
    case 'select':
    case 'status':
      return value === null ? null : { name: String(value) };
    case 'multi_select':
      return list.map((name) => ({ name }));
    case 'people':
      return list.map((who) => ({ id: personWith(world, who) }));
    case 'relation':
      return list.map((id) => ({ id }));
    case 'date':
      return typeof value === 'string' ? { start: value } : value;
    case 'files':
      return list.map((url) => ({ name: url, external: { url } }));
    default:
      return value;
  }
}

function readFriendly(world: World, source: DataSource, values: FriendlyValues) {
  const puts = Object.entries(values).map(([name, value]) => {
    const property = propertyNamed(source, name);
    return {
      id: property.id,
      put: readValue(world, source, property, toRequest(world, property, value), name),
    };
  });
  return {
    ids: puts.map(({ id }) => id),
    put: (page: Page) => {
      for (const { put } of puts) put(page);
    },
  };
}

/** The acts of one person (the first of the workspace by default). */
export function createAct(world: World, author?: Id): Act {
  const me = (): Id => author ?? [...world.state.users.values()].find((user) => user.type === 'person')!.id;
  const schema = (source: DataSource, property: Property, action: string) =>
    tellSchema(world, source, me(), [{ id: property.id, name: property.name, action }]);
  const setDatabaseTrash = (name: string, inTrash: boolean) => {
    const database = databaseNamed(world, name);
    database.inTrash = inTrash;
    touch(world, database, me());
    world.emit({
      type: inTrash ? 'database.deleted' : 'database.undeleted',
      entity: { id: database.id, type: 'database' },
      author: me(),
      data: { parent: webhookParent(world.state, database) },
    });
  };
  const optionNamed = (database: string, property: string, option: string) => {
    const source = sourceNamed(world, database);
    const column = propertyNamed(source, property);
    const found = findOption(column.config.options ?? [], { name: option });
    if (!found) throw new Error(`There is no option ${option} in ${property}.`);
    return { source, column, found };
  };

  return {
    as: (user) => createAct(world, personWith(world, user)),
    create(database, values = {}) {
      const source = sourceNamed(world, database);
      const { put } = readFriendly(world, source, values);
      return makePage(world, { type: 'data_source_id', id: source.id }, me(), put).id;
    },
    edit(id, values) {
      const page = pageWith(world, id);
      const source = sourceOf(world.state, page);
      if (!source) {
        editPage(world, page, me(), ['title'], (one) => {
          one.values.title = toRichText(String(Object.values(values)[0] ?? ''));
        });
        return;
      }
      const { ids, put } = readFriendly(world, source, values);
      editPage(world, page, me(), ids, put);
    },
    trash: (id) => setTrash(world, pageWith(world, id), true, me()),
    restore: (id) => setTrash(world, pageWith(world, id), false, me()),
    duplicate: (id) => duplicatePage(world, pageWith(world, id), me()).id,
    archive(id) {
      pageWith(world, id).isArchived = true;
    },
    unarchive(id) {
      pageWith(world, id).isArchived = false;
    },
    move(id, to) {
      const parent =
        'page' in to
          ? ({ type: 'page_id', id: to.page } as const)
          : ({ type: 'data_source_id', id: sourceNamed(world, to.database).id } as const);
      movePage(world, pageWith(world, id), parent, me());
    },
    createPage(title, under = world.state.parentPage) {
      return makePage(world, { type: 'page_id', id: under }, me(), (page) => {
        page.values.title = toRichText(title);
      }).id;
    },
    write(id, markdown) {
      appendBlocks(world, pageWith(world, id), fromMarkdown(markdown), me());
    },
    comment: (id, words) =>
      makeComment(world, { type: 'page_id', id: pageWith(world, id).id }, toRichText(words), me()).id,
    renameProperty(database, property, name) {
      const source = sourceNamed(world, database);
      const found = propertyNamed(source, property);
      found.name = name;
      schema(source, found, 'updated');
    },
    deleteProperty(database, property) {
      const source = sourceNamed(world, database);
      const found = propertyNamed(source, property);
      removeProperty(world, source, found);
      schema(source, found, 'deleted');
    },
    restoreProperty(database, property) {
      const source = sourceNamed(world, database);
      const found = restoreProperty(world, source, property);
      if (!found) throw new Error(`No property called ${property} was deleted from ${database}.`);
      schema(source, found, 'created');
    },
    retypeProperty(database, property, type) {
      const source = sourceNamed(world, database);
      const found = propertyNamed(source, property);
      retype(world, source, found, type);
      schema(source, found, 'updated');
    },
    addProperty(database, name, type) {
      const source = sourceNamed(world, database);
      tellSchema(world, source, me(), readSchema(world, source, { [name]: { [type]: {} } }).apply());
    },
    addOption(database, property, option, group) {
      const source = sourceNamed(world, database);
      const found = propertyNamed(source, property);
      const made = makeOption(option, () => nextRandom(world.state.random));
      found.config.options = [...(found.config.options ?? []), made];
      const home = found.config.groups?.find((one) => one.name === group) ?? found.config.groups?.[0];
      home?.optionIds.push(made.id);
      schema(source, found, 'updated');
    },
    renameOption(database, property, option, name) {
      const { source, column, found } = optionNamed(database, property, option);
      found.name = name;
      schema(source, column, 'updated');
    },
    removeOption(database, property, option) {
      const { source, column, found } = optionNamed(database, property, option);
      column.config.options = column.config.options?.filter((one) => one !== found) ?? [];
      for (const group of column.config.groups ?? [])
        group.optionIds = group.optionIds.filter((id) => id !== found.id);
      schema(source, column, 'updated');
    },
    createDatabase(title, properties, under = world.state.parentPage) {
      const { database, source } = makeDatabase(
        world,
        { type: 'page_id', id: under },
        toRichText(title),
        me(),
      );
      readSchema(world, source, properties).apply();
      if (!source.properties.some((property) => property.type === 'title'))
        source.properties.unshift(titleProperty('Name'));
      return database.id;
    },
    renameDatabase(name, title) {
      const database = databaseNamed(world, name);
      const only =
        database.dataSources.length === 1 ? world.state.dataSources.get(database.dataSources[0]!) : undefined;
      database.title = toRichText(title);
      if (only) only.title = toRichText(title);
      touch(world, database, me());
    },
    moveDatabase(name, under) {
      const database = databaseNamed(world, name);
      disown(world, database.parent, database.id);
      database.parent = { type: 'page_id', id: under };
      adopt(world, database.parent, database.id, me());
      touch(world, database, me());
    },
    trashDatabase: (name) => setDatabaseTrash(name, true),
    restoreDatabase: (name) => setDatabaseTrash(name, false),
    unshare(id) {
      world.state.shared.delete(id);
      world.state.hidden.add(id);
    },
    share(id) {
      world.state.hidden.delete(id);
      world.state.shared.add(id);
    },
    revoke() {
      world.state.tokenRevoked = true;
    },
    reconnect() {
      world.state.tokenRevoked = false;
    },
    allow: (capabilities) => void Object.assign(world.state.capabilities, capabilities),
    addUser(user) {
      const made: User = { id: newId(world, '4'), type: 'person', ...user };
      world.state.users.set(made.id, made);
      return made.id;
    },
    changeUser(id, change) {
      const user = world.state.users.get(personWith(world, id))!;
      if (change.name !== undefined) user.name = change.name;
      if (change.email === null) delete user.email;
      else if (change.email !== undefined) user.email = change.email;
    },
    removeUser: (id) => void world.state.users.delete(personWith(world, id)),
  };
}
