/**
 * Guests of an event and the mails that they get. Reads `attendees` as sent, compares guest lists as sets of addresses,
 * and fills the outbox by `sendUpdates`. Refuses malformed addresses and answers that do not exist.
 */
import { invalid, Refusal } from './errors.ts';
import type { Attendee, CalendarState, Principal, StoredEvent, World } from './state.ts';

/** A mail that Google would have sent. `at` is epoch milliseconds. */
export interface Mail {
  to: string;
  event: string;
  kind: 'invitation' | 'update' | 'cancellation';
  summary: string;
  at: number;
  calendar: string;
}

export type SendUpdates = 'all' | 'externalOnly' | 'none';

const ANSWERS = ['needsAction', 'declined', 'tentative', 'accepted'];
const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;

/** What a client sent as `attendees` → guests; an address given twice counts once. */
export function readAttendees(json: unknown): Attendee[] | Refusal {
  if (json === undefined || json === null) return [];
  if (!Array.isArray(json)) return invalid('Invalid value for: attendees');
  const found = new Map<string, Attendee>();
  for (const raw of json as unknown[]) {
    if (typeof raw !== 'object' || raw === null) return invalid('Invalid value for: attendees');
    const one = raw as Record<string, unknown>;
    const email = one.email;
    if (typeof email !== 'string' || email === '')
      return new Refusal(400, 'required', 'Missing attendee email.');
    if (!ADDRESS.test(email)) return invalid('Invalid attendee email.');
    const answer = one.responseStatus ?? 'needsAction';
    if (typeof answer !== 'string' || !ANSWERS.includes(answer)) {
      return invalid(`Invalid value for: ${String(answer)} is not a valid value`);
    }
    const guest: Attendee = { email, responseStatus: answer };
    if (typeof one.displayName === 'string') guest.displayName = one.displayName;
    if (typeof one.comment === 'string') guest.comment = one.comment;
    if (one.optional === true) guest.optional = true;
    if (one.resource === true) guest.resource = true;
    if (typeof one.additionalGuests === 'number') guest.additionalGuests = one.additionalGuests;
    found.set(email.toLowerCase(), guest);
  }
  return [...found.values()];
}

export interface GuestChange {
  added: Attendee[];
  removed: Attendee[];
  kept: Attendee[];
}

export function compareGuests(before: Attendee[], after: Attendee[]): GuestChange {
  const was = new Set(before.map((g) => g.email.toLowerCase()));
  const is = new Set(after.map((g) => g.email.toLowerCase()));
  return {
    added: after.filter((g) => !was.has(g.email.toLowerCase())),
    removed: before.filter((g) => !is.has(g.email.toLowerCase())),
    kept: after.filter((g) => was.has(g.email.toLowerCase())),
  };
}

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/**
 * Puts mails into the outbox: `none` reaches nobody, `externalOnly` those outside the organizer's domain [L].
 * Organizer, resources and the one who acts get none. assumption: mails are sent for past events too.
 */
export function mail(
  world: World,
  calendar: CalendarState,
  event: StoredEvent,
  kind: Mail['kind'],
  guests: Attendee[],
  by: Principal,
  send: SendUpdates,
): void {
  if (send === 'none') return;
  const home = domainOf(
    calendar.id.endsWith('@group.calendar.google.com') ? calendar.dataOwner : calendar.id,
  );
  for (const guest of guests) {
    const to = guest.email.toLowerCase();
    if (guest.resource || to === event.organizer.email.toLowerCase() || to === by.email.toLowerCase())
      continue;
    if (send === 'externalOnly' && domainOf(to) === home) continue;
    const summary = String(event.content.summary ?? '');
    world.state.outbox.push({ to, event: event.id, kind, summary, at: world.now(), calendar: calendar.id });
  }
}
