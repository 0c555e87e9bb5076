// The facts behind an engagement's checks, gathered for the playbook, which says what is unmet. Pure.
import { fits, type PinnedTime, unmetChecks } from '../playbook/index.ts';
import type { SlotContext, SlotPlan } from './slots.ts';
import { isDays, liveGoals } from './view.ts';

/** The sentences of the checks that are unmet, from the merged meetings and both sides' rows. */
export function readChecks(slots: readonly SlotPlan[], context: SlotContext): string[] {
  const { view, world, zone, days } = context;
  const { row } = view.page;
  const { now } = world;
  const retros = slots.filter(({ meeting }) => meeting === 'retro' || meeting === 'project-retro');
  const ahead = retros.flatMap(({ merge }) =>
    merge.state === 'planned' && merge.time && !isDays(merge.time) && merge.time.start > now
      ? [merge.time]
      : [],
  );
  const pinned: PinnedTime[] = slots.flatMap((plan) => {
    const { merge, meeting, week, pick } = plan;
    if (merge.state !== 'planned' || merge.mode !== 'pinned' || !merge.time || isDays(merge.time) || !days)
      return [];
    if (merge.time.start <= now || fits(meeting, week, merge.time, days, zone)) return [];
    return [{ meeting, week, time: merge.time, pick }];
  });
  return unmetChecks({
    phase: context.phase,
    zone,
    settings: world.playbook,
    dates: days,
    onePager: row.onePager,
    businessValue: row.businessValue,
    technicalValue: row.technicalValue,
    teamFit: row.teamFit,
    goals: liveGoals(view).map((goal) => ({ ...goal, name: goal.name ?? null })),
    engineer: row.engineer,
    advisor: row.advisor,
    hostPeople: row.hostPeople?.length,
    others: view.others,
    nextRetro: ahead.sort((a, b) => a.start - b.start)[0] ?? null,
    nps: row.nps,
    pinned,
  }).map(({ sentence }) => sentence);
}
