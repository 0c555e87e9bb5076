/** What people do in the Calendar web UI and as guests, seen through the API. */
import { describe, expect, it } from 'vitest';
import { type Body, openTwin, retro, retros, slot } from './drive.ts';

const starts = (events: Body[]): string[] => events.map((e) => e.start.dateTime ?? e.start.date);
const instances = async (ask: Awaited<ReturnType<typeof openTwin>>['ask'], id: string): Promise<Body[]> =>
  (await ask('GET', `events/${id}/instances`)).body.items as Body[];

describe('a person in the Calendar web UI', () => {
  it('drags an event: start and end move together', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create({ summary: 'Kickoff', ...slot(11, 10) });
    twin.act.move(id, { start: '2027-01-12T15:00:00+01:00' });
    const { body } = await ask('GET', `events/${id}`);
    expect([body.start.dateTime, body.end.dateTime, body.sequence]).toEqual([
      '2027-01-12T15:00:00+01:00',
      '2027-01-12T15:30:00+01:00',
      1,
    ]);
  });

  it('drags one occurrence: the others stay', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create(retros);
    expect(twin.act.move(retro(id, 2), { minutes: 60 * 24 })).toBe(retro(id, 2));
    const found = await instances(ask, id);
    expect(starts(found).slice(0, 3)).toEqual([
      '2027-01-07T14:00:00+01:00',
      '2027-01-15T14:00:00+01:00',
      '2027-01-21T14:00:00+01:00',
    ]);
    expect(found[1]?.originalStartTime.dateTime).toBe('2027-01-14T14:00:00+01:00');
  });

  it('drags all occurrences to another weekday: the rule follows and exceptions are laid on again', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create(retros);
    twin.act.move(retro(id, 2), { minutes: 30 });
    twin.act.remove(retro(id, 3));
    twin.act.move(retro(id, 5), { minutes: -60 * 24, scope: 'all' });
    const master = (await ask('GET', `events/${id}`)).body;
    expect(master.recurrence).toEqual(['RRULE:FREQ=WEEKLY;COUNT=10;BYDAY=WE']);
    const found = await instances(ask, id);
    expect(found).toHaveLength(10);
    expect(starts(found).slice(0, 3)).toEqual([
      '2027-01-06T14:00:00+01:00',
      '2027-01-13T14:00:00+01:00',
      '2027-01-20T14:00:00+01:00',
    ]);
  });

  it('drags this and following: a new series takes the rest, with guests and properties copied', async () => {
    const { twin, ask } = await openTwin();
    const extendedProperties = { private: { engagement: 'abc' } };
    const id = twin.act.create({ ...retros, attendees: [{ email: 'ann@example.com' }], extendedProperties });
    const next = twin.act.move(retro(id, 4), { minutes: 60, scope: 'following' });
    expect((await ask('GET', `events/${id}`)).body.recurrence).toEqual([
      'RRULE:FREQ=WEEKLY;UNTIL=20270127T225959Z;BYDAY=TH',
    ]);
    const made = (await ask('GET', `events/${next}`)).body;
    expect(made.recurrence).toEqual(['RRULE:FREQ=WEEKLY;COUNT=7;BYDAY=TH']);
    expect(made.extendedProperties).toEqual(extendedProperties);
    expect(made.attendees).toHaveLength(1);
    expect(starts(await instances(ask, id))).toHaveLength(3);
    expect(starts(await instances(ask, next))[0]).toBe('2027-01-28T15:00:00+01:00');
  });

  it('renames this and following: the new series is `<id>_R…`, its occurrences keep their ids', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create(retros);
    const next = twin.act.rename(retro(id, 4), 'Review', { scope: 'following' });
    expect(next).toBe(`${id}_R20270128T130000`);
    const found = await instances(ask, next);
    expect([found[0]?.id, found[0]?.recurringEventId, found[0]?.summary]).toEqual([
      retro(id, 4),
      next,
      'Review',
    ]);
    const moved = await ask('PATCH', `events/${retro(id, 5)}`, slot(31));
    expect([moved.status, moved.body.recurringEventId]).toEqual([200, next]);
  });

  it('deletes this and following, and this and following from the first on is all', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create(retros);
    twin.act.remove(retro(id, 4), { scope: 'following' });
    expect(await instances(ask, id)).toHaveLength(3);
    twin.act.remove(retro(id, 1), { scope: 'following' });
    expect((await ask('GET', `events/${id}`)).body.status).toBe('cancelled');
  });

  it('cuts an all-day series by days', async () => {
    const { twin, ask } = await openTwin();
    const days = { start: { date: '2027-01-07' }, end: { date: '2027-01-08' } };
    const id = twin.act.create({ ...days, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'] });
    const next = twin.act.rename(`${id}_20270121`, 'Later', { scope: 'following' });
    expect(next).toBe(`${id}_R20270121`);
    expect((await ask('GET', `events/${id}`)).body.recurrence).toEqual(['RRULE:FREQ=WEEKLY;UNTIL=20270120']);
    expect(starts(await instances(ask, id))).toEqual(['2027-01-07', '2027-01-14']);
    expect(starts(await instances(ask, next))).toEqual(['2027-01-21', '2027-01-28', '2027-02-04']);
    twin.act.move(`${id}_20270128`, { start: '2027-01-29' });
    expect((await ask('GET', `events/${id}_20270128`)).body).toMatchObject({
      recurringEventId: next,
      start: { date: '2027-01-29' },
      end: { date: '2027-01-30' },
      originalStartTime: { date: '2027-01-28' },
    });
  });

  it('restores a series from the bin with its exceptions', async () => {
    const { twin, ask, list } = await openTwin();
    const id = twin.act.create(retros);
    twin.act.move(retro(id, 2), { minutes: 30 });
    twin.act.remove(retro(id, 3));
    const before = await instances(ask, id);
    twin.act.remove(id);
    expect(await list()).toEqual([]);
    twin.act.restore(id);
    expect(starts(await instances(ask, id))).toEqual(starts(before));
  });

  it('makes a meeting all-day and back', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create(slot(11));
    twin.act.makeAllDay(id);
    expect((await ask('GET', `events/${id}`)).body).toMatchObject({
      start: { date: '2027-01-11' },
      end: { date: '2027-01-12' },
    });
    const nulled = { date: null };
    const { start, end } = slot(11);
    const back = await ask('PATCH', `events/${id}`, {
      start: { ...start, ...nulled },
      end: { ...end, ...nulled },
    });
    expect(back.body.start).toEqual({ dateTime: '2027-01-11T14:00:00+01:00', timeZone: 'Europe/Berlin' });
  });

  it('changes the zone: the local time stays, the instant moves', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create(slot(11));
    twin.act.changeZone(id, 'America/New_York');
    expect((await ask('GET', `events/${id}`)).body.start).toEqual({
      dateTime: '2027-01-11T20:00:00+01:00',
      timeZone: 'America/New_York',
    });
  });

  it('makes it every second week', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create(retros);
    twin.act.repeat(id, ['RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=5;BYDAY=TH']);
    expect(starts(await instances(ask, id)).map((s) => s.slice(0, 10))).toEqual([
      '2027-01-07',
      '2027-01-21',
      '2027-02-04',
      '2027-02-18',
      '2027-03-04',
    ]);
  });

  it('duplicates an event with its extended properties, under a new id', async () => {
    const { twin, ask } = await openTwin();
    const extendedProperties = { private: { meeting: 'kickoff' } };
    const id = twin.act.create({ summary: 'Kickoff', extendedProperties, ...slot(11) });
    const copy = twin.act.duplicate(id, { start: '2027-01-12T14:00:00+01:00' });
    const { body } = await ask('GET', `events/${copy}`);
    expect(copy).not.toBe(id);
    expect(body).toMatchObject({ summary: 'Kickoff', extendedProperties, iCalUID: `${copy}@google.com` });
  });

  it('edits what the product never touches: reminders, colour, place', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create({ summary: 'Kickoff', ...slot(11) });
    const reminders = { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] };
    twin.act.edit(id, { location: 'Room 1', colorId: '5', reminders });
    expect((await ask('GET', `events/${id}`)).body).toMatchObject({
      location: 'Room 1',
      colorId: '5',
      reminders,
    });
  });
});

