// `npm run bench:bundle`: what the Worker weighs and how long it takes to start, by wrangler's own commands.
// Size: `wrangler deploy --dry-run` (minified, as deployed); googleapis' share is a Worker that only imports it.
// Start-up: `wrangler check startup`, several times, because the machine is noisy: quote the median.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const WRANGLER = join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
const RUNS = 7;
const TARGET = { gzipAboveGoogleapis: 300, startup: 60 };

const GOOGLE_ONLY = `
import { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { JWT } from 'google-auth-library';
export default { fetch: () => new Response(String(typeof calendar_v3 + typeof JWT)) };
`;

function wrangler(...args: string[]): string {
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' };
  const done = spawnSync(process.execPath, [WRANGLER, ...args], { cwd: ROOT, env, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`wrangler ${args[0]} failed:\n${done.stdout}${done.stderr}`);
  return done.stdout + done.stderr;
}

/** KiB as wrangler prints them. */
function sizeOf(output: string): { raw: number; gzip: number } {
  const [, raw, gzip] = /Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/.exec(output) ?? [];
  return { raw: Number(raw), gzip: Number(gzip) };
}

const folder = mkdtempSync(join(tmpdir(), 'engagement-sync-bench-'));
// Inside the checkout, so that its node_modules are found.
const probe = join(ROOT, 'bench', '.google-only.js');
try {
  const bundle = join(folder, 'worker.bundle');
  const whole = sizeOf(
    wrangler('deploy', '--dry-run', '--outdir', join(folder, 'whole'), '--outfile', bundle),
  );
  writeFileSync(probe, GOOGLE_ONLY);
  const config = join(folder, 'wrangler.toml');
  writeFileSync(
    config,
    `name = "google-only"\nmain = "${probe}"\ncompatibility_date = "2026-11-01"\nminify = true\n`,
  );
  const google = sizeOf(
    wrangler('deploy', '--dry-run', '--config', config, '--outdir', join(folder, 'google')),
  );
  const starts = Array.from({ length: RUNS }, () => {
    const said = wrangler('check', 'startup', '--worker', bundle, '--outfile', join(folder, 'cpuprofile'));
    return Number(/Active: ([\d.]+) ms/.exec(said)?.[1]);
  }).sort((a, b) => a - b);
  console.log(
    JSON.stringify(
      {
        kib: {
          raw: whole.raw,
          gzip: whole.gzip,
          gzipOfGoogleapis: google.gzip,
          gzipAboveGoogleapis: +(whole.gzip - google.gzip).toFixed(1),
        },
        startupMs: { min: starts[0], median: starts[RUNS >> 1], max: starts.at(-1), runs: RUNS },
        target: TARGET,
      },
      null,
      2,
    ),
  );
} finally {
  rmSync(probe, { force: true });
  rmSync(folder, { recursive: true, force: true });
}
