// A declared property or view → the configuration that Notion is sent (notion.md 1.5, 1.8).
import type { Option, Property, StatusOption, View } from '../../schemas/index.ts';

interface Described {
  description?: string;
}

/** What a property is made with. `group` of a status option is missing in the SDK's types, not in Notion. */
export type PropertyConfig = Described &
  (
    | { title: Empty }
    | { rich_text: Empty }
    | { url: Empty }
    | { people: Empty }
    | { date: Empty }
    | { checkbox: Empty }
    | { number: { format: 'number' | 'percent' } }
    | { select: { options: Pick<Option, 'name' | 'color'>[] } }
    | { status: { options: Pick<StatusOption, 'name' | 'color' | 'group'>[] } }
    | {
        relation: {
          data_source_id: string;
          type: 'dual_property';
          dual_property: { synced_property_name: string };
        };
      }
    | {
        rollup: {
          relation_property_id: string;
          rollup_property_id: string;
          function: 'sum' | 'not_empty';
        };
      }
    | { formula: { expression: string } }
  );

type Empty = Record<string, never>;

/** Properties that need nothing but themselves. */
type PlainProperty = Exclude<Property, { type: 'relation' | 'rollup' | 'formula' }>;

export function isPlain(property: Property): property is PlainProperty {
  return property.type !== 'relation' && property.type !== 'rollup' && property.type !== 'formula';
}

export function plainConfig(property: PlainProperty): PropertyConfig {
  return { ...described(property), ...bare(property) };
}

function bare(property: PlainProperty): PropertyConfig {
  switch (property.type) {
    case 'title':
      return { title: {} };
    case 'rich_text':
      return { rich_text: {} };
    case 'url':
      return { url: {} };
    case 'people':
      return { people: {} };
    case 'date':
      return { date: {} };
    case 'checkbox':
      return { checkbox: {} };
    case 'number':
      return { number: { format: property.format } };
    case 'select':
      return { select: { options: property.options.map(({ name, color }) => ({ name, color })) } };
    case 'status':
      return {
        status: { options: property.options.map(({ name, color, group }) => ({ name, color, group })) },
      };
  }
}

/** A two-way relation; whether Notion honours the mirror's name is not known, so it is read back. */
export function relationConfig(property: Property, dataSourceId: string, mirrorName: string): PropertyConfig {
  return {
    ...described(property),
    relation: {
      data_source_id: dataSourceId,
      type: 'dual_property',
      dual_property: { synced_property_name: mirrorName },
    },
  };
}

export function rollupConfig(
  property: Extract<Property, { type: 'rollup' }>,
  relationId: string,
  propertyId: string,
): PropertyConfig {
  return {
    ...described(property),
    rollup: { relation_property_id: relationId, rollup_property_id: propertyId, function: property.function },
  };
}

const REFERENCE = /prop\("([^"]+)"\)/g;

/** The declared names that a formula refers to. */
export function referencesOf(expression: string): string[] {
  return [...new Set([...expression.matchAll(REFERENCE)].map((match) => match[1] ?? ''))];
}

/** A formula, its references spelled as people call the properties now (`nameNow`: declared → present name). */
export function formulaConfig(
  property: Extract<Property, { type: 'formula' }>,
  nameNow: (declared: string) => string,
): PropertyConfig {
  const expression = property.expression.replace(REFERENCE, (_, declared: string) => {
    return `prop(${JSON.stringify(nameNow(declared))})`;
  });
  return { ...described(property), formula: { expression } };
}

function described(property: Property): Described {
  return property.description === undefined ? {} : { description: property.description };
}

/** The property key that a view cannot do without; null when it needs none. */
export function viewNeeds(view: View): string | null {
  switch (view.type) {
    case 'timeline':
    case 'calendar':
      return view.date;
    case 'board':
    case 'table':
      return view.groupBy ?? null;
    case 'list':
      return null;
  }
}

/** What a view is made with; `property` is the one that it needs (`viewNeeds`), with its id. */
export function viewConfig(view: View, property: { id: string; type: Property['type'] } | null) {
  const id = property?.id ?? '';
  const grouped = property && { group_by: groupBy(property.id, property.type) };
  switch (view.type) {
    case 'timeline':
      return { type: view.type, date_property_id: id, show_table: true, preference: MONTHS };
    case 'calendar':
      return { type: view.type, date_property_id: id, view_range: 'month' as const };
    case 'board':
      return { type: view.type, group_by: groupBy(id, property?.type ?? 'status') };
    case 'table':
      return { type: view.type, ...grouped };
    case 'list':
      return { type: view.type };
  }
}

const MONTHS = { zoom_level: 'month' } as const;

function groupBy(property_id: string, type: Property['type']) {
  const sort = { type: 'manual' } as const;
  if (type === 'status') return { type, property_id, group_by: 'option', sort } as const;
  if (type === 'select') return { type, property_id, sort };
  return { type: 'relation', property_id, sort } as const;
}
