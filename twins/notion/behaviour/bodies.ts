/** Checks of bodies: blocks and markdown. */
import type { Fields } from '../read.ts';
import { type Behaviour, same } from './context.ts';

export const bodyBehaviours: Behaviour[] = [
  {
    id: 'P17',
    fact: 'markdown becomes blocks, and comes back one block a line',
    mark: 'rec',
    run: async (context) => {
      const page = await context.ok('POST', 'pages', {
        parent: { page_id: context.parentPage },
        properties: { title: [{ text: { content: 'Behaviour: markdown' } }] },
      });
      const path = `pages/${String(page.id)}/markdown`;
      const body = await context.ok('PATCH', path, {
        type: 'insert_content',
        insert_content: { content: '## New Section\n\nHello from markdown.' },
      });
      same(
        [body.object, body.markdown, body.truncated],
        ['page_markdown', '## New Section\nHello from markdown.', false],
        'markdown',
      );
      const { results } = await context.ok('GET', `blocks/${String(page.id)}/children`);
      same(
        (results as Fields[]).map(({ type }) => type),
        ['heading_2', 'paragraph'],
        'blocks',
      );
    },
  },
  {
    id: 'P18',
    fact: "blocks are listed in order; a cursor is the next block's id",
    mark: 'rec',
    run: async (context) => {
      const page = await context.ok('POST', 'pages', {
        parent: { page_id: context.parentPage },
        properties: { title: [{ text: { content: 'Behaviour: blocks' } }] },
      });
      const children = [1, 2, 3].map((n) => ({ paragraph: { rich_text: [{ text: { content: `${n}` } }] } }));
      const made = (await context.ok('PATCH', `blocks/${String(page.id)}/children`, { children }))
        .results as Fields[];
      const first = await context.ok('GET', `blocks/${String(page.id)}/children?page_size=2`);
      same([first.has_more, first.next_cursor], [true, made[2]?.id], 'cursor');
      const more = { children: [children[0]], position: { type: 'start' } };
      await context.ok('PATCH', `blocks/${String(page.id)}/children`, more);
      const all = (await context.ok('GET', `blocks/${String(page.id)}/children`)).results as Fields[];
      same(
        all.slice(1).map(({ id }) => id),
        made.map(({ id }) => id),
        'the new one stands first',
      );
    },
  },
];
