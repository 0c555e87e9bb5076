/**
 * How a stored event looks to a client: Google's Event resource, its tombstones, its links and etags.
 * Field order and what is left out follow recorded answers.
 */
import type { CalendarState, Person, StoredEvent } from './state.ts';
import { momentJson } from './times.ts';

export type Json = Record<string, unknown>;

/** `"<2 × microseconds>"` [rec]. */
export const etagOf = (stamp: number): string => `"${stamp * 2}"`;
export const isoMs = (ms: number): string => new Date(ms).toISOString();

function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes)).replaceAll('=', '');
}

/** The link of the web UI: unpadded base64 of "<event id> <calendar id, shortened>". */
function htmlLink(eventId: string, calendarId: string): string {
  const short = calendarId.replace(/@group\.calendar\.google\.com$/, '@g').replace(/@gmail\.com$/, '@m');
  return `https://www.google.com/calendar/event?eid=${base64(`${eventId} ${short}`)}`;
}

const personJson = (person: Person, calendarId: string): Json => ({
  email: person.email,
  ...(person.displayName ? { displayName: person.displayName } : {}),
  ...(person.email === calendarId ? { self: true } : {}),
});

/** Defaults that Google leaves out of its answers. */
export const SILENT: Record<string, unknown> = {
  eventType: 'default',
  transparency: 'opaque',
  visibility: 'default',
  guestsCanModify: false,
  guestsCanInviteOthers: true,
  guestsCanSeeOtherGuests: true,
  anyoneCanAddSelf: false,
  privateCopy: false,
  attendeesOmitted: false,
  summary: '',
  description: '',
  location: '',
  colorId: '',
};

const EARLY = ['summary', 'description', 'location', 'colorId', 'eventLabelId'];
const HANDLED = [...EARLY, 'reminders', 'eventType'];

export interface View {
  /** Zone whose offsets are shown; the calendar's by default. */
  zone?: string | undefined;
  maxAttendees?: number | undefined;
  /** Who asks: `source` is shown to the creator only [doc]. */
  viewer?: string | undefined;
}

function attendeesJson(event: StoredEvent, calendarId: string, view: View): Json {
  if (event.attendees.length === 0) return {};
  const all = event.attendees.map((attendee) => {
    const { email, responseStatus, ...rest } = attendee;
    const organizer = email.toLowerCase() === event.organizer.email.toLowerCase();
    const self = email.toLowerCase() === calendarId.toLowerCase();
    return { email, ...(organizer ? { organizer } : {}), ...(self ? { self } : {}), ...rest, responseStatus };
  });
  if (view.maxAttendees === undefined || all.length <= view.maxAttendees) return { attendees: all };
  return { attendees: all.filter((a) => 'self' in a), attendeesOmitted: true };
}

function meetLink(conference: unknown): Json {
  const points = (conference as { entryPoints?: { entryPointType?: string; uri?: string }[] } | undefined)
    ?.entryPoints;
  const video = points?.find((p) => p.entryPointType === 'video')?.uri;
  return video ? { hangoutLink: video } : {};
}

/** What a stored event was last shown as: it is never changed in place (state.ts). */
const shownAs = new WeakMap<StoredEvent, { readonly key: string; readonly json: Json }>();

/** The whole Event resource, also of a cancelled event (what `events.get` answers). Shared: not to be changed. */
export function eventJson(calendar: CalendarState, event: StoredEvent, view: View = {}): Json {
  const viewer = event.content.source === undefined ? '' : view.viewer;
  const key = `${event.stamp} ${calendar.id} ${calendar.timeZone} ${view.zone} ${view.maxAttendees} ${viewer}`;
  const known = shownAs.get(event);
  if (known?.key === key) return known.json;
  const json = render(calendar, event, view);
  shownAs.set(event, { key, json });
  return json;
}

function render(calendar: CalendarState, event: StoredEvent, view: View): Json {
  const shown = view.zone ?? calendar.timeZone;
  const own = calendar.timeZone;
  const pick = (keys: string[]): Json =>
    Object.fromEntries(
      keys
        .filter((k) => event.content[k] !== undefined && event.content[k] !== SILENT[k])
        .map((k) => [k, event.content[k]]),
    );
  const late = Object.keys(event.content).filter(
    (k) => !HANDLED.includes(k) && (k !== 'source' || !view.viewer || view.viewer === event.creator.email),
  );
  return {
    kind: 'calendar#event',
    etag: etagOf(event.stamp),
    id: event.id,
    status: event.status,
    htmlLink: htmlLink(event.id, calendar.id),
    created: isoMs(Math.floor(event.created / 1000) * 1000), // whole seconds [rec]
    updated: isoMs(event.updated),
    ...pick(EARLY),
    creator: personJson(event.creator, calendar.id),
    organizer: personJson(event.organizer, calendar.id),
    start: momentJson(event.start, shown, own),
    end: momentJson(event.end, shown, own),
    ...(event.recurrence ? { recurrence: event.recurrence } : {}),
    ...(event.seriesId && event.original
      ? { recurringEventId: event.seriesId, originalStartTime: momentJson(event.original, shown, own) }
      : {}),
    iCalUID: event.uid,
    sequence: event.sequence,
    ...attendeesJson(event, calendar.id, view),
    ...pick(late),
    ...meetLink(event.content.conferenceData),
    reminders: event.content.reminders ?? { useDefault: true },
    eventType: event.content.eventType ?? 'default',
  };
}

/** As lists show it: tombstones may be bare [rec]; a cancelled occurrence of a living series always is [rec]. */
export function listedJson(calendar: CalendarState, event: StoredEvent, view: View = {}): Json {
  if (event.status !== 'cancelled' || !event.stub) return eventJson(calendar, event, view);
  return {
    kind: 'calendar#event',
    etag: etagOf(event.stamp),
    id: event.id,
    status: 'cancelled',
    ...(event.seriesId && event.original
      ? {
          recurringEventId: event.seriesId,
          originalStartTime: momentJson(event.original, view.zone ?? calendar.timeZone, calendar.timeZone),
        }
      : {}),
  };
}
