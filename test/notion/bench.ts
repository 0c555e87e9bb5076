// The ground of the Notion tests: a twin behind the global fetch, a client, and a `run` that makes each call once.
import { vi } from 'vitest';
import type { Failure, Outcome, Run } from '../../src/call.ts';
import { createClient } from '../../src/notion/client.ts';
import { createNotion } from '../../src/notion/notion.ts';
import { type Provisioned, provision } from '../../src/notion/provision.ts';
import type { Bindings, Notion } from '../../src/notion/workspace.ts';
import { createNotionTwin, type NotionTwin } from '../../twins/notion/index.ts';
import { watch } from '../contract/watch.ts';

export const NOW = Date.parse('2026-11-23T09:00:00Z');

export interface Bench {
  readonly twin: NotionTwin;
  readonly run: Run;
  provision(bindings?: Bindings | null, run?: Run): Promise<Provisioned>;
  notion(bindings: Bindings): Notion;
  /** The names of the calls made since the last time this was asked. */
  calls(): string[];
  /** Those of them that changed something. */
  writes(): string[];
}

export function createBench(): Bench {
  const twin = createNotionTwin({ now: () => NOW });
  const ask = watch(twin, 'product');
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => ask(new Request(url, init)));
  const client = createClient(twin.token);
  const take = () => twin.calls.splice(0);
  return {
    twin,
    run: once,
    provision: (bindings = null, run = once) =>
      provision({ client, run, parentPage: twin.parentPage, bindings }),
    notion: (bindings) => createNotion(client, bindings, once),
    calls: () => take().map((call) => call.operation),
    writes: () =>
      take()
        .filter((call) => call.write)
        .map((call) => call.operation),
  };
}

/** Makes a call once and sorts what it throws. */
export const once: Run = async (operation, call, classify) => {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    const failure = classify(error, operation);
    if (failure === null) throw error;
    return { ok: false, failure };
  }
};

/** A run with a budget, as the product's has: the calls after the last one are not made. */
export function within(budget: number): Run {
  let left = budget;
  return async (operation, call, classify) => {
    if (left <= 0) {
      const facts = { side: operation.side, operation: operation.name, status: null, code: null };
      return { ok: false, failure: { ...facts, reason: 'exhausted', retryAfter: null } };
    }
    left -= 1;
    return once(operation, call, classify);
  };
}

/** The value of an outcome that is expected to be good. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.failure.operation}: ${outcome.failure.reason}`);
  return outcome.value;
}

/** The failure of an outcome that is expected to be none. */
export function failure(outcome: Outcome<unknown>): Failure {
  if (outcome.ok) throw new Error('The call did not fail.');
  return outcome.failure;
}

/** The bindings of a provisioning that is expected to have worked. */
export function bound(provisioned: Provisioned): Bindings {
  if (provisioned.bindings === null) throw new Error(provisioned.problems.join('\n'));
  return provisioned.bindings;
}
