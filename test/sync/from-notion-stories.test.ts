// Longer stories from Notion, in which one thing is done to what another has already changed.
import { expect, it } from 'vitest';
import { DAY, engage, expectQuiet, mails, PEOPLE, PLANNED, RETROS, settle, tellStories } from './story.ts';

tellStories();

const at = (day: string, time: string, offset = '+01:00') => ({ start: `${day}T${time}:00.000${offset}` });
const DATES = { start: '2026-12-07', end: '2027-01-01' };
const retrosIn = (lines: string[]) => lines.filter((line) => line.includes('Weekly'));

for (const [away, leave, back] of [
  ['a phase', { Phase: 'Sourcing' }, { Phase: 'Planning' }],
  ['cleared Dates', { Dates: null }, { Dates: DATES }],
] as const) {
  for (const begun of [false, true]) {
    it(`[M11] after ${away} a moved retro is back where it was moved to, a cancelled one stays away${begun ? ', on the way too' : ''}`, async () => {
      const { world, edit, calendar, retro, retros } = await engage({
        ...PEOPLE,
        Dates: { ...DATES, end: '2027-01-08' },
      });
      if (begun) await world.at('2026-12-11T09:00:00Z');
      world.notion.act.edit(retro(2), { Date: at('2026-12-18', '09:00') });
      world.notion.act.edit(retro(3), { Status: 'Cancelled' });
      await settle(world);
      const [shown, paged] = [(await calendar()).slice(1), retros()];
      expect(retrosIn(shown)).toEqual([
        '2026-12-10 14:00 Weekly retro: Apollo',
        '2026-12-18 09:00 Weekly retro: Apollo',
        '2026-12-31 14:00 Weekly retro: Apollo',
      ]);
      await edit(leave);
      expect(retrosIn(await calendar())).toEqual(begun ? ['2026-12-10 14:00 Weekly retro: Apollo'] : []);
      await expectQuiet(world);
      mails(world);
      await edit(
        'Phase' in back
          ? { Phase: begun ? 'Executing' : 'Planning' }
          : { Dates: { ...DATES, end: '2027-01-08' } },
      );
      expect((await calendar()).slice(1)).toEqual(shown);
      expect(retros()).toEqual(paged);
      mails(world);
      await expectQuiet(world);
    });
  }
}

it('[M9] a series that was blanked stays away over phases and Dates, until Weekly retro is set', async () => {
  const { world, edit, calendar } = await engage(PEOPLE);
  await edit({ 'Weekly retro': null });
  await edit({ Phase: 'Sourcing' });
  await edit({ Phase: 'Planning' });
  await edit({ Dates: { start: '2026-12-14', end: '2027-01-08' } });
  expect(retrosIn(await calendar())).toEqual([]);
  await expectQuiet(world);
  await edit({ 'Weekly retro': at('2026-12-16', '11:00') });
  expect(retrosIn(await calendar())).toEqual([
    '2026-12-16 11:00 Weekly retro: Apollo',
    '2026-12-23 11:00 Weekly retro: Apollo',
    '2026-12-30 11:00 Weekly retro: Apollo',
  ]);
  await expectQuiet(world);
});

it('[P40] a kickoff typed in Sourcing is made, as typed, in Planning', async () => {
  const { world, edit, calendar } = await engage({
    ...PEOPLE,
    Phase: 'Sourcing',
    Kickoff: at('2026-12-08', '11:00'),
  });
  expect(await calendar()).toEqual(['2026-12-07–2027-01-01 [Sourcing] Apollo']);
  await edit({ Phase: 'Planning' });
  expect((await calendar())[1]).toBe('2026-12-08 11:00 Kickoff: Apollo');
  expect(mails(world)).toHaveLength(4);
  await expectQuiet(world);
});

it('[P40] a kickoff typed before Dates is made with them', async () => {
  const { world, edit, calendar } = await engage({
    ...PEOPLE,
    Dates: null,
    Kickoff: at('2026-12-08', '11:00'),
  });
  expect(await calendar()).toEqual([]);
  await edit({ Dates: DATES });
  expect((await calendar())[1]).toBe('2026-12-08 11:00 Kickoff: Apollo');
  await expectQuiet(world);
});

