// A value of a person's that is not to be found, and what the Worker and its pages could know of it.
import { linkedId } from '../../src/google/ids.ts';
import {
  DEFAULT_PLAYBOOK,
  type Meeting,
  type Phase,
  pickRetros,
  slotOf,
  wants,
} from '../../src/playbook/index.ts';
import type { House } from './ground.ts';
import { type Json, notionEyes, retrosOf, type Shown, slotsOfSeries } from './seen.ts';
import type { Story } from './story.ts';
import { SETTLE, type Version } from './version.ts';
import { endOf } from './weeks.ts';

const WEEK = 7 * 24 * 3_600_000;

/** A value that is not to be found, and what both sides show in the end. */
export interface Missing {
  readonly story: Story;
  readonly version: Version;
  readonly n: Shown;
  readonly c: Shown;
  readonly inNotion: string;
  readonly inCalendar: string;
}

export const now = ({ story }: Missing) => story.people.house.now();

export const isWeek = ({ version }: Missing) => version.field.startsWith('week:');
export const isMeeting = ({ version }: Missing) =>
  /^week:|^follow-up|^(intro|fit-check|kickoff|project-retro|check-in)$/.test(version.field);
export const isTitle = ({ version }: Missing) => version.field.startsWith('title:');
export const isSet = (it: Missing) => isMeeting(it) && it.version.value !== 'none';
export const isTakenAway = (it: Missing) => isMeeting(it) && it.version.value === 'none';

export const others = ({ story, version }: Missing, test: (one: Version) => boolean): boolean =>
  story.versions.some((one) => one !== version && one.engagement === version.engagement && test(one));

/** Whether what Notion shows has taken the meeting away, by its phase or by cleared Dates. */
export const isOut = (meeting: string, shown: Shown): boolean =>
  shown.get('dates') === 'none' || !wants(shown.get('phase') as Phase, meeting as Meeting);

/** When the Worker had seen what was set and could take it up, which may wait for it to settle (C25). */
export const takenBy = (one: Version, it: Missing): number =>
  Math.max(it.story.seenBy(one), one.side === 'notion' ? (it.story.takenUpAt(one) ?? now(it)) : 0);

/** When it was taken up by a tick in which nothing went wrong: what failed before it may have held up what follows from it. */
export const carriedOutBy = (one: Version, it: Missing): number =>
  Math.max(takenBy(one, it), it.story.toldBy(one));

/** When what was set could have been told to its page, or said there. */
export const toldBy = ({ story, version }: Missing): number =>
  Math.max(story.seenBy(version), story.toldBy(version), version.at + SETTLE);

/** Whether it has no page that would keep its time: a week's lies in the trash, or is not made yet; a follow-up has none. */
export const isPageless = ({ story, version }: Missing): boolean =>
  version.field.startsWith('follow-up') ||
  (version.field.startsWith('week:') &&
    !retrosOf(story.people.house, version.engagement, true).some(
      ({ field, isLive }) => field === version.field && isLive,
    ));

/** Whether a page that the engine did not know has lost its Key, or was trashed before it was shown, with what was set on it. */
export function isGoneUnmet({ people, knows }: Story, { engagement, page, isUnmet }: Version): boolean {
  const its = retrosOf(people.house, engagement, true).find(({ id }) => id === page);
  return page !== null && isUnmet && (!its || (!its.isLive && knows(page) === 0));
}

/** Weeks of which neither side says that they were cancelled: their page is in the trash, and every series ends before them or begins later. */
export function untoldWeeks(house: House, engagement: string): ReadonlySet<string> {
  const living = (house.google.look.all() as Json[]).filter(({ status, recurrence, extendedProperties }) => {
    const marks = (extendedProperties as { private?: Json } | undefined)?.private;
    return status !== 'cancelled' && recurrence && marks?.engagement === engagement;
  });
  if (living.length === 0) return new Set();
  const has = (date: number) =>
    living.some(({ start, recurrence }) => {
      const from = Date.parse(String((start as Json).dateTime));
      return from <= date && date <= endOf((recurrence as string[]).join());
    });
  const trashed = retrosOf(house, engagement).filter(({ isLive, date }) => !isLive && !has(Number(date)));
  return new Set(trashed.map(({ field }) => field));
}

