import { afterEach, expect, test, vi } from 'vitest';
import type { EngagementWrite, RetroWrite } from '../../schemas/index.ts';
import type { Bindings, Notion } from '../../src/notion/workspace.ts';
import { progressOf, scoreOf } from '../../src/playbook/index.ts';
import { type Bench, bound, createBench, failure, NOW, value } from './bench.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const MINUTE = 60_000;

/** A provisioned workspace, its calls forgotten. */
async function open(): Promise<{
  bench: Bench;
  bindings: Bindings;
  notion: Notion;
  person: (name: string) => string;
}> {
  const bench = createBench();
  const bindings = bound(await bench.provision());
  bench.calls();
  const person = (name: string) =>
    [...bench.twin.world.state.users.values()].find((user) => user.name === name)?.id ?? '';
  return { bench, bindings, notion: bench.notion(bindings), person };
}

test('[N10] a row reads back as it was written', async () => {
  const { notion, person } = await open();
  const write: EngagementWrite = {
    name: 'Apollo',
    phase: 'Wrapping up',
    dates: { start: '2026-11-23', end: '2027-01-29' },
    hostTeam: 'Payments *and* more',
    engineer: [person('Ada Marlow')],
    advisor: [],
    hostPeople: [person('Dev Patel'), person('Ema Novak')],
    guests: 'gia@guest.example, max@guest.example',
    timeZone: 'Asia/Kathmandu',
    intro: null,
    kickoff: { start: '2026-11-23T09:00:00.000Z', end: '2026-11-23T09:45:00.000Z' },
    weeklyRetro: { start: '2026-11-26T13:00:00.000Z', end: null },
    onePager: 'https://example.com/apollo',
    businessValue: 2,
    nps: 0,
    checks: 'x'.repeat(4100),
    sync: null,
  };
  for (const options of [undefined, { zone: 'America/New_York' }]) {
    const made = value(await notion.create('engagements', write, undefined, options));
    expect(made.row).toMatchObject(write);
    expect(value(await notion.page('engagements', made.id)).row).toEqual(made.row);
    const again = value(await notion.update('engagements', made.id, write, options));
    expect(again.row).toEqual(made.row);
  }
});

test("[N26] a time is shown in the engagement's own clock", async () => {
  const { bench, notion } = await open();
  const kickoff = { start: '2026-12-18T08:00:00.000Z', end: '2026-12-18T08:45:00.000Z' };
  const made = value(await notion.create('engagements', { name: 'Apollo' }));
  await notion.update('engagements', made.id, { kickoff }, { zone: 'Europe/Vienna' });
  const sent = bench.twin.calls.at(-1)?.body;
  expect(JSON.stringify(sent)).toContain(
    '"start":"2026-12-18T09:00:00","end":"2026-12-18T09:45:00","time_zone":"Europe/Vienna"',
  );
  expect(value(await notion.page('engagements', made.id)).row.kickoff).toEqual(kickoff);
});

test('[N7] what people deleted or retyped is missing in the row, and is not written', async () => {
  const { bench, notion } = await open();
  const made = value(await notion.create('retros', { name: 'Retro 1', week: 1, key: 'k' }));
  bench.twin.act.deleteProperty('Retros', 'Week');
  bench.twin.act.retypeProperty('Retros', 'Date', 'rich_text');
  const { row } = value(await notion.page('retros', made.id));
  expect('week' in row).toBe(false);
  expect('date' in row).toBe(false);
  expect(row.key).toBe('k');
});

test('[N7] a key whose property is not bound is left out; with nothing left the page is only read', async () => {
  const { bench, bindings } = await open();
  const { week: _, ...properties } = bindings.retros.properties;
  const notion = bench.notion({ ...bindings, retros: { ...bindings.retros, properties } });
  const made = value(await notion.create('retros', { name: 'Retro 1', week: 1 }));
  bench.calls();
  const page = value(await notion.update('retros', made.id, { week: 2 }));
  expect(bench.calls()).toEqual(['pages.retrieve']);
  expect('week' in page.row).toBe(false);
});

