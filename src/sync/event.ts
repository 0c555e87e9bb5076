// One event as it should be, compared with the one that is there: an insert, a patch of what differs, or nothing.
// Place, reminders, colour and conference are never named here, so they are never touched (rules C). Pure.
import {
  blockEquals,
  blockHtml,
  keepNotes,
  type MeetingNotes,
  readBlock,
  writeBlock,
} from '../google/description.ts';
import type { CalendarEvent, EventDraft, EventPatch } from '../google/event.ts';
import { pageLink } from '../notion/parent.ts';
import { agendaOf, type Days, invited, type Meeting, type Timed } from '../playbook/index.ts';
import type { EventBase } from './base.ts';
import { type GuestMerge, hashAddress, mergeGuests } from './guests.ts';
import { sameSaid } from './meeting.ts';
import type { RowFacts } from './row.ts';
import { liveGoals, type View, type World } from './view.ts';

/** What an event should be. */
export interface Wanted {
  readonly meeting: Meeting;
  /** The event's name in its marks, where a meeting has several: `follow-up-2`. */
  readonly name?: string;
  readonly generation: number;
  readonly title: string;
  readonly time: Timed | Days;
  readonly zone: string;
  readonly mode: 'derived' | 'pinned';
  readonly tentative: boolean;
  readonly recurrence?: readonly string[];
  /** Week of a series' first occurrence. */
  readonly week?: number;
  /** The weeks are counted otherwise than before: that alone is worth a write. */
  readonly isRenumbered?: boolean;
  /** The mark of what was agreed on before, while Notion does not say the time yet to which a person moved it (M96). */
  readonly agreed?: string | undefined;
  /** The mark of the title that it had, while Notion does not say the phase yet that a person typed there (M96). */
  readonly titled?: string | undefined;
  /** Its own id, where a person split it off a series of ours: by it a later copy is told from it. */
  readonly part?: string;
}

export interface EventChange {
  readonly draft: EventDraft | null;
  readonly patch: EventPatch | null;
  readonly guests: GuestMerge;
  /** What is true of the event afterwards. */
  readonly base: EventBase;
  readonly isMoved: boolean;
  readonly isRevived: boolean;
}

/** What an event is compared with. */
export interface EventContext {
  readonly view: View;
  readonly facts: RowFacts;
  readonly world: World;
  readonly days: Days | null | undefined;
  readonly today: string;
}

/** The worker's block: the way back to the page, the agenda, and the goals' scores where people talk about them. */
export function describe(
  meeting: Meeting,
  { view, world, days, today }: EventContext,
  notes?: MeetingNotes,
): string {
  const facts = { goals: liveGoals(view), dates: days, today, settings: world.playbook };
  return blockHtml({
    link: pageLink(view.page.id),
    lines: agendaOf(meeting, facts),
    ...(notes ? { notes } : {}),
  });
}

/** A time as a mark: what was last agreed on, so that it can be found again without the Worker's memory. */
export const timeMark = (time: Timed | Days): string => `${time.start}/${time.end}`;

export function readTimeMark(mark: string | undefined): Timed | undefined {
  const [start, end] = (mark ?? '').split('/').map(Number);
  return start && end ? { start, end } : undefined;
}

/** Compares the event that is there (null: none yet) with what it should be. */
export function changeEvent(
  wanted: Wanted,
  event: CalendarEvent | null,
  base: EventBase | undefined,
  context: EventContext & { readonly derivedTitle: string },
): EventChange {
  const { view, facts, world } = context;
  const want = world.canInvite ? invited(wanted.meeting, facts.people) : [];
  const guests = mergeGuests(want, event, base);
  // Notes that were sent stay on an event that lies ahead again.
  const block = keepNotes(describe(wanted.meeting, context), readBlock(event?.description ?? '') ?? '');
  const isRevived = event?.status === 'cancelled';
  const isMoved = event?.time != null && !sameSaid(event.time, wanted.time);
  const agreed = isMoved || isRevived ? undefined : wanted.agreed;
  const marks: Record<string, string> = {
    engagement: view.page.id,
    meeting: wanted.name ?? wanted.meeting,
    generation: String(wanted.generation),
    mode: wanted.mode,
    agreed: agreed ?? timeMark(wanted.time),
    // Ours, not the one that a person typed: by it theirs is known again.
    title: wanted.titled ?? context.derivedTitle,
    given: guests.given.map(hashAddress).join(','),
    removed: guests.removed.map(hashAddress).join(','),
    ...(wanted.week === undefined ? {} : { week: String(wanted.week) }),
    ...(wanted.part === undefined ? {} : { part: wanted.part }),
    // By it a rule that we wrote is told from one that a person wrote, also when the answer to our write was lost.
    ...(wanted.recurrence === undefined ? {} : { rule: wanted.recurrence.join('\n') }),
  };
  const eventBase: EventBase = {
    title: wanted.title,
    titlePinned: wanted.title !== context.derivedTitle,
    given: guests.given,
    removed: guests.removed,
  };
  const status = wanted.tentative ? 'tentative' : 'confirmed';
  const busy = wanted.meeting !== 'span';
  if (!event) {
    const { title, time, zone, recurrence } = wanted;
    const draft: EventDraft = {
      title,
      description: writeBlock('', block),
      time,
      zone,
      status,
      busy,
      guests: guests.added,
      marks,
      ...(recurrence ? { recurrence } : {}),
    };
    return { draft, patch: null, guests, base: eventBase, isMoved: false, isRevived: false };
  }
  const present = readBlock(event.description);
  const isRuleChanged =
    wanted.recurrence && wanted.recurrence.join('\n') !== (event.recurrence ?? []).join('\n');
  const patch: EventPatch = {
    ...(event.title !== wanted.title ? { title: wanted.title } : {}),
    ...(present === null || !blockEquals(present, block)
      ? { description: writeBlock(event.description, block) }
      : {}),
    ...(isMoved || isRevived || !event.time ? { time: wanted.time, zone: wanted.zone } : {}),
    ...(isRuleChanged && wanted.recurrence ? { recurrence: wanted.recurrence } : {}),
    // Whether people call a meeting tentative, or the bar busy, is theirs; only the span says a phase by it.
    ...(isRevived || (wanted.meeting === 'span' && event.status !== status) ? { status } : {}),
    ...(guests.attendees ? { attendees: guests.attendees } : {}),
  };
  // A description without room for the block stays as it is, so it is no change.
  const { description, ...others } = patch;
  const effective = description === event.description ? others : patch;
  const isQuiet = Object.keys(effective).length === 0 && !wanted.isRenumbered;
  return {
    draft: null,
    // Marks ride along with another change; but for the count of weeks they are not worth a write of their own.
    patch: isQuiet ? null : { ...effective, marks: changedMarks(event.marks, marks) },
    guests,
    base: eventBase,
    isMoved,
    isRevived,
  };
}

const changedMarks = (before: Readonly<Record<string, string>>, after: Record<string, string>) =>
  Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
