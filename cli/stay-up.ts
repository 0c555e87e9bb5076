// Stays up until Ctrl-C, and does what Cloudflare does meanwhile: cron, every five minutes on the clock.
import { type Io, step } from './io.ts';

const CRON_MS = 5 * 60_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Says `welcome`, and resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export async function stayUp(io: Io, welcome: string, cron: () => Promise<void>): Promise<void> {
  // Listens first: who reads the welcome may interrupt at once.
  const ended = interrupted();
  io.err(welcome);
  let timer: NodeJS.Timeout | undefined;
  const next = (): void => {
    timer = setTimeout(
      () => {
        cron().catch(() => step(io, 'Cron failed; it is tried again in five minutes'));
        next();
      },
      CRON_MS - (io.now() % CRON_MS),
    );
  };
  next();
  await ended;
  clearTimeout(timer);
  io.err('\n');
  step(io, 'Ending');
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const listener = (): void => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    for (const signal of SIGNALS) {
      // Miniflare's own listener would end the process before anything is saved. Ours comes before the others go: without
      // any listener a signal kills.
      const others = process.listeners(signal);
      process.on(signal, listener);
      for (const other of others) process.off(signal, other);
    }
  });
}
