// The three trees in SQLite: Notion's pages, Calendar's events (calendar-tree.ts), and each engagement's base with its state.
// Writes say whether anything changed; what changed marks its engagement dirty in the same transaction.
import type { DatabaseKey, EngagementRow, Page } from '../../schemas/index.ts';
import type { BodyLine, Instant } from '../playbook/index.ts';
import { BodyStore } from './bodies.ts';
import { CalendarTree } from './calendar-tree.ts';
import { Forms } from './forms.ts';
import { COLUMNS, type EngagementState, engagementOf, toPage, toState } from './rows.ts';
import type { Sql } from './sql.ts';

/** A page made without an answer is looked for once Notion's index has surely caught up (reliability.md, rule 7). */
export const INDEX_LAG = 60_000;

export class Trees extends CalendarTree {
  readonly #sql: Sql;
  readonly #touches = new Map<string, number>();
  /** What people said on the Worker's own pages. */
  readonly forms: Forms;
  readonly bodies: BodyStore;
  constructor(sql: Sql) {
    super(sql);
    this.#sql = sql;
    this.forms = new Forms(sql);
    this.bodies = new BodyStore(sql);
  }

  /**
   * Takes in a page as read. `isOwn`: the answer to a write of ours, which neither settles anew nor is news.
   * Returns whether it differs from what was known.
   */
  putPage(page: Page, now: Instant, isOwn = false): boolean {
    const row = JSON.stringify(page.row);
    const engagement = engagementOf(page);
    const engineer =
      page.database === 'engagements' ? ((page.row as EngagementRow).engineer?.[0] ?? null) : null;
    const [before] = this.#sql
      .exec('SELECT row, presence, engagement, engineer, edited FROM pages WHERE id = ?', page.id)
      .toArray();
    const isSame = before !== undefined && before.row === row && before.presence === page.presence;
    this.#sql.exec(
      `INSERT INTO pages (id, database, engagement, engineer, row, presence, created, edited, seen) VALUES (?,?,?,?,?,?,?,?,?)
       ON CONFLICT (id) DO UPDATE SET engagement = excluded.engagement, engineer = excluded.engineer, row = excluded.row,
       presence = excluded.presence, edited = excluded.edited, seen = excluded.seen`,
      page.id,
      page.database,
      engagement,
      engineer,
      row,
      page.presence,
      page.created,
      page.lastEdited,
      now,
    );
    if (page.database === 'engagements') {
      this.#sql.exec(
        'INSERT INTO engagements (id, dirty, changed) VALUES (?, 1, ?) ON CONFLICT (id) DO NOTHING',
        page.id,
        now,
      );
    }
    const isReady = this.bodies.follow(page, engagement);
    // Who goes on writing notes that are Ready is waited for as in any other edit.
    if (isReady && isSame && !isOwn && before.edited !== page.lastEdited) this.touch(engagement ?? '', now);
    if (isSame || isOwn) return false;
    const settles = page.database === 'goals' ? null : now;
    for (const id of new Set([engagement, before?.engagement as string | null | undefined]))
      if (id) this.touch(id, settles);
    // Rest between engagements is checked against the others of the same engineer.
    for (const id of new Set([engineer, before?.engineer as string | null | undefined])) {
      if (id)
        for (const sibling of this.#sql.exec('SELECT id FROM pages WHERE engineer = ?', id).toArray())
          this.touch(String(sibling.id), null);
    }
    return true;
  }

  /** Takes in a page's body as read; null: it may not be read. News are planned on, an edit settles anew. */
  putBody(id: string, lines: readonly BodyLine[] | null, now: Instant): void {
    const news = this.bodies.put(id, lines, now);
    const engagement = this.#engagementOfPage(id);
    if (engagement && news !== 'same') this.touch(engagement, news === 'changed' ? now : null);
  }

  #engagementOfPage(id: string): string | null {
    const [row] = this.#sql.exec('SELECT engagement FROM pages WHERE id = ?', id).toArray();
    return row?.engagement == null ? null : String(row.engagement);
  }

  /** Marks an engagement for planning; `changed`: a person's edit in Notion was seen now. */
  touch(engagement: string, changed: Instant | null): void {
    this.#touches.set(engagement, this.touches(engagement) + 1);
    if (changed === null) this.#sql.exec('UPDATE engagements SET dirty = 1 WHERE id = ?', engagement);
    else
      this.#sql.exec(
        'UPDATE engagements SET dirty = 1, changed = ?, attempts = 0, retry = NULL WHERE id = ?',
        changed,
        engagement,
      );
  }

  /** How often it was touched since this process began: a plan that was made before the last time is out of date. */
  touches(engagement: string): number {
    return this.#touches.get(engagement) ?? 0;
  }

  /** Addresses came or changed: the engagements that these people are in are planned again. */
  touchPeople(people: ReadonlySet<string>): void {
    for (const { id, row } of this.engagementPages()) {
      const { engineer = [], advisor = [], hostPeople = [] } = row;
      if ([...engineer, ...advisor, ...hostPeople].some((person) => people.has(person))) this.touch(id, null);
    }
  }

  /** A page was looked for by its id and could not be read: unshared, or the whole database is. */
  setPresence(id: string, presence: Page['presence'], now: Instant): void {
    const page = this.page(id);
    if (page && page.presence !== presence) this.putPage({ ...page, presence }, now);
    else this.#sql.exec('UPDATE pages SET seen = ? WHERE id = ?', now, id);
  }

  page(id: string): Page | null {
    const [row] = this.#sql.exec('SELECT * FROM pages WHERE id = ?', id).toArray();
    return row ? toPage(row) : null;
  }

  pagesOf<K extends DatabaseKey>(engagement: string, database: K): Page<K>[] {
    return this.#sql
      .exec(
        // The plus: else SQLite takes the index that has the order, and walks through the whole database. The database is
        // no parameter: two indexes hold one alone, and SQLite would prepare the statement anew for each value bound.
        `SELECT * FROM pages WHERE engagement = ? AND database = '${database}' ORDER BY +created, id`,
        engagement,
      )
      .toArray()
      .map((row) => toPage(row) as Page<K>);
  }

  /** Engagements that were read or written since an instant, those in the trash too. */
  engagementPagesSince(since: Instant): Page<'engagements'>[] {
    return this.#sql
      .exec(
        "SELECT * FROM pages INDEXED BY engagement_pages_by_seen WHERE database = 'engagements' AND seen >= ?",
        since,
      )
      .toArray()
      .map((row) => toPage(row) as Page<'engagements'>);
  }

  /** All engagements, those in the trash too. */
  engagementPages(): Page<'engagements'>[] {
    return this.#sql
      .exec("SELECT * FROM pages WHERE database = 'engagements' ORDER BY created, id")
      .toArray()
      .map((row) => toPage(row) as Page<'engagements'>);
  }

  /** Other living engagements of an engineer. */
  siblings(engineer: string, except: string): Page<'engagements'>[] {
    return this.#sql
      .exec("SELECT * FROM pages WHERE engineer = ? AND id <> ? AND presence = 'live'", engineer, except)
      .toArray()
      .map((row) => toPage(row) as Page<'engagements'>);
  }

  /** Whether a Calendar link stands on another living page that was met before, or that is older. */
  ownsLink(link: string, except: string): boolean {
    const rows = this.#sql
      .exec(
        `SELECT 1 FROM pages p JOIN engagements e ON e.id = p.id JOIN pages own ON own.id = ?1
         WHERE p.database = 'engagements' AND json_extract(p.row, '$.calendar') = ?2
         AND p.presence = 'live' AND p.id <> ?1
         AND (e.base IS NOT NULL OR (p.created, p.id) < (own.created, own.id)) LIMIT 1`,
        except,
        link,
      )
      .toArray();
    return rows.length > 0;
  }

  /** Ids of pages of a database that a full read which began at `since` did not show. */
  unseenPages(database: DatabaseKey, since: Instant): string[] {
    return this.#sql
      .exec(
        `SELECT id FROM pages WHERE database = '${database}' AND seen < ? AND presence <> 'trashed'`,
        since,
      )
      .toArray()
      .map(({ id }) => String(id));
  }

  state(id: string): EngagementState | null {
    const [row] = this.#sql.exec('SELECT * FROM engagements WHERE id = ?', id).toArray();
    return row ? toState(row) : null;
  }

  /**
   * Engagements to plan now: touched, due by the clock, or due for another try; in a stable order. Never one of
   * whose actions the outcome is unknown: whatever people do meanwhile, that is looked after first.
   */
  dueEngagements(now: Instant): string[] {
    return this.#sql
      .exec(
        // CROSS JOIN: from the few that are meant to their rows, never from all rows.
        `SELECT e.id FROM (
           SELECT id FROM engagements WHERE dirty = 1
           UNION ALL SELECT id FROM engagements WHERE due <= ? AND dirty = 0) AS few
         CROSS JOIN engagements e ON e.id = few.id CROSS JOIN pages p ON p.id = e.id
         WHERE (e.retry IS NULL OR e.retry <= ?)
         AND NOT EXISTS (SELECT 1 FROM intents i WHERE i.engagement = e.id)
         ORDER BY p.created, e.id`,
        now,
        now,
      )
      .toArray()
      .map(({ id }) => String(id));
  }

  /** Whether an engagement is to be planned since its time has come. */
  isClockDue(now: Instant): boolean {
    return this.#sql.exec('SELECT 1 FROM engagements WHERE due <= ? LIMIT 1', now).toArray().length > 0;
  }

  /** The earliest instant at which an engagement is to be planned again without anybody's doing. */
  nextDue(now: Instant): Instant | null {
    const [row] = this.#sql
      .exec(
        `SELECT MIN(at) AS at FROM (
           SELECT MIN(due) AS at FROM engagements WHERE due > ?1
           UNION ALL SELECT MIN(retry) FROM engagements WHERE retry > ?1 AND dirty = 1
           UNION ALL SELECT MIN(waiting) FROM engagements WHERE waiting > ?1
           UNION ALL SELECT MIN(at) + ?2 FROM intents WHERE at + ?2 > ?1)`,
        now,
        INDEX_LAG,
      )
      .toArray();
    return row?.at == null ? null : Number(row.at);
  }

  update(id: string, change: Partial<Omit<EngagementState, 'id'>>): void {
    if (change.dirty) this.#touches.set(id, this.touches(id) + 1);
    const entries = Object.entries(change);
    if (entries.length === 0) return;
    const columns = entries.map(([key]) => `${COLUMNS[key as keyof typeof COLUMNS]} = ?`);
    const values = entries.map(([key, value]) =>
      key === 'base' || key === 'checks'
        ? JSON.stringify(value)
        : typeof value === 'boolean'
          ? Number(value)
          : value,
    );
    this.#sql.exec(
      `UPDATE engagements SET ${columns.join(', ')} WHERE id = ?`,
      ...(values as (string | number | null)[]),
      id,
    );
  }

  /** Engagements that wait, for an edit to settle or after a failure. */
  waiting(now: Instant): EngagementState[] {
    return this.#sql
      .exec(
        'SELECT * FROM engagements WHERE waiting > ?1 UNION SELECT * FROM engagements WHERE retry > ?1',
        now,
      )
      .toArray()
      .map(toState);
  }

  states(): EngagementState[] {
    return this.#sql.exec('SELECT * FROM engagements').toArray().map(toState);
  }
}
