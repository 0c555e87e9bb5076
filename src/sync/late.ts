// Late weeks: those that are to be met though the playbook has them in the past (a held retro that is met once more, one
// that was dragged to a later day). They stay in the rule of the part that has them, or are taken up by one. Pure.
// What it refuses: to let a rule that ends or moves leave them without an event, and to give them a second one.
import { addDays, atWall, dayOf, type Instant, wallOf } from '../playbook/index.ts';
import { type BasePatch, joinPatches } from './base.ts';
import type { Start } from './master.ts';
import { isGone, type Master, partForWeek, startOfWeek } from './series.ts';
import type { Series } from './slot-merge.ts';
import type { SlotPlan } from './slots.ts';
import { isDays } from './view.ts';

/** Whether a part's rule is ours to write. */
export const isOurs = ({ rule }: Master): boolean => rule === 'ours' || rule === 'all-day';

/** Whether a part that lives, with a rule of ours, has the week. */
const isCarried = ({ occurrence }: SlotPlan): boolean =>
  occurrence !== null && isOurs(occurrence.master) && !isGone(occurrence.master);

/** What has begun by its rule stays with the part that has it, wherever it is met, and wherever slot and Dates go. */
export const isBegun = (plan: SlotPlan, now: Instant): boolean =>
  isCarried(plan) && (plan.occurrence?.original ?? now) <= now;

/** Weeks that are met later than the playbook has them, and that no rule holds yet by having begun with them. */
export const lateWeeks = (weeks: readonly SlotPlan[], now: Instant): SlotPlan[] =>
  weeks.filter(
    (plan) =>
      plan.merge.state === 'planned' &&
      Number(plan.merge.time?.start) > now &&
      plan.pick !== null &&
      plan.pick.start <= now &&
      !isBegun(plan, now) &&
      // A person's rule has it.
      (isCarried(plan) || plan.occurrence === null || isGone(plan.occurrence.master)),
  );

/** Whether a late week is a part's: it has it, or may take it up without taking what is another's. */
export function isLateOf(plan: SlotPlan, part: Master, { context }: Series): boolean {
  if (isCarried(plan)) return plan.occurrence?.master === part;
  const week = plan.week ?? 0;
  const isBetween = (other: Master) =>
    other !== part && !isGone(other) && [...other.weeks.keys()].some((n) => n >= week && n < part.firstWeek);
  return partForWeek(context.chain.carrying, week) === part && !context.masters.some(isBetween);
}

/** Where a part's rule has a week, also one in front of it. */
export function ruleStart(part: Master, week: number): Instant | undefined {
  const { time, zone } = part.event;
  if (week >= part.firstWeek || part.rule !== 'ours' || !time || isDays(time)) return startOfWeek(part, week);
  const at = zone ?? 'UTC';
  const day = addDays(dayOf(time.start, at), 7 * (week - part.firstWeek));
  return atWall(day, wallOf(time.start, at), at);
}

/** Where a part begins that takes up a late week in front of it; undefined: there is none. */
export function frontOf({ master, late }: Series): Start | undefined {
  const week = late[0]?.week;
  if (!master || week == null || week >= master.firstWeek) return undefined;
  const start = ruleStart(master, week);
  return start === undefined ? undefined : { time: { start, end: start + master.length }, week };
}

/** The starts up to which a part stays when what is ahead of it leaves: what has begun, and its late weeks. */
export function stayingOf({ master, late, context }: Series): readonly Instant[] {
  if (!master) return [];
  const begun = master.originals?.filter((original) => original <= context.world.now) ?? [];
  const starts = late.flatMap(({ week }) => ruleStart(master, week ?? 0) ?? []);
  return [...begun, ...starts].sort((a, b) => a - b);
}

/** Late weeks that a rule takes up or is written anew under: each is put right, whatever Calendar shows then. */
export const recordLate = (late: readonly SlotPlan[]): BasePatch =>
  joinPatches(late.map(({ key }) => ({ slots: { [key]: { unsure: true } } })));

/**
 * Where Calendar shows late weeks that a rule takes up, which stays where it is: a week of which nothing is left there is
 * where the rule has it, and whoever takes it away there is heard (M62).
 */
export const recordTakenUp = ({ late, master }: Series): BasePatch =>
  joinPatches(
    late.flatMap(({ key, week, base }) => {
      const start = master && ruleStart(master, week ?? 0);
      if (!base || start === undefined || !master || master.exceptions.has(start)) return [];
      return [{ slots: { [key]: { calendar: { start, end: start + master.length }, unsure: null } } }];
    }),
  );
