// One property of a page: Notion's answer → domain value, domain value → request.
// It refuses to take another type's value for ours: that is unknown (undefined), never blank.
import * as z from 'zod';
import type { DateValue, Property } from '../../schemas/index.ts';
import { type DateRequest, dateAnswer, readDate, writeDate } from './dates.ts';
import { joinText, orBlank, richText, splitText, type TextPiece } from './text.ts';

/** The domain value of any property; `undefined` is unknown. */
export type AnyValue = string | number | boolean | null | DateValue | readonly string[];

/** A value as read; `more`: Notion shows only its beginning, the rest is read by pages.properties.retrieve. */
interface Reading {
  readonly value: AnyValue | undefined;
  readonly more: boolean;
}

const UNKNOWN: Reading = { value: undefined, more: false };

/** A page shows so many people, relations and mentions in a text (notion.md section 3). */
const SHOWN = 25;

const named = z.object({ name: z.string() }).nullable();
const member = z.object({ id: z.string(), object: z.string().optional() });
const members = z.array(member);

const answers = {
  title: z.object({ title: richText }),
  rich_text: z.object({ rich_text: richText }),
  url: z.object({ url: z.string().nullable() }),
  number: z.object({ number: z.number().nullable() }),
  select: z.object({ select: named }),
  status: z.object({ status: named }),
  date: z.object({ date: dateAnswer.nullable() }),
  checkbox: z.object({ checkbox: z.boolean() }),
  people: z.object({ people: members }),
  relation: z.object({ relation: members, has_more: z.boolean().optional() }),
  // Anything but a number (`unsupported`, `incomplete`, a text) is unknown and not zero (notion.md section 7).
  formula: z.object({ formula: z.object({ type: z.literal('number'), number: z.number().nullable() }) }),
  rollup: z.object({ rollup: z.object({ type: z.literal('number'), number: z.number().nullable() }) }),
};

/** Reads a property's value out of a page; an answer of another type or shape is unknown. */
export function readValue(property: Property, answer: unknown): Reading {
  if ((answer as { readonly type?: unknown } | null | undefined)?.type !== property.type) return UNKNOWN;
  switch (property.type) {
    case 'title':
      return parsed(answers.title, answer, ({ title }) => readText(title));
    case 'rich_text':
      return parsed(answers.rich_text, answer, ({ rich_text }) => readText(rich_text));
    case 'url':
      return parsed(answers.url, answer, ({ url }) => whole(url === null ? null : orBlank(url)));
    case 'number':
      return parsed(answers.number, answer, ({ number }) => whole(number));
    case 'select':
      return parsed(answers.select, answer, ({ select }) => whole(select?.name ?? null));
    case 'status':
      return parsed(answers.status, answer, ({ status }) => whole(status?.name ?? null));
    case 'date':
      return parsed(answers.date, answer, ({ date }) => whole(date === null ? null : readDate(date)));
    case 'checkbox':
      return parsed(answers.checkbox, answer, ({ checkbox }) => whole(checkbox));
    case 'people':
      return parsed(answers.people, answer, ({ people }) => ({
        value: idsOf(people),
        more: people.length >= SHOWN,
      }));
    case 'relation':
      return parsed(answers.relation, answer, ({ relation, has_more }) => ({
        value: idsOf(relation),
        more: has_more ?? relation.length >= SHOWN,
      }));
    case 'formula':
      return parsed(answers.formula, answer, ({ formula }) => whole(formula.number));
    case 'rollup':
      return parsed(answers.rollup, answer, ({ rollup }) => whole(rollup.number));
  }
}

const items = {
  title: z.object({ title: richText.element }),
  rich_text: z.object({ rich_text: richText.element }),
  people: z.object({ people: member }),
  relation: z.object({ relation: member }),
};

/** Reads a value out of the items of pages.properties.retrieve, all pages of it together. */
export function readItems(property: Property, list: readonly unknown[]): AnyValue | undefined {
  switch (property.type) {
    case 'title':
      return all(items.title, list, (texts) => joinText(texts.map((item) => item.title)));
    case 'rich_text':
      return all(items.rich_text, list, (texts) => joinText(texts.map((item) => item.rich_text)));
    case 'people':
      return all(items.people, list, (people) => idsOf(people.map((item) => item.people)));
    case 'relation':
      return all(items.relation, list, (pages) => idsOf(pages.map((item) => item.relation)));
    default:
      return undefined;
  }
}

/** What a page's property is set to. */
export type ValueRequest =
  | { title: TextPiece[] }
  | { rich_text: TextPiece[] }
  | { url: string | null }
  | { number: number | null }
  | { select: { name: string } | null }
  | { status: { name: string } | null }
  | { date: DateRequest | null }
  | { checkbox: boolean }
  | { people: { id: string }[] }
  | { relation: { id: string }[] };

/**
 * Writes a value; undefined where there is nothing to write: Notion computes it, or the value is not this
 * type's. `zone` (IANA) is the clock in which Notion is to show a time.
 */
export function writeValue(property: Property, value: AnyValue, zone?: string): ValueRequest | undefined {
  switch (property.type) {
    case 'title':
      return isText(value) ? { title: splitText(value) } : undefined;
    case 'rich_text':
      return isText(value) ? { rich_text: splitText(value) } : undefined;
    case 'url':
      return isText(value) ? { url: value === null ? null : orBlank(value) } : undefined;
    case 'number':
      return value === null || typeof value === 'number' ? { number: value } : undefined;
    case 'select':
      return isText(value) ? { select: value === null ? null : { name: value } } : undefined;
    case 'status':
      return isText(value) ? { status: value === null ? null : { name: value } } : undefined;
    case 'date':
      return isDate(value) ? { date: writeDate(value, zone) } : undefined;
    case 'checkbox':
      return typeof value === 'boolean' ? { checkbox: value } : undefined;
    case 'people':
      return isList(value) ? { people: value.map((id) => ({ id })) } : undefined;
    case 'relation':
      return isList(value) ? { relation: value.map((id) => ({ id })) } : undefined;
    case 'formula':
    case 'rollup':
      return undefined;
  }
}

function parsed<S extends z.ZodType>(
  shape: S,
  answer: unknown,
  read: (value: z.infer<S>) => Reading,
): Reading {
  const result = shape.safeParse(answer);
  return result.success ? read(result.data) : UNKNOWN;
}

function all<S extends z.ZodType>(
  shape: S,
  list: readonly unknown[],
  read: (values: z.infer<S>[]) => AnyValue,
): AnyValue | undefined {
  const result = z.array(shape).safeParse(list);
  return result.success ? read(result.data) : undefined;
}

function whole(value: AnyValue | undefined): Reading {
  return { value, more: false };
}

function readText(texts: z.infer<typeof richText>): Reading {
  return { value: joinText(texts), more: texts.filter((item) => item.type === 'mention').length >= SHOWN };
}

/** A group of people has no address of its own and is left out. */
function idsOf(list: z.infer<typeof members>): readonly string[] {
  return list.filter((item) => item.object !== 'group').map((item) => item.id);
}

function isText(value: AnyValue): value is string | null {
  return value === null || typeof value === 'string';
}

function isList(value: AnyValue): value is readonly string[] {
  return Array.isArray(value);
}

function isDate(value: AnyValue): value is DateValue | null {
  return value === null || (typeof value === 'object' && !isList(value));
}
