// The commands: each asks the Worker, prints what a person wants to read, and answers with an exit code.
import { count } from '../src/http/wording.ts';
import type {
  ApproveAnswer,
  EngagementReport,
  Hold,
  PlanReport,
  ProvisionReport,
  RunReport,
  StatusReport,
} from '../src/workspace/api.ts';
import { type Client, connect } from './client.ts';
import { EXIT, type Exit, type Io } from './io.ts';
import { renderHold, renderPlan } from './render/plan.ts';
import { renderProvision } from './render/provision.ts';
import { progressLine, renderRun } from './render/run.ts';
import { renderSchedule } from './render/schedule.ts';
import { renderStatus } from './render/status.ts';

/** What every command takes. */
export interface Options {
  readonly url?: string;
  readonly json?: boolean;
}

/** How often a run that goes on is looked at. */
const POLL_MS = 2_000;
/** Calls of provision before it is plain that it gets nowhere; each is one invocation of the Worker. */
const MAX_PROVISION_CALLS = 40;

/** Prints the report itself for scripts, or what `render` makes of it. */
function print<T>(io: Io, options: Options, report: T, render: (report: T) => string): void {
  io.out(options.json ? `${JSON.stringify(report, null, 2)}\n` : render(report));
}

const step = (io: Io, text: string): void => io.err(`${io.colors.dim('·')} ${text}\n`);

/** Makes what is missing in Notion, call after call, until there is nothing more to do or something stands in the way. */
export async function provision(io: Io, options: Options): Promise<Exit> {
  const client = connect(io, options.url);
  const done: string[] = [];
  for (let n = 1; ; n += 1) {
    const { body } = await client.call<ProvisionReport>('POST', '/api/provision');
    for (const sentence of body.done) step(io, sentence);
    done.push(...body.done);
    const goOn = body.more && body.problems.length === 0 && n < MAX_PROVISION_CALLS;
    if (goOn) continue;
    print(io, options, { ...body, done }, (report) => renderProvision(report, io.colors));
    return body.problems.length > 0 || body.more ? EXIT.incomplete : EXIT.ok;
  }
}

/** Asks for a tick and follows its run to the end, or for `wait` seconds. */
export async function sync(io: Io, options: Options & { sweep?: boolean; wait: number }): Promise<Exit> {
  const client = connect(io, options.url);
  step(io, 'Asking for a sync');
  const run = await follow(io, client, options);
  if (run === 'still waiting') {
    io.err('It has not begun yet: something else is under way. Look again with `npm run status`.\n');
    return EXIT.incomplete;
  }
  print(io, options, run, (report) => renderRun(report, io.colors));
  if (!run || run.state === 'done') return run && run.held + run.remaining > 0 ? EXIT.incomplete : EXIT.ok;
  return run.state === 'failed' ? EXIT.failed : EXIT.incomplete;
}

async function follow(
  io: Io,
  client: Client,
  options: { sweep?: boolean; wait: number },
): Promise<RunReport | null | 'still waiting'> {
  let left = options.wait * 1000;
  let said = '';
  let path: string | null = null;
  for (;;) {
    let run: RunReport | null;
    if (path === null) {
      const { body } = await client.call<{ run: RunReport | null; finished: boolean }>('POST', '/api/sync', {
        sweep: options.sweep === true,
      });
      if (body.finished) return body.run;
      run = body.run;
    } else run = (await client.call<RunReport>('GET', path)).body;
    if (run) {
      if (run.state !== 'running') return run;
      path = `/api/runs/${run.id}`;
      const line = progressLine(run);
      if (line !== said) step(io, line);
      said = line;
    }
    left -= POLL_MS;
    if (left < 0) return run ?? 'still waiting';
    await io.sleep(POLL_MS);
  }
}

export async function plan(io: Io, options: Options): Promise<Exit> {
  const { body } = await connect(io, options.url).call<PlanReport>('GET', '/api/plan');
  print(io, options, body, (report) => renderPlan(report, io.colors));
  return body.hold || !body.complete ? EXIT.incomplete : EXIT.ok;
}

/** Approves the held changes that `hold` names. Without one, shows what is held and how to approve it. */
export async function approve(io: Io, hold: string | undefined, options: Options): Promise<Exit> {
  const client = connect(io, options.url);
  if (hold === undefined) {
    const { body } = await client.call<PlanReport>('GET', '/api/plan');
    print(io, options, { hold: body.hold }, (report) => heldOrNot(report.hold, io));
    return body.hold ? EXIT.incomplete : EXIT.ok;
  }
  const { status, body } = await client.call<{ approved: number } | { hold: Hold | null }>(
    'POST',
    '/api/approve',
    {
      hold,
    },
  );
  const answer: ApproveAnswer =
    'approved' in body && status !== 409
      ? { ok: true, approved: body.approved }
      : { ok: false, hold: 'hold' in body ? body.hold : null };
  print(io, options, answer, (report) =>
    report.ok
      ? `${count(report.approved, 'change')} approved, for 24 hours. The next tick makes them: \`npm run sync\` does it now.\n`
      : `Nothing was approved: what is held now is not what ${hold} stood for.\n\n${heldOrNot(report.hold, io)}`,
  );
  return answer.ok ? EXIT.ok : EXIT.incomplete;
}

function heldOrNot(hold: Hold | null, io: Io): string {
  return hold ? renderHold(hold, io.colors).join('\n') : 'Nothing is held.\n';
}

export async function status(io: Io, options: Options): Promise<Exit> {
  const { body } = await connect(io, options.url).call<StatusReport>('GET', '/api/status');
  print(io, options, body, (report) => renderStatus(report, io.colors));
  const stuck = [body.notion, body.google].some(({ state }) => state !== 'ok');
  return body.hold || stuck || !body.provisioned ? EXIT.incomplete : EXIT.ok;
}

export async function schedule(io: Io, options: Options): Promise<Exit> {
  const { body } = await connect(io, options.url).call<readonly EngagementReport[]>(
    'GET',
    '/api/engagements',
  );
  print(io, options, body, (report) => renderSchedule(report, io.colors, io.columns));
  return EXIT.ok;
}
