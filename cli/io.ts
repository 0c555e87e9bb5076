// What a command is given: where words go, how to fetch, and what is known about where the Worker is. Tests pass their own.
import { readFileSync } from 'node:fs';
import dotenv from 'dotenv';
import pc from 'picocolors';
import { type LocalStack, readLocalStack } from './local.ts';

export type Colors = ReturnType<typeof pc.createColors>;

export interface Io {
  /** What was asked for: one call, one piece of text ending in a new line. */
  out(text: string): void;
  /** Progress and complaints. */
  err(text: string): void;
  readonly colors: Colors;
  /** Characters that fit on a line. */
  readonly columns: number;
  fetch(request: Request): Promise<Response>;
  sleep(ms: number): Promise<void>;
  /** Epoch milliseconds. */
  now(): number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What .dev.vars holds; empty when there is none. */
  readonly devVars: Readonly<Record<string, string>>;
  /** The local stack that was started last in this folder; null when none was. */
  readonly local: LocalStack | null;
}

/** Exit codes of every command. */
export const EXIT = { ok: 0, failed: 1, usage: 2, incomplete: 3 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** A command that cannot go on: one sentence, perhaps more lines, and the exit code. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exit: Exit;
  constructor(sentence: string, exit: Exit = EXIT.failed) {
    super(sentence);
    this.exit = exit;
  }
}

/** A line of progress. */
export function step(io: Io, sentence: string): void {
  io.err(`${io.colors.dim('·')} ${sentence}\n`);
}

/** The terminal of this process. No colour when stdout is no terminal, or NO_COLOR is set. */
export function terminalIo(): Io {
  const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colors: pc.createColors(color),
    columns: process.stdout.columns ?? 120,
    fetch: (request) => fetch(request),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now: () => Date.now(),
    env: process.env,
    devVars: readDevVars(),
    local: readLocalStack(),
  };
}

/** Settings and secrets as wrangler keeps them for development. */
export function readDevVars(path = '.dev.vars'): Record<string, string> {
  try {
    return dotenv.parse(readFileSync(path));
  } catch {
    return {}; // there is none
  }
}
