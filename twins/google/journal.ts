/** One line of the journal for each call: what was asked, before anything is answered. */
import { findRoute } from './routes.ts';
import type { Call } from './state.ts';

/** JSON of a body, or the text as it is when it is none. */
function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function operationOf(method: string, path: string): { operation: string; write: boolean; token?: true } {
  if (path === '/token') return { operation: 'token', write: false, token: true };
  if (path === '/revoke') return { operation: 'token.revoke', write: false, token: true };
  const route = findRoute(method, path)?.route;
  return { operation: route?.operation ?? 'unknown', write: route?.write ?? false };
}

/** `at` is epoch milliseconds. Bodies of token calls are left out: they hold secrets. */
export function noteOf(request: Request, url: URL, text: string, at: number): Call {
  const call: Call = {
    method: request.method,
    path: url.pathname,
    status: 0,
    at,
    ...operationOf(request.method, url.pathname),
  };
  if (call.token) return call;
  if (url.search) call.query = Object.fromEntries(url.searchParams);
  const ifMatch = request.headers.get('if-match');
  if (ifMatch) call.ifMatch = ifMatch;
  if (text) call.body = readable(text);
  return call;
}
