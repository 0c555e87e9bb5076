/**
 * The same things done to the twin as were done to the real calendar when the sync pages were recorded: the increments must
 * come out alike, item by item. Runs only where the recorded pages are.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGoogleTwin, type GoogleTwin } from '../../../twins/google/index.ts';
import { type Ask, asker, ownerToken } from './drive.ts';

const FILE = fileURLToPath(
  new URL('../../../../shared/contracts/fixtures/google-sync-pages.jsonl', import.meta.url).href,
);
const here = existsSync(FILE);

type Item = Record<string, unknown>;
interface Page extends Item {
  items: Item[];
}

const recorded = new Map<string, Page>();
if (here) {
  for (const line of readFileSync(FILE, 'utf8').trim().split('\n')) {
    const { source, response } = JSON.parse(line) as { source: string; response: Page };
    recorded.set(source.replace(/^recurring\/|\.ts$/g, ''), response);
  }
}
const page = (name: string): Page => recorded.get(name) ?? { items: [] };
const item = (name: string, n: number): Item => page(name).items[n] ?? {};

let twin: GoogleTwin;
let ask: Ask;

const list = async (query: string): Promise<Page> => (await ask('GET', `events${query}`)).body as Page;

/** Plays `during` between a full read and an increment; answers the increment. */
async function increment(during: () => void): Promise<Page> {
  const full = await list('');
  during();
  return list(`?syncToken=${String(full.nextSyncToken)}`);
}

/** The series as it stood before, made anew under its recorded id. */
function series(like: Item, recurrence = ['RRULE:FREQ=DAILY']): string {
  const { summary, start, end } = like;
  return twin.act.create({ id: String(like.id).replace(/_.*/, ''), summary, start, end, recurrence });
}

/** What must be the same: everything but times of writing, links, people. Etags only by who shares one. */
function shape(found: Page): unknown {
  const etags = [...new Set(found.items.map((i) => i.etag))];
  return found.items.map((one) => {
    const { etag, htmlLink, created, updated, creator, organizer, ...rest } = one;
    const given = { htmlLink, created, updated, creator, organizer };
    const has = Object.entries(given)
      .filter(([, v]) => v !== undefined)
      .map(([k]) => k);
    return { ...rest, has, sharesEtagWith: etags.indexOf(etag) };
  });
}
/** Ids that Google made up, and which the twin makes up otherwise, under one name. */
const named = (value: unknown, id: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(String(id), 'made-up'));

