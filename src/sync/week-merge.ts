// Merges one occurrence of the weekly retro: its Retros page with what the series in Calendar has of its week. Pure.
// What it refuses: to place a week where a rule that a person made leaves it out.
import type { Page } from '../../schemas/index.ts';
import { type Timed, weekdayOf } from '../playbook/index.ts';
import type { Said, SlotBase } from './base.ts';
import { readTimeMark } from './event.ts';
import { isTime, type SlotInput, type SlotMerge, sameSaid } from './meeting.ts';
import { mergeSlot } from './merge.ts';
import { statedTime } from './row.ts';
import { occurrenceSaid, statedPage } from './said.ts';
import {
  agreedTime,
  followedBy,
  isGone,
  isRemovedIn,
  leftoverOf,
  type Occurrence,
  occurrenceOf,
  orphansOf,
  partForWeek,
  saidWithout,
} from './series.ts';
import { isAllAway, isWanted, type SlotContext, type SlotPlan } from './slots.ts';
import { isAhead, isDays } from './view.ts';

/** A week under a person's rule is derived from nothing: it follows that rule, wherever Dates and slot go. */
const THEIRS = 'a rule of a person’s';

/**
 * Where a person moved what is left of a week before it was taken away, whatever slot its series has now, also one that was
 * cancelled and that they put back there; undefined: nowhere (M68).
 */
function movedOn(week: number, base: SlotBase | undefined, context: SlotContext): Said | undefined {
  if (!base || (base.state === 'cancelled' && base.calendar !== 'cancelled')) return undefined;
  const left = occurrenceSaid(leftoverOf(context.masters, week) ?? null, context);
  const said = left ?? orphansAhead(week, null, context).find((time) => !sameSaid(time, base.calendar));
  // What was left there when its series was cut or ended is no person's doing, nor is where it was agreed to be.
  const isLeft = base.left !== undefined && sameSaid(said, base.left);
  return isLeft || (base.state !== 'cancelled' && sameSaid(said, base.time)) ? undefined : said;
}

/** Where people dragged what an older rule left of a week, but for the occurrence that the week has now. */
function orphansAhead(week: number, occurrence: Occurrence | null, { masters, days, world }: SlotContext) {
  const weekStart = weekdayOf(days?.start ?? '') || 1;
  return orphansOf(masters, week, weekStart).flatMap(({ id, time, original }) =>
    time && !isDays(time) && time.start !== original && time.start > world.now && id !== occurrence?.id
      ? [time]
      : [],
  );
}

/**
 * Where a person dragged what an older rule left of a week before it was laid on the new one, or taken away (M82); so it is with
 * what they put back there of a week that was cancelled.
 */
function draggedOrphan(
  week: number,
  base: SlotBase | undefined,
  occurrence: Occurrence,
  context: SlotContext,
): Timed | undefined {
  if (!base || base.state === 'withdrawn') return undefined;
  const orphans = orphansAhead(week, occurrence, context);
  // Where it stands as it was left nobody dragged it; what stands beside it is older, and was put back (S54).
  if (orphans.some((time) => sameSaid(time, base.left))) return undefined;
  return orphans.find((time) => !sameSaid(time, base.time));
}

/**
 * Whether a person deleted a week of a part that a newer generation takes over, and that is there still, or that whole part
 * before we could (M65): it was not deleted when the new one was made.
 */
const isRemovedBeside = (
  week: number,
  base: SlotBase | undefined,
  { masters, world }: SlotContext,
): boolean =>
  base?.state === 'planned' &&
  (base.isRemoved === true ||
    (base.left !== 'cancelled' && isRemovedIn(followedBy(masters), week, world.now)));

/**
 * Where an exception stands whose rule was changed, and neither we nor that rule have put it: by a person, or by what Calendar
 * makes of such ones (M21). It is put right, and that is said.
 */
function strayOf(
  said: Said | undefined,
  occurrence: Occurrence | null,
  pick: Timed | null,
  base: SlotBase | undefined,
): Timed | undefined {
  if (!base?.unsure || !isTime(said) || isDays(said) || !occurrence) return undefined;
  const laid = readTimeMark(occurrence.exception?.marks.laid);
  const isOurs = [pick ?? undefined, base.time, base.calendar, base.left, laid].some((one) =>
    sameSaid(one, said),
  );
  return isOurs || said.start === occurrence.original ? undefined : said;
}

