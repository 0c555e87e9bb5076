// Notes that are Ready go to everybody who was invited, once, by way of the event.
import { expect, it } from 'vitest';
import { entry, held, READY, write } from './notes-story.ts';
import { expectQuiet, MINUTE, mails, PEOPLE, settle, tellStories } from './story.ts';

tellStories();

it('[N49] notes that are Ready go to everybody who was invited, once, and are then Sent', async () => {
  const { world, retro, retros, status, calendar } = await held();
  const before = await calendar();
  await write(world, retro(1), 'Pairing works.');
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4']);
  expect(status(1)).toBe('Sent');
  const { description } = await entry(world, '2026-12-10');
  expect(description).toContain('Pairing works.');
  expect(description).toContain('Notes of this meeting');
  expect(description).not.toContain('<b>What went poorly');
  expect((await entry(world, '2026-12-17')).description).not.toContain('Notes of this meeting');
  expect(await calendar()).toEqual(before);
  expect(retros()[0]).toBe('1: 2026-12-10 14:00 Held');
  await expectQuiet(world);
});

it('[N49] the project retro’s notes go out the same way', async () => {
  const { world, retro, status } = await held(PEOPLE, {}, '2026-12-31T15:00:00Z');
  await write(world, retro(null), 'We would do it again.');
  expect(mails(world)).toEqual(['update Project retro: Apollo ×4']);
  expect(status(null)).toBe('Sent');
  expect((await entry(world, '2026-12-31')).description).toContain('We would do it again.');
  await expectQuiet(world);
});

it('[N49] notes wait until their edit has settled, and until nobody writes on', async () => {
  const { world, retro, status } = await held();
  const page = retro(1);
  const tick = async (seconds: number) => {
    world.pass(seconds * 1_000);
    await world.tick({ immediate: false });
  };
  world.notion.act.write(page, 'First.');
  world.notion.act.edit(page, READY);
  await tick(5);
  await tick(30);
  expect(mails(world)).toEqual([]);
  world.notion.act.write(page, 'Second.');
  await tick(45);
  expect(mails(world)).toEqual([]);
  await tick(90);
  await tick(90);
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4']);
  expect((await entry(world, '2026-12-10')).description).toMatch(/First\..*Second\./s);
  expect(status(1)).toBe('Sent');
});

it('[N49] notes of a meeting that is ahead wait until it has begun', async () => {
  const { world, retro, row, status } = await held();
  await write(world, retro(2), 'Already.');
  expect(mails(world)).toEqual([]);
  expect(row('Sync')).toContain(
    'The notes of retro 2 are Ready but not sent: they go out once it has begun.',
  );
  await expectQuiet(world);
  await world.at('2026-12-17T13:05:00Z');
  await settle(world);
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4']);
  expect([row('Sync'), status(2)]).toEqual(['', 'Sent']);
});

it('[N50] a page on which nobody wrote sends nothing, stays Ready, and Sync says so until somebody writes', async () => {
  const { world, retro, row, status } = await held();
  world.notion.act.edit(retro(1), READY);
  await settle(world);
  expect(mails(world)).toEqual([]);
  expect(status(1)).toBe('Ready');
  expect(row('Sync')).toBe('The notes of retro 1 are Ready but not sent: there are none on its page.');
  await expectQuiet(world);
  world.notion.act.write(retro(1), 'Here they are.');
  await settle(world);
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4']);
  expect([row('Sync'), status(1)]).toEqual(['', 'Sent']);
});

it('[N51] Ready again sends what is new once; the same notes mail nobody and become Sent', async () => {
  const { world, retro, status } = await held();
  await write(world, retro(1), 'First.');
  mails(world);
  world.notion.act.edit(retro(1), READY);
  await settle(world);
  expect([mails(world), status(1)]).toEqual([[], 'Sent']);
  await write(world, retro(1), 'Second.');
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4']);
  const { description } = await entry(world, '2026-12-10');
  expect(description).toMatch(/First\..*Second\./s);
  expect(description.match(/Notes of this meeting/g)).toHaveLength(1);
  await expectQuiet(world);
});

it('[N51] notes that are only Draft, or Sent by hand, go nowhere', async () => {
  const { world, retro } = await held();
  world.notion.act.write(retro(1), 'Mine.');
  world.notion.act.edit(retro(1), { 'Notes status': 'Sent' });
  await settle(world);
  expect(mails(world)).toEqual([]);
  expect((await entry(world, '2026-12-10')).description).not.toContain('Mine.');
  await expectQuiet(world);
});

it('[N55] a body is read only when its notes are Ready, and not again before it changes', async () => {
  const { world, retro } = await held();
  world.calls();
  const reads = () => world.calls().notion.filter(({ operation }) => operation === 'blocks.children.list');
  world.notion.act.write(retro(1), 'Mine.');
  await settle(world);
  expect(reads()).toEqual([]);
  world.notion.act.edit(retro(2), READY);
  await settle(world);
  world.pass(MINUTE);
  await world.tick();
  reads();
  for (let n = 0; n < 4; n++) {
    world.pass(MINUTE);
    await world.tick();
  }
  expect(reads()).toEqual([]);
});

it('[N55] with a small budget of calls a long body is read all the same, and the tick ends', async () => {
  const { world, retro, status } = await held(PEOPLE, { settings: { CALL_BUDGET: '6' } });
  const nested = Array.from({ length: 20 }, (_, n) => `- Above ${n}\n\t- Below ${n}`).join('\n');
  await write(world, retro(1), nested);
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4']);
  expect(status(1)).toBe('Sent');
  const { description } = await entry(world, '2026-12-10');
  expect(description).toMatch(/• Above 0<br>• Below 0<br>.*• Above 19<br>…<br>/);
  await expectQuiet(world);
});

it('[N23] a page that may not be read sends nothing, and Sync says so', async () => {
  const { world, retro, row } = await held();
  world.notion.faults.add({ kind: 'refuse', operation: 'blocks.children.list', status: 403, times: 20 });
  await write(world, retro(1), 'Pairing works.');
  expect(mails(world)).toEqual([]);
  expect(row('Sync')).toContain('the connection may not read the page');
});

for (const phase of ['Ended early', 'Completed']) {
  it(`[N49] what was held before the engagement was ${phase} may still be sent`, async () => {
    const { world, retro, edit, status } = await held();
    await edit({ Phase: phase });
    mails(world);
    await write(world, retro(1), 'Pairing works.');
    expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4']);
    expect(status(1)).toBe('Sent');
    await expectQuiet(world);
  });
}
