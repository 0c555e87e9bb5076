// What people do in Calendar with "this and following events": the series ends before that week, and another one goes on.
import { areSplitsSeen, DAY, type Does, noteMinutes, type People } from './people.ts';
import type { Act } from './scenario.ts';
import { eventsOf, type Json, type SeenEvent } from './seen.ts';

const FOLLOWING = { scope: 'following', notify: true } as const;

/** So far from its place a moved occurrence may be for what follows it to be known for ours where it goes (M34). */
const NEAR = 3 * DAY;

const isNear = ({ start, json }: SeenEvent): boolean =>
  Math.abs(Number(start) - Date.parse(String((json.originalStartTime as Json | undefined)?.dateTime))) <=
  NEAR;

/** Most are about what lies ahead. */
function occurrenceAt(act: Act, engagement: string, { house }: People): SeenEvent | undefined {
  const all = eventsOf(house, engagement).filter((event) => event.series !== null && isNear(event));
  const ahead = all.filter(({ start }) => Number(start) > house.now());
  const from = ahead.length > 0 && (act.a ?? 0) % 8 !== 7 ? ahead : all;
  return from[(act.of ?? 0) % Math.max(1, from.length)];
}

/** What people do to a series as a whole, or to a part of it. */
const WHOLE = new Set(['move all', 'remove all', 'event zone', 'rule']);

/**
 * Whether people have seen what became of the last split before they go on. What is done to a series in the same moment may
 * hide a split (M34): it is not told then from a copy.
 */
export const isSeen = (act: Act, people: People): boolean =>
  !(WHOLE.has(act.do) || act.do in WITH_FOLLOWING) || areSplitsSeen(people);

/** Who is invited to each living series, where one was split. */
export function guestsOfSeries({ house }: People): Map<string, readonly string[]> {
  const all = house.splits.size > 0 ? house.google.look.all() : [];
  const living = all.filter(({ recurrence, status }) => recurrence && status !== 'cancelled');
  const guestsOf = ({ attendees = [] }: Json) => (attendees as { email: string }[]).map(({ email }) => email);
  return new Map(living.map((json) => [String(json.id), guestsOf(json)]));
}

/** Notes what carries a week and those after it from now on. */
function noteSplit(id: string, { field, series, json }: SeenEvent, { splits, now }: People['house']): void {
  if (series === null || id === series) return;
  const start = Date.parse((json.originalStartTime as { dateTime: string }).dateTime);
  splits.set(id, { week: Number(field.slice('week:'.length)), start, at: now() });
}

/** Does an act to a week and those that follow it. */
const following =
  (change: (id: string, act: Act, people: People) => string): Does =>
  (act, engagement, people) => {
    const from = occurrenceAt(act, engagement, people);
    if (!from) return false;
    noteSplit(change(from.id, act, people), from, people.house);
    return true;
  };

export const WITH_FOLLOWING: Readonly<Record<string, Does>> = {
  'move following'(act, engagement, people) {
    const { house } = people;
    const a = act.a ?? 0;
    const minutes = (1 + (people.next++ % 28)) * (a % 2 ? 1 : -1) + 60 * (a % 3) + 1440 * ((a % 4) - 1);
    // What Google makes of the end of a series that was cut, and is dragged back, nobody knows.
    if (minutes < 0 && house.splits.size > 0) return false;
    noteMinutes(engagement, minutes, people);
    const move = following((id) => house.google.act.move(id, { minutes, ...FOLLOWING }));
    return move(act, engagement, people);
  },
  'rename following': following((id, _, people) =>
    people.house.google.act.rename(id, `Title-${people.next++}`, FOLLOWING),
  ),
  'invite following': following((id, _, people) =>
    people.house.google.act.addGuests(id, [`friend${people.next++}@elsewhere.example`], FOLLOWING),
  ),
  'remove following'(act, engagement, people) {
    const from = occurrenceAt(act, engagement, people);
    if (from) people.house.google.act.remove(from.id, FOLLOWING);
    return from !== undefined;
  },
};
