// Builds the Worker as it would be deployed, and runs that very bundle in Miniflare.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { convertV4MiniflareOptions, Miniflare, Response as MiniflareResponse } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';

const NAME = 'engagement-sync';

/** `wrangler deploy --dry-run` into a folder: the same bundle that goes to Cloudflare. Throws with wrangler's words. */
export async function buildWorker(config: string, folder: string): Promise<void> {
  const wrangler = join(
    dirname(createRequire(import.meta.url).resolve('wrangler/package.json')),
    'bin',
    'wrangler.js',
  );
  // wrangler reads relative paths from where its configuration is.
  const args = [wrangler, 'deploy', '--dry-run', '--config', resolve(config), '--outdir', resolve(folder)];
  const env = {
    ...process.env,
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_LOG_PATH: join(resolve(folder), 'logs'),
    NO_COLOR: '1',
  };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      words += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
  if (code !== 0) throw new Error(`The Worker could not be built.\n${words}`);
}

export interface RunOptions {
  readonly config: string;
  /** Where `buildWorker` put the bundle. */
  readonly build: string;
  /** Where the Durable Object keeps itself. */
  readonly storage: string;
  readonly port: number;
  /** Secrets and variables, on top of wrangler.toml's [vars]. */
  readonly bindings: Readonly<Record<string, string>>;
  /** Answers the Worker's outbound requests; null: they go to the network. */
  readonly outbound: ((request: Request) => Promise<Response>) | null;
  /** A line that the Worker logged. */
  log(level: string, line: string): void;
}

export interface RunningWorker {
  /** http://localhost:<port> */
  readonly url: string;
  /** What Cloudflare does every five minutes. */
  cron(): Promise<void>;
  /** Hands a request to the Worker as if it came in. */
  fetch(request: Request): Promise<Response>;
  stop(): Promise<void>;
}

/** Starts the bundle; resolves when it listens. Rejects when the port is taken. */
export async function runWorker(options: RunOptions): Promise<RunningWorker> {
  // Else wrangler says on stdout which secrets it found; they are replaced below.
  process.env.WRANGLER_LOG ??= 'error';
  const config = unstable_readConfig({ config: options.config });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
  const script = readFileSync(join(options.build, 'worker.js'), 'utf8');
  const { outbound } = options;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: options.port,
      cf: false,
      telemetry: { enabled: false },
      logRequests: false,
      resourcePersistencePath: resolve(options.storage),
      handleStructuredLogs: ({ level, message }) => options.log(level, message),
      workers: [
        {
          ...workerOptions,
          name: NAME,
          modulesRoot: resolve(options.build),
          modules: [{ type: 'ESModule', path: join(resolve(options.build), 'worker.js'), contents: script }],
          // Not what .dev.vars says, unless it was asked for: it may hold real secrets.
          bindings: { ...(config.vars as Record<string, string>), ...options.bindings },
          ...(outbound && { outboundService: (request) => answer(request, outbound) }),
        },
      ],
    }),
  );
  const url = await miniflare.ready;
  const worker = await miniflare.getWorker(NAME);
  return {
    url: `http://localhost:${url.port}`,
    cron: async () => {
      await worker.scheduled({ cron: config.triggers.crons?.[0] ?? '*/5 * * * *' });
    },
    fetch: async (request) => {
      const { url, method, headers } = request;
      const body = request.body ? await request.arrayBuffer() : null;
      const given = await miniflare.dispatchFetch(url, { method, headers: [...headers], body });
      return new Response(await given.arrayBuffer(), { status: given.status });
    },
    stop: () => miniflare.dispose(),
  };
}

type Outbound = (request: Request) => Promise<Response>;
type MiniflareRequest = {
  url: string;
  method: string;
  headers: Iterable<[string, string]>;
  body: unknown;
  arrayBuffer(): Promise<ArrayBuffer>;
};

/** Miniflare has its own Request and Response; the twins speak the platform's. */
async function answer(request: MiniflareRequest, outbound: Outbound): Promise<MiniflareResponse> {
  const { url, method } = request;
  const headers = [...request.headers];
  const body = request.body ? await request.arrayBuffer() : null;
  const response = await outbound(new Request(url, { method, headers, body }));
  const content = response.body ? await response.arrayBuffer() : null;
  return new MiniflareResponse(content, { status: response.status, headers: [...response.headers] });
}
