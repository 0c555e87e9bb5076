// Follow-ups deleted, wanted again, taken away and wanted again: told in peace, and once for every call with a mishap at it.
import { afterEach, expect, it } from 'vitest';
import { type Mishap, processOf, tidy } from '../workspace/ground.ts';
import { createWorld } from '../world/world.ts';
import { PEOPLE, ROW, readCalendar, settle } from './story.ts';

afterEach(tidy);

/** Two weeks only, so that the story is about what comes after them. */
const SHORT = { ...ROW, ...PEOPLE, Dates: { start: '2026-12-07', end: '2026-12-18' }, 'Follow-up': true };

async function tell(nth: number, mishap: Mishap) {
  const world = await createWorld();
  const page = world.notion.act.create('Engagements', SHORT);
  await settle(world);
  const process = processOf(world, nth, mishap);
  const ticks = async (count: number) => {
    for (let n = 0; n < count; n++) {
      world.pass(61_000);
      await process.tick();
    }
  };
  for (const { id, title } of await world.calendar())
    if (title.startsWith('Follow-up')) world.google.act.remove(id);
  await ticks(2);
  for (const ticked of [true, false, true]) {
    world.notion.act.edit(page, { 'Follow-up': ticked });
    await ticks(3);
  }
  return {
    calls: process.count(),
    calendar: await readCalendar(world),
    box: world.notion.see.page(page)['Follow-up'],
    sync: world.notion.see.page(page).Sync,
    mails: world.google.outbox.map(({ to, kind, event }) => `${kind} ${event} ${to}`).sort(),
    intents: world.ledger.intents().length,
  };
}

it('[P59] whatever call meets with a mishap, follow-ups come back once and nobody is told twice', async () => {
  const { calls, ...calm } = await tell(0, 'lost answer');
  expect(calm.calendar.filter((line) => line.includes('Follow-up'))).toHaveLength(3);
  expect([calm.box, calm.sync]).toEqual([true, '']);
  const wrong: string[] = [];
  for (const mishap of ['lost answer', 'crash after'] as const) {
    for (let nth = 1; nth <= calls; nth++) {
      const { calls: _, ...told } = await tell(nth, mishap);
      if (JSON.stringify(told) !== JSON.stringify(calm))
        wrong.push(`${mishap} ${nth}: ${JSON.stringify(told)}`);
    }
  }
  expect(wrong.slice(0, 3).join('\n')).toBe('');
}, 240_000);
