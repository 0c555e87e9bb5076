/**
 * Google's OAuth: the token endpoint (service account assertions, refresh tokens, authorization codes with PKCE), revoking,
 * and who a bearer token is. Refuses bad signatures, stale or foreign assertions, unknown scopes, delegation that was not
 * granted, and revoked grants. Only WebCrypto.
 */
import { authError, loginRequired, type Refusal } from './errors.ts';
import { type Principal, randomId, type World } from './state.ts';

const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const AUDIENCES = [
  TOKEN_URL,
  'https://www.googleapis.com/oauth2/v4/token',
  'https://accounts.google.com/o/oauth2/token',
];
const SCOPE = /^(https:\/\/www\.googleapis\.com\/auth\/|openid$|email$|profile$)/;
const LIFE = 3599; // seconds, as Google answers

export interface ServiceAccountKey {
  type: 'service_account';
  project_id: string;
  private_key_id: string;
  private_key: string;
  client_email: string;
  client_id: string;
  auth_uri: string;
  token_uri: string;
  universe_domain: string;
}

export interface KeyState {
  client_email: string;
  private_key: string;
  private_key_id: string;
  jwk: JsonWebKey;
}

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** A fresh RSA pair for the service account: PKCS8 PEM for the client, the public JWK for the token endpoint. */
export async function makeKey(client_email: string): Promise<KeyState> {
  const pair = (await crypto.subtle.generateKey(
    { ...RS256, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ['sign', 'verify'],
  )) as CryptoKeyPair;
  const der = new Uint8Array((await crypto.subtle.exportKey('pkcs8', pair.privateKey)) as ArrayBuffer);
  const lines = btoa(String.fromCharCode(...der))
    .replaceAll(/.{64}/g, '$&\n')
    .trimEnd();
  const jwk = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as JsonWebKey;
  const { kty = 'RSA', n = '', e = '' } = jwk;
  const id = [...der.slice(-20)].map((b) => b.toString(16).padStart(2, '0')).join('');
  return {
    client_email,
    private_key: `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`,
    private_key_id: id,
    jwk: { kty, n, e },
  };
}

export const keyFile = (key: KeyState): ServiceAccountKey => ({
  type: 'service_account',
  project_id: 'engagement-sync-twin',
  private_key_id: key.private_key_id,
  private_key: key.private_key,
  client_email: key.client_email,
  client_id: '100000000000000000001',
  auth_uri: 'https://accounts.google.com/o/oauth2/auth',
  token_uri: TOKEN_URL,
  universe_domain: 'googleapis.com',
});

export interface TokenAnswer {
  status: number;
  body: Record<string, unknown>;
  principal?: string;
}

const refuse = (status: number, error: string, error_description: string): TokenAnswer => ({
  status,
  body: { error, error_description },
});

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));

function parsePart(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOf(text))) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function give(
  world: World,
  now: number,
  principal: Principal,
  source: string,
  more: Record<string, unknown> = {},
): TokenAnswer {
  const token = `ya29.c.${randomId(world, 60)}`;
  world.state.tokens.set(token, { ...principal, expires: now + LIFE * 1000, source });
  for (const [old, { expires }] of world.state.tokens) if (expires < now) world.state.tokens.delete(old);
  return {
    status: 200,
    body: { access_token: token, expires_in: LIFE, token_type: 'Bearer', ...more },
    principal: principal.email,
  };
}

