// The commands: each asks the Worker, prints what a person wants to read, and answers with an exit code.
import { count } from '../src/http/wording.ts';
import type {
  ApproveAnswer,
  EngagementReport,
  Hold,
  PlanReport,
  RunReport,
  StatusReport,
} from '../src/workspace/api.ts';
import { connect } from './client.ts';
import { followSync, provisionAll } from './follow.ts';
import { EXIT, type Exit, type Io, step } from './io.ts';
import { renderHold, renderPlan } from './render/plan.ts';
import { renderProvision } from './render/provision.ts';
import { renderRun } from './render/run.ts';
import { renderSchedule } from './render/schedule.ts';
import { renderStatus } from './render/status.ts';

/** What every command takes. */
export interface Options {
  readonly url?: string;
  readonly json?: boolean;
}

/** Prints the report itself for scripts, or what `render` makes of it. */
function print<T>(io: Io, options: Options, report: T, render: (report: T) => string): void {
  io.out(options.json ? `${JSON.stringify(report, null, 2)}\n` : render(report));
}

/** Makes what is missing in Notion, call after call, until there is nothing more to do or something stands in the way. */
export async function provision(io: Io, options: Options): Promise<Exit> {
  const report = await provisionAll(connect(io, options.url), (text) => step(io, text));
  print(io, options, report, (one) => renderProvision(one, io.colors));
  return report.problems.length > 0 || report.more ? EXIT.incomplete : EXIT.ok;
}

/** Asks for a tick and follows its run to the end, or for `wait` seconds. */
export async function sync(io: Io, options: Options & { sweep?: boolean; wait: number }): Promise<Exit> {
  const client = connect(io, options.url);
  step(io, 'Asking for a sync');
  const { sleep, now } = io;
  const say = (text: string) => step(io, text);
  const run = await followSync(client, {
    sweep: options.sweep === true,
    wait: options.wait,
    say,
    sleep,
    now,
  });
  if (run === 'not begun') {
    io.err('It has not begun yet: something else is under way. Look again with `npm run status`.\n');
    return EXIT.incomplete;
  }
  print(io, options, run, (report) => renderRun(report, io.colors));
  return exitOfRun(run);
}

/** What a run means to a script. Null: there was nothing to do. */
export function exitOfRun(run: RunReport | null): Exit {
  if (!run) return EXIT.ok;
  if (run.state === 'failed') return EXIT.failed;
  return run.state === 'done' && run.held + run.remaining === 0 ? EXIT.ok : EXIT.incomplete;
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
    const { body } = await client.call<StatusReport>('GET', '/api/status');
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
