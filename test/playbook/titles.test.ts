import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Meeting,
  PHASES,
  type Phase,
  projectRetroName,
  readSpanTitle,
  retroName,
  spanTitle,
  tearsDown,
  titleOf,
} from '../../src/playbook/index.ts';

test.each<[Meeting, string]>([
  ['span', 'Apollo'],
  ['intro', 'Intro: Apollo'],
  ['fit-check', 'Fit check: Apollo'],
  ['kickoff', 'Kickoff: Apollo'],
  ['retro', 'Weekly retro: Apollo'],
  ['project-retro', 'Project retro: Apollo'],
  ['check-in', 'Three-month check-in: Apollo'],
])('[P26] the title of the %s is %j', (meeting, title) => {
  expect(titleOf(meeting, 'Apollo')).toBe(title);
});

test('[P26] a Retros page is named by its week', () => {
  expect(retroName(3, 'Apollo')).toBe('Week 3 retro: Apollo');
  expect(projectRetroName('Apollo')).toBe('Project retro: Apollo');
});

test('[P26] the check-in is named by its months', () => {
  expect(titleOf('check-in', 'Apollo', 6)).toBe('Six-month check-in: Apollo');
  expect(titleOf('check-in', 'Apollo', 9)).toBe('9-month check-in: Apollo');
});

test.each([null, '', '  \n ', '\u200B\u202E\u0007', '\uFEFF'])('[P26] the name %j is untitled', (name) => {
  expect(titleOf('kickoff', name)).toBe('Kickoff: Untitled engagement');
});

test('[P26] a name becomes one line without unseen characters', () => {
  expect(titleOf('span', ' Apollo\n\t  and\u00A0 friends ')).toBe('Apollo and friends');
  expect(titleOf('span', 'A\u200Bpo\u202Ello\u0000\u2066\u00AD')).toBe('Apollo');
  expect(titleOf('span', 'half \uD83D of a pair')).toBe('half of a pair');
});

test('[P26] joiners stay where they join', () => {
  const family = '👩‍👩‍👧';
  const persian = 'می‌خواهم';
  expect(titleOf('span', `${family} ${persian}`)).toBe(`${family} ${persian}`);
  expect(titleOf('span', '\u200DApollo\u200C')).toBe('Apollo');
});

test('[P26] a long name is cut between visible characters', () => {
  const family = '👩‍👩‍👧';
  const title = titleOf('check-in', family.repeat(100));
  expect(title.length).toBeLessThanOrEqual(300);
  expect(title.replaceAll(family, '')).toBe('Three-month check-in: …');
  expect(titleOf('span', 'a'.repeat(278))).toBe('a'.repeat(278));
});

test('[P26] no title is longer than 300 characters, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 700, size: 'max' }),
      fc.constantFrom(...PHASES),
      (name, phase) => {
        for (const meeting of ['span', 'intro', 'check-in'] as const) {
          const title = titleOf(meeting, name);
          expect(title.length).toBeLessThanOrEqual(300);
          expect(title.isWellFormed()).toBe(true);
        }
        const shown = titleOf('span', name);
        expect(titleOf('span', shown)).toBe(shown);
        expect(spanTitle(phase, shown).length).toBeLessThanOrEqual(300);
      },
    ),
  );
});

test('[P27] the phase stands in front of the span’s title', () => {
  expect(spanTitle('Planning', 'Apollo')).toBe('[Planning] Apollo');
  expect(spanTitle('Wrapping up', '  Apollo: the bar ')).toBe('[Wrapping up] Apollo: the bar');
  expect(spanTitle('Planning', '')).toBe('[Planning] Untitled engagement');
});

test.each<[string, Phase]>([
  ['[Planning] Apollo', 'Planning'],
  ['[planning]Apollo', 'Planning'],
  ['  [ WRAPPING   up ]   Apollo ', 'Wrapping up'],
  ['[ended\tearly] Apollo', 'Ended early'],
  ['[Execu\u200Bting] Apollo', 'Executing'],
])('[P27] %j is read as its phase', (title, phase) => {
  expect(readSpanTitle(title)).toMatchObject({ phase, rest: 'Apollo' });
});

test('[P27] an unknown prefix is no phase and is given as typed', () => {
  expect(readSpanTitle('[ On Hold ] Apollo')).toEqual({ phase: null, prefix: 'On Hold', rest: 'Apollo' });
  expect(readSpanTitle('[] Apollo')).toEqual({ phase: null, prefix: '', rest: 'Apollo' });
});

test.each([
  'Apollo',
  'Apollo [Planning]',
  'Planning] Apollo',
  '[Planning Apollo',
  '(Planning) Apollo',
  '[[Planning]] Apollo',
  `[${'x'.repeat(41)}] Apollo`,
])('[P27] %j has no prefix', (title) => {
  expect(readSpanTitle(title)).toEqual({ phase: null, prefix: null, rest: title });
});

test('[P27] only the first prefix counts', () => {
  expect(readSpanTitle('[Planning] [Executing] Apollo')).toEqual({
    phase: 'Planning',
    prefix: 'Planning',
    rest: '[Executing] Apollo',
  });
});

test('[P27] a title without its rest is a phase alone', () => {
  expect(readSpanTitle('[Planning]')).toEqual({ phase: 'Planning', prefix: 'Planning', rest: '' });
});

test('[P27] what is printed is read as it was meant', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PHASES), fc.string({ unit: 'binary' }), (phase, name) => {
      const rest = titleOf('span', name);
      expect(readSpanTitle(spanTitle(phase, rest))).toEqual({ phase, prefix: phase, rest });
    }),
  );
});

test('[P27] printing what was read of any title is a fixed point', () => {
  const title = fc
    .tuple(
      fc.constantFrom('', '[', '[Planning]', '[ planning ] ', '[x]', '[Planning'),
      fc.string({ unit: 'binary' }),
    )
    .map(([front, rest]) => front + rest);
  fc.assert(
    fc.property(fc.constantFrom(...PHASES), title, (phase, typed) => {
      const once = spanTitle(phase, readSpanTitle(typed).rest);
      expect(spanTitle(phase, readSpanTitle(once).rest)).toBe(once);
    }),
  );
});

test('[P28] Declined and Ended early take an engagement down, the other phases do not', () => {
  expect(PHASES.filter(tearsDown)).toEqual(['Declined', 'Ended early']);
});
