/**
 * The tags and devices of one expression with their newest values, and what it says of them (pure). Text in the place of a
 * number counts as bad, as in calculations: `not [text]` must not come out true.
 */
import { type Environment, evaluate, type Operand } from '../../../../shared/expr/evaluate.ts';
import { type Expression, parseExpression, referencesOf } from '../../../../shared/expr/parse.ts';
import { CALC_INPUT_BAD, isBad, NOT_READ_YET } from '../../../../shared/model/quality.ts';
import type { ConditionInput, ConditionSample, ConditionState } from '../condition.ts';

const UNREAD: Operand = { v: Number.NaN, q: NOT_READ_YET };
const keyOf = ({ kind, name }: ConditionInput): string => `${kind} ${name}`;

export class ExpressionInputs {
  readonly inputs: readonly ConditionInput[];
  readonly #expression: Expression;
  readonly #values = new Map<string, Operand>();
  readonly #environment: Environment = {
    tag: name => this.#values.get(`tag ${name}`) ?? UNREAD,
    lost: device => this.#values.get(`device ${device}`)?.v === 1,
  };

  /** Throws for text that is no expression: the project was checked before. */
  constructor(source: string) {
    const parsed = parseExpression(source);
    if (!parsed.ok) throw new Error(`not an expression, character ${parsed.problem.at + 1}: ${source}`);
    this.#expression = parsed.expression;
    const all = referencesOf(parsed.expression).map(
      (r): ConditionInput => (r.kind === 'tag' ? { kind: 'tag', name: r.name } : { kind: 'device', name: r.device }),
    );
    this.inputs = [...new Map(all.map(input => [keyOf(input), input])).values()];
  }

  sample(input: number, { v, q }: ConditionSample): void {
    const of = this.inputs[input];
    if (of === undefined) return;
    this.#values.set(keyOf(of), Number.isFinite(v) || isBad(q) ? { v, q } : { v: Number.NaN, q: CALC_INPUT_BAD });
  }

  get value(): number {
    return evaluate(this.#expression, this.#environment).v;
  }

  /** Unknown as well as long as nothing was heard of a device: silence is not "not lost". */
  get state(): ConditionState {
    if (this.inputs.some(input => input.kind === 'device' && !this.#values.has(keyOf(input)))) return 'unknown';
    const { v, q } = evaluate(this.#expression, this.#environment);
    if (isBad(q)) return 'unknown';
    return v === 0 ? 'false' : 'true';
  }
}
