// One retro of the series, moved, deleted or restored by a person in Calendar: its page follows, and only that.
import { expect, it } from 'vitest';
import { comments, PEOPLE, point, tickAndSee } from './hands.ts';
import { engage, expectQuiet, mails, PLANNED, RETROS, settle, tellStories } from './story.ts';

tellStories();

const WEEKLY = 'Weekly retro: Apollo';
/** `RETROS` with one line in the place of another. */
const but = (at: number, line: string) => RETROS.with(at, line);

/** A story whose second retro was just moved to Friday 18 December, 16:00, in Calendar. */
async function engageAndMove() {
  const told = await engage(PEOPLE);
  mails(told.world);
  const id = await point(told.world, WEEKLY, '2026-12-17');
  told.world.google.act.move(id, { start: '2026-12-18T16:00:00+01:00' });
  return { ...told, id };
}

it('[M16] one retro dragged in Calendar moves its page by one write, and nothing else', async () => {
  const { world, retros, row, calendar } = await engageAndMove();
  const wrote = await tickAndSee(world);
  expect(retros()).toEqual(but(1, '2: 2026-12-18 16:00 Planned'));
  expect(row('Weekly retro')).toBe('2026-12-10 14:00');
  expect(wrote).toEqual({ notion: ['pages.update'], google: [] });
  expect(await calendar()).toEqual(PLANNED.with(3, '2026-12-18 16:00 Weekly retro: Apollo'));
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[M16] a retro dragged past the next one keeps its number', async () => {
  const { world, retros } = await engage(PEOPLE);
  world.google.act.move(await point(world, WEEKLY, '2026-12-10'), { start: '2026-12-18T09:00:00+01:00' });
  await settle(world);
  expect(retros()).toEqual(but(0, '1: 2026-12-18 09:00 Planned'));
  await expectQuiet(world);
});

it('[M8] a retro dragged back to the slot is derived again and moves along with it', async () => {
  const { world, retros, id, edit } = await engageAndMove();
  await settle(world);
  world.google.act.move(id, { start: '2026-12-17T14:00:00+01:00' });
  await settle(world);
  expect(retros()).toEqual(RETROS);
  await expectQuiet(world);
  await edit({ 'Weekly retro': { start: '2026-12-09T15:00:00+01:00', end: '2026-12-09T15:30:00+01:00' } });
  expect(retros()[1]).toBe('2: 2026-12-16 15:00 Planned');
  await expectQuiet(world);
});

it('[M16] one retro deleted in Calendar makes its page Cancelled, and nothing else', async () => {
  const { world, retros, calendar } = await engage(PEOPLE);
  mails(world);
  world.google.act.remove(await point(world, WEEKLY, '2026-12-17'));
  const wrote = await tickAndSee(world);
  expect(retros()).toEqual(but(1, '2: 2026-12-17 14:00 Cancelled'));
  expect(wrote).toEqual({ notion: ['pages.update'], google: [] });
  expect(await calendar()).toEqual(PLANNED.toSpliced(3, 1));
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[M16] a deleted retro that a person restores in Calendar is Planned again', async () => {
  const { world, retros, calendar } = await engage(PEOPLE);
  const id = await point(world, WEEKLY, '2026-12-17');
  world.google.act.remove(id);
  await settle(world);
  mails(world);
  world.google.act.restore(id);
  const wrote = await tickAndSee(world);
  expect(retros()).toEqual(RETROS);
  expect(wrote).toEqual({ notion: ['pages.update'], google: [] });
  expect(await calendar()).toEqual(PLANNED);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[M9] a deleted retro comes back when its page is set to Planned, and its guests hear of it once', async () => {
  const { world, retros, retro, calendar } = await engage(PEOPLE);
  world.google.act.remove(await point(world, WEEKLY, '2026-12-17'));
  await settle(world);
  mails(world);
  world.notion.act.edit(retro(2), { Status: 'Planned' });
  await settle(world);
  expect(retros()).toEqual(RETROS);
  expect(await calendar()).toEqual(PLANNED);
  expect(mails(world)).toEqual(['invitation Weekly retro: Apollo ×4']);
  await expectQuiet(world);
});

