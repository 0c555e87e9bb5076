// Calls of the Worker's whose answer it did not hear, and what a person did around one: that may pass for it (M56, M76).
import type { House } from './ground.ts';
import type { Json } from './seen.ts';
import type { Asked } from './wire.ts';

/** So long after a deletion that was not answered another one of the same event goes on with it. */
const LATE = 10 * 60_000;

interface Unheard {
  /** The page that was written to; of a deletion the meeting's engagement and name. */
  readonly about: string;
  readonly at: number;
  /** What had happened by then. */
  readonly order: number;
}

/** Of an event what engagement and which meeting it is of, of a series too. */
function aboutEvent(house: House, id: string): string {
  const { look } = house.google;
  const found = [id, id.split('_')[0] ?? '', id.replace(/_\d{8}T\d{6}Z$/, '')].map((one) => {
    const json = look.event(one) as Json | undefined;
    return (json?.extendedProperties as { private?: Json } | undefined)?.private;
  });
  const { engagement, meeting } = found.find((marks) => marks?.meeting !== undefined) ?? {};
  return `${engagement}/${meeting}`;
}

/** Keeps the calls whose answers were not heard. */
export function createDoubts(house: House) {
  let calls: Unheard[] = [];
  const touched: { readonly order: number; readonly at: number }[] = [];
  /** What was heard, and is not written down yet. */
  let heard: Unheard[] = [];
  /**
   * What had happened when the first of the calls went out of which it was said by then what became of them. Infinite: there is
   * none.
   */
  function since(about: string, said: number): number {
    const its = calls.filter((one) => one.about === about && one.at <= said);
    const first = its.findLastIndex((one, at) => at === 0 || one.at - (its[at - 1]?.at ?? 0) > LATE);
    return its[first]?.order ?? Number.POSITIVE_INFINITY;
  }
  return {
    /** What was heard is written down; `isLost`: the process ends before that. */
    save(isLost: boolean): void {
      if (isLost) calls = [...calls, ...heard].sort((a, b) => a.order - b.order);
      heard = [];
    },
    /** A person does something in Calendar. */
    touch: (order: number) => void touched.push({ order, at: house.now() }),
    /** A call goes out. Answers what to do once its answer is heard. */
    ask({ operation, url }: Asked, order: number): () => void {
      // What is to be written to is read first, where that may not be known: the write begins with it.
      if (!/^(events\.(get|delete)|pages\.(retrieve|update))$/.test(operation)) return () => {};
      const id = decodeURIComponent(/\/(?:events|pages)\/([^?]+)/.exec(url)?.[1] ?? '');
      const about = operation.startsWith('pages') ? id : aboutEvent(house, id);
      const one = { about, at: house.now(), order };
      calls.push(one);
      return () => {
        calls = calls.filter((other) => other !== one);
        heard.push(one);
      };
    },
    since,
    /** Whether people did nothing else in Calendar, than what was done then, from the first of those calls on. */
    isUntouched: (order: number, about: string, said: number): boolean =>
      !touched.some((one) => one.order !== order && one.order > since(about, said) && one.at <= said),
  };
}

export type Doubts = ReturnType<typeof createDoubts>;
