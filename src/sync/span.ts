// The Calendar action of the span, the bar over Dates. Pure.
// What it refuses: to touch days that are over, and to take Dates or meetings away with the bar.
import type { CalendarEvent } from '../google/event.ts';
import { cutDates, type Days, isTentative, readSpanTitle, shownName, spanTitle } from '../playbook/index.ts';
import type { BasePatch, Said } from './base.ts';
import { changeEvent, type Wanted } from './event.ts';
import { isTime } from './meeting.ts';
import type { DatesMerge } from './phase.ts';
import { actionOf, agreedBefore, type EventPlan, idFor, removeEvent, sayTime } from './single.ts';
import { eventOf, isWanted, type SlotContext } from './slots.ts';
import { isAhead, isDays } from './view.ts';

/** The bar's plan, and what becomes of it. */
export interface SpanPlan extends EventPlan {
  readonly state: 'planned' | 'cancelled' | 'withdrawn';
}

/** Plans the span's bar. Deleting it removes only the bar; a change of Dates or Phase in Notion brings it back. */
export function planSpan(
  dates: DatesMerge,
  isPhaseChanged: boolean,
  said: Said | undefined,
  record: (state: SpanPlan['state'], calendar: Said | undefined) => BasePatch,
  context: SlotContext,
): SpanPlan {
  const { view, world, today } = context;
  const base = view.base?.slots.span;
  const event = eventOf(view, 'span');
  // Dates that cannot be read leave the bar as it is.
  if (context.days === undefined)
    return { action: null, calendar: undefined, state: base?.state ?? 'planned' };
  const wanted = isWanted('span', context);
  const isThere = event !== null && event.status !== 'cancelled';
  const ahead = isAhead(world.now, today);
  const shown = isTime(said) && isDays(said) ? said : null;
  if (!wanted) {
    if (!isThere || !shown) return { action: null, calendar: said, state: 'withdrawn' };
    // Over: its days are history; its title goes on telling the phase.
    if (!ahead(shown)) return writeSpan(shown, 'withdrawn');
    const why = context.days ? `the phase is ${context.phase}` : 'Dates are empty';
    if (shown.start > today || !context.days) {
      return {
        action: removeEvent(event, 'span', 'notion', why, record('withdrawn', 'cancelled'), context),
        calendar: 'cancelled',
        state: 'withdrawn',
      };
    }
    return writeSpan(cutDates(shown, today), 'withdrawn');
  }
  const isTakenUpAgain = dates.isChangedInNotion || isPhaseChanged;
  const isDeletedNow = said === 'cancelled' && base?.calendar !== 'cancelled' && base?.state === 'planned';
  if (base && !isTakenUpAgain && (isDeletedNow || (base.state === 'cancelled' && said === 'cancelled'))) {
    return { action: null, calendar: 'cancelled', state: 'cancelled' };
  }
  const days = context.days;
  if (days && (ahead(days) || (isThere && shown && ahead(shown)))) return writeSpan(days, 'planned');
  if (isThere && shown) return writeSpan(shown, 'planned');
  return { action: null, calendar: said, state: base?.state === 'cancelled' ? 'cancelled' : 'planned' };

  function writeSpan(days: Days, state: SpanPlan['state']): SpanPlan {
    const { title, derived } = spanTitleFor(event, context);
    const { id, generation } = idFor('span', event, context);
    const target: Wanted = {
      meeting: 'span',
      generation,
      title,
      time: days,
      zone: context.zone,
      mode: 'pinned',
      tentative: isTentative(context.phase),
      agreed: agreedBefore(event, context.facts.dates.said, days),
      titled: titledBefore(event, title, context),
    };
    const change = changeEvent(target, event, view.base?.events.span, { ...context, derivedTitle: derived });
    const action = actionOf(
      change,
      event,
      {
        key: 'span',
        label: 'span',
        id,
        from: sayTime(event?.time ?? undefined, context.zone),
        to: sayTime(days, context.zone),
        cause: dates.cause,
        isTold: false,
        record: record(state, days),
      },
      context,
    );
    return { action, calendar: days, state };
  }
}

/** The mark of the title that a bar keeps until Notion says the phase that a person typed there (M96). */
function titledBefore(
  event: CalendarEvent | null,
  title: string,
  { facts, phase }: SlotContext,
): string | undefined {
  const { title: mark = '' } = event?.marks ?? {};
  const isTyped = event?.title === title && facts.phase !== phase;
  return isTyped && readSpanTitle(mark).phase === facts.phase ? mark : undefined;
}

/** The span's title: the phase is ours, the rest is people's. */
function spanTitleFor(event: CalendarEvent | null, context: SlotContext): { title: string; derived: string } {
  const name = shownName(context.facts.name);
  const derived = spanTitle(context.phase, name);
  if (!event) return { title: derived, derived };
  const before = context.view.base?.events.span?.title ?? event.marks.title;
  const rest = readSpanTitle(event.title).rest;
  const restBefore = before === undefined ? rest : readSpanTitle(before).rest;
  const wasPinned = context.view.base?.events.span?.titlePinned ?? false;
  const isOwn = rest !== '' && (rest !== restBefore || wasPinned);
  return { title: isOwn ? spanTitle(context.phase, rest) : derived, derived };
}
