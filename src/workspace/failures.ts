// What is done about a failed call, decided in one switch, and said in one other (DESIGN section 7).
import type { Failure } from '../call.ts';
import type { SignIn } from '../google/auth.ts';
import { KEEP_BLOCK } from '../notion/kept-block.ts';
import { NOT_CALLED } from './breaker.ts';

export type Remedy =
  /** The slice's budget or the side's rate is used up: the alarm goes on. */
  | { readonly do: 'go on later'; readonly after: number | null }
  /** Try this engagement again after a growing pause. */
  | { readonly do: 'retry'; readonly after: number | null }
  /** It may have happened: read before anything else. */
  | { readonly do: 'look' }
  /** Google will not let this account invite: plan without guests. */
  | { readonly do: 'invite nobody' }
  /** The integration lacks a right that is not needed: go on without. */
  | { readonly do: 'do without' }
  /** The side is not there for us: stop calling it until it answers again. */
  | { readonly do: 'pause side' };

export function remedyFor(failure: Failure): Remedy {
  switch (failure.reason) {
    case 'exhausted':
      return { do: 'go on later', after: failure.retryAfter };
    case 'refused':
      return failure.code === NOT_CALLED ? { do: 'pause side' } : { do: 'retry', after: failure.retryAfter };
    case 'unknown':
      return { do: 'look' };
    case 'denied':
      if (failure.code === 'forbiddenForServiceAccounts') return { do: 'invite nobody' };
      // Somebody else organizes that one entry now.
      if (failure.code === 'forbiddenForNonOrganizer') return { do: 'retry', after: null };
      // What people wrote in a survey is not lost for want of a right, or of blocks that a free workspace has left.
      if (failure.operation === KEEP_BLOCK) return { do: 'retry', after: null };
      return isDispensable(failure.operation) ? { do: 'do without' } : { do: 'pause side' };
    case 'gone':
    case 'conflict':
    case 'broken':
      return { do: 'retry', after: null };
  }
}

/** Comments and bodies of pages are helpful, not needed: without the right to them the sync goes on. */
const isDispensable = (operation: string): boolean =>
  operation.startsWith('comments.') ||
  operation === 'blocks.children.list' ||
  operation === 'blocks.children.append';

const NAMES = { notion: 'Notion', google: 'Google Calendar' } as const;

/** A failure in words that name what a person can do about it, given how we sign in. Never the vendor's own text. */
export function sayFailure(failure: Failure, as: SignIn['as']): string {
  const side = NAMES[failure.side];
  switch (failure.reason) {
    case 'exhausted':
      return `${side} is called again when its rate allows.`;
    case 'refused':
      if (failure.code === NOT_CALLED)
        return `${side} failed several times in a row, so it is left alone for a while; then one call goes first.`;
      return `${side} asked for a pause (${failure.status ?? 'busy'}); it is tried again.`;
    case 'unknown':
      return `${side} did not say whether it did what was asked; that is looked up before anything is tried again.`;
    case 'conflict':
      return `Somebody changed the same thing in ${side} at that moment; it is planned anew.`;
    case 'gone':
      return failure.side === 'google'
        ? `Google Calendar has no such calendar or entry for this account. Check GOOGLE_CALENDAR_ID and that the calendar is shared with ${WHO[as]}.`
        : 'Notion has no such page or database for this connection. Check that the parent page is shared with it.';
    case 'denied':
      return failure.side === 'google' ? sayDenied(failure, as) : sayDeniedByNotion(failure);
    case 'broken':
      return `${side} did not take or give what was expected (${failure.operation}, ${failure.code ?? failure.status ?? 'unexpected answer'}).`;
  }
}

const WHO = { 'service account': 'the service account', user: 'the user who signed in' } as const;

function sayDenied({ operation, code }: Failure, as: SignIn['as']): string {
  if (operation === 'token') {
    if (as === 'service account')
      return 'Google does not accept the sign-in. Check GOOGLE_SERVICE_ACCOUNT_KEY, and for GOOGLE_SUBJECT the domain-wide delegation.';
    if (code === 'invalid_grant')
      return "The user's grant has ended: it was revoked, or ran out (after seven days while the app is in Google's testing status, after six months unused). Make a new refresh token with `npm run calendar -- --sign-in`, put it into GOOGLE_REFRESH_TOKEN, and publish the app in the Google Cloud console.";
    return 'Google does not know the OAuth client. Check GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.';
  }
  if (code === 'forbiddenForNonOrganizer')
    return 'Somebody else organizes this entry in Google Calendar now, so it cannot be changed from here.';
  if (code === 'insufficientPermissions')
    return 'The sign-in does not reach the calendar. Give the scope https://www.googleapis.com/auth/calendar.events, for a user by a new refresh token.';
  return `Google Calendar refuses access. Share the calendar with ${WHO[as]} ("Make changes to events").`;
}

function sayDeniedByNotion({ status }: Failure): string {
  return status === 401
    ? 'Notion does not accept the token. Put a valid one into NOTION_TOKEN.'
    : 'Notion refuses access. Check the rights of the connection and that the parent page is shared with it.';
}

const BASE_PAUSE = 5_000;
const LONGEST_PAUSE = 15 * 60_000;

/** The pause of a side before another try: 5 s · 2ⁿ, at most 15 minutes, with jitter. `random` is in [0, 1). */
export const pauseAfter = (attempts: number, random: number): number =>
  Math.min(LONGEST_PAUSE, BASE_PAUSE * 2 ** Math.min(attempts, 12)) * (0.75 + random / 2);

/** An engagement that failed so often is parked: tried again daily, or once somebody edits it. */
export const PARKED_AFTER = 8;
const DAY = 24 * 3_600_000;

/** The pause of an engagement before another try. */
export const pauseOfRow = (attempts: number, random: number): number =>
  attempts >= PARKED_AFTER ? DAY : pauseAfter(attempts - 1, random);
