/**
 * Nothing usable has come for too long (pure), whatever the tag's own deadline says. A bad sample is no sign of life. Nothing is
 * known before the first usable sample; a tag that never had one is the business of bad quality.
 */
import type { ConditionInput, ConditionSample, ConditionState, Instant } from '../condition.ts';
import type { Judgement } from '../judged-condition.ts';
import { usable } from '../usable.ts';

export class StaleJudgement implements Judgement {
  readonly inputs: readonly ConditionInput[];
  readonly limit = null;
  readonly #afterMs: number;
  #value = Number.NaN;
  /** Monotonic ms of the newest usable sample. */
  #heardAt: number | null = null;
  #isStale = false;

  constructor({ tag, afterMs }: { readonly tag: string; readonly afterMs: number }) {
    this.inputs = [{ kind: 'tag', name: tag }];
    this.#afterMs = afterMs;
  }

  get value(): number {
    return this.#value;
  }

  get nextDueAt(): number | null {
    return this.#heardAt === null || this.#isStale ? null : this.#heardAt + this.#afterMs;
  }

  sample(_input: number, sample: ConditionSample, now: Instant): void {
    const value = usable(sample);
    if (value === null) return;
    this.#value = value;
    this.#heardAt = now.monotonic;
  }

  judge(_isHeld: boolean, now: Instant): ConditionState {
    if (this.#heardAt === null) return 'unknown';
    this.#isStale = now.monotonic >= this.#heardAt + this.#afterMs;
    return this.#isStale ? 'true' : 'false';
  }
}
