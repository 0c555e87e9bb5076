import { expect, test } from 'vitest';
import {
  CHECKS,
  type CheckFacts,
  type GoalFacts,
  type OtherEngagement,
  PHASES,
  type Phase,
  timed,
  unmetChecks,
} from '../../src/playbook/index.ts';
import { settings } from './arbitrary.ts';

const facts = (phase: Phase, changes: Partial<CheckFacts> = {}): CheckFacts => ({
  phase,
  zone: 'Europe/Berlin',
  settings: settings(),
  ...changes,
});
const said = (phase: Phase, changes: Partial<CheckFacts>): string[] =>
  unmetChecks(facts(phase, changes)).map(({ sentence }) => sentence);

const goal = (changes: Partial<GoalFacts> = {}): GoalFacts => ({
  name: 'Latency',
  kind: 'Technical',
  metric: 'p95, ms',
  target: 200,
  current: 300,
  ...changes,
});

test('[P29] what is not known makes no check appear', () => {
  for (const phase of PHASES) expect(unmetChecks(facts(phase))).toEqual([]);
});

test('[P29] every check has an id of its own and a phase', () => {
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
  expect(CHECKS.every(({ phases }) => phases.length > 0)).toBe(true);
});

test('[P29] an engagement with all in place has nothing open', () => {
  const all: Partial<CheckFacts> = {
    dates: { start: '2026-11-30', end: '2027-02-05' },
    onePager: 'https://host.example/apollo',
    businessValue: 2,
    technicalValue: 0,
    teamFit: 1,
    goals: [goal(), goal({ kind: 'Business', target: 0, current: 0 })],
    engineer: ['eve'],
    advisor: ['al'],
    hostPeople: 2,
    others: [],
    nextRetro: timed('2026-12-03', { hour: 14, minute: 0 }, 30, 'UTC'),
    projectRetroNotes: true,
    nps: 0,
    ownership: true,
    pinned: [],
  };
  for (const phase of PHASES) expect(said(phase, all)).toEqual([]);
});

test('[P29] a check is shown in its own phases only', () => {
  const open: Partial<CheckFacts> = {
    dates: null,
    onePager: null,
    businessValue: null,
    goals: [],
    engineer: [],
    hostPeople: 0,
    nps: null,
  };
  const ids = (phase: Phase) => unmetChecks(facts(phase, open)).map(({ id }) => id);
  expect(ids('Sourcing')).toEqual(['one-pager', 'fit-check']);
  expect(ids('Planning')).toEqual(['dates', 'business-goal', 'technical-goal', 'two-people', 'host-people']);
  expect(ids('Executing')).toEqual([]);
  expect(ids('Wrapping up')).toEqual(['nps']);
  for (const phase of ['Completed', 'Declined', 'Ended early'] as const) expect(ids(phase)).toEqual([]);
});

test('[P30] a one-pager that is blank is missing', () => {
  expect(said('Sourcing', { onePager: null })).toEqual(['There is no one-pager yet.']);
  expect(said('Sourcing', { onePager: '  ' })).toEqual(['There is no one-pager yet.']);
});

test('[P30] each part of the fit check has a score of 0, 1 or 2', () => {
  expect(said('Sourcing', { businessValue: null, technicalValue: 3, teamFit: 1.5 })).toEqual([
    'The fit check needs a score of 0, 1 or 2 for business value, technical value and team fit.',
  ]);
  expect(said('Sourcing', { businessValue: 0, technicalValue: 2, teamFit: null })).toEqual([
    'The fit check needs a score of 0, 1 or 2 for team fit.',
  ]);
});

test('[P31] Dates that are not set are named', () => {
  expect(said('Planning', { dates: null })).toEqual(['Dates are not set yet, so nothing can be planned.']);
});

test('[P31] goals of both kinds are there', () => {
  expect(said('Planning', { goals: [] })).toEqual([
    'There is no business goal yet.',
    'There is no technical goal yet.',
  ]);
  expect(said('Planning', { goals: [goal({ kind: 'Business' })] })).toEqual([
    'There is no technical goal yet.',
  ]);
  expect(said('Planning', { goals: [goal(), goal({ kind: 'Fun' }), goal({ kind: null })] })).toEqual([
    'There is no business goal yet.',
  ]);
});

test('[P29] a goal of unknown kind may be the missing one', () => {
  expect(said('Planning', { goals: [goal({ kind: undefined })] })).toEqual([]);
});

test('[P31] each goal has a metric and a target', () => {
  const business = goal({ kind: 'Business' });
  expect(said('Planning', { goals: [business, goal({ metric: ' ', target: null })] })).toEqual([
    'The goal “Latency” needs a metric and a target.',
  ]);
  expect(said('Planning', { goals: [business, goal({ name: null, target: null })] })).toEqual([
    'The goal “Untitled goal” needs a target.',
  ]);
  expect(said('Planning', { goals: [business, goal({ metric: undefined, target: 0 })] })).toEqual([]);
});

test('[P32] engineer and advisor are two people', () => {
  expect(said('Planning', { engineer: ['eve'], advisor: ['eve'] })).toEqual([
    'Engineer and advisor are the same person; they should be two.',
  ]);
  expect(said('Planning', { engineer: [], advisor: [] })).toEqual([
    'There is no engineer yet.',
    'There is no advisor yet.',
  ]);
  expect(said('Planning', { engineer: ['eve'] })).toEqual([]);
});

