// Notion as the rest of the product sees it.
import type { DatabaseKey, Databases, Page, Write } from '../../schemas/index.ts';
import type { Outcome } from '../call.ts';

/** Where a declared database really is. Properties are addressed by id, so people may rename them. */
export interface Binding {
  readonly databaseId: string;
  readonly dataSourceId: string;
  /** Property key → Notion's property id, as Notion spells it (URL-encoded); absent: not there, or of another type. */
  readonly properties: Readonly<Record<string, string>>;
}
export type Bindings = Readonly<Record<DatabaseKey, Binding>>;

/** A page of a query. `incomplete`: Notion stopped at its result limit; go on from the last row's created time. */
export interface QueryPage<K extends DatabaseKey = DatabaseKey> {
  readonly pages: readonly Page<K>[];
  readonly next: string | null;
  readonly incomplete: boolean;
}

export interface QueryFrom {
  /** Only pages edited at or after this instant (floored to the minute by the caller's overlap). */
  readonly editedSince?: number;
  /** Only pages created at or after this instant: the window for more than 10,000 rows. */
  readonly createdSince?: number;
  readonly cursor?: string;
}

export interface Person {
  readonly id: string;
  readonly name: string | null;
  /** Lower-cased; null when Notion shows none. */
  readonly email: string | null;
}

/** The three databases, bound. */
export interface Notion {
  query<K extends DatabaseKey>(database: K, from: QueryFrom): Promise<Outcome<QueryPage<K>>>;
  /** A page by id, whatever became of it (`presence`); `gone` is not deletion: it may be unshared. */
  page<K extends DatabaseKey>(database: K, id: string): Promise<Outcome<Page<K>>>;
  /** Living Retros pages whose Key is this: the look-up before a page is made again. */
  retrosByKey(key: string): Promise<Outcome<readonly Page<'retros'>[]>>;
  create<K extends DatabaseKey>(
    database: K,
    write: Write<Databases[K]>,
    markdown?: string,
  ): Promise<Outcome<Page<K>>>;
  update<K extends DatabaseKey>(
    database: K,
    id: string,
    write: Write<Databases[K]>,
  ): Promise<Outcome<Page<K>>>;
  /** Plain text; it is never read as Markdown. */
  comment(pageId: string, text: string): Promise<Outcome<null>>;
  /** Everybody whom users.list shows (guests are not among them). */
  people(): Promise<Outcome<readonly Person[]>>;
  /** One person by id: how guests of the workspace are found. */
  person(id: string): Promise<Outcome<Person>>;
}
