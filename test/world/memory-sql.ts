// SQLite in memory behind the interface of a Durable Object's, for tests, the simulation and the bench. It keeps statements,
// as there, and makes transactions of savepoints, so that one may lie inside another.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Sql } from '../../src/workspace/sql.ts';

export interface MemorySql {
  readonly sql: Sql;
  readonly transaction: (work: () => void) => void;
  readonly database: DatabaseSync;
}

export function memorySql(): MemorySql {
  const database = new DatabaseSync(':memory:');
  const kept = new Map<string, StatementSync>();
  const sql: Sql = {
    exec(query, ...bindings) {
      let statement = kept.get(query);
      if (!statement) {
        if (bindings.length === 0 && !/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|SAVE|RELEASE)/i.test(query)) {
          database.exec(query);
          return { toArray: () => [] };
        }
        statement = database.prepare(query);
        kept.set(query, statement);
      }
      const rows = statement.all(...bindings) as Record<string, unknown>[];
      return { toArray: () => rows };
    },
  };
  const transaction = (work: () => void) => {
    sql.exec('SAVEPOINT work');
    try {
      work();
      sql.exec('RELEASE work');
    } catch (error) {
      database.exec('ROLLBACK TO work; RELEASE work');
      throw error;
    }
  };
  return { sql, transaction, database };
}
