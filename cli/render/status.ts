// `status`: how things are, the most pressing first.

import { checksLine, count, headline, pushLine, runLine, SIDE_NAMES, utc } from '../../src/http/wording.ts';
import { PHASES } from '../../src/playbook/words.ts';
import type { SideStatus, StatusReport } from '../../src/workspace/api.ts';
import type { Colors } from '../io.ts';
import { renderHold, waitingLines } from './plan.ts';

export function renderStatus(status: StatusReport, colors: Colors): string {
  const { tone, words } = headline(status);
  const paint = { good: colors.green, warn: colors.yellow, bad: colors.red }[tone];
  const { problems, total, byPhase } = status.engagements;
  const phases = PHASES.filter((phase) => byPhase[phase]).map((phase) => `${byPhase[phase]} ${phase}`);
  return [
    paint(colors.bold(words)),
    '',
    sideLine(SIDE_NAMES.notion, status.notion, colors),
    ...(status.lastHookAt ? [`          last webhook ${utc(status.lastHookAt)}`] : []),
    sideLine(SIDE_NAMES.google, status.google, colors),
    ...(status.push.state === 'off' ? [] : [`          ${pushLine(status.push)}`]),
    '',
    ...(status.hold ? renderHold(status.hold, colors) : []),
    ...(problems.length > 0
      ? [
          colors.bold('Needs attention'),
          ...problems.map(({ name, sentence }) => `  ${name}: ${sentence}`),
          '',
        ]
      : []),
    ...waitingLines(status.waiting, colors),
    `${count(total, 'engagement')}${phases.length > 0 ? `: ${phases.join(', ')}` : ''}; ${checksLine(status.engagements)}`,
    `Last run: ${status.lastRun ? runLine(status.lastRun) : 'none yet'}`,
    `Last hour: ${status.callsLastHour.notion} Notion, ${status.callsLastHour.google} Calendar and ${status.callsLastHour.token} token calls; ${count(status.mailsLastHour, 'mail')}`,
    ...(status.nextTickAt ? [`Next tick: ${utc(status.nextTickAt)}`] : []),
    '',
  ].join('\n');
}

function sideLine(name: string, side: SideStatus, colors: Colors): string {
  const paint = side.state === 'ok' ? colors.green : side.state === 'never read' ? colors.yellow : colors.red;
  const read = side.lastReadAt ? `last read ${utc(side.lastReadAt)}` : 'not read yet';
  const since = side.since && side.state !== 'ok' ? ` since ${utc(side.since)}` : '';
  return `${name.padEnd(9)} ${paint(side.state)}${since}, ${read}${side.sentence ? `\n          ${side.sentence}` : ''}`;
}
