// Changes as a diff: grouped by engagement, one line each, and under it why and whom it mails.
import { fromTo, groupByEngagement, SIDE_NAMES, SIGNS } from '../../src/http/wording.ts';
import type { Change } from '../../src/workspace/api.ts';
import type { Colors } from '../io.ts';

type Shown = Change & { readonly outcome?: 'done' | 'failed'; readonly failure?: string | null };

/** Lines without a new line at their ends. */
export function changeLines(changes: readonly Shown[], colors: Colors): readonly string[] {
  return groupByEngagement(changes).flatMap((group) => {
    const width = Math.max(...group.changes.map((change) => change.what.length));
    return [colors.bold(group.name), ...group.changes.flatMap((change) => lines(change, width, colors)), ''];
  });
}

function lines(change: Shown, width: number, colors: Colors): readonly string[] {
  const sign = SIGNS[change.kind];
  const paint = { '+': colors.green, '~': colors.yellow, '-': colors.red, '"': colors.cyan }[sign];
  const when = fromTo(change);
  const first = `  ${paint(sign)} ${change.what.padEnd(width)}  ${when}`.trimEnd();
  const failed =
    change.outcome === 'failed' ? colors.red(`failed: ${change.failure ?? 'no reason given'}`) : null;
  return [
    `${first}  ${colors.dim(`[${SIDE_NAMES[change.side]}]`)}`,
    ...(failed ? [`      ${failed}`] : []),
    ...(change.why ? [`      ${colors.dim(change.why)}`] : []),
    ...(change.mails.length > 0 ? [`      ${colors.dim('mails')} ${change.mails.join(', ')}`] : []),
  ];
}
