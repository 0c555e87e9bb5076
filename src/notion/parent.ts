// Notion's page addresses: what people paste, and what we link to.
import { extractPageId } from '@notionhq/client';

/** The page id in an id or a Notion URL, dashed and lower-case; null when there is none. */
export function parsePageId(idOrUrl: string): string | null {
  return extractPageId(idOrUrl);
}

/** A link that opens a page. Notion's own URLs change with the title; the id does not (notion.md 1.1). */
export function pageLink(id: string): string {
  return `https://app.notion.com/p/${id.replaceAll('-', '')}`;
}
