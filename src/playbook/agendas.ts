// Agendas: what a meeting is for, in the few lines that its event carries. Plain text; whoever prints it escapes it.
// What it refuses: links. An event is seen by everybody who is invited, so it holds none that opens a form.
import { type GoalNumbers, isBehind, lineOn, percent, progressOf, scoreOf } from './goals.ts';
import type { PlaybookSettings } from './settings.ts';
import { clamp, plainLine } from './text.ts';
import type { Day, Days, Meeting } from './words.ts';

/** One line each, in the order of the meeting. The span is no meeting. */
const AGENDAS: Readonly<Record<Meeting, readonly string[]>> = {
  span: [],
  intro: [
    'Who is who, in both teams.',
    'What we will do and what we will not do.',
    "Spreading the practice comes first, the project's success second.",
    'It may end early, from either side.',
    'The one-pager: what it is to say, and who writes it.',
  ],
  'fit-check': [
    'Business value, 0 to 2: what does the host team gain?',
    'Technical value, 0 to 2: what is there to learn, and to keep?',
    'Team fit, 0 to 2: are people there with time for it?',
    'Write the three scores down on the page.',
  ],
  kickoff: [
    'Goals, business and technical: for each a metric, where it stands and where it is to be.',
    'The week: who works with whom and when, the retro, and the days that stay free.',
    'Ownership: who owns what is built, now and when this is over.',
  ],
  retro: [
    'What went well?',
    'What went poorly?',
    'What shall we do next time?',
    "Score the goals: each one's Current.",
  ],
  'project-retro': [
    'The timeline: what happened when?',
    'Progress: which goals were reached, which were not, and why?',
    'Every “do next time” of the weekly retros: what stays?',
    'NPS: would you recommend an engagement to another team, 0 to 10?',
  ],
  'check-in': [
    'Is it still in use?',
    'Who owns it now?',
    'What would you do again, and what not?',
    "What's next?",
  ],
  'follow-up': [
    'Is it in use?',
    'What stands in its way, and who can help?',
    'Is ownership still as it was written down?',
  ],
};

/** What an event is described with beside its meeting. */
export interface AgendaFacts {
  readonly goals: readonly ({ readonly name?: string | null | undefined } & GoalNumbers)[];
  readonly dates: Days | null | undefined;
  /** In the engagement's zone. */
  readonly today: Day;
  readonly settings: Pick<PlaybookSettings, 'goalLine'>;
}

/** Meetings at which people look at the goals' scores. */
const SCORED: readonly Meeting[] = ['span', 'kickoff', 'retro', 'project-retro', 'check-in', 'follow-up'];

const LONGEST_NAME = 120;

/** The lines of a meeting's event: its agenda, and the goals where people talk about them (P55, P56). */
export function agendaOf(meeting: Meeting, facts: AgendaFacts): string[] {
  const items = AGENDAS[meeting].map((item) => `• ${item}`);
  return [
    ...(items.length > 0 ? ['Agenda', ...items] : []),
    ...(SCORED.includes(meeting) ? sayScores(meeting, facts) : []),
  ];
}

function sayScores(meeting: Meeting, { goals, dates, today, settings }: AgendaFacts): string[] {
  const progress = progressOf(goals);
  const each = goals.flatMap((goal) => {
    const name = clamp(plainLine(goal.name ?? ''), LONGEST_NAME);
    return name === '' ? [] : [`${name}: ${sayScore(scoreOf(goal))}`];
  });
  if (progress === null) return each;
  const aim = percent(settings.goalLine);
  if (meeting !== 'retro' || !dates) return [`Progress: ${percent(progress)} of ${aim} aimed at`, ...each];
  const line = lineOn(today, dates, settings.goalLine);
  const stand = isBehind(progress, line) ? 'behind' : 'in line';
  return [`Progress: ${percent(progress)}, ${stand} (by now ${percent(line)}, at the end ${aim})`, ...each];
}

const sayScore = (score: number | null | undefined): string =>
  score === undefined ? '–' : score === null ? 'not scored yet' : percent(score);
