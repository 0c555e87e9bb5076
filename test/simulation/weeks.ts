// With which week each recurring event begins that carries an engagement's weekly retros (M31), read out of the twins.
import { dayOf } from '../../src/playbook/index.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** Where there are no Dates. */
const MONDAY = '1970-01-05';

/** Where a person cut a series: the week that another one goes on with, and when it was to begin. */
export interface Cut {
  readonly week: number;
  readonly start: number;
  /** When they did. */
  readonly at: number;
}

/** With which week a series began, and where, when a tick last saw it. */
export interface KnownWeek {
  readonly week: number;
  readonly start: number;
}

/** A recurring event of an engagement. */
export interface SeenSeries {
  readonly id: string;
  readonly start: number;
  readonly isCancelled: boolean;
  readonly rule: string;
  readonly marks: Readonly<Record<string, string>>;
}

/**
 * The first week of each series: as we wrote it, or as a person split it off, and counted on from there where it was dragged;
 * within a week it keeps its number, and it takes no week from the part before it. What stands where a tick saw it keeps
 * its weeks, and what was dragged beside it its own (M46). `dates`: the engagement's, on whose first weekday its weeks begin, in its `zone`.
 */
export function firstWeeksOf(
  all: readonly SeenSeries[],
  dates: string,
  splits: ReadonlyMap<string, Cut>,
  known: ReadonlyMap<string, KnownWeek>,
  zone: string,
): Map<string, number> {
  const begin = Date.parse(dates.split('..')[0] || MONDAY) || Date.parse(MONDAY);
  const weekOf = (instant: number) => Math.floor((Date.parse(dayOf(instant, zone)) - begin) / WEEK);
  const counted = all.map((series) => {
    const { id, start, marks } = series;
    const agreed = Number(marks.agreed?.split('/')[0]) || start;
    const cut = marks.part === id ? undefined : splits.get(id);
    const marked = { week: Number(marks.week ?? 1), start: agreed };
    const isOwn = !splits.has(id);
    const isWritten = agreed === start && (isOwn || marks.part === id);
    const seen = isWritten ? marked : (known.get(id) ?? (isOwn || !cut ? marked : undefined));
    const from = seen ?? cut ?? marked;
    const week = from.week + weekOf(start) - weekOf(from.start);
    return { ...series, isOwn, week, former: from.week, isStanding: seen?.start === start };
  });
  counted.sort(
    (a, b) =>
      Number(a.marks.generation) - Number(b.marks.generation) ||
      Number(b.isOwn) - Number(a.isOwn) ||
      a.week - b.week ||
      a.start - b.start,
  );
  return new Map(
    counted.map((series, at) => {
      const { id, week, former } = series;
      if (series.isStanding) return [id, week];
      const isBeside = (other: typeof series | undefined): other is typeof series =>
        other !== undefined && !other.isCancelled && other.marks.generation === series.marks.generation;
      // One that a drag left without an occurrence stands in nobody's way (M81).
      const isThere = (other: typeof series) => other.isCancelled || !isEmpty(other);
      const [before, next] = [counted.slice(0, at).findLast(isThere), counted.slice(at + 1).find(isThere)];
      const room = isBeside(next) && next.isStanding ? next.week - lengthOf(series) : week;
      const own = Math.min(week, Math.max(former, room));
      return [id, isBeside(before) ? Math.max(own, before.week + lengthOf(before)) : own];
    }),
  );
}

/** Until when a rule goes on. */
export function endOf(rule: string): number {
  const [, y, m, d, rest = 'T235959Z'] = /UNTIL=(\d{4})(\d\d)(\d\d)(T\d{6}Z)?/.exec(rule) ?? [];
  return y
    ? Date.parse(`${y}-${m}-${d}${rest.replace(/T(..)(..)(..)Z/, 'T$1:$2:$3Z')}`)
    : Number.POSITIVE_INFINITY;
}

/** Whether a weekly rule ends before it begins. */
const isEmpty = (series: SeenSeries): boolean => {
  const length = lengthOf(series);
  return Number.isFinite(length) && length <= 0;
};

/** How many weeks a weekly rule has; none that can be said of another one. */
function lengthOf({ start, rule }: SeenSeries): number {
  if (/INTERVAL|BYDAY=\w+,/.test(rule)) return Number.NEGATIVE_INFINITY;
  const count = /COUNT=(\d+)/.exec(rule)?.[1];
  if (count) return Number(count);
  const until = endOf(rule);
  return until === Number.POSITIVE_INFINITY
    ? Number.NEGATIVE_INFINITY
    : Math.floor((until - start) / WEEK) + 1;
}
