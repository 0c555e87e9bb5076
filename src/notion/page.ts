// Notion's page ↔ the domain's row: properties are found by the ids that provisioning bound.
// A page that is not what was asked for is `elsewhere` or `unreadable`; it never makes a query fail.
import * as z from 'zod';
import { type DatabaseKey, databases, type Page, type Property } from '../../schemas/index.ts';
import { UnexpectedAnswer } from '../call.ts';
import { type AnyValue, readValue, type ValueRequest, writeValue } from './value.ts';
import type { Binding } from './workspace.ts';

const identity = z.object({ object: z.literal('page'), id: z.string() });

const envelope = identity.extend({
  created_time: z.iso.datetime({ offset: true }),
  last_edited_time: z.iso.datetime({ offset: true }),
  in_trash: z.boolean(),
  is_archived: z.boolean().optional(),
  parent: z.object({ type: z.string(), data_source_id: z.string().optional() }),
  properties: z.record(z.string(), z.unknown()),
});
type Envelope = z.infer<typeof envelope>;

/** The declared properties of a database, by key. */
export function propertiesOf(database: DatabaseKey): Readonly<Record<string, Property>> {
  return databases[database].properties;
}

/** A page as read, and the keys of which Notion showed only the beginning (people, relations, mentions). */
export interface PageReading<K extends DatabaseKey> {
  readonly page: Page<K>;
  readonly truncated: readonly string[];
}

/**
 * Reads a page that Notion answered. A page without its properties (a right is missing, or the shape is
 * not known) is `unreadable`, with nothing known of it.
 * @throws UnexpectedAnswer when it has not even an id.
 */
export function readPage<K extends DatabaseKey>(
  database: K,
  binding: Binding,
  answer: unknown,
): PageReading<K> {
  const full = envelope.safeParse(answer);
  if (!full.success) {
    const known = identity.safeParse(answer);
    if (!known.success) throw new UnexpectedAnswer('Notion answered something that is not a page.');
    const { id } = known.data;
    const page = { id, database, row: {}, presence: 'unreadable', lastEdited: 0, created: 0 } as const;
    return { page: page as Page<K>, truncated: [] };
  }
  const { row, truncated } = readRow(propertiesOf(database), binding, full.data);
  return {
    page: {
      id: full.data.id,
      database,
      row: row as Page<K>['row'],
      presence: presenceOf(full.data, binding),
      lastEdited: Date.parse(full.data.last_edited_time),
      created: Date.parse(full.data.created_time),
    },
    truncated,
  };
}

function presenceOf(page: Envelope, binding: Binding): Page['presence'] {
  if (page.in_trash) return 'trashed';
  if (page.parent.data_source_id !== binding.dataSourceId) return 'elsewhere';
  return page.is_archived === true ? 'archived' : 'live';
}

function readRow(properties: Readonly<Record<string, Property>>, binding: Binding, page: Envelope) {
  const byId = new Map<string, unknown>();
  for (const answer of Object.values(page.properties)) {
    const id = (answer as { readonly id?: unknown } | null)?.id;
    if (typeof id === 'string') byId.set(id, answer);
  }
  const row: Record<string, AnyValue> = {};
  const truncated: string[] = [];
  for (const [key, property] of Object.entries(properties)) {
    const id = binding.properties[key];
    const reading = id === undefined ? undefined : readValue(property, byId.get(id));
    if (reading?.value === undefined) continue;
    row[key] = reading.value;
    if (reading.more) truncated.push(key);
  }
  return { row, truncated };
}

/**
 * The `properties` of a page request, by property id. A key that is not bound, not declared, or computed
 * by Notion is left out; so is `undefined`, which is unknown and not blank.
 */
export function writeRow(
  database: DatabaseKey,
  binding: Binding,
  write: Readonly<Record<string, AnyValue | undefined>>,
  zone?: string,
): Record<string, ValueRequest> {
  const properties = propertiesOf(database);
  const request: Record<string, ValueRequest> = {};
  for (const [key, value] of Object.entries(write)) {
    const property = properties[key];
    const id = binding.properties[key];
    if (property === undefined || id === undefined || value === undefined) continue;
    const part = writeValue(property, value, zone);
    if (part !== undefined) request[id] = part;
  }
  return request;
}
