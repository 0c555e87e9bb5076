// A terminal that keeps what was written, over the real routes with a fake Workspace object behind them.
import pc from 'picocolors';
import type { Io } from '../../cli/io.ts';
import { runProgram } from '../../cli/program.ts';
import type { WorkspaceApi } from '../../src/workspace/api.ts';
import { ADMIN, anApp } from '../http/fake.ts';

export const LOCAL = { url: 'http://localhost:8787', adminSecret: ADMIN };

/** Runs one command line and gives back what a person saw, and the exit code. */
export async function type(line: string, workspace: Partial<WorkspaceApi> = {}, over: Partial<Io> = {}) {
  const { request, calls } = anApp(workspace);
  const asked: Request[] = [];
  let out = '';
  let err = '';
  let clock = 0;
  const exit = await runProgram(line.split(' ').filter(Boolean), {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colors: pc.createColors(false),
    columns: 120,
    fetch: async (given) => {
      asked.push(given.clone());
      const { pathname, search } = new URL(given.url);
      const body = await given.text();
      return request(pathname + search, { method: given.method, headers: given.headers, body: body || null });
    },
    sleep: async (ms) => {
      clock += ms;
    },
    now: () => clock,
    env: {},
    devVars: {},
    local: LOCAL,
    ...over,
  });
  return { exit, out, err, calls, asked };
}
