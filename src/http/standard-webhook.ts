// The Standard Webhooks signature (standardwebhooks.com): HMAC-SHA-256 over `id.timestamp.body`, several signatures at once
// while a secret is changed. Refuses what is older or newer than five minutes.

const TOLERANCE_SECONDS = 300;

export interface Signed {
  readonly id: string | undefined;
  /** Seconds since the epoch. */
  readonly timestamp: string | undefined;
  /** `v1,<base64>`, separated by blanks. */
  readonly signatures: string | undefined;
  readonly body: string;
  /** `whsec_` and base64, or plain characters. */
  readonly secret: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Whether one of the signatures is right and the time is near. False, never an exception, for anything malformed. */
export async function verifyStandardWebhook(signed: Signed): Promise<boolean> {
  const { id, timestamp, signatures, body, now } = signed;
  if (!id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const bytes = secretBytes(signed.secret);
  if (!bytes) return false;
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ]);
  const content = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  for (const entry of signatures.split(' ').slice(0, 8)) {
    const signature = entry.startsWith('v1,') ? fromBase64(entry.slice(3)) : null;
    // `verify` compares in constant time.
    if (signature && (await crypto.subtle.verify('HMAC', key, signature, content))) return true;
  }
  return false;
}

function secretBytes(secret: string): Uint8Array<ArrayBuffer> | null {
  return secret.startsWith('whsec_')
    ? fromBase64(secret.slice('whsec_'.length))
    : Uint8Array.from(new TextEncoder().encode(secret));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
