// The log-in: one secret, one signed cookie. Refuses posts from other sites, and slows down who guesses.
import * as z from 'zod';
import { parseForm } from './body.ts';
import type { Ask, Deps, Handler } from './deps.ts';
import { isSameOrigin } from './origin.ts';
import { LoginPage } from './pages/login.tsx';
import { problem } from './problem.ts';
import { isSameSecret } from './secrets.ts';
import { beginSession, endSession } from './session.ts';

const loginForm = z.object({ secret: z.string().max(1024).default('') });

const WINDOW_MS = 60_000;
const MAX_FAILURES = 10;
/** Addresses remembered at once; the secret's length is what protects it, this only spares the CPU. */
const MAX_ADDRESSES = 1_000;

/** GET and POST /login, POST /logout. Failed log-ins are counted per address, in this isolate's memory only. */
export function login(deps: Deps): { show: Handler; submit: Handler; leave: Handler } {
  const failures = new Map<string, { count: number; since: number }>();

  const retryAfter = (address: string, now: number): number | null => {
    const seen = failures.get(address);
    if (!seen || now - seen.since >= WINDOW_MS) return null;
    return seen.count >= MAX_FAILURES ? Math.ceil((seen.since + WINDOW_MS - now) / 1000) : null;
  };
  const recordFailure = (address: string, now: number): void => {
    const seen = failures.get(address);
    if (seen && now - seen.since < WINDOW_MS) seen.count += 1;
    else {
      if (failures.size >= MAX_ADDRESSES) failures.clear();
      failures.set(address, { count: 1, since: now });
    }
  };

  return {
    show: (c) => c.html(`<!doctype html>${<LoginPage failed={false} />}`),
    submit: async (c) => {
      if (!isSameOrigin(c)) return problem({ reason: 'cross-origin' });
      const now = deps.now();
      const address = c.req.header('cf-connecting-ip') ?? 'here';
      const wait = retryAfter(address, now);
      if (wait !== null) return problem({ reason: 'too many', retryAfter: wait });
      const form = await parseForm(c, loginForm);
      if (!form.ok) return problem(form.refusal);
      if (!(await isSameSecret(form.value.secret, c.var.settings.adminSecret))) {
        recordFailure(address, now);
        return c.html(`<!doctype html>${<LoginPage failed={true} />}`, 401);
      }
      failures.delete(address);
      await beginSession(c, now);
      return c.redirect('/', 303);
    },
    leave: (c: Ask) => {
      if (!isSameOrigin(c)) return problem({ reason: 'cross-origin' });
      endSession(c);
      return c.redirect('/login', 303);
    },
  };
}
