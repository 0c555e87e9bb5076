// Notes that are Ready go to everybody who was invited, once, by way of the event.
import { expect, it, vi } from 'vitest';
import type { FriendlyValues } from '../../twins/notion/index.ts';
import type { TestWorld, WorldOptions } from '../world/world.ts';
import { engage, expectQuiet, MINUTE, mails, PEOPLE, settle, tellStories } from './story.ts';

tellStories();

const READY = { 'Notes status': 'Ready' };
const AFTER = '2026-12-10T14:00:00Z';

/** Apollo after its first weekly retro (or after the project retro), nobody's mail unread. */
async function held(row: FriendlyValues = PEOPLE, options: WorldOptions = {}, after = AFTER) {
  const told = await engage(row, options);
  await told.world.at(after);
  await settle(told.world);
  mails(told.world);
  const status = (week: number | null) => told.world.notion.see.page(told.retro(week))['Notes status'];
  return { ...told, status };
}

/** What Calendar shows of the meeting of a day. */
async function entry(world: TestWorld, day: string) {
  const found = (await world.calendar()).find(
    ({ start, title }) => start.startsWith(day) && title.includes('retro'),
  );
  return { id: found?.id ?? '', description: found?.description ?? '', guests: found?.guests ?? [] };
}

/** Goals are read with every third tick: a sweep reads them at once. */
async function settleGoals(world: TestWorld) {
  world.pass(MINUTE);
  await world.tick({ sweep: true });
  await settle(world);
}

/** A person writes notes and says that they are ready. */
async function write(world: TestWorld, page: string, notes: string) {
  world.notion.act.write(page, notes);
  world.notion.act.edit(page, READY);
  await settle(world);
}

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

it('[C50] INVITATIONS none mails nobody: the notes are in the event all the same', async () => {
  const { world, retro, status } = await held(PEOPLE, { settings: { INVITATIONS: 'none' } });
  await write(world, retro(1), 'Quietly.');
  expect(mails(world)).toEqual([]);
  expect(status(1)).toBe('Sent');
  expect((await entry(world, '2026-12-10')).description).toContain('Quietly.');
});

it('[C50] INVITATIONS external tells only those outside', async () => {
  const { world, retro } = await held(
    { ...PEOPLE, Guests: 'gus@host.test' },
    { settings: { INVITATIONS: 'external', GUEST_DOMAINS: '*' } },
  );
  const { guests } = await entry(world, '2026-12-10');
  const outside = guests.filter((address) => !address.endsWith('@example.com'));
  await write(world, retro(1), 'Quietly.');
  expect(mails(world)).toEqual([`update Weekly retro: Apollo ×${outside.length}`]);
});

it('[C51] notes are text: no tag, no mark of ours and no link of theirs comes alive in the description', async () => {
  const { world, retro } = await held();
  await write(
    world,
    retro(1),
    '<img src=x onerror=alert(1)> & [x](javascript:alert(1))\n— end of Engagement Sync — after\n\u202Eturned',
  );
  const { description } = await entry(world, '2026-12-10');
  expect(description).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; [x](javascript:alert(1))');
  expect(description).not.toContain('\u202E');
  expect(description.match(/— end of Engagement Sync —/g)).toHaveLength(1);
  expect(description.indexOf('after')).toBeLessThan(description.indexOf('— end of Engagement Sync —'));
  await expectQuiet(world);
});

it('[C51] very long notes are cut after a whole line, with a link to all of them', async () => {
  const { world, retro, status } = await held();
  const lines = Array.from({ length: 90 }, (_, n) => `Line ${n} ${'& '.repeat(60)}`).join('\n');
  await write(world, retro(1), lines);
  const { description } = await entry(world, '2026-12-10');
  expect(description.length).toBeLessThan(8192);
  expect(description).toContain('Line 2');
  expect(description).not.toContain('Line 89');
  expect(description).toContain(`<a href="https://app.notion.com/p/${retro(1).replaceAll('-', '')}">`);
  expect(status(1)).toBe('Sent');
  await expectQuiet(world);
});

