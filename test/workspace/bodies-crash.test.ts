// Notes, bodies and Progress, told once in peace and then once for every call that they make, with a mishap at that call.
// It has to end the same: nobody is mailed twice, no page says a thing twice, and nothing is left out.
import { afterEach, expect, it } from 'vitest';
import { forget } from '../sync/story.ts';
import { createWorld } from '../world/world.ts';
import { MINUTE, type Mishap, processOf, TEAM, tidy } from './ground.ts';

afterEach(tidy);

const ROW = {
  Name: 'Apollo',
  Dates: { start: '2026-12-07', end: '2026-12-18' },
  'Time zone': 'Europe/Berlin',
};

/** One weekly retro, then the project retro a week later. Counted are the calls of what these rules are about. */
async function tell(nth: number, mishap: Mishap) {
  const world = await createWorld();
  const quiet = processOf(world, 0, mishap);
  const ticks = async (process: typeof quiet, count: number) => {
    for (let n = 0; n < count; n++) {
      await process.tick();
      world.pass(61_000);
    }
  };
  const page = world.notion.act.create('Engagements', { ...ROW, ...TEAM, Phase: 'Planning' });
  world.notion.act.create('Goals', {
    Name: 'Uptime',
    Engagement: [page],
    Baseline: 0,
    Target: 4,
    Current: 1,
  });
  await ticks(quiet, 4);
  world.google.outbox.splice(0);

  const process = processOf(world, nth, mishap);
  const until = (moment: string) => world.pass(Date.parse(moment) - Date.now());
  until('2026-12-10T14:00:00Z');
  const other = world.notion.act.create('Engagements', { Name: 'Boreas', Phase: 'Sourcing' });
  const week = world.notion.see.rows('Retros').find(({ Week }) => Week === 1)?.id ?? '';
  const project = world.notion.see.rows('Retros').find(({ Kind }) => Kind === 'Project')?.id ?? '';
  world.notion.act.write(week, '## What to do next time\n- Write tests first');
  world.notion.act.edit(week, { 'Notes status': 'Ready' });
  await ticks(process, 2);
  until('2026-12-11T15:00:00Z');
  await ticks(process, 1);
  until('2026-12-17T14:10:00Z');
  world.notion.act.write(project, 'Again, please.');
  world.notion.act.edit(project, { 'Notes status': 'Ready' });
  await ticks(process, 2);
  const calls = process.count();
  await ticks(process, 2);
  await process.tick({ sweep: true });
  world.pass(2 * MINUTE);
  await process.tick();
  return {
    calls,
    bodies: [other, week, project].map((id) => world.notion.see.body(id)),
    pages: [week, project].map((id) => {
      const { Status, Progress, 'Notes status': notes } = world.notion.see.page(id);
      return [Status, Progress, notes].join('|');
    }),
    events: (await world.calendar()).map(({ title, start, description }) =>
      [title, start, description].join('|'),
    ),
    mails: world.google.outbox.map(({ to, kind, summary }) => [to, kind, summary].join('|')).sort(),
    intents: world.ledger.intents().length,
    kept: world.database.prepare('SELECT * FROM bodies').all().length,
    sync: world.notion.see.page(page).Sync,
  };
}

const calm = await tell(0, 'lost answer');
tidy();

it('[N49] the story in peace is worth telling', () => {
  expect(calm.calls).toBeGreaterThan(30);
  expect(calm.pages).toEqual(['Held|0.25|Sent', 'Held|0.25|Sent']);
  expect(calm.mails).toEqual(
    ['Weekly', 'Project']
      .flatMap((kind) => calm.mails.filter((mail) => mail.includes('update') && mail.includes(kind)))
      .sort(),
  );
  expect(calm.mails).toHaveLength(8);
  expect([calm.bodies[0], calm.bodies[2]].join('\n')).toMatch(/What to expect.*Timeline.*Write tests first/s);
  expect([calm.intents, calm.kept, calm.sync]).toEqual([0, 0, '']);
});

for (const mishap of ['lost answer', 'crash before', 'crash after'] as const) {
  it(`[C50, N52] a ${mishap} at any call mails nobody twice, leaves nothing out and says nothing twice`, async () => {
    const { calls: _, ...expected } = calm;
    const wrong: string[] = [];
    for (let nth = 1; nth <= calm.calls; nth++) {
      const { calls: _calls, ...told } = await tell(nth, mishap);
      for (const part of Object.keys(expected) as (keyof typeof expected)[]) {
        const [is, be] = [JSON.stringify(told[part]), JSON.stringify(expected[part])];
        if (is !== be) wrong.push(`call ${nth}, ${part}: ${is} instead of ${be}`);
      }
    }
    expect(wrong.join('\n')).toBe('');
  }, 120_000);
}

it('[C50] memory lost at any moment of the story mails nobody twice', async () => {
  const world = await createWorld();
  const page = world.notion.act.create('Engagements', { ...ROW, ...TEAM, Phase: 'Planning' });
  const ticks = async (count: number) => {
    for (let n = 0; n < count; n++) {
      world.pass(61_000);
      await world.tick();
    }
  };
  await ticks(3);
  await world.at('2026-12-10T14:00:00Z');
  await ticks(2);
  world.google.outbox.splice(0);
  const week = world.notion.see.rows('Retros').find(({ Week }) => Week === 1)?.id ?? '';
  world.notion.act.write(week, 'Once.');
  world.notion.act.edit(week, { 'Notes status': 'Ready' });
  // The patch lands, its answer and then everything else is lost.
  world.google.faults.add({ kind: 'lose-answer', operation: 'events.patch' });
  world.pass(61_000);
  await world.tick();
  forget(world);
  await ticks(4);
  forget(world);
  await ticks(4);
  expect(world.google.outbox.map(({ summary }) => summary)).toEqual(Array(4).fill('Weekly retro: Apollo'));
  expect(world.notion.see.page(week)['Notes status']).toBe('Sent');
  expect(world.notion.see.page(page).Sync).toBe('');
});
