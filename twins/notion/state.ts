/**
 * What a Notion workspace is, as plain data: users, pages, databases, data sources, blocks, views, comments, and what
 * the integration may see. No behaviour beyond making an empty one and turning it into JSON and back.
 */
import type { RichText } from './richtext.ts';

export type Id = string;

/** Times are epoch milliseconds everywhere in the state; answers floor or format them. */
export interface Stamps {
  created: number;
  edited: number;
  createdBy: Id;
  editedBy: Id;
}

export interface User {
  id: Id;
  type: 'person' | 'bot';
  name: string | null;
  /** Absent: a person whose address is not shown. */
  email?: string;
  /** Guests are in no users.list, but can be retrieved and assigned [doc]. */
  guest?: boolean;
}

export type Parent =
  | { type: 'workspace' }
  | { type: 'page_id'; id: Id }
  | { type: 'block_id'; id: Id }
  | { type: 'database_id'; id: Id }
  | { type: 'data_source_id'; id: Id };

/** A date as Notion answers it: day or instant with numeric offset; time_zone is always null on reading [doc]. */
export interface DateValue {
  start: string;
  end: string | null;
}

/** What a page keeps for one property; which of these depends on the property's type. Absent and null are "empty". */
export type Stored =
  | null
  | string
  | number
  | boolean
  | string[]
  | RichText[]
  | DateValue
  | Record<string, unknown>[];

export interface Page extends Stamps {
  id: Id;
  parent: Parent;
  /** By raw property id. Pages outside data sources only have `title`. Computed properties are never stored. */
  values: Record<string, Stored>;
  icon: unknown;
  cover: unknown;
  inTrash: boolean;
  isArchived: boolean;
  isLocked: boolean;
  /** Blocks, child pages and child databases, in order. */
  children: Id[];
}

export interface Block extends Stamps {
  id: Id;
  parent: Parent;
  type: string;
  /** The content under the type's key, without children. */
  data: Record<string, unknown>;
  inTrash: boolean;
  children: Id[];
}

export interface Database extends Stamps {
  id: Id;
  parent: Parent;
  title: RichText[];
  description: RichText[];
  isInline: boolean;
  isLocked: boolean;
  inTrash: boolean;
  icon: unknown;
  cover: unknown;
  dataSources: Id[];
}

export interface Option {
  id: string;
  name: string;
  color: string;
  description: string | null;
}

export interface StatusGroup {
  id: string;
  name: string;
  color: string;
  optionIds: string[];
}

/** What is set up on a property beyond its type; only the keys of its type are there. */
export interface PropertyConfig {
  format?: string;
  options?: Option[];
  groups?: StatusGroup[];
  relation?: { dataSource: Id; mirror: string | null };
  rollup?: { relation: string; property: string; function: string };
  /** A formula as written, references to properties held by id so that renames do no harm. */
  formula?: (string | { prop: string })[];
  prefix?: string | null;
  nextNumber?: number;
}

export interface Property {
  /** Raw; escaped in answers. */
  id: string;
  name: string;
  type: string;
  description: string | null;
  config: PropertyConfig;
}

export interface DataSource extends Stamps {
  id: Id;
  database: Id;
  title: RichText[];
  icon: unknown;
  inTrash: boolean;
  properties: Property[];
  /** Taken away, but a person can bring them back with their values. */
  removed: Property[];
  /** All rows ever made, oldest first, trashed ones too; rows moved away are taken out. */
  rows: Id[];
}

export interface View {
  id: Id;
  database: Id;
  dataSource: Id;
  name: string;
  type: string;
  filter: unknown;
  sorts: unknown;
  quickFilters: unknown;
  configuration: Record<string, unknown> | null;
  created: number;
  edited: number;
  createdBy: Id;
  editedBy: Id;
}

export interface Comment {
  id: Id;
  parent: { type: 'page_id' | 'block_id'; id: Id };
  discussion: Id;
  richText: RichText[];
  created: number;
  edited: number;
  createdBy: Id;
  displayName: { type: string; resolved_name: string | null };
  resolved: boolean;
}

/** What the integration was allowed by the workspace's owner. */
export interface Capabilities {
  readUsers: boolean;
  readEmails: boolean;
  readComments: boolean;
  insertComments: boolean;
  readContent: boolean;
  insertContent: boolean;
  updateContent: boolean;
}

export interface State {
  random: { seed: number };
  /** Milliseconds added to the clock that was passed in (the control plane's "advance"). */
  clockShift: number;
  workspace: { id: Id; name: string };
  bot: { id: Id; name: string };
  token: string;
  tokenRevoked: boolean;
  capabilities: Capabilities;
  parentPage: Id;
  /** Pages and databases that the integration was connected to; what is under them is seen too. */
  shared: Set<Id>;
  /** What was taken from it again below those. */
  hidden: Set<Id>;
  users: Map<Id, User>;
  pages: Map<Id, Page>;
  blocks: Map<Id, Block>;
  databases: Map<Id, Database>;
  dataSources: Map<Id, DataSource>;
  views: Map<Id, View>;
  comments: Map<Id, Comment>;
}

/** The state as plain JSON; maps become lists of entries, sets become lists. */
export function toSnapshot(state: State): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(state)) {
    out[key] = value instanceof Map ? [...value.values()] : value instanceof Set ? [...value] : value;
  }
  return JSON.parse(JSON.stringify(out));
}

/** The reverse of toSnapshot. Throws when `snapshot` is not one. */
export function fromSnapshot(snapshot: unknown): State {
  const plain = copyOf(snapshot) as Record<string, unknown>;
  const byId = (key: string) => new Map((plain[key] as { id: Id }[]).map((item) => [item.id, item]));
  return {
    ...(plain as unknown as State),
    shared: new Set(plain.shared as Id[]),
    hidden: new Set(plain.hidden as Id[]),
    users: byId('users') as Map<Id, User>,
    pages: byId('pages') as unknown as Map<Id, Page>,
    blocks: byId('blocks') as unknown as Map<Id, Block>,
    databases: byId('databases') as unknown as Map<Id, Database>,
    dataSources: byId('dataSources') as unknown as Map<Id, DataSource>,
    views: byId('views') as unknown as Map<Id, View>,
    comments: byId('comments') as unknown as Map<Id, Comment>,
  };
}

/** A copy of plain JSON. */
function copyOf(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(copyOf);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(json)) copy[key] = copyOf((json as Record<string, unknown>)[key]);
  return copy;
}
