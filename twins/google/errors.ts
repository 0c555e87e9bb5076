/**
 * The refusals that Google Calendar answers with, as values, and the JSON they turn into.
 * Nothing here throws: a handler returns a `Refusal` and the caller checks for it with `instanceof`.
 * Reasons, codes and texts: docs/google-calendar.md B6 and the discovery document.
 */

export interface RefusalMore {
  domain?: string;
  locationType?: 'parameter' | 'header';
  location?: string;
  headers?: Record<string, string>;
}

/** An expected failure of a Calendar call: HTTP status, Google's `reason`, its text. */
export class Refusal {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly more: RefusalMore;

  constructor(code: number, reason: string, message: string, more: RefusalMore = {}) {
    this.code = code;
    this.reason = reason;
    this.message = message;
    this.more = more;
  }
}

export const badRequest = (message = 'Bad Request', reason = 'badRequest', location?: string): Refusal =>
  new Refusal(400, reason, message, location ? { locationType: 'parameter', location } : {});
export const invalid = (message: string, location?: string): Refusal =>
  badRequest(message, 'invalid', location);
export const required = (message: string): Refusal => badRequest(message, 'required');
export const authError = (): Refusal =>
  new Refusal(401, 'authError', 'Invalid Credentials', { locationType: 'header', location: 'Authorization' });
export const loginRequired = (): Refusal =>
  new Refusal(401, 'required', 'Login Required', { locationType: 'header', location: 'Authorization' });
export const notFound = (): Refusal => new Refusal(404, 'notFound', 'Not Found');
export const duplicate = (): Refusal =>
  new Refusal(409, 'duplicate', 'The requested identifier already exists.');
export const alreadyDeleted = (): Refusal => new Refusal(410, 'deleted', 'Resource has been deleted');
export const fullSyncRequired = (): Refusal =>
  new Refusal(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.', {
    domain: 'calendar',
    locationType: 'parameter',
    location: 'syncToken',
  });
export const updatedMinTooLongAgo = (): Refusal =>
  new Refusal(
    410,
    'updatedMinTooLongAgo',
    'The requested minimum modification time lies too far in the past.',
    {
      domain: 'calendar',
      locationType: 'parameter',
      location: 'updatedMin',
    },
  );
export const conditionNotMet = (): Refusal =>
  new Refusal(412, 'conditionNotMet', 'Precondition Failed', {
    locationType: 'header',
    location: 'If-Match',
  });
export const insufficientPermissions = (): Refusal =>
  new Refusal(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');
export const requiredAccessLevel = (): Refusal =>
  new Refusal(403, 'requiredAccessLevel', 'You need to have writer access to this calendar.', {
    domain: 'calendar',
  });
export const forbiddenForServiceAccounts = (): Refusal =>
  new Refusal(
    403,
    'forbiddenForServiceAccounts',
    'Service accounts cannot invite attendees without Domain-Wide Delegation of Authority.',
    { domain: 'calendar' },
  );
export const forbiddenForNonOrganizer = (): Refusal =>
  new Refusal(403, 'forbiddenForNonOrganizer', 'Shared properties can only be changed by the organizer.', {
    domain: 'calendar',
  });
export const rateLimitExceeded = (status: 403 | 429 = 403): Refusal =>
  new Refusal(status, 'rateLimitExceeded', 'Rate Limit Exceeded', { domain: 'usageLimits' });

const STATUS_WORDS: Record<number, string> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  429: 'RESOURCE_EXHAUSTED',
};

/** The HTTP answer for a refusal, in Google's error shape. */
export function refusalResponse(refusal: Refusal): Response {
  const { code, reason, message, more } = refusal;
  const detail = {
    message,
    domain: more.domain ?? 'global',
    reason,
    ...(more.location ? { location: more.location, locationType: more.locationType } : {}),
  };
  const word = reason === 'insufficientPermissions' || code === 401 ? STATUS_WORDS[code] : undefined;
  const body = { error: { errors: [detail], code, message, ...(word ? { status: word } : {}) } };
  return new Response(JSON.stringify(body), {
    status: code,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...more.headers },
  });
}
