// What was decided on one side, or in one of the project retro's two places in Notion, before the other was told: who
// edits there has not seen it.
import { expect, it } from 'vitest';
import { activity, comments, justBefore, PEOPLE, point } from './hands.ts';
import { engage, expectQuiet, MINUTE, mails, PLANNED, RETROS, settle, tellStories } from './story.ts';

tellStories();

const FRIDAY = { start: '2027-01-01T09:00:00+01:00', end: '2027-01-01T10:00:00+01:00' };
const kickoffOf = (world: Parameters<typeof point>[0]) => point(world, 'Kickoff: Apollo');

it('[M51] a project retro put back in Calendar goes on without its page while that is in the trash, and Sync says so', async () => {
  const { world, page, retro, retros, row, calendar } = await engage(PEOPLE);
  const [id, pageId] = [await point(world, 'Project retro: Apollo'), retro(null)];
  world.notion.act.trash(pageId);
  world.pass(MINUTE);
  await world.tick({ sweep: true });
  await settle(world);
  expect(await calendar()).toEqual(PLANNED.toSpliced(5, 1));
  world.google.act.restore(id);
  world.google.act.move(id, { start: '2027-01-01T09:00:00+01:00' });
  await settle(world);
  expect(row('Project retro')).toBe('2027-01-01 09:00');
  expect(row('Sync')).toContain('its page is in the trash');
  expect(retros()).toEqual(RETROS.slice(0, 3));
  await expectQuiet(world);
  mails(world);
  world.notion.act.restore(pageId);
  world.pass(MINUTE);
  await world.tick({ sweep: true });
  await settle(world);
  expect(retros()[3]).toBe('project: 2027-01-01 09:00 Planned');
  expect(row('Project retro')).toBe('2027-01-01 09:00');
  expect(await calendar()).toContain('2027-01-01 09:00 Project retro: Apollo');
  expect(row('Sync') || null).toBeNull();
  expect(mails(world)).toEqual([]);
  expect(comments(world, page)).toEqual([]);
  await expectQuiet(world);
});

it('[M51] a weekly retro put back in Calendar goes on without its page, which follows once it is restored', async () => {
  const { world, retro, retros, row, calendar } = await engage(PEOPLE);
  const [id, pageId] = [await point(world, 'Weekly retro: Apollo', '2026-12-17'), retro(2)];
  world.notion.act.trash(pageId);
  world.pass(MINUTE);
  await world.tick({ sweep: true });
  await settle(world);
  world.google.act.restore(id);
  await settle(world);
  expect(await calendar()).toEqual(PLANNED);
  expect(row('Sync')).toContain('The retro of week 2');
  world.notion.act.restore(pageId);
  world.pass(MINUTE);
  await world.tick({ sweep: true });
  await settle(world);
  expect(retros()).toEqual(RETROS);
  expect(row('Sync') || null).toBeNull();
  await expectQuiet(world);
});

it('[M52] a Date typed in the page of a project retro that the row has just taken away stays cancelled, and is said', async () => {
  const { world, page, retro, retros, row, calendar } = await engage(PEOPLE);
  world.notion.act.edit(page, { 'Project retro': null });
  world.pass(MINUTE);
  // The page is not told: its write is refused for once.
  world.notion.faults.add({ kind: 'refuse', operation: 'pages.update', status: 503 });
  await world.tick();
  expect(await calendar()).toEqual(PLANNED.toSpliced(5, 1));
  expect(retros()[3]).toBe('project: 2026-12-31 14:00 Planned');
  world.notion.act.edit(retro(null), { Date: FRIDAY });
  world.pass(30 * MINUTE);
  await settle(world);
  expect(await calendar()).toEqual(PLANNED.toSpliced(5, 1));
  expect(row('Project retro')).toBeNull();
  expect(retros()[3]).toBe('project: 2027-01-01 09:00 Cancelled');
  expect(comments(world, page)).toHaveLength(1);
  expect(comments(world, page)[0]).toContain('Fri 1 Jan 2027, 09:00');
  await expectQuiet(world);
});

