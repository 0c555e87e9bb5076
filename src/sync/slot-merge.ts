// Merges Weekly retro in Notion with the slot of the series in Calendar, and what planning the series needs to know. Pure.
// What it refuses: to read a slot out of a rule that a person changed.
import { type Slot, slotOf, type Timed } from '../playbook/index.ts';
import type { Cause } from './action.ts';
import type { BasePatch, SeriesBase } from './base.ts';
import { readTimeMark } from './event.ts';
import { formatSlot, sameSlot } from './row.ts';
import { type Master, slotByRule, slotOfMaster, slotOfTime } from './series.ts';
import type { SlotContext, SlotPlan } from './slots.ts';
import { isDays } from './view.ts';

export interface SeriesMerge {
  readonly state: 'planned' | 'cancelled';
  readonly slot: Slot;
  readonly mode: SeriesBase['mode'];
  readonly cause: Cause;
  readonly conflict: string | null;
  /** False: Weekly retro is unknown; the series then rests. */
  readonly isKnown: boolean;
  /** A person changed the rule: Weekly retro says nothing of it, and is left as it is. */
  readonly isTheirs: boolean;
  /** What Calendar says of the slot, and was weighed; undefined: nothing that counts. */
  readonly calendar: Slot | 'cancelled' | undefined;
  /** Whether phase, Dates and the page want retros in the calendar, or have not taken away yet what is there. */
  readonly isWantedNow: boolean;
}

/** What merging the slot needs beside the two sides. */
export interface SlotMergeInput {
  readonly row: Slot | 'blank' | undefined;
  readonly live: Master | undefined;
  /** We took the live part away: that is no person's cancelling. */
  readonly isAway: boolean;
  /** Dates no longer reach the parts after the live one: that the slot is another is no person's doing. */
  readonly isLeft: boolean;
  /** Nothing of the live part is ahead, and what came after it was deleted, or the series was cancelled: its slot is no news. */
  readonly isSpent: boolean;
  /** A series was made, nothing of it is ahead in Calendar, and no page of a week says that it is planned. */
  readonly isNothingAhead: boolean;
  readonly isWantedNow: boolean;
  readonly base: SeriesBase | undefined;
  readonly world: SlotContext['world'];
  readonly zone: string;
}

/** Merges Weekly retro with the series' slot. Where both changed Calendar's is kept: its guests were told it. */
export function mergeSeries(input: SlotMergeInput): SeriesMerge {
  const { row, live, base, world, zone } = input;
  const usual = slotOf(null, zone, world.playbook);
  const shown = slotOfMaster(live, base?.slot ?? usual);
  const isTheirs = live !== undefined && shown === undefined;
  const isNews = !input.isAway && (!input.isSpent || shown === 'cancelled');
  const calendar = isNews ? shown : undefined;
  const answer = (slot: Slot, cause: Cause, extra: Partial<SeriesMerge> = {}): SeriesMerge => ({
    state: 'planned',
    slot,
    mode: sameSlot(slot, usual) ? 'derived' : 'pinned',
    cause,
    conflict: null,
    isKnown: row !== undefined,
    isTheirs,
    calendar,
    isWantedNow: input.isWantedNow,
    ...extra,
  });
  if (!base) {
    // Blank and cancelled is cancelled, and so is blank and made of which nothing is ahead any more (M12).
    if (row === 'blank' && (calendar === 'cancelled' || input.isNothingAhead))
      return answer(usual, 'calendar', { state: 'cancelled' });
    if (typeof calendar === 'object' && (typeof row !== 'object' || isMovedSince(live, row)))
      return answer(calendar, 'calendar');
    return answer(typeof row === 'object' ? row : usual, typeof row === 'object' ? 'notion' : 'playbook');
  }
  const isTyped = row !== undefined && !sameSlot(row, base.row);
  const isChanged =
    calendar !== undefined && base.calendar !== undefined && !sameSlot(calendar, base.calendar);
  // That an older part carries the slot again is nobody's wish: it stands back behind one that is still to be carried out.
  const isStale = input.isLeft && calendar !== 'cancelled' && !sameSlot(base.slot, base.calendar);
  // Withdrawn, and put back where it was: nobody drew that, and Calendar was not told of a slot that was typed since.
  const isBack =
    base.untold === 'calendar' &&
    base.calendar === 'cancelled' &&
    sameSlot(calendar, base.shown ?? agreedSlot(live));
  const seen = isChanged && !isStale && !isBack ? inRowsZone(calendar, input) : null;
  const typed = isTyped ? row : seen !== null ? untold('calendar', 'blank', seen, input) : null;
  const drawn = seen ?? (typed !== null ? untold('notion', 'cancelled', typed, input) : null);
  const stay = { state: base.state, mode: base.mode, ...(isStale ? { calendar: undefined } : {}) } as const;
  if (typed === null && drawn === null) return answer(unwritten(input) ?? base.slot, 'playbook', stay);
  if (typed === 'blank' || drawn === 'cancelled') {
    const moved = typeof typed === 'object' ? typed : typeof drawn === 'object' ? drawn : null;
    return answer(base.slot, drawn === 'cancelled' ? 'calendar' : 'notion', {
      state: 'cancelled',
      mode: base.mode,
      conflict: moved
        ? `The weekly retro was cancelled in ${moved === typed ? 'Calendar' : 'Notion'} and moved to ${formatSlot(moved)} in ${moved === typed ? 'Notion' : 'Calendar'}. It stays cancelled.`
        : null,
    });
  }
  if (drawn === null) return answer(typed as Slot, 'notion');
  const isConflict = typed !== null && !sameSlot(typed, drawn);
  return answer(drawn, input.isLeft ? 'playbook' : 'calendar', {
    conflict: isConflict
      ? `The weekly retro was moved on both sides: to ${formatSlot(typed)} in Notion and to ${formatSlot(drawn)} in Calendar. Calendar's was kept, since its guests were told it.`
      : null,
  });
}

