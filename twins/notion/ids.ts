/**
 * Ids as Notion makes them: dashed UUIDs (accepted with and without dashes), short property ids that are URL-escaped
 * wherever they appear, option ids. All of them come from one random source that is part of the state, so that a twin
 * with the same seed gives the same ids.
 */

/** A small pseudo-random source (mulberry32): numbers in [0, 1) from a 32-bit state. */
export function nextRandom(state: { seed: number }): number {
  state.seed = (state.seed + 0x6d2b79f5) | 0;
  let t = state.seed;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

const HEX = '0123456789abcdef';

function hex(random: () => number, length: number): string {
  let out = '';
  for (let i = 0; i < length; i++) out += HEX[Math.floor(random() * 16)];
  return out;
}

/** A dashed UUID of version 8 (pages, blocks, data sources, views, comments) or 4 (databases) [rec: 393abc1e-edcd-81e2-…]. */
export function makeUuid(random: () => number, version: '8' | '4' = '8'): string {
  const variant = HEX[8 + Math.floor(random() * 4)];
  return `${hex(random, 8)}-${hex(random, 4)}-${version}${hex(random, 3)}-${variant}${hex(random, 3)}-${hex(random, 12)}`;
}

// Notion's property ids are four printable characters, some of which need escaping (`f%5C%5C%3Ap`) [doc].
const PROPERTY_CHARS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:;<=>?@[\\]^_`{|}~';

/** A raw (unescaped) property id of four characters that is not among `taken`. */
export function makePropertyId(random: () => number, taken: ReadonlySet<string>): string {
  for (;;) {
    let id = '';
    for (let i = 0; i < 4; i++) id += PROPERTY_CHARS[Math.floor(random() * PROPERTY_CHARS.length)];
    if (!taken.has(id)) return id;
  }
}

/** A property id as it stands in answers. */
export function escapePropertyId(id: string): string {
  return encodeURIComponent(id);
}

/** `name` with its escapes undone; as it is where they are broken. */
export function unescapeId(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The dashed, lower-case form of an id given with or without dashes; null for anything else. */
export function readUuid(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const bare = value.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(bare)) return null;
  return `${bare.slice(0, 8)}-${bare.slice(8, 12)}-${bare.slice(12, 16)}-${bare.slice(16, 20)}-${bare.slice(20)}`;
}

/** `https://app.notion.com/p/<Title-slug->id` [rec]. */
export function pageUrl(id: string, title = ''): string {
  const slug = title.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return `https://app.notion.com/p/${slug ? `${slug}-` : ''}${id.replaceAll('-', '')}`;
}