it('[M61] a kickoff dragged while its cancelling in Notion was not told to Calendar stays cancelled, and the drag is said', async () => {
  const { world, page, row, calendar } = await engage(PEOPLE);
  const id = await kickoffOf(world);
  world.notion.act.edit(page, { Kickoff: null });
  world.google.faults.add({ kind: 'refuse', operation: 'events.delete', status: 503 });
  world.pass(2 * MINUTE);
  await world.tick();
  expect(await calendar()).toEqual(PLANNED);
  world.google.act.move(id, { start: '2026-12-08T09:07:00+01:00' });
  world.pass(30 * MINUTE);
  await settle(world);
  expect(await calendar()).toEqual(PLANNED.toSpliced(1, 1));
  expect(row('Kickoff')).toBeNull();
  expect(comments(world, page)).toHaveLength(1);
  expect(comments(world, page)[0]).toContain('Tue 8 Dec 2026, 09:07');
  await expectQuiet(world);
});

it('[M53] a kickoff that a person deletes in the tick that clears Dates stays cancelled when Dates are back', async () => {
  const { world, page, row, calendar, edit } = await engage(PEOPLE);
  world.google.act.remove(await kickoffOf(world));
  world.notion.act.edit(page, { Dates: null });
  world.pass(MINUTE);
  await settle(world);
  await edit({ Dates: { start: '2026-12-07', end: '2027-01-01' } });
  expect(await calendar()).toEqual(PLANNED.toSpliced(1, 1));
  expect(row('Kickoff')).toBeNull();
  await expectQuiet(world);
});

it('[M53] a week that a person deletes in the tick in which Dates end before it stays cancelled when Dates have it again', async () => {
  const { world, page, retros, calendar, edit } = await engage(PEOPLE);
  world.google.act.remove(await point(world, 'Weekly retro: Apollo', '2026-12-24'));
  world.notion.act.edit(page, { Dates: { start: '2026-12-07', end: '2026-12-18' } });
  world.pass(MINUTE);
  await settle(world);
  await edit({ Dates: { start: '2026-12-07', end: '2027-01-01' } });
  expect(retros()[2]).toBe('3: 2026-12-24 14:00 Cancelled');
  expect(await calendar()).toEqual(PLANNED.filter((line) => !line.startsWith('2026-12-24')));
  await expectQuiet(world);
});

it('[M53] a kickoff whose withdrawal was not answered comes back with Dates', async () => {
  const { world, page, calendar, edit } = await engage(PEOPLE);
  const id = await kickoffOf(world);
  world.notion.act.edit(page, { Dates: null });
  world.google.faults.add({ kind: 'lose-answer', operation: 'events.delete', match: id });
  world.pass(MINUTE);
  await settle(world);
  await edit({ Dates: { start: '2026-12-07', end: '2027-01-01' } });
  expect(await calendar()).toEqual(PLANNED);
  await expectQuiet(world);
});

it('[M54] a phase typed in Calendar of which Notion was not told is said when Notion’s is kept, also when the bar is gone', async () => {
  const { world, page, row } = await engage(PEOPLE);
  const bar = await point(world, '[Planning] Apollo');
  world.google.act.rename(bar, '[Completed] Apollo');
  world.notion.faults.add({ kind: 'refuse', operation: 'pages.update', status: 503 });
  world.pass(MINUTE);
  await world.tick();
  expect(row('Phase')).toBe('Planning');
  world.notion.act.edit(page, { Phase: 'Executing' });
  world.pass(30 * MINUTE);
  await settle(world);
  expect(row('Phase')).toBe('Executing');
  expect(comments(world, page)).toEqual([
    'Phase was changed on both sides: to Executing in Notion and to Completed in Calendar. Executing was kept.',
  ]);
  expect(activity(world).join('\n')).toContain('to Completed in Calendar');
  await expectQuiet(world);
});

