// Our own day arithmetic and the offsets that are kept, held against Temporal: over random days, all of IANA's zones,
// and above all the hours around a change of the clocks.
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  atWall,
  dayOf,
  daysBetween,
  readInstant,
  startOfDay,
  wallOf,
  weekdayOf,
} from '../../src/playbook/index.ts';

const HOUR = 3_600_000;
const zones = Intl.supportedValuesOf('timeZone');
const anyZone = fc.constantFrom(...zones);
/** Days that have a `YYYY-MM-DD`, those that people plan among them more often. */
const anyNumber = fc.oneof(
  fc.integer({ min: -719_162, max: 2_932_896 }),
  fc.integer({ min: 10_000, max: 30_000 }),
);
const dateOf = (number: number) => Temporal.PlainDate.from('1970-01-01').add({ days: number });
const zoned = (instant: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);

test('[S60] days are reckoned as Temporal reckons them', () => {
  fc.assert(
    fc.property(anyNumber, anyNumber, fc.integer({ min: -3_000, max: 3_000 }), (a, b, n) => {
      const [day, other] = [dateOf(a), dateOf(b)];
      const print = (date: Temporal.PlainDate) =>
        date.year >= 1 && date.year <= 9999 ? date.toString() : '';
      expect(weekdayOf(day.toString())).toBe(day.dayOfWeek);
      expect(daysBetween(day.toString(), other.toString())).toBe(b - a);
      expect(addDays(day.toString(), n)).toBe(print(day.add({ days: n })));
      expect(addMonths(day.toString(), n)).toBe(print(day.add({ months: n })));
    }),
    { numRuns: 3_000 },
  );
});

test('[S60] a text of digits is a day just where Temporal takes it for one', () => {
  const two = fc.integer({ min: 0, max: 40 }).map((n) => `${n}`.padStart(2, '0'));
  const year = fc.integer({ min: 0, max: 2200 }).map((n) => `${n}`.padStart(4, '0'));
  fc.assert(
    fc.property(year, two, two, (y, m, d) => {
      const text = `${y}-${m}-${d}`;
      let weekday = Number.NaN;
      try {
        weekday = Temporal.PlainDate.from(text).dayOfWeek;
      } catch {}
      expect(weekdayOf(text)).toBe(weekday);
    }),
    { numRuns: 3_000 },
  );
});

test('[S60] a timestamp is read as Temporal reads it', () => {
  const two = fc.integer({ min: 0, max: 62 }).map((n) => `${n}`.padStart(2, '0'));
  const end = fc.constantFrom(
    'Z',
    '+02:00',
    '-11:30',
    '+0530',
    '+24:00',
    '+10:60',
    '',
    '.5Z',
    '.123Z',
    '.1234567Z',
    ',5Z',
  );
  const separator = fc.constantFrom('T', 'T', 'T', 't', ' ');
  fc.assert(
    fc.property(two, two, two, two, end, separator, (d, h, m, s, tail, t) => {
      const text = `2026-02-${d}${t}${h}:${m}:${s}${tail}`;
      let instant: number | null = null;
      try {
        instant = Temporal.Instant.from(text).epochMilliseconds;
      } catch {}
      expect(readInstant(text), text).toBe(instant);
    }),
    { numRuns: 3_000 },
  );
});

function expectAsTemporal(instant: number, zone: string): void {
  const time = zoned(instant, zone);
  const day = time.toPlainDate().toString();
  expect(dayOf(instant, zone), `${time}`).toBe(day);
  expect(wallOf(instant, zone), `${time}`).toEqual({
    day,
    weekday: time.dayOfWeek,
    hour: time.hour,
    minute: time.minute,
  });
  expect(startOfDay(day, zone), `${time}`).toBe(time.startOfDay().epochMilliseconds);
  const wall = { hour: time.hour, minute: time.minute };
  const local = Temporal.PlainDate.from(day).toPlainDateTime(wall);
  expect(atWall(day, wall, zone), `${time}`).toBe(local.toZonedDateTime(zone).epochMilliseconds);
}

test('[S60] walls and instants are told apart as Temporal tells them, in all zones', () => {
  const within = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2230, 0) });
  fc.assert(
    fc.property(within, anyZone, (instant, zone) => expectAsTemporal(instant, zone)),
    { numRuns: 2_000 },
  );
});

test('[S60] so they are in the days around a change of the clocks', () => {
  const around = fc.integer({ min: -50 * 4, max: 50 * 4 }).map((n) => (n * HOUR) / 4);
  const year = fc.integer({ min: 2000, max: 2050 });
  fc.assert(
    fc.property(year, anyZone, fc.array(around, { minLength: 4, maxLength: 4 }), (from, zone, aside) => {
      const change = zoned(Date.UTC(from, 0), zone).getTimeZoneTransition('next');
      if (!change) return;
      for (const ms of aside) expectAsTemporal(change.epochMilliseconds + ms, zone);
      // A wall time inside the gap, or the hour that comes twice.
      const skipped = change.toPlainDateTime().subtract({ minutes: 30 });
      const wall = { hour: skipped.hour, minute: skipped.minute };
      expect(atWall(skipped.toPlainDate().toString(), wall, zone)).toBe(
        skipped.with({ second: 0 }).toZonedDateTime(zone).epochMilliseconds,
      );
    }),
    { numRuns: 1_000 },
  );
});
