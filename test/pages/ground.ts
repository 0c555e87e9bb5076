// Both twins and their pages in memory, and a person who fills in the forms that the pages show.
import { createGoogleTwin } from '../../twins/google/index.ts';
import { createNotionTwin } from '../../twins/notion/index.ts';
import { createPages, type Notice } from '../../twins/pages/index.ts';

/** A Tuesday, 10:00 in Berlin. */
const NOW = Date.parse('2026-12-01T09:00:00Z');
const AT = 'http://localhost:8788';

let key: Awaited<ReturnType<typeof createGoogleTwin>>['key'] | undefined;

export async function openPages(syncNow: (() => Promise<Notice>) | null = null) {
  const now = () => NOW;
  const notion = createNotionTwin({ now, seed: { people: [person('Ada Marlow'), person('Ben Okafor')] } });
  const google = await createGoogleTwin({ now, timeZone: 'Europe/Berlin', ...(key && { key }) });
  key = google.key;
  notion.act.createDatabase('Goals', { Name: { title: {} }, Score: { number: {} } });
  const acted: string[] = [];
  const app = createPages({
    notion,
    google,
    timeZone: 'Europe/Berlin',
    workerUrl: null,
    syncNow,
    acted: (twin) => void acted.push(twin),
  });
  let cookies: Record<string, string> = {};

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
    const response = await app.request(`${AT}${path}`, {
      ...init,
      headers: { cookie: cookie.join('; '), ...(init.headers as Record<string, string>) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const { [name]: _old, ...others } = cookies;
      cookies = value === '' ? others : { ...others, [name]: value };
    }
    return response;
  }

  /** The words of a page, tags and all. */
  const read = async (path: string): Promise<string> => (await request(path)).text();

  /** Sends a form and goes where it leads; answers that page. */
  async function send(path: string, fields: Fields = {}): Promise<{ at: string; page: string }> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
    const response = await request(path, { method: 'POST', body, headers: { origin: AT } });
    const at = response.headers.get('location') ?? '';
    return { at, page: response.status === 303 ? await read(at) : await response.text() };
  }

  /** The form of a page as it stands, to change a field and send it on. */
  async function formOf(path: string, action: string): Promise<Fields> {
    return readForm(await read(path), action);
  }

  return { notion, google, acted, request, read, send, formOf };
}

export type Fields = Record<string, string | string[]>;

const person = (name: string) => ({ name, email: `${name.split(' ')[0]?.toLowerCase()}@example.com` });

/** What a browser would send of a form: inputs, the chosen options, texts. Enough for the pages' own forms. */
function readForm(page: string, action: string): Fields {
  const start = page.indexOf(`action="${action}"`);
  if (start < 0) throw new Error(`There is no form for ${action}.`);
  const form = page.slice(start, page.indexOf('</form>', start));
  const fields: Fields = {};
  const add = (name: string, value: string): void => {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  };
  const attribute = (tag: string, name: string): string | undefined =>
    decode(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]);
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const name = attribute(tag, 'name');
    const ticks = ['checkbox', 'radio'].includes(attribute(tag, 'type') ?? '');
    if (name !== undefined && (!ticks || /\schecked/.test(tag))) add(name, attribute(tag, 'value') ?? '');
  }
  for (const [tag, inside = ''] of form.matchAll(/<select[^>]*>([\s\S]*?)<\/select>/g)) {
    const options = [...inside.matchAll(/<option[^>]*>([^<]*)/g)];
    const chosen = options.find(([option]) => /\sselected/.test(option)) ?? options[0];
    if (chosen) add(attribute(tag, 'name') ?? '', attribute(chosen[0], 'value') ?? decode(chosen[1]) ?? '');
  }
  for (const [tag, words] of form.matchAll(/<textarea[^>]*>([^<]*)/g))
    add(attribute(tag, 'name') ?? '', decode(words) ?? '');
  return fields;
}

const decode = (text: string | undefined): string | undefined =>
  text
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
