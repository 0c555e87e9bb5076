// The Worker in workerd with both twins as the outside world. Settings are laid into the environment when a house is
// made, since the key of the twin's service account is made with the twin; an object reads them as it starts.
import {
  abortAllDurableObjects,
  createExecutionContext,
  env,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { vi } from 'vitest';
import worker, { type Env } from '../../src/worker.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { createGoogleTwin, type GoogleTwin } from '../../twins/google/index.ts';
import { createNotionTwin } from '../../twins/notion/index.ts';

export const ADMIN_SECRET = 'kf83hs0Qp2mZx7RtYb5nVw1LcJd9GaEu4TiO';
const OWNER = 'owner@example.com';
const DAY = 86_400_000;

let key: GoogleTwin['key'] | undefined;
let houses = 0;
let laid: string[] = [];

/** An object of its own, not provisioned. `name`: the Worker's routes and cron know only `default`. */
export async function createHouse(
  settings: Readonly<Record<string, string>> = {},
  name = `house-${++houses}`,
) {
  const notion = createNotionTwin({ now: Date.now });
  const google = await createGoogleTwin({
    now: Date.now,
    owner: OWNER,
    deliver: (request) => house.ask(request),
    ...(key ? { key } : {}),
  });
  key ??= google.key;
  /** Called before each call goes out, and before its answer comes in: here a test can make a slice wait, or die. */
  const door = {
    before: async (_request: Request): Promise<void> => {},
    after: async (_request: Request): Promise<void> => {},
  };
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input as string, init);
    await door.before(request);
    const side = new URL(request.url).hostname === 'api.notion.com' ? notion : google;
    const answer = await side.fetch(request);
    await door.after(request);
    return answer;
  });
  const set: Record<string, string> = {
    NOTION_TOKEN: notion.token,
    NOTION_PARENT_PAGE: notion.parentPage,
    NOTION_RATE: '6000',
    GOOGLE_RATE: '6000',
    GOOGLE_SERVICE_ACCOUNT_KEY: JSON.stringify(google.serviceAccountKey),
    GOOGLE_SUBJECT: OWNER,
    GOOGLE_CALENDAR_ID: google.calendarId,
    ADMIN_SECRET,
    WEBHOOK_SECRET: 'Zq7Lw2Xn5Vb8Mc1Ks4Jh9Gf3Dp6Ro0Ti2YuE',
    TIME_ZONE: 'Europe/Berlin',
    SETTLE_SECONDS: '0',
    ...settings,
  };
  Object.assign(env, set);
  laid = Object.keys(set);
  const namespace = (env as unknown as Env).WORKSPACE as DurableObjectNamespace<Workspace>;

  const house = {
    notion,
    google,
    /** Taken anew each time: the one of an object that died does not work any more. */
    get stub() {
      return namespace.getByName(name);
    },
    door,
    /** The Worker's routes, in front of this house. */
    ask: async (request: Request): Promise<Response> => {
      const WORKSPACE = { getByName: () => house.stub };
      return worker.fetch(request, { ...env, WORKSPACE } as unknown as Env, createExecutionContext());
    },
    /** What the storage says: one query. */
    sql: (query: string) =>
      runInDurableObject(house.stub, (_, { storage }) => storage.sql.exec(query).toArray()),
    /** When the object is woken next. */
    alarmAt: () => runInDurableObject(house.stub, (_, { storage }) => storage.getAlarm()),
    /** Fires the alarm if one is set, due or not. */
    alarm: () => runDurableObjectAlarm(house.stub),
    /** Fires alarms that are due until the object rests. */
    async settle(): Promise<void> {
      for (let n = 0; n < 80; n++) {
        const at = await house.alarmAt();
        if (at === null || at > Date.now() + 1_000) return;
        if (!(await house.alarm())) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error('The object does not come to rest.');
    },
    /** Provisions, however many calls of it that takes. How many it took. */
    async provision(): Promise<number> {
      for (let n = 1; n < 20; n++) if (!(await house.stub.provision()).more) return n;
      throw new Error('Provisioning does not end.');
    },
    /** The object dies with all that it had in memory; its storage stays. */
    die: () => abortAllDurableObjects(),
    /** Writes to either side since the last time this was asked, by name. */
    writes: () =>
      [...notion.calls.splice(0), ...google.calls.splice(0)]
        .filter((call) => call.write && call.operation !== 'token')
        .map(({ operation }) => operation),
    /** Titles in the calendar, each occurrence once. */
    titles: () =>
      google.look.between(Date.now(), Date.now() + 400 * DAY).map(({ summary }) => String(summary)),
  };
  return house;
}

/** Takes the settings out of the environment again. */
export function leave(): void {
  for (const name of laid) Reflect.deleteProperty(env, name);
  // wrangler.toml has these, blank.
  Object.assign(env, { NOTION_PARENT_PAGE: '', GOOGLE_CALENDAR_ID: '' });
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
}

/** A Monday two to three weeks from now: inside workerd the clock is the real one. */
export function soon(): string {
  const day = new Date(Date.now() + 14 * DAY);
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7));
  return day.toISOString().slice(0, 10);
}

export const project = (name: string) => ({
  Name: name,
  Phase: 'Planning',
  Dates: { start: soon(), end: null },
  Engineer: ['Ada Marlow'],
  Advisor: ['Ben Okafor'],
});
