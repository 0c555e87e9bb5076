// What the tests of src/google share: the Google twin in place of the network, and a plain `run`.
import { vi } from 'vitest';
import type { Classify, Operation, Outcome, Run } from '../../src/call.ts';
import { type AuthOptions, createAuth } from '../../src/google/auth.ts';
import { createCalendar } from '../../src/google/calendar-client.ts';
import type { EventDraft } from '../../src/google/event.ts';
import { loadLibrary } from '../../src/google/library.ts';
import { createGoogleTwin, type GoogleTwin, type GoogleTwinOptions } from '../../twins/google/index.ts';
import { watch } from '../contract/watch.ts';

/** Runs each call once, noting its name: no rate, no budget, no retry. */
export function plainRun(): { run: Run; names: string[] } {
  const names: string[] = [];
  const run = async <T>(
    operation: Operation,
    call: () => Promise<T>,
    classify: Classify,
  ): Promise<Outcome<T>> => {
    names.push(operation.name);
    try {
      return { ok: true, value: await call() };
    } catch (error) {
      const failure = classify(error, operation);
      if (failure === null) throw error;
      return { ok: false, failure };
    }
  };
  return { run, names };
}

let key: GoogleTwin['key'] | undefined;

interface WorldAuth extends Partial<Pick<AuthOptions, 'credentials' | 'onCredentials'>> {
  /** Whom the service account acts for; null: nobody. Or the owner signed in. */
  readonly subject?: string | null;
  readonly user?: true;
}

/** A Google twin behind the global fetch, and the product's port to its calendar. */
export async function googleWorld(
  options: Partial<GoogleTwinOptions> = {},
  { subject = 'lead@example.com', user, ...auth }: WorldAuth = {},
) {
  const twin = await createGoogleTwin({ now: Date.now, ...options, ...(key ? { key } : {}) });
  key ??= twin.key;
  const ask = watch(twin, 'product');
  vi.stubGlobal('fetch', (input: RequestInfo, init?: RequestInit) => ask(new Request(input, init)));
  const account = twin.serviceAccountKey;
  const made = createAuth({
    library: await loadLibrary(),
    signIn: user
      ? { as: 'user', ...twin.oauth }
      : {
          as: 'service account',
          key: { clientEmail: account.client_email, privateKey: account.private_key },
          subject,
        },
    ...auth,
  });
  const { run, names } = plainRun();
  return {
    twin,
    auth: made,
    run,
    names,
    calendar: createCalendar({ auth: made, calendarId: twin.calendarId, run }),
  };
}

/** The value of a call that went well. */
export function valueIn<T>(outcome: Outcome<T>): T {
  if (!outcome.ok)
    throw new Error(`${outcome.failure.operation}: ${outcome.failure.reason} ${outcome.failure.code}`);
  return outcome.value;
}

export const at = (text: string) => Date.parse(text);

export function draft(over: Partial<EventDraft> = {}): EventDraft {
  return {
    title: 'Kickoff: Apollo',
    description: 'Hello',
    time: { start: at('2027-03-18T13:00:00Z'), end: at('2027-03-18T13:45:00Z') },
    zone: 'Europe/Berlin',
    status: 'confirmed',
    busy: true,
    guests: [],
    marks: { engagement: 'p1', mode: 'derived' },
    ...over,
  };
}
