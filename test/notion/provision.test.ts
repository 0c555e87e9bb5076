import { afterEach, expect, test, vi } from 'vitest';
import { databases, type Property } from '../../schemas/index.ts';
import type { Bindings } from '../../src/notion/workspace.ts';
import { bound, createBench, within } from './bench.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What a person sees of a database: its properties' names and types, its views' names. */
async function look(bench: ReturnType<typeof createBench>, databaseId: string) {
  const ask = async (path: string) => {
    const headers = { authorization: `Bearer ${bench.twin.token}`, 'notion-version': '2026-03-11' };
    const response = await bench.twin.fetch(new Request(`https://api.notion.com/v1/${path}`, { headers }));
    return (await response.json()) as unknown;
  };
  const { data_sources } = (await ask(`databases/${databaseId}`)) as { data_sources: { id: string }[] };
  const source = (await ask(`data_sources/${data_sources[0]?.id}`)) as {
    properties: Record<string, { type: string; formula?: { expression: string } }>;
  };
  const views = (await ask(`views?database_id=${databaseId}`)) as { results: { id: string }[] };
  const full = await Promise.all(views.results.map(({ id }) => ask(`views/${id}`)));
  bench.calls();
  return {
    types: Object.fromEntries(Object.entries(source.properties).map(([name, { type }]) => [name, type])),
    formulas: Object.fromEntries(
      Object.entries(source.properties).map(([name, { formula }]) => [name, formula?.expression]),
    ),
    views: full.map((view) => (view as { name: string }).name),
  };
}

function declaredTypes(key: keyof typeof databases): Record<string, string> {
  const properties: Property[] = Object.values(databases[key].properties);
  return Object.fromEntries(properties.map(({ name, type }) => [name, type]));
}

test('[N1] the three databases stand under the parent page as they are declared', async () => {
  const bench = createBench();
  const made = await bench.provision();
  expect(made.problems).toEqual([]);
  expect(made.stopped).toBeNull();
  const bindings = bound(made);
  for (const key of ['engagements', 'goals', 'retros'] as const) {
    const seen = await look(bench, bindings[key].databaseId);
    expect(seen.types).toEqual(declaredTypes(key));
    expect(seen.views).toEqual(databases[key].views.map((view) => view.name));
    expect(Object.keys(bindings[key].properties).sort()).toEqual(
      Object.keys(databases[key].properties).sort(),
    );
  }
});

test('[N3] a first provisioning takes 26 calls, a second 6 and makes no write', async () => {
  const bench = createBench();
  const first = await bench.provision();
  expect(bench.calls()).toHaveLength(26);
  const second = await bench.provision(bound(first));
  const calls = bench.calls();
  expect(calls).toHaveLength(6);
  expect(new Set(calls)).toEqual(new Set(['databases.retrieve', 'dataSources.retrieve']));
  expect(second).toEqual({ bindings: first.bindings, done: [], problems: [], stopped: null });
});

test('[N3] with its memory lost it finds the same databases and makes no write', async () => {
  const bench = createBench();
  const first = await bench.provision();
  bench.calls();
  const again = await bench.provision(null);
  expect(bench.writes()).toEqual([]);
  expect(again.bindings).toEqual(first.bindings);
  expect(again.problems).toEqual([]);
});

test('[N3] broken off after any call and run anew, it ends as if never broken off', async () => {
  for (let budget = 0; budget < 24; budget += 1) {
    const bench = createBench();
    const broken = await bench.provision(null, within(budget));
    expect(broken.stopped?.reason).toBe('exhausted');
    expect(broken.problems).toEqual([]);
    const finished = await bench.provision(broken.bindings);
    expect(finished.problems).toEqual([]);
    expect(bench.twin.world.state.databases.size).toBe(3);
    const bindings = bound(finished);
    for (const key of ['engagements', 'goals', 'retros'] as const) {
      const seen = await look(bench, bindings[key].databaseId);
      expect(seen.types).toEqual(declaredTypes(key));
      expect(seen.views).toEqual(databases[key].views.map((view) => view.name));
    }
    await bench.provision(bindings);
    expect(bench.writes()).toEqual([]);
  }
});