it('[M17] a retro moved from Notion and then from Calendar ends where Calendar has it', async () => {
  const { world, retros, retro, calendar } = await engage(PEOPLE);
  mails(world);
  world.notion.act.edit(retro(2), { Date: { start: '2026-12-16T09:00:00+01:00' } });
  await settle(world);
  expect(retros()).toEqual(but(1, '2: 2026-12-16 09:00 Planned'));
  expect(await calendar()).toContain('2026-12-16 09:00 Weekly retro: Apollo');
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4']);
  await expectQuiet(world);
  world.google.act.move(await point(world, WEEKLY, '2026-12-16'), { minutes: 60 });
  const wrote = await tickAndSee(world);
  expect(retros()).toEqual(but(1, '2: 2026-12-16 10:00 Planned'));
  expect(wrote).toEqual({ notion: ['pages.update'], google: [] });
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[M14] a retro made all-day is put back at that day and the slot, silently, on both sides', async () => {
  const { world, retros, calendar } = await engage(PEOPLE);
  mails(world);
  world.google.act.makeAllDay(await point(world, WEEKLY, '2026-12-17'), '2026-12-18');
  await settle(world);
  expect(retros()).toEqual(but(1, '2: 2026-12-18 14:00 Planned'));
  expect(await calendar()).toContain('2026-12-18 14:00 Weekly retro: Apollo');
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[M14] a retro made all-day on its own day is put back silently, and the page need not change', async () => {
  const { world, retros, calendar } = await engage(PEOPLE);
  mails(world);
  world.google.act.makeAllDay(await point(world, WEEKLY, '2026-12-17'));
  await settle(world);
  expect(retros()).toEqual(RETROS);
  expect(await calendar()).toEqual(PLANNED);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it("[M5] [M7] a retro moved to different times: Calendar's is kept, and one comment says what was not", async () => {
  const { world, retros, retro, page } = await engageAndMove();
  world.notion.act.edit(retro(2), { Date: { start: '2026-12-16T09:00:00+01:00' } });
  await settle(world);
  expect(retros()).toEqual(but(1, '2: 2026-12-18 16:00 Planned'));
  expect(comments(world, page)).toHaveLength(1);
  expect(comments(world, page)[0]).toContain('Wed 16 Dec 2026, 09:00');
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[M4] a retro moved to the same time on both sides needs no call', async () => {
  const { world, retros, retro, page } = await engageAndMove();
  world.notion.act.edit(retro(2), { Date: { start: '2026-12-18T15:00:00Z' } });
  expect(await tickAndSee(world)).toEqual({ notion: [], google: [] });
  expect(retros()).toEqual(but(1, '2: 2026-12-18 16:00 Planned'));
  expect(comments(world, page)).toEqual([]);
  await expectQuiet(world);
});

it('[M10] a retro deleted in Calendar and moved in Notion is Cancelled, stays so, and the move is logged', async () => {
  const { world, retros, retro, page, calendar } = await engage(PEOPLE);
  mails(world);
  world.google.act.remove(await point(world, WEEKLY, '2026-12-17'));
  world.notion.act.edit(retro(2), { Date: { start: '2026-12-16T09:00:00+01:00' } });
  await settle(world);
  expect(retros()[1]).toMatch(/Cancelled$/);
  expect(await calendar()).toEqual(PLANNED.toSpliced(3, 1));
  expect(comments(world, page)).toHaveLength(1);
  expect(comments(world, page)[0]).toContain('Wed 16 Dec 2026, 09:00');
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[M10] a retro moved in Calendar and cancelled in Notion is cancelled, its guests hear it once, the move is logged', async () => {
  const { world, retros, retro, page, calendar } = await engageAndMove();
  world.notion.act.edit(retro(2), { Status: 'Cancelled' });
  await settle(world);
  expect(retros()[1]).toMatch(/Cancelled$/);
  expect(await calendar()).toEqual(PLANNED.toSpliced(3, 1));
  expect(comments(world, page)).toHaveLength(1);
  expect(comments(world, page)[0]).toContain('Fri 18 Dec 2026, 16:00');
  expect(mails(world)).toEqual(['cancellation Weekly retro: Apollo ×4']);
  await expectQuiet(world);
});

it('[M9] a cancelled retro whose page gets a new Date comes back there, and is the same occurrence', async () => {
  const { world, retros, retro, calendar } = await engage(PEOPLE);
  const id = await point(world, WEEKLY, '2026-12-17');
  world.google.act.remove(id);
  await settle(world);
  world.notion.act.edit(retro(2), { Date: { start: '2026-12-16T09:00:00+01:00' } });
  await settle(world);
  expect(retros()).toEqual(but(1, '2: 2026-12-16 09:00 Planned'));
  expect(await calendar()).toContain('2026-12-16 09:00 Weekly retro: Apollo');
  expect(await point(world, WEEKLY, '2026-12-16')).toBe(id);
  await expectQuiet(world);
});

it('[M9] a retro whose Date was blanked comes back when the very same Date is typed again', async () => {
  const { world, retros, retro, calendar } = await engage(PEOPLE);
  world.notion.act.edit(retro(2), { Date: null });
  await settle(world);
  expect(retros()[1]).toBe('2: no date Cancelled');
  world.notion.act.edit(retro(2), { Date: { start: '2026-12-17T14:00:00+01:00' } });
  await settle(world);
  expect(retros()).toEqual(RETROS);
  expect(await calendar()).toEqual(PLANNED);
  await expectQuiet(world);
});

it('[M25] a copy that a person makes of a retro or a meeting is theirs, and ours goes on', async () => {
  const { world, retros, calendar, edit, row } = await engage(PEOPLE);
  world.google.act.duplicate(await point(world, WEEKLY, '2026-12-17'), {
    start: '2026-12-21T14:00:00+01:00',
  });
  world.google.act.duplicate(await point(world, 'Kickoff: Apollo'), { start: '2026-12-08T10:00:00+01:00' });
  const wrote = await tickAndSee(world);
  expect(wrote).toEqual({ notion: [], google: [] });
  expect(retros()).toEqual(RETROS);
  await edit({ Name: 'Gemini', Kickoff: { start: '2026-12-07T12:00:00+01:00' } });
  expect(row('Kickoff')).toBe('2026-12-07 12:00');
  expect(await calendar()).toEqual(
    expect.arrayContaining([
      '2026-12-07 12:00 Kickoff: Gemini',
      '2026-12-08 10:00 Kickoff: Apollo',
      '2026-12-21 14:00 Weekly retro: Apollo',
      '2026-12-17 14:00 Weekly retro: Gemini',
    ]),
  );
  await expectQuiet(world);
});

it('[S13] a retro that is over stays Held where it was, whatever is done to its event', async () => {
  const { world, retros } = await engage(PEOPLE);
  await world.at('2026-12-11T09:00:00Z');
  const [held] = retros();
  expect(held).toBe('1: 2026-12-10 14:00 Held');
  world.google.act.remove(await point(world, WEEKLY, '2026-12-10'));
  await settle(world);
  expect(retros()[0]).toBe(held);
  await expectQuiet(world);
});

it('[S6] an occurrence moved over the change of clocks stays at its wall time on both sides', async () => {
  const { world, retros } = await engage({ ...PEOPLE, Dates: { start: '2027-03-08', end: '2027-04-16' } });
  expect(retros().slice(2, 4)).toEqual(['3: 2027-03-25 14:00 Planned', '4: 2027-04-01 14:00 Planned']);
  world.google.act.move(await point(world, WEEKLY, '2027-03-25'), { start: '2027-03-28T14:00:00+02:00' });
  const wrote = await tickAndSee(world);
  expect(wrote).toEqual({ notion: ['pages.update'], google: [] });
  expect(retros().slice(2, 4)).toEqual(['3: 2027-03-28 14:00 Planned', '4: 2027-04-01 14:00 Planned']);
  await expectQuiet(world);
});

it('[S13] a retro that a page says was held already moves there in Calendar, and is Held', async () => {
  const { world, calendar, retro, retros } = await engage(PEOPLE);
  await world.at('2026-12-15T09:00:00Z');
  world.notion.act.edit(retro(2), {
    Date: { start: '2026-12-14T10:00:00+01:00', end: '2026-12-14T10:30:00+01:00' },
  });
  await settle(world);
  expect((await calendar()).filter((line) => line.endsWith(WEEKLY))).toEqual([
    '2026-12-10 14:00 Weekly retro: Apollo',
    '2026-12-14 10:00 Weekly retro: Apollo',
    '2026-12-24 14:00 Weekly retro: Apollo',
  ]);
  expect(retros()[1]).toBe('2: 2026-12-14 10:00 Held');
  await expectQuiet(world);
});
