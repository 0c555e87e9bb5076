/** What a route is given, and what it gives back. */
import type { Sessions } from '../query.ts';
import type { Fields } from '../read.ts';
import type { Id } from '../state.ts';
import type { World } from '../world.ts';

/** One request, read: `ids` are the path's ids, dashed; `version` is the Notion-Version header; `author` the bot. */
export interface Call {
  world: World;
  sessions: Sessions;
  ids: string[];
  query: URLSearchParams;
  body: Fields;
  version: string;
  author: Id;
}

/** A route: a method, a path whose `:id` are Notion ids and `*` anything, the client's name for it, and its work. */
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  operation: string;
  /** True when it changes something. */
  write: boolean;
  run(call: Call): Answer;
}

/** The answer's body. */
export type Answer = Fields;

/** All values of a repeated query parameter, with or without brackets. */
export function repeated(query: URLSearchParams, name: string): string[] {
  return [...query.getAll(name), ...query.getAll(`${name}[]`)];
}

/** start_cursor of a body or query, null when absent. */
export function cursorOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
