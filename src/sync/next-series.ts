// How a part of the series ends, and how the next generation takes over: trimmed where it has begun, so that history
// stays, else removed. Pure.
// What it refuses: to tell people twice; where the next generation tells them, what it replaces goes in silence.
import { eventId } from '../google/ids.ts';
import { weeklyRule } from '../google/recurrence.ts';
import { invited, titleOf } from '../playbook/index.ts';
import type { Action } from './action.ts';
import { type BasePatch, joinPatches } from './base.ts';
import { changeEvent } from './event.ts';
import { mergeGuests } from './guests.ts';
import { recordLate, stayingOf } from './late.ts';
import {
  eventKey,
  markPart,
  recordCover,
  recordLeft,
  rewriteMaster,
  sayCover,
  stayOf,
  wantedMaster,
} from './master.ts';
import { isTime } from './meeting.ts';
import { isGone, type Master } from './series.ts';
import { actionOf, recordTakenOff, removeEvent, sayTime, sayWhy, withdrawnWhy } from './single.ts';
import type { Series } from './slot-merge.ts';
import type { SlotPlan } from './slots.ts';

/** Trims what has begun of our own part and starts the next generation (rules C). */
export function continueSeries(cover: readonly SlotPlan[], series: Series): Action[] {
  const { master, late } = series;
  if (!master) return [];
  // Between the two calls Calendar shows nothing of what is ahead; that is no person's doing.
  const between = cover.map((plan) =>
    joinPatches([series.recordWeek(plan, undefined), { slots: { [plan.key]: { unsure: true } } }]),
  );
  const isTrimmed = master.originals?.at(-1) === stayingOf(series).at(-1);
  const taken = recordLate(late.filter(({ occurrence }) => occurrence?.master !== master));
  const trim = isTrimmed ? [] : [trimMaster(series, [], joinPatches([...between, taken]))];
  return [...trim, ...nextGeneration(cover, series)];
}

/**
 * Parts that people split become one series again: the next generation takes over first, since a part that has not
 * begun is removed, and nobody is to think meanwhile that a person deleted it.
 */
export function placeAnew(cover: readonly SlotPlan[], parts: readonly Master[], series: Series): Action[] {
  return [...nextGeneration(cover, series), ...parts.flatMap((master) => leave({ ...series, master }))];
}

/** What the next generation has taken over leaves in silence. */
export function leave(given: Series): Action[] {
  const { context, master } = given;
  const { now } = context.world;
  const late = given.late.filter(({ occurrence }) => occurrence?.master === master);
  const series = { ...given, late };
  if (!master || master.event.status === 'cancelled') return [];
  // All-day ones are not worked out: they have begun when their first day has.
  const last = stayingOf(series).at(-1);
  const isAhead = master.originals?.some((original) => original > (last ?? now)) ?? true;
  if (!isAhead) return [];
  if (last !== undefined) return [trimMaster(series, [], {})];
  const silent = { ...context, world: { ...context.world, mail: 'none' as const } };
  const why = 'one series has taken over what was split';
  const removal = removeEvent(master.event, 'retros', series.merge.cause, why, {}, silent);
  return [{ ...removal, cancels: false, ifGone: recordRemoved(master, series) }];
}

/** What a person took away who deletes a part before it is taken over: each of its weeks that is ahead (M65). */
function recordRemoved({ weeks }: Master, { context }: Series): BasePatch {
  const { view, world } = context;
  const keys = [...weeks].flatMap(([week, original]) => (original > world.now ? [`week:${week}`] : []));
  const known = keys.filter((key) => view.base?.slots[key]);
  return { slots: Object.fromEntries(known.map((key) => [key, { isRemoved: true }])) };
}

/** Keeps name and guests of what a newer generation follows, where a week is met there yet: its rule stays as it is (M95). */
export function keepBeside(given: Series): Action[] {
  const { master } = given;
  const late = given.late.filter(({ occurrence }) => occurrence?.master === master);
  if (late.length === 0 || master?.rule !== 'ours' || isGone(master)) return [];
  const series = { ...given, late };
  return rewriteMaster(late, master.event.recurrence ?? [], series, stayOf(series));
}

