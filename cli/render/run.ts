// `sync`: what a run did.
import { count, sum } from '../../src/http/wording.ts';
import type { RunReport } from '../../src/workspace/api.ts';
import type { Colors } from '../io.ts';
import { changeLines } from './changes.ts';

export function renderRun(run: RunReport | null, colors: Colors): string {
  if (!run) return 'Both sides were read; there was nothing to do.\n';
  const paint = { done: colors.green, running: colors.yellow, paused: colors.yellow, failed: colors.red }[
    run.state
  ];
  const notes = [
    run.held > 0 ? 'What is held, and how to approve it: `npm run approve`.' : null,
    run.waiting > 0 ? `${count(run.waiting, 'engagement')} waiting on purpose.` : null,
    run.remaining > 0 ? `${count(run.remaining, 'change')} still to be made.` : null,
  ].filter((note) => note !== null);
  const did = run.changes.filter(({ outcome }) => outcome === 'done');
  const total = did.length > 0 ? colors.dim(` (${sum(did, 'past')})`) : '';
  return [
    ...changeLines(run.changes, colors),
    `${paint(run.state)}: ${run.sentence}${total}`,
    ...notes.map((note) => colors.yellow(note)),
    colors.dim(`${run.calls.notion} Notion, ${run.calls.google} Calendar and ${run.calls.token} token calls`),
    '',
  ].join('\n');
}

/** One line of progress while a run goes on. */
export function progressLine(run: RunReport): string {
  const done = run.changes.length;
  return run.remaining > 0
    ? `${done} of ${done + run.remaining} changes made`
    : `${count(done, 'change')} made`;
}
