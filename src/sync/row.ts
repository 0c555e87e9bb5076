// What an engagement's row says, in the playbook's terms, and what is wrong with it in words. Pure.
// What it refuses: to guess. A value that cannot be used is unknown (`undefined`), and what hangs on it rests.
import type { DateValue, EngagementRow } from '../../schemas/index.ts';
import {
  type Days,
  fillTime,
  formatDay,
  isDay,
  minutesOf,
  PHASES,
  type Phase,
  parseAddresses,
  readDates,
  readInstant,
  readZone,
  type Slot,
  slotOf,
  type Timed,
} from '../playbook/index.ts';
import type { Base, Said } from './base.ts';
import { isDays, type World } from './view.ts';

/** The meetings that have a date of their own on the row, with its key. */
export const ROW_MEETINGS = {
  intro: 'intro',
  'fit-check': 'fitCheck',
  kickoff: 'kickoff',
  'project-retro': 'projectRetro',
  'check-in': 'checkIn',
} as const;
export type RowMeeting = keyof typeof ROW_MEETINGS;

/** A time as Notion says it; `inexact`: it is to be written back in full (a day alone, a missing end day). */
export interface Stated {
  readonly said: Said | undefined;
  readonly inexact: boolean;
}

export interface RowFacts {
  readonly name: string | null;
  readonly phase: Phase | undefined;
  /** IANA; undefined when the row names one that does not exist: then nothing is planned. */
  readonly zone: string | undefined;
  readonly dates: Stated;
  readonly people: { engineer: string[]; advisor: string[]; host: string[]; guests: string[] };
  /** What is wrong, in sentences for the Sync column. */
  readonly problems: readonly string[];
}

const LONGEST_NAME = 300;
const LONGEST_MEETING = 24 * 3_600_000;

/** Reads everything but the meetings' own times, which need the merged slot (`statedTime`). */
export function readRow(row: EngagementRow, world: World): RowFacts {
  const problems: string[] = [];
  if ((row.name?.length ?? 0) > LONGEST_NAME) {
    problems.push(
      `The name is longer than ${LONGEST_NAME} characters; titles in Calendar show its beginning.`,
    );
  }
  const zone = row.timeZone ? readZone(row.timeZone) : world.playbook.timeZone;
  if (zone === null) {
    problems.push(
      `"${clip(row.timeZone)}" is not a time zone. Choose one such as Europe/Berlin. Until then nothing is scheduled.`,
    );
  }
  const phase = PHASES.find((known) => known === row.phase);
  if (row.phase && !phase) {
    problems.push(`"${clip(row.phase)}" is not a phase that the calendar knows, so nothing is scheduled.`);
  }
  const dates = statedDates(row.dates, zone ?? world.playbook.timeZone, world, problems);
  const people = readPeople(row, world, problems);
  return { name: row.name ?? null, phase, zone: zone ?? undefined, dates, people, problems };
}

const clip = (text: string | null | undefined): string => {
  const plain = (text ?? '').replace(/\s+/g, ' ').trim();
  return plain.length > 60 ? `${plain.slice(0, 60)}…` : plain;
};

function statedDates(
  value: DateValue | null | undefined,
  zone: string,
  world: World,
  problems: string[],
): Stated {
  if (value === undefined) return { said: undefined, inexact: false };
  if (value === null) return { said: 'blank', inexact: false };
  const read = readDates(value.start, value.end, world.playbook, zone);
  if (!read.ok) {
    problems.push(
      {
        'end-before-start': 'Dates end before they start. Nothing that depends on them is scheduled.',
        implausible:
          'Dates are not plausible (before 2000, after 2199, or longer than two years). Nothing that depends on them is scheduled.',
        'not-whole-days': 'Dates cannot be read as days. Nothing that depends on them is scheduled.',
      }[read.fault.reason],
    );
    return { said: undefined, inexact: false };
  }
  const isWhole = isDay(value.start) && (value.end === null || isDay(value.end));
  return { said: read.days, inexact: read.filled || !isWhole };
}

