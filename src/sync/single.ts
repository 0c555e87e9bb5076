// Calendar actions of meetings that are one event each. Pure.
// What it refuses: to touch what is over, and to take away an event on anything but a merged decision.
import type { CalendarEvent } from '../google/event.ts';
import { eventId } from '../google/ids.ts';
import {
  type Days,
  formatDays,
  formatTimed,
  invited,
  type Meeting,
  type Timed,
  titleOf,
  wants,
} from '../playbook/index.ts';
import type { Action, Cause, Words } from './action.ts';
import { type BasePatch, joinPatches, type Said } from './base.ts';
import { changeEvent, type EventChange, type Wanted } from './event.ts';
import { mergeGuests } from './guests.ts';
import { sameSaid } from './meeting.ts';
import type { SlotContext, SlotPlan } from './slots.ts';
import { isAhead, isDays } from './view.ts';

/** What a plan of one event amounts to: its action, if any, and what the base records with or without it. */
export interface EventPlan {
  readonly action: Action | null;
  /** What Calendar is to say afterwards; undefined: no event, or it is left as it is. */
  readonly calendar: Said | undefined;
}

/** A time in words, in the engagement's zone. */
export const sayTime = (time: Timed | Days | undefined, zone: string): string | null =>
  time === undefined ? null : isDays(time) ? formatDays(time) : formatTimed(time, zone);

/** The reason that a person reads behind a change. */
export function sayWhy(cause: Cause, meeting: string, context: SlotContext): string {
  if (cause === 'notion') return 'it was set in Notion';
  if (cause === 'calendar') return 'it was changed in Calendar';
  if (cause === 'report') return 'the Worker keeps this column';
  return `the playbook has ${meeting} while ${context.phase}`;
}

/** The title an event shall have: a person's own is kept, until they type ours again. */
export function titleFor(
  event: CalendarEvent | null,
  key: string,
  derived: string,
  context: SlotContext,
): string {
  if (!event) return derived;
  const before = context.view.base?.events[key]?.title ?? event.marks.title;
  const wasPinned = context.view.base?.events[key]?.titlePinned ?? false;
  // A tombstone may have lost it.
  if (event.title.trim() === '') return wasPinned && before ? before : derived;
  const isOwn = before !== undefined && event.title !== before;
  return isOwn || (wasPinned && event.title === before) ? event.title : derived;
}

/** Who is told of a change, and by which `sendUpdates`. */
export function mailsOf(change: EventChange, isTold: boolean, context: SlotContext): readonly string[] {
  if (context.world.mail === 'none') return [];
  if (change.draft) return change.guests.added;
  const { added, dropped, present } = change.guests;
  return isTold ? [...present, ...dropped] : [...added, ...dropped];
}

function wordsOf(
  change: EventChange,
  key: string,
  label: string,
  from: string | null,
  to: string | null,
  why: string,
): Words {
  const base = { meeting: label, why };
  if (change.draft) return { ...base, kind: 'make', what: change.draft.title, from: null, to };
  const title = change.patch?.title ?? change.base.title;
  if (change.isRevived) return { ...base, kind: 'restore', what: title, from: null, to };
  if (change.isMoved) return { ...base, kind: 'move', what: title, from, to };
  const { added, dropped } = change.guests;
  const parts = [
    ...(change.patch?.title !== undefined ? [key === 'span' ? 'title and phase' : 'title'] : []),
    ...(change.patch?.status !== undefined ? ['status'] : []),
    ...(added.length ? [`${added.length} more invited`] : []),
    ...(dropped.length ? [`${dropped.length} no longer invited`] : []),
    ...(change.patch?.description !== undefined ? ['description'] : []),
  ];
  return { ...base, kind: 'change', what: title, from: null, to: parts.join(', ') || 'marks' };
}

/** Turns a compared event into an action; null when nothing differs. */
export function actionOf(
  change: EventChange,
  event: CalendarEvent | null,
  input: {
    key: string;
    label: string;
    id: string;
    from: string | null;
    to: string | null;
    cause: Cause;
    isTold: boolean;
    record: BasePatch;
  },
  context: SlotContext,
): Action | null {
  if (!change.draft && !change.patch) {
    // Whom people took off, and that a title is ours again, is remembered though nothing is written.
    context.settle({ events: { [input.key]: change.base } });
    return null;
  }
  const mails = mailsOf(change, input.isTold, context);
  const alone = input.isTold || mails.length === 0 ? null : guestsAlone(change, event, input.key, context);
  if (alone) return actionOf(alone, event, { ...input, record: {} }, context);
  const mail = mails.length > 0 ? context.world.mail : 'none';
  const why = sayWhy(input.cause, input.label, context);
  return {
    call: change.draft
      ? { do: 'insert', id: input.id, draft: change.draft, mail }
      : { do: 'patch', id: input.id, etag: event?.etag ?? null, patch: change.patch ?? {}, mail },
    words: [wordsOf(change, input.key, input.label, input.from, input.to, why)],
    cause: input.cause,
    mails,
    cancels: false,
    record: { ...input.record, events: { [input.key]: change.base } },
    ...(change.isRevived && event
      ? { revives: { meeting: event.marks.meeting ?? '', generation: Number(event.marks.generation) } }
      : {}),
  };
}

/**
 * Only who comes and who goes, where the change has more to it that nobody is to be told: Google mails those who stay
 * about every other word of a write. The rest follows in a write of its own. Null: there is no more to it.
 */
