// Calendar actions of single occurrences: what differs from the rule in one week, and what a shorter rule left behind.
// Pure. What it refuses: to touch an occurrence that has begun.
import type { Timed } from '../playbook/index.ts';
import type { Action } from './action.ts';
import { type BasePatch, joinPatches } from './base.ts';
import { timeMark } from './event.ts';
import { isTime, sameSaid } from './meeting.ts';
import type { Master } from './series.ts';
import { removeEvent, sayTime, sayWhy, withdrawnWhy } from './single.ts';
import type { Series } from './slot-merge.ts';
import type { SlotContext, SlotPlan } from './slots.ts';

/** What differs from the rule in one week: a moved or cancelled occurrence, or one to be put back. */
export function planOccurrence(plan: SlotPlan, series: Series): Action[] {
  const { context } = series;
  const { occurrence, merge, pick } = plan;
  if (!occurrence || occurrence.master.event.status === 'cancelled') return [];
  const label = `retro ${plan.week}`;
  const title = occurrence.exception?.title || occurrence.master.event.title;
  // A deleted occurrence may be shown without its guests: those of the series are asked to it again.
  const isShown = occurrence.exception && occurrence.exception.status !== 'cancelled';
  const shown = (isShown && occurrence.exception) || occurrence.master.event;
  const guests = shown.guests.filter((guest) => !guest.fixed);
  const told = context.world.mail === 'none' ? [] : guests.map((guest) => guest.email);
  const time = isTime(plan.said.calendar) ? plan.said.calendar : undefined;
  const isUnsure = plan.base?.unsure === true;
  // What is unsure is read first.
  const etag = isUnsure ? null : (occurrence.exception?.etag ?? null);
  const where = occurrence.exception || isUnsure ? {} : { start: occurrence.original };
  const record = (calendar: Timed | 'cancelled'): BasePatch =>
    joinPatches([
      series.recordWeek(plan, calendar),
      isUnsure ? { slots: { [plan.key]: { unsure: null } } } : {},
    ]);
  const isRepair =
    plan.base?.state === merge.state && !plan.base.owed && sameSaid(plan.base.time, merge.time);
  // What was held is not met once more where a rule that was written anew has its week ahead (M41).
  const isHeld =
    isUnsure &&
    merge.state === 'planned' &&
    Number(merge.time?.start) <= context.world.now &&
    Number(time?.start) > context.world.now;
  // Whoever moved it in Calendar told its guests; that it goes all the same they hear from us.
  const isTold = !isRepair && (merge.cause !== 'calendar' || merge.state === 'withdrawn');
  const mails = isTold ? told : [];
  const mail = mails.length > 0 ? context.world.mail : 'none';
  if (merge.state !== 'planned' || isHeld) {
    if (
      (plan.said.calendar === 'cancelled' && !isUnsure) ||
      (time && 'start' in time && Number(time.start) <= context.world.now)
    )
      return [];
    return [
      {
        call: {
          do: 'remove',
          id: occurrence.id,
          etag,
          ...where,
          mail,
          occurrence: { series: occurrence.master.event.id, original: occurrence.original },
        },
        words: [
          {
            meeting: label,
            kind: 'cancel',
            what: title,
            from: sayTime(time, context.zone),
            to: null,
            why: isHeld ? 'it was held before' : withdrawnWhy(plan, context),
          },
        ],
        cause: merge.cause,
        mails,
        // What was cancelled already, and only a rule written anew has again, is no cancellation.
        cancels: !isRepair,
        record: record('cancelled'),
      },
    ];
  }
  const target = merge.time as Timed | undefined;
  if (
    !target ||
    // A person may say that what is still ahead was held already; nothing is moved within the past.
    (target.start <= context.world.now && !(time && Number(time.start) > context.world.now)) ||
    (sameSaid(plan.said.calendar, target) && !isAllDay(plan) && !isUnsure)
  )
    return [];
  const isRevived = plan.said.calendar === 'cancelled' || isUnsure;
  // By it our write is known where its answer was lost, also once a person has moved on from there (S92).
  const laid = timeMark(target);
  return [
    {
      call: {
        do: 'patch',
        id: occurrence.id,
        etag,
        ...where,
        patch: {
          time: target,
          zone: context.zone,
          ...(isRevived ? { status: 'confirmed' as const } : {}),
          ...(occurrence.exception?.marks.laid === laid ? {} : { marks: { laid } }),
        },
        mail,
      },
      words: [
        {
          meeting: label,
          kind: isRevived ? 'restore' : 'move',
          what: title,
          from: sayTime(time ?? pick ?? undefined, context.zone),
          to: sayTime(target, context.zone),
          why: sayWhy(merge.cause, label, context),
        },
      ],
      cause: merge.cause,
      mails,
      cancels: false,
      record: record(target),
    },
  ];
}

/**
 * Occurrences that were moved and whose week the rule no longer has: trimming a series leaves them in the
 * calendar (google-calendar.md B4). Nobody is told; the rule that left them behind has told everybody.
 */
export function removeOrphans(context: SlotContext, except: ReadonlySet<Master>): Action[] {
  const masters = context.masters.filter((master) => !except.has(master) && master.rule === 'ours');
  return masters.flatMap(({ event, originals, exceptions }) =>
    [...exceptions.values()]
      .filter((exception) => {
        const isLeft = exception.original !== null && !originals?.includes(exception.original);
        const at = exception.time?.start ?? 0;
        const start = typeof at === 'string' ? Date.parse(at) : at;
        return (
          isLeft &&
          event.status !== 'cancelled' &&
          exception.status !== 'cancelled' &&
          start > context.world.now
        );
      })
      .map((exception) => ({
        ...removeEvent(
          exception,
          'retros',
          'playbook',
          'its week is no longer in the series',
          {},
          { ...context, world: { ...context.world, mail: 'none' } },
        ),
        cancels: false,
      })),
  );
}

const isAllDay = (plan: SlotPlan): boolean => typeof plan.occurrence?.exception?.time?.start === 'string';
