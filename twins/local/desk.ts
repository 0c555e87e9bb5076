// The twins' own address: the pages to act in, and the control planes behind them, for people and scripts on this machine
// only. Refuses other hosts' names (DNS rebinding) and changes that another site's page asks for.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createPages, isLocalRequest } from '../pages/index.ts';
import { syncNow } from '../pages/sync.ts';
import type { LocalTwins } from './twins.ts';

export interface Desk {
  readonly url: string;
  stop(): Promise<void>;
}

/** How the desk reaches the Worker. */
export interface DeskDoor {
  /** It never reaches a page. */
  readonly adminSecret: string;
  /** Stands in for a push of Google's: the local Google pushes to https addresses only, as the real one. Nobody waits for it. */
  wake(): void;
}

const TWIN_HOSTS = { notion: 'https://api.notion.com', google: 'https://www.googleapis.com' } as const;
/** The zone of the local calendar, and the Worker's TIME_ZONE. */
const TIME_ZONE = 'Europe/Berlin';

/** The pages and the control planes, without a socket. Without a door there is no "Sync now". */
export function createDesk(twins: LocalTwins, workerUrl: string, door?: DeskDoor): Hono {
  const pages = createPages({
    notion: twins.notion,
    google: twins.google,
    timeZone: TIME_ZONE,
    workerUrl,
    syncNow: door ? () => syncNow({ url: workerUrl, adminSecret: door.adminSecret }) : null,
    acted: (twin) => {
      twins.save();
      // The local Notion sends webhooks of its own.
      if (twin === 'google') door?.wake();
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
  door?: DeskDoor,
): Promise<Desk> {
  const app = createDesk(twins, workerUrl, door);
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
