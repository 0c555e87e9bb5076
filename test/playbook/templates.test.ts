import { expect, test } from 'vitest';
import {
  linesBelow,
  NEXT_TIME,
  notesIn,
  projectRetroTemplate,
  retroTemplate,
  sourcingTemplate,
} from '../../src/playbook/index.ts';

const heading = (text: string) => ({ kind: 'heading' as const, text });
const text = (words: string) => ({ kind: 'text' as const, text: words });
const time = (day: string) => ({
  start: Date.parse(`${day}T13:00:00Z`),
  end: Date.parse(`${day}T13:30:00Z`),
});
const REVIEW = {
  name: 'Apollo',
  zone: 'Europe/Berlin',
  days: { start: '2026-12-07', end: '2027-01-01' },
  kickoff: null,
  projectRetro: time('2026-12-31'),
};

test('[P80] an engagement that is sourced begins with few blocks: the practice comes first, and it may end early', () => {
  const template = sourcingTemplate();
  expect(template.length).toBeLessThanOrEqual(6);
  const words = template.map((line) => line.text).join('\n');
  for (const said of ['spread the practice', 'We will not', 'end the engagement early', 'Wish list'])
    expect(words).toContain(said);
});

test('[P81] a retro’s page has its four headings, and those alone are no notes', () => {
  expect(retroTemplate().map((line) => line.text)).toEqual([
    'What went well',
    'What went poorly',
    NEXT_TIME,
    'Goals',
  ]);
  expect(notesIn(retroTemplate())).toEqual([]);
  expect(notesIn([])).toEqual([]);
});

test('[P81] notes are what people wrote, with the headings that have something below them', () => {
  const [well, poorly, next, goals] = retroTemplate();
  if (!well || !poorly || !next || !goals) throw new Error('The template has four headings.');
  expect(notesIn([text('Above'), well, text('Tests'), poorly, next, goals, text('Scored')])).toEqual([
    text('Above'),
    well,
    text('Tests'),
    goals,
    text('Scored'),
  ]);
});

test('[P82] the lines below a heading end with the next one, however it is written, and are gathered wherever it stands', () => {
  const lines = [
    heading('what to  do NEXT time'),
    text('One\nTwo'),
    heading('Other'),
    text('Not'),
    heading(NEXT_TIME),
    text('Three'),
  ];
  expect(linesBelow(lines, NEXT_TIME)).toEqual(['One', 'Two', 'Three']);
  expect(linesBelow([text(NEXT_TIME), text('Not')], NEXT_TIME)).toEqual([]);
});

test('[P82] the project retro’s page shows timeline, curve and what was learnt; none of it is anybody’s notes', () => {
  const retros = [
    { week: 1, time: time('2026-12-10'), progress: 0.125, nextTime: ['x'.repeat(400), ' '] },
    { week: 2, time: time('2026-12-17'), progress: null, nextTime: [] },
  ];
  const template = projectRetroTemplate({ ...REVIEW, retros });
  expect(template.map((line) => line.kind).join()).toBe(
    'heading,text,heading,text,heading,text,heading,heading,heading',
  );
  expect(template[1]?.text).toContain('Retro of week 2: Thu 17 Dec 2026, 14:00–14:30');
  expect(template[3]?.text).toBe('Week 1: 13 %');
  expect(template[5]?.text).toBe(`Week 1: ${'x'.repeat(299)}…`);
  expect(notesIn(template)).toEqual([]);
  expect(notesIn([...template, text('Mine')])).toEqual([heading(NEXT_TIME), text('Mine')]);
});

test('[P82] what nobody knows is left out', () => {
  const template = projectRetroTemplate({ ...REVIEW, name: null, days: null, retros: [] });
  expect(template[1]?.text).toBe('Untitled engagement\nProject retro: Thu 31 Dec 2026, 14:00–14:30');
  expect(template.filter((line) => line.kind === 'heading')).toHaveLength(4);
});
