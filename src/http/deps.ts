// What the routes are given, and what a request carries while it is answered. Nothing here reads a setting or a clock by
// itself: the Worker passes both in (src/worker.ts), and so do the tests.
import type { Context } from 'hono';
import type { WorkspaceApi } from '../workspace/api.ts';

/** What the Worker is bound to, as it comes: settings by name, and the Workspace object. */
export type Bindings = Readonly<Record<string, unknown>>;

/** The settings that HTTP needs; src/settings.ts reads and validates them. */
interface HttpSettings {
  readonly adminSecret: string;
  readonly webhookSecret: string;
  /** Null: Notion's webhook is not set up. */
  readonly notionWebhookToken: string | null;
}

/** One setting that is missing or malformed: its name and what is wrong with it, never its value. */
export interface Fault {
  readonly name: string;
  readonly fault: string;
}

export type SettingsAnswer =
  | { readonly ok: true; readonly settings: HttpSettings }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export interface Deps {
  settings(env: Bindings): SettingsAnswer;
  /** Asked for on each request: a stub of an object that threw must not be used again. */
  workspace(env: Bindings): WorkspaceApi;
  /** Epoch milliseconds. */
  now(): number;
  /** One line of a log: ids, routes and error names; never names of people, addresses or secrets. */
  log(line: Readonly<Record<string, string | number | null>>): void;
}

export interface Frame {
  Bindings: Bindings;
  Variables: { settings: HttpSettings; workspace: WorkspaceApi };
}

export type Ask = Context<Frame>;
export type Handler = (c: Ask) => Response | Promise<Response>;
