/** A condition for tests: true at or above its limit (or at or below), with a delay, unknown while the value is bad. */
import type {
  Condition,
  ConditionInput,
  ConditionSample,
  ConditionState,
  Instant,
} from '../../../../main/alarms/conditions/condition.ts';
import { isBad } from '../../../../shared/model/quality.ts';

export interface TestConditionOptions {
  readonly input: ConditionInput;
  readonly limit: number;
  readonly isLow?: boolean;
  readonly onDelayMs?: number;
  readonly offDelayMs?: number;
  /** True of bad values instead, as a BAD alarm. */
  readonly isOfQuality?: boolean;
}

export class TestCondition implements Condition {
  readonly inputs: readonly ConditionInput[];
  state: ConditionState = 'unknown';
  changedAt = 0;
  nextDueAt: number | null = null;
  value = Number.NaN;
  readonly limit: number;
  readonly #options: TestConditionOptions;
  #last = 0;
  /** State at the end of the delay that runs. */
  #next: ConditionState = 'unknown';
  /** Judged true last, before it became unknown: the delay has been waited for already. */
  #wasTrue = false;

  constructor(options: TestConditionOptions) {
    this.#options = options;
    this.inputs = [options.input];
    this.limit = options.limit;
  }

  restore(isTrue: boolean): void {
    this.#wasTrue = isTrue;
  }

  sample(_input: number, { t, v, q }: ConditionSample, now: Instant): void {
    const { limit, isLow = false, isOfQuality = false, onDelayMs = 0, offDelayMs = 0 } = this.#options;
    this.value = v;
    this.#last = t;
    if (!isOfQuality && isBad(q)) return this.#become('unknown', t);
    const isTrue = isOfQuality ? isBad(q) : isLow ? v <= limit : v >= limit;
    if (!isTrue && this.state === 'true' && offDelayMs > 0) {
      this.#next = 'false';
      this.nextDueAt ??= now.monotonic + offDelayMs;
      return;
    }
    if (!isTrue) return this.#become('false', t);
    if (this.state === 'true') return;
    if (onDelayMs === 0 || this.#wasTrue) return this.#become('true', t);
    this.#next = 'true';
    this.nextDueAt ??= now.monotonic + onDelayMs;
    if (this.state === 'unknown') this.state = 'false';
  }

  advance(now: Instant): void {
    if (this.nextDueAt !== null && this.nextDueAt <= now.monotonic) this.#become(this.#next, this.#last);
  }

  #become(state: ConditionState, t: number): void {
    this.nextDueAt = null;
    if (state !== this.state) this.changedAt = t;
    this.state = state;
    if (state !== 'unknown') this.#wasTrue = state === 'true';
  }
}
