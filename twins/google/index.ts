/**
 * The Google Calendar twin: state plus `fetch`. It answers https://www.googleapis.com/calendar/v3/*,
 * https://oauth2.googleapis.com/token and /revoke, and a control plane under /__twin/*. Runs in Node and in workerd; clock,
 * chance and outgoing pushes are passed in. Refuses nothing of its own: Google's refusals are answers.
 */

import { checkScopes } from './access.ts';
import { type Act, makeAct } from './act.ts';
import type { Mail } from './attendees.ts';
import {
  answerToken,
  authenticate,
  type KeyState,
  keyFile,
  makeKey,
  revoke,
  type ServiceAccountKey,
} from './auth.ts';
import { makeCalendar } from './calendars.ts';
import { channelsOf, deliverPush } from './channels.ts';
import { answerControl } from './control.ts';
import * as errors from './errors.ts';
import { Refusal, refusalResponse } from './errors.ts';
import { type Fault, faultRefusal, strike } from './faults.ts';
import { isObject, unknownNames } from './fields.ts';
import { findRoute } from './routes.ts';
import { type Call, freeze, type Principal, type TwinState, thaw, type World } from './state.ts';

export type { Act } from './act.ts';
export type { Mail } from './attendees.ts';
export type { ServiceAccountKey } from './auth.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { Call, Push } from './state.ts';

export interface GoogleTwinOptions {
  /** Epoch milliseconds. The control plane may shift it further. */
  now: () => number;
  /** Clock of the token endpoint, which sees the client's real time stamps; `now` without any shift by default. */
  authNow?: () => number;
  /** 0 ≤ x < 1, for ids and tokens. */
  random?: () => number;
  /** Calls a minute and principal, sliding; beyond it 403 rateLimitExceeded (or 429). Default 600 [G]. */
  ratePerMinute?: number;
  rateLimitStatus?: 403 | 429;
  /** Where pushes go; without it they are noted as lost. */
  deliver?: (request: Request) => Promise<Response>;
  timeZone?: string;
  calendarSummary?: string;
  /** Owner of the calendar, and the person in whose name `act` works by default. */
  owner?: string;
  /** May the service account act for users (`sub`)? Default true, for users of example.com. */
  delegation?: boolean;
  users?: string[];
  /** A key made before (`twin.key`), to spare the making of one. */
  key?: KeyState;
  /** How listings show deleted single events: both shapes occur [rec]. Default whole. */
  tombstones?: 'whole' | 'stub';
}

export interface GoogleTwin {
  fetch(request: Request): Promise<Response>;
  act: Act;
  readonly calls: Call[];
  readonly outbox: Mail[];
  readonly pushes: TwinState['pushes'];
  faults: { add(fault: Fault): void; clear(): void; release(): Promise<void>; readonly list: Fault[] };
  snapshot(): unknown;
  restore(frozen: unknown): void;
  /** Back to the state of the beginning; the key, the client and the refresh token stay valid. */
  reset(): void;
  readonly serviceAccountKey: ServiceAccountKey;
  readonly key: KeyState;
  /** Client id and secret with a refresh token of the owner, for the OAuth way. */
  readonly oauth: { clientId: string; clientSecret: string; refreshToken: string };
  calendarId: string;
  /** Resolves when all pushes under way have been answered. */
  settled(): Promise<void>;
}

const FULL_SCOPES = ['https://www.googleapis.com/auth/calendar'];
const LOST = () => new Error('Network connection lost.');

function firstState(options: GoogleTwinOptions, key: KeyState): TwinState {
  const owner = options.owner ?? 'owner@example.com';
  const calendarId = 'c_engagementsyncengagementsyncengagementsync0123456789ab@group.calendar.google.com';
  const stamp = Math.floor(options.now()) * 1000;
  const calendar = makeCalendar(
    calendarId,
    owner,
    options.calendarSummary ?? 'Engagements',
    options.timeZone ?? 'Europe/Berlin',
    stamp,
  );
  calendar.acl.set(key.client_email, 'writer');
  calendar.acl.set('domain:example.com', 'writer');
  const grant = { email: owner, scopes: FULL_SCOPES, revoked: false };
  return {
    stamp,
    serial: 0,
    calendarId,
    calendars: new Map([[calendarId, calendar]]),
    usedCalendarIds: [],
    lists: new Map([[owner, new Map([[calendarId, { id: calendarId, stamp, selected: true }]])]]),
    tokens: new Map(),
    grants: new Map([['1//twin-refresh-token', grant]]),
    codes: new Map(),
    clients: new Map([['twin-client.apps.googleusercontent.com', 'twin-client-secret']]),
    users: options.users ?? ['@example.com'],
    delegation: options.delegation ?? true,
    keyRevoked: false,
    key,
    channels: new Map(),
    heldPushes: [],
    pushes: [],
    outbox: [],
    calls: [],
    faults: [],
    late: [],
    clockShift: 0,
    tombstones: options.tombstones ?? 'whole',
  };
}

