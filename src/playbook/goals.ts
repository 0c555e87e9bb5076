// Goals as numbers: how far a goal is between Baseline and Target, the weighted mean of an engagement's goals, and the
// line that they should have reached by now. The same sums as the formulas in schemas/goals.ts and schemas/engagements.ts.
// It refuses to guess: what could not be read has no score, and no mean is drawn over it.
import { weeksOf } from './dates.ts';
import { daysBetween } from './days.ts';
import type { Day, Days } from './words.ts';

/** What a goal's score hangs on; `undefined` is unknown, `null` is blank. */
export interface GoalNumbers {
  readonly baseline?: number | null | undefined;
  readonly target?: number | null | undefined;
  readonly current?: number | null | undefined;
  /** Blank counts as 1, below 0 as 0. */
  readonly weight?: number | null | undefined;
}

/** 0–1 between Baseline and Target, whichever is higher (P47); null while Current is blank; undefined: unknown. */
export function scoreOf({
  baseline,
  target,
  current,
}: Omit<GoalNumbers, 'weight'>): number | null | undefined {
  if (baseline === undefined || target === undefined || current === undefined) return undefined;
  if (current === null) return null;
  if (target === null) return 0;
  const from = baseline ?? 0;
  if (target === from) return current === target ? 1 : 0;
  return Math.max(0, Math.min(1, (current - from) / (target - from)));
}

/** How much a goal counts beside the others (P48). */
const weightOf = ({ weight }: GoalNumbers): number => Math.max(0, weight ?? 1);

/**
 * The weighted mean of the scores, 0–1 (P48): a goal that nobody scored counts 0. Null without goals, without any score,
 * with no weight in all, and where something could not be read.
 */
export function progressOf(goals: readonly GoalNumbers[]): number | null {
  const scores = goals.map(scoreOf);
  if (scores.includes(undefined) || goals.some(({ weight }) => weight === undefined)) return null;
  if (scores.every((score) => score === null)) return null;
  const weights = goals.reduce((sum, goal) => sum + weightOf(goal), 0);
  const points = goals.reduce((sum, goal, i) => sum + weightOf(goal) * (scores[i] ?? 0), 0);
  return weights > 0 ? points / weights : null;
}

/**
 * Where the goals should be on a day (P49): `line` × whole weeks gone ÷ weeks of Dates, so 0 in the first week and the
 * whole line once all weeks are over.
 */
export function lineOn(day: Day, days: Days, line: number): number {
  const weeks = weeksOf(days);
  const gone = Math.min(weeks, Math.max(0, Math.floor(daysBetween(days.start, day) / 7)));
  return weeks > 0 ? (line * gone) / weeks : 0;
}

/** Whether progress is under the line, in the whole per cent that people read. */
export const isBehind = (progress: number, line: number): boolean =>
  Math.round(progress * 100) < Math.round(line * 100);

/** "60 %". */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
