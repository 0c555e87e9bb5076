// Reading what a form sent, doing it, and going back: every change is a POST that ends in a redirect. A refusal of the twin
// becomes a sentence on the next page; nothing was changed then.
import type { Context } from 'hono';
import { leaveNotice } from './frame.ts';
import type { Stage } from './stage.ts';

/** Fields by name; files are left out. */
export class Fields {
  readonly #data: FormData;
  constructor(data: FormData) {
    this.#data = data;
  }
  /** The text of a field, trimmed; empty when it is not there. */
  text(name: string): string {
    const value = this.#data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  }
  /** Lines end as they do in Notion. */
  lines(name: string): string {
    return this.text(name).replaceAll('\r\n', '\n');
  }
  all(name: string): string[] {
    return this.#data.getAll(name).filter((value): value is string => typeof value === 'string');
  }
  has(name: string): boolean {
    return this.#data.has(name);
  }
  /** Names of all fields, in order. */
  names(): string[] {
    return [...this.#data.keys()];
  }
}

export async function readFields(c: Context): Promise<Fields> {
  // A form without a field may come without a type, too.
  return new Fields(await c.req.formData().catch(() => new FormData()));
}

/** An address of these pages, from a field or a query; never another site. */
export function ownPath(text: string | undefined, otherwise: string): string {
  return text !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(text) ? text : otherwise;
}

/** Does something to a twin and goes back. `work` answers what was done, or null where there was nothing to do. */
export function perform(
  stage: Stage,
  c: Context,
  twin: 'notion' | 'google',
  back: string | (() => string),
  work: () => string | null,
): Response {
  try {
    const words = work();
    if (words !== null) stage.acted(twin);
    leaveNotice(c, { good: true, words: words ?? 'There was nothing to change.' });
  } catch (error) {
    // Acts throw what the service would refuse; half of several acts may have been done.
    stage.acted(twin);
    leaveNotice(c, { good: false, words: error instanceof Error ? error.message : String(error) });
  }
  return c.redirect(typeof back === 'string' ? back : back(), 303);
}
