// What stands on a page before people write there: an engagement that is being sourced, a retro, the project retro.
// As few lines as say it: each is one block, and a free Notion workspace counts every block it ever had (N22).
// What it refuses: to stand in for people's words. The lines below the headings are theirs.
import { formatDay } from './days.ts';
import { percent } from './goals.ts';
import { plainLine } from './text.ts';
import { formatTimed } from './times.ts';
import { shownName } from './titles.ts';
import type { Days, Timed } from './words.ts';

/** One line of a page's body, which is one block of Notion's; a line end within it is one within the block. */
export interface BodyLine {
  readonly kind: 'heading' | 'text' | 'bullet';
  readonly text: string;
}

const heading = (text: string): BodyLine => ({ kind: 'heading', text });
const text = (...lines: readonly string[]): BodyLine => ({ kind: 'text', text: lines.join('\n') });

/** An engagement that is being sourced (P80): what both teams may expect, the one-pager's outline, ownership. */
export const sourcingTemplate = (): BodyLine[] => [
  heading('What to expect'),
  text(
    'First, spread the practice; second, make this project a success.',
    'We will: pair with the host team, bring methods and tests, hold a retro every week, and say openly what does not work.',
    'We will not: take over features or operations, be an extra pair of hands, or stay beyond the dates.',
    'Either team may end the engagement early, at any time, without blame.',
  ),
  heading('One-pager'),
  text('Problem: ', 'Wish list: ', 'Business goals: ', 'Technical goals: '),
  heading('Ownership'),
  text('Who is to own what is left behind (in the end the column Ownership says it): '),
];

/** What a retro talks about, in order. */
const WENT_WELL = 'What went well';
const WENT_POORLY = 'What went poorly';
export const NEXT_TIME = 'What to do next time';
const GOALS = 'Goals';

/** A retro's page (P81). */
export const retroTemplate = (): BodyLine[] => [WENT_WELL, WENT_POORLY, NEXT_TIME, GOALS].map(heading);

/** What the project retro's page gathers, in headings of its own. */
const TIMELINE = 'Timeline';
const PROGRESS = 'Progress by week';
const EARLIER = 'What the weekly retros wanted to do next time';
/** Headings whose lines are the Worker's: they are no notes of anybody's. */
export const GATHERED: readonly string[] = [TIMELINE, PROGRESS, EARLIER];

/** A weekly retro, as the project retro looks back on it. */
export interface PastRetro {
  readonly week: number;
  readonly time: Timed;
  /** 0–1; null: nobody knows. */
  readonly progress: number | null;
  /** The lines below "What to do next time". */
  readonly nextTime: readonly string[];
}

export interface Review {
  readonly name: string | null;
  readonly zone: string;
  readonly days: Days | null;
  readonly kickoff: Timed | null;
  readonly retros: readonly PastRetro[];
  readonly projectRetro: Timed;
}

/** A line of people's, short enough that all of them fit. */
const LINE_LIMIT = 300;
const shorten = (line: string): string => {
  const clean = plainLine(line);
  return clean.length > LINE_LIMIT ? `${clean.slice(0, LINE_LIMIT - 1)}…` : clean;
};

/** The project retro's page (P82): the way that was gone, the curve of progress, what was learnt, then room for notes. */
export function projectRetroTemplate({
  name,
  zone,
  days,
  kickoff,
  retros,
  projectRetro,
}: Review): BodyLine[] {
  const timeline = [
    ...(days ? [`Start: ${formatDay(days.start)}`] : []),
    ...(kickoff ? [`Kickoff: ${formatTimed(kickoff, zone)}`] : []),
    ...retros.map(({ week, time }) => `Retro of week ${week}: ${formatTimed(time, zone)}`),
    `Project retro: ${formatTimed(projectRetro, zone)}`,
    ...(days ? [`End: ${formatDay(days.end)}`] : []),
  ];
  const curve = retros.flatMap(({ week, progress }) =>
    progress === null ? [] : [`Week ${week}: ${percent(progress)}`],
  );
  const learnt = retros.flatMap(({ week, nextTime }) =>
    nextTime.filter((line) => plainLine(line) !== '').map((line) => `Week ${week}: ${shorten(line)}`),
  );
  return [
    heading(TIMELINE),
    text(shownName(name), ...timeline),
    ...(curve.length > 0 ? [heading(PROGRESS), text(...curve)] : []),
    ...(learnt.length > 0 ? [heading(EARLIER), text(...learnt)] : []),
    heading(WENT_WELL),
    heading(WENT_POORLY),
    heading(NEXT_TIME),
  ];
}

/** The lines below headings of that title, each up to the next heading. Case and white space do not matter. */
export function linesBelow(lines: readonly BodyLine[], title: string): string[] {
  const wanted = plainLine(title).toLowerCase();
  let isBelow = false;
  return lines.flatMap(({ kind, text: words }) => {
    if (kind !== 'heading') return isBelow ? words.split('\n') : [];
    isBelow = plainLine(words).toLowerCase() === wanted;
    return [];
  });
}

/**
 * A body without what nobody wrote: headings that have nothing below them, and what the Worker gathered. Empty: there
 * are no notes.
 */
export function notesIn(lines: readonly BodyLine[]): BodyLine[] {
  const ours = (title: string) => GATHERED.includes(title.trim());
  const notes: BodyLine[] = [];
  let isOurs = false;
  for (const [at, line] of lines.entries()) {
    if (line.kind === 'heading') isOurs = ours(line.text);
    if (isOurs) continue;
    const next = lines[at + 1];
    if (line.kind === 'heading' && (!next || next.kind === 'heading')) continue;
    notes.push(line);
  }
  return notes;
}
