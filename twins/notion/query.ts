/**
 * Reading a data source: filter, sort, page through. A query's matches are fixed when it starts, so that its pages
 * hang together while rows change [CL 2026-04-22]; it stops for good at 10,000 rows [doc].
 */
import { type Cell, cellOf } from './cells.ts';
import { invalid, malformed } from './errors.ts';
import { readFilter } from './filters.ts';
import { makeUuid, nextRandom } from './ids.ts';
import { findProperty } from './properties/schema.ts';
import { type Fields, readFields, readList } from './read.ts';
import type { DataSource, Id, Page } from './state.ts';
import { floorMinute } from './times.ts';
import type { World } from './world.ts';

const RESULT_LIMIT = 10_000;
const MAX_SESSIONS = 200;

/** Where paged reads of one twin stand. */
export interface Sessions {
  byCursor: Map<string, { ids: Id[]; at: number; cut: boolean; owner: string }>;
  /** Markdown writes that were asked for as tasks. */
  tasks: Map<string, Fields>;
  /** Rows a query gives at most; lowered by tests. */
  resultLimit: number;
  /** Pages made within this many milliseconds do not show up in queries yet (a lag that is undocumented but possible). */
  lagMs: number;
}

/** No reads under way. */
export function createSessions(): Sessions {
  return { byCursor: new Map(), tasks: new Map(), resultLimit: RESULT_LIMIT, lagMs: 0 };
}

const key = (cell: Cell): number | string | null => {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'string') return cell.toLowerCase();
  if (Array.isArray(cell)) return cell.length === 0 ? null : String(cell[0]).toLowerCase();
  return Date.parse(cell.start);
};

/** Sort keys per page; blanks come last whatever the direction (assumption). Options sort in the order of their column [mem]. */
function readSorts(
  world: World,
  source: DataSource,
  sorts: unknown,
): { keys: (page: Page) => (number | string | null)[]; signs: number[] } {
  const read = readList(sorts, 'body.sorts').map((item, i) => {
    const sort = readFields(item, `body.sorts[${i}]`);
    if (sort.direction !== 'ascending' && sort.direction !== 'descending') {
      throw malformed(`body.sorts[${i}].direction`, '"ascending" or "descending"', sort.direction);
    }
    const sign = sort.direction === 'ascending' ? 1 : -1;
    if (sort.timestamp === 'created_time') return { sign, of: (page: Page) => floorMinute(page.created) };
    if (sort.timestamp === 'last_edited_time') return { sign, of: (page: Page) => floorMinute(page.edited) };
    const property = findProperty(source, String(sort.property));
    if (!property) throw invalid(`Could not find sort property with name or id: ${String(sort.property)}`);
    const { options } = property.config;
    if (options) {
      return {
        sign,
        of: (page: Page) => {
          const id = page.values[property.id];
          const at = options.findIndex((option) => option.id === (Array.isArray(id) ? id[0] : id));
          return at < 0 ? null : at;
        },
      };
    }
    return { sign, of: (page: Page) => key(cellOf(world, source, property, page)) };
  });
  return { keys: (page) => read.map(({ of }) => of(page)), signs: read.map(({ sign }) => sign) };
}

function compareKeys(a: (number | string | null)[], b: (number | string | null)[], signs: number[]): number {
  for (let i = 0; i < signs.length; i++) {
    const [x, y] = [a[i] ?? null, b[i] ?? null];
    if (x === y) continue;
    if (x === null) return 1;
    if (y === null) return -1;
    return (x < y ? -1 : 1) * signs[i]!;
  }
  return 0;
}

/** The ids of the rows that a filter and sorts give, in order, without any limit. Newest first when unsorted (assumption: unspecified). */
export function matchRows(world: World, source: DataSource, request: Fields, lagMs = 0): Id[] {
  const test =
    request.filter === undefined || request.filter === null
      ? null
      : readFilter(world, source, request.filter);
  const sorting =
    request.sorts === undefined || request.sorts === null ? null : readSorts(world, source, request.sorts);
  const archived = request.is_archived === true;
  const newest = world.now() - lagMs;
  const pages: Page[] = [];
  for (let i = source.rows.length - 1; i >= 0; i--) {
    const page = world.state.pages.get(source.rows[i]!);
    if (!page || page.inTrash || page.isArchived !== archived || (lagMs > 0 && page.created > newest))
      continue;
    if (!test || test(page)) pages.push(page);
  }
  if (!sorting || sorting.signs.length === 0) return pages.map((page) => page.id);
  const keyed = pages.map((page) => ({ id: page.id, keys: sorting.keys(page) }));
  keyed.sort((a, b) => compareKeys(a.keys, b.keys, sorting.signs));
  return keyed.map(({ id }) => id);
}

/** One page of a list of ids: what to show, the cursor to go on with, whether the whole was cut at the limit. */
export function pageThrough(
  world: World,
  sessions: Sessions,
  owner: string,
  cursor: string | null,
  size: number,
  start: () => Id[],
): { ids: Id[]; next: string | null; cut: boolean } {
  let session = cursor === null ? undefined : sessions.byCursor.get(cursor);
  if (cursor !== null && session?.owner !== owner)
    throw invalid(`The start_cursor provided is invalid: ${cursor}`);
  if (!session) {
    const all = start();
    session = {
      ids: all.slice(0, sessions.resultLimit),
      at: 0,
      cut: all.length > sessions.resultLimit,
      owner,
    };
  }
  const end = session.at + size;
  const ids = session.ids.slice(session.at, end);
  if (end >= session.ids.length) return { ids, next: null, cut: session.cut };
  const next = makeUuid(() => nextRandom(world.state.random));
  sessions.byCursor.set(next, { ...session, at: end });
  for (const old of sessions.byCursor.keys()) {
    if (sessions.byCursor.size <= MAX_SESSIONS) break;
    sessions.byCursor.delete(old);
  }
  return { ids, next, cut: false };
}
