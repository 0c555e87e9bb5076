// Google's push channel: one that lives, renewed before it ends, and the pushes that come over it. A push is a hint and wakes;
// it never takes the place of polling. What it refuses: a push of a channel that is not known, of another calendar or address,
// or past its end; and to let a channel that Google will not open stop anything.
import type { Failure } from '../call.ts';
import { type Channels, hashToken, isToken } from '../google/channels.ts';
import type { Instant } from '../playbook/index.ts';
import type { Settings } from '../settings.ts';
import type { PushHeaders, PushStatus } from './api.ts';
import type { Calls } from './calls.ts';
import type { Ledger } from './ledger.ts';
import type { EngineOptions } from './tick.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** A channel is renewed a day before it ends, or in the last fifth of a shorter life. */
const RENEW_EARLY = DAY;

/** Stored as `channels`, the newest last. */
interface Channel {
  readonly id: string;
  readonly tokenHash: string;
  readonly calendarId: string;
  readonly address: string;
  readonly asked: Instant;
  /** Null while Google has not answered: the intent. */
  readonly resourceId: string | null;
  readonly expires: Instant;
  /** An old one that could not be stopped is tried again then. */
  readonly stopAt?: Instant;
}

/** Stored as `push`: what is known about pushes beside the channels. */
interface Push {
  /** When the last push came, of whatever kind. */
  readonly last?: Instant;
  /** Google opens no channel: why, in words, how often it was asked, and when it is asked again; and for what. */
  readonly refused?: {
    readonly sentence: string;
    readonly times: number;
    readonly retry: Instant;
    readonly wanted: string;
  };
}

const stamp = (at: Instant): string => new Date(at).toISOString();
const read = (ledger: Ledger): readonly Channel[] => ledger.recall<Channel[]>('channels') ?? [];
const keep = (ledger: Ledger, channels: readonly Channel[]): void =>
  ledger.remember('channels', channels.length > 0 ? channels : undefined);

const addressOf = ({ publicUrl }: Settings): string | null =>
  // On this very machine the address is plain http, where Google does not push.
  publicUrl?.startsWith('https:') ? `${publicUrl}/webhooks/google` : null;

const renewAt = ({ asked, expires }: Channel): Instant =>
  expires - Math.min(RENEW_EARLY, Math.max(0, expires - asked) / 5);

/** Sees to it that one channel lives, for what the settings say. At rest, and without `PUBLIC_URL`, it calls nobody. */
export async function keepChannel(channels: Channels, o: EngineOptions, calls: Calls): Promise<void> {
  const { ledger, clock, settings } = o;
  const now = clock.now();
  const address = addressOf(settings);
  const { calendarId } = settings.google;
  // One without an answer is forgotten: whether Google opened it cannot be asked. Its pushes are refused.
  const known = read(ledger).filter(({ resourceId, expires }) => resourceId !== null && expires > now);
  if (known.length !== read(ledger).length) keep(ledger, known);
  if (address === null) forgetRefusal(ledger);
  const fitting = known.filter((one) => one.address === address && one.calendarId === calendarId);
  const live = fitting.at(-1);
  const isDue = live === undefined || renewAt(live) <= now;
  const newest = address !== null && isDue ? await open(channels, address, o, calls) : null;
  for (const old of read(ledger)) {
    if (old.id === (newest ?? live?.id) || old.resourceId === null) continue;
    await stop(channels, { ...old, resourceId: old.resourceId }, o, calls);
  }
}

/** Without an address nothing was refused. */
function forgetRefusal(ledger: Ledger): void {
  const { last, refused } = ledger.recall<Push>('push') ?? {};
  if (refused) ledger.remember('push', last === undefined ? undefined : { last });
}

