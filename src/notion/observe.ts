// Reads what provisioning needs to know: by id what is bound, else by name directly under the parent page.
// It refuses to choose where a name is there twice or a database has several tables.
import type { Client } from '@notionhq/client';
import * as z from 'zod';
import { type DatabaseKey, databases } from '../../schemas/index.ts';
import type { Failure, Outcome, Run } from '../call.ts';
import { classifyNotion } from './classify.ts';
import {
  blockAnswer,
  databaseAnswer,
  dataSourceAnswer,
  type Observed,
  type ObservedDatabase,
  ORDER,
  type Place,
  readProperties,
  readView,
  viewAnswer,
} from './observed.ts';
import type { Binding, Bindings } from './workspace.ts';

const PAGE_SIZE = 100;

/** The reading half of provisioning. An outcome that is not ok stops it; what is merely wrong is a `Place`. */
export interface Observer {
  /** All three databases, without their views. */
  all(bindings: Bindings | null): Promise<Outcome<Observed>>;
  /** The same database with its properties. */
  properties(key: DatabaseKey, place: ObservedDatabase): Promise<Outcome<Place>>;
  /** The same database with its views. */
  views(place: ObservedDatabase): Promise<Outcome<Place>>;
}

interface Child {
  readonly id: string;
  readonly title: string;
}

export function createObserver(client: Client, run: Run, parentPage: string): Observer {
  const read = <S extends z.ZodType>(name: string, shape: S, call: () => Promise<unknown>) =>
    run(
      { side: 'notion', name, write: false },
      async () => shape.parse(await call()),
      classifyNotion,
    ) as Promise<Outcome<z.infer<S>>>;

  async function listed<S extends z.ZodType>(
    name: string,
    item: S,
    call: (cursor: { start_cursor?: string }) => Promise<unknown>,
  ): Promise<Outcome<z.infer<S>[]>> {
    const shape = z.object({ results: z.array(z.unknown()), next_cursor: z.string().nullish() });
    const items: z.infer<S>[] = [];
    let from: { start_cursor?: string } | null = {};
    while (from !== null) {
      const cursor: { start_cursor?: string } = from;
      const answer: Outcome<z.infer<typeof shape>> = await read(name, shape, () => call(cursor));
      if (!answer.ok) return answer;
      for (const result of answer.value.results) {
        const one = item.safeParse(result);
        if (one.success) items.push(one.data);
      }
      const next: string | null = answer.value.next_cursor ?? null;
      from = next === null ? null : { start_cursor: next };
    }
    return { ok: true, value: items };
  }

  async function children(): Promise<Outcome<Child[]>> {
    const blocks = await listed('blocks.children.list', blockAnswer, (cursor) =>
      client.blocks.children.list({ block_id: parentPage, page_size: PAGE_SIZE, ...cursor }),
    );
    if (!blocks.ok) return blocks;
    const found = blocks.value.filter((block) => !block.in_trash && block.child_database);
    return {
      ok: true,
      value: found.map(({ id, child_database }) => ({ id, title: child_database?.title ?? '' })),
    };
  }

  const retrieve = (id: string) =>
    read('databases.retrieve', databaseAnswer, () => client.databases.retrieve({ database_id: id }));

  async function bound(key: DatabaseKey, binding: Binding): Promise<Outcome<Place>> {
    const { name } = databases[key];
    const database = await retrieve(binding.databaseId);
    if (!database.ok) {
      return isGone(database.failure)
        ? unusable(
            `${name}: the database is no longer shared with the integration. Share it again, or restore it.`,
          )
        : database;
    }
    if (database.value.in_trash)
      return unusable(`${name}: the database is in the trash. Restore it in Notion.`);
    if (!database.value.data_sources.some(({ id }) => id === binding.dataSourceId)) {
      return unusable(`${name}: its table is no longer in this database. Move it back in Notion.`);
    }
    return properties(key, there(binding.databaseId, binding.dataSourceId));
  }

  async function named(key: DatabaseKey, all: readonly Child[]): Promise<Outcome<Place>> {
    const { name } = databases[key];
    const [candidate, second] = all.filter(({ title }) => title.trim() === name);
    if (candidate === undefined) return { ok: true, value: { state: 'absent' } };
    if (second)
      return unusable(
        `${name}: there are several databases of this name under the parent page. Rename all but one.`,
      );
    const database = await retrieve(candidate.id);
    if (!database.ok) {
      return isGone(database.failure) || database.failure.reason === 'broken'
        ? unusable(
            `${name}: a database of this name under the parent page cannot be read. Share it, or rename it.`,
          )
        : database;
    }
    const sources = database.value.data_sources;
    const [source] = sources.length === 1 ? sources : sources.filter((each) => each.name === name);
    if (source === undefined)
      return unusable(`${name}: the database of this name has several tables. Name the one to use ${name}.`);
    return properties(key, there(database.value.id, source.id));
  }

  async function properties(key: DatabaseKey, place: ObservedDatabase): Promise<Outcome<Place>> {
    const answer = await read('dataSources.retrieve', dataSourceAnswer, () =>
      client.dataSources.retrieve({ data_source_id: place.dataSourceId }),
    );
    if (!answer.ok) {
      return isGone(answer.failure)
        ? unusable(`${databases[key].name}: its table is no longer shared with the integration.`)
        : answer;
    }
    if (answer.value.in_trash)
      return unusable(`${databases[key].name}: its table is in the trash. Restore it in Notion.`);
    return {
      ok: true,
      value: {
        ...place,
        createdBy: answer.value.created_by?.id ?? null,
        properties: readProperties(answer.value),
      },
    };
  }

  return {
    properties,

    async all(bindings) {
      const places: Partial<Record<DatabaseKey, Place>> = {};
      const found = bindings === null ? await children() : null;
      if (found && !found.ok) return found;
      for (const key of ORDER) {
        const place = bindings ? await bound(key, bindings[key]) : await named(key, found?.value ?? []);
        if (!place.ok) return place;
        places[key] = place.value;
      }
      return { ok: true, value: places as Observed };
    },

    async views(place) {
      const reference = z.object({ id: z.string() });
      const list = await listed('views.list', reference, (cursor) =>
        client.views.list({ database_id: place.databaseId, page_size: PAGE_SIZE, ...cursor }),
      );
      if (!list.ok) return list;
      const views = [];
      for (const { id } of list.value) {
        const view = await read('views.retrieve', viewAnswer, () => client.views.retrieve({ view_id: id }));
        if (view.ok) views.push(readView(view.value));
        else if (!isGone(view.failure)) return view;
      }
      return { ok: true, value: { ...place, views } };
    },
  };
}

/** A database of which only the ids are known. */
export function there(databaseId: string, dataSourceId: string): ObservedDatabase {
  return { state: 'there', databaseId, dataSourceId, createdBy: null, properties: null, views: null };
}

function unusable(problem: string): Outcome<Place> {
  return { ok: true, value: { state: 'unusable', problem } };
}

function isGone(failure: Failure): boolean {
  return failure.reason === 'gone';
}
