// The Calendar twin's pages and what is done there, as a table of contents.
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { ownPath, perform, readFields } from '../form.ts';
import type { Markup, Page as ShownPage } from '../frame.ts';
import { actorOf, type Stage } from '../stage.ts';
import { addDays, addMonths, localOf, mondayOf, readDay } from '../times.ts';
import { createEvent, doingOf, findShown, moveEvent, saveAnswers, saveEvent } from './change.ts';
import { eventHref, type Shown, shownEvent } from './event.ts';
import { eventPage, notifyField, scopeFields, whenFields } from './event-page.ts';
import { monthView } from './month.ts';
import { outboxBody } from './outbox.ts';
import { weekView } from './week.ts';

type Show = (c: Context, page: ShownPage) => Response | Promise<Response>;

export function addCalendarPages(app: Hono, stage: Stage, show: Show): void {
  const today = (): string => localOf(stage.notion.now(), stage.timeZone).day;
  const by = (c: Context): string | undefined => actorOf(stage, c)?.email;
  const missing = (c: Context) =>
    show(c, {
      title: 'Not there',
      place: 'calendar',
      status: 404,
      body: html`<h1>There is no such event.</h1>`,
    });

  app.get('/calendar', (c) => {
    const day = readDay(c.req.query('day'), today());
    const view = c.req.query('view') === 'week' ? 'week' : 'month';
    const { title, body } = view === 'week' ? weekView(stage, day, today()) : monthView(stage, day, today());
    return show(c, {
      title,
      place: 'calendar',
      wide: true,
      body: html`${toolbar(view, day, title)}${body}${moveDialog}`,
    });
  });

  app.get('/calendar/bin', (c) => show(c, { title: 'Deleted events', place: 'calendar', body: bin(stage) }));

  app.get('/calendar/new', (c) => {
    const day = readDay(c.req.query('day'), today());
    return show(c, { title: 'New event', place: 'calendar', body: newEvent(day) });
  });

  app.post('/calendar/new', async (c) => {
    const fields = await readFields(c);
    const back = `/calendar?view=week&day=${readDay(fields.text('day'), today())}`;
    return perform(stage, c, 'google', back, () => {
      createEvent(stage, fields, doingOf(fields, by(c)));
      return `Made “${fields.text('title')}”.`;
    });
  });

  app.get('/calendar/event/:id', (c) => {
    const event = findShown(stage, c.req.param('id'));
    const back = event && ownPath(c.req.query('back'), `/calendar?view=month&day=${event.firstDay}`);
    return event && back ? show(c, { ...eventPage(stage, event, back), place: 'calendar' }) : missing(c);
  });

  /** A change of one event: read the form, do it, go back to where the person came from. */
  const change = (
    path: string,
    work: (c: Context, event: Shown, fields: Awaited<ReturnType<typeof readFields>>) => string | null,
  ) =>
    app.post(`/calendar/event/:id/${path}`, async (c) => {
      const event = findShown(stage, c.req.param('id'));
      if (!event) return missing(c);
      const fields = await readFields(c);
      const back = ownPath(fields.text('back'), eventHref(event.id, '/calendar'));
      return perform(stage, c, 'google', back, () => work(c, event, fields));
    });

  change('save', (c, event, fields) => {
    const done = saveEvent(stage, event, fields, doingOf(fields, by(c)));
    return done.length === 0 ? null : `Changed the ${done.join(', ')} of “${event.title}”.`;
  });
  change('move', (c, event, fields) => {
    const id = moveEvent(stage, event, fields.text('start'), doingOf(fields, by(c)));
    const moved = findShown(stage, id);
    return `Moved “${event.title}”${moved && fields.text('scope') !== 'all' ? ` to ${moved.when}` : ''}.`;
  });
  change('remove', (c, event, fields) => {
    stage.google.act.remove(event.id, doingOf(fields, by(c)));
    return `Deleted “${event.title}”.`;
  });
  change('restore', (c, event, fields) => {
    stage.google.act.restore(event.id, doingOf(fields, by(c)));
    return `Restored “${event.title}”.`;
  });
  change('answers', (_c, event, fields) => {
    const changed = saveAnswers(stage, event, fields);
    return changed === 0 ? null : `${changed} ${changed === 1 ? 'guest has' : 'guests have'} answered.`;
  });

  app.get('/outbox', (c) => show(c, { title: 'Outbox', place: 'outbox', body: outboxBody(stage) }));
}

