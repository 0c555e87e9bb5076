// Google's client library, loaded by the first slice that needs it and not by every isolate that starts: it was
// more than half of the start-up time. Deep paths are no public contract: exact versions, and test/google keeps watch.
import type { JWT, OAuth2Client } from 'google-auth-library';
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';

export interface GoogleLibrary {
  readonly JWT: typeof JWT;
  readonly OAuth2Client: typeof OAuth2Client;
  readonly Calendar: typeof calendar_v3.Calendar;
}

export async function loadLibrary(): Promise<GoogleLibrary> {
  // Only these two packages: a module of ours behind a dynamic import would keep the bundler from dropping what is
  // not used of everything that it imports. Never googleapis itself: 35 MB.
  const [auth, { calendar_v3: calendar }] = await Promise.all([
    import('google-auth-library'),
    import('googleapis/build/src/apis/calendar/v3.js'),
  ]);
  return { JWT: auth.JWT, OAuth2Client: auth.OAuth2Client, Calendar: calendar.Calendar };
}
