/** Calendars, lists of them, free/busy, and what a changed master does to its exceptions. */
import { describe, expect, it } from 'vitest';
import { type Body, openTwin, retro, retros, slot } from './drive.ts';

describe('calendars', () => {
  it('are made, listed, hidden from others, and deleted', async () => {
    const { ask } = await openTwin();
    const made = (await ask('POST', 'calendars', { summary: 'Second', timeZone: 'Asia/Tokyo' })).body;
    expect(made).toMatchObject({
      kind: 'calendar#calendar',
      summary: 'Second',
      dataOwner: 'owner@example.com',
    });
    const listed = (await ask('GET', 'users/me/calendarList')).body;
    expect(listed.items.map((i: Body) => [i.summary, i.accessRole])).toEqual([
      ['Engagements', 'owner'],
      ['Second', 'owner'],
    ]);
    expect((await ask('DELETE', `users/me/calendarList/${made.id}`)).status).toBe(403);
    expect((await ask('DELETE', `calendars/${made.id}`)).status).toBe(204);
    const later = await ask('GET', `users/me/calendarList?syncToken=${listed.nextSyncToken}`);
    expect(later.status).toBe(200);
    expect((await ask('GET', `calendars/${made.id}`)).status).toBe(404);
  });

  it('give times in their own offset after a move', async () => {
    const { ask } = await openTwin();
    const there = (await ask('POST', 'calendars', { summary: 'Tokyo', timeZone: 'Asia/Tokyo' })).body.id;
    const { id } = (await ask('POST', 'events', slot(11))).body;
    const moved = (await ask('POST', `events/${id}/move?destination=${encodeURIComponent(there)}`)).body;
    expect(moved.start).toEqual({ dateTime: '2027-01-11T22:00:00+09:00', timeZone: 'Europe/Berlin' });
    expect(moved.organizer.email).toBe(there);
    expect((await ask('GET', `events/${id}`)).body.status).toBe('cancelled');
  });

  it('show the same instants in another offset when their zone changes', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create(slot(11));
    twin.act.changeCalendarZone('Asia/Tokyo');
    const { body } = await ask('GET', `events/${id}`);
    expect(body.start).toEqual({ dateTime: '2027-01-11T22:00:00+09:00', timeZone: 'Europe/Berlin' });
  });

  it('are seen without a call: single events and occurrences in order, nothing cancelled', async () => {
    const { twin } = await openTwin();
    const id = twin.act.create(retros);
    const single = twin.act.create(slot(8));
    twin.act.remove(retro(id, 2));
    twin.act.move(retro(id, 3), { minutes: 60 });
    const before = twin.calls.length;
    const seen = twin.look.between('2027-01-01T00:00:00Z', '2027-01-31T00:00:00Z').map((e) => e.id);
    expect(seen).toEqual([retro(id, 1), single, retro(id, 3), retro(id, 4)]);
    expect(twin.look.event(retro(id, 2))).toMatchObject({ status: 'cancelled' });
    expect(twin.calls).toHaveLength(before);
  });

  it('have a primary one for everybody', async () => {
    const { ask } = await openTwin();
    expect((await ask('GET', 'calendars/primary')).body.id).toBe('owner@example.com');
    expect((await ask('DELETE', 'calendars/primary')).status).toBe(400);
  });
});

describe('free/busy', () => {
  it('shows a person busy in what they were invited to and did not decline', async () => {
    const { twin, ask } = await openTwin();
    const attendees = [{ email: 'ann@example.com' }];
    const id = twin.act.create({ ...retros, attendees });
    twin.act.answer(retro(id, 2), 'ann@example.com', 'declined');
    const { body } = await ask('POST', 'freeBusy', {
      timeMin: '2027-01-01T00:00:00Z',
      timeMax: '2027-01-22T00:00:00Z',
      items: [{ id: 'ann@example.com' }],
      timeZone: 'Europe/Berlin',
    });
    expect(body.calendars['ann@example.com'].busy).toEqual([
      { start: '2027-01-07T14:00:00+01:00', end: '2027-01-07T14:30:00+01:00' },
      { start: '2027-01-21T14:00:00+01:00', end: '2027-01-21T14:30:00+01:00' },
    ]);
  });
});

describe('a master patched to another time', () => {
  const patched = async (orphans: 'keep' | 'drop') => {
    const opened = await openTwin({ orphans });
    const id = opened.twin.act.create({ ...retros, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] });
    opened.twin.act.move(retro(id, 2), { minutes: 60 });
    const token = (await opened.ask('GET', 'events')).body.nextSyncToken;
    await opened.ask('PATCH', `events/${id}`, slot(7, 16));
    const instances = (await opened.ask('GET', `events/${id}/instances`)).body.items as Body[];
    const increment = (await opened.ask('GET', `events?syncToken=${token}`)).body.items as Body[];
    return {
      starts: instances.map((i) => i.start.dateTime.slice(5, 16)),
      increment: increment.map((i) => i.status),
    };
  };

  it('leaves its exceptions orphaned beside the new occurrences', async () => {
    const { starts, increment } = await patched('keep');
    expect(starts).toEqual(['01-07T16:00', '01-14T15:00', '01-14T16:00', '01-21T16:00']);
    expect(increment).toEqual(['confirmed', 'confirmed']);
  });

  it('drops them as tombstones when the twin is told so', async () => {
    const { starts, increment } = await patched('drop');
    expect(starts).toEqual(['01-07T16:00', '01-14T16:00', '01-21T16:00']);
    expect(increment).toEqual(['confirmed', 'cancelled']);
  });

  it('keeps them when only the length changes', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create(retros);
    twin.act.move(retro(id, 2), { minutes: 60 });
    const { start, end } = retros;
    await ask('PATCH', `events/${id}`, { start, end: { ...end, dateTime: '2027-01-07T15:00:00' } });
    expect((await ask('GET', `events/${retro(id, 2)}`)).body.start.dateTime).toBe(
      '2027-01-14T15:00:00+01:00',
    );
  });
});

describe('conference and place', () => {
  it('outlive a PATCH and a PUT that know nothing of them', async () => {
    const { twin, ask } = await openTwin();
    const conferenceData = {
      createRequest: { requestId: 'one', conferenceSolutionKey: { type: 'hangoutsMeet' } },
    };
    const id = twin.act.create({ conferenceData, ...slot(11) });
    const link = (await ask('GET', `events/${id}`)).body.hangoutLink;
    expect((await ask('PATCH', `events/${id}`, slot(12))).body.hangoutLink).toBe(link);
    expect((await ask('PUT', `events/${id}`, slot(12))).body.hangoutLink).toBe(link);
  });
});
