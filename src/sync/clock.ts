// The clock: which crossings are due, and when it will next change a plan by itself. Pure: `now` comes with the world.
import {
  addDays,
  type ClockAnswer,
  crossingsDue,
  datesEndAt,
  type Instant,
  isActive,
  type MeetingEnd,
  startOfDay,
  type Timed,
} from '../playbook/index.ts';
import type { SlotContext, SlotPlan } from './slots.ts';
import { isDays } from './view.ts';

/** What the clock does to the phase now. Of a row met for the first time, or after lost memory, what is over moves nothing. */
export function readClock(slots: readonly SlotPlan[], context: SlotContext): ClockAnswer {
  const { view, world, zone, phase, days } = context;
  const isFirst = view.base === null;
  const idle: ClockAnswer = { fired: [], phase, next: null };
  const isRunning = isActive(phase) && view.page.presence === 'live';
  if (!(isRunning || isFirst) || days === undefined) return idle;
  const endOf = (key: string): MeetingEnd => {
    const merge = slots.find((slot) => slot.key === key)?.merge;
    if (merge?.state === 'cancelled') return 'cancelled';
    return merge?.time && !isDays(merge.time) ? merge.time.end : null;
  };
  const firstRetro = slots.find(({ meeting, merge }) => meeting === 'retro' && merge.state === 'planned');
  const answer = crossingsDue({
    // What is over then is spent in every phase (S16).
    phase: isFirst ? 'Planning' : phase,
    now: world.now,
    spent: view.base?.spent ?? [],
    kickoffEnd: endOf('kickoff'),
    firstRetroEnd:
      firstRetro?.merge.time && !isDays(firstRetro.merge.time) ? firstRetro.merge.time.end : null,
    // Dates without a slot have no project retro: the day after them stands in for it.
    projectRetroEnd: endOf('project-retro') ?? (days ? 'cancelled' : null),
    datesEndedAt: days ? datesEndAt(days, zone) : null,
    checkInEnd: endOf('check-in'),
  });
  return isFirst ? { ...answer, phase, next: isRunning ? answer.next : null } : answer;
}

/** When the clock alone changes the plan: a crossing, the end of a retro (Held), the end of Dates, a day in Executing. */
export function nextDue(
  slots: readonly SlotPlan[],
  clock: ClockAnswer,
  context: SlotContext,
  others: readonly (Instant | null)[],
): Instant | null {
  const { zone, days } = context;
  const { now } = context.world;
  const ends = slots.flatMap(({ merge }) =>
    merge.state === 'planned' && merge.time && !isDays(merge.time)
      ? [(merge.time as Timed).start, (merge.time as Timed).end]
      : [],
  );
  const moments = [
    ...ends,
    ...(clock.next === null ? [] : [clock.next]),
    ...others.filter((moment) => moment !== null),
    ...(days ? [datesEndAt(days, zone)] : []),
    // What is at risk depends on the day (P52, P53).
    ...(days && context.phase === 'Executing' ? [startOfDay(addDays(context.today, 1), zone)] : []),
  ];
  const ahead = moments.filter((moment) => moment > now);
  return ahead.length > 0 ? Math.min(...ahead) : null;
}
