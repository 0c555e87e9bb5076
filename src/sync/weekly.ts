// Calendar actions of the weekly series: one recurring event, trimmed and continued where its slot changes after
// it has begun, with moved and cancelled occurrences laid on by week. Pure.
// What it refuses: to write over a rule that a person changed, and to touch occurrences that have begun.
import { eventId } from '../google/ids.ts';
import { weeklyRule } from '../google/recurrence.ts';
import { fillTime, formatTimed, type Instant, invited, type Timed, titleOf } from '../playbook/index.ts';
import type { Action } from './action.ts';
import { type BasePatch, joinPatches } from './base.ts';
import { changeEvent, type Wanted } from './event.ts';
import { mergeGuests } from './guests.ts';
import { planOccurrence, removeOrphans } from './occurrence.ts';
import { formatSlot } from './row.ts';
import { type Master, startOfWeek } from './series.ts';
import { actionOf, removeEvent, sayTime, sayWhy, titleFor, withdrawnWhy } from './single.ts';
import type { Series } from './slot-merge.ts';
import type { SlotPlan } from './slots.ts';
import { isDays } from './view.ts';

/** Plans the series: at most one write to its master (two where it is trimmed and continued), then occurrences. */
export function planWeekly(weeks: readonly SlotPlan[], series: Series): Action[] {
  const { context, master } = series;
  const { now } = context.world;
  const isLive = master !== undefined && master.event.status !== 'cancelled';
  if (!series.merge.isKnown) return [];
  // A week that was held already is not met again when its slot moves ahead of now.
  const isHeld = ({ merge, pick, occurrence }: SlotPlan) =>
    merge.state === 'planned' &&
    Number(merge.time?.start) <= now &&
    (occurrence?.original ?? null) !== pick?.start;
  const ahead = weeks.filter((plan) => plan.pick !== null && plan.pick.start > now && !isHeld(plan));
  const isAnyPlanned = ahead.some((plan) => plan.merge.state === 'planned');
  const isWithdrawn = !isAnyPlanned && ahead.some((plan) => plan.merge.state === 'withdrawn');
  // A week that a person cancelled stays in the rule, but it keeps no series alive that is otherwise withdrawn.
  const staying = isWithdrawn ? [] : ahead.filter((plan) => plan.merge.state !== 'withdrawn');
  // Cancelled weeks at the end need not be in a rule that ends before them, as one that a person shortened does.
  const isNeeded = ({ merge, occurrence }: SlotPlan) =>
    merge.state === 'planned' || (isLive && occurrence?.master === master);
  const cover = staying.slice(0, staying.findLastIndex(isNeeded) + 1);
  if (!isLive) return isAnyPlanned ? [makeSeries(cover, series)] : [];
  const begun = master.originals?.filter((original) => original <= now) ?? [];
  const occurrences = () => [
    ...removeOrphans(series),
    ...weeks.flatMap((plan) => planOccurrence(plan, series)),
  ];
  if (cover.length === 0) {
    const end = endSeries(weeks, begun, series);
    return end.length > 0 ? end : occurrences();
  }

  // However Calendar's page spells it: a rule with the same end is the same.
  const isSameEnd = master.originals?.at(-1) === cover.at(-1)?.pick?.start;
  const rule = (isSameEnd && master.event.recurrence) || ruleFor(cover);
  if (master.isAllDay) return rewriteMaster(cover, ruleFor(cover), series, firstOf(series));
  const fits = cover.every(({ week, pick }) => startOfWeek(master, week ?? 0) === pick?.start);
  const isFirst = (cover[0]?.week ?? 0) >= master.firstWeek;
  const length = (cover[0]?.pick?.end ?? 0) - (cover[0]?.pick?.start ?? 0);
  if (!fits || !isFirst || length !== master.length) {
    return begun.length === 0
      ? rewriteMaster(cover, ruleFor(cover), series, null)
      : continueSeries(cover, begun, series);
  }
  const rewrite = rewriteMaster(cover, rule, series, stayOf(series));
  // A rule that grows or shrinks comes first; what is laid on occurrences is planned on what it then shows.
  const isNewRule = rewrite.some((action) => action.call.do === 'patch' && action.call.patch.recurrence);
  return isNewRule ? rewrite : [...rewrite, ...occurrences()];
}