async function fromAssertion(world: World, now: number, assertion: string): Promise<TokenAnswer> {
  const { state } = world;
  const [head = '', claims = '', signature = ''] = assertion.split('.');
  const header = parsePart(head);
  const claim = parsePart(claims);
  if (!header || !claim || header.alg !== 'RS256')
    return refuse(400, 'invalid_grant', 'Invalid JWT: Failed to parse.');
  if (claim.iss !== state.key.client_email)
    return refuse(400, 'invalid_grant', 'Invalid grant: account not found');
  const key = await crypto.subtle.importKey('jwk', state.key.jwk, RS256, false, ['verify']);
  const signed = new TextEncoder().encode(`${head}.${claims}`);
  let good = false;
  try {
    good = await crypto.subtle.verify(RS256.name, key, bytesOf(signature), signed);
  } catch {
    good = false;
  }
  if (!good || state.keyRevoked) return refuse(400, 'invalid_grant', 'Invalid JWT Signature.');
  if (!AUDIENCES.includes(String(claim.aud)))
    return refuse(400, 'invalid_grant', `Invalid JWT: Failed audience check.`);
  const [iat, exp, seconds] = [Number(claim.iat), Number(claim.exp), now / 1000];
  if (!(exp > seconds && iat < seconds + 300 && exp - iat <= 3660 && exp < seconds + 3960)) {
    return refuse(
      400,
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    );
  }
  const scopes = String(claim.scope ?? '')
    .split(' ')
    .filter(Boolean);
  if (scopes.length === 0 || !scopes.every((s) => SCOPE.test(s))) {
    return refuse(400, 'invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
  }
  const subject = claim.sub;
  if (typeof subject !== 'string' || subject === state.key.client_email) {
    return give(world, now, { email: state.key.client_email, service: true, scopes }, 'key');
  }
  const known = state.users.some((u) => (u.startsWith('@') ? subject.endsWith(u) : u === subject));
  if (!state.delegation) {
    return refuse(
      401,
      'unauthorized_client',
      'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
    );
  }
  if (!known) return refuse(400, 'invalid_grant', 'Invalid email or User ID');
  return give(world, now, { email: subject, service: false, scopes }, 'key');
}

async function challengeOf(verifier: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  return btoa(String.fromCharCode(...digest))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** POST /token. `now` is the authority's clock (ms). */
export async function answerToken(world: World, now: number, form: URLSearchParams): Promise<TokenAnswer> {
  const { state } = world;
  const type = form.get('grant_type');
  if (type === 'urn:ietf:params:oauth:grant-type:jwt-bearer')
    return fromAssertion(world, now, form.get('assertion') ?? '');
  if (type !== 'refresh_token' && type !== 'authorization_code') {
    return refuse(400, 'unsupported_grant_type', `Invalid grant_type: ${type ?? ''}`);
  }
  const client = form.get('client_id') ?? '';
  if (state.clients.get(client) === undefined)
    return refuse(401, 'invalid_client', 'The OAuth client was not found.');
  if (state.clients.get(client) !== form.get('client_secret'))
    return refuse(401, 'invalid_client', 'Unauthorized');
  if (type === 'refresh_token') {
    const refresh = form.get('refresh_token') ?? '';
    const grant = state.grants.get(refresh);
    if (!grant || grant.revoked) return refuse(400, 'invalid_grant', 'Token has been expired or revoked.');
    const { email, scopes } = grant;
    return give(world, now, { email, service: false, scopes }, `refresh:${refresh}`, {
      scope: scopes.join(' '),
    });
  }
  const code = form.get('code') ?? '';
  const grant = state.codes.get(code);
  const verifier = form.get('code_verifier');
  const proven =
    !grant?.challenge || (verifier !== null && (await challengeOf(verifier)) === grant.challenge);
  if (!grant || !proven) return refuse(400, 'invalid_grant', 'Malformed auth code.');
  state.codes.delete(code);
  const refresh = `1//${randomId(world, 50)}`;
  state.grants.set(refresh, { email: grant.email, scopes: grant.scopes, revoked: false });
  const who = { email: grant.email, service: false, scopes: grant.scopes };
  return give(world, now, who, `refresh:${refresh}`, {
    refresh_token: refresh,
    scope: grant.scopes.join(' '),
  });
}

/** Kills a refresh token (or the service account's key: `key`) and all access tokens made from it. */
export function revoke(world: World, token: string): boolean {
  const { state } = world;
  const access = state.tokens.get(token);
  const source = access ? access.source : token === 'key' ? 'key' : `refresh:${token}`;
  if (source === 'key') state.keyRevoked = token === 'key' || state.keyRevoked;
  const grant = state.grants.get(source.slice('refresh:'.length));
  if (grant) grant.revoked = true;
  for (const [text, one] of state.tokens) if (one.source === source) state.tokens.delete(text);
  return Boolean(grant || access || source === 'key');
}

/** Who a request comes from. */
export function authenticate(world: World, now: number, authorization: string | null): Principal | Refusal {
  if (!authorization) return loginRequired();
  const token = world.state.tokens.get(authorization.replace(/^Bearer /i, ''));
  return token && token.expires > now ? token : authError();
}
