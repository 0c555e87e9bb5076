// The properties that a database still lacks, and how each is added. Pure.
// It adds and never resends: options that people removed, renamed or recoloured are theirs (notion.md 1.5).
import { type DatabaseKey, databases, type Property } from '../../schemas/index.ts';
import {
  formulaConfig,
  type PropertyConfig,
  plainConfig,
  referencesOf,
  relationConfig,
  rollupConfig,
} from './config.ts';
import { type Match, matchesOf, matchProperty, missingOptions } from './match.ts';
import type { Observed, ObservedDatabase, ObservedProperty } from './observed.ts';
import { propertiesOf } from './page.ts';
import type { Bindings } from './workspace.ts';

export type PropertyStep = { readonly database: DatabaseKey; readonly sentence: string } & (
  | {
      readonly do: 'add properties';
      /** By name where added, by id where a one-way relation is made two-way again. */
      readonly properties: Readonly<Record<string, PropertyConfig>>;
    }
  | { readonly do: 'rename property'; readonly id: string; readonly name: string }
);

/** Steps for one database's properties, and what stands in their way. Nothing before they were read. */
export function planProperties(observed: Observed, bindings: Bindings | null, database: DatabaseKey) {
  const place = observed[database];
  const steps: PropertyStep[] = [];
  const problems: string[] = [];
  if (place.state !== 'there' || place.properties === null) return { steps, problems };

  const missing: Record<string, PropertyConfig> = {};
  for (const [key, property, match] of matchesOf(observed, bindings, database)) {
    if (match.state === 'wrong') problems.push(match.problem);
    if (match.state === 'found') {
      problems.push(...missingOptions(database, property, match.property));
      if (isUnnamed(place, bindings, database, key, match.property)) {
        const sentence = `Named the relation ${property.name} in ${databases[database].name}.`;
        steps.push({ do: 'rename property', database, id: match.property.id, name: property.name, sentence });
      }
    }
    if (match.state === 'missing') {
      const config = configOf(observed, bindings, database, property);
      if (typeof config === 'string') problems.push(config);
      else if (config !== null) missing[property.name] = config;
      steps.push(...restoreMirror(observed, bindings, database, property));
    }
  }
  const names = Object.keys(missing);
  if (names.length > 0) {
    const sentence = `Added ${names.join(', ')} to ${databases[database].name}.`;
    steps.unshift({ do: 'add properties', database, properties: missing, sentence });
  }
  return { steps, problems };
}

/** What a missing property is added with; null: another step brings it; a sentence: it cannot be added. */
function configOf(
  observed: Observed,
  bindings: Bindings | null,
  database: DatabaseKey,
  property: Property,
): PropertyConfig | string | null {
  const find = (where: DatabaseKey, key: string) => matchProperty(observed, bindings, where, key);
  /** Null where a step brings what it waits for. */
  const wait = (where: DatabaseKey, key: string, match: Match) => {
    const other = propertiesOf(where)[key];
    const comes =
      match.state === 'missing' && other && typeof configOf(observed, bindings, where, other) !== 'string';
    return comes
      ? null
      : `${databases[database].name}: “${property.name}” cannot be added while “${other?.name}” is of another type or missing.`;
  };
  switch (property.type) {
    case 'relation': {
      const target = observed[property.to];
      if (!property.creates || target.state !== 'there') return null;
      return relationConfig(property, target.dataSourceId, mirrorName(property));
    }
    case 'rollup': {
      const relation = propertiesOf(database)[property.relation];
      if (relation?.type !== 'relation') return null;
      const relationMatch = find(database, property.relation);
      if (relationMatch.state !== 'found') return wait(database, property.relation, relationMatch);
      const target = find(relation.to, property.property);
      if (target.state !== 'found') return wait(relation.to, property.property, target);
      return rollupConfig(property, relationMatch.property.id, target.property.id);
    }
    case 'formula': {
      const names = new Map<string, string>();
      for (const declared of referencesOf(property.expression)) {
        const entries = Object.entries(propertiesOf(database));
        const key = entries.find(([, other]) => other.name === declared)?.[0] ?? declared;
        const match = find(database, key);
        if (match.state !== 'found') return wait(database, key, match);
        names.set(declared, match.property.name);
      }
      return formulaConfig(property, (declared) => names.get(declared) ?? declared);
    }
    default:
      return plainConfig(property);
  }
}

/**
 * The other side of a relation that people made one-way is asked for on the side that is left.
 * // assumption: Notion turns a one-way relation into a two-way one by this update; it is typed, not described.
 */
function restoreMirror(
  observed: Observed,
  bindings: Bindings | null,
  database: DatabaseKey,
  property: Property,
): PropertyStep[] {
  const place = observed[database];
  if (property.type !== 'relation' || property.creates || place.state !== 'there') return [];
  const other = matchProperty(observed, bindings, property.to, property.inverse);
  if (other.state !== 'found') return [];
  const creator = propertiesOf(property.to)[property.inverse];
  if (creator === undefined) return [];
  const sentence = `Added ${property.name} to ${databases[database].name}.`;
  const properties = { [other.property.id]: relationConfig(creator, place.dataSourceId, property.name) };
  return [{ do: 'add properties', database: property.to, properties, sentence }];
}

/** The declared name of the other side of a relation. */
export function mirrorName(property: Extract<Property, { type: 'relation' }>): string {
  return propertiesOf(property.to)[property.inverse]?.name ?? '';
}

/**
 * A mirror that Notion made just now under a name of its own. One that was bound already has its name from
 * people.
 */
export function isUnnamed(
  place: ObservedDatabase,
  bindings: Bindings | null,
  database: DatabaseKey,
  key: string,
  found: ObservedProperty,
): boolean {
  const property = propertiesOf(database)[key];
  if (property?.type !== 'relation' || property.creates || found.name === property.name) return false;
  const taken = place.properties?.some(({ name }) => name === property.name);
  return !taken && bindings?.[database].properties[key] === undefined;
}
