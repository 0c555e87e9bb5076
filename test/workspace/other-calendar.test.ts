// The setting names another calendar: nothing of the former one is used for it.
import { afterEach, expect, it } from 'vitest';
import { createWorld, type TestWorld } from '../world/world.ts';
import { fillIn, MINUTE, TEAM, tidy } from './ground.ts';

afterEach(tidy);

/** A call as the owner of the calendars makes it. */
async function ask(world: TestWorld, path: string, body?: object): Promise<Record<string, unknown>> {
  const { clientId, clientSecret, refreshToken } = world.google.oauth;
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  });
  const token = await world.google.fetch(
    new Request('https://oauth2.googleapis.com/token', { method: 'POST', body: form }),
  );
  const { access_token } = (await token.json()) as { access_token: string };
  const answer = await world.google.fetch(
    new Request(`https://www.googleapis.com/calendar/v3/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );
  return (await answer.json()) as Record<string, unknown>;
}

const titles = async (world: TestWorld, calendar: string) => {
  const { items } = await ask(world, `calendars/${encodeURIComponent(calendar)}/events`);
  return (items as { summary: string }[]).map(({ summary }) => summary).sort();
};

it('[C55] one sync token is not used for several calendars: what is ahead is made in the new one, the former stays', async () => {
  const world = await createWorld();
  const [page = ''] = fillIn(world, 1, TEAM);
  await world.settle();
  world.notion.act.edit(page, { 'Check-in': null });
  world.pass(MINUTE);
  await world.settle();
  const former = await titles(world, world.google.calendarId);
  expect(former).toHaveLength(4);

  const calendarId = String((await ask(world, 'calendars', { summary: 'Another one' })).id);
  world.restart({ GOOGLE_CALENDAR_ID: calendarId });
  world.calls();
  world.pass(MINUTE);
  await world.settle();
  const [first] = world.calls().google;
  expect(first?.operation).toBe('events.list');
  expect(first?.query).not.toHaveProperty('syncToken');
  expect(await titles(world, calendarId)).toEqual(former);
  expect(await titles(world, world.google.calendarId)).toEqual(former);
  expect(world.notion.see.page(page)['Check-in']).toBeNull();

  for (const sweep of [false, true]) {
    world.pass(5 * MINUTE);
    world.calls();
    await world.tick({ sweep });
    expect(world.calls().writes.map(({ operation }) => operation)).toEqual([]);
  }
});
