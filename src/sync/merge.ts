// The three-way merge of one meeting's time and of its being cancelled (DESIGN section 6, rules M). Pure.
// What it refuses: to move, cancel or bring back what is over; to take silence for a deletion.
import type { Days, Timed } from '../playbook/index.ts';
import type { Said, SlotBase, Spelling } from './base.ts';
import { cancelled, isTime, planned, type SlotInput, type SlotMerge, sameSaid, shownOf } from './meeting.ts';
import { mergeFirst } from './merge-first.ts';

/** Merges one meeting; null when there is nothing to hold of it (unset and not wanted, or unknown). */
export function mergeSlot(input: SlotInput): SlotMerge | null {
  const merged = input.base === undefined ? mergeFirst(input) : mergeAgain(input, input.base);
  return merged && applyWanted(merged, input);
}

/**
 * What differs from the base in Notion, which has two places for the project retro: what takes it away comes first,
 * then what was typed where the agreed time stood, then the row. `lost`: the other place wanted something else.
 */
function changedInNotion(input: SlotInput, base: SlotBase): NotionChange {
  const changes = (['row', 'page'] as const).flatMap(
    (spelling): { said: Said; before: Said | undefined; isSeen: boolean }[] => {
      const said = input[spelling];
      const before = base[spelling];
      if (said === undefined || sameSaid(said, before)) return [];
      const agreed = shownOf(base)[spelling];
      if (isAgreed(said, spelling, base)) return [];
      // A place that is new (a page just made, a property added again) is first filled from the base.
      if (before === undefined && (said === 'blank' || sameSaid(said, base.time))) return [];
      return [{ said, before, isSeen: sameSaid(before, agreed) }];
    },
  );
  const first =
    changes.find(({ said }) => !isTime(said)) ?? changes.find(({ isSeen }) => isSeen) ?? changes[0];
  const other = changes.find(({ said }) => isTime(said) && !sameSaid(said, first?.said));
  return { said: first?.said ?? null, before: first?.before, lost: other?.said ?? null };
}

/**
 * Whether a place says what was agreed on: a write of ours that was not answered, or somebody who says the same (M58).
 * That a page is Cancelled while its meeting is withdrawn may be a person's doing.
 */
export const isAgreed = (said: Said | undefined, spelling: Spelling, base: SlotBase): boolean =>
  sameSaid(said, shownOf(base)[spelling]) && (isTime(said) || base.state === 'cancelled');

interface NotionChange {
  readonly said: Said | null;
  /** What was known to stand there. */
  readonly before: Said | undefined;
  readonly lost: Said | null;
}

function changedInCalendar(input: SlotInput, base: SlotBase): Said | null {
  if (input.calendar === undefined || base.unsure || sameSaid(input.calendar, base.calendar)) return null;
  // A withdrawn event of which only now is heard that it is deleted: a bare tombstone, met after memory was lost.
  const isBare = base.calendar === undefined && base.state === 'withdrawn' && !input.isDeletedAlone;
  if (isBare && input.calendar === 'cancelled') return null;
  // An insert that landed without being recorded says what was agreed on.
  if (base.calendar === undefined && sameSaid(input.calendar, base.time)) return null;
  return input.calendar;
}

function mergeAgain(input: SlotInput, base: SlotBase): SlotMerge {
  const change = changedInNotion(input, base);
  const { lost } = change;
  const merged = mergeChanges(change, input, base);
  const kept = merged.state === 'planned' ? (merged.time ?? 'blank') : 'cancelled';
  if (lost === null || sameSaid(lost, kept)) return merged;
  const { conflict } = merged;
  if (!conflict) return { ...merged, conflict: { lost, of: 'notion', kept } };
  return sameSaid(lost, conflict.lost) ? merged : { ...merged, conflict: { ...conflict, also: lost } };
}

/** Whether a person set the time: what is just what the playbook picks is derived once Notion was told (M8, M86). */
const isPersons = ({ mode, drawn, time }: SlotBase): boolean =>
  mode === 'pinned' || (drawn !== undefined && sameSaid(drawn, time));

