// Hints: a tick that a side's own webhook woke reads that side only, or that side first. Hints get lost, doubled and
// reordered, so all that they change is what is read, never what is true: the cron tick reads everything.
// What it refuses: to let hinted ticks stand in for the whole one for longer than `LONGEST`.
import type { Side } from '../call.ts';
import type { Instant } from '../playbook/index.ts';
import type { Ledger } from './ledger.ts';
import type { Trouble } from './tick.ts';
import type { Trees } from './trees.ts';

/** Two rounds of cron: after that hinted ticks read both sides until a whole one was there again. */
const LONGEST = 10 * 60_000;
/** A push that comes so soon after a write of ours to Calendar most likely tells us of that very write. */
const ECHO = 60_000;

/** The side whose webhook a trigger is; null: it says nothing of what changed. */
export function hintOf(trigger: string): Side | null {
  if (trigger === 'notion webhook') return 'notion';
  // The sync webhook is anybody's: a button in Notion as well as a script that knows of a change in Calendar.
  return trigger === 'google push' ? 'google' : null;
}

/** What wakes the object while a wake is waiting already: two that hint differently hint at nothing. */
export const joinHints = (before: Side | null, after: Side | null): Side | null =>
  before === after ? before : null;

/**
 * What a tick reads. `notion`: Calendar is left unread, since every write to it carries If-Match: a stale event costs
 * a 412 and a new look. `google first`: Notion is read only where the list of events brings news, since Calendar
 * pushes our own writes back to us. `both`: side by side. Notion is never written to without being read before,
 * since it has no If-Match: what a person typed meanwhile would be lost.
 */
export function whatToRead(
  hint: Side | null,
  { ledger, trees }: { readonly ledger: Ledger; readonly trees: Trees },
  now: Instant,
): 'both' | 'notion' | 'google first' {
  const observed = ledger.recall<Instant>('observed');
  if (hint === null || observed === undefined || now - observed > LONGEST) return 'both';
  const isInTrouble = (['notion', 'google'] as const).some(
    (side) => ledger.recall<Trouble>(`trouble:${side}`) !== undefined,
  );
  // What the clock is about to do hangs on times that people may have moved in Calendar.
  if (isInTrouble || trees.isClockDue(now)) return 'both';
  if (hint === 'notion') return 'notion';
  return ledger.hasWritten('google', now - ECHO) ? 'google first' : 'both';
}
