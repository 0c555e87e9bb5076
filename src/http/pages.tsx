// The pages' handlers: one page, and the buttons on it. Each button answers with a redirect or with the page and what came of it.
import * as z from 'zod';
import { parseForm } from './body.ts';
import type { Ask, Handler } from './deps.ts';
import { type Notice, StatusPage } from './pages/status.tsx';
import { problem } from './problem.ts';
import { count } from './wording.ts';

const approveForm = z.object({ hold: z.string().regex(/^[\w-]{1,128}$/) });

const ACTIVITY_SHOWN = 50;

export const statusPage: Handler = (c) => renderStatus(c, null);

/** POST /approve, from the hold's button. When the held changes are others by now, they are shown instead of approved. */
export const approveButton: Handler = async (c) => {
  const form = await parseForm(c, approveForm);
  if (!form.ok) return problem(form.refusal);
  const answer = await c.var.workspace.approve(form.value.hold);
  if (answer.ok) {
    return renderStatus(c, {
      tone: 'good',
      sentences: [`${count(answer.approved, 'change')} approved; they are made with the next tick.`],
    });
  }
  const sentences = answer.hold
    ? ['The held changes are not the ones you saw any more. Nothing was approved: look at them again.']
    : ['Nothing is held any more, so there was nothing to approve.'];
  return renderStatus(c, { tone: 'warn', sentences }, 409);
};

/** POST /sync, from the page's button: waits as the API does. */
export const syncButton: Handler = async (c) => {
  const { run, finished } = await c.var.workspace.sync({ sweep: false });
  const sentences = finished
    ? [run?.sentence ?? 'Both sides were read; there was nothing to do.']
    : ['Still at it. Reload this page to see how it goes.'];
  return renderStatus(c, { tone: run?.state === 'failed' ? 'bad' : 'good', sentences });
};

/** POST /provision, from the first step's button. */
export const provisionButton: Handler = async (c) => {
  const report = await c.var.workspace.provision();
  const more = report.more ? ['There is more to do: press the button again.'] : [];
  return renderStatus(c, {
    tone: report.problems.length > 0 ? 'bad' : 'good',
    sentences: [...report.problems, ...report.done, ...more],
  });
};

async function renderStatus(c: Ask, notice: Notice | null, code: 200 | 409 = 200): Promise<Response> {
  const { workspace } = c.var;
  const [status, plan, engagements, activity] = await Promise.all([
    workspace.status(),
    workspace.plan(),
    workspace.engagements(),
    workspace.activity({ limit: ACTIVITY_SHOWN, engagement: null }),
  ]);
  const page = <StatusPage {...{ status, plan, engagements, activity, notice }} />;
  return c.html(`<!doctype html>${page}`, code);
}
