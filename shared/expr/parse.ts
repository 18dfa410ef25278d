/**
 * The one expression language of the station: calculated tags and scene bindings today; alarm conditions, permissives and
 * log columns later. Pure: text in, tree out, with the place of every mistake.
 *
 *   expression  or
 *   or          and { "or" and }            and   not { "and" not }        not   "not" not | comparison
 *   comparison  sum [ ("<" | "<=" | ">" | ">=" | "==" | "!=") sum ]
 *   sum         product { ("+" | "-") product }     product   unary { ("*" | "/") unary }
 *   unary       "-" unary | primary
 *   primary     number | "true" | "false" | [TAG] | name "(" arguments ")" | "(" expression ")"
 */
import type { Text } from '../text/text.ts';

export type BinaryOperator = 'or' | 'and' | '<' | '<=' | '>' | '>=' | '==' | '!=' | '+' | '-' | '*' | '/';

/** Functions and how many arguments each takes: [least, most]. */
export const FUNCTIONS = {
  min: [1, 64],
  max: [1, 64],
  abs: [1, 1],
  if: [3, 3],
  bit: [2, 2],
} as const satisfies Record<string, readonly [number, number]>;
export type FunctionName = keyof typeof FUNCTIONS;

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'tag'; readonly name: string; readonly at: number }
  | { readonly kind: 'lost'; readonly device: string; readonly at: number }
  | { readonly kind: 'negate' | 'not'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Expression[] };

/** `at` counts characters from the start of the expression. */
export interface ExpressionProblem {
  readonly at: number;
  readonly what: Text;
}

export type ParseResult =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly problem: ExpressionProblem };

interface Token {
  readonly kind: 'number' | 'tag' | 'word' | 'string' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

class Failure extends Error {
  readonly problem: ExpressionProblem;
  constructor(at: number, zh: string, en: string) {
    super(en);
    this.problem = { at, what: { zh, en } };
  }
}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|\[([^\]]*)\]|([A-Za-z_]\w*)|"([^"]*)"|(<=|>=|==|!=|[-+*/<>(),]))/iy;

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const from = TOKEN.lastIndex;
    if (source.slice(from).trim() === '') break;
    const match = TOKEN.exec(source);
    if (match === null) {
      const at = from + (source.slice(from).length - source.slice(from).trimStart().length);
      throw new Failure(at, `无法识别的字符 "${source[at]}"`, `unexpected character "${source[at]}"`);
    }
    const [whole, number, tag, word, string, sign] = match;
    const at = from + whole.length - whole.trimStart().length;
    if (tokens.length >= MAX_TOKENS) throw new Failure(at, '表达式过长', 'the expression is too long');
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (tag !== undefined) tokens.push({ kind: 'tag', text: tag, at });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string, at });
    else tokens.push({ kind: 'sign', text: sign ?? '', at });
  }
  tokens.push({ kind: 'end', text: '', at: source.length });
  return tokens;
}

