// What a browser keeps for the Worker's own pages: who votes (signed, so that nobody sees others' votes by writing a name into a
// cookie), and in which browser a survey was answered (a random id that says nothing). Sent to these pages only.
import { getCookie, getSignedCookie, setCookie, setSignedCookie } from 'hono/cookie';
import type { Ask } from '../deps.ts';
import { deriveKey } from '../secrets.ts';
import { isPlainLocal } from '../session.ts';

const VOTER = 'voter';
const BROWSER = 'browser';
const DAY = 24 * 3600;

const looks = (c: Ask, days: number) =>
  ({ path: '/f', httpOnly: true, sameSite: 'Lax', secure: !isPlainLocal(c), maxAge: days * DAY }) as const;

const voterKey = (c: Ask): Promise<ArrayBuffer> => deriveKey(c.var.settings.adminSecret, 'voter cookie');

/** The name under which this browser voted last; null when it never did. */
export async function readVoter(c: Ask): Promise<string | null> {
  return (await getSignedCookie(c, await voterKey(c), VOTER)) || null;
}

export async function keepVoter(c: Ask, name: string): Promise<void> {
  await setSignedCookie(c, VOTER, name, await voterKey(c), looks(c, 180));
}

/** The random id of this browser; null when it has none, or keeps none. */
export function readBrowser(c: Ask): string | null {
  const id = getCookie(c, BROWSER) ?? '';
  return /^[0-9a-f-]{36}$/.test(id) ? id : null;
}

/** Gives this browser an id if it has none. */
export function markBrowser(c: Ask): void {
  if (readBrowser(c) === null) setCookie(c, BROWSER, crypto.randomUUID(), looks(c, 60));
}
