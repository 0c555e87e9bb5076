// A page: its properties as controls, its body, its comments, and what can be done with it as a whole.
import { html } from 'hono/html';
import { titleOf } from '../../notion/model.ts';
import { plainText } from '../../notion/richtext.ts';
import type { DataSource, Page, Property } from '../../notion/state.ts';
import { sourceOf } from '../../notion/world.ts';
import type { Fields } from '../form.ts';
import type { Markup, Page as ShownPage } from '../frame.ts';
import type { Stage } from '../stage.ts';
import { dayWords, localOf } from '../times.ts';
import { cellMarkup, pageHref } from './cell.ts';
import { control, isEditable, sentValue } from './field.ts';
import { databaseHref, tabs, titleFirst } from './table.ts';

export function pagePage(stage: Stage, page: Page): Omit<ShownPage, 'place'> {
  const { state } = stage.notion.world;
  const source = sourceOf(state, page);
  const database = source ? (state.databases.get(source.database) ?? null) : null;
  const title = titleOf(page) || 'Untitled';
  const words = page.inTrash
    ? 'This page is in the trash.'
    : page.isArchived
      ? 'This page is archived.'
      : null;
  const body = html`${tabs(stage, database)}
<article class="document">
${database ? html`<p class="quiet"><a href="${databaseHref(database)}">${plainText(database.title)}</a> ›</p>` : ''}
${words === null ? '' : html`<p class="banner">${words}</p>`}
<div class="bar"><h1>${title}</h1><span class="push"></span>${wholeActs(page)}</div>
${source ? properties(stage, source, page) : ''}
${bodySection(stage, page)}
${comments(stage, page)}
</article>`;
  return { title, body };
}

function wholeActs({ id, inTrash, isArchived }: Page): Markup {
  const acts = [
    ['duplicate', 'Duplicate'],
    isArchived ? ['unarchive', 'Unarchive'] : ['archive', 'Archive'],
    inTrash ? ['restore', 'Restore'] : ['trash', 'Move to trash'],
  ] as const;
  return html`${acts.map(
    ([act, words]) =>
      html`<form method="post" action="${pageHref(id)}/${act}"><button${
        act === 'trash' ? html` class="danger"` : ''
      }>${words}</button></form>`,
  )}`;
}

function properties(stage: Stage, source: DataSource, page: Page): Markup {
  const line = (property: Property): Markup => {
    const { id, name, description } = property;
    const label = description ? html`<span title="${description}">${name}</span>` : name;
    if (!isEditable(property))
      return html`<div class="property"><span class="label">${label}</span><div class="value computed">${
        cellMarkup(stage, source, property, page, true) || html`<span class="quiet">–</span>`
      }</div></div>`;
    return html`<div class="property"><label class="label" for="v.${id}">${label}</label><div class="value">${control(stage, source, property, page)}</div></div>`;
  };
  const zones = Intl.supportedValuesOf('timeZone').map((zone) => html`<option value="${zone}"></option>`);
  return html`<form method="post" action="${pageHref(page.id)}/edit" class="properties" data-guard>
${titleFirst(source.properties).map(line)}
<div class="save"><button class="primary" data-key="Ctrl+s">Save</button> <span class="quiet">Times in ${stage.timeZone}, unless said otherwise. Only what you change is written.</span></div>
<datalist id="zones">${zones}</datalist></form>`;
}

/** Writes what was changed in the form; answers the names of what that was. */
export function editProperties(
  stage: Stage,
  page: Page,
  fields: Fields,
  actor: string | undefined,
): string[] {
  const source = sourceOf(stage.notion.world.state, page);
  const changed = (source?.properties ?? []).flatMap((property) => {
    const sent = sentValue(property, fields);
    return sent ? [[property.name, sent.value] as const] : [];
  });
  if (changed.length === 0) return [];
  const { act } = stage.notion;
  (actor === undefined ? act : act.as(actor)).edit(page.id, Object.fromEntries(changed));
  return changed.map(([name]) => name);
}

function bodySection(stage: Stage, page: Page): Markup {
  const body = stage.notion.see.body(page.id);
  return html`<section aria-labelledby="body"><h2 id="body">Body</h2>
${body === '' ? html`<p class="quiet">Nothing written yet.</p>` : html`<div class="words">${body}</div>`}
<form method="post" action="${pageHref(page.id)}/write" class="add"><label class="hidden" for="markdown">Add to the body, as Markdown</label>
<textarea id="markdown" name="markdown" rows="1" required placeholder="Add to the body, as Markdown"></textarea><button>Add</button></form></section>`;
}

function comments(stage: Stage, page: Page): Markup {
  const open = [...stage.notion.world.state.comments.values()].filter(
    ({ parent, resolved }) => parent.id === page.id && !resolved,
  );
  const items = open.map((one) => {
    const { day, time } = localOf(one.created, stage.timeZone);
    return html`<li><p class="quiet"><strong>${one.displayName.resolved_name ?? 'Somebody'}</strong> ${dayWords(day)}, ${time}</p><p class="words">${plainText(one.richText)}</p></li>`;
  });
  return html`<section aria-labelledby="comments"><h2 id="comments">Comments</h2>
${items.length === 0 ? html`<p class="quiet">No comments.</p>` : html`<ul class="comments">${items}</ul>`}
<form method="post" action="${pageHref(page.id)}/comment" class="add"><label class="hidden" for="words">A comment</label>
<textarea id="words" name="words" rows="1" required placeholder="Write a comment"></textarea><button>Comment</button></form></section>`;
}
