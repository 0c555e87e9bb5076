import fc from 'fast-check';
import { expect, test } from 'vitest';
import { invited, isAddress, type Meeting, parseAddresses } from '../../src/playbook/index.ts';

test.each([
  ['ada@host.example, bo@host.example'],
  ['ada@host.example;bo@host.example'],
  ['ada@host.example bo@host.example'],
  ['ada@host.example\nbo@host.example\n'],
  [' ,; ada@host.example ,, \r\n\tbo@host.example;'],
  ['Ada@Host.Example, BO@HOST.EXAMPLE, ada@host.example'],
  ['Ada Lovelace <ada@host.example>, <bo@host.example>'],
  ['"Lovelace, Ada" <ada@host.example>; Bo < bo@host.example >'],
  ['Ada <ada@host.example> Bo <bo@host.example>'],
  ['ada@host.example Bo <bo@host.example>'],
  ['mailto:ada@host.example, \u200Bbo@host.example\u00A0'],
])('[P25] %j are the two guests', (text) => {
  expect(parseAddresses(text)).toEqual({ addresses: ['ada@host.example', 'bo@host.example'], faults: [] });
});

test('[P25] a blank text has no guests and no faults', () => {
  expect(parseAddresses('')).toEqual({ addresses: [], faults: [] });
  expect(parseAddresses(' \n,; ')).toEqual({ addresses: [], faults: [] });
});

test('[P25] what is no address is named as typed, and the others count', () => {
  expect(parseAddresses('Ada Lovelace, bo@host.example, carl@host, Dora <dora@>, Emil <emil>')).toEqual({
    addresses: ['bo@host.example'],
    faults: ['Ada Lovelace', 'carl@host', '<dora@>', '<emil>'],
  });
});

test('[P25] a fault is named once', () => {
  expect(parseAddresses('tbd, tbd; tbd').faults).toEqual(['tbd']);
});

test.each([
  "o'neil+notes@mail.host.example",
  'a@b.co',
  'x_y-z@xn--mller-kva.example',
  `${'a'.repeat(64)}@host.example`,
])('[P25] %s is an address', (text) => {
  expect(isAddress(text)).toBe(true);
});

test.each([
  '',
  '@',
  'ada',
  'ada@',
  '@host.example',
  'ada@host',
  'ada@@host.example',
  'ada@host..example',
  '.ada@host.example',
  'ada.@host.example',
  'a..b@host.example',
  'ada@-host.example',
  'ada@host-.example',
  'ada@10.0.0.1',
  'ada@[10.0.0.1]',
  'ada lovelace@host.example',
  'adä@host.example',
  'ada@host.example.',
  `${'a'.repeat(65)}@host.example`,
  `ada@${'h'.repeat(64)}.example`,
  `ada@${'host.'.repeat(60)}example`,
])('[P25] %j is not an address', (text) => {
  expect(isAddress(text)).toBe(false);
});

test('[P25] what is read is lower-cased, valid, there once, and read again the same', () => {
  const word = fc.oneof(fc.string(), fc.emailAddress(), fc.constantFrom(',', ';', '\n', ' ', '<', '>', '"'));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const { addresses } = parseAddresses(words.join(''));
      expect(addresses.every((address) => isAddress(address) && address === address.toLowerCase())).toBe(
        true,
      );
      expect(parseAddresses(addresses.join(', '))).toEqual({ addresses, faults: [] });
    }),
  );
});

test('[P38] a long text of half-open quotes and brackets is read at once', () => {
  expect(parseAddresses('<'.repeat(20_000)).addresses).toEqual([]);
  expect(parseAddresses(`${'" '.repeat(5000)}ada@host.example`).addresses).toEqual(['ada@host.example']);
});

const people = {
  engineer: ['Eve@home.example'],
  advisor: ['al@home.example'],
  host: ['hana@host.example', 'hugo@host.example'],
  guests: ['gil@guest.example', 'eve@home.example'],
};
const everybody = [
  'eve@home.example',
  'al@home.example',
  'hana@host.example',
  'hugo@host.example',
  'gil@guest.example',
];

test.each<Meeting>(['intro', 'kickoff', 'retro', 'project-retro', 'check-in'])(
  '[P18] everybody is invited to the %s, once',
  (meeting) => {
    expect(invited(meeting, people)).toEqual(everybody);
  },
);

test('[P18] engineer and advisor alone meet for the fit check', () => {
  expect(invited('fit-check', people)).toEqual(['eve@home.example', 'al@home.example']);
});

test('[P18] nobody is invited to the span', () => {
  expect(invited('span', people)).toEqual([]);
});

test('[P18] blank addresses invite nobody', () => {
  expect(invited('kickoff', { engineer: [' '], advisor: [''], host: [], guests: [] })).toEqual([]);
});
