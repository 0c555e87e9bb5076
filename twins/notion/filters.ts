/**
 * Filters of queries and views → a test of pages. Compound filters go two levels deep; properties are addressed by
 * name or id; the condition must fit the property's type. Dates without a zone are UTC [doc]; a day in a filter means
 * the whole day.
 */
import { type Cell, cellOf, rollupTargets } from './cells.ts';
import { invalid, malformed } from './errors.ts';
import { readUuid } from './ids.ts';
import { findProperty } from './properties/schema.ts';
import { type Fields, isFields, readFields, readList } from './read.ts';
import type { DataSource, Page, Property } from './state.ts';
import { floorMinute, isDay } from './times.ts';
import type { World } from './world.ts';

type Test = (page: Page) => boolean;
type CellTest = (cell: Cell) => boolean;

const DAY = 86_400_000;
const isBlank = (cell: Cell) => cell === null || cell === '' || (Array.isArray(cell) && cell.length === 0);
const words = (cell: Cell) => (typeof cell === 'string' ? cell : '').toLowerCase();

function wanted(value: unknown, path: string): string {
  if (typeof value !== 'string') throw malformed(path, 'a string', value);
  return value.toLowerCase();
}

/** Text: case does not matter. assumption: also for equals. */
function textTest(operator: string, value: unknown, path: string): CellTest | null {
  const text = () => wanted(value, path);
  switch (operator) {
    case 'equals': {
      const want = text();
      return (cell) => words(cell) === want;
    }
    case 'does_not_equal': {
      const want = text();
      return (cell) => words(cell) !== want;
    }
    case 'contains': {
      const want = text();
      return (cell) => words(cell).includes(want);
    }
    case 'does_not_contain': {
      const want = text();
      return (cell) => !words(cell).includes(want);
    }
    case 'starts_with': {
      const want = text();
      return (cell) => words(cell).startsWith(want);
    }
    case 'ends_with': {
      const want = text();
      return (cell) => words(cell).endsWith(want);
    }
    default:
      return null;
  }
}

const NUMBER_TESTS: Record<string, (cell: number | null, want: number) => boolean> = {
  equals: (cell, want) => cell === want,
  does_not_equal: (cell, want) => cell !== want,
  greater_than: (cell, want) => cell !== null && cell > want,
  less_than: (cell, want) => cell !== null && cell < want,
  greater_than_or_equal_to: (cell, want) => cell !== null && cell >= want,
  less_than_or_equal_to: (cell, want) => cell !== null && cell <= want,
};

function numberTest(operator: string, value: unknown, path: string): CellTest | null {
  const test = NUMBER_TESTS[operator];
  if (!test) return null;
  if (typeof value !== 'number') throw malformed(path, 'a number', value);
  return (cell) => test(typeof cell === 'number' ? cell : null, value);
}

function checkboxTest(operator: string, value: unknown, path: string): CellTest | null {
  if (operator !== 'equals' && operator !== 'does_not_equal') return null;
  if (typeof value !== 'boolean') throw malformed(path, 'a boolean', value);
  return (cell) => (cell === true) === (operator === 'equals' ? value : !value);
}

/** select and status take one name or several [CL 2026-04-17]. */
function optionTest(operator: string, value: unknown, path: string): CellTest | null {
  if (operator !== 'equals' && operator !== 'does_not_equal') return null;
  const names = (Array.isArray(value) ? value : [value]).map((one) => wanted(one, path));
  return (cell) => names.includes(words(cell)) === (operator === 'equals');
}

function listTest(operator: string, value: unknown, path: string, me: string): CellTest | null {
  if (operator !== 'contains' && operator !== 'does_not_contain') return null;
  const want = (Array.isArray(value) ? value : [value]).map((one) => {
    if (one === 'me') return me;
    return readUuid(one) ?? wanted(one, path);
  });
  return (cell) => {
    const has = Array.isArray(cell) && cell.some((item) => want.includes(words(item)));
    return has === (operator === 'contains');
  };
}

