/**
 * A page's body: blocks as sent → as kept, put into a page or block, taken out. Text-like blocks are checked and
 * expanded; other kinds are kept as they are sent. At most two levels of children in a request [doc].
 */
import { malformed } from './errors.ts';
import { tellPage, touch } from './model.ts';
import { type Fields, isFields, readFields, readList } from './read.ts';
import { readRichText } from './richtext.ts';
import type { Block, Id, Page } from './state.ts';
import { newId, type World } from './world.ts';

/** A block to be made, with those inside it. */
export interface Draft {
  type: string;
  data: Fields;
  children: Draft[];
}

/** Block types whose content is rich text, with what else Notion puts beside it. */
const TEXTUAL: Record<string, Fields> = {
  paragraph: { icon: null, color: 'default' }, // [rec]
  heading_1: { is_toggleable: false, color: 'default' },
  heading_2: { is_toggleable: false, color: 'default' },
  heading_3: { is_toggleable: false, color: 'default' },
  heading_4: { is_toggleable: false, color: 'default' },
  bulleted_list_item: { color: 'default' },
  numbered_list_item: { color: 'default' },
  to_do: { checked: false, color: 'default' },
  toggle: { color: 'default' },
  quote: { color: 'default' },
  callout: { icon: null, color: 'default' },
  code: { caption: [], language: 'plain text' },
};
const OTHERS = [
  'divider',
  'table_of_contents',
  'breadcrumb',
  'bookmark',
  'embed',
  'image',
  'video',
  'file',
  'pdf',
  'audio',
  'equation',
  'column_list',
  'column',
  'table',
  'table_row',
  'synced_block',
  'link_to_page',
  'template',
];

/** Every kind of block that can be made. */
const BLOCK_TYPES = [...Object.keys(TEXTUAL), ...OTHERS];

type NameOf = (kind: 'user' | 'page' | 'database', id: string) => string;

/** The content of one block as sent → as kept. */
export function readBlockData(
  type: string,
  sent: Fields,
  path: string,
  nameOf: NameOf,
  before: Fields = {},
): Fields {
  const { children: _, ...rest } = sent;
  const extra = TEXTUAL[type];
  if (!extra) return { ...before, ...rest };
  const text =
    rest.rich_text === undefined
      ? before.rich_text
      : readRichText(rest.rich_text, `${path}.rich_text`, nameOf);
  if (text === undefined) throw malformed(`${path}.rich_text`, 'defined', undefined);
  return { ...extra, ...before, ...rest, rich_text: text };
}

/** Blocks as sent → drafts, or 400. */
export function readBlocks(list: unknown[], path: string, nameOf: NameOf, depth = 1): Draft[] {
  return list.map((item, i) => {
    const at = `${path}[${i}]`;
    const sent = readFields(item, at);
    const type = BLOCK_TYPES.find((name) => name in sent);
    if (type === undefined) throw malformed(`${at}.paragraph`, 'defined', undefined);
    const data = readFields(sent[type], `${at}.${type}`);
    const children = data.children ?? sent.children;
    if (children !== undefined && depth > 2)
      throw malformed(`${at}.${type}.children`, 'not present', children);
    return {
      type,
      data: readBlockData(type, data, `${at}.${type}`, nameOf),
      children:
        children === undefined
          ? []
          : readBlocks(
              readList(children, `${at}.${type}.children`),
              `${at}.${type}.children`,
              nameOf,
              depth + 1,
            ),
    };
  });
}

/** Puts drafts into a page or block, at the end, at the start, or after one of its children. Answers the new top blocks. */
export function appendBlocks(
  world: World,
  home: Page | Block,
  drafts: Draft[],
  author: Id,
  where?: Id | 'start',
): Block[] {
  const made = drafts.map((draft) => {
    const block: Block = {
      id: newId(world),
      parent: 'values' in home ? { type: 'page_id', id: home.id } : { type: 'block_id', id: home.id },
      type: draft.type,
      data: draft.data,
      inTrash: false,
      children: [],
      created: world.now(),
      edited: world.now(),
      createdBy: author,
      editedBy: author,
    };
    world.state.blocks.set(block.id, block);
    appendBlocks(world, block, draft.children, author);
    return block;
  });
  const at =
    where === 'start' ? 0 : where === undefined ? home.children.length : home.children.indexOf(where) + 1;
  home.children.splice(at, 0, ...made.map(({ id }) => id));
  if (made.length > 0)
    bodyChanged(
      world,
      home,
      author,
      made.map(({ id }) => id),
    );
  return made;
}

/** The page that a block is on. */
export function pageOfBlock(world: World, thing: Page | Block): Page | undefined {
  let here: Page | Block | undefined = thing;
  while (here && !('values' in here)) {
    const { parent }: Block = here;
    here =
      parent.type === 'workspace'
        ? undefined
        : (world.state.blocks.get(parent.id) ?? world.state.pages.get(parent.id));
  }
  return here;
}

/** Stamps and tells a change of a body. assumption: the page itself counts as edited (a field report of 2024 doubts it). */
export function bodyChanged(world: World, thing: Page | Block, author: Id, blocks: Id[]): void {
  const page = pageOfBlock(world, thing);
  if (!page) return;
  touch(world, page, author);
  tellPage(world, page, 'page.content_updated', author, {
    updated_blocks: blocks.map((id) => ({ id, type: 'block' })),
  });
}

/** Empties a page's body; child pages and databases stay (assumption). */
export function eraseBlocks(world: World, page: Page, author: Id): void {
  const gone = page.children.filter((id) => world.state.blocks.has(id));
  for (const id of gone) world.state.blocks.get(id)!.inTrash = true;
  page.children = page.children.filter((id) => !gone.includes(id));
  if (gone.length > 0) bodyChanged(world, page, author, gone);
}

/** True for a block's kind in a PATCH: the key it carries, if it carries one. */
export function sentKind(body: Fields): string | undefined {
  return Object.keys(body).find((name) => BLOCK_TYPES.includes(name) && isFields(body[name]));
}
