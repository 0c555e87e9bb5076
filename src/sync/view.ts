// What the planner sees of one engagement: both trees, the base, and what it needs to know of the world.
import type { GoalRow, Page } from '../../schemas/index.ts';
import type { CalendarEvent, Mail } from '../google/event.ts';
import type {
  Averages,
  BodyLine,
  Days,
  Instant,
  Nps,
  OtherEngagement,
  PlaybookSettings,
  Timed,
} from '../playbook/index.ts';
import type { Base } from './base.ts';

/** One engagement as both sides show it. */
export interface View {
  readonly page: Page<'engagements'>;
  /** Pages whose Key names this engagement, in the trash or not, oldest first. */
  readonly retros: readonly Page<'retros'>[];
  readonly goals: readonly Page<'goals'>[];
  /** Events with our marks for this engagement, and the occurrences of its series that differ from the rule. */
  readonly events: readonly CalendarEvent[];
  /** Bodies of its Retros pages that were read for a reason (rule N55); null: it may not be read. */
  readonly bodies: ReadonlyMap<string, readonly BodyLine[] | null>;
  readonly base: Base | null;
  /** Whether its Calendar link belongs to another living page that was met before this one. */
  readonly isCopy: boolean;
  /** Why this engagement could not be brought in step lately, in words; null when it could. */
  readonly failure: string | null;
  /** Other engagements of the same engineer, for the checks on rest. */
  readonly others: readonly OtherEngagement[];
  readonly forms: SeenForms;
}

/** What people said of an engagement on the Worker's own pages. */
export interface SeenForms {
  readonly votes: Averages | null;
  readonly nps: Nps | null;
  /** What was written in the survey, in an order that tells nothing; null: it was carried to Notion for good. */
  readonly comments: readonly string[] | null;
}

/** The goals that count: those that are not in the trash, archived or elsewhere. */
export const liveGoals = ({ goals }: View): GoalRow[] =>
  goals.filter(({ presence }) => presence === 'live').map(({ row }) => row);

/** Everything else that planning depends on. It holds no clock: `now` is an argument like all others. */
export interface World {
  readonly now: Instant;
  readonly playbook: PlaybookSettings;
  /** Addresses by Notion's id of a person; null: there is none that we may see. Absent: not looked up yet. */
  readonly people: ReadonlyMap<string, string | null>;
  /** Lower-cased domains to which invitations may go; null: any. */
  readonly guestDomains: ReadonlySet<string> | null;
  /** `sendUpdates` of a write that people are to hear of. */
  readonly mail: Mail;
  /** False for a service account that acts for nobody: Google refuses its invitations. */
  readonly canInvite: boolean;
  /** Addresses of the vote on an engagement and of its survey, by its id; null: there is no such page. */
  readonly links: Readonly<Record<'vote' | 'survey', ((engagement: string) => string) | null>>;
}

export const isDays = (time: Timed | Days): time is Days => typeof time.start === 'string';

/** Ahead: not yet started; for whole days, which only the span has: not yet over (DESIGN section 2). */
export const isAhead =
  (now: Instant, today: string) =>
  (time: Timed | Days): boolean =>
    isDays(time) ? time.end >= today : time.start > now;

/** The Key of a Retros page: how it is found again. */
export const weekKey = (engagement: string, week: number): string => `${engagement}/week-${week}`;
export const projectKey = (engagement: string): string => `${engagement}/project`;

/** The engagement that a Key names, and the slot; null for a Key that is not ours. */
export function readKey(key: string | null | undefined): { engagement: string; slot: string } | null {
  const parts = /^([0-9a-f-]{32,36})\/(?:week-(\d{1,3})|(project))$/.exec(key?.trim() ?? '');
  if (!parts) return null;
  return { engagement: parts[1] ?? '', slot: parts[3] ? 'project-retro' : `week:${Number(parts[2])}` };
}
