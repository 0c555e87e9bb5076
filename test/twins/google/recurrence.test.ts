/** Which local times a recurrence stands for. */
import { describe, expect, it } from 'vitest';
import { occurrences, parseRecurrence } from '../../../twins/google/recurrence.ts';
import { fromWall, toWall } from '../../../twins/google/times.ts';

const wall = (text: string): number => Date.parse(`${text}Z`);

/** The first occurrences as local times. */
function first(lines: string[], start: string, many = 5, zone = 'Europe/Berlin'): string[] {
  const recurrence = parseRecurrence(lines, zone, false);
  if (!recurrence) return ['refused'];
  const found: string[] = [];
  for (const one of occurrences(recurrence, wall(start))) {
    found.push(new Date(one).toISOString().slice(0, 16));
    if (found.length === many) break;
  }
  return found;
}

describe('a recurrence', () => {
  it.for([
    [
      'every day, three times',
      ['RRULE:FREQ=DAILY;COUNT=3'],
      '2027-03-27T09:00',
      ['2027-03-27T09:00', '2027-03-28T09:00', '2027-03-29T09:00'],
    ],
    [
      'every second week on two days',
      ['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=4'],
      '2027-01-05T14:00',
      ['2027-01-05T14:00', '2027-01-07T14:00', '2027-01-19T14:00', '2027-01-21T14:00'],
    ],
    [
      'working days',
      ['RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=3'],
      '2027-01-07T09:00',
      ['2027-01-07T09:00', '2027-01-08T09:00', '2027-01-11T09:00'],
    ],
    [
      'weeks that begin on Sunday',
      ['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU;COUNT=3'],
      '2027-01-03T09:00',
      ['2027-01-03T09:00', '2027-01-04T09:00', '2027-01-17T09:00'],
    ],
    [
      'the third Thursday',
      ['RRULE:FREQ=MONTHLY;BYDAY=3TH;COUNT=3'],
      '2027-01-21T09:00',
      ['2027-01-21T09:00', '2027-02-18T09:00', '2027-03-18T09:00'],
    ],
    [
      'the last Friday',
      ['RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3'],
      '2027-01-29T09:00',
      ['2027-01-29T09:00', '2027-02-26T09:00', '2027-03-26T09:00'],
    ],
    [
      'the last working day',
      ['RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2'],
      '2027-01-29T09:00',
      ['2027-01-29T09:00', '2027-02-26T09:00'],
    ],
    [
      'the 31st skips short months',
      ['RRULE:FREQ=MONTHLY;COUNT=3'],
      '2027-01-31T09:00',
      ['2027-01-31T09:00', '2027-03-31T09:00', '2027-05-31T09:00'],
    ],
    [
      'once a year',
      ['RRULE:FREQ=YEARLY;COUNT=2'],
      '2027-02-03T09:00',
      ['2027-02-03T09:00', '2028-02-03T09:00'],
    ],
    [
      'UNTIL takes its own instant in',
      ['RRULE:FREQ=WEEKLY;UNTIL=20270408T120000Z'],
      '2027-03-25T14:00',
      ['2027-03-25T14:00', '2027-04-01T14:00', '2027-04-08T14:00'],
    ],
    [
      'UNTIL a second too early',
      ['RRULE:FREQ=WEEKLY;UNTIL=20270408T115959Z'],
      '2027-03-25T14:00',
      ['2027-03-25T14:00', '2027-04-01T14:00'],
    ],
    [
      'EXDATE takes out, RDATE adds',
      ['RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE;TZID=Europe/Berlin:20270114T140000', 'RDATE:20270115T130000Z'],
      '2027-01-07T14:00',
      ['2027-01-07T14:00', '2027-01-15T14:00', '2027-01-21T14:00'],
    ],
    [
      'COUNT counts what EXDATE takes out',
      ['RRULE:FREQ=DAILY;COUNT=2', 'EXDATE:20270107T130000Z'],
      '2027-01-07T14:00',
      ['2027-01-08T14:00'],
    ],
    [
      'COUNT and UNTIL together',
      ['RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270301T000000Z'],
      '2027-01-07T14:00',
      ['refused'],
    ],
    ['hours', ['RRULE:FREQ=HOURLY'], '2027-01-07T14:00', ['refused']],
    ['EXRULE', ['EXRULE:FREQ=DAILY'], '2027-01-07T14:00', ['refused']],
  ] as const)('%s', ([, lines, start, want]) => {
    expect(first([...lines], start)).toEqual(want);
  });

  it('ends although its rule never matches', () => {
    expect(first(['RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31'], '2027-01-07T14:00')).toEqual([
      '2027-01-07T14:00',
    ]);
  });
});

describe('local time', () => {
  it('takes the first of two, and moves on from one that does not exist', () => {
    expect(new Date(fromWall(wall('2027-10-31T02:30'), 'Europe/Berlin')).toISOString()).toBe(
      '2027-10-31T00:30:00.000Z',
    );
    expect(new Date(fromWall(wall('2027-03-28T02:30'), 'Europe/Berlin')).toISOString()).toBe(
      '2027-03-28T01:30:00.000Z',
    );
    expect(new Date(toWall(Date.parse('2027-07-01T12:00:00Z'), 'America/New_York')).toISOString()).toBe(
      '2027-07-01T08:00:00.000Z',
    );
  });
});
