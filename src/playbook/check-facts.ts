// What the checks look at: plain facts of one engagement, gathered elsewhere from both sides.
// `undefined` is unknown and makes no check appear; `null` is blank, or none.
import type { GoalNumbers } from './goals.ts';
import type { PlaybookSettings } from './settings.ts';
import type { Day, Days, Instant, Meeting, Phase, Timed } from './words.ts';

export interface GoalFacts extends GoalNumbers {
  readonly name: string | null;
  /** `Business`, `Technical`, or whatever people added; undefined where it could not be read. */
  readonly kind?: string | null | undefined;
  readonly metric?: string | null | undefined;
}

/** Another engagement of the same engineer. */
export interface OtherEngagement {
  readonly name: string | null;
  readonly dates: Days;
  readonly phase: Phase;
}

/** A time that a person set, which Dates have left behind (`fits`). */
export interface PinnedTime {
  readonly meeting: Meeting;
  /** Of a weekly retro. */
  readonly week: number | null;
  readonly time: Timed;
  /** What the playbook would pick; null: nothing. */
  readonly pick: Timed | null;
}

/** A retro that is over or ahead; cancelled ones are none. */
export interface RetroFacts {
  /** Null: the project retro. */
  readonly week: number | null;
  readonly time: Timed;
  /** What its page holds once that says Held; null: it does not (yet), or there is no page. */
  readonly record: {
    readonly notes: boolean | undefined;
    readonly progress: number | null | undefined;
  } | null;
  /** Host people, by address, who declined it. */
  readonly declined: readonly string[] | undefined;
}

export type Score = number | null | undefined;

/** What is known of an engagement. */
export interface CheckFacts {
  readonly phase: Phase;
  readonly zone: string;
  readonly settings: PlaybookSettings;
  readonly now?: Instant | undefined;
  /** `now` as a day in the zone. */
  readonly today?: Day | undefined;
  readonly dates?: Days | null | undefined;
  readonly onePager?: string | null | undefined;
  readonly businessValue?: Score;
  readonly technicalValue?: Score;
  readonly teamFit?: Score;
  readonly goals?: readonly GoalFacts[] | undefined;
  /** Ids of people. */
  readonly engineer?: readonly string[] | undefined;
  readonly advisor?: readonly string[] | undefined;
  /** How many there are. */
  readonly hostPeople?: number | undefined;
  /** How many of the host team are invited: host people and guests. */
  readonly hostInvited?: number | undefined;
  readonly others?: readonly OtherEngagement[] | undefined;
  /** Since when this row is known: of retros before, only those that its pages tell of are. */
  readonly met?: Day | undefined;
  /** By time. */
  readonly retros?: readonly RetroFacts[] | undefined;
  readonly nps?: number | null | undefined;
  readonly ownership?: string | null | undefined;
  readonly pinned?: readonly PinnedTime[] | undefined;
}
