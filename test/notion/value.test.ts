import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Property } from '../../schemas/index.ts';
import { writeDate } from '../../src/notion/dates.ts';
import { joinText, splitText } from '../../src/notion/text.ts';
import { readItems, readValue, writeValue } from '../../src/notion/value.ts';

const text: Property = { name: 'T', type: 'rich_text' };
const date: Property = { name: 'D', type: 'date' };
const people: Property = { name: 'P', type: 'people' };
const relation: Property = {
  name: 'R',
  type: 'relation',
  to: 'goals',
  inverse: 'engagement',
  creates: false,
};
const number: Property = { name: 'N', type: 'number', format: 'number' };
const status: Property = { name: 'S', type: 'status', options: [] };
const formula: Property = { name: 'F', type: 'formula', expression: '1' };
const rollup: Property = { name: 'U', type: 'rollup', relation: 'r', property: 'p', function: 'sum' };

const plain = (plain_text: string, type = 'text') => ({ type, plain_text });
const users = (count: number) => Array.from({ length: count }, (_, n) => ({ object: 'user', id: `u${n}` }));

test('[N7] a value of another type than declared is unknown, not blank', () => {
  expect(readValue(number, { type: 'rich_text', rich_text: [] }).value).toBeUndefined();
  expect(readValue(number, { type: 'number', number: 'seven' }).value).toBeUndefined();
  expect(readValue(number, undefined).value).toBeUndefined();
  expect(readValue(number, { type: 'number', number: null }).value).toBeNull();
});

test('[N41] a checkbox is yes or no; anything else is unknown, and nothing else is written', () => {
  const checkbox: Property = { name: 'C', type: 'checkbox' };
  expect(readValue(checkbox, { type: 'checkbox', checkbox: false }).value).toBe(false);
  expect(readValue(checkbox, { type: 'checkbox', checkbox: true }).value).toBe(true);
  expect(readValue(checkbox, { type: 'checkbox', checkbox: null }).value).toBeUndefined();
  expect(readValue(checkbox, { type: 'number', number: 1 }).value).toBeUndefined();
  expect(writeValue(checkbox, true)).toEqual({ checkbox: true });
  expect(writeValue(checkbox, null)).toBeUndefined();
  expect(writeValue(text, true)).toBeUndefined();
});

test('[N7] what Notion could not compute is unknown, not zero', () => {
  expect(readValue(formula, { type: 'formula', formula: { type: 'number', number: 0.5 } }).value).toBe(0.5);
  expect(readValue(formula, { type: 'formula', formula: { type: 'unsupported' } }).value).toBeUndefined();
  expect(readValue(rollup, { type: 'rollup', rollup: { type: 'incomplete' } }).value).toBeUndefined();
  expect(readValue(rollup, { type: 'rollup', rollup: { type: 'number', number: null } }).value).toBeNull();
});

test('[N10] a name that people added to a status or select is kept as it is', () => {
  expect(
    readValue(status, { type: 'status', status: { id: 'x', name: 'On hold', color: 'red' } }).value,
  ).toBe('On hold');
  expect(readValue(status, { type: 'status', status: null }).value).toBeNull();
});

test('[N25] formatted text is read plain; nothing but white space is blank', () => {
  const rich = { type: 'rich_text', rich_text: [plain('ask '), plain('@Ada', 'mention'), plain(' first')] };
  expect(readValue(text, rich).value).toBe('ask @Ada first');
  expect(readValue(text, { type: 'rich_text', rich_text: [plain('  \n')] }).value).toBeNull();
  expect(writeValue(text, '  ')).toEqual({ rich_text: [] });
});

test('[N25] text is written in pieces of at most 2,000 characters and never as Markdown', () => {
  expect(splitText('**no** [link](x)')).toEqual([{ type: 'text', text: { content: '**no** [link](x)' } }]);
  const pieces = splitText(`${'a'.repeat(1999)}🤝${'b'.repeat(10)}`);
  expect(pieces.map((piece) => piece.text.content.length)).toEqual([1999, 12]);
});

