// Calendar actions of the weekly series: recurring events that carry the weeks, each planned for the weeks that are its
// turn, with moved and cancelled occurrences laid on by week. Pure.
// What it refuses: to write over a rule that a person changed, and to touch occurrences that have begun.
import { instanceId } from '../google/ids.ts';
import { weeklyRule } from '../google/recurrence.ts';
import type { Instant, Timed } from '../playbook/index.ts';
import type { Action } from './action.ts';
import { joinPatches } from './base.ts';
import { frontOf, isBegun, isLateOf, isOurs, lateWeeks, ruleStart } from './late.ts';
import { makeSeries, putBack, rewriteMaster, ruleFor, stayOf } from './master.ts';
import { continueSeries, endSeries, keepBeside, leave, placeAnew } from './next-series.ts';
import { planOccurrence, removeOrphans } from './occurrence.ts';
import { type Master, partForWeek, startOfWeek } from './series.ts';
import type { Series } from './slot-merge.ts';
import { isWanted, type SlotPlan } from './slots.ts';
import { planTheirs } from './their-rule.ts';

/**
 * Plans the series. What was decided of its weeks in Calendar is remembered with the first write, whatever that is for:
 * afterwards the series may not show it any more (M66).
 */
export function planWeekly(weeks: readonly SlotPlan[], series: Series): Action[] {
  const [first, ...others] = planSeries(weeks, series);
  if (!first) return [];
  const decided = weeks.filter(
    ({ merge, said }) => merge.cause === 'calendar' && said.calendar !== undefined,
  );
  if (decided.length === 0) return [first, ...others];
  const records = decided.map((plan) => series.recordWeek(plan, plan.said.calendar as Timed | 'cancelled'));
  const record = joinPatches([...records, first.record]);
  return [{ ...first, record, decided: decided.map(({ key }) => key) }, ...others];
}

/** The parts that carry what is ahead, what they have taken over, then single occurrences. */
function planSeries(weeks: readonly SlotPlan[], given: Series): Action[] {
  const { context } = given;
  const { now } = context.world;
  const { live, parts, carrying, isOne } = context.chain;
  if (!given.merge.isKnown) return [];
  // A week that was held already is not met again when its slot moves ahead of now.
  const isHeld = ({ merge, pick, occurrence }: SlotPlan) =>
    merge.state === 'planned' &&
    Number(merge.time?.start) <= now &&
    (occurrence?.original ?? null) !== pick?.start;
  const series: Series = { ...given, held: weeks.filter(isHeld) };
  const ahead = weeks.filter(
    (plan) => plan.pick !== null && plan.pick.start > now && !isHeld(plan) && !isBegun(plan, now),
  );
  const late = lateWeeks(weeks, now);
  const isAnyPlanned = [...late, ...ahead].some((plan) => plan.merge.state === 'planned');
  const isWithdrawn = !isAnyPlanned && ahead.some((plan) => plan.merge.state === 'withdrawn');
  // A week that a person cancelled stays in the rule, but it keeps no series alive that is otherwise withdrawn.
  const staying = isWithdrawn ? [] : ahead.filter((plan) => plan.merge.state !== 'withdrawn');
  if (!live)
    return isAnyPlanned ? [makeSeries([...late, ...coverOf(staying, undefined)], { ...series, late })] : [];

  const anew = isOne && isOurs(live) ? coverOf(staying, undefined) : [];
  if (anew.length > 0) {
    const isTakenOver = (part: Master) =>
      isOurs(part) || anew.some((plan) => plan.occurrence?.master === part);
    return placeAnew(anew, parts.filter(isTakenOver), { ...series, late, master: live });
  }
  const changing = new Set<Master>();
  // A person's rule goes on beside a newer generation of ours.
  const theirs = context.masters.filter((master) => !isOurs(master) && !parts.includes(master));
  const actions = [...theirs, ...parts].flatMap((part) => {
    const own: Series = {
      ...series,
      master: part,
      late: late.filter((plan) => isLateOf(plan, part, series)),
      recordSeries: part === live ? series.recordSeries : () => ({}),
    };
    const isTurn = ({ week }: SlotPlan) => partForWeek(carrying, week ?? 0) === part;
    // What the parts that Dates reach go on with does not end with one that they no longer reach.
    const isEnding = ({ week, merge }: SlotPlan) =>
      merge.state !== 'planned' && partForWeek(parts, week ?? 0) === part;
    const its = weeks.filter(carrying.includes(part) ? isTurn : isEnding);
    const plan = isOurs(part)
      ? planOurs(coverOf(staying.filter(isTurn), part), its, own)
      : planTheirs(weeks, own);
    if (plan.isChanging) changing.add(part);
    return plan.actions;
  });
  // What a crash left of the parts that a newer generation has taken over.
  const [first] = parts;
  const followed = context.masters.filter((master) => master.generation < live.generation && isOurs(master));
  const taken = followed.filter((master) =>
    [...master.weeks].some(([week, original]) => original > now && week >= (first?.firstWeek ?? 0)),
  );
  // What an older generation still shows of a week that is met by the newer one leaves with it; of one that is not met, by itself.
  const isLeaving = (plan: SlotPlan) =>
    plan.occurrence !== null &&
    (plan.merge.state === 'planned' || taken.includes(plan.occurrence.master)) &&
    isOurs(plan.occurrence.master) &&
    plan.occurrence.master.generation < live.generation &&
    !isBegun(plan, now) &&
    !late.includes(plan);
  const stable = weeks.filter(
    (plan) => plan.occurrence && !changing.has(plan.occurrence.master) && !isLeaving(plan),
  );
  return [
    ...actions,
    ...taken.flatMap((master) => leave({ ...series, late, master })),
    ...followed
      .filter((master) => !taken.includes(master))
      .flatMap((master) => keepBeside({ ...series, late, master })),
    ...removeOrphans(context, changing),
    ...stable.flatMap((plan) => planOccurrence(plan, series)),
  ];
}

