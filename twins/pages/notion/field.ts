// One property of a page as a control, and what that control sent as a value that a person would type. A control carries what
// it showed (`was.…`), so that only what was changed by hand is written: the sync may have been there meanwhile.
import { html } from 'hono/html';
import type { Friendly } from '../../notion/act.ts';
import { cellOf, optionsOf, statusOption } from '../../notion/cells.ts';
import { titleOf } from '../../notion/model.ts';
import type { DataSource, DateValue, Page, Property } from '../../notion/state.ts';
import { isDay } from '../../notion/times.ts';
import type { Fields } from '../form.ts';
import type { Markup } from '../frame.ts';
import { peopleOf, type Stage } from '../stage.ts';
import { localOf } from '../times.ts';
import { cellMarkup } from './cell.ts';

const TEXTS = ['title', 'rich_text', 'url', 'email', 'phone_number'];
const LISTS = ['people', 'relation', 'multi_select'];
const CHOICES = ['select', 'status'];

export const isEditable = ({ type }: Property): boolean =>
  [...TEXTS, ...LISTS, ...CHOICES, 'number', 'checkbox', 'date'].includes(type);

/** The control of an editable property, in a form of its own name. */
export function control(stage: Stage, source: DataSource, property: Property, page: Page): Markup {
  const was = JSON.stringify(shownValue(stage, source, property, page));
  return html`<input type="hidden" name="was.${property.id}" value="${was}">${inner(stage, source, property, page)}`;
}

/** What the control shows, in the shape in which `sentValue` reads it back. */
function shownValue(stage: Stage, source: DataSource, property: Property, page: Page): unknown {
  const cell = cellOf(stage.notion.world, source, property, page);
  if (property.type === 'date') return parts(cell as DateValue | null, stage.timeZone);
  if (LISTS.includes(property.type)) return [...(cell as string[])].sort();
  if (property.type === 'checkbox') return cell === true;
  if (property.type === 'number') return cell === null ? '' : String(cell);
  return String(cell ?? '').trim();
}

interface DateParts {
  day: string;
  time: string;
  endDay: string;
  endTime: string;
  zone: string;
}

function parts(date: DateValue | null, zone: string): DateParts {
  const split = (text: string | null) => {
    if (text === null) return { day: '', time: '' };
    return isDay(text) ? { day: text, time: '' } : localOf(text, zone);
  };
  const [from, to] = [split(date?.start ?? null), split(date?.end ?? null)];
  return { day: from.day, time: from.time, endDay: to.day, endTime: to.time, zone };
}

/** What was typed, or undefined where it is what was shown. Throws with a sentence where it makes no sense. */
export function sentValue(property: Property, fields: Fields): { value: Friendly } | undefined {
  const { id, type, name } = property;
  if (!fields.has(`was.${id}`)) return undefined;
  const raw = rawValue(property, fields);
  if (JSON.stringify(raw) === fields.text(`was.${id}`)) return undefined;
  if (type === 'date') return { value: dateOf(raw as DateParts, name) };
  if (type === 'number') {
    const number = Number(String(raw).replace(',', '.'));
    if (!Number.isFinite(number)) throw new Error(`${name}: “${raw}” is no number.`);
    return { value: raw === '' ? null : number };
  }
  const blankIsNull = raw === '' && type !== 'title' && type !== 'rich_text';
  return { value: blankIsNull ? null : (raw as Friendly) };
}

function rawValue({ id, type }: Property, fields: Fields): unknown {
  const part = (name: string): string => fields.text(`${name}.${id}`);
  if (type === 'date') {
    return {
      day: part('day'),
      time: part('time'),
      endDay: part('endDay'),
      endTime: part('endTime'),
      zone: part('zone'),
    };
  }
  if (LISTS.includes(type)) return fields.all(`v.${id}`).sort();
  if (type === 'checkbox') return fields.has(`v.${id}`);
  return fields.lines(`v.${id}`);
}

function dateOf({ day, time, endDay, endTime, zone }: DateParts, name: string): Friendly {
  if (day === '') {
    if (endDay !== '' || time !== '') throw new Error(`${name}: an end or a time needs a first day.`);
    return null;
  }
  if (time === '') {
    if (endTime !== '') throw new Error(`${name}: an end with a time needs a start with one.`);
    return { start: day, end: endDay || null };
  }
  // An end on the same day needs only its time.
  const end = endTime === '' ? null : `${endDay || day}T${endTime}:00`;
  if (endDay !== '' && end === null) throw new Error(`${name}: a start with a time needs an end with one.`);
  return { start: `${day}T${time}:00`, end, time_zone: zone };
}

