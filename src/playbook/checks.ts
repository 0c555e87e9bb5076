// Checks: what should be true before an engagement leaves a phase, written once as data, in words for the people
// who run it. A check informs and blocks nobody. It refuses to guess: a fact that is not known is never unmet.
import { weeksOf } from './dates.ts';
import type { GoalNumbers } from './goals.ts';
import type { PlaybookSettings } from './settings.ts';
import { clamp, plainLine } from './text.ts';
import { addDays, daysBetween, formatDay, formatTimed } from './times.ts';
import type { Day, Days, Meeting, Phase, Timed } from './words.ts';

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

export type Score = number | null | undefined;

/** What is known of an engagement. `undefined` is unknown and makes no check appear; `null` is blank. */
export interface CheckFacts {
  readonly phase: Phase;
  readonly zone: string;
  readonly settings: PlaybookSettings;
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
  readonly others?: readonly OtherEngagement[] | undefined;
  /** The next weekly or project retro; null when none is ahead. */
  readonly nextRetro?: Timed | null | undefined;
  /** False: the project retro has no notes; null: not known yet. */
  readonly projectRetroNotes?: boolean | null | undefined;
  readonly nps?: number | null | undefined;
  /** False: nobody wrote down who owns what is left behind; null: not known yet. */
  readonly ownership?: boolean | null | undefined;
  readonly pinned?: readonly PinnedTime[] | undefined;
}

export interface UnmetCheck {
  readonly id: string;
  readonly sentence: string;
}

/** One check: in which phases it is shown, and what is said where it is unmet (nothing where it is met). */
export interface Check {
  readonly id: string;
  readonly phases: readonly Phase[];
  unmet(facts: CheckFacts): readonly string[];
}

const say = (unmet: boolean, sentence: string): readonly string[] => (unmet ? [sentence] : []);
const isBlank = (text: string | null): boolean => text === null || text.trim() === '';
const QUOTED_LIMIT = 80;
const quote = (name: string | null, thing: 'goal' | 'engagement'): string =>
  `“${clamp(plainLine(name ?? ''), QUOTED_LIMIT) || `Untitled ${thing}`}”`;
const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;

const MEETING_NAMES: Readonly<Record<Meeting, string>> = {
  span: 'The span',
  intro: 'The intro',
  'fit-check': 'The fit check',
  kickoff: 'The kickoff',
  retro: 'The weekly retro',
  'project-retro': 'The project retro',
  'check-in': 'The check-in',
};

/** A goal of unknown kind may be the one that seems to be missing. */
const hasNoGoal = (kind: string, { goals }: CheckFacts): boolean =>
  goals?.every((goal) => goal.kind !== undefined && goal.kind?.toLowerCase() !== kind) ?? false;

/** What a goal lacks to be measured, in words. */
const lacks = (goal: GoalFacts): string[] => [
  ...(goal.metric !== undefined && isBlank(goal.metric) ? ['a metric'] : []),
  ...(goal.target === null ? ['a target'] : []),
];

/** Engagements that take an engineer's time, or took it. */
const takesTime = ({ phase }: OtherEngagement): boolean => phase !== 'Sourcing' && phase !== 'Declined';

/** Whole days between the last day of one engagement and the first of the next; negative where they overlap. */
const daysOff = (earlier: Days, start: Day): number => daysBetween(earlier.end, start) - 1;

/** The engagements before these dates, in one unbroken chain with them: less than the rest between neighbours. */
function chainBefore({ dates, others, settings }: CheckFacts): OtherEngagement[] {
  if (!dates || !others) return [];
  const earlier = others
    .filter((other) => takesTime(other) && other.dates.start <= dates.start)
    .sort((a, b) => (a.dates.end < b.dates.end ? 1 : -1));
  const chain: OtherEngagement[] = [];
  let start = dates.start;
  for (const other of earlier) {
    if (daysOff(other.dates, start) >= 7 * settings.restWeeks) break;
    chain.push(other);
    if (other.dates.start < start) start = other.dates.start;
  }
  return chain;
}

function sayRest(facts: CheckFacts): readonly string[] {
  const last = chainBefore(facts)[0];
  if (!last) return [];
  const { restWeeks } = facts.settings;
  const free = formatDay(addDays(last.dates.end, 7 * restWeeks + 1));
  return [
    `${quote(last.name, 'engagement')} ends on ${formatDay(last.dates.end)}; after ${count(restWeeks, 'week')} off the engineer is free from ${free}.`,
  ];
}

function sayPinned({ pinned = [], zone }: CheckFacts): readonly string[] {
  return pinned.map(({ meeting, week, time, pick }) => {
    const name = `${MEETING_NAMES[meeting]}${meeting === 'retro' && week !== null ? ` of week ${week}` : ''}`;
    const instead = pick
      ? `the playbook would pick ${formatTimed(pick, zone)}`
      : 'the playbook would have none';
    return `${name} is set to ${formatTimed(time, zone)}, which no longer fits; ${instead}.`;
  });
}

