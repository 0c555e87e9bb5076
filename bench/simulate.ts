// `npm run simulate`: scenarios by the hundred thousand, over all cores, each core a process with a house of its own. Every
// find is made as small as it gets and printed when it is found; what happened how often stands at the end.
// What it refuses: to stop at a find. It ends with 1 where there was one.
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { describeFound, openStage, type Played } from '../test/simulation/play.ts';

const HELP = `npm run simulate -- [--from SEED] [--count COUNT] [--workers COUNT]

Plays the scenarios of so many seeds: people act on both sides, calls fail, the process dies, and in the end both sides
agree, nobody's edit is lost and nobody is told twice. Prints what goes wrong as it is found, with the smallest scenario
that shows it. Ctrl+C ends it early, with the totals so far.

  --from SEED      the first seed; default 1
  --count COUNT    how many; default 10000. A release is played with a million
  --workers COUNT  processes; default one for each core
  --help           this

One seed again: npm run simulate -- --from SEED --count 1 --workers 1
`;

/** Seeds that a worker is given at once. */
const PORTION = 100;
const EVERY = 10_000;

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    count: { type: 'string', default: '10000' },
    workers: { type: 'string', default: String(availableParallelism()) },
    help: { type: 'boolean' },
    here: { type: 'boolean' },
  },
});
const [from, count, workers] = [Number(values.from), Number(values.count), Number(values.workers)];

/** A portion of seeds on its way to a worker; its answer is `Played`. */
interface Portion {
  readonly from: number;
  readonly count: number;
}

/** Plays what it is sent, and says what came of it. */
async function playHere(): Promise<void> {
  const stage = await openStage();
  process.on('message', async (portion: Portion) => {
    process.send?.(await stage.play(portion.from, portion.count, {}, Number.POSITIVE_INFINITY));
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

const whole = (n: number): string => Math.round(n).toLocaleString('en');

async function playAll(): Promise<void> {
  const began = performance.now();
  const totals = { scenarios: 0, calls: 0, milliseconds: 0, found: 0 };
  const coverage: Record<string, number> = {};
  let next = from;
  let end = from + count;
  process.on('SIGINT', () => {
    end = next;
  });

  const add = ({ scenarios, calls, milliseconds, found, ...played }: Played) => {
    totals.scenarios += scenarios;
    totals.calls += calls;
    totals.milliseconds += milliseconds;
    totals.found += found.length;
    for (const [what, times] of Object.entries(played.coverage))
      coverage[what] = (coverage[what] ?? 0) + times;
    for (const one of found) console.log(describeFound(one));
  };

  const report = setInterval(() => {
    const rate = totals.scenarios / ((performance.now() - began) / 1000);
    const left = rate > 0 ? whole((end - from - totals.scenarios) / rate / 60) : '?';
    process.stderr.write(
      `${whole(totals.scenarios)} of ${whole(end - from)}, ${totals.found} wrong, ${whole(rate)} a second, ${left} min to go\n`,
    );
  }, EVERY);

  const playApart = () =>
    new Promise<void>((resolve, reject) => {
      // In a group of its own: Ctrl+C is for this process, and a portion is played to its end.
      const child: ChildProcess = fork(import.meta.filename, ['--here'], { detached: true });
      child.on('message', (said: Played | 'ready') => {
        if (said !== 'ready') add(said);
        if (next >= end) {
          child.disconnect();
          return;
        }
        child.send({ from: next, count: Math.min(PORTION, end - next) } satisfies Portion);
        next += PORTION;
      });
      child.on('error', reject);
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A worker ended with ${code}`))));
    });
  await Promise.all(Array.from({ length: Math.min(workers, Math.ceil(count / PORTION)) }, playApart));
  clearInterval(report);

  const table = new Table({
    head: ['', 'times'],
    colAligns: ['left', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const [what, times] of Object.entries(coverage).sort(([a], [b]) => (a < b ? -1 : 1)))
    table.push([what, whole(times)]);
  console.log(table.toString());
  const each = (of: number) => (of / Math.max(1, totals.scenarios)).toFixed(1);
  console.log(
    `${whole(totals.scenarios)} scenarios in ${whole((performance.now() - began) / 1000)} s, ${each(totals.calls)} calls and ${each(totals.milliseconds)} ms each: ${totals.found} wrong.`,
  );
  process.exitCode = totals.found > 0 ? 1 : 0;
}

const isWhole = (n: number) => Number.isInteger(n) && n > 0;
if (values.help) console.log(HELP);
else if (values.here) await playHere();
else if ([from, count, workers].every(isWhole)) await playAll();
else {
  process.stderr.write(HELP);
  process.exitCode = 2;
}
