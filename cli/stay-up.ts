// Stays up until Ctrl-C, and does what Cloudflare does meanwhile: cron, every five minutes on the clock.
import { type Io, step } from './io.ts';

const CRON_MS = 5 * 60_000;

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export async function stayUp(io: Io, cron: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout;
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
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      // Miniflare's own listener would end the process before anything is saved.
      process.removeAllListeners(signal);
      process.once(signal, () => {
        resolve();
        process.once(signal, () => process.exit(130));
      });
    }
  });
  clearTimeout(timer!);
  io.err('\n');
  step(io, 'Ending');
}
