// Words for stories that begin in Notion: one engagement of four weeks in a world, and both sides as people see
// them, in one line each. Refuses nothing; a story that ends quietly says so by `expectQuiet`.
import { afterEach, expect, vi } from 'vitest';
import type { FriendlyValues } from '../../twins/notion/act.ts';
import { createWorld, type TestWorld, type WorldOptions } from '../world/world.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Four weeks: retros on Thursdays 10, 17 and 24 December, the project retro on the 31st, check-in on 1 April. */
export const ROW: FriendlyValues = {
  Name: 'Apollo',
  Phase: 'Planning',
  Dates: { start: '2026-12-07', end: '2027-01-01' },
  'Time zone': 'Europe/Berlin',
};
export const PEOPLE: FriendlyValues = {
  Engineer: ['Ada Marlow'],
  Advisor: ['Ben Okafor'],
  'Host people': ['Dev Patel', 'Ema Novak'],
};

/** What Calendar shows of `ROW` in Planning. */
export const PLANNED = [
  '2026-12-07–2027-01-01 [Planning] Apollo',
  '2026-12-07 10:00 Kickoff: Apollo',
  '2026-12-10 14:00 Weekly retro: Apollo',
  '2026-12-17 14:00 Weekly retro: Apollo',
  '2026-12-24 14:00 Weekly retro: Apollo',
  '2026-12-31 14:00 Project retro: Apollo',
  '2027-04-01 10:00 Three-month check-in: Apollo',
];
export const RETROS = [
  '1: 2026-12-10 14:00 Planned',
  '2: 2026-12-17 14:00 Planned',
  '3: 2026-12-24 14:00 Planned',
  'project: 2026-12-31 14:00 Planned',
];

/** To be called once in a file of stories: gives clock and network back after each. */
export function tellStories(): void {
  // The first world of a file makes a key, and the machine may be busy.
  vi.setConfig({ testTimeout: 30_000 });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}

/** Ticks, a minute apart, until two in a row find nothing to do: every third one reads Goals in place of Retros. */
export async function settle(world: TestWorld): Promise<void> {
  // No tick begins in the millisecond of another.
  world.pass(1_000);
  for (let ticks = 0, quiet = 0; quiet < 2; ticks++) {
    const { changes } = await world.tick();
    quiet = changes.length === 0 ? quiet + 1 : 0;
    expect(ticks).toBeLessThan(12);
    world.pass(MINUTE);
  }
}

/** A world with one engagement, scheduled. */
export async function engage(row: FriendlyValues = {}, options: WorldOptions = {}) {
  const world = await createWorld(options);
  const page = world.notion.act.create('Engagements', { ...ROW, ...row });
  await settle(world);
  world.calls();
  return story(world, page);
}

/** An engagement's page in a world, with what people do and see there. */
export function story(world: TestWorld, page: string) {
  const zoneOf = () => {
    const named = String(world.notion.see.page(page)['Time zone']);
    return isZone(named) ? named : 'Europe/Berlin';
  };
  return {
    world,
    page,
    /** A person edits the row; everything settles. */
    edit: async (values: FriendlyValues) => {
      world.pass(MINUTE);
      world.notion.act.edit(page, values);
      await settle(world);
    },
    /** A date that ends before it starts: Notion's window may keep one, though its API takes none. */
    turnRound: async (column: string, start: string, end: string) => {
      world.notion.act.edit(page, { [column]: { start } });
      const { pages, dataSources } = world.notion.world.state;
      const properties = [...dataSources.values()].flatMap((source) => source.properties);
      const values: Record<string, unknown> = pages.get(page)?.values ?? {};
      for (const { id, name } of properties) {
        if (name === column && values[id]) values[id] = { start, end };
      }
      await settle(world);
    },
    row: (column: string) => {
      const value = world.notion.see.page(page)[column];
      return value && typeof value === 'object' && 'start' in value
        ? show(value as { start: string; end: string | null }, zoneOf())
        : value;
    },
    calendar: () => readCalendar(world, zoneOf()),
    /** Ids by line, to know events again. */
    events: async () => {
      const seen = await world.calendar();
      return new Map(seen.map((event) => [line(event, zoneOf()), event]));
    },
    /** "3: 2026-12-24 14:00 Planned", by week, the project retro last. */
    retros: () =>
      world.notion.see
        .rows('Retros')
        .filter((row) => row.Key)
        .sort((a, b) => Number(a.Week ?? 99) - Number(b.Week ?? 99))
        .map((row) => {
          const date = row.Date as { start: string; end: string | null } | null;
          return `${row.Week ?? 'project'}: ${date ? show(date, zoneOf()) : 'no date'} ${row.Status}`;
        }),
    /** The Retros page of a week, or of the project retro. */
    retro: (week: number | null) =>
      String(world.notion.see.rows('Retros').find((row) => row.Week === week && row.Key)?.id),
  };
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

const wall = (instant: string, zone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(instant),
  );

const show = ({ start, end }: { start: string; end: string | null }, zone: string) =>
  start.length === 10 ? (end ? `${start}–${end}` : start) : wall(start, zone);

const dayBefore = (day: string) => new Date(Date.parse(day) - DAY).toISOString().slice(0, 10);

const line = (event: { title: string; start: string; end: string }, zone: string) =>
  `${show({ start: event.start, end: event.start.length === 10 ? dayBefore(event.end) : event.end }, zone)} ${event.title}`;

/** Calendar's page, a line an entry, in local times of a zone. */
export const readCalendar = async (world: TestWorld, zone = 'Europe/Berlin') =>
  (await world.calendar()).map((event) => line(event, zone));

/** Mails since the last time this was asked, as "invitation Kickoff: Apollo ×4"; nobody gets one twice. */
export function mails(world: TestWorld): string[] {
  const sent = world.google.outbox.splice(0);
  const each = sent.map(({ to, event, kind }) => `${kind} ${event} ${to}`);
  expect(each.filter((one, at) => each.indexOf(one) !== at)).toEqual([]);
  const counts = new Map<string, number>();
  for (const { kind, summary } of sent)
    counts.set(`${kind} ${summary}`, (counts.get(`${kind} ${summary}`) ?? 0) + 1);
  return [...counts].map(([what, n]) => `${what} ×${n}`);
}

/** The Worker's memory is lost altogether. */
export function forget({ database, ledger }: TestWorld): void {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  for (const { name } of tables)
    if (!/^(sqlite_|_|meta|schema|version)/.test(String(name))) database.exec(`DELETE FROM "${name}"`);
  ledger.reread();
}

/** A further tick, and a sweep, write nothing; nor does anybody hear anything. */
export async function expectQuiet(world: TestWorld): Promise<void> {
  world.calls();
  const told = world.google.outbox.length;
  for (const sweep of [false, false, true]) {
    world.pass(3 * MINUTE);
    await world.tick({ sweep });
  }
  const writes = world.calls().writes.map(({ operation, body }) => `${operation} ${JSON.stringify(body)}`);
  expect(writes).toEqual([]);
  expect(world.google.outbox.length).toBe(told);
}
