// The two windows in which an edit may be lost (docs/spec/sync.md S31, S32): that they are there, that they are no wider,
// and that the simulation would say so if they were.
import { afterAll, expect, it } from 'vitest';
import { openStage } from './play.ts';
import type { Act, Fault, Scenario } from './scenario.ts';

const stage = await openStage();
afterAll(stage.close);

/** A retro is moved in Calendar, and its page's Date is changed in Notion during a call of the tick that tells it. */
const raced = (operation: string): Scenario => ({
  place: 'planned',
  lag: 0,
  acts: [
    { do: 'move', of: 2, a: 3, b: 0 },
    { do: 'tick', a: 0 },
  ],
  faults: [],
  mids: [{ operation, nth: 1, act: { do: 'retro date', of: 0, a: 9, b: 0 } }],
});

it('[S31] W1: an edit between our last read of a page and our write to it is written over', async () => {
  expect(await stage.wrongsOf(raced('pages.update'))).toEqual([]);
  const [wrong] = await stage.wrongsOf(raced('pages.update'), { strict: ['W1'] });
  expect(wrong).toMatch(/^lost: week:1 = .*set in notion by "retro date"/);
});

it('[S31] W1 is no wider: an edit before that read is weighed, and said where it is not kept', async () => {
  const { acts, ...rest } = raced('pages.retrieve');
  const edit = { do: 'retro date', of: 0, a: 9, b: 0 } as const;
  // Before the lists of the tick; and, where the tick has more to write, before the page is read once more.
  const [moved, tick] = acts;
  const other = { do: 'move', of: 1, a: 7, b: 0 } as const;
  for (const scenario of [
    { ...rest, acts: [moved, edit, tick], mids: [] },
    { ...rest, acts: [moved, other, tick] },
    { ...rest, acts: [other, moved, tick] },
  ])
    expect(await stage.wrongsOf(scenario as Scenario, { strict: ['W1', 'W2'] })).toEqual([]);
});

/** A page is made Cancelled as Dates are cleared, and a person cancels it during a call of that tick. */
const cancelledBeside = (operation: string): Scenario => ({
  place: 'planned',
  lag: 0,
  acts: [
    { do: 'clear dates' },
    { do: 'tick', a: 0 },
    { do: 'wait', a: 5 },
    { do: 'tick', a: 0 },
    { do: 'dates', of: 0, a: 10 },
  ],
  faults: [],
  mids: [{ operation, nth: 1, act: { do: 'retro cancel', of: 0 } }],
});

it('[S31] W1: a page that a person cancels between our last read and our write that makes it Cancelled counts as ours', async () => {
  expect(await stage.wrongsOf(cancelledBeside('pages.update'))).toEqual([]);
  const [wrong] = await stage.wrongsOf(cancelledBeside('pages.update'), { strict: ['W1'] });
  expect(wrong).toMatch(/^lost: week:1 = none.*set in notion by "retro cancel"/);
});

it('[S31] W1 is no wider: cancelled before that read it stays so', async () => {
  expect(await stage.wrongsOf(cancelledBeside('pages.retrieve'), { strict: ['W1', 'W2'] })).toEqual([]);
});

/** A time is typed in Notion, then the kickoff deleted in Calendar of which Notion had not been told, its making unanswered. */
const hidden = (lag: number): Scenario => ({
  place: 'fresh',
  lag,
  acts: [
    { do: 'wait', a: 1 },
    { do: 'tick', a: 3 },
    { do: 'time', of: 7, a: 27, b: 0 },
    { do: 'tick', a: 2 },
    { do: 'remove', of: 1, a: 33, b: 1 },
    { do: 'tick', a: 2 },
  ],
  faults: [{ operation: 'events.insert', nth: 2, kind: 'late' }],
  mids: [],
});

it('[S31] W1: a kickoff deleted while Notion’s index did not show the time typed there comes back at that', async () => {
  expect(await stage.wrongsOf(hidden(55_000))).toEqual([]);
  const [wrong] = await stage.wrongsOf(hidden(55_000), { strict: ['W1'] });
  expect(wrong).toMatch(/^lost: kickoff = none, set in calendar by "remove"/);
});

it('[S31] W1 is no wider: what the index shows is weighed against the deletion', async () => {
  expect(await stage.wrongsOf(hidden(0), { strict: ['W1'] })).toEqual([]);
});

/** A page's creation is not answered, and somebody trashes it: at once, or when we have looked for it. */
const trashed = (waits: number): Scenario => ({
  place: 'fresh',
  lag: 0,
  acts: [
    { do: 'tick', a: 0 },
    ...Array.from({ length: waits }, () => [
      { do: 'wait', a: 5 },
      { do: 'tick', a: 0 },
    ]).flat(),
    { do: 'retro trash', of: 0, a: 0, b: 0 },
    { do: 'tick', a: 0 },
  ],
  faults: [{ operation: 'pages.create', nth: 1, kind: 'lost answer' }],
  mids: [],
});

