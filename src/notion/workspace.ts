// Notion as the rest of the product sees it.
import type { DatabaseKey, Databases, Page, Write } from '../../schemas/index.ts';
import type { Outcome } from '../call.ts';
import type { BodyLine } from '../playbook/index.ts';

/** Where a declared database really is. Properties are addressed by id, so people may rename them. */
export interface Binding {
  readonly databaseId: string;
  readonly dataSourceId: string;
  /** Property key → Notion's property id, as Notion spells it (URL-encoded); absent: not there, or of another type. */
  readonly properties: Readonly<Record<string, string>>;
  /** Declared view name → id of the view once made, so that one that a person removed is not made again. */
  readonly views?: Readonly<Record<string, string>>;
}
export type Bindings = Readonly<Record<DatabaseKey, Binding>>;

/**
 * A page of a query. `incomplete`: Notion stopped at its result limit (10,000 rows); go on from the last
 * row's `lastEdited` where `editedSince` was given, else from its `created`.
 */
export interface QueryPage<K extends DatabaseKey = DatabaseKey> {
  readonly pages: readonly Page<K>[];
  readonly next: string | null;
  readonly incomplete: boolean;
}

/** Sorted by time of last edit where only `editedSince` is given, else by time of creation; oldest first. */
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

export interface WriteOptions {
  /** IANA zone in whose clock Notion is to show the times written; without it they are shown in UTC's. */
  readonly zone?: string;
}

/** The three databases, bound. */
export interface Notion {
  query<K extends DatabaseKey>(database: K, from: QueryFrom): Promise<Outcome<QueryPage<K>>>;
  /** A page by id, whatever became of it (`presence`); `gone` is not deletion: it may be unshared. */
  page<K extends DatabaseKey>(database: K, id: string): Promise<Outcome<Page<K>>>;
  /** Living Retros pages whose Key is this: the look-up before a page is made again. */
  retrosByKey(key: string): Promise<Outcome<readonly Page<'retros'>[]>>;
  /**
   * Makes a page. Keys whose property is not bound are left out of this and of `update`. The answer's page may
   * lack keys that Notion truncated and that could not be read then: unknown, as always.
   */
  create<K extends DatabaseKey>(
    database: K,
    write: Write<Databases[K]>,
    /** Its body; a page made with one is never asked for it. */
    lines?: readonly BodyLine[],
    options?: WriteOptions,
  ): Promise<Outcome<Page<K>>>;
  /** Changes the keys named; with nothing to write, just reads the page. */
  update<K extends DatabaseKey>(
    database: K,
    id: string,
    write: Write<Databases[K]>,
    options?: WriteOptions,
  ): Promise<Outcome<Page<K>>>;
  /** A page's body as lines of plain text, blank ones left out; at most a dozen calls, then an ellipsis. */
  body(pageId: string): Promise<Outcome<readonly BodyLine[]>>;
  /** Gives a page its body if it has none, at most a hundred lines: safe to repeat. `kept`: somebody had written there. */
  fillBody(pageId: string, lines: readonly BodyLine[]): Promise<Outcome<'written' | 'kept'>>;
  /**
   * One block of a page that is the Worker's, known by its heading, with these lines and no others: safe to repeat.
   * Plain text. `kept`: it said so already.
   */
  keepBlock(pageId: string, heading: string, lines: readonly string[]): Promise<Outcome<'written' | 'kept'>>;
  /** Plain text; it is never read as Markdown. */
  comment(pageId: string, text: string): Promise<Outcome<null>>;
  /** Everybody whom users.list shows (guests are not among them). */
  people(): Promise<Outcome<readonly Person[]>>;
  /** Our own id, by which what we did is known. */
  me(): Promise<Outcome<string>>;
  /** One person by id: how guests of the workspace are found. */
  person(id: string): Promise<Outcome<Person>>;
}
