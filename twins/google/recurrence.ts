/**
 * The part of RFC 5545 recurrence that calendars use: RRULE with FREQ DAILY, WEEKLY, MONTHLY, YEARLY, INTERVAL, BYDAY,
 * BYMONTHDAY, BYMONTH, BYSETPOS, WKST, COUNT, UNTIL; several lines; RDATE and EXDATE. Works on wall-clock numbers (see
 * times.ts) in the series' zone, so that a weekly meeting keeps its local time over daylight saving. Refuses EXRULE,
 * sub-daily frequencies, and DTSTART/DTEND lines [doc].
 */
import { DAY, dayOfWall, fromWall, type Moment, parseDateTime, toWall, wallOfDay } from './times.ts';

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const FREQS = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
/** Nothing recurs for longer than this, in years: guards against rules that never match. */
const HORIZON_YEARS = 60;

interface Rule {
  freq: (typeof FREQS)[number];
  interval: number;
  count?: number;
  /** Last wall-clock number that may occur; for a timed series already converted from UTC. */
  until?: number;
  byDay: { nth: number; day: number }[];
  byMonthDay: number[];
  byMonth: number[];
  bySetPos: number[];
  weekStart: number;
}

export interface Recurrence {
  rules: Rule[];
  also: number[];
  not: Set<number>;
}

const numbers = (text: string): number[] => text.split(',').map(Number);

function parseStamp(text: string, zone: string, allDay: boolean): number | undefined {
  const m = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(text);
  if (!m) return undefined;
  const day = `${m[1]}-${m[2]}-${m[3]}`;
  if (m[4] === undefined || allDay) {
    const wall = wallOfDay(day);
    return Number.isNaN(wall) ? undefined : wall;
  }
  const at = parseDateTime(`${day}T${m[4]}:${m[5]}:${m[6]}${m[7] ?? ''}`, zone);
  return at === undefined ? undefined : toWall(at, zone);
}

function parseRule(text: string, zone: string, allDay: boolean): Rule | undefined {
  const rule: Rule = {
    freq: 'DAILY',
    interval: 1,
    byDay: [],
    byMonthDay: [],
    byMonth: [],
    bySetPos: [],
    weekStart: 1,
  };
  let freq = false;
  for (const part of text.split(';')) {
    const [key = '', value = ''] = part.toUpperCase().split('=');
    if (key === 'FREQ') {
      const known = FREQS.find((f) => f === value);
      if (!known) return undefined;
      rule.freq = known;
      freq = true;
    } else if (key === 'INTERVAL') rule.interval = Number(value);
    else if (key === 'COUNT') rule.count = Number(value);
    else if (key === 'UNTIL') {
      const until = parseStamp(value, zone, allDay);
      if (until === undefined) return undefined;
      // assumption: a bare date as UNTIL of a timed series includes that whole day
      rule.until = !allDay && value.length === 8 ? until + DAY - 1 : until;
    } else if (key === 'BYDAY') {
      for (const one of value.split(',')) {
        const m = /^([+-]?\d+)?(SU|MO|TU|WE|TH|FR|SA)$/.exec(one);
        if (!m) return undefined;
        rule.byDay.push({ nth: Number(m[1] ?? 0), day: DAYS.indexOf(m[2]!) });
      }
    } else if (key === 'BYMONTHDAY') rule.byMonthDay = numbers(value);
    else if (key === 'BYMONTH') rule.byMonth = numbers(value);
    else if (key === 'BYSETPOS') rule.bySetPos = numbers(value);
    else if (key === 'WKST') rule.weekStart = Math.max(0, DAYS.indexOf(value));
    else return undefined;
  }
  const whole = (n: number | undefined) => n === undefined || (Number.isInteger(n) && n > 0);
  if (!freq || !whole(rule.interval) || !whole(rule.count)) return undefined;
  return rule.count !== undefined && rule.until !== undefined ? undefined : rule;
}

/** The lines of `recurrence` → what they mean, or undefined when Google would refuse them. */
export function parseRecurrence(lines: string[], zone: string, allDay: boolean): Recurrence | undefined {
  const found: Recurrence = { rules: [], also: [], not: new Set() };
  for (const line of lines) {
    const m = /^(RRULE|RDATE|EXDATE)((?:;[^:]*)?):(.+)$/i.exec(line.trim());
    if (!m) return undefined;
    const kind = m[1]!.toUpperCase();
    if (kind === 'RRULE') {
      const rule = parseRule(m[3]!, zone, allDay);
      if (!rule) return undefined;
      found.rules.push(rule);
      continue;
    }
    const named = /TZID=([^;:]+)/i.exec(m[2]!)?.[1];
    for (const text of m[3]!.split(',')) {
      const wall = parseStamp(text, named ?? zone, allDay);
      if (wall === undefined) return undefined;
      const own = named && !allDay && !text.endsWith('Z') ? toWall(fromWall(wall, named), zone) : wall;
      if (kind === 'RDATE') found.also.push(own);
      else found.not.add(own);
    }
  }
  return found.rules.length + found.also.length > 0 ? found : undefined;
}

