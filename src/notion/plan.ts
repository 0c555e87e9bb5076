// What is still to be done until Notion is as declared, and what stands in the way. Pure: (observed, bindings) → steps.
// It only adds. It refuses to touch anything while one of the databases clashes, is gone or in the trash.
import { type DatabaseKey, databases, type Property } from '../../schemas/index.ts';
import {
  formulaConfig,
  isPlain,
  type PropertyConfig,
  plainConfig,
  referencesOf,
  relationConfig,
  rollupConfig,
} from './config.ts';
import { type Match, matchProperty, missingOptions } from './match.ts';
import { type Observed, type ObservedDatabase, ORDER } from './observed.ts';
import { propertiesOf } from './page.ts';
import { planViews, type ViewStep, viewsOf } from './views.ts';
import type { Binding, Bindings } from './workspace.ts';

/** One call that changes something, and the sentence that says so once it is done. */
export type Step = { readonly database: DatabaseKey; readonly sentence: string } & (
  | { readonly do: 'create database'; readonly properties: Readonly<Record<string, PropertyConfig>> }
  /** By name where added, by id where a one-way relation is made two-way again. */
  | { readonly do: 'add properties'; readonly properties: Readonly<Record<string, PropertyConfig>> }
  | { readonly do: 'rename property'; readonly id: string; readonly name: string }
  | ViewStep
);

export interface Plan {
  /** In order; the later ones may need answers of the earlier: plan again after each. */
  readonly steps: readonly Step[];
  /** Sentences: what nothing of ours may mend. */
  readonly problems: readonly string[];
  /** What is found so far; null while a database is neither there nor bound. */
  readonly bindings: Bindings | null;
}

export function planProvision(observed: Observed, bindings: Bindings | null): Plan {
  const unusable = [...unusableOf(observed), ...clashesOf(observed, bindings)];
  if (unusable.length > 0) return { steps: [], problems: unusable, bindings };

  const absent = ORDER.filter((key) => observed[key].state === 'absent');
  if (absent.length > 0)
    return { steps: absent.flatMap((key) => planDatabase(observed, key)), problems: [], bindings };

  const planned = [...ORDER].reverse().map((key) => planProperties(observed, bindings, key));
  const ids = boundIds(observed, bindings);
  const views = ORDER.flatMap((key) =>
    planViews(key, observed[key], bindings?.[key], ids?.[key]?.properties ?? {}),
  );
  return {
    steps: [...planned.flatMap(({ steps }) => steps), ...views],
    problems: planned.reverse().flatMap(({ problems }) => problems),
    bindings: ids ?? bindings,
  };
}

function unusableOf(observed: Observed): string[] {
  return ORDER.flatMap((key) => {
    const place = observed[key];
    return place.state === 'unusable' ? [place.problem] : [];
  });
}

/** A database that was never bound may be somebody's own: with a property that is in our way it stays theirs. */
function clashesOf(observed: Observed, bindings: Bindings | null): string[] {
  if (bindings !== null) return [];
  return ORDER.flatMap((database) =>
    matchesOf(observed, bindings, database).flatMap(([, , match]) =>
      match.state === 'wrong' ? [match.problem] : [],
    ),
  );
}

function matchesOf(observed: Observed, bindings: Bindings | null, database: DatabaseKey) {
  return Object.entries(propertiesOf(database)).map(([key, property]): [string, Property, Match] => [
    key,
    property,
    matchProperty(observed, bindings, database, key),
  ]);
}

/** A database is made with its plain properties and the relations that lead to one that is there already. */
function planDatabase(observed: Observed, database: DatabaseKey): Step[] {
  const properties: Record<string, PropertyConfig> = {};
  for (const property of Object.values(propertiesOf(database))) {
    if (isPlain(property)) properties[property.name] = plainConfig(property);
    if (property.type !== 'relation' || !property.creates) continue;
    const target = observed[property.to];
    if (target.state !== 'there') return [];
    properties[property.name] = relationConfig(property, target.dataSourceId, mirrorName(property));
  }
  const sentence = `Made the database ${databases[database].name}.`;
  return [{ do: 'create database', database, properties, sentence }];
}

function planProperties(observed: Observed, bindings: Bindings | null, database: DatabaseKey) {
  const place = observed[database];
  const steps: Step[] = [];
  const problems: string[] = [];
  if (place.state !== 'there' || place.properties === null) return { steps, problems };

  const missing: Record<string, PropertyConfig> = {};
  for (const [key, property, match] of matchesOf(observed, bindings, database)) {
    if (match.state === 'wrong') problems.push(match.problem);
    if (match.state === 'found') {
      problems.push(...missingOptions(database, property, match.property));
      const fresh =
        property.type === 'relation' && !property.creates && !bindings?.[database].properties[key];
      if (fresh && match.property.name !== property.name && !isTaken(place, property.name)) {
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
  const waits = (what: string) =>
    `${databases[database].name}: “${property.name}” cannot be added while “${what}” is missing or of another type.`;
  switch (property.type) {
    case 'relation': {
      const target = observed[property.to];
      if (!property.creates || target.state !== 'there') return null;
      return relationConfig(property, target.dataSourceId, mirrorName(property));
    }
    case 'rollup': {
      const relation = propertiesOf(database)[property.relation];
      const relationMatch = find(database, property.relation);
      if (relation?.type !== 'relation' || relationMatch.state !== 'found')
        return waits(relation?.name ?? '');
      const target = find(relation.to, property.property);
      if (target.state !== 'found') return waits(propertiesOf(relation.to)[property.property]?.name ?? '');
      return rollupConfig(property, relationMatch.property.id, target.property.id);
    }
    case 'formula': {
      const names = new Map<string, string>();
      for (const declared of referencesOf(property.expression)) {
        const key = Object.entries(propertiesOf(database)).find(([, other]) => other.name === declared)?.[0];
        const match = find(database, key ?? '');
        if (match.state !== 'found') return waits(declared);
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
): Step[] {
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

function mirrorName(property: Extract<Property, { type: 'relation' }>): string {
  return propertiesOf(property.to)[property.inverse]?.name ?? '';
}

function isTaken(place: ObservedDatabase, name: string): boolean {
  return (place.properties ?? []).some((property) => property.name === name);
}

function boundIds(observed: Observed, bindings: Bindings | null): Bindings | null {
  const bound: Partial<Record<DatabaseKey, Binding>> = {};
  for (const database of ORDER) {
    const place = observed[database];
    if (place.state !== 'there' || place.properties === null) return null;
    const properties: Record<string, string> = {};
    for (const [key, , match] of matchesOf(observed, bindings, database)) {
      if (match.state === 'found') properties[key] = match.property.id;
    }
    const views = viewsOf(database, place, bindings?.[database]);
    bound[database] = {
      databaseId: place.databaseId,
      dataSourceId: place.dataSourceId,
      properties,
      ...(views && { views }),
    };
  }
  return bound as Bindings;
}
