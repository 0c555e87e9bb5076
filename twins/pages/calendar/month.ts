// A month: weeks under each other, bars over their days, meetings in them.
import { html } from 'hono/html';
import type { Markup } from '../frame.ts';
import type { Stage } from '../stage.ts';
import { addDays, addMonths, dayWords, mondayOf, monthWords } from '../times.ts';
import { bars, chip } from './chip.ts';
import { eventsBetween, isBar, type Shown } from './event.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** More than these are counted, and shown in the week. */
const MOST_BARS = 8;
const MOST_MEETINGS = 8;

/** `day` is any day of the month. */
export function monthView(stage: Stage, day: string, today: string): { title: string; body: Markup } {
  const first = addMonths(day, 0);
  const last = addDays(addMonths(day, 1), -1);
  const mondays: string[] = [];
  for (let monday = mondayOf(first); monday <= last; monday = addDays(monday, 7)) mondays.push(monday);
  const events = eventsBetween(stage, mondays[0]!, addDays(mondays.at(-1)!, 6));
  const back = `/calendar?view=month&day=${first}`;
  const weeks = mondays.map((monday) => weekRow(events, monday, first, today, back));
  return {
    title: monthWords(first),
    body: html`<div class="month"><div class="weekdays" aria-hidden="true">${WEEKDAYS.map((name) => html`<span>${name}</span>`)}</div>${weeks}</div>`,
  };
}

function weekRow(
  events: readonly Shown[],
  monday: string,
  month: string,
  today: string,
  back: string,
): Markup {
  const week = WEEKDAYS.map((_, n) => addDays(monday, n));
  const over = bars(events, monday, week[6]!, back, MOST_BARS);
  const cells = week.map((day, n) => {
    const marks = `${day.slice(0, 7) === month.slice(0, 7) ? '' : ' other'}${day === today ? ' today' : ''}${n > 4 ? ' weekend' : ''}`;
    return html`<div class="cell col-${n + 1}${marks}" data-day="${day}"></div>
<a class="number col-${n + 1}${marks}" href="/calendar?view=week&amp;day=${day}" aria-label="Week of ${dayWords(day)}">${Number(day.slice(8))}</a>`;
  });
  const meetings = week.map((day, n) => {
    const here = events.filter((event) => !isBar(event) && event.firstDay === day);
    const extra = here.length - MOST_MEETINGS;
    if (here.length === 0) return '';
    return html`<ul class="meetings col-${n + 1} under-${over.lanes}" aria-label="${dayWords(day)}">${here
      .slice(0, MOST_MEETINGS)
      .map((event) => html`<li>${chip(event, back)}</li>`)}${
      extra > 0
        ? html`<li><a class="more" href="/calendar?view=week&amp;day=${day}">${extra} more</a></li>`
        : ''
    }</ul>`;
  });
  const hidden =
    over.hidden > 0
      ? html`<a class="more" href="/calendar?view=week&amp;day=${monday}">${over.hidden} more bars in this week</a>`
      : '';
  return html`<section class="week lanes-${over.lanes}" aria-label="Week of ${dayWords(monday)}">${cells}${over.markup}${meetings}</section>${hidden}`;
}
