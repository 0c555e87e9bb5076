// The engagement's own shared fields: its phase (in Calendar the span's prefix) and its Dates (the span). Pure.
// What it refuses: to tear an engagement down from Calendar; that is asked for in Notion by a comment.
import type { CalendarEvent } from '../google/event.ts';
import { type Days, formatDays, type Phase, readDay, readSpanTitle, tearsDown } from '../playbook/index.ts';
import type { Base, Said } from './base.ts';
import { timeMark } from './event.ts';
import { isTime, sameSaid } from './meeting.ts';
import { isDays } from './view.ts';

/** A comment to leave on the page, once, by its key. */
export interface Receipt {
  readonly key: string;
  readonly text: string;
}

export interface PhaseMerge {
  readonly value: Phase;
  /** Whether a person changed it in Notion: what brings a deleted span back. */
  readonly isChangedInNotion: boolean;
  readonly cause: 'notion' | 'calendar' | 'playbook';
  readonly receipts: readonly Receipt[];
}

/** Merges Phase with the span's prefix (`bar`: what the bar was known to say); null when Notion's is unknown, since everything hangs on it. */
export function mergePhase(
  notion: Phase | undefined,
  span: CalendarEvent | undefined,
  base: Base['phase'],
  bar: Said | undefined,
): PhaseMerge | null {
  if (notion === undefined) return null;
  const typed = span && span.status !== 'cancelled' ? readSpanTitle(span.title).phase : null;
  const isChangedInNotion = base === undefined || (notion !== base.notion && notion !== base.value);
  const isTypedAnew = typed !== null && base?.calendar !== undefined && typed !== base.calendar;
  // Agreed on, and Notion not told yet: whoever sets Phase there has not seen it, even where the bar is gone since.
  const untold = isChangedInNotion ? (base?.untold ?? null) : null;
  const wished = isTypedAnew ? typed : (untold ?? (base ? null : phaseUntold(span, notion)));
  const fromNotion = (receipts: readonly Receipt[]): PhaseMerge => ({
    value: base && !isChangedInNotion ? base.value : notion,
    isChangedInNotion,
    cause: 'notion',
    receipts,
  });
  if (wished === null) return fromNotion([]);
  // Put back to what Notion says before it was told anything else.
  if (wished === notion) return { ...fromNotion([]), value: notion };
  if (tearsDown(wished)) {
    return fromNotion([
      {
        key: `phase-asks:${wished}`,
        text: `Somebody typed [${wished}] in the title of this engagement's calendar entry. That takes the whole engagement down, so it is done here only: set Phase to ${wished} if it is meant.`,
      },
    ]);
  }
  // Set in Notion, and the bar not told yet, or taken away with that and put back: whoever types there has not seen it.
  const isUnshown =
    bar !== undefined && base !== undefined && base.notion === base.value && base.calendar !== base.value;
  if (base && (isChangedInNotion || isUnshown)) {
    return fromNotion([
      {
        key: `phase:${wished}>${notion}`,
        text: `Phase was changed on both sides: to ${notion} in Notion and to ${wished} in Calendar. ${notion} was kept.`,
      },
    ]);
  }
  return { value: wished, isChangedInNotion: base === undefined, cause: 'calendar', receipts: [] };
}

/** The phase typed in a bar that its row was not told, which says what was agreed on (M89). */
function phaseUntold(span: CalendarEvent | undefined, notion: Phase): Phase | null {
  if (!span || readSpanTitle(span.marks.title ?? '').phase !== notion) return null;
  const { phase } = readSpanTitle(span.title);
  return phase === notion ? null : phase;
}

export interface DatesMerge {
  /** Undefined: unknown, so what hangs on Dates rests; null: blank. */
  readonly days: Days | null | undefined;
  readonly isChangedInNotion: boolean;
  readonly cause: 'notion' | 'calendar' | 'playbook';
  readonly receipts: readonly Receipt[];
}

/** The days that a span has which was deleted. */
export const spanLeft = (span: CalendarEvent | undefined, zone: string): Said | undefined =>
  span?.status === 'cancelled' ? spanSaid({ ...span, status: 'confirmed' }, zone) : undefined;

/** The span as days, however a person drew it; a timed one is put back to whole days. */
export function spanSaid(span: CalendarEvent | undefined, zone: string): Said | undefined {
  if (!span) return undefined;
  if (span.status === 'cancelled') return 'cancelled';
  if (!span.time) return undefined;
  if (isDays(span.time)) return span.time;
  const start = readDay(new Date(span.time.start).toISOString(), zone);
  const end = readDay(new Date(span.time.end - 1).toISOString(), zone);
  return start && end ? { start, end } : undefined;
}

