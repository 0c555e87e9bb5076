// What the stories about notes stand on: an engagement whose retro was held, and what people then write and see.
import type { FriendlyValues } from '../../twins/notion/index.ts';
import type { TestWorld, WorldOptions } from '../world/world.ts';
import { engage, MINUTE, mails, PEOPLE, settle } from './story.ts';

export const READY = { 'Notes status': 'Ready' };
export const AFTER = '2026-12-10T14:00:00Z';

/** Apollo after its first weekly retro (or after the project retro), nobody's mail unread. */
export async function held(row: FriendlyValues = PEOPLE, options: WorldOptions = {}, after = AFTER) {
  const told = await engage(row, options);
  await told.world.at(after);
  await settle(told.world);
  mails(told.world);
  const status = (week: number | null) => told.world.notion.see.page(told.retro(week))['Notes status'];
  return { ...told, status };
}

/** What Calendar shows of the meeting of a day. */
export async function entry(world: TestWorld, day: string) {
  const found = (await world.calendar()).find(
    ({ start, title }) => start.startsWith(day) && title.includes('retro'),
  );
  return { id: found?.id ?? '', description: found?.description ?? '', guests: found?.guests ?? [] };
}

/** Goals are read with every third tick: a sweep reads them at once. */
export async function settleGoals(world: TestWorld) {
  world.pass(MINUTE);
  await world.tick({ sweep: true });
  await settle(world);
}

/** A person writes notes and says that they are ready. */
export async function write(world: TestWorld, page: string, notes: string) {
  world.notion.act.write(page, notes);
  world.notion.act.edit(page, READY);
  await settle(world);
}
