// The figures: each measures one thing in a world of its own and says what it came to and what it could have been.
// What it refuses: to time calls. Calls are counted; time is the virtual clock's, but for CPU.
import { planEngagement } from '../src/sync/plan.ts';
import { readView, readWorld } from '../src/workspace/views.ts';
import { BOUNDS, firstSyncBound, rateBound } from './bounds.ts';
import { type BenchWorld, createBenchWorld, type Exchange } from './world.ts';

export interface Figure {
  readonly name: string;
  /** In words: what is measured. */
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  /** The fewest, or the least, that could do it. */
  readonly bound: number | null;
  readonly boundOf: string | null;
  /** What it has to reach; null: it only informs. */
  readonly target: { readonly words: string; readonly isMet: boolean } | null;
}

const MINUTE = 60_000;
const LATENCY = 500;
const UNLIMITED = { NOTION_RATE: '10000', GOOGLE_RATE: '10000', CALL_BUDGET: '10000' };

export type Note = (words: string) => void;
export interface Measure {
  readonly name: string;
  readonly what: string;
  readonly run: (note: Note) => Promise<Figure[]>;
}

interface Count {
  readonly data: number;
  readonly tokens: number;
  readonly reads: number;
  readonly writes: number;
  readonly notion: number;
  readonly google: number;
}

function countOf(exchanges: readonly Exchange[]): Count {
  const count = (of: (exchange: Exchange) => boolean) => exchanges.filter(of).length;
  return {
    data: count(({ side }) => side !== 'token'),
    tokens: count(({ side }) => side === 'token'),
    reads: count(({ side, isWrite }) => side !== 'token' && !isWrite),
    writes: count(({ isWrite }) => isWrite),
    notion: count(({ side }) => side === 'notion'),
    google: count(({ side }) => side === 'google'),
  };
}

/** Places in the longest chain of calls each of which began after the one before had ended. */
function depthOf(exchanges: readonly Exchange[]): number {
  const places: number[] = [];
  for (const [at, { began }] of exchanges.entries()) {
    const before = exchanges
      .slice(0, at)
      .flatMap(({ ended }, index) => (ended <= began ? (places[index] ?? 0) : []));
    places.push(1 + Math.max(0, ...before));
  }
  return Math.max(0, ...places);
}

/** Ticks until nothing changes, and two more: Notion floors times, so what was just written is read twice. */
async function rest(world: BenchWorld): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    world.pass(4 * MINUTE);
    const { changes } = await world.tick({ immediate: false });
    quiet = changes === 0 ? quiet + 1 : 0;
  }
  world.exchanges();
}

const atMost = (limit: number, measured: number, unit = '') => ({
  words: `≤ ${limit}${unit}`,
  isMet: measured <= limit,
});

/** Six ticks of a world at rest. */
async function idle(world: BenchWorld, count: number): Promise<Figure[]> {
  // A new hour, so that the token outlives what is measured.
  world.pass(61 * MINUTE);
  await rest(world);
  const costs: Count[] = [];
  let cpu = 0;
  for (let n = 0; n < 6; n++) {
    world.pass(5 * MINUTE);
    const before = process.cpuUsage();
    await world.tick({ immediate: false });
    cpu += process.cpuUsage(before).user / 1000 / 6;
    costs.push(countOf(world.exchanges()));
  }
  const most = (of: (count: Count) => number) => Math.max(...costs.map(of));
  const line = (what: string, measured: number, bound: number): Figure => ({
    name: nameOf(count),
    what: `idle tick, ${count} engagements: ${what}`,
    measured,
    unit: 'calls',
    bound,
    boundOf: BOUNDS.idle,
    target: atMost(bound, measured),
  });
  return [
    line(
      'data calls',
      most(({ data }) => data),
      3,
    ),
    line(
      'token calls',
      most(({ tokens }) => tokens),
      0,
    ),
    line(
      'writes',
      most(({ writes }) => writes),
      0,
    ),
    {
      ...line('CPU with the twins’ own', +cpu.toFixed(1), 0),
      unit: 'ms',
      bound: null,
      boundOf: null,
      target: null,
    },
  ];
}

const nameOf = (count: number): string => (count === 1 ? 'schedule' : `many-${count}`);

const change: Measure = {
  name: 'change',
  what: 'one change each way: calls, and calls in sequence from the hook to the change',
  async run() {
    const world = await createBenchWorld({ latency: LATENCY, settings: UNLIMITED });
    const [page = ''] = world.fillIn(20);
    await world.tick();
    await rest(world);
    world.pass(5 * MINUTE);
    world.notion.act.edit(page, { 'Check-in': { start: '2027-06-01T09:00:00.000+02:00' } });
    await world.tick({ hint: 'notion' });
    const there = world.exchanges();
    world.pass(2_000);
    await world.tick({ hint: 'google' });
    const echo = countOf(world.exchanges());
    await rest(world);
    world.pass(5 * MINUTE);
    const kickoff = world.google.look
      .between(world.clock.now(), world.clock.now() + 60 * 24 * 60 * MINUTE)
      .find(({ summary }) => String(summary).startsWith('Kickoff'));
    world.google.act.move(String(kickoff?.id), { minutes: 60 });
    await world.tick({ hint: 'google' });
    const back = world.exchanges();
    world.pass(5 * MINUTE);
    await world.tick({ immediate: false });
    const after = countOf(world.exchanges());
    const [to, from] = [countOf(there), countOf(back)];
    const figure = (
      what: string,
      measured: number,
      bound: number,
      boundOf: string,
      limit: number,
    ): Figure => ({
      name: 'change',
      what,
      measured,
      unit: 'calls',
      bound,
      boundOf,
      target: atMost(limit, measured),
    });
    return [
      figure('one edit in Notion: reads', to.reads, 2, BOUNDS.notionEdit, 2),
      figure('one edit in Notion: writes to Calendar', to.writes, 1, BOUNDS.notionEdit, 1),
      figure('one edit in Notion: calls in sequence', depthOf(there), 2, BOUNDS.notionEdit, 2),
      figure('Calendar’s push of that write (an echo): calls', echo.data, 1, BOUNDS.echo, 1),
      figure('one move in Calendar: lists of events', from.google, 1, BOUNDS.calendarMove, 1),
      figure('one move in Calendar: queries of Notion', from.notion - from.writes, 0, BOUNDS.calendarMove, 2),
      figure('one move in Calendar: writes to Notion', from.writes, 1, BOUNDS.calendarMove, 1),
      figure('one move in Calendar: calls in sequence', depthOf(back), 2, BOUNDS.calendarMove, 2),
      figure('echo writes after both', after.writes, 0, BOUNDS.idle, 0),
    ];
  },
};

