// Notion's rich text as plain text. Formatting is not kept: what the product writes is its own text.
import * as z from 'zod';

/** Characters in one piece, pieces in one property (notion.md section 3). */
const PIECE = 2000;
const PIECES = 100;

export interface TextPiece {
  readonly type: 'text';
  readonly text: { readonly content: string };
}

/** Any item of a rich text; a mention or an equation has a `plain_text` too. */
export const richText = z.array(z.object({ plain_text: z.string(), type: z.string().optional() }));

/** Reads a rich text; blank, or nothing but white space, is null. */
export function joinText(items: z.infer<typeof richText>): string | null {
  return orBlank(items.map((item) => item.plain_text).join(''));
}

/** A text or null when there is nothing to read in it. */
export function orBlank(text: string): string | null {
  return text.trim() === '' ? null : text;
}

/**
 * Splits a text for a request: at most 100 pieces of 2,000 characters, no character torn apart. What
 * is longer than Notion takes is cut off. Blank is an empty list.
 */
export function splitText(text: string | null): TextPiece[] {
  const pieces: TextPiece[] = [];
  let rest = orBlank(text ?? '') ?? '';
  while (rest !== '' && pieces.length < PIECES) {
    const end = isHighSurrogate(rest.charCodeAt(PIECE - 1)) ? PIECE - 1 : PIECE;
    pieces.push({ type: 'text', text: { content: rest.slice(0, end) } });
    rest = rest.slice(end);
  }
  return pieces;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
