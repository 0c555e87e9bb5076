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

/**
 * The same of a deletion, or of a page made Cancelled, that was not answered: no side says whose doing it was (M56, M76).
 */
export const sayDoubtful = (change: Change): string =>
  change.side === 'google'
    ? `${sayChange(change)}. Calendar did not say at once whether that had worked: what a person did to it at that moment, deleting it or putting it back, looks the same.`
    : `${sayChange(change)}. Notion did not say at once whether that had worked: a person who made the page Cancelled at that moment looks the same.`;
