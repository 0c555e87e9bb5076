/**
 * What owners do: share a calendar and stop sharing it, remove it, change its zone, revoke grants; and what time does: sync
 * tokens expire, tombstones disappear. Throws when the calendar is gone: that is a mistake of the test.
 */
import { revoke } from './auth.ts';
import { deleteCalendar, share } from './calendars.ts';
import { deliverHeld } from './channels.ts';
import { type CalendarState, nextStamp, type Role, randomId, type World } from './state.ts';

export interface Ownership {
  share(email: string, role: Role): void;
  /** Nobody but the owner sees the calendar any more: 404 for everybody else. */
  unshare(email?: string): void;
  removeCalendar(): void;
  changeCalendarZone(zone: string): void;
  renameCalendar(summary: string): void;
  expireSyncTokens(): void;
  /** Deleted events disappear for good, as they do in time; their ids become unknown. */
  purgeTombstones(): void;
  /** A refresh token or access token; by default every grant and the service account's key. */
  revokeGrant(token?: string): void;
  grantAgain(): void;
  allowDelegation(allowed: boolean): void;
  /** A new authorization code, for the OAuth code grant. */
  consent(email: string, scopes: string[], challenge?: string): string;
  /** Pushes that a fault held back go out now, the last first. */
  releasePushes(): void;
}

export function makeOwnership(world: World): Ownership {
  const calendarOf = (): CalendarState => {
    const calendar = world.state.calendars.get(world.state.calendarId);
    if (!calendar) throw new Error('the calendar was removed');
    return calendar;
  };
  return {
    share: (email, role) => share(world, calendarOf(), email, role),
    unshare(email) {
      const calendar = calendarOf();
      for (const key of email ? [email] : [...calendar.acl.keys()].filter((k) => k !== calendar.dataOwner))
        share(world, calendar, key, 'none');
    },
    removeCalendar: () => void deleteCalendar(world, calendarOf()),
    changeCalendarZone(zone) {
      calendarOf().timeZone = zone;
    },
    renameCalendar(summary) {
      calendarOf().summary = summary;
    },
    expireSyncTokens() {
      for (const calendar of world.state.calendars.values()) calendar.oldestToken = nextStamp(world);
    },
    purgeTombstones() {
      for (const calendar of world.state.calendars.values()) {
        for (const event of [...calendar.events.values()]) {
          const living = event.seriesId && calendar.events.get(event.seriesId)?.status !== 'cancelled';
          if (event.status === 'cancelled' && !living) calendar.events.delete(event.id);
        }
        calendar.oldestToken = nextStamp(world);
        calendar.oldestUpdate = world.now();
      }
      world.index.clear();
    },
    revokeGrant(token) {
      if (token !== undefined) return void revoke(world, token);
      for (const one of [...world.state.grants.keys(), 'key']) revoke(world, one);
    },
    grantAgain() {
      world.state.keyRevoked = false;
      for (const grant of world.state.grants.values()) grant.revoked = false;
    },
    allowDelegation(allowed) {
      world.state.delegation = allowed;
    },
    consent(email, scopes, challenge) {
      const code = `4/${randomId(world, 40)}`;
      world.state.codes.set(code, { email, scopes, revoked: false, ...(challenge ? { challenge } : {}) });
      return code;
    },
    releasePushes: () => deliverHeld(world),
  };
}
