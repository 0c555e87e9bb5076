import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { PHASES } from '../../src/playbook/words.ts';
import { nextClockChange, PEOPLE, sampleWorkspace } from '../../twins/local/seed.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
/** A day in every season, on every weekday, and around both changes of the clocks. */
const DAYS = [
  '2026-11-22',
  '2027-01-04',
  '2027-03-13',
  '2027-03-29',
  '2027-06-16',
  '2027-08-06',
  '2027-10-28',
  '2028-02-29',
];

describe.each(DAYS)('the sample workspace on %s', (today) => {
  const samples = sampleWorkspace(day(today));
  const datesOf = (phase: string) =>
    samples.find(({ row }) => row.Phase === phase)!.row.Dates as { start: string; end: string };

  test('has one engagement in each phase and two time zones', () => {
    expect(samples.map(({ row }) => row.Phase).sort()).toEqual([...PHASES].sort());
    expect(new Set(samples.map(({ row }) => row['Time zone'])).size).toBe(2);
  });

  test('has one that is planned across a change of the clocks in its zone', () => {
    const planned = samples.find(({ row }) => row.Phase === 'Planning')!;
    const { start, end } = datesOf('Planning');
    const zone = String(planned.row['Time zone']);
    const offset = (text: string) => day(text).toZonedDateTime(zone).offset;
    expect(offset(start)).not.toBe(offset(end));
    expect(start > today).toBe(true);
  });

  test('has one that runs, one that has just ended and one that ended long ago', () => {
    expect(datesOf('Executing').start < today && today < datesOf('Executing').end).toBe(true);
    expect(datesOf('Wrapping up').end < today).toBe(true);
    const checkIn = day(datesOf('Completed').end).add({ months: 3, days: 4 });
    expect(Temporal.PlainDate.compare(checkIn, day(today))).toBeLessThan(0);
  });

  test('names only people who work there, and lets nobody advise their own engagement', () => {
    const names = PEOPLE.map(({ name }) => name);
    for (const { by, row } of samples) {
      const people = ['Engineer', 'Advisor', 'Host people'].flatMap(
        (key) => (row[key] as string[] | undefined) ?? [],
      );
      for (const name of [by, ...people]) expect(names).toContain(name);
      expect(new Set(people).size).toBe(people.length);
    }
  });

  test('begins and ends engagements within working weeks', () => {
    for (const { row } of samples) {
      if (!row.Dates) continue;
      const { start, end } = row.Dates as { start: string; end: string };
      expect([day(start).dayOfWeek, day(end).dayOfWeek]).toEqual([1, 5]);
    }
  });
});

test('the change of the clocks is the nearest one, four weeks into the engagement where there is time', () => {
  const { zone, start } = nextClockChange(day('2026-11-22'));
  expect([zone, String(start)]).toEqual(['America/New_York', '2027-02-08']);
});
