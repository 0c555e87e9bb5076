/**
 * The twin keeps every fact of twins/google/behaviour.ts. The same checks run on the real service with
 * GOOGLE_BEHAVIOUR_TOKEN (an access token) and GOOGLE_BEHAVIOUR_CALENDAR (a calendar that may be filled with rubbish).
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { BEHAVIOUR, canRun, runCheck, type Target } from '../../../twins/google/behaviour.ts';
import { createGoogleTwin } from '../../../twins/google/index.ts';
import { watch } from '../../contract/watch.ts';
import { ownerToken } from './drive.ts';

const token = process.env.GOOGLE_BEHAVIOUR_TOKEN;
const calendarId = process.env.GOOGLE_BEHAVIOUR_CALENDAR;
const real = token !== undefined && calendarId !== undefined;
const guest = process.env.GOOGLE_BEHAVIOUR_GUEST;

/** The Monday at least four weeks from now. */
function comingMonday(): string {
  const day = new Date(Date.now() + 28 * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7));
  return day.toISOString().slice(0, 10);
}

let target: Target;

describe(`Google Calendar ${real ? '(the real service)' : '(the twin)'}`, () => {
  beforeAll(async () => {
    const monday = comingMonday();
    if (real) {
      target = { fetch, token, calendarId, monday, invites: guest !== undefined, guest: guest ?? '' };
      return;
    }
    const twin = await createGoogleTwin({
      now: Date.now,
      deliver: async () => new Response(null, { status: 204 }),
      ratePerMinute: Number.POSITIVE_INFINITY,
    });
    target = {
      fetch: watch(twin, 'twin test'),
      token: await ownerToken(twin),
      calendarId: twin.calendarId,
      monday,
      invites: true,
      guest: 'guest@example.org',
      hook: 'https://hook.example.com/google',
    };
  });

  it.for(BEHAVIOUR)('$fact [$mark]', async (check, { skip }) => {
    if (!canRun(check, target)) skip(`needs ${check.needs ?? ''}`);
    await expect(runCheck(check, target)).resolves.toBeUndefined();
  });

  it('names every check once', () => {
    expect(new Set(BEHAVIOUR.map((c) => c.id)).size).toBe(BEHAVIOUR.length);
  });
});
