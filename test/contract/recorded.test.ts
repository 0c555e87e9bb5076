// What the real services said and were told fits the contract, so the contract is no stricter than they are. The
// recordings are no part of the project: without them this is skipped.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeBreach } from '../../twins/contract/breach.ts';
import { serviceOf } from '../../twins/contract/check.ts';
import { theChecker } from './watch.ts';

interface Exchange {
  readonly url: string;
  readonly method: string;
  readonly body?: unknown;
  readonly status: number;
  readonly response: unknown;
}

/** Where the real service took what no type says, and why it is left out. */
const LEFT_OUT: readonly { line: RegExp; why: string }[] = [
  { line: /pages: body \/properties\/title is no object \(array\)/, why: 'a title as a bare list' },
  { line: /file_uploads\/[^/]+\/send: body/, why: 'a form, not JSON' },
];

const folder = new URL('../../../shared/contracts/fixtures/', import.meta.url).href;
const files = ['notion-recorded.jsonl', 'google-sync-pages.jsonl'].map((name) =>
  fileURLToPath(folder + name),
);
const here = files.every((file) => existsSync(file));

describe.skipIf(!here)(`recorded exchanges${here ? '' : ' (skipped: the recordings are not here)'}`, () => {
  it.each(here ? files : [])('%# fit the contract', async (file) => {
    const check = await theChecker();
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const breaches = lines.flatMap((line) => {
      const { url, method, body, status, response } = JSON.parse(line) as Exchange;
      const to = new URL(url);
      const service = serviceOf(to);
      if (!service) return [];
      const asked = { method, url: to, body: body === undefined ? '' : JSON.stringify(body) };
      const wrong = status < 400 ? check.request(service, asked) : [];
      return [...wrong, ...check.answer(service, asked, { status, body: JSON.stringify(response) })];
    });
    const told = breaches.map(describeBreach);
    expect(told.filter((one) => !LEFT_OUT.some(({ line }) => line.test(one)))).toEqual([]);
  });
});
