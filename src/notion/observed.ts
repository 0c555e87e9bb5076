// What provisioning sees in Notion: the databases of the declaration, their properties and views, as plain data.
import * as z from 'zod';
import type { DatabaseKey } from '../../schemas/index.ts';

/** A property of a data source, as far as provisioning needs it. */
export interface ObservedProperty {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Of a relation: where it leads, and the property on the other side if it is two-way. */
  readonly relation: { readonly dataSourceId: string; readonly mirrorId: string | null } | null;
  /** Of a status: the names of its options. */
  readonly options: readonly string[] | null;
}

export interface ObservedView {
  readonly id: string;
  readonly name: string;
  /** Notion's automatic first view, as it made it: a table without filter and sorts. */
  readonly automatic: boolean;
  readonly createdBy: string | null;
}

export interface ObservedDatabase {
  readonly state: 'there';
  readonly databaseId: string;
  readonly dataSourceId: string;
  readonly createdBy: string | null;
  /** Null: not read yet, or not since something changed them. */
  readonly properties: readonly ObservedProperty[] | null;
  /** Null: not read. */
  readonly views: readonly ObservedView[] | null;
}

/** A declared database: there, not there, or there but not to be touched, with the sentence that says why. */
export type Place =
  | ObservedDatabase
  | { readonly state: 'absent' }
  | { readonly state: 'unusable'; readonly problem: string };

export type Observed = Readonly<Record<DatabaseKey, Place>>;

/** The order in which databases are made: relations of the later ones lead to the first. */
export const ORDER: readonly DatabaseKey[] = ['engagements', 'goals', 'retros'];

/** Notion's name for the view that a new database has at once (notion.md 1.3). */
const AUTOMATIC_VIEW = 'Default view';

const actor = z.object({ id: z.string() }).nullish();

const table = z.object({ id: z.string(), name: z.string().nullish() });

/** databases.retrieve */
export const databaseAnswer = z.object({
  id: z.string(),
  in_trash: z.boolean().default(false),
  data_sources: z.array(table),
});

/** databases.create: the new database has one table at once. */
export const createdAnswer = z.object({ id: z.string(), data_sources: z.tuple([table], table) });

const propertyAnswer = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  relation: z
    .object({
      data_source_id: z.string(),
      dual_property: z.object({ synced_property_id: z.string().nullish() }).nullish(),
    })
    .optional(),
  status: z.object({ options: z.array(z.object({ name: z.string() })).default([]) }).optional(),
});

/** dataSources.retrieve, dataSources.update */
export const dataSourceAnswer = z.object({
  in_trash: z.boolean().default(false),
  created_by: actor,
  properties: z.record(z.string(), propertyAnswer),
});

/** views.retrieve, views.create */
export const viewAnswer = z.object({
  id: z.string(),
  name: z.string().default(''),
  type: z.string(),
  filter: z.unknown().optional(),
  sorts: z.array(z.unknown()).nullish(),
  created_by: actor,
});

/** blocks.children.list: only databases are looked at. */
export const blockAnswer = z.object({
  id: z.string(),
  type: z.string(),
  in_trash: z.boolean().default(false),
  child_database: z.object({ title: z.string() }).optional(),
});

export function readProperties(answer: z.infer<typeof dataSourceAnswer>): ObservedProperty[] {
  return Object.values(answer.properties).map(({ id, name, type, relation, status }) => ({
    id,
    name,
    type,
    relation: relation
      ? {
          dataSourceId: relation.data_source_id,
          mirrorId: relation.dual_property?.synced_property_id ?? null,
        }
      : null,
    options: status ? status.options.map((option) => option.name) : null,
  }));
}

export function readView(answer: z.infer<typeof viewAnswer>): ObservedView {
  const plain = !answer.filter && (answer.sorts ?? []).length === 0;
  return {
    id: answer.id,
    name: answer.name,
    automatic: answer.name === AUTOMATIC_VIEW && answer.type === 'table' && plain,
    createdBy: answer.created_by?.id ?? null,
  };
}