test('[N2] a renamed property is read and written as before', async () => {
  const { bench, notion } = await open();
  bench.twin.act.renameProperty('Engagements', 'Host team', 'Helped team');
  const made = value(await notion.create('engagements', { name: 'Apollo', hostTeam: 'Payments' }));
  expect(value(await notion.page('engagements', made.id)).row.hostTeam).toBe('Payments');
});

test('[N19] what became of a page is said: trashed, archived, moved elsewhere; not shared is gone', async () => {
  const { bench, notion } = await open();
  const make = async (name: string) => value(await notion.create('engagements', { name })).id;
  const presence = async (id: string) => value(await notion.page('engagements', id)).presence;
  const id = await make('Apollo');
  expect(await presence(id)).toBe('live');
  bench.twin.act.archive(id);
  expect(await presence(id)).toBe('archived');
  bench.twin.act.unarchive(id);
  bench.twin.act.trash(id);
  expect(await presence(id)).toBe('trashed');
  bench.twin.act.restore(id);
  bench.twin.act.move(id, { page: bench.twin.parentPage });
  expect(await presence(id)).toBe('elsewhere');
  const other = await make('Gemini');
  bench.twin.act.unshare(other);
  expect(failure(await notion.page('engagements', other)).reason).toBe('gone');
});

test('[N28] a query answers the pages edited since, oldest edit first, page by page', async () => {
  const { bench, notion } = await open();
  for (let n = 0; n < 130; n += 1) {
    bench.twin.act.create('Goals', { Name: `Goal ${n}` });
    if (n === 49) bench.twin.advance(10 * MINUTE);
  }
  const all = value(await notion.query('goals', {}));
  expect(all.pages).toHaveLength(100);
  const rest = value(await notion.query('goals', { cursor: all.next ?? '' }));
  expect(rest.pages).toHaveLength(30);
  expect(rest.next).toBeNull();
  const late = value(await notion.query('goals', { editedSince: NOW + 5 * MINUTE }));
  expect(late.pages.map((page) => page.row.name)).toContain('Goal 50');
  expect(late.pages).toHaveLength(80);
  const made = value(await notion.query('goals', { createdSince: NOW + 5 * MINUTE, editedSince: NOW }));
  expect(made.pages).toHaveLength(80);
  expect(bench.calls()).toHaveLength(4);
});

test('[N28] a query that Notion cut off says so', async () => {
  const { bench, notion } = await open();
  for (let n = 0; n < 12; n += 1) bench.twin.act.create('Goals', { Name: `Goal ${n}` });
  bench.twin.sessions.resultLimit = 10;
  const cut = value(await notion.query('goals', {}));
  expect(cut).toMatchObject({ incomplete: true, next: null });
  expect(cut.pages).toHaveLength(10);
});

test('[N27] an engagement with more than 25 retros and people is read whole, with calls for that page only', async () => {
  const { bench, notion } = await open();
  const people = Array.from({ length: 30 }, (_, n) => bench.twin.act.addUser({ name: `Person ${n}` }));
  const big = value(await notion.create('engagements', { name: 'Big', hostPeople: people }));
  expect(big.row.hostPeople).toEqual(people);
  value(await notion.create('engagements', { name: 'Small' }));
  for (let n = 0; n < 27; n += 1)
    value(await notion.create('retros', { name: `R ${n}`, engagement: [big.id] }));
  bench.calls();
  const { pages } = value(await notion.query('engagements', {}));
  expect(pages.find((page) => page.id === big.id)?.row.retros).toHaveLength(27);
  expect(pages.find((page) => page.id === big.id)?.row.hostPeople).toEqual(people);
  expect(bench.calls().sort()).toEqual([
    'dataSources.query',
    'pages.properties.retrieve',
    'pages.properties.retrieve',
  ]);
});

