// A side that does not answer is left alone: after five failures in a row it is not called for a minute, and longer each time,
// up to a quarter of an hour; then one call goes first, and only if that one is answered do others follow. Reads and writes
// apart, since reading well says nothing about writing. It refuses to count answers: a "no" is an answer too.
import type { Failure, Operation } from '../call.ts';
import type { Instant } from '../playbook/index.ts';
import type { Ledger } from './ledger.ts';

const FAILURES = 5;
const SHORTEST = 60_000;
const LONGEST = 15 * 60_000;

/** Stored by side and kind, while there are failures. */
interface State {
  /** In a row. */
  readonly failures: number;
  /** How often it was left alone since the last call that was answered. */
  readonly opened: number;
  readonly until: Instant;
}

type Gate =
  | { readonly is: 'open' }
  /** Another call goes first: ask again when it has ended. */
  | { readonly is: 'waiting'; readonly ended: Promise<void> }
  /** Not for so many milliseconds. */
  | { readonly is: 'closed'; readonly for: number };

interface Breaker {
  /** Whether a call may go out now; where it may, `leave` must follow. */
  enter(operation: Operation): Gate;
  /** How the call ended: null is any answer. */
  leave(operation: Operation, failure: Failure | null): void;
}

/** The code of the failure of a call that was not made. */
export const NOT_CALLED = 'notCalled';

/** `insist`: a person waits, so the pause is not kept; one call goes first all the same. */
export function createBreaker(ledger: Ledger, now: () => Instant, insist: boolean): Breaker {
  const probes = new Map<string, { readonly ended: Promise<void>; end(): void }>();
  const kindOf = ({ side, write }: Operation) => `${side}:${write ? 'write' : 'read'}`;
  const read = (kind: string) => ledger.recall<State>(`breaker:${kind}`);
  const keep = (kind: string, state: State | undefined) => ledger.remember(`breaker:${kind}`, state);
  let isInsisting = insist;

  return {
    enter(operation) {
      const kind = kindOf(operation);
      const state = read(kind);
      if (!state || state.failures < FAILURES) return { is: 'open' };
      const probe = probes.get(kind);
      if (probe) return { is: 'waiting', ended: probe.ended };
      if (!isInsisting && state.until > now()) return { is: 'closed', for: state.until - now() };
      isInsisting = false;
      let end = () => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      probes.set(kind, { ended, end });
      return { is: 'open' };
    },

    leave(operation, failure) {
      const kind = kindOf(operation);
      const before = read(kind);
      if (failure === null || !isSilence(failure)) {
        if (before) keep(kind, undefined);
      } else {
        const { failures, opened, until } = before ?? { failures: 0, opened: 0, until: 0 };
        // One that was under way when it closed does not lengthen the pause.
        const isNew = failures + 1 >= FAILURES && until <= now();
        const pause = Math.min(LONGEST, SHORTEST * 2 ** Math.min(opened, 10));
        keep(kind, {
          failures: failures + 1,
          opened: opened + Number(isNew),
          until: isNew ? now() + pause : until,
        });
      }
      probes.get(kind)?.end();
      probes.delete(kind);
    },
  };
}

/** No answer, or that the side cannot answer now. A pause that it asks for is kept anyway (calls.ts). */
const isSilence = (failure: Failure): boolean =>
  failure.reason === 'unknown' || (failure.reason === 'refused' && failure.retryAfter === null);
