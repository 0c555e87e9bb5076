import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import {
  addDays,
  type Days,
  dayOf,
  daysBetween,
  fillTime,
  fits,
  formatTimed,
  pickCheckIn,
  pickFollowUps,
  pickKickoff,
  pickProjectRetro,
  pickRetros,
  type Slot,
  slotDay,
  slotOf,
  timed,
  wallOf,
  weekdayOf,
  weekOf,
  weeksOf,
} from '../../src/playbook/index.ts';
import { anyDates, anySlot, anyZone, settings, ZONES } from './arbitrary.ts';

const s = settings();
const BERLIN = 'Europe/Berlin';
const usual = slotOf(null, BERLIN, s);
const tenWeeks: Days = { start: '2026-11-30', end: '2027-02-05' };
const iso = (instant: number): string => Temporal.Instant.fromEpochMilliseconds(instant).toString();

test('[P8] the kickoff is on the first day at 10:00 for 45 minutes', () => {
  expect(formatTimed(pickKickoff(tenWeeks, BERLIN, s), BERLIN)).toBe('Mon 30 Nov 2026, 10:00–10:45');
});

test.each([
  ['2026-11-30', 'Mon 30 Nov 2026'],
  ['2026-12-01', 'Tue 1 Dec 2026'],
  ['2026-12-02', 'Wed 2 Dec 2026'],
  ['2026-12-03', 'Thu 3 Dec 2026'],
  ['2026-12-04', 'Mon 7 Dec 2026'],
  ['2026-12-05', 'Mon 7 Dec 2026'],
  ['2026-12-06', 'Mon 7 Dec 2026'],
])('[P7] the kickoff of an engagement that starts on %s is on %s', (start, day) => {
  const kickoff = pickKickoff({ start, end: addDays(start, 60) }, BERLIN, s);
  expect(formatTimed(kickoff, BERLIN)).toBe(`${day}, 10:00–10:45`);
});

test('[P7] days for meetings are a setting; with none the first day is taken', () => {
  const on = (meetingDays: number[]) =>
    dayOf(
      pickKickoff({ start: '2026-12-04', end: '2027-01-01' }, BERLIN, settings({ meetingDays })).start,
      BERLIN,
    );
  expect(on([5])).toBe('2026-12-04');
  expect(on([3])).toBe('2026-12-09');
  expect(on([])).toBe('2026-12-04');
});

test('[P8] the kickoff of a weekend engagement is on the Monday after it', () => {
  const kickoff = pickKickoff({ start: '2026-12-05', end: '2026-12-06' }, BERLIN, s);
  expect(dayOf(kickoff.start, BERLIN)).toBe('2026-12-07');
});

test('[P8] a kickoff is on a meeting day within a week of the start, at the setting’s time', () => {
  fc.assert(
    fc.property(anyDates, anyZone, (days, zone) => {
      const kickoff = wallOf(pickKickoff(days, zone, s).start, zone);
      expect(s.meetingDays).toContain(kickoff.weekday);
      expect([kickoff.hour, kickoff.minute]).toEqual([10, 0]);
      expect(daysBetween(days.start, kickoff.day)).toBeGreaterThanOrEqual(0);
      expect(daysBetween(days.start, kickoff.day)).toBeLessThan(4);
    }),
  );
});

test('[P9] without Weekly retro the slot is Thursday 14:00 for 30 minutes', () => {
  expect(slotOf(null, BERLIN, s)).toEqual({ weekday: 4, hour: 14, minute: 0, minutes: 30 });
});

test('[P9] Weekly retro gives weekday, time and length in the zone', () => {
  const value = { start: '2026-12-01T23:30:00.000Z', end: '2026-12-02T00:15:00.000Z' };
  expect(slotOf(value, 'UTC', s)).toEqual({ weekday: 2, hour: 23, minute: 30, minutes: 45 });
  expect(slotOf(value, BERLIN, s)).toEqual({ weekday: 3, hour: 0, minute: 30, minutes: 45 });
  expect(slotOf(value, 'Asia/Kolkata', s)).toEqual({ weekday: 3, hour: 5, minute: 0, minutes: 45 });
});

test('[P9] Weekly retro as a day alone gives the weekday at the usual time', () => {
  expect(slotOf({ start: '2026-12-01', end: null }, BERLIN, s)).toEqual({ ...usual, weekday: 2 });
  expect(slotOf({ start: '2026-12-01', end: '2026-12-04' }, BERLIN, s)).toEqual({ ...usual, weekday: 2 });
});

test.each([
  ['no end', null],
  ['an end before the start', '2026-12-01T09:00:00.000Z'],
  ['an end at the start', '2026-12-01T10:00:00.000Z'],
  ['less than five minutes', '2026-12-01T10:04:00.000Z'],
  ['more than eight hours', '2026-12-01T18:01:00.000Z'],
  ['an end that is a day', '2026-12-02'],
])('[P9] a slot with %s has the usual length', (_, end) => {
  expect(slotOf({ start: '2026-12-01T10:00:00.000Z', end }, 'UTC', s)).toEqual({
    weekday: 2,
    hour: 10,
    minute: 0,
    minutes: 30,
  });
});

