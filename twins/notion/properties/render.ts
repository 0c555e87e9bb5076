/**
 * Columns and values as Notion answers them: every column of the schema is there on every page, empty as null, [] or
 * false; options carry id and colour; relations and people stop at 25 with `has_more` on relations [doc].
 */
import {
  type Cell,
  cellOf,
  optionsOf,
  propertyKind,
  relatedPages,
  rollupTargets,
  statusOption,
} from '../cells.ts';
import { escapePropertyId } from '../ids.ts';
import type { RichText } from '../richtext.ts';
import type { DataSource, DateValue, Page, Property } from '../state.ts';
import { minuteTime, renderDate } from '../times.ts';
import { renderPerson } from '../users.ts';
import { propertyById, type World } from '../world.ts';

const SHOWN = 25;

/** A column's configuration under its type's key. */
function renderConfig(world: World, source: DataSource, property: Property): unknown {
  const { config } = property;
  switch (property.type) {
    case 'number':
      return { format: config.format ?? 'number' };
    case 'select':
    case 'multi_select':
      return { options: config.options ?? [] };
    case 'status':
      return {
        options: config.options ?? [],
        groups: (config.groups ?? []).map(({ id, name, color, optionIds }) => ({
          id,
          name,
          color,
          option_ids: optionIds,
        })),
      };
    case 'unique_id':
      return { prefix: config.prefix ?? null };
    case 'formula':
      return {
        expression: (config.formula ?? [])
          .map((part) =>
            typeof part === 'string'
              ? part
              : JSON.stringify(propertyById(source, part.prop)?.name ?? part.prop),
          )
          .join(''),
      };
    case 'relation': {
      const { dataSource, mirror } = config.relation!;
      const target = world.state.dataSources.get(dataSource);
      const other = target && mirror !== null ? propertyById(target, mirror) : undefined;
      const ids = { database_id: target?.database ?? dataSource, data_source_id: dataSource };
      if (!other) return { ...ids, type: 'single_property', single_property: {} };
      const dual = { synced_property_name: other.name, synced_property_id: escapePropertyId(other.id) };
      return { ...ids, type: 'dual_property', dual_property: dual };
    }
    case 'rollup': {
      const setup = config.rollup!;
      const relation = propertyById(source, setup.relation);
      const target =
        relation?.config.relation && world.state.dataSources.get(relation.config.relation.dataSource);
      return {
        rollup_property_name: (target && propertyById(target, setup.property)?.name) ?? '',
        relation_property_name: relation?.name ?? '',
        rollup_property_id: escapePropertyId(setup.property),
        relation_property_id: escapePropertyId(setup.relation),
        function: setup.function,
      };
    }
    default:
      return {};
  }
}

/** All columns of a data source, by name. */
export function renderSchema(world: World, source: DataSource): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const property of source.properties) {
    const { name, type, description } = property;
    out[name] = {
      id: escapePropertyId(property.id),
      name,
      description,
      type,
      [type]: renderConfig(world, source, property),
    };
  }
  return out;
}

/** A formula's value; blank ones still say which type they are of. */
function renderFormula(world: World, source: DataSource, property: Property, cell: Cell): unknown {
  const kind = propertyKind(world, source, property);
  if (typeof cell === 'number' || (cell === null && kind === 'number'))
    return { type: 'number', number: cell };
  if (typeof cell === 'boolean' || (cell === null && kind === 'boolean'))
    return { type: 'boolean', boolean: cell };
  if (cell !== null && typeof cell === 'object' && !Array.isArray(cell))
    return { type: 'date', date: renderDate(cell) };
  if (cell === null && kind === 'date') return { type: 'date', date: null };
  return { type: 'string', string: Array.isArray(cell) ? cell.join(', ') : cell };
}

function renderRollup(world: World, source: DataSource, property: Property, page: Page): unknown {
  const how = property.config.rollup!.function;
  const targets = rollupTargets(world, source, property, page);
  if (!targets || how.endsWith('_per_group')) return { type: 'unsupported', unsupported: {}, function: how };
  if (how === 'show_original' || how === 'show_unique') {
    const array = targets.pages.map((one) => {
      const { id: _, ...value } = renderValue(world, targets.targetSource, targets.target, one);
      return value;
    });
    return { type: 'array', array, function: how };
  }
  const cell = cellOf(world, source, property, page);
  if (['earliest_date', 'latest_date', 'date_range'].includes(how)) {
    return { type: 'date', date: cell === null ? null : renderDate(cell as DateValue), function: how };
  }
  return { type: 'number', number: cell, function: how };
}

/** What stands under the type's key in a page's value. */
function renderContent(world: World, source: DataSource, property: Property, page: Page): unknown {
  const stored = page.values[property.id];
  switch (property.type) {
    case 'title':
    case 'rich_text':
      return (stored as RichText[] | undefined) ?? [];
    case 'select':
      return optionsOf(property, stored)[0] ?? null;
    case 'status':
      return statusOption(property, stored) ?? null;
    case 'multi_select':
      return optionsOf(property, stored);
    case 'checkbox':
      return stored === true;
    case 'date':
      return stored ? renderDate(stored as DateValue) : null;
    case 'people':
      return ((stored as string[] | undefined) ?? []).slice(0, SHOWN).map((id) => renderPerson(world, id));
    case 'files':
      return stored ?? [];
    case 'relation':
      return relatedPages(world, stored)
        .slice(0, SHOWN)
        .map(({ id }) => ({ id }));
    case 'unique_id':
      return { prefix: property.config.prefix ?? null, number: stored ?? null };
    case 'created_time':
      return minuteTime(page.created);
    case 'last_edited_time':
      return minuteTime(page.edited);
    case 'created_by':
      return renderPerson(world, page.createdBy);
    case 'last_edited_by':
      return renderPerson(world, page.editedBy);
    case 'formula':
      return renderFormula(world, source, property, cellOf(world, source, property, page));
    case 'rollup':
      return renderRollup(world, source, property, page);
    case 'button':
      return {};
    default:
      return stored ?? null;
  }
}

/** Options in page values carry no description [type: PartialSelect]. */
function withoutDescription(content: unknown): unknown {
  if (Array.isArray(content)) return content.map(withoutDescription);
  if (content === null || typeof content !== 'object') return content;
  const { id, name, color } = content as { id: string; name: string; color: string };
  return { id, name, color };
}

/** One value of a page: `{id, type, [type]: …}`. */
export function renderValue(
  world: World,
  source: DataSource,
  property: Property,
  page: Page,
): Record<string, unknown> {
  const { type } = property;
  const content = renderContent(world, source, property, page);
  const isOption = type === 'select' || type === 'status' || type === 'multi_select';
  const value: Record<string, unknown> = {
    id: escapePropertyId(property.id),
    type,
    [type]: isOption ? withoutDescription(content) : content,
  };
  if (type === 'relation') value.has_more = relatedPages(world, page.values[property.id]).length > SHOWN;
  return value;
}
