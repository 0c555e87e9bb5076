/**
 * Connection webhooks: what happened, told some time later, ids only, signed with the verification token. Events of one
 * thing and kind that fall together are merged; a thing made and deleted within the window is not told at all; what is
 * refused is tried again up to eight times [doc webhooks-events-delivery]. `pump` sends what is due: there is no timer.
 */
import { makeUuid, nextRandom } from './ids.ts';
import { type Change, findThing, isVisible, type World } from './world.ts';

interface Pending {
  id: string;
  type: string;
  at: number;
  due: number;
  entity: Change['entity'];
  authors: { id: string; type: 'person' | 'bot' }[];
  data: Record<string, unknown>;
  attempt: number;
}

interface Subscription {
  id: string;
  url: string;
  token: string;
  events: string[] | null;
}

/** A fault of delivery: what becomes of the next `times` events (of a type). */
export interface DeliveryFault {
  kind: 'lose' | 'double' | 'delay' | 'reorder';
  type?: string;
  times?: number;
  delayMs?: number;
}

export interface Webhooks {
  /** What a person sets up in the developer portal; sends the handshake. Answers the verification token. */
  subscribe(url: string, events?: string[]): Promise<string>;
  unsubscribe(): void;
  hear(change: Change): void;
  /** Delivers what is due; everything that waits with `all`. Answers how many requests were made. */
  pump(all?: boolean): Promise<number>;
  /** Arms a fault of delivery. */
  disturb(fault: DeliveryFault): void;
  /** How long events wait for others to merge with, in milliseconds. */
  windowMs: number;
  readonly pending: readonly Pending[];
  clear(): void;
  snapshot(): unknown;
  restore(snapshot: unknown): void;
}

const UNMERGED = /^(page\.(un)?locked|comment\.)/; // [doc: not aggregated]
const MAX_ATTEMPTS = 8;
const OPPOSITE: Record<string, string> = { deleted: 'undeleted', undeleted: 'deleted' };

