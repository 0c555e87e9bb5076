/**
 * comments.create, list, retrieve, update, delete. Open comments only; only one's own can be changed; reading and
 * writing each need their capability [doc working-with-comments].
 */

import { pageOfBlock } from '../blocks.ts';
import { invalid, malformed, notFound, restricted } from '../errors.ts';
import { renderComment, renderList } from '../objects.ts';
import { mentionName } from '../properties/values.ts';
import { type Fields, isFields, onlyKeys, readFields, readId, readPageSize, readText } from '../read.ts';
import { type RichText, readRichText, toRichText } from '../richtext.ts';
import type { Comment, Id } from '../state.ts';
import { isVisible, newId, pageOr404, type World } from '../world.ts';
import { type Answer, type Call, cursorOf, type Route } from './call.ts';

/** A new comment on a page or block; starts a discussion unless one is given. Told to the listeners. */
export function makeComment(
  world: World,
  parent: Comment['parent'],
  richText: RichText[],
  author: Id,
  discussion: Id | null = null,
  displayName: Comment['displayName'] = {
    type: 'user',
    resolved_name: world.state.users.get(author)?.name ?? null,
  },
): Comment {
  const at = { created: world.now(), edited: world.now(), createdBy: author };
  const comment: Comment = {
    id: newId(world),
    parent,
    discussion: discussion ?? newId(world),
    richText,
    ...at,
    displayName,
    resolved: false,
  };
  world.state.comments.set(comment.id, comment);
  tell(world, comment, 'comment.created', author);
  return comment;
}

function tell(world: World, comment: Comment, type: string, author: Id): void {
  const thing = world.state.pages.get(comment.parent.id) ?? world.state.blocks.get(comment.parent.id);
  const page = thing && pageOfBlock(world, thing);
  const parent = { id: comment.parent.id, type: comment.parent.type.replace(/_id$/, '') };
  world.emit({
    type,
    entity: { id: comment.id, type: 'comment' },
    author,
    data: { parent, page_id: page?.id ?? comment.parent.id },
  });
}

function readWords(world: World, body: Fields): RichText[] {
  if (body.markdown !== undefined) {
    if (body.rich_text !== undefined) throw malformed('body.markdown', 'not present', body.markdown);
    return toRichText(readText(body.markdown, 'body.markdown').replaceAll('**', ''));
  }
  return readRichText(body.rich_text, 'body.rich_text', mentionName(world));
}

function readDisplayName(world: World, value: unknown): Comment['displayName'] {
  const ours = { type: 'integration', resolved_name: world.state.bot.name }; // [rec]
  if (value === undefined) return ours;
  const sent = readFields(value, 'body.display_name');
  if (sent.type === 'custom' && isFields(sent.custom)) {
    return {
      type: 'custom',
      resolved_name: readText(sent.custom.name, 'body.display_name.custom.name', 100),
    };
  }
  return sent.type === 'user' ? { type: 'user', resolved_name: world.state.bot.name } : ours;
}

function readParent(world: World, body: Fields): { parent: Comment['parent']; discussion: Id | null } {
  if (body.discussion_id !== undefined) {
    const id = readId(body.discussion_id, 'body.discussion_id');
    const first = [...world.state.comments.values()].find((comment) => comment.discussion === id);
    if (!first) throw notFound('discussion', id, world.state.bot);
    return { parent: first.parent, discussion: id };
  }
  const sent = readFields(body.parent, 'body.parent');
  if (sent.block_id !== undefined) {
    const id = readId(sent.block_id, 'body.parent.block_id');
    const block = world.state.blocks.get(id);
    if (!block || !isVisible(world.state, block)) throw notFound('block', id, world.state.bot);
    return { parent: { type: 'block_id', id }, discussion: null };
  }
  const page = pageOr404(world.state, readId(sent.page_id, 'body.parent.page_id'));
  if (page.inTrash)
    throw invalid("Can't edit block that is archived. You must unarchive the block before editing.");
  return { parent: { type: 'page_id', id: page.id }, discussion: null };
}

function create({ world, body, author }: Call): Answer {
  onlyKeys(body, ['attachments', 'display_name', 'parent', 'rich_text', 'markdown', 'discussion_id']);
  if (!world.state.capabilities.insertComments)
    throw restricted('Insufficient permissions for this endpoint.');
  const { parent, discussion } = readParent(world, body);
  const words = readWords(world, body);
  const name = readDisplayName(world, body.display_name);
  const comment = makeComment(world, parent, words, author, discussion, name);
  // Without the capability to read, only the reference comes back [doc].
  return world.state.capabilities.readComments
    ? renderComment(comment)
    : { object: 'comment', id: comment.id };
}

function commentOr404(world: World, id: Id): Comment {
  const comment = world.state.comments.get(id);
  const home =
    comment && (world.state.pages.get(comment.parent.id) ?? world.state.blocks.get(comment.parent.id));
  if (!comment || !isVisible(world.state, home)) throw notFound('comment', id, world.state.bot);
  return comment;
}

function list({ world, query }: Call): Answer {
  if (!world.state.capabilities.readComments) throw restricted('Insufficient permissions for this endpoint.');
  const id = readId(query.get('block_id') ?? undefined, 'query.block_id');
  const home = world.state.pages.get(id) ?? world.state.blocks.get(id);
  if (!home || !isVisible(world.state, home)) throw notFound('block', id, world.state.bot);
  const size = readPageSize(query.get('page_size'), 'query.page_size');
  const open = [...world.state.comments.values()].filter(
    (comment) => comment.parent.id === id && !comment.resolved,
  );
  const cursor = cursorOf(query.get('start_cursor'));
  const from = cursor === null ? 0 : open.findIndex((comment) => comment.id === cursor);
  if (from < 0) throw invalid(`The start_cursor provided is invalid: ${cursor}`);
  return renderList(
    'comment',
    open.slice(from, from + size).map(renderComment),
    open[from + size]?.id ?? null,
  );
}

function retrieve({ world, ids }: Call): Answer {
  if (!world.state.capabilities.readComments) throw restricted('Insufficient permissions for this endpoint.');
  return renderComment(commentOr404(world, ids[0]!));
}

function ownOr403(world: World, id: Id, author: Id): Comment {
  const comment = commentOr404(world, id);
  if (comment.createdBy !== author) throw restricted('Only the author of a comment can change it.');
  return comment;
}

function update({ world, ids, body, author }: Call): Answer {
  onlyKeys(body, ['rich_text', 'markdown']);
  const comment = ownOr403(world, ids[0]!, author);
  comment.richText = readWords(world, body);
  comment.edited = world.now();
  tell(world, comment, 'comment.updated', author);
  return renderComment(comment);
}

function remove({ world, ids, author }: Call): Answer {
  const comment = ownOr403(world, ids[0]!, author);
  world.state.comments.delete(comment.id);
  tell(world, comment, 'comment.deleted', author);
  return renderComment(comment);
}

export const commentRoutes: Route[] = [
  { method: 'POST', path: 'comments', operation: 'comments.create', write: true, run: create },
  { method: 'GET', path: 'comments', operation: 'comments.list', write: false, run: list },
  { method: 'GET', path: 'comments/:id', operation: 'comments.retrieve', write: false, run: retrieve },
  { method: 'PATCH', path: 'comments/:id', operation: 'comments.update', write: true, run: update },
  { method: 'DELETE', path: 'comments/:id', operation: 'comments.delete', write: true, run: remove },
];
