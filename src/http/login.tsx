// The log-in: one secret, one signed cookie. Refuses posts from other sites, and slows down who guesses.
import * as z from 'zod';
import { parseForm } from './body.ts';
import type { Ask, Deps, Handler } from './deps.ts';
import { createLimit } from './limit.ts';
import { isSameOrigin } from './origin.ts';
import { LoginPage } from './pages/login.tsx';
import { problem } from './problem.ts';
import { isSameSecret } from './secrets.ts';
import { beginSession, endSession } from './session.ts';

const loginForm = z.object({ secret: z.string().max(1024).default('') });

const WINDOW_MS = 60_000;
const MAX_FAILURES = 10;

/** GET and POST /login, POST /logout. Failed log-ins are counted per address. */
export function login(deps: Deps): { show: Handler; submit: Handler; leave: Handler } {
  const failures = createLimit(MAX_FAILURES, WINDOW_MS);

  return {
    show: (c) => c.html(`<!doctype html>${<LoginPage failed={false} />}`),
    submit: async (c) => {
      if (!isSameOrigin(c)) return problem({ reason: 'cross-origin' });
      const now = deps.now();
      const address = c.req.header('cf-connecting-ip') ?? 'here';
      const wait = failures.wait(address, now);
      if (wait !== null) return problem({ reason: 'too many', retryAfter: wait });
      const form = await parseForm(c, loginForm);
      if (!form.ok) return problem(form.refusal);
      if (!(await isSameSecret(form.value.secret, c.var.settings.adminSecret))) {
        failures.count(address, now);
        return c.html(`<!doctype html>${<LoginPage failed={true} />}`, 401);
      }
      failures.forget(address);
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
