/**
 * Trouble on order: the next (or nth) matching call is refused, loses its answer after the effect, comes too late, never
 * arrives, or answers in broken bytes. What matters most is `lose-answer`: it proves that writes may be repeated.
 */
import { Refusal } from './errors.ts';
import { askedOf, encode } from './sync.ts';

export const FAULT_KINDS = [
  'refuse',
  'lose-answer',
  'delay-effect',
  'drop',
  'truncate',
  'garble',
  'expire-tokens',
  'revoke-grant',
  'empty-page',
  'slow',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  kind: FaultKind;
  /** `events.insert`, `events.*`, `token`, `push`; every operation when left out. */
  operation?: string;
  /** Part of the URL that must occur, an event's id for instance. */
  match?: string;
  /** Strikes first at the nth matching call from now (1 = the next; default 1). */
  nth?: number;
  /** How many calls it strikes (default 1). */
  times?: number;
  /** For `refuse`: HTTP status and reason; the reason has a default for each status. */
  status?: number;
  reason?: string;
  message?: string;
  /** For `refuse`: a Retry-After header, in seconds. */
  retryAfter?: number;
  /** For `slow`: milliseconds of real time until the answer (default 1000). */
  delay?: number;
  /** For `delay-effect`: how many later calls pass before the effect lands (default 1). */
  after?: number;
}

const REASONS: Record<number, [reason: string, message: string, domain?: string]> = {
  400: ['badRequest', 'Bad Request'],
  401: ['authError', 'Invalid Credentials'],
  403: ['rateLimitExceeded', 'Rate Limit Exceeded', 'usageLimits'],
  404: ['notFound', 'Not Found'],
  409: ['duplicate', 'The requested identifier already exists.'],
  410: ['deleted', 'Resource has been deleted'],
  412: ['conditionNotMet', 'Precondition Failed'],
  429: ['rateLimitExceeded', 'Rate Limit Exceeded', 'usageLimits'],
  500: ['backendError', 'Backend Error'],
  502: ['badGateway', 'Bad Gateway'],
  503: ['backendError', 'Service Unavailable'],
};
const WORDS: Record<string, string> = {
  quotaExceeded: 'Calendar usage limits exceeded.',
  userRateLimitExceeded: 'User Rate Limit Exceeded',
  dailyLimitExceeded: 'Daily Limit Exceeded',
  fullSyncRequired: 'Sync token is no longer valid, a full sync is required.',
};

/** The error that a `refuse` fault answers. */
export function faultRefusal(fault: Fault): Refusal {
  const status = fault.status ?? 503;
  const [reason, message, domain] = REASONS[status] ?? ['backendError', 'Backend Error'];
  const named = fault.reason ?? reason;
  return new Refusal(status, named, fault.message ?? WORDS[named] ?? message, {
    domain: named === 'quotaExceeded' ? 'usageLimits' : (domain ?? 'global'),
    ...(fault.retryAfter === undefined ? {} : { headers: { 'retry-after': String(fault.retryAfter) } }),
  });
}

const fits = (fault: Fault, operation: string, path: string): boolean => {
  const wanted = fault.operation;
  const named =
    !wanted || wanted === operation || (wanted.endsWith('.*') && operation.startsWith(wanted.slice(0, -1)));
  return named && (!fault.match || path.includes(fault.match));
};

/** Takes the fault that strikes this call, if any, and counts the others down. Pushes only obey faults that name them. */
export function strike(faults: Fault[], operation: string, path: string): Fault | undefined {
  for (const fault of faults) {
    if (!fits(fault, operation, path) || (operation === 'push' && fault.operation !== 'push')) continue;
    const nth = fault.nth ?? 1;
    if (nth > 1) {
      fault.nth = nth - 1;
      continue;
    }
    const left = (fault.times ?? 1) - 1;
    if (left > 0) fault.times = left;
    else faults.splice(faults.indexOf(fault), 1);
    return fault;
  }
  return undefined;
}

/** `truncate` and `garble`: the answer with its end cut off, or something else altogether. Other kinds leave it alone. */
export async function breakAnswer(fault: Fault, response: Response): Promise<Response> {
  if (fault.kind !== 'truncate' && fault.kind !== 'garble') return response;
  const text = await response.text();
  const headers = new Headers(response.headers);
  const { status } = response;
  if (fault.kind === 'truncate')
    return new Response(text.slice(0, Math.floor(text.length / 2)), { status, headers });
  headers.set('content-type', 'text/html; charset=UTF-8');
  return new Response('<html><title>Error</title><p>Something went wrong.', { status, headers });
}

/** `empty-page`: a page without items in front of the first one. Legal [type], and seen where tombstones are many. */
export async function emptyPage(response: Response, url: URL, stamp: number): Promise<Response> {
  if (!response.ok) return response;
  const { nextSyncToken: _token, ...page } = (await response.json()) as Record<string, unknown>;
  const nextPageToken = encode({ start: stamp, asked: askedOf(url.searchParams) });
  return Response.json({ ...page, items: [], nextPageToken });
}
