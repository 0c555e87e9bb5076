// Everything in SQLite that is not a tree: memory by key, intents, people, the guard's hour, holds and approvals,
// runs, calls and the activity log. Rows that age are pruned by `prune`; docs/storage.md says when.
import type { Instant } from '../playbook/index.ts';
import type { Action } from '../sync/action.ts';
import type { ActivityEntry, Change, RunReport } from './api.ts';
import type { Sql } from './sql.ts';

export interface Intent {
  readonly id: number;
  readonly engagement: string;
  readonly action: Action;
  readonly at: Instant;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RUNS_KEPT = 200;
const ACTIVITY_DAYS = 90;

export class Ledger {
  readonly #sql: Sql;
  /** What stands in `memory`, as far as it was asked for: a tick asks for the same few keys dozens of times. */
  readonly #memory = new Map<string, string | null>();
  /** What stands in `people`, once it was asked for: each tick asks twice. */
  #people: ReadonlyMap<string, string | null> | undefined;
  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** A JSON value by key; undefined when there is none. */
  recall<T>(key: string): T | undefined {
    const text = this.#textOf(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  }

  /** Remembers a JSON value; undefined forgets. What is known already is not written again. */
  remember(key: string, value: unknown): void {
    const text = value === undefined ? null : JSON.stringify(value);
    if (text === this.#textOf(key)) return;
    if (text === null) this.#sql.exec('DELETE FROM memory WHERE key = ?', key);
    else this.#sql.exec('INSERT OR REPLACE INTO memory (key, value) VALUES (?, ?)', key, text);
    this.#memory.set(key, text);
  }

  #textOf(key: string): string | null {
    const known = this.#memory.get(key);
    if (known !== undefined) return known;
    const [row] = this.#sql.exec('SELECT value FROM memory WHERE key = ?', key).toArray();
    const text = row ? String(row.value) : null;
    this.#memory.set(key, text);
    return text;
  }

  /** A transaction was rolled back, or somebody else wrote: what is stored is read anew. */
  reread(): void {
    this.#memory.clear();
    this.#people = undefined;
  }

  addIntent(engagement: string, action: Action, now: Instant): number {
    const [row] = this.#sql
      .exec(
        'INSERT INTO intents (engagement, action, at) VALUES (?, ?, ?) RETURNING id',
        engagement,
        JSON.stringify(action),
        now,
      )
      .toArray();
    return Number(row?.id);
  }

  endIntent(id: number): void {
    this.#sql.exec('DELETE FROM intents WHERE id = ?', id);
  }

  intents(): Intent[] {
    return this.#sql
      .exec('SELECT * FROM intents ORDER BY id')
      .toArray()
      .map((row) => ({
        id: Number(row.id),
        engagement: String(row.engagement),
        action: JSON.parse(String(row.action)) as Action,
        at: Number(row.at),
      }));
  }

  /** As they are now: a person who is put later is not in it. */
  people(): ReadonlyMap<string, string | null> {
    this.#people ??= new Map(
      this.#sql
        .exec('SELECT id, email FROM people')
        .toArray()
        .map(({ id, email }) => [String(id), email == null ? null : String(email)]),
    );
    return this.#people;
  }

  putPerson(id: string, email: string | null, now: Instant): void {
    this.#sql.exec('INSERT OR REPLACE INTO people (id, email, seen) VALUES (?, ?, ?)', id, email, now);
    this.#people = undefined;
  }

  addMails(engagement: string, mails: number, cancels: boolean, approved: boolean, now: Instant): void {
    if (mails === 0 && !cancels) return;
    this.#sql.exec(
      'INSERT INTO mails VALUES (?, ?, ?, ?, ?)',
      now,
      engagement,
      mails,
      Number(cancels),
      Number(approved),
    );
  }

  mailsLastHour(now: Instant): { all: number; unapproved: number; cancelled: Set<string> } {
    const rows = this.#sql.exec('SELECT * FROM mails WHERE at > ?', now - HOUR).toArray();
    const unapproved = rows.filter((row) => row.approved === 0);
    const sum = (list: typeof rows) => list.reduce((total, row) => total + Number(row.mails), 0);
    return {
      all: sum(rows),
      unapproved: sum(unapproved),
      cancelled: new Set(unapproved.filter((row) => row.cancels === 1).map((row) => String(row.engagement))),
    };
  }

  held(): { print: string; engagement: string; since: Instant; change: Change }[] {
    return this.#sql
      .exec('SELECT * FROM held ORDER BY engagement, print')
      .toArray()
      .map((row) => ({
        print: String(row.print),
        engagement: String(row.engagement),
        since: Number(row.since),
        change: JSON.parse(String(row.change)) as Change,
      }));
  }

  heldEngagements(): Set<string> {
    return new Set(
      this.#sql
        .exec('SELECT DISTINCT engagement FROM held')
        .toArray()
        .map(({ engagement }) => String(engagement)),
    );
  }

