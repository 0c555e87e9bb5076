// Google for the commands that act in a user's name: who that is, and how it is reached. A service account is refused here,
// since what it makes belongs to nobody who could keep it (docs/spec/calendar.md, C33).
import type { OAuth2Client } from 'google-auth-library';
import type { GoogleLibrary } from '../src/google/library.ts';
import { CommandFailure, EXIT, type Io } from './io.ts';

/** A setting as the environment or .dev.vars has it; blank counts as missing. */
export function settingOf(io: Io, name: string): string | null {
  return (io.env[name] ?? io.devVars[name] ?? '').trim() || null;
}

export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The OAuth client by which a user signs in. */
export function oauthClientOf(io: Io): OAuthClient {
  if (settingOf(io, 'GOOGLE_SERVICE_ACCOUNT_KEY')) {
    throw new CommandFailure(
      'GOOGLE_SERVICE_ACCOUNT_KEY is set. A service account should own no calendar: Google cannot hand it on to anybody. Make one in Google Calendar and share it with the service account, or let a user sign in instead of it (see README).',
      EXIT.usage,
    );
  }
  const clientId = settingOf(io, 'GOOGLE_CLIENT_ID');
  const clientSecret = settingOf(io, 'GOOGLE_CLIENT_SECRET');
  if (clientId && clientSecret) return { clientId, clientSecret };
  const missing = [clientId ? [] : ['GOOGLE_CLIENT_ID'], clientSecret ? [] : ['GOOGLE_CLIENT_SECRET']].flat();
  throw new CommandFailure(
    `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing: make an OAuth client of the type "Desktop app" (see README) and put its id and secret into .dev.vars.`,
    EXIT.usage,
  );
}

const GOOGLE = /^https:\/\/(oauth2|www)\.googleapis\.com(?=\/)/;

/**
 * Google's client for that OAuth client. `at`: the address of a local Google Calendar (`npm run twins`), which gets what
 * would go to Google; secrets leave this machine for Google only.
 */
export function openOAuth(
  io: Io,
  library: GoogleLibrary,
  client: OAuthClient,
  at: string | undefined,
  redirectUri?: string,
): OAuth2Client {
  const local = at === undefined ? null : localOrigin(at);
  const fetchImplementation = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const address = input instanceof Request ? input.url : String(input);
    const target = local === null ? address : address.replace(GOOGLE, local);
    return io.fetch(input instanceof Request ? new Request(target, input) : new Request(target, init));
  };
  return new library.OAuth2Client({
    ...client,
    ...(redirectUri === undefined ? {} : { redirectUri }),
    transporterOptions: {
      fetchImplementation,
      timeout: 20_000,
      retry: false,
      retryConfig: { retry: 0, noResponseRetries: 0 },
    },
  });
}

function localOrigin(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname))
    return url.origin;
  throw new CommandFailure(
    '--google is the address of a local Google Calendar, like http://127.0.0.1:4712.',
    EXIT.usage,
  );
}