function saySameTwo({ engineer, advisor }: CheckFacts): readonly string[] {
  return [
    ...say(engineer?.length === 0, 'There is no engineer yet.'),
    ...say(advisor?.length === 0, 'There is no advisor yet.'),
    ...say(
      engineer?.some((id) => advisor?.includes(id)) ?? false,
      'Engineer and advisor are the same person; they should be two.',
    ),
  ];
}

function sayScores({ businessValue, technicalValue, teamFit }: CheckFacts): readonly string[] {
  const scores: readonly (readonly [string, Score])[] = [
    ['business value', businessValue],
    ['technical value', technicalValue],
    ['team fit', teamFit],
  ];
  const open = scores.filter(([, score]) => score !== undefined && ![0, 1, 2].includes(score ?? Number.NaN));
  return say(
    open.length > 0,
    `The fit check needs a score of 0, 1 or 2 for ${list(open.map(([name]) => name))}.`,
  );
}

function sayUnscored({ goals, nextRetro, zone }: CheckFacts): readonly string[] {
  if (!goals || !nextRetro) return [];
  const open = goals.filter((goal) => goal.current === null).map((goal) => quote(goal.name, 'goal'));
  return say(open.length > 0, `Before the retro on ${formatTimed(nextRetro, zone)}: score ${list(open)}.`);
}

const UNDER_WAY: readonly Phase[] = ['Planning', 'Executing', 'Wrapping up', 'Ended early'];

/** All checks, in the order in which an engagement meets them (P29–P37). */
export const CHECKS: readonly Check[] = [
  {
    id: 'one-pager',
    phases: ['Sourcing'],
    unmet: ({ onePager }) => say(onePager !== undefined && isBlank(onePager), 'There is no one-pager yet.'),
  },
  { id: 'fit-check', phases: ['Sourcing'], unmet: sayScores },
  {
    id: 'dates',
    phases: ['Planning'],
    unmet: ({ dates }) => say(dates === null, 'Dates are not set yet, so nothing can be planned.'),
  },
  {
    id: 'business-goal',
    phases: ['Planning'],
    unmet: (facts) => say(hasNoGoal('business', facts), 'There is no business goal yet.'),
  },
  {
    id: 'technical-goal',
    phases: ['Planning'],
    unmet: (facts) => say(hasNoGoal('technical', facts), 'There is no technical goal yet.'),
  },
  {
    id: 'measured-goals',
    phases: ['Planning'],
    unmet: ({ goals = [] }) =>
      goals.flatMap((goal) =>
        say(lacks(goal).length > 0, `The goal ${quote(goal.name, 'goal')} needs ${list(lacks(goal))}.`),
      ),
  },
  { id: 'two-people', phases: ['Planning'], unmet: saySameTwo },
  {
    id: 'host-people',
    phases: ['Planning'],
    unmet: ({ hostPeople }) =>
      say(
        hostPeople !== undefined && hostPeople < 2,
        `The host team needs two or more people here; there ${hostPeople === 1 ? 'is one' : 'are none'} yet.`,
      ),
  },
  {
    id: 'length',
    phases: ['Planning'],
    unmet: ({ dates, settings: { maxWeeks } }) => {
      const weeks = dates ? weeksOf(dates) : 0;
      return say(
        weeks > maxWeeks,
        `Dates take ${count(weeks, 'week')}; ${count(maxWeeks, 'week')} at most is better.`,
      );
    },
  },
  { id: 'rest', phases: ['Planning'], unmet: sayRest },
  {
    id: 'back-to-back',
    phases: ['Planning'],
    unmet: (facts) => {
      const inARow = chainBefore(facts).length + 1;
      const most = facts.settings.maxBackToBack;
      return say(
        inARow > most,
        `This would be the engineer's engagement number ${inARow} in a row; ${most} without a rest are the most.`,
      );
    },
  },
  { id: 'scored-goals', phases: ['Executing'], unmet: sayUnscored },
  {
    id: 'project-retro-notes',
    phases: ['Wrapping up'],
    unmet: ({ projectRetroNotes }) => say(projectRetroNotes === false, 'The project retro has no notes yet.'),
  },
  {
    id: 'nps',
    phases: ['Wrapping up'],
    unmet: ({ nps }) => say(nps === null, 'NPS is not recorded yet.'),
  },
  {
    id: 'ownership',
    phases: ['Wrapping up'],
    unmet: ({ ownership }) =>
      say(ownership === false, 'It is not written down yet who owns the work from here on.'),
  },
  { id: 'pinned', phases: UNDER_WAY, unmet: sayPinned },
];

/** What is still open, in the order of `CHECKS`; a check may have more than one sentence. */
export const unmetChecks = (facts: CheckFacts): UnmetCheck[] =>
  CHECKS.filter(({ phases }) => phases.includes(facts.phase)).flatMap(({ id, unmet }) =>
    unmet(facts).map((sentence) => ({ id, sentence })),
  );
