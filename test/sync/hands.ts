// Words for stories that begin in Calendar: pointing at an entry, and what the Worker then wrote, by side.
// It points at what a person sees; an entry that is not to be seen there cannot be pointed at.
import { expect, vi } from 'vitest';
import type { TestWorld } from '../world/world.ts';
import { MINUTE, PEOPLE } from './story.ts';

export { PEOPLE };

/** The id of the entry with this title, on this day where there are several (`2026-12-10`). */
export async function point(world: TestWorld, title: string, day = ''): Promise<string> {
  const found = (await world.calendar()).find(
    (seen) => seen.title.endsWith(title) && seen.start.startsWith(day),
  );
  expect(found, `${title} ${day} in Calendar`).toBeDefined();
  return found?.id ?? '';
}

/** A tick a minute later, and what it wrote: one name a call. */
export async function tickAndSee(world: TestWorld): Promise<{ notion: string[]; google: string[] }> {
  world.pass(MINUTE);
  world.calls();
  await world.tick();
  const { notion, google } = world.calls();
  const writes = (calls: readonly { operation: string; write: boolean }[]) =>
    calls.filter(({ write }) => write).map(({ operation }) => operation);
  return { notion: writes(notion), google: writes(google) };
}

/** Comments that the Worker left on a page. */
export const comments = (world: TestWorld, page: string): string[] =>
  world.notion.see.comments(page).map(({ words }) => words);

/** Sentences of the activity log, oldest first. */
export const activity = (world: TestWorld): string[] =>
  world.ledger
    .activity(500, null)
    .map(({ sentence }) => sentence)
    .reverse();

/** Something that a person does just before the Worker's next call of this method and path reaches its server. */
export function justBefore(method: string, part: string, act: () => void): void {
  const real = globalThis.fetch;
  let isDone = false;
  vi.stubGlobal('fetch', (request: RequestInfo | URL, init?: RequestInit) => {
    const asked = new Request(request as string, init);
    if (!isDone && asked.method === method && decodeURIComponent(asked.url).includes(part)) {
      isDone = true;
      act();
    }
    return real(asked);
  });
}
