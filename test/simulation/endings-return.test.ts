// What ends a value as its meeting comes back: like `endings.test.ts`, each with a case close by that it does not cover.
import { afterAll, expect, it } from 'vitest';
import { openStage } from './play.ts';
import { play, tick, ticks } from './playing.ts';
import type { Act, Scenario } from './scenario.ts';

const stage = await openStage();
afterAll(stage.close);

/** A kickoff of tomorrow is withdrawn with its row, which comes out of the trash after so many minutes. */
const untrashed = (minutes: number) =>
  play('planned', [
    { do: 'time', of: 2, a: 0 },
    ...ticks,
    { do: 'trash' },
    { do: 'sweep' },
    { do: 'wait', a: minutes },
    { do: 'restore' },
  ]);

it('[M11] a kickoff is over before its row comes out of the trash: it is picked anew', async () => {
  const played = untrashed(1440);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['M11'] })).join('\n')).toMatch(/kickoff = .* by "time"/);
});

it('[M11] goes no further: one that is still ahead then is back at its time', async () => {
  const played = untrashed(60);
  expect(await stage.wrongsOf(played, { strict: ['M11'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/kickoff = .* by "time"/);
});

/** A project retro's page is trashed; its event is put back, seen so, and deleted when the page is taken out again. */
const takenOut = (between: readonly Act[]) =>
  play('planned', [
    { do: 'retro trash', of: 2 },
    { do: 'sweep' },
    ...ticks,
    ...between,
    { do: 'retro restore', of: 0 },
  ]);
const back: Act = { do: 'put back', of: 0 };
const gone: Act = { do: 'remove', of: 4 };

it('[M51] a page taken out of the trash when its meeting was back, and is deleted: its Date is no wish', async () => {
  const played = takenOut([back, tick, gone]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['M51'] })).join('\n')).toMatch(/by "retro restore"/);
});

