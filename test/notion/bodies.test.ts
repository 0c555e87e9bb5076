// Bodies of pages: read as lines of plain text, and filled once.
import { afterEach, expect, test, vi } from 'vitest';
import { bound, createBench, failure, value } from './bench.ts';

afterEach(() => vi.unstubAllGlobals());

async function open() {
  const bench = createBench();
  const notion = bench.notion(bound(await bench.provision()));
  const { id } = value(await notion.create('retros', { name: 'Retro' }));
  bench.calls();
  return { bench, notion, id, see: () => bench.twin.see.body(id) };
}

/** Blocks by the API, as people's richer blocks come. */
async function addBlocks(bench: ReturnType<typeof createBench>, page: string, children: unknown[]) {
  const answer = await bench.twin.fetch(
    new Request(`https://api.notion.com/v1/blocks/${page}/children`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${bench.twin.token}`, 'notion-version': '2026-03-11' },
      body: JSON.stringify({ children }),
    }),
  );
  expect(answer.status).toBe(200);
}

const words = (content: string) => [{ text: { content } }];

test('[N53] a body is read as lines of plain text: formatting goes, mentions are the words that Notion shows', async () => {
  const { bench, notion, id } = await open();
  const [person] = [...bench.twin.world.state.users.values()].filter(({ type }) => type === 'person');
  bench.twin.act.write(
    id,
    '## What went well\n**Pairing** & <b>tests</b>\n- [x] Write it down\n---\n> Quoted',
  );
  await addBlocks(bench, id, [
    {
      paragraph: {
        rich_text: [...words('Thanks to '), { mention: { user: { id: person?.id } } }, ...words(', [x](y)')],
      },
    },
    {
      bulleted_list_item: {
        rich_text: words('Above'),
        children: [{ bulleted_list_item: { rich_text: words('Below') } }],
      },
    },
  ]);
  expect(value(await notion.body(id))).toEqual([
    { kind: 'heading', text: 'What went well' },
    { kind: 'text', text: 'Pairing & <b>tests</b>' },
    { kind: 'bullet', text: '✓ Write it down' },
    { kind: 'text', text: 'Quoted' },
    { kind: 'text', text: `Thanks to @${person?.name}, [x](y)` },
    { kind: 'bullet', text: 'Above' },
    { kind: 'bullet', text: 'Below' },
  ]);
});

test('[N53] a body of several hundred blocks is read over its pages, one without end is not', async () => {
  const { bench, notion, id } = await open();
  const lines = (n: number) => Array.from({ length: n }, (_, at) => `- Line ${at + 1}`).join('\n');
  bench.twin.act.write(id, lines(250));
  expect(value(await notion.body(id))).toHaveLength(250);
  expect(bench.calls()).toHaveLength(3);
  bench.twin.act.write(id, lines(2_000));
  expect(value(await notion.body(id)).at(-1)).toEqual({ kind: 'text', text: '…' });
  expect(bench.calls()).toHaveLength(12);
});

test('[N53] an empty body has no lines, and one that may not be read is denied', async () => {
  const { bench, notion, id } = await open();
  expect(value(await notion.body(id))).toEqual([]);
  bench.twin.act.allow({ readContent: false });
  expect(failure(await notion.body(id)).reason).toBe('denied');
});

test('[N53] what is written is plain text: nothing of it becomes a heading, a list or a mention', async () => {
  const { notion, id } = await open();
  const text = '# Not a heading **bold** <mention-user url="x"/>\nsecond line';
  expect(value(await notion.fillBody(id, [{ kind: 'text', text }]))).toBe('written');
  expect(value(await notion.body(id))).toEqual([{ kind: 'text', text }]);
});

test('[N23] without the right to insert content a body is denied and nothing else', async () => {
  const { bench, notion, id } = await open();
  bench.twin.act.allow({ insertContent: false });
  expect(failure(await notion.fillBody(id, [{ kind: 'text', text: 'Hello' }])).reason).toBe('denied');
  expect(value(await notion.update('retros', id, { week: 1 })).row.week).toBe(1);
});