/** Merges Dates with the span. Notion's are kept where both changed; a deleted bar says nothing about Dates. */
export function mergeDates(
  notion: Said | undefined,
  calendar: Said | undefined,
  base: Base['slots'][string] | undefined,
  agreed: string | undefined,
  isWanted: boolean,
  left?: Said,
): DatesMerge {
  const answer = (
    days: Days | null,
    cause: DatesMerge['cause'],
    receipts: readonly Receipt[] = [],
  ): DatesMerge => ({
    days,
    isChangedInNotion: base !== undefined && !sameSaid(notion, base.row),
    cause,
    receipts,
  });
  if (notion === undefined)
    return { days: undefined, isChangedInNotion: false, cause: 'playbook', receipts: [] };
  const said = isTime(notion) && isDays(notion) ? notion : null;
  const drawn = isTime(calendar) && isDays(calendar) ? calendar : null;
  if (!base) {
    // Deleted with its row, which was not told what was drawn before: it says what was agreed on (M89).
    const isUntold = isWanted && said !== null && agreed === timeMark(said);
    if (isUntold && isTime(left) && isDays(left) && !sameSaid(left, said)) return answer(left, 'calendar');
    // A span that was cut when its phase ended says nothing about Dates.
    if (!drawn || !isWanted || sameSaid(said ?? undefined, drawn)) return answer(said, 'notion');
    if (said === null || agreed === timeMark(said)) return answer(drawn, 'calendar');
    return answer(
      said,
      'notion',
      agreed === undefined || agreed === timeMark(drawn) ? [] : [bothDrawn(said, drawn)],
    );
  }
  // A bar that is put back brings with it the days that it had: nobody drew them (M60).
  const shown = isTime(base.calendar) ? base.calendar : base.bar;
  const isShown = drawn && (shown ? sameSaid(drawn, shown) : agreed === timeMark(drawn));
  const isDrawnAnew = drawn !== null && !isShown && !isCutLate(drawn, base, agreed, isWanted);
  const isTypedAnew = !sameSaid(notion, base.row) && !sameSaid(notion, base.time);
  // Agreed on, and Notion not told yet: whoever types Dates there has not seen it.
  const wished = isDrawnAnew ? drawn : isTypedAnew ? base.untold : undefined;
  if (!wished) {
    if (isTypedAnew || base.row === 'blank') return answer(said, 'notion');
    // Neither changed: what was agreed on, should a write of ours still be outstanding.
    return answer(base.time && isDays(base.time) ? base.time : said, 'playbook');
  }
  // Cut with its phase, or over and left when Dates were cleared: whoever draws such a bar has not seen Notion's, nor what
  // was drawn before and could not be told there (M54).
  const stands = base.untold ?? base.row;
  const isUnseen = isDrawnAnew && stands !== undefined && !sameSaid(stands, shown);
  const kept = isTypedAnew ? said : (base.untold ?? said);
  if (!(isTypedAnew || isUnseen) || sameSaid(kept ?? undefined, wished)) return answer(wished, 'calendar');
  if (kept !== said) {
    const [days, others] = [kept ? formatDays(kept) : 'none', formatDays(wished)];
    const text = `Dates were drawn in Calendar to ${others} where ${days} was not shown any more. ${days} was kept.`;
    return answer(kept, 'calendar', [{ key: `dates:${wished.start}/${wished.end}`, text }]);
  }
  return answer(said, 'notion', [bothDrawn(said, wished)]);
}

/** Dates were changed on both sides, and Notion's are kept (M6). */
function bothDrawn(kept: Days | null, lost: Days): Receipt {
  const days = kept ? formatDays(kept) : 'none';
  const text = `Dates were changed on both sides: to ${days} in Notion and to ${formatDays(lost)} in Calendar. Notion's were kept.`;
  return { key: `dates:${lost.start}/${lost.end}`, text };
}

/** Whether a bar stands as its phase cuts it: a write of ours that landed after it was looked for (M72). */
function isCutLate(
  drawn: Days,
  { time }: Base['slots'][string],
  agreed: string | undefined,
  isWanted: boolean,
): boolean {
  const isCut = time !== undefined && isDays(time) && drawn.start === time.start && drawn.end < time.end;
  return !isWanted && isCut && agreed === timeMark(drawn);
}
