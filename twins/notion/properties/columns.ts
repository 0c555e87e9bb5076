/**
 * Columns as things: new ids and names for them, two-way relations that stand on both sides, taking away, bringing back,
 * making another type of one. Used by the API's schema changes and by people's alike; checks nothing.
 */
import { makePropertyId, nextRandom } from '../ids.ts';
import type { Fields } from '../read.ts';
import { plainText } from '../richtext.ts';
import type { DataSource, Property } from '../state.ts';
import { propertyById, type World } from '../world.ts';
import { readStatusConfig } from './options.ts';

/** A free property id in the data source. */
export function newPropertyId(world: World, source: DataSource): string {
  return makePropertyId(
    () => nextRandom(world.state.random),
    new Set([...source.properties, ...source.removed].map(({ id }) => id)),
  );
}

/** A name not yet taken: itself, else with a number. assumption: Notion numbers them so. */
function freeName(source: DataSource, name: string): string {
  const taken = new Set(source.properties.map((property) => property.name));
  if (!taken.has(name)) return name;
  for (let n = 1; ; n++) if (!taken.has(`${name} (${n})`)) return `${name} (${n})`;
}

/**
 * Puts a relation on `property`; a two-way one gets its other side on the target.
 * assumption: `synced_property_name` is honoured on create (typed, never verified); without it the other side is
 * called "Related to <database> (<property>)". A name that is taken gets a number.
 */
export function linkRelation(
  world: World,
  source: DataSource,
  property: Property,
  target: DataSource,
  dual: Fields | null,
): void {
  const old = property.config.relation;
  if (old?.dataSource === target.id && (old.mirror !== null) === (dual !== null)) {
    const mirror = old.mirror === null ? undefined : propertyById(target, old.mirror);
    if (mirror && typeof dual?.synced_property_name === 'string') mirror.name = dual.synced_property_name;
    return;
  }
  removeMirror(world, property);
  property.config = { relation: { dataSource: target.id, mirror: null } };
  if (!dual) return;
  const wanted =
    typeof dual.synced_property_name === 'string'
      ? dual.synced_property_name
      : `Related to ${plainText(source.title) || 'Untitled'} (${property.name})`;
  const mirror: Property = {
    id: newPropertyId(world, target),
    name: freeName(target, wanted),
    type: 'relation',
    description: null,
    config: { relation: { dataSource: source.id, mirror: property.id } },
  };
  target.properties.push(mirror);
  property.config.relation!.mirror = mirror.id;
}

/** Takes the other side of a two-way relation away. assumption: Notion removes it with the first. */
function removeMirror(world: World, property: Property): void {
  const link = property.config.relation;
  const target = link && world.state.dataSources.get(link.dataSource);
  const mirror = target && link.mirror !== null ? propertyById(target, link.mirror) : undefined;
  if (!target || !mirror) return;
  target.properties = target.properties.filter((other) => other !== mirror);
  target.removed.push(mirror);
}

/** Takes a property away, and the other side of a two-way relation with it. */
export function removeProperty(world: World, source: DataSource, property: Property): void {
  source.properties = source.properties.filter((other) => other !== property);
  source.removed.push(property);
  removeMirror(world, property);
}

/** Brings a removed property back with its id and values, and its other side; a name taken since gets a number. */
export function restoreProperty(world: World, source: DataSource, name: string): Property | undefined {
  const property = source.removed.findLast((one) => one.name === name);
  if (!property) return undefined;
  source.removed = source.removed.filter((other) => other !== property);
  property.name = freeName(source, property.name);
  source.properties.push(property);
  const link = property.config.relation;
  const target = link && world.state.dataSources.get(link.dataSource);
  const mirror = target?.removed.find((one) => one.id === link?.mirror);
  if (target && mirror) {
    target.removed = target.removed.filter((other) => other !== mirror);
    mirror.name = freeName(target, mirror.name);
    target.properties.push(mirror);
  }
  return property;
}

/** Makes a property another type. assumption: words survive between text-like types; everything else is emptied. */
export function retype(world: World, source: DataSource, property: Property, type: string): void {
  const textual = ['url', 'email', 'phone_number'];
  const keep = textual.includes(property.type) && textual.includes(type);
  removeMirror(world, property);
  property.type = type;
  property.config = {};
  if (type === 'status')
    property.config = readStatusConfig({}, 'status', {}, () => nextRandom(world.state.random));
  if (type === 'select' || type === 'multi_select') property.config = { options: [] };
  if (type === 'number') property.config = { format: 'number' };
  if (keep) return;
  for (const id of source.rows) delete world.state.pages.get(id)?.values[property.id];
}