it('[P43] taken back from Ended early with the old Dates, everything ahead is as it was', async () => {
  const { world, edit, calendar, retros } = await engage(PEOPLE);
  await world.at('2026-12-14T09:00:00Z');
  await edit({ Phase: 'Ended early' });
  await edit({ Phase: 'Executing', Dates: DATES });
  expect((await calendar()).slice(1)).toEqual(PLANNED.slice(1));
  expect(retros()).toEqual(['1: 2026-12-10 14:00 Held', ...RETROS.slice(1)]);
  await expectQuiet(world);
});

it('[P44] a kickoff typed into the past moves there, since it will not be held ahead', async () => {
  const { world, edit, calendar, row } = await engage(PEOPLE);
  await edit({ Kickoff: at('2026-11-20', '10:00') });
  expect((await calendar())[0]).toBe('2026-11-20 10:00 Kickoff: Apollo');
  expect(row('Phase')).toBe('Executing');
  await expectQuiet(world);
});

it('[P46] Dates that begin a week earlier, on the way, make no retro twice', async () => {
  const { world, edit, calendar, retros } = await engage(PEOPLE);
  await world.at('2026-12-18T09:00:00Z');
  await edit({ Dates: { start: '2026-11-30', end: '2027-01-01' } });
  const shown = retrosIn(await calendar());
  expect(new Set(shown).size).toBe(shown.length);
  expect(shown).toContain('2026-12-24 14:00 Weekly retro: Apollo');
  expect(retros().filter((line) => line.includes('2026-12-24') && line.endsWith('Planned'))).toHaveLength(1);
  await expectQuiet(world);
});

it('[P46] Dates that begin a week later, on the way, leave what was held', async () => {
  const { world, edit, calendar, retros } = await engage(PEOPLE);
  await world.at('2026-12-11T09:00:00Z');
  await edit({ Dates: { start: '2026-12-14', end: '2027-01-08' } });
  // Week 1 was held; the week that Dates now call the first is not met again.
  expect(retrosIn(await calendar())).toEqual([
    '2026-12-10 14:00 Weekly retro: Apollo',
    '2026-12-24 14:00 Weekly retro: Apollo',
    '2026-12-31 14:00 Weekly retro: Apollo',
  ]);
  expect(retros()).toEqual([
    '1: 2026-12-10 14:00 Held',
    '2: 2026-12-24 14:00 Planned',
    '3: 2026-12-31 14:00 Planned',
    'project: 2027-01-07 14:00 Planned',
  ]);
  await expectQuiet(world);
});

it('[P5] a changed Time zone on the way goes on at the same wall time there, and leaves history alone', async () => {
  const { world, edit, retros } = await engage(PEOPLE);
  await world.at('2026-12-11T09:00:00Z');
  await edit({ 'Time zone': 'America/New_York' });
  const starts = (await world.calendar())
    .filter(({ title }) => title.startsWith('Weekly'))
    .map(({ start }) => start);
  expect(starts).toEqual([
    '2026-12-10T13:00:00.000Z',
    '2026-12-17T19:00:00.000Z',
    '2026-12-24T19:00:00.000Z',
  ]);
  expect(retros()[1]).toBe('2: 2026-12-17 14:00 Planned');
  await expectQuiet(world);
});

