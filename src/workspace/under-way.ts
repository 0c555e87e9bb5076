// The tick under way and its run: begun as was wished, reported while it goes on, ended in a sentence, and waited for.
import type { Side } from '../call.ts';
import type { Instant } from '../playbook/index.ts';
import type { RunReport } from './api.ts';
import type { Ledger } from './ledger.ts';
import { isSweepDue } from './observe.ts';
import { readWaiting, stamp } from './reports.ts';
import { newRun, sayRun } from './runs.ts';
import type { Tick } from './tick.ts';
import type { Trees } from './trees.ts';

/** What the next tick is to be like. */
export interface Wake {
  readonly trigger: string;
  readonly immediate: boolean;
  readonly sweep: boolean;
  /** The side whose webhook it was, where all who want this tick hint at the same. */
  readonly hint?: Side | null;
  /** The run's id, where somebody waits for it. */
  readonly id?: string;
}

/** The one tick under way and its run. */
export class Runs {
  readonly #ledger: Ledger;
  readonly #trees: Trees;
  readonly #waiters = new Set<(run: RunReport) => void>();
  constructor(ledger: Ledger, trees: Trees) {
    this.#ledger = ledger;
    this.#trees = trees;
  }

  /** Begins a tick as was wished; the wish is granted with it. */
  begin(now: Instant): Tick {
    const wake = this.#ledger.recall<Wake>('wake');
    this.#ledger.remember('wake', undefined);
    const tick: Tick = {
      id: wake?.id ?? crypto.randomUUID(),
      trigger: wake?.trigger ?? 'clock',
      began: now,
      immediate: wake?.immediate ?? false,
      sweep: (wake?.sweep ?? false) || isSweepDue(this.#ledger, now),
      hint: wake?.hint ?? null,
      observed: null,
    };
    this.#ledger.remember('tick-state', tick);
    this.#ledger.putRun(newRun(tick.id, tick.trigger, now));
    return tick;
  }

  report(id: string, update: (run: RunReport) => RunReport): void {
    const run = this.#ledger.run(id);
    if (run) this.#ledger.putRun(update(run));
  }

  /** Ends the tick under way and tells whoever waits for its run. `sentence` null: what was done says it. */
  end(state: RunReport['state'], sentence: string | null): void {
    const tick = this.#ledger.recall<Tick>('tick-state');
    this.#ledger.remember('tick-state', undefined);
    if (!tick) return;
    this.report(tick.id, (run) => ({
      ...run,
      state,
      endedAt: stamp(Date.now()),
      remaining: 0,
      sentence: sentence ?? sayRun(run, readWaiting(this.#trees, Date.now()).length),
    }));
    const run = this.#ledger.run(tick.id);
    // A tick that found nothing to do leaves no run, unless somebody asked for it.
    if (run && tick.trigger !== 'person' && run.state === 'done' && run.changes.length === 0)
      this.#ledger.forgetRun(tick.id);
    if (run) for (const waiter of [...this.#waiters]) waiter(run);
  }

  /** Resolves with the run of this id once it has ended. */
  ended(id: string): Promise<RunReport> {
    return new Promise((resolve) => {
      const waiter = (run: RunReport) => {
        if (run.id !== id) return;
        this.#waiters.delete(waiter);
        resolve(run);
      };
      this.#waiters.add(waiter);
    });
  }
}
