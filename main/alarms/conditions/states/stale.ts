/**
 * Nothing usable has come for too long (pure), whatever the tag's own deadline says. A bad sample is no sign of life. What has
 * never been heard of is stale so long after the first look, which is the start of the station; before that nothing is known.
 */
import type { ConditionInput, ConditionSample, ConditionState, Instant } from '../condition.ts';
import type { Judgement } from '../judged-condition.ts';
import { usable } from '../usable.ts';

export class StaleJudgement implements Judgement {
  readonly inputs: readonly ConditionInput[];
  readonly limit = null;
  readonly #afterMs: number;
  #value = Number.NaN;
  /** Monotonic ms of the first look, then of the newest usable sample. */
  #since: number | null = null;
  #isHeard = false;
  #isStale = false;

  constructor({ tag, afterMs }: { readonly tag: string; readonly afterMs: number }) {
    this.inputs = [{ kind: 'tag', name: tag }];
    this.#afterMs = afterMs;
  }

  get value(): number {
    return this.#value;
  }

  get nextDueAt(): number | null {
    return this.#since === null || this.#isStale ? null : this.#since + this.#afterMs;
  }

  sample(_input: number, sample: ConditionSample, now: Instant): void {
    const value = usable(sample);
    if (value === null) return;
    this.#value = value;
    this.#since = now.monotonic;
    this.#isHeard = true;
  }

  judge(_isHeld: boolean, now: Instant): ConditionState {
    this.#since ??= now.monotonic;
    this.#isStale = now.monotonic >= this.#since + this.#afterMs;
    if (this.#isStale) return 'true';
    return this.#isHeard ? 'false' : 'unknown';
  }
}
