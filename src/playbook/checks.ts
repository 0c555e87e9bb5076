// Checks: what should be true before an engagement leaves a phase, written once as data, in words for the people
// who run it. A check informs and blocks nobody. It refuses to guess: a fact that is not known is never unmet.
import type { CheckFacts } from './check-facts.ts';
import { chainBefore, hasNoGoal, lacks, sayRest, saySameTwo, sayScores } from './checks-before.ts';
import {
  hasNoProjectNotes,
  sayBehind,
  sayDeclined,
  sayFewInvited,
  sayPinned,
  saySilent,
  sayUnrecorded,
  sayUnscored,
} from './checks-under-way.ts';
import { weeksOf } from './dates.ts';
import { count, isBlank, list, quote, say } from './text.ts';
import type { Phase } from './words.ts';

/** What is unmet: which check, and a sentence for a person. */
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

const UNDER_WAY: readonly Phase[] = ['Planning', 'Executing', 'Wrapping up', 'Ended early'];

/** All checks, in the order in which an engagement meets them (P29–P37, P50–P54). */
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
  { id: 'retro-record', phases: ['Executing', 'Wrapping up'], unmet: sayUnrecorded },
  { id: 'risk-declined', phases: ['Executing'], unmet: sayDeclined },
  { id: 'risk-progress', phases: ['Executing'], unmet: sayBehind },
  { id: 'risk-no-retro', phases: ['Executing'], unmet: saySilent },
  { id: 'risk-few-invited', phases: ['Executing'], unmet: sayFewInvited },
  {
    id: 'project-retro-notes',
    phases: ['Wrapping up'],
    unmet: (facts) => say(hasNoProjectNotes(facts), 'The project retro has no notes yet.'),
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
      say(
        ownership !== undefined && isBlank(ownership),
        'It is not written down yet who owns the work from here on: fill in Ownership.',
      ),
  },
  { id: 'pinned', phases: UNDER_WAY, unmet: sayPinned },
];

/** What is still open, in the order of `CHECKS`; a check may have more than one sentence. */
export const unmetChecks = (facts: CheckFacts): UnmetCheck[] =>
  CHECKS.filter(({ phases }) => phases.includes(facts.phase)).flatMap(({ id, unmet }) =>
    unmet(facts).map((sentence) => ({ id, sentence })),
  );
