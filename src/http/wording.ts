// How a plan, a run and a status are put into words, the same on the page and in the terminal. Pure.
import type { Change, PushStatus, RunReport, ScheduledMeeting, StatusReport } from '../workspace/api.ts';

/** What a change does, as the first character of its line: `+` makes, `~` changes, `-` takes away, `"` says. */
export const SIGNS: Readonly<Record<Change['kind'], '+' | '~' | '-' | '"'>> = {
  make: '+',
  restore: '+',
  move: '~',
  change: '~',
  cancel: '-',
  comment: '"',
};

export const SIDE_NAMES = { notion: 'Notion', google: 'Calendar' } as const;

/** Changes by engagement, in the order in which engagements first appear. */
export function groupByEngagement<C extends Change>(
  changes: readonly C[],
): readonly { readonly id: string; readonly name: string; readonly changes: readonly C[] }[] {
  const groups = new Map<string, { id: string; name: string; changes: C[] }>();
  for (const change of changes) {
    const { id, name } = change.engagement;
    const group = groups.get(id) ?? { id, name, changes: [] };
    group.changes.push(change);
    groups.set(id, group);
  }
  return [...groups.values()];
}

/** "Mon 7 Dec, 10:00 → Tue 8 Dec, 10:00", "Mon 7 Dec, 10:00", or nothing. */
export function fromTo(change: Pick<Change, 'from' | 'to'>): string {
  if (change.from !== null && change.to !== null) return `${change.from} → ${change.to}`;
  return change.to ?? change.from ?? '';
}

/** "1 change", "3 changes". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** "3 to make, 1 to move, 2 mails": what a plan or a hold comes to; "3 made, 1 moved, 2 mails" of a run. */
export function sum(changes: readonly Change[], tense: 'future' | 'past' = 'future'): string {
  const kinds: readonly [future: string, past: string, of: readonly Change['kind'][]][] = [
    ['to make', 'made', ['make', 'restore']],
    ['to move', 'moved', ['move']],
    ['to change', 'changed', ['change']],
    ['to cancel', 'cancelled', ['cancel']],
    ['to comment', 'commented', ['comment']],
  ];
  const parts = kinds
    .map(([future, past, of]) => ({
      n: changes.filter((change) => of.includes(change.kind)).length,
      words: tense === 'future' ? future : past,
    }))
    .filter(({ n }) => n > 0)
    .map(({ n, words }) => `${n} ${words}`);
  const mails = changes.reduce((total, change) => total + change.mails.length, 0);
  return [...parts, mails > 0 ? count(mails, 'mail') : 'nobody is mailed'].join(', ');
}

/** Whether a person set this time; the span is always what people typed into Dates. */
export function isSetByHand({ meeting, mode }: ScheduledMeeting): boolean {
  return mode === 'pinned' && meeting !== 'span';
}

/** "22 Nov 2026, 17:40 UTC". */
export function utc(stamp: string): string {
  const [, year, month, day, time] = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})/.exec(stamp) ?? [];
  if (!year) return stamp;
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${Number(day)} ${months[Number(month) - 1]} ${year}, ${time} UTC`;
}

/** One line for the whole: what a person should know first. */
export function headline(status: StatusReport): {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly words: string;
} {
  const stuck = (['notion', 'google'] as const).filter((side) =>
    ['paused', 'failing'].includes(status[side].state),
  );
  if (!status.provisioned) return { tone: 'warn', words: 'The databases are not there yet' };
  if (stuck.length > 0) {
    const names = stuck.map((side) => SIDE_NAMES[side]).join(' and ');
    return { tone: 'bad', words: `${names} ${stuck.length === 1 ? 'needs' : 'need'} attention` };
  }
  if (status.hold) return { tone: 'warn', words: 'Changes wait for your approval' };
  const { problems } = status.engagements;
  if (problems.length > 0) {
    const needs = problems.length === 1 ? 'needs' : 'need';
    return { tone: 'warn', words: `${count(problems.length, 'engagement')} ${needs} attention` };
  }
  return { tone: 'good', words: 'All is well' };
}

/** "cron, 22 Nov 2026, 17:40 UTC: made 3 events." */
export function runLine(run: RunReport): string {
  return `${utc(run.startedAt)} (${run.trigger}): ${run.sentence}`;
}

/** "pushed until 29 Nov 2026, 09:00 UTC, last at …", or why not; "only polled" where nobody asked for more. */
export function pushLine({ state, until, lastPushAt, sentence }: PushStatus): string {
  if (state === 'off') return 'only polled';
  const last = lastPushAt ? `, last push ${utc(lastPushAt)}` : '';
  const lives = until ? `pushes until ${utc(until)}${last}` : `no pushes${last}`;
  return sentence ? `${lives}. ${sentence}` : lives;
}

/** "8 open checks, 3 of them at risk". */
export function checksLine({ unmetChecks, unmetById }: StatusReport['engagements']): string {
  const risks = Object.entries(unmetById).reduce((sum, [id, n]) => sum + (id.startsWith('risk-') ? n : 0), 0);
  return `${count(unmetChecks, 'open check')}${risks > 0 ? `, ${risks} of them at risk` : ''}`;
}
