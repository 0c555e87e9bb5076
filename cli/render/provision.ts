// `provision`: what was made in Notion, what stands in the way, and where the databases are.
import type { ProvisionReport } from '../../src/workspace/api.ts';
import type { Colors } from '../io.ts';

export function renderProvision(report: ProvisionReport, colors: Colors): string {
  const width = Math.max(0, ...report.databases.map(({ name }) => name.length));
  return [
    ...report.done.map((sentence) => `${colors.green('✓')} ${sentence}`),
    ...report.problems.map((sentence) => `${colors.red('✗')} ${sentence}`),
    ...report.databases.map(({ name, url }) => `  ${colors.bold(name.padEnd(width))}  ${url}`),
    ...(report.done.length + report.problems.length === 0
      ? ['All databases are there; nothing had to be done.']
      : []),
    '',
  ].join('\n');
}
