// What people send from the Worker's own pages: each field read by itself, so that a page can say which one is missing.
// What it refuses: characters that nobody can see, and more text than a form takes.
import * as z from 'zod';
import { CRITERIA, type Criterion, POINTS } from '../../playbook/index.ts';

/** Longest comment of a survey. */
export const WHY_LIMIT = 2_000;

/** A form as sent: texts, whatever they say. */
export const voteForm = z.object({
  voter: z.string().default(''),
  businessValue: z.string().default(''),
  technicalValue: z.string().default(''),
  teamFit: z.string().default(''),
});
export type VoteForm = z.infer<typeof voteForm>;

export const surveyForm = z.object({
  score: z.string().default(''),
  why: z.string().default(''),
});
export type SurveyForm = z.infer<typeof surveyForm>;

/** The points that a field gives; null: none was chosen. */
export const readPoints = (form: VoteForm, criterion: Criterion) =>
  POINTS.find((points) => String(points) === form[criterion]) ?? null;

/** The criteria for which nothing was chosen. */
export const openCriteria = (form: VoteForm): Criterion[] =>
  CRITERIA.filter((criterion) => readPoints(form, criterion) === null);

/** 0–10; null: none was chosen. */
export const readScore = ({ score }: SurveyForm): number | null =>
  /^(?:\d|10)$/.test(score) ? Number(score) : null;

/** But for line ends, and joiners, which are letters of some scripts and glue of emoji. */
const UNSEEN = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;

/** A comment in lines as typed, without what cannot be seen; null: nothing was written. */
export function readWhy({ why }: SurveyForm): string | null {
  const plain = why
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(UNSEEN, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return plain === '' ? null : plain;
}
