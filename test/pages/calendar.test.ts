import { beforeEach, describe, expect, test } from 'vitest';
import { type Fields, openPages } from './ground.ts';

type Pages = Awaited<ReturnType<typeof openPages>>;
let pages: Pages;
beforeEach(async () => {
  pages = await openPages();
});

const ZONE = 'Europe/Berlin';
const on = (day: string, time: string) => ({ dateTime: `${day}T${time}:00`, timeZone: ZONE });
const guests = (...emails: string[]) => ({ attendees: emails.map((email) => ({ email })) });
const kickoff = (more: object = {}): string =>
  pages.google.act.create({
    summary: 'Kickoff: <Apollo>',
    start: on('2026-12-03', '10:00'),
    end: on('2026-12-03', '10:45'),
    ...more,
  });
/** Thursdays at 14:00, four times from 3 December. */
const retros = (more: object = {}): string =>
  pages.google.act.create({
    summary: 'Weekly retro: Apollo',
    start: on('2026-12-03', '14:00'),
    end: on('2026-12-03', '14:30'),
    recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'],
    ...more,
  });
const seen = () => pages.google.look.between('2026-11-01T00:00:00Z', '2027-03-01T00:00:00Z');
const starts = (): string[] =>
  seen().map(({ start }) => (start as { dateTime: string }).dateTime.slice(0, 16));
const retro = (n: number): string => String(seen()[n - 1]!.id);
const href = (id: string): string => `/calendar/event/${id}`;
const save = async (id: string, changes: Fields) =>
  pages.send(`${href(id)}/save`, { ...(await pages.formOf(href(id), `${href(id)}/save`)), ...changes });

describe('the month and the week', () => {
  test('show meetings on their days, in the zone of the calendar', async () => {
    kickoff({ start: { dateTime: '2026-12-03T04:00:00-05:00', timeZone: 'America/New_York' } });
    const month = await pages.read('/calendar?view=month&day=2026-12-15');
    expect(month).toContain('December 2026');
    expect(month).toMatch(
      /aria-label="Thu 3 Dec 2026"[\s\S]*?10:00<\/span> <span class="what">Kickoff: &lt;Apollo&gt;/,
    );
    const week = await pages.read('/calendar?view=week&day=2026-12-03');
    expect(week).toContain('30 Nov – 6 Dec 2026');
    // From 8:00, so 10:00 is the ninth quarter, three long.
    expect(week).toContain('from-9 for-3');
  });

  test('draw a bar over all days of a span, cut at the ends of the week', async () => {
    pages.google.act.create({
      summary: '[Planning] Apollo',
      start: { date: '2026-12-03' },
      end: { date: '2026-12-12' },
    });
    const week = await pages.read('/calendar?view=week&day=2026-12-03');
    expect(week).toMatch(/bar-chip tone-\d col-4 wide-4 lane-1 after/);
    expect(await pages.read('/calendar?view=week&day=2026-12-10')).toMatch(/col-1 wide-5 lane-1 before/);
  });

  test('put meetings of the same hour side by side', async () => {
    kickoff();
    kickoff({ summary: 'Other' });
    const week = await pages.read('/calendar?view=week&day=2026-12-03');
    expect(week).toContain('beside-1-2');
    expect(week).toContain('beside-2-2');
  });

  test('count what does not fit into a day of the month', async () => {
    for (let n = 0; n < 11; n += 1) kickoff();
    expect(await pages.read('/calendar?day=2026-12-03')).toContain('>3 more</a>');
  });

  test('begin with today where the address names no day', async () => {
    for (const day of ['', '?day=2026-13-77', '?day=x'])
      expect(await pages.read(`/calendar${day}`)).toContain('<title>December 2026</title>');
  });
});

describe('moving in the calendar', () => {
  test('changes the start, keeps the length, and keeps the zone that the meeting was made in', async () => {
    const id = kickoff({
      start: { dateTime: '2026-12-03T10:00:00-05:00', timeZone: 'America/New_York' },
      end: { dateTime: '2026-12-03T10:45:00-05:00', timeZone: 'America/New_York' },
    });
    const { at, page } = await pages.send(`${href(id)}/move`, {
      start: '2026-12-08T15:30',
      back: '/calendar?view=week&day=2026-11-30',
    });
    expect(at).toBe('/calendar?view=week&day=2026-11-30');
    expect(page).toContain('to Tue 8 Dec 2026, 15:30 – 16:15');
    expect(pages.google.look.event(id)).toMatchObject({
      start: { dateTime: '2026-12-08T15:30:00+01:00', timeZone: 'America/New_York' },
      end: { dateTime: '2026-12-08T16:15:00+01:00' },
    });
    expect(pages.acted).toEqual(['google']);
  });

  test.each([
    ['this', ['2026-12-03T14:00', '2026-12-09T15:00', '2026-12-17T14:00', '2026-12-24T14:00']],
    ['following', ['2026-12-03T14:00', '2026-12-09T15:00', '2026-12-16T15:00', '2026-12-23T15:00']],
    ['all', ['2026-12-02T15:00', '2026-12-09T15:00', '2026-12-16T15:00', '2026-12-23T15:00']],
  ])('moves %s of a series', async (scope, expected) => {
    retros();
    await pages.send(`${href(retro(2))}/move`, { start: '2026-12-09T15:00', scope });
    expect(starts()).toEqual(expected);
  });

  test('mails the guests only where one asks for it', async () => {
    const id = kickoff(guests('zoe@example.org'));
    await pages.send(`${href(id)}/move`, { start: '2026-12-04T10:00' });
    expect(pages.google.outbox).toEqual([]);
    await pages.send(`${href(id)}/move`, { start: '2026-12-07T10:00', notify: '1' });
    const outbox = await pages.read('/outbox');
    expect(outbox).toContain('zoe@example.org');
    expect(outbox).toContain('Update');
  });

  test('moves a span by days, its whole length', async () => {
    const id = pages.google.act.create({
      summary: 'Span',
      start: { date: '2026-12-03' },
      end: { date: '2026-12-12' },
    });
    await pages.send(`${href(id)}/move`, { start: '2026-12-07' });
    expect(pages.google.look.event(id)).toMatchObject({
      start: { date: '2026-12-07' },
      end: { date: '2026-12-16' },
    });
  });

  test('refuses a start that is none, in words', async () => {
    const { page } = await pages.send(`${href(kickoff())}/move`, { start: 'tomorrow' });
    expect(page).toContain('“tomorrow” is no day.');
  });
});

