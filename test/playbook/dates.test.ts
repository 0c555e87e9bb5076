import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import {
  addDays,
  cutDates,
  datesEndAt,
  daysBetween,
  readDates,
  weekdayOf,
  weekOf,
  weeksOf,
} from '../../src/playbook/index.ts';
import { anyDates, anyDay, settings } from './arbitrary.ts';

const s = settings();

test('[P1] Dates of whole days are taken as they are, the end inclusive', () => {
  expect(readDates('2026-11-30', '2027-02-05', s, 'UTC')).toEqual({
    ok: true,
    days: { start: '2026-11-30', end: '2027-02-05' },
    filled: false,
  });
});

test('[P1] typed times count as their days in the zone of the row', () => {
  const read = (zone: string) => readDates('2026-11-29T23:30:00.000Z', '2027-02-05T23:30:00.000Z', s, zone);
  expect(read('Europe/Berlin')).toMatchObject({ days: { start: '2026-11-30', end: '2027-02-06' } });
  expect(read('America/New_York')).toMatchObject({ days: { start: '2026-11-29', end: '2027-02-05' } });
});

test('[P1] Dates of one day are an engagement of one day', () => {
  expect(readDates('2026-11-30', '2026-11-30', s, 'UTC')).toMatchObject({
    ok: true,
    days: { start: '2026-11-30', end: '2026-11-30' },
  });
});

test.each([
  ['Monday', '2026-11-30', '2027-02-05'],
  ['Tuesday', '2026-12-01', '2027-02-08'],
  ['Wednesday', '2026-12-02', '2027-02-09'],
  ['Thursday', '2026-12-03', '2027-02-10'],
  ['Friday', '2026-12-04', '2027-02-11'],
  ['Saturday', '2026-12-05', '2027-02-12'],
  ['Sunday', '2026-12-06', '2027-02-12'],
])('[P2] without an end, a start on a %s ends on the last working day of week 10', (_, start, end) => {
  expect(readDates(start, null, s, 'UTC')).toEqual({ ok: true, days: { start, end }, filled: true });
});

test('[P2] the number of weeks is a setting', () => {
  expect(readDates('2026-11-30', null, settings({ weeks: 1 }), 'UTC')).toMatchObject({
    days: { end: '2026-12-04' },
  });
  expect(readDates('2028-02-21', null, settings({ weeks: 2 }), 'UTC')).toMatchObject({
    days: { end: '2028-03-03' },
  });
});

test('[P2] a filled end is a working day of the last week', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 52 }), (start, weeks) => {
      const read = readDates(start, null, settings({ weeks }), 'UTC');
      if (!read.ok) throw new Error(read.fault.reason);
      expect(weekdayOf(read.days.end)).toBeLessThanOrEqual(5);
      expect(weeksOf(read.days)).toBe(weeks);
    }),
  );
});

test.each([
  ['2026-12-03', '2026-12-02', 'end-before-start'],
  ['1999-12-31', null, 'implausible'],
  ['0001-01-01', '2026-12-03', 'implausible'],
  ['2026-12-03', '9999-12-31', 'implausible'],
  ['2199-12-30', null, 'implausible'],
  ['2026-12-03', '2062-12-03', 'implausible'],
  ['9999-12-31T23:59:59.999Z', null, 'implausible'],
  ['2026-02-30', null, 'not-whole-days'],
  ['soon', null, 'not-whole-days'],
  ['2026-12-03', 'later', 'not-whole-days'],
  ['', '', 'not-whole-days'],
])('[P3] Dates from %j to %j are refused: %s', (start, end, reason) => {
  expect(readDates(start, end, s, 'UTC')).toEqual({ ok: false, fault: { reason } });
});

test('[P3] two years are the longest Dates', () => {
  expect(readDates('2026-01-01', addDays('2026-01-01', 7 * 104 - 1), s, 'UTC').ok).toBe(true);
  expect(readDates('2026-01-01', addDays('2026-01-01', 7 * 104), s, 'UTC').ok).toBe(false);
});

test('[P38] no text makes the reading of Dates throw', () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string()), fc.string(), (start, end, zone) => {
      expect(typeof readDates(start, end, s, zone).ok).toBe('boolean');
    }),
  );
});

test('[P4] weeks are counted from the start, whatever weekday it is', () => {
  const days = { start: '2026-12-03', end: '2026-12-16' };
  expect(weeksOf(days)).toBe(2);
  expect(weekOf('2026-12-03', days)).toBe(1);
  expect(weekOf('2026-12-09', days)).toBe(1);
  expect(weekOf('2026-12-10', days)).toBe(2);
  expect(weekOf('2026-12-17', days)).toBe(3);
  expect(weekOf('2026-12-02', days)).toBe(0);
  expect(weekOf('2026-11-25', days)).toBe(-1);
});

test('[P4] a short week counts', () => {
  expect(weeksOf({ start: '2026-12-03', end: '2026-12-03' })).toBe(1);
  expect(weeksOf({ start: '2026-12-03', end: '2026-12-09' })).toBe(1);
  expect(weeksOf({ start: '2026-12-03', end: '2026-12-10' })).toBe(2);
});

test('[P4] every day of Dates lies in one of their weeks', () => {
  fc.assert(
    fc.property(anyDates, fc.nat(), (days, n) => {
      const day = addDays(days.start, n % (daysBetween(days.start, days.end) + 1));
      const week = weekOf(day, days);
      expect(week).toBeGreaterThanOrEqual(1);
      expect(week).toBeLessThanOrEqual(weeksOf(days));
      expect(daysBetween(addDays(days.start, 7 * (week - 1)), day)).toBeLessThan(7);
    }),
  );
});

test('[P21] Dates are over at the midnight after their last day, in the zone', () => {
  const over = (end: string, zone: string) =>
    Temporal.Instant.fromEpochMilliseconds(datesEndAt({ start: '2018-10-01', end }, zone)).toString();
  expect(over('2027-02-05', 'Europe/Berlin')).toBe('2027-02-05T23:00:00Z');
  expect(over('2026-12-31', 'America/New_York')).toBe('2027-01-01T05:00:00Z');
  // The clocks of this midnight jumped to 01:00.
  expect(over('2018-11-03', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00Z');
});

test('[P24] Dates end today when the engagement leaves early, if they ended later', () => {
  const days = { start: '2026-11-30', end: '2027-02-05' };
  expect(cutDates(days, '2026-12-16')).toEqual({ start: '2026-11-30', end: '2026-12-16' });
  expect(cutDates(days, '2027-02-05')).toEqual(days);
  expect(cutDates(days, '2027-03-01')).toEqual(days);
  expect(cutDates(days, '2026-11-01')).toEqual({ start: '2026-11-30', end: '2026-11-30' });
});
