/**
 * The columns of a data source: reading the configurations that are sent, changing the schema as a whole (validated
 * first, then applied), two-way relations that appear on both sides. Addresses properties by name or by id, escaped or not.
 */
import { propertyKind } from '../cells.ts';
import { invalid, malformed, notFound } from '../errors.ts';
import { kindOf } from '../formula/evaluate.ts';
import { FormulaFault, parseFormula } from '../formula/parse.ts';
import { nextRandom, unescapeId } from '../ids.ts';
import { type Fields, isFields, onlyKeys, readFields, readId, readText } from '../read.ts';
import { ROLLUP_FUNCTIONS } from '../rollup.ts';
import type { DataSource, Property, PropertyConfig } from '../state.ts';
import { isVisible, propertyById, type World } from '../world.ts';
import { linkRelation, newPropertyId, removeProperty, retype } from './columns.ts';
import { readSelectConfig, readStatusConfig } from './options.ts';

/** Every property type that can be made or met. */
export const PROPERTY_TYPES = [
  'title',
  'rich_text',
  'number',
  'select',
  'multi_select',
  'status',
  'date',
  'people',
  'files',
  'checkbox',
  'url',
  'email',
  'phone_number',
  'formula',
  'relation',
  'rollup',
  'created_time',
  'created_by',
  'last_edited_time',
  'last_edited_by',
  'unique_id',
  'button',
  'place',
  'verification',
  'location',
  'last_visited_time',
];

/** A property by name, by id, or by escaped id. */
export function findProperty(source: DataSource, key: string): Property | undefined {
  return (
    source.properties.find((property) => property.name === key) ??
    propertyById(source, key) ??
    propertyById(source, unescapeId(key))
  );
}

/** The type a property configuration or value names, or under whose key it stands; null when there is none. */
export function namedType(sent: Fields): string | null {
  if (typeof sent.type === 'string') return sent.type;
  return Object.keys(sent).find((key) => PROPERTY_TYPES.includes(key)) ?? null;
}

/** What is to be done to the schema, all of it checked; `apply` does it and tells which ids were touched. */
interface SchemaChange {
  apply(): { id: string; name: string | null; action: 'created' | 'updated' | 'deleted' }[];
}

/** A formula's text → its parts, property names replaced by ids; invalid ones are 400 [CL 2026-08-12]. */
function readFormula(world: World, source: DataSource, expression: string): (string | { prop: string })[] {
  const parts: (string | { prop: string })[] = [];
  let at = 0;
  try {
    const tree = parseFormula(
      expression,
      (name) => findProperty(source, name)?.id ?? null,
      (id, from, to) => {
        parts.push(expression.slice(at, from), { prop: id });
        at = to;
      },
    );
    kindOf(tree, (id) => {
      const property = propertyById(source, id);
      return property ? propertyKind(world, source, property) : 'any';
    });
  } catch (fault) {
    // assumption: the sentence; code and status are documented.
    if (fault instanceof FormulaFault) throw invalid(`Type error with formula: ${fault.message}`);
    throw fault;
  }
  parts.push(expression.slice(at));
  return parts;
}

function readRelation(world: World, sent: Fields, path: string): { target: DataSource; dual: Fields | null } {
  onlyKeys(sent, ['data_source_id', 'database_id', 'type', 'single_property', 'dual_property'], path);
  const id = readId(sent.data_source_id, `${path}.data_source_id`);
  const target = world.state.dataSources.get(id);
  if (!target || !isVisible(world.state, target)) throw notFound('data_source', id, world.state.bot);
  const dual = isFields(sent.dual_property) ? sent.dual_property : null;
  if (!dual && !isFields(sent.single_property))
    throw malformed(`${path}.single_property`, 'defined', undefined);
  return { target, dual };
}

function readRollup(
  world: World,
  source: DataSource,
  sent: Fields,
  path: string,
): NonNullable<PropertyConfig['rollup']> {
  const how = readText(sent.function, `${path}.function`);
  if (!ROLLUP_FUNCTIONS.includes(how))
    throw malformed(`${path}.function`, ROLLUP_FUNCTIONS.map((f) => `"${f}"`).join(', '), how);
  const relationKey = readText(
    sent.relation_property_id ?? sent.relation_property_name,
    `${path}.relation_property_name`,
  );
  const relation = findProperty(source, relationKey);
  const targetSource =
    relation?.config.relation && world.state.dataSources.get(relation.config.relation.dataSource);
  if (!relation || !targetSource)
    throw invalid(`Could not find relation property with name or id: ${relationKey}`);
  const key = readText(sent.rollup_property_id ?? sent.rollup_property_name, `${path}.rollup_property_name`);
  const target = findProperty(targetSource, key);
  if (!target) throw invalid(`Could not find property with name or id: ${key}`);
  return { relation: relation.id, property: target.id, function: how };
}

