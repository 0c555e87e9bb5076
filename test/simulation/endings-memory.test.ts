// What is lost with the Worker's memory (S51): like `endings.test.ts`, each with a case close by that it does not cover.
import { afterAll, expect, it } from 'vitest';
import { openStage } from './play.ts';
import { play, tick, ticks } from './playing.ts';
import type { Act, PlaceName } from './scenario.ts';

const stage = await openStage();
afterAll(stage.close);

/** The whole series is dragged, memory lost, and the phase as it was. */
const draggedAndForgotten = (phase: number) =>
  play('planned', [
    { do: 'phase', a: phase },
    { do: 'move all', of: 3, a: 2 },
    { do: 'forget' },
    { do: 'phase', a: 1 },
  ]);

it('[S51] a series is dragged while Completed takes it away, and memory lost: it comes back at the slot that the row says', async () => {
  const played = draggedAndForgotten(4);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S51'] })).join('\n')).toMatch(/slot = .* by "move all"/);
});

it('[S51] goes no further: dragged while Planning it keeps its slot', async () => {
  const played = draggedAndForgotten(1);
  expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/slot = .* by "move all"/);
});

/** A week is cancelled, its engagement trashed, and memory lost: then, or when it is out of the trash again. */
const cancelledInTrash = (acts: readonly Act[]) =>
  play('planned', [{ do: 'retro cancel', of: 0 }, tick, { do: 'trash' }, { do: 'sweep' }, ...acts]);
const [forget, restore]: Act[] = [{ do: 'forget' }, { do: 'restore' }];

it('[S51] a week is cancelled, and memory lost while its engagement is in the trash: it comes back with the others', async () => {
  const played = cancelledInTrash([forget as Act, restore as Act]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S51'] })).join('\n')).toMatch(/week:1 = none/);
});

it('[S51] goes no further: where memory is lost when the engagement is back, the week stays cancelled', async () => {
  const played = cancelledInTrash([restore as Act, forget as Act]);
  expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
});

/** A check-in is deleted in Calendar, and memory lost while its row is in the trash. */
const deletedThere = (before: readonly Act[], after: readonly Act[]) =>
  play('running', [...before, { do: 'remove', of: 3, a: 35 }, ...after, { do: 'forget' }, { do: 'restore' }]);

it('[S51] a check-in is deleted in Calendar of a row in the trash, and memory lost: it comes back with the others', async () => {
  const played = deletedThere([{ do: 'trash' }], []);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S51'] })).join('\n')).toMatch(/check-in = none/);
});

it('[S51] goes no further: deleted and told before that it stays away', async () => {
  const played = deletedThere([], [...ticks, { do: 'trash' }]);
  expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/check-in = none/);
});

/** A check-in is deleted in Calendar and told, put back there, and memory lost while its row is in the trash. */
const putBackThere = (between: readonly Act[]) =>
  play('running', [
    { do: 'remove', of: 3, a: 35 },
    ...ticks,
    ...between,
    { do: 'put back', of: 0 },
    { do: 'sweep' },
    ...ticks,
    { do: 'trash' },
    { do: 'forget' },
    { do: 'restore' },
  ]);

it('[S51] a check-in is put back in Calendar of a row in the trash, and memory lost: it stays away as its row says', async () => {
  const played = putBackThere([{ do: 'trash' }]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S51'] })).join('\n')).toMatch(
    /check-in = .* by "put back"/,
  );
});

it('[S51] goes no further: put back and told before that it is met', async () => {
  const played = putBackThere([]);
  expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found', 'S45'] })).join('\n')).toMatch(
    /check-in = .* by "put back"/,
  );
});

/** A kickoff is blanked, and memory lost while its row is elsewhere. */
const blankedAway = (between: readonly Act[]) =>
  play('planned', [{ do: 'blank', of: 2 }, ...between, { do: 'away' }, forget as Act, { do: 'back' }]);

