import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { UnexpectedAnswer } from '../../src/call.ts';
import type { EventDraft } from '../../src/google/event.ts';
import { parseInstanceId } from '../../src/google/ids.ts';
import { toCalendarEvent, toEventPage, toInsertBody, toPatchBody } from '../../src/google/normal.ts';
import { occurrencesOf } from '../../src/google/recurrence.ts';

const at = (text: string) => Date.parse(text);

function answer(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    kind: 'calendar#event',
    id: 'abc12',
    etag: '"1"',
    status: 'confirmed',
    summary: 'Kickoff: Apollo',
    updated: '2026-03-01T09:00:00.123Z',
    start: { dateTime: '2026-03-19T14:00:00+01:00', timeZone: 'Europe/Berlin' },
    end: { dateTime: '2026-03-19T14:30:00+01:00', timeZone: 'Europe/Berlin' },
    ...over,
  };
}

function draft(over: Partial<EventDraft> = {}): EventDraft {
  return {
    title: 'Kickoff: Apollo',
    description: '',
    time: { start: at('2026-03-19T13:00:00Z'), end: at('2026-03-19T13:45:00Z') },
    zone: 'Europe/Berlin',
    status: 'confirmed',
    busy: true,
    guests: [],
    marks: { engagement: 'p1' },
    ...over,
  };
}