/** Opens a channel; its id is noted before and after. Returns its id, or null when there is none. */
async function open(
  channels: Channels,
  address: string,
  { ledger, clock, settings }: EngineOptions,
  calls: Calls,
): Promise<string | null> {
  const { calendarId } = settings.google;
  const wanted = `${calendarId} ${address}`;
  const push = ledger.recall<Push>('push') ?? {};
  const refused = push.refused?.wanted === wanted ? push.refused : undefined;
  if ((refused && refused.retry > clock.now()) || calls.left() < 1) return null;
  const id = crypto.randomUUID();
  const token = [...crypto.getRandomValues(new Uint8Array(32))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const asked = clock.now();
  const tokenHash = await hashToken(token);
  const intent: Channel = {
    id,
    tokenHash,
    calendarId,
    address,
    asked,
    resourceId: null,
    expires: asked + WEEK,
  };
  keep(ledger, [...read(ledger), intent]);
  const answer = await channels.watch({ id, token, address });
  const others = read(ledger).filter((one) => one.id !== id);
  const { last } = ledger.recall<Push>('push') ?? {};
  if (answer.ok) {
    const { resourceId, expires } = answer.value;
    keep(ledger, [...others, { ...intent, resourceId, expires: expires ?? intent.expires }]);
    ledger.remember('push', { ...(last === undefined ? {} : { last }) } satisfies Push);
    return id;
  }
  keep(ledger, others);
  if (answer.failure.reason === 'exhausted') return null;
  const times = (refused?.times ?? 0) + 1;
  ledger.remember('push', {
    ...(last === undefined ? {} : { last }),
    refused: {
      sentence: sayRefusal(answer.failure),
      times,
      retry: asked + pauseFor(answer.failure, times),
      wanted,
    },
  } satisfies Push);
  return null;
}

/** Stops a channel that is not wanted any more. One that cannot be stopped expires; until then it is harmless. */
async function stop(
  channels: Channels,
  old: Channel & { readonly resourceId: string },
  { ledger, clock }: EngineOptions,
  calls: Calls,
): Promise<void> {
  if ((old.stopAt ?? 0) > clock.now() || calls.left() < 1) return;
  const answer = await channels.stop({ id: old.id, resourceId: old.resourceId });
  if (!answer.ok && answer.failure.reason === 'exhausted') return;
  const isToRepeat =
    !answer.ok && (answer.failure.reason === 'refused' || answer.failure.reason === 'unknown');
  keep(
    ledger,
    read(ledger).flatMap((one) =>
      one.id !== old.id ? [one] : isToRepeat ? [{ ...one, stopAt: clock.now() + HOUR }] : [],
    ),
  );
}

/** A definite no is asked about again after a day and more; where Google did not answer, sooner. */
function pauseFor({ reason }: Failure, times: number): number {
  const isPassing = reason === 'refused' || reason === 'unknown';
  return Math.min(isPassing ? DAY : WEEK, (isPassing ? 15 * MINUTE : DAY) * 2 ** Math.min(times - 1, 10));
}

/** Why there is no channel, and what a person can do about it. */
function sayRefusal({ code, reason, status }: Failure): string {
  if (code === 'pushNotSupportedForRequestedResource')
    return 'Google sends no pushes for this calendar, so it is only polled.';
  if (code?.startsWith('webhookUrl'))
    return 'Google does not push to the address in PUBLIC_URL, so it is only polled. It must be the https address by which this Worker is reached.';
  if (reason === 'refused' || reason === 'unknown')
    return 'Google did not say whether it pushes. It is polled, and asked again.';
  return `Google opens no channel (${code ?? status ?? 'unexpected answer'}), so it is only polled.`;
}

/**
 * Whether a push is authentic, and whether it says that something changed. `sync`, the first of each channel, proves only
 * that the channel lives. A push may be earlier than the answer to the call that opened its channel.
 */
export async function takePush(
  { channel: id, resource, token, state }: PushHeaders,
  { ledger, settings, now }: { readonly ledger: Ledger; readonly settings: Settings; readonly now: Instant },
): Promise<'refused' | 'alive' | 'changed'> {
  const address = addressOf(settings);
  const channel = read(ledger).find((one) => one.id === id);
  // Compared also where there is no such channel, so that the time taken tells nothing.
  const isTheirs = await isToken(token, channel?.tokenHash ?? '');
  if (!channel || !isTheirs || channel.expires <= now) return 'refused';
  if (channel.address !== address || channel.calendarId !== settings.google.calendarId) return 'refused';
  if (channel.resourceId === null ? state !== 'sync' : channel.resourceId !== resource) return 'refused';
  ledger.remember('push', { ...ledger.recall<Push>('push'), last: now } satisfies Push);
  return state === 'sync' ? 'alive' : 'changed';
}

/** For status: whether changes in Calendar come by themselves. */
export function readPush(ledger: Ledger, now: Instant): PushStatus {
  const { last, refused } = ledger.recall<Push>('push') ?? {};
  const live = read(ledger).findLast(({ resourceId, expires }) => resourceId !== null && expires > now);
  const lastPushAt = last === undefined ? null : stamp(last);
  if (!live)
    return {
      state: refused ? 'refused' : 'off',
      until: null,
      lastPushAt,
      sentence: refused?.sentence ?? null,
    };
  const isProven = last !== undefined && last >= live.asked;
  const sentence = isProven ? null : 'Google opened a channel, and nothing has come over it yet.';
  return { state: isProven ? 'live' : 'unproven', until: stamp(live.expires), lastPushAt, sentence };
}