/** Where a master stands: its first occurrence. */
const stayOf = ({ master }: Series): { time: Timed; week: number } | null =>
  master?.event.time && !isDays(master.event.time)
    ? { time: master.event.time, week: master.firstWeek }
    : null;

/** Where an all-day master is put back to: its first day, at the slot. */
function firstOf({ master, merge, context }: Series): { time: Timed; week: number } | null {
  const time = master?.event.time;
  if (!master || !time || !isDays(time)) return null;
  return {
    time: fillTime(time.start, 'retro', context.zone, merge.slot, context.world.playbook),
    week: master.firstWeek,
  };
}

const ruleFor = (cover: readonly SlotPlan[]): string[] => weeklyRule(cover.at(-1)?.pick?.start ?? 0);

/** The master as it should be, beginning with a week. */
function wantedMaster(
  cover: readonly SlotPlan[],
  series: Series,
  generation: number,
  start?: { time: Timed; week: number },
): Wanted {
  const { context, merge, master } = series;
  const first = cover[0];
  return {
    meeting: 'retro',
    generation,
    title: titleFor(master?.event ?? null, 'retro', titleOf('retro', context.facts.name), context),
    time: start?.time ?? first?.pick ?? { start: 0, end: 0 },
    zone: context.zone,
    mode: merge.mode,
    tentative: false,
    recurrence: ruleFor(cover),
    week: start?.week ?? first?.week ?? 1,
  };
}

/**
 * What Calendar says of each week once the rule stands. What becomes of an exception whose original start the rule
 * loses and has again, or gives to another week, Google does not say (google-calendar.md B4): such a week is unsure.
 */
const recordCover = (
  cover: readonly SlotPlan[],
  series: Series,
  exceptions: Master['exceptions'] = new Map(),
): BasePatch =>
  joinPatches([
    series.recordSeries(series.merge.slot),
    ...cover.map((plan) => {
      const record = series.recordWeek(plan, plan.pick ?? undefined);
      const isUnsure = plan.pick !== null && exceptions.has(plan.pick.start);
      return joinPatches([record, { slots: { [plan.key]: { unsure: isUnsure || null } } }]);
    }),
  ]);

/** "Thu 14:00, 30 min, weeks 1–9 (3 Dec – …)". */
const sayCover = (cover: readonly SlotPlan[], series: Series): string => {
  const [first, last] = [cover[0], cover.at(-1)];
  const weeks = first?.week === last?.week ? `week ${first?.week}` : `weeks ${first?.week}–${last?.week}`;
  return `${formatSlot(series.merge.slot)}, ${weeks}, from ${first?.pick ? formatTimed(first.pick, series.context.zone) : ''}`;
};

/** A new series, or the one that was taken away, come back. */
function makeSeries(cover: readonly SlotPlan[], series: Series): Action {
  const { context, master } = series;
  const { view } = context;
  const generation = master?.generation ?? view.base?.generations.retro ?? 0;
  const event = master?.event ?? null;
  const wanted = wantedMaster(cover, series, generation);
  const change = changeEvent(wanted, event, view.base?.events.retro, {
    ...context,
    derivedTitle: titleOf('retro', context.facts.name),
  });
  const id = event?.id ?? eventId(view.page.id, 'retro', generation);
  const input = {
    key: 'retro',
    label: 'retros',
    id,
    from: null,
    to: sayCover(cover, series),
    cause: cover[0]?.merge.cause ?? 'playbook',
    isTold: true,
    record: {
      ...recordCover(cover, series, master?.exceptions),
      generations: { retro: generation },
    },
  } as const;
  return actionOf(change, event, input, context) as Action;
}

