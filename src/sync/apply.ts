// apply: the only place that calls both sides. One action is one write (an occurrence without an etag is read
// first); what comes back is told to the caller, who writes it down. What it refuses: to try again by itself.
import type { DateValue, Page } from '../../schemas/index.ts';
import type { Failure, Outcome } from '../call.ts';
import type { Calendar } from '../google/calendar.ts';
import type { CalendarEvent, EventPatch } from '../google/event.ts';
import { parseInstanceId } from '../google/ids.ts';
import type { Notion } from '../notion/workspace.ts';
import { type BodyLine, readInstant } from '../playbook/index.ts';
import type { Action, Call } from './action.ts';
import type { BasePatch } from './base.ts';

export interface Sides {
  readonly notion: Notion;
  readonly calendar: Calendar;
}

/** What a side now shows, for the trees. */
export interface Shown {
  readonly page?: Page;
  readonly event?: CalendarEvent;
  /** A page's body; null: it may not be read. */
  readonly body?: { readonly page: string; readonly lines: readonly BodyLine[] | null };
  /** A page that cannot be read any more: unshared, or removed for good. */
  readonly unreadable?: string;
  /** An event that is deleted now. */
  readonly deleted?: {
    readonly id: string;
    readonly series: string | null;
    readonly original: number | null;
  };
}

export type Applied =
  /** Done: the action's record holds. */
  | {
      readonly result: 'done';
      readonly shown: Shown;
      /** An occurrence that was gone already: only the calendar's list shows whether its series is. */
      readonly isSeries?: boolean;
    }
  /** Somebody was first: nothing was written by us, or by an earlier try; plan anew on what is shown. */
  | {
      readonly result: 'look-again';
      readonly shown: Shown;
      readonly record: BasePatch;
      /** It is a series: only the calendar's list shows what people did to its weeks (M65). */
      readonly isSeries?: boolean;
    }
  | { readonly result: 'failed'; readonly failure: Failure };

/**
 * Makes one call. `known`: the page that it changes, as the plan saw it; null where it was read just now. `wasTried`: a deletion
 * that was made before and not answered, so that the event may be gone by that.
 */
export async function applyAction(
  action: Action,
  sides: Sides,
  known: Page | null,
  wasTried = false,
): Promise<Applied> {
  const { call } = action;
  const first = known && (call.do === 'update-retro' || call.do === 'update-engagement');
  const raced = first ? await lookFirst(known, call.write, sides) : null;
  if (raced) return raced;
  switch (call.do) {
    case 'insert':
      return settleEvent(await sides.calendar.insert(call.id, call.draft, call.mail), action, sides);
    case 'patch': {
      const read = call.etag === null ? await readFirst(call, sides) : null;
      if (read && 'result' in read) return read;
      const etag = call.etag ?? read?.etag ?? '';
      return settleEvent(await sides.calendar.patch(call.id, etag, call.patch, call.mail), action, sides);
    }
    case 'remove': {
      const read = call.etag === null ? await readFirst(call, sides) : null;
      if (read && 'result' in read) return read;
      const etag = call.etag ?? read?.etag ?? '';
      const outcome = await sides.calendar.remove(call.id, etag, call.mail);
      if (outcome.ok) return { result: 'done', shown: { deleted: deletedOf(call) } };
      if (outcome.failure.reason !== 'gone') return settleEvent(outcome, action, sides);
      if (!wasTried) return findGone(action, call, sides);
      return call.occurrence
        ? { result: 'done', shown: {}, isSeries: true }
        : { result: 'done', shown: { deleted: deletedOf(call) } };
    }
    case 'create-retro': {
      const found = call.isKnown ? await sides.notion.retrosByKey(call.key) : null;
      if (found && !found.ok) return { result: 'failed', failure: found.failure };
      const page = found?.value.find(({ presence }) => presence === 'live');
      if (page) return { result: 'look-again', shown: { page }, record: {} };
      return settlePage(await sides.notion.create('retros', call.write, call.lines, { zone: call.zone }));
    }
    case 'update-retro': {
      const outcome = await sides.notion.update('retros', call.id, call.write, { zone: call.zone });
      return findShut(settlePage(outcome), 'retros', call.id, sides);
    }
    case 'update-engagement': {
      const outcome = await sides.notion.update('engagements', call.id, call.write, { zone: call.zone });
      return findShut(settlePage(outcome), 'engagements', call.id, sides);
    }
    case 'fill-page': {
      const outcome = await sides.notion.fillBody(call.page, call.lines);
      return outcome.ok ? { result: 'done', shown: {} } : { result: 'failed', failure: outcome.failure };
    }
    case 'keep-block': {
      const outcome = await sides.notion.keepBlock(call.page, call.heading, call.lines);
      return outcome.ok ? { result: 'done', shown: {} } : { result: 'failed', failure: outcome.failure };
    }
    case 'read-body': {
      const outcome = await sides.notion.body(call.page);
      if (outcome.ok) return { result: 'done', shown: { body: { page: call.page, lines: outcome.value } } };
      // A page that cannot be read is gone on without.
      const isShut = ['gone', 'denied', 'broken'].includes(outcome.failure.reason);
      return isShut
        ? { result: 'done', shown: { body: { page: call.page, lines: null } } }
        : { result: 'failed', failure: outcome.failure };
    }
    case 'comment': {
      const outcome = await sides.notion.comment(call.page, call.text);
      if (outcome.ok) return { result: 'done', shown: {} };
      return findShut({ result: 'failed', failure: outcome.failure }, 'engagements', call.page, sides);
    }
  }
}

