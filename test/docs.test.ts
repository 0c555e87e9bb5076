import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { SETTINGS } from '../src/settings.ts';

const ROOT = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The settings as docs/operations.md shows them. */
function settingsTable(): string {
  const rows = SETTINGS.map(({ name, about, secret, required, fallback }) => {
    const fallbackWords = required ? '**required**' : fallback === null ? 'none' : `\`${fallback}\``;
    return `| \`${name}\`${secret ? ' (secret)' : ''} | ${about} | ${fallbackWords} |`;
  });
  return ['| setting | what it is | default |', '|---|---|---|', ...rows].join('\n');
}

const ruleIds = (text: string) =>
  [...text.matchAll(/^(?:\| |- \*\*|\| \*\*)([A-Z]\d+)\b/gm)].map(([, id]) => id ?? '');

it('the settings in docs/operations.md are those that the Worker reads', () => {
  const [, between] =
    /<!-- settings:[^>]*-->\n([\s\S]*?)<!-- end of settings -->/.exec(read('docs/operations.md')) ?? [];
  expect(between?.trim(), 'replace the table by this one').toBe(settingsTable());
});

it('every rule has one id, and every id in a test title is a rule', () => {
  const specs = ['docs/SPEC.md', ...readdirSync(join(ROOT, 'docs/spec')).map((name) => `docs/spec/${name}`)];
  const ids = specs.flatMap((path) => ruleIds(read(path)));
  expect(ids.length).toBeGreaterThan(100);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.test.ts'),
  );
  const titled = tests.flatMap((name) =>
    [...read(join('test', name)).matchAll(/['"`]\[([A-Z]\d+(?:, ?[A-Z]\d+)*)\]/g)].flatMap(([, list]) =>
      (list ?? '').split(/, ?/),
    ),
  );
  expect(titled.length).toBeGreaterThan(100);
  expect([...new Set(titled)].filter((id) => !ids.includes(id))).toEqual([]);
});
