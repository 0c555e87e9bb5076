// People: the addresses that a row's Guests text holds, and who is invited to which meeting.
// It refuses what is no plain e-mail address and hands it back as it was typed.
import { plainLine } from './text.ts';
import type { Meeting } from './words.ts';

const LONGEST_ADDRESS = 254;
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether a lower-cased text is an address that can be invited: ASCII, at most 254 characters, a dotted domain. */
export function isAddress(text: string): boolean {
  if (text.length > LONGEST_ADDRESS) return false;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const labels = text.slice(at + 1).split('.');
  if (at < 1 || local.length > 64 || !LOCAL.test(local)) return false;
  return (
    labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

/** What a Guests text holds. Faults are the pieces that are no address, as typed. */
export interface Addresses {
  readonly addresses: string[];
  readonly faults: string[];
}

/**
 * Reads a Guests text: addresses separated by commas, semicolons, white space or lines; `Name <a@b.example>`
 * and `"Last, First" <a@b.example>` as mail programs copy them. Lower-cased, each once, in the order typed.
 */
export function parseAddresses(text: string): Addresses {
  const addresses = new Set<string>();
  const faults = new Set<string>();
  // A quoted name may hold commas, and never matters.
  for (const piece of text.replace(/"[^"\n]*"(?=\s*<)/g, ' ').split(/[,;\n\r]+/)) {
    const bad: string[] = [];
    const line = plainLine(piece);
    const named = /<[^<>]*>/.test(line);
    for (const word of named
      ? line.replace(/<\s*([^<>]*?)\s*>/g, ' <$1> ').split(/ +(?![^<]*>)/)
      : line.split(' ')) {
      const bracketed = word.startsWith('<') && word.endsWith('>');
      const address = (bracketed ? word.slice(1, -1) : word).toLowerCase().replace(/^mailto:/, '');
      if (isAddress(address)) addresses.add(address);
      else if (word !== '' && (bracketed || !named || word.includes('@'))) bad.push(word);
    }
    if (bad.length > 0) faults.add(bad.join(' '));
  }
  return { addresses: [...addresses], faults: [...faults] };
}

/** The people of a row, as addresses. */
export interface People {
  readonly engineer: readonly string[];
  readonly advisor: readonly string[];
  readonly host: readonly string[];
  readonly guests: readonly string[];
}

/** Who is invited to a meeting: lower-cased, each once, engineer first. Nobody to the span. */
export function invited(meeting: Meeting, people: People): string[] {
  if (meeting === 'span') return [];
  const home = [...people.engineer, ...people.advisor];
  const all = meeting === 'fit-check' ? home : [...home, ...people.host, ...people.guests];
  return [...new Set(all.map((address) => address.trim().toLowerCase()).filter((address) => address !== ''))];
}
