/**
 * The control plane over HTTP, under /__twin: state, seed, clock, journal, outbox, faults, pushes, and `act`. For tests and
 * demonstrations only; it asks for no credentials. Refuses unknown paths (404) and acts that fail (400, with the words).
 */
import { FAULT_KINDS, type Fault } from './faults.ts';
import { isObject } from './fields.ts';
import type { GoogleTwin } from './index.ts';
import type { World } from './state.ts';

type Control = (twin: GoogleTwin, world: World, body: unknown) => unknown;

const CONTROLS: Record<string, Control> = {
  'GET /state': (twin) => twin.snapshot(),
  'POST /state': (twin, _world, body) => twin.restore(body),
  'POST /reset': (twin) => twin.reset(),
  'GET /calls': (twin) => twin.calls,
  'DELETE /calls': (twin) => void twin.calls.splice(0),
  'GET /outbox': (twin) => twin.outbox,
  'DELETE /outbox': (twin) => void twin.outbox.splice(0),
  'GET /pushes': (twin) => twin.pushes,
  'GET /key': (twin) => twin.serviceAccountKey,
  'GET /about': (twin) => ({
    calendarId: twin.calendarId,
    oauth: twin.oauth,
    serviceAccountKey: twin.serviceAccountKey,
  }),
  'GET /events': (twin) => twin.look.all(),
  'POST /between': (twin, _world, body) => {
    const { from, to } = isObject(body) ? body : {};
    if (typeof from !== 'string' || typeof to !== 'string')
      throw new Error('{ "from": RFC 3339, "to": RFC 3339 }');
    return twin.look.between(from, to);
  },
  'GET /clock': (_twin, world) => ({ now: world.now(), shift: world.state.clockShift }),
  'POST /clock': (_twin, world, body) => {
    const { now, advance } = isObject(body) ? body : {};
    if (typeof advance === 'number') world.state.clockShift += advance;
    const wanted = typeof now === 'string' ? Date.parse(now) : now;
    if (typeof wanted === 'number' && !Number.isNaN(wanted)) world.state.clockShift += wanted - world.now();
    return { now: world.now(), shift: world.state.clockShift };
  },
  'GET /faults': (twin) => twin.faults.list,
  'POST /faults': (twin, _world, body) => {
    for (const fault of (Array.isArray(body) ? body : [body]) as Fault[]) {
      if (!FAULT_KINDS.includes(fault.kind)) throw new Error(`kind is one of ${FAULT_KINDS.join(', ')}`);
      twin.faults.add(fault);
    }
    return twin.faults.list;
  },
  'DELETE /faults': (twin) => twin.faults.clear(),
  'POST /faults/release': (twin) => twin.faults.release(),
  'POST /settled': (twin) => twin.settled(),
  'POST /seed': (twin, _world, body) => {
    const events = isObject(body) && Array.isArray(body.events) ? body.events : [];
    return { ids: (events as unknown[]).filter(isObject).map((event) => twin.act.create(event)) };
  },
  'POST /act': (twin, _world, body) => {
    if (!isObject(body) || typeof body.act !== 'string') throw new Error('{ "act": name, "args": [...] }');
    const acts = twin.act as unknown as Record<string, (...args: unknown[]) => unknown>;
    const act = Object.hasOwn(acts, body.act) ? acts[body.act] : undefined;
    if (!act) throw new Error(`act is one of ${Object.keys(acts).join(', ')}`);
    return { result: act(...(Array.isArray(body.args) ? body.args : [])) ?? null };
  },
};

export async function answerControl(
  twin: GoogleTwin,
  world: World,
  request: Request,
  url: URL,
): Promise<Response> {
  const control = CONTROLS[`${request.method} ${url.pathname.slice('/__twin'.length)}`];
  if (!control)
    return Response.json({ error: `one of ${Object.keys(CONTROLS).join(', ')}` }, { status: 404 });
  try {
    const text = await request.text();
    const answer = await control(twin, world, text === '' ? undefined : JSON.parse(text));
    return answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer);
  } catch (error) {
    return Response.json({ error: error instanceof Error ? error.message : String(error) }, { status: 400 });
  }
}
