// What each side says of one meeting: its event or occurrence in Calendar, its Retros page in Notion. Pure.
// What it refuses: to take a page that lacks Date or Status for one that says something.
import type { Page } from '../../schemas/index.ts';
import type { CalendarEvent } from '../google/event.ts';
import { type Days, fillTime, type Instant, readInstant, type Timed } from '../playbook/index.ts';
import type { Said, SlotBase } from './base.ts';
import { isTime } from './meeting.ts';
import { type RowMeeting, type Stated, statedTime } from './row.ts';
import type { Occurrence } from './series.ts';
import type { SlotContext } from './slots.ts';
import { isDays } from './view.ts';

export function eventSaid(
  event: CalendarEvent | null,
  meeting: RowMeeting,
  context: SlotContext,
): Said | undefined {
  if (!event) return undefined;
  if (event.status === 'cancelled') return 'cancelled';
  return event.time ? asTimed(event.time, meeting, context) : undefined;
}

/** The time that an event which was deleted still has; undefined: it is there, or a bare tombstone. */
export const leftTime = (
  event: CalendarEvent | null,
  meeting: RowMeeting,
  context: SlotContext,
): Timed | undefined =>
  event?.status === 'cancelled' && event.time ? asTimed(event.time, meeting, context) : undefined;

export function occurrenceSaid(occurrence: Occurrence | null, context: SlotContext): Said | undefined {
  if (!occurrence) return undefined;
  return isTime(occurrence.said) ? asTimed(occurrence.said, 'retro', context) : occurrence.said;
}

/** A meeting made all-day is that day at the playbook's time, and is put back so. */
const asTimed = (
  time: Timed | Days,
  meeting: RowMeeting | 'retro',
  { zone, slot, world }: SlotContext,
): Timed => (isDays(time) ? fillTime(time.start, meeting, zone, slot, world.playbook) : time);

export const UNSTATED: Stated = { said: undefined, inexact: false };

/** A page that lacks Date or Status says nothing of its meeting. */
export const isColumnMissing = (page: Page<'retros'>): boolean =>
  page.row.date === undefined || page.row.status === undefined;

/** What a Retros page says of its meeting (DESIGN section 4). Without a page: nothing. */
export function statedPage(
  page: Page<'retros'> | null,
  meeting: 'retro' | 'project-retro',
  base: SlotBase | undefined,
  at: Parameters<typeof statedTime>[3],
): Stated {
  if (!page) return UNSTATED;
  if (page.presence === 'trashed') return { said: 'cancelled', inexact: false };
  if (page.presence !== 'live') return UNSTATED;
  if (isColumnMissing(page)) return UNSTATED;
  const stated = statedTime(page.row.date, meeting, base?.time, at);
  const { said } = stated;
  // The column was missing and came back blank: it is filled again (rule N8).
  if (said === 'blank' && base?.pageId === page.id && base.page === undefined) return stated;
  // While it is withdrawn its Cancelled page shows when it would be: who blanks that takes it away (M63).
  const isShown = base?.state === 'withdrawn' && base.page === 'cancelled' && base.dated != null;
  if (said === 'blank' && isShown) return { said, inexact: false };
  if (said === 'blank') return { said: 'cancelled', inexact: false };
  if (said === undefined) return stated;
  const isTold = base?.page === 'cancelled';
  const isDatedAnew = isTold && datedOf(page) !== (base.dated ?? null);
  // A new time typed into a cancelled page brings it back, as a person means it; one that was typed before that does not (M97).
  if (page.row.status === 'Cancelled')
    return isDatedAnew && !base.isBlanked ? stated : { said: 'cancelled', inexact: false };
  // Taken out of the trash, or set to Planned, when its meeting was back already: its old Date is no wish (M51).
  const isBack = isTold && base.state === 'planned';
  return isBack && !isDatedAnew ? { said: 'cancelled', inexact: false } : stated;
}

/** The start that a Retros page's Date shows: an instant, or the text of a day; null: none. */
export function datedOf(page: Page<'retros'>): Instant | string | null {
  const start = page.row.date?.start;
  return start === undefined ? null : (readInstant(start) ?? start);
}
