// The calendar port on Google Calendar's API v3, by Google's client. It never retries, paces or logs: that is
// `run`'s. It refuses answers that are not what the documentation says (google-calendar.md A2).
import type { Operation, Outcome, Run } from '../call.ts';
import type { Auth } from './auth.ts';
import type { Calendar, ListFrom } from './calendar.ts';
import { createChannels } from './channels.ts';
import type { EventDraft, EventPatch, Mail } from './event.ts';
import { toCalendarEvent, toEventPage, toInsertBody, toPatchBody } from './normal.ts';

export interface CalendarOptions {
  readonly auth: Auth;
  readonly calendarId: string;
  readonly run: Run;
}

/**
 * The same on every list call, since a sync token is bound to its parameters: masters and exceptions, tombstones,
 * meetings only. Bounds of time do not go with a token (google-calendar.md B2).
 */
const LIST = {
  singleEvents: false,
  showDeleted: true,
  eventTypes: ['default'],
  maxResults: 2500,
};

const operation = (name: string, write: boolean): Operation => ({ side: 'google', name, write });

/** A `Calendar` of one Google calendar. Cheap to make; the token lives in `auth`. */
export function createCalendar({ auth, calendarId, run }: CalendarOptions): Calendar {
  const { events } = new auth.library.Calendar({
    auth: auth.client,
    retry: false,
    retryConfig: { retry: 0, noResponseRetries: 0 },
  });

  async function call<T>(
    name: string,
    write: boolean,
    ask: () => Promise<{ data: unknown }>,
    read: (answer: unknown) => T,
  ): Promise<Outcome<T>> {
    return auth.withToken(run, operation(name, write), async () => read((await ask()).data));
  }

  /**
   * A write of an event that exists: with `If-Match` always. An event that came without an etag has to be looked
   * at again, as if Google had said so.
   */
  async function change<T>(
    name: string,
    etag: string,
    ask: (options: { headers: Record<string, string> }) => Promise<{ data: unknown }>,
    read: (answer: unknown) => T,
  ): Promise<Outcome<T>> {
    if (etag !== '') return call(name, true, () => ask({ headers: { 'If-Match': etag } }), read);
    const code = 'conditionNotMet';
    return {
      ok: false,
      failure: { side: 'google', operation: name, status: null, code, reason: 'conflict' },
    };
  }

  return {
    channels: createChannels({ auth, calendarId, run }),

    list: (from: ListFrom) =>
      call('events.list', false, () => events.list({ calendarId, ...LIST, ...from }), toEventPage),

    get: (id: string) =>
      call('events.get', false, () => events.get({ calendarId, eventId: id }), toCalendarEvent),

    insert: async (id: string, draft: EventDraft, mail: Mail) => {
      const requestBody = toInsertBody(id, draft);
      const ask = () => events.insert({ calendarId, sendUpdates: mail, requestBody });
      return call('events.insert', true, ask, toCalendarEvent);
    },

    patch: async (id: string, etag: string, patch: EventPatch, mail: Mail) => {
      const params = { calendarId, eventId: id, sendUpdates: mail, requestBody: toPatchBody(patch) };
      return change('events.patch', etag, (options) => events.patch(params, options), toCalendarEvent);
    },

    remove: async (id: string, etag: string, mail: Mail) => {
      const params = { calendarId, eventId: id, sendUpdates: mail };
      return change(
        'events.delete',
        etag,
        (options) => events.delete(params, options),
        () => null,
      ); // 204
    },
  };
}
