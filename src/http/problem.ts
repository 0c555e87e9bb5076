// Errors as application/problem+json (RFC 9457). Dull on the wire: a detail never repeats what was sent, and never shows a
// value of a setting, a stack or a vendor's answer.

import type { Hold } from '../workspace/api.ts';
import type { Fault } from './deps.ts';

/** Every way in which a request is refused. `what` and `detail` are our own words. */
export type Refusal =
  | { readonly reason: 'malformed'; readonly detail: string }
  | { readonly reason: 'unauthenticated' }
  | { readonly reason: 'cross-origin' }
  | { readonly reason: 'unknown'; readonly what: string }
  | { readonly reason: 'method'; readonly allowed: readonly string[] }
  | { readonly reason: 'changed'; readonly hold: Hold | null }
  | { readonly reason: 'too large'; readonly limit: number }
  | { readonly reason: 'media type'; readonly wanted: string }
  | { readonly reason: 'too many'; readonly retryAfter: number }
  | { readonly reason: 'settings'; readonly faults: readonly Fault[] }
  | { readonly reason: 'bug'; readonly request: string };

interface Shape {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The answer to a refused request. */
export function problem(refusal: Refusal): Response {
  const { status, title, detail, headers, more } = shape(refusal);
  return new Response(JSON.stringify({ type: 'about:blank', title, status, detail, ...more }), {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...headers },
  });
}

function shape(refusal: Refusal): Shape {
  switch (refusal.reason) {
    case 'malformed':
      return { status: 400, title: 'Malformed request', detail: refusal.detail };
    case 'unauthenticated':
      return {
        status: 401,
        title: 'Not authenticated',
        detail: 'This needs a valid secret: send it as "Authorization: Bearer …".',
        headers: { 'www-authenticate': 'Bearer' },
      };
    case 'cross-origin':
      return {
        status: 403,
        title: 'Not from here',
        detail: 'A change that rests on a log-in must come from a page of this address.',
      };
    case 'unknown':
      return { status: 404, title: 'Not found', detail: refusal.what };
    case 'method': {
      const allow = refusal.allowed.join(', ');
      return {
        status: 405,
        title: 'Method not allowed',
        detail: `This answers ${allow}.`,
        headers: { allow },
      };
    }
    case 'changed':
      return {
        status: 409,
        title: 'The held changes are not these any more',
        detail: refusal.hold
          ? 'They changed since they were shown. Look at the new ones in "hold", and approve its id.'
          : 'Nothing is held now.',
        more: { hold: refusal.hold },
      };
    case 'too large':
      return {
        status: 413,
        title: 'Too large',
        detail: `A body here has at most ${refusal.limit / 1024} KiB.`,
      };
    case 'media type':
      return { status: 415, title: 'Unsupported media type', detail: `The body must be ${refusal.wanted}.` };
    case 'too many':
      return {
        status: 429,
        title: 'Too many attempts',
        detail: 'Too many log-ins failed. Wait a little and try again.',
        headers: { 'retry-after': String(refusal.retryAfter) },
      };
    case 'settings':
      return {
        status: 503,
        title: 'Not set up',
        detail: 'Settings are missing or malformed; nothing was called. Put these right and deploy again.',
        more: { faults: refusal.faults },
      };
    case 'bug':
      return {
        status: 500,
        title: 'Something went wrong here',
        detail: 'It was logged under the id in "instance".',
        more: { instance: `urn:uuid:${refusal.request}` },
      };
  }
}