/**
 * What was decided on the other side and `side` was not told yet: whoever acts there has not seen it (M45, M70). `away`: how the
 * other side says that it was cancelled. While retros are withdrawn a later slot holds (M39).
 */
function untold<Away extends 'blank' | 'cancelled'>(
  side: 'notion' | 'calendar',
  away: Away,
  act: Slot | 'blank' | 'cancelled',
  { base, isWantedNow }: SlotMergeInput,
): Slot | Away | null {
  if (base?.untold !== side) return null;
  if (base.state === 'cancelled') return away;
  return side === 'notion' || isWantedNow || typeof act !== 'object' ? base.slot : null;
}

/** What the base records of the series: the decision, what either side says then, and which of them was not told yet. */
export function seriesPatch(
  { state, slot, mode, cause, isWantedNow }: SeriesMerge,
  known: SeriesBase | undefined,
  zone: string,
  says: { row?: Slot | 'blank' | undefined; calendar?: Slot | 'cancelled' | undefined },
): BasePatch {
  const { row = known?.row, calendar = known?.calendar } = says;
  const isCancelled = state === 'cancelled';
  const isTold = {
    notion: sameSlot(row, isCancelled ? 'blank' : slot),
    calendar: sameSlot(calendar, isCancelled ? 'cancelled' : slot),
  };
  // A slot that is drawn while retros are withdrawn stands back behind a later one (M39).
  const isDrawn = cause === 'calendar' && (isWantedNow || isCancelled);
  const side =
    cause === 'notion' ? 'calendar' : isDrawn ? 'notion' : cause === 'calendar' ? null : known?.untold;
  const untold = side && !isTold[side] ? side : null;
  const shown = typeof calendar === 'object' ? { shown: calendar } : {};
  return { series: { state, slot, mode, zone, row, calendar, ...shown, untold } };
}

/** A slot that was drawn while another Time zone was typed, or the event's was changed, stays at its instant (S8). */
function inRowsZone<S>(slot: S, { live, zone }: SlotMergeInput): S | Slot {
  const { time, zone: own } = live?.event ?? {};
  return typeof slot === 'object' && own !== zone && time && !isDays(time) ? slotOfTime(time, zone) : slot;
}

/** So does one that was drawn before another zone was typed, and that Weekly retro was not told yet. */
function unwritten(input: SlotMergeInput): Slot | undefined {
  const { base, zone } = input;
  const isDrawn = base?.untold === 'notion' && base.zone !== zone && sameSlot(base.calendar, base.slot);
  return isDrawn ? inRowsZone(base.slot, input) : undefined;
}

/** The slot that a part had when we wrote it last. */
function agreedSlot(live: Master | undefined): Slot | undefined {
  const agreed = readTimeMark(live?.event.marks.agreed);
  return agreed && slotOfTime(agreed, live?.event.zone ?? 'UTC');
}

/** Whether Weekly retro says what was agreed on when we wrote the series last, and Calendar has moved it since. */
const isMovedSince = (live: Master | undefined, row: Slot): boolean =>
  live !== undefined && sameSlot(agreedSlot(live), row) && !sameSlot(row, slotByRule(live, row));

/** Records the base's patch of a week; `calendar` is what the calendar says once the action is done. */
export type WeekRecord = (plan: SlotPlan, calendar: Timed | 'cancelled' | undefined) => BasePatch;

/** The series on its way through a plan. */
export interface Series {
  readonly context: SlotContext;
  readonly merge: SeriesMerge;
  /** The part that is planned; undefined: there is none yet. */
  readonly master: Master | undefined;
  /** The part's weeks that are met later than the playbook has them (`late.ts`). */
  readonly late: readonly SlotPlan[];
  /** Weeks that were held already where no rule will have them: a rule that goes on past them has them once more. */
  readonly held: readonly SlotPlan[];
  readonly recordWeek: WeekRecord;
  /** The base's patch of the series once Calendar shows the slot. */
  readonly recordSeries: (calendar: Slot | 'cancelled') => BasePatch;
}
