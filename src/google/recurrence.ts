// Rules of recurring events: the weekly one that we write, and what can be known of those that people make.
// A rule that is not weekly is not worked out here: null means "ask Google", never "no occurrences".
import { numberOf, weekdayFrom } from '../playbook/days.ts';
import type { Instant } from '../playbook/words.ts';
import { instantOf, localOf } from '../playbook/zones.ts';
import type { CalendarEvent } from './event.ts';

const DAY = 24 * 3_600_000;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** What a series' lines say. */
export interface Rule {
  /** One RRULE with FREQ=WEEKLY. */
  readonly weekly: boolean;
  /** Inclusive. An UNTIL that is a date means the end of that day, UTC. */
  readonly until: Instant | null;
  readonly count: number | null;
  /** Just what we would write: every week, one day, with an end, and no dates added or left out. */
  readonly plain: boolean;
  /** In weeks. */
  readonly interval: number;
  /** ISO weekdays; null when the rule leaves it to the event's start. */
  readonly days: readonly number[] | null;
  /** ISO weekday on which the rule's weeks begin: it matters to every second week. */
  readonly weekStart: number;
}

const UNTIL = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?$/;
const KNOWN = new Set(['FREQ', 'UNTIL', 'COUNT', 'INTERVAL', 'BYDAY', 'WKST']);

/** The weekly rule that ends with the occurrence at or before `until`. */
export function weeklyRule(until: Instant): string[] {
  const stamp = new Date(until).toISOString().slice(0, 19).replace(/[-:]/g, '');
  return [`RRULE:FREQ=WEEKLY;UNTIL=${stamp}Z`]; // UTC, as RFC 5545 wants it of timed events
}

/**
 * A person's lines, ended at `until`: what they say up to then stays as it is, dates that they add later go. What is
 * not understood is left; the end is written in UTC, as of timed events.
 */
export function endRule(lines: readonly string[], until: Instant): string[] {
  const [end = ''] = weeklyRule(until).map((line) => line.split(';')[1] ?? '');
  const isEarlier = (date: string) => (readUntil(date.replace(/^.*:/, '')) ?? 0) <= until;
  return lines.flatMap((line) => {
    if (/^RRULE[:;]/i.test(line)) {
      const parts = line.slice('RRULE:'.length).split(';');
      return [`RRULE:${[...parts.filter((part) => !/^(?:UNTIL|COUNT)=/i.test(part)), end].join(';')}`];
    }
    if (!/^RDATE[:;]/i.test(line)) return [line];
    const [head = '', dates = ''] = line.split(/:(.*)/s);
    const kept = dates.split(',').filter(isEarlier);
    return kept.length > 0 ? [`${head}:${kept.join(',')}`] : [];
  });
}

/** Reads a series' lines; lines that make no sense are "not weekly, not plain". */
export function readRule(lines: readonly string[]): Rule {
  const rules = lines.filter((line) => /^RRULE[:;]/i.test(line));
  const parts = new Map<string, string>();
  for (const part of (rules[0] ?? '').replace(/^RRULE[:;]/i, '').split(';')) {
    const [name = '', value = ''] = part.toUpperCase().split('=');
    if (name) parts.set(name, value);
  }
  const days = readDays(parts.get('BYDAY'));
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const count = parts.has('COUNT') ? Number(parts.get('COUNT')) : null;
  const until = readUntil(parts.get('UNTIL'));
  const understood =
    rules.length === 1 &&
    [...parts.keys()].every((name) => KNOWN.has(name)) &&
    days !== 'unknown' &&
    Number.isInteger(interval) &&
    interval >= 1 &&
    (count === null || (Number.isInteger(count) && count >= 0)) &&
    (until !== null || !parts.has('UNTIL'));
  const weekly = understood && parts.get('FREQ') === 'WEEKLY';
  return {
    weekly,
    until,
    count,
    plain:
      weekly &&
      lines.length === 1 &&
      interval === 1 &&
      (days === null || days.length === 1) &&
      (until !== null || count !== null),
    interval,
    days: days === 'unknown' ? null : days,
    weekStart: WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO') + 1 || 1,
  };
}

function readDays(value: string | undefined): number[] | null | 'unknown' {
  if (!value) return null;
  const days = value.split(',').map((day) => WEEKDAYS.indexOf(day) + 1);
  return days.every((day) => day > 0) ? [...new Set(days)].sort((a, b) => a - b) : 'unknown';
}

function readUntil(value: string | undefined): Instant | null {
  const parts = UNTIL.exec(value ?? '');
  if (!parts) return null;
  const [, year, month, day, hour = '23', minute = '59', second = '59'] = parts;
  const until = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(until) ? null : until;
}

/**
 * The starts that a weekly series' rule gives, in order and in its own zone, exceptions not looked at: what an
 * occurrence's `original` is compared with. No later than `until`, no more than `limit`.
 * Null when the event has no weekly rule (once a month, added or excluded dates …): ask Google for those.
 * An all-day series has midnight UTC of each day. Every second week and several days a week are worked out too.
 */
export function occurrencesOf(
  event: Pick<CalendarEvent, 'recurrence' | 'time' | 'zone'>,
  until: Instant = Number.POSITIVE_INFINITY,
  limit = 200,
): Instant[] | null {
  const { recurrence, time } = event;
  if (!recurrence || !time) return null;
  const rule = readRule(recurrence);
  if (!rule.weekly || recurrence.length !== 1) return null;
  const zone = typeof time.start === 'string' ? 'UTC' : (event.zone ?? 'UTC');
  const first = typeof time.start === 'string' ? numberOf(time.start) * DAY : time.start;
  const local = localOf(first, zone);
  const weekday = weekdayFrom(Math.floor(local / DAY));
  const days = rule.days ?? [weekday];
  // assumption: Google's page keeps BYDAY and the start in step; a start outside the rule is not worked out.
  if (!days.includes(weekday)) return null;

  const last = Math.min(until, rule.until ?? Number.POSITIVE_INFINITY);
  const most = Math.min(limit, rule.count ?? Number.POSITIVE_INFINITY);
  const daysInto = (day: number) => (day - rule.weekStart + 7) % 7;
  const weekBegins = local - daysInto(weekday) * DAY;
  const offsets = days.map(daysInto).sort((a, b) => a - b);
  const starts: Instant[] = [];
  for (let week = 0; starts.length < most; week += rule.interval) {
    for (const offset of offsets) {
      // Local days, not multiples of 168 hours: the wall time stays over daylight saving changes.
      const start = instantOf(weekBegins + (7 * week + offset) * DAY, zone);
      if (start < first) continue;
      if (start > last) return starts;
      if (starts.length < most) starts.push(start);
    }
  }
  return starts;
}
