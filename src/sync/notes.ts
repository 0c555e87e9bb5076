// Notes that are Ready go to everybody who was invited, once, by way of the event: one patch of the Worker's block there
// mails them, and a mark with the notes' hash says for good that they were sent (rules N49–N51, C50–C53). Pure.
// What it refuses: to send what nobody wrote, to mail the same notes twice, and to mail about a meeting that is not there.
import { createHash } from 'node:crypto';
import { readBlock, readNotes, roomIn, writeBlock } from '../google/description.ts';
import type { CalendarEvent } from '../google/event.ts';
import { pageLink } from '../notion/parent.ts';
import { type BodyLine, notesIn as notesOf } from '../playbook/index.ts';
import type { Action } from './action.ts';
import type { BasePatch } from './base.ts';
import { readBody } from './bodies.ts';
import { describe } from './event.ts';
import { SURVEY_HEADING } from './forms.ts';
import type { SlotContext, SlotPlan } from './slots.ts';
import { isDays } from './view.ts';

export interface NotesPlan {
  readonly calendar: readonly Action[];
  readonly pages: readonly Action[];
  /** Why notes that are Ready do not go out, in words for Sync. */
  readonly problems: readonly string[];
  readonly settled: readonly BasePatch[];
}

/** Notes of less room than this say nothing. */
const LEAST_ROOM = 300;

type Part = { readonly [K in keyof NotesPlan]?: NotesPlan[K] };

/** What is to be done about the notes of every retro. */
export function planNotes(slots: readonly SlotPlan[], context: SlotContext): NotesPlan {
  const parts = slots.map((plan): Part => {
    if (context.view.page.presence !== 'live' || plan.page?.presence !== 'live') return {};
    const { notesStatus } = plan.page.row;
    if (notesStatus === 'Ready') return sendNotes(plan, plan.page.id, context);
    return notesStatus === 'Sent' ? mendNotes(plan, plan.page.id, context) : {};
  });
  return {
    calendar: parts.flatMap(({ calendar = [] }) => calendar),
    pages: parts.flatMap(({ pages = [] }) => pages),
    problems: parts.flatMap(({ problems = [] }) => problems),
    settled: parts.flatMap(({ settled = [] }) => settled),
  };
}

/** The event that people know the meeting by; `etag` null: an occurrence that still follows its rule. */
interface Target {
  readonly id: string;
  readonly etag: string | null;
  readonly event: CalendarEvent;
  /** Of its own: what its series says of notes is not about it. */
  readonly sent: string | undefined;
}

function targetOf({ meeting, merge, event, occurrence, said, page }: SlotPlan): Target | null {
  if (merge.state !== 'planned' || said.calendar === 'cancelled' || page?.row.status === 'Cancelled')
    return null;
  if (meeting === 'retro') {
    if (!occurrence) return null;
    const { id, exception, master } = occurrence;
    return {
      id,
      etag: exception?.etag ?? null,
      event: exception ?? master.event,
      sent: exception?.marks.notes,
    };
  }
  return event && event.status !== 'cancelled'
    ? { id: event.id, etag: event.etag, event, sent: event.marks.notes }
    : null;
}

const labelOf = ({ week }: SlotPlan): string => (week === null ? 'project retro' : `retro ${week}`);

/** What people wrote as notes; what they said in the survey, they said without a name and not to everybody. */
const notesIn = (body: readonly BodyLine[]): BodyLine[] =>
  notesOf(body.filter(({ text }) => text.split('\n')[0]?.trim() !== SURVEY_HEADING));

const hashOf = (notes: readonly BodyLine[]): string =>
  createHash('sha256').update(JSON.stringify(notes)).digest('hex').slice(0, 16);

function sendNotes(plan: SlotPlan, page: string, context: SlotContext): Part {
  const { view, world } = context;
  const body = view.bodies.get(page);
  // It is read with the next look at Notion.
  if (body === undefined) return {};
  const label = labelOf(plan);
  const not = (why: string): Part => ({ problems: [`The notes of ${label} are Ready but not sent: ${why}`] });
  if (body === null) return not('the connection may not read the page.');
  const notes = notesIn(body);
  if (notes.length === 0) return not('there are none on its page.');
  const target = targetOf(plan);
  if (!target) return not('there is no such meeting in Calendar.');
  const start = plan.merge.time && !isDays(plan.merge.time) ? plan.merge.time.start : null;
  if (start === null || start > world.now) return not('they go out once it has begun.');
  const hash = hashOf(notes);
  if (target.sent === hash) return { pages: [sayKept(page, label, context)] };
  const description = describeWith(notes, page, plan, target, context);
  if (description === null) return not('the description of its event in Calendar has no room for them.');
  const guests = target.event.guests.filter(({ fixed }) => !fixed).map(({ email }) => email);
  const mails = world.mail === 'none' ? [] : guests;
  return { calendar: [patchNotes(plan, target, description, hash, mails, 'Notes status is Ready', context)] };
}

/**
 * assumption: a change of the whole series may lay its description over occurrences that have their own (the web page
 * does). Notes that went with it are put back in silence, while the page still says just what was sent.
 */
function mendNotes(plan: SlotPlan, page: string, context: SlotContext): Part {
  const target = targetOf(plan);
  if (!target?.sent || target.sent === plan.base?.notesGone) return {};
  if (readNotes(readBlock(target.event.description) ?? '') !== null) return {};
  const body = context.view.bodies.get(page);
  if (body === undefined) return { pages: [readBody(page)] };
  const notes = notesIn(body ?? []);
  const description = hashOf(notes) === target.sent ? describeWith(notes, page, plan, target, context) : null;
  if (description === null) return { settled: [{ slots: { [plan.key]: { notesGone: target.sent } } }] };
  return {
    calendar: [patchNotes(plan, target, description, target.sent, [], 'they were lost there', context)],
  };
}

/** The event's description with the notes in the Worker's block; null where people's text leaves no room. */
function describeWith(
  lines: readonly BodyLine[],
  page: string,
  { meeting }: SlotPlan,
  { event }: Target,
  context: SlotContext,
): string | null {
  const room = roomIn(event.description);
  const block = describe(meeting, context, { link: pageLink(page), lines, room });
  const written = writeBlock(event.description, block);
  return room - describe(meeting, context).length >= LEAST_ROOM &&
    readNotes(readBlock(written) ?? '') !== null
    ? written
    : null;
}

function patchNotes(
  plan: SlotPlan,
  { id, etag, event }: Target,
  description: string,
  hash: string,
  mails: readonly string[],
  why: string,
  { world }: SlotContext,
): Action {
  return {
    call: {
      do: 'patch',
      id,
      etag,
      ...(etag === null ? { from: event.description } : {}),
      patch: { description, marks: { notes: hash } },
      mail: mails.length > 0 ? world.mail : 'none',
    },
    words: [
      {
        meeting: labelOf(plan),
        kind: 'change',
        what: event.title,
        from: null,
        // The hash tells these notes from others, so that nobody approves what they have not read.
        to: `its notes (${hash.slice(0, 6)})`,
        why,
      },
    ],
    cause: 'notion',
    mails,
    cancels: false,
    record: {},
  };
}

const sayKept = (id: string, label: string, { zone }: SlotContext): Action => ({
  call: { do: 'update-retro', id, write: { notesStatus: 'Sent' }, zone },
  words: [
    {
      meeting: label,
      kind: 'change',
      what: `page of ${label}`,
      from: 'Ready',
      to: 'Notes status Sent',
      why: 'its notes are with everybody who was invited',
    },
  ],
  cause: 'report',
  mails: [],
  cancels: false,
  record: {},
});
