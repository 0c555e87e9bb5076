// What the simulation's ground is laid with, once in a process: settings that stand in no scenario's way, Notion provisioned by
// the real client, and Google's token.
import { createClient } from '../../src/notion/client.ts';
import { provision } from '../../src/notion/provision.ts';
import type { Bindings } from '../../src/notion/workspace.ts';
import type { Settings } from '../../src/settings.ts';
import type { GoogleTwin } from '../../twins/google/index.ts';
import type { NotionTwin } from '../../twins/notion/index.ts';
import { once } from '../notion/bench.ts';
import { accountSignIn, environmentOf, settingsIn } from '../world/environment.ts';
import { LightResponse } from './wire.ts';

/** Settings with limits that no scenario reaches. */
export function settingsFor(
  notion: NotionTwin,
  google: GoogleTwin,
  wishes: Readonly<Record<string, string>>,
): Settings {
  return settingsIn({
    ...environmentOf(notion, google),
    ...accountSignIn(google),
    NOTION_RATE: '6000',
    GOOGLE_RATE: '6000',
    GUARD_MAILS: '1000',
    GUEST_DOMAINS: '*',
    ...wishes,
  });
}

/** Provisions by the real client, which looks the global fetch up at each call. */
export async function provisionOnce(notion: NotionTwin): Promise<Bindings> {
  const reach = globalThis.fetch;
  globalThis.fetch = (input, init) => notion.fetch(new Request(input as string, init));
  try {
    const client = createClient(notion.token);
    const answer = await provision({ client, run: once, parentPage: notion.parentPage, bindings: null });
    if (!answer.bindings) throw new Error(answer.problems.join(' '));
    return answer.bindings;
  } finally {
    globalThis.fetch = reach;
    LightResponse.install();
  }
}

/** A token of the calendar's owner. */
export async function tokenOf(google: GoogleTwin): Promise<string> {
  const { clientId, clientSecret, refreshToken } = google.oauth;
  const body = `grant_type=refresh_token&client_id=${clientId}&client_secret=${clientSecret}&refresh_token=${encodeURIComponent(refreshToken)}`;
  const asked = new Request('https://oauth2.googleapis.com/token', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const answer = (await (await google.fetch(asked)).json()) as { access_token: string };
  return answer.access_token;
}
