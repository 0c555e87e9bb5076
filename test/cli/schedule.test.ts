import pc from 'picocolors';
import { expect, test } from 'vitest';
import { renderSchedule } from '../../cli/render/schedule.ts';
import type { ScheduledMeeting } from '../../src/workspace/api.ts';
import { anEngagement } from '../http/fake.ts';
import { type } from './terminal.ts';

const colors = pc.createColors(false);
const [kickoff] = anEngagement().meetings;
const aMeeting = (over: Partial<ScheduledMeeting>): ScheduledMeeting => ({ ...kickoff!, ...over });

test('meetings ahead stand under their engagement in the order of time, the same guests as a ditto', () => {
  const meetings = [
    aMeeting({
      meeting: 'retro',
      week: 2,
      start: '2026-12-10T13:00:00.000Z',
      local: 'Thu 10 Dec 2026, 14:00–14:30',
      mode: 'pinned',
    }),
    aMeeting({
      meeting: 'retro',
      week: 1,
      start: '2026-12-03T13:00:00.000Z',
      local: 'Thu 3 Dec 2026, 14:00–14:30',
    }),
    aMeeting({}),
    aMeeting({ meeting: 'intro', state: 'over' }),
    aMeeting({ meeting: 'check-in', state: 'cancelled' }),
  ];
  const declined = anEngagement({ id: 'e2', name: 'Zephyr', phase: 'Declined', meetings: [] });
  const table = renderSchedule([declined, anEngagement({ meetings })], colors, 120);
  expect(table).toBe(`Engagement     Phase     Meeting  Local time                      Guests
${'─'.repeat(81)}
Apollo         Planning  Kickoff  Mon 30 Nov 2026, 10:00–10:45    ada@example.com
Europe/Berlin            Retro 1  Thu 3 Dec 2026, 14:00–14:30     ″
                         Retro 2  Thu 10 Dec 2026, 14:00–14:30 *  ″
${'─'.repeat(81)}
Zephyr         Declined           nothing ahead
${'─'.repeat(81)}
3 meetings ahead in 2 engagements. * A time that a person set; the playbook never moves it.
`);
});

test('open checks follow the meetings, by engagement; one without any is not named', () => {
  const checks = [
    { id: 'nps', sentence: 'NPS is not recorded yet.' },
    { id: 'ownership', sentence: 'Nobody owns it.' },
  ];
  const table = renderSchedule(
    [anEngagement({ id: 'e2', name: 'Zephyr' }), anEngagement({ checks })],
    colors,
    120,
  );
  expect(table.split('\n\n')[1]).toBe(`Open checks
Apollo
  · NPS is not recorded yet.
  · Nobody owns it.
`);
});

test('long names and many guests are wrapped, not cut', () => {
  const guests = Array.from({ length: 6 }, (_, i) => `somebody.${i}@example.com`);
  const name = 'A very long name of an engagement that goes on';
  const table = renderSchedule([anEngagement({ name, meetings: [aMeeting({ guests })] })], colors, 100);
  for (const guest of guests) expect(table).toContain(guest);
  expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
});

test('a workspace without engagements says so', async () => {
  const { out } = await type('schedule', { engagements: async () => [] });
  expect(out).toBe('There are no engagements yet.\n');
});
