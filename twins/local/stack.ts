// The local stack: the production bundle in Miniflare, with the twins in place of Notion and Google Calendar. Everything it
// knows stays under one folder, so it goes on where it stopped.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setInterval } from 'node:timers';
import { Temporal } from 'temporal-polyfill';
import { openDesk } from './desk.ts';
import { requireFreePorts } from './port.ts';
import { answerInvitations, fillIn, sampleWorkspace } from './seed.ts';
import { localBindings, readSecrets, saveSecrets } from './settings.ts';
import { type LocalTwins, openTwins } from './twins.ts';
import { buildWorker, type RunningWorker, runWorker } from './worker.ts';

export interface StackOptions {
  readonly folder: string;
  readonly port: number;
  readonly config: string;
  /** Forget everything and begin anew. */
  readonly fresh: boolean;
  step(sentence: string): void;
  log(level: string, line: string): void;
}

export interface LocalStack {
  readonly url: string;
  readonly adminSecret: string;
  readonly deskUrl: string;
  readonly twins: LocalTwins;
  /** Whether the sample workspace is there already. */
  readonly seeded: boolean;
  /** Fills it in; once. */
  seed(): void;
  /** After the first sync: people of the sample answer their invitations. */
  answer(): void;
  cron(): Promise<void>;
  stop(): Promise<void>;
}

/** How often the local Notion delivers its webhooks; the real one takes its time too. */
const PUMP_MS = 2_000;

export async function startStack(options: StackOptions): Promise<LocalStack> {
  const { folder, step } = options;
  await requireFreePorts(options.port, options.port + 1);
  if (options.fresh) rmSync(folder, { recursive: true, force: true });
  const build = join(folder, 'build');
  step('Building the Worker as it would be deployed');
  await buildWorker(options.config, build);

  step('Opening the local Notion and the local Google Calendar');
  let worker: RunningWorker | undefined;
  // Before the Worker runs there is only the handshake, which nobody has to answer: its token is known here.
  const deliver = async (request: Request): Promise<Response> =>
    worker ? worker.fetch(request) : new Response(null, { status: 200 });
  const state = join(folder, 'state');
  const twins = await openTwins(state, deliver);
  let secrets = readSecrets(state);
  saveSecrets(state, secrets);
  twins.save();
  twins.notion.webhooks.unsubscribe();
  const token = await twins.notion.webhooks.subscribe(`http://localhost:${options.port}/webhooks/notion`);

  step('Starting the Worker');
  worker = await runWorker({
    config: options.config,
    build,
    storage: join(folder, 'worker'),
    port: options.port,
    bindings: localBindings(secrets, twins, token, `http://localhost:${options.port}`),
    outbound: twins.answer,
    log: options.log,
  });
  const running = worker;
  const desk = await openDesk(twins, running.url, options.port + 1, {
    adminSecret: secrets.adminSecret,
    // Lost ones do no harm: cron comes anyway.
    wake: () => void running.cron().catch(() => {}),
  });
  // Whatever ends the process, the twins are saved as the Worker left them.
  process.once('exit', twins.save);
  const pump = setInterval(() => void twins.notion.webhooks.pump().catch(() => {}), PUMP_MS).unref();

  return {
    url: running.url,
    adminSecret: secrets.adminSecret,
    deskUrl: desk.url,
    twins,
    get seeded() {
      return secrets.seeded;
    },
    seed: () => {
      fillIn(twins.notion, sampleWorkspace(Temporal.Now.plainDateISO()));
      twins.save();
      secrets = { ...secrets, seeded: true };
      saveSecrets(state, secrets);
    },
    answer: () => {
      answerInvitations(twins.google, Date.now());
      twins.save();
    },
    cron: running.cron,
    stop: async () => {
      clearInterval(pump);
      await desk.stop();
      await running.stop();
      twins.save();
      process.off('exit', twins.save);
    },
  };
}
