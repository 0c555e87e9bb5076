// The real local stack for a browser: the production bundle between the twins, provisioned, filled in and synced, on free ports
// and in a folder of its own.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../cli/client.ts';
import { followSync, provisionAll } from '../../cli/follow.ts';
import { terminalIo } from '../../cli/io.ts';
import { requireFreePorts } from '../../twins/local/port.ts';
import { type LocalStack, startStack } from '../../twins/local/stack.ts';
import { watch } from '../contract/watch.ts';

/** Where Debian, Ubuntu and Chrome's own packages put it. */
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser's path; undefined where there is none. */
export const browserPath = (): string | undefined => BROWSERS.find((path) => existsSync(path));

export interface FilledStack {
  readonly stack: LocalStack;
  /** What the Worker logged as a warning or an error. */
  readonly trouble: readonly string[];
  stop(): Promise<void>;
}

export async function startFilledStack(): Promise<FilledStack> {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  const trouble: string[] = [];
  const stack = await startStack({
    folder,
    port: await twoFreePorts(),
    config: 'wrangler.toml',
    fresh: true,
    step: () => {},
    log: (level, line) => {
      if (level === 'error' || level === 'warn') trouble.push(line);
    },
  });
  const { notion, google } = stack.twins;
  notion.fetch = watch(notion, 'product');
  google.fetch = watch(google, 'product');
  const io = { ...terminalIo(), local: { url: stack.url, adminSecret: stack.adminSecret } };
  const client = connect(io, stack.url);
  await provisionAll(client, () => {});
  stack.seed();
  await followSync(client, { sweep: false, wait: 60, say: () => {}, sleep: io.sleep, now: io.now });
  return {
    stack,
    trouble,
    stop: async () => {
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The Worker takes a port and the desk the next one. */
async function twoFreePorts(): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((resolve) => {
      const server = createServer();
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as { port: number };
        server.close(() => resolve(port));
      });
    });
    const free = await requireFreePorts(port, port + 1).then(
      () => true,
      () => false,
    );
    if (free) return port;
  }
}
