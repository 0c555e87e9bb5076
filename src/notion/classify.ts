// What a failed Notion call means: every error that the client can throw, sorted into src/call.ts's Failure.
// It refuses to guess: what is no vendor error is a bug of ours, and answers null. Sources: notion.md sections 0, 3, 4.
import { isHTTPResponseError, RequestTimeoutError } from '@notionhq/client';
import * as z from 'zod';
import { type Classify, type Failure, type Operation, UnexpectedAnswer } from '../call.ts';
import { ConnectionLost } from './client.ts';

/** Codes that the SDK does not know arrive as UnknownHTTPResponseError, so the body is read here. */
const errorBody = z.object({
  code: z.string().nullish(),
  additional_data: z
    .object({
      rate_limit_reason: z.string().nullish().catch(null),
      retry_after: z.union([z.string(), z.number()]).nullish().catch(null),
      committed_resource_id: z.string().nullish().catch(null),
    })
    .nullish()
    .catch(null),
});
type ErrorBody = z.infer<typeof errorBody>;

/** Sorts whatever a Notion call threw; null: not an error of Notion's or of the way there. */
export const classifyNotion: Classify = (error, operation) => {
  if (isHTTPResponseError(error)) {
    return sortAnswer(operation, error.status, readBody(error.body), retryAfter(error.headers));
  }
  const facts = { side: operation.side, operation: operation.name, status: null, code: null } as const;
  // A SyntaxError is JSON.parse's: an answer cut off on its way, or a page of some proxy.
  if (
    RequestTimeoutError.isRequestTimeoutError(error) ||
    error instanceof ConnectionLost ||
    error instanceof SyntaxError
  ) {
    return unanswered(operation, facts, null, null);
  }
  if (error instanceof UnexpectedAnswer || error instanceof z.core.$ZodError) {
    return { ...facts, reason: 'broken' };
  }
  return null;
};

function sortAnswer(
  operation: Operation,
  status: number,
  body: ErrorBody | null,
  wait: number | null,
): Failure {
  const code = body?.code ?? null;
  const facts = { side: operation.side, operation: operation.name, status, code } as const;
  const data = body?.additional_data;
  switch (status) {
    case 429:
    case 529:
      if (data?.rate_limit_reason === 'public_api_request_blocked') return { ...facts, reason: 'denied' };
      return { ...facts, reason: 'refused', retryAfter: wait ?? inMilliseconds(data?.retry_after) };
    case 401:
    case 403:
      return { ...facts, reason: 'denied' };
    case 404:
      // Only Notion's own answer says that a thing is not there; a proxy's page does not.
      return { ...facts, reason: code === null ? 'broken' : 'gone' };
    case 409:
      // A collision of two saves, of which this one was not made (notion.md section 3).
      if (code === 'conflict_error') return { ...facts, reason: 'refused', retryAfter: null };
      // row_limit_exceeded: full for good.
      return { ...facts, reason: 'broken' };
    default:
      if (status >= 500) return unanswered(operation, facts, data?.committed_resource_id ?? null, wait);
      return { ...facts, reason: 'broken' };
  }
}

type Facts = Pick<Failure, 'side' | 'operation' | 'status' | 'code'>;

/** A read that was not answered did nothing; a write may have been saved and still answer 503. */
function unanswered(
  operation: Operation,
  facts: Facts,
  committed: string | null,
  retryAfter: number | null,
): Failure {
  return operation.write
    ? { ...facts, reason: 'unknown', committed }
    : { ...facts, reason: 'refused', retryAfter };
}

function readBody(text: string): ErrorBody | null {
  try {
    return errorBody.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** `Retry-After` in milliseconds: seconds or an HTTP date; may be more than a minute. */
function retryAfter(headers: unknown): number | null {
  if (!(headers instanceof Headers)) return null;
  return inMilliseconds(headers.get('retry-after'));
}

function inMilliseconds(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : null;
  const date = Date.parse(String(value));
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
