/**
 * A page's body as Notion's markdown and back: headings, paragraphs, lists, to-dos, quotes, dividers, code; one block a
 * line [rec: blocks come back joined by single line ends]. Inline formatting is kept as plain words, except bold.
 */
import type { Draft } from './blocks.ts';
import { titleOf } from './model.ts';
import { plainText, type RichText, toRichText } from './richtext.ts';
import type { Id } from './state.ts';
import type { World } from './world.ts';

const PREFIXES: [RegExp, string, (match: RegExpExecArray) => Record<string, unknown>][] = [
  [/^#### (.*)$/, 'heading_4', () => ({ is_toggleable: false, color: 'default' })],
  [/^### (.*)$/, 'heading_3', () => ({ is_toggleable: false, color: 'default' })],
  [/^## (.*)$/, 'heading_2', () => ({ is_toggleable: false, color: 'default' })],
  [/^# (.*)$/, 'heading_1', () => ({ is_toggleable: false, color: 'default' })],
  [/^[-*] \[[ xX]\] (.*)$/, 'to_do', (match) => ({ checked: /\[[xX]\]/.test(match[0]), color: 'default' })],
  [/^[-*] (.*)$/, 'bulleted_list_item', () => ({ color: 'default' })],
  [/^\d+\. (.*)$/, 'numbered_list_item', () => ({ color: 'default' })],
  [/^> (.*)$/, 'quote', () => ({ color: 'default' })],
];

/** Words with **bold** as rich text. */
function inline(text: string): RichText[] {
  return text.split(/(\*\*[^*]+\*\*)/).flatMap((part) => {
    const bold = /^\*\*([^*]+)\*\*$/.exec(part);
    const segments = toRichText(bold ? bold[1]! : part);
    return bold
      ? segments.map((one) => ({ ...one, annotations: { ...one.annotations, bold: true } }))
      : segments;
  });
}

/** Markdown → blocks. Indented lines go under the line above (one level). */
export function fromMarkdown(markdown: string): Draft[] {
  const out: Draft[] = [];
  const lines = markdown.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.trim() === '') continue;
    if (line.startsWith('```')) {
      const end = lines.indexOf('```', i + 1);
      const body = lines.slice(i + 1, end < 0 ? undefined : end).join('\n');
      out.push({
        type: 'code',
        data: { rich_text: toRichText(body), caption: [], language: line.slice(3) || 'plain text' },
        children: [],
      });
      i = end < 0 ? lines.length : end;
      continue;
    }
    const nested = /^(\t| {2,})/.test(line) && out.length > 0;
    const draft = fromLine(line.trim());
    if (nested) out.at(-1)!.children.push(draft);
    else out.push(draft);
  }
  return out;
}

function fromLine(line: string): Draft {
  if (/^-{3,}$/.test(line)) return { type: 'divider', data: {}, children: [] };
  for (const [pattern, type, more] of PREFIXES) {
    const match = pattern.exec(line);
    if (match) return { type, data: { rich_text: inline(match[1]!), ...more(match) }, children: [] };
  }
  return { type: 'paragraph', data: { rich_text: inline(line), icon: null, color: 'default' }, children: [] };
}

const MARKS: Record<string, string> = {
  heading_1: '# ',
  heading_2: '## ',
  heading_3: '### ',
  heading_4: '#### ',
  bulleted_list_item: '- ',
  numbered_list_item: '1. ',
  quote: '> ',
};

function words(segments: RichText[]): string {
  return segments
    .map((one) => (one.annotations.bold === true ? `**${one.plain_text}**` : one.plain_text))
    .join('');
}

/** Blocks, child pages and child databases → markdown. */
export function toMarkdown(world: World, ids: readonly Id[], indent = ''): string {
  const lines: string[] = [];
  for (const id of ids) {
    const page = world.state.pages.get(id);
    if (page && !page.inTrash)
      lines.push(
        `${indent}<page url="https://app.notion.com/p/${id.replaceAll('-', '')}">${titleOf(page)}</page>`,
      );
    const database = world.state.databases.get(id);
    if (database && !database.inTrash) {
      lines.push(
        `${indent}<database url="https://app.notion.com/p/${id.replaceAll('-', '')}">${plainText(database.title)}</database>`,
      );
    }
    const block = world.state.blocks.get(id);
    if (!block || block.inTrash) continue;
    const text = words((block.data.rich_text as RichText[] | undefined) ?? []);
    const mark =
      block.type === 'to_do' ? `- [${block.data.checked ? 'x' : ' '}] ` : (MARKS[block.type] ?? '');
    if (block.type === 'divider') lines.push(`${indent}---`);
    else if (block.type === 'code')
      lines.push(`${indent}\`\`\`${String(block.data.language)}`, text, `${indent}\`\`\``);
    else lines.push(`${indent}${mark}${text}`);
    if (block.children.length > 0) lines.push(toMarkdown(world, block.children, `${indent}\t`));
  }
  return lines.join('\n');
}
