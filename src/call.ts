// One way to call a vendor, and one way to say how a call ended. Expected failures are values.

export type Side = 'notion' | 'google';

/** A call to one of the two sides, named as its documentation names it (`pages.update`). */
export interface Operation {
  readonly side: Side;
  readonly name: string;
  /** Whether the call changes something there: an unanswered write has an unknown outcome. */
  readonly write: boolean;
}

/**
 * How a call failed, sorted by what is to be done about it (DESIGN section 7).
 * - `refused`: nothing happened; try again after `retryAfter` ms (null: the caller's own pause)
 * - `unknown`: it may have happened; read before trying again
 * - `conflict`: somebody else was first (409, 412); look again and plan anew
 * - `gone`: that very thing is not there (404, 410); evidence
 * - `denied`: the grant or a right is missing (401, 403); pause, never delete
 * - `broken`: the request or the answer is not what it should be; park and report
 * - `exhausted`: not called: this slice's budget is used up, or the side's rate is; go on at `retryAfter`
 */
export type Failure = {
  readonly side: Side;
  readonly operation: string;
  readonly status: number | null;
  /** The vendor's own code (`conflict_error`, `forbiddenForServiceAccounts`); never its free text. */
  readonly code: string | null;
} & (
  | { readonly reason: 'refused' | 'exhausted'; readonly retryAfter: number | null }
  | {
      readonly reason: 'unknown';
      /** What Notion says was saved all the same (notion.md section 0, item 7). */
      readonly committed: string | null;
    }
  | { readonly reason: 'conflict' | 'gone' | 'denied' | 'broken' }
);

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** Turns whatever a client threw into a `Failure`; null when it is a bug of ours, which is thrown on. */
export type Classify = (error: unknown, operation: Operation) => Failure | null;

/** Runs a call inside the budget, the rate and the one retry layer (src/workspace/calls.ts). */
export type Run = <T>(
  operation: Operation,
  call: () => Promise<T>,
  classify: Classify,
) => Promise<Outcome<T>>;

/** Thrown inside a call when an answer has not the shape it should have; classified as `broken`. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
}
