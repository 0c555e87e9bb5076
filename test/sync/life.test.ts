// One engagement from the first talk to the check-in three months later, on a virtual clock. People do only what people do:
// they type in Notion, vote and answer on the Worker's pages, drag, delete and answer events in Calendar; the rest follows.
import { expect, it } from 'vitest';
import { takeAnswer, takeVote } from '../../src/workspace/form-pages.ts';
import type { FriendlyValues } from '../../twins/notion/act.ts';
import { createWorld, type TestWorld } from '../world/world.ts';
import { point } from './hands.ts';
import { expectQuiet, MINUTE, mails, PEOPLE, settle, story, tellStories } from './story.ts';

tellStories();

const SETTINGS = {
  PUBLIC_URL: 'https://sync.example.org',
  HOME_TEAM: 'Ada Marlow, Ben Okafor',
  GUEST_DOMAINS: '*',
};
const HOME = ['ada@home.example', 'ben@home.example'];
const HOST = ['dev@host.example', 'ema@host.example'];
const GUESTS = ['kim@host.example', 'lou@host.example', 'mia@host.example'];
const AFTER = [
  '2027-02-01 10:00 Follow-up: Apollo',
  '2027-03-01 10:00 Follow-up: Apollo',
  '2027-03-25 10:00 Follow-up: Apollo',
  '2027-04-01 10:00 Three-month check-in: Apollo',
];

const goal = (page: string, Name: string, Kind: string, values: FriendlyValues): FriendlyValues => ({
  Name,
  Engagement: [page],
  Kind,
  ...values,
});

/** What a person sees on both sides, and how the clock is moved. */
function look(world: TestWorld, page: string) {
  const told = story(world, page);
  return {
    ...told,
    phase: () => told.row('Phase'),
    checks: () =>
      String(told.row('Checks') ?? '')
        .split('\n')
        .filter(Boolean),
    /** What is still ahead in Calendar. */
    ahead: async () => {
      const seen = await told.events();
      const now = new Date().toISOString();
      return [...seen].flatMap(([line, event]) => (event.end > now ? [line] : []));
    },
    event: async (title: string, day = '') => {
      const id = await point(world, title, day);
      return (await world.calendar()).find((event) => event.id === id);
    },
    /** To a moment, and some minutes on, until both sides are at rest. */
    until: async (moment: string) => {
      await world.at(moment);
      await settle(world);
      await settle(world);
    },
  };
}

