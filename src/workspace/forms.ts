// What people said on the Worker's own pages, in SQLite: votes on fit checks, and answers to surveys.
// What it refuses: to know who answered a survey. A browser is known by a keyed hash that differs for each engagement, the
// time by its day; both, and what was written, go once the survey is over and the comments are in Notion.
import { createHmac } from 'node:crypto';
import { averagesOf, type Instant, npsOf, type Points, type Scores } from '../playbook/index.ts';
import type { SeenForms } from '../sync/view.ts';
import type { Sql } from './sql.ts';

export interface Vote {
  readonly voter: string;
  readonly scores: Scores;
}

export interface Answer {
  /** 0–10. */
  readonly score: number;
  /** At most 2,000 characters; null: nothing was written. */
  readonly why: string | null;
}

const DAY = 86_400_000;
/** One survey takes so many answers, and so many characters in all: what one block in Notion can hold. */
const MAX_ANSWERS = 300;
const MAX_TEXT = 150_000;

/** The mark of a browser in one survey: nobody can tell from it which browser, or that two surveys met the same. */
export const markOf = (key: Uint8Array, engagement: string, browser: string): string =>
  createHmac('sha256', key).update(`${engagement}/${browser}`).digest('base64url');

export class Forms {
  readonly #sql: Sql;
  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Who voted what, in the order of their names. */
  votes(engagement: string): Vote[] {
    return this.#sql
      .exec('SELECT * FROM votes WHERE engagement = ? ORDER BY name', engagement)
      .toArray()
      .map((row) => ({
        voter: String(row.name),
        scores: {
          businessValue: Number(row.business) as Points,
          technicalValue: Number(row.technical) as Points,
          teamFit: Number(row.fit) as Points,
        },
      }));
  }

  /** One vote a name: another one takes its place. */
  putVote(engagement: string, { voter, scores }: Vote, now: Instant): void {
    const { businessValue, technicalValue, teamFit } = scores;
    this.#sql.exec(
      'INSERT OR REPLACE INTO votes (engagement, name, business, technical, fit, at) VALUES (?, ?, ?, ?, ?, ?)',
      engagement,
      voter,
      businessValue,
      technicalValue,
      teamFit,
      now,
    );
  }

  answer(engagement: string, mark: string): Answer | null {
    const [row] = this.#sql
      .exec('SELECT score, why FROM answers WHERE engagement = ? AND browser = ?', engagement, mark)
      .toArray();
    return row ? { score: Number(row.score), why: row.why == null ? null : String(row.why) } : null;
  }

  /** One answer a browser: another one takes its place. False: there is no room for more. */
  putAnswer(engagement: string, mark: string, { score, why }: Answer, now: Instant): boolean {
    const [others] = this.#sql
      .exec(
        'SELECT COUNT(*) AS n, TOTAL(LENGTH(why)) AS length FROM answers WHERE engagement = ? AND browser <> ?',
        engagement,
        mark,
      )
      .toArray();
    if (Number(others?.n) >= MAX_ANSWERS || Number(others?.length) + (why?.length ?? 0) > MAX_TEXT)
      return false;
    this.#sql.exec(
      'INSERT OR REPLACE INTO answers (engagement, browser, score, why, at) VALUES (?, ?, ?, ?, ?)',
      engagement,
      mark,
      score,
      why,
      Math.floor(now / DAY) * DAY,
    );
    return true;
  }

  /** What the planner sees of it. Comments come in the order of their marks, which says nothing of when they were written. */
  seen(engagement: string): SeenForms {
    const rows = this.#sql
      .exec('SELECT browser, score, why FROM answers WHERE engagement = ? ORDER BY browser', engagement)
      .toArray();
    return {
      votes: averagesOf(this.votes(engagement).map(({ scores }) => scores)),
      nps: npsOf(rows.map(({ score }) => Number(score))),
      comments: this.isEnded(engagement)
        ? null
        : rows.flatMap(({ why }) => (why == null ? [] : [String(why)])),
    };
  }

  /** Whether a survey was ended: for good, since who answered it is not known any more. */
  isEnded(engagement: string): boolean {
    const rows = this.#sql.exec(
      'SELECT 1 FROM answers WHERE engagement = ? AND browser IS NULL LIMIT 1',
      engagement,
    );
    return rows.toArray().length > 0;
  }

  /** Ends a survey: its answers keep their scores and nothing else. */
  end(engagement: string): void {
    this.#sql.exec('UPDATE answers SET browser = NULL, why = NULL WHERE engagement = ?', engagement);
  }

  /** Engagements whose survey has answers and was not ended. */
  unended(): string[] {
    return this.#sql
      .exec('SELECT DISTINCT engagement FROM answers WHERE browser IS NOT NULL')
      .toArray()
      .map(({ engagement }) => String(engagement));
  }
}
