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

/** The rules that a file's titles carry. */
const titledIn = (path: string) =>
  [...read(path).matchAll(/['"`]\[([A-Z]\d+(?:, ?[A-Z]\d+)*)\]/g)].flatMap(([, list]) =>
    (list ?? '').split(/, ?/),
  );

it('the settings in docs/operations.md are those that the Worker reads', () => {
  const [, between] =
    /<!-- settings:[^>]*-->\n([\s\S]*?)<!-- end of settings -->/.exec(read('docs/operations.md')) ?? [];
  expect(between?.trim(), 'replace the table by this one').toBe(settingsTable());
});

it('every rule has one id and a test that carries it, and every id in a test title is a rule', () => {
  const specs = ['docs/SPEC.md', ...readdirSync(join(ROOT, 'docs/spec')).map((name) => `docs/spec/${name}`)];
  const ids = specs.flatMap((path) => ruleIds(read(path)));
  expect(ids.length).toBeGreaterThan(100);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  const titled = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => titledIn(join('test', name)));
  expect(titled.length).toBeGreaterThan(100);
  expect([...new Set(titled)].filter((id) => !ids.includes(id))).toEqual([]);
  expect(ids.filter((id) => !titled.includes(id))).toEqual([]);
});

it('what the specification names as the proof of an invariant carries one of its rules', () => {
  const rows = [...read('docs/spec/sync.md').matchAll(/^\| \([IL]\d+\) [^|]*\| ([^|]*) \| ([^|]*) \|$/gm)];
  expect(rows).toHaveLength(18);
  for (const [row, rules = '', files = ''] of rows)
    for (const [, file = ''] of files.matchAll(/`([^`]+)`/g)) {
      // The four parts of the directed scenarios are declared in one place.
      const carried = titledIn(file.replace(/-\d\.test\.ts$/, '.ts'));
      expect(
        carried.filter((id) => rules.split(', ').includes(id)),
        row,
      ).not.toEqual([]);
    }
});
