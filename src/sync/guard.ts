// The guard: too many cancelled, or too many people mailed, within an hour → hold, say so, wait for approval.
// It is judged on the whole plan before the first call; held and done count together (DESIGN section 6). Pure.
import { fingerprint, isRisky, type Risk } from './action.ts';

export interface Guarded {
  readonly engagement: { readonly id: string };
  readonly actions: readonly Risk[];
}

export interface GuardLimits {
  /** Engagements with cancellations in an hour. */
  readonly cancellations: number;
  /** Mails in an hour; one mail is one person told of one event. */
  readonly mails: number;
}

export interface GuardState {
  /** Mails of the last hour, approved ones left out: a person has said yes to those. */
  readonly mails: number;
  /** Engagements with cancellations in the last hour, approved ones left out. */
  readonly cancelled: ReadonlySet<string>;
  /** Engagements that are held already: they stay so, changed or not, until approved or until their cause is undone. */
  readonly held: ReadonlySet<string>;
  /** Fingerprints that a person approved in the last 24 hours. */
  readonly approved: ReadonlySet<string>;
}

export interface Verdict<P> {
  readonly go: readonly P[];
  readonly held: readonly {
    readonly plan: P;
    readonly prints: readonly string[];
    readonly actions: readonly Risk[];
  }[];
  /** What is over the line; null: nothing, or only what was held before and still is. */
  readonly why: string | null;
}

/** Which plans may go, in the order given, which must be stable. An engagement goes or is held as a whole. */
export function guard<P extends Guarded>(
  plans: readonly P[],
  state: GuardState,
  limits: GuardLimits,
): Verdict<P> {
  const weighed = plans.map((plan) => {
    const risky = plan.actions
      .filter(isRisky)
      .map((action) => ({ action, print: fingerprint(plan.engagement.id, action) }))
      .filter(({ print }) => !state.approved.has(print));
    return {
      plan,
      risky,
      mails: risky.reduce((sum, { action }) => sum + action.mails.length, 0),
      cancels: risky.some(({ action }) => action.cancels),
      wasHeld: risky.length > 0 && state.held.has(plan.engagement.id),
    };
  });
  const cancelling = new Set(state.cancelled);
  for (const { plan, cancels } of weighed) if (cancels) cancelling.add(plan.engagement.id);
  const allMails = state.mails + weighed.reduce((sum, { mails }) => sum + mails, 0);
  const isOver = { mails: allMails > limits.mails, cancels: cancelling.size > limits.cancellations };
  // What is held already is not let go by the hour that passes, but by a person.
  const stuck = weighed.filter(({ wasHeld }) => wasHeld);
  if (!isOver.mails && !isOver.cancels && stuck.length === 0) return { go: plans, held: [], why: null };

  let mails = state.mails;
  const cancelled = new Set(state.cancelled);
  const count = (one: (typeof weighed)[number]) => {
    mails += one.mails;
    if (one.cancels) cancelled.add(one.plan.engagement.id);
  };
  // It counts first, so that what comes later does not take its place.
  for (const one of stuck) count(one);
  const held = new Set(stuck);
  for (const one of weighed) {
    if (one.wasHeld || (one.mails === 0 && !one.cancels)) continue;
    count(one);
    const isOverByMails = one.mails > 0 && mails > limits.mails;
    const isOverByCancels = one.cancels && cancelled.size > limits.cancellations;
    if (isOverByMails || isOverByCancels) held.add(one);
  }
  const why = [
    isOver.mails ? `more than ${limits.mails} mails within an hour` : null,
    isOver.cancels ? `cancellations in more than ${limits.cancellations} engagements within an hour` : null,
  ];
  return {
    go: weighed.filter((one) => !held.has(one)).map(({ plan }) => plan),
    held: weighed
      .filter((one) => held.has(one))
      .map(({ plan, risky }) => ({
        plan,
        prints: risky.map(({ print }) => print),
        actions: risky.map(({ action }) => action),
      })),
    why: held.size > 0 ? why.filter(Boolean).join(' and ') || null : null,
  };
}
