// What ends a value that a person set (docs/spec/sync.md S42–S55): each rule is needed, and goes no further. For each one a case
// that the simulation would call a loss without it; and one close by in which it would say so, were the value lost.
import { afterAll, expect, it } from 'vitest';
import { openStage } from './play.ts';
import { play, tick, ticks, wait } from './playing.ts';
import type { Act, Scenario } from './scenario.ts';

const stage = await openStage();
afterAll(stage.close);

interface Case {
  readonly what: string;
  readonly played: Scenario;
  /** What is said to be lost: without the rule, or were nothing found. */
  readonly lost: RegExp;
}
interface Rule {
  readonly needed: Case;
  readonly close: Case;
}

/** A kickoff of tomorrow is withdrawn by Completed, and comes back with Executing after so many minutes. */
const returned = (minutes: number) =>
  play('planned', [
    { do: 'time', of: 2, a: 0 },
    tick,
    { do: 'phase', a: 4 },
    tick,
    { do: 'wait', a: minutes },
    { do: 'phase', a: 2 },
  ]);

const RULES: Readonly<Record<string, Rule>> = {
  M11: {
    needed: {
      what: '[M11] a kickoff comes back with its phase when its time is over: it is picked anew',
      played: returned(1440),
      lost: /kickoff = .* by "time"/,
    },
    close: {
      what: '[M11] goes no further: one that is still ahead comes back at its time',
      played: returned(60),
      lost: /kickoff = .* by "time"/,
    },
  },
  M12: {
    needed: {
      what: '[M12] a kickoff typed and blanked before it was made is unset, and picked',
      played: play(
        'fresh',
        [{ do: 'time', of: 2, a: 3 }, tick, { do: 'blank', of: 2 }],
        [{ operation: 'events.insert', nth: 1, kind: 'refused' }],
      ),
      lost: /kickoff = none/,
    },
    close: {
      what: '[M12] goes no further: blanked once it was made it stays away',
      played: play('fresh', [{ do: 'time', of: 2, a: 3 }, ...ticks, { do: 'blank', of: 2 }]),
      lost: /kickoff = none/,
    },
  },
  S42: {
    needed: {
      what: '[S42] a kickoff that was held is blanked, and stays where it was held',
      played: play('running', [{ do: 'blank', of: 2 }]),
      lost: /kickoff = none/,
    },
    close: {
      what: '[S42] goes no further: one that is ahead stays away',
      played: play('planned', [{ do: 'blank', of: 2 }]),
      lost: /kickoff = none/,
    },
  },
  S43: {
    needed: {
      what: '[S43] a retro is dragged while Completed takes it away: its page keeps the time',
      played: play('running', [
        { do: 'phase', a: 4 },
        { do: 'move', of: 1, a: 6 },
      ]),
      lost: /week:2 = .* by "move"/,
    },
    close: {
      what: '[S43] goes no further: without Completed it is met then',
      played: play('running', [{ do: 'move', of: 1, a: 6 }]),
      lost: /week:2 = .* by "move"/,
    },
  },
  S44: {
    needed: {
      what: '[S44] a check-in is dragged when its engagement is in the trash already',
      played: play('planned', [{ do: 'trash' }, { do: 'move', of: 5, a: 0 }]),
      lost: /check-in = .* by "move"/,
    },
    close: {
      what: '[S44] goes no further: one that was told to the page before stands there',
      played: play('planned', [{ do: 'move', of: 5, a: 0 }, ...ticks, { do: 'trash' }]),
      lost: /check-in = .* by "move"/,
    },
  },
  S45: {
    needed: {
      what: '[S45] the bar is deleted, and Dates stay',
      played: play('planned', [{ do: 'remove', of: 0 }]),
      lost: /dates = none/,
    },
    close: {
      what: '[S45] goes no further: the bar is dragged, and Dates follow',
      played: play('planned', [{ do: 'move', of: 0, a: 1 }]),
      lost: /dates = 2026-12-07..2026-12-26/,
    },
  },
  S46: {
    needed: {
      what: '[S46] a kickoff with a title of its own is cancelled, and the title goes with it',
      played: play('planned', [
        { do: 'rename', of: 1, a: 1 },
        { do: 'blank', of: 2 },
      ]),
      lost: /title:kickoff = Title-1/,
    },
    close: {
      what: '[S46] goes no further: one that lives keeps it',
      played: play('planned', [{ do: 'rename', of: 1, a: 1 }, { do: 'name' }]),
      lost: /title:kickoff = Title-1/,
    },
  },
  S47: {
    needed: {
      what: '[S47] Dates are typed, and Ended early ends them',
      played: play('planned', [
        { do: 'dates', of: 9, a: 4 },
        { do: 'phase', a: 6 },
      ]),
      lost: /dates = 2026-12-07..2026-12-21/,
    },
    close: {
      what: '[S47] goes no further: another phase does not',
      played: play('planned', [
        { do: 'dates', of: 9, a: 4 },
        { do: 'phase', a: 2 },
      ]),
      lost: /dates = 2026-12-07..2026-12-21/,
    },
  },
  S48: {
    needed: {
      what: '[S48] a phase is set, and the clock moves it on',
      played: play('planned', [
        { do: 'retro date', of: 2, a: 25 },
        { do: 'phase', a: 2 },
        { do: 'wait', a: 10_080 },
      ]),
      lost: /phase = Executing/,
    },
    close: {
      what: '[S48] goes no further: before the clock does, it stands',
      played: play('planned', [{ do: 'phase', a: 2 }]),
      lost: /phase = Executing/,
    },
  },
  S49: {
    needed: {
      what: '[S49] a check-in is made all-day where the playbook has it, and moves along with Dates',
      played: play('running', [
        { do: 'all day', of: 7, a: 3 },
        { do: 'dates', of: 7, a: 4 },
      ]),
      lost: /check-in = 2027-03-24/,
    },
    close: {
      what: '[S49] goes no further: a project retro that was dragged away stays',
      played: play('running', [
        { do: 'move', of: 2, a: 3 },
        { do: 'dates', of: 7, a: 4 },
      ]),
      lost: /project-retro = .* by "move"/,
    },
  },
  S50: {
    needed: {
      what: '[S50] the whole series is dragged, and a week that its end leaves out follows it',
      played: play('planned', [{ do: 'move all', of: 2, a: 13 }, wait, { do: 'move', of: 10, a: 13 }]),
      lost: /week:2 = none, set in calendar by "move all"/,
    },
    close: {
      what: '[S50] goes no further: a week that is moved after that stays where it was moved',
      played: play('planned', [{ do: 'move all', of: 2, a: 13 }, ...ticks, { do: 'move', of: 2, a: 8 }]),
      lost: /week:1 = .* by "move"/,
    },
  },
  S51: {
    needed: {
      what: '[S51] a week is cancelled that Dates then do not have, and memory is lost before they have it again',
      played: play('planned', [
        { do: 'remove', of: 9, a: 34 },
        { do: 'dates', of: 9, a: 39 },
        { do: 'slot', of: 9, a: 5 },
        { do: 'forget' },
        { do: 'dates', of: 6, a: 26 },
      ]),
      lost: /week:2 = none/,
    },
    close: {
      what: '[S51] goes no further: one that Dates have stays cancelled though memory is lost',
      played: play('planned', [{ do: 'remove', of: 3 }, { do: 'forget' }]),
      lost: /week:2 = none/,
    },
  },
  S52: {
    needed: {
      what: '[S52] a retro is dragged, and Dates made shorter leave its week out',
      played: play('planned', [
        { do: 'move', of: 3, a: 16 },
        { do: 'dates', of: 0, a: 24 },
      ]),
      lost: /week:2 = .* by "move"/,
    },
    close: {
      what: '[S52] goes no further: with longer Dates it stays',
      played: play('planned', [
        { do: 'move', of: 3, a: 16 },
        { do: 'dates', of: 0, a: 16 },
      ]),
      lost: /week:2 = .* by "move"/,
    },
  },
  S55: {
    needed: {
      what: '[S55] a page is Cancelled and dated in one breath: cancelled, and it keeps the Date',
      played: play('planned', [
        { do: 'retro cancel', of: 0 },
        { do: 'retro date', of: 0, a: 19 },
      ]),
      lost: /week:1 = .* by "retro date"/,
    },
    close: {
      what: '[S55] goes no further: dated when that was seen, it is met again',
      played: play('planned', [{ do: 'retro cancel', of: 0 }, ...ticks, { do: 'retro date', of: 0, a: 19 }]),
      lost: /week:1 = .* by "retro date"/,
    },
  },
};

