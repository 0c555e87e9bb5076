// The guard in the product: many rows met for the first time, many declined at once, and a person who approves.
import { afterEach, expect, it } from 'vitest';
import { approveHold } from '../../src/workspace/approve.ts';
import { readHold } from '../../src/workspace/reports.ts';
import { createWorld, type TestWorld } from '../world/world.ts';
import { DAY, fillIn, HOUR, MINUTE, TEAM, tidy } from './ground.ts';

afterEach(tidy);

const hold = (world: TestWorld) => {
  const held = readHold(world.ledger);
  if (!held) throw new Error('Nothing is held.');
  return held;
};
const heldNames = (world: TestWorld) =>
  [...new Set((readHold(world.ledger)?.changes ?? []).map(({ engagement }) => engagement.name))].sort();
const approve = (world: TestWorld, id: string) => approveHold(id, world.ledger, Date.now());
const mails = (world: TestWorld) => world.google.outbox.length;
async function ticks(world: TestWorld, count: number, step = MINUTE) {
  for (let n = 0; n < count; n++) {
    world.pass(step);
    await world.tick();
  }
}

const PHASES = ['Sourcing', 'Planning', 'Executing', 'Wrapping up', 'Completed', 'Declined', 'Ended early'];

/** Fifty rows in all phases, from long over to far ahead. */
function fiftyRows(world: TestWorld): string[] {
  return Array.from({ length: 50 }, (_, at) => {
    const start = new Date(Date.parse('2026-08-03') + (at % 30) * 7 * DAY).toISOString().slice(0, 10);
    return world.notion.act.create('Engagements', {
      Name: `Old ${at + 1}`,
      Phase: PHASES[at % PHASES.length] ?? null,
      Dates: { start, end: null },
      ...TEAM,
      ...(at % 7 === 0 ? { Intro: '2026-12-01T10:00:00+01:00' } : {}),
    });
  });
}

it('[S19] of fifty rows met for the first time nothing past is made, and what is over the line waits for a person', async () => {
  const world = await createWorld({ settings: { GUARD_MAILS: '100' } });
  fiftyRows(world);
  await ticks(world, 6);
  expect(mails(world)).toBeGreaterThan(0);
  expect(mails(world), `${mails(world)} mails`).toBeLessThanOrEqual(100);
  const now = new Date().toISOString();
  const past = (await world.calendar()).filter(({ end, title }) => end < now && end.length > 10 && title);
  expect(past).toEqual([]);
  const before = hold(world);
  expect(before.why).toContain('100 mails');
  expect(before.changes.flatMap((change) => change.mails).length).toBeGreaterThan(100);

  // The hour passes and nothing trickles out.
  const sent = mails(world);
  await ticks(world, 3, HOUR);
  expect(mails(world)).toBe(sent);

  const now2 = hold(world);
  const promised = now2.changes.flatMap((change) => change.mails).length;
  expect(approve(world, now2.id)).toMatchObject({ ok: true });
  await ticks(world, 6);
  expect(readHold(world.ledger)).toBeNull();
  expect(mails(world) - sent).toBe(promised);
  const quiet = mails(world);
  await ticks(world, 3);
  expect(mails(world)).toBe(quiet);
});

it('[S20] approving covers just what a person saw: a row changed after it is held anew, the others go', async () => {
  const world = await createWorld({ settings: { GUARD_MAILS: '20' } });
  const pages = fillIn(world, 4, TEAM, MINUTE);
  await ticks(world, 2);
  const seen = hold(world);
  expect(heldNames(world)).toEqual(['Project 2', 'Project 3', 'Project 4']);
  world.notion.act.edit(pages[2] ?? '', { Kickoff: '2026-12-22T11:00:00+01:00' });
  await ticks(world, 1);
  const changed = hold(world);
  expect(changed.id).not.toBe(seen.id);
  // 409 with the new hold.
  expect(approve(world, seen.id)).toEqual({ ok: false, hold: changed });
  expect(approve(world, changed.id)).toMatchObject({ ok: true });
  world.notion.act.edit(pages[3] ?? '', { Kickoff: '2026-12-29T11:00:00+01:00' });
  const sent = mails(world);
  await ticks(world, 3);
  expect(heldNames(world)).toEqual(['Project 4']);
  expect(mails(world) - sent).toBe(2 * 4 * 4);
  const titles = (await world.calendar()).map(({ title }) => title);
  for (const n of [1, 2, 3]) expect(titles).toContain(`Kickoff: Project ${n}`);
  expect(titles).not.toContain('Kickoff: Project 4');
});