test('[N3] a write whose answer is lost is not made twice, whichever it is', async () => {
  for (let nth = 1; nth <= 14; nth += 1) {
    const bench = createBench();
    bench.twin.faults.add({ kind: 'lose-answer', operation: 'write', nth });
    const broken = await bench.provision();
    expect(broken.stopped?.reason).toBe('unknown');
    const finished = await bench.provision(broken.bindings);
    expect(finished.problems).toEqual([]);
    expect(bench.twin.world.state.databases.size).toBe(3);
    for (const key of ['engagements', 'goals', 'retros'] as const) {
      const seen = await look(bench, bound(finished)[key].databaseId);
      expect(seen.types).toEqual(declaredTypes(key));
      expect(seen.views).toEqual(databases[key].views.map((view) => view.name));
    }
  }
});

test('[N2] databases and properties that people renamed are the same still', async () => {
  const bench = createBench();
  const first = await bench.provision();
  bench.twin.act.renameDatabase('Engagements', 'Missions');
  bench.twin.act.renameProperty('Missions', 'Phase', 'State');
  bench.twin.act.renameProperty('Missions', 'Goals', 'Aims');
  bench.twin.act.renameProperty('Goals', 'Engagement', 'Mission');
  bench.calls();
  const second = await bench.provision(first.bindings);
  expect(bench.writes()).toEqual([]);
  expect(second.bindings).toEqual(first.bindings);
  expect(second.problems).toEqual([]);
});

test('[N4] a property that people removed is added again, and nothing else is sent', async () => {
  const bench = createBench();
  const first = bound(await bench.provision());
  bench.twin.act.deleteProperty('Engagements', 'Kickoff');
  bench.calls();
  const second = await bench.provision(first);
  expect(second.done).toEqual(['Added Kickoff to Engagements.']);
  const bodies = bench.twin.calls.filter((call) => call.write).map((call) => call.body);
  expect(bodies).toEqual([{ properties: { Kickoff: { date: {} } } }]);
  expect(bound(second).engagements.properties.kickoff).toBeDefined();
  expect(bound(second).engagements.properties.kickoff).not.toBe(first.engagements.properties.kickoff);
});

test('[N4] a formula that is added again names its properties as people call them now', async () => {
  const bench = createBench();
  const first = bound(await bench.provision());
  bench.twin.act.renameProperty('Engagements', 'Team fit', 'Chemistry');
  bench.twin.act.deleteProperty('Engagements', 'Fit score');
  const second = await bench.provision(first);
  expect(second.done).toEqual(['Added Fit score to Engagements.']);
  const seen = await look(bench, first.engagements.databaseId);
  expect(seen.formulas['Fit score']).toContain('prop("Chemistry")');
});

test('[N4] a formula waits for a property that is of another type, and says so', async () => {
  const bench = createBench();
  const first = bound(await bench.provision());
  bench.twin.act.deleteProperty('Engagements', 'Fit score');
  bench.twin.act.retypeProperty('Engagements', 'Team fit', 'rich_text');
  bench.calls();
  const second = await bench.provision(first);
  expect(bench.writes()).toEqual([]);
  expect(second.problems).toEqual([
    'Engagements: the property “Team fit” is of type text where number is needed. Rename it, or change its type.',
    'Engagements: “Fit score” cannot be added while “Team fit” is of another type or missing.',
  ]);
});

test('[N4] the Engagements side of a relation that people removed comes back', async () => {
  const bench = createBench();
  const first = bound(await bench.provision());
  bench.twin.act.deleteProperty('Engagements', 'Retros');
  const second = await bench.provision(first);
  expect(second.problems).toEqual([]);
  const seen = await look(bench, first.engagements.databaseId);
  expect(seen.types.Retros).toBe('relation');
  const { types } = await look(bench, first.retros.databaseId);
  expect(Object.values(types).filter((type) => type === 'relation')).toHaveLength(1);
});

