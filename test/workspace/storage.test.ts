// docs/storage.md held against what there is: every table, every column and every key of `memory`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { migrate } from '../../src/workspace/sql.ts';
import { memorySql } from '../world/memory-sql.ts';

const doc = readFileSync(join(import.meta.dirname, '../../docs/storage.md'), 'utf8');
const [tablesDoc = '', keysDoc = ''] = doc.split('## Keys of `memory`');

/** The quoted names in a row's first cells. */
const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
const names = (cell: string | undefined) =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

function fresh() {
  const { sql, transaction, database } = memorySql();
  migrate(sql, transaction);
  return { sql, transaction, database };
}

it('docs/storage.md names every table and every column, and no other', () => {
  const { database } = fresh();
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
  const real = Object.fromEntries(
    tables.map(({ name }) => [
      name,
      database
        .prepare(`SELECT name FROM pragma_table_info('${name}')`)
        .all()
        .map((column) => column.name),
    ]),
  );
  const said = Object.fromEntries(
    rowsOf(tablesDoc).map(([, table, columns]) => [names(table)[0], names(columns)]),
  );
  expect(said).toEqual(real);
});

it('docs/storage.md names every key of memory, and no other', () => {
  const root = join(import.meta.dirname, '../../src');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const used = files.flatMap((name) =>
    [
      ...readFileSync(join(root, name), 'utf8').matchAll(
        /(?:remember|recall(?:<[^(]*>)?)\(\s*['`]([^'`]+)['`]/g,
      ),
    ].map((match) =>
      (match[1] ?? '')
        .replace(/^(since|poll):\$\{.*\}$/, '$1:<database>')
        .replace(/^unseen:.*$/, 'unseen:<list>')
        .replace(/^(pause|trouble|read):\$\{.*\}$/, '$1:<side>')
        .replace(/^breaker:\$\{.*\}$/, 'breaker:<side>:<kind>'),
    ),
  );
  const said = rowsOf(keysDoc).flatMap(([, key]) => names(key));
  expect([...said].sort()).toEqual([...new Set(used)].sort());
});

it('migrating twice changes nothing', () => {
  const { sql, transaction } = fresh();
  sql.exec("INSERT INTO memory (key, value) VALUES ('a', '1')");
  migrate(sql, transaction);
  expect(sql.exec('SELECT * FROM memory').toArray()).toHaveLength(1);
  expect(sql.exec('SELECT COUNT(*) AS rows FROM schema_version').toArray()).toEqual([{ rows: 1 }]);
});

it('a schema newer than this build is not opened', () => {
  const { sql, transaction } = fresh();
  sql.exec('UPDATE schema_version SET version = 99');
  expect(() => migrate(sql, transaction)).toThrow('99');
});

it('a migration that fails half-way leaves nothing behind', () => {
  const { sql, transaction, database } = memorySql();
  database.exec('CREATE TABLE calls (at INTEGER)');
  expect(() => migrate(sql, transaction)).toThrow();
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  expect(tables.map(({ name }) => name).sort()).toEqual(['calls', 'schema_version']);
});
