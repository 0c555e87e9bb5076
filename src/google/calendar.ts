// The calendar as the rest of the product sees it.
import type { Outcome } from '../call.ts';
import type { Channels } from './channels.ts';
import type { CalendarEvent, EventDraft, EventPage, EventPatch, Mail } from './event.ts';

/** Where a list begins or goes on: from nothing, from a sync token, or at a next page of either. */
export interface ListFrom {
  readonly syncToken?: string;
  readonly pageToken?: string;
}

/**
 * One Google calendar. Every write of an event that exists carries its etag (`If-Match`); with an empty etag it is
 * a `conflict` without a call. A calendar that is not there makes every call `gone` with code `notFound`.
 */
export interface Calendar {
  /** 410 comes back as `gone` with code `fullSyncRequired`: forget the token and read everything. */
  list(from: ListFrom): Promise<Outcome<EventPage>>;
  /** A deleted event answers with status `cancelled`, not with an error. */
  get(id: string): Promise<Outcome<CalendarEvent>>;
  /** `conflict` when the id is taken, also by a deleted event: read it back. */
  insert(id: string, draft: EventDraft, mail: Mail): Promise<Outcome<CalendarEvent>>;
  patch(id: string, etag: string, patch: EventPatch, mail: Mail): Promise<Outcome<CalendarEvent>>;
  /** Cancels the event (or the occurrence). `gone` means that it was already deleted. */
  remove(id: string, etag: string, mail: Mail): Promise<Outcome<null>>;
  /** Push channels on it. */
  readonly channels: Channels;
}
