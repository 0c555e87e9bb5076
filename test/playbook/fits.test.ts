// A day alone is filled with the time of its meeting, and a time that a person set fits or not.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Days,
  fillTime,
  fits,
  formatTimed,
  type Meeting,
  minutesOf,
  pickCheckIn,
  pickKickoff,
  pickProjectRetro,
  pickRetros,
  readDates,
  type Slot,
  slotOf,
  wallTimeOf,
} from '../../src/playbook/index.ts';
import { anyDay, anyZone, settings } from './arbitrary.ts';

const s = settings();
const BERLIN = 'Europe/Berlin';
const usual = slotOf(null, BERLIN, s);
const tenWeeks: Days = { start: '2026-11-30', end: '2027-02-05' };
test.each<[Meeting, string]>([
  ['intro', '10:00–10:30'],
  ['fit-check', '10:00–10:30'],
  ['kickoff', '10:00–10:45'],
  ['retro', '14:00–14:30'],
  ['project-retro', '14:00–15:00'],
  ['check-in', '10:00–10:30'],
  ['follow-up', '10:00–10:30'],
])('[P14] a day alone for the %s becomes %s of that day', (meeting, clock) => {
  expect(formatTimed(fillTime('2026-12-08', meeting, BERLIN, usual, s), BERLIN)).toBe(
    `Tue 8 Dec 2026, ${clock}`,
  );
});

test('[P14] a day alone for a retro takes time and length of the engagement’s own slot', () => {
  const slot: Slot = { weekday: 2, hour: 9, minute: 15, minutes: 45 };
  const fill = (meeting: Meeting) => formatTimed(fillTime('2026-12-10', meeting, BERLIN, slot, s), BERLIN);
  expect(fill('retro')).toBe('Thu 10 Dec 2026, 09:15–10:00');
  expect(fill('project-retro')).toBe('Thu 10 Dec 2026, 09:15–10:15');
});

test('[P14] times and lengths come from the settings', () => {
  const mine = settings({ introTime: '16:30', introMinutes: 20, kickoffTime: '08:15', kickoffMinutes: 90 });
  expect(wallTimeOf('intro', mine, usual)).toEqual({ hour: 16, minute: 30 });
  expect(minutesOf('intro', mine)).toBe(20);
  expect(formatTimed(pickKickoff(tenWeeks, BERLIN, mine), BERLIN)).toBe('Mon 30 Nov 2026, 08:15–09:45');
});

test('[P15] a pinned kickoff or project retro fits on a day of Dates', () => {
  for (const meeting of ['kickoff', 'project-retro'] as const) {
    const on = (day: string) =>
      fits(meeting, null, fillTime(day, meeting, BERLIN, usual, s), tenWeeks, BERLIN);
    expect([on('2026-11-29'), on('2026-11-30'), on('2027-02-05'), on('2027-02-06')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  }
});

test('[P15] a pinned weekly retro fits in its week', () => {
  const on = (day: string) => fits('retro', 2, fillTime(day, 'retro', BERLIN, usual, s), tenWeeks, BERLIN);
  expect([on('2026-12-06'), on('2026-12-07'), on('2026-12-13'), on('2026-12-14')]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('[P15] a pinned check-in fits after Dates; intro and fit check hang on none', () => {
  const on = (meeting: Meeting, day: string) =>
    fits(meeting, null, fillTime(day, meeting, BERLIN, usual, s), tenWeeks, BERLIN);
  expect(on('check-in', '2027-02-05')).toBe(false);
  expect(on('check-in', '2027-02-06')).toBe(true);
  expect(on('intro', '2026-01-01')).toBe(true);
  expect(on('fit-check', '2028-01-01')).toBe(true);
});

test('[P15] whatever the playbook picks fits', () => {
  fc.assert(
    fc.property(anyDay, anyZone, (start, zone) => {
      const read = readDates(start, null, s, zone);
      if (!read.ok) throw new Error(read.fault.reason);
      const { days } = read;
      const slot = slotOf(null, zone, s);
      expect(fits('kickoff', null, pickKickoff(days, zone, s), days, zone)).toBe(true);
      expect(fits('project-retro', null, pickProjectRetro(days, slot, zone, s)!.time, days, zone)).toBe(true);
      expect(fits('check-in', null, pickCheckIn(days.end, zone, s), days, zone)).toBe(true);
      for (const { week, time } of pickRetros(days, slot, zone, s)) {
        expect(fits('retro', week, time, days, zone)).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});
