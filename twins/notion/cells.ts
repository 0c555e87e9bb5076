/**
 * The value of any property of a page in one simple form, a cell: what formulas reckon with, rollups gather, filters
 * test and sorts compare. Formulas and rollups are worked out here, at the moment they are read, so that they change
 * without anyone having edited the page [mem → assumption: Notion does the same].
 */
import { evaluate, kindOf } from './formula/evaluate.ts';
import type { Kind } from './formula/functions.ts';
import { type Formula, FormulaFault, parseFormula } from './formula/parse.ts';
import { defaultStatus } from './properties/options.ts';
import { plainText, type RichText } from './richtext.ts';
import { rollUp } from './rollup.ts';
import type { DataSource, DateValue, Page, Property, Stored } from './state.ts';
import { minuteTime } from './times.ts';
import { propertyById, sourceOf, type World } from './world.ts';

/** Blank, words, number, yes/no, date, or several. People and relations are lists of ids. */
export type Cell = null | string | number | boolean | DateValue | Cell[];

const MAX_DEPTH = 10; // formulas and rollups that lean on each other

/** Options of a select, multi-select or status value, in the order kept; options since removed are left out. */
export function optionsOf(
  property: Property,
  stored: Stored | undefined,
): { id: string; name: string; color: string }[] {
  const ids = Array.isArray(stored) ? (stored as string[]) : typeof stored === 'string' ? [stored] : [];
  return ids.flatMap((id) => property.config.options?.filter((option) => option.id === id) ?? []);
}

/** A status's option: never blank, the default where none is set (or the set one was removed). */
export function statusOption(
  property: Property,
  stored: Stored | undefined,
): { id: string; name: string; color: string } | undefined {
  return optionsOf(property, stored)[0] ?? optionsOf(property, defaultStatus(property.config))[0];
}

/** The related pages a relation shows. assumption: pages in the trash are left out, and come back when restored. */
export function relatedPages(world: World, stored: Stored | undefined): Page[] {
  if (!Array.isArray(stored)) return [];
  return (stored as string[]).flatMap((id) => {
    const page = world.state.pages.get(id);
    return page && !page.inTrash ? [page] : [];
  });
}

/** Parsed formulas, by their source text with ids in place of names. */
const parsed = new Map<string, Formula | null>();

/** The tree of a formula property; null when it no longer makes sense (a property it named is gone). */
function formulaTree(source: DataSource, property: Property): Formula | null {
  const parts = property.config.formula ?? [];
  const text = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part.prop))).join('');
  const key = `${source.id}\n${text}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  let tree: Formula | null = null;
  try {
    tree = parseFormula(text, (id) => id);
  } catch (fault) {
    if (!(fault instanceof FormulaFault)) throw fault;
  }
  parsed.set(key, tree);
  return tree;
}

/** What kind of cell a property gives; 'any' where it cannot be said. */
export function propertyKind(world: World, source: DataSource, property: Property, depth = 0): Kind {
  if (depth > MAX_DEPTH) return 'any';
  if (property.type === 'formula') {
    const tree = formulaTree(source, property);
    if (!tree) return 'any';
    try {
      return kindOf(tree, (id) => {
        const other = propertyById(source, id);
        return other ? propertyKind(world, source, other, depth + 1) : 'any';
      });
    } catch (fault) {
      if (fault instanceof FormulaFault) return 'any';
      throw fault;
    }
  }
  if (property.type === 'rollup') {
    const { function: how } = property.config.rollup!;
    if (['show_original', 'show_unique'].includes(how)) return 'list';
    if (['earliest_date', 'latest_date', 'date_range'].includes(how)) return 'date';
    return 'number';
  }
  const kinds: Record<string, Kind> = {
    number: 'number',
    unique_id: 'number',
    checkbox: 'boolean',
    date: 'date',
    created_time: 'date',
    last_edited_time: 'date',
    people: 'list',
    relation: 'list',
    multi_select: 'list',
    files: 'list',
  };
  return kinds[property.type] ?? 'string';
}

/** The cell of a page's property. */
export function cellOf(world: World, source: DataSource, property: Property, page: Page, depth = 0): Cell {
  const stored = page.values[property.id];
  switch (property.type) {
    case 'title':
    case 'rich_text':
      return plainText((stored as RichText[] | undefined) ?? []);
    case 'number':
    case 'unique_id':
      return typeof stored === 'number' ? stored : null;
    case 'checkbox':
      return stored === true;
    case 'url':
    case 'email':
    case 'phone_number':
      return typeof stored === 'string' ? stored : null;
    case 'select':
      return optionsOf(property, stored)[0]?.name ?? null;
    case 'status':
      return statusOption(property, stored)?.name ?? null;
    case 'multi_select':
      return optionsOf(property, stored).map((option) => option.name);
    case 'date':
      return (stored as DateValue | null | undefined) ?? null;
    case 'people':
      return Array.isArray(stored) ? (stored as string[]) : [];
    case 'relation':
      return relatedPages(world, stored).map((related) => related.id);
    case 'files':
      return Array.isArray(stored)
        ? (stored as Record<string, unknown>[]).map((file) => String(file.name))
        : [];
    case 'created_time':
      return { start: minuteTime(page.created), end: null };
    case 'last_edited_time':
      return { start: minuteTime(page.edited), end: null };
    case 'created_by':
      return [page.createdBy];
    case 'last_edited_by':
      return [page.editedBy];
    case 'formula':
      return formulaCell(world, source, property, page, depth);
    case 'rollup':
      return rollupCell(world, source, property, page, depth);
    default:
      return null;
  }
}

function formulaCell(world: World, source: DataSource, property: Property, page: Page, depth: number): Cell {
  const tree = depth > MAX_DEPTH ? null : formulaTree(source, property);
  if (!tree) return null;
  return evaluate(
    tree,
    (id) => {
      const other = propertyById(source, id);
      return other ? cellOf(world, source, other, page, depth + 1) : null;
    },
    world.now(),
  );
}

/** What a rollup looks at: the property it gathers and the pages it gathers it from; null when the relation or property is gone. */
export function rollupTargets(
  world: World,
  source: DataSource,
  property: Property,
  page: Page,
): { target: Property; targetSource: DataSource; pages: Page[] } | null {
  const setup = property.config.rollup;
  const relation = setup ? propertyById(source, setup.relation) : undefined;
  const targetSource = relation?.config.relation
    ? world.state.dataSources.get(relation.config.relation.dataSource)
    : undefined;
  const target = targetSource && setup ? propertyById(targetSource, setup.property) : undefined;
  if (!relation || !targetSource || !target) return null;
  const pages = relatedPages(world, page.values[relation.id]).filter(
    (one) => sourceOf(world.state, one) === targetSource,
  );
  return { target, targetSource, pages };
}

function rollupCell(world: World, source: DataSource, property: Property, page: Page, depth: number): Cell {
  const targets = depth > MAX_DEPTH ? null : rollupTargets(world, source, property, page);
  if (!targets) return null;
  const cells = targets.pages.map((one) =>
    cellOf(world, targets.targetSource, targets.target, one, depth + 1),
  );
  return rollUp(property.config.rollup!.function, cells);
}
