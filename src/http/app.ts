// The routes, as a table of contents. Every request goes the same way: method, size, settings, authentication, and only then
// is what it says parsed and answered. Refuses by default: a path that is not in the table is not found.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import * as api from './api.ts';
import { BODY_LIMIT } from './body.ts';
import type { Deps, Frame, Handler } from './deps.ts';
import * as forms from './forms/routes.tsx';
import { FORM_STYLE } from './forms/style.ts';
import { allowMethods, type Gate, requireAdmin, requireSettings } from './gates.ts';
import { googleHook, signedSyncHook, tokenSyncHook } from './hooks.ts';
import { login } from './login.tsx';
import { notionHook } from './notion-hook.ts';
import { ICON, STYLE } from './pages/style.ts';
import { approveButton, provisionButton, statusPage, syncButton } from './pages.tsx';
import { problem } from './problem.ts';

/** `open`: anybody · `sync hook`, `own`, `link`: see hooks.ts, login.tsx, forms/ · `admin`: the API · `page`: the same, but shows the log-in. */
type Access = 'open' | 'sync hook' | 'own' | 'link' | 'admin' | 'page';
type Route = readonly [
  path: string,
  access: Access,
  handlers: { readonly GET?: Handler; readonly POST?: Handler },
];

/** The Worker's HTTP side. Tests call it with `app.request(path, init, env)`. */
export function createApp(deps: Deps): Hono<Frame> {
  const { show, submit, leave } = login(deps);
  const routes: readonly Route[] = [
    ['/healthz', 'open', { GET: health(deps) }],
    ['/style.css', 'open', { GET: () => text(STYLE, 'text/css; charset=utf-8') }],
    ['/forms.css', 'open', { GET: () => text(FORM_STYLE, 'text/css; charset=utf-8') }],
    ['/icon.svg', 'open', { GET: () => text(ICON, 'image/svg+xml') }],
    ['/webhooks/sync', 'sync hook', { POST: signedSyncHook(deps) }],
    ['/webhooks/notion', 'own', { POST: notionHook(deps) }],
    ['/webhooks/google', 'own', { POST: googleHook }],
    ['/api/provision', 'admin', { POST: api.provision }],
    ['/api/webhook-setup', 'admin', { GET: api.webhookSetup, POST: api.openWebhookSetup }],
    ['/api/sync', 'admin', { POST: api.sync }],
    ['/api/runs/:id', 'admin', { GET: api.run }],
    ['/api/plan', 'admin', { GET: api.plan }],
    ['/api/approve', 'admin', { POST: api.approve }],
    ['/api/status', 'admin', { GET: api.status }],
    ['/api/activity', 'admin', { GET: api.activity }],
    ['/api/engagements', 'admin', { GET: api.engagements }],
    ['/api/engagements/:id', 'admin', { GET: api.engagement }],
    ['/login', 'own', { GET: show, POST: submit }],
    ['/logout', 'own', { POST: leave }],
    ['/f/fit/:link', 'link', { GET: forms.showVote, POST: forms.takeVote }],
    ['/f/nps/:link', 'link', { GET: forms.showSurvey, POST: forms.takeAnswer }],
    ['/', 'page', { GET: statusPage }],
    ['/sync', 'page', { POST: syncButton }],
    ['/approve', 'page', { POST: approveButton }],
    ['/provision', 'page', { POST: provisionButton }],
  ];

  const app = new Hono<Frame>();
  app.use(headers);
  for (const [path, access, handlers] of routes) {
    app.use(path, allowMethods(Object.keys(handlers)));
    for (const gate of gatesFor(access, deps)) app.use(path, gate);
    if (handlers.GET) app.get(path, handlers.GET);
    if (handlers.POST) app.post(path, handlers.POST);
  }
  app.get('/f/*', (c) => forms.dull(c));
  app.notFound(() => problem({ reason: 'unknown', what: 'There is nothing at this address.' }));
  app.onError((error) => {
    const request = crypto.randomUUID();
    deps.log({ event: 'request failed', request, error: error.name, at: frames(error) });
    return problem({ reason: 'bug', request });
  });
  return app;
}

function gatesFor(access: Access, deps: Deps): readonly Gate[] {
  const settings = requireSettings(deps);
  switch (access) {
    case 'open':
      return [capBody];
    case 'sync hook':
      // The token first: a hook that has it is answered 202 however long its body is.
      return [settings, tokenSyncHook(deps), capBody];
    case 'own':
      return [capBody, settings];
    case 'link':
      return [capBody, settings, forms.postGate(deps)];
    case 'admin':
      return [capBody, settings, requireAdmin(deps, 'refuse')];
    case 'page':
      return [capBody, settings, requireAdmin(deps, 'log in')];
  }
}

const capBody: Gate = bodyLimit({
  maxSize: BODY_LIMIT,
  onError: () => problem({ reason: 'too large', limit: BODY_LIMIT }),
});

const setSecureHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
});

const headers: Gate = (c, next) =>
  setSecureHeaders(c, async () => {
    await next();
    c.header('cache-control', 'no-store');
  });

/** Says whether the Worker is fit to work; reads nothing but its own settings. */
function health(deps: Deps): Handler {
  return (c) =>
    deps.settings(c.env).ok ? c.json({ status: 'ok' }) : c.json({ status: 'not ready: settings' }, 503);
}

function text(content: string, type: string): Response {
  return new Response(content, { headers: { 'content-type': type } });
}

/** Where a bug is. Never its message, which may hold what people wrote. */
function frames(error: Error): string {
  const lines = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return lines.slice(0, 8).join(' ').replaceAll(/\s+/g, ' ').trim();
}