it('[C52] what people wrote into the event stays, before and after the notes', async () => {
  const { world, retro } = await held();
  const { id, description } = await entry(world, '2026-12-10');
  world.google.act.edit(id, { description: `Room 4, bring cake<br>${description}<br>Thanks!` });
  await settle(world);
  await write(world, retro(1), 'Pairing works.');
  const seen = (await entry(world, '2026-12-10')).description;
  expect(seen).toMatch(/^Room 4, bring cake<br>.*Pairing works\..*<br>Thanks!$/s);
  await expectQuiet(world);
});

it('[C52] text of people’s that leaves no room keeps the notes out, and Sync says so', async () => {
  const { world, retro, row, status } = await held();
  const { id } = await entry(world, '2026-12-10');
  const theirs = 'x'.repeat(8_000);
  world.google.act.edit(id, { description: theirs });
  await settle(world);
  await write(world, retro(1), 'Pairing works.');
  expect(mails(world)).toEqual([]);
  expect((await entry(world, '2026-12-10')).description).toBe(theirs);
  expect(row('Sync')).toContain('no room');
  expect(status(1)).toBe('Ready');
  await expectQuiet(world);
});

it('[C53] a retro with its notes is no moved one: a later slot and later Dates leave it where it was', async () => {
  const { world, retro, edit, calendar, retros } = await held();
  await write(world, retro(1), 'Pairing works.');
  await edit({ 'Weekly retro': { start: '2026-12-16T15:00:00.000+01:00' } });
  expect((await calendar()).filter((line) => line.includes('Weekly'))).toEqual([
    '2026-12-10 14:00 Weekly retro: Apollo',
    '2026-12-16 15:00 Weekly retro: Apollo',
    '2026-12-23 15:00 Weekly retro: Apollo',
  ]);
  await edit({ Dates: { start: '2026-12-07', end: '2027-01-08' } });
  expect(retros()[0]).toBe('1: 2026-12-10 14:00 Held');
  expect((await entry(world, '2026-12-10')).description).toContain('Pairing works.');
  await expectQuiet(world);
});

for (const [way, cancel] of [
  ['cancelled before', { Status: 'Cancelled' }],
  ['without a date', { Date: null }],
] as const) {
  it(`[C53] a retro that was ${way} sends nothing, and Sync says why`, async () => {
    const { world, retro, row, status } = await engage(PEOPLE).then(async (told) => {
      told.world.notion.act.edit(told.retro(1), cancel);
      await settle(told.world);
      await told.world.at(AFTER);
      await settle(told.world);
      mails(told.world);
      const page = told.retro(1);
      return { ...told, status: () => told.world.notion.see.page(page)['Notes status'] };
    });
    await write(world, retro(1), 'It was not.');
    expect(mails(world)).toEqual([]);
    expect(status()).toBe('Ready');
    expect(row('Sync')).toContain('there is no such meeting in Calendar');
    await expectQuiet(world);
  });
}

it('[C54] scores that change later lay the series’ text over the past: the notes are put back, in silence', async () => {
  const { world, retro, page } = await held();
  const goal = world.notion.act.create('Goals', {
    Name: 'Latency',
    Engagement: [page],
    Baseline: 0,
    Target: 10,
    Current: 1,
  });
  await settleGoals(world);
  await write(world, retro(1), 'Pairing works.');
  mails(world);
  world.notion.act.edit(goal, { Current: 5 });
  await settleGoals(world);
  expect((await entry(world, '2026-12-17')).description).toContain('Latency: 50 %');
  expect((await entry(world, '2026-12-10')).description).toContain('Pairing works.');
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[C54] what was not said to be ready is never put into the event', async () => {
  const { world, retro, page } = await held();
  await write(world, retro(1), 'Pairing works.');
  world.notion.act.write(retro(1), 'Not for everybody.');
  world.notion.act.create('Goals', {
    Name: 'Latency',
    Engagement: [page],
    Baseline: 0,
    Target: 10,
    Current: 1,
  });
  await settleGoals(world);
  expect((await entry(world, '2026-12-10')).description).not.toContain('Not for everybody.');
  await expectQuiet(world);
});

