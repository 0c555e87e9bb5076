// How often somebody may try, counted in this isolate's memory only: it spares the CPU, and protects no secret.

/** Keys remembered at once. */
const MAX_KEYS = 1_000;

export interface Limit {
  /** Seconds until this key may try again; null: it may now. */
  wait(key: string, now: number): number | null;
  count(key: string, now: number): void;
  forget(key: string): void;
}

/** At most `most` counted tries of a key in a window that begins with its first. */
export function createLimit(most: number, windowMs: number): Limit {
  const tries = new Map<string, { count: number; since: number }>();
  return {
    wait(key, now) {
      const seen = tries.get(key);
      if (!seen || now - seen.since >= windowMs || seen.count < most) return null;
      return Math.ceil((seen.since + windowMs - now) / 1000);
    },
    count(key, now) {
      const seen = tries.get(key);
      if (seen && now - seen.since < windowMs) {
        seen.count += 1;
        return;
      }
      if (tries.size >= MAX_KEYS) tries.clear();
      tries.set(key, { count: 1, since: now });
    },
    forget: (key) => void tries.delete(key),
  };
}
