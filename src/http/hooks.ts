// Webhooks are hints: an authentic one wakes the Workspace, and nothing in its body is believed. So a hook that is lost, doubled,
// replayed or late does no harm. An authentic hook is always answered 202, even when waking fails: a failing one makes
// Notion pause its automation for good, and cron wakes the object within five minutes anyway.
import type { Ask, Deps, Handler } from './deps.ts';
import type { Gate } from './gates.ts';
import { problem } from './problem.ts';
import { bearerToken, isSameSecret } from './secrets.ts';
import { verifyStandardWebhook } from './standard-webhook.ts';

/**
 * POST /webhooks/sync with `Authorization: Bearer WEBHOOK_SECRET`, as Notion's "Send webhook" action can send it. The body is
 * not even read, so that no page is too long for it. A hook that is signed instead goes on.
 */
export function tokenSyncHook(deps: Deps): Gate {
  return async (c, next) => {
    const token = bearerToken(c.req.header('authorization'));
    if (token !== null) {
      const authentic = await isSameSecret(token, c.var.settings.webhookSecret);
      return authentic ? acknowledge(c, deps, 'webhook') : problem({ reason: 'unauthenticated' });
    }
    const signed = c.req.header('webhook-signature') !== undefined;
    return signed ? next() : problem({ reason: 'unauthenticated' });
  };
}

/** POST /webhooks/sync with a Standard Webhooks signature by WEBHOOK_SECRET. */
export function signedSyncHook(deps: Deps): Handler {
  return async (c) => {
    const authentic = await verifyStandardWebhook({
      id: c.req.header('webhook-id'),
      timestamp: c.req.header('webhook-timestamp'),
      signatures: c.req.header('webhook-signature'),
      body: await c.req.text(),
      secret: c.var.settings.webhookSecret,
      now: deps.now(),
    });
    return authentic ? acknowledge(c, deps, 'webhook') : problem({ reason: 'unauthenticated' });
  };
}

/** POST /webhooks/google: a push of the channel that the Workspace object opened. Its body is empty, and not read. */
export const googleHook: Handler = async (c) => {
  const header = (name: string) => c.req.header(`x-goog-${name}`) ?? '';
  const push = {
    channel: header('channel-id'),
    resource: header('resource-id'),
    token: header('channel-token'),
    state: header('resource-state'),
  };
  // Google's own limits; what cannot be a push is not asked about.
  const isOne = push.channel !== '' && push.token !== '' && push.state !== '' && push.channel.length <= 64;
  const authentic = isOne && push.token.length <= 256 && (await c.var.workspace.pushed(push));
  return authentic ? c.body(null, 202) : problem({ reason: 'unauthenticated' });
};

/** 202, also when the object cannot be told. */
export async function acknowledge(
  c: Ask,
  deps: Deps,
  trigger: string,
  tell = () => c.var.workspace.wake(trigger),
): Promise<Response> {
  try {
    await tell();
  } catch (error) {
    deps.log({ event: 'wake failed', trigger, error: error instanceof Error ? error.name : 'unknown' });
  }
  return c.body(null, 202);
}
