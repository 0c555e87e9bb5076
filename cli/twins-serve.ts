// The two twins alone, each on a port of this machine: the API as the service answers it, the control plane under /__twin, and
// the pages to act in. In memory only. Refuses other hosts' names and other sites' pages, and delivers webhooks and pushes to
// this machine only.
import type { Server } from 'node:http';
import { type HttpBindings, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createGoogleTwin, type GoogleTwin } from '../twins/google/index.ts';
import { createNotionTwin, type NotionTwin } from '../twins/notion/index.ts';
import { createPages, isLocalRequest } from '../twins/pages/index.ts';

/** What a program needs to use them: printed as one line. */
export interface TwinsReport {
  readonly notion: { readonly url: string; readonly token: string; readonly parentPage: string };
  readonly calendar: {
    readonly url: string;
    /** An access token of the calendar's owner; it lives an hour, as Google's do. */
    readonly token: string;
    readonly calendarId: string;
    /** For a new one, at /token of the same address. */
    readonly oauth: GoogleTwin['oauth'];
  };
}

export interface ServedTwins {
  readonly report: TwinsReport;
  stop(): Promise<void>;
}

/** The zone of the calendar, in which the pages show times. */
const TIME_ZONE = 'Europe/Berlin';
const OWNER = 'engagements@example.com';
/** How often the Notion twin sends what is due. */
const PUMP_MS = 1_000;

/** Port 0 takes any that is free. Rejects when a port is taken. */
export async function serveTwins(ports: {
  readonly notion: number;
  readonly calendar: number;
}): Promise<ServedTwins> {
  const now = () => Date.now();
  const notion = createNotionTwin({ now, random: Math.random, deliver });
  const google = await createGoogleTwin({
    now,
    deliver,
    timeZone: TIME_ZONE,
    owner: OWNER,
    ratePerMinute: Number.POSITIVE_INFINITY,
  });
  const pages = createPages({
    notion,
    google,
    timeZone: TIME_ZONE,
    workerUrl: null,
    syncNow: null,
    acted: () => {},
  });
  const one = await listen(frontOf(notion, /^\/(v1|__twin)(\/|$)/, '/notion', pages), ports.notion);
  let two: Listening;
  try {
    two = await listen(
      frontOf(google, /^\/(calendar\/v3|token|revoke|__twin)(\/|$)/, '/calendar', pages),
      ports.calendar,
    );
  } catch (error) {
    await one.stop();
    throw error;
  }
  const pump = setInterval(() => void notion.webhooks.pump().catch(() => {}), PUMP_MS);
  return {
    report: {
      notion: { url: one.url, token: notion.token, parentPage: notion.parentPage },
      calendar: {
        url: two.url,
        token: await ownersToken(google),
        calendarId: google.calendarId,
        oauth: google.oauth,
      },
    },
    stop: async () => {
      clearInterval(pump);
      await Promise.all([one.stop(), two.stop()]);
    },
  };
}

/** One twin's API at its own paths, and the pages of both beside it. */
function frontOf(twin: NotionTwin | GoogleTwin, api: RegExp, home: string, pages: Hono): Hono {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (c, next) => (isLocalRequest(c) ? next() : c.text('Only from this machine.', 403)));
  app.use(async (c, next) => {
    if (!api.test(c.req.path)) return next();
    const { method, headers } = c.req.raw;
    const body = method === 'GET' || method === 'HEAD' ? null : await c.req.arrayBuffer();
    try {
      return await twin.fetch(new Request(c.req.url, { method, headers, body }));
    } catch {
      // A fault of the twin: to the caller the connection is lost, and with it the answer.
      c.env.incoming.socket.destroy();
      return c.body(null);
    }
  });
  app.get('/', (c) => c.redirect(home));
  app.route('/', pages);
  return app as unknown as Hono;
}

interface Listening {
  readonly url: string;
  stop(): Promise<void>;
}

function listen(app: Hono, port: number): Promise<Listening> {
  return new Promise((opened, fail) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (info) =>
      opened({
        url: `http://127.0.0.1:${info.port}`,
        stop: () =>
          new Promise((stopped) => {
            server.close(() => stopped());
            server.closeAllConnections();
          }),
      }),
    ) as Server;
    server.on('error', fail);
  });
}

async function ownersToken(google: GoogleTwin): Promise<string> {
  const { clientId, clientSecret, refreshToken } = google.oauth;
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  });
  const request = new Request('https://oauth2.googleapis.com/token', { method: 'POST', body: form });
  const { access_token } = (await (await google.fetch(request)).json()) as { access_token: string };
  return access_token;
}

async function deliver(request: Request): Promise<Response> {
  const { hostname } = new URL(request.url);
  if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    throw new Error(`The twins deliver to this machine only, not to ${hostname}.`);
  return fetch(request);
}
