/**
 * Values that are sent for a page's properties: checked as a whole (unknown column, wrong kind, read-only, lengths),
 * then put on the page. Nothing is changed when anything is wrong. Two-way relations write both sides.
 */
import { invalid, malformed, notFound } from '../errors.ts';
import { nextRandom } from '../ids.ts';
import { type Fields, isFields, readFields, readFlag, readId, readList, readText } from '../read.ts';
import { readRichText } from '../richtext.ts';
import type { DataSource, Id, Page, Property, Stored } from '../state.ts';
import { readDate } from '../times.ts';
import { isVisible, propertyById, sourceOf, type World } from '../world.ts';
import { defaultStatus, findOption, makeOption } from './options.ts';
import { findProperty, namedType, PROPERTY_TYPES } from './schema.ts';

/** Types that only Notion writes: the request has no such key at all [type]. */
const READ_ONLY = [
  'formula',
  'rollup',
  'created_time',
  'created_by',
  'last_edited_time',
  'last_edited_by',
  'unique_id',
  'button',
];

/** A value that passed its checks: puts itself on a page. */
type Put = (page: Page) => void;

/** Names for mentions inside rich text. */
export function mentionName(world: World): (kind: 'user' | 'page' | 'database', id: string) => string {
  return (kind, id) => (kind === 'user' ? world.state.users.get(id)?.name : null) ?? 'Untitled';
}

function readSelect(world: World, property: Property, value: unknown, path: string): Put {
  const options = property.config.options ?? [];
  if (value === null) {
    return (page) => {
      page.values[property.id] = property.type === 'status' ? defaultStatus(property.config) : null;
    };
  }
  const sent = readFields(value, path);
  if (sent.id === undefined && sent.name === undefined) throw malformed(`${path}.name`, 'defined', undefined);
  const known = findOption(options, sent);
  if (known) {
    return (page) => {
      page.values[property.id] = known.id;
    };
  }
  const name = String(sent.name ?? sent.id);
  if (property.type === 'status' || sent.name === undefined) {
    // A page write cannot create a status option [doc]; the stray quotation mark is Notion's [field reports].
    const kind = property.type === 'status' ? 'status' : 'select';
    const noun = kind === 'status' ? 'Status' : 'Select';
    throw invalid(`Invalid ${kind} option. ${noun} option "${name}" does not exist".`);
  }
  const made = makeOption(
    readText(sent.name, `${path}.name`, 100),
    () => nextRandom(world.state.random),
    sent.color as string,
  );
  return (page) => {
    const option = findOption(property.config.options ?? [], made) ?? made;
    if (option === made) property.config.options = [...(property.config.options ?? []), made];
    page.values[property.id] = option.id;
  };
}

function readMultiSelect(world: World, property: Property, value: unknown, path: string): Put {
  const puts = readList(value, path).map((item, i) =>
    readSelect(world, property, readFields(item, `${path}[${i}]`), `${path}[${i}]`),
  );
  return (page) => {
    const ids: string[] = [];
    for (const put of puts) {
      put(page);
      const id = page.values[property.id] as string;
      if (!ids.includes(id)) ids.push(id);
    }
    page.values[property.id] = ids;
  };
}

function readPeople(world: World, property: Property, value: unknown, path: string): Put {
  const ids = readList(value, path).map((item, i) =>
    readId(readFields(item, `${path}[${i}]`).id, `${path}[${i}].id`),
  );
  for (const id of ids) {
    // assumption: an unknown person is a validation error, not a 404.
    if (!world.state.users.has(id)) throw invalid(`Could not find user with ID: ${id}.`);
  }
  return (page) => {
    page.values[property.id] = [...new Set(ids)];
  };
}

function readRelation(
  world: World,
  source: DataSource,
  property: Property,
  value: unknown,
  path: string,
): Put {
  const ids = readList(value, path).map((item, i) =>
    readId(readFields(item, `${path}[${i}]`).id, `${path}[${i}].id`),
  );
  for (const id of ids) {
    const page = world.state.pages.get(id);
    if (!page || !isVisible(world.state, page)) throw notFound('page', id, world.state.bot);
    if (sourceOf(world.state, page)?.id !== property.config.relation?.dataSource) {
      throw invalid(`Page with ID ${id} is not in the related data source of ${property.name}.`); // assumption: the sentence
    }
  }
  return (page) => relate(world, source, property, page, [...new Set(ids)]);
}

/**
 * Sets a relation, and the other side of a two-way one.
 * assumption: a page whose other side changes counts as edited too.
 */