test('[N25] text that is split and joined is the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 3000 }), fc.nat(4), (unit, times) => {
      const whole = unit.repeat(times + 1);
      const pieces = splitText(whole);
      expect(pieces.every((piece) => piece.text.content.length <= 2000)).toBe(true);
      const joined = joinText(pieces.map((piece) => plain(piece.text.content)));
      expect(joined).toBe(whole.trim() === '' ? null : whole);
    }),
    { numRuns: 200 },
  );
});

test('[N26] times are read as UTC instants whatever their offset, days as days', () => {
  const read = (start: string, end: string | null = null) =>
    readValue(date, { type: 'date', date: { start, end, time_zone: null } }).value;
  expect(read('2026-12-18T09:00:00.000+01:00')).toEqual({ start: '2026-12-18T08:00:00.000Z', end: null });
  expect(read('2026-12-18T08:00:00Z', '2026-12-18T14:15:00+05:45')).toEqual({
    start: '2026-12-18T08:00:00.000Z',
    end: '2026-12-18T08:30:00.000Z',
  });
  expect(read('2026-12-18', '2026-12-20')).toEqual({ start: '2026-12-18', end: '2026-12-20' });
  expect(read('2026-12-18T09:00:00')).toBeUndefined();
  expect(readValue(date, { type: 'date', date: null }).value).toBeNull();
});

test("[N26] times are written in the zone's own clock, with its name", () => {
  const value = { start: '2026-12-18T08:00:00.000Z', end: '2026-12-18T08:30:00.000Z' };
  expect(writeDate(value, 'Europe/Vienna')).toEqual({
    start: '2026-12-18T09:00:00',
    end: '2026-12-18T09:30:00',
    time_zone: 'Europe/Vienna',
  });
  expect(writeDate(value)).toEqual({
    start: '2026-12-18T08:00:00.000+00:00',
    end: '2026-12-18T08:30:00.000+00:00',
  });
  expect(writeDate({ start: '2026-12-18', end: null }, 'Europe/Vienna')).toEqual({
    start: '2026-12-18',
    end: null,
  });
});

test('[N26] the hour that autumn repeats, and a zone that is none, are written with an offset', () => {
  const second = { start: '2026-10-25T01:30:00.000Z', end: null };
  const first = { start: '2026-10-25T00:30:00.000Z', end: null };
  expect(writeDate(second, 'Europe/Berlin')).toEqual({ start: '2026-10-25T01:30:00.000+00:00', end: null });
  expect(writeDate(first, 'Europe/Berlin')).toMatchObject({ start: '2026-10-25T02:30:00' });
  expect(writeDate(first, 'Berlin')).toEqual({ start: '2026-10-25T00:30:00.000+00:00', end: null });
});

test('[N27] 25 people or a relation that has more is only the beginning', () => {
  expect(readValue(people, { type: 'people', people: users(24) }).more).toBe(false);
  expect(readValue(people, { type: 'people', people: users(25) }).more).toBe(true);
  expect(readValue(relation, { type: 'relation', relation: users(3), has_more: true }).more).toBe(true);
  expect(readValue(relation, { type: 'relation', relation: users(25), has_more: false }).more).toBe(false);
  expect(readValue(relation, { type: 'relation', relation: users(25) }).more).toBe(true);
  const mentions = Array.from({ length: 25 }, () => plain('@Ada', 'mention'));
  expect(readValue(text, { type: 'rich_text', rich_text: mentions }).more).toBe(true);
});

test('[N27] the rest is read from the items of the property', () => {
  const items = users(3).map((user) => ({ object: 'property_item', type: 'people', people: user }));
  expect(readItems(people, items)).toEqual(['u0', 'u1', 'u2']);
  expect(readItems(people, [{ type: 'people' }])).toBeUndefined();
});

test('[N10] a group among people is not a person', () => {
  const mixed = [
    { object: 'user', id: 'u1' },
    { object: 'group', id: 'g1' },
  ];
  expect(readValue(people, { type: 'people', people: mixed }).value).toEqual(['u1']);
});

test('[N10] what Notion computes is never written', () => {
  expect(writeValue(formula, 1)).toBeUndefined();
  expect(writeValue(rollup, 1)).toBeUndefined();
});
