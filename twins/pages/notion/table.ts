// A database as a table: rows by whatever column, a search over what they say, and the trash.
import { html } from 'hono/html';
import { type Cell, cellOf } from '../../notion/cells.ts';
import { plainText } from '../../notion/richtext.ts';
import type { Database, DataSource, Page, Property } from '../../notion/state.ts';
import type { Markup, Page as ShownPage } from '../frame.ts';
import type { Stage } from '../stage.ts';
import { cellMarkup, pageHref, wordsOf } from './cell.ts';

export interface Looking {
  /** Id of the column to sort by; the order in which rows were made when there is none. */
  readonly sort: string | undefined;
  readonly down: boolean;
  readonly search: string;
  /** Trashed and archived rows instead of the living ones. */
  readonly trash: boolean;
}

export const databaseHref = ({ id }: { id: string }): string => `/notion/d/${id}`;

/** Databases that are not in the trash, as they were made. */
export function livingDatabases({ notion }: Stage): Database[] {
  return [...notion.world.state.databases.values()].filter(({ inTrash }) => !inTrash);
}

/** Tabs over all databases. */
export function tabs(stage: Stage, current: Database | null): Markup {
  const entries = livingDatabases(stage).map((one) => {
    const icon = (one.icon as { emoji?: string } | null)?.emoji;
    return html`<li><a href="${databaseHref(one)}"${one === current ? html` aria-current="page"` : ''}>${
      icon ? html`<span aria-hidden="true">${icon}</span> ` : ''
    }${plainText(one.title)}</a></li>`;
  });
  return html`<nav class="tabs" aria-label="Databases"><ul>${entries}</ul></nav>`;
}

export function tablePage(
  stage: Stage,
  database: Database,
  source: DataSource,
  looking: Looking,
): Omit<ShownPage, 'place'> {
  const { world } = stage.notion;
  const all = source.rows.flatMap((id) => world.state.pages.get(id) ?? []);
  const gone = all.filter(({ inTrash, isArchived }) => inTrash || isArchived);
  const rows = sorted(
    stage,
    source,
    looking,
    looking.trash ? gone : all.filter((one) => !gone.includes(one)),
  );
  const found = looking.search === '' ? rows : rows.filter((page) => says(stage, page, looking.search));
  const title = plainText(database.title);
  const name = source.properties.find(({ type }) => type === 'title')?.name ?? 'Name';
  const body = html`${tabs(stage, database)}
<div class="bar"><h1>${title}${looking.trash ? ': trash' : ''}</h1>
<form class="row" role="search"><label class="hidden" for="search">Search ${title}</label>
<input id="search" type="search" name="search" value="${looking.search}" placeholder="Search" data-filter="rows" data-key="/">${
    looking.trash ? html`<input type="hidden" name="trash" value="1">` : ''
  }</form>
<span class="quiet"><span id="count">${found.length}</span> ${found.length === 1 ? 'row' : 'rows'}</span>
<span class="push"></span>
<a class="button" href="${databaseHref(database)}${looking.trash ? '' : '?trash=1'}">${
    looking.trash ? 'Back to the table' : `Trash (${gone.length})`
  }</a>
<form method="post" action="${databaseHref(database)}/new" class="row"><label class="hidden" for="new">${name} of a new page</label>
<input id="new" name="name" placeholder="New page" required maxlength="200" autocomplete="off"><button>Add</button></form></div>
${table(stage, database, source, looking, found)}`;
  return { title, body, wide: true };
}

function table(
  stage: Stage,
  database: Database,
  source: DataSource,
  looking: Looking,
  rows: readonly Page[],
): Markup {
  const columns = titleFirst(source.properties);
  const heads = columns.map((property) => head(database, property, looking));
  const lines = rows.map(
    (page) =>
      html`<tr>${columns.map((property) =>
        property.type === 'title'
          ? html`<th scope="row">${cellMarkup(stage, source, property, page)}${
              looking.trash ? restoreButton(page, `${databaseHref(database)}?trash=1`) : ''
            }</th>`
          : td(property, cellMarkup(stage, source, property, page)),
      )}</tr>`,
  );
  if (rows.length === 0)
    return html`<p class="empty">${looking.trash ? 'The trash is empty.' : 'No rows.'}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table"><table class="database"><thead><tr>${heads}</tr></thead><tbody id="rows">${lines}</tbody></table></div>`;
}

/** Texts of more than a few words may take several lines. */
const td = ({ type }: Property, content: Markup | string): Markup => {
  const long = type === 'rich_text' && String(content).length > 60;
  return html`<td class="${type}${long ? ' long' : ''}">${content}</td>`;
};

function head(database: Database, property: Property, { sort, down, trash }: Looking): Markup {
  const here = sort === property.id;
  const query = new URLSearchParams({ sort: property.id });
  if (here && !down) query.set('down', '1');
  if (trash) query.set('trash', '1');
  const order = here ? (down ? 'descending' : 'ascending') : 'none';
  return html`<th scope="col" aria-sort="${order}"><a href="${databaseHref(database)}?${query.toString()}">${property.name}${
    here ? html`<span aria-hidden="true"> ${down ? '↓' : '↑'}</span>` : ''
  }</a></th>`;
}

function restoreButton({ id, inTrash }: Page, back: string): Markup {
  return html` <form method="post" action="${pageHref(id)}/${inTrash ? 'restore' : 'unarchive'}" class="inline">
<input type="hidden" name="back" value="${back}"><button>${inTrash ? 'Restore' : 'Unarchive'}</button></form>`;
}

/** The title in front, whatever the order in which the columns were made. */
export function titleFirst(properties: readonly Property[]): Property[] {
  return [...properties].sort((a, b) => Number(b.type === 'title') - Number(a.type === 'title'));
}

function sorted(stage: Stage, source: DataSource, { sort, down }: Looking, rows: Page[]): Page[] {
  const property = source.properties.find(({ id }) => id === sort);
  if (!property) return rows;
  const keyed = rows.map((page) => ({
    page,
    key: sortKey(cellOf(stage.notion.world, source, property, page)),
  }));
  const sign = down ? -1 : 1;
  keyed.sort((a, b) => {
    // Blank ones last, in either order.
    if (a.key === '' || b.key === '') return Number(a.key === '') - Number(b.key === '');
    if (typeof a.key === 'number' && typeof b.key === 'number') return sign * (a.key - b.key);
    return sign * String(a.key).localeCompare(String(b.key), 'en', { numeric: true });
  });
  return keyed.map(({ page }) => page);
}

function sortKey(cell: Cell): string | number {
  if (cell !== null && typeof cell === 'object' && 'start' in cell) return Date.parse(cell.start);
  return typeof cell === 'number' ? cell : wordsOf(cell, 'UTC');
}

function says(stage: Stage, page: Page, search: string): boolean {
  const seen = Object.values(stage.notion.see.page(page.id)).slice(1);
  const words = seen.map((cell) => wordsOf(cell, stage.timeZone)).join('\n');
  return words.toLowerCase().includes(search.toLowerCase());
}
