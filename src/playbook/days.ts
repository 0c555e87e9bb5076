// Calendar days as whole numbers: the days since 1 January 1970, by the Gregorian calendar alone. No zones, no clock.
// It refuses nothing by throwing: what is no day answers '' or NaN. Temporal gives the same answers (a property test
// holds it to that); planning asks a hundred times for each engagement, so it is plain arithmetic.
import type { Day, Days } from './words.ts';

const FIRST_DAY: Day = '2000-01-01';
const LAST_DAY: Day = '2199-12-31';
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
/** Days from 1 March of the year 0 to 1 January 1970, less one. */
const MARCH_OF_YEAR_0 = 719_469;
/** The numbers of 0001-01-01 and 9999-12-31: other years have no `YYYY-MM-DD`. */
const FIRST_NUMBER = -719_162;
const LAST_NUMBER = 2_932_896;

/** The number of a day, as `Math.floor(epoch ms / a day)` of its midnight in UTC; NaN for what is no day. */
export function numberOf(day: Day): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return Number.NaN;
  const month = Number(day.slice(5, 7));
  const date = Number(day.slice(8, 10));
  const year = Number(day.slice(0, 4));
  if (month < 1 || month > 12 || date < 1 || date > daysIn(year, month)) return Number.NaN;
  return numberFrom(year, month, date);
}

/** Counted in years that begin with March, so that the leap day is their last. */
function numberFrom(year: number, month: number, date: number): number {
  const y = month > 2 ? year : year - 1;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leaps + daysBefore((month + 9) % 12) + date - MARCH_OF_YEAR_0;
}

/** Days of a year that begins with March before its nth month, from 0: 31, 30, 31, 30, 31 and again. */
const daysBefore = (month: number): number => Math.floor((month * 153 + 2) / 5);

const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** The day of a number; '' for none, and for the years beyond 0001–9999. */
export function dayFrom(number: number): Day {
  if (!(number >= FIRST_NUMBER && number <= LAST_NUMBER)) return '';
  const days = number + MARCH_OF_YEAR_0 - 1;
  // 400 years have 146,097 days; of those the year is found with its leap days taken out.
  const cycle = Math.floor(days / 146_097);
  const rest = days - cycle * 146_097;
  const y = Math.floor(
    (rest - Math.floor(rest / 1_460) + Math.floor(rest / 36_524) - Math.floor(rest / 146_096)) / 365,
  );
  const inYear = rest - (y * 365 + Math.floor(y / 4) - Math.floor(y / 100));
  const m = Math.floor((inYear * 5 + 2) / 153);
  const year = cycle * 400 + y + (m < 10 ? 0 : 1);
  const month = m < 10 ? m + 3 : m - 9;
  return `${`${year}`.padStart(4, '0')}-${two(month)}-${two(inYear - daysBefore(m) + 1)}`;
}

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

/** Whether this is a real day that a person can have meant: `YYYY-MM-DD`, 2000-01-01 to 2199-12-31. */
export const isDay = (text: string): boolean =>
  !Number.isNaN(numberOf(text)) && text >= FIRST_DAY && text <= LAST_DAY;

/** The day n days later (earlier when negative); '' when there is none. */
export const addDays = (day: Day, n: number): Day => (Number.isInteger(n) ? dayFrom(numberOf(day) + n) : '');

/** The same day n calendar months later; the month's last day where it is too short (30 Nov + 3 = 28 Feb). */
export function addMonths(day: Day, n: number): Day {
  if (Number.isNaN(numberOf(day)) || !Number.isInteger(n) || Math.abs(n) > 120_000) return '';
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + n;
  const year = Math.floor(months / 12);
  if (year < 1 || year > 9999) return '';
  const month = months - year * 12 + 1;
  return dayFrom(numberFrom(year, month, Math.min(Number(day.slice(8, 10)), daysIn(year, month))));
}

/** ISO weekday: 1 = Monday … 7 = Sunday; NaN for no day. */
export const weekdayOf = (day: Day): number => weekdayFrom(numberOf(day));

/** The ISO weekday of a number; 1 January 1970 was a Thursday. */
export const weekdayFrom = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1;

/** b − a in days; NaN when one of them is no day. */
export const daysBetween = (a: Day, b: Day): number => numberOf(b) - numberOf(a);

/** "Thu 3 Dec 2026"; what is no day is printed as it is. */
export function formatDay(day: Day): string {
  const number = numberOf(day);
  if (Number.isNaN(number)) return day;
  const month = MONTHS[Number(day.slice(5, 7)) - 1];
  return `${WEEKDAYS[weekdayFrom(number) - 1]} ${Number(day.slice(8, 10))} ${month} ${Number(day.slice(0, 4))}`;
}

/** "Thu 3 Dec 2026 – Fri 12 Feb 2027"; one day alone where both are the same. */
export const formatDays = (days: Days): string =>
  days.start === days.end ? formatDay(days.start) : `${formatDay(days.start)} – ${formatDay(days.end)}`;
