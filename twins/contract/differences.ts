/**
 * Where the services are known to differ from the types they ship, and nothing else: each difference with the fact
 * behind it. What is not listed here has to fit the types.
 */
import type { Rule } from './rules.ts';
import type { Schema } from './schema.ts';

const OBJECT: Schema = { type: 'object' };
const VIEW_WRITES = ['views.create', 'views.update'];
const SCHEMA_WRITES = ['databases.create', 'dataSources.create', 'dataSources.update'];

const ASYNC_TASK: Schema = {
  type: 'object',
  properties: {
    object: { const: 'async_task' },
    id: { type: 'string' },
    status: { enum: ['queued', 'running', 'retrying'] },
    status_url: { type: 'string' },
    created_time: { type: 'string' },
    operation: OBJECT,
    poll_after_seconds: { type: 'number' },
    request_id: { type: 'string' },
  },
  required: ['object', 'id', 'status', 'status_url', 'poll_after_seconds'],
  additionalProperties: false,
};

/** Codes of Notion's errors that the client's enum lacks (notion.md section 4). */
export const MORE_NOTION_CODES = [
  'row_limit_exceeded',
  'missing_version',
  'invalid_grant',
  'bad_gateway',
  'database_connection_unavailable',
];

export const DIFFERENCES: readonly Rule[] = [
  {
    service: 'notion',
    side: 'answer',
    optional: ['archived'],
    why: 'API 2026-03-11 answers in_trash only; the types still have archived (notion.md 1.1)',
  },
  {
    service: 'notion',
    side: 'answer',
    at: 'answer',
    add: { request_id: { type: 'string' } },
    why: 'every answer but the list of templates names its request [rec]; the types leave it out',
  },
  {
    service: 'notion',
    side: 'answer',
    at: 'person',
    beside: 'email',
    add: { email_verified: { type: 'boolean' } },
    why: 'beside every e-mail address in recorded answers [rec]; the types leave it out',
  },
  {
    service: 'notion',
    side: 'request',
    in: SCHEMA_WRITES,
    at: 'status.options.[]',
    add: { group: { enum: ['To-do', 'In progress', 'Complete'] } },
    why: 'status options may be placed in groups since 2026-06-22 (notion.md 1.5, TS gaps)',
  },
  ...['filter', 'sorts.[]', 'quick_filters.*'].map(
    (at): Rule => ({
      service: 'notion',
      side: 'request',
      in: VIEW_WRITES,
      at,
      instead: OBJECT,
      why: 'filters and sorts of views are typed as empty objects (notion.md 1.8, TS gaps)',
    }),
  ),
  {
    service: 'notion',
    side: 'answer',
    in: ['views.create', 'views.update', 'views.retrieve'],
    at: 'quick_filters.*',
    instead: OBJECT,
    why: 'quick filters of views are typed as empty objects (notion.md 1.8, TS gaps)',
  },
  {
    service: 'notion',
    side: 'request',
    in: ['databases.create'],
    at: 'body',
    add: { database_type: { enum: ['tasks', 'projects', 'skills'] } },
    why: 'a parameter newer than the client (notion.md 1.3, TS gaps)',
  },
  {
    service: 'notion',
    side: 'request',
    in: ['dataSources.query'],
    at: 'body',
    add: { is_archived: { type: 'boolean' } },
    why: 'a parameter newer than the client (notion.md 1.1, TS gaps)',
  },
  {
    service: 'notion',
    side: 'request',
    in: ['dataSources.query'],
    at: 'date',
    or: { type: 'object', properties: { this_month: OBJECT }, additionalProperties: false },
    why: 'in the guide on views, not in the types (notion.md 1.12, TS gaps)',
  },
  {
    service: 'notion',
    side: 'answer',
    in: ['pages.create', 'pages.updateMarkdown', 'blocks.children.append'],
    at: 'answer',
    or: ASYNC_TASK,
    why: 'allow_async may answer 202 with a task (notion.md 1.10, TS gaps)',
  },
  {
    service: 'notion',
    side: 'answer',
    at: 'properties.*',
    beside: 'relation',
    add: { has_more: { type: 'boolean' } },
    why: 'present at runtime, missing in the types (notion.md section 3, TS gaps)',
  },
  {
    service: 'google',
    side: 'answer',
    neverNull: true,
    why: 'one type serves requests and answers; answers leave out what is empty and never say null',
  },
  {
    service: 'google',
    side: 'request',
    in: ['events.patch'],
    at: 'private.*',
    or: { type: 'null' },
    why: 'a null in a patch deletes the key (google-calendar.md B1)',
  },
  {
    service: 'google',
    side: 'request',
    in: ['events.patch'],
    at: 'shared.*',
    or: { type: 'null' },
    why: 'a null in a patch deletes the key (google-calendar.md B1)',
  },
];
