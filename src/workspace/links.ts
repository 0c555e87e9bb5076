// Signed links to the Worker's own pages: who has the link may use the page. A link names an engagement by its id and nothing
// else, and is signed with a key made for this purpose and this kind of page. How long it is good for is the page's to say.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** The fit check's vote, or the survey. */
export type FormKind = 'fit' | 'nps';

const ID = /^[0-9a-f]{32}$/;
const SEAL = /^[\w-]{43}$/;
const DASHES = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

/** A 256-bit key for one purpose, as src/http/secrets.ts derives them (HKDF-SHA-256). */
export const keyFor = (secret: string, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', `engagement-sync/${purpose}`, 32));

const utf8 = new TextEncoder();
const sealOf = (key: Uint8Array, kind: FormKind, id: string): string =>
  createHmac('sha256', key).update(`${kind}/${id}`).digest('base64url');

/** Makes links of one kind, as long as the secret is this one: `/f/fit/<id>.<seal>`. */
export function linkMaker(secret: string, publicUrl: string, kind: FormKind): (engagement: string) => string {
  let key: Uint8Array | undefined;
  return (engagement) => {
    key ??= keyFor(secret, `${kind} link`);
    const id = engagement.replaceAll('-', '').toLowerCase();
    return `${publicUrl}/f/${kind}/${id}.${sealOf(key, kind, id)}`;
  };
}

/** The engagement that a link's last part names; null when we did not sign it. Whatever is wrong, the same is computed. */
export function readLink(secret: string, kind: FormKind, text: string): string | null {
  const [id = '', seal = '', ...rest] = text.split('.');
  const isWellFormed = ID.test(id) && SEAL.test(seal) && rest.length === 0;
  const expected = sealOf(keyFor(secret, `${kind} link`), kind, isWellFormed ? id : '');
  const isOurs = timingSafeEqual(utf8.encode(isWellFormed ? seal : '-'.repeat(43)), utf8.encode(expected));
  return isOurs && isWellFormed ? id.replace(DASHES, '$1-$2-$3-$4-$5') : null;
}
