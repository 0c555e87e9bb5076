// The sample workspace: seven engagements of an invented company, one in each phase, filled in the way people do it, by their
// names in Notion's own window, with the Retros pages of retros that were held before. All dates hang on today, so it always
// looks alive. Needs the databases to be there.
import { Temporal } from 'temporal-polyfill';
import type { GoogleTwin } from '../google/index.ts';
import type { FriendlyValues, NotionTwin } from '../notion/index.ts';

const at = (name: string, address: string, guest = false) => ({
  name,
  email: `${address}@example.com`,
  ...(guest && { guest }),
});

/** Who works there: the home team first, then the teams that are helped. */
export const PEOPLE = [
  at('Grace Lindqvist', 'grace'),
  at('Hugo Stern', 'hugo'),
  at('Ada Marlow', 'ada'),
  at('Ben Okafor', 'ben'),
  at('Chiara Rossi', 'chiara'),
  at('Dev Patel', 'dev'),
  at('Ema Novak', 'ema'),
  at('Finn Larsen', 'finn'),
  at('Iris Tanaka', 'iris'),
  at('Jonas Weber', 'jonas'),
  at('Kira Bloom', 'kira'),
  at('Luis Ortega', 'luis'),
  at('Mina Park', 'mina'),
  at('Olga Petrova', 'olga', true),
];

/** Those who lend their engineers: they vote on fit checks. */
export const HOME_TEAM = PEOPLE.slice(0, 6).map(({ name }) => name);

export interface Sample {
  /** The person who fills the row in. */
  readonly by: string;
  readonly row: FriendlyValues;
  readonly goals: readonly FriendlyValues[];
  /** Retros that were held, as they stand in Notion: their Key says whose they are. */
  readonly held?: readonly Held[];
}

/** A retro that is over; `week` is null for the project retro. */
export interface Held {
  readonly week: number | null;
  readonly day: string;
  readonly notes: 'Draft' | 'Ready' | 'Sent';
  readonly progress: number | null;
}

/** What people type, as data. `today` is a day in the zone of the person who looks at it. */
export function sampleWorkspace(today: Temporal.PlainDate): readonly Sample[] {
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const { zone, start } = nextClockChange(today);
  const otherZone = zone === 'Europe/Berlin' ? 'America/New_York' : 'Europe/Berlin';
  const weeks = (from: number, length = 10) => dates(monday.add({ weeks: from }), length);
  const time = (inWeeks: number, weekday: number, wallTime: string, timeZone: string) => ({
    start: `${monday.add({ weeks: inWeeks, days: weekday - 1 })}T${wallTime}:00`,
    end: null,
    time_zone: timeZone,
  });
  return [
    {
      by: 'Hugo Stern',
      row: {
        Name: 'Faster checkout',
        Phase: 'Sourcing',
        'Host team': 'Payments',
        Engineer: ['Ada Marlow'],
        Advisor: ['Hugo Stern'],
        'Host people': ['Ema Novak', 'Finn Larsen'],
        'Time zone': otherZone,
        Intro: time(1, 2, '10:30', otherZone),
        'Fit check': time(1, 4, '11:00', otherZone),
        'One-pager': 'https://example.com/one-pagers/faster-checkout',
        'Business value': 2,
        'Technical value': 1,
      },
      goals: [],
    },
    {
      by: 'Grace Lindqvist',
      row: {
        Name: 'Search that understands',
        Phase: 'Planning',
        Dates: dates(start, 10),
        'Host team': 'Discovery',
        Engineer: ['Ben Okafor'],
        Advisor: ['Grace Lindqvist'],
        'Host people': ['Iris Tanaka', 'Jonas Weber'],
        'Time zone': zone,
        'One-pager': 'https://example.com/one-pagers/search',
        'Business value': 2,
        'Technical value': 2,
        'Team fit': 2,
      },
      goals: [
        goal('More searches that end in a click', 'Business', 'Click-through, %', 41, 50, 41),
        goal('Answers within a blink', 'Technical', '95th percentile, ms', 900, 300, 900),
      ],
    },
    {
      by: 'Chiara Rossi',
      row: {
        Name: 'Calm on-call',
        Phase: 'Executing',
        Dates: weeks(-4),
        'Host team': 'Infrastructure',
        Engineer: ['Chiara Rossi'],
        Advisor: ['Hugo Stern'],
        'Host people': ['Kira Bloom', 'Luis Ortega', 'Olga Petrova'],
        Guests: 'oncall-leads@example.com',
        'Time zone': otherZone,
        'One-pager': 'https://example.com/one-pagers/on-call',
        'Business value': 1,
        'Technical value': 2,
        'Team fit': 2,
      },
      goals: [
        // It counts three times, and by it the goals are behind their line.
        goal('Fewer pages at night', 'Business', 'Pages between 22:00 and 6:00, a week', 14, 4, 13, 3),
        goal('Alerts that mean something', 'Technical', 'Alerts that led to an action, %', 22, 80, 51),
      ],
      held: [0.05, 0.1, 0.15, null].map((progress, i) => ({
        week: i + 1,
        day: String(monday.add({ days: 7 * (i - 4) + 3 })),
        notes: progress === null ? 'Draft' : 'Sent',
        progress,
      })),
    },
    {
      by: 'Dev Patel',
      row: {
        Name: 'One design system',
        Phase: 'Wrapping up',
        Dates: weeks(-10),
        'Host team': 'Web',
        Engineer: ['Dev Patel'],
        Advisor: ['Grace Lindqvist'],
        'Host people': ['Mina Park', 'Ema Novak'],
        'Time zone': zone,
        'Business value': 2,
        'Technical value': 1,
        'Team fit': 2,
        NPS: 9,
        'Follow-up': true,
      },
      goals: [
        goal('Screens built from shared parts', 'Technical', 'Screens, %', 30, 90, 84),
        goal('Faster first drafts', 'Business', 'Days from idea to draft', 9, 3, 4),
      ],
      held: [{ week: null, day: String(monday.subtract({ days: 4 })), notes: 'Draft', progress: 0.87 }],
    },
    {
      by: 'Ada Marlow',
      row: {
        Name: 'Invoices without typing',
        Phase: 'Completed',
        Dates: weeks(-30),
        'Host team': 'Finance tools',
        Engineer: ['Ada Marlow'],
        Advisor: ['Hugo Stern'],
        'Host people': ['Jonas Weber', 'Mina Park'],
        'Time zone': otherZone,
        NPS: 10,
        Ownership: 'The finance tools team: on call, and the training data every quarter',
      },
      goals: [goal('Invoices read by the machine', 'Business', 'Share, %', 0, 70, 78)],
    },
    {
      by: 'Hugo Stern',
      row: {
        Name: 'A new mobile app',
        Phase: 'Declined',
        'Host team': 'Growth',
        Advisor: ['Hugo Stern'],
        'Host people': ['Finn Larsen'],
        'Time zone': zone,
        'Business value': 1,
        'Technical value': 0,
        'Team fit': 1,
      },
      goals: [],
    },
    {
      by: 'Grace Lindqvist',
      row: {
        Name: 'Warehouse forecasts',
        Phase: 'Ended early',
        Dates: weeks(-6),
        'Host team': 'Logistics',
        Engineer: ['Ben Okafor'],
        Advisor: ['Grace Lindqvist'],
        'Host people': ['Luis Ortega', 'Kira Bloom'],
        'Time zone': otherZone,
      },
      goals: [goal('Forecasts that hold', 'Business', 'Mean error, %', 35, 15, 31)],
    },
  ];
}

