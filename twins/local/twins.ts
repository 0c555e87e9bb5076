// The two twins as the local stack uses them: a small invented company, kept on disk, answering the Worker's outbound
// requests under the real hosts' names. Refuses every other host, and keeps the control plane out of the Worker's reach.
import { join } from 'node:path';
import { createGoogleTwin, type GoogleTwin } from '../google/index.ts';
import { createNotionTwin, type NotionTwin } from '../notion/index.ts';
import { type Keeper, keep } from './persist.ts';
import { PEOPLE } from './seed.ts';

export interface LocalTwins {
  readonly notion: NotionTwin;
  readonly google: GoogleTwin;
  /** Answers one outbound request of the Worker. */
  answer(request: Request): Promise<Response>;
  /** Answers one request to a control plane. */
  control(twin: 'notion' | 'google', request: Request): Promise<Response>;
  /** After something was done to a twin without a request. */
  save(): void;
}

const HOSTS: Readonly<Record<string, 'notion' | 'google'>> = {
  'api.notion.com': 'notion',
  'www.googleapis.com': 'google',
  'oauth2.googleapis.com': 'google',
};
/** Calls, mails and pushes that are kept for looking at. */
const JOURNAL = 500;

/** The user in whose name meetings are made; guests get their invitations from here. */
export const OWNER = 'engagements@example.com';

export async function openTwins(
  folder: string,
  deliver: (request: Request) => Promise<Response>,
): Promise<LocalTwins> {
  const now = () => Date.now();
  const notion = createNotionTwin({
    now,
    random: Math.random,
    deliver,
    seed: { workspace: 'Example Ltd', parentTitle: 'Engagements home', people: PEOPLE },
  });
  const google = await createGoogleTwin({ now, owner: OWNER, calendarSummary: 'Engagements' });
  const twins = { notion, google };
  const keepers: Record<'notion' | 'google', Keeper> = {
    notion: keep(notion, join(folder, 'notion.json')),
    google: keep(google, join(folder, 'google.json')),
  };

  const ask = async (name: 'notion' | 'google', request: Request): Promise<Response> => {
    const response = await twins[name].fetch(request);
    trim(notion.calls);
    trim(google.calls);
    trim(google.outbox);
    trim(google.pushes);
    if (request.method !== 'GET') keepers[name].changed();
    return response;
  };

  return {
    ...twins,
    answer: async (request) => {
      const { hostname, pathname, protocol } = new URL(request.url);
      const name = HOSTS[hostname];
      if (name === undefined || protocol !== 'https:') {
        return new Response(`The local stack reaches no ${hostname}.`, { status: 502 });
      }
      if (pathname.startsWith('/__twin')) return new Response('Not found', { status: 404 });
      return ask(name, request);
    },
    control: ask,
    save: () => {
      keepers.notion.save();
      keepers.google.save();
    },
  };
}

function trim(journal: unknown[]): void {
  if (journal.length > JOURNAL) journal.splice(0, journal.length - JOURNAL);
}
