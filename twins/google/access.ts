/**
 * Who may do what on a calendar, and which scopes open which method [discovery document]. A calendar that one may not
 * see does not exist: 404.
 */
import { makeCalendar } from './calendars.ts';
import { insufficientPermissions, notFound, type Refusal, requiredAccessLevel } from './errors.ts';
import type { CalendarState, Principal, Role, TwinState } from './state.ts';

const PREFIX = 'https://www.googleapis.com/auth/';
const READ_EVENTS = [
  'calendar',
  'calendar.readonly',
  'calendar.app.created',
  'calendar.events',
  'calendar.events.readonly',
  'calendar.events.owned',
  'calendar.events.owned.readonly',
  'calendar.events.freebusy',
  'calendar.events.public.readonly',
];
const WRITE_EVENTS = ['calendar', 'calendar.app.created', 'calendar.events', 'calendar.events.owned'];
const MOVE_EVENTS = ['calendar', 'calendar.events', 'calendar.events.owned'];
const READ_CALENDARS = [
  'calendar',
  'calendar.readonly',
  'calendar.app.created',
  'calendar.calendars',
  'calendar.calendars.readonly',
];
const WRITE_CALENDARS = ['calendar', 'calendar.app.created', 'calendar.calendars'];
const READ_LISTS = [
  'calendar',
  'calendar.readonly',
  'calendar.app.created',
  'calendar.calendarlist',
  'calendar.calendarlist.readonly',
];

const SCOPES: Record<string, string[]> = {
  'events.get': READ_EVENTS,
  'events.list': READ_EVENTS,
  'events.instances': READ_EVENTS,
  'events.watch': READ_EVENTS,
  'events.move': MOVE_EVENTS,
  'channels.stop': [
    ...READ_EVENTS,
    'calendar.calendarlist',
    'calendar.calendarlist.readonly',
    'calendar.settings.readonly',
    'calendar.acls',
    'calendar.acls.readonly',
  ],
  'calendars.get': READ_CALENDARS,
  'calendarList.list': READ_LISTS,
  'calendarList.get': READ_LISTS,
  'calendarList.insert': ['calendar', 'calendar.calendarlist'],
  'calendarList.delete': ['calendar', 'calendar.app.created', 'calendar.calendarlist'],
  'calendarList.patch': ['calendar', 'calendar.app.created', 'calendar.calendarlist'],
  'freebusy.query': ['calendar', 'calendar.readonly', 'calendar.freebusy', 'calendar.events.freebusy'],
  'settings.list': ['calendar', 'calendar.readonly', 'calendar.settings.readonly'],
  'settings.get': ['calendar', 'calendar.readonly', 'calendar.settings.readonly'],
  'acl.list': ['calendar', 'calendar.acls', 'calendar.acls.readonly'],
  'acl.insert': ['calendar', 'calendar.acls'],
  'acl.delete': ['calendar', 'calendar.acls'],
  'colors.get': [...READ_LISTS, 'calendar.events.freebusy', 'calendar.events.owned'],
};

/** Undefined when the token's scopes open this method. */
export function checkScopes(principal: Principal, operation: string): Refusal | undefined {
  const wanted = SCOPES[operation] ?? (operation.startsWith('calendars.') ? WRITE_CALENDARS : WRITE_EVENTS);
  return principal.scopes.some((s) => wanted.some((w) => s === PREFIX + w))
    ? undefined
    : insufficientPermissions();
}

const RANK: Role[] = ['none', 'freeBusyReader', 'reader', 'writerWithoutPrivateAccess', 'writer', 'owner'];
export const atLeast = (role: Role, wanted: Role): boolean => RANK.indexOf(role) >= RANK.indexOf(wanted);

/** The best role that the rules of a calendar give somebody. */
export function roleOf(calendar: CalendarState, email: string): Role {
  const domain = `domain:${email.slice(email.lastIndexOf('@') + 1)}`;
  const roles = [email, domain, 'default'].flatMap((key) => calendar.acl.get(key) ?? []);
  return roles.reduce<Role>((best, role) => (atLeast(role, best) ? role : best), 'none');
}

/** Everybody has a calendar of their own, from the first look at it on. Its zone is that of the twin's calendar. */
function primaryOf(state: TwinState, email: string): CalendarState {
  const timeZone = state.calendars.get(state.calendarId)?.timeZone ?? 'UTC';
  const calendar = makeCalendar(email, email, email, timeZone, state.stamp);
  state.calendars.set(email, calendar);
  return calendar;
}

/** The calendar of that id (`primary` is one's own) if this principal has at least that role on it. */
export function openCalendar(
  state: TwinState,
  principal: Principal,
  id: string,
  wanted: Role,
): CalendarState | Refusal {
  const own = id === 'primary' || id === principal.email;
  const known = state.calendars.get(own ? principal.email : id);
  const calendar = known ?? (own ? primaryOf(state, principal.email) : undefined);
  if (!calendar) return notFound();
  const role = roleOf(calendar, principal.email);
  if (role === 'none') return notFound();
  return atLeast(role, wanted) ? calendar : requiredAccessLevel();
}