it('[S32] W2: a page trashed before we know that it is there is made once more', async () => {
  expect(await stage.wrongsOf(trashed(0))).toEqual([]);
  const [wrong] = await stage.wrongsOf(trashed(0), { strict: ['W2'] });
  expect(wrong).toMatch(/^lost: .* = none, set in notion by "retro trash"/);
});

/** The process dies before it has written down that a page was made, and somebody trashes that page. */
const unsaved = (waits: number): Scenario => ({
  ...trashed(waits),
  faults: [{ operation: 'pages.create', nth: 2, kind: 'crash before, unsaved' }],
});

it('[S32] W2: so is one of which the process dies before it is written down', async () => {
  expect(await stage.wrongsOf(unsaved(0))).toEqual([]);
  const [wrong] = await stage.wrongsOf(unsaved(0), { strict: ['W2'] });
  expect(wrong).toMatch(/^lost: .* = none, set in notion by "retro trash"/);
  expect(await stage.wrongsOf(unsaved(2), { strict: ['W1', 'W2'] })).toEqual([]);
});

/** Somebody cancels it before it is trashed. */
const cancelledUnmet = (waits: number): Scenario => {
  const { acts, ...rest } = trashed(waits);
  return {
    ...rest,
    acts: acts.flatMap((act) => (act.do === 'retro trash' ? [{ ...act, do: 'retro cancel' }, act] : [act])),
  };
};

it('[S32] W2: so is one that was cancelled and trashed before', async () => {
  expect(await stage.wrongsOf(cancelledUnmet(0))).toEqual([]);
  const [wrong] = await stage.wrongsOf(cancelledUnmet(0), { strict: ['W2'] });
  expect(wrong).toMatch(/^lost: .* = none, set in notion by "retro cancel"/);
});

it('[S32] W2 is no wider: cancelled and trashed once we have looked for it, its retro stays away', async () => {
  expect(await stage.wrongsOf(cancelledUnmet(2), { strict: ['W1', 'W2'] })).toEqual([]);
});

it('[S32] W2 is no wider: once we have looked for it, it stays in the trash', async () => {
  expect(await stage.wrongsOf(trashed(2), { strict: ['W1', 'W2'] })).toEqual([]);
});

/** No window counts. */
const ALL = { strict: ['W1', 'W2'] };

/** The nth page is made without an answer, and somebody copies one of them in that minute. */
const copied = (nth: number, of: number): Scenario => ({
  place: 'fresh',
  lag: 0,
  acts: [{ do: 'tick' }, { do: 'retro copy', of, b: 1 }],
  faults: [{ operation: 'pages.create', nth, kind: 'crash after' }],
  mids: [],
});
it('[M77] a page whose making was answered stays the one that is known, whatever is copied in that minute', async () => {
  expect(await stage.wrongsOf(copied(3, 1), ALL)).toEqual([]);
});

it('[S32] W2: of one that was not answered a copy made in that minute may take its place', async () => {
  expect(await stage.wrongsOf(copied(2, 1), ALL)).toEqual([]);
});

/** The kickoff is blanked in Notion and its event deleted by us, unanswered; then a person does something, and the Worker looks. */
const unanswered = (kind: Fault['kind'], ...acts: Scenario['acts']): Scenario => ({
  place: 'planned',
  lag: 0,
  acts: [
    { do: 'time', of: 2, a: 9, b: 0 },
    { do: 'tick', a: 0 },
    { do: 'blank', of: 2, a: 0, b: 0 },
    { do: 'tick', a: 0 },
    ...acts,
    { do: 'tick', a: 0 },
  ],
  faults: [{ operation: 'events.delete', nth: 1, kind }],
  mids: [],
});
const putBack = { do: 'put back', of: 0, a: 0, b: 0 } as const;

it.each(['lost answer', 'crash after'] as const)(
  '[M56] an event put back before we have looked whether our deletion of it landed stays (%s)',
  async (kind) => {
    expect(await stage.wrongsOf(unanswered(kind, putBack), ALL)).toEqual([]);
  },
);

/** As `unanswered`, of a week, or of the whole series. */
const unansweredRetro = (takesAway: Act, kind: Fault['kind']): Scenario => ({
  ...unanswered(kind),
  acts: [takesAway, { do: 'tick', a: 0 }, { do: 'tick', a: 0 }, { do: 'tick', a: 0 }],
});
const deleted = () => stage.house.google.look.all().filter(({ status }) => status === 'cancelled');
const cancelWeek = { do: 'retro cancel', of: 1, a: 0, b: 0 } as const;
const clearSlot = { do: 'clear slot', of: 0, a: 0, b: 0 } as const;

