/**
 * The Notion twin: a local stand-in for the Notion API (version 2026-03-11, and 2025-09-03 where the two differ), as
 * state plus `fetch`. No sockets, no framework, nothing of Node: it runs in workerd too. Behind `/__twin/` stands its
 * control plane. What it assumes beyond the documents is marked `assumption:` where it is decided.
 */
import { type Act, createAct } from './act.ts';
import { control } from './control.ts';
import {
  errorBody,
  invalid,
  missingVersion,
  Refusal,
  restricted,
  unauthorized,
  unknownUrl,
  unknownVersion,
  VERSIONS,
} from './errors.ts';
import { createFaults, type Fault, type Faults, refusalOf } from './faults.ts';
import { makeUuid, nextRandom } from './ids.ts';
import { createSessions, type Sessions } from './query.ts';
import { createRate } from './rate.ts';
import { type Fields, isFields } from './read.ts';
import { findRoute, lacks, readPathIds } from './routes.ts';
import { createSee, type See } from './see.ts';
import { type Seed, seedState } from './seed.ts';
import { fromSnapshot, type Id, toSnapshot } from './state.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';
import { createWorld, type World } from './world.ts';

export type { Act, Friendly, FriendlyValues } from './act.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { See, SeenRow } from './see.ts';
export type { Seed } from './seed.ts';

/** One call in the journal. `status` is 0 where no answer came. */
export interface Call {
  method: string;
  /** Path and query, e.g. `/v1/pages/…`. */
  path: string;
  /** The client's name for it, e.g. `pages.update`; `unknown` where there is none. */
  operation: string;
  status: number;
  /** Epoch milliseconds of the twin's clock. */
  at: number;
  write: boolean;
  body?: unknown;
  fault?: string;
}

export interface NotionTwinOptions {
  /** Epoch milliseconds. */
  now: () => number;
  /** Seeds the ids; a fixed seed when absent. */
  random?: () => number;
  /** Requests in a window of 60 seconds; no limit by default. */
  ratePerMinute?: number;
  /** Where webhooks go. Without it none are delivered. */
  deliver?: (request: Request) => Promise<Response>;
  seed?: Seed;
}

export interface NotionTwin {
  /** Serves https://api.notion.com/v1/* and /__twin/*. Rejects where a fault drops the connection. */
  fetch(request: Request): Promise<Response>;
  act: Act;
  /** What a person sees, without a call. */
  see: See;
  calls: Call[];
  faults: Faults;
  webhooks: Webhooks;
  /** Paged reads: the result limit and the lag of new rows can be set here. */
  sessions: Sessions;
  /** Does the work of delayed effects now, due or not. */
  land(): void;
  setRate(perMinute: number): void;
  /** Moves the twin's clock on by milliseconds. */
  advance(ms: number): void;
  now(): number;
  reset(seed?: Seed): void;
  snapshot(): unknown;
  restore(snapshot: unknown): void;
  readonly token: string;
  readonly parentPage: Id;
  readonly bot: { id: Id; name: string };
  readonly world: World;
}

const MAX_BODY = 500_000; // bytes [doc]
const LOST = 'Network connection lost.'; // what workerd says when a connection drops