/** `sha256=<hex>` over the raw body [doc]. */
async function signBody(body: string, token: string): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(token),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(body)));
  return `sha256=${[...mac].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function mergeLists(a: unknown, b: unknown): unknown[] {
  const all = [...((a as unknown[]) ?? []), ...((b as unknown[]) ?? [])];
  return [...new Map(all.map((item) => [JSON.stringify(item), item])).values()];
}

/** Webhooks of a world; nothing is sent before a subscription or without `deliver`. */
export function createWebhooks(world: World, deliver?: (request: Request) => Promise<Response>): Webhooks {
  let subscription: Subscription | null = null;
  let pending: Pending[] = [];
  let faults: DeliveryFault[] = [];
  const uuid = () => makeUuid(() => nextRandom(world.state.random), '4');

  async function post(url: string, token: string, payload: unknown): Promise<boolean> {
    if (!deliver) return false;
    const body = JSON.stringify(payload);
    const headers = { 'content-type': 'application/json', 'x-notion-signature': await signBody(body, token) };
    try {
      const response = await deliver(new Request(url, { method: 'POST', headers, body }));
      return response.ok;
    } catch {
      return false;
    }
  }

  /** True when the change was folded into one that still waits (or cancelled it). */
  function merge(change: Change, author: Pending['authors'][number]): boolean {
    if (UNMERGED.test(change.type)) return false;
    const [noun, verb = ''] = change.type.split('.');
    const mine = pending.filter((one) => one.entity.id === change.entity.id && one.attempt === 1);
    // Made and unmade within the window: told as nothing [doc: collapse to one event or none].
    const opposite = mine.find(
      (one) =>
        one.type === `${noun}.${OPPOSITE[verb]}` || (verb === 'deleted' && one.type === `${noun}.created`),
    );
    if (opposite) {
      const whole = opposite.type.endsWith('.created');
      pending = pending.filter((one) => (whole ? !mine.includes(one) : one !== opposite));
      return true;
    }
    const same = mine.find((one) => one.type === change.type);
    if (!same) return false;
    if (!same.authors.some(({ id }) => id === author.id)) same.authors.push(author);
    for (const key of ['updated_properties', 'updated_blocks']) {
      if (change.data[key] !== undefined) same.data[key] = mergeLists(same.data[key], change.data[key]);
    }
    same.at = world.now();
    return true;
  }

  function disturbed(type: string): DeliveryFault | null {
    const fault = faults.find((one) => one.type === undefined || one.type === type);
    if (!fault) return null;
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) faults = faults.filter((one) => one !== fault);
    return fault;
  }

  function payloadOf(event: Pending, to: Subscription): Record<string, unknown> {
    return {
      id: event.id,
      timestamp: new Date(event.at).toISOString(),
      workspace_id: world.state.workspace.id,
      workspace_name: world.state.workspace.name,
      subscription_id: to.id,
      integration_id: world.state.bot.id, // [rec: integration_id in errors is the bot's id]
      authors: event.authors,
      attempt_number: event.attempt,
      api_version: '2026-03-11',
      type: event.type,
      entity: event.entity,
      data: event.data,
    };
  }

  const webhooks: Webhooks = {
    windowMs: 1000,
    get pending() {
      return pending;
    },
    async subscribe(url, events) {
      const token = `secret_${uuid().replaceAll('-', '')}`;
      subscription = { id: uuid(), url, token, events: events ?? null };
      await post(url, token, { verification_token: token });
      return token;
    },
    unsubscribe() {
      subscription = null;
      pending = [];
    },
    hear(change) {
      if (!subscription || (subscription.events && !subscription.events.includes(change.type))) return;
      const page = change.data.page_id ?? (change.data.parent as { id?: string } | undefined)?.id;
      const thing = findThing(world.state, change.entity.id) ?? findThing(world.state, String(page));
      if (!isVisible(world.state, thing)) return;
      const author = {
        id: change.author,
        type: world.state.users.get(change.author)?.type ?? 'person',
      } as const;
      if (merge(change, author)) return;
      const at = world.now();
      pending.push({
        id: uuid(),
        type: change.type,
        at,
        due: at + webhooks.windowMs,
        entity: change.entity,
        authors: [author],
        data: structuredClone(change.data),
        attempt: 1,
      });
    },
    async pump(all = false) {
      if (!subscription || !deliver) return 0;
      const to = subscription;
      let due = pending.filter((one) => all || one.due <= world.now());
      pending = pending.filter((one) => !due.includes(one));
      let sent = 0;
      const late: Pending[] = [];
      for (const event of due)
        if (faults.some((one) => one.kind === 'reorder' && (one.type ?? event.type) === event.type))
          late.push(event);
      due = [...due.filter((event) => !late.includes(event)), ...late];
      for (const event of due) {
        const fault = disturbed(event.type);
        if (fault?.kind === 'lose') continue;
        if (fault?.kind === 'delay') {
          pending.push({ ...event, due: world.now() + (fault.delayMs ?? 5 * 60_000) });
          continue;
        }
        for (let copies = fault?.kind === 'double' ? 2 : 1; copies > 0; copies--) {
          sent++;
          const ok = await post(to.url, to.token, payloadOf(event, to));
          if (ok || event.attempt >= MAX_ATTEMPTS || copies > 1) continue;
          pending.push({
            ...event,
            attempt: event.attempt + 1,
            due: world.now() + 60_000 * 4 ** (event.attempt - 1),
          });
        }
      }
      return sent;
    },
    disturb: (fault) => void faults.push({ ...fault }),
    clear() {
      subscription = null;
      pending = [];
      faults = [];
    },
    snapshot: () => structuredClone({ subscription, pending }),
    restore(snapshot) {
      const plain = structuredClone(snapshot) as { subscription: Subscription | null; pending: Pending[] };
      ({ subscription, pending } = plain);
      faults = [];
    },
  };
  return webhooks;
}
