// The twins' own address: a page that says what is where, and the control planes behind it, for people and scripts on this
// machine only. Refuses other hosts' names (DNS rebinding) and changes that another site's page asks for.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { LocalTwins } from './twins.ts';

export interface Desk {
  readonly url: string;
  stop(): Promise<void>;
}

const TWIN_HOSTS = { notion: 'https://api.notion.com', google: 'https://www.googleapis.com' } as const;

/** The page and the control planes, without a socket. */
export function createDesk(twins: LocalTwins, workerUrl: string): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    const { hostname, origin } = new URL(c.req.url);
    const from = c.req.header('origin');
    const foreign = !['localhost', '127.0.0.1'].includes(hostname) || (from !== undefined && from !== origin);
    return foreign ? c.text('Only from this machine.', 403) : next();
  });
  app.get('/', (c) => c.html(page(workerUrl)));
  for (const name of ['notion', 'google'] as const) {
    app.all(`/${name}/__twin/*`, async (c) => {
      const { pathname, search } = new URL(c.req.url);
      const target = `${TWIN_HOSTS[name]}${pathname.slice(name.length + 1)}${search}`;
      const { method } = c.req;
      const body = method === 'GET' || method === 'HEAD' ? null : await c.req.arrayBuffer();
      return twins.control(name, new Request(target, { method, headers: c.req.raw.headers, body }));
    });
  }
  return app;
}

export async function openDesk(twins: LocalTwins, workerUrl: string, port: number): Promise<Desk> {
  const app = createDesk(twins, workerUrl);
  return new Promise((opened, fail) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (info) =>
      opened({
        url: `http://localhost:${info.port}`,
        stop: () => new Promise((stopped) => server.close(() => stopped())),
      }),
    );
    server.on('error', fail);
  });
}

function page(workerUrl: string): string {
  const entries = [
    [workerUrl, 'Engagement Sync: its status page'],
    ['/notion/__twin/state', 'Local Notion: everything in it'],
    ['/notion/__twin/calls', 'Local Notion: the calls it got'],
    ['/google/__twin/events', 'Local Google Calendar: its events'],
    ['/google/__twin/outbox', 'Local Google Calendar: the mail it would have sent'],
    ['/google/__twin/calls', 'Local Google Calendar: the calls it got'],
  ];
  const items = entries.map(([href, what]) => `<li><a href="${href}">${what}</a></li>`).join('');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Local stack</title>
<body style="font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem">
<h1>Local stack</h1><p>Notion and Google Calendar on this machine, as the Worker sees them.</p><ul>${items}</ul>
<p>To act as a person, post to <code>/notion/__twin/act</code> or <code>/google/__twin/act</code>.</p></body></html>`;
}