function nextGeneration(cover: readonly SlotPlan[], series: Series): Action[] {
  const { context, master } = series;
  if (!master) return [];
  const generation = master.generation + 1;
  const wanted = wantedMaster(cover, series, generation);
  const known = context.view.base?.events[eventKey(series)];
  // Whom people added or took off stays so; answers are asked anew.
  const want = context.world.canInvite ? invited('retro', context.facts.people) : [];
  const guests = mergeGuests(want, master.event, known);
  const asked = context.world.canInvite ? guests.present : [];
  const fresh = changeEvent(
    wanted,
    null,
    { title: known?.title ?? wanted.title, given: [], removed: guests.removed },
    { ...context, derivedTitle: titleOf('retro', context.facts.name) },
  );
  const change = {
    ...fresh,
    draft: fresh.draft && { ...fresh.draft, guests: asked },
    guests: { ...fresh.guests, added: asked },
  };
  const next = actionOf(
    change,
    null,
    {
      key: 'retro',
      label: 'retros',
      id: eventId(context.view.page.id, 'retro', generation),
      from: null,
      to: sayCover(cover, series),
      cause: series.merge.cause,
      isTold: true,
      record: joinPatches([
        recordCover(cover, series),
        recordLeft(cover),
        { generations: { retro: generation } },
      ]),
    },
    context,
  );
  const from = sayTime(master.event.time ?? undefined, context.zone);
  return next
    ? [{ ...next, words: next.words.map((word) => ({ ...word, kind: 'move' as const, from })) }]
    : [];
}

/** Ends a part with its past. */
function trimMaster(series: Series, mails: readonly string[], record: BasePatch): Action {
  const { context, master } = series;
  const event = master?.event;
  const staying = stayingOf(series);
  const recurrence = weeklyRule(staying.at(-1) ?? 0);
  return {
    call: {
      do: 'patch',
      id: event?.id ?? '',
      etag: event?.etag ?? null,
      patch: {
        recurrence,
        marks: { ...(master ? markPart(master) : {}), rule: recurrence.join('\n') },
      },
      mail: mails.length > 0 ? context.world.mail : 'none',
    },
    words: [
      {
        meeting: 'retros',
        kind: mails.length > 0 ? 'cancel' : 'change',
        what: event?.title ?? '',
        from: null,
        to: `ends with its ${staying.length} past ${staying.length === 1 ? 'meeting' : 'meetings'}`,
        why: sayWhy(series.merge.cause, 'retros', context),
      },
    ],
    cause: series.merge.cause,
    mails,
    cancels: mails.length > 0,
    record,
  };
}

/** Takes away what is ahead of a part: all of it where nothing has begun. `weeks`: those that are its own. */
export function endSeries(weeks: readonly SlotPlan[], given: Series): Action[] {
  const { master } = given;
  const { now } = given.context.world;
  // Of weeks that are all cancelled already nobody is told.
  const isShown = weeks.some(({ said }) => isTime(said.calendar) && Number(said.calendar.start) > now);
  const world = isShown ? given.context.world : { ...given.context.world, mail: 'none' as const };
  const context = { ...given.context, world };
  const series = { ...given, context };
  if (!master?.originals?.some((original) => original > now)) return [];
  const taken = weeks.filter((plan) => plan.merge.state !== 'planned');
  // A week that a person deleted by itself ends no series: what does is somebody else's, and may wait to settle (C25).
  const reason = taken.find(({ merge }) => merge.cause !== 'calendar');
  const said = reason ?? taken[0];
  const why = said ? withdrawnWhy(said, context) : sayWhy(series.merge.cause, 'retros', context);
  // What stays in a rule is taken away by itself, and not said to be gone before it is.
  const staying = stayingOf(series);
  const isStaying = (plan: SlotPlan) => {
    const { master: its, original = now } = plan.occurrence ?? {};
    return its === master ? original <= (staying.at(-1) ?? now) : its !== undefined && !isGone(its);
  };
  const leaving = taken.filter((plan) => !isStaying(plan));
  const record = joinPatches(leaving.map((plan) => series.recordWeek(plan, 'cancelled')));
  const cause = reason?.merge.cause ?? 'playbook';
  if (staying.length === 0) {
    const guests = recordTakenOff(master.event, 'retro', eventKey(series), context);
    const all = joinPatches([record, series.recordSeries('cancelled'), guests]);
    return [removeEvent(master.event, 'retros', cause, why, all, context)];
  }
  const guests = master.event.guests.filter((guest) => !guest.fixed).map((guest) => guest.email);
  // Nothing ahead says that it was cancelled.
  const told = series.merge.state === 'cancelled' ? { series: { untold: null } } : {};
  const trim = trimMaster(series, world.mail === 'none' ? [] : guests, joinPatches([record, told]));
  const words = trim.words.map((word) => ({ ...word, kind: 'cancel' as const, why }));
  return [{ ...trim, cause, cancels: true, words }];
}