it('[S51] a kickoff is blanked as its row goes elsewhere, and memory lost: its event, which stands, fills it again', async () => {
  const played = blankedAway([]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S51'] })).join('\n')).toMatch(/kickoff = none/);
});

it('[S51] goes no further: what was carried out before is known by its event', async () => {
  const played = blankedAway(ticks);
  expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/kickoff = none/);
});

/** A week is cancelled, and a Date typed in its page while the row is in the trash, which comes out of it again. */
const typedAway = (between: readonly Act[]) =>
  play('planned', [
    { do: 'retro cancel', of: 1 },
    ...ticks,
    { do: 'trash' },
    { do: 'sweep' },
    ...ticks,
    { do: 'retro date', of: 1, a: 17 },
    ...between,
    { do: 'restore' },
  ]);

it('[M75] a Date is typed in the page of a cancelled week whose row is in the trash, and memory lost: it stays cancelled, and that is said', async () => {
  const played = typedAway([forget as Act]);
  expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
});

it('[M75] with its memory the Worker knows that Date, and the week is met then', async () => {
  const played = typedAway([]);
  expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(
    /week:2 = .* by "retro date"/,
  );
});

/** A week's page is trashed, and memory lost; between them a phase takes the series away and brings it back without that week. */
const trashedWeek = (between: readonly Act[]) =>
  play('planned', [{ do: 'retro trash', of: 1 }, ...between, { do: 'forget' }]);

it('[S51] the page of the last week is trashed as a phase withdraws the series, and memory lost when it is back: it is met again', async () => {
  const played = trashedWeek([{ do: 'phase', a: 0 }, tick, { do: 'phase', a: 1 }]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S51'] })).join('\n')).toMatch(/week:2 = none/);
});

it('[S51] goes no further: where the series has its week, the calendar says that it is cancelled', async () => {
  const played = trashedWeek([{ do: 'sweep' }, ...ticks]);
  expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/week:2 = none/);
});

/** A week is cancelled on its page, a phase takes the series away, memory is lost, and the phase is back. */
const cancelledAndOut = (between: readonly Act[]) =>
  play('planned', [
    { do: 'retro cancel', of: 1 },
    ...between,
    { do: 'phase', a: 0 },
    ...ticks,
    { do: 'forget' },
    { do: 'phase', a: 1 },
  ]);

