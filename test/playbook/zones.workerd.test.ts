// The playbook inside workerd, whose zones and graphemes are not Node's.
import { expect, test } from 'vitest';
import { DEFAULT_PLAYBOOK, isZone, pickRetros, slotOf, titleOf } from '../../src/playbook/index.ts';

test.each([
  ['Europe/Berlin', ['13:00', '13:00', '12:00', '12:00']],
  ['Australia/Sydney', ['03:00', '03:00', '03:00', '04:00']],
  ['Australia/Lord_Howe', ['03:00', '03:00', '03:00', '03:30']],
  ['Asia/Kolkata', ['08:30', '08:30', '08:30', '08:30']],
])('[P6] the weekly retro in %s stays at 14:00 inside workerd', (zone, utc) => {
  expect(isZone(zone)).toBe(true);
  const days = { start: '2026-03-16', end: '2026-04-17' };
  const retros = pickRetros(days, slotOf(null, zone, DEFAULT_PLAYBOOK), zone, DEFAULT_PLAYBOOK);
  expect(retros.map(({ time }) => new Date(time.start).toISOString().slice(11, 16))).toEqual(utc);
});

test('[P5] an offset is no zone inside workerd', () => {
  expect(isZone('+02:00')).toBe(false);
});

test('[P26] a long name is cut between visible characters inside workerd', () => {
  const family = '👩‍👩‍👧';
  expect(titleOf('span', family.repeat(100)).replaceAll(family, '')).toBe('…');
});
