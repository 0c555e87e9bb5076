// The playbook as the rest of the product sees it: phases, meetings, times, checks. Pure, without a clock.
export { type AgendaFacts, agendaOf } from './agendas.ts';
export type { CheckFacts, GoalFacts, OtherEngagement, PinnedTime, RetroFacts } from './check-facts.ts';
export { CHECKS, type Check, type UnmetCheck, unmetChecks } from './checks.ts';
export {
  cutDates,
  type DatesFault,
  type DatesRead,
  datesEndAt,
  readDates,
  weekOf,
  weeksOf,
} from './dates.ts';
export { addDays, addMonths, daysBetween, formatDay, formatDays, isDay, weekdayOf } from './days.ts';
export { type GoalNumbers, lineOn, percent, progressOf, scoreOf } from './goals.ts';
export {
  fillTime,
  fits,
  minutesOf,
  pickCheckIn,
  pickFollowUps,
  pickKickoff,
  pickProjectRetro,
  pickRetros,
  slotDay,
  slotOf,
  type WeekTime,
  wallTimeOf,
} from './meetings.ts';
export { type Addresses, invited, isAddress, type People, parseAddresses } from './people.ts';
export {
  type ClockAnswer,
  type ClockInput,
  type Crossing,
  crossingsDue,
  isActive,
  isTentative,
  type MeetingEnd,
  wants,
} from './phases.ts';
export { DEFAULT_PLAYBOOK, type PlaybookSettings, type WallTime } from './settings.ts';
export {
  type BodyLine,
  linesBelow,
  NEXT_TIME,
  notesIn,
  projectRetroTemplate,
  retroTemplate,
  sourcingTemplate,
} from './templates.ts';
export {
  atWall,
  dayOf,
  formatTimed,
  type LocalTime,
  parseWall,
  readDay,
  readInstant,
  startOfDay,
  timed,
  type Wall,
  wallOf,
} from './times.ts';
export {
  projectRetroName,
  readSpanTitle,
  retroName,
  type SpanTitle,
  shownName,
  spanTitle,
  tearsDown,
  titleOf,
} from './titles.ts';
export {
  type Averages,
  averagesOf,
  CRITERIA,
  type Criterion,
  hasSurveyBegun,
  isVotingOpen,
  type Nps,
  npsOf,
  POINTS,
  type Points,
  type Scores,
  surveyEnds,
} from './votes.ts';
export {
  type Day,
  type Days,
  type Instant,
  type Meeting,
  PHASES,
  type Phase,
  type SingleMeeting,
  type Slot,
  type Timed,
} from './words.ts';
export { isZone, readZone } from './zones.ts';
