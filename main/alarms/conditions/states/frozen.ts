/**
 * A value that does not move though it should (pure). Only time in which it was heard and should have moved counts: a lost
 * link does not make it frozen and does not make a frozen one good. When it need not move any more, the count is over.
 */
import { FROZEN } from '../../../../shared/model/quality.ts';
import type { ConditionInput, ConditionSample, ConditionState, Instant } from '../condition.ts';
import type { ConditionSpec } from '../condition-spec.ts';
import { DelayedVerdict } from '../delay.ts';
import type { Judgement } from '../judged-condition.ts';
import { usable } from '../usable.ts';
import { ExpressionInputs } from './expression-inputs.ts';

export type FrozenSpec = Extract<ConditionSpec, { kind: 'frozen' }>;

export class FrozenJudgement implements Judgement {
  readonly inputs: readonly ConditionInput[];
  readonly limit = null;
  readonly measured = 1;
  readonly #resolution: number;
  readonly #movesWhile: ExpressionInputs | null;
  /** True once the value has stood for the whole time. */
  readonly #standing: DelayedVerdict;
  #value: number | null = null;
  /** What it stands at. */
  #at = Number.NaN;
  /** The tag table has found the raw value stuck. */
  #isStuck = false;

  constructor({ tag, afterMs, resolution, movesWhile }: FrozenSpec) {
    this.#resolution = resolution;
    this.#movesWhile = movesWhile === null ? null : new ExpressionInputs(movesWhile);
    this.#standing = new DelayedVerdict({ onDelayMs: afterMs, offDelayMs: 0 });
    this.inputs = [{ kind: 'tag', name: tag }, ...(this.#movesWhile?.inputs ?? [])];
  }

  get value(): number {
    return this.#value ?? Number.NaN;
  }

  get nextDueAt(): number | null {
    return this.#standing.nextDueAt;
  }

  sample(input: number, sample: ConditionSample, now: Instant): void {
    if (input > 0) {
      this.#movesWhile?.sample(input - 1, sample);
      return;
    }
    this.#value = usable(sample);
    this.#isStuck = sample.q === FROZEN;
    if (this.#value === null || Math.abs(this.#value - this.#at) <= this.#resolution) return;
    // The first value has not moved from anywhere.
    if (!Number.isNaN(this.#at)) this.#standing.step('false', now.monotonic);
    this.#at = this.#value;
  }

  restore(isTrue: boolean): void {
    this.#standing.restore(isTrue);
  }

  judge(_isHeld: boolean, now: Instant): ConditionState {
    const should = this.#movesWhile?.state ?? 'true';
    const verdict = this.#value === null ? 'unknown' : should;
    this.#standing.step(verdict, now.monotonic);
    if (verdict !== 'true') return verdict;
    return this.#standing.output || this.#isStuck ? 'true' : 'false';
  }
}
