// Text that people typed, made fit for one line: what cannot be seen is taken out, not judged.

/** Joiners are letters of some scripts and glue of emoji: they stay between two of these. */
const STRAY_JOINER =
  /(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200C\u200D]|[\u200C\u200D](?![\p{L}\p{Extended_Pictographic}])/gu;
/** Control and bidi characters, zero-width ones, soft hyphens, halves of surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cs}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;

/** One line of what a person can see: unseen characters gone, white space collapsed, ends trimmed. */
export const plainLine = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(UNSEEN, '').replace(STRAY_JOINER, '').replace(/\s+/g, ' ').trim();

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most `limit` UTF-16 units, cut between graphemes; what was cut shows as an ellipsis. */
export function clamp(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, 4 * limit))) {
    if (index + segment.length > limit - 1) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}

/** One sentence, where it is to be said. */
export const say = (isUnmet: boolean, sentence: string): readonly string[] => (isUnmet ? [sentence] : []);

export const isBlank = (text: string | null): boolean => text === null || text.trim() === '';

const QUOTED_LIMIT = 80;

/** A name in a sentence: “Apollo”, or “Untitled goal”. */
export const quote = (name: string | null, thing: 'goal' | 'engagement'): string =>
  `“${clamp(plainLine(name ?? ''), QUOTED_LIMIT) || `Untitled ${thing}`}”`;

/** "a, b and c". */
export const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** "3 weeks". */
export const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;
