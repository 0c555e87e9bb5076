// Checks of an engagement under way: whether it is cared for, whether it is at risk, and what it leaves behind. Each
// function says what is unmet, and nothing of what is not known.
import type { CheckFacts, RetroFacts } from './check-facts.ts';
import { daysBetween, formatDay } from './days.ts';
import { isBehind, lineOn, percent, progressOf } from './goals.ts';
import { count, list, quote, say } from './text.ts';
import { dayOf, formatTimed } from './times.ts';
import type { Meeting } from './words.ts';

const MEETING_NAMES: Readonly<Record<Meeting, string>> = {
  span: 'The span',
  intro: 'The intro',
  'fit-check': 'The fit check',
  kickoff: 'The kickoff',
  retro: 'The weekly retro',
  'project-retro': 'The project retro',
  'check-in': 'The check-in',
  'follow-up': 'A follow-up',
};

export function sayPinned({ pinned = [], zone }: CheckFacts): readonly string[] {
  return pinned.map(({ meeting, week, time, pick }) => {
    const name = `${MEETING_NAMES[meeting]}${meeting === 'retro' && week !== null ? ` of week ${week}` : ''}`;
    const instead = pick
      ? `the playbook would pick ${formatTimed(pick, zone)}`
      : 'the playbook would have none';
    return `${name} is set to ${formatTimed(time, zone)}, which no longer fits; ${instead}.`;
  });
}

export function sayUnscored({ goals, retros, now, zone }: CheckFacts): readonly string[] {
  const next = retros?.find(({ time }) => now !== undefined && time.start > now);
  if (!goals || !next) return [];
  const open = goals.filter((goal) => goal.current === null).map((goal) => quote(goal.name, 'goal'));
  return say(open.length > 0, `Before the retro on ${formatTimed(next.time, zone)}: score ${list(open)}.`);
}

/** "the retros of weeks 1 and 3 and the project retro". */
function nameRetros(retros: readonly RetroFacts[]): string {
  const weeks = retros.flatMap(({ week }) => (week === null ? [] : [String(week)]));
  const weekly = weeks.length > 1 ? `the retros of weeks ${list(weeks)}` : `the retro of week ${weeks[0]}`;
  return list([
    ...(weeks.length > 0 ? [weekly] : []),
    ...(weeks.length < retros.length ? ['the project retro'] : []),
  ]);
}

/** Notes of the project retro have a check of their own. */
export function sayUnrecorded({ retros = [] }: CheckFacts): readonly string[] {
  const noNotes = retros.filter(({ week, record }) => week !== null && record?.notes === false);
  const noScores = retros.filter(({ record }) => record?.progress === null);
  return [
    ...say(noNotes.length > 0, `Held without notes: ${nameRetros(noNotes)}.`),
    ...say(noScores.length > 0, `Held without scores: ${nameRetros(noScores)}.`),
  ];
}

export const hasNoProjectNotes = ({ retros = [] }: CheckFacts): boolean =>
  retros.some(({ week, record }) => week === null && record?.notes === false);

/**
 * Two retros in a row that one of the host people declined. Only the last two that are over and what is ahead count:
 * who comes again is no risk any more.
 */
export function sayDeclined({ retros = [], now }: CheckFacts): readonly string[] {
  if (now === undefined) return [];
  const over = retros.filter(({ time }) => time.end <= now);
  const recent = [...over.slice(-2), ...retros.filter(({ time }) => time.end > now)];
  for (const [at, retro] of recent.entries()) {
    const before = recent[at - 1];
    const both = retro.declined?.filter((address) => before?.declined?.includes(address)) ?? [];
    if (!before || both.length === 0) continue;
    const who = both.length === 1 ? 'one of the host people' : `${both.length} of the host people`;
    return [`At risk: ${who} declined two retros in a row: ${nameRetros([before, retro])}.`];
  }
  return [];
}

export function sayBehind({ goals, dates, today, settings }: CheckFacts): readonly string[] {
  if (!goals || !dates || today === undefined) return [];
  const progress = progressOf(goals);
  const line = lineOn(today, dates, settings.goalLine);
  return say(
    progress !== null && isBehind(progress, line),
    `At risk: the goals are at ${percent(progress ?? 0)}; by now ${percent(line)} would be in line with ${percent(settings.goalLine)} at the end.`,
  );
}

/** Days without a retro that are a risk: one was missed and the next is not there either. */
const SILENT_DAYS = 14;

export function saySilent({ retros, dates, met, now, today, zone }: CheckFacts): readonly string[] {
  if (!retros || !dates || now === undefined || today === undefined) return [];
  const last = retros.findLast(({ time }) => time.end <= now);
  const begun = met !== undefined && met > dates.start ? met : dates.start;
  const since = last ? dayOf(last.time.end, zone) : begun;
  const days = daysBetween(since, today);
  const weeks = count(Math.floor((days - 1) / 7), 'week');
  return say(
    days > SILENT_DAYS,
    last
      ? `At risk: the last retro was on ${formatDay(since)}, more than ${weeks} ago.`
      : `At risk: no retro was held for more than ${weeks}.`,
  );
}

export function sayFewInvited({ hostInvited, settings: { minInvited } }: CheckFacts): readonly string[] {
  return say(
    hostInvited !== undefined && hostInvited < minInvited,
    `At risk: ${hostInvited === 0 ? 'nobody' : `only ${hostInvited}`} of the host team ${hostInvited === 1 ? 'is' : hostInvited === 0 ? 'is' : 'are'} invited; ${minInvited} or more spread the practice.`,
  );
}
