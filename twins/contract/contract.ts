/**
 * The contract of the two services: their operations with the schemas of query, body and answer. It is made out of the
 * types in node_modules and kept under node_modules/.cache, by the versions of the packages and the text of this code;
 * nothing of it is stored in the project.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DIFFERENCES, MORE_NOTION_CODES } from './differences.ts';
import { LIMITS } from './limits.ts';
import { changeBy } from './rules.ts';
import { type Definitions, Pool, type Schema } from './schema.ts';

export type Service = 'notion' | 'google';

/** One operation; its schemas are references into the definitions. */
export interface Operation {
  readonly service: Service;
  /** The client's name, e.g. `pages.update`. */
  readonly name: string;
  readonly method: string;
  /** E.g. `/v1/pages/{page_id}`. */
  readonly path: string;
  readonly query: Schema;
  /** Absent: it takes no body. */
  readonly body?: Schema;
  /** Absent: it answers nothing. */
  readonly answer?: Schema;
}

export interface Contract {
  readonly operations: readonly Operation[];
  /** The answers to refused calls, by service. */
  readonly refusals: Readonly<Record<Service, Schema>>;
  readonly definitions: Definitions;
}

/** Where the generated contract and the notes of test runs lie. */
export const CACHE = fileURLToPath(
  new URL('../../node_modules/.cache/engagement-sync', import.meta.url).href,
);

const PACKAGES = ['@notionhq/client', 'googleapis', 'ts-json-schema-generator'];

/** One name for the packages' versions and this folder's code together. */
function fingerprint(): string {
  const require = createRequire(import.meta.url);
  const folder = fileURLToPath(new URL('.', import.meta.url).href);
  const files = readdirSync(folder).sort();
  const hash = createHash('sha256');
  for (const name of PACKAGES) hash.update(readFileSync(require.resolve(`${name}/package.json`)));
  for (const name of files) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

/** `{object: "error", …}` of Notion (notion.md section 3); the client has the codes but no type for it. */
function notionRefusal(codes: readonly string[]): Schema {
  return {
    type: 'object',
    properties: {
      object: { const: 'error' },
      status: { type: 'integer' },
      code: { enum: [...codes, ...MORE_NOTION_CODES] },
      message: { type: 'string' },
      additional_data: { type: 'object' },
      request_id: { type: 'string' },
    },
    required: ['object', 'status', 'code', 'message', 'request_id'],
    additionalProperties: false,
  };
}

const text: Schema = { type: 'string' };

/** `{error: {errors: […], code, message}}` of Google (google-calendar.md B6). */
const GOOGLE_REFUSAL: Schema = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: {
        errors: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            properties: { domain: text, reason: text, message: text, locationType: text, location: text },
            required: ['domain', 'reason', 'message'],
            additionalProperties: false,
          },
        },
        code: { type: 'integer' },
        message: text,
        status: text,
      },
      required: ['errors', 'code', 'message'],
      additionalProperties: false,
    },
  },
  required: ['error'],
  additionalProperties: false,
};

/** Reads the packages' types anew, without the cache: about two seconds. */
export async function makeContract(): Promise<Contract> {
  const { googleOperations, notionErrorCodes, notionOperations } = await import('./packages.ts');
  const pool = new Pool();
  const rules = [...DIFFERENCES, ...LIMITS];
  const described = [...notionOperations(CACHE), ...googleOperations(CACHE)];
  const operations = described.map(({ service, name, method, path, query, body, answer }): Operation => {
    const sent = changeBy(rules, service, name, 'request');
    const got = changeBy(rules, service, name, 'answer');
    return {
      service,
      name,
      method,
      path,
      query: pool.add(query.schema, query.definitions, sent, 'query'),
      ...(body ? { body: pool.add(body.schema, body.definitions, sent, 'body') } : {}),
      ...(answer ? { answer: pool.add(answer.schema, answer.definitions, got, 'answer') } : {}),
    };
  });
  return {
    operations,
    refusals: { notion: notionRefusal(notionErrorCodes()), google: GOOGLE_REFUSAL },
    definitions: pool.definitions,
  };
}

/** The contract, out of the cache where it is there. */
export async function loadContract(): Promise<Contract> {
  const file = join(CACHE, `contract.${fingerprint()}.json`);
  if (!existsSync(file)) {
    const made = await makeContract();
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(made));
    renameSync(`${file}.${process.pid}`, file);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Contract;
}
