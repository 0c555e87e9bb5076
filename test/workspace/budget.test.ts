// A slice stays inside its budget of calls and each side's rate; what is left goes on in the next slice.
import { afterEach, expect, it } from 'vitest';
import { createWorld, type TestWorld } from '../world/world.ts';
import { DAY, fillIn, journal, MINUTE, slicesOf, TEAM, tidy } from './ground.ts';

afterEach(tidy);

const titles = async (world: TestWorld) =>
  (await world.calendar()).map(({ title, start, guests }) => `${start} ${title} ${[...guests].sort()}`);

it('a first sync of seven engagements with ten calls a slice ends like one without a limit', async () => {
  const whole = await createWorld({ settings: { CALL_BUDGET: '10000' } });
  fillIn(whole, 7, TEAM);
  await whole.settle();
  const total = journal(whole).length;
  const expected = await titles(whole);

  const world = await createWorld({ settings: { CALL_BUDGET: '10' } });
  fillIn(world, 7, TEAM);
  const slices = await slicesOf(world);
  await world.settle();
  const made = journal(world).length;
  const told = `${slices.length} slices, ${made} calls; without a limit ${total}`;
  expect(slices.at(-1)?.end, told).toEqual({ end: 'done' });
  expect(Math.max(...slices.map(({ calls }) => calls)), told).toBeLessThanOrEqual(10);
  expect(made, told).toBeLessThanOrEqual(total * 1.15);
  expect(await titles(world)).toEqual(expected);
  expect(world.google.outbox.map(({ to }) => to).sort()).toEqual(
    whole.google.outbox.map(({ to }) => to).sort(),
  );
});

it('the smallest budget still ends', async () => {
  const world = await createWorld({ settings: { CALL_BUDGET: '5' } });
  fillIn(world, 2, TEAM);
  const slices = await slicesOf(world);
  expect(slices.at(-1)?.end).toEqual({ end: 'done' });
  expect(Math.max(...slices.map(({ calls }) => calls))).toBeLessThanOrEqual(5);
});

it('a sweep that takes more calls than a slice has ends', async () => {
  const world = await createWorld({ settings: { CALL_BUDGET: '5' } });
  fillIn(world, 450, { Phase: 'Completed', Dates: null });
  await slicesOf(world);
  world.pass(DAY);
  const slices = await slicesOf(world, { sweep: true });
  expect(slices.length, `${slices.length} slices`).toBeLessThan(10);
  expect(slices.at(-1)?.end).toEqual({ end: 'done' });
});

it('no minute sees more calls to Notion than its rate, and a pause ends the slice', async () => {
  const world = await createWorld({ settings: { NOTION_RATE: '20' } });
  world.notion.setRate(20);
  fillIn(world, 4, TEAM);
  const slices = await slicesOf(world);
  const at = world.notion.calls.map((call) => call.at);
  const densest = Math.max(
    ...at.map((from) => at.filter((one) => one >= from && one < from + MINUTE).length),
  );
  expect(densest).toBe(20);
  expect(slices.at(-1)?.end).toEqual({ end: 'done' });
  // Each slice but the first begins after a pause and does something: nothing spins.
  expect(slices.filter(({ calls }) => calls === 0)).toEqual([]);
  expect(slices.length, JSON.stringify(slices)).toBeLessThanOrEqual(Math.ceil(at.length / 20) + 2);
});

it('Retry-After is obeyed by every call of that side, also beyond a minute', async () => {
  const world = await createWorld();
  fillIn(world, 1, TEAM);
  world.notion.faults.add({ kind: 'refuse', operation: 'pages.create', status: 429, retryAfter: 150 });
  await slicesOf(world);
  const slices = [];
  for (let n = 0; n < 4; n++) {
    world.pass(MINUTE);
    slices.push(...(await slicesOf(world)));
  }
  const refused = world.notion.calls.findIndex(({ status }) => status === 429);
  const at = world.notion.calls[refused]?.at ?? 0;
  const next = world.notion.calls.slice(refused + 1);
  expect(Math.min(...next.map((call) => call.at)) - at).toBe(150_000);
  expect(slices.length).toBeLessThanOrEqual(5);
  expect(world.notion.see.rows('Retros')).toHaveLength(10);
});

it('a 429 with a short Retry-After is tried once more in the same slice, and no more', async () => {
  const world = await createWorld();
  world.notion.faults.add({ kind: 'refuse', operation: 'dataSources.query', status: 429, retryAfter: 2 });
  const [slice] = await slicesOf(world);
  expect(slice?.end).toEqual({ end: 'done' });
  const refused = world.notion.calls.find(({ status }) => status === 429);
  const [first, second] = world.notion.calls.filter(({ path }) => path === refused?.path);
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(2_000);

  world.calls();
  world.notion.faults.add({
    kind: 'refuse',
    operation: 'dataSources.query',
    status: 429,
    retryAfter: 2,
    times: 9,
  });
  const [again] = await slicesOf(world);
  expect(again?.end).toMatchObject({ end: 'paused', failure: { reason: 'refused' } });
  // Engagements and Retros are read side by side: each is tried twice.
  const tries = Map.groupBy(world.calls().notion, ({ path }) => path);
  expect([...tries.values()].map((calls) => calls.length)).toEqual([2, 2]);
});