for (const [id, { needed, close }] of Object.entries(RULES)) {
  it(needed.what, async () => {
    expect(await stage.wrongsOf(needed.played)).toEqual([]);
    expect((await stage.wrongsOf(needed.played, { strict: [id] })).join('\n')).toMatch(needed.lost);
  });

  it(close.what, async () => {
    expect(await stage.wrongsOf(close.played)).toEqual([]);
    expect((await stage.wrongsOf(close.played, { strict: ['found'] })).join('\n')).toMatch(close.lost);
  });
}

it('[S54] an occurrence is put back that the rule no longer has, and leaves again', async () => {
  const acts: readonly Act[] = [
    { do: 'remove', of: 2 },
    { do: 'slot', of: 8, a: 14 },
    tick,
    { do: 'sweep' },
    { do: 'put back', of: 0, a: 18 },
  ];
  const played = play('planned', acts);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S54'] })).join('\n')).toMatch(/week:1 = .* by "put back"/);
});

it('[S54] goes no further: one that the rule has is there again', async () => {
  const played = play('planned', [{ do: 'remove', of: 3 }, ...ticks, { do: 'put back', of: 0 }]);
  expect(await stage.wrongsOf(played, { strict: ['S54'] })).toEqual([]);
});

it('[S44] a Retros page goes into the trash, which only a sweep finds, and its engagement elsewhere before that', async () => {
  const played = play('planned', [{ do: 'retro trash', of: 2 }, ...ticks, { do: 'away' }]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S44'] })).join('\n')).toMatch(/by "retro trash"/);
});

it('[S44] goes no further: where a sweep came before, it is cancelled', async () => {
  const acts: readonly Act[] = [{ do: 'retro trash', of: 2 }, { do: 'sweep' }, wait, tick, { do: 'away' }];
  const played = play('planned', acts);
  expect(await stage.wrongsOf(played, { strict: ['S44'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/by "retro trash"/);
});

it('[S55] a page is Cancelled, blanked and dated in one breath: cancelled, and it keeps the Date', async () => {
  const inOneBreath: readonly Act[] = ['retro cancel', 'retro blank'].map((name) => ({ do: name, of: 2 }));
  const played = play('planned', [...inOneBreath, { do: 'retro date', of: 2, a: 9 }]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S55'] })).join('\n')).toMatch(/by "retro date"/);
});

it('[S55] goes no further: blanked and dated when that was seen, it is met again', async () => {
  const acts: readonly Act[] = [
    { do: 'retro cancel', of: 2 },
    { do: 'retro blank', of: 2 },
    ...ticks,
    { do: 'retro date', of: 2, a: 9 },
  ];
  const played = play('planned', acts);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(/by "retro date"/);
});

/** A held retro is cancelled on its page and deleted in Calendar, and a Date ahead is typed in its page. */
const notHeld = (between: readonly Act[]) =>
  play('running', [
    { do: 'retro cancel', of: 0 },
    { do: 'remove', of: 2, a: 7 },
    ...between,
    { do: 'retro date', of: 0, a: 19 },
  ]);

it('[S55] a held retro is cancelled on both sides and dated in one breath: its page keeps the Date', async () => {
  const played = notHeld([]);
  expect(await stage.wrongsOf(played)).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['S55'] })).join('\n')).toMatch(/by "retro date"/);
});

it('[S55, M80] goes no further: dated when that was seen, a held retro is met again', async () => {
  const played = notHeld(ticks);
  expect(await stage.wrongsOf(played, { strict: ['S55'] })).toEqual([]);
  expect((await stage.wrongsOf(played, { strict: ['found'] })).join('\n')).toMatch(
    /week:1 = .* by "retro date"/,
  );
});
