/**
 * Evaluation with quality: a result is only as good as the inputs it really used. Inputs that are merely old (device lost,
 * stale) make it old in the same way; any other bad input gives "no number, input bad"; except where logic decides without
 * the input (Kleene: `false and bad` is false) or the branch is not taken.
 */
import { CALC_INPUT_BAD, COMM_LOSS, GOOD, isBad, isGood, type Quality, STALE } from '../model/quality.ts';
import type { BinaryOperator, Expression } from './parse.ts';

export interface Operand {
  /** NaN when the quality is bad. */
  readonly v: number;
  readonly q: Quality;
}

export interface Environment {
  tag(name: string): Operand;
  /** True while the device gives no values. */
  lost(device: string): boolean;
}

const BAD: Operand = { v: Number.NaN, q: CALC_INPUT_BAD };
const good = (v: number): Operand => (Number.isFinite(v) ? { v, q: GOOD } : BAD);

/** What there is instead of a number when one of `inputs` is bad. */
function badOf(inputs: readonly Operand[]): Operand {
  const bad = inputs.filter(i => isBad(i.q));
  const [first] = bad;
  const isOnlyOld = first !== undefined && bad.every(i => i.q === COMM_LOSS || i.q === STALE);
  return isOnlyOld ? { v: Number.NaN, q: first.q } : BAD;
}

/** The result keeps the worst quality of what was used; uncertain keeps the first uncertain reason. */
function combine(v: number, inputs: readonly Operand[]): Operand {
  if (inputs.some(i => isBad(i.q)) || !Number.isFinite(v)) return badOf(inputs);
  return { v, q: inputs.find(i => !isGood(i.q))?.q ?? GOOD };
}

export function evaluate(expression: Expression, environment: Environment): Operand {
  switch (expression.kind) {
    case 'number':
      return good(expression.value);
    case 'tag':
      return environment.tag(expression.name);
    case 'lost':
      return good(environment.lost(expression.device) ? 1 : 0);
    case 'negate': {
      const of = evaluate(expression.of, environment);
      return combine(-of.v, [of]);
    }
    case 'not': {
      const of = evaluate(expression.of, environment);
      return combine(of.v === 0 ? 1 : 0, [of]);
    }
    case 'binary':
      return binary(expression, environment);
    case 'call':
      return call(expression, environment);
  }
}

type Binary = Extract<Expression, { kind: 'binary' }>;
type Call = Extract<Expression, { kind: 'call' }>;

const ARITHMETIC: Record<Exclude<BinaryOperator, 'and' | 'or'>, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '<': (a, b) => (a < b ? 1 : 0),
  '<=': (a, b) => (a <= b ? 1 : 0),
  '>': (a, b) => (a > b ? 1 : 0),
  '>=': (a, b) => (a >= b ? 1 : 0),
  '==': (a, b) => (a === b ? 1 : 0),
  '!=': (a, b) => (a !== b ? 1 : 0),
};

function binary({ operator, left, right }: Binary, environment: Environment): Operand {
  const a = evaluate(left, environment);
  if (operator === 'and' || operator === 'or') {
    const decides = operator === 'or';
    if (!isBad(a.q) && (a.v !== 0) === decides) return combine(decides ? 1 : 0, [a]);
    const b = evaluate(right, environment);
    if (!isBad(b.q) && (b.v !== 0) === decides) return combine(decides ? 1 : 0, [b]);
    return combine(decides ? 0 : 1, [a, b]);
  }
  const b = evaluate(right, environment);
  return combine(ARITHMETIC[operator](a.v, b.v), [a, b]);
}

function call({ name, args }: Call, environment: Environment): Operand {
  if (name === 'if') {
    const [condition, yes, no] = args;
    if (condition === undefined || yes === undefined || no === undefined) return BAD;
    const decided = evaluate(condition, environment);
    if (isBad(decided.q)) return badOf([decided]);
    const chosen = evaluate(decided.v !== 0 ? yes : no, environment);
    return combine(chosen.v, [decided, chosen]);
  }
  const inputs = args.map(arg => evaluate(arg, environment));
  const values = inputs.map(i => i.v);
  const [x = Number.NaN, n = Number.NaN] = values;
  switch (name) {
    case 'min':
      return combine(Math.min(...values), inputs);
    case 'max':
      return combine(Math.max(...values), inputs);
    case 'abs':
      return combine(Math.abs(x), inputs);
    case 'bit':
      // Two's complement: the remainder of a negative int16 status word is -1 where its bit is set.
      return combine(Math.abs(Math.floor(x / 2 ** n) % 2), inputs);
  }
}
