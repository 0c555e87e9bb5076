// Talks to the Worker's API, and turns every way in which that fails into a sentence that says what to do.
// Sends the secret to https addresses and to this machine only. What is printed has no control characters left in it: names
// come from Notion, and a terminal obeys what it is sent.
import { CommandFailure, EXIT, type Io } from './io.ts';

export interface Client {
  readonly url: string;
  /** The answer's status and JSON; refusals other than 409 are thrown as `CommandFailure`. */
  call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer<T>>;
}

interface Answer<T> {
  readonly status: number;
  readonly location: string | null;
  readonly body: T;
}

const TIMEOUT_MS = 60_000;
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** `url` as given on the command line, or where the local stack listens. */
export function connect(io: Io, url: string | undefined): Client {
  const address = url ?? io.local?.url;
  if (address === undefined) {
    throw new CommandFailure(
      'There is no local stack here yet. Start it with `npm start`, or name a deployed Worker with --url.',
    );
  }
  const base = checkUrl(address);
  const secret = findSecret(io, base);
  return { url: base, call: (method, path, body) => call(io, base, secret, method, path, body) };
}

function checkUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new CommandFailure(
      `"${clean(address)}" is not an address like https://sync.example.org.`,
      EXIT.usage,
    );
  }
  if (url.protocol === 'http:' && !LOCAL_HOSTS.includes(url.hostname)) {
    throw new CommandFailure('The admin secret is not sent over plain http: use https.', EXIT.usage);
  }
  return url.origin;
}

/** The local stack has a secret of its own, so no other is sent to it. */
function findSecret(io: Io, base: string): string {
  if (io.local && io.local.url === base) return io.local.adminSecret;
  const secret = io.env.ADMIN_SECRET || io.devVars.ADMIN_SECRET;
  if (secret) return secret;
  throw new CommandFailure(
    'The admin secret is missing: set ADMIN_SECRET, or put it into .dev.vars.',
    EXIT.usage,
  );
}

async function call<T>(
  io: Io,
  base: string,
  secret: string,
  method: string,
  path: string,
  body: unknown,
): Promise<Answer<T>> {
  const request = new Request(new URL(path, base), {
    method,
    headers: {
      authorization: `Bearer ${secret}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  let response: Response;
  let text: string;
  try {
    response = await io.fetch(request);
    text = await response.text();
  } catch {
    throw new CommandFailure(
      `Nothing answers at ${base}. Start the local stack with \`npm start\`, or name a deployed Worker with --url.`,
    );
  }
  const json = parse(text);
  if (json === undefined)
    throw new CommandFailure(`What answers at ${base} is not Engagement Sync (${response.status}).`);
  if (response.ok || response.status === 409) {
    return { status: response.status, location: response.headers.get('location'), body: json as T };
  }
  throw new CommandFailure(explain(base, response.status, json));
}

/** The JSON of an answer, without control characters in any text; undefined when it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? clean(value) : value));
  } catch {
    return undefined;
  }
}

/** Without control characters and without those that turn the direction of writing. */
function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}

function explain(base: string, status: number, json: unknown): string {
  const { detail, faults, instance } = json as {
    detail?: string;
    instance?: string;
    faults?: readonly { name: string; fault: string }[];
  };
  if (status === 401) return `The Worker at ${base} does not accept this admin secret.`;
  if (faults) {
    const lines = faults.map(({ name, fault }) => `  ${name} ${fault}`);
    return [`The Worker at ${base} is not set up. Put these settings right:`, ...lines].join('\n');
  }
  return `The Worker at ${base} answers ${status}: ${detail ?? 'no reason given.'}${instance ? ` (${instance})` : ''}`;
}
