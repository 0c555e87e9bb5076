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

/** Engagements of which a page was made without an answer, and which Notion's index may not show yet. */
export const waitingIn = ({ ledger, now }: House): ReadonlySet<string> =>
  new Set(
    ledger
      .intents()
      .flatMap(({ engagement, at, action: { call } }) =>
        call.do === 'create-retro' && now() - at < INDEX_LAG ? [engagement] : [],
      ),
  );

export function createSettling() {
  const begun: Begun[] = [];
  /** What people edited in Notion. */
  const edits: { readonly engagement: string; readonly at: number }[] = [];

  /** When a tick that had begun since took up what was set in Notion, which may wait for it to settle (C25); null: none yet. */
  function takenUpAt({ engagement, order: set, shown }: Version): number | null {
    // Whatever else is edited in an engagement settles as well, from when a tick saw it.
    const isSettled = (time: number) =>
      edits.every((edit) => {
        if (edit.engagement !== engagement || edit.at >= time) return true;
        const seen = begun.find(({ at }) => at >= edit.at);
        return seen !== undefined && time >= seen.at + SETTLE;
      });
    const took = begun.find(
      ({ order: at, at: time, isImmediate, waiting }, nth) =>
        at > set &&
        !waiting.has(engagement) &&
        shown !== null &&
        shown.order < (begun[nth + 1]?.order ?? Number.POSITIVE_INFINITY) &&
        (isImmediate || (time >= shown.at + SETTLE && isSettled(time))),
    );
    return took?.at ?? null;
  }

  return {
    takenUpAt,
    begin: (tick: Begun) => void begun.push(tick),
    edit: (engagement: string, at: number) => void edits.push({ engagement, at }),
  };
}
