// The Durable Object's SQLite: the slice of its interface that is used here, and the schema with its migrations.
// docs/storage.md lists every table, key and lifetime. What it refuses: to open a schema newer than it knows.

type Value = string | number | null;

/** What the product needs of `ctx.storage.sql`; tests may bring another SQLite. */
export interface Sql {
  exec(query: string, ...bindings: Value[]): { toArray(): Record<string, unknown>[] };
}

/** Each entry brings the schema one version on; entries are never changed, only added. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE pages (
    id TEXT PRIMARY KEY, database TEXT NOT NULL, engagement TEXT, engineer TEXT, row TEXT NOT NULL,
    presence TEXT NOT NULL, created INTEGER NOT NULL, edited INTEGER NOT NULL, seen INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX pages_by_engagement ON pages (engagement, database);
  CREATE INDEX pages_by_database ON pages (database, created);
  CREATE TABLE events (
    id TEXT PRIMARY KEY, engagement TEXT NOT NULL, event TEXT NOT NULL, seen INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX events_by_engagement ON events (engagement);
  CREATE TABLE engagements (
    id TEXT PRIMARY KEY, base TEXT, dirty INTEGER NOT NULL, due INTEGER, changed INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, retry INTEGER, failure TEXT, waiting INTEGER, paused TEXT,
    sync TEXT, checks TEXT
  ) WITHOUT ROWID;
  CREATE INDEX engagements_dirty ON engagements (dirty);
  CREATE TABLE intents (
    id INTEGER PRIMARY KEY, engagement TEXT NOT NULL, action TEXT NOT NULL, at INTEGER NOT NULL
  );
  CREATE TABLE people (id TEXT PRIMARY KEY, email TEXT, seen INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE mails (at INTEGER NOT NULL, engagement TEXT NOT NULL, mails INTEGER NOT NULL, cancels INTEGER NOT NULL, approved INTEGER NOT NULL);
  CREATE TABLE held (print TEXT PRIMARY KEY, engagement TEXT NOT NULL, since INTEGER NOT NULL, change TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE approvals (print TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE runs (id TEXT PRIMARY KEY, started INTEGER NOT NULL, report TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE activity (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, run TEXT, engagement TEXT, name TEXT, meeting TEXT, sentence TEXT NOT NULL
  );
  CREATE INDEX activity_by_engagement ON activity (engagement, id);
  CREATE TABLE calls (at INTEGER NOT NULL, side TEXT NOT NULL, name TEXT NOT NULL, write INTEGER NOT NULL);
  CREATE INDEX calls_by_time ON calls (at);
  `,
  `
  CREATE TABLE votes (
    engagement TEXT NOT NULL, name TEXT NOT NULL, business INTEGER NOT NULL, technical INTEGER NOT NULL, fit INTEGER NOT NULL,
    at INTEGER NOT NULL, PRIMARY KEY (engagement, name)
  ) WITHOUT ROWID;
  CREATE TABLE answers (
    engagement TEXT NOT NULL, browser TEXT, score INTEGER NOT NULL, why TEXT, at INTEGER NOT NULL, UNIQUE (engagement, browser)
  );
  `,
  'CREATE TABLE bodies (page TEXT PRIMARY KEY, wanted INTEGER NOT NULL, lines TEXT, read INTEGER) WITHOUT ROWID;',
  `
  CREATE INDEX pages_by_engineer ON pages (engineer) WHERE engineer IS NOT NULL;
  CREATE INDEX pages_by_link ON pages (json_extract(row, '$.calendar')) WHERE database = 'engagements';
  CREATE INDEX engagements_due ON engagements (due) WHERE due IS NOT NULL;
  CREATE INDEX engagements_retry ON engagements (retry) WHERE retry IS NOT NULL;
  CREATE INDEX engagements_waiting ON engagements (waiting) WHERE waiting IS NOT NULL;
  DROP INDEX calls_by_time;
  CREATE INDEX calls_by_side ON calls (side, at);
  `,
  "CREATE INDEX engagement_pages_by_seen ON pages (seen) WHERE database = 'engagements'",
];

/** Brings the schema up to date. Safe to run at every start; a crash in between leaves the older version. */
export function migrate(sql: Sql, transaction: (work: () => void) => void): void {
  sql.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
  const version = Number(sql.exec('SELECT version FROM schema_version').toArray()[0]?.version ?? 0);
  if (version > MIGRATIONS.length)
    throw new Error(`The storage has schema ${version}; this build knows ${MIGRATIONS.length}.`);
  for (let next = version; next < MIGRATIONS.length; next++) {
    transaction(() => {
      sql.exec(MIGRATIONS[next] ?? '');
      sql.exec('DELETE FROM schema_version');
      sql.exec('INSERT INTO schema_version (version) VALUES (?)', next + 1);
    });
  }
}
