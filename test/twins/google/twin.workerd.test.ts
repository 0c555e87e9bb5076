/** The twin inside workerd: the same behaviour as in Node. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BEHAVIOUR, runCheck, type Target } from '../../../twins/google/behaviour.ts';
import { createGoogleTwin } from '../../../twins/google/index.ts';
import { ownerToken } from './drive.ts';

let target: Target;

describe('the Google twin in workerd', () => {
  beforeAll(async () => {
    const twin = await createGoogleTwin({
      now: Date.now,
      deliver: async () => new Response(null, { status: 204 }),
      ratePerMinute: Number.POSITIVE_INFINITY,
    });
    target = {
      fetch: twin.fetch,
      token: await ownerToken(twin),
      calendarId: twin.calendarId,
      monday: '2027-03-01',
      invites: true,
      guest: 'guest@example.org',
      hook: 'https://hook.example.com/google',
    };
  });

  it.for(BEHAVIOUR)('$fact', async (check) => {
    await expect(runCheck(check, target)).resolves.toBeUndefined();
  });
});
