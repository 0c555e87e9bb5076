// Bodies of pages, read as lines of plain text and written as plain blocks. Nothing here is Markdown, so nobody's text can
// become a heading, a link or a mention, and Notion's dialects of it do not matter.
// What it refuses: to write over what somebody wrote, and to read without end.
import type { Client } from '@notionhq/client';
import * as z from 'zod';
import type { Outcome } from '../call.ts';
import type { BodyLine } from '../playbook/index.ts';
import { richText, splitText } from './text.ts';
import type { Notion } from './workspace.ts';

/** Children that a request or an answer may have (notion.md section 3). */
const PAGE_SIZE = 100;
/** Calls that one body may cost at most, and how deep it is read: for what lies beyond stands an ellipsis. */
const MOST_CALLS = 12;
const MOST_DEPTH = 3;

const list = z.object({ results: z.array(z.unknown()), next_cursor: z.string().nullish() });

/** A block of any kind: its content stands under the name of its type. */
const block = z.looseObject({
  id: z.string(),
  type: z.string(),
  has_children: z.boolean().optional(),
});
const content = z.looseObject({
  rich_text: richText.optional(),
  cells: z.array(richText).optional(),
  title: z.string().optional(),
  expression: z.string().optional(),
  checked: z.boolean().optional(),
});

/** Stands for lines that were not read. */
const MORE: BodyLine = { kind: 'text', text: '…' };

/** Calls that reading one body may take where an invocation has so many: it has to end within one. */
export const bodyCallsWithin = (budget: number): number => Math.min(MOST_CALLS, Math.max(1, budget - 2));

type Call = <T>(name: string, call: () => Promise<T>) => Promise<Outcome<T>>;
export type Bodies = Pick<Notion, 'body' | 'fillBody'>;

/** The part of the port that reads and writes bodies; `calls` is what one body may cost. */
export function createBodies(client: Client, read: Call, write: Call, calls: number): Bodies {
  const children = (id: string, size: number, cursor?: string) =>
    read('blocks.children.list', async () =>
      list.parse(
        await client.blocks.children.list({
          block_id: id,
          page_size: size,
          ...(cursor === undefined ? {} : { start_cursor: cursor }),
        }),
      ),
    );

  /** All lines below a page or block; `left` counts down the calls. */
  async function linesOf(id: string, depth: number, left: { calls: number }): Promise<Outcome<BodyLine[]>> {
    const lines: BodyLine[] = [];
    let cursor: string | undefined;
    do {
      left.calls -= 1;
      const answer: Outcome<z.infer<typeof list>> = await children(id, PAGE_SIZE, cursor);
      if (!answer.ok) return answer;
      for (const result of answer.value.results) {
        const parsed = block.safeParse(result);
        if (!parsed.success) continue;
        lines.push(...readBlock(parsed.data));
        if (!isRead(parsed.data)) continue;
        if (depth >= MOST_DEPTH || left.calls <= 0) {
          lines.push(MORE);
          continue;
        }
        const below = await linesOf(parsed.data.id, depth + 1, left);
        if (!below.ok) return below;
        lines.push(...below.value);
      }
      cursor = answer.value.next_cursor ?? undefined;
    } while (cursor !== undefined && left.calls > 0);
    if (cursor !== undefined) lines.push(MORE);
    return { ok: true, value: lines };
  }

  const put = async (id: string, lines: readonly BodyLine[]): Promise<Outcome<'written'>> => {
    const answer = await write('blocks.children.append', () =>
      client.blocks.children.append({ block_id: id, children: toBlocks(lines) }),
    );
    return answer.ok ? { ok: true, value: 'written' } : answer;
  };

  return {
    body: (pageId) => linesOf(pageId, 0, { calls }),

    async fillBody(pageId, lines) {
      const blocks = await children(pageId, 1);
      if (!blocks.ok) return blocks;
      return blocks.value.results.length > 0 ? { ok: true, value: 'kept' } : put(pageId, lines);
    },
  };
}

/** Pages and databases within a page are pages of their own. */
const isRead = ({ type, has_children }: z.infer<typeof block>): boolean =>
  has_children === true && type !== 'child_page' && type !== 'child_database';

/** What a block says; a mention is the words that Notion shows for it, a picture or a divider is nothing. */
function readBlock(found: z.infer<typeof block>): BodyLine[] {
  const parsed = content.safeParse(found[found.type]);
  if (!parsed.success) return [];
  const { rich_text, cells, title, expression, checked } = parsed.data;
  const words = (items: z.infer<typeof richText>) => items.map(({ plain_text }) => plain_text).join('');
  const text = (
    rich_text ? words(rich_text) : cells ? cells.map(words).join(' | ') : (title ?? expression ?? '')
  ).trim();
  if (text === '') return [];
  if (found.type.startsWith('heading_')) return [{ kind: 'heading', text }];
  const isItem = found.type.endsWith('list_item') || found.type === 'to_do';
  const tick = found.type === 'to_do' ? (checked ? '✓ ' : '☐ ') : '';
  return [{ kind: isItem ? 'bullet' : 'text', text: `${tick}${text}` }];
}

/** As many as one request may have. */
export const toBlocks = (lines: readonly BodyLine[]) => lines.slice(0, PAGE_SIZE).map(toBlock);

function toBlock({ kind, text }: BodyLine) {
  const rich_text = splitText(text);
  if (kind === 'heading') return { type: 'heading_2' as const, heading_2: { rich_text } };
  if (kind === 'bullet') return { type: 'bulleted_list_item' as const, bulleted_list_item: { rich_text } };
  return { type: 'paragraph' as const, paragraph: { rich_text } };
}
