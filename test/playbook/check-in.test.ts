// The meetings after an engagement: the check-in, and the follow-ups before it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addMonths,
  dayOf,
  daysBetween,
  formatTimed,
  pickCheckIn,
  pickFollowUps,
  weekdayOf,
} from '../../src/playbook/index.ts';
import { anyDay, anyZone, settings } from './arbitrary.ts';

const s = settings();
const BERLIN = 'Europe/Berlin';
test.each([
  ['2027-02-05', 'Wed 5 May 2027'],
  // 26 May 2028 is a Friday.
  ['2028-02-26', 'Mon 29 May 2028'],
  ['2028-02-29', 'Mon 29 May 2028'],
  // 28 February 2027 is a Sunday.
  ['2026-11-30', 'Mon 1 Mar 2027'],
  // 29 February 2028 is a Tuesday.
  ['2027-11-30', 'Tue 29 Feb 2028'],
  ['2026-10-02', 'Mon 4 Jan 2027'],
])('[P13] the check-in after an end on %s is on %s', (end, day) => {
  expect(formatTimed(pickCheckIn(end, BERLIN, s), BERLIN)).toBe(`${day}, 10:00–10:30`);
});

test('[P13] the months to the check-in are a setting', () => {
  const checkIn = pickCheckIn('2026-11-30', 'UTC', settings({ checkInMonths: 1 }));
  expect(dayOf(checkIn.start, 'UTC')).toBe('2026-12-30');
});

test('[P13] a check-in is from Monday to Thursday, at most three days after the months', () => {
  fc.assert(
    fc.property(anyDay, anyZone, (end, zone) => {
      const day = dayOf(pickCheckIn(end, zone, s).start, zone);
      expect(weekdayOf(day)).toBeLessThanOrEqual(4);
      expect(daysBetween(addMonths(end, 3), day)).toBeGreaterThanOrEqual(0);
      expect(daysBetween(addMonths(end, 3), day)).toBeLessThanOrEqual(3);
    }),
  );
});

test('[P57] follow-ups are a month apart, from Monday to Thursday, and before the check-in', () => {
  const days = (end: string, changes = {}) =>
    pickFollowUps(end, BERLIN, settings(changes)).map((time) => formatTimed(time, BERLIN).split(',')[0]);
  expect(days('2026-10-02')).toEqual(['Mon 2 Nov 2026', 'Wed 2 Dec 2026', 'Mon 28 Dec 2026']);
  expect(days('2026-10-02', { followUpMonths: 1 })).toEqual(['Mon 2 Nov 2026']);
  expect(days('2026-10-02', { followUpMonths: 2, checkInMonths: 6 })).toHaveLength(2);
  expect(days('2026-10-02', { followUpMonths: 9 })).toHaveLength(3);
  fc.assert(
    fc.property(anyDay, anyZone, (end, zone) => {
      const picks = pickFollowUps(end, zone, s).map(({ start }) => start);
      for (const start of picks) expect(weekdayOf(dayOf(start, zone))).toBeLessThanOrEqual(4);
      expect(picks).toEqual([...picks].sort((a, b) => a - b));
      expect(picks.at(-1)).toBeLessThan(pickCheckIn(end, zone, s).start);
    }),
    { numRuns: 50 },
  );
});
