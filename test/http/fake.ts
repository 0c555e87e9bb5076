// A Workspace object that says what a test tells it to say and notes what it was asked, and an app on top of it.
import { createApp } from '../../src/http/app.ts';
import type { SettingsAnswer } from '../../src/http/deps.ts';
import type {
  Change,
  EngagementReport,
  Hold,
  PlanReport,
  RunReport,
  StatusReport,
  WorkspaceApi,
} from '../../src/workspace/api.ts';

export const ADMIN = 'admin-secret-admin-secret-admin-secret';
export const HOOK = 'hook-secret-hook-secret-hook-secret-00';
export const NOTION_TOKEN = 'secret_verification_token_of_notion';
export const NOW = Date.parse('2026-11-23T10:00:00.000Z');
const AT = '2026-11-23T09:55:00.000Z';

export const aChange = (over: Partial<Change> = {}): Change => ({
  id: 'c1',
  side: 'google',
  engagement: { id: 'e1', name: 'Apollo' },
  meeting: 'kickoff',
  kind: 'make',
  what: 'Kickoff: Apollo',
  from: null,
  to: 'Mon 30 Nov 2026, 10:00–10:45',
  mails: ['ada@example.com'],
  why: 'Dates was set in Notion.',
  ...over,
});

export const aHold = (over: Partial<Hold> = {}): Hold => ({
  id: 'hold-1',
  since: AT,
  why: 'More than three engagements would lose meetings within an hour.',
  changes: [aChange({ kind: 'cancel', from: 'Mon 30 Nov 2026, 10:00–10:45', to: null })],
  ...over,
});

export const aRun = (over: Partial<RunReport> = {}): RunReport => ({
  id: 'run-1',
  trigger: 'api',
  startedAt: AT,
  endedAt: AT,
  state: 'done',
  sentence: 'Made one event.',
  changes: [{ ...aChange(), outcome: 'done', failure: null }],
  held: 0,
  waiting: 0,
  remaining: 0,
  calls: { notion: 3, google: 2, token: 1 },
  ...over,
});

export const aPlan = (over: Partial<PlanReport> = {}): PlanReport => ({
  observedAt: AT,
  complete: true,
  changes: [],
  hold: null,
  waiting: [],
  ...over,
});

export const anEngagement = (over: Partial<EngagementReport> = {}): EngagementReport => ({
  id: 'e1',
  name: 'Apollo',
  phase: 'Planning',
  timeZone: 'Europe/Berlin',
  link: 'https://www.notion.so/e1',
  meetings: [
    {
      meeting: 'kickoff',
      week: null,
      title: 'Kickoff: Apollo',
      start: '2026-11-30T09:00:00.000Z',
      end: '2026-11-30T09:45:00.000Z',
      local: 'Mon 30 Nov 2026, 10:00–10:45',
      state: 'planned',
      mode: 'derived',
      guests: ['ada@example.com'],
      link: 'https://calendar.google.com/e1',
    },
  ],
  checks: [],
  sync: null,
  ...over,
});

const side = { state: 'ok', sentence: null, since: null, lastReadAt: AT } as const;
export const aStatus = (over: Partial<StatusReport> = {}): StatusReport => ({
  now: '2026-11-23T10:00:00.000Z',
  provisioned: true,
  notion: side,
  google: side,
  push: { state: 'off', until: null, lastPushAt: null, sentence: null },
  lastHookAt: null,
  engagements: { total: 1, byPhase: { Planning: 1 }, problems: [], unmetChecks: 0, unmetById: {} },
  hold: null,
  waiting: [],
  lastRun: aRun(),
  nextTickAt: null,
  callsLastHour: { notion: 12, google: 8, token: 1 },
  mailsLastHour: 4,
  ...over,
});

/** An app over a fake; `calls` is what the Workspace object was asked, in order. */
export function anApp(over: Partial<WorkspaceApi> = {}, settings?: SettingsAnswer) {
  const calls: (readonly [name: string, ...given: unknown[]])[] = [];
  const logged: Readonly<Record<string, unknown>>[] = [];
  const clock = { now: NOW };
  const answers: WorkspaceApi = {
    wake: async () => {},
    pushed: async () => true,
    notionHook: async () => {},
    openHandshake: async () => ({ state: 'waiting', openUntil: AT }),
    handshake: async () => ({ state: 'received', openUntil: AT }),
    offerToken: async () => false,
    showToken: async () => 'secret_shown_once',
    sync: async () => ({ run: aRun(), finished: true }),
    run: async (id) => (id === 'run-1' ? aRun() : null),
    plan: async () => aPlan(),
    approve: async () => ({ ok: true, approved: 1 }),
    provision: async () => ({ done: ['Made Engagements.'], problems: [], more: false, databases: [] }),
    status: async () => aStatus(),
    engagements: async () => [anEngagement()],
    engagement: async (id) => (id === anEngagement().id ? anEngagement() : null),
    activity: async () => [],
    votePage: async () => null,
    vote: async () => null,
    surveyPage: async () => null,
    answer: async () => null,
    ...over,
  };
  const workspace = new Proxy(answers, {
    get:
      (target, name: keyof WorkspaceApi) =>
      (...given: unknown[]) => {
        calls.push([name, ...given]);
        return (target[name] as (...args: unknown[]) => unknown)(...given);
      },
  });
  const app = createApp({
    settings: () =>
      settings ?? {
        ok: true,
        settings: { adminSecret: ADMIN, webhookSecret: HOOK, notionWebhookToken: NOTION_TOKEN },
      },
    workspace: () => workspace,
    now: () => clock.now,
    log: (line) => void logged.push(line),
  });
  const request = async (path: string, init: RequestInit = {}): Promise<Response> =>
    app.request(path, init, {});
  /** As the admin, by bearer token; a body is sent as JSON. */
  const ask = (path: string, { json, ...init }: RequestInit & { json?: unknown } = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${ADMIN}`);
    if (json === undefined) return request(path, { ...init, headers });
    headers.set('content-type', 'application/json');
    return request(path, { method: 'POST', ...init, headers, body: JSON.stringify(json) });
  };
  return { request, ask, calls, logged, clock };
}

const BASE = 'http://localhost';
export const SAME_ORIGIN = { origin: BASE, 'sec-fetch-site': 'same-origin' };

/** A form post, as a browser sends it. */
export const aForm = (fields: Record<string, string>, headers: Record<string, string> = SAME_ORIGIN) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: new URLSearchParams(fields).toString(),
});

/** Logs in and gives the cookie back as a browser would send it. */
export async function logIn(
  request: (path: string, init?: RequestInit) => Promise<Response>,
): Promise<string> {
  const answer = await request('/login', aForm({ secret: ADMIN }));
  return (answer.headers.get('set-cookie') ?? '').split(';')[0]!;
}
