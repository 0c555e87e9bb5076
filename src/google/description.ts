// The Worker's marked block inside an event's description: the page's link, the goals' scores, the notes.
// Text outside the marks is people's and is never touched. What comes from Notion is escaped on its way in
// (descriptions are HTML to Google), what goes to Notion is plain text.

/** assumption: Google's editor drops HTML comments, so the marks are lines that people can read. */
const BEGIN = '— Engagement Sync —';
const END = '— end of Engagement Sync —';
const BREAK = '<br>';

// The marks as they may come back: other dashes, other spaces, other case.
const DASH = '(?:—|–|-{1,3}|&mdash;|&ndash;|&#8212;)';
const GAP = '(?:\\s|\\u00a0|&nbsp;)';
const WORDS = `engagement${GAP}+sync`;
const BEGIN_MARK = `${DASH}${GAP}*${WORDS}${GAP}*${DASH}`;
const END_MARK = `${DASH}${GAP}*end${GAP}+of${GAP}+${WORDS}${GAP}*${DASH}`;
const BLOCK = new RegExp(`${BEGIN_MARK}((?:(?!${BEGIN_MARK})[\\s\\S])*?)${END_MARK}`, 'i');
/** A beginning whose end somebody deleted. */
const LONE_BEGIN = new RegExp(BEGIN_MARK, 'i');
const ANY_MARK = new RegExp(`${DASH}${GAP}*((?:end${GAP}+of${GAP}+)?${WORDS})${GAP}*${DASH}`, 'gi');
const OUTER_BREAKS = /^(?:\s|<br\s*\/?>|&nbsp;|<\/?p>)+|(?:\s|<br\s*\/?>|&nbsp;|<\/?p>)+$/gi;

/**
 * `description` with `block` (from `blockHtml`) between the marks: in place of the block that is there, else
 * after people's text. Everything outside stays byte for byte. Writing the same block again changes nothing,
 * and neither does writing one that Google's editor only spelled anew (`blockEquals`).
 * Where people's text leaves no room, the description stays as it is: half a block could not be read back.
 */
export function writeBlock(description: string, block: string): string {
  const present = readBlock(description);
  if (present !== null && blockEquals(present, block)) return description;
  const marked = `${BEGIN}${BREAK}${block}${BREAK}${END}`;
  const written = place(description, marked);
  return written.length <= DESCRIPTION_LIMIT ? written : description;
}

function place(description: string, marked: string): string {
  for (const mark of [BLOCK, LONE_BEGIN]) {
    // A function, because "$&" in a replacement string would be read as a pattern.
    if (mark.test(description)) return description.replace(mark, () => marked);
  }
  return description === '' ? marked : `${description}${BREAK}${BREAK}${marked}`;
}

/** What stands between the marks, without the breaks next to them; null when there is no block. */
export function readBlock(description: string): string | null {
  const inner = BLOCK.exec(description)?.[1];
  return inner === undefined ? null : inner.replace(OUTER_BREAKS, '');
}

/** Whether two blocks say the same to a reader: the same text and the same links, however they are spelled. */
export function blockEquals(a: string, b: string): boolean {
  return a === b || reading(a) === reading(b);
}

