/**
 * The Google Calendar twin: state plus `fetch`. It answers https://www.googleapis.com/calendar/v3/*,
 * https://oauth2.googleapis.com/token and /revoke, and a control plane under /__twin/*. Runs in Node and in workerd; clock,
 * chance and outgoing pushes are passed in. Refuses nothing of its own: Google's refusals are answers.
 */

import { type Act, makeAct } from './act.ts';
import type { Mail } from './attendees.ts';
import { type KeyState, keyFile, makeKey, type ServiceAccountKey } from './auth.ts';
import { makeCalendar } from './calendars.ts';
import { channelsOf, deliverPush } from './channels.ts';
import { answerControl } from './control.ts';
import type { Fault } from './faults.ts';
import { type Look, makeLook } from './look.ts';
import { makeServer } from './serve.ts';
import { type Call, freeze, type TwinState, thaw, type World } from './state.ts';

export type { Act } from './act.ts';
export type { Mail } from './attendees.ts';
export type { ServiceAccountKey } from './auth.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { Look } from './look.ts';
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
  /** Where pushes go; without it they fail. */
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
  /**
   * Exceptions that a rule changed through the API no longer produces: they stay [seen: two projects found them orphaned],
   * or fall away as in the web UI [rec]. Default keep, the harder one for a client.
   */
  orphans?: 'keep' | 'drop';
  /** How listings show deleted single events: both shapes occur [rec]. Default whole. */
  tombstones?: 'whole' | 'stub';
}

export interface GoogleTwin {
  fetch(request: Request): Promise<Response>;
  act: Act;
  look: Look;
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
  readonly calendarId: string;
  /** Resolves when all pushes under way have been answered. */
  settled(): Promise<void>;
}

const FULL_SCOPES = ['https://www.googleapis.com/auth/calendar'];

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
    calendarId,
    calendars: new Map([[calendarId, calendar]]),
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
    orphans: options.orphans ?? 'keep',
  };
}

export async function createGoogleTwin(options: GoogleTwinOptions): Promise<GoogleTwin> {
  const key = options.key ?? (await makeKey('engagement-sync@engagement-sync-twin.iam.gserviceaccount.com'));
  const pending = new Set<Promise<void>>();
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

  const act = makeAct(world);
  const server = makeServer(world, act, { ...options, authNow: options.authNow ?? options.now });
  const beginning = freeze(world.state);
  const twin: GoogleTwin = {
    async fetch(request) {
      const url = new URL(request.url);
      if (url.pathname.startsWith('/__twin')) return answerControl(twin, world, request, url);
      return server.fetch(request, url);
    },
    act,
    look: makeLook(world),
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
      release: () => server.landLate(true),
      get list() {
        return world.state.faults;
      },
    },
    snapshot: () => freeze(world.state),
    restore(frozen) {
      world.state = thaw(frozen);
      world.index.clear();
      server.forget();
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
    get calendarId() {
      return world.state.calendarId;
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
  return twin;
}