it('[S20] an approval holds over all slices of a tick', async () => {
  const world = await createWorld({ settings: { GUARD_MAILS: '10', CALL_BUDGET: '8' } });
  fillIn(world, 4, TEAM);
  await ticks(world, 2);
  expect(mails(world)).toBe(0);
  approve(world, hold(world).id);
  world.pass(MINUTE);
  const run = await world.tick();
  expect(run.slices).toBeGreaterThan(4);
  expect(readHold(world.ledger)).toBeNull();
  expect(mails(world)).toBe(4 * 4 * 4);
});

it('[S20] an approval ends after a day', async () => {
  const world = await createWorld({ settings: { GUARD_MAILS: '10' } });
  fillIn(world, 1, TEAM);
  await ticks(world, 1);
  approve(world, hold(world).id);
  world.pass(DAY);
  await ticks(world, 2);
  expect(heldNames(world)).toEqual(['Project 1']);
  expect(mails(world)).toBe(0);
});

it('[S19] of five engagements declined at once three are withdrawn and two are held, and one taken back is not', async () => {
  const world = await createWorld();
  const pages = fillIn(world, 6, TEAM, MINUTE);
  await world.settle();
  world.pass(2 * HOUR);
  for (const page of pages.slice(0, 5)) world.notion.act.edit(page, { Phase: 'Declined' });
  await ticks(world, 2);
  const left = async () =>
    [...new Set((await world.calendar()).map(({ title }) => /Project \d/.exec(title)?.[0]))].sort();
  expect(await left()).toEqual(['Project 4', 'Project 5', 'Project 6']);
  expect(heldNames(world)).toEqual(['Project 4', 'Project 5']);
  expect(hold(world).why).toContain('more than 3 engagements');

  // Other engagements go on.
  world.notion.act.edit(pages[5] ?? '', { Kickoff: '2027-01-12T11:00:00+01:00' });
  await ticks(world, 1);
  expect(
    (await world.calendar()).filter(({ title }) => title === 'Kickoff: Project 6').map(({ start }) => start),
  ).toEqual(['2027-01-12T10:00:00.000Z']);

  world.notion.act.edit(pages[3] ?? '', { Phase: 'Planning' });
  await ticks(world, 2);
  expect(heldNames(world)).toEqual(['Project 5']);
  world.notion.act.edit(pages[4] ?? '', { Phase: 'Planning' });
  await ticks(world, 2);
  expect(readHold(world.ledger)).toBeNull();
  expect(await left()).toEqual(['Project 4', 'Project 5', 'Project 6']);
});

it('[S19] an edit that still settles does not let go what is held', async () => {
  const world = await createWorld({ settings: { GUARD_MAILS: '10' } });
  const [page = ''] = fillIn(world, 1, TEAM);
  await ticks(world, 1);
  world.pass(2 * HOUR);
  world.notion.act.edit(page, { 'Host team': 'Payments' });
  for (let n = 0; n < 4; n++) {
    world.pass(30_000);
    await world.tick({ immediate: false });
    expect(heldNames(world)).toEqual(['Project 1']);
  }
  expect(mails(world)).toBe(0);
});

it('[S19] mails whose answer was lost count', async () => {
  const world = await createWorld({ settings: { GUARD_MAILS: '16' } });
  fillIn(world, 1, TEAM);
  for (let n = 0; n < 4; n++) world.google.faults.add({ kind: 'lose-answer', operation: 'events.insert' });
  await ticks(world, 6);
  expect(mails(world)).toBe(16);
  fillIn(world, 1, { ...TEAM, Name: 'Another' });
  await ticks(world, 2);
  expect(mails(world)).toBe(16);
  expect(heldNames(world)).toEqual(['Another']);
});
