/**
 * The control plane, under /__twin/ and on the twin only: where it stands, reset, snapshot, journal, clock, faults,
 * webhooks, and "act as a person" over HTTP. Speaks JSON; refuses what it does not know with 404.
 */
import type { Fault } from './faults.ts';
import type { NotionTwin } from './index.ts';
import { isFields } from './read.ts';
import type { Seed } from './seed.ts';
import type { DeliveryFault } from './webhooks.ts';

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body ?? null), { status, headers: { 'content-type': 'application/json' } });

type Act = Record<string, (...args: unknown[]) => unknown>;

/** Serves one request of the control plane. */
export async function control(twin: NotionTwin, request: Request, url: URL): Promise<Response> {
  const what = `${request.method} ${url.pathname.replace(/^\/__twin\/?/, '').replace(/\/$/, '')}`;
  const text = await request.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  const fields = isFields(body) ? body : {};
  switch (what) {
    case 'GET ':
      return json({
        token: twin.token,
        parentPage: twin.parentPage,
        bot: twin.bot,
        now: twin.now(),
        people: [...twin.world.state.users.values()].filter((user) => user.type === 'person'),
      });
    case 'POST reset':
      twin.reset(text === '' ? undefined : (fields as Seed));
      return json({ token: twin.token, parentPage: twin.parentPage, bot: twin.bot });
    case 'GET state':
      return json(twin.snapshot());
    case 'PUT state':
      twin.restore(body);
      return json({ ok: true });
    case 'GET calls':
      return json(twin.calls);
    case 'DELETE calls':
      twin.calls.length = 0;
      return json({ ok: true });
    case 'GET clock':
      return json({ now: twin.now() });
    case 'POST clock': // {"advance": ms} or {"set": epoch ms}
      twin.advance(typeof fields.set === 'number' ? fields.set - twin.now() : Number(fields.advance ?? 0));
      return json({ now: twin.now() });
    case 'GET faults':
      return json(twin.faults.list());
    case 'POST faults':
      return json({ id: twin.faults.add(body as Fault) });
    case 'DELETE faults':
      twin.faults.clear();
      return json({ ok: true });
    case 'POST land':
      twin.land();
      return json({ ok: true });
    case 'POST rate': // {"perMinute": n}
      twin.setRate(typeof fields.perMinute === 'number' ? fields.perMinute : Number.POSITIVE_INFINITY);
      return json({ ok: true });
    case 'POST webhooks': // {"url", "events"?}
      return json({
        verification_token: await twin.webhooks.subscribe(
          String(fields.url),
          fields.events as string[] | undefined,
        ),
      });
    case 'DELETE webhooks':
      twin.webhooks.unsubscribe();
      return json({ ok: true });
    case 'POST webhooks/pump':
      return json({ sent: await twin.webhooks.pump(fields.all === true) });
    case 'POST webhooks/disturb':
      twin.webhooks.disturb(body as DeliveryFault);
      return json({ ok: true });
    case 'GET see': // ?database=Engagements, ?page=id, or neither
      return attempt(() => look(twin, url.searchParams));
    case 'POST act':
      return act(twin, fields);
    default:
      return json({ error: `The twin has no ${what}.` }, 404);
  }
}

/** Rows of a database, one page with its body and comments, or the names of the databases. */
function look({ see }: NotionTwin, query: URLSearchParams): unknown {
  const [page, database] = [query.get('page'), query.get('database')];
  if (page !== null) return { ...see.page(page), $body: see.body(page), $comments: see.comments(page) };
  return database === null ? see.databases() : see.rows(database);
}

/** `{"do": "create", "args": ["Engagements", {"Name": "Apollo"}], "as": user?}` → `{"result": …}`. */
function act(twin: NotionTwin, fields: Record<string, unknown>): Response {
  const actor = (typeof fields.as === 'string' ? twin.act.as(fields.as) : twin.act) as unknown as Act;
  const deed = actor[String(fields.do)];
  if (!deed || fields.do === 'as') return json({ error: `Nobody can ${String(fields.do)}.` }, 404);
  return attempt(() => ({ result: deed(...((fields.args as unknown[] | undefined) ?? [])) ?? null }));
}

/** A caller's mistake (an unknown name) is answered 400 with its sentence. */
function attempt(work: () => unknown): Response {
  try {
    return json(work());
  } catch (error) {
    return json({ error: error instanceof Error ? error.message : String(error) }, 400);
  }
}
