// Every request of an ordinary day, made wrong in every place in turn: the check is to notice each. So a contract
// that says too little, or a check that looks at too little, does not go unseen.
import { afterEach, expect, it, vi } from 'vitest';
import { APOLLO, createWorld } from '../world/world.ts';
import { theChecker } from './watch.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Names that people choose, so that any name is right: columns, marks of events. */
const FREE = ['properties', 'private', 'shared'];

interface Mutant {
  readonly body: unknown;
  readonly at: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value with something changed at each place inside it, one place at a time. */
function mutants(
  value: unknown,
  change: (part: Record<string, unknown>, name: string, parent: string) => Record<string, unknown> | null,
  parent = '',
): Mutant[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) =>
      mutants(item, change, parent).map(({ body, at }) => ({ body: value.with(i, body), at: `/${i}${at}` })),
    );
  }
  if (!isRecord(value)) return [];
  return Object.keys(value).flatMap((name) => {
    const changed = change(value, name, parent);
    const inside = mutants(value[name], change, name).map(({ body, at }) => ({
      body: { ...value, [name]: body },
      at: `/${name}${at}`,
    }));
    return changed ? [{ body: changed, at: `/${name}` }, ...inside] : inside;
  });
}

const misspell = (part: Record<string, unknown>, name: string, parent: string) => {
  if (FREE.includes(parent)) return null;
  const { [name]: value, ...rest } = part;
  return { ...rest, [`${name}s`]: value };
};

const retype = (part: Record<string, unknown>, name: string) => {
  const value = part[name];
  return { ...part, [name]: typeof value === 'string' ? { text: value } : String(value) };
};

it('notices misspelt names and wrong types wherever they stand', async () => {
  const world = await createWorld();
  world.calls();
  world.notion.act.create('Engagements', {
    ...APOLLO,
    Engineer: ['Ada Marlow'],
    'Host people': ['Dev Patel'],
  });
  await world.settle();
  const { notion, google } = world.calls();
  const check = await theChecker();
  const kinds = { notion: 'https://api.notion.com', google: 'https://www.googleapis.com' } as const;
  const sent = Object.entries({ notion, google }).flatMap(([service, calls]) =>
    calls
      .filter(({ body }) => isRecord(body))
      .map(({ method, path, body }) => ({ service: service as keyof typeof kinds, method, path, body })),
  );
  expect(sent.length).toBeGreaterThan(10);

  for (const change of [misspell, retype]) {
    let made = 0;
    const missed: string[] = [];
    for (const { service, method, path, body } of sent) {
      const url = new URL(path, kinds[service]);
      for (const mutant of mutants(body, change)) {
        made += 1;
        const found = check.request(service, { method, url, body: JSON.stringify(mutant.body) });
        if (found.length === 0)
          missed.push(`${method} ${check.find(service, method, url.pathname)?.name} ${mutant.at}`);
      }
    }
    expect(made).toBeGreaterThan(100);
    expect(missed).toEqual([]);
  }
});