const firstSync = (count: number): Measure => ({
  name: nameOf(count),
  what:
    count === 1
      ? 'scheduling one engagement'
      : `the first sync of ${count} engagements, approved, and idle ticks after it`,
  async run(note) {
    const name = nameOf(count);
    const said = count === 1 ? 'scheduling one engagement' : `first sync of ${count}`;
    const world = await createBenchWorld({ latency: LATENCY });
    world.fillIn(count);
    const began = world.clock.now();
    const calls: Exchange[] = [];
    let peak = 0;
    const cpu = process.cpuUsage();
    await world.tick({}, (slices) => {
      calls.push(...world.exchanges().map((exchange) => ({ ...exchange, path: '' })));
      peak = Math.max(peak, process.memoryUsage().rss);
      if (slices % 50 === 0) note(`${name}: ${calls.length} calls in ${slices} slices`);
    });
    const spent = process.cpuUsage(cpu).user / 1000;
    const made = countOf(calls);
    const bound = firstSyncBound({
      engagements: count,
      retroPages: world.notion.see.rows('Retros').length,
      events: world.count('SELECT COUNT(*) AS n FROM events'),
    });
    const took = world.clock.now() - began;
    const least = Math.max(
      rateBound(bound.notion, world.settings.notion.rate, LATENCY),
      rateBound(bound.google, world.settings.google.rate, LATENCY),
    );
    const needed = bound.notion + bound.google;
    const ratio = made.data / needed;
    const used = Math.min(1, (made.notion / took) * (MINUTE / world.settings.notion.rate));
    const isLong = made.notion > 4 * world.settings.notion.rate;
    return [
      {
        name,
        what: `${said}: data calls`,
        measured: made.data,
        unit: 'calls',
        bound: needed,
        boundOf: count === 1 ? BOUNDS.schedule : BOUNDS.firstSync,
        target: { words: '≤ 1.15 × the bound', isMet: ratio <= 1.15 },
      },
      {
        name,
        what: `${said}: token calls`,
        measured: made.tokens,
        unit: 'calls',
        bound: Math.ceil((took + 1) / (60 * MINUTE)),
        boundOf: 'A token lives an hour.',
        target: null,
      },
      {
        name,
        what: `${said}: time to converge, virtual`,
        measured: +(took / 1000).toFixed(1),
        unit: 's',
        bound: +(least / 1000).toFixed(1),
        boundOf: BOUNDS.rate,
        target: null,
      },
      ...(isLong
        ? [
            {
              name,
              what: `${said}: share of what the rate allows`,
              measured: +(used * 100).toFixed(1),
              unit: '%',
              bound: 100,
              boundOf: 'Calls to Notion a minute, of the 180 that it allows, over the whole sync.',
              target: { words: '≥ 95 %', isMet: used >= 0.95 },
            },
          ]
        : []),
      {
        name,
        what: `${said}: CPU with the twins’ own`,
        measured: +(spent / count).toFixed(1),
        unit: 'ms an engagement',
        bound: null,
        boundOf: null,
        target: null,
      },
      {
        name,
        what: `${said}: peak memory with the twins’ own`,
        measured: Math.round(peak / 1e6),
        unit: 'MB',
        bound: null,
        boundOf: null,
        target: null,
      },
      ...(count === 1 ? [] : await idle(world, count)),
    ];
  },
});

const planning: Measure = {
  name: 'planning',
  what: 'planning CPU for each engagement, at 100 and at 10,000',
  async run() {
    const world = await createBenchWorld({ settings: UNLIMITED });
    world.fillIn(100);
    await world.tick();
    const known = readWorld(world.ledger, world.settings, world.clock.now());
    const views = world.trees.states().flatMap((state) => readView(world.trees, state, known) ?? []);
    world.clock.leave();
    const cost = (count: number, views_: typeof views) => {
      const before = process.cpuUsage();
      for (let n = 0; n < count; n++) planEngagement(views_[n % views_.length]!, known);
      return +(process.cpuUsage(before).user / 1000 / count).toFixed(3);
    };
    const fresh = views.map((view) => ({ ...view, base: null, retros: [], events: [] }));
    cost(200, views);
    return [100, 10_000].flatMap((count) => [
      planned(`planning one of ${count}, in step`, cost(count, views)),
      planned(`planning one of ${count}, met for the first time`, cost(count, fresh)),
    ]);
  },
};

const planned = (what: string, measured: number): Figure => ({
  name: 'planning',
  what,
  measured,
  unit: 'ms CPU',
  bound: null,
  boundOf: null,
  target: null,
});

/** Everything, the slow ones last. */
export const MEASURES: readonly Measure[] = [planning, change, ...[1, 20, 250, 2_500].map(firstSync)];