function inner(stage: Stage, source: DataSource, property: Property, page: Page): Markup {
  const { id, type, name } = property;
  const { world } = stage.notion;
  const stored = page.values[id];
  const cell = cellOf(world, source, property, page);
  const words = typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '';
  switch (type) {
    case 'rich_text':
      return html`<textarea name="v.${id}" id="v.${id}" rows="1">${words}</textarea>`;
    case 'number':
      return html`<input name="v.${id}" id="v.${id}" type="number" step="any" value="${words}">`;
    case 'checkbox':
      return html`<input name="v.${id}" id="v.${id}" type="checkbox"${cell === true ? html` checked` : ''}>`;
    case 'select':
    case 'status': {
      const chosen = type === 'status' ? statusOption(property, stored) : optionsOf(property, stored)[0];
      const options = (property.config.options ?? []).map(
        (one) => html`<option${one.id === chosen?.id ? html` selected` : ''}>${one.name}</option>`,
      );
      const blank = type === 'select' ? html`<option value=""></option>` : '';
      return html`<select name="v.${id}" id="v.${id}">${blank}${options}</select>`;
    }
    case 'date':
      return dateControl(property, parts(cell as DateValue | null, stage.timeZone));
    case 'people':
      return choices(
        property,
        cell as string[],
        peopleOf(stage).map((one) => ({ id: one.id, words: one.name ?? one.id })),
        cellMarkup(stage, source, property, page, true),
      );
    case 'multi_select':
      return choices(
        property,
        cell as string[],
        (property.config.options ?? []).map((one) => ({ id: one.name, words: one.name })),
        cellMarkup(stage, source, property, page, true),
      );
    case 'relation':
      return choices(
        property,
        cell as string[],
        relatable(stage, property),
        cellMarkup(stage, source, property, page, true),
      );
    default: {
      const kind = type === 'email' || type === 'url' ? type : 'text';
      const link = type === 'url' && words !== '' ? cellMarkup(stage, source, property, page) : '';
      return html`<input name="v.${id}" id="v.${id}" type="${kind}" value="${words}" aria-label="${name}">${link === '' ? '' : html`<span class="quiet beside">${link}</span>`}`;
    }
  }
}

/** Day and time, day and time, and the zone in which the times are meant. */
function dateControl({ id, name }: Property, date: DateParts): Markup {
  return html`<span class="when ${date.day === '' ? 'blank' : date.time === '' ? '' : 'timed'}">
<input type="date" name="day.${id}" id="v.${id}" value="${date.day}" aria-label="${name}: first day">
<input type="time" name="time.${id}" value="${date.time}" aria-label="${name}: time">
<span aria-hidden="true">→</span>
<input type="date" name="endDay.${id}" value="${date.endDay}" aria-label="${name}: last day">
<input type="time" name="endTime.${id}" value="${date.endTime}" aria-label="${name}: end time">
<input class="zone" name="zone.${id}" value="${date.zone}" list="zones" aria-label="${name}: time zone"></span>`;
}

/** What is chosen, and behind it everything that can be. */
function choices(
  { id, name }: Property,
  chosen: readonly string[],
  options: readonly { readonly id: string; readonly words: string }[],
  shown: Markup | string,
): Markup {
  const boxes = options.map(
    (one) =>
      html`<label><input type="checkbox" name="v.${id}" value="${one.id}"${
        chosen.includes(one.id) ? html` checked` : ''
      }> ${one.words}</label>`,
  );
  return html`<div class="choices"><span>${shown}</span><details><summary aria-label="Choose ${name}">Choose</summary>
<div class="boxes" role="group" aria-label="${name}">${boxes.length > 0 ? boxes : 'Nothing to choose from.'}</div></details></div>`;
}

/** The living pages that a relation may point to. */
function relatable(stage: Stage, property: Property): { id: string; words: string }[] {
  const { state } = stage.notion.world;
  const target = state.dataSources.get(property.config.relation?.dataSource ?? '');
  return (target?.rows ?? []).flatMap((id) => {
    const page = state.pages.get(id);
    return page && !page.inTrash && !page.isArchived ? [{ id, words: titleOf(page) || 'Untitled' }] : [];
  });
}
