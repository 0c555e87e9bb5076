// How many calls stand one behind the other between a webhook and the other side's change, and how many there are in
// all. A call's place in the chain is one more than that of the last one whose answer was there when it began.
import { afterEach, expect, it, vi } from 'vitest';
import type { Side } from '../../src/call.ts';
import { hintOf, joinHints } from '../../src/workspace/hint.ts';
import { comments, point } from '../sync/hands.ts';
import { engage, PEOPLE } from '../sync/story.ts';
import type { TestWorld } from '../world/world.ts';
import { MINUTE, slicesOf, tidy } from './ground.ts';

afterEach(tidy);
vi.setConfig({ testTimeout: 30_000 });

/** Answers come late enough for everything that does not wait for them to be asked before. */
const TURNS = 20;

/** Calls of what is done, as "place name", in the order in which they began. */
async function chainOf(doing: () => Promise<unknown>): Promise<string[]> {
  const reach = globalThis.fetch;
  const calls: { name: string; place: number; isOver: boolean }[] = [];
  const call: typeof fetch = async (input, init) => {
    const request = new Request(input as string, init);
    const { hostname, pathname } = new URL(request.url);
    const side = hostname === 'api.notion.com' ? 'notion' : 'google';
    const isRead = request.method === 'GET' || pathname.endsWith('/query');
    const place = 1 + Math.max(0, ...calls.filter(({ isOver }) => isOver).map((before) => before.place));
    const mine = { name: `${side} ${isRead ? 'read' : 'write'}`, place, isOver: false };
    calls.push(mine);
    for (let n = 0; n < TURNS; n++) await new Promise(setImmediate);
    const answer = await reach(request);
    mine.isOver = true;
    return answer;
  };
  vi.stubGlobal('fetch', call);
  await doing();
  vi.stubGlobal('fetch', reach);
  return calls.map(({ place, name }) => `${place} ${name}`);
}

/** A tick that a side's webhook woke, a while after the last one. */
const hinted = (world: TestWorld, hint: Side | null) => chainOf(() => slicesOf(world, { hint }));

/** A scheduled engagement at rest. */
async function rested() {
  const told = await engage(PEOPLE);
  told.world.pass(3 * MINUTE);
  await told.world.tick();
  told.world.pass(MINUTE);
  return told;
}

it('[S61] a tick without a hint reads three lists side by side and writes right after', async () => {
  const { world, page } = await rested();
  world.notion.act.edit(page, { 'Check-in': { start: '2027-04-02T09:00:00.000+02:00' } });
  expect(await hinted(world, null)).toEqual([
    '1 notion read',
    '1 notion read',
    '1 google read',
    '2 google write',
  ]);
});

it('[S62] after Notion’s webhook Calendar is written two calls later, without a look at it', async () => {
  const { world, page, calendar } = await rested();
  world.notion.act.edit(page, { 'Check-in': { start: '2027-04-06T09:00:00.000+02:00' } });
  expect(await hinted(world, 'notion')).toEqual(['1 notion read', '1 notion read', '2 google write']);
  expect(await calendar()).toContain('2027-04-06 09:00 Three-month check-in: Apollo');
});

it('[S62] a Retros page moved in Notion: the same', async () => {
  const { world, retro } = await rested();
  world.notion.act.edit(retro(2), { Date: { start: '2026-12-18T09:00:00.000+01:00' } });
  const chain = await hinted(world, 'notion');
  // An occurrence that still follows its rule has no etag yet: it is read first.
  expect(chain).toEqual(['1 notion read', '1 notion read', '2 google read', '3 google write']);
});

