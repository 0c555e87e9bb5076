import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  atWall,
  dayOf,
  daysBetween,
  formatDay,
  formatDays,
  formatTimed,
  isDay,
  isZone,
  parseWall,
  readDay,
  readInstant,
  readZone,
  startOfDay,
  timed,
  wallOf,
  weekdayOf,
} from '../../src/playbook/index.ts';
import { anyDay, anyZone } from './arbitrary.ts';

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const iso = (instant: number): string => Temporal.Instant.fromEpochMilliseconds(instant).toString();

test.each(['2000-01-01', '2026-12-03', '2028-02-29', '2199-12-31'])('[P3] %s is a day', (day) => {
  expect(isDay(day)).toBe(true);
});

test.each([
  '',
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-1-1',
  '26-01-01',
  '1999-12-31',
  '2200-01-01',
  '0001-01-01',
  '9999-12-31',
  '2026-12-03T10:00',
  ' 2026-12-03',
  '2026-12-03\n',
  '20261203',
  '+002026-12-03',
])('[P3] %j is not a plausible day', (text) => {
  expect(isDay(text)).toBe(false);
});

test('[P1] an instant falls on the day of the zone, not of UTC', () => {
  const late = at('2026-12-03T23:30:00Z');
  expect(dayOf(late, 'UTC')).toBe('2026-12-03');
  expect(dayOf(late, 'Europe/Berlin')).toBe('2026-12-04');
  expect(dayOf(late, 'America/New_York')).toBe('2026-12-03');
  expect(dayOf(at('2026-12-03T18:31:00Z'), 'Asia/Kolkata')).toBe('2026-12-04');
});

test('[P1] a typed date is its day, a typed time its day in the zone', () => {
  expect(readDay('2026-12-03', 'Asia/Kolkata')).toBe('2026-12-03');
  expect(readDay('2026-12-03T23:30:00.000Z', 'Asia/Kolkata')).toBe('2026-12-04');
  expect(readDay('2026-12-03T23:30:00+05:30', 'Asia/Kolkata')).toBe('2026-12-03');
  expect(readDay('next week', 'UTC')).toBeNull();
  expect(readDay('2026-12-03T10:00', 'UTC')).toBeNull();
});

test('[P4] days are counted over year ends and leap days', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  expect(daysBetween('2026-12-25', '2027-01-04')).toBe(10);
  expect(daysBetween('2027-01-04', '2026-12-25')).toBe(-10);
});

test('[P13] a month too short gives its last day', () => {
  expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
  expect(addMonths('2027-11-30', 3)).toBe('2028-02-29');
  expect(addMonths('2028-02-29', 3)).toBe('2028-05-29');
  expect(addMonths('2028-02-29', 12)).toBe('2029-02-28');
});

test('[P4] weekdays are numbered from Monday', () => {
  expect(weekdayOf('2026-11-30')).toBe(1);
  expect(weekdayOf('2026-12-06')).toBe(7);
});

test('[P4] adding days and counting them are each other’s inverse', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, n) => {
      expect(daysBetween(day, addDays(day, n))).toBe(n);
    }),
  );
});

test.each([
  'UTC',
  'Europe/Berlin',
  'America/Argentina/Buenos_Aires',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Calcutta',
  'Etc/GMT+2',
  'US/Pacific',
])('[P5] %s is a zone', (zone) => {
  expect(isZone(zone)).toBe(true);
});

test.each([
  '',
  '+02:00',
  '-0500',
  'Z',
  'Berlin',
  'Europe/Atlantis',
  'GMT+2',
  'europe/berlin',
  'Europe/Berlin ',
  'W. Europe Standard Time',
  '2026-01-01T00:00[Europe/Berlin]',
  'x'.repeat(1000),
])('[P5] %j is not the name of a zone', (name) => {
  expect(isZone(name)).toBe(false);
});

