/**
 * A page's body as markdown: pages.retrieveMarkdown and updateMarkdown, and the tasks that a long one may become.
 * `allow_async` answers 202 with a task that is done by the time it is looked at [rec].
 */
import { appendBlocks, eraseBlocks } from '../blocks.ts';
import { invalid, malformed, notFound } from '../errors.ts';
import { makeUuid, nextRandom } from '../ids.ts';
import { fromMarkdown, toMarkdown } from '../markdown.ts';
import { isFields, readFields, readList, readText } from '../read.ts';
import type { Page } from '../state.ts';
import { pageOr404, type World } from '../world.ts';
import type { Answer, Call, Route } from './call.ts';
import { assertEditable } from './pages.ts';

function markdownOf(world: World, page: Page): Answer {
  return {
    object: 'page_markdown',
    id: page.id,
    markdown: toMarkdown(world, page.children),
    truncated: false,
    unknown_block_ids: [],
  };
}

function retrieveMarkdown({ world, ids }: Call): Answer {
  return markdownOf(world, pageOr404(world.state, ids[0]!));
}

/** Replaces text in a markdown; each old text must be there, and only once unless all are meant. */
function replaceText(markdown: string, updates: unknown): string {
  let out = markdown;
  readList(updates, 'body.update_content.content_updates').forEach((one, i) => {
    const at = `body.update_content.content_updates[${i}]`;
    const fields = readFields(one, at);
    const [old, now] = [readText(fields.old_str, `${at}.old_str`), readText(fields.new_str, `${at}.new_str`)];
    const count = old === '' ? 0 : out.split(old).length - 1;
    if (count === 0) throw invalid(`Could not find text to replace: ${old}`);
    if (count > 1 && fields.replace_all_matches !== true)
      throw invalid(`Text to replace is not unique: ${old}`);
    out = out.replaceAll(old, () => now);
  });
  return out;
}

function updateMarkdown(call: Call): Answer {
  const page = pageOr404(call.world.state, call.ids[0]!);
  const result = writeMarkdown(call, page);
  if (call.body.allow_async !== true) return result;
  const id = `task_${makeUuid(() => nextRandom(call.world.state.random), '4').replaceAll('-', '')}`;
  const task = {
    object: 'async_task',
    id,
    status: 'queued',
    status_url: `https://api.notion.com/v1/async_tasks/${id}`,
    created_time: new Date(call.world.now()).toISOString(),
    operation: { surface: 'rest', name: 'PATCH /v1/pages/:page_id/markdown' },
  };
  const { poll_after_seconds: _, ...done } = { ...task, poll_after_seconds: 2, status: 'succeeded', result };
  call.sessions.tasks.set(id, done);
  return { ...task, poll_after_seconds: 2 };
}

function retrieveTask({ world, sessions, ids }: Call): Answer {
  const task = sessions.tasks.get(ids[0]!);
  if (!task) throw notFound('async_task', ids[0]!, world.state.bot);
  return task;
}

function writeMarkdown({ world, body, author }: Call, page: Page): Answer {
  assertEditable(world, page, false);
  if (isFields(body.insert_content)) {
    const { content, position, after } = body.insert_content;
    if (after !== undefined) throw malformed('body.insert_content.after', 'not present', after); // the twin knows start and end only
    const blocks = fromMarkdown(readText(content, 'body.insert_content.content'));
    const start = isFields(position) && position.type === 'start';
    appendBlocks(world, page, blocks, author, start ? 'start' : undefined);
    return markdownOf(world, page);
  }
  const markdown = isFields(body.replace_content)
    ? readText(body.replace_content.new_str, 'body.replace_content.new_str')
    : isFields(body.update_content)
      ? replaceText(toMarkdown(world, page.children), body.update_content.content_updates)
      : null;
  if (markdown === null) throw malformed('body.insert_content', 'defined', undefined);
  eraseBlocks(world, page, author);
  appendBlocks(world, page, fromMarkdown(markdown), author);
  return markdownOf(world, page);
}

export const markdownRoutes: Route[] = [
  {
    method: 'GET',
    path: 'pages/:id/markdown',
    operation: 'pages.retrieveMarkdown',
    write: false,
    run: retrieveMarkdown,
  },
  {
    method: 'PATCH',
    path: 'pages/:id/markdown',
    operation: 'pages.updateMarkdown',
    write: true,
    run: updateMarkdown,
  },
  { method: 'GET', path: 'async_tasks/*', operation: 'asyncTasks.retrieve', write: false, run: retrieveTask },
];
