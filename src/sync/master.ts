// Writes to one part of the weekly series where it stands: made, brought back, moved before it has begun, made longer or
// shorter, its guests and texts. Pure.
// What it refuses: to move a part that has begun; that one ends, and the next generation goes on.
import { eventId } from '../google/ids.ts';
import { weeklyRule } from '../google/recurrence.ts';
import { fillTime, formatTimed, type Timed, titleOf } from '../playbook/index.ts';
import type { Action } from './action.ts';
import { type BasePatch, joinPatches } from './base.ts';
import { changeEvent, timeMark, type Wanted } from './event.ts';
import { recordLate, recordTakenUp } from './late.ts';
import { isTime } from './meeting.ts';
import { formatSlot } from './row.ts';
import { type Master, slotOfMaster, slotOfTime, startOfWeek } from './series.ts';
import { actionOf, sayTime, titleFor } from './single.ts';
import type { Series } from './slot-merge.ts';
import type { SlotPlan } from './slots.ts';
import { isDays } from './view.ts';

/** Where a part begins, and with which week. */
export interface Start {
  readonly time: Timed;
  readonly week: number;
}

/** What the base remembers a part's title and guests by: each split has its own, and so has what a newer generation follows. */
export const eventKey = ({ master, context }: Pick<Series, 'master' | 'context'>): string => {
  const isFollowed = master && master.generation < (context.chain.live?.generation ?? 0);
  return !master || (master.isOwn && !isFollowed) ? 'retro' : `retro:${master.event.id}`;
};

/** A split is marked with its own id when it is written to, with its first week and time: then it needs no finding. */
export const markPart = ({ event, isOwn, firstWeek }: Master): Record<string, string> =>
  isOwn || !event.time ? {} : { part: event.id, week: String(firstWeek), agreed: timeMark(event.time) };

/** Where a part stands: its first occurrence. */
export function stayOf({ master }: Series): Start | null {
  if (!master?.event.time || isDays(master.event.time)) return null;
  const { time } = master.event;
  const [week] = [...master.weeks].find(([, original]) => original === time.start) ?? [master.firstWeek];
  return { time, week };
}

/** Where a part made all-day is put back to: its first day, at the slot. */
export function putBack({ master, context }: Series): Start | null {
  const time = master?.event.time;
  if (!master || !time || !isDays(time)) return null;
  const slot = context.chain.slotFor(master.firstWeek);
  return {
    time: fillTime(time.start, 'retro', context.zone, slot, context.world.playbook),
    week: master.firstWeek,
  };
}

/** The rule that ends with a cover's last week. */
export const ruleFor = (cover: readonly SlotPlan[]): string[] => weeklyRule(cover.at(-1)?.pick?.start ?? 0);

/** A part as it should be, beginning with the cover's first week, or at `start`. */
export function wantedMaster(
  cover: readonly SlotPlan[],
  series: Series,
  generation: number,
  start?: Start,
): Wanted {
  const { context, merge, master } = series;
  const first = cover[0];
  const derived = titleOf('retro', context.facts.name);
  return {
    meeting: 'retro',
    generation,
    title: titleFor(master?.event ?? null, eventKey(series), derived, context),
    time: start?.time ?? first?.pick ?? { start: 0, end: 0 },
    zone: context.zone,
    mode: merge.mode,
    tentative: false,
    recurrence: ruleFor(cover),
    week: start?.week ?? first?.week ?? 1,
  };
}

const partOf = (master: Master | undefined): Pick<Wanted, 'part'> =>
  !master || master.isOwn ? {} : { part: master.event.id };

/**
 * What Calendar says of each week once the rule stands. What becomes of an exception whose original start the rule
 * loses and has again, or gives to another week, Google does not say (google-calendar.md B4): such a week is unsure.
 */
export const recordCover = (
  cover: readonly SlotPlan[],
  series: Series,
  exceptions: Master['exceptions'] = new Map(),
  isStanding: (plan: SlotPlan) => boolean = () => false,
  stays: Start | null = null,
): BasePatch =>
  joinPatches([
    series.recordSeries(series.merge.slot),
    recordLate(series.late),
    ...(stays ? [recordTakenUp(series)] : []),
    ...series.held.flatMap((plan) => {
      const isWithin =
        Number(cover[0]?.week) < Number(plan.week) && Number(plan.week) < Number(cover.at(-1)?.week);
      const record = series.recordWeek(plan, plan.pick ?? undefined);
      return isWithin ? [record, { slots: { [plan.key]: { unsure: true } } }] : [];
    }),
    ...cover.map((plan) => {
      if (series.late.includes(plan)) return {};
      if (isStanding(plan)) return series.recordWeek(plan, plan.said.calendar as Timed | 'cancelled');
      const record = series.recordWeek(plan, plan.pick ?? undefined);
      const isUnsure = plan.pick !== null && exceptions.has(plan.pick.start);
      return joinPatches([record, { slots: { [plan.key]: { unsure: isUnsure || null } } }]);
    }),
  ]);