function readPeople(row: EngagementRow, world: World, problems: string[]): RowFacts['people'] {
  let hidden = 0;
  const addresses = (ids: readonly string[] | undefined) =>
    (ids ?? []).flatMap((id) => {
      const address = world.people.get(id);
      if (address) return [address];
      if (address === null) hidden += 1;
      return [];
    });
  const engineer = addresses(row.engineer);
  const advisor = addresses(row.advisor);
  const host = addresses(row.hostPeople);
  const typed = parseAddresses(row.guests ?? '');
  if (hidden > 0) {
    problems.push(
      hidden === 1
        ? 'One of the people has no e-mail address that this connection may see, so they are not invited.'
        : `${hidden} of the people have no e-mail address that this connection may see, so they are not invited.`,
    );
  }
  if (typed.faults.length > 0) {
    problems.push(`Guests: not an e-mail address: ${typed.faults.slice(0, 5).map(clip).join(', ')}.`);
  }
  const everybody = [...engineer, ...advisor, ...host, ...typed.addresses];
  const outside = [...new Set(everybody)].filter((address) => !isAllowed(address, world));
  if (outside.length > 0) {
    problems.push(
      `Not invited, since they are outside the allowed domains: ${outside.slice(0, 5).join(', ')}.`,
    );
  }
  if (!world.canInvite && everybody.length > 0) {
    problems.push('Nobody is invited: the service account may not invite people without a user to act for.');
  }
  const allowed = (list: string[]) => list.filter((address) => isAllowed(address, world));
  return {
    engineer: allowed(engineer),
    advisor: allowed(advisor),
    host: allowed(host),
    guests: allowed(typed.addresses),
  };
}

const isAllowed = (address: string, world: World): boolean =>
  world.guestDomains === null || world.guestDomains.has(address.slice(address.lastIndexOf('@') + 1));

/**
 * A meeting's time as Notion says it. A day alone becomes that day at the playbook's time; without an end the
 * length stays (that of `before`, else the playbook's). Undefined, with a problem, when it cannot be a meeting.
 */
export function statedTime(
  value: DateValue | null | undefined,
  meeting: RowMeeting | 'retro',
  before: Timed | Days | undefined,
  at: { zone: string; slot: Slot; world: World; name: string; problems: string[] },
): Stated {
  if (value === undefined) return { said: undefined, inexact: false };
  if (value === null) return { said: 'blank', inexact: false };
  const { playbook } = at.world;
  const refuse = (why: string): Stated => {
    at.problems.push(`${at.name} ${why}, so it is left as it is.`);
    return { said: undefined, inexact: false };
  };
  const start = readInstant(value.start);
  if (start === null) {
    if (!isDay(value.start)) return refuse('is not a plausible date');
    return { said: fillTime(value.start, meeting, at.zone, at.slot, playbook), inexact: true };
  }
  if (!isDay(value.start.slice(0, 10))) return refuse('is not a plausible date');
  const usual = before && !isDays(before) ? before.end - before.start : minutesOf(meeting, playbook) * 60_000;
  const length = meeting === 'retro' && !before ? at.slot.minutes * 60_000 : usual;
  const end = value.end === null ? start + length : readInstant(value.end);
  if (end === null) return { said: { start, end: start + length }, inexact: true };
  if (end <= start) return refuse('ends before it starts');
  if (end - start > LONGEST_MEETING) return refuse('is longer than a day');
  return { said: { start, end }, inexact: false };
}

/**
 * The slot as Weekly retro says it. In an unchanged value a changed Time zone leaves the wall time of a derived
 * slot as it is, and a pinned one at its instant; without an end the length stays.
 */
export function statedSlot(
  row: EngagementRow,
  base: Base | null,
  zone: string,
  world: World,
): Slot | 'blank' | undefined {
  const value = row.weeklyRetro;
  if (value === undefined) return undefined;
  if (value === null) return 'blank';
  const known = base?.series;
  const read = (inZone: string): Slot => {
    const slot = slotOf(value, inZone, world.playbook);
    return value.end === null && known ? { ...slot, minutes: known.slot.minutes } : slot;
  };
  if (known && known.zone !== zone && known.mode === 'derived') {
    const before = read(known.zone);
    if (sameSlot(before, known.row)) return before;
  }
  return read(zone);
}

export function sameSlot(a: Slot | string | undefined, b: Slot | string | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.weekday === b.weekday && a.hour === b.hour && a.minute === b.minute && a.minutes === b.minutes;
}

/** "Thursdays at 14:00, 30 min", for people. */
export function formatSlot(slot: Slot): string {
  // 2024-01-01 was a Monday: only its weekday's name is wanted.
  const weekday = formatDay(`2024-01-0${slot.weekday}`).slice(0, 3);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${weekday} ${two(slot.hour)}:${two(slot.minute)}, ${slot.minutes} min`;
}
