// Notes in the event that carries them: what people wrote there stays, and what moves or goes takes them along.
import { expect, it, vi } from 'vitest';
import { AFTER, entry, held, settleGoals, write } from './notes-story.ts';
import { engage, expectQuiet, mails, PEOPLE, settle, tellStories } from './story.ts';

tellStories();

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
