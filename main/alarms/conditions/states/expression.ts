/** A condition that is an expression (pure): true when it is other than 0, unknown while an input that decides is bad. */
import type { ConditionInput, ConditionSample, ConditionState } from '../condition.ts';
import type { Judgement } from '../judged-condition.ts';
import { ExpressionInputs } from './expression-inputs.ts';

export class ExpressionJudgement implements Judgement {
  readonly limit = null;
  readonly nextDueAt = null;
  readonly #expression: ExpressionInputs;

  constructor(source: string) {
    this.#expression = new ExpressionInputs(source);
  }

  get inputs(): readonly ConditionInput[] {
    return this.#expression.inputs;
  }

  get value(): number {
    return this.#expression.value;
  }

  sample(input: number, sample: ConditionSample): void {
    this.#expression.sample(input, sample);
  }

  judge(): ConditionState {
    return this.#expression.state;
  }
}
