/** All routes of the API, and finding the one for a request. Paths of other versions of the API are unknown URLs. */
import { invalid } from './errors.ts';
import { readUuid } from './ids.ts';
import { blockRoutes } from './routes/blocks.ts';
import type { Route } from './routes/call.ts';
import { commentRoutes } from './routes/comments.ts';
import { dataSourceRoutes } from './routes/data-sources.ts';
import { databaseRoutes } from './routes/databases.ts';
import { markdownRoutes } from './routes/markdown.ts';
import { pageRoutes } from './routes/pages.ts';
import { searchRoutes } from './routes/search.ts';
import { userRoutes } from './routes/users.ts';
import { viewRoutes } from './routes/views.ts';
import type { Capabilities } from './state.ts';

/** Every operation the twin knows. */
const ROUTES: readonly Route[] = [
  ...userRoutes,
  ...searchRoutes,
  ...databaseRoutes,
  ...dataSourceRoutes,
  ...pageRoutes,
  ...markdownRoutes,
  ...blockRoutes,
  ...commentRoutes,
  ...viewRoutes,
];

const BY_SHAPE = new Map<string, { route: Route; pattern: string[] }[]>();
for (const route of ROUTES) {
  const pattern = route.path.split('/');
  const shape = `${route.method} ${pattern.length} ${pattern[0]}`;
  BY_SHAPE.set(shape, [...(BY_SHAPE.get(shape) ?? []), { route, pattern }]);
}

/** The route of `/v1/…`, or undefined. Ids are read later, so that a bad one is told apart from a bad path. */
export function findRoute(method: string, path: string): { route: Route; raw: string[] } | undefined {
  const parts = path.replace(/^\/v1\//, '').split('/');
  for (const { route, pattern } of BY_SHAPE.get(`${method} ${parts.length} ${parts[0]}`) ?? []) {
    const fits = pattern.every((piece, i) => piece === ':id' || piece === '*' || piece === parts[i]);
    if (fits) return { route, raw: parts.filter((_, i) => pattern[i] === ':id' || pattern[i] === '*') };
  }
  return undefined;
}

/** The capability a call needs and does not have; comments and users look for themselves [doc]. */
export function lacks(route: Route, capabilities: Capabilities): boolean {
  if (/^(comments|users)\./.test(route.operation)) return false;
  if (!route.write) return !capabilities.readContent;
  // Appending blocks inserts content, though it is a PATCH [doc patch-block-children].
  const inserts = route.method === 'POST' || route.operation === 'blocks.children.append';
  return inserts ? !capabilities.insertContent : !capabilities.updateContent;
}

/** The ids in a path, dashed; a malformed one is 400 [mem]. */
export function readPathIds(route: Route, raw: string[]): string[] {
  const kinds = route.path.split('/').filter((piece) => piece === ':id' || piece === '*');
  const noun = route.path.split('/')[0]!.replace(/s$/, '');
  return raw.map((text, i) => {
    if (kinds[i] === '*') return text;
    const id = readUuid(text);
    if (id === null) {
      throw invalid(
        `path failed validation: path.${noun}_id should be a valid uuid, instead was \`${JSON.stringify(text)}\`.`,
      );
    }
    return id;
  });
}
