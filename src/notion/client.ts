// The Notion client as this product uses it: one attempt, one deadline, nothing logged.
// It refuses to retry (src/workspace/calls.ts does) and to write any content anywhere.
import { Client } from '@notionhq/client';
import { within } from '../deadline.ts';

/** The newest API version that notion.md knows: `in_trash` in place of `archived`. */
const NOTION_VERSION = '2026-03-11';

/** Notion itself gives up after about a minute; a slice has less. In milliseconds. */
const DEADLINE = 20_000;

/** The request or its answer was lost on the way, the body included; `cause` is what fetch threw. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/**
 * Makes a Notion client for an integration's token. Its calls throw the SDK's errors, `ConnectionLost`, or
 * a `SyntaxError` for an answer that is no JSON: `classifyNotion` sorts them.
 */
export function createClient(token: string): Client {
  return new Client({
    auth: token,
    notionVersion: NOTION_VERSION,
    retry: false,
    timeoutMs: DEADLINE,
    logger: () => {},
    fetch: fetchWhole,
  });
}

/**
 * Fetches an answer with its body. The global is looked up late: the SDK would bind it when constructed, and
 * workerd refuses a `fetch` that is passed on by itself (notion.md section 4). The SDK neither aborts
 * what it gave up on nor times the body; both are done here.
 */
async function fetchWhole(url: string, init: object = {}) {
  try {
    return await within(DEADLINE, async (signal) => {
      const response = await fetch(url, { ...init, signal });
      const text = await response.text();
      return { ok: response.ok, status: response.status, headers: response.headers, text: async () => text };
    });
  } catch (cause) {
    throw new ConnectionLost('The connection to Notion was lost.', { cause });
  }
}
