import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDevVars } from '../../cli/io.ts';
import { readLocalStack, writeLocalStack } from '../../cli/local.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stack-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('where the local stack listens is found again, and only this user may read it', () => {
  const stack = { url: 'http://localhost:8787', adminSecret: 's' };
  writeLocalStack(stack, folder);
  expect(readLocalStack(folder)).toEqual(stack);
  expect(statSync(join(folder, 'stack.json')).mode & 0o077).toBe(0);
});

test('without a file, or with another one, there is no local stack', () => {
  expect(readLocalStack(folder)).toBeNull();
  writeFileSync(join(folder, 'stack.json'), '{"url":1}');
  expect(readLocalStack(folder)).toBeNull();
});

test('.dev.vars is read as wrangler reads it, and may be missing', () => {
  const path = join(folder, '.dev.vars');
  writeFileSync(path, '# a comment\nADMIN_SECRET="a b"\nNOTION_TOKEN=ntn_1\n');
  expect(readDevVars(path)).toEqual({ ADMIN_SECRET: 'a b', NOTION_TOKEN: 'ntn_1' });
  expect(readDevVars(join(folder, 'none'))).toEqual({});
});
