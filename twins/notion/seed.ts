/**
 * A workspace to begin with: one parent page connected to the integration, the integration's bot, and a handful of
 * invented people, one of whom shows no address and one of whom is a guest.
 */
import { makeUuid, nextRandom } from './ids.ts';
import { toRichText } from './richtext.ts';
import type { Id, State, User } from './state.ts';

interface SeedPerson {
  name: string;
  email?: string;
  guest?: boolean;
}

export interface Seed {
  workspace?: string;
  bot?: string;
  parentTitle?: string;
  people?: SeedPerson[];
  token?: string;
}

const PEOPLE: SeedPerson[] = [
  { name: 'Ada Marlow', email: 'ada@home.example' },
  { name: 'Ben Okafor', email: 'ben@home.example' },
  { name: 'Chiara Rossi', email: 'chiara@home.example' },
  { name: 'Dev Patel', email: 'dev@host.example' },
  { name: 'Ema Novak', email: 'ema@host.example' },
  { name: 'Finn Larsen' },
  { name: 'Gia Guest', email: 'gia@guest.example', guest: true },
];

/** A fresh state; `at` is epoch milliseconds, `randomSeed` any integer. */
export function seedState(seed: Seed, at: number, randomSeed: number): State {
  const random = { seed: randomSeed };
  const uuid = (version: '8' | '4' = '4'): Id => makeUuid(() => nextRandom(random), version);
  const bot: User = { id: uuid(), type: 'bot', name: seed.bot ?? 'Engagement Sync' };
  const people: User[] = (seed.people ?? PEOPLE).map((person) => ({ id: uuid(), type: 'person', ...person }));
  const owner = people[0]?.id ?? bot.id;
  const parentPage = uuid('8');
  const stamps = { created: at, edited: at, createdBy: owner, editedBy: owner };
  const page = {
    id: parentPage,
    parent: { type: 'workspace' as const },
    ...stamps,
    values: { title: toRichText(seed.parentTitle ?? 'Engagements home') },
    icon: null,
    cover: null,
    inTrash: false,
    isArchived: false,
    isLocked: false,
    children: [],
  };
  return {
    random,
    clockShift: 0,
    workspace: { id: uuid(), name: seed.workspace ?? 'Example workspace' },
    bot: { id: bot.id, name: bot.name! },
    token: seed.token ?? 'ntn_twin_0123456789abcdefghijklmnopqrstuvwxyz',
    tokenRevoked: false,
    capabilities: {
      readUsers: true,
      readEmails: true,
      readComments: true,
      insertComments: true,
      readContent: true,
      insertContent: true,
      updateContent: true,
    },
    parentPage,
    shared: new Set([parentPage]),
    hidden: new Set(),
    users: new Map([...people, bot].map((user) => [user.id, user])),
    pages: new Map([[parentPage, page]]),
    blocks: new Map(),
    databases: new Map(),
    dataSources: new Map(),
    views: new Map(),
    comments: new Map(),
  };
}