/** Types the sample into Notion, row by row. */
export function fillIn(notion: NotionTwin, samples: readonly Sample[]): void {
  for (const { by, row, goals, held = [] } of samples) {
    const person = notion.act.as(by);
    const engagement = person.create('Engagements', row);
    for (const values of goals) person.create('Goals', { ...values, Engagement: [engagement] });
    for (const retro of held) person.create('Retros', heldPage(retro, engagement, row));
  }
}

function heldPage(
  { week, day, notes, progress }: Held,
  engagement: string,
  row: FriendlyValues,
): FriendlyValues {
  const wall = (minutes: string) => `${day}T14:${minutes}:00`;
  const end = week === null ? `${day}T15:00:00` : wall('30');
  return {
    Name: week === null ? `Project retro: ${row.Name}` : `Week ${week} retro: ${row.Name}`,
    Engagement: [engagement],
    Kind: week === null ? 'Project' : 'Weekly',
    Week: week,
    Date: { start: wall('00'), end, time_zone: String(row['Time zone']) },
    Status: 'Held',
    'Notes status': notes,
    Progress: progress,
    Key: `${engagement}/${week === null ? 'project' : `week-${week}`}`,
  };
}

/** Once the first meetings are there, people answer: one of the host team declines two retros in a row. */
export function answerInvitations(google: GoogleTwin, now: number): void {
  const seen = google.look.between(now, now + 28 * 86_400_000);
  const retros = seen.filter(({ summary }) => summary === 'Weekly retro: Calm on-call').slice(0, 2);
  for (const { id } of retros) {
    google.act.answer(String(id), 'kira@example.com', 'declined');
    google.act.answer(String(id), 'luis@example.com', 'accepted');
  }
}

/** Whole days, the end a Friday: people end with the week. */
function dates(start: Temporal.PlainDate, weeks: number) {
  return { start: String(start), end: String(start.add({ weeks: weeks - 1, days: 4 })) };
}

function goal(
  name: string,
  kind: 'Business' | 'Technical',
  metric: string,
  baseline: number,
  target: number,
  current: number,
  weight: number | null = null,
): FriendlyValues {
  return {
    Name: name,
    Kind: kind,
    Metric: metric,
    Baseline: baseline,
    Target: target,
    Current: current,
    Weight: weight,
  };
}

/**
 * The nearest change of the clocks in one of these zones that is at least two weeks away, and a Monday to begin on so that
 * the change falls within the first weeks of an engagement: its retros stay at the same local time.
 */
export function nextClockChange(today: Temporal.PlainDate): { zone: string; start: Temporal.PlainDate } {
  const earliest = today.add({ days: 14 });
  const changes = ['Europe/Berlin', 'America/New_York'].map((zone) => {
    const change = earliest.toZonedDateTime(zone).getTimeZoneTransition('next');
    return { zone, day: change?.toPlainDate() ?? earliest };
  });
  const [nearest] = changes.sort((a, b) => Temporal.PlainDate.compare(a.day, b.day));
  const nextMonday = today.add({ days: 8 - today.dayOfWeek });
  const before = nearest!.day.subtract({ days: nearest!.day.dayOfWeek - 1 + 4 * 7 });
  const start = Temporal.PlainDate.compare(before, nextMonday) < 0 ? nextMonday : before;
  return { zone: nearest!.zone, start };
}
