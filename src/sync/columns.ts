// Columns of a row that people delete or retype, and give back (rule N8): missing is unknown, never blank, and what
// comes back blank is filled with what it last said before anything is merged. Pure.
// What it refuses: to fill a column that nobody saw missing, or that came back with a value.
import { databases, type EngagementRow, type EngagementWrite } from '../../schemas/index.ts';
import { PHASES } from '../playbook/index.ts';
import type { Base, BasePatch } from './base.ts';

/** The columns on which the calendar hangs. */
const COLUMNS = [
  'phase',
  'dates',
  'timeZone',
  'engineer',
  'advisor',
  'hostPeople',
  'guests',
  'intro',
  'fitCheck',
  'kickoff',
  'weeklyRetro',
  'projectRetro',
  'checkIn',
  'followUp',
] as const satisfies readonly (keyof EngagementWrite)[];
type Column = (typeof COLUMNS)[number];

/** While one of these is missing what it last said holds: without it people would be uninvited, or times moved. */
const HELD: readonly Column[] = ['timeZone', 'engineer', 'advisor', 'hostPeople', 'guests'];

/** What the columns were last known to say. */
export type Known = Pick<EngagementWrite, Column>;

const isBlank = (column: Column, value: unknown): boolean =>
  value === null ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  // A status is never blank: Notion gives it its first option.
  (column === 'phase' && value === PHASES[0]);

const missingIn = (row: EngagementRow): Column[] => COLUMNS.filter((column) => row[column] === undefined);

export interface Columns {
  /** The row as it is to be planned on. */
  readonly row: EngagementRow;
  /** What is to be written into columns that came back blank. */
  readonly filled: Known;
  readonly problems: readonly string[];
  /** What the base remembers of the columns before anything is written, and once `filled` is. */
  readonly before: BasePatch;
  readonly after: BasePatch;
}

/** Reads a row's columns against what is remembered of them. */
export function readColumns(row: EngagementRow, base: Base | null): Columns {
  const missing = missingIn(row);
  const known: Known = base?.known ?? {};
  const isBack = (column: Column) => base?.missing?.includes(column) && row[column] !== undefined;
  const back = COLUMNS.filter(
    (column) => isBack(column) && isBlank(column, row[column]) && known[column] != null,
  );
  const pick = (columns: readonly Column[]): Known =>
    Object.fromEntries(columns.map((column) => [column, known[column]]));
  const filled = pick(back);
  const held = pick(missing.filter((column) => HELD.includes(column) && known[column] !== undefined));
  const news = COLUMNS.filter(
    (column) =>
      row[column] !== undefined &&
      !back.includes(column) &&
      JSON.stringify(row[column] ?? null) !== JSON.stringify(known[column] ?? null),
  );
  const gone = [...missing, ...back];
  const isSame = JSON.stringify(gone) === JSON.stringify(base?.missing ?? []);
  return {
    row: { ...row, ...held, ...filled },
    filled,
    // A database that was made before there were follow-ups lacks nothing that anybody ever used.
    problems: missing
      .filter((column) => column !== 'followUp' || known.followUp !== undefined)
      .map(
        (column) =>
          `The column ${databases.engagements.properties[column].name} is missing or of another kind, so what depends on it is left as it is.`,
      ),
    before: {
      ...(news.length > 0 ? { known: Object.fromEntries(news.map((column) => [column, row[column]])) } : {}),
      ...(isSame ? {} : { missing: gone }),
    },
    after: { missing },
  };
}