/** A twin with its own workspace. */
export function createNotionTwin(options: NotionTwinOptions): NotionTwin {
  const randomSeed = () => Math.floor((options.random?.() ?? 0.42) * 4294967296);
  const state = seedState(options.seed ?? {}, options.now(), randomSeed());
  const world = createWorld(state, options.now, (change) => webhooks.hear(change));
  const webhooks = createWebhooks(world, options.deliver);
  const faults = createFaults();
  const sessions = createSessions();
  const calls: Call[] = [];
  let rate = createRate(options.ratePerMinute ?? Number.POSITIVE_INFINITY);
  let delayed: { at: number; run: () => void }[] = [];

  function land(all = true): void {
    const due = delayed.filter(({ at }) => all || at <= world.now());
    delayed = delayed.filter((one) => !due.includes(one));
    for (const { run } of due) run();
  }

  function answer(status: number, body: Fields, headers: Record<string, string> = {}): Response {
    return Response.json(body, {
      status,
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    });
  }

  function requestId(): string {
    return makeUuid(() => nextRandom(world.state.random), '4');
  }

  /** Reads, checks and runs one call; the work of it may be put off by the caller. */
  async function prepare(
    request: Request,
    url: URL,
  ): Promise<{ call: Call; run: () => Fields; fault: Fault | undefined }> {
    const call: Call = {
      method: request.method,
      path: url.pathname + url.search,
      operation: 'unknown',
      status: 0,
      at: world.now(),
      write: false,
    };
    calls.push(call);
    const text = await request.text();
    const found = findRoute(request.method, url.pathname);
    if (found) {
      call.operation = found.route.operation;
      call.write = found.route.write;
    }
    const refuse = (refusal: Refusal) => ({
      call,
      fault: undefined,
      run: () => {
        throw refusal;
      },
    });
    try {
      if (request.headers.get('authorization') !== `Bearer ${world.state.token}` || world.state.tokenRevoked)
        throw unauthorized();
      const version = request.headers.get('notion-version');
      if (!found) throw unknownUrl();
      if (version === null) throw missingVersion();
      if (!VERSIONS.includes(version)) throw unknownVersion(version);
      if (lacks(found.route, world.state.capabilities)) throw restricted();
      rate.count(world.now());
      const fault = faults.meet(call.operation, call.write);
      if (fault) call.fault = fault.kind;
      const body = readBody(text);
      if (text !== '') call.body = body;
      const ids = readPathIds(found.route, found.raw);
      const run = () =>
        found.route.run({
          world,
          sessions,
          ids,
          query: url.searchParams,
          body,
          version,
          author: world.state.bot.id,
        });
      return { call, run, fault };
    } catch (error) {
      if (error instanceof Refusal) return refuse(error);
      throw error;
    }
  }

  function readBody(text: string): Fields {
    if (text === '') return {};
    if (text.length > MAX_BODY)
      throw invalid(`body failed validation: body should be ≤ \`${MAX_BODY}\` bytes.`);
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      throw new Refusal(400, 'invalid_json', 'Error parsing JSON body.');
    }
    if (!isFields(body)) throw new Refusal(400, 'invalid_json', 'Error parsing JSON body.');
    return body;
  }

  /** The finished answer of a call, refusals included. */
  function settle(run: () => Fields): { status: number; body: Fields; headers: Record<string, string> } {
    try {
      const body = run();
      // A task that was only queued is 202 [rec].
      const status = body.object === 'async_task' && body.status === 'queued' ? 202 : 200;
      // The list of templates is the one answer without a request_id [rec].
      const full = 'templates' in body ? body : { ...body, request_id: requestId() };
      return { status, body: full, headers: {} };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: errorBody(error, requestId()), headers: error.headers };
    }
  }

  async function serve(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname.startsWith('/__twin')) return control(twin, request, url);
    land(false);
    const { call, run, fault } = await prepare(request, url);
    if (fault?.kind === 'drop') throw new Error(LOST);
    if (fault?.kind === 'delay-effect') {
      delayed.push({ at: world.now() + (fault.delayMs ?? 5000), run: () => void settle(run) });
      if (fault.status === undefined) throw new Error(LOST);
      const refusal = refusalOf(fault, world.state.bot);
      call.status = refusal.status;
      return answer(refusal.status, errorBody(refusal, requestId()), refusal.headers);
    }
    if (fault?.kind === 'refuse') {
      const done = fault.written === true ? settle(run) : undefined;
      const refusal = refusalOf(
        fault,
        world.state.bot,
        done?.status === 200 ? committed(done.body) : undefined,
      );
      call.status = refusal.status;
      return answer(refusal.status, errorBody(refusal, requestId()), refusal.headers);
    }
    if (fault?.kind === 'garble' && fault.status !== undefined) {
      call.status = fault.status;
      return html(fault.status);
    }
    const { status, body, headers } = settle(run);
    if (fault?.kind === 'lose-answer') throw new Error(LOST);
    call.status = status;
    if (fault?.kind === 'truncate') {
      const text = JSON.stringify(body);
      return new Response(text.slice(0, Math.floor(text.length / 2)), {
        status,
        headers: { 'content-type': 'application/json' },
      });
    }
    if (fault?.kind === 'garble') {
      return html(status);
    }
    return answer(status, body, headers);
  }

  const twin: NotionTwin = {
    fetch: serve,
    act: createAct(world),
    see: createSee(world),
    calls,
    faults,
    webhooks,
    sessions,
    land: () => land(),
    setRate(perMinute) {
      rate = createRate(perMinute);
    },
    advance(ms) {
      world.state.clockShift += ms;
    },
    now: () => world.now(),
    reset(seed = options.seed ?? {}) {
      world.state = seedState(seed, options.now(), randomSeed());
      calls.length = 0;
      delayed = [];
      faults.clear();
      webhooks.clear();
      sessions.byCursor.clear();
    },
    snapshot: () => ({ state: toSnapshot(world.state), webhooks: webhooks.snapshot() }),
    restore(snapshot) {
      const { state: plain, webhooks: hooks } = snapshot as { state: unknown; webhooks: unknown };
      world.state = fromSnapshot(plain);
      webhooks.restore(hooks);
      delayed = [];
      sessions.byCursor.clear();
    },
    get token() {
      return world.state.token;
    },
    get parentPage() {
      return world.state.parentPage;
    },
    get bot() {
      return world.state.bot;
    },
    world,
  };
  return twin;
}

/** What something between the caller and Notion answers. */
function html(status: number): Response {
  const page = '<html><body>upstream connect error</body></html>';
  return new Response(page, { status, headers: { 'content-type': 'text/html' } });
}

/** What a 503 after a write tells: the page or database, or a block and its new children [doc request-limits]. */
function committed(body: Fields): Fields {
  if (body.object !== 'list') return { committed_resource_id: body.id };
  const results = (body.results as Fields[]) ?? [];
  const parent = results[0]?.parent as Fields | undefined;
  return {
    committed_resource_id: parent?.page_id ?? parent?.block_id ?? null,
    committed_child_ids: results.map(({ id }) => id),
  };
}