function reading(block: string): string {
  const links = [...block.matchAll(/href\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map((match) => {
    const href = decodeEntities(match[1] ?? match[2] ?? '');
    // Google's page may lead links over its own address.
    const url = URL.canParse(href) ? new URL(href) : null;
    return url?.hostname === 'www.google.com' && url.pathname === '/url'
      ? (url.searchParams.get('q') ?? href)
      : href;
  });
  return [toPlainText(block).replace(/\s+/g, ' ').trim(), ...links].join('\n');
}

/** What a meeting's people wrote about it. `link` opens all of it; `room`: characters that the description has for it. */
export interface MeetingNotes {
  readonly link: string;
  readonly lines: readonly { readonly kind: 'heading' | 'text' | 'bullet'; readonly text: string }[];
  readonly room: number;
}

/** The line that notes begin with: they are found again by it, however Google's editor spells what is around it. */
const NOTES = 'Notes of this meeting';

/**
 * The block's inside: a link to the engagement's page, lines of plain text, and the meeting's notes. Only https links are
 * made. What has no room is left out: whole lines, and of the notes the end, which then says so.
 */
export function blockHtml({
  link,
  lines,
  notes,
}: {
  link: string;
  lines: readonly string[];
  notes?: MeetingNotes;
}): string {
  const safe = anchor(link, 'Open in Notion');
  const block = safe ? [safe] : [];
  let room = BLOCK_LIMIT - (safe?.length ?? 0);
  for (const line of lines.map(safeLine).filter((text) => text !== '')) {
    room -= line.length + BREAK.length;
    if (room < 0) break; // whole lines only: a cut one could end inside an entity
    block.push(line);
  }
  const before = block.join(BREAK);
  return notes ? [before, ...notesHtml(notes, notes.room - before.length)].join(BREAK) : before;
}

function notesHtml(notes: MeetingNotes, room: number): string[] {
  const more = anchor(notes.link, 'Open the notes in Notion') ?? '…';
  const html = [`<b>${NOTES}</b>`];
  let left = Math.min(room, NOTES_LIMIT) - (html[0]?.length ?? 0) - more.length - 2 * BREAK.length;
  for (const { kind, text } of notes.lines) {
    for (const piece of text.split('\n')) {
      const plain = safeLine(kind === 'bullet' ? `• ${piece}` : piece);
      if (plain === '') continue;
      const line = kind === 'heading' ? `<b>${plain}</b>` : plain;
      left -= line.length + BREAK.length;
      if (left < 0) return [...html, more];
      html.push(line);
    }
  }
  return [...html, more];
}

/** The notes within a block as they stand there, from their first line on; null when there are none. */
export function readNotes(block: string): string | null {
  const lines = block.split(/<br\s*\/?>|\n|<\/(?:p|div)>/i);
  const at = lines.findIndex((line) => line.includes('Notes') && toPlainText(line) === NOTES);
  return at < 0 ? null : lines.slice(at).join(BREAK);
}

/** A block with the notes that another one has. */
export function keepNotes(block: string, before: string): string {
  const notes = readNotes(before);
  return notes === null ? block : [block, notes].join(BREAK);
}

/** Characters that a description has for the Worker's block, beside people's text. */
export const roomIn = (description: string): number =>
  DESCRIPTION_LIMIT - place(description, `${BEGIN}${BREAK.repeat(4)}${END}`).length;

const anchor = (link: string, words: string): string | null =>
  link.startsWith('https://') ? `<a href="${escapeHtml(link)}">${words}</a>` : null;

/** One line as HTML shows it. It may be called like our marks; without its dashes it cannot end the block. */
const safeLine = (line: string): string =>
  escapeHtml(shorten(cleanText(line).replace(/\s+/g, ' ').trim().replace(ANY_MARK, '$1')));

const shorten = (line: string): string =>
  line.length > LINE_LIMIT ? `${clamp(line, LINE_LIMIT - 1)}…` : line;

/** Text as HTML shows it. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Without control characters (tab and newline stay), zero-width ones and those that turn the writing direction. */
export function cleanText(text: string): string {
  if (/^[\t\n -~]*$/.test(text)) return text;
  // Joiners stay where they hold an emoji together; alone they are invisible and go.
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/(?![\t\n])\p{Cc}/gu, '')
    .replace(/(?<!\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})\u200D/gu, '')
    .replace(/[\u00AD\u061C\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  mdash: '—',
  ndash: '–',
  hellip: '…',
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
      ? String.fromCodePoint(point)
      : whole;
  });
}

/** A description as plain text for Notion: breaks and paragraphs become lines, tags go, entities are decoded. */
export function toPlainText(html: string): string {
  const lines = html
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<li\b[^>]*>/gi, '\n- ')
    .replace(/<\/?(?:p|div|ul|ol|h[1-6]|tr|table|blockquote)\b[^>]*>/gi, '\n')
    .replace(/<\/?[a-z][^>]*>/gi, '');
  return cleanText(decodeEntities(lines).replaceAll('\u00a0', ' '))
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** A title as Calendar gets it: one line, clean, no longer than Google is assumed to keep. */
export function toTitle(text: string): string {
  return clamp(cleanText(text).replace(/\s+/g, ' ').trim(), TITLE_LIMIT);
}

/** assumption: Google documents no limits of titles and descriptions; these are what its page takes. */
export const TITLE_LIMIT = 1024;
export const DESCRIPTION_LIMIT = 8192;
/** What we take of it at most, for the link and the goals, and for notes. */
const BLOCK_LIMIT = 2000;
const NOTES_LIMIT = 5000;
const LINE_LIMIT = 1000;

/** Cuts a string to so many UTF-16 units, never through a character. */
export function clamp(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
