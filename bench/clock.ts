// A clock that only moves when everything waits for it: `Date` in the whole process, and sleeps in its time.
// What it refuses: to move while something still runs, so a day of calls takes seconds and gives the same figures.

const RealDate = Date;
/** Turns of the event loop after which what was woken has surely come to its next wait. */
const TURNS = 6;

export interface VirtualClock {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Moves on without anybody waiting. */
  pass(ms: number): void;
  /** Gives the real `Date` back, for what is timed. */
  leave(): void;
  /** Runs work to its end; the clock goes from wait to wait. Throws where nothing waits and nothing runs. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Takes the place of `Date`. One process has one clock; a second call starts it anew. */
export function startClock(at: number): VirtualClock {
  let now = at;
  const sleepers: Sleeper[] = [];
  class VirtualDate extends RealDate {
    constructor(...args: [] | [number | string | Date]) {
      if (args.length === 0) super(now);
      else super(...args);
    }
    static override now(): number {
      return now;
    }
  }
  globalThis.Date = VirtualDate as DateConstructor;

  const sleep = (ms: number) =>
    new Promise<void>((wake) => {
      const sleeper = { at: now + ms, wake };
      const later = sleepers.findIndex((other) => other.at > sleeper.at);
      sleepers.splice(later < 0 ? sleepers.length : later, 0, sleeper);
    });

  return {
    now: () => now,
    sleep,
    pass: (ms) => {
      now += ms;
    },
    leave: () => {
      globalThis.Date = RealDate;
    },
    async run(work) {
      let isOver = false;
      const done = work().finally(() => {
        isOver = true;
      });
      done.catch(() => {});
      for (let idle = 0; !isOver; ) {
        for (let turn = 0; turn < TURNS && !isOver; turn++) await new Promise(setImmediate);
        if (isOver) break;
        const next = sleepers.shift();
        idle = next ? 0 : idle + 1;
        if (idle > 100_000) throw new Error('Nothing waits for the clock and nothing ends.');
        if (!next) continue;
        now = Math.max(now, next.at);
        next.wake();
      }
      return done;
    },
  };
}