test('[N4] the name of a removed property that another one has taken since is left to that one', async () => {
  const bench = createBench();
  const first = bound(await bench.provision());
  bench.twin.act.deleteProperty('Engagements', 'Intro');
  bench.twin.act.renameProperty('Engagements', 'Kickoff', 'Intro');
  bench.calls();
  const second = await bench.provision(first);
  expect(bench.writes()).toEqual([]);
  expect(second.problems).toHaveLength(1);
  expect(bound(second).engagements.properties.kickoff).toBe(first.engagements.properties.kickoff);
  expect(bound(second).engagements.properties.intro).toBeUndefined();
});

test('[N7] a property of another type is no longer bound, is named, and is left as it is', async () => {
  const bench = createBench();
  const first = bound(await bench.provision());
  bench.twin.act.retypeProperty('Goals', 'Kind', 'rich_text');
  bench.calls();
  const second = await bench.provision(first);
  expect(bench.writes()).toEqual([]);
  expect(bound(second).goals.properties.kind).toBeUndefined();
  expect(second.problems).toEqual([
    'Goals: the property “Kind” is of type text where select is needed. Rename it, or change its type.',
  ]);
});

test('[N4] a property that people retyped and renamed is theirs; ours is added again', async () => {
  const bench = createBench();
  const first = bound(await bench.provision());
  bench.twin.act.retypeProperty('Goals', 'Kind', 'rich_text');
  bench.twin.act.renameProperty('Goals', 'Kind', 'Sort of goal');
  const second = await bench.provision(first);
  expect(second.done).toEqual(['Added Kind to Goals.']);
  expect(second.problems).toEqual([]);
  expect((await look(bench, first.goals.databaseId)).types).toMatchObject({
    'Sort of goal': 'rich_text',
    Kind: 'select',
  });
});

test('[N4] a status option that people removed is named, not written', async () => {
  const bench = createBench();
  const first = bound(await bench.provision());
  bench.twin.act.removeOption('Engagements', 'Phase', 'Declined');
  bench.calls();
  const second = await bench.provision(first);
  expect(bench.writes()).toEqual([]);
  expect(second.problems).toEqual([
    'Engagements: “Phase” lacks the option “Declined”. Add it in Notion, in the group Complete.',
  ]);
});

test("[N5] a database of somebody's with our name is adopted: what it lacks is added, what it has stays", async () => {
  const bench = createBench();
  bench.twin.act.createDatabase('Goals', {
    Title: { title: {} },
    Metric: { rich_text: {} },
    Mood: { select: {} },
  });
  const mine = bench.twin.act.create('Goals', { Title: 'Fewer incidents', Metric: 'incidents a week' });
  const made = await bench.provision();
  expect(made.problems).toEqual([]);
  expect(made.done).toContain('Found the database Goals under the parent page.');
  const bindings = bound(made);
  expect(bench.twin.world.state.databases.size).toBe(3);
  const seen = await look(bench, bindings.goals.databaseId);
  expect(seen.types).toMatchObject({
    Title: 'title',
    Mood: 'select',
    Score: 'formula',
    Engagement: 'relation',
  });
  expect(seen.types.Name).toBeUndefined();
  expect(seen.views).toContain('Default view');
  const page = await bench.notion(bindings).page('goals', mine);
  expect(page).toMatchObject({ value: { row: { name: 'Fewer incidents', metric: 'incidents a week' } } });
});

test('[N6] a database with a property of our name and another type is left alone, and nothing is made', async () => {
  const bench = createBench();
  bench.twin.act.createDatabase('Retros', { Name: { title: {} }, Date: { rich_text: {} } });
  const made = await bench.provision();
  expect(bench.writes()).toEqual([]);
  expect(made.bindings).toBeNull();
  expect(made.problems).toEqual([
    'Retros: the property “Date” is of type text where date is needed. Rename it, or change its type.',
  ]);
  bench.twin.act.renameProperty('Retros', 'Date', 'When');
  expect((await bench.provision()).problems).toEqual([]);
});

test('[N6] two databases of one name: none is chosen', async () => {
  const bench = createBench();
  bench.twin.act.createDatabase('Goals', { Name: { title: {} } });
  bench.twin.act.createDatabase('Goals', { Name: { title: {} } });
  const made = await bench.provision();
  expect(bench.writes()).toEqual([]);
  expect(made.problems).toEqual([
    'Goals: there are several databases of this name under the parent page. Rename all but one.',
  ]);
});

