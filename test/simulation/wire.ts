// The way to the two twins without the vendors' SDKs, which cost more than all the rest: the same requests go out, and
// the same errors come back, in the shape in which src/notion and src/google read them. src's own ports stand on top.
import { APIErrorCode, APIResponseError, type Client } from '@notionhq/client';
import type { Auth } from '../../src/google/auth.ts';
import { classify } from '../../src/google/classify.ts';
import type { GoogleLibrary } from '../../src/google/library.ts';
import { ConnectionLost } from '../../src/notion/client.ts';

/** One call on its way out. */
export interface Asked {
  readonly side: 'notion' | 'google';
  /** As the vendor's client calls it: `pages.update`, `events.patch`. */
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly data: unknown;
  readonly headers: Headers;
}

/** Carries a call to its twin and back; rejects where the connection is lost, and never settles where the process ends. */
export type Reach = (asked: Asked) => Promise<Answered>;

type Values = Readonly<Record<string, unknown>>;

const NOTION = 'https://api.notion.com/v1/';

/** What src/notion uses of Notion's client. */
export function notionOver(reach: Reach): Client {
  const ask = async (operation: string, method: string, path: string, body?: unknown): Promise<unknown> => {
    const asked: Asked = { side: 'notion', operation, method, url: NOTION + path, body };
    let answer: Answered;
    try {
      answer = await reach(asked);
    } catch (cause) {
      throw new ConnectionLost('The connection to Notion was lost.', { cause });
    }
    if (answer.status < 300) return answer.data;
    const { code, message, additional_data } = answer.data as { [key: string]: never };
    throw new APIResponseError({
      code: code ?? APIErrorCode.ServiceUnavailable,
      message: message ?? '',
      headers: answer.headers,
      status: answer.status,
      rawBodyText: JSON.stringify(answer.data),
      additional_data,
      request_id: undefined,
    });
  };
  const without = (values: Values, ...keys: string[]) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
  const queryOf = (values: Values) => {
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    return new URLSearchParams(given as [string, string][]).toString();
  };
  const client = {
    dataSources: {
      query: (at: Values) =>
        ask(
          'dataSources.query',
          'POST',
          `data_sources/${at.data_source_id}/query`,
          without(at, 'data_source_id'),
        ),
    },
    pages: {
      retrieve: (at: Values) => ask('pages.retrieve', 'GET', `pages/${at.page_id}`),
      create: (at: Values) => ask('pages.create', 'POST', 'pages', at),
      update: (at: Values) =>
        ask('pages.update', 'PATCH', `pages/${at.page_id}`, { properties: at.properties }),
      properties: {
        retrieve: (at: Values) =>
          ask(
            'pages.properties.retrieve',
            'GET',
            `pages/${at.page_id}/properties/${at.property_id}?${queryOf(without(at, 'page_id', 'property_id'))}`,
          ),
      },
    },
    blocks: {
      children: {
        list: (at: Values) =>
          ask(
            'blocks.children.list',
            'GET',
            `blocks/${at.block_id}/children?${queryOf(without(at, 'block_id'))}`,
          ),
        append: (at: Values) =>
          ask('blocks.children.append', 'PATCH', `blocks/${at.block_id}/children`, without(at, 'block_id')),
      },
    },
    comments: { create: (at: Values) => ask('comments.create', 'POST', 'comments', at) },
    users: {
      me: () => ask('users.me', 'GET', 'users/me'),
      list: (at: Values) => ask('users.list', 'GET', `users?${queryOf(at)}`),
      retrieve: (at: Values) => ask('users.retrieve', 'GET', `users/${at.user_id}`),
    },
  };
  return client as unknown as Client;
}

/** As gaxios says that a call failed. */
class GaxiosLike extends Error {
  readonly config = {};
  readonly code: string | undefined;
  readonly response: Answered | undefined;
  constructor(response: Answered | undefined) {
    super('failed');
    this.code = response ? undefined : 'ECONNRESET';
    this.response = response;
  }
}

const STOP = 'channels/stop';
const GOOGLE = 'https://www.googleapis.com/calendar/v3/';

