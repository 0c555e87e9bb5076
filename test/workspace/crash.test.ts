// A story of one engagement, told once in peace and then once for every call that it makes, with a mishap at that
// call: its answer is lost, or the process ends just before or just after it. It has to end the same.
import { afterEach, expect, it } from 'vitest';
import { createWorld } from '../world/world.ts';
import { fillIn, MINUTE, type Mishap, processOf, TEAM, tidy } from './ground.ts';

afterEach(tidy);

async function tell(nth: number, mishap: Mishap) {
  const world = await createWorld();
  const process = processOf(world, nth, mishap);
  const [page = ''] = fillIn(world, 1, TEAM);
  const ticks = async (count: number) => {
    for (let n = 0; n < count; n++) {
      await process.tick();
      world.pass(61_000);
    }
  };
  await ticks(3);
  const seen = (title: RegExp) => {
    const found = world.google.look
      .between('2026-11-01T00:00:00Z', '2027-12-01T00:00:00Z')
      .filter(({ summary }) => title.test(String(summary)));
    return String(found[0]?.id);
  };
  const week = (n: number) => world.notion.see.rows('Retros').find(({ Week }) => Week === n)?.id ?? '';
  world.notion.act.edit(page, { Kickoff: '2026-12-08T11:00:00+01:00' });
  world.google.act.move(seen(/check-in/i), { minutes: 60, notify: false });
  world.notion.act.edit(week(2), { Date: '2026-12-16T15:00:00+01:00' });
  world.notion.act.edit(week(3), { Status: 'Cancelled' });
  await ticks(3);
  world.notion.act.edit(page, { 'Weekly retro': '2026-12-09T13:00:00+01:00', Guests: 'gale@host.example' });
  world.google.act.rename(seen(/^\[/), '[Executing] Project 1');
  await ticks(4);
  const calls = process.count();
  await process.tick({ sweep: true });
  world.pass(2 * MINUTE);
  await process.tick();
  return {
    calls,
    events: (await world.calendar()).map(
      ({ title, start, end, guests }) => `${title}|${start}|${end}|${[...guests].sort()}`,
    ),
    pages: world.notion.see
      .rows('Retros')
      .map(({ Key, Date: date, Status }) => `${String(Key).split('/')[1]}|${JSON.stringify(date)}|${Status}`)
      .sort(),
    row: (({ id: _, Calendar: _link, ...row }) => row)(world.notion.see.page(page)),
    mails: world.google.outbox
      .map(({ to, kind, summary, event }) => [to, kind, summary, event].join('|'))
      .sort(),
    intents: world.ledger.intents().length,
  };
}

const calm = await tell(0, 'lost answer');
tidy();

it('[S15] the story in peace is worth telling', () => {
  expect(calm.calls).toBeGreaterThan(40);
  expect(calm.events).toHaveLength(12);
  expect(calm.pages).toHaveLength(10);
  expect(calm.mails).toHaveLength(40);
});

for (const mishap of ['lost answer', 'crash before', 'crash after'] as const) {
  it(`[S15] a ${mishap} at any call doubles nothing, loses nothing and mails nobody twice`, async () => {
    const { calls: _, ...expected } = calm;
    const wrong: string[] = [];
    for (let nth = 1; nth <= calm.calls; nth++) {
      const { calls: _calls, ...told } = await tell(nth, mishap);
      const parts = Object.keys(expected) as (keyof typeof expected)[];
      for (const part of parts) {
        const [is, be] = [JSON.stringify(told[part]), JSON.stringify(expected[part])];
        if (is !== be) wrong.push(`call ${nth}, ${part}: ${is} instead of ${be}`);
      }
    }
    expect(wrong.join('\n')).toBe('');
  }, 120_000);
}
