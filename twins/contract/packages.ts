/**
 * The operations of the two services, as their npm packages give them: names, verbs, paths and types. Nothing is
 * written down here a second time; what a package does not say is not part of the contract.
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Client } from '@notionhq/client';
import { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import type { Service } from './contract.ts';
import { openShapes, type Shape } from './shapes.ts';

/** An operation with the shapes of its parts. No body shape: it takes none; no answer shape: it answers none. */
export interface Described {
  readonly service: Service;
  /** The client's name, e.g. `pages.update`. */
  readonly name: string;
  readonly method: string;
  /** E.g. `/v1/pages/{page_id}`. */
  readonly path: string;
  readonly query: Shape;
  readonly body: Shape | undefined;
  readonly answer: Shape | undefined;
}

const require = createRequire(import.meta.url);
const NOTION_TYPES = join(
  dirname(require.resolve('@notionhq/client/package.json')),
  'build/src/api-endpoints',
);
const GOOGLE_CODE = require.resolve('googleapis/build/src/apis/calendar/v3.js');
const NOTHING: Shape = { schema: { type: 'object', additionalProperties: false }, definitions: {} };

/** The error codes that Notion's client knows. */
export function notionErrorCodes(): string[] {
  const { APIErrorCode } = require('@notionhq/client') as { APIErrorCode: Record<string, string> };
  return Object.values(APIErrorCode);
}

interface Endpoint {
  readonly method: string;
  readonly pathParams: readonly string[];
  readonly queryParams: readonly string[];
  path(params: Record<string, string>): string;
}

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value;

/** The client's name for each `METHOD path`, found by calling everything it has with its `request` replaced. */
function notionNames(): Map<string, string> {
  const client = new Client({
    logger: () => {},
    fetch: () => Promise.reject(new Error('No calls are made.')),
  });
  const names = new Map<string, string>();
  let name = '';
  client.request = (({ method, path }: { method: string; path: string }) => {
    names.set(`${method} ${path}`, name);
    return Promise.resolve({});
  }) as typeof client.request;
  const params = new Proxy<Record<string, string>>({}, { get: (_, key) => `{${String(key)}}` });
  const visit = (value: unknown, path: string) => {
    if (typeof value === 'function') {
      name = path;
      // Calls that need more than names for their paths (uploads, streams) go without the client's name.
      try {
        void Promise.resolve(value(params)).catch(() => {});
      } catch {}
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) visit(part, `${path}.${key}`);
    }
  };
  for (const [key, part] of Object.entries(client)) {
    if (/^[a-z]/.test(key) && (typeof part === 'object' || key === 'search')) visit(part, key);
  }
  return names;
}

/** Every endpoint that `@notionhq/client` describes, in 2026-03-11's shapes as far as it knows them. */
export function notionOperations(scratch: string): Described[] {
  const names = notionNames();
  const files = readdirSync(NOTION_TYPES)
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => join(NOTION_TYPES, file));
  const shapes = openShapes(files, scratch);
  const taken = new Set<string>();
  // Two endpoints may share verb and path; only the first gets the client's name.
  const nameOf = (call: string, constant: string) => {
    const name = names.get(call);
    if (name === undefined || taken.has(name)) return constant;
    taken.add(name);
    return name;
  };
  return files.flatMap((file) => {
    const code = require(join(dirname(file), `${basename(file, '.d.ts')}.js`)) as Record<string, unknown>;
    return Object.entries(code).flatMap(([constant, endpoint]) => {
      if (!isEndpoint(endpoint)) return [];
      const type = constant.charAt(0).toUpperCase() + constant.slice(1);
      const path = endpoint.path(
        Object.fromEntries(endpoint.pathParams.map((param) => [param, `{${param}}`])),
      );
      const takesQuery = endpoint.queryParams.length > 0;
      return [
        {
          service: 'notion' as const,
          name: nameOf(`${endpoint.method} ${path}`, constant),
          method: endpoint.method.toUpperCase(),
          path: `/v1/${path}`,
          // A type may be named so without being meant: CreateViewQueryParameters belongs to createViewQuery.
          query: (takesQuery && shapes.shape(file, `${type}QueryParameters`)) || NOTHING,
          body: shapes.shape(file, `${type}BodyParameters`),
          answer: shapes.shape(file, `${type}Response`),
        },
      ];
    });
  });
}

/** Parameters of every call that the client keeps for itself. */
const CLIENT_ONLY = ['auth', 'requestBody'];

/** Every method of Calendar v3 that `googleapis` describes. Verb and path stand only in the code of its methods. */
export function googleOperations(scratch: string): Described[] {
  const file = GOOGLE_CODE.replace(/\.js$/, '.d.ts');
  const shapes = openShapes([file], scratch);
  return Object.entries(new calendar_v3.Calendar({})).flatMap(([resource, made]) => {
    const kind = (made as object).constructor.name;
    if (!kind.startsWith('Resource$')) return [];
    const text = shapes.classText(file, kind);
    const prototype = Object.getPrototypeOf(made) as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype).flatMap((method) => {
      if (method === 'constructor') return [];
      const code = String(prototype[method]);
      const [, path] = /rootUrl \+\s*'([^']+)'/.exec(code) ?? [];
      const [, verb] = /method: '(\w+)'/.exec(code) ?? [];
      if (path === undefined || verb === undefined) return [];
      const signature = new RegExp(
        `\\b${method}\\(params\\?: ([\\w$]+), options\\?: MethodOptions\\): Promise<\\w+<([\\w$]+)>>`,
      );
      const [, given = '', answer = ''] = signature.exec(text) ?? [];
      const params = shapes.shape(file, given);
      if (!params) throw new Error(`No types for ${resource}.${method}.`);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      const all = Object.entries(params.schema.properties ?? {});
      const own = all.filter(([name]) => !CLIENT_ONLY.includes(name) && !inPath.includes(name));
      const { requestBody } = params.schema.properties ?? {};
      return [
        {
          service: 'google' as const,
          name: `${resource}.${method}`,
          method: verb,
          path,
          query: {
            schema: { type: 'object', properties: Object.fromEntries(own), additionalProperties: false },
            definitions: params.definitions,
          },
          body: requestBody && { schema: requestBody, definitions: params.definitions },
          answer: shapes.shape(file, answer),
        },
      ];
    });
  });
}
