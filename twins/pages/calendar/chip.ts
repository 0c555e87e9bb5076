// An event in a month or a week: a link to all about it, and something to take hold of. The row of bars over seven days.
import { html } from 'hono/html';
import type { Markup } from '../frame.ts';
import { daysBetween } from '../times.ts';
import { eventHref, isBar, type Shown } from './event.ts';
import { lanesOf } from './lanes.ts';

/** What the script needs for moving an event. */
function handle(event: Shown): Markup {
  const { id, title, firstDay, startTime, series, recurrence, guests } = event;
  const start = startTime === '' ? firstDay : `${firstDay}T${startTime}`;
  const repeats = series !== null ? html` data-series` : recurrence.length > 0 ? html` data-master` : '';
  return html` draggable="true" data-event="${id}" data-start="${start}" data-title="${title}"${repeats}${
    guests.length > 0 ? html` data-guests="${guests.length}"` : ''
  }`;
}

const about = ({ title, when, guests, tentative, series }: Shown): string =>
  [
    title,
    when,
    tentative && 'tentative',
    series && 'one of a series',
    guests.length > 0 && `${guests.length} guests`,
  ]
    .filter(Boolean)
    .join('\n');

/** One meeting within a day. */
export function chip(event: Shown, back: string, place = ''): Markup {
  const { startTime, title, series, tentative, tone } = event;
  return html`<a class="chip tone-${tone}${tentative ? ' tentative' : ''}${place}" href="${eventHref(event.id, back)}" title="${about(event)}"${handle(event)}><span class="time">${startTime}</span> <span class="what">${title}</span>${
    series === null ? '' : html`<span class="again" aria-label="repeats"> ↻</span>`
  }</a>`;
}

export interface Bars {
  readonly markup: Markup;
  readonly lanes: number;
  /** Bars that did not fit. */
  readonly hidden: number;
}

/** The bars of a week, at most `most` lanes of them. `monday` and `sunday` are its days. */
export function bars(
  events: readonly Shown[],
  monday: string,
  sunday: string,
  back: string,
  most: number,
): Bars {
  const here = events
    .filter((event) => isBar(event) && event.firstDay <= sunday && event.lastDay >= monday)
    .sort((a, b) =>
      a.firstDay < b.firstDay ? -1 : a.firstDay > b.firstDay ? 1 : b.lastDay < a.lastDay ? -1 : 1,
    );
  const from = (event: Shown): number => Math.max(0, daysBetween(monday, event.firstDay));
  const to = (event: Shown): number => Math.min(6, daysBetween(monday, event.lastDay)) + 1;
  const placed = lanesOf(here, from, to);
  const shown = placed.filter(({ lane }) => lane < most);
  const markup = html`${shown.map(({ item, lane }) => {
    const ends = `${item.firstDay < monday ? ' before' : ''}${item.lastDay > sunday ? ' after' : ''}`;
    const place = `col-${from(item) + 1} wide-${to(item) - from(item)} lane-${lane + 1}`;
    return html`<a class="bar-chip tone-${item.tone} ${place}${item.tentative ? ' tentative' : ''}${ends}" href="${eventHref(item.id, back)}" title="${about(item)}"${handle(item)}>${
      item.startTime === '' ? '' : html`<span class="time">${item.startTime}</span> `
    }${item.title}</a>`;
  })}`;
  const lanes = Math.max(0, ...shown.map(({ lane }) => lane + 1));
  return { markup, lanes, hidden: placed.length - shown.length };
}