/** Deeper nesting than this is a mistake or an attack on the stack. */
const MAX_DEPTH = 64;
/** A chain of operators makes a tree as deep as it is long, and whoever walks the tree recurses. */
const MAX_TOKENS = 2_000;

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#or();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw new Failure(rest.at, `多余的内容 "${rest.text}"`, `unexpected "${rest.text}"`);
    return expression;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 0 };
  }

  #accept(kind: Token['kind'], ...texts: string[]): Token | undefined {
    const token = this.#peek();
    if (token.kind !== kind || (texts.length > 0 && !texts.includes(token.text))) return undefined;
    this.#next++;
    return token;
  }

  #expect(kind: Token['kind'], text: string): void {
    if (this.#accept(kind, text) !== undefined) return;
    const { at } = this.#peek();
    throw new Failure(at, `此处应为 "${text}"`, `expected "${text}" here`);
  }

  #chain(kind: 'word' | 'sign', operators: readonly BinaryOperator[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const token = this.#accept(kind, ...operators);
      if (token === undefined) return left;
      left = { kind: 'binary', operator: token.text as BinaryOperator, left, right: operand() };
    }
  }

  #or(): Expression {
    if (++this.#depth > MAX_DEPTH) throw new Failure(this.#peek().at, '嵌套过深', 'nested too deeply');
    const result = this.#chain('word', ['or'], () => this.#chain('word', ['and'], () => this.#not()));
    this.#depth--;
    return result;
  }

  #not(): Expression {
    let count = 0;
    while (this.#accept('word', 'not') !== undefined) count++;
    let result = this.#comparison();
    for (; count > 0; count--) result = { kind: 'not', of: result };
    return result;
  }

  #comparison(): Expression {
    const left = this.#sum();
    const token = this.#accept('sign', '<', '<=', '>', '>=', '==', '!=');
    if (token === undefined) return left;
    return { kind: 'binary', operator: token.text as BinaryOperator, left, right: this.#sum() };
  }

  #sum(): Expression {
    return this.#chain('sign', ['+', '-'], () => this.#chain('sign', ['*', '/'], () => this.#unary()));
  }

  #unary(): Expression {
    let negative = false;
    while (this.#accept('sign', '-') !== undefined) negative = !negative;
    const primary = this.#primary();
    return negative ? { kind: 'negate', of: primary } : primary;
  }

  #primary(): Expression {
    const token = this.#peek();
    this.#next++;
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token.kind === 'tag') return { kind: 'tag', name: token.text, at: token.at };
    if (token.kind === 'word') return this.#word(token);
    if (token.kind === 'sign' && token.text === '(') {
      const inner = this.#or();
      this.#expect('sign', ')');
      return inner;
    }
    throw new Failure(token.at, '此处应为数值、[位号] 或函数', 'expected a number, a [TAG] or a function here');
  }

  #word(token: Token): Expression {
    if (token.text === 'true') return { kind: 'number', value: 1 };
    if (token.text === 'false') return { kind: 'number', value: 0 };
    if (token.text === 'lost') return this.#lost(token);
    if (!Object.hasOwn(FUNCTIONS, token.text)) {
      const known = [...Object.keys(FUNCTIONS), 'lost'].join(', ');
      const hint = /^(tag|[A-Z]{2,})/.test(token.text)
        ? { zh: '；位号要写成 [位号]', en: '; tags are written [TAG]' }
        : { zh: '', en: '' };
      throw new Failure(
        token.at,
        `未知函数 "${token.text}"，可用：${known}${hint.zh}`,
        `unknown function "${token.text}"; known are ${known}${hint.en}`,
      );
    }
    const name = token.text as FunctionName;
    this.#expect('sign', '(');
    const args: Expression[] = [this.#or()];
    while (this.#accept('sign', ',') !== undefined) args.push(this.#or());
    this.#expect('sign', ')');
    const [least, most] = FUNCTIONS[name];
    if (args.length < least || args.length > most) {
      const wanted = least === most ? `${least}` : `${least}–${most}`;
      throw new Failure(
        token.at,
        `${name} 需要 ${wanted} 个参数`,
        `${name} takes ${wanted} arguments, not ${args.length}`,
      );
    }
    return { kind: 'call', name, args };
  }

  #lost(token: Token): Expression {
    this.#expect('sign', '(');
    const device = this.#accept('string');
    if (device === undefined)
      throw new Failure(this.#peek().at, 'lost 需要带引号的设备名', 'lost takes a device name in quotes');
    this.#expect('sign', ')');
    return { kind: 'lost', device: device.text, at: token.at };
  }
}

/** Parses one expression. Never throws: a mistake comes back with its place and both texts. */
export function parseExpression(source: string): ParseResult {
  try {
    return { ok: true, expression: new Parser(tokenize(source)).whole() };
  } catch (failure) {
    if (failure instanceof Failure) return { ok: false, problem: failure.problem };
    throw failure;
  }
}

/** Every tag and device that an expression reads, in order of appearance. */
export function referencesOf(expression: Expression): readonly (Expression & { kind: 'tag' | 'lost' })[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'tag':
    case 'lost':
      return [expression];
    case 'negate':
    case 'not':
      return referencesOf(expression.of);
    case 'binary':
      return [...referencesOf(expression.left), ...referencesOf(expression.right)];
    case 'call':
      return expression.args.flatMap(referencesOf);
  }
}