export async function createGoogleTwin(options: GoogleTwinOptions): Promise<GoogleTwin> {
  const key = options.key ?? (await makeKey('engagement-sync@engagement-sync-twin.iam.gserviceaccount.com'));
  const pending = new Set<Promise<void>>();
  const authNow = options.authNow ?? options.now;
  const send = (channel: Parameters<World['push']>[0], state: string): void => {
    const deliver = options.deliver ?? (() => Promise.reject(new Error('nobody listens')));
    const done = deliverPush(world, channel, state, deliver).finally(() => pending.delete(done));
    pending.add(done);
  };
  const world: World = {
    state: firstState(options, key),
    now: () => options.now() + world.state.clockShift,
    random: options.random ?? Math.random,
    index: new Map(),
    changed: (calendarId) => {
      for (const channel of channelsOf(world, calendarId)) send(channel, 'exists');
    },
    push: send,
  };

  const recent = new Map<string, number[]>();
  function overRate(principal: Principal): boolean {
    const now = world.now();
    const times = (recent.get(principal.email) ?? []).filter((t) => t > now - 60_000);
    recent.set(principal.email, times);
    if (times.length >= (options.ratePerMinute ?? 600)) return true;
    times.push(now);
    return false;
  }

  function answerCalendar(request: Request, url: URL, text: string, call: Call): Response {
    const found = findRoute(request.method, url.pathname);
    if (!found) return refusalResponse(errors.notFound());
    const by = authenticate(world, authNow(), request.headers.get('authorization'));
    if (by instanceof Refusal) return refusalResponse(by);
    call.principal = by.email;
    const scoped = checkScopes(by, found.route.operation);
    if (scoped) return refusalResponse(scoped);
    if (overRate(by)) return refusalResponse(errors.rateLimitExceeded(options.rateLimitStatus));
    let body: unknown;
    if (text !== '') {
      try {
        body = JSON.parse(text);
      } catch {
        return refusalResponse(errors.badRequest('Parse Error', 'parseError'));
      }
    }
    if (isObject(body) && /^events\.(insert|patch|update)$/.test(call.operation)) {
      const unknown = unknownNames(body);
      if (unknown.length > 0) call.unknown = unknown;
    }
    const answer = found.route.handle({
      world,
      by,
      params: found.params,
      query: url.searchParams,
      headers: request.headers,
      body,
    });
    if (answer instanceof Refusal) return refusalResponse(answer);
    if (!answer.body) return new Response(null, { status: answer.status });
    const etag = answer.body.etag;
    const headers = {
      'content-type': 'application/json; charset=UTF-8',
      ...(typeof etag === 'string' ? { etag } : {}),
    };
    return new Response(JSON.stringify(answer.body), { status: answer.status, headers });
  }

  async function answer(request: Request, url: URL, text: string, call: Call): Promise<Response> {
    if (!call.token) return answerCalendar(request, url, text, call);
    const form = new URLSearchParams(text || url.search);
    if (call.operation === 'token.revoke') {
      return Response.json({}, { status: revoke(world, form.get('token') ?? '') ? 200 : 400 });
    }
    const given = await answerToken(world, authNow(), form);
    if (given.principal) call.principal = given.principal;
    return Response.json(given.body, { status: given.status });
  }

  /** Lets effects land that were delayed and whose time has come. */
  async function landLate(all = false): Promise<void> {
    for (const late of [...world.state.late]) {
      late.after -= 1;
      if (late.after > 0 && !all) continue;
      world.state.late.splice(world.state.late.indexOf(late), 1);
      const init = { method: late.method, headers: late.headers, ...(late.body ? { body: late.body } : {}) };
      const request = new Request(late.url, init);
      await answer(request, new URL(late.url), late.body, noteOf(request, new URL(late.url), late.body));
    }
  }

  function noteOf(request: Request, url: URL, text: string): Call {
    const token = url.pathname === '/token' || url.pathname === '/revoke';
    const found = token ? undefined : findRoute(request.method, url.pathname);
    const operation = token
      ? url.pathname === '/token'
        ? 'token'
        : 'token.revoke'
      : (found?.route.operation ?? 'unknown');
    const call: Call = {
      method: request.method,
      path: url.pathname,
      operation,
      status: 0,
      at: world.now(),
      write: found?.route.write ?? false,
    };
    if (token) return { ...call, token: true };
    if (url.search) call.query = Object.fromEntries(url.searchParams);
    const ifMatch = request.headers.get('if-match');
    if (ifMatch) call.ifMatch = ifMatch;
    if (text) {
      try {
        call.body = JSON.parse(text);
      } catch {
        call.body = text;
      }
    }
    return call;
  }

  async function broken(fault: Fault, response: Response): Promise<Response> {
    const text = await response.text();
    const headers = new Headers(response.headers);
    if (fault.kind === 'truncate')
      return new Response(text.slice(0, Math.floor(text.length / 2)), { status: response.status, headers });
    headers.set('content-type', 'text/html; charset=UTF-8');
    return new Response('<html><title>Error</title><p>Something went wrong.', {
      status: response.status,
      headers,
    });
  }

  async function fetchTwin(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname.startsWith('/__twin')) return answerControl(twin, world, request, url);
    const text = await request.text();
    const call = noteOf(request, url, text);
    await landLate();
    world.state.calls.push(call);
    const fault = strike(world.state.faults, call.operation, decodeURIComponent(url.pathname) + url.search);
    if (fault) call.fault = fault.kind;
    if (fault?.kind === 'drop') throw LOST();
    if (fault?.kind === 'refuse') {
      const refusal = faultRefusal(fault);
      call.status = refusal.code;
      return refusalResponse(refusal);
    }
    if (fault?.kind === 'delay-effect') {
      world.state.late.push({
        method: request.method,
        url: request.url,
        headers: [...request.headers],
        body: text,
        after: fault.after ?? 1,
      });
      throw LOST();
    }
    if (fault?.kind === 'expire-tokens') twin.act.expireSyncTokens();
    if (fault?.kind === 'revoke-grant') twin.act.revokeGrant();
    let response = await answer(request, url, text, call);
    if (fault?.kind === 'lose-answer') throw LOST();
    call.status = response.status;
    if (fault?.kind === 'empty-page' && response.ok) response = await emptied(response, url);
    if (fault?.kind === 'truncate' || fault?.kind === 'garble') response = await broken(fault, response);
    return response;
  }

  /** An empty page in front of the first one: legal, and seen where tombstones are many [L]. */
  async function emptied(response: Response, url: URL): Promise<Response> {
    const page = (await response.json()) as Record<string, unknown>;
    const { nextSyncToken: _token, ...rest } = page;
    const asked = [...url.searchParams]
      .filter(([k]) => k !== 'pageToken' && k !== 'maxResults')
      .map((p) => p.join('='))
      .sort()
      .join('&');
    const start = btoa(JSON.stringify({ start: world.state.stamp, asked })).replaceAll('=', '');
    return Response.json({ ...rest, items: [], nextPageToken: start }, { headers: response.headers });
  }

  const beginning = freeze(world.state);
  const twin: GoogleTwin = {
    fetch: fetchTwin,
    act: makeAct(world),
    get calls() {
      return world.state.calls;
    },
    get outbox() {
      return world.state.outbox;
    },
    get pushes() {
      return world.state.pushes;
    },
    faults: {
      add: (fault) => void world.state.faults.push({ ...fault }),
      clear: () => void world.state.faults.splice(0),
      release: () => landLate(true),
      get list() {
        return world.state.faults;
      },
    },
    snapshot: () => freeze(world.state),
    restore(frozen) {
      world.state = thaw(frozen);
      world.index.clear();
      recent.clear();
    },
    reset: () => twin.restore(beginning),
    get serviceAccountKey() {
      return keyFile(world.state.key);
    },
    get key() {
      return world.state.key;
    },
    oauth: {
      clientId: 'twin-client.apps.googleusercontent.com',
      clientSecret: 'twin-client-secret',
      refreshToken: '1//twin-refresh-token',
    },
    calendarId: world.state.calendarId,
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
  return twin;
}
