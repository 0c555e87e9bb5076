/**
 * Judges exchanges by the contract: a request with its path, query and body, and an answer with its status and body.
 * What is wrong comes back as breaches, which name place and type and never hold a value. Needs Node: Ajv makes code
 * out of strings, which workerd forbids.
 */
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Breach } from './breach.ts';
import type { Contract, Operation, Service } from './contract.ts';
import { type Fault, faultsIn, typeOf } from './explain.ts';
import { MAX_BLOCKS, MAX_BODY } from './limits.ts';
import { follow, type Schema } from './schema.ts';

/** What a request is judged by. `body`: its text, empty for none. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

/** What an answer is judged by. */
export interface Answered {
  readonly status: number;
  readonly body: string;
}

export interface Checker {
  /** The operation of a method and path; undefined where the service has none. */
  find(service: Service, method: string, path: string): Operation | undefined;
  request(service: Service, asked: Asked): Breach[];
  answer(service: Service, asked: Asked, answered: Answered): Breach[];
}

const HOSTS: Readonly<Record<string, Service>> = {
  'api.notion.com': 'notion',
  'www.googleapis.com': 'google',
};

/** Whose contract a URL falls under; undefined for token endpoints and control planes, which no package describes. */
export function serviceOf(url: URL): Service | undefined {
  return url.pathname.startsWith('/__twin') ? undefined : HOSTS[url.hostname];
}

/** A checker that compiles each schema at its first use. */
export function createChecker(contract: Contract): Checker {
  const ajv = new Ajv({ strict: false, inlineRefs: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'contract', definitions: contract.definitions });
  const formatted = (text: string, format: string) => ajv.validate({ format }, text);
  const compiled = new Map<Schema, (value: unknown) => boolean>();

  function faults(value: unknown, schema: Schema): Fault[] {
    let fits = compiled.get(schema);
    if (!fits) {
      const absolute = JSON.stringify(schema).replaceAll('"#/definitions/', '"contract#/definitions/');
      fits = ajv.compile(JSON.parse(absolute) as Schema);
      compiled.set(schema, fits);
    }
    if (fits(value)) return [];
    const found = faultsIn(value, schema, contract.definitions, formatted);
    return found.length > 0 ? found : [{ pointer: '', is: 'does not fit its schema', type: typeOf(value) }];
  }

  // Plain segments before parameters: users/me before users/{user_id}.
  const routes = contract.operations
    .map((operation) => ({
      operation,
      pattern: new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
      params: operation.path.split('{').length,
    }))
    .sort((a, b) => a.params - b.params);

  const find: Checker['find'] = (service, method, path) =>
    routes.find(
      ({ operation, pattern }) =>
        operation.service === service && operation.method === method && pattern.test(path),
    )?.operation;

  type Say = (part: Breach['part'], found: readonly Fault[]) => Breach[];
  const say =
    (service: Service, side: Breach['side'], { method, url }: Asked): Say =>
    (part, found) =>
      found.map((fault) => ({ service, side, method, path: url.pathname, part, ...fault }));

  return {
    find,
    request(service, asked) {
      const breach = say(service, 'request', asked);
      const operation = find(service, asked.method, asked.url.pathname);
      if (!operation) return breach('path', [{ pointer: '', is: 'is no operation', type: 'string' }]);
      const query = readQuery(
        asked.url.searchParams,
        follow(operation.query, contract.definitions),
        contract,
      );
      const found = breach('query', faults(query, operation.query));
      if (asked.body === '') return found;
      if (!operation.body)
        return [...found, ...breach('body', [{ pointer: '', is: 'may not be here', type: 'string' }])];
      const body = readJson(asked.body);
      return [
        ...found,
        ...breach('body', [...faults(body, operation.body), ...tooMuch(service, asked.body, body)]),
      ];
    },
    answer(service, asked, { status, body }) {
      const breach = say(service, 'answer', asked);
      if (status === 304) return [];
      if (status >= 400) return breach('body', faults(readJson(body), contract.refusals[service]));
      const schema = find(service, asked.method, asked.url.pathname)?.answer;
      if (schema) return breach('body', faults(readJson(body), schema));
      return body === '' ? [] : breach('body', [{ pointer: '', is: 'may not be here', type: 'string' }]);
    },
  };
}

/** The value of a JSON text; undefined, which fits no schema, where it is none. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A query with the types that its schema wants, as far as its texts allow. */
function readQuery(
  query: URLSearchParams,
  schema: Schema,
  { definitions }: Contract,
): Record<string, unknown> {
  const read = (text: string, type: unknown): unknown => {
    if (type === 'number' && /^-?\d+$/.test(text)) return Number(text);
    if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
    return text;
  };
  const entries = [...new Set(query.keys())].map((name) => {
    const own = follow(schema.properties?.[name] ?? {}, definitions);
    const texts = query.getAll(name);
    const types = [own, ...(own.anyOf ?? [])].flatMap((one) => follow(one, definitions).type ?? []);
    if (types.includes('array') || texts.length > 1) return [name, texts] as const;
    const type = types.find((one) => one === 'number' || one === 'boolean');
    return [name, read(texts[0] ?? '', type)] as const;
  });
  return Object.fromEntries(entries);
}

/** Notion's limits on a body as a whole. */
function tooMuch(service: Service, text: string, body: unknown): Fault[] {
  if (service !== 'notion') return [];
  const found: Fault[] = [];
  const fault = (is: string) => found.push({ pointer: '', is, type: typeOf(body) });
  if (Buffer.byteLength(text) > MAX_BODY) fault(`has more than ${MAX_BODY} bytes`);
  if (blocksIn(body) > MAX_BLOCKS) fault(`has more than ${MAX_BLOCKS} blocks`);
  return found;
}

function blocksIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, part]) => {
    const own = name === 'children' && Array.isArray(part) ? part.length : 0;
    return sum + own + blocksIn(part);
  }, 0);
}
