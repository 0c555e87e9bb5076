/**
 * Options of selects and statuses: made by name, found again by id or name (case-insensitively), replaced as a whole.
 * An existing option's name and colour cannot be changed through the API (200 and no effect) [field report].
 */
import { invalid, malformed } from '../errors.ts';
import { type Fields, isFields, onlyKeys, readList, readText } from '../read.ts';
import type { Option, PropertyConfig, StatusGroup } from '../state.ts';

const COLORS = ['default', 'gray', 'brown', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'red'];
const GROUP_NAMES = ['To-do', 'In progress', 'Complete'] as const;
const GROUP_COLORS = ['gray', 'blue', 'green'];

/** An option by id, else by name whatever its case. */
export function findOption(
  options: readonly Option[],
  wanted: { id?: unknown; name?: unknown },
): Option | undefined {
  const byId = typeof wanted.id === 'string' ? options.find((option) => option.id === wanted.id) : undefined;
  if (byId || typeof wanted.name !== 'string') return byId;
  const name = wanted.name.toLowerCase();
  return options.find((option) => option.name.toLowerCase() === name);
}

/** A new option; commas are refused [doc]. */
export function makeOption(name: string, random: () => number, color?: string): Option {
  if (name.includes(',')) throw invalid(`Invalid select option, commas not allowed: ${name}`);
  if (name === '' || name.length > 100)
    throw malformed('option name length', '≤ `100` and not empty', name.length);
  const id = Array.from({ length: 8 }, () =>
    Math.floor(random() * 65536)
      .toString(16)
      .padStart(4, '0'),
  ).join('');
  return {
    id: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    name,
    // A colour of Notion's choosing when none is named.
    color: color ?? COLORS[Math.floor(random() * COLORS.length)]!,
    description: null,
  };
}

function readOptions(
  value: unknown,
  path: string,
  before: Option[],
  random: () => number,
  extraKeys: string[] = [],
) {
  const seen = new Set<string>();
  return readList(value, path).map((item, i) => {
    if (!isFields(item)) throw malformed(`${path}[${i}]`, 'an object', item);
    onlyKeys(item, ['id', 'name', 'color', 'description', ...extraKeys], `${path}[${i}]`);
    if (item.color !== undefined && !COLORS.includes(item.color as string)) {
      throw malformed(`${path}[${i}].color`, COLORS.map((color) => `"${color}"`).join(', '), item.color);
    }
    const existing = findOption(before, item);
    if (!existing && item.name === undefined)
      throw invalid(`Could not find option with ID: ${String(item.id)}.`);
    const option =
      existing ??
      makeOption(readText(item.name, `${path}[${i}].name`), random, item.color as string | undefined);
    const key = option.name.toLowerCase();
    if (seen.has(key)) throw invalid(`Option names must be unique: ${option.name}`);
    seen.add(key);
    const description =
      item.description === undefined ? option.description : (item.description as string | null);
    return { option: { ...option, description }, sent: item };
  });
}

/** Options of a select or multi-select: the list sent is the whole list from now on [doc]. */
export function readSelectConfig(
  sent: Fields,
  path: string,
  before: PropertyConfig,
  random: () => number,
): PropertyConfig {
  onlyKeys(sent, ['options'], path);
  if (sent.options === undefined) return { options: before.options ?? [] };
  return {
    options: readOptions(sent.options, `${path}.options`, before.options ?? [], random).map(
      ({ option }) => option,
    ),
  };
}

function makeGroups(random: () => number): StatusGroup[] {
  return GROUP_NAMES.map((name, i) => ({
    id: makeOption(name, random).id,
    name,
    color: GROUP_COLORS[i]!,
    optionIds: [],
  }));
}

/**
 * Options and groups of a status. Without options Notion makes three [doc]. An option's group, when not sent, stays as
 * it was; a new one lands in To-do [live test 2026-04].
 * assumption: on update the list sent is the whole list, as for selects (merge or replace is unknown).
 */
export function readStatusConfig(
  sent: Fields,
  path: string,
  before: PropertyConfig,
  random: () => number,
): PropertyConfig {
  onlyKeys(sent, ['options', 'groups'], path);
  const groups =
    before.groups?.map((group) => ({ ...group, optionIds: [] as string[] })) ?? makeGroups(random);
  if (sent.options === undefined) {
    if (before.options) return before;
    const made = [
      makeOption('Not started', random, 'default'),
      makeOption('In progress', random, 'blue'),
      makeOption('Done', random, 'green'),
    ];
    made.forEach((option, i) => {
      groups[i]!.optionIds.push(option.id);
    });
    return { options: made, groups };
  }
  const read = readOptions(sent.options, `${path}.options`, before.options ?? [], random, ['group']);
  if (read.length === 0) throw malformed(`${path}.options.length`, '≥ `1`', 0);
  for (const { option, sent: item } of read) {
    const was = before.groups?.findIndex((group) => group.optionIds.includes(option.id)) ?? -1;
    let at = Math.max(was, 0);
    if (item.group !== undefined) {
      at = GROUP_NAMES.indexOf(item.group as (typeof GROUP_NAMES)[number]);
      if (at < 0)
        throw malformed(
          `${path}.options.group`,
          GROUP_NAMES.map((name) => `"${name}"`).join(', '),
          item.group,
        );
    }
    groups[at]!.optionIds.push(option.id);
  }
  return { options: read.map(({ option }) => option), groups };
}

/** The option a blank status stands for: the first of To-do, else the first of all [doc: null resets to the default]. */
export function defaultStatus(config: PropertyConfig): string | null {
  return config.groups?.[0]?.optionIds[0] ?? config.options?.[0]?.id ?? null;
}
