// Where the local stack keeps itself: one folder, and one small file in it that tells the other commands where it listens.
// That file holds the local stack's own admin secret, so only this user may read it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const LOCAL_FOLDER = '.local';
const FILE = 'stack.json';

export interface LocalStack {
  /** http://localhost:8787 */
  readonly url: string;
  readonly adminSecret: string;
}

export function readLocalStack(folder = LOCAL_FOLDER): LocalStack | null {
  try {
    const { url, adminSecret } = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Partial<LocalStack>;
    return typeof url === 'string' && typeof adminSecret === 'string' ? { url, adminSecret } : null;
  } catch {
    return null; // never started here, or not by this version
  }
}

export function writeLocalStack({ url, adminSecret }: LocalStack, folder = LOCAL_FOLDER): void {
  writePrivate(join(folder, FILE), `${JSON.stringify({ url, adminSecret }, null, 2)}\n`);
}

/** Writes a file that only this user may read, with its folder. */
function writePrivate(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, text, { mode: 0o600 });
}