/**
 * Notion takes no write to a page in the trash, which its queries do not show: where it refuses one as malformed the page is
 * read, and planned anew where it is not there any more (rule S93).
 */
async function findShut(
  applied: Applied,
  database: 'engagements' | 'retros',
  id: string,
  sides: Sides,
): Promise<Applied> {
  if (applied.result !== 'failed' || applied.failure.reason !== 'broken') return applied;
  const read = await sides.notion.page(database, id);
  const isShut = read.ok && read.value.presence !== 'live';
  return isShut ? { result: 'look-again', shown: { page: read.value }, record: {} } : applied;
}

/**
 * It was deleted before we could: by a person, and that is for the next plan (S53, M53). What Calendar made of an exception
 * whose rule was changed is known by that, too (M21).
 */
async function findGone(
  { record, ifGone }: Action,
  call: Extract<Call, { do: 'remove' }>,
  sides: Sides,
): Promise<Applied> {
  const read = await sides.calendar.get(call.id);
  if (!read.ok && read.failure.reason !== 'gone') return { result: 'failed', failure: read.failure };
  // An occurrence may have gone with a cut: only the list shows which part has its week now.
  const gone = { deleted: deletedOf(call) };
  if (!read.ok && call.occurrence) return { result: 'look-again', shown: gone, record: {}, isSeries: true };
  if (!read.ok) return { result: 'done', shown: gone };
  const slots = Object.entries((record.slots ?? {}) as Readonly<Record<string, { unsure?: unknown }>>);
  const sure = slots.filter(([, slot]) => slot.unsure === null).map(([key]) => [key, { unsure: null }]);
  return {
    result: 'look-again',
    shown: { event: read.value },
    record: sure.length > 0 ? { slots: Object.fromEntries(sure) } : (ifGone ?? {}),
    // Whether the week was deleted, or its series, only the list says.
    ...(call.occurrence ? { isSeries: true } : {}),
  };
}

/** Columns that are the Worker's alone. */
const OWN: readonly string[] = ['calendar', 'checks', 'sync', 'key'];

/**
 * Notion has no If-Match: what people may write too is read right before it is written, with no call in between, and
 * planned anew where it is not what the plan saw (rule S31). Null: it is.
 */
async function lookFirst(
  known: Page,
  write: Readonly<Record<string, unknown>>,
  sides: Sides,
): Promise<Applied | null> {
  const written = Object.keys(write).filter((key) => write[key] !== undefined && !OWN.includes(key));
  if (written.length === 0) return null;
  // Date and Status of a Retros page are one wish.
  const keys = known.database === 'retros' ? [...written, 'date', 'status'] : written;
  const read = await sides.notion.page(known.database, known.id);
  if (!read.ok) return { result: 'failed', failure: read.failure };
  const [was, is]: Readonly<Record<string, unknown>>[] = [{ ...known.row }, { ...read.value.row }];
  const isSame =
    read.value.presence === known.presence &&
    keys.every((key) => JSON.stringify(was?.[key]) === JSON.stringify(is?.[key]));
  return isSame ? null : { result: 'look-again', shown: { page: read.value }, record: {} };
}

const deletedOf = (call: Extract<Call, { id: string }>) => {
  const instance = (call.do === 'remove' && call.occurrence) || parseInstanceId(call.id);
  return { id: call.id, series: instance?.series ?? null, original: instance?.original ?? null };
};

/** An occurrence that follows its rule has no etag of its own: it is read, and goes on where it is as the plan saw it. */
async function readFirst(
  call: Extract<Call, { etag: string | null }>,
  sides: Sides,
): Promise<CalendarEvent | Applied> {
  const read = await sides.calendar.get(call.id);
  if (!read.ok) return { result: 'failed', failure: read.failure };
  const { description, status, time } = read.value;
  const isSeen =
    (!('from' in call) || description === call.from) &&
    (call.start === undefined || (status !== 'cancelled' && time?.start === call.start));
  return isSeen ? read.value : { result: 'look-again', shown: { event: read.value }, record: {} };
}

const settlePage = (outcome: Outcome<Page>): Applied =>
  outcome.ok
    ? { result: 'done', shown: { page: outcome.value } }
    : { result: 'failed', failure: outcome.failure };

