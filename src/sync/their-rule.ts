// A part whose rule a person made their own (every second week, once a month): it is kept as they made it. Only phase,
// cleared Dates and the trash end it, and it comes back as it was: the mark `former` holds their lines meanwhile. Pure.
// What it refuses: to make their rule weekly again, to go on after it, and to end one that the mark could not hold.
import { endRule, readRule } from '../google/recurrence.ts';
import type { Instant } from '../playbook/index.ts';
import type { Action, Cause } from './action.ts';
import { type BasePatch, joinPatches } from './base.ts';
import { eventKey, markPart, rewriteMaster, stayOf } from './master.ts';
import type { Master } from './series.ts';
import { recordTakenOff, removeEvent, sayWhy, withdrawnWhy } from './single.ts';
import type { Series } from './slot-merge.ts';
import { isWanted, type SlotPlan } from './slots.ts';

/** Google cuts longer marks without a word (google-calendar.md B1). */
const MARK_LIMIT = 1024;

/** Plans such a part. `isChanging`: its rule is, so its occurrences are planned on what it then shows. */
export function planTheirs(
  weeks: readonly SlotPlan[],
  series: Series,
): { actions: Action[]; isChanging: boolean } {
  const { context, master } = series;
  if (!master) return { actions: [], isChanging: false };
  const ahead = weeks.filter(
    ({ occurrence }) => occurrence?.master === master && occurrence.original > context.world.now,
  );
  const wanted = isWanted('retro', context) && !context.isSeriesCancelled;
  const planned = ahead.filter(({ merge }) => merge.state === 'planned');
  const stays = wanted && (master.rule === 'unreadable' || planned.length > 0);
  const rule = master.event.recurrence ?? [];
  if (master.event.status === 'cancelled') {
    // One that cannot be read comes back when it is what Weekly retro hangs on: else a person deleted it.
    const returns = stays && (master.rule === 'person' || master === context.chain.live);
    return { actions: returns ? revive(ahead, rule, series) : [], isChanging: true };
  }
  const change = planEnd(ahead, wanted, series);
  if (change) return { actions: [change], isChanging: true };
  const texts = stays ? rewriteMaster(planned, rule, series, stayOf(series)) : [];
  return { actions: texts, isChanging: false };
}

/** Brings back as it was what we removed. */
function revive(ahead: readonly SlotPlan[], rule: readonly string[], series: Series): Action[] {
  const weeks = ahead.map((plan) => recordUnder(rule, plan, series));
  const record = joinPatches([...weeks, series.recordSeries(series.merge.slot)]);
  return rewriteMaster(ahead, rule, series, stayOf(series), record);
}

/** Ends the rule, removes what has not begun, or gives back what was ended; null: it ends where it should. */
function planEnd(ahead: readonly SlotPlan[], wanted: boolean, series: Series): Action | null {
  const { context, master } = series;
  const lines = master?.former ?? master?.event.recurrence;
  if (!master || !lines) return null;
  const { now } = context.world;
  const end = wanted ? endOfStaying(ahead, master, now) : endOfBegun(master, now);
  if (end !== null && isAnythingAfter(end, master, now)) {
    if (end === NEVER) return removeAll(ahead, series);
    const fits = lines.join('\n').length <= MARK_LIMIT;
    return fits ? writeRule(endRule(lines, end), lines, ahead, series) : null;
  }
  if (!wanted || !master.former) return null;
  const target = end === null ? master.former : endRule(master.former, end);
  const isSame = target.join('\n') === (master.event.recurrence ?? []).join('\n');
  return isSame ? null : writeRule(target, end === null ? null : lines, ahead, series);
}

/** Before all that it has. */
const NEVER = Number.NEGATIVE_INFINITY;

function endOfBegun({ originals, event }: Master, now: Instant): Instant {
  if (originals) return originals.findLast((original) => original <= now) ?? NEVER;
  const start = event.time?.start;
  return (typeof start === 'string' ? Date.parse(start) : (start ?? now)) <= now ? now : NEVER;
}

/** The last week that stays, when those after it are withdrawn; null: nothing is. */
function endOfStaying(ahead: readonly SlotPlan[], master: Master, now: Instant): Instant | null {
  const last = ahead.findLastIndex(({ merge }) => merge.state !== 'withdrawn');
  if (last === ahead.length - 1) return null;
  return ahead[last]?.occurrence?.original ?? endOfBegun(master, now);
}

function isAnythingAfter(end: Instant, { originals, event }: Master, now: Instant): boolean {
  if (originals) return originals.some((original) => original > Math.max(end, now));
  const { until } = readRule(event.recurrence ?? []);
  return until === null || until > now;
}

function removeAll(ahead: readonly SlotPlan[], series: Series): Action | null {
  const { context, master } = series;
  if (!master) return null;
  const weeks = ahead.map((plan) => series.recordWeek(plan, 'cancelled'));
  const guests = recordTakenOff(master.event, 'retro', eventKey(series), context);
  const record = joinPatches([...weeks, series.recordSeries('cancelled'), guests]);
  return removeEvent(master.event, 'retros', causeOf(ahead), whyOf(ahead, series), record, context);
}

/** Writes another end to their rule; `former`: what comes back, null when this is it. Guests hear it once. */
function writeRule(
  recurrence: readonly string[],
  former: readonly string[] | null,
  ahead: readonly SlotPlan[],
  series: Series,
): Action | null {
  const { context, master } = series;
  if (!master) return null;
  const { event } = master;
  const cancels = ahead.every(({ merge }) => merge.state !== 'planned');
  const guests = event.guests.filter((guest) => !guest.fixed).map((guest) => guest.email);
  const mails = context.world.mail === 'none' ? [] : guests;
  const marks = { ...markPart(master), rule: recurrence.join('\n'), former: former?.join('\n') ?? null };
  return {
    call: {
      do: 'patch',
      id: event.id,
      etag: event.etag,
      patch: { recurrence, marks },
      mail: mails.length > 0 ? context.world.mail : 'none',
    },
    words: [
      {
        meeting: 'retros',
        kind: cancels ? 'cancel' : 'change',
        what: event.title,
        from: null,
        to: former ? 'ends; its own repetition is remembered' : 'its own repetition again',
        why: cancels ? whyOf(ahead, series) : sayWhy(causeOf(ahead), 'retros', context),
      },
    ],
    cause: causeOf(ahead),
    mails,
    cancels,
    record: joinPatches(ahead.map((plan) => recordUnder(recurrence, plan, series))),
  };
}

/** What Calendar says of a week once the rule is written. What becomes of its exception is not documented. */
function recordUnder(recurrence: readonly string[], plan: SlotPlan, series: Series): BasePatch {
  const original = plan.occurrence?.original ?? 0;
  const until = readRule(recurrence).until ?? Number.POSITIVE_INFINITY;
  if (original > until) return series.recordWeek(plan, 'cancelled');
  const length = series.master?.length ?? 0;
  const isUnsure = series.master?.exceptions.has(original) || null;
  return joinPatches([
    series.recordWeek(plan, { start: original, end: original + length }),
    { slots: { [plan.key]: { unsure: isUnsure } } },
  ]);
}

const causeOf = (ahead: readonly SlotPlan[]): Cause => ahead[0]?.merge.cause ?? 'playbook';

const whyOf = (ahead: readonly SlotPlan[], { context }: Series): string =>
  ahead[0] ? withdrawnWhy(ahead[0], context) : sayWhy('playbook', 'retros', context);
