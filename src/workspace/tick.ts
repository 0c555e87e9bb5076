// What a tick is, how one of its slices ends, and what a slice works with. Data and types only.
import type { DatabaseKey } from '../../schemas/index.ts';
import type { Failure, Side } from '../call.ts';
import type { Instant } from '../playbook/index.ts';
import type { Settings } from '../settings.ts';
import type { Action, Risk } from '../sync/action.ts';
import type { Sides } from '../sync/apply.ts';
import type { EngagementPlan } from '../sync/plan.ts';
import type { World } from '../sync/view.ts';
import type { RunReport } from './api.ts';
import type { CallClock, Calls } from './calls.ts';
import type { Ledger } from './ledger.ts';
import type { Trees } from './trees.ts';

export interface EngineOptions {
  readonly trees: Trees;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly clock: CallClock;
  /** In [0, 1): jitter only. */
  readonly random: () => number;
  /** Runs work as one transaction. */
  readonly transaction: (work: () => void) => void;
  /** Both sides behind `run`; null until Notion is provisioned. */
  readonly sides: (run: Calls['run']) => Sides | null;
}

/** A tick that goes on over slices. */
export interface Tick {
  readonly id: string;
  readonly trigger: string;
  readonly began: Instant;
  /** A person asked for it: edits do not wait to settle. */
  readonly immediate: boolean;
  readonly sweep: boolean;
  /** The side whose webhook woke it; absent or null: it reads both. */
  readonly hint?: Side | null;
  readonly observed: Instant | null;
  /** Since when both sides are being read, where that takes several slices. */
  readonly observing?: Instant;
}

export type SliceEnd =
  /** Work is left: go on at this time. */
  | { readonly end: 'more'; readonly at: Instant }
  | { readonly end: 'done' }
  /** A side does not answer, or refuses; what it holds is not touched. */
  | { readonly end: 'paused'; readonly failure: Failure };

/** What one slice works with. */
export interface Slice extends EngineOptions {
  readonly tick: Tick;
  readonly both: Sides;
  readonly calls: Calls;
  /** Everything that planning needs beside an engagement, but for the time. */
  readonly world: World;
  /** Whether a database was read just now, with no call since: its page need not be read once more (rule S31). */
  readonly isJustRead: (database: DatabaseKey) => boolean;
  /** The run's report grows with what is done. */
  readonly report: (update: (run: RunReport) => RunReport) => void;
}

/** An engagement whose plan was made. */
export interface Planned {
  readonly plan: EngagementPlan;
  readonly engagement: EngagementPlan['engagement'];
  /** All of it: what the guard judges. */
  readonly actions: readonly Action[];
  /** What does not wait: a person's doing in Calendar, which mails nobody. */
  readonly urgent: readonly Action[];
  /** Until when the rest waits for an edit in Notion to settle; null: it does not wait. */
  readonly waiting: Instant | null;
}

/**
 * What is known of an engagement's plan until its turn comes, when it is planned anew: of thousands at once no more is
 * kept. It holds while nothing touches the engagement and its time has not come.
 */
export interface Judged {
  readonly engagement: EngagementPlan['engagement'];
  /** Those that mail or cancel: what the guard judges, and all that may be done. */
  readonly actions: readonly Risk[];
  /** Actions in all, and those that do not wait. */
  readonly count: number;
  readonly urgent: number;
  readonly waiting: Instant | null;
  readonly due: Instant | null;
  /** `Trees.touches` when it was judged. */
  readonly touches: number;
  /** The plan itself, where its turn comes at once. */
  readonly plan?: EngagementPlan;
}

/** What is wrong with a side. */
export interface Trouble {
  /** Whether it does not let us read, or only not write: reading well says nothing about writing. */
  readonly kind: 'read' | 'write';
  readonly since: Instant;
  readonly times: number;
  readonly sentence: string;
  readonly isPaused: boolean;
  readonly retry: Instant;
}

/** A slice that ends since its calls are used up: what is left is for the next one. */
export const exhausted = (side: Side): Failure => ({
  side,
  operation: 'slice',
  status: null,
  code: null,
  reason: 'exhausted',
  retryAfter: null,
});
