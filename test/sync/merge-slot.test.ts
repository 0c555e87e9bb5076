// The merge table of one meeting holds, cell by cell, and what holds of every merge.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Said, SlotBase } from '../../src/sync/base.ts';
import { isTime, type SlotInput, type SlotMerge } from '../../src/sync/meeting.ts';
import { mergeSlot } from '../../src/sync/merge.ts';
import { FIRST } from './merge-first-cells.ts';
import { AGREED, at, DRAWN, input, isAhead, PAST, PICK, TABLE, TYPED } from './merge-slot-cells.ts';

for (const { title, given, leads } of [...TABLE, ...FIRST]) {
  it(title, () => {
    const merged = mergeSlot(input(given));
    if (leads === null) expect(merged).toBeNull();
    else expect(merged).toMatchObject(leads);
  });
}

describe('of every merge', () => {
  const anyTime = fc.constantFrom(PICK, AGREED, TYPED, DRAWN, PAST, at(-20), at(50));
  const anyNotion: fc.Arbitrary<Said | undefined> = fc.oneof(anyTime, fc.constantFrom('blank', undefined));
  const anyCalendar: fc.Arbitrary<Said | undefined> = fc.oneof(
    anyTime,
    fc.constantFrom('cancelled', undefined),
  );
  const anyPage: fc.Arbitrary<Said | undefined> = fc.oneof(anyTime, fc.constantFrom('cancelled', undefined));
  const anyBase: fc.Arbitrary<SlotBase> = fc.record(
    {
      state: fc.constantFrom('planned', 'cancelled', 'withdrawn'),
      mode: fc.constantFrom('derived', 'pinned'),
      time: anyTime,
      from: fc.constantFrom('now', 'before'),
      row: anyNotion.filter((said) => said !== undefined),
      page: anyPage.filter((said) => said !== undefined),
      calendar: anyCalendar.filter((said) => said !== undefined),
    },
    { requiredKeys: ['state', 'mode', 'time', 'from'] },
  );
  const anyInput: fc.Arbitrary<SlotInput> = fc
    .record({
      base: fc.option(anyBase, { nil: undefined }),
      row: anyNotion,
      page: anyPage,
      calendar: anyCalendar,
      agreed: fc.option(anyTime, { nil: undefined }),
      pick: fc.option(anyTime, { nil: null }),
      wanted: fc.boolean(),
    })
    .map((drawn) => input(drawn));

  /** Both sides and the base after everything that a merge asks for was done. */
  function carryOut(before: SlotInput, merged: SlotMerge): SlotInput {
    const time = merged.time ?? 'blank';
    const row = before.row === undefined ? undefined : merged.state === 'cancelled' ? 'blank' : time;
    const page =
      before.page === undefined
        ? undefined
        : merged.state === 'planned' && merged.time
          ? merged.time
          : 'cancelled';
    // What is over is left as it is in Calendar; what is ahead says what was decided.
    const isOver = merged.time !== undefined && !isAhead(merged.time);
    const calendar: Said | undefined =
      merged.state !== 'planned'
        ? before.calendar === undefined || (typeof before.calendar === 'object' && !isAhead(before.calendar))
          ? before.calendar
          : 'cancelled'
        : isOver
          ? before.calendar
          : merged.time;
    const base: SlotBase = {
      state: merged.state,
      mode: merged.mode,
      ...(merged.time ? { time: merged.time } : {}),
      from: before.from,
      ...(row === undefined ? {} : { row }),
      ...(page === undefined ? {} : { page }),
      ...(calendar === undefined ? {} : { calendar }),
    };
    return { ...before, base, row, page, calendar };
  }

  it('[M15] the same input gives the same answer', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const { isAhead: _, ...rest } = given;
        expect(mergeSlot({ ...structuredClone(rest), isAhead })).toEqual(mergeSlot(given));
      }),
    );
  });

  it('[M15] merging again what a merge led to changes nothing', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const merged = mergeSlot(given);
        fc.pre(merged !== null);
        const again = mergeSlot(carryOut(given, merged as SlotMerge));
        expect(again).toMatchObject({ state: merged?.state, time: merged?.time, conflict: null });
      }),
      { numRuns: 2_000 },
    );
  });

  it('[M4] equal edits on both sides never conflict', () => {
    fc.assert(
      fc.property(anyBase, anyTime, fc.boolean(), (base, time, wanted) => {
        const merged = mergeSlot(input({ base, row: time, page: time, calendar: time, wanted }));
        expect(merged?.conflict).toBeNull();
      }),
    );
  });

  it('[S13] nothing takes away or moves what is over, but a person who sets another time', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const { base } = given;
        fc.pre(base?.state === 'planned' && base.time !== undefined && !isAhead(base.time));
        const merged = mergeSlot(given);
        const isMoved = JSON.stringify(merged?.time) !== JSON.stringify(base?.time);
        const said = [given.row, given.page, given.calendar];
        // Dragged ahead on one side it is no history any more, and cancelling beats that (M43).
        const isAheadAgain = said.some((one) => isTime(one) && isAhead(one));
        if (!isMoved && !(isAheadAgain && merged?.conflict)) expect(merged?.state).toBe('planned');
        else if (isMoved) expect(said).toContainEqual(merged?.time);
      }),
      { numRuns: 1_000 },
    );
  });

  it('[M13] without a word from either side nothing is cancelled', () => {
    fc.assert(
      fc.property(anyBase, fc.boolean(), (base, wanted) => {
        const merged = mergeSlot(input({ base, wanted }));
        expect(merged?.state === 'cancelled').toBe(base.state === 'cancelled');
      }),
    );
  });
});
