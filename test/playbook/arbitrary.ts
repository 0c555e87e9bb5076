// What the property tests draw from, and the few values that most tests share.
import fc from 'fast-check';
import {
  addDays,
  type Day,
  type Days,
  DEFAULT_PLAYBOOK,
  type PlaybookSettings,
} from '../../src/playbook/index.ts';

export const settings = (changes: Partial<PlaybookSettings> = {}): PlaybookSettings => ({
  ...DEFAULT_PLAYBOOK,
  ...changes,
});

/** Northern, southern, half-hour, half-hour daylight saving, none, and a zone beyond the date line. */
export const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'UTC',
] as const;

export const anyZone = fc.constantFrom(...ZONES);
/** A day of 2020–2109, all weekdays and leap days among them. */
export const anyDay: fc.Arbitrary<Day> = fc
  .integer({ min: 0, max: 32_800 })
  .map((n) => addDays('2020-01-01', n));
/** Dates of one day to 60 weeks. */
export const anyDates: fc.Arbitrary<Days> = fc
  .tuple(anyDay, fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 419 })))
  .map(([start, n]) => ({ start, end: addDays(start, n) }));
/** A slot at a time that no zone ever skips, on any weekday. */
export const anySlot = fc.record({
  weekday: fc.integer({ min: 1, max: 7 }),
  hour: fc.integer({ min: 4, max: 22 }),
  minute: fc.constantFrom(0, 15, 30, 45),
  minutes: fc.constantFrom(15, 30, 60),
});
