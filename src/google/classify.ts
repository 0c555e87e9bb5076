// What a failed call to Google means (DESIGN section 7). Every expected failure becomes a `Failure`; what is no
// failure of a call is a bug and stays thrown. Google's own code is kept, its free text never.
import type { gaxios } from 'google-auth-library';
import type { Failure, Operation } from '../call.ts';
import { UnexpectedAnswer } from '../call.ts';

const HOUR = 3_600_000;
/** 403s that say "slower", not "you may not" (google-calendar.md B6). */
const TOO_FAST = new Set(['rateLimitExceeded', 'userRateLimitExceeded']);
/** 403s that say "not today": a limit that takes hours to recover. */
const USED_UP = new Set(['quotaExceeded', 'dailyLimitExceeded']);

/** Sorts what the Google client threw; null for a bug of ours. `now` is for a Retry-After that is a date. */
export function classify(error: unknown, operation: Operation, now: number = Date.now()): Failure | null {
  const { side, name, write } = operation;
  if (error instanceof UnexpectedAnswer) {
    return { side, operation: name, status: null, code: 'unexpectedAnswer', reason: 'broken' };
  }
  if (!isGaxiosError(error)) return null;

  const status = error.response?.status ?? null;
  const codes = codesOf(error.response?.data);
  const at = { side, operation: name, status, code: codes[0] ?? null };
  const refused = (retryAfter: number | null): Failure => ({ ...at, reason: 'refused', retryAfter });
  /** It may have happened, unless the call only read. */
  const unanswered = (code: string | null): Failure =>
    write ? { ...at, code, reason: 'unknown', committed: null } : { ...refused(null), code };

  // No answer: a timeout, or a connection that was refused, reset or cut (workerd tells no difference).
  if (status === null) return unanswered(error.code === 'TimeoutError' ? 'timeout' : 'connectionLost');
  if (status === 429 || (status === 403 && codes.some((code) => TOO_FAST.has(code)))) {
    return refused(retryAfterOf(error, now));
  }
  if (status === 403 && codes.some((code) => USED_UP.has(code))) return refused(HOUR);
  if (status === 408 || status >= 500) return unanswered(at.code);
  // The token endpoint says everything with 400 and 401: invalid_grant, unauthorized_client, invalid_client …
  if (status === 401 || status === 403 || (name === 'token' && status < 500))
    return { ...at, reason: 'denied' };
  if (status === 404) return { ...at, code: at.code ?? 'notFound', reason: 'gone' };
  if (status === 410) return { ...at, reason: 'gone' };
  if (status === 409) return { ...at, code: at.code ?? 'duplicate', reason: 'conflict' };
  if (status === 412) return { ...at, code: at.code ?? 'conditionNotMet', reason: 'conflict' };
  return { ...at, reason: 'broken' };
}

/** Google's codes: `error.errors[].reason`, or the token endpoint's `error`. Words only, never sentences. */
function codesOf(data: unknown): string[] {
  const error = field(data, 'error');
  const errors = field(error, 'errors');
  const reasons = Array.isArray(errors) ? errors.map((one) => field(one, 'reason')) : [];
  return [error, ...reasons, field(error, 'status')].filter(
    (code): code is string => typeof code === 'string' && /^[A-Za-z_]{1,64}$/.test(code),
  );
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Milliseconds that `Retry-After` asks for, in seconds or as a date; null when it does not. */
function retryAfterOf(error: gaxios.GaxiosError, now: number): number | null {
  const value = error.response?.headers.get('retry-after')?.trim();
  if (!value) return null;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}

/** By its shape: the class is loaded with Google's library only (library.ts). */
const isGaxiosError = (error: unknown): error is gaxios.GaxiosError =>
  error instanceof Error &&
  'config' in error &&
  ('response' in error || 'code' in error || 'status' in error);
