// Whether a browser sent this request from a page of this very address. SameSite=Strict keeps other sites' requests without
// the cookie; this keeps out sibling hosts as well. A request that says neither where it comes from is refused.
import type { Ask } from './deps.ts';

export function isSameOrigin(c: Ask): boolean {
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  if (site === undefined && origin === undefined) return false;
  if (site !== undefined && site !== 'same-origin') return false;
  // Our own pages send no referrer, so a browser says `Origin: null` for their forms; Sec-Fetch-Site no page can forge.
  if (origin === 'null') return site === 'same-origin';
  return origin === undefined || origin === new URL(c.req.url).origin;
}