test('[N5] a database of our name that is not directly under the parent page is not ours', async () => {
  const bench = createBench();
  const below = bench.twin.act.createPage('Archive');
  bench.twin.act.createDatabase('Goals', { Name: { title: {} } }, below);
  const made = await bench.provision();
  expect(made.done).toContain('Made the database Goals.');
});

test('[N9] a bound database in the trash or unshared is named; nothing is made, the bindings stay', async () => {
  const bench = createBench();
  const first = bound(await bench.provision());
  bench.twin.act.trashDatabase('Retros');
  bench.calls();
  const trashed = await bench.provision(first);
  expect(bench.writes()).toEqual([]);
  expect(trashed.bindings).toEqual(first);
  expect(trashed.problems).toEqual(['Retros: the database is in the trash. Restore it in Notion.']);
  bench.twin.act.restoreDatabase('Retros');
  bench.twin.act.unshare(first.goals.databaseId);
  const unshared = await bench.provision(first);
  expect(bench.writes()).toEqual([]);
  expect(unshared.bindings).toEqual(first);
  expect(unshared.problems).toHaveLength(1);
  bench.twin.act.share(first.goals.databaseId);
  expect((await bench.provision(first)).problems).toEqual([]);
});

test('[N9] a parent page that is not shared and a token that is not valid are said in words', async () => {
  const bench = createBench();
  bench.twin.act.unshare(bench.twin.parentPage);
  expect((await bench.provision()).problems).toEqual([
    'The parent page is not there, or not shared with the integration. Share it in Notion (Connections).',
  ]);
  bench.twin.act.revoke();
  const refused = await bench.provision();
  expect(refused.problems).toEqual(['Notion does not accept the token. Put a valid one into NOTION_TOKEN.']);
  expect(refused.stopped?.reason).toBe('denied');
});

test('[N24] a view that was made once and then removed or renamed by people is not made again', async () => {
  const bench = createBench();
  const first = bound(await bench.provision());
  const id = first.engagements.views?.All;
  const headers = { authorization: `Bearer ${bench.twin.token}`, 'notion-version': '2026-03-11' };
  await bench.twin.fetch(new Request(`https://api.notion.com/v1/views/${id}`, { method: 'DELETE', headers }));
  bench.calls();
  expect((await bench.provision(first)).done).toEqual([]);
});

test('[N24] a view that Notion refuses is named and the others are made', async () => {
  const bench = createBench();
  bench.twin.faults.add({ kind: 'refuse', operation: 'views.create', status: 403 });
  const made = await bench.provision();
  expect(made.stopped).toBeNull();
  expect(made.problems).toEqual([
    'Notion refused (restricted_resource) what would have been: Added the view By phase to Engagements.',
  ]);
  const again = await bench.provision(made.bindings);
  expect(again.problems).toEqual([]);
  expect(again.done[0]).toBe('Added the view By phase to Engagements.');
});

test('[N3] the mirror of a relation gets its name where Notion gave it another', async () => {
  const bench = createBench();
  await bench.provision(null, within(4));
  bench.twin.act.renameProperty('Engagements', 'Goals', 'Related to Goals (Engagement)');
  const finished = await bench.provision();
  expect(finished.done).toContain('Named the relation Goals in Engagements.');
  expect((await look(bench, bound(finished).engagements.databaseId)).types.Goals).toBe('relation');
});

test('[S69] provisioning ends also where an invocation has few calls: each run gets somewhere', async () => {
  for (const budget of [14, 20, 45]) {
    const bench = createBench();
    let bindings: Bindings | null = null;
    let runs = 0;
    for (let stopped = true; stopped; runs++) {
      expect(runs, `with ${budget} calls`).toBeLessThan(8);
      const answer = await bench.provision(bindings, within(budget));
      bindings = answer.bindings ?? bindings;
      stopped = answer.stopped !== null;
    }
    for (const key of ['engagements', 'goals', 'retros'] as const)
      expect((await look(bench, bindings?.[key].databaseId ?? '')).views).toEqual(
        databases[key].views.map((view) => view.name),
      );
  }
});
