// Which property of an observed database is which declared one: the drift check. Pure.
// It refuses to take a property of another type, or a relation that leads elsewhere, for ours.
import type { DatabaseKey, Property } from '../../schemas/index.ts';
import { databases } from '../../schemas/index.ts';
import type { Observed, ObservedProperty } from './observed.ts';
import { propertiesOf } from './page.ts';
import type { Bindings } from './workspace.ts';

export type Match =
  | { readonly state: 'found'; readonly property: ObservedProperty }
  | { readonly state: 'wrong'; readonly property: ObservedProperty; readonly problem: string }
  | { readonly state: 'missing' };

const MISSING: Match = { state: 'missing' };

/**
 * Finds a declared property: by the id that was bound, else (title) as the only one of its kind, else by its
 * name. The mirror of a two-way relation is the one that the other side names.
 */
export function matchProperty(
  observed: Observed,
  bindings: Bindings | null,
  database: DatabaseKey,
  key: string,
): Match {
  const place = observed[database];
  const property = propertiesOf(database)[key];
  if (place.state !== 'there' || place.properties === null || property === undefined) return MISSING;
  const all = place.properties;

  const mirror = mirrorId(observed, bindings, property);
  const boundId = bindings?.[database].properties[key];
  const namesake = all.find(({ name }) => name === property.name);
  const bound = all.find(({ id }) => id === mirror) ?? all.find(({ id }) => id === boundId);
  // One that people retyped and renamed as well is theirs now; ours is missing.
  if (bound && (fits(observed, property, bound) || bound.name === property.name)) {
    return judge(observed, database, property, bound);
  }
  if (namesake && keyOf(bindings, database, namesake.id) !== undefined) return taken(database, namesake);
  // A property called as our title must not be another: people would take one for the other.
  if (namesake || property.type !== 'title') {
    return namesake ? judge(observed, database, property, namesake) : MISSING;
  }
  const title = all.find(({ type }) => type === 'title');
  return title ? { state: 'found', property: title } : MISSING;
}

/** The key under which a property is bound already, whatever people call it now. */
function keyOf(bindings: Bindings | null, database: DatabaseKey, id: string): string | undefined {
  const bound = Object.entries(bindings?.[database].properties ?? {});
  return bound.find(([, boundId]) => boundId === id)?.[0];
}

function judge(
  observed: Observed,
  database: DatabaseKey,
  property: Property,
  found: ObservedProperty,
): Match {
  return fits(observed, property, found)
    ? { state: 'found', property: found }
    : wrong(database, property, found);
}

function taken(database: DatabaseKey, found: ObservedProperty): Match {
  const problem = `${databases[database].name}: “${found.name}” is the new name of another property of ours, so the one that was called so cannot be added again. Rename it.`;
  return { state: 'wrong', property: found, problem };
}

function fits(observed: Observed, property: Property, found: ObservedProperty): boolean {
  if (found.type !== property.type) return false;
  if (property.type !== 'relation') return true;
  const target = observed[property.to];
  return target.state === 'there' && found.relation?.dataSourceId === target.dataSourceId;
}

function wrong(database: DatabaseKey, property: Property, found: ObservedProperty): Match {
  const is = found.type === property.type ? 'leads to another database' : `is of type ${inWords(found.type)}`;
  const wanted =
    found.type === property.type && property.type === 'relation'
      ? databases[property.to].name
      : inWords(property.type);
  return {
    state: 'wrong',
    property: found,
    problem: `${databases[database].name}: the property “${found.name}” ${is} where ${wanted} is needed. Rename it, or change its type.`,
  };
}

function inWords(type: string): string {
  return type === 'rich_text' ? 'text' : type.replaceAll('_', ' ');
}

function mirrorId(observed: Observed, bindings: Bindings | null, property: Property): string | null {
  if (property.type !== 'relation' || property.creates) return null;
  const other = matchProperty(observed, bindings, property.to, property.inverse);
  return other.state === 'found' ? (other.property.relation?.mirrorId ?? null) : null;
}

/** Options of a status that people removed: Notion cannot be asked to add one without resending all. */
export function missingOptions(database: DatabaseKey, property: Property, found: ObservedProperty): string[] {
  if (property.type !== 'status' || found.options === null) return [];
  const there = new Set(found.options);
  return property.options
    .filter((option) => !there.has(option.name))
    .map(
      (option) =>
        `${databases[database].name}: “${found.name}” lacks the option “${option.name}”. Add it in Notion, in the group ${option.group}.`,
    );
}

/** All declared properties of a database with what they match. */
export function matchesOf(observed: Observed, bindings: Bindings | null, database: DatabaseKey) {
  return Object.entries(propertiesOf(database)).map(([key, property]): [string, Property, Match] => [
    key,
    property,
    matchProperty(observed, bindings, database, key),
  ]);
}