it('[P20] an engagement is walked from Sourcing to Completed, each phase as the playbook says, ending quiet', async () => {
  const world = await createWorld({ settings: SETTINGS });
  const { notion, google } = world;
  const page = notion.act.create('Engagements', { Name: 'Apollo', 'Time zone': 'Europe/Berlin', ...PEOPLE });
  const { edit, row, phase, checks, calendar, ahead, event, retros, retro, until } = look(world, page);
  const see = (week: number | null) => notion.see.page(retro(week));
  /** Somebody writes a retro's notes and says that they are ready. */
  const write = (week: number | null, notes: string) => {
    notion.act.write(retro(week), notes);
    notion.act.edit(retro(week), { 'Notes status': 'Ready' });
  };

  // The first talk: intro and fit check are typed as they are agreed on.
  await edit({
    Intro: { start: '2026-11-25T10:00:00.000+01:00' },
    'Fit check': { start: '2026-11-26', end: null },
  });
  expect(phase()).toBe('Sourcing');
  expect(await calendar()).toEqual(['2026-11-25 10:00 Intro: Apollo', '2026-11-26 10:00 Fit check: Apollo']);
  expect((await event('Intro: Apollo'))?.guests).toEqual([...HOME, ...HOST]);
  expect((await event('Fit check: Apollo'))?.guests).toEqual(HOME);
  expect((await event('Intro: Apollo'))?.description).toMatch(/Spreading the practice comes first/);
  expect((await event('Fit check: Apollo'))?.description).toMatch(/Team fit, 0 to 2/);
  expect(checks()).toEqual([
    'There is no one-pager yet.',
    'The fit check needs a score of 0, 1 or 2 for business value, technical value and team fit.',
  ]);
  expect(mails(world)).toEqual(['invitation Intro: Apollo ×4', 'invitation Fit check: Apollo ×2']);

  // The home team votes; the host team writes its one-pager.
  const scores = { businessValue: 2, technicalValue: 1, teamFit: 2 } as const;
  for (const voter of ['Ada Marlow', 'Ben Okafor'])
    expect(takeVote(world, page, { voter, scores }, Date.now())).toBe('counted');
  await edit({ 'One-pager': 'https://host.example/apollo' });
  expect([row('Fit score'), row('Votes'), checks()]).toEqual([5, 2, []]);

  // It fits: Dates, guests and a follow-up; the goals come one after the other.
  await until('2026-11-27T09:00:00Z');
  await edit({
    Phase: 'Planning',
    Dates: { start: '2026-12-07', end: '2027-01-01' },
    Guests: GUESTS.join(', '),
  });
  expect(await ahead()).toEqual([
    '2026-12-07–2027-01-01 [Planning] Apollo',
    '2026-12-07 10:00 Kickoff: Apollo',
    '2026-12-10 14:00 Weekly retro: Apollo',
    '2026-12-17 14:00 Weekly retro: Apollo',
    '2026-12-24 14:00 Weekly retro: Apollo',
    '2026-12-31 14:00 Project retro: Apollo',
    '2027-04-01 10:00 Three-month check-in: Apollo',
  ]);
  expect((await event('Kickoff: Apollo'))?.guests).toEqual([...HOME, ...HOST, ...GUESTS]);
  expect((await event('Kickoff: Apollo'))?.description).toMatch(/Goals, business and technical/);
  expect(checks()).toEqual(['There is no business goal yet.', 'There is no technical goal yet.']);
  const pages = notion.act.create(
    'Goals',
    goal(page, 'Fewer pages', 'Business', { Baseline: 14, Weight: 3 }),
  );
  world.pass(MINUTE);
  const alerts = notion.act.create(
    'Goals',
    goal(page, 'Better alerts', 'Technical', { Metric: '%', Target: 80 }),
  );
  await until('2026-12-01T09:00:00Z');
  expect(checks()).toEqual(['The goal “Fewer pages” needs a metric and a target.']);
  notion.act.edit(pages, { Metric: 'a week', Target: 4 });
  await edit({ 'Follow-up': true });
  await settle(world);
  expect(checks()).toEqual([]);
  expect((await ahead()).slice(-4)).toEqual(AFTER);
  mails(world);

  // Somebody drags the kickoff; the clock moves on after it.
  google.act.move(await point(world, 'Kickoff: Apollo'), { minutes: 60, notify: true });
  await settle(world);
  expect(row('Kickoff')).toBe('2026-12-07 11:00');
  await until('2026-12-07T10:30:00Z');
  expect(phase()).toBe('Planning');
  await until('2026-12-07T10:45:00Z');
  expect(phase()).toBe('Executing');
  expect(mails(world)).toEqual(['update Kickoff: Apollo ×7']);

  // Week 1: nothing is scored before the retro; afterwards notes and scores are written down.
  expect(checks()).toEqual([
    'Before the retro on Thu 10 Dec 2026, 14:00–14:30: score “Fewer pages” and “Better alerts”.',
  ]);
  notion.act.edit(pages, { Current: 12 });
  notion.act.edit(alerts, { Current: 8 });
  await until('2026-12-09T12:00:00Z');
  expect(checks()).toEqual([]);
  expect((await event('Weekly retro: Apollo'))?.description).toContain(
    'Progress: 18 %, in line (by now 0 %, at the end 75 %)',
  );
  await until('2026-12-10T13:30:00Z');
  expect(retros()[0]).toBe('1: 2026-12-10 14:00 Held');
  expect(checks()[0]).toBe('Held without notes: the retro of week 1.');
  write(1, 'Pairing works.');
  await until('2026-12-11T12:00:00Z');
  expect(checks()).toEqual([]);
  expect([see(1)['Notes status'], see(1).Progress]).toEqual(['Sent', 0.175]);
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×7']);
  expect((await event('Weekly retro: Apollo', '2026-12-10'))?.description).toContain('Pairing works.');

  // Week 2 begins behind the line; somebody declines two retros; one is dragged, one is deleted.
  await until('2026-12-14T08:00:00Z');
  expect(checks()).toEqual([
    'At risk: the goals are at 18 %; by now 19 % would be in line with 75 % at the end.',
  ]);
  for (const day of ['2026-12-17', '2026-12-24'])
    google.act.answer(await point(world, 'Weekly retro: Apollo', day), 'ema@host.example', 'declined');
  notion.act.edit(pages, { Current: 8 });
  await until('2026-12-15T08:00:00Z');
  expect(checks()).toEqual([
    'At risk: one of the host people declined two retros in a row: the retros of weeks 2 and 3.',
  ]);
  google.act.move(await point(world, 'Weekly retro: Apollo', '2026-12-17'), {
    start: '2026-12-16T09:00:00+01:00',
  });
  google.act.remove(await point(world, 'Weekly retro: Apollo', '2026-12-24'));
  await until('2026-12-15T12:00:00Z');
  expect(retros().slice(1)).toEqual([
    '2: 2026-12-16 09:00 Planned',
    '3: 2026-12-24 14:00 Cancelled',
    'project: 2026-12-31 14:00 Planned',
  ]);
  expect(checks()).toEqual([]);
  await until('2026-12-16T08:30:00Z');
  write(2, 'Two alerts are gone.');
  notion.act.edit(alerts, { Current: 70 });
  notion.act.edit(pages, { Current: 5 });
  await until('2026-12-30T22:30:00Z');
  expect(checks()).toEqual([]);
  expect(row('Progress')).toBeCloseTo(0.89, 2);
  await until('2026-12-31T00:30:00Z');
  expect(checks()).toEqual(['At risk: the last retro was on Wed 16 Dec 2026, more than 2 weeks ago.']);

  // The project retro; then notes, NPS and an owner are asked for.
  await until('2026-12-31T14:00:00Z');
  expect(phase()).toBe('Wrapping up');
  expect(await ahead()).toEqual(['2026-12-07–2027-01-01 [Wrapping up] Apollo', ...AFTER]);
  expect(checks().slice(-3)).toEqual([
    'The project retro has no notes yet.',
    'NPS is not recorded yet.',
    'It is not written down yet who owns the work from here on: fill in Ownership.',
  ]);
  expect(String(row('Survey'))).toMatch(/^https:\/\/sync\.example\.org\/f\/nps\//);
  for (const [browser, score] of [
    ['a', 10],
    ['b', 9],
    ['c', 7],
    ['d', 3],
  ] as const)
    takeAnswer(world, page, browser, { score, why: null }, Date.now());
  write(null, 'We would do it again.');
  await edit({ Ownership: 'The payments team' });
  expect([row('NPS'), checks()]).toEqual([25, []]);

  // Three months: one follow-up is moved, and after the check-in it is completed.
  expect((await event('Follow-up: Apollo', '2027-02-01'))?.guests).toEqual([...HOME, ...HOST, ...GUESTS]);
  google.act.move(await point(world, 'Follow-up: Apollo', '2027-02-01'), {
    start: '2027-02-02T15:00:00+01:00',
  });
  await until('2027-01-29T12:00:00Z');
  expect(await ahead()).toEqual(['2027-02-02 15:00 Follow-up: Apollo', ...AFTER.slice(1)]);
  await until('2027-03-26T12:00:00Z');
  expect((await event('check-in: Apollo'))?.description).toMatch(/Is it still in use/);
  await until('2027-04-01T08:10:00Z');
  expect(phase()).toBe('Wrapping up');
  await until('2027-04-01T08:30:00Z');
  expect([phase(), checks(), await ahead(), row('Sync')]).toEqual(['Completed', [], [], '']);
  await expectQuiet(world);
});