test('[P9] five minutes and eight hours are lengths', () => {
  const lasting = (end: string) => slotOf({ start: '2026-12-01T10:00:00.000Z', end }, 'UTC', s).minutes;
  expect(lasting('2026-12-01T10:05:00.000Z')).toBe(5);
  expect(lasting('2026-12-01T18:00:00.000Z')).toBe(480);
});

test('[P9] what cannot be read leaves the usual slot', () => {
  expect(slotOf({ start: 'Thursdays', end: null }, BERLIN, s)).toEqual(usual);
});

test('[P10] ten weeks have nine weekly retros and the project retro in the tenth', () => {
  const retros = pickRetros(tenWeeks, usual, BERLIN, s);
  expect(retros.map(({ week, time }) => `${week}: ${formatTimed(time, BERLIN)}`)).toEqual([
    '1: Thu 3 Dec 2026, 14:00–14:30',
    '2: Thu 10 Dec 2026, 14:00–14:30',
    '3: Thu 17 Dec 2026, 14:00–14:30',
    '4: Thu 24 Dec 2026, 14:00–14:30',
    '5: Thu 31 Dec 2026, 14:00–14:30',
    '6: Thu 7 Jan 2027, 14:00–14:30',
    '7: Thu 14 Jan 2027, 14:00–14:30',
    '8: Thu 21 Jan 2027, 14:00–14:30',
    '9: Thu 28 Jan 2027, 14:00–14:30',
  ]);
  const last = pickProjectRetro(tenWeeks, usual, BERLIN, s);
  expect(last?.week).toBe(10);
  expect(formatTimed(last!.time, BERLIN)).toBe('Thu 4 Feb 2027, 14:00–15:00');
});

test.each([
  [BERLIN, ['13:00', '13:00', '12:00', '12:00']],
  ['America/New_York', ['18:00', '18:00', '18:00', '18:00']],
  ['Australia/Sydney', ['03:00', '03:00', '03:00', '04:00']],
  ['Australia/Lord_Howe', ['03:00', '03:00', '03:00', '03:30']],
  ['Asia/Kolkata', ['08:30', '08:30', '08:30', '08:30']],
] as const)('[P6] the weekly retro in %s stays at 14:00 over daylight saving', (zone, utc) => {
  // Clocks change on 29 March in Europe and on 5 April in Australia; in New York they changed on 8 March.
  const retros = pickRetros({ start: '2026-03-16', end: '2026-04-17' }, slotOf(null, zone, s), zone, s);
  expect(retros.map(({ time }) => iso(time.start).slice(11, 16))).toEqual(utc);
  expect(retros.map(({ time }) => wallOf(time.start, zone).hour)).toEqual([14, 14, 14, 14]);
});

test('[P6] the weekly retro in São Paulo stays at 14:00 over the last daylight saving that it had', () => {
  const zone = 'America/Sao_Paulo';
  const retros = pickRetros({ start: '2018-10-22', end: '2018-11-23' }, slotOf(null, zone, s), zone, s);
  expect(retros.map(({ time }) => iso(time.start).slice(11, 16))).toEqual([
    '17:00',
    '17:00',
    '16:00',
    '16:00',
  ]);
});

test('[P10] the first retro stands on the kickoff’s day, and before the kickoff', () => {
  const thursday = { start: '2026-12-03', end: '2027-02-10' };
  expect(dayOf(pickRetros(thursday, usual, BERLIN, s)[0]!.time.start, BERLIN)).toBe('2026-12-03');
  const friday: Slot = { ...usual, weekday: 5 };
  const starting = { start: '2026-12-04', end: '2027-02-11' };
  expect(dayOf(pickRetros(starting, friday, BERLIN, s)[0]!.time.start, BERLIN)).toBe('2026-12-04');
  expect(dayOf(pickKickoff(starting, BERLIN, s).start, BERLIN)).toBe('2026-12-07');
});

test('[P7] a slot that a person put on a Friday or a Sunday is kept', () => {
  for (const weekday of [5, 7]) {
    const retros = pickRetros(tenWeeks, { ...usual, weekday }, BERLIN, s);
    expect(new Set(retros.map(({ time }) => wallOf(time.start, BERLIN).weekday))).toEqual(new Set([weekday]));
  }
});

test('[P11] the project retro is in the week before the last where the last has no slot', () => {
  const days = { start: '2026-11-30', end: '2026-12-16' };
  expect(weeksOf(days)).toBe(3);
  expect(pickProjectRetro(days, usual, BERLIN, s)?.week).toBe(2);
  expect(pickRetros(days, usual, BERLIN, s).map(({ week }) => week)).toEqual([1]);
});

test('[P11] a slot on the last day is the project retro’s', () => {
  const days = { start: '2026-11-30', end: '2026-12-10' };
  expect(formatTimed(pickProjectRetro(days, usual, BERLIN, s)!.time, BERLIN)).toBe(
    'Thu 10 Dec 2026, 14:00–15:00',
  );
});

