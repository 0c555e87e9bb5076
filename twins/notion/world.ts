/**
 * What every part of the twin is given: the state, the clock, a maker of ids, and where changes are told (webhooks).
 * Also the look-ups that cannot fail softly: what a caller may see, and the way up from a page to the workspace.
 */
import { notFound } from './errors.ts';
import { makeUuid, nextRandom } from './ids.ts';
import type { Block, Database, DataSource, Id, Page, Parent, Property, State, User } from './state.ts';

/** Something that happened, for whoever listens (the webhooks). */
export interface Change {
  type: string;
  entity: { id: Id; type: string };
  author: Id;
  data: Record<string, unknown>;
}

export interface World {
  state: State;
  now(): number;
  emit(change: Change): void;
}

/** A world over a state: `clock` is epoch milliseconds, to which the state's own shift is added. */
export function createWorld(state: State, clock: () => number, emit: (change: Change) => void): World {
  return { state, now: () => clock() + state.clockShift, emit };
}

/** The next id; version 4 for databases, 8 for the rest [rec]. */
export function newId(world: World, version: '8' | '4' = '8'): Id {
  return makeUuid(() => nextRandom(world.state.random), version);
}

type Thing = Page | Block | Database | DataSource;

/** Whatever has this id among pages, blocks, databases and data sources. */
export function findThing(state: State, id: Id): Thing | undefined {
  return state.pages.get(id) ?? state.blocks.get(id) ?? state.databases.get(id) ?? state.dataSources.get(id);
}

/** The id one step up, or null at the top. */
function parentId(thing: Thing): Id | null {
  if ('rows' in thing) return thing.database;
  return thing.parent.type === 'workspace' ? null : thing.parent.id;
}

/** True when the integration may see the thing: connected to it or to something above it, and not taken away below that. */
export function isVisible(state: State, thing: Thing | undefined): boolean {
  let here: Thing | undefined = thing;
  while (here) {
    if (state.hidden.has(here.id)) return false;
    if (state.shared.has(here.id)) return true;
    const up = parentId(here);
    if (up === null) return false;
    here = findThing(state, up);
  }
  return false;
}

/** True when something above the thing is in the trash. */
export function hasTrashedAncestor(state: State, thing: Thing): boolean {
  let up = parentId(thing);
  while (up !== null) {
    const here = findThing(state, up);
    if (!here) return false;
    if (here.inTrash) return true;
    up = parentId(here);
  }
  return false;
}

/** The page, visible to the integration, or 404. */
export function pageOr404(state: State, id: Id): Page {
  const page = state.pages.get(id);
  if (!page || !isVisible(state, page)) throw notFound('page', id, state.bot);
  return page;
}

/** The database, visible to the integration, or 404. */
export function databaseOr404(state: State, id: Id): Database {
  const database = state.databases.get(id);
  if (!database || !isVisible(state, database)) throw notFound('database', id, state.bot);
  return database;
}

/** The data source, visible to the integration, or 404. */
export function dataSourceOr404(state: State, id: Id): DataSource {
  const source = state.dataSources.get(id);
  // assumption: the words "data_source" in the sentence.
  if (!source || !isVisible(state, source)) throw notFound('data_source', id, state.bot);
  return source;
}

/** The user: anybody of the workspace, guests too, or 404. */
export function userOr404(state: State, id: Id): User {
  const user = state.users.get(id);
  if (!user) throw notFound('user', id, state.bot);
  return user;
}

/** The data source a page is a row of, if it is one. */
export function sourceOf(state: State, page: Page): DataSource | undefined {
  return page.parent.type === 'data_source_id' ? state.dataSources.get(page.parent.id) : undefined;
}

/** The property of a data source by raw id. */
export function propertyById(source: DataSource, id: string): Property | undefined {
  return source.properties.find((property) => property.id === id);
}

/** A parent as answered; rows name both their data source and its database [type]. */
export function renderParent(state: State, parent: Parent): Record<string, unknown> {
  if (parent.type === 'workspace') return { type: 'workspace', workspace: true };
  if (parent.type === 'data_source_id') {
    const database = state.dataSources.get(parent.id)?.database ?? null;
    return { type: 'data_source_id', data_source_id: parent.id, database_id: database };
  }
  return { type: parent.type, [parent.type]: parent.id };
}

/** The parent of a change's entity, in the webhooks' shape. */
export function webhookParent(state: State, thing: Thing): Record<string, unknown> {
  if ('rows' in thing) return { id: thing.database, type: 'database' };
  const { parent } = thing;
  if (parent.type === 'workspace') return { id: state.workspace.id, type: 'space' };
  if (parent.type === 'data_source_id') {
    return {
      id: state.dataSources.get(parent.id)?.database ?? parent.id,
      type: 'database',
      data_source_id: parent.id,
    };
  }
  return { id: parent.id, type: parent.type.replace(/_id$/, '') };
}
