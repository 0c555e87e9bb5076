// The three Notion databases, declared once. Provisioning, drift check, reader and writer follow from this
// (src/notion), and so do the types of a row. Adding a property is one line in one of these files.
import { engagements } from './engagements.ts';
import { goals } from './goals.ts';
import type { DatabaseKey, Row, Write } from './property.ts';
import { retros } from './retros.ts';

export const databases = { engagements, goals, retros } as const;
export type Databases = typeof databases;

export type EngagementRow = Row<typeof engagements>;
export type GoalRow = Row<typeof goals>;
export type RetroRow = Row<typeof retros>;
export type EngagementWrite = Write<typeof engagements>;
export type RetroWrite = Write<typeof retros>;

/** A page of one of the databases, as it stands in the Notion tree. Times are epoch milliseconds. */
export interface Page<K extends DatabaseKey = DatabaseKey> {
  readonly id: string;
  readonly database: K;
  readonly row: Row<Databases[K]>;
  /** In the trash, archived, moved out of its database, or not readable: `live` only when none of these. */
  readonly presence: 'live' | 'trashed' | 'archived' | 'elsewhere' | 'unreadable';
  /** Floored to the minute by Notion (notion.md, section 0). */
  readonly lastEdited: number;
  /** Notion's creation time, in whole minutes. */
  readonly created: number;
}

export * from './property.ts';
export { engagements, goals, retros };
