// Chance, by a seed: whoever plays a seed again draws the same.

/** A small, well-mixed generator of numbers: the seed is the execution. */
export function randomOf(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Ways to draw from a generator. */
export function chanceOf(random: () => number) {
  const below = (n: number) => Math.floor(random() * n);
  return {
    random,
    below,
    pick: <T>(from: readonly T[]): T => from[below(from.length)] as T,
    weigh<T>(from: readonly (readonly [T, number])[]): T {
      let at = random() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [one, weight] of from) {
        at -= weight;
        if (at < 0) return one;
      }
      return from[0]?.[0] as T;
    },
  };
}

export type Chance = ReturnType<typeof chanceOf>;
