// What is still to be done until Notion is as declared, and what stands in the way. Pure: (observed, bindings) → steps.
// It only adds. It refuses to touch anything while one of the databases clashes, is gone or in the trash.
import { type DatabaseKey, databases } from '../../schemas/index.ts';
import { isUnnamed, mirrorName, type PropertyStep, planProperties } from './additions.ts';
import { isPlain, type PropertyConfig, plainConfig, relationConfig } from './config.ts';
import { matchesOf } from './match.ts';
import { type Observed, ORDER } from './observed.ts';
import { propertiesOf } from './page.ts';
import { planViews, type ViewStep, viewsOf } from './views.ts';
import type { Binding, Bindings } from './workspace.ts';

/** One call that changes something, and the sentence that says so once it is done. */
export type Step =
  | ({ readonly database: DatabaseKey; readonly sentence: string } & (
      | { readonly do: 'create database'; readonly properties: Readonly<Record<string, PropertyConfig>> }
      | ViewStep
    ))
  | PropertyStep;

export interface Plan {
  /** In order; the later ones may need answers of the earlier: plan again after each. */
  readonly steps: readonly Step[];
  /** Sentences: what nothing of ours may mend. */
  readonly problems: readonly string[];
  /** What is found so far; null while a database is neither there nor bound. */
  readonly bindings: Bindings | null;
}

/** Plans on what was observed. Nothing is planned for a database of which the properties or views were not read. */
export function planProvision(observed: Observed, bindings: Bindings | null): Plan {
  const unusable = [...unusableOf(observed), ...clashesOf(observed, bindings)];
  if (unusable.length > 0) return { steps: [], problems: unusable, bindings };

  const absent = ORDER.filter((key) => observed[key].state === 'absent');
  if (absent.length > 0)
    return { steps: absent.flatMap((key) => planDatabase(observed, key)), problems: [], bindings };

  // The last ones first: rollups in Engagements gather what Goals reckon.
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

/** What is there under which id; null before all properties were read. */
function boundIds(observed: Observed, bindings: Bindings | null): Bindings | null {
  const bound: Partial<Record<DatabaseKey, Binding>> = {};
  for (const database of ORDER) {
    const place = observed[database];
    if (place.state !== 'there' || place.properties === null) return null;
    const properties: Record<string, string> = {};
    for (const [key, , match] of matchesOf(observed, bindings, database)) {
      if (match.state !== 'found' || isUnnamed(place, bindings, database, key, match.property)) continue;
      properties[key] = match.property.id;
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