test('[P12] three days without a slot have no retro at all', () => {
  const days = { start: '2026-11-30', end: '2026-12-02' };
  expect(pickProjectRetro(days, usual, BERLIN, s)).toBeNull();
  expect(pickRetros(days, usual, BERLIN, s)).toEqual([]);
});

test('[P11] three days with a slot have the project retro alone', () => {
  const days = { start: '2026-12-01', end: '2026-12-03' };
  expect(pickProjectRetro(days, usual, BERLIN, s)?.week).toBe(1);
  expect(pickRetros(days, usual, BERLIN, s)).toEqual([]);
});

test('[P12] one day has the project retro when it is the slot’s day', () => {
  expect(pickProjectRetro({ start: '2026-12-03', end: '2026-12-03' }, usual, BERLIN, s)?.week).toBe(1);
  expect(pickProjectRetro({ start: '2026-12-04', end: '2026-12-04' }, usual, BERLIN, s)).toBeNull();
});

test('[P10] a year has its retros one by one', () => {
  const retros = pickRetros({ start: '2027-12-27', end: '2028-12-29' }, usual, BERLIN, s);
  expect(retros).toHaveLength(52);
  expect(retros.map(({ week }) => week)).toEqual(Array.from({ length: 52 }, (_, i) => i + 1));
});

test('[P10] every retro is on the slot, in its own week, seven local days after the one before', () => {
  fc.assert(
    fc.property(anyDates, anySlot, anyZone, (days, slot, zone) => {
      const retros = pickRetros(days, slot, zone, s);
      for (const [i, { week, time }] of retros.entries()) {
        const { day, weekday, hour, minute } = wallOf(time.start, zone);
        expect(week).toBe(i + 1);
        expect({ weekday, hour, minute }).toEqual({
          weekday: slot.weekday,
          hour: slot.hour,
          minute: slot.minute,
        });
        expect(time.end - time.start).toBe(slot.minutes * 60_000);
        expect(weekOf(day, days)).toBe(week);
        expect(slotDay(week, days, slot)).toBe(day);
        const before = retros[i - 1];
        if (before) expect(daysBetween(dayOf(before.time.start, zone), day)).toBe(7);
      }
    }),
  );
});

test('[P11] the project retro is the last slot in Dates, after every weekly one', () => {
  fc.assert(
    fc.property(anyDates, anySlot, anyZone, (days, slot, zone) => {
      const last = pickProjectRetro(days, slot, zone, s);
      const retros = pickRetros(days, slot, zone, s);
      if (!last) {
        expect(retros).toEqual([]);
        expect(daysBetween(days.start, days.end)).toBeLessThan(6);
        return;
      }
      const day = dayOf(last.time.start, zone);
      expect(weekdayOf(day)).toBe(slot.weekday);
      expect(daysBetween(days.start, day)).toBeGreaterThanOrEqual(0);
      expect(daysBetween(day, days.end)).toBeGreaterThanOrEqual(0);
      expect(daysBetween(day, days.end)).toBeLessThan(7);
      expect(retros).toHaveLength(last.week - 1);
      expect(last.time.end - last.time.start).toBe(3_600_000);
    }),
  );
});

test('[P38] Dates, slots and settings that are none pick times that are none', () => {
  const none: Days = { start: '', end: '' };
  for (const { start } of pickFollowUps('', BERLIN, s)) expect(start).toBeNaN();
  const broken = settings({ kickoffTime: 'morning', retroTime: '', checkInMonths: Number.NaN });
  expect(pickKickoff(none, BERLIN, s).start).toBeNaN();
  expect(pickKickoff(tenWeeks, BERLIN, broken).start).toBeNaN();
  expect(pickRetros(none, usual, BERLIN, s)).toEqual([]);
  expect(pickProjectRetro(none, usual, BERLIN, s)).toBeNull();
  expect(pickProjectRetro(tenWeeks, slotOf(null, BERLIN, broken), BERLIN, s)?.time.start).toBeNaN();
  expect(pickRetros(tenWeeks, { ...usual, weekday: Number.NaN }, BERLIN, s)).toEqual([]);
  expect(pickCheckIn('', BERLIN, s).start).toBeNaN();
  expect(pickCheckIn('2026-12-03', BERLIN, broken).start).toBeNaN();
  expect(fillTime('soon', 'kickoff', BERLIN, usual, s).start).toBeNaN();
  expect(fits('kickoff', null, timed('', { hour: 0, minute: 0 }, 1, BERLIN), tenWeeks, BERLIN)).toBe(false);
});

test('[P38] the years 1 and 9999 pick without an exception', () => {
  for (const zone of ZONES) {
    for (const days of [
      { start: '0001-01-01', end: '0001-03-10' },
      { start: '9999-10-25', end: '9999-12-31' },
    ]) {
      expect(pickRetros(days, usual, zone, s).length).toBeGreaterThan(7);
      expect(typeof pickCheckIn(days.end, zone, s).start).toBe('number');
    }
  }
});
