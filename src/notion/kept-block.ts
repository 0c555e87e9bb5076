// One block of a page that is the Worker's: it holds a heading and what is listed under it, and is written as a whole. Read first,
// so that writing it again after a lost answer makes no second one; changed in place, since a free workspace counts every block.
// What it refuses: to touch any other block.
import type { Client } from '@notionhq/client';
import * as z from 'zod';
import type { Outcome } from '../call.ts';
import { joinText, richText, splitText } from './text.ts';

const quoteBlock = z.object({
  id: z.string(),
  type: z.literal('quote'),
  quote: z.object({ rich_text: richText }),
});

/** The name of its calls, by which what is done about a failure is decided. */
export const KEEP_BLOCK = 'blocks.keep';

/** How a call is made, and how all pages of a list are read. */
interface Ways {
  write<T>(name: string, call: () => Promise<T>): Promise<Outcome<T>>;
  readAll(
    name: string,
    call: (cursor: { start_cursor?: string }) => Promise<unknown>,
  ): Promise<Outcome<unknown[]>>;
}

/** Makes or changes the quote whose first line is `heading`, directly on the page. `kept`: it says just that already. */
export async function keepBlock(
  { write, readAll }: Ways,
  client: Client,
  pageId: string,
  heading: string,
  lines: readonly string[],
): Promise<Outcome<'written' | 'kept'>> {
  const blocks = await readAll(KEEP_BLOCK, (cursor) =>
    client.blocks.children.list({ block_id: pageId, page_size: 100, ...cursor }),
  );
  if (!blocks.ok) return blocks;
  const text = [heading, ...lines.map((line) => `“${line}”`)].join('\n\n');
  const quote = { rich_text: splitText(text) };
  const found = blocks.value
    .flatMap((block) => quoteBlock.safeParse(block).data ?? [])
    .map(({ id, quote: { rich_text } }) => ({ id, text: joinText(rich_text) ?? '' }))
    .find((block) => block.text.split('\n')[0]?.trim() === heading);
  if (found?.text === text) return { ok: true, value: 'kept' };
  const answer = found
    ? await write<unknown>(KEEP_BLOCK, () => client.blocks.update({ block_id: found.id, quote }))
    : await write<unknown>(KEEP_BLOCK, () =>
        client.blocks.children.append({ block_id: pageId, children: [{ type: 'quote', quote }] }),
      );
  return answer.ok ? { ok: true, value: 'written' } : answer;
}