/** Merges week n; null when there is nothing to hold of it. */
export function mergeOccurrence(
  week: number,
  pick: Timed | null,
  placedBy: string,
  context: SlotContext,
  page: Page<'retros'> | null,
  problems: string[],
): SlotPlan | null {
  const { view, zone, world } = context;
  const slot = context.chain.slotFor(week);
  const key = `week:${week}`;
  const base = view.base?.slots[key];
  const occurrence = occurrenceOf(context.masters, week) ?? null;
  const at = { zone, slot, world, name: `The date of the retro of week ${week}`, problems };
  const part = occurrence?.master ?? partForWeek(context.masters, week);
  const isTheirs = part?.rule === 'person';
  const from = isTheirs ? (base?.from ?? THEIRS) : placedBy;
  const paged = statedPage(page, 'retro', base, at);
  // Dates or slot moved back under an occurrence: its week's slot is over, and no place ahead is left for it.
  const ahead = isAhead(world.now, context.today);
  const isPassedBy =
    !isTheirs &&
    pick !== null &&
    !ahead(pick) &&
    base?.mode === 'derived' &&
    base.time !== undefined &&
    ahead(base.time);
  const wanted =
    isWanted('retro', context) &&
    pick !== null &&
    !context.isSeriesCancelled &&
    (occurrence !== null || !isTheirs);
  // Withdrawn with its series; what an older rule left of it may have been moved, until that is taken away too (M68).
  const isAwayWith = base?.state === 'withdrawn' && occurrence !== null && isGone(occurrence.master);
  const moved = !occurrence || isAwayWith ? movedOn(week, base, { ...context, slot }) : undefined;
  const isTakenAway = isAwayWith && isTime(base.calendar) && !context.isSeriesCancelled;
  const isRemoved = occurrence !== null && isRemovedBeside(week, base, context);
  const shownThere = occurrence
    ? occurrenceSaid(occurrence, { ...context, slot })
    : saidWithout(context.masters, week, base);
  const said = {
    row: 'blank' as const,
    page: paged.said,
    calendar: moved ?? (isTakenAway ? undefined : shownThere),
  };
  // As far as can be told before the series is back.
  const isDeletedAlone =
    isRemoved ||
    (!isAwayWith &&
      occurrence?.exception?.status === 'cancelled' &&
      occurrence.master.originals?.includes(occurrence.original) === true);
  const isAway = !wanted || isAllAway(context);
  const orphan =
    occurrence && !isGone(occurrence.master) ? draggedOrphan(week, base, occurrence, context) : undefined;
  const isYetToBeLaid =
    orphan !== undefined &&
    base?.state === 'planned' &&
    (base.unsure === true || !sameSaid(base.calendar, base.time));
  const input: SlotInput = {
    // Whoever drags what is left of it has seen where that stood.
    base:
      base && isYetToBeLaid
        ? { ...base, unsure: false, ...(base.left ? { calendar: base.left } : {}) }
        : base,
    ...said,
    ...(isYetToBeLaid ? { calendar: orphan } : {}),
    ...(isRemoved ? { calendar: 'cancelled' as const } : {}),
    // Without a base a Cancelled page that keeps its Date was withdrawn, where phase, Dates or series do not want it.
    ...(base === undefined && page?.presence === 'live' && page.row.date && isAway && !isDeletedAlone
      ? { page: statedTime(page.row.date, 'retro', undefined, at).said }
      : {}),
    agreed: part && agreedTime(part, week),
    pick,
    from,
    wanted,
    isAllAway: isAllAway(context),
    // What a person cut off is no more away with its series than what they deleted by itself (M32).
    isAwayWithSeries: !occurrence
      ? said.calendar !== 'cancelled'
      : isGone(occurrence.master)
        ? context.isSeriesCancelled
        : isWanted('retro', context) && !isDeletedAlone,
    isDeletedAlone,
    isApart: occurrence?.exception != null,
    isAhead: ahead,
  };
  const found = mergeSlot(input);
  // But where a person moves or cancels it at that moment (M67).
  const isPersons = found?.state === 'cancelled' || (found?.state === 'planned' && found.mode === 'pinned');
  const merged = isPassedBy && !isPersons ? mergeSlot({ ...input, wanted: false }) : found;
  if (!merged) return null;
  const isAsPicked = merged.time !== undefined && sameSaid(merged.time, pick ?? undefined);
  const shown = orphan ?? strayOf(said.calendar, occurrence, pick, base);
  const isUnkept = shown !== undefined && !merged.conflict && !sameSaid(merged.time, shown);
  const kept = (merged.state !== 'cancelled' && merged.time) || 'cancelled';
  const merge: SlotMerge = {
    ...merged,
    ...(isTheirs ? { mode: isAsPicked ? 'derived' : 'pinned' } : {}),
    ...(isUnkept ? { conflict: { lost: shown, of: 'calendar', kept } } : {}),
  };
  return {
    key,
    meeting: 'retro',
    week,
    base,
    merge,
    pick,
    from,
    said,
    isRowInexact: false,
    isPageInexact: paged.inexact,
    page,
    event: occurrence?.exception ?? null,
    occurrence,
  };
}
