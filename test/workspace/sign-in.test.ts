// A user who signed in, in place of a service account: the user invites, and a grant that has ended pauses the side until
// there is a new one.
import { afterEach, expect, it } from 'vitest';
import { readStatus } from '../../src/workspace/reports.ts';
import { createWorld, OWNER, type TestWorld } from '../world/world.ts';
import { DAY, fillIn, MINUTE, TEAM, tidy } from './ground.ts';

afterEach(tidy);

const google = (world: TestWorld) =>
  readStatus(world.trees, world.ledger, Date.now(), { lastRun: null, nextTickAt: null, provisioned: true })
    .google;

it("[C30] with a user's grant meetings are made in the user's name, and guests are invited", async () => {
  const world = await createWorld({ user: true });
  fillIn(world, 1, TEAM);
  await world.settle();
  const kickoff = (await world.calendar()).find(({ title }) => title.startsWith('Kickoff'));
  expect(kickoff?.guests.length).toBeGreaterThan(2);
  expect(world.google.outbox.length).toBeGreaterThan(0);
  expect(new Set(world.google.calls.map(({ principal }) => principal))).toEqual(new Set([OWNER]));
  expect(world.notion.see.rows('Engagements')[0]?.Sync).toBe('');
  // Idle: one token an hour, and three data calls.
  world.pass(4 * MINUTE);
  await world.tick();
  world.calls();
  world.pass(4 * MINUTE);
  await world.tick();
  const { notion, google: asked, tokens } = world.calls();
  expect([notion.length + asked.length, tokens]).toEqual([3, 0]);
});

it('[C31] a grant that has ended pauses the side, says what to do, and writes nothing', async () => {
  const world = await createWorld({ user: true });
  const [page = ''] = fillIn(world, 1, TEAM);
  await world.settle();
  const before = await world.calendar();
  world.notion.act.edit(page, { Phase: 'Declined' });
  world.google.act.revokeGrant(world.google.oauth.refreshToken);
  world.calls();
  for (let n = 0; n < 3; n++) {
    world.pass(n === 1 ? DAY : 15 * MINUTE);
    expect((await world.tick()).end.end).toBe('paused');
  }
  expect(world.calls().writes).toEqual([]);
  const { state, sentence } = google(world);
  expect(state).toBe('paused');
  expect(sentence).toMatch(/grant has ended.*seven days.*--sign-in.*GOOGLE_REFRESH_TOKEN.*publish the app/);
  expect(sentence).not.toContain(world.google.oauth.refreshToken);

  world.google.act.grantAgain();
  expect((await world.calendar()).length).toBe(before.length);
  world.pass(15 * MINUTE);
  await world.settle();
  expect(google(world)).toMatchObject({ state: 'ok', sentence: null });
  expect(await world.calendar()).toEqual([]);
});

it('[C31] it heals by itself once GOOGLE_REFRESH_TOKEN holds a new grant', async () => {
  const world = await createWorld({ user: true });
  const [page = ''] = fillIn(world, 1, TEAM);
  await world.settle();
  world.google.act.revokeGrant(world.google.oauth.refreshToken);
  world.notion.act.edit(page, { Phase: 'Declined' });
  world.pass(15 * MINUTE);
  await world.tick();
  expect(google(world).state).toBe('paused');
  // A deployment with the new setting is a new process over the same storage.
  const { clientId, clientSecret } = world.google.oauth;
  const code = world.google.act.consent(OWNER, ['https://www.googleapis.com/auth/calendar.events']);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret,
    code,
  });
  const answer = await world.google.fetch(
    new Request('https://oauth2.googleapis.com/token', { method: 'POST', body }),
  );
  const { refresh_token } = (await answer.json()) as { refresh_token: string };
  world.restart({ GOOGLE_REFRESH_TOKEN: refresh_token });
  world.pass(15 * MINUTE);
  await world.settle();
  expect(google(world)).toMatchObject({ state: 'ok', sentence: null });
});
