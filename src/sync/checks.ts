// The facts behind an engagement's checks, gathered from both sides for the playbook, which says what is unmet. Pure.
// What it refuses: to call a retro held before its page says so, and to count people who were not looked up yet.
import type { Page } from '../../schemas/index.ts';
import {
  dayOf,
  fits,
  type PinnedTime,
  type RetroFacts,
  type Timed,
  type UnmetCheck,
  unmetChecks,
} from '../playbook/index.ts';
import type { SlotContext, SlotPlan } from './slots.ts';
import { isDays, liveGoals } from './view.ts';

/** The checks that are unmet, from the merged meetings and both sides' rows. */
export function readChecks(slots: readonly SlotPlan[], context: SlotContext): UnmetCheck[] {
  const { view, world, zone, days } = context;
  const { row } = view.page;
  return unmetChecks({
    phase: context.phase,
    zone,
    settings: world.playbook,
    now: world.now,
    today: context.today,
    dates: days,
    onePager: row.onePager,
    businessValue: row.businessValue,
    technicalValue: row.technicalValue,
    teamFit: row.teamFit,
    goals: liveGoals(view).map((goal) => ({ ...goal, name: goal.name ?? null })),
    engineer: row.engineer,
    advisor: row.advisor,
    hostPeople: row.hostPeople?.length,
    hostInvited: hostInvited(context),
    others: view.others,
    met: dayOf(view.base?.met ?? world.now, zone),
    // Without Dates that can be read nothing is known of the meetings that hang on them.
    retros: days === undefined ? undefined : retrosOf(slots, context),
    nps: row.nps,
    ownership: row.ownership,
    pinned: slots.flatMap((plan) => pinnedOf(plan, context)),
  });
}

/** Retros that were not cancelled, over or ahead, by time. */
function retrosOf(slots: readonly SlotPlan[], context: SlotContext): RetroFacts[] {
  return slots
    .flatMap(({ meeting, week, merge, page, ...plan }): RetroFacts[] => {
      if (meeting !== 'retro' && meeting !== 'project-retro') return [];
      if (merge.state !== 'planned' || !merge.time || isDays(merge.time)) return [];
      return [{ week, time: merge.time, record: recordOf(page), declined: declinedOf(plan, context) }];
    })
    .sort((a, b) => a.time.start - b.time.start);
}

/** A new page says Draft by itself, so only what people set means that there are notes. */
function recordOf(page: Page<'retros'> | null): RetroFacts['record'] {
  if (page?.presence !== 'live' || page.row.status !== 'Held') return null;
  const { notesStatus, progress } = page.row;
  const notes = notesStatus === undefined ? undefined : notesStatus !== null && notesStatus !== 'Draft';
  return { notes, progress };
}

/** Host people who declined: by the occurrence's own guests where it has any, else by the series'. */
function declinedOf(
  { event, occurrence }: Pick<SlotPlan, 'event' | 'occurrence'>,
  context: SlotContext,
): string[] | undefined {
  const own = event?.guests ?? [];
  const guests = own.length > 0 ? own : occurrence?.master.event.guests;
  const host = new Set(context.facts.people.host);
  return guests
    ?.filter(({ response, email }) => response === 'declined' && host.has(email))
    .map(({ email }) => email);
}

/** How many of the host team get invitations; unknown while somebody of theirs was not looked up. */
function hostInvited({ view, facts, world }: SlotContext): number | undefined {
  const { hostPeople, guests } = view.page.row;
  if (hostPeople === undefined || guests === undefined || !world.canInvite) return undefined;
  if (hostPeople.some((id) => !world.people.has(id))) return undefined;
  return new Set([...facts.people.host, ...facts.people.guests]).size;
}

/** A pinned time that is ahead and that Dates have left behind. */
function pinnedOf({ merge, meeting, week, pick }: SlotPlan, context: SlotContext): PinnedTime[] {
  const { days, zone, world } = context;
  if (merge.state !== 'planned' || merge.mode !== 'pinned' || !merge.time || !days) return [];
  const time = merge.time as Timed;
  if (isDays(merge.time) || time.start <= world.now || fits(meeting, week, time, days, zone)) return [];
  return [{ meeting, week, time, pick }];
}