test('[N27] a page that was written is not reported as failed because the rest of it could not be read', async () => {
  const { bench, notion } = await open();
  const people = Array.from({ length: 30 }, (_, n) => bench.twin.act.addUser({ name: `Person ${n}` }));
  bench.twin.faults.add({ kind: 'refuse', operation: 'pages.properties.retrieve', status: 503 });
  const made = value(await notion.create('engagements', { name: 'Big', hostPeople: people }));
  expect(made.row.name).toBe('Big');
  expect('hostPeople' in made.row).toBe(false);
  bench.twin.faults.add({ kind: 'refuse', operation: 'pages.properties.retrieve', status: 503 });
  expect(failure(await notion.page('engagements', made.id)).reason).toBe('refused');
});

test('[N13] a retro is found again by its Key, and only while it lives', async () => {
  const { bench, notion } = await open();
  const write: RetroWrite = { name: 'Retro 1', key: 'engagement-1/1', status: 'Planned' };
  const made = value(await notion.create('retros', write));
  value(await notion.create('retros', { ...write, key: 'engagement-1/10' }));
  const found = value(await notion.retrosByKey('engagement-1/1'));
  expect(found.map((page) => page.id)).toEqual([made.id]);
  bench.twin.act.trash(made.id);
  expect(value(await notion.retrosByKey('engagement-1/1'))).toEqual([]);
});

test('[N13] without the Key property nothing says that a retro is not there', async () => {
  const { bench, bindings } = await open();
  const { key: _, ...properties } = bindings.retros.properties;
  const notion = bench.notion({ ...bindings, retros: { ...bindings.retros, properties } });
  expect(failure(await notion.retrosByKey('k'))).toMatchObject({
    reason: 'broken',
    code: 'property_not_bound',
  });
});

test('[N20] a create whose answer is lost is unknown; a collision is refused; a lost token is denied', async () => {
  const { bench, notion } = await open();
  bench.twin.faults.add({ kind: 'lose-answer', operation: 'pages.create' });
  expect(failure(await notion.create('retros', { name: 'R', key: 'k' })).reason).toBe('unknown');
  expect(value(await notion.retrosByKey('k'))).toHaveLength(1);
  bench.twin.faults.add({ kind: 'refuse', operation: 'pages.create', status: 503, written: true });
  const saved = failure(await notion.create('retros', { name: 'R', key: 'j' }));
  const [page] = value(await notion.retrosByKey('j'));
  expect(saved).toMatchObject({ reason: 'unknown', committed: page?.id });
  bench.twin.faults.add({ kind: 'refuse', operation: 'pages.update', status: 409 });
  expect(failure(await notion.update('retros', page?.id ?? '', { week: 1 })).reason).toBe('refused');
  bench.twin.faults.add({ kind: 'truncate', operation: 'dataSources.query' });
  expect(failure(await notion.query('retros', {})).reason).toBe('refused');
  bench.twin.act.revoke();
  expect(failure(await notion.query('retros', {})).reason).toBe('denied');
});

test('[N22] a page gets its body once, and never over what somebody wrote', async () => {
  const { bench, notion } = await open();
  const body = [{ kind: 'heading', text: 'What went well' }] as const;
  const bare = value(await notion.create('retros', { name: 'Retro 1' }));
  expect(value(await notion.fillBody(bare.id, body))).toBe('written');
  expect(value(await notion.fillBody(bare.id, body))).toBe('kept');
  const noted = value(await notion.create('retros', { name: 'Retro 2' }));
  bench.twin.act.write(noted.id, 'Our notes.');
  expect(value(await notion.fillBody(noted.id, body))).toBe('kept');
  const made = value(await notion.create('retros', { name: 'Retro 3' }, body));
  expect(value(await notion.fillBody(made.id, body))).toBe('kept');
});

test('[N23] a comment is plain text in pieces; without the right it is denied and nothing else', async () => {
  const { bench, notion } = await open();
  const made = value(await notion.create('engagements', { name: 'Apollo' }));
  bench.calls();
  value(await notion.comment(made.id, `**not bold** ${'x'.repeat(2500)}`));
  const [comment] = [...bench.twin.world.state.comments.values()];
  expect(JSON.stringify(comment)).toContain('**not bold**');
  bench.twin.act.allow({ insertComments: false });
  expect(failure(await notion.comment(made.id, 'Hello')).reason).toBe('denied');
});

