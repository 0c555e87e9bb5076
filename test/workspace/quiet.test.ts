// What an idle tick costs, with few engagements and with many, and what the daily sweep costs.
import { afterEach, expect, it } from 'vitest';
import { createWorld, type TestWorld } from '../world/world.ts';
import { DAY, fillIn, HOUR, MINUTE, TEAM, tidy } from './ground.ts';

afterEach(tidy);

/** Calls of so many ticks, four minutes apart. */
async function idle(world: TestWorld, ticks: number) {
  const costs: { data: number; tokens: number; writes: string[]; names: string[] }[] = [];
  for (let n = 0; n < ticks; n++) {
    world.calls();
    world.pass(4 * MINUTE);
    await world.tick({ immediate: false });
    const { notion, google, tokens, writes } = world.calls();
    costs.push({
      data: notion.length + google.length,
      tokens,
      writes: writes.map(({ operation }) => operation),
      names: [...notion, ...google].map(({ operation }) => operation),
    });
  }
  return costs;
}

for (const count of [0, 7, 300]) {
  it(`[S1] with ${count} engagements an idle tick makes three data calls, no token call and no write`, async () => {
    const world = await createWorld({
      settings: { CALL_BUDGET: '10000', GUARD_MAILS: '100000', NOTION_RATE: '10000', GOOGLE_RATE: '10000' },
    });
    // Of many, most only have their bar, so that the test is quick; what an idle tick reads is the same.
    fillIn(world, Math.min(count, 20), TEAM);
    if (count > 20) fillIn(world, count - 20, { Phase: 'Sourcing' });
    await world.settle();
    // What was written a moment ago is read again, since Notion floors times: two ticks until that is behind.
    await idle(world, 2);
    const costs = await idle(world, 9);
    expect(
      costs.map(({ data }) => data),
      JSON.stringify(costs.map(({ names }) => names)),
    ).toEqual(Array(9).fill(3));
    expect(costs.map(({ tokens }) => tokens)).toEqual(Array(9).fill(0));
    expect(costs.flatMap(({ writes }) => writes)).toEqual([]);

    world.calls();
    world.pass(DAY);
    const swept = await world.tick({ immediate: false, sweep: true });
    const { notion, google, writes } = world.calls();
    expect(swept.end.end).toBe('done');
    // Engagements by the hundred, Retros, Goals, people, events.
    const pages = Math.ceil(count / 100) + Math.ceil(world.notion.see.rows('Retros').length / 100) + 1;
    const cost = `a sweep of ${count}: ${notion.length} + ${google.length}`;
    expect(notion.length + google.length, cost).toBeLessThanOrEqual(pages + 4);
    expect(writes).toEqual([]);
  }, 60_000);
}

it('[S1] an idle tick makes three data calls also where nobody may be listed', async () => {
  const world = await createWorld();
  world.notion.act.allow({ readUsers: false, readEmails: false });
  fillIn(world, 1);
  await world.settle();
  const costs = await idle(world, 9);
  expect(
    costs.map(({ names }) => names.length),
    JSON.stringify(costs),
  ).toEqual(Array(9).fill(3));
});

it('a person without an address is asked for once a day, and invited once there is one', async () => {
  const world = await createWorld();
  fillIn(world, 1, { Engineer: ['Finn Larsen'], Advisor: ['Ben Okafor'] });
  await world.settle();
  const asked = () => world.calls().notion.filter(({ operation }) => operation.startsWith('users.')).length;
  asked();
  for (let n = 0; n < 6; n++) {
    world.pass(3 * HOUR);
    await world.tick();
  }
  expect(asked()).toBe(0);
  world.notion.act.changeUser('Finn Larsen', { email: 'finn@home.example' });
  world.pass(7 * HOUR);
  await world.tick({ sweep: true });
  await world.settle();
  expect(asked()).toBe(1);
  const kickoff = (await world.calendar()).find(({ title }) => title.startsWith('Kickoff'));
  expect(kickoff?.guests).toContain('finn@home.example');
});
