// `npm run bench`: what the product costs, in calls, time and memory, against the fewest that could do it. Both twins run
// in this process on a clock of their own, so an hour of calls takes seconds; each measure has a process to itself.
// What it refuses: to fail. It says which figures fall short; tests in test/workspace hold the small ones.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { type Figure, MEASURES } from './figures.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'boolean' },
    here: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

const HELP = `npm run bench -- [--only NAME]… [--json]

Measures what the product costs and prints it beside the fewest calls that could do it.

  --only NAME   only this measure, or those that begin so; may be given several times
  --json        JSON in place of the table
  --help        this

Measures:
${MEASURES.map(({ name, what }) => `  ${name.padEnd(12)}${what}`).join('\n')}
`;

const say = (words: string) => process.stderr.write(`${words}\n`);

/** One measure in a process of its own, so that its memory is its own. */
function measureApart(name: string): Promise<Figure[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [import.meta.filename, '--here', '--only', name], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      said += part;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(said) as Figure[]) : reject(new Error(`${name} ended with ${code}`)),
    );
  });
}

function print(figures: readonly Figure[]): void {
  const table = new Table({
    head: ['', 'measured', 'bound', 'ratio', 'target', ''],
    colAligns: ['left', 'right', 'right', 'right', 'left', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const { what, measured, unit, bound, target } of figures) {
    const ratio = bound === null || bound === 0 ? '' : (measured / bound).toFixed(2);
    const met = target === null ? '' : target.isMet ? 'met' : 'FALLS SHORT';
    table.push([what, `${measured} ${unit}`, bound ?? '', ratio, target?.words ?? '', met]);
  }
  console.log(table.toString());
  console.log('\nThe bounds:');
  for (const words of new Set(figures.flatMap(({ boundOf }) => boundOf ?? []))) console.log(`- ${words}`);
}

if (values.help) {
  console.log(HELP);
} else {
  const only = values.only ?? [];
  const named = MEASURES.filter(({ name }) => only.length === 0 || only.includes(name));
  const chosen =
    named.length > 0 ? named : MEASURES.filter(({ name }) => only.some((start) => name.startsWith(start)));
  if (chosen.length === 0) {
    say(`There is no such measure.\n\n${HELP}`);
    process.exitCode = 2;
  } else if (values.here) {
    const figures: Figure[] = [];
    for (const { run } of chosen) figures.push(...(await run((words) => say(`  ${words}`))));
    process.stdout.write(JSON.stringify(figures));
  } else {
    const figures: Figure[] = [];
    for (const { name, what } of chosen) {
      say(`${name}: ${what}`);
      figures.push(...(await measureApart(name)));
    }
    if (values.json) console.log(JSON.stringify(figures, null, 2));
    else print(figures);
  }
}