export function relate(world: World, _source: DataSource, property: Property, page: Page, ids: Id[]): void {
  const before = (page.values[property.id] as Id[] | undefined) ?? [];
  page.values[property.id] = ids;
  const link = property.config.relation;
  const target = link && world.state.dataSources.get(link.dataSource);
  const mirror = target && link.mirror !== null ? propertyById(target, link.mirror) : undefined;
  if (!mirror) return;
  for (const id of new Set([...before, ...ids])) {
    if (before.includes(id) === ids.includes(id)) continue;
    const other = world.state.pages.get(id);
    if (!other) continue;
    const there = (other.values[mirror.id] as Id[] | undefined) ?? [];
    other.values[mirror.id] = ids.includes(id) ? [...there, page.id] : there.filter((one) => one !== page.id);
    other.edited = world.now();
    other.editedBy = page.editedBy;
  }
}

function readFiles(value: unknown, path: string): Stored {
  return readList(value, path).map((item, i) => {
    const file = readFields(item, `${path}[${i}]`);
    if (isFields(file.external)) {
      const url = readText(file.external.url, `${path}[${i}].external.url`, 2000);
      return {
        name: readText(file.name ?? url, `${path}[${i}].name`, 100),
        type: 'external',
        external: { url },
      };
    }
    return { ...file };
  });
}

function readPlain(world: World, property: Property, value: unknown, path: string): Stored {
  switch (property.type) {
    case 'title':
    case 'rich_text':
      return readRichText(value, path, mentionName(world));
    case 'number':
      if (value !== null && (typeof value !== 'number' || !Number.isFinite(value)))
        throw malformed(path, 'a number or `null`', value);
      return value;
    case 'checkbox':
      return readFlag(value, path);
    case 'date':
      return readDate(value, path);
    case 'url':
      if (value === null) return null;
      if (value === '') throw malformed(path, 'not empty or `null`', value); // assumption: an empty address is refused
      return readText(value, path, 2000);
    case 'email':
    case 'phone_number':
      return value === null ? null : readText(value, path, 200);
    case 'files':
      return readFiles(value, path);
    default:
      return value as Stored;
  }
}

/** One value as sent → what puts it on a page. */
export function readValue(
  world: World,
  source: DataSource,
  property: Property,
  value: unknown,
  path: string,
): Put {
  switch (property.type) {
    case 'select':
    case 'status':
      return readSelect(world, property, value, path);
    case 'multi_select':
      return readMultiSelect(world, property, value, path);
    case 'people':
      return readPeople(world, property, value, path);
    case 'relation':
      return readRelation(world, source, property, value, path);
    default: {
      const stored = readPlain(world, property, value, path);
      return (page) => {
        page.values[property.id] = stored;
      };
    }
  }
}

/** A whole `properties` object for a row of `source`; refuses with every fault of name or kind at once, as Notion does. */
export function readValues(
  world: World,
  source: DataSource,
  sent: Fields,
  path = 'body.properties',
): { ids: string[]; put: Put } {
  const faults: string[] = [];
  const found: { property: Property; value: unknown; at: string }[] = [];
  for (const [key, value] of Object.entries(sent)) {
    if (value === undefined) continue;
    const property = findProperty(source, key);
    if (!property) {
      faults.push(`${key} is not a property that exists.`);
      continue;
    }
    // `"title": [...]` without the inner key is taken too [rec].
    const fields: Fields = Array.isArray(value)
      ? { [property.type]: value }
      : readFields(value, `${path}.${key}`);
    const type = namedType(fields);
    if (type !== null && READ_ONLY.includes(type))
      throw malformed(`${path}.${key}.${type}`, 'not present', fields[type]);
    if (type === null || !PROPERTY_TYPES.includes(type))
      throw malformed(`${path}.${key}.${property.type}`, 'defined', undefined);
    if (type !== property.type) {
      faults.push(`${property.name} is expected to be ${property.type}.`);
      continue;
    }
    if (fields[type] === undefined) throw malformed(`${path}.${key}.${type}`, 'defined', undefined);
    found.push({ property, value: fields[type], at: `${path}.${key}.${type}` });
  }
  if (faults.length > 0) throw invalid(faults.join(' '));
  const puts = found.map(({ property, value, at }) => readValue(world, source, property, value, at));
  return {
    ids: found.map(({ property }) => property.id),
    put: (page) => {
      for (const put of puts) put(page);
    },
  };
}
