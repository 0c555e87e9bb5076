// Bodies of Retros pages, kept only while they are needed: while Notes status is Ready, and until the project retro's page
// has gathered what it wants. What it refuses: to have a body read again that did not change.
import type { Page, RetroRow } from '../../schemas/index.ts';
import type { Failure } from '../call.ts';
import type { BodyLine, Instant } from '../playbook/index.ts';
import type { Sides } from '../sync/apply.ts';
import type { Stores } from './lists.ts';
import type { Sql } from './sql.ts';

/** Notion floors the time of an edit to the minute: a body read within it may have changed since. */
const MINUTE = 60_000;

export class BodyStore {
  readonly #sql: Sql;
  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Keeps in mind whether a page's body is wanted: notes that are Ready, on a page that is ours. Returns whether it is. */
  follow(page: Page, engagement: string | null): boolean {
    if (page.database !== 'retros') return false;
    const isReady =
      engagement !== null && page.presence === 'live' && (page.row as RetroRow).notesStatus === 'Ready';
    if (isReady)
      this.#sql.exec(
        `INSERT INTO bodies (page, wanted) VALUES (?, 1)
         ON CONFLICT (page) DO UPDATE SET wanted = 1, read = CASE WHEN wanted = 1 THEN read END`,
        page.id,
      );
    else this.#sql.exec('DELETE FROM bodies WHERE page = ? AND wanted = 1', page.id);
    return isReady;
  }

  /** Pages whose notes are Ready and were not read since they were edited. */
  toRead(now: Instant): string[] {
    return this.#sql
      .exec(
        `SELECT b.page FROM bodies b JOIN pages p ON p.id = b.page
         WHERE b.wanted = 1 AND (b.read IS NULL OR b.read < p.edited OR (b.read < p.edited + ?1 AND p.edited + ?1 <= ?2))
         ORDER BY b.page`,
        MINUTE,
        now,
      )
      .toArray()
      .map(({ page }) => String(page));
  }

  /** Takes in a body as read; null: it may not be read. Returns whether it is new, changed, or what was known. */
  put(page: string, lines: readonly BodyLine[] | null, now: Instant): 'new' | 'changed' | 'same' {
    const [before] = this.#sql.exec('SELECT lines, read FROM bodies WHERE page = ?', page).toArray();
    const json = JSON.stringify(lines);
    this.#sql.exec(
      `INSERT INTO bodies (page, wanted, lines, read) VALUES (?, 0, ?, ?)
       ON CONFLICT (page) DO UPDATE SET lines = excluded.lines, read = excluded.read`,
      page,
      json,
      now,
    );
    if (before?.lines == null) return 'new';
    return before.lines === json ? 'same' : 'changed';
  }

  /** What was read of an engagement's pages. */
  of(engagement: string): Map<string, readonly BodyLine[] | null> {
    const rows = this.#sql
      .exec(
        'SELECT b.page, b.lines FROM bodies b JOIN pages p ON p.id = b.page WHERE p.engagement = ? AND b.read IS NOT NULL',
        engagement,
      )
      .toArray();
    return new Map(rows.map(({ page, lines }) => [String(page), JSON.parse(String(lines))]));
  }

  /** Once a day: what was read for another reason than notes to be sent goes, and what could not be read is tried again. */
  forget(): void {
    this.#sql.exec('DELETE FROM bodies WHERE wanted = 0');
    this.#sql.exec("UPDATE bodies SET read = NULL WHERE lines = 'null'");
  }
}

/** Reads notes that are Ready and were not read since (rule N55). One body that cannot be read stops nothing. */
export async function readBodies(sides: Sides, { trees }: Stores, now: Instant): Promise<Failure | null> {
  for (const id of trees.bodies.toRead(now)) {
    const answer = await sides.notion.body(id);
    if (answer.ok) {
      trees.putBody(id, answer.value, now);
      continue;
    }
    const { failure } = answer;
    if (failure.reason === 'exhausted' || (failure.reason === 'refused' && failure.retryAfter !== null))
      return failure;
    if (failure.reason !== 'refused') trees.putBody(id, null, now);
  }
  return null;
}
