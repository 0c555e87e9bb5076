import { expect, test } from 'vitest';
import { agendaOf, type Meeting } from '../../src/playbook/index.ts';
import { settings } from './arbitrary.ts';

const facts = (changes: Partial<Parameters<typeof agendaOf>[1]> = {}) => ({
  goals: [],
  dates: { start: '2026-11-30', end: '2027-02-05' },
  today: '2027-01-04',
  settings: settings(),
  ...changes,
});
const goal = (name: string | null, current: number | null, weight: number | null = null) => ({
  name,
  baseline: 0,
  target: 10,
  current,
  weight,
});
const scores = (meeting: Meeting, changes: Parameters<typeof facts>[0]) =>
  agendaOf(meeting, facts(changes)).filter((line) => !line.startsWith('•') && line !== 'Agenda');

test.each<[Meeting, ...RegExp[]]>([
  ['intro', /who is who/i, /spreading the practice comes first/i, /end early/, /one-pager/],
  ['fit-check', /Business value, 0 to 2/, /Technical value, 0 to 2/, /Team fit, 0 to 2/],
  ['kickoff', /goals.*metric/i, /week/, /owner/i],
  ['retro', /went well/, /went poorly/, /next time/, /score/i],
  ['project-retro', /timeline/, /progress/i, /next time/, /NPS/],
  ['check-in', /still in use/, /owns it/, /do again/, /next/],
])('[P55] the agenda of the %s', (meeting, ...asked) => {
  const text = agendaOf(meeting, facts()).join('\n');
  for (const words of asked) expect(text).toMatch(words);
  expect(text).not.toMatch(/https?:|<|>/);
  expect(text.length).toBeLessThan(500);
});

test('[P55] the span has no agenda', () => {
  expect(agendaOf('span', facts())).toEqual([]);
});

test('[P56] the weekly retro shows the scores, and progress against the line', () => {
  const goals = [goal('Latency', 6, 3), goal('Churn', null), goal(' ', 5)];
  expect(scores('retro', { goals })).toEqual([
    'Progress: 46 %, in line (by now 38 %, at the end 75 %)',
    'Latency: 60 %',
    'Churn: not scored yet',
  ]);
  expect(scores('retro', { goals, today: '2027-02-08' })[0]).toBe(
    'Progress: 46 %, behind (by now 75 %, at the end 75 %)',
  );
});

test('[P56] progress that is not known, and a line without Dates, are not shown', () => {
  const goals = [goal('Latency', null)];
  expect(scores('retro', { goals })).toEqual(['Latency: not scored yet']);
  expect(scores('retro', { goals: [{ name: 'Latency' }] })).toEqual(['Latency: –']);
  expect(scores('retro', { goals: [goal('Latency', 6)], dates: null })).toEqual([
    'Progress: 60 % of 75 % aimed at',
    'Latency: 60 %',
  ]);
});

test('[P56] other meetings show the scores and what was aimed at; intro and fit check show none', () => {
  const goals = [goal('Latency', 6)];
  expect(scores('project-retro', { goals })).toEqual(['Progress: 60 % of 75 % aimed at', 'Latency: 60 %']);
  expect(scores('intro', { goals })).toEqual([]);
  expect(scores('fit-check', { goals })).toEqual([]);
});

test('[P56] a long name is cut, so that the agenda stays whole', () => {
  const [, line] = scores('kickoff', { goals: [goal('x'.repeat(500), 6)] });
  expect(line).toMatch(/^x+…: 60 %$/);
  expect(line?.length).toBeLessThan(130);
});