describe('the page of an event', () => {
  test('sent back as it is changes nothing', async () => {
    const id = kickoff({ ...guests('zoe@example.org'), location: 'Room 1' });
    const before = pages.google.look.event(id);
    expect((await save(id, {})).page).toContain('There was nothing to change.');
    expect(pages.google.look.event(id)).toEqual(before);
  });

  test('changes title, time, place and guests', async () => {
    const id = kickoff(guests('zoe@example.org', 'yann@example.org'));
    const { page } = await save(id, {
      title: 'Start',
      time: '11:00',
      endTime: '12:00',
      place: 'Room 1',
      guest: ['zoe@example.org'],
      add: 'ada@example.com, ben@example.com',
    });
    expect(page).toContain('Changed the title, place, guests, time');
    expect(pages.google.look.event(id)).toMatchObject({
      summary: 'Start',
      location: 'Room 1',
      start: { dateTime: '2026-12-03T11:00:00+01:00' },
      end: { dateTime: '2026-12-03T12:00:00+01:00' },
      attendees: [{ email: 'zoe@example.org' }, { email: 'ada@example.com' }, { email: 'ben@example.com' }],
    });
  });

  test('splits a series once, whatever is changed from an occurrence on', async () => {
    retros();
    await save(retro(3), { title: 'Late retro', time: '16:00', endTime: '16:30', scope: 'following' });
    expect(starts()).toEqual([
      '2026-12-03T14:00',
      '2026-12-10T14:00',
      '2026-12-17T16:00',
      '2026-12-24T16:00',
    ]);
    expect(seen().map(({ summary }) => summary)).toEqual([
      'Weekly retro: Apollo',
      'Weekly retro: Apollo',
      'Late retro',
      'Late retro',
    ]);
  });

  test('makes a meeting a whole day, and gives it times again', async () => {
    const id = kickoff();
    await save(id, { time: '', endTime: '' });
    expect(pages.google.look.event(id)).toMatchObject({
      start: { date: '2026-12-03' },
      end: { date: '2026-12-04' },
    });
    await save(id, { time: '09:00', endTime: '09:30' });
    expect(pages.google.look.event(id)).toMatchObject({ start: { dateTime: '2026-12-03T09:00:00+01:00' } });
  });

  test('gives a series another rhythm', async () => {
    retros();
    await save(retro(1), { rhythm: '2' });
    expect(starts()).toEqual([
      '2026-12-03T14:00',
      '2026-12-17T14:00',
      '2026-12-31T14:00',
      '2027-01-14T14:00',
    ]);
  });

  test('shows who was invited and takes their answers', async () => {
    const id = kickoff(guests('ada@example.com', 'zoe@example.org'));
    const fields = await pages.formOf(href(id), `${href(id)}/answers`);
    const { page } = await pages.send(`${href(id)}/answers`, {
      ...fields,
      'answer.ada@example.com': 'accepted',
      'answer.zoe@example.org': 'declined',
    });
    expect(page).toContain('2 guests have answered.');
    expect(pages.google.look.event(id)).toMatchObject({
      attendees: [{ responseStatus: 'accepted' }, { responseStatus: 'declined' }],
    });
  });

  test.each([
    ['this', 3],
    ['following', 1],
    ['all', 0],
  ])('deletes %s of a series', async (scope, left) => {
    retros();
    await pages.send(`${href(retro(2))}/remove`, { scope });
    expect(seen()).toHaveLength(left);
  });

  test('brings back what was deleted, from the list of deleted events', async () => {
    const id = kickoff();
    await pages.send(`${href(id)}/remove`);
    expect(await pages.read('/calendar/bin')).toContain('Kickoff: &lt;Apollo&gt;');
    await pages.send(`${href(id)}/restore`);
    expect(seen()).toHaveLength(1);
  });

  test('lists the other occurrences of its series', async () => {
    retros();
    const html = await pages.read(href(retro(2)));
    expect(html).toContain('repeats every week, 4 times');
    expect(html).toContain('Thu 24 Dec 2026, 14:00 – 14:30');
  });

  test('that is not there is not found', async () => {
    expect((await pages.request('/calendar/event/nothing')).status).toBe(404);
  });
});

test('a new event stands in its week, with its guests', async () => {
  const { page } = await pages.send('/calendar/new', {
    title: 'Lunch',
    day: '2026-12-04',
    time: '12:00',
    endDay: '2026-12-04',
    endTime: '13:00',
    add: 'ben@example.com',
    notify: '1',
  });
  expect(page).toContain('12:00</span> <span class="what">Lunch');
  expect(pages.google.outbox).toMatchObject([{ to: 'ben@example.com', kind: 'invitation' }]);
});
