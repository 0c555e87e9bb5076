// The playbook's defaults, each a setting (DESIGN section 3). Validation lives in src/settings.ts.

/** A wall time, `HH:MM`. */
export type WallTime = string;

/** How this team runs engagements. A changed setting applies to what is not yet scheduled. */
export interface PlaybookSettings {
  /** IANA zone of engagements that name none. */
  readonly timeZone: string;
  /** Length of an engagement whose Dates have no end, in weeks. */
  readonly weeks: number;
  /** Longest engagement that passes its check, in weeks. */
  readonly maxWeeks: number;
  /** ISO weekdays on which meetings may be picked; Friday is the engineer's own. */
  readonly meetingDays: readonly number[];
  readonly introTime: WallTime;
  readonly introMinutes: number;
  readonly fitCheckTime: WallTime;
  readonly fitCheckMinutes: number;
  readonly kickoffTime: WallTime;
  readonly kickoffMinutes: number;
  /** ISO weekday of the weekly retro. */
  readonly retroDay: number;
  readonly retroTime: WallTime;
  readonly retroMinutes: number;
  readonly projectRetroMinutes: number;
  readonly checkInTime: WallTime;
  readonly checkInMinutes: number;
  /** Calendar months from Dates' end to the check-in. */
  readonly checkInMonths: number;
  readonly followUpTime: WallTime;
  readonly followUpMinutes: number;
  /** How many months after Dates' end have a follow-up, where one is wanted. */
  readonly followUpMonths: number;
  /** Weeks that an engineer rests between two engagements. */
  readonly restWeeks: number;
  /** Engagements that an engineer may do with no more than `restWeeks` between them. */
  readonly maxBackToBack: number;
  /** People of the host team that are to be invited; fewer are a risk. */
  readonly minInvited: number;
  /** What goals aim at, 0–1. */
  readonly goalLine: number;
  /** Days from Dates' end during which the survey may be answered. */
  readonly surveyDays: number;
}

/** DESIGN section 3's defaults; a wall time that it leaves open is the kickoff's. */
export const DEFAULT_PLAYBOOK: PlaybookSettings = {
  timeZone: 'UTC',
  weeks: 10,
  maxWeeks: 13,
  meetingDays: [1, 2, 3, 4],
  introTime: '10:00',
  introMinutes: 30,
  fitCheckTime: '10:00',
  fitCheckMinutes: 30,
  kickoffTime: '10:00',
  kickoffMinutes: 45,
  retroDay: 4,
  retroTime: '14:00',
  retroMinutes: 30,
  projectRetroMinutes: 60,
  checkInTime: '10:00',
  checkInMinutes: 30,
  checkInMonths: 3,
  followUpTime: '10:00',
  followUpMinutes: 30,
  followUpMonths: 3,
  restWeeks: 3,
  maxBackToBack: 2,
  minInvited: 5,
  goalLine: 0.75,
  surveyDays: 30,
};