test.each([
  [0, ['The host team needs two or more people here; there are none yet.']],
  [1, ['The host team needs two or more people here; there is one yet.']],
  [2, []],
  [7, []],
])('[P32] %i host people', (hostPeople, sentences) => {
  expect(said('Planning', { hostPeople })).toEqual(sentences);
});

test('[P33] thirteen weeks are the most', () => {
  expect(said('Planning', { dates: { start: '2026-11-30', end: '2027-02-28' } })).toEqual([]);
  expect(said('Planning', { dates: { start: '2026-11-30', end: '2027-03-01' } })).toEqual([
    'Dates take 14 weeks; 13 weeks at most is better.',
  ]);
});

const other = (start: string, end: string, changes: Partial<OtherEngagement> = {}): OtherEngagement => ({
  name: 'Zephyr',
  dates: { start, end },
  phase: 'Completed',
  ...changes,
});
const starting = (start: string, ...others: OtherEngagement[]): string[] =>
  said('Planning', { dates: { start, end: '2027-02-05' }, others });

test('[P34] three whole weeks off are a rest', () => {
  // Ends on a Friday; three weeks later the Saturday is the first free day.
  const zephyr = other('2026-09-07', '2026-11-06');
  expect(starting('2026-11-30', zephyr)).toEqual([]);
  expect(starting('2026-11-28', zephyr)).toEqual([]);
  expect(starting('2026-11-27', zephyr)).toEqual([
    '“Zephyr” ends on Fri 6 Nov 2026; after 3 weeks off the engineer is free from Sat 28 Nov 2026.',
  ]);
});

test('[P34] an engagement that is still running leaves no rest', () => {
  expect(starting('2026-11-30', other('2026-10-05', '2026-12-11', { phase: 'Executing' }))).toEqual([
    '“Zephyr” ends on Fri 11 Dec 2026; after 3 weeks off the engineer is free from Sat 2 Jan 2027.',
  ]);
});

test('[P34] what comes later, is only sourced, or was declined takes no rest', () => {
  expect(starting('2026-11-30', other('2027-02-08', '2027-04-16', { phase: 'Planning' }))).toEqual([]);
  expect(starting('2026-11-30', other('2026-10-05', '2026-11-27', { phase: 'Sourcing' }))).toEqual([]);
  expect(starting('2026-11-30', other('2026-10-05', '2026-11-27', { phase: 'Declined' }))).toEqual([]);
});

test('[P34] no more than two engagements are back to back', () => {
  const third = starting('2026-11-30', other('2026-07-06', '2026-09-11'), other('2026-09-21', '2026-11-20'));
  expect(third).toHaveLength(2);
  expect(third[1]).toBe(
    "This would be the engineer's engagement number 3 in a row; 2 without a rest are the most.",
  );
  const rested = starting('2026-11-30', other('2026-06-01', '2026-08-07'), other('2026-09-21', '2026-11-20'));
  expect(rested).toHaveLength(1);
});

test('[P34] rest and chain are settings', () => {
  const changed = (changes: Parameters<typeof settings>[0]) =>
    said('Planning', {
      settings: settings(changes),
      dates: { start: '2026-11-30', end: '2027-02-05' },
      others: [other('2026-09-21', '2026-11-20')],
    });
  expect(changed({ restWeeks: 1 })).toEqual([]);
  expect(changed({ restWeeks: 0 })).toEqual([]);
  expect(changed({ maxBackToBack: 1 })).toHaveLength(2);
});

test('[P35] goals are scored before the next retro', () => {
  const nextRetro = timed('2026-12-10', { hour: 14, minute: 0 }, 30, 'Europe/Berlin');
  const goals = [goal({ current: null }), goal({ name: 'Churn', current: null }), goal({ current: 0 })];
  expect(said('Executing', { goals, nextRetro })).toEqual([
    'Before the retro on Thu 10 Dec 2026, 14:00–14:30: score “Latency” and “Churn”.',
  ]);
  expect(said('Executing', { goals, nextRetro: null })).toEqual([]);
});

test('[P36] the project retro leaves notes, NPS and an owner', () => {
  expect(said('Wrapping up', { projectRetroNotes: false, nps: null, ownership: false })).toEqual([
    'The project retro has no notes yet.',
    'NPS is not recorded yet.',
    'It is not written down yet who owns the work from here on.',
  ]);
  expect(said('Wrapping up', { projectRetroNotes: null, ownership: null })).toEqual([]);
});

test('[P37] each pinned time that no longer fits is named, with what the playbook would pick', () => {
  const on = (day: string, hour: number) => timed(day, { hour, minute: 0 }, 30, 'Europe/Berlin');
  const pinned: CheckFacts['pinned'] = [
    { meeting: 'kickoff', week: null, time: on('2026-11-24', 9), pick: on('2026-11-30', 10) },
    { meeting: 'retro', week: 3, time: on('2026-11-26', 9), pick: null },
  ];
  expect(said('Executing', { pinned })).toEqual([
    'The kickoff is set to Tue 24 Nov 2026, 09:00–09:30, which no longer fits; the playbook would pick Mon 30 Nov 2026, 10:00–10:30.',
    'The weekly retro of week 3 is set to Thu 26 Nov 2026, 09:00–09:30, which no longer fits; the playbook would have none.',
  ]);
  expect(said('Completed', { pinned })).toEqual([]);
});