it('[C23] a slot changed twice on the way, and Dates made longer, keep history and numbers', async () => {
  const { world, edit, calendar, retros } = await engage(PEOPLE);
  await world.at('2026-12-11T09:00:00Z');
  await edit({ 'Weekly retro': at('2026-12-16', '11:00') });
  await world.at('2026-12-17T09:00:00Z');
  await edit({ 'Weekly retro': at('2026-12-22', '15:00') });
  await edit({ Dates: { ...DATES, end: '2027-01-08' } });
  expect((await calendar()).filter((line) => line.includes('retro'))).toEqual([
    '2026-12-10 14:00 Weekly retro: Apollo',
    '2026-12-16 11:00 Weekly retro: Apollo',
    '2026-12-22 15:00 Weekly retro: Apollo',
    '2026-12-29 15:00 Weekly retro: Apollo',
    '2027-01-05 15:00 Project retro: Apollo',
  ]);
  expect(retros()).toEqual([
    '1: 2026-12-10 14:00 Held',
    '2: 2026-12-16 11:00 Held',
    '3: 2026-12-22 15:00 Planned',
    '4: 2026-12-29 15:00 Planned',
    'project: 2027-01-05 15:00 Planned',
  ]);
  await expectQuiet(world);
  await edit({ Phase: 'Sourcing' });
  await edit({ Phase: 'Executing' });
  expect(retrosIn(await calendar())).toHaveLength(4);
  await expectQuiet(world);
});

it('[C23] a slot changed to a day of this week that is over drops this week’s retro on both sides, until it is changed back', async () => {
  const { world, edit, calendar, retros } = await engage(PEOPLE);
  await world.at('2026-12-15T09:00:00Z');
  await edit({ 'Weekly retro': at('2026-12-14', '11:00') });
  expect(retrosIn(await calendar())).toEqual([
    '2026-12-10 14:00 Weekly retro: Apollo',
    '2026-12-21 11:00 Weekly retro: Apollo',
  ]);
  expect(retros().slice(1, 3)).toEqual(['2: 2026-12-17 14:00 Cancelled', '3: 2026-12-21 11:00 Planned']);
  await expectQuiet(world);
  await edit({ 'Weekly retro': at('2026-12-17', '14:00') });
  expect((await calendar()).slice(1)).toEqual(PLANNED.slice(1));
  expect(retros()).toEqual(['1: 2026-12-10 14:00 Held', ...RETROS.slice(1)]);
  await expectQuiet(world);
});

it('[C14] the calendar’s owner among the people is nobody to be added again and again', async () => {
  const { world, calendar } = await engage(
    { ...PEOPLE, Guests: 'owner@example.com' },
    { settings: { GUEST_DOMAINS: '*' } },
  );
  expect(await calendar()).toEqual(PLANNED);
  await expectQuiet(world);
});

it('[M11] Declined, then trashed, restored and taken back: the same events, each once', async () => {
  const { world, page, edit, events, calendar } = await engage(PEOPLE);
  const before = [...(await events()).values()].map(({ id }) => id);
  await edit({ Phase: 'Declined' });
  world.notion.act.trash(page);
  await world.tick({ sweep: true });
  await settle(world);
  world.notion.act.restore(page);
  await world.tick({ sweep: true });
  await settle(world);
  expect(await calendar()).toEqual([]);
  await edit({ Phase: 'Planning' });
  expect(await calendar()).toEqual(PLANNED);
  expect([...(await events()).values()].map(({ id }) => id)).toEqual(before);
  await expectQuiet(world);
});

it('[M11] what returns when its old time is over is picked anew, or not at all', async () => {
  const { world, edit, calendar, row } = await engage(PEOPLE);
  await edit({ Phase: 'Sourcing' });
  await world.at('2026-12-18T09:00:00Z');
  await edit({ Phase: 'Executing' });
  expect(await calendar()).toEqual(['2026-12-07–2027-01-01 [Executing] Apollo', ...PLANNED.slice(4)]);
  expect(row('Phase')).toBe('Executing');
  await expectQuiet(world);
  world.pass(DAY);
  await expectQuiet(world);
});

it('[N11] Calendar on the row links the span, and each Retros page its own event', async () => {
  const { world, row } = await engage(PEOPLE);
  expect(row('Calendar')).toMatch(/^https:\/\/www\.google\.com\/calendar\/event\?eid=/);
  const links = world.notion.see.rows('Retros').map((page) => page.Calendar);
  expect(new Set(links).size).toBe(4);
  expect(links.every((link) => String(link).startsWith('https://'))).toBe(true);
});
