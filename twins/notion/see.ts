/**
 * What a person sees in Notion's window: a page's values in plain words, the rows of a database, bodies and comments.
 * Reads only, and without the API: nothing of it is in the journal.
 */
import { type Cell, cellOf } from './cells.ts';
import { toMarkdown } from './markdown.ts';
import { titleOf } from './model.ts';
import { plainText } from './richtext.ts';
import type { Database, DataSource, Id, Page, Property } from './state.ts';
import { sourceOf, type World } from './world.ts';

/** A row as seen: its id, then its values by column name. People are names, relations titles, dates `{start, end}`. */
export type SeenRow = { id: Id } & Record<string, Cell>;

export interface See {
  /** A page's values; outside a database only `Name`. */
  page(id: Id): SeenRow;
  /** Rows that are neither trashed nor archived, oldest first. */
  rows(database: string): SeenRow[];
  /** Titles of the databases that are not in the trash. */
  databases(): string[];
  /** A page's body as markdown. */
  body(id: Id): string;
  /** Open comments on a page, oldest first. */
  comments(id: Id): { by: string | null; words: string }[];
}

function pageWith(world: World, id: Id): Page {
  const page = world.state.pages.get(id);
  if (!page) throw new Error(`There is no page ${id}.`);
  return page;
}

function seeValue(world: World, source: DataSource, property: Property, page: Page): Cell {
  const cell = cellOf(world, source, property, page);
  const named = ['people', 'created_by', 'last_edited_by', 'relation'].includes(property.type);
  if (!named || !Array.isArray(cell)) return cell;
  return cell.map((id) => {
    const related = world.state.pages.get(String(id));
    return related ? titleOf(related) : (world.state.users.get(String(id))?.name ?? String(id));
  });
}

/** The eyes of a person on a world. */
export function createSee(world: World): See {
  const see: See = {
    page(id) {
      const page = pageWith(world, id);
      const source = sourceOf(world.state, page);
      if (!source) return { id, Name: titleOf(page) };
      const values = source.properties.map((property) => [
        property.name,
        seeValue(world, source, property, page),
      ]);
      return { id, ...Object.fromEntries(values) };
    },
    rows(name) {
      const isIt = (one: Database) => !one.inTrash && plainText(one.title) === name;
      const database = [...world.state.databases.values()].find(isIt);
      const source = world.state.dataSources.get(database?.dataSources[0] ?? '');
      if (!source) throw new Error(`There is no database called ${name}.`);
      const shown = source.rows
        .map((id) => world.state.pages.get(id))
        .filter((page) => page && !page.inTrash && !page.isArchived);
      return shown.map((page) => see.page(page!.id));
    },
    databases: () =>
      [...world.state.databases.values()].filter((one) => !one.inTrash).map((one) => plainText(one.title)),
    body: (id) => toMarkdown(world, pageWith(world, id).children),
    comments: (id) =>
      [...world.state.comments.values()]
        .filter((comment) => comment.parent.id === id && !comment.resolved)
        .map((comment) => ({ by: comment.displayName.resolved_name, words: plainText(comment.richText) })),
  };
  return see;
}
