// The JSON API: each handler checks what it is given, asks the Workspace object, and answers with what it says.
import * as z from 'zod';
import { parseJson, parseQuery } from './body.ts';
import type { Handler } from './deps.ts';
import { problem } from './problem.ts';

/** Ids that the Workspace object gives out, and Notion's. */
const id = z.string().regex(/^[\w-]{1,128}$/);

const nothing = z.strictObject({});
const syncRequest = z.strictObject({ sweep: z.boolean().default(false) });
const setupRequest = z.strictObject({ take: z.boolean().default(false) });
const approval = z.strictObject({ hold: id });
const activityQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  engagement: id.nullable().default(null),
});

export const provision: Handler = async (c) => {
  const request = await parseJson(c, nothing);
  if (!request.ok) return problem(request.refusal);
  return c.json(await c.var.workspace.provision());
};

/** Whether Notion's token is waited for, or has come. It is not in this answer: reading changes nothing. */
export const webhookSetup: Handler = async (c) => c.json(await c.var.workspace.handshake());

/** Waits for Notion's token for a quarter of an hour; with `take`, shows the one that came, once. */
export const openWebhookSetup: Handler = async (c) => {
  const request = await parseJson(c, setupRequest);
  if (!request.ok) return problem(request.refusal);
  if (!request.value.take) return c.json(await c.var.workspace.openHandshake());
  const token = await c.var.workspace.showToken();
  return c.json({ ...(await c.var.workspace.handshake()), token });
};

/** Waits up to 25 s for a tick that began after the request: 200 with its run, else 202 and where to look. */
export const sync: Handler = async (c) => {
  const request = await parseJson(c, syncRequest);
  if (!request.ok) return problem(request.refusal);
  const answer = await c.var.workspace.sync(request.value);
  if (answer.finished) return c.json(answer);
  const location = answer.run ? `/api/runs/${answer.run.id}` : '/api/status';
  return c.json(answer, 202, { location });
};

export const run: Handler = async (c) => {
  const wanted = id.safeParse(c.req.param('id'));
  const report = wanted.success ? await c.var.workspace.run(wanted.data) : null;
  return report ? c.json(report) : problem({ reason: 'unknown', what: 'There is no such run.' });
};

export const plan: Handler = async (c) => c.json(await c.var.workspace.plan());

/** Approves just the held changes that this id stands for; when they changed, nothing is approved. */
export const approve: Handler = async (c) => {
  const request = await parseJson(c, approval);
  if (!request.ok) return problem(request.refusal);
  const answer = await c.var.workspace.approve(request.value.hold);
  return answer.ok
    ? c.json({ approved: answer.approved })
    : problem({ reason: 'changed', hold: answer.hold });
};

export const status: Handler = async (c) => c.json(await c.var.workspace.status());

export const activity: Handler = async (c) => {
  const query = parseQuery(c, activityQuery);
  if (!query.ok) return problem(query.refusal);
  return c.json(await c.var.workspace.activity(query.value));
};

export const engagements: Handler = async (c) => c.json(await c.var.workspace.engagements());

export const engagement: Handler = async (c) => {
  const wanted = id.safeParse(c.req.param('id'));
  const report = wanted.success ? await c.var.workspace.engagement(wanted.data) : null;
  return report ? c.json(report) : problem({ reason: 'unknown', what: 'There is no such engagement.' });
};
