// What is nothing since it was done and undone in one breath, and what a Cancelled page keeps of it (S55): like `endings.test.ts`,
// each with a case close by that it does not cover.
import { afterAll, expect, it } from 'vitest';
import { openStage } from './play.ts';
import { play, tick, ticks } from './playing.ts';
import type { Act } from './scenario.ts';

const stage = await openStage();
afterAll(stage.close);

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

/** The last part is dragged into a week that had none, and removed. */
const removedThere = (between: readonly Act[]) =>
  play('long', [
    { do: 'move following', of: 6, a: 31 },
    { do: 'tick', a: 3 },
    { do: 'move following', of: 5, a: 3 },
    ...between,
    { do: 'remove following', of: 5, a: 38 },
  ]);

it('[S55] a part is dragged into a week that had none, and removed in one breath: nothing was said of that week', async () => {
  const played = removedThere([]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S55'] })).join('\n')).toMatch(/by "remove following"/);
});

it('[S55, M32] goes no further: removed when that was seen, it cancels that week', async () => {
  const played = removedThere(ticks);
  expect(await stage.wrongsOf(played, { strict: ['S55'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(
    /week:4 = none.* by "remove following"/,
  );
});

/** A project retro's page goes into the trash, the phase takes its event away, and somebody puts that back; the phase, too. */
const putBackUnseen = (between: readonly Act[]) =>
  play(
    'running',
    [
      { do: 'retro trash', of: 11, a: 3 },
      ...between,
      { do: 'phase', a: 4 },
      tick,
      { do: 'put back', of: between.length > 0 ? 2 : 3, a: 24 },
      { do: 'phase', a: 2 },
    ],
    between.length > 0 ? [] : [{ operation: 'events.delete', nth: 2, kind: 'refused' }],
  );

it('[S55] an event is put back whose page had gone into the trash unseen: the page takes it away', async () => {
  const played = putBackUnseen([]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S55'] })).join('\n')).toMatch(
    /project-retro = .* by "put back"/,
  );
});

it('[S55] goes no further: put back when a sweep had seen the page there, it holds, and the page in the trash is replaced', async () => {
  const played = putBackUnseen([{ do: 'sweep' }, ...ticks]);
  expect(await stage.wrongsOf(played, { strict: ['S55'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).not.toMatch(/by "retro trash"/);
});
