// Phases: what the calendar holds in each, and how the clock moves them. Forward only.
// It refuses to move a phase that a person set after a crossing: what is spent never fires again.
import type { Instant, Meeting, Phase } from './words.ts';

const AFTER: readonly Meeting[] = ['check-in', 'follow-up'];
const RUNNING: readonly Meeting[] = ['span', 'kickoff', 'retro', 'project-retro', ...AFTER];

/** What the calendar holds, by phase (the table of DESIGN section 3). */
const HELD: Readonly<Record<Phase, readonly Meeting[]>> = {
  Sourcing: ['span', 'intro', 'fit-check'],
  Planning: RUNNING,
  Executing: RUNNING,
  'Wrapping up': ['span', ...AFTER],
  Completed: [],
  Declined: [],
  'Ended early': ['span', ...AFTER],
};

/** Whether the calendar holds this meeting in this phase; what it does not hold is withdrawn where ahead. */
export const wants = (phase: Phase, meeting: Meeting): boolean => HELD[phase]?.includes(meeting) ?? false;

/** Whether the span is only tentative. */
export const isTentative = (phase: Phase): boolean => phase === 'Sourcing';

/** The phases in which the clock acts, in the order of an engagement's life. */
const ACTIVE = ['Planning', 'Executing', 'Wrapping up'] as const satisfies readonly Phase[];

/** Whether the clock acts in this phase. */
export const isActive = (phase: Phase): boolean => ACTIVE.some((active) => active === phase);

/** A moment at which the clock moves the phase, named by the meeting that is over then. */
export type Crossing = 'kickoff' | 'project-retro' | 'check-in';

/** Every crossing in order, with the phase that it leads to. */
const CROSSINGS: readonly { readonly crossing: Crossing; readonly to: Phase }[] = [
  { crossing: 'kickoff', to: 'Executing' },
  { crossing: 'project-retro', to: 'Wrapping up' },
  { crossing: 'check-in', to: 'Completed' },
];
const FORWARD: readonly Phase[] = [...ACTIVE, 'Completed'];

/** When a meeting ends; null: there is no such meeting (its crossing is not due). */
export type MeetingEnd = Instant | null | 'cancelled';

export interface ClockInput {
  readonly phase: Phase;
  readonly now: Instant;
  /** Crossings that fired before, or whose time had passed when the row was first met. */
  readonly spent: readonly Crossing[];
  readonly kickoffEnd: MeetingEnd;
  readonly firstRetroEnd: Instant | null;
  readonly projectRetroEnd: MeetingEnd;
  /** Midnight after Dates' last day, in the row's zone (`datesEndAt`). */
  readonly datesEndedAt: Instant | null;
  readonly checkInEnd: MeetingEnd;
}

export interface ClockAnswer {
  /** To be recorded as spent, also where they move no phase because it is already further. */
  readonly fired: Crossing[];
  readonly phase: Phase;
  /** The earliest instant ahead at which a crossing will be due. */
  readonly next: Instant | null;
}

/** When a crossing is due; null when it never is (P21: what stands in for a cancelled meeting). */
function dueAt(crossing: Crossing, input: ClockInput): Instant | null {
  switch (crossing) {
    case 'kickoff':
      return input.kickoffEnd === 'cancelled' ? input.firstRetroEnd : input.kickoffEnd;
    case 'project-retro':
      return input.projectRetroEnd === 'cancelled' ? input.datesEndedAt : input.projectRetroEnd;
    case 'check-in':
      return input.checkInEnd === 'cancelled' ? null : input.checkInEnd;
  }
}

/** What the clock does now (P19–P23). A meeting is over at its end, to the millisecond. */
export function crossingsDue(input: ClockInput): ClockAnswer {
  if (!isActive(input.phase)) return { fired: [], phase: input.phase, next: null };
  const fired: Crossing[] = [];
  let phase = input.phase;
  let next: Instant | null = null;
  for (const { crossing, to } of CROSSINGS) {
    const due = dueAt(crossing, input);
    if (due === null || !Number.isFinite(due) || input.spent.includes(crossing)) continue;
    if (due > input.now) {
      next = next === null ? due : Math.min(next, due);
      continue;
    }
    fired.push(crossing);
    if (FORWARD.indexOf(to) > FORWARD.indexOf(phase)) phase = to;
  }
  return { fired, phase, next: isActive(phase) ? next : null };
}
