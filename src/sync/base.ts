// The base: what both sides last agreed on, one document an engagement. It is only ever advanced for what is
// really done (rule S: base honesty): every call carries the patch that records it.

import type { Crossing, Days, Instant, Phase, Slot, Timed } from '../playbook/index.ts';
import type { Known } from './columns.ts';
import type { FormColumn } from './forms.ts';
import type { WeekStart } from './parts.ts';

/** What a side says of a meeting: a time, that it has none, or that it was taken away. */
export type Said = Timed | Days | 'blank' | 'cancelled';

/** Notion can say a time in two places: the engagement's row and the meeting's Retros page. */
export type Spelling = 'row' | 'page';

/** The state of one meeting, or of one occurrence (`week:3`). */
export interface SlotBase {
  readonly state: 'planned' | 'cancelled' | 'withdrawn';
  readonly mode: 'derived' | 'pinned';
  /** The agreed time; of what is cancelled, the last one. Absent: never had one. */
  readonly time?: Timed | Days;
  /** What a derived time was derived from; when that changes it is derived again. */
  readonly from?: string;
  /** What each spelling in Notion was known to say. */
  readonly row?: Said;
  readonly page?: Said;
  /** The start that the Retros page's Date showed then (`datedOf`): a cancelled page keeps its Date. */
  readonly dated?: Instant | string;
  /** The page said that by a Date that was blanked; its Status was not Cancelled then (M97). */
  readonly isBlanked?: boolean;
  /** What Calendar was known to say; absent: no event was made yet. */
  readonly calendar?: Said;
  /** Where Calendar had it when we took it away, or laid it on another rule: what is put back there has not been dragged (M74). */
  readonly left?: Timed | Days | 'cancelled';
  /** Of a week: a person deleted the part that had it, as a newer generation took it over (M65). */
  readonly isRemoved?: boolean;
  /** Of Dates: the days that the bar had when it was last there. A bar that is put back with others was drawn anew (M60). */
  readonly bar?: Days;
  /** Of Dates: drawn in Calendar and agreed on, while Notion was not told yet (M54). */
  readonly untold?: Days;
  /** A person's time in Calendar that is just what the playbook picks, while Notion was not told yet (M86). */
  readonly drawn?: Timed | Days;
  /** The rule was changed under an exception, and what Google made of that is not known: it is put right in any case. */
  readonly unsure?: boolean;
  /** Cancelled on its page, and Calendar is yet to be told, with its guests. */
  readonly owed?: boolean;
  /** The page has its outline, or a body that people wrote. */
  readonly hasBody?: boolean;
  /** Hash of notes that were sent and are gone from the event, and that the page does not say any more. */
  readonly notesGone?: string;
  /** It is back, and no page is known yet: it may have one, which memory lost or the trash hid (S9). */
  readonly wasAway?: boolean;
  /** The Retros page of an occurrence or of the project retro. */
  readonly pageId?: string;
}

/** What an event was given: how a person's own title and removed guests are told from ours. */
export interface EventBase {
  readonly title: string;
  readonly titlePinned?: boolean;
  /** Addresses that Notion gave, and addresses that a person took off in Calendar. */
  readonly given: readonly string[];
  readonly removed: readonly string[];
}

/** The weekly series: its slot as both sides know it. */
export interface SeriesBase {
  readonly state: 'planned' | 'cancelled';
  readonly slot: Slot;
  /** What Weekly retro was known to say. */
  readonly row: Slot | 'blank';
  /** The slot of the live master, as it was known. */
  readonly calendar?: Slot | 'cancelled';
  /** The slot that Calendar showed when the series was last there. */
  readonly shown?: Slot;
  /** A slot that is not the settings' was set by a person. */
  readonly mode: 'derived' | 'pinned';
  /** The side that was not told yet what was decided on the other one (M45). */
  readonly untold?: 'notion' | 'calendar';
  /** The zone in which the slot is a wall time. */
  readonly zone: string;
}

export interface Base {
  /** When this row was first met: what was over by then moves no phase. */
  readonly met: Instant;
  readonly phase?: {
    readonly value: Phase;
    readonly notion: Phase;
    readonly calendar?: Phase;
    /** Typed in Calendar and agreed on, while Notion was not told yet (M54). */
    readonly untold?: Phase;
  };
  /** Crossings of the clock that have fired, each once. */
  readonly spent: readonly Crossing[];
  readonly slots: Readonly<Record<string, SlotBase>>;
  readonly series?: SeriesBase;
  /** By event key: the meeting, or `retro` for the master of the series. */
  readonly events: Readonly<Record<string, EventBase>>;
  /** Generation of each event's id. */
  readonly generations: Readonly<Record<string, number>>;
  /** The first week of each event that carries the series, and where it was, by event id. */
  readonly parts?: Readonly<Record<string, WeekStart>>;
  /** Copies that people made of them, by event id. */
  readonly copies?: Readonly<Record<string, true>>;
  /** Comments still to be left on the page, by a key that makes each one come once; blank: it was, and its conflict lasts. */
  readonly receipts: Readonly<Record<string, string>>;
  /** What the row's columns last said, and which of them were missing: `columns.ts`. */
  readonly known?: Known;
  readonly missing?: readonly string[];
  /** What Follow-up was known to say. */
  readonly followUp?: boolean;
  /** What the Worker last wrote of votes and answers, by column; `comments` is a hash of those that `page` carries. */
  readonly forms?: Readonly<Partial<Record<FormColumn, number>>> & {
    readonly comments?: string;
    readonly page?: string;
  };
  /** The engagement's own page has its template, or a body that people wrote. */
  readonly hasBody?: boolean;
  /** A copied page: dormant until its Dates or Phase differ from these. */
  readonly copy?: string;
}

export const emptyBase = (met: Instant): Base => ({
  met,
  spent: [],
  slots: {},
  events: {},
  generations: {},
  receipts: {},
});

/** A JSON Merge Patch (RFC 7396): objects merge, `null` removes, all else replaces. */
export type BasePatch = { readonly [key: string]: unknown };

/** Applies a merge patch to a plain JSON value. Times (`start`/`end`) and slots replace as a whole. */
export function mergePatch<T>(target: T, patch: BasePatch): T {
  const result: Record<string, unknown> = { ...(target as Record<string, unknown>) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) delete result[key];
    else if (isMergeable(value) && isMergeable(result[key])) result[key] = mergePatch(result[key], value);
    else result[key] = value;
  }
  return result as T;
}

/** Two patches as one: the later wins. */
export const joinPatches = (patches: readonly BasePatch[]): BasePatch =>
  patches.reduce<BasePatch>((all, patch) => joinTwo(all, patch), {});

function joinTwo(a: BasePatch, b: BasePatch): BasePatch {
  const result: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const before = result[key];
    result[key] = isMergeable(value) && isMergeable(before) ? joinTwo(before, value) : value;
  }
  return result;
}

const isMergeable = (value: unknown): value is BasePatch =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !('start' in value) &&
  !('weekday' in value);

/** The base after a patch: the one place where a base changes. */
export const recordBase = (base: Base | null, patch: BasePatch, now: Instant): Base =>
  mergePatch(base ?? emptyBase(now), patch);