it('[S62] what was moved in Calendar unread costs a 412 and a new look, and is not lost', async () => {
  const { world, page, calendar, row } = await rested();
  const id = await point(world, 'Three-month check-in: Apollo');
  world.google.act.move(id, { start: '2027-04-07T10:00:00+02:00' });
  world.notion.act.edit(page, { 'Check-in': { start: '2027-04-06T09:00:00.000+02:00' } });
  expect(await hinted(world, 'notion')).toEqual([
    '1 notion read',
    '1 notion read',
    '2 google write',
    '3 google read',
    // The answer came late enough for somebody to have typed meanwhile: the page is read before it is written.
    '4 notion read',
    '5 notion write',
    '6 notion write',
  ]);
  expect(await calendar()).toContain('2027-04-07 10:00 Three-month check-in: Apollo');
  expect(row('Check-in')).toBe('2027-04-07 10:00');
  expect(comments(world, page)).toHaveLength(1);
});

it('[S62] what was deleted in Calendar unread is not made again', async () => {
  const { world, page, calendar, row } = await rested();
  world.google.act.remove(await point(world, 'Three-month check-in: Apollo'));
  world.notion.act.edit(page, { 'Check-in': { start: '2027-04-06T09:00:00.000+02:00' } });
  await hinted(world, 'notion');
  expect((await calendar()).filter((line) => line.includes('check-in'))).toEqual([]);
  expect(row('Check-in')).toBeNull();
});

it('[S63] after Calendar’s push Notion is written two calls later, having been read', async () => {
  const { world, row } = await rested();
  world.google.act.move(await point(world, 'Kickoff: Apollo'), { start: '2026-12-08T10:00:00+01:00' });
  expect(await hinted(world, 'google')).toEqual([
    '1 notion read',
    '1 notion read',
    '1 google read',
    '2 notion write',
  ]);
  expect(row('Kickoff')).toBe('2026-12-08 10:00');
});

it('[S63] a push that tells of our own write costs one call', async () => {
  const { world, page } = await rested();
  world.notion.act.edit(page, { 'Check-in': { start: '2027-04-06T09:00:00.000+02:00' } });
  await world.tick();
  world.pass(2_000);
  expect(await hinted(world, 'google')).toEqual(['1 google read']);
  world.pass(2_000);
  expect(await hinted(world, 'google')).toEqual(['1 google read']);
});

it('[S63] a person’s move among echoes is read, then Notion, then it is written', async () => {
  const { world, page, row } = await rested();
  world.notion.act.edit(page, { 'Check-in': { start: '2027-04-06T09:00:00.000+02:00' } });
  await world.tick();
  world.pass(2_000);
  world.google.act.move(await point(world, 'Kickoff: Apollo'), { start: '2026-12-08T10:00:00+01:00' });
  expect(await hinted(world, 'google')).toEqual([
    '1 google read',
    '2 notion read',
    '2 notion read',
    '3 notion write',
  ]);
  expect(row('Kickoff')).toBe('2026-12-08 10:00');
});

it('[S64] a hinted tick reads both sides when the last whole one is ten minutes past', async () => {
  const { world } = await rested();
  world.pass(11 * MINUTE);
  expect(await hinted(world, 'notion')).toHaveLength(3);
  world.pass(MINUTE);
  expect(await hinted(world, 'notion')).toHaveLength(2);
});

it('[S64] what the clock does is never done on a Calendar that was not read', async () => {
  const { world, row } = await rested();
  // The kickoff ends at 09:45 UTC; just before that a person moves it to the afternoon.
  await world.at('2026-12-07T09:40:00Z');
  world.google.act.move(await point(world, 'Kickoff: Apollo'), { start: '2026-12-07T16:00:00+01:00' });
  world.pass(7 * MINUTE);
  await hinted(world, 'notion');
  expect(row('Phase')).toBe('Planning');
});

it('[S64] whoever hints at the other side, or at none, makes the tick a whole one', () => {
  expect(['webhook', 'notion webhook', 'google push', 'cron', 'approval', 'clock'].map(hintOf)).toEqual([
    null,
    'notion',
    'google',
    null,
    null,
    null,
  ]);
  expect(joinHints('notion', 'notion')).toBe('notion');
  expect(joinHints('notion', 'google')).toBeNull();
  expect(joinHints('google', null)).toBeNull();
  expect(joinHints(null, 'notion')).toBeNull();
});
