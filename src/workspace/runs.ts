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

/** A finished run in a sentence. */
export function sayRun(run: RunReport, waiting: number): string {
  const done = run.changes.filter(({ outcome }) => outcome === 'done').length;
  const failed = run.changes.length - done;
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
