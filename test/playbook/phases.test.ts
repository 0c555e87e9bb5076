import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ClockInput,
  type Crossing,
  crossingsDue,
  isActive,
  isTentative,
  type Meeting,
  type MeetingEnd,
  PHASES,
  type Phase,
  wants,
} from '../../src/playbook/index.ts';

const MEETINGS: readonly Meeting[] = [
  'span',
  'intro',
  'fit-check',
  'kickoff',
  'retro',
  'project-retro',
  'check-in',
  'follow-up',
];

test.each<[Phase, Meeting[]]>([
  ['Sourcing', ['span', 'intro', 'fit-check']],
  ['Planning', ['span', 'kickoff', 'retro', 'project-retro', 'check-in', 'follow-up']],
  ['Executing', ['span', 'kickoff', 'retro', 'project-retro', 'check-in', 'follow-up']],
  ['Wrapping up', ['span', 'check-in', 'follow-up']],
  ['Completed', []],
  ['Declined', []],
  ['Ended early', ['span', 'check-in', 'follow-up']],
])('[P16] in %s the calendar holds %j', (phase, held) => {
  expect(MEETINGS.filter((meeting) => wants(phase, meeting))).toEqual(held);
});

test('[P38] a phase that people added holds nothing', () => {
  expect(wants('On hold' as Phase, 'span')).toBe(false);
  expect(crossingsDue(engagement({ phase: 'On hold' as Phase })).fired).toEqual([]);
});

test('[P17] only the span of Sourcing is tentative', () => {
  expect(PHASES.filter(isTentative)).toEqual(['Sourcing']);
});

test('[P19] the clock acts in Planning, Executing and Wrapping up', () => {
  expect(PHASES.filter(isActive)).toEqual(['Planning', 'Executing', 'Wrapping up']);
});

/** An engagement whose first day is 0: kickoff over at 10, first retro 40, project retro 700, Dates 750, check-in 1600. */
const engagement = (changes: Partial<ClockInput> = {}): ClockInput => ({
  phase: 'Planning',
  now: 0,
  spent: [],
  kickoffEnd: 10,
  firstRetroEnd: 40,
  projectRetroEnd: 700,
  datesEndedAt: 750,
  checkInEnd: 1600,
  ...changes,
});

test('[P20] before the kickoff is over nothing moves, and its end is next', () => {
  expect(crossingsDue(engagement({ now: 9 }))).toEqual({ fired: [], phase: 'Planning', next: 10 });
});

test('[P20] kickoff over is Executing', () => {
  expect(crossingsDue(engagement({ now: 10 }))).toEqual({
    fired: ['kickoff'],
    phase: 'Executing',
    next: 700,
  });
});

test('[P20] project retro over is Wrapping up', () => {
  expect(crossingsDue(engagement({ phase: 'Executing', now: 700, spent: ['kickoff'] }))).toEqual({
    fired: ['project-retro'],
    phase: 'Wrapping up',
    next: 1600,
  });
});

test('[P20] check-in over is Completed, and nothing comes next', () => {
  const spent: Crossing[] = ['kickoff', 'project-retro'];
  expect(crossingsDue(engagement({ phase: 'Wrapping up', now: 1601, spent }))).toEqual({
    fired: ['check-in'],
    phase: 'Completed',
    next: null,
  });
});

test('[P23] what is Completed waits for no crossing, though one is ahead', () => {
  expect(crossingsDue(engagement({ phase: 'Wrapping up', now: 20, checkInEnd: 15 }))).toEqual({
    fired: ['kickoff', 'check-in'],
    phase: 'Completed',
    next: null,
  });
});

test('[P23] the earliest crossing ahead is next, in whatever order people put the meetings', () => {
  expect(crossingsDue(engagement({ kickoffEnd: 800 })).next).toBe(700);
});

test('[P20] several crossings at once lead to the last', () => {
  expect(crossingsDue(engagement({ now: 720 }))).toEqual({
    fired: ['kickoff', 'project-retro'],
    phase: 'Wrapping up',
    next: 1600,
  });
});

test('[P21] a cancelled kickoff is replaced by the first retro', () => {
  const input = engagement({ kickoffEnd: 'cancelled' });
  expect(crossingsDue({ ...input, now: 39 })).toEqual({ fired: [], phase: 'Planning', next: 40 });
  expect(crossingsDue({ ...input, now: 40 })).toEqual({ fired: ['kickoff'], phase: 'Executing', next: 700 });
  expect(crossingsDue({ ...input, now: 50, firstRetroEnd: null })).toMatchObject({
    fired: [],
    phase: 'Planning',
  });
});

