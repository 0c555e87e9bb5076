// `npm start`: the grammar of the local stack's command line. Its work is in start-local.ts and start-real.ts.
import { Command, InvalidArgumentError } from 'commander';
import { type Exit, terminalIo } from './io.ts';
import { LOCAL_FOLDER } from './local.ts';
import { runCommand } from './program.ts';
import { startLocal } from './start-local.ts';
import { startReal } from './start-real.ts';

const EPILOGUE = `
Exit codes: 0 it ended as asked · 1 it failed · 2 the command was not understood · 3 something is held or incomplete.

Behind \`npm start\`, options come after two dashes: npm start -- --fresh.`;

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port > 0 && port < 65_535) return port;
  throw new InvalidArgumentError('It must be a number from 1 to 65534.');
}

const io = terminalIo();
const createProgram = (end: (exit: Exit) => void): Command =>
  new Command('npm start --')
    .description('Builds the Worker and runs it here, with a local Notion and a local Google Calendar.')
    .option('--fresh', 'forget what was there and begin anew')
    .option('--once', 'end after the table')
    .option('--json', 'print the report itself, for scripts')
    .option(
      '--port <number>',
      'where the Worker listens; the local services take the next port',
      portNumber,
      8787,
    )
    .option(
      '--folder <path>',
      'where it keeps itself; the other commands look into the default',
      LOCAL_FOLDER,
    )
    .option('--real', 'use the real services, with the settings in .dev.vars; nothing is seeded')
    .addHelpText('after', EPILOGUE)
    .action(async (options) => end(await (options.real ? startReal(io, options) : startLocal(io, options))));

// Ends the process: whatever a library still holds open must not keep a script waiting.
process.exit(await runCommand(process.argv.slice(2), io, createProgram));
