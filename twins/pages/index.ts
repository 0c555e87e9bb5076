// The pages of both twins as one app: the Notion twin's tables and pages, the Calendar twin's month, week and outbox. Server
// rendered, with one script and one style sheet; everything done goes through the twins' `act`, as a person's deed. Refuses
// other hosts' names (DNS rebinding), and changes that another site's page asks for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import { GRID_CSS } from './calendar/grid.ts';
import { addCalendarPages } from './calendar/routes.ts';
import { ownPath, readFields } from './form.ts';
import { leaveNotice, type Page, show } from './frame.ts';
import { addNotionPages } from './notion/routes.ts';
import { type Stage, versionOf } from './stage.ts';

export type { Notice, Stage } from './stage.ts';

const asset = (name: string): string => readFileSync(join(import.meta.dirname, 'assets', name), 'utf8');

/** Served as one. */
const STYLES = ['style.css', 'tables.css', 'document.css', 'calendar.css'];

const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]'];

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  // With `no-referrer` a browser sends forms with the origin `null`, and ours could not be told from others.
  referrerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
});

/** True for a request that this machine's own pages or programs may make. */
export function isLocalRequest(c: Context): boolean {
  const { hostname, origin } = new URL(c.req.url);
  const from = c.req.header('origin');
  return LOCAL_NAMES.includes(hostname) && (from === undefined || from === origin);
}

/** The app, without a socket. Its addresses begin at the root: /notion, /calendar, /outbox, /assets. */
export function createPages(given: Stage): Hono {
  let acts = 0;
  const stage: Stage = {
    ...given,
    acted: (twin) => {
      acts += 1;
      given.acted(twin);
    },
  };
  const version = (): string => versionOf(stage, acts);
  const showPage = (c: Context, page: Page) => show(stage, c, version(), page);

  const app = new Hono();
  app.use(async (c, next) => (isLocalRequest(c) ? next() : c.text('Only from this machine.', 403)));
  app.use(headers);
  const assets = [
    ['style.css', STYLES.map(asset).join('\n') + GRID_CSS, 'text/css'],
    ['script.js', asset('script.js'), 'text/javascript'],
    ['icon.svg', asset('icon.svg'), 'image/svg+xml'],
  ] as const;
  for (const [name, content, type] of assets) {
    app.get(`/assets/${name}`, (c) =>
      c.body(content, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' }),
    );
  }

  addNotionPages(app, stage, showPage);
  addCalendarPages(app, stage, showPage);
  app.get('/changes', (c) => c.text(version(), 200, { 'cache-control': 'no-store' }));
  app.post('/as', async (c) => {
    const fields = await readFields(c);
    setCookie(c, 'as', fields.text('as'), {
      path: '/',
      httpOnly: true,
      sameSite: 'Strict',
      maxAge: 31_536_000,
    });
    return c.redirect(ownPath(fields.text('back'), '/'), 303);
  });
  app.post('/sync', async (c) => {
    const fields = await readFields(c);
    if (stage.syncNow) leaveNotice(c, await stage.syncNow());
    return c.redirect(ownPath(fields.text('back'), '/'), 303);
  });
  app.get('/', (c) => showPage(c, { title: 'Local stack', place: 'home', body: home(stage) }));
  return app;
}

function home({ workerUrl }: Stage): ReturnType<typeof html> {
  const places = [
    ['/notion', 'Notion', 'Engagements, Goals and Retros as tables, and every page to edit.'],
    ['/calendar', 'Calendar', 'The month and the week: drag meetings, answer for guests, delete, restore.'],
    ['/outbox', 'Outbox', 'The mail that Calendar would have sent.'],
    ...(workerUrl === null
      ? []
      : [
          [
            workerUrl,
            'Engagement Sync',
            'The Worker’s own page: what it did, what it holds, and why.',
          ] as const,
        ]),
  ] as const;
  const planes = [
    ['/notion/__twin/state', 'Notion: everything in it'],
    ['/notion/__twin/calls', 'Notion: the calls it got'],
    ['/google/__twin/events', 'Calendar: its events'],
    ['/google/__twin/outbox', 'Calendar: its mails'],
    ['/google/__twin/calls', 'Calendar: the calls it got'],
  ] as const;
  return html`<h1>Local stack</h1><p>Notion and Google Calendar on this machine, as the Worker sees them. Edit in one, and watch the other.</p>
<ul class="places">${places.map(([href, name, words]) => html`<li><a href="${href}"><strong>${name}</strong><span>${words}</span></a></li>`)}</ul>
<h2>For scripts</h2><p class="quiet">JSON. To act as a person, post to <code>/notion/__twin/act</code> or <code>/google/__twin/act</code>.</p>
<ul>${planes.map(([href, words]) => html`<li><a href="${href}">${words}</a></li>`)}</ul>`;
}
