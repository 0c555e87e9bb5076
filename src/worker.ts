// The entry: fetch, scheduled, and the Durable Object. Wiring only.
import { createApp } from './http/app.ts';
import type { Bindings, SettingsAnswer } from './http/deps.ts';
import { type ReadSettings, readSettings } from './settings.ts';
import type { WorkspaceApi } from './workspace/api.ts';

export { Workspace } from './workspace/workspace.ts';

/** Settings are strings by their names; see src/settings.ts. */
export interface Env extends Bindings {
  readonly WORKSPACE: DurableObjectNamespace;
}

/** Objects are addressed by workspace id; one deployment serves one workspace so far. */
const WORKSPACE_ID = 'default';

function workspace(env: Bindings): WorkspaceApi {
  const { WORKSPACE } = env as Env;
  return WORKSPACE.getByName(WORKSPACE_ID) as unknown as WorkspaceApi;
}

/** Reading a key costs a little, and an isolate's environment stays the same. */
const known = new WeakMap<Bindings, ReadSettings>();

function settings(env: Bindings): SettingsAnswer {
  const read = known.get(env) ?? readSettings(env);
  known.set(env, read);
  if (!read.ok) return read;
  const { adminSecret, webhookSecret, notion } = read.settings;
  return { ok: true, settings: { adminSecret, webhookSecret, notionWebhookToken: notion.webhookToken } };
}

const app = createApp({
  settings,
  workspace,
  now: () => Date.now(),
  log: (line) => console.error(JSON.stringify(line)),
});

export default {
  fetch: app.fetch,
  /** Every five minutes. Without settings there is nothing to wake for: `fetch` tells whoever asks. */
  scheduled: async (_event, env) => {
    if (settings(env).ok) await workspace(env).wake('cron');
  },
} satisfies ExportedHandler<Env>;
