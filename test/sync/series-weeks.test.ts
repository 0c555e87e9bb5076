// Single weeks that people move while the series under them is written, ended or left without their place; both ways in which
// Calendar may treat exceptions that a rule no longer has.
import { expect, it } from 'vitest';
import { comments, justBefore, point } from './hands.ts';
import { SEVEN, type Told, WEEKLY } from './series-story.ts';
import { engage, expectQuiet, settle, tellStories } from './story.ts';

tellStories();

const CUT = { Dates: { start: '2026-12-07', end: '2027-01-01' } };
const weekOf = ({ retros }: Told, week: number) => retros()[week - 1];
const move = async ({ world }: Told, from: string, to: string) =>
  world.google.act.move(await point(world, WEEKLY, from), { start: `${to}T16:00:00+01:00` });

for (const orphans of ['keep', 'drop'] as const) {
  it(`[M66] a retro dragged in the moment in which Dates are cut before it comes back where it was dragged to (orphans ${orphans})`, async () => {
    const told = await engage(SEVEN, { orphans });
    await move(told, '2027-01-07', '2027-01-08');
    await told.edit(CUT);
    expect(weekOf(told, 5)).toBe('5: 2027-01-08 16:00 Cancelled');
    await told.edit({ Dates: SEVEN.Dates });
    expect(weekOf(told, 5)).toBe('5: 2027-01-08 16:00 Planned');
    expect(await told.calendar()).toContain(`2027-01-08 16:00 ${WEEKLY}`);
    await expectQuiet(told.world);
  });
}

it('[M66] a retro deleted in the moment in which the name is changed stays away', async () => {
  const told = await engage(SEVEN);
  const { world } = told;
  world.google.act.remove(await point(world, WEEKLY, '2027-01-14'));
  world.google.act.remove(await point(world, WEEKLY, '2027-01-07'), { scope: 'following' });
  await told.edit({ Name: 'Gemini' });
  expect(weekOf(told, 5)).toMatch(/Cancelled$/);
  expect(weekOf(told, 6)).toMatch(/Cancelled$/);
  await expectQuiet(world);
});

it('[M86] a retro dragged to where the playbook would have it, and cancelled in Notion before that was told there, stays cancelled, and the drag is said', async () => {
  const told = await engage(SEVEN);
  const { world, page, retro } = told;
  world.notion.act.edit(retro(5), { Date: { start: '2027-01-08T16:00:00+01:00' } });
  await settle(world);
  world.google.act.move(await point(world, WEEKLY, '2027-01-08'), { start: '2027-01-07T14:00:00+01:00' });
  justBefore('GET', retro(5), () => void world.notion.act.trash(retro(5)));
  await told.edit({ Name: 'Gemini' });
  expect((await told.calendar()).filter((line) => line.startsWith('2027-01-0'))).toEqual([]);
  expect(comments(world, page)).toEqual([
    'The retro of week 5 was changed on both sides. Calendar wanted Thu 7 Jan 2027, 14:00–14:30; kept was: cancelled.',
  ]);
  await expectQuiet(world);
});

for (const [what, day, status] of [
  ['withdrawn', null, 'Cancelled'],
  ['where it was dragged to at that moment', '2026-12-11', 'Planned'],
] as const)
  it(`[M67] a retro whose new slot is over is ${what}`, async () => {
    const told = await engage(SEVEN);
    const { world } = told;
    await world.at('2026-12-08T09:00:00Z');
    if (day) await move(told, '2026-12-10', day);
    await told.edit({
      'Weekly retro': { start: '2026-12-14T10:00:00+01:00', end: '2026-12-14T10:30:00+01:00' },
    });
    expect(weekOf(told, 1)).toBe(`1: ${day ? `${day} 16:00` : '2026-12-10 14:00'} ${status}`);
    expect(weekOf(told, 2)).toBe('2: 2026-12-14 10:00 Planned');
    await expectQuiet(world);
  });

it('[M68] what an ended series left of a moved retro, and somebody drags on before it goes, comes back at its last time', async () => {
  const told = await engage(SEVEN, { orphans: 'keep' });
  const { world } = told;
  await move(told, '2027-01-07', '2027-01-08');
  await settle(world);
  const id = await point(world, WEEKLY, '2027-01-08');
  justBefore('DELETE', id, () => void world.google.act.move(id, { start: '2027-01-09T11:00:00+01:00' }));
  await told.edit(CUT);
  expect(weekOf(told, 5)).toBe('5: 2027-01-09 11:00 Cancelled');
  await told.edit({ Dates: SEVEN.Dates });
  expect(weekOf(told, 5)).toBe('5: 2027-01-09 11:00 Planned');
  await expectQuiet(world);
});

it('[M69] a moved retro that is dragged on right after its series was made longer stays where it was dragged to', async () => {
  const told = await engage({ ...SEVEN, ...CUT });
  const { world, page } = told;
  await move(told, '2026-12-17', '2026-12-18');
  await settle(world);
  const [id, project] = [
    await point(world, WEEKLY, '2026-12-18'),
    await point(world, 'Project retro: Apollo'),
  ];
  justBefore('PATCH', project, () => void world.google.act.move(id, { start: '2026-12-19T11:00:00+01:00' }));
  await told.edit({ Dates: SEVEN.Dates });
  expect(weekOf(told, 2)).toBe('2: 2026-12-19 11:00 Planned');
  expect(await told.calendar()).toContain(`2026-12-19 11:00 ${WEEKLY}`);
  expect(comments(world, page)).toEqual([]);
  await expectQuiet(world);
});

it('[M82] what a new slot left of a retro in Calendar, and somebody drags before it goes, is said', async () => {
  const told = await engage(SEVEN, { orphans: 'keep' });
  const { world, page } = told;
  const id = await point(world, WEEKLY, '2026-12-17');
  world.google.act.edit(id, { location: 'Room 5' });
  await settle(world);
  justBefore('DELETE', id, () => void world.google.act.move(id, { start: '2026-12-18T16:00:00+01:00' }));
  await told.edit({
    'Weekly retro': { start: '2026-12-08T15:00:00+01:00', end: '2026-12-08T15:30:00+01:00' },
  });
  expect(weekOf(told, 2)).toBe('2: 2026-12-15 15:00 Planned');
  expect(comments(world, page).join('\n')).toContain('Fri 18 Dec 2026, 16:00');
  expect(await told.calendar()).not.toContain(`2026-12-18 16:00 ${WEEKLY}`);
  await expectQuiet(world);
});

it('[M63] a retro whose Date somebody blanks while Dates are cleared stays away when they are back', async () => {
  const told = await engage(SEVEN);
  const { world, retro } = told;
  await told.edit({ Dates: null });
  expect(weekOf(told, 2)).toBe('2: 2026-12-17 14:00 Cancelled');
  world.notion.act.edit(retro(2), { Date: null });
  await settle(world);
  await told.edit({ Dates: SEVEN.Dates });
  expect(weekOf(told, 2)).toMatch(/Cancelled$/);
  expect(weekOf(told, 3)).toBe('3: 2026-12-24 14:00 Planned');
  expect(await told.calendar()).not.toContain(`2026-12-17 14:00 ${WEEKLY}`);
  await expectQuiet(world);
});