/** The span of time that a date in a filter stands for. */
function span(value: unknown, path: string, now: number): { from: number; to: number } {
  const today = Math.floor(now / DAY) * DAY;
  const month = (by: number) => {
    const date = new Date(today);
    date.setUTCMonth(date.getUTCMonth() + by);
    return date.getTime();
  };
  const relative: Record<string, number> = {
    today,
    tomorrow: today + DAY,
    yesterday: today - DAY,
    one_week_ago: today - 7 * DAY,
    one_week_from_now: today + 7 * DAY,
    one_month_ago: month(-1),
    one_month_from_now: month(1),
  };
  if (typeof value !== 'string') throw malformed(path, 'a valid ISO 8601 date string', value);
  const day = relative[value];
  if (day !== undefined) return { from: day, to: day + DAY };
  const at = Date.parse(/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(value) ? `${value}Z` : value);
  if (Number.isNaN(at)) throw malformed(path, 'a valid ISO 8601 date string', value);
  return isDay(value) ? { from: at, to: at + DAY } : { from: at, to: at + 1 };
}

const PERIODS: Record<string, (now: number) => { from: number; to: number }> = {
  past_week: (now) => ({ from: now - 7 * DAY, to: now + 1 }),
  past_month: (now) => ({ from: now - 30 * DAY, to: now + 1 }),
  past_year: (now) => ({ from: now - 365 * DAY, to: now + 1 }),
  next_week: (now) => ({ from: now, to: now + 7 * DAY }),
  next_month: (now) => ({ from: now, to: now + 30 * DAY }),
  next_year: (now) => ({ from: now, to: now + 365 * DAY }),
  this_week: (now) => {
    const today = Math.floor(now / DAY) * DAY;
    const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY;
    return { from: monday, to: monday + 7 * DAY };
  },
};

/** A test of a moment (the start of a date), in epoch milliseconds. */
function momentTest(
  operator: string,
  value: unknown,
  path: string,
  now: number,
): ((at: number) => boolean) | null {
  const period = PERIODS[operator]?.(now);
  if (period) return (at) => at >= period.from && at < period.to;
  if (!['equals', 'before', 'after', 'on_or_before', 'on_or_after'].includes(operator)) return null;
  const { from, to } = span(value, path, now);
  if (operator === 'equals') return (at) => at >= from && at < to;
  if (operator === 'before') return (at) => at < from;
  if (operator === 'after') return (at) => at >= to;
  if (operator === 'on_or_before') return (at) => at < to;
  return (at) => at >= from;
}

function dateTest(operator: string, value: unknown, path: string, now: number): CellTest | null {
  const test = momentTest(operator, value, path, now);
  return (
    test &&
    ((cell) =>
      cell !== null && typeof cell === 'object' && !Array.isArray(cell) && test(Date.parse(cell.start)))
  );
}

/** A condition such as `{equals: "x"}` under the key of its kind → a test of cells. */
function cellTest(world: World, kind: string, condition: unknown, path: string): CellTest {
  const fields = readFields(condition, path);
  const [operator, ...rest] = Object.keys(fields);
  if (operator === undefined || rest.length > 0)
    throw malformed(path, 'a filter with one condition', condition);
  const value = fields[operator];
  const at = `${path}.${operator}`;
  if (operator === 'is_empty' || operator === 'is_not_empty') {
    if (value !== true) throw malformed(at, '`true`', value);
    return (cell) => isBlank(cell) === (operator === 'is_empty');
  }
  const now = world.now();
  const test =
    kind === 'number' || kind === 'unique_id'
      ? numberTest(operator, value, at)
      : kind === 'checkbox'
        ? checkboxTest(operator, value, at)
        : kind === 'select' || kind === 'status'
          ? optionTest(operator, value, at)
          : ['multi_select', 'people', 'relation', 'created_by', 'last_edited_by'].includes(kind)
            ? listTest(operator, value, at, world.state.bot.id)
            : kind === 'date' || kind === 'created_time' || kind === 'last_edited_time'
              ? dateTest(operator, value, at, now)
              : ['title', 'rich_text', 'url', 'email', 'phone_number', 'string'].includes(kind)
                ? textTest(operator, value, at)
                : null;
  if (!test) throw malformed(at, 'not present', value);
  return test;
}

