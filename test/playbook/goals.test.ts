import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GoalNumbers, lineOn, percent, progressOf, scoreOf } from '../../src/playbook/index.ts';

const goal = (
  baseline: number | null,
  target: number | null,
  current: number | null,
  weight: number | null = null,
): GoalNumbers => ({ baseline, target, current, weight });

test.each([
  [goal(0, 10, 5), 0.5],
  [goal(10, 4, 7), 0.5],
  [goal(0, 10, 12), 1],
  [goal(10, 4, 11), 0],
  [goal(null, 10, 4), 0.4],
  [goal(0, null, 4), 0],
  [goal(7, 7, 7), 1],
  [goal(7, 7, 8), 0],
  [goal(0, 10, null), null],
])(
  '[P47] a goal scores 0 to 1 between Baseline and Target, in whichever direction: %o is %s',
  (one, score) => {
    expect(scoreOf(one)).toBe(score);
  },
);

test('[P47] what could not be read has no score', () => {
  expect(scoreOf({ target: 10, current: 5 })).toBeUndefined();
  expect(scoreOf({ baseline: 0, current: 5 })).toBeUndefined();
  expect(scoreOf({ baseline: 0, target: 10 })).toBeUndefined();
});

test('[P48] progress is the mean by weight; a blank weight counts 1, one below 0 counts 0', () => {
  expect(progressOf([goal(0, 10, 10), goal(0, 10, 0)])).toBe(0.5);
  expect(progressOf([goal(0, 10, 10, 3), goal(0, 10, 0)])).toBe(0.75);
  expect(progressOf([goal(0, 10, 10, -3), goal(0, 10, 5)])).toBe(0.5);
});

test('[P48] a goal that nobody scored counts 0 beside others', () => {
  expect(progressOf([goal(0, 10, 10), goal(0, 10, null)])).toBe(0.5);
});

test('[P48] there is no progress without goals, scores or weight, nor where something could not be read', () => {
  expect(progressOf([])).toBeNull();
  expect(progressOf([goal(0, 10, null)])).toBeNull();
  expect(progressOf([goal(0, 10, 5, 0)])).toBeNull();
  expect(progressOf([goal(0, 10, 5), { baseline: 0, target: 10, current: 5 }])).toBeNull();
  expect(progressOf([goal(0, 10, 5), { baseline: 0, target: 10, weight: 1 }])).toBeNull();
});

test('[P48] progress lies between the lowest score and the highest', () => {
  const number = fc.integer({ min: -50, max: 50 });
  const one = fc.tuple(number, number, number, fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), (list) => {
      const goals = list.map((numbers) => goal(...numbers));
      const scores = goals.map((each) => scoreOf(each) ?? Number.NaN);
      const progress = progressOf(goals) ?? Number.NaN;
      expect(progress).toBeGreaterThanOrEqual(Math.min(...scores) - 1e-9);
      expect(progress).toBeLessThanOrEqual(Math.max(...scores) + 1e-9);
    }),
  );
});

test('[P49] the line rises by the week to its whole at the last one', () => {
  const days = { start: '2026-11-30', end: '2027-02-05' };
  const on = (day: string) => percent(lineOn(day, days, 0.75));
  expect(on('2026-11-01')).toBe('0 %');
  expect(on('2026-12-06')).toBe('0 %');
  expect(on('2026-12-07')).toBe('8 %');
  expect(on('2027-01-04')).toBe('38 %');
  expect(on('2027-02-05')).toBe('68 %');
  expect(on('2027-02-08')).toBe('75 %');
  expect(on('2027-06-01')).toBe('75 %');
});
