/**
 * LL, L, H, HH of a tag, and the deviation of two (pure). Both stand against a limit that may move: when it does, the value that
 * is there is judged again.
 */
import type { ConditionInput, ConditionMemory, ConditionSample, ConditionState, Instant } from '../condition.ts';
import type { LimitSource } from '../condition-spec.ts';
import type { Judgement } from '../judged-condition.ts';
import { usable } from '../usable.ts';
import { type Precision, type Side, standsBeyond } from './compare.ts';
import { CurrentLimit } from './limit-source.ts';

interface LevelOptions {
  readonly side: Side;
  readonly limit: LimitSource;
  readonly deadband: number;
  readonly timeZone: string;
  /** Of what is measured; left out: as a float32 is. */
  readonly precision?: Precision;
  /** What is measured: the first tag alone, or its difference to the second. */
  readonly tags: readonly [string] | readonly [string, string];
}

export class LevelJudgement implements Judgement {
  readonly inputs: readonly ConditionInput[];
  readonly #options: LevelOptions;
  readonly #limit: CurrentLimit;
  readonly #values: (number | null)[];

  constructor(options: LevelOptions) {
    this.#options = options;
    this.#limit = new CurrentLimit(options.limit, options.timeZone, options.side);
    this.#values = options.tags.map(() => null);
    const tags = options.tags.map((name): ConditionInput => ({ kind: 'tag', name }));
    this.inputs = [...tags, ...this.#limit.inputs];
  }

  /** Of a deviation: first minus second, with its sign. */
  get value(): number {
    const [a, b] = this.#values;
    if (a === undefined || a === null || b === null) return Number.NaN;
    return b === undefined ? a : a - b;
  }

  get limit(): number | null {
    return this.#limit.value;
  }

  get measured(): number {
    return this.#values.length;
  }

  get memory(): ConditionMemory | null {
    return this.#limit.memory;
  }

  /** The limit is the last good one of a source that is bad now, or the strictest. */
  get isLimitHeld(): boolean {
    return this.#limit.isHeld;
  }

  get nextDueAt(): number | null {
    return this.#limit.nextDueAt;
  }

  recall(memory: ConditionMemory): void {
    this.#limit.recall(memory);
  }

  sample(input: number, sample: ConditionSample): void {
    if (input < this.#values.length) this.#values[input] = usable(sample);
    else this.#limit.sample(input - this.#values.length, sample);
  }

  judge(isHeld: boolean, now: Instant): ConditionState {
    const { value } = this;
    const limit = this.#limit.at(now);
    if (limit === null || Number.isNaN(value)) return 'unknown';
    const { side, deadband, tags, precision = 'float32' } = this.#options;
    const level = { side, limit, deadband, precision };
    if (tags.length === 1) return standsBeyond(value, level, isHeld) ? 'true' : 'false';
    const scale = Math.max(...this.#values.map(v => Math.abs(v ?? 0)));
    return standsBeyond(Math.abs(value), { ...level, scale }, isHeld) ? 'true' : 'false';
  }
}