it('a 500 on a read is tried once more at once', async () => {
  const world = await createWorld();
  world.notion.faults.add({ kind: 'refuse', operation: 'dataSources.query', status: 500 });
  world.google.faults.add({ kind: 'refuse', operation: 'events.list', status: 500 });
  const [slice] = await slicesOf(world);
  expect(slice?.end).toEqual({ end: 'done' });
  expect(journal(world).filter(({ status }) => status === 500)).toHaveLength(2);
});

it('[S9] a 500 on a write is not repeated: what it would have changed is read first', async () => {
  const world = await createWorld();
  fillIn(world, 1, TEAM);
  world.google.faults.add({ kind: 'refuse', operation: 'events.insert', status: 500 });
  world.notion.faults.add({ kind: 'refuse', operation: 'pages.create', status: 500 });
  const names = (calls: readonly { operation: string; path: string; status: number }[], id: string) =>
    calls.filter(({ path }) => path.includes(id)).map(({ operation }) => operation);
  await world.tick();
  const failed = world.google.calls.find(({ status }) => status === 500);
  const { id } = (failed?.body ?? {}) as { id: string };
  expect(world.google.calls.filter(({ body }) => (body as { id?: string })?.id === id)).toHaveLength(1);
  world.google.calls.splice(0);
  for (let n = 0; n < 4; n++) {
    world.pass(MINUTE);
    await world.tick();
  }
  expect(names(world.google.calls, id)[0]).toBe('events.get');
  const { notion } = world;
  const query = notion.calls.findIndex((call) => call.operation === 'pages.create' && call.status === 500);
  const after = notion.calls.slice(query + 1).filter(({ operation }) => operation !== 'pages.update');
  expect(after[0]?.operation).toBe('dataSources.query');
  expect(notion.see.rows('Retros')).toHaveLength(10);
});

for (const count of [1, 20]) {
  it(`[S67] a first sync of ${count} makes each event, page and row by one call`, async () => {
    const world = await createWorld({ settings: { CALL_BUDGET: '10000' } });
    fillIn(world, count, TEAM);
    await world.tick();
    const { notion, google, writes } = world.calls();
    const events = count * 5;
    const pages = world.notion.see.rows('Retros').length;
    expect(
      Object.fromEntries(
        [...Map.groupBy(writes, ({ operation }) => operation)].map(([name, all]) => [name, all.length]),
      ),
    ).toEqual({
      'events.insert': events,
      'pages.create': pages,
      'pages.update': count,
    });
    // Engagements, Retros, Goals, people, events: one call each; and each row once more right before it is written (S31).
    expect(notion.filter(({ operation }) => operation === 'pages.retrieve')).toHaveLength(count);
    expect(notion.length + google.length).toBe(events + pages + count + 5 + count);
    expect(
      world.notion.see.body(String(world.notion.see.rows('Retros').find(({ Week }) => Week === 1)?.id)),
    ).toContain('What went well');
  });
}

it('[S68] one change on a side is one write to the other, and no echo comes back', async () => {
  const world = await createWorld({ settings: { CALL_BUDGET: '10000' } });
  const [page = ''] = fillIn(world, 20, TEAM);
  await world.settle();
  const names = () => {
    const { notion, google } = world.calls();
    return [...notion, ...google].map(({ operation }) => operation).sort();
  };
  const rest = async () => {
    const writes: string[] = [];
    for (let n = 0; n < 3; n++) {
      world.pass(4 * MINUTE);
      await world.tick({ immediate: false });
      writes.push(...world.calls().writes.map(({ operation }) => operation));
    }
    return writes;
  };
  await rest();
  world.pass(MINUTE);
  world.notion.act.edit(page, { 'Check-in': { start: '2027-06-01T09:00:00.000+02:00' } });
  await slicesOf(world, { hint: 'notion' });
  expect(names()).toEqual(['dataSources.query', 'dataSources.query', 'events.patch']);
  expect(await rest()).toEqual([]);

  const kickoff = (await world.calendar()).find(({ title }) => title.startsWith('Kickoff'));
  world.pass(MINUTE);
  world.google.act.move(kickoff?.id ?? '', { minutes: 30 });
  await slicesOf(world, { hint: 'google' });
  expect(names()).toEqual(['dataSources.query', 'dataSources.query', 'events.list', 'pages.update']);
  expect(await rest()).toEqual([]);
});

for (const rate of ['2', '3']) {
  it(`[S70] a first sync ends with ${rate} calls to Notion a minute`, async () => {
    const world = await createWorld({ settings: { NOTION_RATE: rate } });
    fillIn(world, 1, TEAM);
    const slices = await slicesOf(world);
    expect(slices.at(-1)?.end).toEqual({ end: 'done' });
    expect(world.notion.see.rows('Retros')).toHaveLength(10);
    const made = world.notion.calls.length;
    expect(made, `${made} calls in ${slices.length} slices`).toBeLessThan(30);
  });
}