/** A person's time in Calendar that was agreed on, of which Notion was not told yet: whoever edits there has not seen it. */
function untold({ said, before }: NotionChange, input: SlotInput, base: SlotBase): Said | null {
  if (said === null || before === undefined || !isPersons(base) || !isTime(base.time)) return null;
  // What Notion says nowhere came from Calendar, also where a new rule does not show it there yet (M66); what Calendar makes
  // of a week under a new rule is not known, and no wish.
  const isNowhere = ![base.row, base.page].some((place) => sameSaid(place, base.time));
  const isShownThere = sameSaid(input.calendar, base.time) && sameSaid(base.calendar, base.time);
  const isDrawn = base.unsure || (isNowhere && !sameSaid(said, input.calendar)) || isShownThere;
  const isThere = base.state === 'planned' && isDrawn;
  // Of a week that its rule lost Calendar shows nothing, or what is over; one that is still to be taken away it shows.
  const isOver = isTime(input.calendar) && !input.isAhead(input.calendar) && !sameSaid(said, input.calendar);
  const isKept = base.state === 'withdrawn' && (!isTime(input.calendar) || isOver || isShownThere);
  // A Cancelled page shows it where that is the Date that it keeps (M17).
  const isShown = sameSaid(before, base.time) || (before === 'cancelled' && base.dated === base.time.start);
  return (isThere || isKept) && !isShown ? base.time : null;
}

/** Whether Calendar has a person's time that Notion says nowhere yet: telling it does not wait for what is typed there (C25). */
function isUntold({ calendar }: SlotInput, base: SlotBase): boolean {
  const { time } = base;
  const isDrawn = base.state === 'planned' && isPersons(base) && isTime(time);
  const isShown = sameSaid(calendar, time) && sameSaid(base.calendar, time);
  const places = [base.row, base.page].filter((place) => place !== undefined);
  return isDrawn && isShown && places.length > 0 && places.every((place) => !sameSaid(place, time));
}

function mergeChanges(change: NotionChange, input: SlotInput, base: SlotBase): SlotMerge {
  const notion = change.said;
  const calendar = changedInCalendar(input, base) ?? untold(change, input, base);
  const isHistory = base.time !== undefined && base.state === 'planned' && !input.isAhead(base.time);
  const kept: SlotMerge = {
    state: base.state,
    mode: base.mode,
    time: base.time,
    cause: isUntold(input, base) ? 'calendar' : 'playbook',
    conflict: null,
  };

  if (notion === null && calendar === null) return derive(kept, input, base);
  // Typed where it was not shown yet that the meeting was taken away (M52).
  const isUnshown = base.state === 'cancelled' && calendar === null && isTime(change.before);
  if (isUnshown && notion !== null && isTime(notion) && !sameSaid(notion, input.calendar))
    return { ...kept, cause: 'notion', conflict: { lost: notion, of: 'notion', kept: 'cancelled' } };

  // Dragged where it was not shown yet that the meeting was taken away in Notion (M61).
  const isStale = base.state === 'cancelled' && notion === null && isTime(base.calendar);
  const isSame = calendar !== null && [input.row, input.page].some((said) => sameSaid(said, calendar));
  if (isStale && !isSame && calendar !== null && isTime(calendar))
    return { ...kept, cause: 'calendar', conflict: { lost: calendar, of: 'calendar', kept: 'cancelled' } };

  if (notion !== null && calendar !== null && isTime(notion) && isTime(calendar)) {
    // So it is where neither place showed that yet: both are said.
    const isUnseen = base.state === 'cancelled' && isTime(change.before) && isTime(base.calendar);
    if (isUnseen && !sameSaid(notion, calendar)) {
      const conflict = { lost: calendar, of: 'calendar', kept: 'cancelled', also: notion } as const;
      return { ...kept, cause: 'calendar', conflict };
    }
    const result = planned(calendar, input, 'calendar');
    return sameSaid(notion, calendar)
      ? result
      : { ...result, conflict: { lost: notion, of: 'notion', kept: calendar } };
  }
  const takesAway = [notion, calendar].some((said) => said !== null && !isTime(said));
  if (takesAway) {
    const moved = isTime(notion ?? undefined) ? notion : isTime(calendar ?? undefined) ? calendar : null;
    // What is over stays as it was, unless somebody moved it to a day ahead.
    if (isHistory && !(isTime(moved ?? undefined) && input.isAhead(moved as Timed | Days))) return kept;
    // Withdrawn by us, or deleted while that was under way: to the same effect. What we had not yet meant to take away
    // a person deleted (M53).
    const isStillThere = isTime(base.calendar) && input.isAhead(base.calendar) && base.left === undefined;
    const isWithdrawn =
      !input.wanted && ((base.state !== 'planned' && !isStillThere) || input.isAwayWithSeries);
    if (calendar === 'cancelled' && notion === null && isWithdrawn) return { ...kept, state: 'withdrawn' };
    const result = cancelled(base.time, calendar !== null && !isTime(calendar) ? 'calendar' : 'notion');
    const isAlone = notion === null && calendar !== null;
    const known = moved ?? (isAlone ? unshown(calendar, input, base) : null);
    const lost = known ?? (isAlone ? unlaid(calendar, input, base) : null);
    if (lost === null) return result;
    const of = known === null || lost === calendar ? 'calendar' : 'notion';
    return { ...result, conflict: { lost, of, kept: 'cancelled' } };
  }
  if (isTime(notion ?? undefined)) return planned(notion as Timed | Days, input, 'notion');
  // A whole series dragged on its way takes its past along in Calendar; what was held stays where it was held.
  const isOver = base.time !== undefined && base.state !== 'cancelled' && !input.isAhead(base.time);
  if (isOver && !input.isAhead(calendar as Timed | Days)) return kept;
  const drawn = planned(calendar as Timed | Days, input, 'calendar');
  const typed = unshown(calendar as Timed | Days, input, base);
  const lost = typed ?? unlaid(calendar as Said, input, base);
  const of = typed ? 'notion' : 'calendar';
  return lost ? { ...drawn, conflict: { lost, of, kept: calendar as Timed | Days } } : drawn;
}