test('[P5] a zone is found however it was typed', () => {
  expect(readZone(' europe/BERLIN ')).toBe('Europe/Berlin');
  expect(readZone('utc')).toBe('UTC');
  expect(readZone('+02:00')).toBeNull();
  expect(readZone('Berlin')).toBeNull();
});

test.each([
  ['Europe/Berlin', '2026-03-26', '2026-03-26T13:00:00Z'],
  ['Europe/Berlin', '2026-04-02', '2026-04-02T12:00:00Z'],
  ['America/New_York', '2026-03-05', '2026-03-05T19:00:00Z'],
  ['America/New_York', '2026-03-12', '2026-03-12T18:00:00Z'],
  ['Australia/Sydney', '2026-04-02', '2026-04-02T03:00:00Z'],
  ['Australia/Sydney', '2026-04-09', '2026-04-09T04:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-02', '2026-04-02T03:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-09', '2026-04-09T03:30:00Z'],
  ['Asia/Kolkata', '2026-04-02', '2026-04-02T08:30:00Z'],
  ['America/Sao_Paulo', '2018-11-01', '2018-11-01T17:00:00Z'],
  ['America/Sao_Paulo', '2018-11-08', '2018-11-08T16:00:00Z'],
])('[P6] 14:00 in %s on %s is %s', (zone, day, instant) => {
  expect(iso(atWall(day, { hour: 14, minute: 0 }, zone))).toBe(instant);
});

test.each([
  ['Europe/Berlin', '2026-03-29', 2, 30, '03:30'],
  ['America/New_York', '2026-03-08', 2, 30, '03:30'],
  ['Australia/Lord_Howe', '2026-10-04', 2, 15, '02:45'],
  ['America/Sao_Paulo', '2018-11-04', 0, 0, '01:00'],
])(
  '[P6] a time that %s skips on %s is as much later as the clocks jump',
  (zone, day, hour, minute, shown) => {
    const start = wallOf(atWall(day, { hour, minute }, zone), zone);
    expect(`${start.day} ${`${start.hour}`.padStart(2, '0')}:${`${start.minute}`.padStart(2, '0')}`).toBe(
      `${day} ${shown}`,
    );
  },
);

test('[P6] of a time that a day has twice the first is meant', () => {
  expect(iso(atWall('2026-10-25', { hour: 2, minute: 30 }, 'Europe/Berlin'))).toBe('2026-10-25T00:30:00Z');
  expect(iso(atWall('2026-11-01', { hour: 1, minute: 30 }, 'America/New_York'))).toBe('2026-11-01T05:30:00Z');
});

test('[P6] a meeting lasts its minutes although the clocks change meanwhile', () => {
  const night = timed('2026-03-29', { hour: 1, minute: 30 }, 60, 'Europe/Berlin');
  expect(night.end - night.start).toBe(3_600_000);
  expect(formatTimed(night, 'Europe/Berlin')).toBe('Sun 29 Mar 2026, 01:30–03:30');
});

test('[P6] a day begins where midnight is skipped', () => {
  expect(iso(startOfDay('2018-11-04', 'America/Sao_Paulo'))).toBe('2018-11-04T03:00:00Z');
  expect(iso(startOfDay('2026-12-03', 'Europe/Berlin'))).toBe('2026-12-02T23:00:00Z');
});

