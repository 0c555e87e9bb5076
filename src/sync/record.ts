// What the base records of a meeting: the decision, and what each side says once it is carried out. Pure.
import type { BasePatch, Said } from './base.ts';
import { isTime, sameSaid, shownOf } from './meeting.ts';
import { datedOf } from './said.ts';
import type { SlotPlan } from './slots.ts';

/** The patch that a write of one side records of a slot: the decision, what that side then says, what others say already. */
export function slotPatch(
  plan: SlotPlan,
  landed: { calendar?: Said | undefined; row?: Said; page?: Said; pageId?: string },
): BasePatch {
  const { merge, said } = plan;
  const target = shownOf(plan.merge);
  // What the same plan takes away says nothing of a time any more.
  const isLeaving = merge.state !== 'planned' && isTime(said.calendar);
  const patch = {
    state: merge.state,
    mode: merge.mode,
    ...(merge.time ? { time: merge.time } : {}),
    // What is withdrawn is picked again when it returns, if what it hangs on changed meanwhile.
    from: merge.state === 'withdrawn' ? (plan.base?.from ?? plan.from) : plan.from,
    ...(plan.week === null && said.row !== undefined && sameSaid(said.row, target.row)
      ? { row: said.row }
      : {}),
    // What is met for the first time was merged with what Notion says: that is no news afterwards.
    ...(plan.base === undefined && plan.week === null && said.row !== undefined ? { row: said.row } : {}),
    ...(plan.page && said.page !== undefined && (plan.base === undefined || isPageSettled(plan))
      ? { page: pageSaid(plan), pageId: plan.page.id }
      : {}),
    // What was decided in Calendar is known to be said there.
    ...(merge.cause === 'calendar' && said.calendar !== undefined && !isLeaving
      ? { calendar: said.calendar }
      : {}),
    ...(landed.calendar === 'cancelled' && isTime(said.calendar) ? { left: said.calendar } : {}),
    ...drawnPatch(plan, landed),
    ...owedPatch(plan, landed),
    ...(plan.base?.isRemoved ? { isRemoved: null } : {}),
    ...landed,
  };
  if (!plan.page && merge.state === 'planned' && wasAway(plan))
    return { ...patch, wasAway: landed.page === undefined || null };
  if (!plan.page || !('page' in patch)) return patch;
  return { ...patch, dated: datedOf(plan.page), isBlanked: isBlanked(plan) || null, wasAway: null };
}

/** Whether a meeting was away when its page was looked for last: it may have one, which memory lost or the trash hid (S9). */
export const wasAway = ({ base }: SlotPlan): boolean =>
  base !== undefined && (base.state !== 'planned' || base.wasAway === true);

/** Whether its page takes the meeting away by a blank Date alone. */
const isBlanked = ({ page, said }: SlotPlan): boolean =>
  page?.presence === 'live' && said.page === 'cancelled' && page.row.status !== 'Cancelled';

/** A person's time in Calendar is known for one until Notion says it, also where the playbook would pick it (M86). */
function drawnPatch({ merge, page, said, base }: SlotPlan, landed: { row?: Said; page?: Said }): BasePatch {
  const shown = [...(page ? [landed.page ?? said.page] : []), landed.row ?? said.row];
  const isDrawn = merge.cause === 'calendar' && merge.state === 'planned' && merge.mode === 'derived';
  if (isDrawn && !shown.some((place) => sameSaid(place, merge.time))) return { drawn: merge.time };
  return base?.drawn ? { drawn: null } : {};
}

/** Once Calendar was told, or the meeting is met again, nobody is to hear of it any more. */
const owedPatch = ({ base, merge }: SlotPlan, { calendar }: { calendar?: Said | undefined }): BasePatch =>
  (base?.owed || merge.cause === 'notion') && (calendar === 'cancelled' || merge.state !== 'cancelled')
    ? { owed: null }
    : {};

/** What a page says as it stands: a Date typed into one that is Cancelled, and stays so, says nothing more. */
export const pageSaid = ({ page, said, merge }: SlotPlan): Said | undefined =>
  said.page !== undefined && merge.state !== 'planned' && page?.row.status === 'Cancelled'
    ? 'cancelled'
    : said.page;

/** Whether the page shows what it should; a time typed into a cancelled page still waits for its Status. */
export function isPageSettled(plan: SlotPlan): boolean {
  const { page, merge } = plan;
  const said = pageSaid(plan);
  const isStatusDue = isTime(said) && page?.row.status === 'Cancelled';
  return said !== undefined && sameSaid(said, shownOf(merge).page) && !isStatusDue;
}
