// A value of a Notion page as people see it: words, pills, names, dates in the reader's zone, links.
import { html } from 'hono/html';
import { type Cell, cellOf, optionsOf, relatedPages, statusOption } from '../../notion/cells.ts';
import { titleOf } from '../../notion/model.ts';
import type { DataSource, DateValue, Page, Property } from '../../notion/state.ts';
import { isDay } from '../../notion/times.ts';
import { sourceOf } from '../../notion/world.ts';
import type { Markup } from '../frame.ts';
import type { Stage } from '../stage.ts';
import { daysWords, timesWords } from '../times.ts';

export const pageHref = (id: string): string => `/notion/p/${id}`;

/** More related pages than these are counted in a table. */
const SHOWN_RELATED = 3;

export function cellMarkup(
  stage: Stage,
  source: DataSource,
  property: Property,
  page: Page,
  all = false,
): Markup | string {
  const { world } = stage.notion;
  const stored = page.values[property.id];
  const cell = cellOf(world, source, property, page);
  switch (property.type) {
    case 'title':
      return html`<a class="title" href="${pageHref(page.id)}">${titleOf(page) || 'Untitled'}</a>`;
    case 'status':
      return pill(statusOption(property, stored));
    case 'select':
    case 'multi_select':
      return html`${optionsOf(property, stored).map(pill)}`;
    case 'people':
    case 'created_by':
    case 'last_edited_by':
      return html`${listOf(cell).map((id) => {
        const name = world.state.users.get(id)?.name ?? 'Somebody who left';
        return html`<span class="person"><span class="face" aria-hidden="true">${initials(name)}</span>${name}</span>`;
      })}`;
    case 'relation':
      return related(stage, relatedPages(world, stored), all);
    case 'url':
      return typeof cell === 'string' ? link(stage, cell) : '';
    case 'checkbox':
      return cell === true ? '✓' : '';
    default:
      return wordsOf(cell, stage.timeZone);
  }
}

/** Links to related pages: the first few in a table; all on a page, each with its date if it has one. */
function related(stage: Stage, pages: readonly Page[], all: boolean): Markup | string {
  const link = (page: Page) =>
    html`<a class="related" href="${pageHref(page.id)}">${titleOf(page) || 'Untitled'}</a>`;
  if (all && pages.length > 0)
    return html`<ul class="related-list">${pages.map((page) => html`<li>${link(page)}<span class="quiet">${firstDate(stage, page)}</span></li>`)}</ul>`;
  const more = pages.length - SHOWN_RELATED;
  return html`${pages.slice(0, SHOWN_RELATED).map(link)}${more > 0 ? html`<span class="quiet">+${more}</span>` : ''}`;
}

function firstDate(stage: Stage, page: Page): string {
  const { world } = stage.notion;
  const source = sourceOf(world.state, page);
  const property = source?.properties.find(({ type }) => type === 'date');
  return source && property ? wordsOf(cellOf(world, source, property, page), stage.timeZone) : '';
}

/** A cell as plain words: for tables, for filters, for sorting. */
export function wordsOf(cell: Cell, zone: string): string {
  if (cell === null || cell === false) return '';
  if (cell === true) return '✓';
  if (typeof cell === 'number') return String(Math.round(cell * 1000) / 1000);
  if (typeof cell === 'string') return cell;
  if (Array.isArray(cell)) return cell.map((one) => wordsOf(one, zone)).join(', ');
  return dateWords(cell, zone);
}

export function dateWords({ start, end }: DateValue, zone: string): string {
  return isDay(start) ? daysWords(start, end ?? start) : timesWords(start, end, zone);
}

function pill(option: { name: string; color: string } | undefined): Markup | string {
  return option ? html`<span class="pill ${option.color}">${option.name}</span>` : '';
}

const listOf = (cell: Cell): string[] => (Array.isArray(cell) ? cell.map(String) : []);

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('');

/** An address as a link; one of Calendar's leads to the local event. Anything but http stays words. */
function link(stage: Stage, address: string): Markup | string {
  const event = localEvent(stage, address);
  if (event !== null) return html`<a href="/calendar/event/${event}">Open in Calendar</a>`;
  if (!/^https?:\/\//i.test(address)) return address;
  const words = address.replace(/^https?:\/\/(www\.)?/i, '');
  return html`<a href="${address}" rel="noreferrer">${words.length > 40 ? `${words.slice(0, 39)}…` : words}</a>`;
}

/** The id of the event that a link of Calendar's web UI names (base64 of "<event id> <calendar>"), if it is here. */
function localEvent(stage: Stage, address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  const eid = url?.hostname.endsWith('google.com') ? url.searchParams.get('eid') : null;
  if (!eid) return null;
  try {
    const id = atob(eid.replaceAll('-', '+').replaceAll('_', '/')).split(' ')[0] ?? '';
    return stage.google.look.event(id) ? id : null;
  } catch {
    return null; // not base64
  }
}
