// A value that a person set in a scenario, and what they saw there before.
import { isTime, type Side } from './seen.ts';
import { WITH_FOLLOWING } from './split-acts.ts';

/** A value that a person set. */
export interface Version {
  readonly engagement: string;
  readonly field: string;
  readonly side: Side;
  readonly page: string | null;
  readonly value: string;
  /** What they saw there before. */
  readonly before: string;
  /** What the engine had taken up there before. */
  readonly known: string;
  /** Of a Date typed in a page that is Cancelled: what Calendar showed then; else `none`. */
  readonly across: string;
  readonly order: number;
  readonly at: number;
  readonly act: string;
  /** The event it was set on. */
  readonly event: string | undefined;
  /** It was set while a call of ours was under way. */
  readonly isMid: boolean;
  /** On a page that the engine did not know yet: its creation was not answered. */
  readonly isUnmet: boolean;
  /** On a page that the engine was not shown again since its memory was lost. */
  readonly isForgotten: boolean;
  isReplaced: boolean;
  /** When the engine was first shown its page afterwards, or the calendar. */
  shown: { readonly at: number; readonly order: number } | null;
  /** The id of the window or rule that ended it, where that was seen as it happened. */
  ended: string | null;
}

/** Acts that are done in Calendar. */
export const CALENDAR_ACTS = new Set([
  'move',
  'move all',
  'remove',
  'remove all',
  'put back',
  'rename',
  'type phase',
  'describe',
  'place',
  'remind',
  'colour',
  'invite',
  'uninvite',
  'answer',
  'all day',
  'event zone',
  'event copy',
  'rule',
  ...Object.keys(WITH_FOLLOWING),
]);

/** Those that are about a whole series, or a part of one. */
export const RESHAPES = new Set(['move all', 'move following', 'event zone', 'rule']);

/** So long an edit in Notion that would mail people is waited for (C25). */
export const SETTLE = 60_000;

/** What only a sweep finds: Notion's queries do not show it (S40). */
export const UNSEEN: ReadonlySet<string> = new Set([
  'trash',
  'restore',
  'away',
  'back',
  'retro trash',
  'retro restore',
]);

/** Whether a side shows a value: as it was set, or a meeting that was made all-day at a time of that day (M14). */
export const isSame = (value: string, shown: string): boolean =>
  value === shown ||
  (/^\d{4}-\d\d-\d\d$/.test(value) &&
    isTime(shown) &&
    new Date(Number(shown)).toISOString().startsWith(value));

/** Whether a write makes a page Cancelled. */
export const cancels = (body: unknown): boolean => JSON.stringify(body).includes('{"name":"Cancelled"}');