it('[M54] Dates drawn in Calendar of which Notion was not told are said when Notion’s are kept', async () => {
  const { world, page, row } = await engage(PEOPLE);
  const bar = await point(world, '[Planning] Apollo');
  world.google.act.move(bar, { start: '2026-12-07', end: '2027-01-09' });
  // The bar is written first, so that Calendar's is agreed on.
  world.notion.act.edit(page, { Name: 'Gemini' });
  world.notion.faults.add({ kind: 'refuse', operation: 'pages.update', status: 503 });
  world.pass(MINUTE);
  await world.tick();
  expect(row('Dates')).toBe('2026-12-07–2027-01-01');
  world.notion.act.edit(page, { Dates: { start: '2026-12-07', end: '2027-01-15' } });
  world.pass(30 * MINUTE);
  await settle(world);
  expect(row('Dates')).toBe('2026-12-07–2027-01-15');
  expect(comments(world, page)).toHaveLength(1);
  expect(comments(world, page)[0]).toContain('Fri 8 Jan 2027');
  await expectQuiet(world);
});

it('[M54] a phase that the clock set is no wish of a person: Notion’s is kept without a word', async () => {
  const { world, page, row } = await engage(PEOPLE);
  world.notion.faults.add({ kind: 'refuse', operation: 'pages.update', status: 503, times: 20 });
  await world.at('2026-12-07T10:00:00Z');
  expect(row('Phase')).toBe('Planning');
  world.notion.act.edit(page, { Phase: 'Wrapping up' });
  world.notion.faults.clear();
  world.pass(30 * MINUTE);
  await settle(world);
  expect(row('Phase')).toBe('Wrapping up');
  expect(comments(world, page)).toEqual([]);
});

it('[M55] a kickoff deleted and put back in Calendar stays, also where other edits still settle', async () => {
  const { world, page, row, calendar } = await engage(PEOPLE);
  const id = await kickoffOf(world);
  world.notion.act.edit(page, { 'Check-in': { start: '2027-04-02T10:00:00+02:00' } });
  world.google.act.remove(id);
  world.pass(1_000);
  await world.tick({ immediate: false });
  expect(row('Kickoff')).toBeNull();
  world.google.act.restore(id);
  world.pass(5 * MINUTE);
  await settle(world);
  expect(row('Kickoff')).toBe('2026-12-07 10:00');
  expect(await calendar()).toContain(PLANNED[1]);
  await expectQuiet(world);
});

it('[M55] a phase typed in Calendar, and typed back before Notion was told, leaves everything as it was', async () => {
  const { world, page, row, calendar } = await engage(PEOPLE);
  const bar = await point(world, '[Planning] Apollo');
  mails(world);
  world.google.act.rename(bar, '[Sourcing] Apollo');
  justBefore('PATCH', bar, () => void world.google.act.rename(bar, '[Planning] Apollo'));
  world.pass(MINUTE);
  await settle(world);
  expect(row('Phase')).toBe('Planning');
  expect(await calendar()).toEqual(PLANNED);
  expect(comments(world, page)).toEqual([]);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[M57] a Date typed in a page that Notion’s list does not show yet does not bring the deleted retro back, and is said', async () => {
  const { world, page, retro, retros, calendar } = await engage(PEOPLE);
  world.google.act.remove(await point(world, 'Weekly retro: Apollo', '2026-12-17'));
  const typed = { start: '2026-12-15T09:00:00+01:00', end: '2026-12-15T09:30:00+01:00' };
  justBefore('PATCH', retro(2), () => void world.notion.act.edit(retro(2), { Date: typed }));
  world.pass(MINUTE);
  await settle(world);
  expect(retros()[1]).toBe('2: 2026-12-15 09:00 Cancelled');
  expect(await calendar()).toEqual(PLANNED.toSpliced(3, 1));
  expect(comments(world, page)).toEqual([
    'The retro of week 2 was changed on both sides. Notion wanted Tue 15 Dec 2026, 09:00–09:30; kept was: cancelled.',
  ]);
  await expectQuiet(world);
});

