// All about one event: change it, take it away or bring it back; its guests and what they answered; the rest of its series.
import { html } from 'hono/html';
import type { Markup, Page as ShownPage } from '../frame.ts';
import { pageHref } from '../notion/cell.ts';
import { peopleOf, type Stage } from '../stage.ts';
import { addDays, dayWords } from '../times.ts';
import { eventHref, eventsBetween, type Shown } from './event.ts';
import { mailTable } from './outbox.ts';

export const SCOPES = [
  ['this', 'Only this'],
  ['following', 'This and following'],
  ['all', 'All'],
] as const;

export const ANSWERS = [
  ['needsAction', 'No answer'],
  ['accepted', 'Yes'],
  ['tentative', 'Maybe'],
  ['declined', 'No'],
] as const;

/** "Only this / this and following / all": only where there is more than one. */
export function scopeFields(words = 'Which'): Markup {
  return html`<fieldset class="scope"><legend>${words}</legend>${SCOPES.map(
    ([value, label], n) =>
      html`<label><input type="radio" name="scope" value="${value}"${n === 0 ? html` checked` : ''}> ${label}</label>`,
  )}</fieldset>`;
}

export const notifyField: Markup = html`<label class="notify"><input type="checkbox" name="notify" value="1" checked> Mail the guests about it</label>`;

/** Day, time, day, time: blank times are whole days. */
export function whenFields(event: Pick<Shown, 'firstDay' | 'lastDay' | 'startTime' | 'endTime'>): Markup {
  // What ends at midnight ends on the next day for whoever types it.
  const lastDay = event.endTime === '00:00' ? addDays(event.lastDay, 1) : event.lastDay;
  return html`<fieldset class="when"><legend>When</legend>
<label>From <input type="date" name="day" value="${event.firstDay}" required></label>
<label>at <input type="time" name="time" value="${event.startTime}"></label>
<label>to <input type="date" name="endDay" value="${lastDay}" required></label>
<label>at <input type="time" name="endTime" value="${event.endTime}"></label>
<span class="quiet">Without times: whole days.</span></fieldset>`;
}

export function eventPage(stage: Stage, event: Shown, back: string): Omit<ShownPage, 'place'> {
  const repeats = event.series !== null;
  const action = `/calendar/event/${encodeURIComponent(event.id)}`;
  const hidden = html`<input type="hidden" name="back" value="${back}">`;
  const facts = [
    event.when,
    event.zone !== null && event.zone !== stage.timeZone && `made in ${event.zone}`,
    event.tentative && 'tentative',
    ruleWords(stage, event),
  ].filter(Boolean);
  const body = html`<article class="document">
<p class="quiet"><a href="${back}" data-key="Escape">‹ Back to the calendar</a></p>
<div class="bar"><h1><span class="dot tone-${event.tone}" aria-hidden="true"></span>${event.title}</h1></div>
<p>${facts.join(' · ')}</p>
${event.page === null ? '' : html`<p><a href="${pageHref(event.page)}">Open in Notion</a></p>`}
${
  event.cancelled
    ? html`<p class="banner">This event was deleted.</p><form method="post" action="${action}/restore">${hidden}<button class="primary">Restore</button></form>`
    : html`<form method="post" action="${action}/save" class="sheet" data-guard>${hidden}
<label>Title <input name="title" value="${event.title}"></label>
${whenFields(event)}
<label>Place <input name="place" value="${event.place}"></label>
${guestFields(stage, event)}
${event.recurrence.length > 0 || repeats ? rhythmField : ''}
${repeats ? scopeFields('What is changed or deleted') : ''}
${event.guests.length > 0 ? notifyField : ''}
<div class="row"><button class="primary" data-key="Ctrl+s">Save</button><button class="danger" formaction="${action}/remove" formnovalidate>Delete</button></div></form>
${answersForm(event, action, repeats)}`
}
${event.description === '' ? '' : html`<section><h2>Description</h2><div class="words">${event.description}</div></section>`}
${occurrences(stage, event, back)}
${mailTable(
  stage,
  stage.google.outbox.filter((mail) => [event.id, event.series].includes(mail.event)),
  'Mails about it',
)}
</article>`;
  return { title: event.title, body };
}

