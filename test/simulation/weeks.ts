// With which week a recurring event begins that carries weekly retros (M31), read out of the twins.
import type { House } from './ground.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** Where there are no Dates. */
const MONDAY = '1970-01-05';

/** Where a person cut a series: the week, its start then, and the series that goes on until then. */
export interface Cut {
  readonly week: number;
  readonly start: number;
  readonly from: string;
}

/**
 * The week as we wrote it, or as a person split it off, and counted on from there where it was dragged: within a week it
 * keeps its number. `dates`: the engagement's, on whose first weekday its weeks begin.
 */
export function firstWeekOf(
  id: string,
  start: number,
  marks: Readonly<Record<string, string>>,
  dates: string,
  house: House,
): number {
  const begin = Date.parse(dates.split('..')[0] || MONDAY) || Date.parse(MONDAY);
  const weekOf = (instant: number) => Math.floor((Math.floor(instant / DAY) * DAY - begin) / WEEK);
  const cut = marks.part === id ? undefined : house.splits.get(id);
  const agreed = Number(marks.agreed?.split('/')[0]) || start;
  const written = cut ?? { week: Number(marks.week) || 1, start: agreed };
  const week = written.week + weekOf(start) - weekOf(written.start);
  // It takes no week from the part before it.
  const isBound = cut !== undefined && house.google.look.event(cut.from)?.status !== 'cancelled';
  return isBound ? Math.max(cut.week, week) : week;
}
