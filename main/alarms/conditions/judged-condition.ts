/**
 * The one machine behind every kind of condition (main thread): a judgement says what the values mean at an instant, the delays
 * say when that counts. Whatever falls due between two samples is worked off in its order and at its own instant, so that
 * a late call changes nothing but how late it is heard of.
 */
import type {
  Condition,
  ConditionInput,
  ConditionMemory,
  ConditionSample,
  ConditionState,
  Instant,
} from './condition.ts';
import { DelayedVerdict, type Delays } from './delay.ts';
import { usable } from './usable.ts';

/** What a kind of condition knows. It keeps samples, never the output. */
export interface Judgement {
  readonly inputs: readonly ConditionInput[];
  readonly value: number;
  readonly limit: number | null;
  readonly isLimitHeld?: boolean;
  /** So many inputs from the first on are what is measured, the others only decide about the limit; left out: all of them. */
  readonly measured?: number;
  readonly memory?: ConditionMemory | null;
  /** Monotonic ms at which the verdict may change without a sample; null = not before the next one. */
  readonly nextDueAt: number | null;
  sample(input: number, sample: ConditionSample, now: Instant): void;
  /** Kinds that count time of their own go on from what was known before a restart. */
  restore?(isTrue: boolean): void;
  recall?(memory: ConditionMemory): void;
  /** `isHeld`: raised or about to be, so that a deadband applies. */
  judge(isHeld: boolean, now: Instant): ConditionState;
}

/** Instants that are worked off one by one after a long silence (a computer that slept); then only the last one counts. */
const MOST_INSTANTS = 1_000;

export class JudgedCondition implements Condition {
  readonly #judgement: Judgement;
  readonly #delayed: DelayedVerdict;
  #state: ConditionState = 'unknown';
  #changedAt = 0;
  #verdict: ConditionState = 'unknown';
  #hasBegun = false;
  /**
   * Source time minus wall time of the sample that turned the verdict: its delay ends in the time of the source. 0 where a limit or
   * the time itself turned it: when the source of a limit last changed says nothing of that.
   */
  #sourceAheadMs = 0;
  /** Inputs whose newest sample could not be used, or that have had none. */
  readonly #lacking: Set<number>;

  constructor(judgement: Judgement, delays: Delays) {
    this.#judgement = judgement;
    this.#delayed = new DelayedVerdict(delays);
    this.#lacking = new Set(judgement.inputs.keys());
  }

  get inputs(): readonly ConditionInput[] {
    return this.#judgement.inputs;
  }

  get state(): ConditionState {
    return this.#state;
  }

  get changedAt(): number {
    return this.#changedAt;
  }

  get value(): number {
    return this.#judgement.value;
  }

  get limit(): number | null {
    return this.#judgement.limit;
  }

  get isLimitHeld(): boolean {
    return this.#judgement.isLimitHeld ?? false;
  }

  get memory(): ConditionMemory | null {
    return this.#judgement.memory ?? null;
  }

  get lacking(): readonly string[] {
    return [...new Set([...this.#lacking].map(input => this.inputs[input]?.name ?? ''))];
  }

  get nextDueAt(): number | null {
    return earliest(this.#delayed.nextDueAt, this.#judgement.nextDueAt);
  }

  restore(isTrue: boolean): void {
    this.#delayed.restore(isTrue);
    this.#judgement.restore?.(isTrue);
  }

  recall(memory: ConditionMemory): void {
    this.#judgement.recall?.(memory);
  }

  sample(input: number, sample: ConditionSample, now: Instant): void {
    this.advance(now);
    this.#judgement.sample(input, sample, now);
    if (usable(sample) === null) this.#lacking.add(input);
    else this.#lacking.delete(input);
    const isMeasured = input < (this.#judgement.measured ?? this.inputs.length);
    this.#judge(now, isMeasured && Number.isFinite(sample.t) ? sample.t - now.wall : 0);
  }

  advance(now: Instant): void {
    // From the first look on time counts, also for whoever waits for a sample that never comes.
    if (!this.#hasBegun) this.#judge(now);
    this.#hasBegun = true;
    for (let i = 0; i < MOST_INSTANTS; i++) {
      const due = this.nextDueAt;
      if (due === null || due > now.monotonic) return;
      this.#workOff({ monotonic: due, wall: now.wall - (now.monotonic - due) });
    }
    this.#judge(now);
  }

  #workOff(at: Instant): void {
    const own = this.#judgement.nextDueAt;
    this.#delayed.advance(at.monotonic);
    if (own !== null && own <= at.monotonic) this.#judge(at);
    else this.#show(this.#state === 'unknown' ? 'unknown' : this.#known(), at);
  }

  #judge(at: Instant, sourceAheadMs = 0): void {
    const verdict = this.#judgement.judge(this.#delayed.isHeld, at);
    if (verdict !== this.#verdict) this.#sourceAheadMs = sourceAheadMs;
    this.#verdict = verdict;
    this.#delayed.step(verdict, at.monotonic);
    this.#show(verdict === 'unknown' ? 'unknown' : this.#known(), at);
  }

  #known(): ConditionState {
    return this.#delayed.output ? 'true' : 'false';
  }

  #show(state: ConditionState, at: Instant): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#changedAt = at.wall + this.#sourceAheadMs;
  }
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
