// What the playbook picks: the time of each meeting from Dates, the zone, the slot and the settings.
// It moves nothing and knows nothing of what a person set; pinned times are compared with `fits`.
import { weekOf } from './dates.ts';
import { addDays, addMonths, daysBetween, weekdayOf } from './days.ts';
import type { PlaybookSettings } from './settings.ts';
import { dayOf, parseWall, readDay, readInstant, timed, type Wall, wallOf } from './times.ts';
import type { Day, Days, Meeting, Slot, Timed } from './words.ts';

/** An occurrence of the weekly retro, or the project retro, with the number of its week. */
export interface WeekTime {
  readonly week: number;
  readonly time: Timed;
}

const SHORTEST_MINUTES = 5;
const LONGEST_MINUTES = 480;
const MINUTE = 60_000;

/**
 * The weekly slot (P9): weekday and wall time of Weekly retro in the zone. A day alone gives its weekday with
 * the setting's time; the length is end − start where it is 5–480 minutes, else the setting's; blank or
 * unreadable is the setting's slot.
 */
export function slotOf(
  value: { readonly start: string; readonly end: string | null } | null,
  zone: string,
  s: PlaybookSettings,
): Slot {
  const usual: Slot = { weekday: s.retroDay, ...parseWall(s.retroTime), minutes: s.retroMinutes };
  if (!value) return usual;
  const start = readInstant(value.start);
  if (start === null) {
    const day = readDay(value.start, zone);
    return day === null ? usual : { ...usual, weekday: weekdayOf(day) };
  }
  const { weekday, hour, minute } = wallOf(start, zone);
  if (Number.isNaN(weekday)) return usual;
  const end = value.end === null ? null : readInstant(value.end);
  const minutes = end === null ? Number.NaN : Math.round((end - start) / MINUTE);
  const plausible = minutes >= SHORTEST_MINUTES && minutes <= LONGEST_MINUTES;
  return { weekday, hour, minute, minutes: plausible ? minutes : s.retroMinutes };
}

/** The first day at or after this one on which meetings may be picked (P7). */
function nextMeetingDay(day: Day, meetingDays: readonly number[]): Day {
  for (let n = 0; n < 7; n++) {
    const candidate = addDays(day, n);
    if (meetingDays.includes(weekdayOf(candidate))) return candidate;
  }
  return day;
}

/** The kickoff: the first meeting day at or after Dates' start, also where that is after their end (P8). */
export function pickKickoff(days: Days, zone: string, s: PlaybookSettings): Timed {
  const day = nextMeetingDay(days.start, s.meetingDays);
  return timed(day, parseWall(s.kickoffTime), s.kickoffMinutes, zone);
}

/** The slot's day in week n, wherever Dates end. */
export function slotDay(week: number, days: Days, slot: Slot): Day {
  const first = addDays(days.start, 7 * (week - 1));
  return addDays(first, (((slot.weekday - weekdayOf(first)) % 7) + 7) % 7);
}

/** The project retro: the last slot on or before Dates' end; null when no slot lies in Dates (P11, P12). */
export function pickProjectRetro(days: Days, slot: Slot, zone: string, s: PlaybookSettings): WeekTime | null {
  const back = (((weekdayOf(days.end) - slot.weekday) % 7) + 7) % 7;
  const day = addDays(days.end, -back);
  if (day === '' || day < days.start) return null;
  return { week: weekOf(day, days), time: timed(day, slot, s.projectRetroMinutes, zone) };
}

/** The weekly retros: one in each week before the project retro's, at the same wall time (P10). */
export function pickRetros(days: Days, slot: Slot, zone: string, s: PlaybookSettings): WeekTime[] {
  const last = pickProjectRetro(days, slot, zone, s);
  return Array.from({ length: (last?.week ?? 1) - 1 }, (_, i) => ({
    week: i + 1,
    time: timed(slotDay(i + 1, days, slot), slot, slot.minutes, zone),
  }));
}

/** The check-in: the first meeting day on or after so many calendar months from the end (P13). */
export function pickCheckIn(end: Day, zone: string, s: PlaybookSettings): Timed {
  const day = nextMeetingDay(addMonths(end, s.checkInMonths), s.meetingDays);
  return timed(day, parseWall(s.checkInTime), s.checkInMinutes, zone);
}

/**
 * The follow-ups, one in each month after the end up to the check-in's (P57), numbered from 1: the first meeting day on
 * or after so many months. The one of the check-in's own month is a week earlier, so that the check-in stays the last.
 */
export function pickFollowUps(end: Day, zone: string, s: PlaybookSettings): Timed[] {
  return Array.from({ length: Math.min(s.followUpMonths, s.checkInMonths) }, (_, i) => {
    const day = nextMeetingDay(addMonths(end, i + 1), s.meetingDays);
    const clear = i + 1 === s.checkInMonths ? addDays(day, -7) : day;
    return timed(clear, parseWall(s.followUpTime), s.followUpMinutes, zone);
  });
}

/** How long a meeting is where nobody said; for the weekly retro `slotOf` may know better. The span: one day. */
export function minutesOf(meeting: Meeting, s: PlaybookSettings): number {
  switch (meeting) {
    case 'intro':
      return s.introMinutes;
    case 'fit-check':
      return s.fitCheckMinutes;
    case 'kickoff':
      return s.kickoffMinutes;
    case 'retro':
      return s.retroMinutes;
    case 'project-retro':
      return s.projectRetroMinutes;
    case 'check-in':
      return s.checkInMinutes;
    case 'follow-up':
      return s.followUpMinutes;
    case 'span':
      return 24 * 60;
  }
}

/** The wall time of a meeting on a day that was set without one: retros take the slot's. The span: midnight. */
export function wallTimeOf(meeting: Meeting, s: PlaybookSettings, slot: Slot): Wall {
  switch (meeting) {
    case 'intro':
      return parseWall(s.introTime);
    case 'fit-check':
      return parseWall(s.fitCheckTime);
    case 'kickoff':
      return parseWall(s.kickoffTime);
    case 'retro':
    case 'project-retro':
      return { hour: slot.hour, minute: slot.minute };
    case 'check-in':
      return parseWall(s.checkInTime);
    case 'follow-up':
      return parseWall(s.followUpTime);
    case 'span':
      return { hour: 0, minute: 0 };
  }
}

/** A date without a time, or a meeting made all-day: that day at the playbook's time (P14). */
export function fillTime(day: Day, meeting: Meeting, zone: string, slot: Slot, s: PlaybookSettings): Timed {
  const minutes = meeting === 'retro' ? slot.minutes : minutesOf(meeting, s);
  return timed(day, wallTimeOf(meeting, s, slot), minutes, zone);
}

/**
 * Whether a pinned time still fits Dates (P15): kickoff and project retro on one of their days, the retro of
 * week n in its week and in Dates, check-in and follow-ups after them. Intro and fit check hang on no Dates.
 */
export function fits(meeting: Meeting, week: number | null, time: Timed, days: Days, zone: string): boolean {
  const day = dayOf(time.start, zone);
  const inside = daysBetween(days.start, day) >= 0 && daysBetween(day, days.end) >= 0;
  switch (meeting) {
    case 'kickoff':
    case 'project-retro':
      return inside;
    case 'retro':
      return inside && (week === null || weekOf(day, days) === week);
    case 'check-in':
    case 'follow-up':
      return daysBetween(days.end, day) > 0;
    case 'intro':
    case 'fit-check':
    case 'span':
      return true;
  }
}
