// The Worker on this machine against the real Notion and the real Google Calendar, with the settings in .dev.vars.
// Says what it will do before it does anything; seeds nothing, and makes nothing by itself until its first cron.
import { join } from 'node:path';
import type { StatusReport } from '../src/workspace/api.ts';
import { buildWorker, runWorker } from '../twins/local/worker.ts';
import { connect } from './client.ts';
import { CommandFailure, EXIT, type Exit, type Io, step } from './io.ts';
import { writeLocalStack } from './local.ts';
import { renderStatus } from './render/status.ts';
import type { StartOptions } from './start-local.ts';
import { stayUp } from './stay-up.ts';

export async function startReal(io: Io, options: StartOptions): Promise<Exit> {
  const adminSecret = io.devVars.ADMIN_SECRET;
  if (!adminSecret) {
    throw new CommandFailure(
      'With --real the settings come from .dev.vars, and there is no ADMIN_SECRET in it. See .dev.vars.example.',
      EXIT.usage,
    );
  }
  if (options.fresh) {
    throw new CommandFailure('--fresh is for the local services; the real ones are never reset.', EXIT.usage);
  }
  io.err(announcement(io));
  const folder = join(options.folder, 'real');
  const build = join(folder, 'build');
  step(io, 'Building the Worker as it would be deployed');
  await buildWorker('wrangler.toml', build);
  step(io, 'Starting the Worker');
  const worker = await runWorker({
    config: 'wrangler.toml',
    build,
    storage: join(folder, 'worker'),
    port: options.port,
    bindings: io.devVars,
    outbound: null,
    log: (level, line) => {
      if (level === 'error' || level === 'warn') io.err(`${io.colors.dim(`worker ${level}:`)} ${line}\n`);
    },
  });
  try {
    writeLocalStack({ url: worker.url, adminSecret }, options.folder);
    const client = connect({ ...io, local: { url: worker.url, adminSecret } }, worker.url);
    const { body } = await client.call<StatusReport>('GET', '/api/status');
    io.out(options.json ? `${JSON.stringify(body, null, 2)}\n` : `\n${renderStatus(body, io.colors)}`);
    if (options.once) return EXIT.ok;
    const { bold } = io.colors;
    const welcome = `\n${bold('Status page')}  ${worker.url}\nIn another terminal: ${bold('npm run provision')} makes the databases, ${bold('npm run plan')} shows what would be done.\n`;
    await stayUp(io, welcome, worker.cron);
    return EXIT.ok;
  } finally {
    await worker.stop();
  }
}

function announcement(io: Io): string {
  const { bold, yellow } = io.colors;
  const { NOTION_PARENT_PAGE: page, GOOGLE_CALENDAR_ID: calendar, INVITATIONS: invitations } = io.devVars;
  return `${yellow(bold('This uses the real services.'))}
  Notion           reads and writes databases under ${page || 'the page in wrangler.toml'}
  Google Calendar  reads and writes events in ${calendar || 'the calendar in wrangler.toml'}
  Mail             Google mails guests about meetings that are new, moved or cancelled (INVITATIONS: ${invitations || 'all'})
Nothing is seeded. The first sync comes with cron, within five minutes, once the databases are there.

`;
}
