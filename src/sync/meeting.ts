// One meeting as a merge sees it: what is known of it, what merging it answers, and when two sides say the same. Pure.
import type { Days, Timed } from '../playbook/index.ts';
import type { Said, SlotBase } from './base.ts';

/** Whether two sides say the same: times by value, whatever their spelling was. */
export function sameSaid(a: Said | undefined, b: Said | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.start === b.start && a.end === b.end;
}

export const isTime = (said: Said | undefined): said is Timed | Days => typeof said === 'object';

type Agreed = Pick<SlotBase, 'state'> & { readonly time?: Timed | Days | undefined };

/** What Notion's two places show of a meeting in this state. */
export function shownOf({ state, time }: Agreed): { row: Said; page: Said } {
  return {
    row: state === 'cancelled' ? 'blank' : (time ?? 'blank'),
    page: state === 'planned' && time ? time : 'cancelled',
  };
}

/** What is known of one meeting. `undefined`: unknown, or no such place; it then has no say. */
export interface SlotInput {
  readonly base: SlotBase | undefined;
  readonly row: Said | undefined;
  readonly page: Said | undefined;
  /** Undefined: no event is known. */
  readonly calendar: Said | undefined;
  /** The time that the event itself says was last agreed on; a stand-in for a lost base. */
  readonly agreed: Timed | undefined;
  /** What the playbook would pick; null where it picks nothing. */
  readonly pick: Timed | null;
  /** What `pick` was derived from. */
  readonly from: string;
  /** Whether phase, Dates and page want this meeting in the calendar. */
  readonly wanted: boolean;
  /** Nothing of a row that is met for the first time is ahead in Calendar any more: it was withdrawn as a whole (M59). */
  readonly isAllAway?: boolean;
  /** The time that a deleted event still has (M73); absent: it says none. */
  readonly left?: Timed | undefined;
  /** An occurrence that its series no longer has, or has no place for: nobody deleted it by itself. */
  readonly isAwayWithSeries?: boolean;
  /** An occurrence that its rule still has: a person deleted it (M53). */
  readonly isDeletedAlone?: boolean;
  /** An occurrence that stands by itself, as one does that a person put back. */
  readonly isApart?: boolean;
  readonly isAhead: (time: Timed | Days) => boolean;
}

export interface Conflict {
  readonly lost: Said;
  readonly of: 'notion' | 'calendar';
  readonly kept: Said;
  /** What Notion's other place wanted, where that was not kept either. */
  readonly also?: Said;
}

export interface SlotMerge {
  readonly state: SlotBase['state'];
  readonly mode: SlotBase['mode'];
  readonly time: Timed | Days | undefined;
  /** Who is the reason for what this merge changes. */
  readonly cause: 'notion' | 'calendar' | 'playbook';
  /** Set when both sides wanted something else: what was not kept, and whose it was. */
  readonly conflict: Conflict | null;
}

const modeOf = (time: Timed | Days, pick: Timed | null): SlotBase['mode'] =>
  pick !== null && sameSaid(time, pick) ? 'derived' : 'pinned';

/** It is to be at this time, which the playbook picked itself or a person set. */
export function planned(time: Timed | Days, input: SlotInput, cause: SlotMerge['cause']): SlotMerge {
  return { state: 'planned', mode: modeOf(time, input.pick), time, cause, conflict: null };
}

/** It was taken away; `time` is the last one that it had. */
export function cancelled(time: Timed | Days | undefined, cause: SlotMerge['cause']): SlotMerge {
  return { state: 'cancelled', mode: 'pinned', time, cause, conflict: null };
}
