// Lower bounds: the fewest calls that could do it, whatever the program. In words too, since a ratio means nothing without.
// They are counted from what both sides hold afterwards, never from what the program did.

/** Rows that one query of Notion answers, and calls that nothing could spare. */
const PAGE = 100;

export interface Held {
  readonly engagements: number;
  readonly retroPages: number;
  /** Events that somebody made: a weekly series is one. */
  readonly events: number;
}

/** What the first sync of so many engagements costs at least. */
export function firstSyncBound({ engagements, retroPages, events }: Held): {
  readonly notion: number;
  readonly google: number;
} {
  const lists = Math.ceil(engagements / PAGE) + 2 + 1;
  return { notion: lists + retroPages + engagements, google: 1 + events };
}

/** Milliseconds that so many calls take where a side allows `rate` in any minute and one call takes `latency`. */
export const rateBound = (calls: number, rate: number, latency: number): number =>
  Math.floor(Math.max(0, calls - 1) / rate) * 60_000 + latency;

export const BOUNDS = {
  idle:
    'Three: nothing but a list says that nothing changed, and there are three of them to a tick (Engagements; Retros or Goals; ' +
    'events). No sign-in while the token lives.',
  notionEdit: 'Two queries, since Notion tells what changed only by database, and one write to Calendar.',
  calendarMove:
    'One list and one write to Notion. We read Notion too (two queries, side by side with the list): it has no If-Match, ' +
    'and what a person typed there since would be overwritten.',
  echo: 'One list: a push names no event.',
  schedule:
    'One write for each event and each Retros page, one for the row; three lists, people, one sign-in.',
  firstSync:
    'One write for each event (a weekly series is one), for each Retros page and for each row (its link and Checks); one query ' +
    'for each hundred engagements, one each for the empty Goals and Retros, people, events. Neither API writes several at once.',
  rate:
    'The calls that the bound counts, 180 in any minute for Notion and 600 for Google, the slower side of the two: 180 at once, ' +
    'then 180 for each minute that passes, and half a second for the last.',
} as const;
