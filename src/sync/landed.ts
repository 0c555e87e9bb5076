// What a write to a Retros page records by its answer. Notion's lists may be a minute behind, so a Date may stand there
// that the plan did not see: typed before the page said Cancelled, it had not seen that (M10, S31). Pure.
// What it refuses: to take such a Date for one that brings a cancelled meeting back, or to pass over it in silence.
import type { DateValue, Page } from '../../schemas/index.ts';
import { readInstant } from '../playbook/index.ts';
import { type Action, sideOf } from './action.ts';
import { type BasePatch, joinPatches, type SlotBase } from './base.ts';
import { sayConflict } from './receipts.ts';
import { datedOf } from './said.ts';
import { isDays } from './view.ts';

/** What the base records of an action once it is done; `before`: its page as the plan saw it, `after`: as the answer has it. */
export function recordLanded(action: Action, before: Page | null, after: Page | undefined): BasePatch {
  const { call, record } = action;
  const [key, slot] = Object.entries((record.slots ?? {}) as Record<string, SlotBase>)[0] ?? [];
  if (!key || !slot || !isRetro(after)) return record;
  // Made just now: by its id it is told from a copy, for Notion's times are whole minutes (M77).
  if (call.do === 'create-retro') return joinPatches([record, { slots: { [key]: { pageId: after.id } } }]);
  if (call.do !== 'update-retro' || !isRetro(before)) return record;
  if (call.write.status !== 'Cancelled' || call.write.date) return recordMoved(action, before, after);
  const dated = datedOf(after);
  if (slot.state !== 'cancelled' || dated === datedOf(before)) return record;
  const lost = after.row.date && timeOf(after.row.date, slot);
  const receipt = lost && sayConflict(key, { lost, of: 'notion', kept: 'cancelled' }, call.zone);
  return joinPatches([
    record,
    { slots: { [key]: { dated } }, ...(receipt ? { receipts: { [receipt.key]: receipt.text } } : {}) },
  ]);
}

/**
 * A move in Calendar that we wrote to a page which somebody, who had not seen it, cancelled meanwhile: the next plan cancels
 * it, and it is said (M57). Also where the answer was lost and the page was read afterwards.
 */
function recordMoved(
  { call, record, cause }: Action,
  before: Page | null,
  after: Page | undefined,
): BasePatch {
  if (call.do !== 'update-retro' || !isRetro(before) || !isRetro(after)) return record;
  const [key, slot] = Object.entries((record.slots ?? {}) as Record<string, SlotBase>)[0] ?? [];
  const isCancelled = before.row.status !== 'Cancelled' && after.row.status === 'Cancelled';
  const isMove = call.write.date && !call.write.status && cause === 'calendar';
  if (!key || !slot?.time || !isCancelled || !isMove) return record;
  const moved = sayConflict(key, { lost: slot.time, of: 'calendar', kept: 'cancelled' }, call.zone);
  return joinPatches([record, { receipts: { [moved.key]: moved.text } }]);
}

/** What the place that a write is for says of each slot, of phase and series, in a base's patch. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  google: ['calendar', 'unsure', 'left', 'shown'],
  'update-retro': ['page', 'pageId', 'dated', 'isBlanked'],
  'update-engagement': ['row', 'notion'],
};

/** What a write says of when an event is: one that only invites says nothing of it. */
const PLACES = ['time', 'recurrence', 'status'] as const;

/** What was decided of a meeting. */
const DECISION = ['state', 'mode', 'time', 'from', 'drawn'];

/**
 * What the base records of an action that landed late: what it made its own side say. What was decided with it may have been
 * decided anew since, and what the other side said, or the event without it, is weighed as it stands. `isAsThen`: whether the
 * base knows of a meeting what it knew when the action was looked for: then what was decided in Calendar holds (M66).
 */
export function recordHeard(
  { call, record, decided = [] }: Action,
  isAsThen: (key: string) => boolean,
): BasePatch {
  const { slots = {}, series, phase, events } = record;
  const isPlaced = call.do !== 'patch' || PLACES.some((key) => call.patch[key] !== undefined);
  const said = (isPlaced && SAID[sideOf(call) === 'google' ? 'google' : call.do]) || [];
  const only = (patch: object, keys: readonly string[]) =>
    Object.fromEntries(Object.entries(patch).filter(([key]) => keys.includes(key)));
  const heard = ([key, slot]: [string, object]) => {
    const isDecided = decided.includes(key) && isAsThen(key);
    return [key, only(slot, isDecided ? [...said, ...DECISION] : said)];
  };
  return {
    slots: Object.fromEntries(Object.entries(slots as Record<string, object>).map(heard)),
    ...(series ? { series: only(series, said) } : {}),
    ...(phase ? { phase: only(phase, said) } : {}),
    ...(events ? { events } : {}),
  };
}

const isRetro = (page: Page | null | undefined): page is Page<'retros'> => page?.database === 'retros';

/** A Date as the meeting's time: without an end its length stays. */
function timeOf({ start, end }: DateValue, { time }: SlotBase) {
  const from = readInstant(start);
  if (from === null) return { start, end: end ?? start };
  const length = time && !isDays(time) ? time.end - time.start : 0;
  return { start: from, end: (end === null ? null : readInstant(end)) ?? from + length };
}
