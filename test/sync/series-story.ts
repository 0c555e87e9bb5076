// Words for stories of the weekly series, seven weeks long: both sides week by week, its parts in Calendar, and an end
// to each story that also loses the Worker's memory. Refuses nothing.
import { expect } from 'vitest';
import type { WorldOptions } from '../world/world.ts';
import { PEOPLE, point } from './hands.ts';
import { engage, expectQuiet, forget, mails, settle } from './story.ts';

export const WEEKLY = 'Weekly retro: Apollo';
/** Six weekly retros on Thursdays from 10 December to 14 January, the project retro on the 21st. */
export const SEVEN = { ...PEOPLE, Dates: { start: '2026-12-07', end: '2027-01-22' } };
export const THURSDAYS = ['2026-12-10', '2026-12-17', '2026-12-24', '2026-12-31', '2027-01-07', '2027-01-14'];

export type Told = Awaited<ReturnType<typeof engage>>;

export const at = (day: string, time: string, minutes = 30) => {
  const start = Date.parse(`${day}T${time}:00+01:00`);
  return { start: new Date(start).toISOString(), end: new Date(start + minutes * 60_000).toISOString() };
};

/** Days from one on, as `THURSDAYS` are, with a time: "2026-12-10 14:00". */
export const each = (days: readonly string[], time: string) => days.map((day) => `${day} ${time}`);

/** Every retro that Calendar shows, whatever it is called; the project retro left out. */
export const shown = async ({ calendar }: Told, title = /retro|Review/i) =>
  (await calendar())
    .filter((line) => title.test(line) && !line.includes('Project'))
    .map((line) => line.slice(0, 16));

/** Retros pages of weeks, as "2026-12-10 14:00" while Planned, else with their Status. */
export const pages = ({ retros }: Told) =>
  retros()
    .filter((line) => !line.startsWith('project'))
    .map((line) => line.replace(/^\d+: /, '').replace(/ Planned$/, ''));

export async function tell(options: WorldOptions = {}, row: Record<string, unknown> = {}) {
  const told = await engage({ ...SEVEN, ...row } as Parameters<typeof engage>[0], options);
  mails(told.world);
  return told;
}

/** Three weeks at 14:00, then, from the fourth on, 15:00. */
export const SPLIT = [...each(THURSDAYS.slice(0, 3), '14:00'), ...each(THURSDAYS.slice(3), '15:00')];

/** A person drags a week and all that follow. Answers the id of what carries them then. */
export async function dragOn({ world }: Told, day: string, minutes: number): Promise<string> {
  const id = world.google.act.move(await point(world, WEEKLY, day), { minutes, scope: 'following' });
  await settle(world);
  return id;
}

/** A series that a person split in Calendar: `SPLIT`. */
export async function splitOff(options: WorldOptions = {}) {
  const told = await tell(options);
  await dragOn(told, THURSDAYS[3] ?? '', 60);
  mails(told.world);
  return told;
}

/** The id of our series: what its first occurrence is an occurrence of. */
export const seriesId = async ({ world }: Told, day = '2026-12-10') =>
  (await point(world, WEEKLY, day)).replace(/_\d{8}T\d{6}Z$/, '');

/** Nothing more is written; nor after the memory is lost, when both sides still say the same. */
export async function endWell(told: Told): Promise<void> {
  const { world, calendar, retros, row } = told;
  await expectQuiet(world);
  const both = async () => [await calendar(), retros(), row('Weekly retro')];
  const before = await both();
  mails(world);
  forget(world);
  world.calls();
  await settle(world);
  const { writes } = world.calls();
  expect(writes.map(({ operation, body }) => `${operation} ${JSON.stringify(body)}`)).toEqual([]);
  expect(await both()).toEqual(before);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
}
