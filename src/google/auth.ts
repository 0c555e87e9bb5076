// Signing in to Google, with a service account's key or with a user's grant. One token for all calls while it lives;
// its request is an operation like any other, so that it counts in the budget and an idle tick makes none.
// Keeps nothing outside this object's memory, and asks for no consent: that is cli/sign-in.ts.
import type { JWTOptions, OAuth2Client } from 'google-auth-library';
import * as z from 'zod';
import { type Failure, type Operation, type Outcome, type Run, UnexpectedAnswer } from '../call.ts';
import { within } from '../deadline.ts';
import { classify } from './classify.ts';
import type { GoogleLibrary } from './library.ts';

/** Read and write events of calendars that are shared with us, and nothing else. */
export const SCOPE = 'https://www.googleapis.com/auth/calendar.events';

export const TOKEN: Operation = { side: 'google', name: 'token', write: false };

/** A token is renewed this long before it ends. */
const RENEW_EARLY = 5 * 60_000;
const TIMEOUT = 20_000;

/** An access token and its end in epoch ms. For memory only, never for storage or a log. */
export interface Credentials {
  readonly access_token: string;
  readonly expiry_date: number;
}

/** The two ways to be let in at Google. */
export type SignIn =
  | {
      readonly as: 'service account';
      readonly key: { readonly clientEmail: string; readonly privateKey: string };
      /** The user to act for (domain-wide delegation); null: the service account itself, which cannot invite. */
      readonly subject: string | null;
    }
  | {
      readonly as: 'user';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly refreshToken: string;
    };

export interface AuthOptions {
  readonly library: GoogleLibrary;
  readonly signIn: SignIn;
  /** A token that is still in memory. */
  readonly credentials?: Credentials | undefined;
  /** Called with each new token, so that the caller may keep it. */
  readonly onCredentials?: (credentials: Credentials) => void;
}

export interface Auth {
  readonly library: GoogleLibrary;
  /** What googleapis signs its calls with. */
  readonly client: OAuth2Client;
  /** Makes sure that a token lives, asking for one through `run` when it does not. Null: all is well. */
  ensureToken(run: Run): Promise<Failure | null>;
  /** Runs a call with a living token; on 401 with a token that was kept, once more with a new one. */
  withToken<T>(run: Run, operation: Operation, call: () => Promise<T>): Promise<Outcome<T>>;
}

type TransporterOptions = NonNullable<JWTOptions['transporterOptions']>;

const credentialsShape = z.object({ access_token: z.string().min(1), expiry_date: z.number() });

/**
 * Google's fetch: resolves the global late, as tests replace it, and follows no redirect with a token in its
 * header. It must be given: gaxios' own choice loses headers in workerd (google-calendar.md A2). The answer comes with
 * its body, in milliseconds: gaxios' own `timeout` would keep the Durable Object awake (src/deadline.ts).
 */
export const fetchImplementation: typeof fetch = (input, init) =>
  within(TIMEOUT, async (signal) => {
    const response = await fetch(input, { ...init, redirect: 'manual', signal });
    const { status, statusText, headers } = response;
    const body = await response.arrayBuffer();
    // 204, 205 and 304 have no body, and `Response` takes none for them.
    return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers });
  });

export function createAuth(options: AuthOptions): Auth {
  const transporterOptions = {
    fetchImplementation,
    // Retrying is the caller's; the token request would retry by default.
    retry: false,
    retryConfig: { retry: 0, noResponseRetries: 0 },
  };
  // Calls are signed by a client that cannot renew a token, so that no token request goes unseen.
  const client = new options.library.OAuth2Client({ transporterOptions });
  let credentials: Credentials | null = null;
  const hold = (held: Credentials) => {
    credentials = held;
    client.setCredentials({ access_token: held.access_token }); // without its end: the library leaves it alone
  };
  if (options.credentials) hold(options.credentials);
  const isAlive = () => credentials !== null && credentials.expiry_date > Date.now() + RENEW_EARLY;

  async function renew(run: Run): Promise<Failure | null> {
    const outcome = await run(TOKEN, () => mint(options, transporterOptions), classify);
    if (!outcome.ok) return outcome.failure;
    hold(outcome.value);
    options.onCredentials?.(outcome.value);
    return null;
  }

  /** Calls side by side share one request for a token. */
  let underWay: Promise<Failure | null> | null = null;
  function ensureToken(run: Run): Promise<Failure | null> {
    if (isAlive()) return Promise.resolve(null);
    underWay ??= renew(run).finally(() => {
      underWay = null;
    });
    return underWay;
  }

  async function withToken<T>(run: Run, operation: Operation, call: () => Promise<T>): Promise<Outcome<T>> {
    const kept = isAlive();
    const fault = await ensureToken(run);
    if (fault) return { ok: false, failure: fault };
    const used = credentials;
    const outcome = await run(operation, call, classify);
    if (outcome.ok || outcome.failure.status !== 401) return outcome;
    // 401: the token died before its time, and nothing happened. Another call may have renewed it meanwhile.
    if (credentials === used) credentials = null;
    if (!kept) return outcome;
    const stillFault = await ensureToken(run);
    return stillFault ? { ok: false, failure: stillFault } : run(operation, call, classify);
  }

  return { library: options.library, client, ensureToken, withToken };
}

/** Asks Google for a token. Throws what `classify` sorts. */
async function mint(
  { signIn, library }: AuthOptions,
  transporterOptions: TransporterOptions,
): Promise<Credentials> {
  const answer = credentialsShape.safeParse(
    signIn.as === 'user'
      ? await refresh(library, signIn, transporterOptions)
      : await assert(library, signIn, transporterOptions),
  );
  if (!answer.success) throw new UnexpectedAnswer('token: no access_token or no end');
  return answer.data;
}

/** A token for the service account, or for the user whom it acts for. */
function assert(
  library: GoogleLibrary,
  { key, subject }: Extract<SignIn, { as: 'service account' }>,
  transporterOptions: TransporterOptions,
): Promise<unknown> {
  const account = new library.JWT({
    email: key.clientEmail,
    key: key.privateKey,
    scopes: [SCOPE],
    transporterOptions,
    ...(subject === null ? {} : { subject }),
  });
  return account.authorize();
}

/** A token by a user's grant, with the rights that were granted. Google keeps the refresh token as it is. */
async function refresh(
  library: GoogleLibrary,
  { clientId, clientSecret, refreshToken }: Extract<SignIn, { as: 'user' }>,
  transporterOptions: TransporterOptions,
): Promise<unknown> {
  const user = new library.OAuth2Client({ clientId, clientSecret, transporterOptions });
  user.setCredentials({ refresh_token: refreshToken });
  try {
    return (await user.refreshAccessToken()).credentials;
  } catch (error) {
    // The library writes into an answer that is no object; what fetch throws comes wrapped.
    throw error instanceof TypeError ? new UnexpectedAnswer('token: no JSON') : error;
  }
}