test('[P21] a cancelled project retro is replaced by the end of Dates', () => {
  const input = engagement({ phase: 'Executing', spent: ['kickoff'], projectRetroEnd: 'cancelled' });
  expect(crossingsDue({ ...input, now: 749 })).toEqual({ fired: [], phase: 'Executing', next: 750 });
  expect(crossingsDue({ ...input, now: 750 })).toMatchObject({ phase: 'Wrapping up' });
  expect(crossingsDue({ ...input, now: 900, datesEndedAt: null })).toMatchObject({ phase: 'Executing' });
});

test('[P21] a cancelled check-in is replaced by nothing', () => {
  const input = engagement({
    phase: 'Wrapping up',
    spent: ['kickoff', 'project-retro'],
    checkInEnd: 'cancelled',
  });
  expect(crossingsDue({ ...input, now: 99_999 })).toEqual({ fired: [], phase: 'Wrapping up', next: null });
});

test('[P21] a meeting that does not exist crosses nothing', () => {
  const input = engagement({ kickoffEnd: null, projectRetroEnd: null, checkInEnd: null, now: 99_999 });
  expect(crossingsDue(input)).toEqual({ fired: [], phase: 'Planning', next: null });
});

test('[P22] a phase that a person set after a crossing stands', () => {
  expect(crossingsDue(engagement({ phase: 'Planning', now: 100, spent: ['kickoff'] }))).toEqual({
    fired: [],
    phase: 'Planning',
    next: 700,
  });
});

test('[P22] a crossing that comes after a person went ahead is spent and moves nothing back', () => {
  expect(crossingsDue(engagement({ phase: 'Wrapping up', now: 10 }))).toEqual({
    fired: ['kickoff'],
    phase: 'Wrapping up',
    next: 700,
  });
});

test.each<Phase>(['Sourcing', 'Completed', 'Declined', 'Ended early'])(
  '[P19] in %s nothing fires',
  (phase) => {
    expect(crossingsDue(engagement({ phase, now: 99_999 }))).toEqual({ fired: [], phase, next: null });
  },
);

test('[P38] an end that is no time never comes', () => {
  const never = engagement({
    now: 5000,
    kickoffEnd: Number.NaN,
    projectRetroEnd: Number.NEGATIVE_INFINITY,
    checkInEnd: Number.POSITIVE_INFINITY,
  });
  expect(crossingsDue(never)).toEqual({ fired: [], phase: 'Planning', next: null });
});

test('[P22] time moves a phase forward only, and each crossing fires once, however often the clock is asked', () => {
  const end: fc.Arbitrary<MeetingEnd> = fc.oneof(
    fc.integer({ min: 0, max: 1000 }),
    fc.constant(null),
    fc.constant('cancelled' as const),
  );
  const moment = fc.option(fc.integer({ min: 0, max: 1000 }));
  const life = fc.record({
    phase: fc.constantFrom<Phase>('Planning', 'Executing', 'Wrapping up'),
    kickoffEnd: end,
    firstRetroEnd: moment,
    projectRetroEnd: end,
    datesEndedAt: moment,
    checkInEnd: end,
  });
  fc.assert(
    fc.property(life, fc.array(fc.integer({ min: 0, max: 1100 }), { maxLength: 8 }), (given, moments) => {
      const spent: Crossing[] = [];
      let phase = given.phase;
      let promised: number | null = null;
      for (const now of moments.sort((a, b) => a - b)) {
        const answer = crossingsDue({ ...given, phase, now, spent });
        expect(PHASES.indexOf(answer.phase)).toBeGreaterThanOrEqual(PHASES.indexOf(phase));
        expect(spent.some((crossing) => answer.fired.includes(crossing))).toBe(false);
        // What fires after the first question was announced by the answer before.
        if (promised !== null) expect(answer.fired.length > 0).toBe(promised <= now);
        if (answer.next !== null) expect(answer.next).toBeGreaterThan(now);
        spent.push(...answer.fired);
        phase = answer.phase;
        promised = answer.next;
      }
    }),
  );
});

test('[P20] asking often or once comes to the same phase', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 6 }), (moments) => {
      const sorted = moments.sort((a, b) => a - b);
      const spent: Crossing[] = [];
      let phase: Phase = 'Planning';
      for (const now of sorted) {
        const answer = crossingsDue(engagement({ phase, now, spent }));
        spent.push(...answer.fired);
        phase = answer.phase;
      }
      expect(phase).toBe(crossingsDue(engagement({ now: sorted.at(-1) ?? 0 })).phase);
    }),
  );
});
