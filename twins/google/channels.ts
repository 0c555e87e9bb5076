/**
 * Push channels: watch, stop, and the pushes themselves: empty POSTs with X-Goog-* headers, `sync` first [doc]. Refuses
 * ids used before, addresses that are not https, tokens that are too long. Channels are never renewed. A push may be lost,
 * doubled or held back by a fault on operation `push`.
 */

import * as errors from './errors.ts';
import { Refusal } from './errors.ts';
import { strike } from './faults.ts';
import { isObject } from './fields.ts';
import type { Json } from './resource.ts';
import type { CalendarState, Channel, Principal, Push, World } from './state.ts';

const WEEK = 604_800_000; // default ttl [doc]

/** events.watch. The first push leaves before the answer does. */
export function watchEvents(
  world: World,
  calendar: CalendarState,
  by: Principal,
  body: unknown,
): Json | Refusal {
  if (!isObject(body)) return errors.badRequest('Parse Error', 'parseError');
  const { id, type, address, token, expiration, params } = body;
  if (typeof id !== 'string' || id === '') return errors.required('Missing channel id.');
  if (id.length > 64 || !/^[A-Za-z0-9\-_+/=]+$/.test(id))
    return errors.badRequest('Invalid channel id.', 'invalidChannelId');
  if (world.state.channels.has(id))
    return errors.badRequest(`Channel id ${id} not unique`, 'channelIdNotUnique');
  if (type !== 'web_hook' && type !== 'webhook')
    return errors.badRequest('Unknown channel type.', 'unknownChannelType');
  if (typeof address !== 'string' || !address.startsWith('https://')) {
    return errors.badRequest('WebHook callback must be HTTPS', 'webhookUrlNotHttps', 'address');
  }
  if (typeof token === 'string' && token.length > 256)
    return errors.badRequest('Channel token is too long.', 'invalidChannelToken');
  const ttl = isObject(params) && Number(params.ttl) > 0 ? Number(params.ttl) * 1000 : WEEK;
  const now = world.now();
  const asked = Number(expiration) > now ? Number(expiration) : Number.POSITIVE_INFINITY;
  const channel: Channel = {
    id,
    address,
    calendarId: calendar.id,
    owner: by.email,
    messages: 0,
    stopped: false,
    ...(typeof token === 'string' ? { token } : {}),
    resourceId: resourceIdOf(calendar.id),
    resourceUri: `https://www.googleapis.com/calendar/v3/calendars/${encodeURIComponent(calendar.id)}/events?alt=json`,
    expires: Math.min(now + ttl, now + 4 * WEEK, asked), // assumption: at most four weeks
  };
  world.state.channels.set(id, channel);
  world.push(channel, 'sync');
  return {
    kind: 'api#channel',
    id,
    resourceId: channel.resourceId,
    resourceUri: channel.resourceUri,
    ...(channel.token ? { token: channel.token } : {}),
    expiration: String(channel.expires),
  };
}

/** Opaque, the same for every channel on one calendar [doc: stable]. */
function resourceIdOf(calendarId: string): string {
  let hash = 2166136261;
  let text = '';
  for (let i = 0; text.length < 27; i++) {
    hash = Math.imul(hash ^ calendarId.charCodeAt(i % calendarId.length), 16777619) >>> 0;
    text += (hash % 36).toString(36);
  }
  return text;
}

/** channels.stop: needs both ids [doc]. */
export function stopChannel(world: World, by: Principal, body: unknown): Refusal | undefined {
  const channel = isObject(body) ? world.state.channels.get(String(body.id)) : undefined;
  if (
    !channel ||
    channel.stopped ||
    !isObject(body) ||
    channel.resourceId !== body.resourceId ||
    channel.expires <= world.now()
  ) {
    return new Refusal(
      404,
      'notFound',
      `Channel '${isObject(body) ? String(body.id) : ''}' not found for project`,
    );
  }
  if (channel.owner !== by.email) return new Refusal(403, 'forbidden', 'Forbidden');
  channel.stopped = true;
  return undefined;
}

/** Channels that a change of this calendar is to be told to. */
export const channelsOf = (world: World, calendarId: string): Channel[] =>
  [...world.state.channels.values()].filter(
    (c) => c.calendarId === calendarId && !c.stopped && c.expires > world.now(),
  );

/** Pushes that a fault held back go out, the last first: late and in another order. */
export function deliverHeld(world: World): void {
  for (const held of world.state.heldPushes.splice(0).reverse()) {
    const channel = world.state.channels.get(held.channel);
    if (channel && !channel.stopped) world.push(channel, held.state);
  }
}

function pushRequest(channel: Channel, state: string): Request {
  const headers: Record<string, string> = {
    'content-length': '0',
    'user-agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
    'x-goog-channel-id': channel.id,
    'x-goog-channel-expiration': new Date(channel.expires).toUTCString(),
    'x-goog-resource-id': channel.resourceId,
    'x-goog-resource-uri': channel.resourceUri,
    'x-goog-resource-state': state,
    'x-goog-message-number': String(channel.messages),
    ...(channel.token ? { 'x-goog-channel-token': channel.token } : {}),
  };
  return new Request(channel.address, { method: 'POST', headers });
}

/** Sends one push and notes what became of it. Faults on `push`: drop loses it, delay-effect holds it back, lose-answer doubles it. */
export async function deliverPush(
  world: World,
  channel: Channel,
  state: string,
  deliver: (request: Request) => Promise<Response>,
): Promise<void> {
  // numbers grow but are not sequential [doc]
  channel.messages = state === 'sync' ? 1 : channel.messages + 1 + Math.floor(world.random() * 1000);
  const push: Push = {
    channel: channel.id,
    state,
    number: channel.messages,
    at: world.now(),
    result: 'delivered',
  };
  world.state.pushes.push(push);
  const fault = strike(world.state.faults, 'push', channel.address);
  if (fault?.kind === 'drop') {
    push.result = 'lost';
    return;
  }
  if (fault?.kind === 'delay-effect') {
    push.result = 'held';
    world.state.heldPushes.push({ channel: channel.id, state });
    return;
  }
  for (let times = fault?.kind === 'lose-answer' ? 2 : 1; times > 0; times--) {
    try {
      const answer = await deliver(pushRequest(channel, state));
      push.status = answer.status;
      if (![102, 200, 201, 202, 204].includes(answer.status)) push.result = 'failed';
      // these are sent again later [doc]: with `releasePushes` here
      if ([500, 502, 503, 504].includes(answer.status))
        world.state.heldPushes.push({ channel: channel.id, state });
      await answer.body?.cancel();
    } catch {
      push.result = 'failed';
    }
  }
}
