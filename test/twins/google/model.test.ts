/** The sum of all increments since any token equals the full list, whatever happens in between and however it is paged. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createGoogleTwin, type GoogleTwin } from '../../../twins/google/index.ts';
import { watch } from '../../contract/watch.ts';
import { type Ask, asker, type Body, ownerToken } from './drive.ts';

let twin: GoogleTwin;
let ask: Ask;
let clock = Date.parse('2027-01-01T00:00:00Z');

const at = (day: number, hour: number) => ({
  dateTime: new Date(Date.UTC(2027, 0, 4 + day, hour)).toISOString(),
  timeZone: 'Europe/Berlin',
});

/** One thing that happens: what, to which event or occurrence (as a share of those there are), with which number. */
const happening = fc.record({
  what: fc.constantFrom(
    'single',
    'series',
    'rename',
    'move',
    'delete',
    'revive',
    'occurrence',
    'skip',
    'slot',
    'split',
    'cut',
    'guest',
    'all',
  ),
  which: fc.nat(50),
  n: fc.integer({ min: 0, max: 9 }),
  tick: fc.nat(3),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

async function happen({ what, which, n, tick }: Happening): Promise<void> {
  clock += tick;
  const all = (await ask('GET', 'events?showDeleted=true&maxResults=2500')).body.items as Body[];
  const pick = (list: Body[]): string | undefined =>
    list[which % Math.max(1, list.length)]?.id as string | undefined;
  const live = all.filter((e) => e.status !== 'cancelled');
  const masters = live.filter((e) => e.recurrence);
  const times = { start: at(n, 9), end: at(n, 10) };
  if (what === 'single') await ask('POST', 'events', { summary: `s${n}`, ...times });
  if (what === 'series') await ask('POST', 'events', { ...times, recurrence: ['RRULE:FREQ=DAILY;COUNT=6'] });
  const id = pick(live);
  if (id && what === 'rename') await ask('PATCH', `events/${id}`, { summary: `r${n}` });
  if (id && what === 'move') await ask('PATCH', `events/${id}`, times);
  if (id && what === 'delete') await ask('DELETE', `events/${id}`);
  if (id && what === 'guest')
    await ask('PATCH', `events/${id}`, { attendees: [{ email: `g${n}@example.com` }] });
  const gone = pick(all.filter((e) => e.status === 'cancelled'));
  if (gone && what === 'revive') await ask('PATCH', `events/${gone}`, { status: 'confirmed' });
  const master = pick(masters);
  if (!master) return;
  if (what === 'slot') await ask('PATCH', `events/${master}`, { start: at(n, 11), end: at(n, 12) });
  if (what === 'all') twin.act.rename(master, `all${n}`);
  const occurrences = (await ask('GET', `events/${master}/instances`)).body.items as Body[];
  const one = pick(occurrences);
  if (!one) return;
  if (what === 'occurrence') await ask('PATCH', `events/${one}`, { start: at(n, 20), end: at(n, 21) });
  if (what === 'skip') await ask('DELETE', `events/${one}`);
  if (what === 'split') twin.act.move(one, { minutes: n * 30, scope: 'following' });
  if (what === 'cut') twin.act.remove(one, { scope: 'following' });
}

/** Reads a listing to its end in pages; something may happen between two pages. */
async function read(
  query: string,
  size: number,
  between: () => Promise<void>,
): Promise<{ items: Body[]; token: string }> {
  const items: Body[] = [];
  let page = '';
  for (;;) {
    const { status, body } = await ask('GET', `events?maxResults=${size}${query}${page}`);
    expect(status).toBe(200);
    items.push(...(body.items as Body[]));
    if (body.nextSyncToken) return { items, token: body.nextSyncToken as string };
    page = `&pageToken=${body.nextPageToken}`;
    await between();
  }
}

/** What a client keeps: deleted events go, cancelled occurrences stay as long as their series. */
function apply(mirror: Map<string, Body>, items: Body[]): void {
  for (const one of items) {
    if (one.status === 'cancelled' && !one.recurringEventId) mirror.delete(one.id as string);
    else mirror.set(one.id as string, one);
  }
}
const settle = (mirror: Map<string, Body>): Body[] =>
  [...mirror.values()]
    .filter((e) => e.status !== 'cancelled' || mirror.has(e.recurringEventId as string))
    .sort((a, b) => ((a.id as string) < (b.id as string) ? -1 : 1));

describe('sync tokens', () => {
  beforeAll(async () => {
    twin = await createGoogleTwin({ now: () => clock, ratePerMinute: Number.POSITIVE_INFINITY });
    twin.fetch = watch(twin, 'twin test');
  });

  it('sum up to the full list', async () => {
    const rounds = fc.array(fc.array(happening, { minLength: 2, maxLength: 8 }), {
      minLength: 2,
      maxLength: 5,
    });
    const late = fc.array(happening, { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(rounds, late, fc.integer({ min: 1, max: 4 }), async (batches, during, size) => {
        twin.reset();
        ask = asker(twin, await ownerToken(twin));
        for (const what of ['series', 'single', 'series'] as const)
          await happen({ what, which: 0, n: 1, tick: 0 });
        const queue = [...during];
        const between = async () => {
          const next = queue.shift();
          if (next) await happen(next);
        };
        const mirror = new Map<string, Body>();
        let { items, token } = await read('', size, between);
        apply(mirror, items);
        for (const batch of batches) {
          for (const one of batch) await happen(one);
          ({ items, token } = await read(`&syncToken=${token}`, size, between));
          apply(mirror, items);
        }
        ({ items } = await read(`&syncToken=${token}`, size, async () => {}));
        apply(mirror, items);
        const full = new Map<string, Body>();
        apply(full, (await read('', 2500, async () => {})).items);
        expect(settle(mirror)).toEqual(settle(full));
      }),
      { numRuns: 60 },
    );
  });
});
