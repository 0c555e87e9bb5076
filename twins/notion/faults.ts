/**
 * Things that go wrong on purpose: a fault waits for the calls of one operation and then refuses them, loses their
 * answer after the work was done, drops them before it, lets the work land later, or spoils the answer's bytes.
 */
import {
  conflict,
  internal,
  notFound,
  overloaded,
  type Refusal,
  rateLimited,
  restricted,
  unauthorized,
  unavailable,
} from './errors.ts';

export type FaultKind = 'refuse' | 'lose-answer' | 'drop' | 'delay-effect' | 'truncate' | 'garble';

export interface Fault {
  kind: FaultKind;
  /** The client's name, e.g. `pages.update`; `pages.*` and `*` match several, `write` and `read` all of their kind. Default `*`. */
  operation?: string;
  /** The first call it meets, counted from now among those that match; 1 is the next. Default 1. */
  nth?: number;
  /** How many calls in a row. Default 1. */
  times?: number;
  /**
   * For refuse: which answer. For delay-effect: answer so instead of dropping the connection. For garble: an HTML page
   * with this status, and nothing done; without it the work is done and its answer spoilt.
   */
  status?: 401 | 403 | 404 | 409 | 429 | 500 | 502 | 503 | 504 | 529;
  /** For refuse with 503: the write happened all the same, and the answer names it. */
  written?: boolean;
  /** For 429 and 529, seconds. Default 1. */
  retryAfter?: number;
  /** For 429, whose budget ran out. */
  reason?: string;
  /** For delay-effect: milliseconds until the work is done. Default 5,000. */
  delayMs?: number;
}

interface Armed extends Fault {
  id: number;
  seen: number;
  fired: number;
}

/** The faults of one twin. */
export interface Faults {
  /** Arms a fault; answers its number. */
  add(fault: Fault): number;
  /** Takes one away, or all. */
  clear(id?: number): void;
  /** Those still armed, with how often they fired. */
  list(): readonly (Fault & { id: number; fired: number })[];
  /** The fault for a call that is about to be served, if any; counts the call. */
  meet(operation: string, write: boolean): Fault | undefined;
}

function matches(fault: Fault, operation: string, write: boolean): boolean {
  const wanted = fault.operation ?? '*';
  if (wanted === '*') return true;
  if (wanted === 'write' || wanted === 'read') return write === (wanted === 'write');
  return wanted.endsWith('*') ? operation.startsWith(wanted.slice(0, -1)) : wanted === operation;
}

/** No faults yet. */
export function createFaults(): Faults {
  let armed: Armed[] = [];
  let last = 0;
  return {
    add(fault) {
      armed.push({ ...fault, id: ++last, seen: 0, fired: 0 });
      return last;
    },
    clear(id) {
      armed = id === undefined ? [] : armed.filter((fault) => fault.id !== id);
    },
    list: () => armed,
    meet(operation, write) {
      let met: Armed | undefined;
      for (const fault of armed) {
        if (!matches(fault, operation, write)) continue;
        fault.seen++;
        if (!met && fault.seen >= (fault.nth ?? 1)) met = fault;
      }
      if (!met) return undefined;
      met.fired++;
      if (met.fired >= (met.times ?? 1)) armed = armed.filter((fault) => fault !== met);
      return met;
    },
  };
}

/** The answer of a refusing fault. `committed` is what a 503 names as written. */
export function refusalOf(
  fault: Fault,
  integration: { id: string; name: string },
  committed?: Record<string, unknown>,
): Refusal {
  const wait = fault.retryAfter ?? 1;
  switch (fault.status ?? 503) {
    case 401:
      return unauthorized();
    case 403:
      return restricted();
    case 404:
      return notFound('page', '00000000-0000-0000-0000-000000000000', integration);
    case 409:
      return conflict();
    case 429:
      return rateLimited(wait, fault.reason);
    case 500:
      return internal();
    case 529:
      return overloaded(wait);
    default:
      return unavailable(committed ?? { retry_guidance: 'Retry with exponential backoff.' });
  }
}
