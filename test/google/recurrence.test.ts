import { expect, test } from 'vitest';
import type { CalendarEvent } from '../../src/google/event.ts';
import { endRule, occurrencesOf, readRule, weeklyRule } from '../../src/google/recurrence.ts';

const HOUR = 3_600_000;

function series(
  recurrence: string[],
  start: string,
  zone = 'Europe/Berlin',
): Pick<CalendarEvent, 'recurrence' | 'time' | 'zone'> {
  const begin = Date.parse(start);
  return { recurrence, time: { start: begin, end: begin + HOUR }, zone };
}

function iso(starts: number[] | null): string[] | undefined {
  return starts?.map((start) => new Date(start).toISOString().slice(0, 16));
}

test('[C10] the rule that we write is weekly, ends in UTC, and is read back as plain', () => {
  const until = Date.UTC(2026, 2, 26, 13);
  expect(weeklyRule(until)).toEqual(['RRULE:FREQ=WEEKLY;UNTIL=20260326T130000Z']);
  expect(readRule(weeklyRule(until))).toMatchObject({ weekly: true, plain: true, until, count: null });
});

test("[C10] a rule as Google's page writes it is plain while it means every week on one day", () => {
  for (const line of [
    'RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20260326T225959Z;BYDAY=TH',
    'RRULE:FREQ=WEEKLY;COUNT=9',
    'RRULE:FREQ=WEEKLY;INTERVAL=1;UNTIL=20260326',
  ]) {
    expect(readRule([line]).plain).toBe(true);
  }
});

test('[C12] a rule that a person changed is not plain', () => {
  for (const lines of [
    ['RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=5'],
    ['RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=5'],
    ['RRULE:FREQ=WEEKLY'],
    ['RRULE:FREQ=DAILY;COUNT=5'],
    ['RRULE:FREQ=MONTHLY;BYDAY=1TH;COUNT=5'],
    ['RRULE:FREQ=WEEKLY;BYDAY=1TH;COUNT=5'],
    ['RRULE:FREQ=WEEKLY;BYHOUR=9,14;COUNT=5'],
    ['RRULE:FREQ=WEEKLY;COUNT=5', 'EXDATE;TZID=Europe/Berlin:20260319T140000'],
    ['RRULE:FREQ=WEEKLY;COUNT=many'],
    ['RRULE:FREQ=WEEKLY;UNTIL=soon'],
    [],
  ]) {
    expect(readRule(lines).plain).toBe(false);
  }
});

test('[C10] occurrences keep their local time over a daylight saving change', () => {
  const weekly = series(weeklyRule(Date.parse('2026-04-09T12:00:00Z')), '2026-03-19T14:00:00+01:00');
  expect(iso(occurrencesOf(weekly))).toEqual([
    '2026-03-19T13:00',
    '2026-03-26T13:00',
    '2026-04-02T12:00',
    '2026-04-09T12:00',
  ]);
});

test('a local time that a daylight saving change leaves out comes back the week after', () => {
  const early = series(['RRULE:FREQ=WEEKLY;COUNT=3'], '2026-03-22T02:30:00+01:00');
  expect(iso(occurrencesOf(early))).toEqual(['2026-03-22T01:30', '2026-03-29T01:30', '2026-04-05T00:30']);
});

test('the end of a rule is inclusive, and a caller may ask for less', () => {
  const weekly = series(weeklyRule(Date.parse('2026-01-15T13:00:00Z')), '2026-01-01T14:00:00+01:00');
  expect(occurrencesOf(weekly)).toHaveLength(3);
  expect(occurrencesOf(weekly, Date.parse('2026-01-08T13:00:00Z'))).toHaveLength(2);
  expect(occurrencesOf(weekly, undefined, 1)).toHaveLength(1);
  expect(occurrencesOf(series(['RRULE:FREQ=WEEKLY'], '2026-01-01T14:00:00Z'), undefined, 60)).toHaveLength(
    60,
  );
});

test('[C12] every second week and several days a week are worked out', () => {
  const second = series(['RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3'], '2026-01-01T14:00:00Z', 'UTC');
  expect(iso(occurrencesOf(second))).toEqual(['2026-01-01T14:00', '2026-01-15T14:00', '2026-01-29T14:00']);
  const twice = series(['RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4'], '2026-01-01T14:00:00Z', 'UTC');
  expect(iso(occurrencesOf(twice))).toEqual([
    '2026-01-01T14:00',
    '2026-01-06T14:00',
    '2026-01-08T14:00',
    '2026-01-13T14:00',
  ]);
});

test('the first day of the week decides which days every second week has', () => {
  const rule = (start: string) => `RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=${start}`;
  // RFC 5545 section 3.8.5.3 has this pair of examples.
  const monday = series([rule('MO')], '1997-08-05T13:00:00Z', 'UTC');
  const sunday = series([rule('SU')], '1997-08-05T13:00:00Z', 'UTC');
  const days = (starts: number[] | null) => iso(starts)?.map((start) => start.slice(5, 10));
  expect(days(occurrencesOf(monday))).toEqual(['08-05', '08-10', '08-19', '08-24']);
  expect(days(occurrencesOf(sunday))).toEqual(['08-05', '08-17', '08-19', '08-31']);
});

test('an all-day series has midnight UTC of each day', () => {
  const days = {
    recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'],
    time: { start: '2026-03-26', end: '2026-03-26' },
    zone: null,
  };
  expect(iso(occurrencesOf(days))).toEqual(['2026-03-26T00:00', '2026-04-02T00:00']);
});

test('what is no weekly rule is left to Google', () => {
  expect(occurrencesOf(series(['RRULE:FREQ=MONTHLY;COUNT=3'], '2026-01-01T14:00:00Z'))).toBeNull();
  expect(
    occurrencesOf(series(['RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE:20260108T140000Z'], '2026-01-01T14:00:00Z')),
  ).toBeNull();
  expect(occurrencesOf(series(['RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3'], '2026-01-01T14:00:00Z'))).toBeNull();
  expect(occurrencesOf({ recurrence: null, time: { start: 0, end: 1 }, zone: null })).toBeNull();
});

test('[C12] a person’s lines are ended where they stand, whatever else they say', () => {
  const until = Date.parse('2026-12-24T13:00:00Z');
  expect(endRule(['RRULE:FREQ=WEEKLY;UNTIL=20270114T130000Z;INTERVAL=2'], until)).toEqual([
    'RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261224T130000Z',
  ]);
  expect(
    endRule(
      [
        'RRULE:FREQ=MONTHLY;BYDAY=2TH;COUNT=9',
        'EXDATE:20261210T130000Z',
        'RDATE;TZID=Europe/Berlin:20261201T140000,20270301T140000',
        'RDATE:20270401T130000Z',
      ],
      until,
    ),
  ).toEqual([
    'RRULE:FREQ=MONTHLY;BYDAY=2TH;UNTIL=20261224T130000Z',
    'EXDATE:20261210T130000Z',
    'RDATE;TZID=Europe/Berlin:20261201T140000',
  ]);
});
