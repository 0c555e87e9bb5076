// When a tick takes up what people edit in Notion: at once where a person asked for it, else when it has settled (C25).
import { INDEX_LAG } from '../../src/workspace/trees.ts';
import type { House } from './ground.ts';
import { SETTLE, type Version } from './version.ts';

/** A tick; one that was asked for (`isImmediate`) waits for nothing. */
interface Begun {
  readonly order: number;
  readonly at: number;
  readonly isImmediate: boolean;
  /** Engagements that wait until a page of theirs, whose making was not answered, can be looked for (S9). */
  readonly waiting: ReadonlySet<string>;
}

/** Engagements of which a page was made without an answer, that was not looked for so far. */
export const unmetIn = (house: House, since = 0): ReadonlySet<string> =>
  new Set(
    house.ledger
      .intents()
      .flatMap(({ engagement, at, action: { call } }) =>
        call.do === 'create-retro' && at > since ? [engagement] : [],
      ),
  );

/** Those of them that Notion's index may not show yet. */
export const waitingIn = (house: House): ReadonlySet<string> => unmetIn(house, house.now() - INDEX_LAG);

export function createSettling() {
  const begun: Begun[] = [];
  /** Ticks in which no call went wrong, with their ends. */
  const untroubled = new Map<Begun, number>();
  let isTroubled = false;
  /** What people edited in Notion. */
  const edits: { readonly engagement: string; readonly at: number }[] = [];

  /** When a tick that had begun since took up what was set in Notion, which may wait for it to settle (C25); null: none yet. */
  const takenUpAt = (version: Version): number | null => tookUp(version, SETTLE, () => true);

  /** When the first tick began that passes the test and could take it up; `wait`: so long after it was shown, but for a tick that waits for nothing. */
  function tookUp(
    { engagement, order: set, shown }: Version,
    wait: number,
    test: (tick: Begun) => boolean,
  ): number | null {
    // Whatever else is edited in an engagement settles as well, from when a tick saw it.
    const isSettled = (time: number) =>
      edits.every((edit) => {
        if (edit.engagement !== engagement || edit.at >= time) return true;
        const seen = begun.find(({ at }) => at >= edit.at);
        return seen !== undefined && time >= seen.at + SETTLE;
      });
    const took = begun.find((tick, nth) => {
      const { order: at, at: time, isImmediate, waiting } = tick;
      return (
        test(tick) &&
        at > set &&
        !waiting.has(engagement) &&
        shown !== null &&
        shown.order < (begun[nth + 1]?.order ?? Number.POSITIVE_INFINITY) &&
        (isImmediate || (time >= shown.at + wait && isSettled(time)))
      );
    });
    return took?.at ?? null;
  }

  return {
    takenUpAt,
    /** When what was done could have been told: by two ticks in which nothing went wrong, and by one that took it up; null: not yet. */
    toldAt(version: Version): number | null {
      const told = [...untroubled.values()].filter((end) => end > version.at)[1];
      // What was done in Calendar waits for what was edited in Notion, not for itself.
      const wait = version.side === 'notion' ? SETTLE : 0;
      const took = tookUp(version, wait, (tick) => untroubled.has(tick));
      return told === undefined || took === null ? null : Math.max(told, took);
    },
    begin(tick: Begun): void {
      isTroubled = false;
      begun.push(tick);
    },
    /** A call goes wrong. */
    trouble(): void {
      isTroubled = true;
    },
    /** The tick under way has come to its end. */
    complete(at: number): void {
      const last = begun.at(-1);
      if (last && !isTroubled) untroubled.set(last, at);
    },
    edit: (engagement: string, at: number) => void edits.push({ engagement, at }),
  };
}
