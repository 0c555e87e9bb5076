// Which pages the engine was shown, and when last. What it was shown for the first time since it last saved a crash takes away
// again: it knows of such a page as little as of one that it made and whose answer was lost (W2).

export function createServed() {
  const served = new Map<string, number>();
  const unsaved = new Set<string>();
  return {
    /** The engine was shown a page; `order`: when. */
    show(page: string, order: number): void {
      if (!served.has(page)) unsaved.add(page);
      served.set(page, order);
    },
    has: (page: string): boolean => served.has(page),
    /** When it was shown that page last; 0: never. */
    at: (page: string | null): number => served.get(page ?? '') ?? 0,
    /** What it knows is safe; `isLost`: is gone since it was safe last. */
    save(isLost: boolean): void {
      if (isLost) for (const page of unsaved) served.delete(page);
      unsaved.clear();
    },
  };
}
