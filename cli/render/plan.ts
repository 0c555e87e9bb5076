// `plan`: what the next tick would do, what is held and how to approve it, and what waits on purpose.
import { sum, utc } from '../../src/http/wording.ts';
import type { Hold, PlanReport, Waiting } from '../../src/workspace/api.ts';
import type { Colors } from '../io.ts';
import { changeLines } from './changes.ts';

export function renderPlan(plan: PlanReport, colors: Colors): string {
  const observed = plan.observedAt ? `Last observed ${utc(plan.observedAt)}.` : 'Nothing was observed yet.';
  const whole = plan.complete ? '' : ' Not everything has been read yet, so there may be more.';
  const summary = plan.changes.length === 0 ? 'Nothing to do.' : `The next tick: ${sum(plan.changes)}.`;
  return [
    ...changeLines(plan.changes, colors),
    ...(plan.hold ? renderHold(plan.hold, colors) : []),
    ...waitingLines(plan.waiting, colors),
    `${colors.bold(summary)} ${observed}${whole}`,
    '',
  ].join('\n');
}

/** The held changes and the command that approves just them. */
export function renderHold(hold: Hold, colors: Colors): readonly string[] {
  return [
    colors.yellow(`Held for your approval since ${utc(hold.since)}: ${hold.why}`),
    ...changeLines(hold.changes, colors).map((line) => (line === '' ? '' : `  ${line}`)),
    `  ${sum(hold.changes)}. Approve just these with:`,
    `  ${colors.bold(`npm run approve -- ${hold.id}`)}`,
    '',
  ];
}

export function waitingLines(waiting: readonly Waiting[], colors: Colors): readonly string[] {
  if (waiting.length === 0) return [];
  const lines = waiting.map(({ engagement, until, why }) => {
    const when = until ? colors.dim(` (until ${utc(until)})`) : '';
    return `  ${engagement.name}: ${why}${when}`;
  });
  return [colors.bold('Waiting on purpose'), ...lines, ''];
}
