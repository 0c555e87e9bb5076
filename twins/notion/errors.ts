/**
 * The refusals of the Notion API, in its own words and shapes. A handler throws a `Refusal` from wherever it finds the
 * fault (deep inside a value as often as not); the twin's edge turns it into the answer. Anything else thrown is a bug
 * of the twin and is not dressed up as an answer.
 */

/** An answer with an error body: `{object:"error", status, code, message, additional_data?, request_id}` [rec]. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly additional: Record<string, unknown> | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    message: string,
    additional?: Record<string, unknown>,
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.additional = additional;
    this.headers = headers;
  }
}

/** 400 `validation_error` with a sentence of Notion's. */
export function invalid(message: string, additional?: Record<string, unknown>): Refusal {
  return new Refusal(400, 'validation_error', message, additional);
}

/** 400 for a body of the wrong shape, e.g. "body failed validation: body.title should be defined, instead was `undefined`." [doc] */
export function malformed(path: string, should: string, value: unknown): Refusal {
  const shown = value === undefined ? 'undefined' : JSON.stringify(value);
  const cut = shown.length > 200 ? `${shown.slice(0, 200)}...` : shown;
  return invalid(`body failed validation: ${path} should be ${should}, instead was \`${cut}\`.`);
}

/** 404, which also stands for "not shared with this integration" [rec: text and additional_data]. */
export function notFound(kind: string, id: string, integration: { id: string; name: string }): Refusal {
  return new Refusal(
    404,
    'object_not_found',
    `Could not find ${kind} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration "${integration.name}".`,
    { integration_id: integration.id },
  );
}

/** 400 for a path the API does not have [rec]. */
export function unknownUrl(): Refusal {
  return new Refusal(400, 'invalid_request_url', 'Invalid request URL.');
}

/** 401 for a missing, wrong or revoked token [rec]. */
export function unauthorized(): Refusal {
  return new Refusal(401, 'unauthorized', 'API token is invalid.');
}

/** 400 when the header Notion-Version is absent. */
export function missingVersion(): Refusal {
  return new Refusal(
    400,
    'missing_version',
    'Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.',
  );
}

/** The versions that the header may name [seen in the live refusal of others, July 2026]. */
export const VERSIONS = [
  '2021-05-11',
  '2021-05-13',
  '2021-08-16',
  '2022-02-22',
  '2022-06-28',
  '2025-09-03',
  '2026-03-11',
];

/** 400 when the header Notion-Version names no version. */
export function unknownVersion(version: string): Refusal {
  const known = VERSIONS.map((one) => `"${one}"`);
  const list = `${known.slice(0, -1).join(', ')}, or ${known.at(-1)}`;
  return invalid(
    `Notion-Version header failed validation: Notion-Version header should be ${list}, instead was \`"${version}"\`.`,
  );
}

/** 403 when the integration lacks a capability. */
export function restricted(message = 'Insufficient permissions for this endpoint.'): Refusal {
  return new Refusal(403, 'restricted_resource', message);
}

/** 409: a save that collided with another; the caller is to try again. */
export function conflict(): Refusal {
  return new Refusal(409, 'conflict_error', 'Conflict occurred while saving. Please try again.');
}

/** 429 with Retry-After in whole seconds; the reason says whose budget ran out [doc request-limits 2026-09]. */
export function rateLimited(retryAfter: number, reason = 'public_api_request_rate_limit'): Refusal {
  return new Refusal(
    429,
    'rate_limited',
    'You have been rate limited. Please try again in a few minutes.',
    { rate_limit_reason: reason, retry_after: String(retryAfter) },
    { 'retry-after': String(retryAfter) },
  );
}

/** 500. */
export function internal(): Refusal {
  return new Refusal(500, 'internal_server_error', 'Unexpected error occurred.');
}

/** 503; `additional` may name what was written all the same (`committed_resource_id`) [doc request-limits 2026-09]. */
export function unavailable(additional?: Record<string, unknown>): Refusal {
  return new Refusal(
    503,
    'service_unavailable',
    'Public API service is temporarily unavailable, please try again later.',
    additional,
  );
}

/** 529. */
export function overloaded(retryAfter: number): Refusal {
  return new Refusal(
    529,
    'service_overload',
    'The service is overloaded, please try again later.',
    undefined,
    {
      'retry-after': String(retryAfter),
    },
  );
}

/** The answer's body, as Notion writes it. */
export function errorBody(refusal: Refusal, requestId: string): Record<string, unknown> {
  return {
    object: 'error',
    status: refusal.status,
    code: refusal.code,
    message: refusal.message,
    ...(refusal.additional ? { additional_data: refusal.additional } : {}),
    request_id: requestId,
  };
}
