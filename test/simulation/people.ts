// What people have done so far in a scenario, and the values that they set: each is a token that nobody set before, so
// that it can be told afterwards whose it was and what became of it.
import type { House } from './ground.ts';
import type { Act } from './scenario.ts';
import { eventsOf, type Json } from './seen.ts';

export const DAY = 86_400_000;
export const ZONES = ['Europe/Berlin', 'Europe/London', 'America/New_York'];

/** What people have done so far that the oracle is to know. */
export interface People {
  readonly house: House;
  readonly engagements: readonly string[];
  /** Events and pages that people made for themselves: never to be written to. */
  readonly foreign: Set<string>;
  /** Copies of the Worker's pages: it may take its marks away from them, once. */
  readonly copies: Set<string>;
  /** Addresses that Notion gave at any time. */
  readonly given: Set<string>;
  /** `engagement/meeting address`: whom people added in Calendar, and whom they took off there. */
  readonly added: Set<string>;
  readonly removed: Set<string>;
  /** Texts that people wrote where the Worker writes too: token → where. */
  readonly texts: Map<string, { readonly event?: string; readonly page?: string }>;
  /** Instants that people set, each once. */
  readonly tokens: Set<string>;
  /** Minutes of the hour that people set. */
  readonly minutes: Set<number>;
  /** When a tick last did all that it found. */
  readonly seen: { last: number };
  /** Names of the acts that were done. */
  readonly done: string[];
  next: number;
}

/** The people of a house where these engagements are already there. */
export const createPeople = (house: House, engagements: readonly string[]): People => ({
  house,
  engagements: [...engagements],
  foreign: new Set(),
  copies: house.copies,
  given: new Set(),
  added: new Set(),
  removed: new Set(),
  texts: new Map(),
  tokens: new Set(),
  minutes: new Set(),
  seen: { last: 0 },
  done: [],
  next: 1,
});

const TEAM_ADDRESSES = ['ada@home.example', 'ben@home.example', 'dev@host.example', 'ema@host.example'];

/** Whether the Worker may take somebody off an event: Notion gave the address. */
export const isKnown = (address: string, { given }: People): boolean =>
  given.has(address) || TEAM_ADDRESSES.includes(address);

/**
 * Whether a tick has seen what people split so far, and did not wait for an edit to settle (C25): before that nobody can tell it
 * from a copy, once its series is gone (M34).
 */
export const areSplitsSeen = ({
  house,
  seen,
  engagements,
}: Pick<People, 'house' | 'seen' | 'engagements'>): boolean =>
  [...house.splits].every(
    ([id, { at }]) => at < seen.last && engagements.some((one) => house.trees.state(one)?.base?.parts?.[id]),
  );

/** A time that nobody has set yet: its minute is its own. */
export function token(people: People, days: number): number {
  const at = people.next++;
  const minute = 1 + (at % 29) + (at % 58 >= 29 ? 30 : 0);
  people.minutes.add(minute % 60);
  const hour = 8 + (Math.floor(at / 58) % 9);
  const day = Math.floor(people.house.now() / DAY) + 1 + days;
  // In Berlin's winter; in summer it is an hour later there, which is as good.
  const instant = day * DAY + (hour - 1) * 3_600_000 + minute * 60_000;
  people.tokens.add(String(instant));
  return instant;
}

/** Everything of an engagement in Calendar, and what its rules say, may be at these minutes of the hour later. */
export function noteMinutes(engagement: string, shift: number, { house, minutes }: People): void {
  for (const { start, json } of eventsOf(house, engagement)) {
    const original = Date.parse(String((json.originalStartTime as Json | undefined)?.dateTime));
    for (const at of [Number(start), original])
      minutes.add((((new Date(at).getUTCMinutes() + shift) % 60) + 60) % 60);
  }
}

export const iso = (instant: number) => new Date(instant).toISOString();
/** As Notion's window sets it: local time with its offset. */
export const local = (instant: number) => `${iso(instant + 3_600_000).slice(0, 19)}+01:00`;
export const dayOf = (instant: number) => iso(instant).slice(0, 10);

/** Does an act; false when there is nothing to do it to. */
export type Does = (act: Act, engagement: string, people: People) => boolean;
