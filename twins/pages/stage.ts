// What the pages stand on: both twins, whoever acts, and what the desk does for them. No state of its own.
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { GoogleTwin } from '../google/index.ts';
import type { NotionTwin } from '../notion/index.ts';
import type { User } from '../notion/state.ts';

export interface Stage {
  readonly notion: NotionTwin;
  readonly google: GoogleTwin;
  /** The zone in which people look at times: the calendar's. */
  readonly timeZone: string;
  /** Where the Worker's own page is; null where the twins are alone. */
  readonly workerUrl: string | null;
  /** Asks the Worker for a tick and follows it; null where there is none to ask. */
  readonly syncNow: (() => Promise<Notice>) | null;
  /** After something was done by hand. */
  acted(twin: 'notion' | 'google'): void;
}

/** One sentence to the person, shown once on the next page. */
export interface Notice {
  readonly good: boolean;
  readonly words: string;
}

/** Whom one may act as: the people of the Notion workspace. */
export function peopleOf(stage: Stage): readonly User[] {
  return [...stage.notion.world.state.users.values()].filter(({ type }) => type === 'person');
}

/** Who acts: chosen in the header, else the first person. */
export function actorOf(stage: Stage, c: Context): User | undefined {
  const people = peopleOf(stage);
  const chosen = getCookie(c, 'as');
  return people.find(({ id }) => id === chosen) ?? people[0];
}

/** Changes whenever something was written to a twin: by the Worker, or by hand (`acts` counts those). */
export function versionOf({ notion, google }: Stage, acts: number): string {
  const last = (calls: readonly { readonly write: boolean; readonly at: number }[]): string => {
    const writes = calls.filter(({ write }) => write);
    return `${writes.length}.${writes.at(-1)?.at ?? 0}`;
  };
  return `${acts}-${last(notion.calls)}-${last(google.calls)}`;
}