/** 409 and 412 mean that the event is not what the plan saw: it is read and planned on anew. */
async function settleEvent(
  outcome: Outcome<CalendarEvent | null>,
  action: Action,
  sides: Sides,
): Promise<Applied> {
  const { call } = action;
  if (outcome.ok) return { result: 'done', shown: outcome.value ? { event: outcome.value } : {} };
  const { failure } = outcome;
  const id = 'id' in call ? call.id : '';
  if (failure.reason === 'conflict') {
    const read = await sides.calendar.get(id);
    if (!read.ok) return { result: 'failed', failure: read.failure };
    // A week that somebody moved changes its series' etag and nothing else of it: that etag waits for the list (M65).
    if (read.value.recurrence && read.value.status !== 'cancelled')
      return { result: 'look-again', shown: {}, record: {}, isSeries: true };
    const record = (read.value.status === 'cancelled' && action.ifGone) || {};
    return { result: 'look-again', shown: { event: read.value }, record };
  }
  // A deleted event that Google will not revive: its id stays taken, so the next generation takes its place.
  if (action.revives && (failure.reason === 'gone' || failure.reason === 'broken')) {
    const { meeting, generation } = action.revives;
    return { result: 'look-again', shown: {}, record: { generations: { [meeting]: generation + 1 } } };
  }
  return { result: 'failed', failure };
}

/** After an unknown outcome, or a 404: reads what the action would have changed. Null: there is nothing to read. */
export async function lookAfter(call: Call, sides: Sides): Promise<Outcome<Shown> | null> {
  switch (call.do) {
    case 'insert':
    case 'patch':
    case 'remove': {
      const read = await sides.calendar.get(call.id);
      if (read.ok) return { ok: true, value: { event: read.value } };
      if (read.failure.reason !== 'gone') return read;
      // Not there: an insert did not happen; what was there before is gone by that very id's own answer.
      return { ok: true, value: call.do === 'insert' ? {} : { deleted: deletedOf(call) } };
    }
    case 'create-retro': {
      const found = await sides.notion.retrosByKey(call.key);
      if (!found.ok) return found;
      const [page] = found.value;
      return { ok: true, value: page ? { page } : {} };
    }
    case 'update-retro':
    case 'update-engagement': {
      const database = call.do === 'update-retro' ? 'retros' : 'engagements';
      const read = await sides.notion.page(database, call.id);
      if (read.ok) return { ok: true, value: { page: read.value } };
      return read.failure.reason === 'gone' ? { ok: true, value: { unreadable: call.id } } : read;
    }
    case 'fill-page':
    case 'keep-block':
    case 'read-body':
    case 'comment':
      return null;
  }
}

/**
 * Whether what was read afterwards shows that an action happened. An event's marks are ours alone, so they tell
 * our own write from a person's, also where a person has written on top of it. `before`: the page as it was known.
 */
export function hasLanded(call: Call, shown: Shown, before: Page | null = null): boolean {
  switch (call.do) {
    case 'insert':
      return carries(shown.event, call.draft.marks);
    case 'patch':
      return carries(shown.event, call.patch.marks ?? {}) || follows(shown.event, call.patch);
    case 'remove':
      return shown.deleted !== undefined || shown.event?.status === 'cancelled';
    case 'create-retro':
      return shown.page !== undefined;
    case 'update-retro':
    case 'update-engagement':
      return (
        shown.page !== undefined && (says(shown.page, call.write) || tells(shown.page, call.write, before))
      );
    default:
      return false;
  }
}

/** A value of a page's column; dates by value. */
function plain(page: { readonly row: object } | null, key: string): string | undefined {
  const value = (page?.row as Readonly<Record<string, unknown>> | undefined)?.[key];
  const { start, end } = (value ?? {}) as Partial<DateValue>;
  if (start === undefined) return JSON.stringify(value);
  return JSON.stringify([start, end].map((text) => (text ? (readInstant(text) ?? text) : null)));
}

/** Whether a page says everything that a write was to give it. */
const says = (page: Page, write: object): boolean =>
  Object.entries(write).every(
    ([key, value]) => value === undefined || plain(page, key) === plain({ row: write }, key),
  );

/**
 * Whether a page says something that only the write gave it: one of its dates, or a column that is the Worker's alone. What
 * else differs then was changed by a person since (M64).
 */
const tells = (page: Page, write: object, before: Page | null): boolean =>
  Object.entries(write).some(([key, value]) => {
    const isTelling = OWN.includes(key) ? value !== null : value?.start !== undefined;
    const written = plain({ row: write }, key);
    return isTelling && before !== null && plain(before, key) !== written && plain(page, key) === written;
  });

const carries = (event: CalendarEvent | undefined, marks: Readonly<Record<string, string | null>>): boolean =>
  event !== undefined &&
  Object.keys(marks).length > 0 &&
  Object.entries(marks).every(([key, value]) => (event.marks[key] ?? '') === (value ?? ''));

/** A rule that a person cut, written as it was before, changes no mark: it is known by itself. */
const follows = (event: CalendarEvent | undefined, { marks = {}, recurrence }: EventPatch): boolean =>
  event !== undefined &&
  recurrence !== undefined &&
  Object.keys(marks).length === 0 &&
  event.recurrence?.join('\n') === recurrence.join('\n');
