// The twins' own address: the pages to act in, and the control planes behind them, for people and scripts on this machine
// only. Refuses other hosts' names (DNS rebinding) and changes that another site's page asks for.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createPages, isLocalRequest } from '../pages/index.ts';
import { knock, syncNow } from '../pages/sync.ts';
import type { LocalTwins } from './twins.ts';

export interface Desk {
  readonly url: string;
  stop(): Promise<void>;
}

/** What lets the desk ask the Worker: they never reach a page. */
export interface DeskSecrets {
  readonly adminSecret: string;
  readonly webhookSecret: string;
}

const TWIN_HOSTS = { notion: 'https://api.notion.com', google: 'https://www.googleapis.com' } as const;
/** The zone of the local calendar, and the Worker's TIME_ZONE. */
const TIME_ZONE = 'Europe/Berlin';

/** The pages and the control planes, without a socket. Without secrets there is no "Sync now". */
export function createDesk(twins: LocalTwins, workerUrl: string, secrets?: DeskSecrets): Hono {
  const door = secrets && { url: workerUrl, ...secrets };
  const pages = createPages({
    notion: twins.notion,
    google: twins.google,
    timeZone: TIME_ZONE,
    workerUrl,
    syncNow: door ? () => syncNow(door) : null,
    acted: (twin) => {
      twins.save();
      // The local Notion sends webhooks of its own.
      if (door && twin === 'google') knock(door);
    },
  });
  const app = new Hono();
  // The pages' own gate, said here too: it must stand before the control planes.
  app.use(async (c, next) => (isLocalRequest(c) ? next() : c.text('Only from this machine.', 403)));
  for (const name of ['notion', 'google'] as const) {
    app.all(`/${name}/__twin/*`, async (c) => {
      const { pathname, search } = new URL(c.req.url);
      const target = `${TWIN_HOSTS[name]}${pathname.slice(name.length + 1)}${search}`;
      const { method } = c.req;
      const body = method === 'GET' || method === 'HEAD' ? null : await c.req.arrayBuffer();
      return twins.control(name, new Request(target, { method, headers: c.req.raw.headers, body }));
    });
  }
  app.route('/', pages);
  return app;
}

export async function openDesk(
  twins: LocalTwins,
  workerUrl: string,
  port: number,
  secrets?: DeskSecrets,
): Promise<Desk> {
  const app = createDesk(twins, workerUrl, secrets);
  return new Promise((opened, fail) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (info) =>
      opened({
        url: `http://localhost:${info.port}`,
        stop: () =>
          new Promise((stopped) => {
            server.close(() => stopped());
            // Browsers keep connections open; they must not keep the stack.
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      }),
    );
    server.on('error', fail);
  });
}