describe.skipIf(!here)(
  `recorded sync pages${here ? '' : ' (skipped: ../shared/contracts is not here)'}`,
  () => {
    beforeAll(async () => {
      twin = await createGoogleTwin({ now: Date.now, timeZone: 'America/Chicago' });
    });
    beforeEach(async () => {
      twin.reset();
      ask = asker(twin, await ownerToken(twin));
    });

    it('a new series', async () => {
      const like = page('create/create');
      const got = await increment(() => series(like.items[0] ?? {}));
      expect(shape(got)).toEqual(shape(like));
      expect(
        Object.keys(got)
          .filter((k) => k !== 'items')
          .sort(),
      ).toEqual(
        Object.keys(like)
          .filter((k) => k !== 'items')
          .sort(),
      );
      expect(Object.keys(got.items[0] ?? {})).toEqual(Object.keys(like.items[0] ?? {}));
    });

    it('a deleted series is one bare tombstone', async () => {
      for (const name of ['delete/all/all-1', 'delete/all/all-2']) {
        const like = page(name);
        const id = series({ ...item('create/create', 0), id: like.items[0]?.id });
        const got = await increment(() => twin.act.remove(id));
        expect(shape(got)).toEqual(shape(like));
      }
    });

    it('one occurrence deleted', async () => {
      for (const name of ['delete/single/delete.single', 'delete/single/delete.single-2']) {
        const [master, gone] = [item(name, 0), item(name, 1)];
        series(master, master.recurrence as string[]);
        const got = await increment(() => twin.act.remove(String(gone.id)));
        expect(shape(got)).toEqual(shape(page(name)));
      }
    });

    it('this and following deleted: an exception behind the cut is a tombstone without its series', async () => {
      const [master, gone] = [
        item('delete/this-and-following/delete.this-and-following-2', 0),
        item('delete/this-and-following/delete.this-and-following-2', 1),
      ];
      const id = series(master);
      twin.act.remove(String(gone.id));
      const got = await increment(() => twin.act.remove(`${id}_20250326T150000Z`, { scope: 'following' }));
      expect(shape(got)).toEqual(shape(page('delete/this-and-following/delete.this-and-following-2')));
    });

    it('this and following deleted: an exception before the cut comes along', async () => {
      const [master, gone] = [
        item('delete/this-and-following/delete.this-and-following', 0),
        item('delete/this-and-following/delete.this-and-following', 1),
      ];
      const id = series(master, ['RRULE:FREQ=DAILY;UNTIL=20250401T045959Z']);
      twin.act.remove(String(gone.id));
      const got = await increment(() => twin.act.remove(`${id}_20250327T130000Z`, { scope: 'following' }));
      expect(shape(got)).toEqual(shape(page('delete/this-and-following/delete.this-and-following')));
    });

    it('one occurrence moved and renamed', async () => {
      const [master, moved] = [
        item('edit/single/single.instance-2', 0),
        item('edit/single/single.instance-2', 1),
      ];
      series(master);
      const { id, summary, description, start, end } = moved;
      const got = await increment(() => twin.act.edit(String(id), { summary, description, start, end }));
      expect(shape(got)).toEqual(shape(page('edit/single/single.instance-2')));
    });

    it('one occurrence renamed after others: the whole series comes again, under one etag', async () => {
      const [master, ...exceptions] = page('edit/single/single.instance-3').items;
      series(master ?? {});
      const rename = (one: Item) => twin.act.rename(String(one.id), String(one.summary));
      for (const one of exceptions.slice(1)) rename(one);
      const got = await increment(() => rename(exceptions[0] ?? {}));
      expect(shape(got)).toEqual(shape(page('edit/single/single.instance-3')));
    });

    it('this and following renamed: the master ends the day before, `<id>_R…` goes on', async () => {
      const [master, next] = [
        item('edit/this-and-following/this-and-following-2', 0),
        item('edit/this-and-following/this-and-following-2', 3),
      ];
      const id = series(master);
      for (const n of [1, 2]) {
        const { start, end, id: moved } = item('edit/this-and-following/this-and-following-2', n);
        twin.act.edit(String(moved), { start, end });
      }
      const got = await increment(() =>
        twin.act.rename(`${id}_20250326T131500Z`, String(next.summary), { scope: 'following' }),
      );
      expect(shape(got)).toEqual(shape(page('edit/this-and-following/this-and-following-2')));
    });

    it('this and following moved: the new master has a wholly new id', async () => {
      const like = page('edit/this-and-following-v2/this-and-following-0');
      const [master, next] = [like.items[0] ?? {}, like.items[1] ?? {}];
      const id = series(master);
      const { summary, description, start, end } = next;
      let made = '';
      const got = await increment(() => {
        const fields = { summary, description, start, end };
        made = twin.act.edit(`${id}_20250401T130000Z`, fields, { scope: 'following' });
      });
      expect(made).not.toContain(id);
      const byMaster = { ...got, items: got.items.sort((a) => (a.id === id ? -1 : 1)) };
      expect(named(shape(byMaster), made)).toEqual(named(shape(like), next.id));
    });

    it('all renamed: exceptions and what was split off take the new words', async () => {
      const like = page('edit/all/all-1');
      const [master, exception] = [like.items[0] ?? {}, like.items[1] ?? {}];
      const id = series({ ...master, summary: 'Dishes' });
      twin.act.rename(String(exception.id), 'Edited Just This One');
      twin.act.edit(`${id}_20250326T123000Z`, { summary: 'Changed from here on' }, { scope: 'following' });
      const { summary, description } = master;
      const got = await increment(() => twin.act.edit(id, { summary, description }));
      expect(shape(got)).toEqual(shape(like));
    });
  },
);
