// What people say on the Worker's own pages, counted: the fit check's votes and the survey's answers, and how long each may be
// given. Pure. It refuses to make a number out of nothing: without a vote there is no average, without an answer no score.
import { addDays } from './days.ts';
import type { PlaybookSettings } from './settings.ts';
import { dayOf, startOfDay } from './times.ts';
import type { Days, Instant, Phase, Timed } from './words.ts';

/** What a fit check is judged by. */
export const CRITERIA = ['businessValue', 'technicalValue', 'teamFit'] as const;
export type Criterion = (typeof CRITERIA)[number];

/** What one vote may give for each: none, some, a lot. */
export const POINTS = [0, 1, 2] as const;
export type Points = (typeof POINTS)[number];
export type Scores = Readonly<Record<Criterion, Points>>;

/** The means of the votes, rounded to two decimals, and how many votes there are. */
export interface Averages extends Readonly<Record<Criterion, number>> {
  readonly votes: number;
}

/** The means of what people voted (P60); null where nobody did. */
export function averagesOf(votes: readonly Scores[]): Averages | null {
  if (votes.length === 0) return null;
  const mean = (criterion: Criterion) =>
    Math.round((100 * votes.reduce((sum, scores) => sum + scores[criterion], 0)) / votes.length) / 100;
  return {
    votes: votes.length,
    businessValue: mean('businessValue'),
    technicalValue: mean('technicalValue'),
    teamFit: mean('teamFit'),
  };
}

/** A net promoter score, with what it is made of. */
export interface Nps {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  /** −100 … 100, whole. */
  readonly score: number;
}

/** Counts answers from 0 to 10 (P61): 9 and 10 promote, 7 and 8 are passive, 0 to 6 detract; null where nobody answered. */
export function npsOf(answers: readonly number[]): Nps | null {
  if (answers.length === 0) return null;
  const promoters = answers.filter((answer) => answer >= 9).length;
  const detractors = answers.filter((answer) => answer <= 6).length;
  const share = (100 * (promoters - detractors)) / answers.length;
  return {
    promoters,
    passives: answers.length - promoters - detractors,
    detractors,
    // Halves away from zero, so that praise and blame weigh the same.
    score: Math.sign(share) * Math.round(Math.abs(share)) || 0,
  };
}

/** Whether the fit check may be voted on (P62): in Sourcing, until the meeting's end where it has one. */
export const isVotingOpen = (phase: Phase, fitCheck: Timed | null, now: Instant): boolean =>
  phase === 'Sourcing' && (fitCheck === null || now < fitCheck.end);

/**
 * The instant at which the survey ends (P63): after the last of so many days (`surveyDays`) from Dates' end, or from the project
 * retro where that was held later; null where there is neither.
 */
export function surveyEnds(
  days: Days | null,
  projectRetro: Timed | null,
  zone: string,
  settings: PlaybookSettings,
): Instant | null {
  const from = [days?.end ?? '', projectRetro ? dayOf(projectRetro.end, zone) : ''].sort().at(-1);
  const ends = from ? startOfDay(addDays(from, settings.surveyDays + 1), zone) : Number.NaN;
  return Number.isNaN(ends) ? null : ends;
}

/** Whether the survey has begun (P64): in Wrapping up and what comes of it, or once the project retro is over. */
export const hasSurveyBegun = (phase: Phase, projectRetro: Timed | null, now: Instant): boolean =>
  ['Wrapping up', 'Completed', 'Ended early'].includes(phase) ||
  (['Planning', 'Executing'].includes(phase) && projectRetro !== null && projectRetro.end <= now);
