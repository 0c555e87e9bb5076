import { describe, expect, test } from 'vitest';
import { aHold, anApp, anEngagement, aPlan, aRun, aStatus } from './fake.ts';

describe('the API answers the admin', () => {
  test.each([
    ['/api/plan', aPlan()],
    ['/api/status', aStatus()],
    ['/api/runs/run-1', aRun()],
    ['/api/activity', []],
  ])('[H10] GET %s is what the Workspace object says', async (path, expected) => {
    const answer = await anApp().ask(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await answer.json()).toEqual(expected);
  });

  test('[H10] GET /api/engagements lists engagements with their meetings', async () => {
    const list = (await (await anApp().ask('/api/engagements')).json()) as { meetings: unknown[] }[];
    expect(list[0]?.meetings).toHaveLength(1);
  });

  test('[H10] GET /api/engagements/:id is one of them; one that is not there is not found', async () => {
    const { ask } = anApp();
    expect(await (await ask('/api/engagements/e1')).json()).toEqual(anEngagement());
    expect((await ask('/api/engagements/e2')).status).toBe(404);
    expect((await ask('/api/engagements/..%2Fe1')).status).toBe(404);
  });

  test('[H7] POST /api/sync answers 200 with the run of its tick', async () => {
    const { ask, calls } = anApp();
    const answer = await ask('/api/sync', { method: 'POST' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ run: aRun(), finished: true });
    expect(calls).toEqual([['sync', { sweep: false }]]);
  });

  test('[H7] a tick that had nothing to do answers 200 with no run', async () => {
    const answer = await anApp({ sync: async () => ({ run: null, finished: true }) }).ask('/api/sync', {
      method: 'POST',
    });
    expect([answer.status, await answer.json()]).toEqual([200, { run: null, finished: true }]);
  });

  test('[H7] a tick that goes on answers 202 and says where to look', async () => {
    const running = aRun({ state: 'running', endedAt: null });
    const answer = await anApp({ sync: async () => ({ run: running, finished: false }) }).ask('/api/sync', {
      method: 'POST',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([202, '/api/runs/run-1']);
  });

  test('[H7] a tick that has not begun answers 202 and points at the status', async () => {
    const answer = await anApp({ sync: async () => ({ run: null, finished: false }) }).ask('/api/sync', {
      method: 'POST',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([202, '/api/status']);
  });

  test('[H7] a sweep is asked for in the body', async () => {
    const { ask, calls } = anApp();
    expect((await ask('/api/sync', { json: { sweep: true } })).status).toBe(200);
    expect(calls).toEqual([['sync', { sweep: true }]]);
  });

  test('[H8] a run that is not there is not found', async () => {
    const { ask, calls } = anApp();
    expect((await ask('/api/runs/run-2')).status).toBe(404);
    expect((await ask('/api/runs/..%2Fx')).status).toBe(404);
    expect(calls).toEqual([['run', 'run-2']]);
  });

  test('[H9] approving a hold answers with how many changes it covers', async () => {
    const { ask, calls } = anApp();
    const answer = await ask('/api/approve', { json: { hold: 'hold-1' } });
    expect([answer.status, await answer.json()]).toEqual([200, { approved: 1 }]);
    expect(calls).toEqual([['approve', 'hold-1']]);
  });

  test('[H9] a hold that changed answers 409 with the new one', async () => {
    const hold = aHold({ id: 'hold-2' });
    const { ask } = anApp({ approve: async () => ({ ok: false, hold }) });
    const answer = await ask('/api/approve', { json: { hold: 'hold-1' } });
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 409, hold: { id: 'hold-2' } });
  });

  test('[H9] a hold that went away answers 409 without one', async () => {
    const { ask } = anApp({ approve: async () => ({ ok: false, hold: null }) });
    const answer = await ask('/api/approve', { json: { hold: 'hold-1' } });
    expect([answer.status, ((await answer.json()) as { hold: unknown }).hold]).toEqual([409, null]);
  });

  test('[H6] POST /api/provision says what it did', async () => {
    const answer = await anApp().ask('/api/provision', { method: 'POST' });
    expect(await answer.json()).toMatchObject({ done: ['Made Engagements.'], more: false });
  });

  test('[H11] the activity is asked for by number and engagement', async () => {
    const { ask, calls } = anApp();
    await ask('/api/activity?limit=7&engagement=0123456789abcdef0123456789abcdef');
    await ask('/api/activity');
    expect(calls).toEqual([
      ['activity', { limit: 7, engagement: '0123456789abcdef0123456789abcdef' }],
      ['activity', { limit: 50, engagement: null }],
    ]);
  });
});