function toolbar(view: 'month' | 'week', day: string, title: string): Markup {
  const at = (to: 'month' | 'week', when: string): string => `/calendar?view=${to}&day=${when}`;
  const [before, after] =
    view === 'week'
      ? [addDays(mondayOf(day), -7), addDays(mondayOf(day), 7)]
      : [addMonths(day, -1), addMonths(day, 1)];
  const choice = (to: 'month' | 'week', words: string, key: string): Markup =>
    html`<a class="button" href="${at(to, day)}" data-key="${key}"${to === view ? html` aria-current="page"` : ''}>${words}</a>`;
  return html`<div class="bar"><h1>${title}</h1>
<span class="group"><a class="button" href="${at(view, before)}" aria-label="Before" data-key="p">‹</a><a class="button" href="/calendar?view=${view}" data-key="t">Today</a><a class="button" href="${at(view, after)}" aria-label="After" data-key="n">›</a></span>
<span class="group">${choice('month', 'Month', 'm')}${choice('week', 'Week', 'w')}</span>
<span class="push"></span><span class="quiet keys">Drag to move, or <kbd>v</kbd> on a meeting · <kbd>p</kbd> <kbd>t</kbd> <kbd>n</kbd> · <kbd>m</kbd> <kbd>w</kbd></span>
<a class="button" href="/calendar/bin">Deleted</a><a class="button primary" href="/calendar/new?day=${day}" data-key="c">New event</a></div>`;
}

/** Opened by the script after something was dragged, or by the key v. */
const moveDialog: Markup = html`<dialog id="move" aria-labelledby="move-title"><form method="post" class="sheet">
<h2 id="move-title">Move</h2><p id="move-what"></p>
<label>New start <input name="start" id="move-start" required></label>
<input type="hidden" name="back" value="">
<div id="move-scope">${scopeFields()}</div><div id="move-notify">${notifyField}</div>
<div class="row"><button class="primary">Move</button><button type="button" id="move-cancel">Cancel</button></div></form></dialog>`;

function newEvent(day: string): Markup {
  return html`<article class="document"><h1>New event</h1><form method="post" action="/calendar/new" class="sheet">
<label>Title <input name="title" required autofocus></label>
${whenFields({ firstDay: day, lastDay: day, startTime: '10:00', endTime: '10:30' })}
<label>Every week, so many times <input type="number" name="weeks" min="1" max="100" placeholder="once"></label>
<label>Guests <input name="add" placeholder="name@example.com, …"></label>${notifyField}
<div class="row"><button class="primary">Make it</button> <a class="button" href="/calendar?day=${day}">Cancel</a></div></form></article>`;
}

/** Deleted events that still can be brought back. */
function bin(stage: Stage): Markup {
  const gone = stage.google.look
    .all()
    .filter((json) => json.status === 'cancelled' && json.start !== undefined)
    .map((json) => shownEvent(stage, json))
    .sort((a, b) => (a.firstDay < b.firstDay ? -1 : 1));
  const rows = gone.map(
    (event) =>
      html`<tr><th scope="row"><a href="${eventHref(event.id, '/calendar/bin')}">${event.title}</a></th><td>${event.when}</td><td>${
        event.series === null ? '' : 'one of a series'
      }</td><td><form method="post" action="/calendar/event/${encodeURIComponent(event.id)}/restore"><input type="hidden" name="back" value="/calendar/bin"><button>Restore</button></form></td></tr>`,
  );
  return html`<p class="quiet"><a href="/calendar" data-key="Escape">‹ Back to the calendar</a></p><div class="bar"><h1>Deleted events</h1></div>
${rows.length === 0 ? html`<p class="empty">Nothing was deleted.</p>` : html`<table class="mails"><thead><tr><th scope="col">Event</th><th scope="col">When</th><th scope="col"></th><th scope="col"></th></tr></thead><tbody>${rows}</tbody></table>`}`;
}
