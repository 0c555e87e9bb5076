// From nothing to a table of meetings: builds, starts, makes the databases, fills in a sample the way people do, syncs, shows
// what was scheduled. Then it stays up, and cron runs as deployed.
import { join } from 'node:path';
import type { EngagementReport, RunReport } from '../src/workspace/api.ts';
import { PortTaken } from '../twins/local/port.ts';
import { type LocalStack, startStack } from '../twins/local/stack.ts';
import { type Client, connect } from './client.ts';
import { exitOfRun } from './commands.ts';
import { followSync, provisionAll } from './follow.ts';
import { CommandFailure, EXIT, type Exit, type Io, step } from './io.ts';
import { writeLocalStack } from './local.ts';
import { renderRun } from './render/run.ts';
import { renderSchedule } from './render/schedule.ts';
import { stayUp } from './stay-up.ts';

export interface StartOptions {
  readonly port: number;
  readonly folder: string;
  readonly fresh?: boolean;
  readonly once?: boolean;
  readonly json?: boolean;
}

/** Seconds that the first sync may take before the table is shown without it. */
const PATIENCE = 90;

export async function startLocal(io: Io, options: StartOptions): Promise<Exit> {
  const begun = io.now();
  const stack = await open(io, options);
  try {
    writeLocalStack({ url: stack.url, adminSecret: stack.adminSecret }, options.folder);
    const client = connect({ ...io, local: { url: stack.url, adminSecret: stack.adminSecret } }, stack.url);
    const { run, exit } = await fill(io, client, stack);
    const { body: engagements } = await client.call<readonly EngagementReport[]>('GET', '/api/engagements');
    if (options.json) io.out(`${JSON.stringify({ url: stack.url, run, engagements }, null, 2)}\n`);
    else io.out(`\n${renderSchedule(engagements, io.colors, io.columns)}${trouble(io, run)}`);
    step(io, `Ready after ${Math.round((io.now() - begun) / 1000)} seconds`);
    if (options.once) return exit;
    await stayUp(io, addresses(io, stack), stack.cron);
    return EXIT.ok;
  } finally {
    await stack.stop();
  }
}

async function open(io: Io, options: StartOptions): Promise<LocalStack> {
  try {
    return await startStack({
      folder: join(options.folder, 'twins'),
      port: options.port,
      config: 'wrangler.toml',
      fresh: options.fresh === true,
      step: (sentence) => step(io, sentence),
      log: (level, line) => {
        if (level === 'error' || level === 'warn') io.err(`${io.colors.dim(`worker ${level}:`)} ${line}\n`);
      },
    });
  } catch (error) {
    if (!(error instanceof PortTaken)) {
      throw new CommandFailure(error instanceof Error ? error.message : String(error));
    }
    throw new CommandFailure(
      `${error.message} Perhaps another \`npm start\` is running; else choose another one with --port.`,
    );
  }
}

/** The first time: databases and sample. Always: a sync, followed to its end. */
async function fill(
  io: Io,
  client: Client,
  stack: LocalStack,
): Promise<{ run: RunReport | null | 'not begun'; exit: Exit }> {
  const say = (sentence: string) => step(io, sentence);
  const isNew = !stack.seeded;
  if (isNew) {
    say('Making the databases in Notion');
    const report = await provisionAll(client, (sentence) => say(`  ${sentence}`));
    if (report.problems.length > 0 || report.more) {
      throw new CommandFailure(
        `The databases could not be made. ${report.problems.join(' ')}`,
        EXIT.incomplete,
      );
    }
    say('Filling in seven engagements, as people would');
    stack.seed();
  }
  say('Syncing');
  const { sleep, now } = io;
  const sync = () =>
    followSync(client, { sweep: false, wait: PATIENCE, say: (s) => say(`  ${s}`), sleep, now });
  const run = await sync();
  if (isNew) {
    say('Answering invitations, as people would');
    stack.answer();
    await sync();
  }
  return { run, exit: run === 'not begun' ? EXIT.incomplete : exitOfRun(run) };
}

/** What a person must know beside the table; nothing when all went well. */
function trouble(io: Io, run: RunReport | null | 'not begun'): string {
  if (run === 'not begun') return 'The first sync has not begun yet; look again with `npm run schedule`.\n';
  return exitOfRun(run) === EXIT.ok ? '' : `\n${renderRun(run, io.colors)}`;
}

function addresses(io: Io, stack: LocalStack): string {
  const { bold, dim } = io.colors;
  return `
${bold('Status page')}     ${stack.url}
                ${dim('log in with')} ${stack.adminSecret}
${bold('Local services')}  ${stack.deskUrl}
                ${dim('the local Notion and Google Calendar: what is in them, and how to act as a person')}

In another terminal: ${bold('npm run plan')}, ${bold('npm run sync')}, ${bold('npm run status')}, ${bold('npm run schedule')}
Cron runs every five minutes. Ctrl-C ends it; ${bold('npm start')} goes on where it stopped, ${bold('npm start -- --fresh')} begins anew.
`;
}