/** What src/google uses of Google's client. Its token lives as long as the simulation: signing in is proved elsewhere. */
export function googleOver(reach: Reach, token: string): Auth {
  const authorization = `Bearer ${token}`;
  const ask = async (
    operation: string,
    method: string,
    at: Values,
    rest: string,
    query: readonly string[],
    options: { headers?: Readonly<Record<string, string>> } = {},
  ): Promise<{ data: unknown }> => {
    const params = query.flatMap((name) =>
      at[name] === undefined
        ? []
        : Array.isArray(at[name])
          ? at[name].map((one) => `${name}=${encodeURIComponent(String(one))}`)
          : [`${name}=${encodeURIComponent(String(at[name]))}`],
    );
    const path =
      rest === STOP ? rest : `calendars/${encodeURIComponent(String(at.calendarId))}/events${rest}`;
    const url = `${GOOGLE}${path}${params.length ? `?${params.join('&')}` : ''}`;
    const headers = { authorization, ...options.headers };
    let answer: Answered;
    try {
      const asked = { side: 'google', operation, method, url, headers } as const;
      answer = await reach(at.requestBody === undefined ? asked : { ...asked, body: at.requestBody });
    } catch {
      throw new GaxiosLike(undefined);
    }
    if (answer.status >= 300) throw new GaxiosLike(answer);
    return { data: answer.data };
  };
  const one = (at: Values) => `/${encodeURIComponent(String(at.eventId))}`;
  const events = {
    list: (at: Values) =>
      ask('events.list', 'GET', at, '', [
        'singleEvents',
        'showDeleted',
        'eventTypes',
        'maxResults',
        'syncToken',
        'pageToken',
      ]),
    get: (at: Values) => ask('events.get', 'GET', at, one(at), []),
    watch: (at: Values) => ask('events.watch', 'POST', at, '/watch', []),
    insert: (at: Values) => ask('events.insert', 'POST', at, '', ['sendUpdates']),
    patch: (at: Values, options?: { headers: Record<string, string> }) =>
      ask('events.patch', 'PATCH', at, one(at), ['sendUpdates'], options),
    delete: (at: Values, options?: { headers: Record<string, string> }) =>
      ask('events.delete', 'DELETE', at, one(at), ['sendUpdates'], options),
  };
  const library = {
    Calendar: class {
      readonly events = events;
      readonly channels = { stop: (at: Values) => ask('channels.stop', 'POST', at, STOP, []) };
    },
  };
  return {
    library: library as unknown as GoogleLibrary,
    client: {} as Auth['client'],
    ensureToken: async () => null,
    withToken: (run, operation, call) => run(operation, call, classify),
  };
}

/** A response that keeps its value: the twins answer by the global `Response`, whose streams cost more than the twins. */
export class LightResponse {
  static #real: typeof Response | undefined;
  readonly status: number;
  readonly ok: boolean;
  readonly #given: Record<string, string> | undefined;
  readonly #body: unknown;
  readonly #text: string | null;
  constructor(
    body: string | null,
    init: { status?: number; headers?: Record<string, string> } = {},
    value?: unknown,
  ) {
    this.status = init.status ?? 200;
    this.ok = this.status < 300;
    this.#given = init.headers;
    this.#text = body;
    this.#body = value;
  }
  static json(value: unknown, init?: { status?: number; headers?: Record<string, string> }): LightResponse {
    return new LightResponse(null, init, value);
  }
  /** For this process: there is nothing else in it that answers. */
  static install(): void {
    LightResponse.#real ??= globalThis.Response;
    globalThis.Response = LightResponse as unknown as typeof Response;
  }
  static uninstall(): void {
    if (LightResponse.#real) globalThis.Response = LightResponse.#real;
  }
  /** Made for who asks: hardly anybody does. */
  get headers(): Headers {
    return new Headers(this.#given);
  }
  async text(): Promise<string> {
    return this.#text ?? JSON.stringify(this.#body ?? null);
  }
  async json(): Promise<unknown> {
    return this.parsed();
  }
  parsed(): unknown {
    return this.#body ?? (this.#text ? JSON.parse(this.#text) : null);
  }
}
