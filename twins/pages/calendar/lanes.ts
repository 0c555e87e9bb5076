// Who stands beside whom: bars in rows under each other, and meetings at the same hour beside each other. Pure.

/** The first lane, from 0, that is free for each item; items come by start and each needs [from, to). */
export function lanesOf<T>(
  items: readonly T[],
  from: (item: T) => number,
  to: (item: T) => number,
): { readonly item: T; readonly lane: number }[] {
  const free: number[] = [];
  return items.map((item) => {
    const start = from(item);
    const found = free.findIndex((end) => end <= start);
    const lane = found === -1 ? free.length : found;
    free[lane] = to(item);
    return { item, lane };
  });
}

/** The same, with the number of lanes of the group that each item overlaps with, directly or through others. */
export function besideEachOther<T>(
  items: readonly T[],
  from: (item: T) => number,
  to: (item: T) => number,
): { readonly item: T; readonly lane: number; readonly lanes: number }[] {
  const groups: T[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    if (from(item) >= end) groups.push([]);
    groups.at(-1)!.push(item);
    end = Math.max(from(item) >= end ? to(item) : end, to(item));
  }
  return groups.flatMap((group) => {
    const placed = lanesOf(group, from, to);
    const lanes = Math.max(...placed.map(({ lane }) => lane)) + 1;
    return placed.map(({ item, lane }) => ({ item, lane, lanes }));
  });
}
