// Event ids: the ones that we choose, and the ones that Google makes of them for occurrences and splits.
// Nothing here asks Google: an id says only what could be, never that such an event exists.
import { createHash } from 'node:crypto';
import type { Instant } from '../playbook/words.ts';

/** 160 bits: far above Google's minimum of 5 characters, and short enough to read in a log. */
const ID_LENGTH = 32;
/** A plan asks for the same few ids a dozen times. */
const MOST_KEPT = 1_000;
const ids = new Map<string, string>();

/**
 * The id of an event that we make: base32hex (`a`–`v`, `0`–`9`) of a hash of what it stands for, so that a
 * repeated insert meets the first one as a 409 (google-calendar.md B1).
 * `engagement` is a Notion page id, with or without dashes.
 */
export function eventId(engagement: string, meeting: string, generation: number): string {
  const page = engagement.replaceAll('-', '').toLowerCase();
  const text = `${page}\n${meeting}\n${generation}`;
  const known = ids.get(text);
  if (known) return known;
  const hash = createHash('sha256').update(text).digest('hex');
  // BigInt's base 32 has exactly the alphabet that Google allows.
  const id = BigInt(`0x${hash}`).toString(32).padStart(52, '0').slice(0, ID_LENGTH);
  if (ids.size >= MOST_KEPT) ids.clear();
  ids.set(text, id);
  return id;
}

/** `20260315T130000Z` of an instant: how Google writes an occurrence's original start in its id. */
function stamp(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/**
 * The id of the occurrence of a timed series whose start by the rule is `original`. Occurrences of a series that was
 * split off (`<id>_R…`) have ids of the series that it was split from.
 */
export function instanceId(series: string, original: Instant): string {
  return `${splitOf(series)?.root ?? series}_${stamp(original)}`;
}

const INSTANCE = /^(.+)_(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z)?$/;

/**
 * The series and the original start out of an occurrence's id, or null when the id is of no occurrence.
 * An all-day occurrence (`<series>_20260315`) has midnight UTC as its original start.
 */
export function parseInstanceId(id: string): { series: string; original: Instant } | null {
  const parts = INSTANCE.exec(id);
  if (!parts) return null;
  const [, series = '', year, month, day, hour = '00', minute = '00', second = '00'] = parts;
  const original = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(original) ? null : { series, original };
}

/** What Google's page adds when a person changes "this and following": a new series of its own. */
const SPLIT = /^(.+)_R(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?$/;

/** What a split series' id says: whose id it was made of, and the start by the rule at which that was cut. */
export function splitOf(id: string): { root: string; original: Instant } | null {
  const parts = SPLIT.exec(id);
  if (!parts) return null;
  const [, root = '', year, month, day, hour = '00', minute = '00', second = '00'] = parts;
  const original = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(original) ? null : { root, original };
}

/** The id that we gave, whatever a person made of it: without the marks of occurrences and of splits. */
export function rootOf(id: string): string {
  let root = parseInstanceId(id)?.series ?? id;
  for (let split = splitOf(root); split; split = splitOf(root)) root = split.root;
  return root;
}

/**
 * The address of one occurrence in Google's page, made from its series' `htmlLink`, whose `eid` is base64 of
 * "<event id> <calendar>". Null when `link` is not of that form or not of that series: link to the series then.
 */
export function occurrenceLink(link: string, series: string, instance: string): string | null {
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  const eid = url.searchParams.get('eid');
  if (!eid) return null;
  try {
    const [id, ...calendar] = atob(eid.replaceAll('-', '+').replaceAll('_', '/')).split(' ');
    if (id !== series || calendar.length === 0) return null;
    url.searchParams.set('eid', btoa([instance, ...calendar].join(' ')).replace(/=+$/, ''));
    return url.href;
  } catch {
    return null;
  }
}

/** The id of the event or occurrence that an address of Google's page leads to; null when it is of another form. */
export function linkedId(link: string): string | null {
  const eid = URL.canParse(link) ? new URL(link).searchParams.get('eid') : null;
  if (!eid) return null;
  try {
    return atob(eid.replaceAll('-', '+').replaceAll('_', '/')).split(' ')[0] || null;
  } catch {
    return null;
  }
}
