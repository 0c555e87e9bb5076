import {
  APIErrorCode,
  APIResponseError,
  RequestTimeoutError,
  UnknownHTTPResponseError,
} from '@notionhq/client';
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type Failure, type Operation, UnexpectedAnswer } from '../../src/call.ts';
import { classifyNotion } from '../../src/notion/classify.ts';
import { createClient } from '../../src/notion/client.ts';

const read: Operation = { side: 'notion', name: 'pages.retrieve', write: false };
const save: Operation = { side: 'notion', name: 'pages.update', write: true };

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What the client makes of an answer, sorted. */
async function sort(
  operation: Operation,
  respond: () => Response | Promise<Response>,
): Promise<Failure | null> {
  vi.stubGlobal('fetch', async () => respond());
  try {
    await createClient('secret').pages.retrieve({ page_id: 'p' });
  } catch (error) {
    return classifyNotion(error, operation);
  }
  throw new Error('The call did not fail.');
}

function answer(
  status: number,
  code: string,
  additional_data?: Record<string, string>,
  headers: Record<string, string> = {},
): () => Response {
  const body = { object: 'error', status, code, message: 'A sentence.', additional_data };
  return () => new Response(JSON.stringify(body), { status, headers });
}

test.each([
  [400, 'validation_error', 'broken'],
  [400, 'missing_version', 'broken'],
  [401, 'unauthorized', 'denied'],
  [403, 'restricted_resource', 'denied'],
  [404, 'object_not_found', 'gone'],
  [409, 'row_limit_exceeded', 'broken'],
] as const)('[N20] %i %s is %s, for a read and for a write', async (status, code, reason) => {
  for (const operation of [read, save]) {
    expect(await sort(operation, answer(status, code))).toEqual({
      side: 'notion',
      operation: operation.name,
      status,
      code,
      reason,
    });
  }
});

test('[N20] a collision of two saves is tried again: nothing was saved', async () => {
  expect(await sort(save, answer(409, 'conflict_error'))).toMatchObject({
    reason: 'refused',
    retryAfter: null,
  });
});

test.each([
  [429, 'rate_limited'],
  [529, 'service_overload'],
] as const)('[N20] %i waits as long as Retry-After says, also beyond a minute', async (status, code) => {
  expect(await sort(save, answer(status, code, undefined, { 'retry-after': '90' }))).toMatchObject({
    reason: 'refused',
    retryAfter: 90_000,
  });
});

test('[N20] a Retry-After in the body or as an HTTP date counts too', async () => {
  expect(await sort(save, answer(429, 'rate_limited', { retry_after: '7' }))).toMatchObject({
    retryAfter: 7000,
  });
  const date = new Date(Date.now() + 30_000).toUTCString();
  const failure = await sort(save, answer(429, 'rate_limited', undefined, { 'retry-after': date }));
  expect(failure?.reason === 'refused' && failure.retryAfter).toBeGreaterThan(25_000);
});

test('[N20] a blocked integration is denied, not made to wait', async () => {
  const blocked = answer(429, 'rate_limited', { rate_limit_reason: 'public_api_request_blocked' });
  expect(await sort(read, blocked)).toMatchObject({ reason: 'denied' });
});

test.each([500, 502, 503, 504])('[N20] %i leaves a write unknown and refuses a read', async (status) => {
  const failing = answer(status, 'service_unavailable');
  expect(await sort(read, failing)).toMatchObject({ reason: 'refused' });
  expect(await sort(save, failing)).toMatchObject({ reason: 'unknown', committed: null });
});

test('[N20] a write that was saved all the same keeps the id that Notion names', async () => {
  const failing = answer(503, 'service_unavailable', { committed_resource_id: 'page-1' });
  expect(await sort(save, failing)).toMatchObject({ reason: 'unknown', committed: 'page-1' });
});

test("[N20] a proxy's page is sorted by its status, and its 404 is no evidence", async () => {
  const html = (status: number) => () => new Response('<html>Bad gateway</html>', { status });
  expect(await sort(save, html(502))).toMatchObject({ reason: 'unknown', code: null });
  expect(await sort(read, html(502))).toMatchObject({ reason: 'refused', code: null });
  expect(await sort(read, html(403))).toMatchObject({ reason: 'denied', code: null });
  expect(await sort(read, html(404))).toMatchObject({ reason: 'broken', code: null });
});

test('[N20] a lost connection, a timeout and a cut-off answer leave a write unknown and refuse a read', async () => {
  const lost = () => Promise.reject(new Error('Network connection lost.'));
  const cut = () => new Response('{"object":"pa');
  for (const respond of [lost, cut]) {
    expect(await sort(read, respond)).toMatchObject({ reason: 'refused', status: null });
    expect(await sort(save, respond)).toMatchObject({ reason: 'unknown', status: null, committed: null });
  }
  expect(classifyNotion(new RequestTimeoutError(), save)).toMatchObject({ reason: 'unknown' });
  expect(classifyNotion(new RequestTimeoutError(), read)).toMatchObject({ reason: 'refused' });
});

test('[N20] an answer of another shape is broken', () => {
  expect(classifyNotion(new UnexpectedAnswer('no page'), read)).toMatchObject({ reason: 'broken' });
  expect(classifyNotion(z.string().safeParse(1).error, read)).toMatchObject({ reason: 'broken' });
});

test('[N20] a bug of ours is not sorted', () => {
  expect(
    classifyNotion(new TypeError("Cannot read properties of undefined (reading 'id')"), read),
  ).toBeNull();
});

test('[N20] errors made by hand are sorted like answered ones', () => {
  const headers = new Headers();
  const common = { status: 404, message: 'm', headers, request_id: undefined, additional_data: undefined };
  const rawBodyText = JSON.stringify({ code: 'object_not_found' });
  const known = new APIResponseError({ ...common, code: APIErrorCode.ObjectNotFound, rawBodyText });
  const unknown = new UnknownHTTPResponseError({ status: 404, message: 'm', headers, rawBodyText });
  expect(classifyNotion(known, read)).toMatchObject({ reason: 'gone' });
  expect(classifyNotion(unknown, read)).toMatchObject({ reason: 'gone' });
});
