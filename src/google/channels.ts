// Push channels on one calendar: asking Google to say that something changed, and to stop saying so. Google knows no renewal
// and lists no channels (google-calendar.md B3): whoever wants one longer asks anew, and whoever forgets its ids waits until it
// expires. Refuses to keep a token: only its hash leaves this file.
import * as z from 'zod';
import { type Outcome, type Run, UnexpectedAnswer } from '../call.ts';
import type { Auth } from './auth.ts';

/** A channel that Google opened. */
export interface Opened {
  readonly resourceId: string;
  /** Epoch ms; null: Google did not say. */
  readonly expires: number | null;
}

export interface Channels {
  /** Opens one: changes are then posted to `address` with `id` and `token` in their headers, and nothing in their body. */
  watch(channel: {
    readonly id: string;
    readonly token: string;
    readonly address: string;
  }): Promise<Outcome<Opened>>;
  /** `gone`: there is no such channel any more. Only who opened it may stop it. */
  stop(channel: { readonly id: string; readonly resourceId: string }): Promise<Outcome<null>>;
}

const openedShape = z.object({
  resourceId: z.string().min(1),
  expiration: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

export function createChannels({
  auth,
  calendarId,
  run,
}: {
  readonly auth: Auth;
  readonly calendarId: string;
  readonly run: Run;
}): Channels {
  const { events, channels } = new auth.library.Calendar({
    auth: auth.client,
    retry: false,
    retryConfig: { retry: 0, noResponseRetries: 0 },
  });
  return {
    watch: ({ id, token, address }) =>
      auth.withToken(run, { side: 'google', name: 'events.watch', write: true }, async () => {
        const requestBody = { id, token, address, type: 'web_hook' };
        const opened = openedShape.safeParse((await events.watch({ calendarId, requestBody })).data);
        if (!opened.success) throw new UnexpectedAnswer('watch: no resourceId');
        const { resourceId, expiration } = opened.data;
        return { resourceId, expires: expiration === undefined ? null : Number(expiration) };
      }),
    stop: (requestBody) =>
      auth.withToken(run, { side: 'google', name: 'channels.stop', write: true }, async () => {
        await channels.stop({ requestBody });
        return null;
      }),
  };
}

/** What is kept of a token: SHA-256, in hex. */
export async function hashToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether a token is the one with this hash. Hashes are compared to their end, so the time taken tells nothing. */
export async function isToken(given: string, hash: string): Promise<boolean> {
  const other = await hashToken(given);
  let difference = other.length ^ hash.length;
  for (let at = 0; at < other.length; at++) difference |= other.charCodeAt(at) ^ hash.charCodeAt(at);
  return difference === 0;
}