it('[S51] a week is cancelled in the tick that takes its series away, and memory lost: it is met again', async () => {
  const played = cancelledAndOut([]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S51'] })).join('\n')).toMatch(/week:2 = none/);
});

it('[S51] a week is cancelled, and its series taken away before that has settled (C25), and memory lost: it is met again', async () => {
  const played = cancelledAndOut([tick]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S51'] })).join('\n')).toMatch(/week:2 = none/);
});

it('[S51] goes no further: where Calendar was told first the week stays away', async () => {
  const played = cancelledAndOut(ticks);
  expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/week:2 = none/);
});

/** A week is cancelled and told, a phase takes the series away, memory is lost, and it is back, at so much another slot. */
const cancelledAndElsewhere = (slot: readonly Act[]) =>
  play('planned', [
    { do: 'remove', of: 2 },
    ...ticks,
    { do: 'phase', a: 4 },
    ...ticks,
    { do: 'forget' },
    ...slot,
    { do: 'phase', a: 1 },
  ]);

it('[S51] a week is cancelled, and memory lost while its series is withdrawn, which is back at another slot: it is met', async () => {
  const played = cancelledAndElsewhere([{ do: 'slot', a: 21 }]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S51'] })).join('\n')).toMatch(/week:1 = none/);
});

it('[S51] goes no further: at the slot that the series had the week stays away', async () => {
  const played = cancelledAndElsewhere([]);
  expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/week:1 = none/);
});

/** A retro is moved on to a day ahead, a phase, or the trash, takes the series away, memory is lost, and it is back. */
const movedOnAndOut = (
  place: PlaceName,
  out: Act = { do: 'phase', a: 0, b: 2 },
  back: Act = { do: 'phase', a: 1, b: 2 },
) => play(place, [{ do: 'retro date', of: 0, a: 13, b: 2 }, ...ticks, out, ...ticks, { do: 'forget' }, back]);
const [inTrash, outOfTrash]: Act[] = [
  { do: 'trash', b: 2 },
  { do: 'restore', b: 2 },
];

it.each([
  ['withdrawn by a phase', undefined, undefined],
  ['trashed', inTrash, outOfTrash],
])(
  '[S51] a retro that had begun by its rule is moved on and %s, and memory lost: it looks deleted by itself',
  async (_, out, back) => {
    const played = movedOnAndOut('running', out, back);
    expect(await stage.wrongsOf(played)).toEqual([]);
    expect((await stage.wrongsOf(played, { strict: ['S51'] })).join('\n')).toMatch(
      /week:1 = .* by "retro date"/,
    );
  },
);

it.each([
  ['a phase', undefined, undefined],
  ['the trash', inTrash, outOfTrash],
])(
  '[S51] goes no further: one that has not begun by its rule comes back from %s where it was moved',
  async (_, out, back) => {
    const played = movedOnAndOut('planned', out, back);
    expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
    expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(
      /week:1 = .* by "retro date"/,
    );
  },
);

/** A week is cancelled on its page, which goes into the trash, and is dated when it is back; memory is lost then, or afterwards. */
const datedWhenBack = (between: readonly Act[]) =>
  play('planned', [
    { do: 'retro cancel', of: 10, b: 2 },
    { do: 'retro trash', of: 10, b: 2 },
    ...between,
    { do: 'retro date', of: 10, a: 5, b: 2 },
  ]);
const untrash: Act = { do: 'retro restore', of: 10, b: 2 };

it('[S55] a Date is typed in a Cancelled page that was in the trash when memory was lost: it looks like the one that it kept', async () => {
  const played = datedWhenBack([forget as Act, untrash]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S55'] })).join('\n')).toMatch(
    /week:2 = .* by "retro date"/,
  );
});

it('[S55] goes no further: where memory was lost when the page was back, the Date holds', async () => {
  const played = datedWhenBack([untrash, forget as Act]);
  expect(await stage.wrongsOf(played, { strict: ['S55'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(
    /week:2 = .* by "retro date"/,
  );
});

/** The project retro is cancelled on its page, its row is in the trash then, and memory is lost there. */
const cancelledOnItsPage = (before: readonly Act[], after: readonly Act[]) =>
  play('planned', [
    ...before,
    { do: 'retro cancel', of: 2 },
    ...after,
    { do: 'sweep' },
    { do: 'forget' },
    { do: 'restore' },
  ]);

it('[S51] the project retro of a row in the trash is cancelled on its page, and memory lost: it comes back with the row', async () => {
  const played = cancelledOnItsPage([{ do: 'trash' }], []);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S51'] })).join('\n')).toMatch(/project-retro = none/);
});

it('[S51] goes no further: cancelled and told to its row before, it stays away', async () => {
  const played = cancelledOnItsPage([], [...ticks, { do: 'trash' }]);
  expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/project-retro = none/);
});

/** A week is cancelled, Weekly retro blanked, memory lost, and another slot is typed. */
const cancelledAndBlanked = (forgetting: readonly Act[]) =>
  play('planned', [
    { do: 'retro cancel', of: 1 },
    { do: 'clear slot' },
    ...ticks,
    ...forgetting,
    { do: 'slot', a: 13 },
  ]);

it('[S51] a week is cancelled as Weekly retro is blanked, and memory lost: at another slot it is met', async () => {
  const played = cancelledAndBlanked([{ do: 'forget' }]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S51'] })).join('\n')).toMatch(/week:2 = none/);
});

it('[S51] goes no further: with its memory the Worker knows that week', async () => {
  const played = cancelledAndBlanked([]);
  expect(await stage.wrongsOf(played, { strict: ['S51'] })).toEqual([]);
});