  /** Replaces what is held of the engagements that were judged; what was held before keeps its date. */
  setHeld(
    held: readonly { print: string; engagement: string; change: Change }[],
    judged: readonly string[],
    now: Instant,
  ): void {
    const before = new Map(
      this.#sql
        .exec('SELECT print, engagement FROM held')
        .toArray()
        .map(({ print, engagement }) => [String(print), String(engagement)]),
    );
    const stays = new Set(held.map(({ print }) => print));
    const anew = new Set(judged);
    for (const [print, engagement] of before)
      if (anew.has(engagement) && !stays.has(print))
        this.#sql.exec('DELETE FROM held WHERE print = ?', print);
    for (const { print, engagement, change } of held) {
      if (!before.has(print))
        this.#sql.exec(
          'INSERT INTO held VALUES (?, ?, ?, ?)',
          print,
          engagement,
          now,
          JSON.stringify(change),
        );
    }
  }

  approve(prints: readonly string[], now: Instant): void {
    for (const print of prints)
      this.#sql.exec('INSERT OR REPLACE INTO approvals VALUES (?, ?)', print, now + DAY);
  }

  isApproved(print: string, now: Instant): boolean {
    return (
      this.#sql.exec('SELECT 1 FROM approvals WHERE print = ? AND until > ?', print, now).toArray().length > 0
    );
  }

  approved(now: Instant): Set<string> {
    return new Set(
      this.#sql
        .exec('SELECT print FROM approvals WHERE until > ?', now)
        .toArray()
        .map(({ print }) => String(print)),
    );
  }

  putRun(report: RunReport): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO runs VALUES (?, ?, ?)',
      report.id,
      Date.parse(report.startedAt),
      JSON.stringify(report),
    );
  }

  run(id: string): RunReport | null {
    const [row] = this.#sql.exec('SELECT report FROM runs WHERE id = ?', id).toArray();
    return row ? (JSON.parse(String(row.report)) as RunReport) : null;
  }

  forgetRun(id: string): void {
    this.#sql.exec('DELETE FROM runs WHERE id = ?', id);
  }

  lastRun(): RunReport | null {
    const [row] = this.#sql.exec('SELECT report FROM runs ORDER BY started DESC, id DESC LIMIT 1').toArray();
    return row ? (JSON.parse(String(row.report)) as RunReport) : null;
  }

  log(
    entry: {
      run: string | null;
      engagement: { id: string; name: string } | null;
      meeting: string | null;
      sentence: string;
    },
    now: Instant,
  ): void {
    this.#sql.exec(
      'INSERT INTO activity (at, run, engagement, name, meeting, sentence) VALUES (?, ?, ?, ?, ?, ?)',
      now,
      entry.run,
      entry.engagement?.id ?? null,
      entry.engagement?.name ?? null,
      entry.meeting,
      entry.sentence,
    );
  }

  activity(limit: number, engagement: string | null): ActivityEntry[] {
    const rows = engagement
      ? this.#sql.exec(
          'SELECT * FROM activity WHERE engagement = ? ORDER BY id DESC LIMIT ?',
          engagement,
          limit,
        )
      : this.#sql.exec('SELECT * FROM activity ORDER BY id DESC LIMIT ?', limit);
    return rows.toArray().map((row) => ({
      at: new Date(Number(row.at)).toISOString(),
      run: row.run == null ? null : String(row.run),
      engagement:
        row.engagement == null ? null : { id: String(row.engagement), name: String(row.name ?? '') },
      meeting: row.meeting == null ? null : String(row.meeting),
      sentence: String(row.sentence),
    }));
  }

  addCall(side: string, name: string, write: boolean, now: Instant): void {
    this.#sql.exec('INSERT INTO calls VALUES (?, ?, ?, ?)', now, side, name, Number(write));
  }

  /** When the nth last call of a side was made; null: there were not so many within the hour. */
  nthLastCall(side: string, n: number): Instant | null {
    const [row] = this.#sql
      .exec('SELECT at FROM calls WHERE side = ? ORDER BY at DESC LIMIT 1 OFFSET ?', side, n - 1)
      .toArray();
    return row ? Number(row.at) : null;
  }

  /** Whether a side was written to since an instant. */
  hasWritten(side: string, since: Instant): boolean {
    return (
      this.#sql
        .exec('SELECT 1 FROM calls WHERE side = ? AND at > ? AND write = 1 LIMIT 1', side, since)
        .toArray().length > 0
    );
  }

  callsLastHour(now: Instant): { notion: number; google: number; token: number } {
    const count = (where: string) =>
      Number(
        this.#sql.exec(`SELECT COUNT(*) AS n FROM calls WHERE at > ? AND ${where}`, now - HOUR).toArray()[0]
          ?.n ?? 0,
      );
    return {
      notion: count("side = 'notion'"),
      google: count("side = 'google' AND name <> 'token'"),
      token: count("name = 'token'"),
    };
  }

  /** Forgets what has had its time. */
  prune(now: Instant): void {
    this.#sql.exec("DELETE FROM calls WHERE side IN ('notion', 'google') AND at < ?", now - HOUR);
    this.#sql.exec('DELETE FROM mails WHERE at < ?', now - HOUR);
    this.#sql.exec('DELETE FROM approvals WHERE until < ?', now);
    this.#sql.exec('DELETE FROM activity WHERE at < ?', now - ACTIVITY_DAYS * DAY);
    this.#sql.exec(
      'DELETE FROM runs WHERE started < (SELECT started FROM runs ORDER BY started DESC LIMIT 1 OFFSET ?)',
      RUNS_KEPT - 1,
    );
  }
}
