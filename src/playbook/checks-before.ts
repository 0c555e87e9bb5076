// Checks of Sourcing and Planning: whether an engagement is ready to begin. Each function says what is unmet, and nothing
// of what is not known.
import type { CheckFacts, GoalFacts, OtherEngagement, Score } from './check-facts.ts';
import { addDays, daysBetween, formatDay } from './days.ts';
import { count, isBlank, list, quote, say } from './text.ts';
import type { Day, Days } from './words.ts';

/** A goal of unknown kind may be the one that seems to be missing. */
export const hasNoGoal = (kind: string, { goals }: CheckFacts): boolean =>
  goals?.every((goal) => goal.kind !== undefined && goal.kind?.toLowerCase() !== kind) ?? false;

/** What a goal lacks to be measured, in words. */
export const lacks = (goal: GoalFacts): string[] => [
  ...(goal.metric !== undefined && isBlank(goal.metric) ? ['a metric'] : []),
  ...(goal.target === null ? ['a target'] : []),
];

/** Engagements that take an engineer's time, or took it. */
const takesTime = ({ phase }: OtherEngagement): boolean => phase !== 'Sourcing' && phase !== 'Declined';

/** Whole days between the last day of one engagement and the first of the next; negative where they overlap. */
const daysOff = (earlier: Days, start: Day): number => daysBetween(earlier.end, start) - 1;

/** The engagements before these dates, in one unbroken chain with them: less than the rest between neighbours. */
export function chainBefore({ dates, others, settings }: CheckFacts): OtherEngagement[] {
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

export function sayRest(facts: CheckFacts): readonly string[] {
  const last = chainBefore(facts)[0];
  if (!last) return [];
  const { restWeeks } = facts.settings;
  const free = formatDay(addDays(last.dates.end, 7 * restWeeks + 1));
  return [
    `${quote(last.name, 'engagement')} ends on ${formatDay(last.dates.end)}; after ${count(restWeeks, 'week')} off the engineer is free from ${free}.`,
  ];
}

export function saySameTwo({ engineer, advisor }: CheckFacts): readonly string[] {
  return [
    ...say(engineer?.length === 0, 'There is no engineer yet.'),
    ...say(advisor?.length === 0, 'There is no advisor yet.'),
    ...say(
      engineer?.some((id) => advisor?.includes(id)) ?? false,
      'Engineer and advisor are the same person; they should be two.',
    ),
  ];
}

export function sayScores({ businessValue, technicalValue, teamFit }: CheckFacts): readonly string[] {
  const scores: readonly (readonly [string, Score])[] = [
    ['business value', businessValue],
    ['technical value', technicalValue],
    ['team fit', teamFit],
  ];
  // Means of votes lie between the points.
  const isScore = (score: Score) => typeof score === 'number' && score >= 0 && score <= 2;
  const open = scores.filter(([, score]) => score !== undefined && !isScore(score));
  return say(
    open.length > 0,
    `The fit check needs a score of 0, 1 or 2 for ${list(open.map(([name]) => name))}.`,
  );
}