const weekday = (wall: number): number => new Date(wall).getUTCDay();

/** Days of one month (wall numbers at midnight) that the rule picks. */
function daysOfMonth(rule: Rule, year: number, month: number, startDay: number): number[] {
  const first = Date.UTC(year, month, 1);
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const all = Array.from({ length }, (_, i) => first + i * DAY);
  let picked: number[];
  if (rule.byMonthDay.length > 0) {
    picked = all.filter((_, i) => rule.byMonthDay.includes(i + 1) || rule.byMonthDay.includes(i - length));
    if (rule.byDay.length > 0)
      picked = picked.filter((day) => rule.byDay.some((b) => b.day === weekday(day)));
  } else if (rule.byDay.length > 0) {
    picked = all.filter((day, i) =>
      rule.byDay.some((b) => {
        if (b.day !== weekday(day)) return false;
        const nth = Math.floor(i / 7) + 1;
        const last = -(Math.floor((length - 1 - i) / 7) + 1);
        return b.nth === 0 || b.nth === nth || b.nth === last;
      }),
    );
  } else picked = startDay <= length ? [first + (startDay - 1) * DAY] : [];
  if (rule.bySetPos.length === 0) return picked;
  return picked.filter((_, i) => rule.bySetPos.includes(i + 1) || rule.bySetPos.includes(i - picked.length));
}

function* periods(rule: Rule, start: number): Generator<number[]> {
  const time = ((start % DAY) + DAY) % DAY;
  const midnight = start - time;
  const from = new Date(midnight);
  const inMonth = (day: number) =>
    rule.byMonth.length === 0 || rule.byMonth.includes(new Date(day).getUTCMonth() + 1);
  const [year, month, date] = [from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()];
  for (let i = 0; ; i += rule.interval) {
    if (rule.freq === 'DAILY') {
      const day = midnight + i * DAY;
      const fits = rule.byDay.length === 0 || rule.byDay.some((b) => b.day === weekday(day));
      yield fits && inMonth(day) ? [day + time] : [];
    } else if (rule.freq === 'WEEKLY') {
      const monday = midnight - ((weekday(midnight) - rule.weekStart + 7) % 7) * DAY + i * 7 * DAY;
      const wanted = rule.byDay.length > 0 ? rule.byDay.map((b) => b.day) : [weekday(midnight)];
      const days = wanted.map((d) => monday + ((d - rule.weekStart + 7) % 7) * DAY);
      yield [...new Set(days)]
        .filter(inMonth)
        .sort((a, b) => a - b)
        .map((d) => d + time);
    } else if (rule.freq === 'MONTHLY') {
      const first = Date.UTC(year, month + i, 1);
      const at = new Date(first);
      const days = inMonth(first) ? daysOfMonth(rule, at.getUTCFullYear(), at.getUTCMonth(), date) : [];
      yield days.map((d) => d + time);
    } else {
      const months = rule.byMonth.length > 0 ? rule.byMonth.map((m) => m - 1) : [month];
      yield months
        .sort((a, b) => a - b)
        .flatMap((m) => daysOfMonth(rule, year + i, m, date))
        .map((d) => d + time);
    }
  }
}

function* expandRule(rule: Rule, start: number): Generator<number> {
  const end = start + HORIZON_YEARS * 366 * DAY;
  let count = 0;
  let first = true;
  let period = 0;
  for (const days of periods(rule, start)) {
    if (++period > 25_000) return;
    // assumption: a start that does not fit its own rule is the first occurrence all the same (RFC 5545)
    const found = first && !days.includes(start) ? [start, ...days] : days;
    first = false;
    for (const wall of found) {
      if (wall < start) continue;
      if (wall > end || (rule.until !== undefined && wall > rule.until)) return;
      if (rule.count !== undefined && ++count > rule.count) return;
      yield wall;
    }
  }
}

/** All occurrences, ascending, as wall-clock numbers. May be long: stop reading when you have enough. */
export function* occurrences(recurrence: Recurrence, start: number): Generator<number> {
  const sources = recurrence.rules.map((rule) => expandRule(rule, start));
  const also = recurrence.rules.length > 0 ? recurrence.also : [start, ...recurrence.also];
  sources.push(
    (function* () {
      yield* [...also].sort((a, b) => a - b);
    })(),
  );
  const heads = sources.map((source) => source.next());
  let last = Number.NEGATIVE_INFINITY;
  for (;;) {
    let least = -1;
    heads.forEach((head, i) => {
      if (!head.done && (least < 0 || head.value < (heads[least]!.value as number))) least = i;
    });
    if (least < 0) return;
    const wall = heads[least]!.value as number;
    heads[least] = sources[least]!.next();
    if (wall === last || recurrence.not.has(wall)) continue;
    last = wall;
    yield wall;
  }
}

/** A wall-clock number of a series → the moment it stands for. */
export const momentOfWall = (wall: number, allDay: boolean, zone: string): Moment =>
  allDay ? { day: dayOfWall(wall) } : { at: fromWall(wall, zone), zone };
