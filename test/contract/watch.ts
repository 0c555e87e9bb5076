// Puts the contract check between a caller and a twin. A breach is recorded, not thrown: the caller could swallow it.
// Only in Node: Ajv cannot run inside workerd, so twins that run there are not watched.
import type { Breach } from '../../twins/contract/breach.ts';
import { type Checker, createChecker, serviceOf } from '../../twins/contract/check.ts';
import { loadContract } from '../../twins/contract/contract.ts';
import { type Caller, recorded } from './record.ts';

let checker: Promise<Checker> | undefined;

/** The checker of this test file, made at its first use. */
export function theChecker(): Promise<Checker> {
  checker ??= loadContract().then(createChecker);
  return checker;
}

interface Watched {
  fetch(request: Request): Promise<Response>;
  readonly calls: readonly { readonly path: string; readonly fault?: string }[];
}

/** Faults of a twin that spoil an answer on purpose: what is no JSON then is no breach. */
const SPOILING = ['truncate', 'garble'];

/** What the real services take though no type says so. The product is held to the types all the same. */
const TAKEN: readonly { service: string; of: (breach: Breach) => boolean; why: string }[] = [
  {
    service: 'notion',
    of: ({ pointer, type }) => pointer === '/properties/title' && type === 'array',
    why: 'the title of a page as a bare list [rec]',
  },
  {
    service: 'google',
    of: ({ is }) => is === 'is not a known name',
    why: 'Google passes over names it does not know; the twin notes them in its journal',
  },
  {
    service: 'google',
    of: ({ pointer, is }) => pointer.startsWith('/extendedProperties/') && is.startsWith('is longer'),
    why: 'Google cuts what is too long (google-calendar.md B1)',
  },
];

const isTaken = (breach: Breach) =>
  TAKEN.some(({ service, of }) => breach.service === service && breach.part === 'body' && of(breach));

/**
 * The twin's fetch with every exchange checked. The product's requests are always to fit; tests of a twin send wrong
 * ones on purpose, so of theirs only those are judged that the twin took.
 */
export function watch(twin: Watched, caller: Caller): (request: Request) => Promise<Response> {
  if (navigator.userAgent === 'Cloudflare-Workers') return twin.fetch;
  if (!recorded.guarded)
    throw new Error('Nobody would notice a breach: vitest.config.ts lacks test/contract/setup.ts.');
  const { fetch } = twin;
  return async (request) => {
    const url = new URL(request.url);
    const service = serviceOf(url);
    if (!service) return fetch(request);
    const check = await theChecker();
    const asked = { method: request.method, url, body: await request.clone().text() };
    const name = check.find(service, asked.method, url.pathname)?.name;
    if (name) count(`${service} ${name}`, caller);
    const breaches = check.request(service, asked);
    if (caller === 'product') recorded.breaches.push(...breaches);
    const response = await fetch(request);
    if (caller === 'twin test' && response.ok)
      recorded.breaches.push(...breaches.filter((breach) => !isTaken(breach)));
    const body = await response.clone().text();
    const spoilt = () =>
      twin.calls.some(
        ({ path, fault }) => path.split('?')[0] === url.pathname && SPOILING.includes(fault ?? ''),
      );
    if (!isJson(body) && body !== '' && spoilt()) return response;
    recorded.breaches.push(...check.answer(service, asked, { status: response.status, body }));
    return response;
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function count(operation: string, caller: Caller): void {
  const used = recorded.used[caller];
  used[operation] = (used[operation] ?? 0) + 1;
}
