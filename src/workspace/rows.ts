// From the trees' rows in SQLite to what they stand for, and back.
import type { DatabaseKey, GoalRow, Page, RetroRow } from '../../schemas/index.ts';
import type { Instant, UnmetCheck } from '../playbook/index.ts';
import type { Base } from '../sync/base.ts';
import { readKey } from '../sync/view.ts';

/** An engagement's own state beside its base. */
export interface EngagementState {
  readonly id: string;
  readonly base: Base | null;
  readonly dirty: boolean;
  readonly due: Instant | null;
  /** When a person's edit in Notion was first seen: what the settling counts from. */
  readonly changed: Instant;
  readonly attempts: number;
  readonly retry: Instant | null;
  readonly failure: string | null;
  readonly waiting: Instant | null;
  readonly paused: string | null;
  readonly sync: string | null;
  readonly checks: readonly UnmetCheck[];
}

/** Columns by field: `update` names no other. */
export const COLUMNS = {
  base: 'base',
  dirty: 'dirty',
  due: 'due',
  changed: 'changed',
  attempts: 'attempts',
  retry: 'retry',
  failure: 'failure',
  waiting: 'waiting',
  paused: 'paused',
  sync: 'sync',
  checks: 'checks',
} as const;

/** The engagement that a page belongs to: by its Key for Retros pages, since a copied relation says nothing. */
export function engagementOf(page: Page): string | null {
  if (page.database === 'engagements') return page.id;
  if (page.database === 'retros') return readKey((page.row as RetroRow).key)?.engagement ?? null;
  return (page.row as GoalRow).engagement?.[0] ?? null;
}

/** An event as it is compared: its version says nothing. */
export const withoutVersion = (json: string): string =>
  JSON.stringify({ ...JSON.parse(json), etag: '', updated: 0 });

export const toPage = (row: Record<string, unknown>): Page => ({
  id: String(row.id),
  database: row.database as DatabaseKey,
  row: JSON.parse(String(row.row)),
  presence: row.presence as Page['presence'],
  created: Number(row.created),
  lastEdited: Number(row.edited),
});

const numberOrNull = (value: unknown): number | null => (value == null ? null : Number(value));
const textOrNull = (value: unknown): string | null => (value == null ? null : String(value));

/**
 * The base that was read last: an engagement's turn reads its own again and again. It is known by
 * its whole text, so nothing makes it stale; and a base is never changed in place (`recordBase` makes another).
 */
let lastBase: { readonly text: string; readonly base: Base } | undefined;

function baseOf(text: string): Base {
  if (lastBase?.text !== text) lastBase = { text, base: JSON.parse(text) as Base };
  return lastBase.base;
}

export const toState = (row: Record<string, unknown>): EngagementState => ({
  id: String(row.id),
  base: row.base == null ? null : baseOf(String(row.base)),
  dirty: row.dirty === 1,
  due: numberOrNull(row.due),
  changed: Number(row.changed),
  attempts: Number(row.attempts),
  retry: numberOrNull(row.retry),
  failure: textOrNull(row.failure),
  waiting: numberOrNull(row.waiting),
  paused: textOrNull(row.paused),
  sync: textOrNull(row.sync),
  checks: row.checks == null ? [] : (JSON.parse(String(row.checks)) as UnmetCheck[]),
});
