/**
 * People and bots as Notion answers them. Guests are in no list; addresses are shown only with the capability, and not
 * of everybody [doc].
 */
import type { User } from './state.ts';
import type { World } from './world.ts';

/** A user in full [rec]. */
export function renderUser(world: World, user: User): Record<string, unknown> {
  const { state } = world;
  const common = { object: 'user', id: user.id, name: user.name, avatar_url: null, type: user.type };
  if (user.type === 'bot') {
    if (user.id !== state.bot.id) return { ...common, bot: {} };
    const bot = {
      owner: { type: 'workspace', workspace: true },
      workspace_name: state.workspace.name,
      workspace_id: state.workspace.id,
      workspace_limits: { max_file_upload_size_in_bytes: 5242880 },
    };
    return { ...common, bot };
  }
  const person =
    state.capabilities.readEmails && user.email ? { email: user.email, email_verified: true } : {};
  return { ...common, person };
}

/** A user inside a value: in full when known (and the integration may read users), else only the id. */
export function renderPerson(world: World, id: string): Record<string, unknown> {
  const user = world.state.users.get(id);
  return user && world.state.capabilities.readUsers ? renderUser(world, user) : { object: 'user', id };
}