it.each([
  ['a week', cancelWeek],
  ['the whole series', clearSlot],
] as const)('[M56] so does %s', async (_, act) => {
  // The tick after the one that deletes looks what became of it, and the person is faster.
  const { acts, ...rest } = unansweredRetro(act, 'lost answer');
  const at = act === cancelWeek ? 3 : 2;
  expect(await stage.wrongsOf({ ...rest, acts: acts.toSpliced(at, 0, putBack) }, ALL)).toEqual([]);
  expect(deleted()).toEqual([]);
});

it.each(['unavailable', 'crash before', 'refused'] as const)(
  '[M56] a week and a series of which our deletion did not land are deleted (%s)',
  async (kind) => {
    for (const act of [cancelWeek, clearSlot]) {
      expect(await stage.wrongsOf(unansweredRetro(act, kind), ALL)).toEqual([]);
      expect(deleted()).toHaveLength(1);
    }
  },
);

it('[M56] one that was put back and dragged meanwhile is deleted once more, and that is said', async () => {
  const scenario = unanswered('lost answer', putBack, { do: 'move', of: 1, a: 5, b: 0 });
  expect(await stage.wrongsOf(scenario, ALL)).toEqual([]);
});

/** Completed is set and taken back; a person does something before the tick, or while the tick takes meetings away. */
const taken = (acts: Scenario['acts'], mid?: Scenario['acts'][number]): Scenario => ({
  place: 'planned',
  lag: 0,
  acts: [{ do: 'phase', a: 4 }, ...acts, { do: 'tick', a: 0 }, { do: 'phase', a: 2 }, { do: 'tick', a: 0 }],
  faults: [],
  mids: mid ? [{ operation: 'events.delete', nth: 1, act: mid }] : [],
});
const drag = { do: 'move', of: 2, a: 8 } as const;
const remove = { do: 'remove', of: 1, a: 0 } as const;

it('[S53] a meeting deleted in the moment in which the phase takes it away stays away when the phase is back', async () => {
  expect(await stage.wrongsOf(taken([], remove), ALL)).toEqual([]);
});

it('[S53] so does the whole series', async () => {
  expect(await stage.wrongsOf(taken([], { do: 'remove all', of: 2, a: 0 }), ALL)).toEqual([]);
});

it('[S53] what is deleted before the tick stays away', async () => {
  expect(await stage.wrongsOf(taken([remove]), ALL)).toEqual([]);
});

/** The phase takes the kickoff away, unanswered and without effect; a person deletes it, and the phase is back. */
const deletedToo = (kind: Fault['kind']): Scenario => ({
  ...taken([], undefined),
  acts: [
    { do: 'phase', a: 4 },
    { do: 'tick', a: 0 },
    { ...remove, of: 0 },
    { do: 'tick', a: 0 },
    { do: 'phase', a: 2 },
    { do: 'tick', a: 0 },
  ],
  faults: [{ operation: 'events.delete', nth: 2, kind }],
});

it('[M56] what a person deletes while an unanswered deletion of ours may still land counts as ours, and that is said', async () => {
  expect(await stage.wrongsOf(deletedToo('unavailable'), ALL)).toEqual([]);
  const said = stage.house.ledger.activity(60, null).map(({ sentence }) => sentence);
  expect(said).toContainEqual(
    expect.stringMatching(/^Cancelled Kickoff: .*comes back with the phase.*deleting it or putting it back/),
  );
});

it('[M56] where our deletion was refused, the person’s counts', async () => {
  expect(await stage.wrongsOf(deletedToo('refused'), ALL)).toEqual([]);
  const said = stage.house.ledger.activity(60, null).map(({ sentence }) => sentence);
  expect(said.some((line) => line.includes('at that moment'))).toBe(false);
});

/** A phase withdraws the project retro; a person makes its page Cancelled right before we read it, and the write for it comes to this. */
const cancelledAsWithdrawn = (
  kind: Fault['kind'] | null,
  operation = 'pages.retrieve',
  nth = 4,
): Scenario => ({
  ...taken([], undefined),
  faults: kind ? [{ operation: 'pages.update', nth: 3, kind }] : [],
  mids: [{ operation, nth, act: { do: 'retro cancel', of: 11, a: 31, b: 3 } }],
});
const isDoubted = () =>
  stage.house.ledger
    .activity(60, null)
    .some(({ sentence }) => /project retro: .* → Cancelled .*Cancelled at that moment/.test(sentence));

it('[M76] a page cancelled while a write of ours that does so is not answered counts as ours, and that is said', async () => {
  expect(await stage.wrongsOf(cancelledAsWithdrawn('crash before'), ALL)).toEqual([]);
  expect(isDoubted()).toBe(true);
});

it('[M76] one cancelled before we wrote is the person’s, and stays so when the phase is back', async () => {
  expect(await stage.wrongsOf(cancelledAsWithdrawn(null, 'pages.update', 2), ALL)).toEqual([]);
  expect(isDoubted()).toBe(false);
});

it('[M65] a week dragged in the moment in which its series is withdrawn keeps that time on its page', async () => {
  expect(await stage.wrongsOf(taken([], drag), ALL)).toEqual([]);
});