/** Checks one configuration; the answer puts it on the property (and on the other side, for two-way relations). */
function readConfig(
  world: World,
  source: DataSource,
  type: string,
  sent: Fields,
  path: string,
  before: PropertyConfig,
): (property: Property) => void {
  const random = () => nextRandom(world.state.random);
  const set = (config: PropertyConfig) => (property: Property) => {
    property.config = config;
  };
  switch (type) {
    case 'number':
      return set({ format: typeof sent.format === 'string' ? sent.format : (before.format ?? 'number') });
    case 'select':
    case 'multi_select':
      return set(readSelectConfig(sent, path, before, random));
    case 'status':
      return set(readStatusConfig(sent, path, before, random));
    case 'formula':
      return set({ formula: readFormula(world, source, readText(sent.expression, `${path}.expression`)) });
    case 'rollup':
      return set({ rollup: readRollup(world, source, sent, path) });
    case 'unique_id':
      return set({
        prefix: (sent.prefix as string | null | undefined) ?? null,
        nextNumber: before.nextNumber ?? 1,
      });
    case 'relation': {
      const { target, dual } = readRelation(world, sent, path);
      return (property) => linkRelation(world, source, property, target, dual);
    }
    default:
      onlyKeys(sent, [], path);
      return set({});
  }
}

function readDescription(sent: Fields, path: string): string | null | undefined {
  if (sent.description === undefined || sent.description === null)
    return sent.description as null | undefined;
  return readText(sent.description, `${path}.description`, 280);
}

function planCreate(
  world: World,
  source: DataSource,
  name: string,
  sent: Fields,
  path: string,
): () => Property | null {
  const type = namedType(sent);
  if (type === null || !PROPERTY_TYPES.includes(type)) throw malformed(`${path}.title`, 'defined', undefined);
  const inner = readFields(sent[type] ?? {}, `${path}.${type}`);
  const description = readDescription(sent, path);
  if (type === 'verification') throw invalid('Verification properties can only be created in a wiki.');
  const put = readConfig(world, source, type, inner, `${path}.${type}`, {});
  return () => {
    if (type === 'button') return null; // accepted and ignored [doc]
    const id = type === 'title' ? 'title' : newPropertyId(world, source);
    const property: Property = { id, name, type, description: description ?? null, config: {} };
    source.properties.push(property);
    put(property);
    if (type === 'unique_id') numberRows(world, source, property);
    return property;
  };
}

/** Rows that are already there get their numbers, oldest first. */
function numberRows(world: World, source: DataSource, property: Property): void {
  for (const id of source.rows) {
    const page = world.state.pages.get(id);
    if (page) page.values[property.id] = property.config.nextNumber!++;
  }
}

/** Checks a whole `properties` object against the schema as it stands; nothing is changed before `apply`. */
export function readSchema(
  world: World,
  source: DataSource,
  sent: Fields,
  path = 'body.properties',
): SchemaChange {
  const steps: (() => {
    id: string;
    name: string | null;
    action: 'created' | 'updated' | 'deleted';
  } | null)[] = [];
  const names = new Set(source.properties.map((property) => property.name));
  let titles = source.properties.filter((property) => property.type === 'title').length;
  for (const [key, value] of Object.entries(sent)) {
    const at = `${path}.${key}`;
    const existing = findProperty(source, key);
    if (value === null) {
      if (!existing) throw invalid(`Could not find property with name or id: ${key}`);
      if (existing.type === 'title') throw invalid('Cannot delete title property.');
      steps.push(() => {
        removeProperty(world, source, existing);
        return { id: existing.id, name: existing.name, action: 'deleted' };
      });
      continue;
    }
    const fields = readFields(value, at);
    if (!existing) {
      if (namedType(fields) === 'title' && ++titles > 1)
        throw invalid('A data source can have only one title property.');
      const make = planCreate(world, source, key, fields, at);
      steps.push(() => {
        const property = make();
        return property && { id: property.id, name: property.name, action: 'created' };
      });
      continue;
    }
    const type = namedType(fields) ?? existing.type;
    if (type !== existing.type && (type === 'title' || existing.type === 'title')) {
      throw invalid('Cannot change the type of the title property.');
    }
    const name = fields.name === undefined ? existing.name : readText(fields.name, `${at}.name`);
    if (name !== existing.name && names.has(name))
      throw invalid(`Property with name ${name} already exists.`);
    const description = readDescription(fields, at);
    const inner = fields[type];
    const before = type === existing.type ? existing.config : {};
    const put = isFields(inner) ? readConfig(world, source, type, inner, `${at}.${type}`, before) : null;
    steps.push(() => {
      existing.name = name;
      if (description !== undefined) existing.description = description;
      if (type !== existing.type) retype(world, source, existing, type);
      put?.(existing);
      return { id: existing.id, name: existing.name, action: 'updated' };
    });
  }
  return { apply: () => steps.flatMap((step) => step() ?? []) };
}
