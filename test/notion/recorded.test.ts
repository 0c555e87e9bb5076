// Pages that the real Notion answered. The recordings are no part of the project: without them this is skipped.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readPage } from '../../src/notion/page.ts';

const recordings = fileURLToPath(
  new URL('../../../shared/contracts/fixtures/notion-recorded.jsonl', import.meta.url).href,
);
const here = existsSync(recordings);

interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly response: unknown;
}

test.skipIf(!here)(
  `[N19] recorded pages are readable, and elsewhere for a database of ours${here ? '' : ' (skipped: ../shared/contracts is not here)'}`,
  () => {
    const exchanges = readFileSync(recordings, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Exchange);
    const pages = exchanges.filter(
      ({ url, status }) => status === 200 && /\/v1\/pages(\/[0-9a-f-]{32,36})?$/.test(url),
    );
    expect(pages.length).toBeGreaterThan(20);
    const binding = { databaseId: 'd', dataSourceId: 's', properties: { name: 'title' } };
    for (const { response } of pages) {
      const { page } = readPage('goals', binding, response);
      expect(['elsewhere', 'trashed']).toContain(page.presence);
      expect(page.lastEdited).toBeGreaterThan(Date.parse('2026-01-01'));
      expect(page.row.name).toBeDefined();
    }
  },
);
