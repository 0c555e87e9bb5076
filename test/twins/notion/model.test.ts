/** Whatever people do, in whatever order: what must hold of the Notion twin afterwards. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NotionTwin } from '../../../twins/notion/index.ts';
import { call, makeEngagements, makeTwin, pick } from './workspace.ts';

const MINUTE = 60_000;

interface Stage {
  twin: NotionTwin;
  engagements: string[];
  goals: string[];
}
type Deed = (stage: Stage) => void;

const one = <T>(list: T[], n: number): T | undefined =>
  list.length === 0 ? undefined : list[n % list.length];
const on = (list: string[], n: number, deed: (id: string) => void) => {
  const id = one(list, n);
  if (id !== undefined) deed(id);
};
const small = fc.nat(7);

/** Something a person does, or the passing of time. */
const deed: fc.Arbitrary<Deed> = fc.oneof(
  small.map(
    (n): Deed =>
      ({ twin, engagements }) =>
        void engagements.push(twin.act.create('Engagements', { Name: `E${n}` })),
  ),
  fc.tuple(small, small).map(
    ([n, to]): Deed =>
      ({ twin, engagements, goals }) => {
        const related = one(engagements, to);
        goals.push(
          twin.act.create('Goals', { Name: `G${n}`, Engagement: related === undefined ? [] : [related] }),
        );
      },
  ),
  fc.tuple(small, fc.uniqueArray(small, { maxLength: 3 })).map(
    ([n, to]): Deed =>
      ({ twin, engagements, goals }) =>
        on(engagements, n, (id) =>
          twin.act.edit(id, { Goals: [...new Set(to.flatMap((i) => one(goals, i) ?? []))] }),
        ),
  ),
  fc.tuple(small, small).map(
    ([n, fit]): Deed =>
      ({ twin, engagements }) =>
        on(engagements, n, (id) => twin.act.edit(id, { 'Team fit': fit })),
  ),
  small.map(
    (n): Deed =>
      ({ twin, goals }) =>
        on(goals, n, (id) => twin.act.trash(id)),
  ),
  small.map(
    (n): Deed =>
      ({ twin, goals }) =>
        on(goals, n, (id) => twin.act.restore(id)),
  ),
  small.map(
    (n): Deed =>
      ({ twin, engagements }) =>
        on(engagements, n, (id) => engagements.push(twin.act.duplicate(id))),
  ),
  fc.nat(3 * MINUTE).map(
    (ms): Deed =>
      ({ twin }) =>
        twin.advance(ms),
  ),
);

async function query(twin: NotionTwin, source: string, filter?: unknown): Promise<Record<string, unknown>[]> {
  const { body } = await call(
    twin,
    'POST',
    `data_sources/${source}/query`,
    filter === undefined ? {} : { filter },
  );
  return body.results as Record<string, unknown>[];
}

test('the two sides of a relation agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 40 }), async (deeds) => {
      const stage: Stage = { twin: makeTwin(), engagements: [], goals: [] };
      const tables = await makeEngagements(stage.twin);
      for (const act of deeds) act(stage);
      const pairs = (rows: Record<string, unknown>[], name: string, flip: boolean) =>
        rows
          .flatMap((page) =>
            (pick(page, 'properties', name, 'relation') as { id: string }[]).map(({ id }) =>
              flip ? [id, page.id] : [page.id, id],
            ),
          )
          .map(String)
          .sort();
      const fromEngagements = pairs(await query(stage.twin, tables.engagements.source), 'Goals', false);
      const fromGoals = pairs(await query(stage.twin, tables.goals.source), 'Engagement', true);
      expect(fromGoals).toEqual(fromEngagements);
    }),
    { numRuns: 60 },
  );
});

test('polling with an overlap of a minute misses no edit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(deed, { maxLength: 6 }), { maxLength: 8 }), async (rounds) => {
      const stage: Stage = { twin: makeTwin(), engagements: [], goals: [] };
      const { engagements } = await makeEngagements(stage.twin);
      const known = new Map<unknown, string>();
      const worth = (page: Record<string, unknown>) =>
        JSON.stringify([page.last_edited_time, pick(page, 'properties', 'Team fit')]);
      let since = stage.twin.now();
      for (const deeds of rounds) {
        for (const act of deeds) act(stage);
        const from = new Date(Math.floor(since / MINUTE) * MINUTE).toISOString();
        since = stage.twin.now();
        const changed = await query(stage.twin, engagements.source, {
          timestamp: 'last_edited_time',
          last_edited_time: { on_or_after: from },
        });
        for (const page of changed) known.set(page.id, worth(page));
      }
      const all = await query(stage.twin, engagements.source);
      expect([...known].sort()).toEqual(
        all.map((page) => [page.id, worth(page)] as [unknown, string]).sort(),
      );
    }),
    { numRuns: 60 },
  );
});

test('a state put into another twin answers alike', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 30 }), async (deeds) => {
      const stage: Stage = { twin: makeTwin(), engagements: [], goals: [] };
      const { engagements } = await makeEngagements(stage.twin);
      for (const act of deeds) act(stage);
      const other = makeTwin({ random: () => 0.7 });
      other.restore(stage.twin.snapshot());
      expect(await query(other, engagements.source)).toEqual(await query(stage.twin, engagements.source));
    }),
    { numRuns: 30 },
  );
});
