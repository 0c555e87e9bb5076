// What people do in Notion. What cannot be done (no such page) is left undone.
import { PHASES } from '../../src/playbook/index.ts';
import type { House } from './ground.ts';
import { DAY, type Does, dayOf, local, type People, token, ZONES } from './people.ts';
import type { Act } from './scenario.ts';
import { presenceOf, retrosOf } from './seen.ts';

const COLUMNS = ['Intro', 'Fit check', 'Kickoff', 'Project retro', 'Check-in'] as const;

const retroAt = (act: Act, engagement: string, { house }: People, isLive = true) => {
  const all = retrosOf(house, engagement).filter((retro) => retro.isLive === isLive);
  return all[(act.of ?? 0) % Math.max(1, all.length)];
};

/** Whether two pages were made in the same minute: Notion tells it no finer. */
const isOfOneMinute = ({ notion }: House, ...ids: readonly string[]): boolean =>
  new Set(ids.map((id) => Math.floor(Number(notion.world.state.pages.get(id)?.created) / 60_000))).size === 1;

/** Acts in Notion, by name. */
export const IN_NOTION: Readonly<Record<string, Does>> = {
  name: (_, page, people) => edit(people, page, { Name: `Name-${people.next++}` }),
  phase: (act, page, people) =>
    edit(people, page, { Phase: PHASES[(act.a ?? 0) % PHASES.length] ?? 'Planning' }),
  dates(act, page, people) {
    const before = people.house.notion.see.page(page).Dates as { start: string } | null;
    const start = before ? Date.parse(before.start) : people.house.now();
    const isMoved = (act.a ?? 0) % 3 === 0;
    const first = isMoved ? start + (((act.of ?? 0) % 5) - 1) * DAY : start;
    const length = 10 + ((act.a ?? 0) % 17);
    return edit(people, page, { Dates: { start: dayOf(first), end: dayOf(first + length * DAY) } });
  },
  'clear dates': (_, page, people) => edit(people, page, { Dates: null }),
  zone: (act, page, people) =>
    edit(people, page, { 'Time zone': ZONES[(act.a ?? 0) % ZONES.length] ?? 'UTC' }),
  slot: (act, page, people) => edit(people, page, { 'Weekly retro': local(token(people, (act.a ?? 0) % 7)) }),
  'clear slot': (_, page, people) => edit(people, page, { 'Weekly retro': null }),
  time: (act, page, people) =>
    edit(people, page, {
      [COLUMNS[(act.of ?? 0) % COLUMNS.length] ?? 'Kickoff']: local(token(people, (act.a ?? 0) % 30)),
    }),
  blank: (act, page, people) =>
    edit(people, page, { [COLUMNS[(act.of ?? 0) % COLUMNS.length] ?? 'Kickoff']: null }),
  guest(_, page, people) {
    const address = `guest${people.next++}@host.example`;
    people.given.add(address);
    const before = String(people.house.notion.see.page(page).Guests ?? '');
    return edit(people, page, { Guests: [before, address].filter(Boolean).join(', ') });
  },
  'drop guest'(act, page, people) {
    const all = String(people.house.notion.see.page(page).Guests ?? '')
      .split(', ')
      .filter(Boolean);
    if (all.length === 0) return false;
    const gone = all[(act.a ?? 0) % all.length] ?? '';
    // Given once more later it is as new: whom a person took off in Calendar is then asked again.
    for (const one of [...people.removed]) if (one.endsWith(` ${gone}`)) people.removed.delete(one);
    return edit(people, page, { Guests: all.filter((one) => one !== gone).join(', ') });
  },
  host: (act, page, people) =>
    edit(people, page, {
      'Host people': [['Dev Patel'], ['Dev Patel', 'Ema Novak'], []][(act.a ?? 0) % 3] ?? [],
    }),
  'retro date'(act, page, people) {
    const retro = retroAt(act, page, people);
    return retro !== undefined && edit(people, retro.id, { Date: local(token(people, (act.a ?? 0) % 25)) });
  },
  'retro cancel'(act, page, people) {
    const retro = retroAt(act, page, people);
    return retro !== undefined && edit(people, retro.id, { Status: 'Cancelled' });
  },
  'retro plan'(act, page, people) {
    const retro = retroAt(act, page, people);
    return retro !== undefined && edit(people, retro.id, { Status: 'Planned' });
  },
  'retro blank'(act, page, people) {
    const retro = retroAt(act, page, people);
    return retro !== undefined && edit(people, retro.id, { Date: null });
  },
  'retro trash'(act, page, people) {
    const retro = retroAt(act, page, people);
    if (retro) people.house.notion.act.trash(retro.id);
    return retro !== undefined;
  },
  'retro restore'(act, page, people) {
    const retro = retroAt(act, page, people, false);
    if (retro) people.house.notion.act.restore(retro.id);
    return retro !== undefined;
  },
  trash(_, page, { house }) {
    if (presenceOf(house, page) !== 'live') return false;
    house.notion.act.trash(page);
    return true;
  },
  restore(_, page, { house }) {
    if (presenceOf(house, page) !== 'trashed') return false;
    house.notion.act.restore(page);
    return true;
  },
  away(_, page, { house }) {
    if (presenceOf(house, page) !== 'live') return false;
    house.notion.act.move(page, { page: house.notion.parentPage });
    return true;
  },
  back(_, page, { house }) {
    if (presenceOf(house, page) !== 'elsewhere') return false;
    house.notion.act.move(page, { database: 'Engagements' });
    return true;
  },
  copy(_, page, people) {
    if (presenceOf(people.house, page) !== 'live') return false;
    people.copies.add(people.house.notion.act.duplicate(page));
    return true;
  },
  'retro copy'(act, page, people) {
    const retro = retroAt(act, page, people);
    if (!retro) return false;
    const copy = people.house.notion.act.duplicate(retro.id);
    // Of a page that the Worker has not looked for yet, and a copy of that minute, nothing says which one was first (S32).
    const known = people.house.trees.state(page)?.base?.slots ?? {};
    const isMet = Object.values(known).some(({ pageId }) => pageId === retro.id);
    if (isMet || !isOfOneMinute(people.house, retro.id, copy)) people.copies.add(copy);
    return true;
  },
  'own retro'(_, __, people) {
    people.foreign.add(people.house.notion.act.create('Retros', { Name: `Ours-${people.next++}` }));
    return true;
  },
  body(act, page, people) {
    const retro = retroAt(act, page, people);
    if (!retro) return false;
    const words = `Body-${people.next++}`;
    people.house.notion.act.write(retro.id, words);
    people.texts.set(words, { page: retro.id });
    return true;
  },
  'follow up': (_, page, people) =>
    edit(people, page, { 'Follow-up': people.house.notion.see.page(page)['Follow-up'] !== true }),
  goal(act, page, people) {
    if (presenceOf(people.house, page) !== 'live') return false;
    people.house.notion.act.create('Goals', {
      Name: `Goal-${people.next++}`,
      Engagement: [page],
      Baseline: 0,
      Target: 100,
      Current: (act.a ?? 0) % 100,
    });
    return true;
  },
  notes(act, page, people) {
    const retro = retroAt(act, page, people);
    if (!retro) return false;
    const words = `Notes-${people.next++}`;
    people.house.notion.act.write(retro.id, words);
    people.texts.set(words, { page: retro.id });
    return edit(people, retro.id, { 'Notes status': 'Ready' });
  },
  vote(act, page, { house }) {
    const points = ((act.a ?? 0) % 3) as 0 | 1 | 2;
    const scores = { businessValue: points, technicalValue: 1, teamFit: 2 } as const;
    house.trees.forms.putVote(page, { voter: `Voter ${act.of}`, scores }, house.now());
    house.trees.touch(page, null);
    return true;
  },
};

function edit(people: People, page: string, values: Parameters<House['notion']['act']['edit']>[1]): boolean {
  const stored = people.house.notion.world.state.pages.get(page);
  if (!stored || stored.inTrash || stored.parent.type !== 'data_source_id') return false;
  people.house.notion.act.edit(page, values);
  return true;
}
