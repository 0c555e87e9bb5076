// Retros that are met later than the playbook has them: held ones that are met once more, and those that somebody moved
// to a later day before their week's slot changed. Each keeps one event, whatever becomes of its series.
import { expect, it } from 'vitest';
import { comments, justBefore, point } from './hands.ts';
import { each, endWell, pages, seriesId, shown, type Told, tell, WEEKLY } from './series-story.ts';
import { expectQuiet, forget, mails, settle, tellStories } from './story.ts';

tellStories();

const MONDAYS = { 'Weekly retro': { start: '2026-12-14T09:00:00+01:00', end: '2026-12-14T09:30:00+01:00' } };

/** Week 1 was held on Thursday; its page says that it is met once more on Saturday next week. */
async function meetAgain(): Promise<Told> {
  const told = await tell();
  const { world, retro } = told;
  await world.at('2026-12-11T09:00:00Z');
  world.notion.act.edit(retro(1), { Date: { start: '2026-12-19T11:00:00+01:00' } });
  await settle(world);
  return told;
}

it('[M41] a held retro that is met once more keeps its one event when the slot changes', async () => {
  const told = await meetAgain();
  mails(told.world);
  // The new slot has another day ahead in week 1, too.
  await told.edit({
    'Weekly retro': { start: '2026-12-12T09:00:00+01:00', end: '2026-12-12T09:30:00+01:00' },
  });
  const others = each(['2026-12-19', '2026-12-26', '2027-01-02', '2027-01-09'], '09:00');
  expect(await shown(told)).toEqual(['2026-12-19 09:00', '2026-12-19 11:00', ...others.slice(1)]);
  expect(pages(told).slice(0, 5)).toEqual(['2026-12-19 11:00', ...others]);
  expect(mails(told.world)).toContain('invitation Weekly retro: Apollo ×4');
  await endWell(told);
});

it('[M41] a held retro that is met once more keeps its one event when Dates begin anew and have its week ahead', async () => {
  const told = await meetAgain();
  await told.edit({ Dates: { start: '2026-12-14', end: '2027-01-22' } });
  const lines = await shown(told);
  expect(lines.filter((line) => line === '2026-12-19 11:00')).toHaveLength(1);
  expect(lines).toHaveLength(new Set(lines).size);
  expect(pages(told)[0]).toBe('2026-12-19 11:00');
  await endWell(told);
});

it('[M41] a retro moved to later in its week stays there when the new slot lies in the past of that week', async () => {
  const told = await tell();
  const { world } = told;
  await world.at('2026-12-15T12:00:00Z');
  world.google.act.move(await point(world, WEEKLY, '2026-12-17'), { start: '2026-12-19T16:00:00+01:00' });
  await settle(world);
  await told.edit(MONDAYS);
  expect((await shown(told)).slice(0, 3)).toEqual([
    '2026-12-10 14:00',
    '2026-12-19 16:00',
    '2026-12-21 09:00',
  ]);
  expect(pages(told).slice(1, 3)).toEqual(['2026-12-19 16:00', '2026-12-21 09:00']);
  await endWell(told);
});

it('[M41] a retro that is met once more is taken up again when its series is dragged beyond its own end', async () => {
  const told = await tell({}, { Dates: { start: '2026-12-07', end: '2026-12-18' } });
  const { world, retro } = told;
  await world.at('2026-12-11T09:00:00Z');
  world.notion.act.edit(retro(1), { Date: { start: '2026-12-16T11:00:00+01:00' } });
  await settle(world);
  world.google.act.move(await point(world, WEEKLY, '2026-12-16'), { minutes: 60, scope: 'all' });
  await settle(world);
  expect(await shown(told)).toEqual(['2026-12-16 11:00']);
  expect(pages(told)).toEqual(['2026-12-16 11:00']);
  await expectQuiet(world);
});

