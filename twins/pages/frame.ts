// The frame of every page: where one is, who acts, what was just done. Semantic HTML, a style sheet and a script of our own,
// nothing from elsewhere; the Content-Security-Policy says so too.
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { actorOf, type Notice, peopleOf, type Stage } from './stage.ts';

export type Markup = ReturnType<typeof html>;

export interface Page {
  readonly title: string;
  /** The entry of the navigation that it belongs to. */
  readonly place: 'home' | 'notion' | 'calendar' | 'outbox';
  readonly body: Markup;
  /** The calendar uses the whole window. */
  readonly wide?: boolean;
  readonly status?: 200 | 404;
}

/** A whole page as an answer, with the notice that waits for this person. */
export function show(stage: Stage, c: Context, version: string, page: Page): Response | Promise<Response> {
  const { pathname, search } = new URL(c.req.url);
  const notice = takeNotice(c);
  const nav = [
    ['home', '/', 'Local stack'],
    ['notion', '/notion', 'Notion'],
    ['calendar', '/calendar', 'Calendar'],
    ['outbox', '/outbox', 'Outbox'],
  ] as const;
  const entries = nav.map(
    ([place, href, words]) =>
      html`<li><a href="${href}"${place === page.place ? html` aria-current="page"` : ''}>${words}</a></li>`,
  );
  return c.html(
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="stylesheet" href="/assets/style.css">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<script type="module" src="/assets/script.js"></script>
</head>
<body data-version="${version}">
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<nav aria-label="Pages"><ul>${entries}${
      stage.workerUrl === null ? '' : html`<li><a href="${stage.workerUrl}">Engagement Sync</a></li>`
    }</ul></nav>
<div class="tools">${actAs(stage, c, pathname + search)}${syncButton(stage, pathname + search)}</div>
</header>
<div id="notice" role="status">${
      notice === null ? '' : html`<p class="notice ${notice.good ? 'good' : 'bad'}">${notice.words}</p>`
    }</div>
<main id="main"${page.wide ? html` class="wide"` : ''}>${page.body}</main>
</body>
</html>`,
    page.status ?? 200,
  );
}

function actAs(stage: Stage, c: Context, back: string): Markup {
  const actor = actorOf(stage, c);
  const options = peopleOf(stage).map(
    ({ id, name }) =>
      html`<option value="${id}"${id === actor?.id ? html` selected` : ''}>${name ?? id}</option>`,
  );
  return html`<form method="post" action="/as" class="row"><input type="hidden" name="back" value="${back}">
<label>Acting as <select name="as" data-submit>${options}</select></label><noscript><button>Choose</button></noscript></form>`;
}

function syncButton(stage: Stage, back: string): Markup | string {
  if (stage.syncNow === null) return '';
  return html`<form method="post" action="/sync" data-busy="Syncing…"><input type="hidden" name="back" value="${back}">
<button class="primary">Sync now</button></form>`;
}

const NOTICE = { path: '/', httpOnly: true, sameSite: 'Strict', maxAge: 60 } as const;

/** Keeps a notice for the page that the person is sent to. */
export function leaveNotice(c: Context, notice: Notice): void {
  // Cookies are small; a sentence of this length has said enough.
  setCookie(c, 'notice', JSON.stringify({ ...notice, words: notice.words.slice(0, 500) }), NOTICE);
}

function takeNotice(c: Context): Notice | null {
  const left = getCookie(c, 'notice');
  if (left === undefined) return null;
  deleteCookie(c, 'notice', { path: '/' });
  try {
    const { good, words } = JSON.parse(left) as Partial<Notice>;
    return typeof words === 'string' ? { good: good === true, words } : null;
  } catch {
    return null; // somebody else's cookie
  }
}
