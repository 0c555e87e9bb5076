// Long work, call after call, with a line for each step: provisioning in pieces, and a run until it ends.
import type { ProvisionReport, RunReport } from '../src/workspace/api.ts';
import type { Client } from './client.ts';
import { progressLine } from './render/run.ts';

/** How often a run that goes on is looked at. */
const POLL_MS = 2_000;
/** Calls of provision before it is plain that it gets nowhere; each is one invocation of the Worker. */
const MAX_PROVISION_CALLS = 40;

/** Makes what is missing until there is nothing more to do or something stands in the way; `done` is of all calls. */
export async function provisionAll(
  client: Client,
  say: (sentence: string) => void,
): Promise<ProvisionReport> {
  const done: string[] = [];
  for (let n = 1; ; n += 1) {
    const { body } = await client.call<ProvisionReport>('POST', '/api/provision');
    for (const sentence of body.done) say(sentence);
    done.push(...body.done);
    if (!body.more || body.problems.length > 0 || n === MAX_PROVISION_CALLS) return { ...body, done };
  }
}

export interface FollowOptions {
  readonly sweep: boolean;
  /** Seconds. */
  readonly wait: number;
  say(sentence: string): void;
  sleep(ms: number): Promise<void>;
  /** Epoch milliseconds. */
  now(): number;
}

/** Asks for a tick and follows its run to the end, or as long as it is told to. Null: there was nothing to do. */
export async function followSync(
  client: Client,
  { sweep, wait, say, sleep, now }: FollowOptions,
): Promise<RunReport | null | 'not begun'> {
  const deadline = now() + wait * 1000;
  let said = '';
  let path: string | null = null;
  for (;;) {
    let run: RunReport | null;
    if (path === null) {
      const answer = await client.call<{ run: RunReport | null; finished: boolean }>('POST', '/api/sync', {
        sweep,
      });
      if (answer.body.finished) return answer.body.run;
      run = answer.body.run;
    } else run = (await client.call<RunReport>('GET', path)).body;
    if (run) {
      if (run.state !== 'running') return run;
      path = `/api/runs/${run.id}`;
      const line = progressLine(run);
      if (line !== said) say(line);
      said = line;
    }
    if (now() + POLL_MS > deadline) return run ?? 'not begun';
    await sleep(POLL_MS);
  }
}
