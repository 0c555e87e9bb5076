// Runs as they are reported: a new one, and a finished one in a sentence.
import type { Instant } from '../playbook/index.ts';
import type { RunReport } from './api.ts';
import { stamp } from './reports.ts';

/** The report of a run that begins. */
export const newRun = (id: string, trigger: string, now: Instant): RunReport => ({
  id,
  trigger,
  startedAt: stamp(now),
  endedAt: null,
  state: 'running',
  sentence: 'Under way.',
  changes: [],
  held: 0,
  waiting: 0,
  remaining: 0,
  calls: { notion: 0, google: 0, token: 0 },
});

/** Changes that a report holds: one of thousands would be too long for a row of the storage. */
const SHOWN = 200;

/** Adds what one action changed. */
export function addChanges(run: RunReport, changes: RunReport['changes']): RunReport {
  const room = Math.max(0, SHOWN - run.changes.length);
  const rest = changes.slice(room);
  if (rest.length === 0) return { ...run, changes: [...run.changes, ...changes] };
  const { done, failed } = countOf(rest, run.omitted);
  const shown = room > 0 ? [...run.changes, ...changes.slice(0, room)] : run.changes;
  return { ...run, changes: shown, omitted: { done, failed } };
}

function countOf(changes: RunReport['changes'], before: RunReport['omitted']) {
  const done = changes.filter(({ outcome }) => outcome === 'done').length;
  return { done: (before?.done ?? 0) + done, failed: (before?.failed ?? 0) + changes.length - done };
}

/** A finished run in a sentence. */
export function sayRun(run: RunReport, waiting: number): string {
  const { done, failed } = countOf(run.changes, run.omitted);
  const parts = [
    done === 0 ? 'Nothing to do' : `${done} ${done === 1 ? 'change' : 'changes'} made`,
    ...(failed > 0 ? [`${failed} failed and will be tried again`] : []),
    ...(run.held > 0
      ? [`${run.held} ${run.held === 1 ? 'engagement' : 'engagements'} held for approval`]
      : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
  ];
  return `${parts.join(', ')}.`;
}