/**
 * Where weeks were moved to before their rule became another, or that they were deleted there: until what it leaves of them is
 * taken away they stand there.
 */
export const recordLeft = (cover: readonly SlotPlan[]): BasePatch =>
  joinPatches(
    cover.map(({ key, occurrence, said }) => {
      const isLeft = occurrence?.exception && (isTime(said.calendar) || said.calendar === 'cancelled');
      return isLeft ? { slots: { [key]: { left: said.calendar } } } : {};
    }),
  );

/** "Thu 14:00, 30 min, weeks 1–9 (3 Dec – …)". */
export function sayCover(cover: readonly SlotPlan[], { context }: Series): string {
  const [first, last] = [cover[0], cover.at(-1)];
  const weeks = first?.week === last?.week ? `week ${first?.week}` : `weeks ${first?.week}–${last?.week}`;
  const slot = formatSlot(context.chain.slotFor(first?.week ?? 1));
  return `${slot}, ${weeks}, from ${first?.pick ? formatTimed(first.pick, context.zone) : ''}`;
}

/** A new series, or a part that was taken away, come back. */
export function makeSeries(cover: readonly SlotPlan[], series: Series): Action {
  const { context, master } = series;
  const { view } = context;
  const generation = master?.generation ?? view.base?.generations.retro ?? 0;
  const event = master?.event ?? null;
  const key = eventKey(series);
  const wanted = {
    ...wantedMaster(cover, series, generation, startOfCover(cover, series)),
    ...partOf(master),
  };
  const change = changeEvent(wanted, event, view.base?.events[key], {
    ...context,
    derivedTitle: titleOf('retro', context.facts.name),
  });
  const input = {
    key,
    label: 'retros',
    id: event?.id ?? eventId(view.page.id, 'retro', generation),
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

/** A split that comes back begins where its own rule has the cover's first week. */
function startOfCover([first]: readonly SlotPlan[], { master }: Series): Start | undefined {
  if (!master || master.isOwn || first?.week == null) return undefined;
  const start = startOfWeek(master, first.week);
  return start === undefined ? undefined : { time: { start, end: start + master.length }, week: first.week };
}

/**
 * A patch of the master from `first` on, null: moved to the first week of the cover; with its end, guests and texts.
 * `record`: what it records where it brings the part back.
 */
export function rewriteMaster(
  cover: readonly SlotPlan[],
  rule: readonly string[],
  series: Series,
  first: Start | null,
  record?: BasePatch,
): Action[] {
  const { context, master } = series;
  if (!master?.event.time) return [];
  const key = eventKey(series);
  const wanted = {
    ...wantedMaster(cover, series, master.generation, first ?? undefined),
    ...partOf(master),
    recurrence: rule,
  };
  // Dates may give its weeks other numbers where it stands.
  const isRenumbered = wanted.week !== master.firstWeek;
  const change = changeEvent({ ...wanted, isRenumbered }, master.event, context.view.base?.events[key], {
    ...context,
    derivedTitle: titleOf('retro', context.facts.name),
  });
  const isLonger = change.patch?.recurrence !== undefined;
  const isMoved = change.isMoved;
  // A part that only ends or begins elsewhere goes on showing the slot that it has: no week of it need be at the new one.
  const moved = first ? slotOfTime(first.time, context.zone) : undefined;
  const slot = isMoved ? moved : slotOfMaster(master, series.merge.slot);
  // Nor does an exception change whose start the rule has before and after, for the same week (M69).
  const isStanding = ({ occurrence, said }: SlotPlan) =>
    !isMoved &&
    wanted.week === master.firstWeek &&
    said.calendar !== undefined &&
    occurrence?.master === master &&
    occurrence.exception !== null &&
    master.event.status !== 'cancelled' &&
    master.originals?.includes(occurrence.original) === true;
  const shown = !slot ? series : { ...series, recordSeries: () => series.recordSeries(slot) };
  const action = actionOf(
    change,
    master.event,
    {
      key,
      label: 'retros',
      id: master.event.id,
      from: sayTime(master.event.time, context.zone),
      to: sayCover(cover, series),
      cause: isMoved ? series.merge.cause : (cover[0]?.merge.cause ?? 'playbook'),
      // A person who moved it in Calendar told its guests; what was made all-day is put back silently.
      isTold:
        series.merge.cause !== 'calendar' &&
        master.rule !== 'all-day' &&
        // Of a week that is taken up people are told by its own event.
        !series.late.some(({ occurrence }) => occurrence === null) &&
        (isLonger || isMoved || change.isRevived),
      record:
        record ??
        (isMoved || isLonger || isRenumbered
          ? joinPatches([
              recordCover(cover, shown, master.exceptions, isStanding, first),
              isMoved ? recordLeft(cover) : {},
            ])
          : {}),
    },
    context,
  );
  if (!action) return [];
  const words = action.words.map((word) =>
    isLonger && !isMoved ? { ...word, kind: 'move' as const, to: sayCover(cover, series) } : word,
  );
  return [{ ...action, words }];
}
