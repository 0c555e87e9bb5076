// The one block of a page that is the Worker's: made once, changed in place, found again wherever it stands.
import { afterEach, expect, test, vi } from 'vitest';
import { bound, createBench, failure, value } from './bench.ts';

afterEach(() => vi.unstubAllGlobals());

const HEADING = 'What people said';

async function open() {
  const bench = createBench();
  const notion = bench.notion(bound(await bench.provision()));
  const { id } = value(await notion.create('retros', { name: 'Retro' }));
  bench.calls();
  return {
    ...bench,
    id,
    keep: (...lines: string[]) => notion.keepBlock(id, HEADING, lines),
    see: () => bench.twin.see.body(id),
  };
}

test('[N33] the block is made once and costs one block, whatever it holds', async () => {
  const { keep, see, calls } = await open();
  expect(value(await keep('One.', 'Two\nlines.'))).toBe('written');
  expect(calls()).toEqual(['blocks.children.list', 'blocks.children.append']);
  expect(value(await keep('One.', 'Two\nlines.'))).toBe('kept');
  expect(calls()).toEqual(['blocks.children.list']);
  expect(value(await keep('Three.'))).toBe('written');
  expect(calls()).toEqual(['blocks.children.list', 'blocks.update']);
  expect(see()).toContain('“Three.”');
  expect(see()).not.toContain('One.');
  expect(value(await keep())).toBe('written');
  expect(see().split(HEADING)).toHaveLength(2);
});

test('[N33] what people wrote stays, also where it says the same or is longer than one answer of Notion', async () => {
  const { keep, see, calls, id, twin } = await open();
  const mine = [`# ${HEADING}`, `${HEADING}`, ...Array.from({ length: 120 }, (_, n) => `Line ${n}.`)];
  twin.act.write(id, mine.join('\n\n'));
  await keep('One.');
  calls();
  await keep('Two.');
  expect(calls()).toEqual(['blocks.children.list', 'blocks.children.list', 'blocks.update']);
  for (const line of mine) expect(see()).toContain(line);
  expect(see()).not.toContain('One.');
});

test('[N33] text is kept as it was typed: nothing in it is a heading, a link or a mention', async () => {
  const { keep, twin, id } = await open();
  const typed = '# No heading\n[no](link) **no** @Ada <b>';
  await keep(typed);
  const texts = [...twin.world.state.blocks.values()]
    .filter(({ parent }) => parent.type === 'page_id' && parent.id === id)
    .map(({ type, data }) => [type, JSON.stringify(data)]);
  expect(texts).toEqual([['quote', expect.stringContaining(JSON.stringify(typed).slice(1, -1))]]);
});

test('[N33] as much as a survey takes is kept whole', async () => {
  const { keep, see } = await open();
  const lines = Array.from({ length: 75 }, (_, n) => `${n}:${'ä'.repeat(1_996)}`);
  expect(value(await keep(...lines))).toBe('written');
  expect(see()).toContain(`“${lines[74]}”`);
  expect(value(await keep(...lines))).toBe('kept');
});

test('[N33] what Notion refuses is said, and nothing is made', async () => {
  const { keep, see, twin } = await open();
  twin.faults.add({ kind: 'refuse', operation: 'blocks.children.append', status: 403 });
  expect(failure(await keep('One.'))).toMatchObject({ operation: 'blocks.keep', reason: 'denied' });
  expect(see()).toBe('');
});
