// What people do in a scenario, on either side. What cannot be done (no such event) is left undone.
import { inCalendar } from './calendar-acts.ts';
import { IN_NOTION } from './notion-acts.ts';
import type { People } from './people.ts';
import type { Act } from './scenario.ts';
import { guestsOfSeries, isSeen, WITH_FOLLOWING } from './split-acts.ts';

/** Does an act; false when it could not be done. */
export function perform(act: Act, people: People): boolean {
  const engagement = people.engagements[(act.b ?? 0) % people.engagements.length] ?? '';
  if (engagement === '' && act.do !== 'fresh') return false;
  if (!isSeen(act, people)) return false;
  try {
    const does = IN_NOTION[act.do] ?? WITH_FOLLOWING[act.do] ?? inCalendar;
    const before = guestsOfSeries(people);
    const isDone = does(act, engagement, people);
    if (isDone) people.done.push(act.do);
    // Guests of a whole series go over those of its parts: whom that takes off one, a person took off there.
    for (const [series, guests] of guestsOfSeries(people))
      for (const address of before.get(series) ?? [])
        if (!guests.includes(address)) people.removed.add(`${series} ${address}`);
    return isDone;
  } catch (error) {
    // What a person cannot do is no part of a scenario; anything else is a bug of the simulation.
    if (
      error instanceof RangeError ||
      (error instanceof Error && /no such event|: |There is/.test(error.message))
    )
      return false;
    throw error;
  }
}
