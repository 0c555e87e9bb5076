// Setting Notion's own webhook up: for a quarter of an hour the one token that Notion sends is taken, and shown to the admin
// once. What it refuses: a token outside that time, and another one after the first; to keep a token that was shown, or whose
// time is over; and to trust it: hooks are verified by NOTION_WEBHOOK_TOKEN alone.
import type { Instant } from '../playbook/index.ts';
import type { HandshakeReport } from './api.ts';
import type { Ledger } from './ledger.ts';

const OPEN = 15 * 60_000;

/** Stored as `handshake`. */
interface Handshake {
  readonly openUntil: Instant;
  readonly token?: string;
}

/** The handshake that is open; an old one is forgotten. */
function current(ledger: Ledger, now: Instant): Handshake | undefined {
  const handshake = ledger.recall<Handshake>('handshake');
  if (!handshake || handshake.openUntil > now) return handshake;
  ledger.remember('handshake', undefined);
  return undefined;
}

/** Opens it, for a quarter of an hour from now; a token that was waiting is forgotten. */
export function openHandshake(ledger: Ledger, now: Instant): HandshakeReport {
  ledger.remember('handshake', { openUntil: now + OPEN } satisfies Handshake);
  return readHandshake(ledger, now);
}

export function readHandshake(ledger: Ledger, now: Instant): HandshakeReport {
  const handshake = current(ledger, now);
  if (!handshake) return { state: 'closed', openUntil: null };
  const state = handshake.token === undefined ? 'waiting' : 'received';
  return { state, openUntil: new Date(handshake.openUntil).toISOString() };
}

/** Takes a token that claims to be Notion's; that very token again is no other one. */
export function takeToken(token: string, ledger: Ledger, now: Instant): boolean {
  const handshake = current(ledger, now);
  if (!handshake || (handshake.token ?? token) !== token) return false;
  ledger.remember('handshake', { ...handshake, token } satisfies Handshake);
  return true;
}

/** The token, once: then the handshake is over. Null when none has come. */
export function showToken(ledger: Ledger, now: Instant): string | null {
  const token = current(ledger, now)?.token;
  if (token === undefined) return null;
  ledger.remember('handshake', undefined);
  return token;
}