/** The weeks that a part's rule is to have, from the first that it needs to the last; undefined: a new part's. */
function coverOf(staying: readonly SlotPlan[], part: Master | undefined): SlotPlan[] {
  const isLive = part !== undefined && part.event.status !== 'cancelled';
  // Carried by another part: a person's rule, which goes on beside ours.
  const isElsewhere = ({ occurrence }: SlotPlan) =>
    occurrence?.master.rule === 'person' && occurrence.master !== part;
  const own = staying.filter((plan) => !isElsewhere(plan));
  // Cancelled weeks at the end need not be in a rule that ends before them, as one that a person shortened does.
  const isNeeded = ({ merge, occurrence }: SlotPlan) =>
    merge.state === 'planned' || (isLive && occurrence?.master === part);
  // Nor need those in front of a part that begins after them.
  const from = own.findIndex(
    (plan) => plan.merge.state === 'planned' || (part !== undefined && (plan.week ?? 0) >= part.firstWeek),
  );
  const cover = from < 0 ? [] : own.slice(from, own.findLastIndex(isNeeded) + 1);
  const [first, last] = [cover[0], cover.at(-1)];
  if (part || !first || !last) return cover;
  // One series that takes over what lies on both sides of a person's rule takes that as well: no week is met twice.
  return staying.slice(staying.indexOf(first), staying.indexOf(last) + 1);
}

/** Plans a part whose rule is ours. `weeks`: those that are its turn. */
function planOurs(
  cover: readonly SlotPlan[],
  weeks: readonly SlotPlan[],
  series: Series,
): { actions: Action[]; isChanging: boolean } {
  const { master, late } = series;
  const changing = (actions: Action[]) => ({ actions, isChanging: true });
  if (!master) return { actions: [], isChanging: false };
  const all = [...late, ...cover].sort((a, b) => (a.week ?? 0) - (b.week ?? 0));
  const isAnyPlanned = all.some((plan) => plan.merge.state === 'planned');
  const [first] = cover;
  // What was split off and deleted may still have exceptions by the ids that this part's occurrences would have.
  const isTaken = cover.some((plan) => isIdTaken(startOfWeek(master, plan.week ?? 0), series));
  const fits =
    first === undefined ||
    (!isTaken &&
      Number(first.week) >= master.firstWeek &&
      cover.every((plan) => isAt(startOfWeek(master, plan.week ?? 0), plan)) &&
      Number(first.pick?.end) - Number(first.pick?.start) === master.length);
  if (master.event.status === 'cancelled') {
    // What was held needs its place in a rule that lives, and brings none back.
    const { now } = series.context.world;
    if (!all.some(({ merge }) => merge.state === 'planned' && Number(merge.time?.start) > now))
      return changing([]);
    // A split that is to come back elsewhere is ours from then on.
    const isSame = fits || (master.isOwn && !isTaken);
    return changing(isSame ? [makeSeries(all, series)] : placeAnew(cover, [], series));
  }
  // A rule of which every week is cancelled shows nobody anything: it stays while retros are wanted.
  if (cover.length > 0 && !isAnyPlanned && isWanted('retro', series.context))
    return { actions: [], isChanging: false };
  if (!isAnyPlanned) {
    const end = endSeries(weeks, series);
    return { actions: end, isChanging: end.length > 0 };
  }
  if (master.rule === 'all-day') return changing(rewriteMaster(all, ruleFor(all), series, putBack(series)));
  if (!fits) {
    const hasBegun = master.originals?.some((original) => original <= series.context.world.now);
    if (!master.isOwn || (isTaken && !hasBegun)) return changing(placeAnew(cover, [master], series));
    return changing(
      hasBegun ? continueSeries(cover, series) : rewriteMaster(all, ruleFor(all), series, null),
    );
  }
  // However Calendar's page spells it: a rule with the same end is the same.
  const end = Math.max(...all.map((plan) => ruleStart(master, plan.week ?? 0) ?? 0));
  const isSameEnd = master.originals?.at(-1) === end;
  const rule = (isSameEnd && master.event.recurrence) || weeklyRule(end);
  const front = frontOf(series);
  // A rule that begins earlier shows what lies between again, also what was cancelled there.
  const isBetween = (plan: SlotPlan) =>
    plan.pick !== null && Number(front?.week) < Number(plan.week) && Number(plan.week) < master.firstWeek;
  const shown = front ? [...all, ...weeks.filter((plan) => isBetween(plan) && !all.includes(plan))] : all;
  const rewrite = rewriteMaster(shown, rule, series, front ?? stayOf(series));
  // A rule that grows or shrinks comes first; what is laid on occurrences is planned on what it then shows.
  const isChanging = rewrite.some(({ call }) => call.do === 'patch' && call.patch.recurrence !== undefined);
  return { actions: rewrite, isChanging };
}

/** Whether the id of a part's occurrence is that of another series' exception: by it Calendar would show that one. */
function isIdTaken(start: Instant | undefined, { master, context }: Series): boolean {
  if (!master || start === undefined) return false;
  const its = instanceId(master.event.id, start);
  // What a changed rule dropped says no series: it was this one's.
  return context.view.events.some(
    ({ id, series }) => id === its && series !== null && series !== master.event.id,
  );
}

/** Whether a part's rule has a week where it is to be: as picked, or where a person dragged the whole part. */
const isAt = (start: number | undefined, { pick, merge }: SlotPlan): boolean =>
  merge.state !== 'planned' ||
  (start !== undefined &&
    (start === pick?.start || (merge.mode === 'pinned' && merge.time?.start === start)));
