/** users.me, list, retrieve. Guests are in no list but can be retrieved [doc get-users 2026]. */
import { invalid, restricted } from '../errors.ts';
import { renderList } from '../objects.ts';
import { readPageSize } from '../read.ts';
import { renderUser } from '../users.ts';
import { userOr404 } from '../world.ts';
import { type Answer, type Call, cursorOf, type Route } from './call.ts';

function me({ world }: Call): Answer {
  return renderUser(world, userOr404(world.state, world.state.bot.id));
}

function list({ world, query }: Call): Answer {
  if (!world.state.capabilities.readUsers) throw restricted();
  const size = readPageSize(query.get('page_size'), 'query.page_size');
  const users = [...world.state.users.values()].filter((user) => !user.guest);
  const cursor = cursorOf(query.get('start_cursor'));
  const from = cursor === null ? 0 : users.findIndex((user) => user.id === cursor);
  if (from < 0) throw invalid(`The start_cursor provided is invalid: ${cursor}`);
  const shown = users.slice(from, from + size).map((user) => renderUser(world, user));
  return renderList('user', shown, users[from + size]?.id ?? null);
}

function retrieve({ world, ids }: Call): Answer {
  if (!world.state.capabilities.readUsers && ids[0] !== world.state.bot.id) throw restricted();
  return renderUser(world, userOr404(world.state, ids[0]!));
}

export const userRoutes: Route[] = [
  { method: 'GET', path: 'users/me', operation: 'users.me', write: false, run: me },
  { method: 'GET', path: 'users', operation: 'users.list', write: false, run: list },
  { method: 'GET', path: 'users/:id', operation: 'users.retrieve', write: false, run: retrieve },
];
