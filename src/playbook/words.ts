// The playbook's words: phases, meetings, and the values that a time can take.
// Nothing in this folder reads a clock, a network or a store; times come in as arguments.

/** The phases of an engagement, in the order of its life; the last two are ways to leave it early. */
export const PHASES = [
  'Sourcing',
  'Planning',
  'Executing',
  'Wrapping up',
  'Completed',
  'Declined',
  'Ended early',
] as const;
export type Phase = (typeof PHASES)[number];

/** Meetings that are one event each, in the order in which an engagement meets them. */
export const SINGLE_MEETINGS = [
  'span',
  'intro',
  'fit-check',
  'kickoff',
  'project-retro',
  'check-in',
] as const;
export type SingleMeeting = (typeof SINGLE_MEETINGS)[number];

/** Everything that can be in the calendar; `retro` is the weekly one, one recurring event; a follow-up is one of several. */
export type Meeting = SingleMeeting | 'retro' | 'follow-up';

/** Epoch milliseconds, the only form in which instants are compared. */
export type Instant = number;

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

/** A meeting with a clock time: an instant to begin and an instant to end. */
export interface Timed {
  readonly start: Instant;
  readonly end: Instant;
}

/** Whole days, the end inclusive (Notion's way; Google's all-day ends are exclusive). */
export interface Days {
  readonly start: Day;
  readonly end: Day;
}

/** The weekly slot: ISO weekday (1 = Monday … 7 = Sunday), local wall time and length. */
export interface Slot {
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly minutes: number;
}
