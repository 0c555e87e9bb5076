// Secrets: compared without telling by the time it takes how much was right, and turned into keys for one purpose each.
// The admin secret itself signs nothing.

const utf8 = new TextEncoder();

/** Whether two strings are the same. Both are hashed first, so neither length nor content shows in the time taken. */
export async function isSameSecret(given: string, expected: string): Promise<boolean> {
  const [a, b] = await Promise.all([digest(given), digest(expected)]);
  let difference = 0;
  for (let i = 0; i < a.length; i += 1) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text)));
}

/** A 256-bit key for one purpose (HKDF-SHA-256, RFC 5869): knowing it tells nothing about the secret or other keys. */
export async function deriveKey(secret: string, purpose: string): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey('raw', utf8.encode(secret), 'HKDF', false, ['deriveBits']);
  const info = utf8.encode(`engagement-sync/${purpose}`);
  return crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info }, key, 256);
}

/** The token of an `Authorization: Bearer …` header; null when there is none. */
export function bearerToken(header: string | undefined): string | null {
  return header?.match(/^Bearer +([^\s]+) *$/i)?.[1] ?? null;
}
