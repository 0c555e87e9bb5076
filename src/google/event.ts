// A calendar event in normal form: what the Calendar tree holds, and what writes are made of.
import type { Days, Instant, Timed } from '../playbook/words.ts';

/** One attendee. `raw` is Google's object as it came, so that a write sends back what it does not own. */
export interface Guest {
  /** Lower-cased; empty when Google shows none (then it is fixed). */
  readonly email: string;
  readonly response: 'needsAction' | 'declined' | 'tentative' | 'accepted';
  /** The organizer, a room, or the calendar itself: never added, removed or counted by us. */
  readonly fixed: boolean;
  readonly raw: Readonly<Record<string, unknown>>;
}

export interface CalendarEvent {
  readonly id: string;
  /** Empty only in a tombstone that came without. */
  readonly etag: string;
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  readonly title: string;
  readonly description: string;
  readonly link: string | null;
  /** Null only in a bare tombstone. */
  readonly time: Timed | Days | null;
  /** The zone the event was made in (start.timeZone), if Google says; null when it is all-day. */
  readonly zone: string | null;
  /** RRULE, EXDATE … lines of a series' master; null for everything else. */
  readonly recurrence: readonly string[] | null;
  /**
   * Of an occurrence that was changed or cancelled: its series' id and the start it had by the rule (of an all-day
   * series: midnight UTC). Null in the bare tombstone of an occurrence that went because its series was cut short.
   */
  readonly series: string | null;
  readonly original: Instant | null;
  readonly guests: readonly Guest[];
  /** `extendedProperties.private` as it came. */
  readonly marks: Readonly<Record<string, string>>;
  /** Google's `transparency`: an `opaque` event makes its people busy. */
  readonly busy: boolean;
  /** A hash of what is people's alone (place, colour, reminders …): it tells only that somebody changed it. Absent: nothing of it is set. */
  readonly others?: string;
  /** `updated`, epoch ms. For people to read; never compared with Notion's times. */
  readonly updated: Instant;
}

/** Who is mailed by a write (`sendUpdates`). */
export type Mail = 'all' | 'externalOnly' | 'none';

/** What a new event is made of. */
export interface EventDraft {
  readonly title: string;
  readonly description: string;
  readonly time: Timed | Days;
  /** IANA zone; Google wants it for series, people want it for reading. */
  readonly zone: string;
  readonly recurrence?: readonly string[];
  readonly status: 'confirmed' | 'tentative';
  readonly busy: boolean;
  /** Addresses to invite. */
  readonly guests: readonly string[];
  readonly marks: Readonly<Record<string, string>>;
}

/** The fields to change; what is not named stays as it is. A mark set to null is removed. */
export interface EventPatch {
  readonly title?: string;
  readonly description?: string;
  /** A clock time comes with its zone, and a zone never without a time. */
  readonly time?: Timed | Days;
  readonly zone?: string;
  readonly recurrence?: readonly string[];
  readonly status?: 'confirmed' | 'tentative';
  readonly busy?: boolean;
  /** The whole list as it shall be: `raw` objects kept, `{ email }` for new ones. */
  readonly attendees?: readonly Readonly<Record<string, unknown>>[];
  readonly marks?: Readonly<Record<string, string | null>>;
}

/** A page of `events.list`. Exactly one of `next` and `syncToken` is set. */
export interface EventPage {
  readonly events: readonly CalendarEvent[];
  readonly next: string | null;
  readonly syncToken: string | null;
}