test('[P6] a wall time that the day has is read back as it was said', () => {
  fc.assert(
    fc.property(
      anyDay,
      fc.integer({ min: 4, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      anyZone,
      (day, hour, minute, zone) => {
        expect(wallOf(atWall(day, { hour, minute }, zone), zone)).toEqual({
          day,
          hour,
          minute,
          weekday: weekdayOf(day),
        });
      },
    ),
  );
});

test('[P9] settings give wall times as HH:MM', () => {
  expect(parseWall('10:00')).toEqual({ hour: 10, minute: 0 });
  expect(parseWall('9:05')).toEqual({ hour: 9, minute: 5 });
  expect(parseWall('24:00').hour).toBeNaN();
  expect(parseWall('10').hour).toBeNaN();
});

test('[P26] days and times are printed in plain English', () => {
  expect(formatDay('2026-12-03')).toBe('Thu 3 Dec 2026');
  expect(formatDays({ start: '2026-12-03', end: '2027-02-12' })).toBe('Thu 3 Dec 2026 – Fri 12 Feb 2027');
  expect(formatDays({ start: '2026-12-03', end: '2026-12-03' })).toBe('Thu 3 Dec 2026');
  const retro = timed('2026-12-03', { hour: 14, minute: 0 }, 30, 'Asia/Kolkata');
  expect(formatTimed(retro, 'Asia/Kolkata')).toBe('Thu 3 Dec 2026, 14:00–14:30');
  expect(formatTimed(retro, 'UTC')).toBe('Thu 3 Dec 2026, 08:30–09:00');
  const late = timed('2026-12-31', { hour: 23, minute: 30 }, 60, 'UTC');
  expect(formatTimed(late, 'UTC')).toBe('Thu 31 Dec 2026, 23:30 – Fri 1 Jan 2027, 00:30');
});

test('[P38] what is no day, time or instant is answered with a value', () => {
  expect(addDays('tomorrow', 1)).toBe('');
  expect(addDays('9999-12-31', 1)).toBe('');
  expect(addDays('0001-01-01', -1)).toBe('');
  expect(addDays('2026-12-03', Number.NaN)).toBe('');
  expect(addMonths('', 3)).toBe('');
  expect(daysBetween('', '2026-12-03')).toBeNaN();
  expect(weekdayOf('2026-02-30')).toBeNaN();
  expect(atWall('', { hour: 1, minute: 1 }, 'UTC')).toBeNaN();
  expect(atWall('2026-12-03', { hour: 25, minute: 1 }, 'UTC')).toBeNaN();
  expect(startOfDay('', 'UTC')).toBeNaN();
  expect(dayOf(Number.NaN, 'UTC')).toBe('');
  expect(dayOf(8.64e15, 'UTC')).toBe('');
  expect(dayOf(Number.POSITIVE_INFINITY, 'UTC')).toBe('');
  expect(wallOf(Number.NaN, 'UTC').day).toBe('');
  expect(readInstant('soon')).toBeNull();
  expect(formatDay('soon')).toBe('soon');
  expect(formatTimed({ start: Number.NaN, end: Number.NaN }, 'UTC')).toBe('no time');
});

test('[P38] a zone that does not exist counts as UTC', () => {
  expect(dayOf(at('2026-12-03T23:30:00Z'), 'Europe/Atlantis')).toBe('2026-12-03');
  expect(iso(atWall('2026-12-03', { hour: 10, minute: 0 }, '+02:00'))).toBe('2026-12-03T10:00:00Z');
});

test('[P38] no text and no number makes a function throw', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.double(), fc.double(), (a, b, x, y) => {
      isDay(a);
      isZone(a);
      readZone(a);
      readDay(a, b);
      readInstant(a);
      dayOf(x, a);
      wallOf(x, a);
      atWall(a, { hour: x, minute: y }, b);
      startOfDay(a, b);
      addDays(a, x);
      addDays('2026-12-03', x);
      addMonths('2026-12-03', x);
      daysBetween(a, b);
      weekdayOf(a);
      timed('2026-12-03', parseWall(a), x, b);
      formatTimed({ start: x, end: y }, a);
      expect(typeof formatDays({ start: a, end: b })).toBe('string');
    }),
  );
});

test('[P38] the years from 1 to 9999 are days to reckon with', () => {
  expect(weekdayOf('0001-01-01')).toBe(1);
  expect(addDays('0001-01-01', 365)).toBe('0002-01-01');
  expect(dayOf(atWall('9999-12-31', { hour: 12, minute: 0 }, 'Europe/Berlin'), 'Europe/Berlin')).toBe(
    '9999-12-31',
  );
});
