// POST /webhooks/notion: what is signed by Notion is a hint; what brings Notion's token, while a handshake is open, is shown to
// the admin. Everything else gets a dull 401. An authentic hook is always answered 202, whatever its body says.
import { verifyWebhookSignature } from '@notionhq/client';
import * as z from 'zod';
import type { NotionHint } from '../workspace/api.ts';
import type { Deps, Handler } from './deps.ts';
import { acknowledge } from './hooks.ts';
import { problem } from './problem.ts';

/** A hook that is older says nothing that polling has not found; it may also be a copy that somebody sends again. */
const TOO_OLD = 48 * 3_600_000;

const id = z
  .string()
  .regex(/^[0-9a-f-]{32,36}$/i)
  .transform((text) => text.toLowerCase());

const event = z.object({
  type: z.string().max(100),
  timestamp: z.iso.datetime({ offset: true }),
  authors: z.array(z.object({ id: z.string(), type: z.string() })).catch([]),
  entity: z.object({ id, type: z.string() }),
  data: z
    .object({ parent: z.object({ data_source_id: id }) })
    .nullable()
    .catch(null),
});

const handshake = z.strictObject({ verification_token: z.string().regex(/^[\x21-\x7e]{8,200}$/) });

export function notionHook(deps: Deps): Handler {
  return async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    const signature = c.req.header('x-notion-signature');
    const { notionWebhookToken: token } = c.var.settings;
    const isSigned = (verificationToken: string) =>
      verifyWebhookSignature({ body, signature, verificationToken });
    if (token !== null && (await isSigned(token))) {
      const hint = readHint(body);
      if (hint.at !== null && deps.now() - Date.parse(hint.at) > TOO_OLD) return c.body(null, 202);
      return acknowledge(c, deps, 'notion webhook', () => c.var.workspace.notionHook(hint));
    }
    const offer = handshake.safeParse(parse(body));
    if (!offer.success) return problem({ reason: 'unauthenticated' });
    const { verification_token: offered } = offer.data;
    // Notion signs it with the token itself: that proves nothing, but a wrong signature is surely not Notion's.
    const isConsistent = signature === undefined || (await isSigned(offered));
    const isTaken = isConsistent && (await c.var.workspace.offerToken(offered));
    return isTaken ? c.body(null, 202) : problem({ reason: 'unauthenticated' });
  };
}

/** What a body says, as far as it is understood; nothing when it is not. */
function readHint(body: Uint8Array): NotionHint {
  const read = event.safeParse(parse(body));
  if (!read.success) return { type: null, page: null, dataSource: null, authors: [], at: null };
  const { type, timestamp, authors, entity, data } = read.data;
  return {
    type,
    page: entity.type === 'page' ? entity.id : null,
    dataSource: data?.parent.data_source_id ?? null,
    authors: authors.map((author) => ({ id: author.id, isBot: author.type === 'bot' })),
    at: timestamp,
  };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
