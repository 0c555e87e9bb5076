// Which fault of a scenario meets a call, and the refusals that either system answers with.
import type { Fault, Scenario } from './scenario.ts';
import type { Answered, Asked } from './wire.ts';

/** The fault that meets the nth call of an operation. */
export function faultOf(scenario: Scenario, operation: string, nth: number): Fault | undefined {
  // What is refused is tried once more at once: that is refused too.
  const times = (fault: Fault) => (fault.kind === 'refused' ? 2 : 1);
  return scenario.faults.find(
    (fault) => fault.operation === operation && nth >= fault.nth && nth < fault.nth + times(fault),
  );
}

/** How either system refuses: 429 with Retry-After, 503, or the 410 of an expired sync token. */
export function refusal(side: 'notion' | 'google', status: number): Answered {
  const headers = new Headers(status === 429 ? { 'retry-after': '2' } : {});
  const reasons: Readonly<Record<number, string>> = {
    429: 'rateLimitExceeded',
    410: 'fullSyncRequired',
    503: 'backendError',
  };
  const data =
    side === 'notion'
      ? {
          object: 'error',
          status,
          code: status === 429 ? 'rate_limited' : 'service_unavailable',
          message: '',
        }
      : { error: { code: status, message: '', errors: [{ domain: 'global', reason: reasons[status] }] } };
  return { status, data, headers };
}

/** Whether what was made without an answer is found again, and taken up: by its id, or by its Key. */
export function createAdoptions() {
  const unanswered = new Set<string>();
  const idOf = ({ url }: Asked) => decodeURIComponent(/\/events\/([^?]+)/.exec(url)?.[1] ?? '');
  return {
    /** A call was not answered. */
    miss({ operation, body }: Asked): void {
      if (operation === 'events.insert') unanswered.add(String((body as { id: string }).id));
      if (operation === 'pages.create') unanswered.add('page');
    },
    /** Another one was. */
    isOne(asked: Asked, { status, data }: Answered): boolean {
      if (status !== 200) return false;
      if (asked.operation === 'events.get') return unanswered.delete(idOf(asked));
      const { filter } = (asked.body ?? {}) as { filter?: { property?: string } };
      const { results } = data as { results?: unknown[] };
      return filter?.property !== undefined && results?.length === 1 && unanswered.delete('page');
    },
  };
}