function rollupTest(
  world: World,
  source: DataSource,
  property: Property,
  condition: unknown,
  path: string,
): Test {
  const fields = readFields(condition, path);
  const how = Object.keys(fields)[0];
  if (how === 'number' || how === 'date') {
    const test = cellTest(world, how, fields[how], `${path}.${how}`);
    return (page) => test(cellOf(world, source, property, page));
  }
  if (how !== 'any' && how !== 'none' && how !== 'every')
    throw malformed(`${path}.any`, 'defined', undefined);
  const inner = readFields(fields[how], `${path}.${how}`);
  const kind = Object.keys(inner)[0] ?? '';
  const test = cellTest(world, kind, inner[kind], `${path}.${how}.${kind}`);
  return (page) => {
    const targets = rollupTargets(world, source, property, page);
    const cells = (targets?.pages ?? []).map((one) =>
      cellOf(world, targets!.targetSource, targets!.target, one),
    );
    if (how === 'any') return cells.some(test);
    return how === 'every' ? cells.every(test) : !cells.some(test);
  };
}

function propertyTest(world: World, source: DataSource, filter: Fields, path: string): Test {
  const key = String(filter.property);
  const property = findProperty(source, key);
  if (!property) throw invalid(`Could not find property with name or id: ${key}`);
  const kind = Object.keys(filter).find((name) => name !== 'property' && name !== 'type');
  if (kind === undefined) throw malformed(`${path}.${property.type}`, 'defined', undefined);
  // assumption: title and rich_text conditions may stand for each other.
  const textual = ['title', 'rich_text'];
  if (kind !== property.type && !(textual.includes(kind) && textual.includes(property.type))) {
    throw invalid(
      `The property type in the database does not match the property type of the filter provided: database property ${property.type} does not match filter ${kind}`,
    );
  }
  if (kind === 'rollup') return rollupTest(world, source, property, filter[kind], `${path}.rollup`);
  let [inner, condition, at] = [kind, filter[kind], `${path}.${kind}`];
  if (kind === 'formula') {
    const fields = readFields(condition, at);
    inner = Object.keys(fields)[0] ?? '';
    [condition, at] = [fields[inner], `${at}.${inner}`];
  }
  const test = cellTest(world, inner, condition, at);
  return (page) => test(cellOf(world, source, property, page));
}

function timestampTest(world: World, filter: Fields, path: string): Test {
  const which = filter.timestamp;
  if (which !== 'created_time' && which !== 'last_edited_time')
    throw malformed(`${path}.timestamp`, '"created_time" or "last_edited_time"', which);
  const condition = readFields(filter[which], `${path}.${which}`);
  const operator = Object.keys(condition)[0] ?? '';
  if (operator === 'is_empty' || operator === 'is_not_empty') return () => operator === 'is_not_empty';
  const test = momentTest(operator, condition[operator], `${path}.${which}.${operator}`, world.now());
  if (!test) throw malformed(`${path}.${which}.${operator}`, 'not present', condition[operator]);
  // Only the floored minute is there to be compared [doc].
  return (page) => test(floorMinute(which === 'created_time' ? page.created : page.edited));
}

/** A filter → a test of the data source's pages, or 400. */
export function readFilter(
  world: World,
  source: DataSource,
  filter: unknown,
  path = 'body.filter',
  depth = 0,
): Test {
  const fields = readFields(filter, path);
  const join = isFields(fields) && ('and' in fields ? 'and' : 'or' in fields ? 'or' : null);
  if (join) {
    if (depth >= 2) throw malformed(path, 'at most two levels of compound filters', filter);
    const tests = readList(fields[join], `${path}.${join}`).map((one, i) =>
      readFilter(world, source, one, `${path}.${join}[${i}]`, depth + 1),
    );
    return join === 'and'
      ? (page) => tests.every((test) => test(page))
      : (page) => tests.some((test) => test(page));
  }
  if (fields.timestamp !== undefined) return timestampTest(world, fields, path);
  if (fields.property === undefined) throw malformed(`${path}.or`, 'defined', undefined);
  return propertyTest(world, source, fields, path);
}
