/** blocks.retrieve, update, delete, children.list and children.append: bodies, and what stands on the parent page. */
import { appendBlocks, bodyChanged, readBlockData, readBlocks, sentKind } from '../blocks.ts';
import { invalid, malformed, notFound } from '../errors.ts';
import { setTrash, touch } from '../model.ts';
import { isGone, renderBlock, renderList } from '../objects.ts';
import { mentionName } from '../properties/values.ts';
import { type Fields, isFields, onlyKeys, readFlag, readId, readList, readPageSize } from '../read.ts';
import type { Block, Database, Id, Page } from '../state.ts';
import { hasTrashedAncestor, isVisible, type World, webhookParent } from '../world.ts';
import { type Answer, type Call, cursorOf, type Route } from './call.ts';

function blockOr404(world: World, id: Id): Block | Page | Database {
  const thing = world.state.blocks.get(id) ?? world.state.pages.get(id) ?? world.state.databases.get(id);
  if (!thing || !isVisible(world.state, thing)) throw notFound('block', id, world.state.bot);
  return thing;
}

function retrieve({ world, ids, version }: Call): Answer {
  return renderBlock(world, blockOr404(world, ids[0]!), version);
}

function trash(world: World, thing: Block | Page | Database, inTrash: boolean, author: Id): void {
  if ('values' in thing) {
    setTrash(world, thing, inTrash, author);
    return;
  }
  thing.inTrash = inTrash;
  touch(world, thing, author);
  if ('dataSources' in thing) {
    const type = inTrash ? 'database.deleted' : 'database.undeleted';
    world.emit({
      type,
      entity: { id: thing.id, type: 'database' },
      author,
      data: { parent: webhookParent(world.state, thing) },
    });
  } else {
    bodyChanged(world, thing, author, [thing.id]);
  }
}

/** Into the trash [rec: answers the block with in_trash true]. */
function remove({ world, ids, version, author }: Call): Answer {
  const thing = blockOr404(world, ids[0]!);
  trash(world, thing, true, author);
  return renderBlock(world, thing, version);
}

function update({ world, ids, body, version, author }: Call): Answer {
  const thing = blockOr404(world, ids[0]!);
  const older = version < '2026-03-11';
  const sentTrash = body.in_trash ?? (older ? body.archived : undefined);
  const kind = sentKind(body);
  onlyKeys(body, ['type', 'object', 'in_trash', ...(older ? ['archived'] : []), ...(kind ? [kind] : [])]);
  if (thing.inTrash && sentTrash !== false) {
    throw invalid("Can't edit block that is archived. You must unarchive the block before editing.");
  }
  if (kind !== undefined) {
    if (!('data' in thing) || thing.type !== kind) throw malformed(`body.${kind}`, 'not present', body[kind]);
    thing.data = readBlockData(kind, body[kind] as Fields, `body.${kind}`, mentionName(world), thing.data);
    touch(world, thing, author);
    bodyChanged(world, thing, author, [thing.id]);
  }
  if (sentTrash !== undefined) trash(world, thing, readFlag(sentTrash, 'body.in_trash'), author);
  return renderBlock(world, thing, version);
}

/** Children that are not in the trash; cursors are block ids [rec]. */
function listChildren({ world, ids, query, version }: Call): Answer {
  const thing = blockOr404(world, ids[0]!);
  const size = readPageSize(query.get('page_size'), 'query.page_size');
  const children = 'children' in thing ? thing.children.filter((id) => !isGone(world, id)) : [];
  const cursor = cursorOf(query.get('start_cursor'));
  const from = cursor === null ? 0 : children.indexOf(cursor);
  if (from < 0) throw invalid(`The start_cursor provided is invalid: ${cursor}`);
  const shown = children.slice(from, from + size);
  const results = shown.map((id) => renderBlock(world, blockOr404(world, id), version));
  return renderList('block', results, children[from + size] ?? null);
}

/** Where new blocks go: `position` since 2026-03-11, `after` before it [doc upgrade-guide-2026-03-11]. */
function readPosition(
  world: World,
  home: Page | Block,
  body: Fields,
  older: boolean,
): Id | 'start' | undefined {
  const { position } = body;
  if (older && body.after !== undefined) return readId(body.after, 'body.after');
  if (!isFields(position) || position.type === 'end') return undefined;
  if (position.type === 'start') return 'start';
  const id = isFields(position.after_block)
    ? readId(position.after_block.id, 'body.position.after_block.id')
    : null;
  if (id === null) throw malformed('body.position.after_block', 'defined', undefined);
  if (!home.children.includes(id)) throw notFound('block', id, world.state.bot);
  return id;
}

function appendChildren({ world, ids, body, version, author }: Call): Answer {
  const older = version < '2026-03-11';
  onlyKeys(body, ['children', 'position', ...(older ? ['after'] : [])]);
  const home = blockOr404(world, ids[0]!);
  if ('dataSources' in home) throw invalid('Block does not support children.');
  if (home.inTrash || hasTrashedAncestor(world.state, home)) {
    throw invalid("Can't edit block that is archived. You must unarchive the block before editing.");
  }
  const drafts = readBlocks(readList(body.children, 'body.children'), 'body.children', mentionName(world));
  const where = readPosition(world, home, body, older);
  const made = appendBlocks(world, home, drafts, author, where);
  return renderList(
    'block',
    made.map((block) => renderBlock(world, block, version)),
    null,
  );
}

export const blockRoutes: Route[] = [
  { method: 'GET', path: 'blocks/:id', operation: 'blocks.retrieve', write: false, run: retrieve },
  { method: 'PATCH', path: 'blocks/:id', operation: 'blocks.update', write: true, run: update },
  { method: 'DELETE', path: 'blocks/:id', operation: 'blocks.delete', write: true, run: remove },
  {
    method: 'GET',
    path: 'blocks/:id/children',
    operation: 'blocks.children.list',
    write: false,
    run: listChildren,
  },
  {
    method: 'PATCH',
    path: 'blocks/:id/children',
    operation: 'blocks.children.append',
    write: true,
    run: appendChildren,
  },
];