function guestsAlone(
  change: EventChange,
  event: CalendarEvent | null,
  key: string,
  context: SlotContext,
): EventChange | null {
  const { patch, guests } = change;
  if (!patch?.attendees || !event || change.isRevived) return null;
  const { attendees, marks, ...rest } = patch;
  if (Object.keys(rest).length === 0) return null;
  const kept = Object.entries(marks ?? {}).filter(([name]) => name === 'given' || name === 'removed');
  const known = context.view.base?.events[key] ?? { title: event.marks.title ?? event.title };
  return {
    ...change,
    patch: { attendees, marks: Object.fromEntries(kept) },
    base: { ...known, given: guests.given, removed: guests.removed },
    isMoved: false,
  };
}

/** Whom people took off an event is remembered as it is taken away: what comes back has lost it (M71). */
export function recordTakenOff(
  event: CalendarEvent,
  meeting: Meeting,
  key: string,
  { view, world, facts }: SlotContext,
): BasePatch {
  const known = view.base?.events[key];
  if (!known || !world.canInvite) return {};
  const { removed } = mergeGuests(invited(meeting, facts.people), event, known);
  return { events: { [key]: { removed } } };
}

/** The action that takes an event away, and tells its guests. */
export function removeEvent(
  event: CalendarEvent,
  label: string,
  cause: Cause,
  why: string,
  record: BasePatch,
  context: SlotContext,
): Action {
  const guests = event.guests.filter((guest) => !guest.fixed).map((guest) => guest.email);
  const mails = context.world.mail === 'none' ? [] : guests;
  return {
    call: {
      do: 'remove',
      id: event.id,
      etag: event.etag,
      mail: mails.length > 0 ? context.world.mail : 'none',
    },
    words: [
      {
        meeting: label,
        kind: 'cancel',
        what: event.title,
        from: sayTime(event.time ?? undefined, context.zone),
        to: null,
        why,
      },
    ],
    cause,
    mails,
    cancels: true,
    record,
  };
}

export const withdrawnWhy = (plan: SlotPlan, context: SlotContext): string => {
  if (plan.merge.state === 'cancelled')
    return plan.merge.cause === 'calendar' ? 'it was deleted in Calendar' : 'it was cancelled in Notion';
  if (context.view.page.presence === 'trashed')
    return 'the engagement is in the trash; it comes back with it';
  if (!wants(context.phase, plan.meeting)) {
    return `the phase ${context.phase} does not have it; it comes back with the phase`;
  }
  if (!context.days) return 'Dates are empty; it comes back with them';
  if (plan.meeting === 'follow-up' && !context.view.page.row.followUp)
    return 'Follow-up is not ticked; it comes back with it';
  if (context.isSeriesCancelled && plan.meeting === 'retro')
    return 'the weekly retro was cancelled as a whole';
  return 'Dates no longer reach it; it comes back with them';
};

/** The id to write to: the event that is there, else the one of the known generation. */
export function idFor(
  meeting: string,
  event: CalendarEvent | null,
  context: SlotContext,
): { id: string; generation: number } {
  const generation = event ? Number(event.marks.generation) : (context.view.base?.generations[meeting] ?? 0);
  return { id: event?.id ?? eventId(context.view.page.id, meeting, generation), generation };
}

/** "kickoff", "follow-up 2". */
const labelOf = ({ key }: SlotPlan): string => key.replace(/-(?=\d+$)/, ' ');

/** The mark that an event keeps until Notion says the time that it has (M96); undefined: Notion says it, or nothing. */
export const agreedBefore = (event: CalendarEvent | null, row: Said | undefined, time: Timed | Days) =>
  row === undefined || sameSaid(row, time) ? undefined : event?.marks.agreed;

/** Plans the event of a meeting other than the span and the weekly series. */
export function planSingle(
  plan: SlotPlan,
  recordFor: (calendar: Said | undefined) => BasePatch,
  context: SlotContext,
): Action | null {
  const { merge, event } = plan;
  const ahead = isAhead(context.world.now, context.today);
  const isThere = event !== null && event.status !== 'cancelled';
  if (merge.state !== 'planned') {
    const isRemovable = isThere && event.time !== null && ahead(event.time);
    if (!isRemovable) return null;
    const why = withdrawnWhy(plan, context);
    const guests = recordTakenOff(event, plan.meeting, plan.key, context);
    const record = joinPatches([recordFor('cancelled'), guests]);
    return removeEvent(event, labelOf(plan), merge.cause, why, record, context);
  }
  const { time } = merge;
  // A person may say that what is still ahead was held already; nothing is made in the past.
  const isAheadThere = isThere && event.time !== null && ahead(event.time);
  if (!time || !(ahead(time) || isAheadThere)) return null;
  const derivedTitle = titleOf(plan.meeting, context.facts.name, context.world.playbook.checkInMonths);
  const wanted: Wanted = {
    meeting: plan.meeting,
    name: plan.key,
    ...idFor(plan.key, event, context),
    title: titleFor(event, plan.key, derivedTitle, context),
    time,
    zone: context.zone,
    mode: merge.mode,
    tentative: false,
    agreed: agreedBefore(event, plan.said.row, time),
  };
  const change = changeEvent(wanted, event, context.view.base?.events[plan.key], {
    ...context,
    derivedTitle,
  });
  const wasAgreed = plan.base?.state === 'planned' && sameSaid(plan.base.time, time);
  return actionOf(
    change,
    event,
    {
      key: plan.key,
      label: labelOf(plan),
      id: idFor(plan.key, event, context).id,
      from: sayTime(event?.time ?? undefined, context.zone),
      to: sayTime(time, context.zone),
      cause: merge.cause,
      // A person who moved it in Calendar told its guests; putting back what was agreed on is a repair.
      isTold: (change.isMoved || change.isRevived) && merge.cause !== 'calendar' && !wasAgreed,
      record: recordFor(time),
    },
    context,
  );
}
