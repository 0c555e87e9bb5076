// `npm run twins`: the local Notion and the local Google Calendar alone, for programs and people on this machine, until Ctrl-C.
import { Command, InvalidArgumentError } from 'commander';
import { CommandFailure, EXIT, type Exit, terminalIo } from './io.ts';
import { runCommand } from './program.ts';
import { type ServedTwins, serveTwins } from './twins-serve.ts';

const EPILOGUE = `
With --json one line comes on stdout when both listen:
  {"notion":{"url","token","parentPage"},"calendar":{"url","token","calendarId","oauth"}}
Calls go to <notion url>/v1/… and <calendar url>/calendar/v3/…; the pages are at /notion, /calendar and /outbox of either;
the control planes at /__twin. Nothing is kept: the next start begins anew.

Behind \`npm run\`, options come after two dashes: npm run --silent twins -- --json.`;

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a number from 0 (any that is free) to 65535.');
}

interface Options {
  readonly notionPort: number;
  readonly calendarPort: number;
  readonly json?: boolean;
}

const io = terminalIo();

async function run({ notionPort, calendarPort, json }: Options): Promise<Exit> {
  // Listens first: who reads the line may end it at once.
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  let twins: ServedTwins;
  try {
    twins = await serveTwins({ notion: notionPort, calendar: calendarPort });
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    const [at] = error instanceof Error ? [error.message] : [String(error)];
    throw new CommandFailure(taken ? `A port is taken (${at}). Choose another one.` : at);
  }
  const { notion, calendar } = twins.report;
  if (json) io.out(`${JSON.stringify(twins.report)}\n`);
  else {
    const { bold, dim } = io.colors;
    io.out(`${bold('Notion')}    ${notion.url}   ${dim('pages at')} ${notion.url}/notion
          ${dim('token')}       ${notion.token}
          ${dim('parent page')} ${notion.parentPage}
${bold('Calendar')}  ${calendar.url}   ${dim('pages at')} ${calendar.url}/calendar
          ${dim('token')}       ${calendar.token}
          ${dim('calendar')}    ${calendar.calendarId}
Ctrl-C ends it; nothing is kept.
`);
  }
  await ended;
  await twins.stop();
  return EXIT.ok;
}

const createProgram = (end: (exit: Exit) => void): Command =>
  new Command('npm run twins --')
    .description('Serves a local Notion and a local Google Calendar, without the Worker.')
    .option('--notion-port <number>', 'where the local Notion listens', portNumber, 4711)
    .option('--calendar-port <number>', 'where the local Google Calendar listens', portNumber, 4712)
    .option('--json', 'print where they are and how to get in as one line of JSON')
    .addHelpText('after', EPILOGUE)
    .action(async (options: Options) => end(await run(options)));

process.exit(await runCommand(process.argv.slice(2), io, createProgram));
