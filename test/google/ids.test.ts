import { expect, test } from 'vitest';
import {
  eventId,
  instanceId,
  linkedId,
  occurrenceLink,
  parseInstanceId,
  rootOf,
  splitOf,
} from '../../src/google/ids.ts';

const PAGE = '1f2e3d4c-5b6a-4978-8a9b-0c1d2e3f4a5b';

test('[C3] an id is made of the letters that Google allows and is the same every time', () => {
  const id = eventId(PAGE, 'kickoff', 1);
  expect(id).toMatch(/^[a-v0-9]{32}$/);
  expect(eventId(PAGE, 'kickoff', 1)).toBe(id);
  expect(id).toBe('0et8lqimt4m9u6bbg1qk56fq9l06hemv'); // written down: a change would double every meeting
});

test('[C3] an engagement has the same ids with and without the dashes of its page id', () => {
  expect(eventId(PAGE.replaceAll('-', '').toUpperCase(), 'span', 2)).toBe(eventId(PAGE, 'span', 2));
});

test('[C3] page, meeting and generation each make another id', () => {
  const ids = [
    eventId(PAGE, 'retro', 1),
    eventId(PAGE, 'retro', 2),
    eventId(PAGE, 'span', 1),
    eventId(PAGE.replace('1f', '2f'), 'retro', 1),
    eventId(PAGE, 'retro', 11),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

test('[C11] an occurrence id names the series and its original start in UTC', () => {
  const id = instanceId('abc', Date.UTC(2026, 2, 15, 13, 5));
  expect(id).toBe('abc_20260315T130500Z');
  expect(parseInstanceId(id)).toEqual({ series: 'abc', original: Date.UTC(2026, 2, 15, 13, 5) });
});

test('[C11] an all-day occurrence has midnight UTC as its original start', () => {
  expect(parseInstanceId('abc_20260315')).toEqual({ series: 'abc', original: Date.UTC(2026, 2, 15) });
});

test('an id of no occurrence is read as none', () => {
  expect(parseInstanceId('abc')).toBeNull();
  expect(parseInstanceId('abc_R20250327T123000')).toBeNull();
  expect(parseInstanceId('abc_20269999T000000Z')).toBeNull();
});

test('[C12] the root of a split series and of its occurrences is the id that we gave', () => {
  for (const id of [
    'abc',
    'abc_20250403T123000Z',
    'abc_R20250327T123000',
    'abc_R20250327',
    'abc_R20250327T123000_20250403T123000Z',
    'abc_R20250327T123000_R20250410T123000',
  ]) {
    expect(rootOf(id)).toBe('abc');
  }
});

test('[C12] occurrences of a split series have ids of the series that it was split from', () => {
  const start = Date.parse('2026-12-31T13:00:00Z');
  expect(instanceId('abc_R20261231T130000', start)).toBe('abc_20261231T130000Z');
  expect(splitOf('abc_R20261231T130000')).toEqual({ root: 'abc', original: start });
  expect(splitOf('abc_R20261231')).toEqual({ root: 'abc', original: Date.parse('2026-12-31') });
  expect(splitOf('abc_20261231T130000Z')).toBeNull();
});

test("an occurrence's link is its series' link with the other id", () => {
  const link = `https://www.google.com/calendar/event?eid=${btoa('abc team@g').replace(/=+$/, '')}&ctz=UTC`;
  const made = occurrenceLink(link, 'abc', 'abc_20260315T130000Z');
  const url = new URL(made ?? '');
  expect(atob(url.searchParams.get('eid') ?? '')).toBe('abc_20260315T130000Z team@g');
  expect(url.searchParams.get('ctz')).toBe('UTC');
});

test('a link of another form gives no link of an occurrence', () => {
  const other = `https://www.google.com/calendar/event?eid=${btoa('xyz team@g')}`;
  for (const link of [
    '',
    'https://x.example/?eid=%%%',
    'https://x.example/?eid=x',
    'https://x.example/',
    other,
  ]) {
    expect(occurrenceLink(link, 'abc', 'abc_20260315T130000Z')).toBeNull();
  }
});

test('a link says which event or occurrence it leads to', () => {
  const of = (text: string) => `https://www.google.com/calendar/event?eid=${btoa(text).replace(/=+$/, '')}`;
  expect(linkedId(of('abc_20260315T130000Z team@g'))).toBe('abc_20260315T130000Z');
  expect(linkedId(of('abc team@g'))).toBe('abc');
  for (const link of ['', 'https://x.example/', 'https://x.example/?eid=%%%'])
    expect(linkedId(link)).toBeNull();
});
