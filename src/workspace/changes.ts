// From actions to changes as a person reads them, with the fingerprint that a hold's approval covers.
import { fingerprint, type Risk, sideOf } from '../sync/action.ts';
import type { Change } from './api.ts';

/** An action's changes; the mails stand on the first, since it is one call. */
export function changesOf(engagement: { id: string; name: string }, action: Omit<Risk, 'cancels'>): Change[] {
  const id = fingerprint(engagement.id, action);
  return action.words.map((words, at) => ({
    id: at === 0 ? id : `${id}.${at}`,
    side: sideOf(action.call),
    engagement,
    ...words,
    mails: at === 0 ? action.mails : [],
  }));
}

/** One line of the activity log. It holds names and times, so it is shown to the admin only and never logged. */
export function sayChange(change: Change): string {
  const { kind, what, from, to } = change;
  // What it says stands in the log since it was decided.
  if (kind === 'comment') return 'Said so in a comment on the page';
  const mailed = change.mails.length > 0 ? `; ${change.mails.length} told` : '';
  const verb = {
    make: 'Made',
    move: 'Moved',
    cancel: 'Cancelled',
    restore: 'Brought back',
    change: 'Changed',
  }[kind];
  const range = from && to ? `: ${from} → ${to}` : to ? `: ${to}` : from ? `: was ${from}` : '';
  return `${verb} ${what}${range} (${change.why}${mailed})`;
}

/** The same of a deletion that was not answered: Calendar says that the event is deleted, not by whom (M56). */
export const sayAnyones = (change: Change): string =>
  `${sayChange(change)}. Calendar did not say whether that was us: deleted by a person at that moment it looks the same.`;