it('[M95] a retro that is still met in a series which a newer one follows goes on with its name and guests', async () => {
  const told = await tell();
  const { world, edit } = told;
  await world.at('2026-12-10T14:00:00Z');
  const older = await seriesId(told);
  world.google.act.rename(await point(world, WEEKLY, '2026-12-31'), 'Review', { scope: 'following' });
  await settle(world);
  // The retro of that noon is in the evening then, and what is ahead becomes one series again.
  world.google.act.changeZone(older, 'America/New_York', { scope: 'all' });
  await settle(world);
  const guests = () => JSON.stringify(world.google.look.event(older)?.attendees);
  expect((await shown(told, /Weekly/)).at(0)).toBe('2026-12-10 20:00');
  expect(guests()).not.toContain('chiara');
  await edit({ Name: 'Artemis', 'Host people': ['Dev Patel', 'Ema Novak', 'Chiara Rossi'] });
  expect(guests()).toContain('chiara');
  expect(world.google.look.event(older)?.summary).toBe('Weekly retro: Artemis');
  await edit({ 'Host people': ['Dev Patel', 'Ema Novak'] });
  expect(guests()).not.toContain('chiara');
  await expectQuiet(world);
});

it('[M42] a retro that a drag of the whole series puts before Dates leaves the calendar, and its guests hear it', async () => {
  const told = await tell({}, { 'Weekly retro': { start: '2026-12-07T15:00:00+01:00' } });
  const { world } = told;
  mails(world);
  world.google.act.move(await point(world, WEEKLY, '2026-12-07'), { minutes: -1440, scope: 'all' });
  await settle(world);
  const lines = await shown(told);
  expect(lines[0]).toBe('2026-12-13 15:00');
  expect(pages(told).filter((line) => !line.endsWith('Cancelled'))).toEqual(lines);
  expect(mails(world)).toContain('cancellation Weekly retro: Apollo ×4');
});

it('[M19] a series that a person deleted stays away, whichever write is refused while Notion is told', async () => {
  for (let nth = 1, isSpent = true; isSpent; nth++) {
    const told = await tell();
    const { world, row } = told;
    world.google.act.remove(await point(world, WEEKLY, '2026-12-10'), { scope: 'all' });
    world.notion.faults.add({ kind: 'refuse', status: 503, operation: 'pages.update', nth });
    await settle(world);
    isSpent = world.notion.faults.list().length === 0;
    expect(await shown(told)).toEqual([]);
    expect(row('Weekly retro')).toBeNull();
    expect(pages(told).every((line) => line.endsWith('Cancelled'))).toBe(true);
    expect(nth).toBeLessThan(20);
  }
});

it('[M44] a series that a person deletes while the phase takes it away stays away when the phase is back', async () => {
  const told = await tell();
  const { world, page, row } = told;
  world.google.act.remove(await point(world, WEEKLY, '2026-12-10'), { scope: 'all' });
  world.notion.act.edit(page, { Phase: 'Sourcing' });
  await settle(world);
  expect(row('Weekly retro')).toBeNull();
  await told.edit({ Phase: 'Planning' });
  expect(await shown(told)).toEqual([]);
  expect(pages(told).every((line) => line.endsWith('Cancelled'))).toBe(true);
  await told.edit({ 'Weekly retro': { start: '2026-12-10T14:00:00+01:00' } });
  expect(await shown(told)).toHaveLength(6);
  await expectQuiet(world);
});

it('[M62] a held retro that is deleted in Calendar before it was laid on the date that was typed stays away, and the date is said', async () => {
  const told = await tell({}, { Dates: { start: '2026-12-07', end: '2026-12-24' } });
  const { world, page, retro } = told;
  await world.at('2026-12-17T15:00:00Z');
  const series = await seriesId(told);
  // The drag pushes week 2, which was held, beyond the rule's own end.
  world.google.act.move(await point(world, WEEKLY, '2026-12-17'), { minutes: 4320, scope: 'all' });
  world.notion.act.edit(page, { 'Time zone': 'America/New_York' });
  await settle(world);
  forget(world);
  await settle(world);
  world.notion.act.edit(retro(2), { Date: { start: '2026-12-19T11:00:00+01:00' } });
  justBefore('GET', '_20261220T130000Z', () => void world.google.act.remove(`${series}_20261220T130000Z`));
  await settle(world);
  expect(pages(told)[1]).toBe('2026-12-19 05:00 Cancelled');
  expect(await shown(told)).toEqual(['2026-12-13 08:00']);
  expect(comments(world, page).join()).toContain(
    'Notion wanted Sat 19 Dec 2026, 05:00–05:30; kept was: cancelled',
  );
  await expectQuiet(world);
});