it('[M57] a move written to a page that somebody had just cancelled is said, also when that write was not answered', async () => {
  const { world, page, retro, retros, row, calendar } = await engage(PEOPLE);
  world.google.act.move(await point(world, 'Project retro: Apollo'), { start: FRIDAY.start });
  justBefore('PATCH', retro(null), () => {
    world.notion.act.edit(retro(null), { Status: 'Cancelled' });
    world.notion.faults.add({ kind: 'lose-answer', operation: 'pages.update' });
  });
  world.pass(MINUTE);
  await settle(world);
  expect(retros()[3]).toBe('project: 2027-01-01 09:00 Cancelled');
  expect(row('Project retro')).toBeNull();
  expect(await calendar()).toEqual(PLANNED.toSpliced(5, 1));
  expect(comments(world, page)).toEqual([
    'The project retro was changed on both sides. Calendar wanted Fri 1 Jan 2027, 09:00–10:00; kept was: cancelled.',
  ]);
  await expectQuiet(world);
});

it('[M58] a write to the page that landed late is no wish against a later move in Calendar', async () => {
  const { world, page, retros, row } = await engage(PEOPLE);
  const id = await point(world, 'Project retro: Apollo');
  world.notion.act.edit(page, { 'Project retro': FRIDAY });
  world.notion.faults.add({ kind: 'lose-answer', operation: 'pages.update' });
  world.pass(MINUTE);
  await world.tick();
  expect(retros()[3]).toBe('project: 2027-01-01 09:00 Planned');
  world.google.act.move(id, { start: '2026-12-30T16:00:00+01:00' });
  world.pass(30 * MINUTE);
  await settle(world);
  expect(retros()[3]).toBe('project: 2026-12-30 16:00 Planned');
  expect(row('Project retro')).toBe('2026-12-30 16:00');
  expect(comments(world, page)).toEqual([]);
  await expectQuiet(world);
});

it('[M58] a page that our withdrawal made Cancelled, unanswered, is Planned again when the phase is back', async () => {
  const { world, page, retros, calendar, edit } = await engage(PEOPLE);
  world.notion.act.edit(page, { Phase: 'Sourcing' });
  world.notion.faults.add({ kind: 'lose-answer', operation: 'pages.update', times: 2 });
  world.pass(MINUTE);
  await world.tick();
  await edit({ Phase: 'Planning' });
  expect(await calendar()).toEqual(PLANNED);
  expect(retros()).toEqual(RETROS);
  await expectQuiet(world);
});

it('[M54] a phase typed in Calendar where the bar does not show yet what was set in Notion is said, and Notion’s is kept', async () => {
  const { world, page, row } = await engage(PEOPLE);
  const bar = await point(world, '[Planning] Apollo');
  world.notion.act.edit(page, { Phase: 'Executing' });
  justBefore('PATCH', bar, () => void world.google.act.rename(bar, '[Wrapping up] Apollo'));
  world.pass(MINUTE);
  await settle(world);
  expect(row('Phase')).toBe('Executing');
  expect(comments(world, page)).toEqual([
    'Phase was changed on both sides: to Executing in Notion and to Wrapping up in Calendar. Executing was kept.',
  ]);
  await expectQuiet(world);
});

it('[M58] a page that a person cancelled while the phase withdrew it stays cancelled', async () => {
  const { world, page, retro, retros, edit } = await engage(PEOPLE);
  world.notion.act.edit(page, { Phase: 'Sourcing' });
  justBefore('GET', retro(null), () => void world.notion.act.edit(retro(null), { Status: 'Cancelled' }));
  world.pass(MINUTE);
  await settle(world);
  await edit({ Phase: 'Planning' });
  expect(retros()[3]).toBe('project: 2026-12-31 14:00 Cancelled');
  await expectQuiet(world);
});
