/**
 * All behaviour checks of Google Calendar, each a fact with its source. They run against any `fetch` with an access token
 * and a calendar to write to: on the twin in the tests, and on the real service the day somebody has an account.
 */
import { type Check, contextOf, type Target } from './behaviour/check.ts';
import { EVENTS } from './behaviour/events.ts';
import { FIELDS } from './behaviour/fields.ts';
import { SERIES } from './behaviour/series.ts';
import { SYNC } from './behaviour/sync.ts';

export type { Check, Target } from './behaviour/check.ts';

export const BEHAVIOUR: Check[] = [...EVENTS, ...FIELDS, ...SERIES, ...SYNC];

/** Can this check be made on this target? */
export const canRun = (check: Check, target: Target): boolean =>
  check.needs === 'guests' ? target.invites : check.needs === 'hook' ? target.hook !== undefined : true;

/** Makes one check; throws with what was expected and what came. */
export async function runCheck(check: Check, target: Target): Promise<void> {
  await check.run(await contextOf(target));
}
