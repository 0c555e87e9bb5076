/**
 * Notion's request budget: a fixed window of 60 seconds, so many requests in it (180 on Free and Plus, 600 on Business)
 * [doc request-limits 2026-09]. A refused request says how many whole seconds are left.
 */
import { rateLimited } from './errors.ts';

const WINDOW = 60_000;

/** Counts a request at `now`; throws the 429 when the window's budget is spent. */
export function createRate(perMinute: number): { perMinute: number; count(now: number): void } {
  let window = Number.NaN;
  let used = 0;
  return {
    perMinute,
    count(now) {
      const current = Math.floor(now / WINDOW);
      if (current !== window) {
        window = current;
        used = 0;
      }
      if (used >= this.perMinute)
        throw rateLimited(Math.max(1, Math.ceil(((current + 1) * WINDOW - now) / 1000)));
      used++;
    },
  };
}
