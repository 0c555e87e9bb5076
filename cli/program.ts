// The command line's grammar: names, options, help. What the commands do is in commands.ts.
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { calendar } from './calendar.ts';
import * as commands from './commands.ts';
import { CommandFailure, EXIT, type Exit, type Io } from './io.ts';
import { webhook } from './webhook.ts';

const EPILOGUE = `
Where: --url, else the local stack that \`npm start\` started here. Its own secret is known; for any other Worker
set ADMIN_SECRET, or keep it in .dev.vars.

Exit codes: 0 all is well · 1 it failed · 2 the command was not understood · 3 something is held, paused or incomplete.

Behind \`npm run\`, options come after two dashes: npm run plan -- --json. In scripts say \`npm run --silent\`.`;

const GOOGLE_EPILOGUE = `
It talks to Google and to no Worker. GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET and GOOGLE_REFRESH_TOKEN come from the
environment or .dev.vars. A calendar of that name that the user owns already is found, not made again.

Exit codes: 0 it is there · 1 it failed · 2 the command was not understood, or a setting is missing.`;

/** Runs one command line (without `node` and the file's name) and answers with its exit code. */
export function runProgram(args: readonly string[], io: Io): Promise<Exit> {
  return runCommand(args, io, (end) => createProgram(io, end));
}

/** Runs the command that `create` makes; whatever ends it, the exit code says how. Bugs are thrown. */
export async function runCommand(
  args: readonly string[],
  io: Io,
  create: (end: (exit: Exit) => void) => Command,
): Promise<Exit> {
  let exit: Exit = EXIT.ok;
  const program = create((code) => {
    exit = code;
  });
  quiet(program, io);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    // Commander has written its own sentence by now.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (!(error instanceof CommandFailure)) throw error;
    io.err(`${io.colors.red('✗')} ${error.message}\n`);
    return error.exit;
  }
}

/** Commander throws instead of ending the process, and writes where we write. */
function quiet(command: Command, io: Io): void {
  command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  for (const inner of command.commands) quiet(inner, io);
}

function createProgram(io: Io, end: (exit: Exit) => void): Command {
  const program = new Command('engagement-sync')
    .description('Keeps Notion and Google Calendar in step for teams that run engagements.')
    .addHelpText('after', EPILOGUE);

  /** A command with the options that all have. */
  const add = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--url <address>', 'where the Worker is')
      .option('--json', 'print the report itself, for scripts')
      .addHelpText('after', EPILOGUE);

  add('provision', 'make the databases in Notion, or what is missing in them').action(async (options) =>
    end(await commands.provision(io, options)),
  );
  add('plan', 'show what the next tick would do, like a diff; changes nothing').action(async (options) =>
    end(await commands.plan(io, options)),
  );
  add('sync', 'sync now and follow it to its end')
    .option('--sweep', 'compare all ids of both sides')
    .option('--wait <seconds>', 'how long to follow it', wholeSeconds, 300)
    .action(async (options) => end(await commands.sync(io, options)));
  add('status', 'show how both sides are, what is held and what needs attention').action(async (options) =>
    end(await commands.status(io, options)),
  );
  add('approve', 'approve the changes that a hold stands for; without an id, show what is held')
    .argument('[hold]', 'the id that `plan` shows')
    .action(async (hold: string | undefined, options) => end(await commands.approve(io, hold, options)));
  add('schedule', 'show the meetings ahead as a table').action(async (options) =>
    end(await commands.schedule(io, options)),
  );
  add('webhook', "set Notion's own webhook up: wait for its verification token and show it once")
    .option('--wait <seconds>', 'how long to wait for it', wholeSeconds, 900)
    .action(async (options) => end(await webhook(io, options)));
  program
    .command('calendar')
    .description('make the calendar for the meetings, in the name of the user who signs in to Google')
    .option('--summary <name>', 'what it is called', 'Engagements')
    .option('--time-zone <zone>', 'its time zone; else TIME_ZONE')
    .option('--sign-in', "ask for that user's consent in a browser first, and print the refresh token")
    .option('--google <address>', 'a local Google Calendar (`npm run twins`) in place of the real one')
    .option('--json', 'print the report itself, for scripts')
    .addHelpText('after', GOOGLE_EPILOGUE)
    .action(async (options) => end(await calendar(io, options)));
  return program;
}

function wholeSeconds(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of seconds.');
}
