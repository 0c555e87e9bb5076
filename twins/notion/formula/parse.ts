/**
 * Notion's formula language, the part that databases like ours use: literals, prop("X"), arithmetic, comparison,
 * and/or/not, the ternary, function calls and dot-method calls. Parses text into a tree; knows nothing of values.
 * Throws FormulaFault for anything it does not understand.
 */

/** Why a formula is not one. */
export class FormulaFault extends Error {}

export type Formula =
  | { kind: 'literal'; value: string | number | boolean }
  | { kind: 'prop'; id: string }
  | { kind: 'list'; items: Formula[] }
  | { kind: 'call'; name: string; args: Formula[] };

type Token = { kind: 'number' | 'string' | 'name' | 'sign' | 'end'; text: string; at: number };

const SIGNS = [
  '==',
  '!=',
  '>=',
  '<=',
  '&&',
  '||',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '>',
  '<',
  '!',
  '?',
  ':',
  '(',
  ')',
  '[',
  ']',
  ',',
  '.',
];

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at);
    const blank = /^(\s+|\/\*[\s\S]*?\*\/)/.exec(rest);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const number = /^\d+(\.\d+)?/.exec(rest);
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(rest);
    const string = /^"((?:[^"\\]|\\.)*)"/.exec(rest);
    const sign = SIGNS.find((candidate) => rest.startsWith(candidate));
    if (number) tokens.push({ kind: 'number', text: number[0], at });
    else if (name) tokens.push({ kind: 'name', text: name[0], at });
    else if (string) tokens.push({ kind: 'string', text: string[0], at });
    else if (sign) tokens.push({ kind: 'sign', text: sign, at });
    else throw new FormulaFault(`Unexpected character at ${at}.`);
    at += (number?.[0] ?? name?.[0] ?? string?.[0] ?? sign ?? '').length;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

/** Left binding powers of the infix operators, and the function each stands for. */
const INFIX: Record<string, { power: number; call: string; right?: boolean }> = {
  '||': { power: 2, call: 'or' },
  or: { power: 2, call: 'or' },
  '&&': { power: 3, call: 'and' },
  and: { power: 3, call: 'and' },
  '==': { power: 4, call: 'equal' },
  '!=': { power: 4, call: 'unequal' },
  '>': { power: 5, call: 'larger' },
  '<': { power: 5, call: 'smaller' },
  '>=': { power: 5, call: 'largerEq' },
  '<=': { power: 5, call: 'smallerEq' },
  '+': { power: 6, call: 'add' },
  '-': { power: 6, call: 'subtract' },
  '*': { power: 7, call: 'multiply' },
  '/': { power: 7, call: 'divide' },
  '%': { power: 7, call: 'mod' },
  '^': { power: 9, call: 'pow', right: true },
};
const NOT_POWER = 4;
const MINUS_POWER = 8;

/**
 * Text → tree. `resolve` gives the id behind a property name, or null where there is no such property; `found` hears
 * where in the text each name stood (so that the text can follow renames).
 */
export function parseFormula(
  source: string,
  resolve: (name: string) => string | null,
  found: (id: string, from: number, to: number) => void = () => {},
): Formula {
  const tokens = tokenize(source);
  let next = 0;
  const peek = () => tokens[next]!;
  const take = () => tokens[next++]!;
  const isSign = (text: string) => peek().kind === 'sign' && peek().text === text;
  const expect = (text: string) => {
    if (!isSign(text)) throw new FormulaFault(`Expected "${text}" at ${peek().at}.`);
    next++;
  };

  function list(close: string): Formula[] {
    const items: Formula[] = [];
    while (!isSign(close)) {
      items.push(expression(0));
      if (!isSign(',')) break;
      next++;
    }
    expect(close);
    return items;
  }

  function property(): Formula {
    expect('(');
    const token = take();
    if (token.kind !== 'string') throw new FormulaFault(`Expected a property name at ${token.at}.`);
    const name = JSON.parse(token.text) as string;
    const id = resolve(name);
    if (id === null) throw new FormulaFault(`Undefined property "${name}".`);
    found(id, token.at, token.at + token.text.length);
    expect(')');
    return { kind: 'prop', id };
  }

  function primary(): Formula {
    const token = take();
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.kind === 'string') return { kind: 'literal', value: JSON.parse(token.text) as string };
    if (token.kind === 'name') {
      if (token.text === 'true' || token.text === 'false')
        return { kind: 'literal', value: token.text === 'true' };
      if (token.text === 'not') {
        return { kind: 'call', name: 'not', args: [isSign('(') ? primary() : expression(NOT_POWER)] };
      }
      if (token.text === 'prop') return property();
      if (!isSign('(')) throw new FormulaFault(`Undefined variable "${token.text}".`);
      next++;
      return { kind: 'call', name: token.text, args: list(')') };
    }
    if (token.text === '(') {
      const inner = expression(0);
      expect(')');
      return inner;
    }
    if (token.text === '[') return { kind: 'list', items: list(']') };
    if (token.text === '-') return { kind: 'call', name: 'unaryMinus', args: [expression(MINUS_POWER)] };
    if (token.text === '!') return { kind: 'call', name: 'not', args: [expression(MINUS_POWER)] };
    throw new FormulaFault(`Unexpected "${token.text}" at ${token.at}.`);
  }

  function withMethods(target: Formula): Formula {
    let here = target;
    while (isSign('.')) {
      next++;
      const name = take();
      if (name.kind !== 'name') throw new FormulaFault(`Expected a function name at ${name.at}.`);
      expect('(');
      here = { kind: 'call', name: name.text, args: [here, ...list(')')] };
    }
    return here;
  }

  function expression(power: number): Formula {
    let left = withMethods(primary());
    for (;;) {
      if (isSign('?') && power <= 1) {
        next++;
        const then = expression(1);
        expect(':');
        left = { kind: 'call', name: 'if', args: [left, then, expression(1)] };
        continue;
      }
      const infix = peek().kind === 'sign' || peek().kind === 'name' ? INFIX[peek().text] : undefined;
      if (!infix || infix.power <= power) return left;
      next++;
      const right = expression(infix.right ? infix.power - 1 : infix.power);
      left = { kind: 'call', name: infix.call, args: [left, right] };
    }
  }

  const tree = expression(0);
  if (peek().kind !== 'end') throw new FormulaFault(`Unexpected "${peek().text}" at ${peek().at}.`);
  return tree;
}