function guestFields(stage: Stage, event: Shown): Markup {
  const names = new Map(peopleOf(stage).map(({ email, name }) => [email?.toLowerCase(), name]));
  const rows = event.guests.map(
    ({ email }) =>
      html`<label><input type="checkbox" name="guest" value="${email}" checked> ${names.get(email.toLowerCase()) ?? ''} <span class="quiet">${email}</span></label>`,
  );
  const known = peopleOf(stage).flatMap(({ email }) =>
    email ? [html`<option value="${email}"></option>`] : [],
  );
  return html`<fieldset class="boxes"><legend>Guests</legend>${rows}
<label>Add <input name="add" list="people" placeholder="name@example.com, …" autocomplete="off"></label><datalist id="people">${known}</datalist></fieldset>`;
}

const rhythmField: Markup = html`<label>Repeats <select name="rhythm"><option value="">as it does</option>
<option value="1">every week</option><option value="2">every second week</option><option value="0">not at all</option></select> <span class="quiet">This always changes the whole series.</span></label>`;

function answersForm(event: Shown, action: string, repeats: boolean): Markup | string {
  if (event.guests.length === 0) return '';
  const rows = event.guests.map(
    ({ email, answer }) =>
      html`<tr><th scope="row"><label for="answer.${email}">${email}</label></th><td><select id="answer.${email}" name="answer.${email}" class="answer ${answer}">${ANSWERS.map(
        ([value, words]) =>
          html`<option value="${value}"${value === answer ? html` selected` : ''}>${words}</option>`,
      )}</select></td></tr>`,
  );
  return html`<section aria-labelledby="answers"><h2 id="answers">Answers of the guests</h2>
<form method="post" action="${action}/answers" class="sheet"><input type="hidden" name="back" value="${eventHref(event.id, '/calendar')}"><table>${rows}</table>
${
  repeats
    ? html`<fieldset class="scope"><legend>They answer for</legend><label><input type="radio" name="scope" value="this" checked> Only this</label><label><input type="radio" name="scope" value="all"> All</label></fieldset>`
    : ''
}<div class="row"><button>Save answers</button></div></form></section>`;
}

/** "weekly until 17 Dec 2026" in the words of its rule. */
function ruleWords(stage: Stage, event: Shown): string | false {
  const master = event.series === null ? undefined : stage.google.look.event(event.series);
  const lines = event.series === null ? event.recurrence : ((master?.recurrence ?? []) as string[]);
  const rule = lines.find((line) => line.startsWith('RRULE:'));
  if (rule === undefined) return false;
  const part = (name: string): string | undefined => new RegExp(`[:;]${name}=([^;]+)`).exec(rule)?.[1];
  const every = Number(part('INTERVAL') ?? 1);
  const unit =
    { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' }[part('FREQ') ?? ''] ?? 'time';
  const until = part('UNTIL')?.replace(/^(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3');
  const count = part('COUNT');
  return `repeats every ${every === 1 ? unit : `${every} ${unit}s`}${until ? ` until ${dayWords(until)}` : ''}${count ? `, ${count} times` : ''}`;
}

/** How far a series is shown. */
const SERIES_DAYS = 400;

function occurrences(stage: Stage, event: Shown, back: string): Markup | string {
  const master = event.series ?? (event.recurrence.length > 0 ? event.id : null);
  const first = master === null ? undefined : stage.google.look.event(master);
  const start = (first?.start ?? {}) as { date?: string; dateTime?: string };
  const day = (start.date ?? start.dateTime)?.slice(0, 10);
  if (day === undefined) return '';
  const all = eventsBetween(stage, day, addDays(day, SERIES_DAYS)).filter(({ series }) => series === master);
  return html`<section aria-labelledby="series"><h2 id="series">The series</h2><ol class="series">${all.map(
    (one) =>
      one.id === event.id
        ? html`<li aria-current="true">${one.when}</li>`
        : html`<li><a href="${eventHref(one.id, back)}">${one.when}</a></li>`,
  )}</ol></section>`;
}
