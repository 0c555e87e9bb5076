// The guard alone, as a table: what goes and what is held, on the line and over it.
import { expect, it } from 'vitest';
import { type Action, fingerprint } from '../../src/sync/action.ts';
import { type GuardState, guard } from '../../src/sync/guard.ts';

const LIMITS = { cancellations: 3, mails: 100 };
const FRESH: GuardState = { mails: 0, cancelled: new Set(), held: new Set(), approved: new Set() };

const action = (what: string, mails: number, cancels = false): Action => ({
  call: { do: 'patch', id: what, etag: null, patch: {}, mail: mails > 0 ? 'all' : 'none' },
  words: [{ meeting: what, kind: cancels ? 'cancel' : 'move', what, from: null, to: what, why: '' }],
  cause: 'notion',
  mails: Array.from({ length: mails }, (_, at) => `guest-${at}@example.com`),
  cancels,
  record: {},
});
const plan = (id: string, ...actions: Action[]) => ({ engagement: { id }, actions });
const mailing = (id: string, mails: number) => plan(id, action(`moved ${id}`, mails));
const cancelling = (id: string, mails = 0) => plan(id, action(`cancelled ${id}`, mails, true));
const quiet = (id: string) => plan(id, action(`written ${id}`, 0));
const printsOf = (one: ReturnType<typeof plan>) => one.actions.map((a) => fingerprint(one.engagement.id, a));

type Row = [
  string,
  ReturnType<typeof plan>[],
  Partial<GuardState>,
  go: string,
  held: string,
  why: RegExp | null,
];
const A = 'a b c d e'.split(' ');
const TABLE: Row[] = [
  ['nothing planned is nothing held', [], {}, '', '', null],
  ['a hundred mails are on the line', [mailing('a', 60), mailing('b', 40)], {}, 'a b', '', null],
  ['one more is over it', [mailing('a', 60), mailing('b', 41)], {}, 'a', 'b', /100 mails/],
  ['what is over the line by itself is held', [mailing('a', 101), quiet('b')], {}, 'b', 'a', /100 mails/],
  ['mails of the last hour count', [mailing('a', 1)], { mails: 100 }, '', 'a', /100 mails/],
  ['mails of the last hour up to the line do not', [mailing('a', 1)], { mails: 99 }, 'a', '', null],
  ['three engagements may lose meetings', A.slice(0, 3).map((id) => cancelling(id)), {}, 'a b c', '', null],
  [
    'the fourth and fifth are held',
    A.map((id) => cancelling(id)),
    {},
    'a b c',
    'd e',
    /more than 3 engagements/,
  ],
  [
    'one engagement may lose many meetings',
    [plan('a', ...A.map((what) => action(what, 1, true)))],
    {},
    'a',
    '',
    null,
  ],
  [
    'cancellations of the last hour count',
    [cancelling('d')],
    { cancelled: new Set(['a', 'b', 'c']) },
    '',
    'd',
    /3 engagements/,
  ],
  [
    'an engagement that lost meetings in this hour may lose more',
    [cancelling('c'), cancelling('d')],
    { cancelled: new Set(['a', 'b', 'c']) },
    'c',
    'd',
    /3 engagements/,
  ],
  [
    'what neither mails nor cancels always goes',
    [...A.map((id) => cancelling(id)), quiet('f')],
    { mails: 1000 },
    'a b c f',
    'd e',
    /./,
  ],
  [
    'an engagement is held as a whole',
    [mailing('a', 100), plan('b', action('quiet', 0), action('loud', 1))],
    {},
    'a',
    'b',
    /mails/,
  ],
  [
    'what is held stays so when the hour has passed',
    [mailing('b', 41)],
    { held: new Set(['b']) },
    '',
    'b',
    null,
  ],
  [
    'and others go beside it up to the line',
    [mailing('a', 59), mailing('b', 41)],
    { held: new Set(['b']) },
    'a',
    'b',
    null,
  ],
  [
    'held and new count together',
    [mailing('a', 60), mailing('b', 41)],
    { held: new Set(['b']) },
    '',
    'a b',
    /mails/,
  ],
  ['a hold whose cause is undone goes away', [quiet('b')], { held: new Set(['b']) }, 'b', '', null],
  [
    'what is no longer planned at all holds nothing',
    [mailing('a', 100)],
    { held: new Set(['b']) },
    'a',
    '',
    null,
  ],
];

it.each(TABLE)('[S19] %s', (_name, plans, state, go, held, why) => {
  const verdict = guard(plans, { ...FRESH, ...state }, LIMITS);
  expect(verdict.go.map(({ engagement }) => engagement.id).join(' ')).toBe(go);
  expect(verdict.held.map(({ plan: one }) => one.engagement.id).join(' ')).toBe(held);
  if (why) expect(verdict.why).toMatch(why);
  else expect(verdict.why).toBeNull();
});

it('[S20] what is approved goes and counts no more', () => {
  const [a, b] = [mailing('a', 90), mailing('b', 90)];
  const state = { ...FRESH, held: new Set(['b']), approved: new Set(printsOf(b)) };
  expect(guard([a, b], state, LIMITS).go).toEqual([a, b]);
});

it('[S20] an approval covers no other action of its engagement', () => {
  const approved = new Set(printsOf(mailing('b', 90)));
  const changed = plan('b', action('moved b', 90), action('something else', 20));
  const verdict = guard([changed], { ...FRESH, mails: 90, held: new Set(['b']), approved }, LIMITS);
  expect(verdict.go).toEqual([]);
  expect(verdict.held[0]?.actions.map(({ words }) => words[0]?.what)).toEqual(['something else']);
});

it('[S20] an action reads otherwise when its time, its guests or its meeting is another', () => {
  const print = (one: Action) => fingerprint('a', one);
  const [words] = action('kickoff', 2).words;
  const base = action('kickoff', 2);
  const others = [
    action('kickoff', 3),
    action('kickoff', 2, true),
    action('check-in', 2),
    { ...base, words: [{ ...words!, to: 'Tuesday' }] },
    { ...base, words: [{ ...words!, from: 'Monday' }] },
  ];
  expect(new Set([base, ...others].map(print)).size).toBe(6);
  expect(fingerprint('b', base)).not.toBe(print(base));
  // The reason and the order of guests are no part of it.
  expect(print({ ...base, words: [{ ...words!, why: 'because' }], mails: [...base.mails].reverse() })).toBe(
    print(base),
  );
});

it('[S19] the verdict does not depend on what stands behind in the list', () => {
  const before = guard([mailing('a', 60), mailing('b', 60)], FRESH, LIMITS);
  const after = guard([mailing('a', 60), mailing('b', 60), quiet('c')], FRESH, LIMITS);
  expect(after.held.map(({ prints }) => prints)).toEqual(before.held.map(({ prints }) => prints));
});
