/**
 * From a request to its answer: journal, faults, token endpoint, credentials, scopes, rate, and then the method itself. An
 * answer that a fault takes away is a rejected promise, as a lost connection is.
 */
import { checkScopes } from './access.ts';
import type { Act } from './act.ts';
import { answerToken, authenticate, revoke } from './auth.ts';
import * as errors from './errors.ts';
import { Refusal, refusalResponse } from './errors.ts';
import { breakAnswer, emptyPage, faultRefusal, strike } from './faults.ts';
import { isObject, unknownNames } from './fields.ts';
import { noteOf } from './journal.ts';
import { findRoute } from './routes.ts';
import type { Call, World } from './state.ts';

export interface ServerOptions {
  authNow: () => number;
  ratePerMinute?: number;
  rateLimitStatus?: 403 | 429;
}

export interface Server {
  fetch(request: Request, url: URL): Promise<Response>;
  /** Lets effects land that were delayed: those whose time has come, or all. */
  landLate(all?: boolean): Promise<void>;
  /** Forgets who called how often. */
  forget(): void;
}

const lost = (): Error => new Error('Network connection lost.');

export function makeServer(world: World, act: Act, options: ServerOptions): Server {
  const recent = new Map<string, number[]>();

  /** More than the allowed number of calls in the last sixty seconds? */
  function overRate(email: string): boolean {
    const limit = options.ratePerMinute ?? 600;
    if (limit === Number.POSITIVE_INFINITY) return false;
    const times = recent.get(email) ?? [];
    recent.set(email, times);
    while (times[0] !== undefined && times[0] <= world.now() - 60_000) times.shift();
    return times.length >= limit || times.push(world.now()) > limit;
  }

  function answerCalendar(request: Request, url: URL, call: Call): Response {
    const found = findRoute(request.method, url.pathname);
    if (!found) return refusalResponse(errors.notFound());
    const by = authenticate(world, options.authNow(), request.headers.get('authorization'));
    if (by instanceof Refusal) return refusalResponse(by);
    call.principal = by.email;
    const scoped = checkScopes(by, call.operation);
    if (scoped) return refusalResponse(scoped);
    if (overRate(by.email)) return refusalResponse(errors.rateLimitExceeded(options.rateLimitStatus));
    const { body } = call;
    if (typeof body === 'string') return refusalResponse(errors.badRequest('Parse Error', 'parseError'));
    if (isObject(body) && /^events\.(insert|patch|update)$/.test(call.operation)) {
      const unknown = unknownNames(body);
      if (unknown.length > 0) call.unknown = unknown;
    }
    const { headers } = request;
    const answer = found.route.handle({
      world,
      by,
      params: found.params,
      query: url.searchParams,
      headers,
      body,
    });
    if (answer instanceof Refusal) return refusalResponse(answer);
    if (!answer.body) return new Response(null, { status: answer.status });
    const { etag } = answer.body;
    return Response.json(answer.body, {
      status: answer.status,
      headers: typeof etag === 'string' ? { etag } : {},
    });
  }

  async function answer(request: Request, url: URL, text: string, call: Call): Promise<Response> {
    if (!call.token) return answerCalendar(request, url, call);
    const form = new URLSearchParams(text || url.search);
    if (call.operation === 'token.revoke') {
      return Response.json({}, { status: revoke(world, form.get('token') ?? '') ? 200 : 400 });
    }
    const given = await answerToken(world, options.authNow(), form);
    if (given.principal) call.principal = given.principal;
    return Response.json(given.body, { status: given.status });
  }

  async function landLate(all = false): Promise<void> {
    for (const late of [...world.state.late]) {
      late.after -= 1;
      if (late.after > 0 && !all) continue;
      world.state.late.splice(world.state.late.indexOf(late), 1);
      const { method, headers, body } = late;
      const request = new Request(late.url, { method, headers, ...(body ? { body } : {}) });
      const url = new URL(late.url);
      await answer(request, url, body, noteOf(request, url, body, world.now()));
    }
  }

  async function fetchTwin(request: Request, url: URL): Promise<Response> {
    const text = new TextDecoder().decode(await request.arrayBuffer()); // text() complains of forms in workerd
    const call = noteOf(request, url, text, world.now());
    await landLate();
    world.state.calls.push(call);
    const fault = strike(world.state.faults, call.operation, url.href);
    if (!fault) {
      const response = await answer(request, url, text, call);
      call.status = response.status;
      return response;
    }
    call.fault = fault.kind;
    if (fault.kind === 'drop') throw lost();
    if (fault.kind === 'delay-effect') {
      const { method } = request;
      world.state.late.push({
        method,
        url: url.href,
        headers: [...request.headers],
        body: text,
        after: fault.after ?? 1,
      });
      throw lost();
    }
    if (fault.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.delay ?? 1000));
    if (fault.kind === 'expire-tokens') act.expireSyncTokens();
    if (fault.kind === 'revoke-grant') act.revokeGrant();
    const refusal = fault.kind === 'refuse' ? faultRefusal(fault) : undefined;
    const response = refusal ? refusalResponse(refusal) : await answer(request, url, text, call);
    if (fault.kind === 'lose-answer') throw lost();
    call.status = response.status;
    if (fault.kind === 'empty-page') return emptyPage(response, url, world.state.stamp);
    return breakAnswer(fault, response);
  }

  return { fetch: fetchTwin, landLate, forget: () => recent.clear() };
}
