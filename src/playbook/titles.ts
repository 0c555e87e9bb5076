// Titles: an event's title and a page's name from the engagement's name, and the `[Phase]` before the span's.
// The prefix is the Worker's, the rest is people's: it is printed as it was read.
import { clamp, plainLine } from './text.ts';
import { type Meeting, PHASES, type Phase } from './words.ts';

export const UNTITLED = 'Untitled engagement';

const LIMIT = 300;
/** Room for the longest words that stand in front of a name, so that every title of an engagement has the same one. */
const NAME_LIMIT = LIMIT - 'Three-month check-in: '.length;

/** The name as titles show it: one visible line of at most 278 characters; "Untitled engagement" when blank. */
export const shownName = (name: string | null): string =>
  clamp(plainLine(name ?? ''), NAME_LIMIT) || UNTITLED;

const COUNTS = ['', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'] as const;

/** "Kickoff: Apollo"; the span's is the name itself. At most 300 characters. */
export function titleOf(meeting: Meeting, name: string | null, checkInMonths = 3): string {
  const shown = shownName(name);
  switch (meeting) {
    case 'span':
      return shown;
    case 'intro':
      return `Intro: ${shown}`;
    case 'fit-check':
      return `Fit check: ${shown}`;
    case 'kickoff':
      return `Kickoff: ${shown}`;
    case 'retro':
      return `Weekly retro: ${shown}`;
    case 'project-retro':
      return `Project retro: ${shown}`;
    case 'check-in':
      return `${COUNTS[checkInMonths] || checkInMonths}-month check-in: ${shown}`;
    case 'follow-up':
      return `Follow-up: ${shown}`;
  }
}

/** The name of the Retros page of week n: "Week 3 retro: Apollo". */
export const retroName = (week: number, name: string | null): string =>
  `Week ${week} retro: ${shownName(name)}`;

/** The name of the Retros page of the project retro. */
export const projectRetroName = (name: string | null): string => titleOf('project-retro', name);

/** A span's title as it was read: `phase` is null when there is no prefix, or one that names no phase. */
export interface SpanTitle {
  readonly phase: Phase | null;
  /** What stood between the brackets, trimmed; null when there was no prefix. */
  readonly prefix: string | null;
  readonly rest: string;
}

/** Brackets at the very start, short enough to be meant as a phase. */
const PREFIX = /^\s*\[([^[\]]{0,40})\]/;

const comparable = (text: string): string => plainLine(text).toLowerCase();

/** "[Planning] Apollo". The rest is printed as it is, but for white space around it. */
export const spanTitle = (phase: Phase, rest: string): string => `[${phase}] ${rest.trim() || UNTITLED}`;

/** Reads a span's title, without regard to case and to white space inside the brackets. Only the first prefix counts. */
export function readSpanTitle(title: string): SpanTitle {
  const found = PREFIX.exec(title);
  if (!found) return { phase: null, prefix: null, rest: title.trim() };
  const typed = comparable(found[1] ?? '');
  return {
    phase: PHASES.find((phase) => phase.toLowerCase() === typed) ?? null,
    prefix: (found[1] ?? '').trim(),
    rest: title.slice(found[0].length).trim(),
  };
}

/** Phases that take a whole engagement down act only from Notion; typed in a title they become a comment. */
export const tearsDown = (phase: Phase): boolean => phase === 'Declined' || phase === 'Ended early';