test('[N29] people have addresses in lower case where Notion shows them; guests are found by id only', async () => {
  const { bench, notion, person } = await open();
  const max = bench.twin.act.addUser({ name: 'Max', email: 'Max@Home.Example' });
  const people = value(await notion.people());
  expect(people.find(({ id }) => id === max)).toEqual({ id: max, name: 'Max', email: 'max@home.example' });
  expect(people.find(({ name }) => name === 'Finn Larsen')?.email).toBeNull();
  expect(people.some(({ name }) => name === 'Gia Guest' || name === 'Engagement Sync')).toBe(false);
  expect(value(await notion.person(person('Gia Guest'))).email).toBe('gia@guest.example');
  bench.twin.act.allow({ readEmails: false });
  expect(value(await notion.people()).every(({ email }) => email === null)).toBe(true);
});

/** Makes goals of an engagement, and reads each back. */
const engagementGoals =
  (notion: Notion, engagement: string) =>
  async (baseline: number | null, target: number | null, current: number | null, weight?: number) => {
    const numbers = { baseline, target, current, weight: weight ?? null };
    const goal = value(await notion.create('goals', { name: 'Goal', engagement: [engagement], ...numbers }));
    return value(await notion.page('goals', goal.id)).row;
  };

test('[N12] a goal scores between Baseline and Target, also downwards; without one Current the engagement shows no Progress', async () => {
  const { notion } = await open();
  const apollo = value(await notion.create('engagements', { name: 'Apollo', businessValue: 2, teamFit: 1 }));
  const goalOf = engagementGoals(notion, apollo.id);
  const score = async (...numbers: [number, number, number | null]) => (await goalOf(...numbers)).score;
  const progress = async () => value(await notion.page('engagements', apollo.id)).row.progress;
  expect(await progress()).toBeNull();
  expect(await score(0, 10, null)).toBe(0);
  expect(await progress()).toBeNull();
  expect(await score(0, 10, 5)).toBe(0.5);
  expect(await score(10, 4, 7)).toBe(0.5);
  expect(await score(10, 4, 1)).toBe(1);
  expect(await score(0, 10, -3)).toBe(0);
  const { row } = value(await notion.page('engagements', apollo.id));
  expect(row.progress).toBeCloseTo(0.4);
  expect(row.fitScore).toBe(3);
  expect(row.goals).toHaveLength(5);
});

test.each<[what: string, goals: [number | null, number | null, number | null, number?][]]>([
  [
    'one of no weight',
    [
      [0, 10, 5],
      [0, 10, 10, 3],
      [0, 10, 0, 0],
    ],
  ],
  [
    'none with a Current',
    [
      [0, 10, null],
      [0, 4, null, 2],
    ],
  ],
  ['no weight at all', [[0, 10, 5, 0]]],
  [
    'a weight below 0',
    [
      [0, 10, 5, -2],
      [10, 0, 8],
    ],
  ],
  [
    'blank ends',
    [
      [null, 10, 4],
      [null, null, 4, 2],
      [null, 0, 0],
      [null, 0, 3],
    ],
  ],
])('[N40] Progress is the mean by weight, the same as the playbook reckons: %s', async (_, goals) => {
  const { notion } = await open();
  const apollo = value(await notion.create('engagements', { name: 'Apollo' }));
  const goalOf = engagementGoals(notion, apollo.id);
  const rows = [];
  for (const numbers of goals) rows.push(await goalOf(...numbers));
  for (const row of rows) expect(row.score).toBeCloseTo(scoreOf(row) ?? 0);
  const progress = value(await notion.page('engagements', apollo.id)).row.progress;
  const reckoned = progressOf(rows);
  if (reckoned === null) expect(progress).toBeNull();
  else expect(progress).toBeCloseTo(reckoned);
});
