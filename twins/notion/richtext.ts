/**
 * Rich text: what is sent (often only `{text:{content}}`) and what comes back (type, annotations, plain_text, href).
 * Refuses more than 2,000 characters in a segment and more than 100 segments [doc request-limits].
 */
import { malformed } from './errors.ts';
import { type Fields, isFields, readFields, readId, readList, readText } from './read.ts';
import { readDate, renderDate } from './times.ts';

export interface RichText {
  type: 'text' | 'mention' | 'equation';
  text?: { content: string; link: { url: string } | null };
  mention?: Fields;
  equation?: { expression: string };
  annotations: Fields;
  plain_text: string;
  href: string | null;
}

const PLAIN = {
  bold: false,
  italic: false,
  strikethrough: false,
  underline: false,
  code: false,
  color: 'default',
};

/** One unformatted segment. */
export function textSegment(content: string): RichText {
  return {
    type: 'text',
    text: { content, link: null },
    annotations: { ...PLAIN },
    plain_text: content,
    href: null,
  };
}

/** A string as rich text: nothing for the empty string, segments of at most 2,000 characters otherwise. */
export function toRichText(content: string): RichText[] {
  const out: RichText[] = [];
  for (let at = 0; at < content.length; at += 2000) out.push(textSegment(content.slice(at, at + 2000)));
  return out;
}

/** The words of a rich text. */
export function plainText(segments: readonly RichText[]): string {
  return segments.map((segment) => segment.plain_text).join('');
}

function readSegment(
  value: unknown,
  path: string,
  nameOf: (kind: 'user' | 'page' | 'database', id: string) => string,
): RichText {
  const sent = readFields(value, path);
  const annotations = { ...PLAIN, ...(isFields(sent.annotations) ? sent.annotations : {}) };
  if (isFields(sent.text)) {
    const content = readText(sent.text.content, `${path}.text.content`, 2000);
    const link = isFields(sent.text.link)
      ? { url: readText(sent.text.link.url, `${path}.text.link.url`, 2000) }
      : null;
    return {
      type: 'text',
      text: { content, link },
      annotations,
      plain_text: content,
      href: link?.url ?? null,
    };
  }
  if (isFields(sent.equation)) {
    const expression = readText(sent.equation.expression, `${path}.equation.expression`, 1000);
    return { type: 'equation', equation: { expression }, annotations, plain_text: expression, href: null };
  }
  if (isFields(sent.mention)) {
    const { mention } = sent;
    for (const kind of ['user', 'page', 'database'] as const) {
      if (!isFields(mention[kind])) continue;
      const id = readId(mention[kind].id, `${path}.mention.${kind}.id`);
      const target = kind === 'user' ? { object: 'user', id } : { id };
      const name = nameOf(kind, id);
      return {
        type: 'mention',
        mention: { type: kind, [kind]: target },
        annotations,
        plain_text: kind === 'user' ? `@${name}` : name,
        href: kind === 'user' ? null : `https://app.notion.com/p/${id.replaceAll('-', '')}`,
      };
    }
    if (isFields(mention.date)) {
      const date = readDate(mention.date, `${path}.mention.date`);
      if (date === null) throw malformed(`${path}.mention.date`, 'an object', null);
      const words = date.end === null ? date.start : `${date.start} → ${date.end}`;
      return {
        type: 'mention',
        mention: { type: 'date', date: renderDate(date) },
        annotations,
        plain_text: words,
        href: null,
      };
    }
  }
  throw malformed(`${path}.text`, 'defined', undefined);
}

/** Neighbours of one look become one segment [doc: the server merges]. assumption: up to 2,000 characters, and empty ones vanish. */
function merge(segments: RichText[]): RichText[] {
  const out: RichText[] = [];
  for (const segment of segments) {
    const last = out.at(-1);
    const alike =
      last?.type === 'text' &&
      segment.type === 'text' &&
      last.href === segment.href &&
      JSON.stringify(last.annotations) === JSON.stringify(segment.annotations);
    const joined = alike ? last.plain_text + segment.plain_text : '';
    if (alike && joined.length <= 2000) {
      out[out.length - 1] = {
        ...last,
        text: { content: joined, link: last.text?.link ?? null },
        plain_text: joined,
      };
    } else if (segment.type !== 'text' || segment.plain_text !== '') out.push(segment);
  }
  return out;
}

/** A rich text as sent → as kept and answered. */
export function readRichText(
  value: unknown,
  path: string,
  nameOf: (kind: 'user' | 'page' | 'database', id: string) => string = () => 'Untitled',
): RichText[] {
  const segments = readList(value, path).map((item, i) => readSegment(item, `${path}[${i}]`, nameOf));
  return merge(segments);
}