/** A person's time in Notion that was agreed on and that Calendar did not show: who drags or deletes the event there has not seen it. */
function unshown(calendar: Said, input: SlotInput, base: SlotBase): Timed | Days | null {
  const { time } = base;
  if (base.mode !== 'pinned' || time === undefined || !input.isAhead(time) || base.calendar === undefined)
    return null;
  // A page that is Cancelled keeps what was typed there while its meeting is withdrawn (M11), and until it is told that it is back.
  const isKept = (base.state === 'withdrawn' || base.page === 'cancelled') && base.dated === time.start;
  const isTyped = [base.row, base.page].some((said) => sameSaid(said, time));
  if (base.state === 'cancelled' || !(isKept || isTyped)) return null;
  if (sameSaid(base.calendar, time) || sameSaid(calendar, time)) return null;
  // Whoever drags what is put back, or leaves it as it was, has seen it only where it stood so once.
  const shown = base.calendar === 'cancelled' ? [base.left, input.agreed] : [input.agreed];
  const isSeen = shown.some((said) => sameSaid(said, time));
  return isSeen ? null : time;
}

/** Where a person moved a week that is not laid on its new rule yet: whoever deletes or drags it there has not seen it (M82). */
function unlaid(calendar: Said, { isAhead }: SlotInput, base: SlotBase): Timed | Days | null {
  const { time, mode, dated } = base;
  const isLaid = !isTime(base.calendar) || sameSaid(base.calendar, time);
  const isTyped = [base.row, base.page].some((said) => sameSaid(said, time));
  if (mode !== 'pinned' || isLaid || isTyped || !time) return null;
  const isLost = isAhead(time) && time.start !== dated && !sameSaid(calendar, time);
  return isLost ? time : null;
}

/** A derived time ahead follows what it is derived from; a pinned one never moves. */
function derive(kept: SlotMerge, input: SlotInput, base: SlotBase): SlotMerge {
  if (kept.mode !== 'derived' || kept.state !== 'planned' || input.pick === null) return kept;
  if (base.from === input.from || kept.time === undefined || !input.isAhead(kept.time)) return kept;
  return input.isAhead(input.pick) ? { ...kept, time: input.pick } : kept;
}

/** What the phase, cleared Dates or the trash take away returns with its reason. */
function applyWanted(merged: SlotMerge, input: SlotInput): SlotMerge {
  if (merged.state === 'planned' && !input.wanted) {
    return merged.time !== undefined && input.isAhead(merged.time)
      ? { ...merged, state: 'withdrawn' }
      : merged;
  }
  if (merged.state !== 'withdrawn' || !input.wanted) return merged;
  const old = merged.time;
  const isStale = merged.mode === 'derived' && input.base?.from !== input.from;
  if (old !== undefined && !isStale && input.isAhead(old)) return { ...merged, state: 'planned' };
  if (input.pick !== null && input.isAhead(input.pick)) {
    return { ...merged, state: 'planned', mode: 'derived', time: input.pick };
  }
  return old !== undefined && input.isAhead(old) ? { ...merged, state: 'planned' } : merged;
}