/** Where Dates and the slot have this week; undefined: nowhere. */
export function pickOfWeek({ version, n }: Pick<Missing, 'version' | 'n'>): number | undefined {
  const [start, end] = (n.get('dates') ?? 'none').split('..');
  if (!start || start === 'none') return undefined;
  const zone = n.get('zone') || 'Europe/Berlin';
  const text = n.get('slot') ?? 'none';
  const typed = text === 'none' ? null : { start: new Date(Number(text)).toISOString(), end: null };
  const slot = slotOf(typed, zone, DEFAULT_PLAYBOOK);
  const picks = pickRetros({ start, end: end || start }, slot, zone, DEFAULT_PLAYBOOK);
  return picks.find(({ week }) => version.field === `week:${week}`)?.time.start;
}

/** Whether Dates and the slot have this week. */
export const isWeekWanted = (it: Missing): boolean => pickOfWeek(it) !== undefined;

/** Whether a slot is that of a part which a person split off and dragged, and which Dates no longer reach, by that slot. */
export function isOfLeftPart(it: Missing): boolean {
  const { version, story, n } = it;
  const { house } = story.people;
  if (version.field !== 'slot' || version.side !== 'calendar') return false;
  return [...house.splits.keys()].some((id) => {
    const event = house.google.look.event(id) as Json | undefined;
    const known = house.known.get(id);
    if (event?.status !== 'cancelled' || !known || String(known.start % WEEK) !== version.value) return false;
    const week = { ...version, field: `week:${known.week}` };
    return !isWeekWanted({ ...it, version: week, n: new Map(n).set('slot', version.value) });
  });
}

/**
 * Whether a slot is that of a split series' older part which a person dragged: Weekly retro shows another part's, and the older
 * one's weeks stand there, or somebody dragged them on.
 */
export function isOfOlderPart(it: Missing): boolean {
  const { version, story, n, c } = it;
  const { field, side, act, value, order } = version;
  if (field !== 'slot' || side !== 'calendar' || !act.startsWith('move') || n.get(field) === value)
    return false;
  const isThere = ([week, at]: [string, string]) =>
    week.startsWith('week:') && String(Number(at) % WEEK) === value && c.get(week) === at;
  const isDraggedOn = (one: Version) =>
    (one.field === 'slot' || one.field.startsWith('week:')) &&
    one.act.startsWith('move') &&
    one.order > order;
  return story.people.house.splits.size > 0 && ([...n].some(isThere) || others(it, isDraggedOn));
}

/** Whether a part is left of a series that was split and of which one was deleted: Weekly retro stays (M32). */
export function isPartLeft(house: House, engagement: string): boolean {
  const { living, gone } = slotsOfSeries(house, engagement);
  const generationOf = ({ marks }: { marks: Readonly<Record<string, string>> }) => Number(marks.generation);
  const last = Math.max(...[...gone.values()].map(generationOf));
  return house.splits.size > 0 && [...living.values()].some((one) => generationOf(one) === last);
}

/**
 * Splits that a newer generation had taken over, or that went with their series, and of which nothing tells any more when
 * memory is lost now: neither their id nor a mark or a page's link. One that is put back later looks like a copy of people's (M34).
 */
export function strangersOf(house: House): string[] {
  const marksOf = (json: Json | undefined) =>
    (json?.extendedProperties as { private?: Json } | undefined)?.private ?? {};
  const living = (house.google.look.all() as Json[]).filter(
    (one) => one.status !== 'cancelled' && one.recurrence,
  );
  return [...house.splits.keys()].filter((id) => {
    const event = house.google.look.event(id) as Json | undefined;
    const { engagement, generation, part } = marksOf(event);
    const isTakenOver = living.some((one) => {
      const its = marksOf(one);
      return its.engagement === engagement && Number(its.generation) > Number(generation);
    });
    const isLinked = retrosOf(house, String(engagement), true).some((retro) => {
      const page = house.notion.world.state.pages.get(retro.id);
      const link = page && notionEyes(house).value('retros', page as never, 'calendar');
      return linkedId(String(link ?? ''))?.startsWith(id);
    });
    const isWithdrawn = !living.some((one) => marksOf(one).engagement === engagement);
    const isAway = isTakenOver || isWithdrawn;
    return event?.status === 'cancelled' && !/_R\d/.test(id) && part !== id && isAway && !isLinked;
  });
}
