// What a person puts back in Calendar, also where Calendar does not show it: a week of a series that is away.
import type { House } from './ground.ts';
import { eventsOf } from './seen.ts';

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
