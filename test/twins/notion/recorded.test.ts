/**
 * Exchanges recorded with the real service (Notion-Version 2025-09-03), replayed on the twin file by file: the twin must
 * give the same status and an answer of the same shape. Read where the recordings exist; skipped otherwise.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { NotionTwin } from '../../../twins/notion/index.ts';
import { makeTwin } from './workspace.ts';

interface Exchange {
  url: string;
  source: string;
  method: string;
  headers: Record<string, string>;
  body?: unknown;
  status: number;
  response: unknown;
}

/** What is not compared, and why. */
const LEFT_OUT: { what: RegExp; why: string }[] = [
  { what: /mock\.httpstatus\.io/, why: 'another host' },
  { what: /\/file_uploads/, why: 'files are no part of the product, nor of the twin' },
  { what: /\/custom_emojis/, why: 'emoji are no part of the product, nor of the twin' },
];

/** Where the twin may differ: a path in the answer (indices as *) and the reason. */
const DIFFERENCES: { call: RegExp; at: RegExp; why: string }[] = [
  { call: /./, at: /\.person\.email_verified$/, why: 'only people with an address have it' },
  { call: /./, at: /avatar_url$/, why: 'the recorded person has a picture, the invented ones have none' },
  { call: /GET .*\/users\b/, at: /results\.\*/, why: 'the twin has more people, and in another order' },
  { call: /POST .*\/search/, at: /results/, why: 'the real index lags: what was just made is not found' },
];

const home = dirname(fileURLToPath(import.meta.url));
const recordings = join(home, '../../../../shared/contracts/fixtures/notion-recorded.jsonl');
const present = existsSync(recordings);

const UUID = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|task_[0-9a-f]{32}/g;
const bare = (id: string) => id.replaceAll('-', '');

/** Recorded ids → the twin's, learnt from each pair of answers. */
class Ids {
  private readonly known = new Map<string, string>();

  learn(recorded: unknown, ours: unknown): void {
    if (typeof recorded === 'string' && typeof ours === 'string') {
      const [a, b] = [recorded.match(UUID), ours.match(UUID)];
      if (a?.length === 1 && b?.length === 1 && !this.known.has(bare(a[0]))) this.known.set(bare(a[0]), b[0]);
    } else if (
      recorded !== null &&
      ours !== null &&
      typeof recorded === 'object' &&
      typeof ours === 'object'
    ) {
      for (const [key, value] of Object.entries(recorded)) {
        if (key !== 'request_id') this.learn(value, (ours as Record<string, unknown>)[key]);
      }
    }
  }

  set(recorded: string, ours: string): void {
    this.known.set(bare(recorded), ours);
  }

  put(text: string): string {
    return text.replace(UUID, (id) => this.known.get(bare(id)) ?? id);
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Where two answers differ in keys, kinds, nulls, or the words that name kinds of things. */
function differences(recorded: unknown, ours: unknown, at = ''): string[] {
  if (kindOf(recorded) !== kindOf(ours)) return [`${at}: ${kindOf(recorded)} there, ${kindOf(ours)} here`];
  if (Array.isArray(recorded) && Array.isArray(ours)) {
    if (recorded.length > 0 !== ours.length > 0)
      return [`${at}: ${recorded.length} there, ${ours.length} here`];
    return recorded.slice(0, ours.length).flatMap((item, i) => differences(item, ours[i], `${at}.*`));
  }
  if (recorded !== null && typeof recorded === 'object') {
    const [there, here] = [recorded as Record<string, unknown>, ours as Record<string, unknown>];
    const keys = [...new Set([...Object.keys(there), ...Object.keys(here)])];
    return keys.flatMap((key) => {
      if (!(key in there)) return [`${at}.${key}: only here`];
      if (!(key in here)) return [`${at}.${key}: only there`];
      return differences(there[key], here[key], `${at}.${key}`);
    });
  }
  const naming = /\.(object|type|status|code|color|in_trash|has_more|markdown)$/.test(at);
  return naming && recorded !== ours ? [`${at}: ${String(recorded)} there, ${String(ours)} here`] : [];
}

async function replay(twin: NotionTwin, exchanges: Exchange[]): Promise<string[]> {
  const ids = new Ids();
  ids.set('393abc1e-edcd-80f3-813b-e205934558c6', twin.parentPage);
  ids.set('7775f3a3-893f-43fa-b625-460c61094c78', twin.bot.id);
  const found: string[] = [];
  for (const exchange of exchanges) {
    const token = exchange.status === 401 ? 'wrong' : twin.token;
    const response = await twin.fetch(
      new Request(ids.put(exchange.url), {
        method: exchange.method,
        headers: { authorization: `Bearer ${token}`, 'notion-version': '2025-09-03' },
        ...(exchange.body === undefined ? {} : { body: ids.put(JSON.stringify(exchange.body)) }),
      }),
    );
    const ours: unknown = await response.json();
    ids.learn(exchange.response, ours);
    const call = `${exchange.method} ${exchange.url}`;
    const all = differences(exchange.response, ours);
    if (response.status !== exchange.status)
      all.push(`: status ${exchange.status} there, ${response.status} here ${JSON.stringify(ours)}`);
    const told = all.filter(
      (one) => !DIFFERENCES.some((known) => known.call.test(call) && known.at.test(one.split(':')[0]!)),
    );
    found.push(...told.map((one) => `${call} ${JSON.stringify(exchange.body ?? null)} ${one}`));
  }
  return found;
}

describe.skipIf(!present)(
  present ? 'recorded exchanges' : 'recorded exchanges (skipped: the recordings are not here)',
  () => {
    const lines = present ? readFileSync(recordings, 'utf8').trim().split('\n') : [];
    const all = lines.map((line) => JSON.parse(line) as Exchange);
    const compared = all.filter(({ url }) => !LEFT_OUT.some(({ what }) => what.test(url)));
    const bySource = Map.groupBy(compared, (exchange) => exchange.source);

    test.each([...bySource.keys()])('%s gets the same answers from the twin', async (source) => {
      const twin = makeTwin({ seed: { bot: 'notion-sdk-py', parentTitle: '' } });
      expect(await replay(twin, bySource.get(source) ?? [])).toEqual([]);
    });
  },
);
