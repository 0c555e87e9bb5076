// The newcomer's promise, black box: one command, from nothing to a table. Builds and starts the real bundle, so it takes
// seconds and two ports; run it by itself.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngagementReport, RunReport } from '../../src/workspace/api.ts';

const MINUTES = 60_000;
let folder: string;
let port: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stack-'));
  port = await freePort();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A port that is free now; the next one most likely too. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

interface Started {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** `npm start -- <args>`, with its state in a folder of the test's own; Ctrl-C once it has written `interruptAt`. */
function start(args: readonly string[], interruptAt?: string): Promise<Started> {
  const all = ['cli/start.ts', '--port', String(port), '--folder', folder, ...args];
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  let ended = false;
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    // Once: a second Ctrl-C would not wait for the state to be saved.
    if (!ended && interruptAt !== undefined && err.includes(interruptAt)) ended = child.kill('SIGINT');
  });
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, out, err })));
}

describe('npm start', () => {
  let first: { run: RunReport; engagements: EngagementReport[] };

  test('goes from nothing to the meetings of seven engagements in under two minutes', {
    timeout: 2 * MINUTES,
  }, async () => {
    const { exit, out, err } = await start(['--once', '--json']);
    expect([exit, err.includes('worker error')]).toEqual([0, false]);
    first = JSON.parse(out);
    expect(first.run).toMatchObject({ state: 'done', held: 0, remaining: 0 });
    expect(first.engagements).toHaveLength(7);
    const kinds = new Set(
      first.engagements.flatMap(({ meetings }) => meetings.map(({ meeting }) => meeting)),
    );
    expect([...kinds].sort()).toEqual(
      ['check-in', 'fit-check', 'follow-up', 'intro', 'kickoff', 'project-retro', 'retro', 'span'].sort(),
    );
    expect(first.engagements.filter(({ sync }) => sync)).toEqual([]);
  });

  test('shows what is open: scores, notes, ownership, and what is at risk', () => {
    const ids = new Set(first.engagements.flatMap(({ checks }) => checks.map(({ id }) => id)));
    expect([...ids].sort()).toEqual([
      'fit-check',
      'ownership',
      'project-retro-notes',
      'retro-record',
      'risk-declined',
      'risk-few-invited',
      'risk-progress',
    ]);
  });

  test('keeps the local time of the retros across the change of the clocks', () => {
    const planned = first.engagements.find(({ phase }) => phase === 'Planning')!;
    const retros = planned.meetings.filter(({ meeting }) => meeting === 'retro');
    expect(new Set(retros.map(({ local }) => local.split(', ')[1]))).toEqual(new Set(['14:00–14:30']));
    expect(new Set(retros.map(({ start }) => start.slice(11, 16))).size).toBe(2);
  });

  test('goes on where it stopped, has nothing to do, and ends cleanly with Ctrl-C', {
    timeout: 2 * MINUTES,
  }, async () => {
    const { exit, out, err } = await start([], 'Cron runs every five minutes');
    expect([exit, err.includes('worker error')]).toEqual([0, false]);
    expect(err).not.toContain('Filling in');
    expect(out).toContain('Search that understands');
    expect(out).toContain('in 7 engagements.');
    expect(err).toMatch(/Ending\n$/);
  });
});