/** A patch of the master from `first` on, null: moved to the first week of the cover; with its end, guests and texts. */
function rewriteMaster(
  cover: readonly SlotPlan[],
  rule: readonly string[],
  series: Series,
  first: { time: Timed; week: number } | null,
): Action[] {
  const { context, master } = series;
  if (!master?.event.time) return [];
  const wanted = { ...wantedMaster(cover, series, master.generation, first ?? undefined), recurrence: rule };
  const change = changeEvent(wanted, master.event, context.view.base?.events.retro, {
    ...context,
    derivedTitle: titleOf('retro', context.facts.name),
  });
  const isLonger = change.patch?.recurrence !== undefined;
  const isMoved = change.isMoved;
  const action = actionOf(
    change,
    master.event,
    {
      key: 'retro',
      label: 'retros',
      id: master.event.id,
      from: sayTime(master.event.time, context.zone),
      to: sayCover(cover, series),
      cause: isMoved ? series.merge.cause : (cover[0]?.merge.cause ?? 'playbook'),
      // A person who moved it in Calendar told its guests; what was made all-day is put back silently.
      isTold: series.merge.cause !== 'calendar' && !master.isAllDay && (isLonger || isMoved),
      record: isMoved || isLonger ? recordCover(cover, series, master.exceptions) : {},
    },
    context,
  );
  if (!action) return [];
  const words = action.words.map((word) =>
    isLonger && !isMoved ? { ...word, kind: 'move' as const, to: sayCover(cover, series) } : word,
  );
  return [{ ...action, words }];
}

/** Trims what has begun and starts the next generation, so that history stays (rules C). */
function continueSeries(cover: readonly SlotPlan[], begun: readonly Instant[], series: Series): Action[] {
  const { context, master } = series;
  if (!master) return [];
  // Between the two calls Calendar shows nothing of what is ahead; that is no person's doing.
  const between = cover.map((plan) =>
    joinPatches([series.recordWeek(plan, undefined), { slots: { [plan.key]: { unsure: true } } }]),
  );
  const isTrimmed = master.originals?.length === begun.length;
  const trim = isTrimmed ? [] : [trimMaster(begun, series, [], joinPatches(between))];
  const generation = master.generation + 1;
  const wanted = wantedMaster(cover, series, generation);
  const known = context.view.base?.events.retro;
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
      record: { ...recordCover(cover, series), generations: { retro: generation } },
    },
    context,
  );
  const from = sayTime(master.event.time ?? undefined, context.zone);
  return [
    ...trim,
    ...(next
      ? [{ ...next, words: next.words.map((word) => ({ ...word, kind: 'move' as const, from })) }]
      : []),
  ];
}

function trimMaster(
  begun: readonly Instant[],
  series: Series,
  mails: readonly string[],
  record: BasePatch,
): Action {
  const { context, master } = series;
  const event = master?.event;
  const recurrence = weeklyRule(begun.at(-1) ?? 0);
  return {
    call: {
      do: 'patch',
      id: event?.id ?? '',
      etag: event?.etag ?? null,
      patch: { recurrence, marks: { rule: recurrence.join('\n') } },
      mail: mails.length > 0 ? context.world.mail : 'none',
    },
    words: [
      {
        meeting: 'retros',
        kind: mails.length > 0 ? 'cancel' : 'change',
        what: event?.title ?? '',
        from: null,
        to: `ends with its ${begun.length} past ${begun.length === 1 ? 'meeting' : 'meetings'}`,
        why: sayWhy(series.merge.cause, 'retros', context),
      },
    ],
    cause: series.merge.cause,
    mails,
    cancels: mails.length > 0,
    record,
  };
}

/** Takes away what is ahead of the series: all of it where nothing has begun. */
function endSeries(weeks: readonly SlotPlan[], begun: readonly Instant[], series: Series): Action[] {
  const { context, master } = series;
  if (!master || master.originals === null) return [];
  const isAnythingAhead = master.originals.some((original) => original > context.world.now);
  if (!isAnythingAhead) return [];
  const taken = weeks.filter((plan) => plan.merge.state !== 'planned');
  const why = taken[0] ? withdrawnWhy(taken[0], context) : sayWhy(series.merge.cause, 'retros', context);
  const record = joinPatches(taken.map((plan) => series.recordWeek(plan, 'cancelled')));
  const cause = taken[0]?.merge.cause ?? 'playbook';
  if (begun.length === 0) {
    const all = joinPatches([record, series.recordSeries('cancelled')]);
    return [removeEvent(master.event, 'retros', cause, why, all, context)];
  }
  const guests = master.event.guests.filter((guest) => !guest.fixed).map((guest) => guest.email);
  const trim = trimMaster(begun, series, context.world.mail === 'none' ? [] : guests, record);
  return [
    {
      ...trim,
      cause,
      cancels: true,
      words: trim.words.map((word) => ({ ...word, kind: 'cancel' as const, why })),
    },
  ];
}