it('[M51] goes no further: taken out with nothing else it brings its meeting back', async () => {
  const played = takenOut([]);
  expect(await stage.wrongsOf(played, { strict: ['M51'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/by "retro restore"/);
});

/** A week of tomorrow is blanked on its page, which a new name delays (412), and dragged on in Calendar so much later. */
const draggedOn = (minutes: number) =>
  play('planned', [
    tick,
    { do: 'retro date', of: 1, a: 1 },
    tick,
    { do: 'retro blank', of: 1 },
    { do: 'tick', a: 3 },
    { do: 'name', a: 1 },
    tick,
    { do: 'wait', a: minutes },
    tick,
    { do: 'move', of: 0, a: 7 },
  ]);

it('[S42] a week is over before its cancelling was carried out, and is dragged to a day ahead: it is met then', async () => {
  const played = draggedOn(10_080);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S42'] })).join('\n')).toMatch(/week:2 = none/);
});

it('[S42] goes no further: one that is still ahead is cancelled', async () => {
  const played = draggedOn(60);
  expect(await stage.wrongsOf(played, { strict: ['S42'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/week:2 = none/);
});

/** A first tick breaks off before the pages are made; Completed is typed in Calendar, and a week dragged there. */
const draggedUnwritten = (acts: readonly Act[]): Scenario => ({
  ...play('fresh', [
    { do: 'slot', a: 11 },
    tick,
    { do: 'type phase', a: 4 },
    { do: 'move', of: 2, a: 2 },
    tick,
    { do: 'wait', a: 5 },
    ...acts,
  ]),
  faults: [{ operation: 'events.insert', nth: 4, kind: 'lost answer' }],
});

it('[S43] a week without a page is dragged while Completed takes it away: the Worker keeps its time', async () => {
  const played = draggedUnwritten([]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S43'] })).join('\n')).toMatch(/week:1 = .* by "move"/);
});

it('[S43] goes no further: it is met then when the phase is back', async () => {
  const played = draggedUnwritten([{ do: 'phase', a: 1 }, ...ticks]);
  expect(await stage.wrongsOf(played, { strict: ['S43'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/week:1 = .* by "move"/);
});

/** A week is dragged when a slot leaves it no place, and another slot, so much later, has one. */
const placedAgain = (minutes: number) =>
  play('running', [
    { do: 'slot', a: 37 },
    { do: 'move', of: 5, a: 0 },
    ...ticks,
    { do: 'slot', a: 20 },
    { do: 'wait', a: minutes },
  ]);

it('[M11] a dragged week is over before a slot has a place for it again: it is picked anew', async () => {
  const played = placedAgain(2880);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['M11'] })).join('\n')).toMatch(/week:2 = .* by "move"/);
});

it('[M11] goes no further: one that is still ahead then is met where it was dragged', async () => {
  const played = placedAgain(5);
  expect(await stage.wrongsOf(played, { strict: ['M11'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/week:2 = .* by "move"/);
});

/** A retro whose page is in the trash is put back in Calendar and dragged there, before a phase takes it away. */
const dragged = (phase: number) =>
  play('running', [
    { do: 'retro trash', of: 1 },
    { do: 'sweep' },
    ...ticks,
    { do: 'put back', of: 0 },
    ...ticks,
    { do: 'move', of: 1, a: 6 },
    { do: 'phase', a: phase },
  ]);

it('[S43, M51] a retro that has its page in the trash is withdrawn, and the Worker alone keeps its time', async () => {
  const played = dragged(4);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S43'] })).join('\n')).toMatch(/week:2 = .* by "move"/);
});

it('[S43, M51] goes no further: with the phase it is there at its time again', async () => {
  const { acts } = dragged(4);
  const played = play('running', [...acts, ...ticks, { do: 'phase', a: 2 }]);
  expect(await stage.wrongsOf(played, { strict: ['S43'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/week:2 = .* by "move"/);
});

/** A kickoff is made all-day and deleted. */
const madeAllDay = (of: number): readonly Act[] => [
  { do: 'all day', of, a: 7 },
  tick,
  { do: 'remove', of, a: 7 },
  tick,
];

it('[S42] a held kickoff that was made all-day is deleted, and met where it was typed while Dates were cleared', async () => {
  const typed: readonly Act[] = [{ do: 'clear dates' }, tick, { do: 'time', of: 2, a: 16 }, tick];
  const played = play('running', [...typed, ...madeAllDay(0), { do: 'dates', of: 7, a: 35 }]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S42'] })).join('\n')).toMatch(/kickoff = none/);
});

it('[S42] goes no further: one that is ahead stays away', async () => {
  const played = play('planned', madeAllDay(1));
  expect(await stage.wrongsOf(played, { strict: ['S42'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/kickoff = none/);
});

/** What follows week 3 is split off, and then dragged by itself. */
const draggedPart: readonly Act[] = [
  { do: 'move following', of: 1, a: 33 },
  tick,
  { do: 'move all', of: 2, a: 34 },
  tick,
];

it('[S52, M40] the slot that a part was dragged to goes with it where Dates no longer reach it', async () => {
  const played = play('half', [...draggedPart, { do: 'dates', of: 2, a: 24 }]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S52'] })).join('\n')).toMatch(/slot = .* by "move all"/);
});

it('[S52, M40] goes no further: where Dates reach the part its slot is shown', async () => {
  const played = play('half', draggedPart);
  expect(await stage.wrongsOf(played, { strict: ['S52'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/slot = .* by "move all"/);
});

/** A week that was dragged is deleted while its series ends with the phase, and the phase is back: taken away last, or still in the rule. */
const deletedAsItEnds = (fault: Scenario['faults'][number]): Scenario => ({
  ...play('running', [
    { do: 'move', of: 1, a: 11 },
    { do: 'phase', a: 4 },
    tick,
    { do: 'remove', of: 5 },
    { do: 'phase', a: 2 },
  ]),
  faults: [fault],
});

it('[S54] a dragged week is deleted that its series has left behind, and its rule has it again', async () => {
  const played = deletedAsItEnds({ operation: 'events.delete', nth: 1, kind: 'unavailable' });
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S54'] })).join('\n')).toMatch(
    /week:2 = none.* by "remove"/,
  );
});

it('[S54] goes no further: one that its rule still has stays away', async () => {
  const played = deletedAsItEnds({ operation: 'events.patch', nth: 2, kind: 'unavailable' });
  expect(await stage.wrongsOf(played, { strict: ['S54'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(
    /week:2 = none.* by "remove"/,
  );
});

/** On the way the whole series is dragged and a Date typed in the page of its last week; nobody looks for a week. */
const draggedWhole = (a: number) =>
  play('running', [
    { do: 'move all', of: 1, a },
    { do: 'retro date', of: 1, a: 36 },
    { do: 'wait', a: 10_080 },
  ]);

it('[S52] a series is dragged on so that its last week has no place: its page keeps the Date that was typed, Cancelled', async () => {
  const played = draggedWhole(19);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S52'] })).join('\n')).toMatch(
    /week:2 = .* by "retro date"/,
  );
});

it('[S52] goes no further: dragged by minutes it keeps that week', async () => {
  const played = draggedWhole(11);
  expect(await stage.wrongsOf(played, { strict: ['S52'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(
    /week:2 = .* by "retro date"/,
  );
});

/** A follow-up is dragged and the phase typed that takes it away, which no page and no column shows. */
const followedUp: readonly Act[] = [
  { do: 'follow up', of: 0, a: 30 },
  { do: 'remove all', of: 9, a: 26 },
  tick,
  { do: 'move', of: 9, a: 11 },
  { do: 'phase', a: 0 },
];

it('[S43] a follow-up that was dragged is withdrawn, and the Worker alone keeps its time', async () => {
  const played = play('half', followedUp);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S43'] })).join('\n')).toMatch(
    /follow-up-\d = .* by "move"/,
  );
});

it('[S43] goes no further: with the phase the follow-up is there at its time again', async () => {
  const played = play('half', [...followedUp, ...ticks, { do: 'phase', a: 2 }]);
  expect(await stage.wrongsOf(played, { strict: ['S43'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(
    /follow-up-\d = .* by "move"/,
  );
});

/** A slot is typed, and the project retro's page goes into the trash and comes out of it again. */
const trashedAndBack = (between: readonly Act[]) =>
  play('half', [
    { do: 'slot', of: 5, a: 14, b: 1 },
    ...between,
    { do: 'retro trash', of: 4, a: 2, b: 1 },
    { do: 'tick', a: 1 },
    { do: 'retro restore', of: 4, a: 37, b: 1 },
  ]);

it('[S49] a page is in the trash as another slot moves its project retro, and taken out again: it follows that', async () => {
  const played = trashedAndBack([{ do: 'tick', a: 3 }]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S49'] })).join('\n')).toMatch(
    /project-retro = .* by "retro restore"/,
  );
});

it('[S49] goes no further: trashed once it was told that slot it has the Date that it had', async () => {
  const played = trashedAndBack(ticks);
  expect(await stage.wrongsOf(played, { strict: ['S49'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found', 'S55'] })).join('\n')).toMatch(
    /project-retro = .* by "retro restore"/,
  );
});
