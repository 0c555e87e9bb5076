// Keeps the twins' state on disk, so that the local stack goes on where it stopped. A file is replaced as a whole: whoever
// is killed while writing leaves the one before.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What can be kept: something with a state to take and give back. */
export interface Kept {
  snapshot(): unknown;
  restore(snapshot: unknown): void;
}

/** The JSON of a file; undefined when there is none. Throws when it is damaged: starting anew would lose it. */
export function loadJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path} is damaged. Begin anew with \`npm start -- --fresh\`.`);
  }
}

/** Writes a file that only this user may read, all or nothing. */
export function saveJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Saves what it keeps soon after it was marked as changed, and at once when asked. */
export interface Keeper {
  changed(): void;
  save(): void;
}

const SOON_MS = 1_000;

/** Restores `kept` from the file, if there is one, and keeps it saved from then on. */
export function keep(kept: Kept, path: string): Keeper {
  const saved = loadJson(path);
  if (saved !== undefined) kept.restore(saved);
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    timer = undefined;
    saveJson(path, kept.snapshot());
  };
  return {
    save,
    changed: () => {
      timer ??= setTimeout(save, SOON_MS).unref();
    },
  };
}