test('[C6] the same time in another offset is the same time', () => {
  const berlin = toCalendarEvent(answer());
  const chicago = toCalendarEvent(
    answer({
      start: { dateTime: '2026-03-19T08:00:00-05:00', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2026-03-19T13:30:00Z', timeZone: 'Europe/Berlin' },
    }),
  );
  expect(chicago.time).toEqual(berlin.time);
  expect(berlin.time).toEqual({ start: at('2026-03-19T13:00:00Z'), end: at('2026-03-19T13:30:00Z') });
  expect(berlin.zone).toBe('Europe/Berlin');
});

test('[C6] a time without an offset is local to its zone', () => {
  const start = { dateTime: '2026-03-19T14:00:00', timeZone: 'Europe/Berlin' };
  expect(toCalendarEvent(answer({ start })).time?.start).toBe(at('2026-03-19T13:00:00Z'));
});

test('[C7] an all-day event is days with an inclusive end', () => {
  const days = (start: string, end: string) =>
    toCalendarEvent(answer({ start: { date: start }, end: { date: end } })).time;
  expect(days('2026-02-27', '2026-03-02')).toEqual({ start: '2026-02-27', end: '2026-03-01' });
  expect(days('2026-02-27', '2026-02-28')).toEqual({ start: '2026-02-27', end: '2026-02-27' });
  expect(days('2026-02-27', '2026-02-27')).toEqual({ start: '2026-02-27', end: '2026-02-27' });
});

test('[C14] guests are lower-cased, and the organizer, rooms and the calendar itself are fixed', () => {
  const raw = {
    email: ' Ann@Example.COM ',
    responseStatus: 'accepted',
    comment: 'fine',
    additionalGuests: 1,
  };
  const { guests } = toCalendarEvent(
    answer({
      attendees: [
        raw,
        { email: 'o@example.com', organizer: true },
        { email: 'room@example.com', resource: true },
        { email: 'self@example.com', self: true, responseStatus: 'something new' },
        { displayName: 'hidden' },
      ],
    }),
  );
  expect(guests[0]).toEqual({ email: 'ann@example.com', response: 'accepted', fixed: false, raw });
  expect(guests.map((guest) => guest.fixed)).toEqual([false, true, true, true, true]);
  expect(guests[3]?.response).toBe('needsAction');
});

test('[C4] a bare tombstone is a cancelled event without a time', () => {
  expect(toCalendarEvent({ kind: 'calendar#event', etag: '"2"', id: 'abc12', status: 'cancelled' })).toEqual({
    id: 'abc12',
    etag: '"2"',
    status: 'cancelled',
    title: '',
    description: '',
    link: null,
    time: null,
    zone: null,
    recurrence: null,
    series: null,
    original: null,
    guests: [],
    marks: {},
    busy: true,
    updated: 0,
  });
});

test('[C11] a cancelled occurrence names its series and its original start', () => {
  const cancelled = {
    id: 'abc_20260319T130000Z',
    status: 'cancelled',
    recurringEventId: 'abc',
    originalStartTime: { dateTime: '2026-03-19T08:00:00-05:00', timeZone: 'Europe/Berlin' },
  };
  expect(toCalendarEvent(cancelled)).toMatchObject({
    series: 'abc',
    original: at('2026-03-19T13:00:00Z'),
    time: null,
  });
  const allDay = { ...cancelled, originalStartTime: { date: '2026-03-19' } };
  expect(toCalendarEvent(allDay).original).toBe(at('2026-03-19T00:00:00Z'));
});

test('[C5] marks, zone, link and busyness come as Google has them', () => {
  const event = toCalendarEvent(
    answer({
      transparency: 'transparent',
      htmlLink: 'https://www.google.com/calendar/event?eid=x',
      extendedProperties: { private: { engagement: 'p1' }, shared: { other: '1' } },
    }),
  );
  expect(event).toMatchObject({ busy: false, marks: { engagement: 'p1' } });
  expect(event.link).toContain('eid=x');
  expect(event.updated).toBe(at('2026-03-01T09:00:00.123Z'));
});

test('[C22] what has not the shape of an event is refused, without its values in the message', () => {
  for (const wrong of [
    JSON.stringify(answer()),
    null,
    {},
    [],
    answer({ id: '' }),
    answer({ status: 'secret-status' }),
    answer({ start: undefined }),
    answer({ start: { dateTime: 'secret' } }),
    answer({ start: { date: '2026-13-45' } }),
    answer({ start: { dateTime: '2026-03-19T14:00:00', timeZone: 'secret/zone' } }),
    answer({ attendees: 'secret' }),
  ]) {
    expect(() => toCalendarEvent(wrong)).toThrow(UnexpectedAnswer);
    expect(() => toCalendarEvent(wrong)).not.toThrow(/secret/);
  }
});

test('[C27] a page is read to its next page or to its sync token', () => {
  const page = { kind: 'calendar#events', items: [answer()] };
  expect(toEventPage({ ...page, nextPageToken: 'p' })).toMatchObject({ next: 'p', syncToken: null });
  expect(toEventPage({ kind: 'calendar#events', nextSyncToken: 's' })).toEqual({
    events: [],
    next: null,
    syncToken: 's',
  });
});

test('[C22] a page without exactly one token, or of another kind, is refused', () => {
  for (const wrong of [
    { kind: 'calendar#events', items: [] },
    { kind: 'calendar#events', items: [], nextPageToken: 'p', nextSyncToken: 's' },
    { kind: 'calendar#calendarList', items: [], nextSyncToken: 's' },
    '{"kind":"calendar#events"}',
    { kind: 'calendar#events', items: [{}], nextSyncToken: 's' },
  ]) {
    expect(() => toEventPage(wrong)).toThrow(UnexpectedAnswer);
  }
});

test('[C6] a new event is sent as local time and zone', () => {
  expect(toInsertBody('abc12', draft())).toEqual({
    id: 'abc12',
    summary: 'Kickoff: Apollo',
    description: '',
    start: { dateTime: '2026-03-19T14:00:00', timeZone: 'Europe/Berlin' },
    end: { dateTime: '2026-03-19T14:45:00', timeZone: 'Europe/Berlin' },
    status: 'confirmed',
    transparency: 'opaque',
    guestsCanModify: false,
    guestsCanInviteOthers: false,
    extendedProperties: { private: { engagement: 'p1' } },
  });
});

test('[C6] of the hour that autumn repeats the second one keeps its offset', () => {
  const start = at('2026-10-25T01:30:00Z');
  const body = toInsertBody('abc12', draft({ time: { start, end: start + 3_600_000 } }));
  expect(body.start).toEqual({ dateTime: '2026-10-25T02:30:00+01:00', timeZone: 'Europe/Berlin' });
  expect(toCalendarEvent(answer(body)).time).toEqual({ start, end: start + 3_600_000 });
});

test('[C7] the span is sent as days with an exclusive end, free not busy', () => {
  const body = toInsertBody(
    'abc12',
    draft({ time: { start: '2026-02-27', end: '2026-02-28' }, busy: false, status: 'tentative' }),
  );
  expect(body).toMatchObject({
    start: { date: '2026-02-27' },
    end: { date: '2026-03-01' },
    transparency: 'transparent',
    status: 'tentative',
  });
});

test('[C14] guests and the rule are sent when there are any', () => {
  const body = toInsertBody(
    'abc12',
    draft({ guests: ['a@x.io'], recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'] }),
  );
  expect(body).toMatchObject({ attendees: [{ email: 'a@x.io' }], recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'] });
});

test('[C13] a patch has only what changed', () => {
  expect(toPatchBody({})).toEqual({});
  expect(toPatchBody({ title: 'New' })).toEqual({ summary: 'New' });
  expect(toPatchBody({ busy: true, status: 'confirmed', marks: { mode: 'pinned', hash: null } })).toEqual({
    transparency: 'opaque',
    status: 'confirmed',
    extendedProperties: { private: { mode: 'pinned', hash: null } },
  });
  const attendees = [{ email: 'a@x.io', responseStatus: 'accepted' }];
  expect(toPatchBody({ attendees, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'], description: '' })).toEqual({
    attendees,
    recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'],
    description: '',
  });
});

test('[C8] a patch that turns days into a time, or a time into days, takes the other away', () => {
  const { time, zone } = draft();
  expect(toPatchBody({ time, zone }).start).toEqual({
    dateTime: '2026-03-19T14:00:00',
    timeZone: 'Europe/Berlin',
    date: null,
  });
  expect(toPatchBody({ time: { start: '2026-02-27', end: '2026-02-27' } })).toEqual({
    start: { date: '2026-02-27', dateTime: null, timeZone: null },
    end: { date: '2026-02-28', dateTime: null, timeZone: null },
  });
});

test('a time without its zone, a zone without a time and a name that Google drops are bugs', () => {
  expect(() => toPatchBody({ time: { start: 0, end: 1 } })).toThrow(/zone/);
  expect(() => toPatchBody({ zone: 'UTC' })).toThrow(/zone/);
  expect(() => toPatchBody({ marks: { ['x'.repeat(45)]: '' } })).toThrow(/too long/);
});

test('values are cut where Google would cut them without a word', () => {
  const body = toInsertBody('abc12', draft({ title: 'x'.repeat(3000), marks: { note: 'y'.repeat(2000) } }));
  expect(body.summary).toHaveLength(1024);
  expect(body.extendedProperties).toEqual({ private: { note: 'y'.repeat(1024) } });
});

// Recorded pages lie beside the project on some machines; the project holds no copy of them.
const recorded = fileURLToPath(
  new URL('../../../shared/contracts/fixtures/google-sync-pages.jsonl', import.meta.url).href,
);
const there = existsSync(recorded);

test.skipIf(!there)('recorded pages of the real service are read (skipped where they are not there)', () => {
  const pages = readFileSync(recorded, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as { response: { items?: unknown[] } & Record<string, unknown> });
  const events = pages.flatMap(({ response }) => (response.items ?? []).map(toCalendarEvent));
  expect(events.length).toBeGreaterThan(20);
  expect(pages.some(({ response }) => toEventPage(response).syncToken !== null)).toBe(true);
  for (const event of events) {
    if (event.series !== null) expect(parseInstanceId(event.id)?.original).toBe(event.original);
    expect(event.time === null).toBe(event.status === 'cancelled' && event.title === '');
  }
  expect(events.some((event) => event.recurrence && occurrencesOf(event) === null)).toBe(true); // FREQ=DAILY
});
