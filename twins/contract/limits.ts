/**
 * Lengths, counts and formats, which types cannot say. Source: notion.md section 3 unless a rule says otherwise (the
 * sheet of facts on Notion's API, from its request-limits page of September 2026).
 */
import type { Service } from './contract.ts';
import type { Rule } from './rules.ts';
import type { Schema } from './schema.ts';

/** A request's body, in bytes of UTF-8. */
export const MAX_BODY = 500_000;
/** Blocks in a request, at all levels together. */
export const MAX_BLOCKS = 1000;

type Limits = readonly (readonly [at: string, limit: Schema, why: string])[];

const NOTION_REQUEST: Limits = [
  ['text.content', { maxLength: 2000 }, 'rich text: 2000 characters'],
  ['text.link.url', { maxLength: 2000 }, 'rich text link: 2000 characters'],
  ['equation.expression', { maxLength: 1000 }, 'equation: 1000 characters'],
  ['url', { maxLength: 2000 }, 'url: 2000 characters'],
  ['email', { maxLength: 200 }, 'email: 200 characters'],
  ['phone_number', { maxLength: 200 }, 'phone: 200 characters'],
  ['rich_text', { maxItems: 100 }, '100 elements of a rich_text array'],
  ['title', { maxItems: 100 }, '100 elements of a rich_text array'],
  ['description', { maxItems: 100 }, '100 elements of a rich_text array'],
  ['caption', { maxItems: 100 }, '100 elements of a rich_text array'],
  ['children', { maxItems: 100 }, '100 elements of a block array'],
  ['properties.*.multi_select', { maxItems: 100 }, '100 options in a write'],
  ['properties.*.relation', { maxItems: 100 }, '100 related pages in a write'],
  ['properties.*.people', { maxItems: 100 }, '100 people in a write'],
  ['page_size', { minimum: 1, maximum: 100 }, 'page_size at most 100'],
  ['attachments', { maxItems: 3 }, 'a comment has at most 3 attachments (notion.md 1.9)'],
];

const NOTION_ANSWER: Limits = [
  ['answer.results', { maxItems: 100 }, 'page_size at most 100'],
  ['properties.*.relation', { maxItems: 25 }, 'a page shows the first 25 of a relation'],
  ['properties.*.people', { maxItems: 25 }, 'a page shows the first 25 people'],
  ['created_time', { format: 'date-time' }, 'an instant in ISO 8601 (notion.md 1.6)'],
  ['last_edited_time', { format: 'date-time' }, 'an instant in ISO 8601 (notion.md 1.6)'],
];

const CALENDAR_REQUEST: Limits = [
  ['query.maxResults', { minimum: 1, maximum: 2500 }, 'maxResults at most 2500 (google-calendar.md B2)'],
  ['query.timeMin', { format: 'date-time' }, 'RFC 3339 with an offset'],
  ['query.timeMax', { format: 'date-time' }, 'RFC 3339 with an offset'],
  ['query.updatedMin', { format: 'date-time' }, 'RFC 3339 with an offset'],
  ['private.*', { maxLength: 1024 }, 'extended properties: 1024 characters (google-calendar.md B1)'],
];

const CALENDAR_ANSWER: Limits = [
  ['dateTime', { format: 'date-time' }, 'a time comes back with its offset'],
  ['start.date', { format: 'date' }, 'a day'],
  ['end.date', { format: 'date' }, 'a day'],
  ['created', { format: 'date-time' }, 'an instant'],
  ['updated', { format: 'date-time' }, 'an instant'],
];

const rules = (service: Service, side: Rule['side'], limits: Limits): Rule[] =>
  limits.map(([at, limit, why]) => ({ service, side, at, limit, why }));

export const LIMITS: readonly Rule[] = [
  ...rules('notion', 'request', NOTION_REQUEST),
  ...rules('notion', 'answer', NOTION_ANSWER),
  ...rules('google', 'request', CALENDAR_REQUEST),
  ...rules('google', 'answer', CALENDAR_ANSWER),
  {
    service: 'google',
    side: 'request',
    in: ['events.insert', 'events.update', 'events.import'],
    at: 'body.id',
    limit: { pattern: '^[a-v0-9_]{5,1024}$' },
    why: 'ids have 5 to 1024 of a-v and 0-9 (google-calendar.md B1); those of instances an underscore as well',
  },
];