describe('a guest', () => {
  it('answers for one occurrence or for the series', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create({
      ...retros,
      attendees: [{ email: 'ann@example.com' }, { email: 'bob@example.com' }],
    });
    twin.act.answer(retro(id, 2), 'ann@example.com', 'declined', { comment: 'Holiday' });
    expect((await ask('GET', `events/${id}`)).body.attendees[0].responseStatus).toBe('needsAction');
    expect((await ask('GET', `events/${retro(id, 2)}`)).body.attendees[0]).toEqual({
      email: 'ann@example.com',
      comment: 'Holiday',
      responseStatus: 'declined',
    });
    twin.act.answer(id, 'Ann@Example.com', 'accepted');
    for (const one of [id, retro(id, 2), retro(id, 3)]) {
      expect((await ask('GET', `events/${one}`)).body.attendees[0].responseStatus).toBe('accepted');
    }
    expect(twin.outbox).toEqual([]);
  });

  it('is added and removed by hand, in the series and its exceptions', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.create({ ...retros, attendees: [{ email: 'ann@example.com' }] });
    twin.act.move(retro(id, 2), { minutes: 30 });
    twin.act.addGuests(id, ['bob@example.com']);
    twin.act.removeGuests(id, ['ann@example.com']);
    for (const one of [id, retro(id, 2)]) {
      const { attendees } = (await ask('GET', `events/${one}`)).body;
      expect(attendees.map((a: Body) => a.email)).toEqual(['bob@example.com']);
    }
  });

  it('may not change somebody else’s event, unless its organizer lets guests', async () => {
    const { twin, ask } = await openTwin();
    const id = twin.act.inviteFromOutside({ summary: 'Theirs', ...slot(11) }, 'host@example.org');
    const refused = await ask('PATCH', `events/${id}`, { summary: 'Mine' });
    expect([refused.status, refused.body.error.errors[0].reason]).toEqual([403, 'forbiddenForNonOrganizer']);
    expect((await ask('PATCH', `events/${id}`, { colorId: '3' })).status).toBe(200);
    const open = twin.act.inviteFromOutside(
      { summary: 'Ours', guestsCanModify: true, ...slot(11) },
      'host@example.org',
    );
    expect((await ask('PATCH', `events/${open}`, { summary: 'Mine' })).status).toBe(200);
  });
});

describe('the owner', () => {
  it('stops sharing the calendar: it does not exist any more for others, and lowered to reader it cannot be written', async () => {
    const { twin, ask } = await openTwin();
    twin.act.share('owner@example.com', 'reader');
    twin.act.share('domain:example.com', 'none');
    const write = await ask('POST', 'events', slot(11));
    expect([write.status, write.body.error.errors[0].reason]).toEqual([403, 'requiredAccessLevel']);
    twin.act.share('owner@example.com', 'none');
    expect((await ask('GET', 'events')).status).toBe(404);
  });

  it('removes the calendar: 404', async () => {
    const { twin, ask } = await openTwin();
    twin.act.removeCalendar();
    expect((await ask('GET', 'events')).status).toBe(404);
    expect((await ask('GET', `calendars/${twin.calendarId}`)).status).toBe(404);
  });
});
