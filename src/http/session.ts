// A log-in: a cookie that holds nothing but when it ends, signed with a key made for this purpose. There is one admin, so
// there is no session to store; changing ADMIN_SECRET ends all of them.
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import type { Ask } from './deps.ts';
import { deriveKey } from './secrets.ts';

const NAME = 'session';
const SESSION_HOURS = 12;

/** Logs the browser in until 12 hours from `now`. */
export async function beginSession(c: Ask, now: number): Promise<void> {
  const ends = now + SESSION_HOURS * 3_600_000;
  await setSignedCookie(c, NAME, String(ends), await sessionKey(c), {
    ...looks(c),
    maxAge: SESSION_HOURS * 3600,
  });
}

/** Whether the request carries a log-in that has not ended. The end is signed: a browser that keeps cookies cannot stretch it. */
export async function hasSession(c: Ask, now: number): Promise<boolean> {
  const { prefix } = looks(c);
  const value = prefix
    ? await getSignedCookie(c, await sessionKey(c), NAME, prefix)
    : await getSignedCookie(c, await sessionKey(c), NAME);
  return typeof value === 'string' && /^\d{1,15}$/.test(value) && Number(value) > now;
}

/** Takes the cookie away from the browser. */
export function endSession(c: Ask): void {
  deleteCookie(c, NAME, looks(c));
}

function sessionKey(c: Ask): Promise<ArrayBuffer> {
  return deriveKey(c.var.settings.adminSecret, 'session');
}

/** `__Host-` and Secure, but for plain http on this very machine, where some browsers keep no Secure cookie. */
function looks(c: Ask): CookieOptions & { prefix?: 'host' } {
  const common = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;
  return isPlainLocal(c) ? common : { ...common, secure: true, prefix: 'host' };
}

/** Plain http on this very machine. */
export function isPlainLocal(c: Ask): boolean {
  const { protocol, hostname } = new URL(c.req.url);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