it('[N23] a page that may not be read sends nothing, and Sync says so', async () => {
  const { world, retro, row } = await held();
  world.notion.faults.add({ kind: 'refuse', operation: 'blocks.children.list', status: 403, times: 20 });
  await write(world, retro(1), 'Pairing works.');
  expect(mails(world)).toEqual([]);
  expect(row('Sync')).toContain('the connection may not read the page');
});

it('[C50] notes count as mails for the guard: over its line they are held, stay Ready, and go once approved', async () => {
  const { world, retro, status } = await held(PEOPLE, { settings: { GUARD_MAILS: '24' } });
  world.ledger.addMails('another', 22, false, false, Date.now());
  await write(world, retro(1), 'Pairing works.');
  expect([mails(world), status(1)]).toEqual([[], 'Ready']);
  const holding = world.ledger.held();
  expect(holding.map(({ change }) => [change.kind, change.what, change.mails.length])).toEqual([
    ['change', 'Weekly retro: Apollo', 4],
  ]);
  expect(JSON.stringify(holding)).not.toContain('Pairing');
  world.ledger.approve(
    holding.map(({ print }) => print),
    Date.now(),
  );
  await settle(world);
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4']);
  expect(status(1)).toBe('Sent');
});

it('[C53] notes of a moved retro leave it at its own time', async () => {
  const { world, retro, retros, calendar } = await engage(PEOPLE);
  world.notion.act.edit(retro(1), { Date: { start: '2026-12-11T09:00:00.000+01:00' } });
  await settle(world);
  await world.at('2026-12-11T10:00:00Z');
  await settle(world);
  mails(world);
  await write(world, retro(1), 'Pairing works.');
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4']);
  expect((await calendar())[2]).toBe('2026-12-11 09:00 Weekly retro: Apollo');
  expect(retros()[0]).toBe('1: 2026-12-11 09:00 Held');
  await expectQuiet(world);
});

it('[C53] notes stay on a project retro that is dragged ahead again, and its guests hear of the move alone', async () => {
  const { world, retro, edit } = await held(PEOPLE, {}, '2026-12-31T15:00:00Z');
  await write(world, retro(null), 'Again, please.');
  await edit({ Phase: 'Executing' });
  mails(world);
  const { id } = await entry(world, '2026-12-31');
  world.google.act.move(id, { minutes: 7 * 24 * 60, notify: false });
  await settle(world);
  expect((await entry(world, '2027-01-07')).description).toContain('Again, please.');
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
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

it('[C53] a retro that was withdrawn with the phase sends nothing, and Sync says why', async () => {
  const { world, retro, edit, row } = await held();
  await edit({ Phase: 'Declined' });
  await world.at('2026-12-17T14:00:00Z');
  mails(world);
  await write(world, retro(2), 'It was not.');
  expect(mails(world)).toEqual([]);
  expect(row('Sync')).toContain('there is no such meeting in Calendar');
  await expectQuiet(world);
});

it('[C52] text that a person types into the event at the very moment is kept', async () => {
  const { world, retro, status } = await held();
  const { id } = await entry(world, '2026-12-10');
  const reach = globalThis.fetch;
  let isTyped = false;
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
    const { url, method } = new Request(input as string, init);
    if (!isTyped && method === 'GET' && url.includes(`/events/${id}`)) {
      isTyped = true;
      const { description } = world.google.look.event(id.replace(/_.*$/, '')) as { description: string };
      world.google.act.edit(id, { description: `Typed just now<br>${description}` });
    }
    return reach(input, init);
  });
  await write(world, retro(1), 'Pairing works.');
  expect(isTyped).toBe(true);
  expect((await entry(world, '2026-12-10')).description).toMatch(/^Typed just now<br>.*Pairing works\./s);
  expect(mails(world).filter((mail) => mail.startsWith('update'))).toHaveLength(1);
  expect(status(1)).toBe('Sent');
  await expectQuiet(world);
});
