// Merges a meeting that is met for the first time, or whose base was lost (rules M12, M59, M73, M85, M108). Pure.
// What it refuses: to take one side's word for the base.
import type { Days, Timed } from '../playbook/index.ts';
import type { Said } from './base.ts';
import {
  type Conflict,
  cancelled,
  isTime,
  planned,
  type SlotInput,
  type SlotMerge,
  sameSaid,
} from './meeting.ts';

/** Without a base the event's own id is read (DESIGN section 6). */
export const mergeFirst = (input: SlotInput): SlotMerge | null => sayOther(meet(input), input);

function meet(input: SlotInput): SlotMerge | null {
  const { row, page, calendar, pick, agreed } = input;
  if (isTime(row) && isTime(page) && isRowUntold(input))
    return { ...planned(page, input, 'notion'), conflict: { lost: row, of: 'notion', kept: page } };
  // Of two times in Notion the one was typed that is not what the event says was agreed on (M85).
  const isTypedOnPage = isTime(row) && isTime(page) && sameSaid(row, agreed);
  const notion =
    isTime(row) && !isTypedOnPage ? row : isTime(page) || page === 'cancelled' ? page : (row ?? page);
  if (notion === undefined) return isTime(calendar) ? planned(calendar, input, 'calendar') : null;
  if (notion === 'cancelled') {
    const moved = isTime(calendar) ? calendar : undefined;
    const conflict = moved && undrawn(moved, input);
    return { ...cancelled(moved, 'notion'), conflict: conflict ?? null };
  }
  if (notion === 'blank') {
    if (calendar === 'cancelled') return cancelled(undefined, 'calendar');
    if (isTime(calendar)) return planned(calendar, input, 'calendar');
    return input.wanted && pick && input.isAhead(pick) ? planned(pick, input, 'playbook') : null;
  }
  // Where it was agreed on, and gone since with the end of a series that was moved: derived again.
  if (calendar === undefined && input.wanted && sameSaid(notion, input.agreed) && pick && input.isAhead(pick))
    return planned(pick, input, 'playbook');
  if (calendar === undefined || calendar === 'blank' || sameSaid(notion, calendar))
    return planned(notion, input, 'notion');
  if (calendar === 'cancelled') {
    if ((input.wanted || input.isDeletedAlone) && !input.isAllAway)
      return { ...cancelled(notion, 'calendar'), conflict: unagreed(notion, 'cancelled', input) };
    return { ...keptBy(notion, input), state: 'withdrawn' };
  }
  if (sameSaid(input.agreed, calendar)) return planned(notion, input, 'notion');
  const conflict = sameSaid(input.agreed, notion)
    ? null
    : ({ lost: notion, of: 'notion', kept: calendar } as const);
  return { ...planned(calendar, input, 'calendar'), conflict };
}

/**
 * Whether the page and the event say what was agreed on, and the row just what the playbook picks: it was elsewhere, or in the
 * trash, when that was decided, and is yet to be told (M108).
 */
const isRowUntold = ({ row, page, calendar, agreed, pick }: SlotInput): boolean =>
  [calendar, agreed].every((said) => sameSaid(said, page)) &&
  !sameSaid(row, page) &&
  sameSaid(row, pick ?? undefined);

/** The page of what is met for the first time says another time than the row, and neither was agreed on: it is said (M85). */
function sayOther(merged: SlotMerge | null, { row, page, agreed }: SlotInput): SlotMerge | null {
  if (merged === null || !isTime(row) || !isTime(page) || agreed === undefined) return merged;
  const isKnown = [row, agreed, merged.time, merged.conflict?.lost].some((said) => sameSaid(said, page));
  if (isKnown || sameSaid(row, agreed)) return merged;
  const kept = merged.state === 'planned' ? (merged.time ?? 'blank') : 'cancelled';
  const conflict = merged.conflict ?? { lost: page, of: 'notion', kept };
  return { ...merged, conflict: merged.conflict ? { ...conflict, also: page } : conflict };
}

/** What was typed in Notion and is not what the event says was agreed on: whoever took it away in Calendar has not seen it. */
const unagreed = (notion: Timed | Days, kept: Said, { agreed }: SlotInput): Conflict | null =>
  agreed === undefined || sameSaid(agreed, notion) ? null : { lost: notion, of: 'notion', kept };

/** What a person moved in Calendar, which does not stand where the event says that it was agreed on, or put back there: whoever cancelled it has not seen it. */
const undrawn = (lost: Timed | Days, { agreed, isApart }: SlotInput): Conflict | null =>
  (agreed === undefined || sameSaid(agreed, lost)) && !isApart
    ? null
    : { lost, of: 'calendar', kept: 'cancelled' };

/**
 * What comes back out of the trash has the time to which a person moved its event, where the row was not told: it says what was
 * agreed on before (M73). A row that says another, or that phase or Dates keep it from, was told, as far as can be told: the
 * other is said.
 */
function keptBy(row: Timed | Days, input: SlotInput): SlotMerge {
  const { agreed, left, wanted } = input;
  const kept = planned(row, input, 'notion');
  if (left === undefined || agreed === undefined || sameSaid(row, left) || sameSaid(left, agreed))
    return kept;
  if (wanted && sameSaid(row, agreed)) return planned(left, input, 'notion');
  return input.isAhead(left) ? { ...kept, conflict: { lost: left, of: 'calendar', kept: row } } : kept;
}
