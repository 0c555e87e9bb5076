// The one way out: a slice's budget, each side's rate, and the one retry layer (DESIGN section 7).
// What it refuses: to repeat a write whose outcome is unknown, and to retry what is a bug of ours.
import pRetry, { AbortError } from 'p-retry';
import type { Classify, Failure, Operation, Outcome, Run, Side } from '../call.ts';
import type { Instant } from '../playbook/index.ts';
import { createBreaker, NOT_CALLED } from './breaker.ts';
import type { Ledger } from './ledger.ts';

export interface CallLimits {
  /** Calls in one slice: a Worker's subrequests in one invocation. */
  readonly budget: number;
  /** Calls a minute, by side. Any minute: what a fixed window allows, a sliding one never exceeds. */
  readonly rate: Readonly<Record<Side, number>>;
  /** A person waits: a side that was left alone since it did not answer is tried once. */
  readonly insist?: boolean;
}

export interface CallClock {
  now(): Instant;
  sleep(ms: number): Promise<void>;
}

/** What one slice has called. */
export interface Calls {
  readonly run: Run;
  readonly made: { notion: number; google: number; token: number };
  /** Calls that the slice may still make. */
  left(): number;
}

const MINUTE = 60_000;
/** Longest pause inside a call; beyond it the slice ends and the alarm goes on. */
const LONGEST_PAUSE = 5_000;
const TRIES = 2;

/** Carries a failure through p-retry; never seen outside this file. */
class Failed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.reason);
    this.failure = failure;
  }
}

export function createCalls(limits: CallLimits, ledger: Ledger, clock: CallClock): Calls {
  const made = { notion: 0, google: 0, token: 0 };
  let left = limits.budget;
  const breaker = createBreaker(ledger, clock.now, limits.insist ?? false);

  /** Milliseconds until the side's rate allows a call; 0 when it does now. */
  const pauseFor = (side: Side): number => {
    const now = clock.now();
    const pausedUntil = ledger.recall<Instant>(`pause:${side}`) ?? 0;
    // One more would be one too many while the call that it would push out is within the minute.
    const oldest = ledger.nthLastCall(side, limits.rate[side]);
    return Math.max(0, pausedUntil - now, oldest === null ? 0 : oldest + MINUTE - now);
  };

  async function once<T>(operation: Operation, call: () => Promise<T>, classify: Classify): Promise<T> {
    const { side, name, write } = operation;
    const stop = (retryAfter: number | null) =>
      new AbortError(
        new Failed({ side, operation: name, status: null, code: null, reason: 'exhausted', retryAfter }),
      );
    for (;;) {
      if (left <= 0) throw stop(null);
      const pause = pauseFor(side);
      if (pause > LONGEST_PAUSE) throw stop(pause);
      if (pause > 0) {
        await clock.sleep(pause);
        continue;
      }
      const gate = breaker.enter(operation);
      if (gate.is === 'open') break;
      if (gate.is === 'closed') {
        const facts = { side, operation: name, status: null, code: NOT_CALLED };
        throw new AbortError(new Failed({ ...facts, reason: 'refused', retryAfter: gate.for }));
      }
      await gate.ended;
    }
    left -= 1;
    made[name === 'token' ? 'token' : side] += 1;
    ledger.addCall(side, name, write, clock.now());
    try {
      const value = await call();
      breaker.leave(operation, null);
      return value;
    } catch (error) {
      const failure = classify(error, operation);
      breaker.leave(operation, failure);
      if (failure === null) throw new AbortError(error instanceof Error ? error : new Error(String(error)));
      if (failure.reason === 'refused') {
        const pause = failure.retryAfter ?? 0;
        // The server's word holds for everybody who calls it, not only for this call.
        if (pause > 0) ledger.remember(`pause:${side}`, clock.now() + pause);
        if (pause <= LONGEST_PAUSE) throw new Failed(failure);
      }
      throw new AbortError(new Failed(failure));
    }
  }

  const run = async <T>(
    operation: Operation,
    call: () => Promise<T>,
    classify: Classify,
  ): Promise<Outcome<T>> => {
    try {
      const value = await pRetry(() => once(operation, call, classify), {
        retries: TRIES - 1,
        minTimeout: 0,
        maxTimeout: 0,
        shouldRetry: ({ error }) => error instanceof Failed,
      });
      return { ok: true, value };
    } catch (error) {
      if (error instanceof Failed) return { ok: false, failure: error.failure };
      throw error;
    }
  };
  return { run, made, left: () => left };
}
