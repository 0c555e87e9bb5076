// Who may pass. Each gate answers with a refusal, or lets the request through.
import type { MiddlewareHandler } from 'hono';
import type { Deps, Frame } from './deps.ts';
import { isSameOrigin } from './origin.ts';
import { problem } from './problem.ts';
import { bearerToken, isSameSecret } from './secrets.ts';
import { hasSession } from './session.ts';

export type Gate = MiddlewareHandler<Frame>;

/** 405 for any other method. HEAD goes where GET goes. */
export function allowMethods(methods: readonly string[]): Gate {
  const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  return async (c, next) =>
    allowed.includes(c.req.method) ? next() : problem({ reason: 'method', allowed });
}

/** 503 with every fault by name while the settings are not right; nothing is called then. */
export function requireSettings(deps: Deps): Gate {
  return async (c, next) => {
    const answer = deps.settings(c.env);
    if (!answer.ok) return problem({ reason: 'settings', faults: answer.faults });
    c.set('settings', answer.settings);
    c.set('workspace', deps.workspace(c.env));
    return next();
  };
}

/** The admin: the secret as a bearer token, or a log-in. A change that rests on a log-in must come from our own page. */
export function requireAdmin(deps: Deps, otherwise: 'refuse' | 'log in'): Gate {
  return async (c, next) => {
    const token = bearerToken(c.req.header('authorization'));
    if (token !== null) {
      if (await isSameSecret(token, c.var.settings.adminSecret)) return next();
      return problem({ reason: 'unauthenticated' });
    }
    if (!(await hasSession(c, deps.now()))) {
      return otherwise === 'log in' ? c.redirect('/login', 303) : problem({ reason: 'unauthenticated' });
    }
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
    return reads || isSameOrigin(c) ? next() : problem({ reason: 'cross-origin' });
  };
}
