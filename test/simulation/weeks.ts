// With which week each recurring event begins that carries an engagement's weekly retros (M31), read out of the twins.

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
 * within a week it keeps its number, and it takes no week from the part before it. `dates`: the engagement's, on whose
 * first weekday its weeks begin.
 */
export function firstWeeksOf(
  all: readonly SeenSeries[],
  dates: string,
  splits: ReadonlyMap<string, Cut>,
): Map<string, number> {
  const begin = Date.parse(dates.split('..')[0] || MONDAY) || Date.parse(MONDAY);
  const weekOf = (instant: number) => Math.floor((Math.floor(instant / DAY) * DAY - begin) / WEEK);
  const counted = all.map((series) => {
    const { id, start, marks } = series;
    const agreed = Number(marks.agreed?.split('/')[0]) || start;
    const cut = marks.part === id ? undefined : splits.get(id);
    const written = cut ?? { week: Number(marks.week) || 1, start: agreed };
    const isOwn = !splits.has(id);
    return { ...series, isOwn, week: written.week + weekOf(start) - weekOf(written.start) };
  });
  counted.sort(
    (a, b) =>
      Number(a.marks.generation) - Number(b.marks.generation) ||
      Number(b.isOwn) - Number(a.isOwn) ||
      a.week - b.week ||
      a.start - b.start,
  );
  return new Map(
    counted.map(({ id, week, marks }, at) => {
      const before = counted[at - 1];
      if (!before || before.isCancelled || before.marks.generation !== marks.generation) return [id, week];
      return [id, Math.max(week, before.week + lengthOf(before))];
    }),
  );
}

/** How many weeks a weekly rule has; none that can be said of another one. */
function lengthOf({ start, rule }: SeenSeries): number {
  if (/INTERVAL|BYDAY=\w+,/.test(rule)) return Number.NEGATIVE_INFINITY;
  const count = /COUNT=(\d+)/.exec(rule)?.[1];
  if (count) return Number(count);
  const [, y, m, d, rest = 'T235959Z'] = /UNTIL=(\d{4})(\d\d)(\d\d)(T\d{6}Z)?/.exec(rule) ?? [];
  if (!y) return Number.NEGATIVE_INFINITY;
  const until = Date.parse(`${y}-${m}-${d}${rest.replace(/T(..)(..)(..)Z/, 'T$1:$2:$3Z')}`);
  return Math.floor((until - start) / WEEK) + 1;
}
