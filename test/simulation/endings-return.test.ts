// What ends a value as its meeting comes back: like `endings.test.ts`, each with a case close by that it does not cover.
import { afterAll, expect, it } from 'vitest';
import { openStage } from './play.ts';
import type { Act, PlaceName, Scenario } from './scenario.ts';

const stage = await openStage();
afterAll(stage.close);

const tick: Act = { do: 'tick', a: 0 };
const wait: Act = { do: 'wait', a: 5 };
/** Until the Worker has seen everything: not every tick reads every list. */
const ticks = [tick, wait, tick, wait, tick];

const play = (place: PlaceName, acts: readonly Act[]): Scenario => ({
  place,
  lag: 0,
  acts,
  faults: [],
  mids: [],
});

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

/** A project retro is cancelled in its page, then typed there, and then in the row when that was told. */
const typedTwice = (between: readonly Act[]) =>
  play('planned', [
    { do: 'retro cancel', of: 2 },
    ...between,
    { do: 'retro date', of: 2, a: 9 },
    ...ticks,
    { do: 'time', of: 3, a: 8 },
  ]);

it('[S55] a page is Cancelled and dated in one breath, and keeps the Date until the row brings the meeting back', async () => {
  const played = typedTwice([]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S55'] })).join('\n')).toMatch(/by "retro date"/);
});

it('[S55] goes no further: dated when that was seen, the row replaces what it shows', async () => {
  const played = typedTwice(ticks);
  expect(await stage.wrongsOf(played, { strict: ['S55'] })).toEqual([]);
});

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
