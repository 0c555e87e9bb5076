// A week: bars above, meetings by the hour below. Hours in which nothing happens are left out at both ends.
import { html } from 'hono/html';
import type { Markup } from '../frame.ts';
import type { Stage } from '../stage.ts';
import { addDays, dayWords, mondayOf, weekWords } from '../times.ts';
import { bars, chip } from './chip.ts';
import { eventsBetween, isBar, type Shown } from './event.ts';
import { besideClass, MOST_LANES } from './grid.ts';
import { besideEachOther } from './lanes.ts';

const FIRST_HOUR = 8;
const LAST_HOUR = 19;

/** `day` is any day of the week; `now` its local time now, for the line that shows it. */
export function weekView(stage: Stage, day: string, today: string): { title: string; body: Markup } {
  const monday = mondayOf(day);
  const week = Array.from({ length: 7 }, (_, n) => addDays(monday, n));
  const sunday = week[6]!;
  const events = eventsBetween(stage, monday, sunday);
  const back = `/calendar?view=week&day=${monday}`;
  const over = bars(events, monday, sunday, back, MOST_LANES);
  const timed = events.filter((event) => !isBar(event));
  const first = Math.min(FIRST_HOUR, ...timed.map((event) => Math.floor(minutes(event.startTime) / 60)));
  const last = Math.max(LAST_HOUR, ...timed.map((event) => Math.ceil(endMinutes(event) / 60)));
  const heads = week.map((one, n) => {
    const [weekday, number, month] = dayWords(one).split(' ');
    return html`<div class="cell col-${n + 1}${one === today ? ' today' : ''}${n > 4 ? ' weekend' : ''}" data-day="${one}"></div>
<span class="number col-${n + 1}${one === today ? ' today' : ''}">${weekday} <b>${number}</b> ${month}</span>`;
  });
  const hours = Array.from({ length: last - first }, (_, n) => first + n);
  const body = html`<div class="days">
<section class="week head lanes-${over.lanes}" aria-label="Whole days">${heads}${over.markup}</section>${
    over.hidden > 0 ? html`<p class="more">${over.hidden} more bars are not shown.</p>` : ''
  }
<div class="hours-grid"><div class="hours" aria-hidden="true">${hours.map(
    (hour) =>
      html`<span class="from-${(hour - first) * 4 + 1} for-4">${String(hour).padStart(2, '0')}:00</span>`,
  )}</div>${week.map((one, n) => dayColumn(timed, one, first, last, back, one === today, n > 4))}</div></div>`;
  return { title: weekWords(monday, sunday), body };
}

function dayColumn(
  events: readonly Shown[],
  day: string,
  first: number,
  last: number,
  back: string,
  isToday: boolean,
  isWeekend: boolean,
): Markup {
  const here = events.filter((event) => event.firstDay === day);
  const from = (event: Shown): number => Math.floor(minutes(event.startTime) / 15) - first * 4;
  // Nothing is drawn shorter than half an hour: its words would not fit.
  const to = (event: Shown): number =>
    Math.max(from(event) + 2, Math.ceil(endMinutes(event) / 15) - first * 4);
  const items = besideEachOther(here, from, to).map(({ item, lane, lanes }) => {
    const end = Math.min(to(item), (last - first) * 4);
    const place = ` from-${from(item) + 1} for-${Math.max(1, end - from(item))}${besideClass(lane, lanes)}`;
    return chip(item, back, place);
  });
  const lines = Array.from(
    { length: last - first },
    (_, n) => html`<span class="line from-${n * 4 + 1} for-4" aria-hidden="true"></span>`,
  );
  return html`<section class="column${isToday ? ' today' : ''}${isWeekend ? ' weekend' : ''}" data-day="${day}" data-first-hour="${first}" aria-label="${dayWords(day)}">${lines}${items}</section>`;
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const endMinutes = ({ endTime }: Shown): number => (endTime === '00:00' ? 1440 : minutes(endTime));
