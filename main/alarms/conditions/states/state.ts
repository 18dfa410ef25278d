/** Discrete conditions of one value (pure): on, off, other than normal, a bit of a status word; a lost device; consoles without sound. */
import type { ConditionInput, ConditionSample, ConditionState } from '../condition.ts';
import type { StateTest } from '../condition-spec.ts';
import type { Judgement } from '../judged-condition.ts';
import { usable } from '../usable.ts';

export class StateJudgement implements Judgement {
  readonly inputs: readonly ConditionInput[];
  readonly limit = null;
  readonly nextDueAt = null;
  readonly #test: StateTest;
  #value: number | null = null;

  constructor(input: ConditionInput, test: StateTest) {
    this.inputs = [input];
    this.#test = test;
  }

  get value(): number {
    return this.#value ?? Number.NaN;
  }

  sample(_input: number, sample: ConditionSample): void {
    this.#value = usable(sample);
  }

  judge(): ConditionState {
    if (this.#value === null) return 'unknown';
    return stateHolds(this.#test, this.#value) ? 'true' : 'false';
  }
}

/** Whether a usable value is the alarm. */
export function stateHolds(test: StateTest, v: number): boolean {
  if (test.kind !== 'bit') return (v === test.value) === (test.kind === 'equals');
  // Two's complement, as `bit()` of the expressions: the remainder of a negative int16 word is -1 where its bit is set.
  return (Math.abs(Math.floor(v / 2 ** test.bit) % 2) === 1) === test.isSet;
}
