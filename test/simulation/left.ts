// Occurrences that are there still, though nothing of their series is ahead any more, or its rule has them no longer.
import type { House } from './ground.ts';
import { eventsOf, isOfRule, type Json, momentOf, type SeenEvent } from './seen.ts';

/** Whether an occurrence is there though the rule of its series has it no longer. */
export const isLeftBehind = (house: House, { series, json, start }: SeenEvent): boolean =>
  series !== null &&
  start !== 'none' &&
  !isOfRule(house, series, momentOf(json.originalStartTime ?? json.start));

/** The weeks of such, as `engagement field`. */
export const leftoversOf = (house: House, engagement: string): string[] =>
  eventsOf(house, engagement).flatMap((event) =>
    isLeftBehind(house, event) ? [`${engagement} ${event.field}`] : [],
  );

/** Whether the rule had this occurrence at a time that is past; it was moved since. */
export const isOverByRule = (house: House, json: Json): boolean =>
  Date.parse(String((json.originalStartTime as Json | undefined)?.dateTime)) <= house.now();
