// `schedule`: what lies ahead in the calendar, engagement by engagement, as a table that fits the terminal.
import Table from 'cli-table3';
import { count, isSetByHand } from '../../src/http/wording.ts';
import { PHASES } from '../../src/playbook/words.ts';
import type { EngagementReport, ScheduledMeeting } from '../../src/workspace/api.ts';
import type { Colors } from '../io.ts';

type Cells = readonly [engagement: string, phase: string, meeting: string, local: string, guests: string];

const HEAD: Cells = ['Engagement', 'Phase', 'Meeting', 'Local time', 'Guests'];
const GAP = '  ';
/** Names longer than this are wrapped; guests get what is left, but no less than their own minimum. */
const WIDEST = [24, 12, 18, 34] as const;
const GUESTS_NARROWEST = 28;

const NAMES: Readonly<Record<string, string>> = {
  span: 'Dates',
  intro: 'Intro',
  'fit-check': 'Fit check',
  kickoff: 'Kickoff',
  retro: 'Retro',
  'project-retro': 'Project retro',
  'check-in': 'Check-in',
  'follow-up': 'Follow-up',
};

/** Engagements in the order of their phases; those with nothing ahead have one row that says so. */
export function renderSchedule(
  engagements: readonly EngagementReport[],
  colors: Colors,
  columns: number,
): string {
  if (engagements.length === 0) return 'There are no engagements yet.\n';
  const groups = [...engagements].sort(byPhase).map(rowsOf);
  const widths = columnWidths([HEAD, ...groups.flat()], columns);
  const head = draw([HEAD.map((name) => colors.bold(name))], widths);
  const rule = colors.dim('─'.repeat(Math.min(columns, sumOf(widths) + GAP.length * (widths.length - 1))));
  const bodies = groups.map((rows) => draw(rows, widths));
  const ahead = engagements.reduce((total, { meetings }) => total + meetings.filter(isAhead).length, 0);
  const total = `${count(ahead, 'meeting')} ahead in ${count(engagements.length, 'engagement')}.`;
  const marked = engagements.some(({ meetings }) => meetings.some((one) => isAhead(one) && isSetByHand(one)));
  const legend = marked ? ' * A time that a person set; the playbook never moves it.' : '';
  return `${[head, ...bodies].join(`\n${rule}\n`)}\n${rule}\n${total}${legend}\n${renderChecks(engagements, colors)}`;
}

/** What is still open, by engagement; nothing where all is met. */
function renderChecks(engagements: readonly EngagementReport[], colors: Colors): string {
  const open = [...engagements].sort(byPhase).filter(({ checks }) => checks.length > 0);
  const lines = open.map(
    ({ name, checks }) => `${name}\n${checks.map(({ sentence }) => `  · ${sentence}\n`).join('')}`,
  );
  return lines.length > 0 ? `\n${colors.bold('Open checks')}\n${lines.join('')}` : '';
}

function byPhase(a: EngagementReport, b: EngagementReport): number {
  return place(a) - place(b) || a.name.localeCompare(b.name);
}

function place({ phase }: EngagementReport): number {
  const index = (PHASES as readonly (string | null)[]).indexOf(phase);
  return index < 0 ? PHASES.length : index;
}

const isAhead = (meeting: ScheduledMeeting): boolean => meeting.state === 'planned';

const MARK = ' *';

/** The engagement is named on its first row only; guests who are the same as above are a ditto mark. */
function rowsOf(engagement: EngagementReport): readonly Cells[] {
  const { name, phase, timeZone, meetings } = engagement;
  const ahead = meetings.filter(isAhead).sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  if (ahead.length === 0) return [[name, phase ?? 'no phase', '', 'nothing ahead', '']];
  return ahead.map((meeting, index): Cells => {
    const guests = meeting.guests.join(', ') || '–';
    const before = index > 0 ? ahead[index - 1]?.guests.join(', ') : undefined;
    return [
      ahead.length === 1 ? `${name}\n${timeZone}` : ([name, timeZone][index] ?? ''),
      index === 0 ? (phase ?? 'no phase') : '',
      `${NAMES[meeting.meeting] ?? meeting.meeting}${meeting.week === null ? '' : ` ${meeting.week}`}`,
      `${meeting.local}${isSetByHand(meeting) ? MARK : ''}`,
      guests === before ? '″' : guests,
    ];
  });
}

function columnWidths(rows: readonly Cells[], columns: number): readonly number[] {
  const natural = HEAD.map((_, column) =>
    Math.max(...rows.flatMap((cells) => (cells[column] ?? '').split('\n').map((line) => line.length))),
  );
  const first = WIDEST.map((widest, column) => Math.min(widest, natural[column] ?? 0));
  const left = columns - sumOf(first) - GAP.length * first.length;
  return [...first, Math.min(Math.max(GUESTS_NARROWEST, left), natural.at(-1) ?? 0)];
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function draw(rows: readonly (readonly string[])[], widths: readonly number[]): string {
  const table = new Table({
    chars: Object.fromEntries([...EDGES.map((edge) => [edge, '']), ['middle', GAP]]),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: [...widths],
    wordWrap: true,
  });
  table.push(...rows.map((cells) => [...cells]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Everything that cli-table3 would draw around and between rows. */
const EDGES = ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) =>
  ['', '-mid', '-left', '-right'].map((part) => `${side}${part}`),
);
