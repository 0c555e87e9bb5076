// Which events of Calendar a person touches, where a field shows another one: a week of a series that is away is put back, one of
// two events of a week is moved.
import type { House } from './ground.ts';
import { eventsOf, type Json } from './seen.ts';

export const NOWHERE: ReadonlyMap<string, string> = new Map();

/** Looks at what is deleted now; what it answers says what of it lives again, by engagement. */
export function watchTrash(house: House): (engagement: string) => string[] {
  const { google } = house;
  const isGone = ({ status }: { readonly status?: unknown }) => status === 'cancelled';
  const gone = new Set(google.look.all().flatMap((json) => (isGone(json) ? [json.id] : [])));
  return (engagement) => {
    const back = google.look.all().filter((json) => gone.has(json.id) && !isGone(json));
    return back.length > 0 ? eventsOf(house, engagement, back).map(({ field }) => field) : [];
  };
}

/** Looks at where events are now; what it answers says where those were that have moved, by engagement and field. */
export function watchPlaces(house: House, engagements: readonly string[]) {
  const places = new Map(
    engagements.flatMap((engagement) => eventsOf(house, engagement).map(({ id, start }) => [id, start])),
  );
  return (engagement: string): ReadonlyMap<string, string> =>
    new Map(
      eventsOf(house, engagement).flatMap(({ id, field, start }) => {
        const before = places.get(id);
        return before === undefined || before === start ? [] : [[field, before]];
      }),
    );
}

/** Whether a meeting's event was ever made. */
export const wasMade = (house: House, engagement: string, meeting: string): boolean =>
  house.google.look.all().some((json) => {
    const marks = (json.extendedProperties as { private?: Json } | undefined)?.private;
    return marks?.engagement === engagement && marks.meeting === meeting;
  });
