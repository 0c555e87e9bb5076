import { expect, test } from 'vitest';
import {
  CHECKS,
  type CheckFacts,
  type GoalFacts,
  type OtherEngagement,
  PHASES,
  type Phase,
  type RetroFacts,
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

/** A retro on a day at 14:00 in Berlin. */
const retro = (week: number | null, day: string, changes: Partial<RetroFacts> = {}): RetroFacts => ({
  week,
  time: timed(day, { hour: 14, minute: 0 }, 30, 'Europe/Berlin'),
  record: null,
  declined: [],
  ...changes,
});
/** Facts of a day at noon. */
const at = (day: string): Partial<CheckFacts> => ({ now: Date.parse(`${day}T12:00:00Z`), today: day });

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
    hostInvited: 5,
    now: Date.parse('2026-12-04T12:00:00Z'),
    today: '2026-12-04',
    retros: [retro(1, '2026-12-03', { record: { notes: true, progress: 0.5 } }), retro(2, '2026-12-10')],
    nps: 0,
    ownership: 'The platform team',
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
  expect(said('Sourcing', { businessValue: null, technicalValue: 3, teamFit: -1 })).toEqual([
    'The fit check needs a score of 0, 1 or 2 for business value, technical value and team fit.',
  ]);
  expect(said('Sourcing', { businessValue: 0.33, technicalValue: 2, teamFit: null })).toEqual([
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
  const goals = [goal({ current: null }), goal({ name: 'Churn', current: null }), goal({ current: 0 })];
  const retros = [retro(1, '2026-12-03'), retro(2, '2026-12-10')];
  expect(said('Executing', { goals, retros, ...at('2026-12-04') })).toEqual([
    'Before the retro on Thu 10 Dec 2026, 14:00–14:30: score “Latency” and “Churn”.',
  ]);
  expect(said('Executing', { goals: goals.slice(2), retros, ...at('2026-12-04') })).toEqual([]);
  expect(said('Executing', { goals, retros, ...at('2026-12-11') })).toEqual([]);
});

const recorded = (notes: boolean | undefined, progress: number | null | undefined) => ({
  record: { notes, progress },
});

test('[P36] the project retro leaves notes, NPS and an owner', () => {
  const open = [retro(null, '2027-02-04', recorded(false, 0.8))];
  expect(said('Wrapping up', { retros: open, nps: null, ownership: ' ' })).toEqual([
    'The project retro has no notes yet.',
    'NPS is not recorded yet.',
    'It is not written down yet who owns the work from here on: fill in Ownership.',
  ]);
  const done = [retro(null, '2027-02-04', recorded(true, 0.8))];
  expect(said('Wrapping up', { retros: done, nps: 9, ownership: 'The platform team' })).toEqual([]);
  expect(said('Wrapping up', { retros: [retro(null, '2027-02-04', recorded(undefined, 0.8))] })).toEqual([]);
});

test('[P50] a retro that was held leaves notes and scores', () => {
  const retros = [
    retro(1, '2026-12-03', recorded(false, null)),
    retro(2, '2026-12-10', recorded(true, null)),
    retro(3, '2026-12-17', recorded(false, 0.2)),
    retro(4, '2026-12-24', recorded(undefined, undefined)),
    retro(5, '2026-12-31'),
    retro(null, '2027-02-04', recorded(false, null)),
  ];
  const sentences = [
    'Held without notes: the retros of weeks 1 and 3.',
    'Held without scores: the retros of weeks 1 and 2 and the project retro.',
  ];
  expect(said('Executing', { retros })).toEqual(sentences);
  expect(said('Wrapping up', { retros })).toEqual([...sentences, 'The project retro has no notes yet.']);
  expect(said('Executing', { retros: retros.slice(2, 3) })).toEqual([
    'Held without notes: the retro of week 3.',
  ]);
  expect(said('Executing', { retros: retros.slice(3, 5) })).toEqual([]);
});

test('[P51] a host person who declines two retros in a row is a risk', () => {
  const week = (n: number, ...declined: string[]) =>
    retro(n, `2026-12-${3 + 7 * (n - 1)}`.replace(/-(\d)$/, '-0$1'), { declined });
  const on = (day: string, ...retros: RetroFacts[]) => said('Executing', { retros, ...at(day) });
  expect(on('2026-12-04', week(1, 'dev'), week(2, 'dev'), week(3))).toEqual([
    'At risk: one of the host people declined two retros in a row: the retros of weeks 1 and 2.',
  ]);
  expect(
    on('2026-12-04', week(1, 'dev', 'ema'), week(2), week(3, 'dev', 'ema'), week(4, 'ema', 'dev')),
  ).toEqual(['At risk: 2 of the host people declined two retros in a row: the retros of weeks 3 and 4.']);
  expect(on('2026-12-04', week(1, 'dev'), week(2, 'ema'), week(3, 'dev'))).toEqual([]);
  expect(on('2026-12-04', week(1, 'dev'), { ...week(2), declined: undefined }, week(3, 'dev'))).toEqual([]);
  // Who came again is no risk any more.
  expect(on('2026-12-18', week(1, 'dev'), week(2, 'dev'), week(3), week(4))).toEqual([]);
  expect(on('2026-12-11', week(1, 'dev'), week(2, 'dev'), week(3), week(4))).toHaveLength(1);
});

test('[P52] goals under the line of the weeks gone are a risk', () => {
  const dates = { start: '2026-11-30', end: '2027-02-05' };
  const scored = (current: number | null) => [
    goal({ baseline: 0, target: 10, current, weight: 3 }),
    goal({ baseline: 0, target: 10, current: 0, weight: null }),
  ];
  const on = (day: string, current: number | null) =>
    said('Executing', { dates, goals: scored(current), ...at(day) });
  // After five of ten weeks the line is at 37.5 %; the weights make 5 of 10 to 37.5 % of both goals.
  expect(on('2027-01-04', 5)).toEqual([]);
  expect(on('2027-01-04', 4)).toEqual([
    'At risk: the goals are at 30 %; by now 38 % would be in line with 75 % at the end.',
  ]);
  // The line is at 30 %: 29.6 % reads as that, 29.3 % does not.
  expect(on('2026-12-28', 3.95)).toEqual([]);
  expect(on('2026-12-28', 3.9)).toHaveLength(1);
  expect(on('2026-12-06', 0)).toEqual([]);
  expect(said('Executing', { dates, goals: [goal({ current: null })], ...at('2027-01-04') })).toEqual([]);
  expect(said('Planning', { dates, goals: scored(0), ...at('2027-01-04') })).not.toContain('At risk');
});

test('[P53] more than two weeks without a retro are a risk', () => {
  const dates = { start: '2026-11-30', end: '2027-02-05' };
  const on = (day: string, ...retros: RetroFacts[]) => said('Executing', { dates, retros, ...at(day) });
  expect(on('2026-12-14')).toEqual([]);
  expect(on('2026-12-15')).toEqual(['At risk: no retro was held for more than 2 weeks.']);
  expect(said('Executing', { dates, retros: [], met: '2026-12-10', ...at('2026-12-24') })).toEqual([]);
  expect(said('Executing', { dates, retros: [], met: '2026-12-10', ...at('2026-12-25') })).toHaveLength(1);
  expect(on('2026-12-17', retro(1, '2026-12-03'), retro(4, '2026-12-24'))).toEqual([]);
  expect(on('2026-12-18', retro(1, '2026-12-03'), retro(4, '2026-12-24'))).toEqual([
    'At risk: the last retro was on Thu 3 Dec 2026, more than 2 weeks ago.',
  ]);
  expect(on('2026-12-25', retro(1, '2026-12-03'), retro(4, '2026-12-24'))).toEqual([]);
});

test('[P54] fewer than five of the host team in the invitations are a risk', () => {
  const among = (hostInvited: number, changes = {}) =>
    said('Executing', { hostInvited, settings: settings(changes) });
  expect(among(0)).toEqual(['At risk: nobody of the host team is invited; 5 or more spread the practice.']);
  expect(among(1)).toEqual(['At risk: only 1 of the host team is invited; 5 or more spread the practice.']);
  expect(among(4)).toEqual(['At risk: only 4 of the host team are invited; 5 or more spread the practice.']);
  expect(among(5)).toEqual([]);
  expect(among(2, { minInvited: 2 })).toEqual([]);
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
