// "Sync now": asks the Worker for a tick, follows its run to the end, and says in one sentence what came of it. The Worker's
// secrets stay on this side.
import { sum } from '../../src/http/wording.ts';
import type { RunReport } from '../../src/workspace/api.ts';
import type { Notice } from './stage.ts';

export interface WorkerDoor {
  /** http://localhost:8787 */
  readonly url: string;
  readonly adminSecret: string;
}

/** How long a run is followed, and how often it is looked at. */
const PATIENCE_MS = 60_000;
const POLL_MS = 500;

/** Never throws: a Worker that does not answer is a sentence too. */
export async function syncNow({ url, adminSecret }: WorkerDoor): Promise<Notice> {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${adminSecret}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) throw new Error(`It answers ${response.status}.`);
    return (await response.json()) as T;
  };
  try {
    const { run, finished } = await call<{ run: RunReport | null; finished: boolean }>('POST', '/api/sync', {
      // All ids are compared: who presses it wants to see everything, a page in the trash too.
      sweep: true,
    });
    if (run === null) return { good: true, words: finished ? NOTHING : 'The sync has not begun yet.' };
    return words(await follow(run, (id) => call<RunReport>('GET', `/api/runs/${id}`)));
  } catch (error) {
    return {
      good: false,
      words: `The Worker could not be asked. ${error instanceof Error ? error.message : ''}`,
    };
  }
}

const NOTHING = 'Synced: both sides were read, there was nothing to do.';

async function follow(run: RunReport, look: (id: string) => Promise<RunReport>): Promise<RunReport> {
  const deadline = Date.now() + PATIENCE_MS;
  let seen = run;
  while (seen.state === 'running' && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    seen = await look(run.id);
  }
  return seen;
}

function words(run: RunReport): Notice {
  const done = run.changes.filter(({ outcome }) => outcome === 'done');
  const parts = [
    run.state === 'done'
      ? 'Synced'
      : run.state === 'running'
        ? 'Still syncing'
        : `Sync ${run.state}: ${run.sentence}`,
    done.length > 0 ? `: ${sum(done, 'past')}` : run.state === 'done' ? ': there was nothing to change' : '',
    run.held > 0 ? `; ${run.held} held until you approve them on the status page` : '',
    run.waiting > 0 ? `; ${run.waiting} waiting on purpose` : '',
  ];
  return { good: run.state === 'done' && run.held === 0, words: `${parts.join('')}.`.replace(/\.\.$/, '.') };
}
