// Hooks on their way from both sides to the Worker: kept until a scenario lets them arrive, be lost, come twice, late or in
// another order. What they say is what the twins sent; signatures and routes are proved in test/http.
import type { NotionHint, PushHeaders } from '../../src/workspace/api.ts';
import type { House } from './ground.ts';
import { randomOf } from './random.ts';

export type Hook =
  | { readonly side: 'google'; readonly push: PushHeaders }
  | { readonly side: 'notion'; readonly hint: NotionHint };

const accepted = (): Response => new Response(null, { status: 202 });

/** Where Google sends its pushes. */
export const takeFromGoogle =
  (post: Hook[]) =>
  async ({ headers }: Request): Promise<Response> => {
    const header = (name: string) => headers.get(`x-goog-${name}`) ?? '';
    const push = {
      channel: header('channel-id'),
      resource: header('resource-id'),
      token: header('channel-token'),
      state: header('resource-state'),
    };
    post.push({ side: 'google', push });
    return accepted();
  };

interface Payload {
  readonly type: string;
  readonly timestamp: string;
  readonly authors: readonly { readonly id: string; readonly type: string }[];
  readonly entity: { readonly id: string; readonly type: string };
  readonly data: { readonly parent?: { readonly data_source_id?: string } };
}

/** Where Notion sends its hooks. */
export const takeFromNotion =
  (post: Hook[]) =>
  async (request: Request): Promise<Response> => {
    const { type, timestamp, authors, entity, data } = (await request.json()) as Payload;
    // The handshake has none.
    if (type === undefined) return accepted();
    const hint: NotionHint = {
      type,
      page: entity.type === 'page' ? entity.id : null,
      dataSource: data.parent?.data_source_id ?? null,
      authors: authors.map((author) => ({ id: author.id, isBot: author.type === 'bot' })),
      at: timestamp,
    };
    post.push({ side: 'notion', hint });
    return accepted();
  };

/** What carries hooks to a house's Worker; `count`: for coverage. */
export function createCarrier(house: House, count: (what: string) => void) {
  let held: Hook[] = [];

  /** Brings all that is on its way, or none of it; else what becomes of each hook follows from a number. */
  async function bring(drawn: number | 'all' | 'none'): Promise<void> {
    await house.notion.webhooks.pump(true);
    await house.google.settled();
    const all = [...held, ...house.post.splice(0)];
    held = [];
    const due = drawn === 'all' ? all : drawn === 'none' ? [] : fatesOf(all, randomOf(drawn));
    for (const hook of due) {
      count('hooks');
      if ((await house.hear(hook)) === 'refused') count('hooks refused');
    }
  }

  /** Those that arrive now, in the order in which they do. */
  function fatesOf(all: readonly Hook[], random: () => number): Hook[] {
    const isSilent = random() < 0.15;
    const due = all.flatMap((hook): Hook[] => {
      const fate = random();
      if (isSilent || fate < 0.2) count('hooks lost');
      else if (fate < 0.35) {
        count('hooks late');
        held.push(hook);
      } else if (fate < 0.5) {
        count('hooks doubled');
        return [hook, hook];
      } else return [hook];
      return [];
    });
    if (random() < 0.3 && due.length > 1) {
      count('hooks reordered');
      due.reverse();
    }
    return due;
  }

  return bring;
}

/** Whether Google still pushes over a channel that the Worker knows. */
export async function isPushedTo(house: House): Promise<boolean> {
  const channels = house.google.look.channels();
  for (const { id: channel, resourceId: resource, token = '', stopped } of channels) {
    const push = { channel, resource, token, state: 'sync' };
    if (!stopped && (await house.hear({ side: 'google', push })) === 'alive') return true;
  }
  return false;
}
