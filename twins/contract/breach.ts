/** What breaks the contract: a place in a request or an answer, never the value that stands there. */
import type { Service } from './contract.ts';

export interface Breach {
  readonly service: Service;
  readonly side: 'request' | 'answer';
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly part: 'path' | 'query' | 'body';
  /** JSON pointer. */
  readonly pointer: string;
  readonly is: string;
  readonly type: string;
}

/** A breach in one line: method, path, place and type, without any value. */
export function describeBreach(breach: Breach): string {
  const { service, side, method, path, part, pointer, is, type } = breach;
  return `${service} ${side} ${method} ${path}: ${part} ${pointer || '(the whole)'} ${is} (${type})`;
}
