// Merges Weekly retro in Notion with the slot of the series in Calendar, and what planning the series needs to know. Pure.
// What it refuses: to read a slot out of a rule that a person changed.
import { type Slot, slotOf, type Timed } from '../playbook/index.ts';
import type { Cause } from './action.ts';
import type { BasePatch, SeriesBase } from './base.ts';
import { formatSlot, sameSlot } from './row.ts';
import { liveMaster, type Master, slotOfMaster } from './series.ts';
import type { SlotContext, SlotPlan } from './slots.ts';

export interface SeriesMerge {
  readonly state: 'planned' | 'cancelled';
  readonly slot: Slot;
  readonly mode: SeriesBase['mode'];
  readonly cause: Cause;
  readonly conflict: string | null;
  /** Undefined: Weekly retro is unknown, or a person changed the rule; the series then rests. */
  readonly isKnown: boolean;
}

/** Merges Weekly retro with the series' slot. Where both changed Calendar's is kept: its guests were told it. */
export function mergeSeries(
  row: Slot | 'blank' | undefined,
  masters: readonly Master[],
  isWantedNow: boolean,
  base: SeriesBase | undefined,
  world: SlotContext['world'],
  zone: string,
  generation = 0,
  arePagesCancelled = false,
): SeriesMerge {
  const usual = slotOf(null, zone, world.playbook);
  const master = liveMaster(masters, generation);
  const calendar = slotOfMaster(master, base?.slot ?? usual);
  const isUnreadable = master !== undefined && calendar === undefined;
  const answer = (slot: Slot, cause: Cause, extra: Partial<SeriesMerge> = {}): SeriesMerge => ({
    state: 'planned',
    slot,
    mode: sameSlot(slot, usual) ? 'derived' : 'pinned',
    cause,
    conflict: null,
    isKnown: row !== undefined && !isUnreadable,
    ...extra,
  });
  if (!base) {
    // Blank and cancelled is cancelled; of a series of which Calendar shows nothing any more its pages say so.
    if (row === 'blank' && (calendar === 'cancelled' || (master === undefined && arePagesCancelled)))
      return answer(usual, 'calendar', { state: 'cancelled' });
    if (typeof calendar === 'object' && (row === 'blank' || row === undefined))
      return answer(calendar, 'calendar');
    return answer(typeof row === 'object' ? row : usual, typeof row === 'object' ? 'notion' : 'playbook');
  }
  const typed = row !== undefined && !sameSlot(row, base.row) ? row : null;
  const drawn =
    calendar !== undefined && base.calendar !== undefined && !sameSlot(calendar, base.calendar)
      ? calendar
      : null;
  const stay = { state: base.state, mode: base.mode } as const;
  if (typed === null && drawn === null) return answer(base.slot, 'playbook', stay);
  // Taken away by us with the phase is no person's cancelling.
  if (typed === null && drawn === 'cancelled' && !isWantedNow) return answer(base.slot, 'playbook', stay);
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
  return answer(drawn, 'calendar', {
    conflict: isConflict
      ? `The weekly retro was moved on both sides: to ${formatSlot(typed)} in Notion and to ${formatSlot(drawn)} in Calendar. Calendar's was kept, since its guests were told it.`
      : null,
  });
}

/** Records the base's patch of a week; `calendar` is what the calendar says once the action is done. */
export type WeekRecord = (plan: SlotPlan, calendar: Timed | 'cancelled' | undefined) => BasePatch;

/** The series on its way through a plan. */
export interface Series {
  readonly context: SlotContext;
  readonly merge: SeriesMerge;
  readonly masters: readonly Master[];
  readonly master: Master | undefined;
  readonly recordWeek: WeekRecord;
  /** The base's patch of the series once Calendar shows the slot. */
  readonly recordSeries: (calendar: Slot | 'cancelled') => BasePatch;
}
