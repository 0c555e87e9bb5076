import { gaxios } from 'google-auth-library';
import { expect, test } from 'vitest';
import { type Operation, UnexpectedAnswer } from '../../src/call.ts';
import { classify } from '../../src/google/classify.ts';

const READ: Operation = { side: 'google', name: 'events.get', write: false };
const WRITE: Operation = { side: 'google', name: 'events.patch', write: true };
const TOKEN: Operation = { side: 'google', name: 'token', write: false };
const NOW = Date.parse('2026-03-01T09:00:00Z');

/** What Google's client throws of an answer: `body` is JSON unless it is text. */
function answered(status: number, body: unknown, headers: Record<string, string> = {}): Promise<unknown> {
  const text = typeof body === 'string';
  const answer = new Response(text ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': text ? 'text/html' : 'application/json', ...headers },
  });
  return thrownBy(() => Promise.resolve(answer));
}

async function thrownBy(fetchImplementation: () => Promise<Response>, timeout = 1000): Promise<unknown> {
  try {
    await new gaxios.Gaxios().request({
      url: 'https://x.example',
      fetchImplementation,
      timeout,
      retry: false,
    });
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
}

const google = (reason: string) => ({
  error: { code: 0, message: 'a sentence about ann@example.com', errors: [{ domain: 'global', reason }] },
});

test.each([
  [400, 'timeRangeEmpty', 'broken'],
  [401, 'authError', 'denied'],
  [403, 'forbiddenForServiceAccounts', 'denied'],
  [403, 'insufficientPermissions', 'denied'],
  [403, 'forbidden', 'denied'],
  [403, 'somethingNew', 'denied'],
  [404, 'notFound', 'gone'],
  [410, 'deleted', 'gone'],
  [410, 'fullSyncRequired', 'gone'],
  [410, 'updatedMinTooLongAgo', 'gone'],
  [409, 'duplicate', 'conflict'],
  [412, 'conditionNotMet', 'conflict'],
  [413, 'uploadTooLarge', 'broken'],
])('[C22] %i %s is %s', async (status, code, reason) => {
  const failure = classify(await answered(status, google(code)), WRITE);
  expect(failure).toEqual({ side: 'google', operation: 'events.patch', status, code, reason });
});

test.each([
  [429, 'rateLimitExceeded'],
  [403, 'rateLimitExceeded'],
  [403, 'userRateLimitExceeded'],
])('[C22] %i %s waits as long as Retry-After says', async (status, code) => {
  const wait = async (headers: Record<string, string>) =>
    classify(await answered(status, google(code), headers), WRITE, NOW);
  expect(await wait({ 'retry-after': '7' })).toMatchObject({ reason: 'refused', code, retryAfter: 7000 });
  expect(await wait({ 'retry-after': 'Sun, 01 Mar 2026 09:00:30 GMT' })).toMatchObject({
    retryAfter: 30_000,
  });
  expect(await wait({ 'retry-after': 'soon' })).toMatchObject({ retryAfter: null });
  expect(await wait({})).toMatchObject({ retryAfter: null });
});

test('[C22] a used-up quota waits an hour', async () => {
  const error = await answered(403, google('quotaExceeded'));
  expect(classify(error, READ)).toMatchObject({ reason: 'refused', retryAfter: 3_600_000 });
});

test('[C22] an error of the server leaves a write unknown and refuses a read', async () => {
  for (const error of [
    await answered(503, google('backendError')),
    await answered(502, '<html>Bad</html>'),
  ]) {
    expect(classify(error, WRITE)).toMatchObject({ reason: 'unknown', committed: null });
    expect(classify(error, READ)).toMatchObject({ reason: 'refused', retryAfter: null });
  }
});

test('[C22] a lost connection leaves a write unknown and refuses a read', async () => {
  for (const lost of [new Error('Network connection lost.'), new TypeError('fetch failed')]) {
    const error = await thrownBy(() => Promise.reject(lost));
    expect(classify(error, WRITE)).toMatchObject({ reason: 'unknown', status: null, code: 'connectionLost' });
    expect(classify(error, READ)).toMatchObject({ reason: 'refused', status: null, code: 'connectionLost' });
  }
});

test('[C22] a call that ran out of time is like a lost connection', async () => {
  const late = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  const error = await thrownBy(() => Promise.reject(late));
  expect(classify(error, WRITE)).toMatchObject({ reason: 'unknown', code: 'timeout' });
});

test.each([
  [400, 'invalid_grant'],
  [401, 'unauthorized_client'],
  [401, 'invalid_client'],
])('[C22] the token endpoint that says %i %s denies', async (status, code) => {
  const error = await answered(status, { error: code, error_description: 'a sentence' });
  expect(classify(error, TOKEN)).toMatchObject({ reason: 'denied', code, status });
});

test('[C22] an answer of the wrong shape is broken, and a redirect is not followed', async () => {
  expect(classify(new UnexpectedAnswer('event: id'), WRITE)).toMatchObject({
    reason: 'broken',
    code: 'unexpectedAnswer',
  });
  expect(classify(await answered(302, ''), READ)).toMatchObject({ reason: 'broken', status: 302 });
});

test('[C22] a bug is nobody else’s failure', () => {
  expect(classify(new TypeError('x is undefined'), WRITE)).toBeNull();
  expect(classify('text', WRITE)).toBeNull();
});

test('[C22] only words of a code are kept, never sentences or what is in them', async () => {
  const bodies = [
    google('ann@example.com is not allowed'),
    { error: 'Sorry, ann@example.com' },
    { error: { errors: 'ann@example.com' } },
    'ann@example.com',
  ];
  for (const body of bodies) {
    const failure = classify(await answered(400, body), READ);
    expect(failure).toMatchObject({ reason: 'broken', code: null });
  }
});
