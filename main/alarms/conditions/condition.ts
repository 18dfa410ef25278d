/**
 * What the alarm engine asks of a condition (main thread). A condition is a small machine of its own: samples and time in,
 * true, false or unknown out, with deadband and delays. It has no clock and no timer. Delays run on the monotonic clock, dates
 * (seasons, modes) on the wall clock. Bad quality makes it unknown: that neither raises nor clears, and when good values come
 * back the judgement goes on from the last known one (deadband, off-delay), not from nothing.
 */
import type { Quality } from '../../../shared/model/quality.ts';

export type ConditionState = 'true' | 'false' | 'unknown';

/** One moment on both clocks of the station. */
export interface Instant {
  /** Epoch ms UTC. */
  readonly wall: number;
  /** Monotonic ms. */
  readonly monotonic: number;
}

export interface ConditionSample {
  /** Source time, epoch ms UTC. */
  readonly t: number;
  /** NaN where there is no number. */
  readonly v: number;
  readonly q: Quality;
}

/**
 * A device delivers 1 while it is lost and 0 while it is not, the consoles how many of them have no sound device; with good
 * quality.
 */
export interface ConditionInput {
  readonly kind: 'tag' | 'device' | 'consoles';
  readonly name: string;
}

/** What must be known again after a restart though nobody may send it again: limits, and a command that was only a pulse. */
export interface ConditionMemory {
  /** The limit that held; null where there was none. */
  readonly limit: number | null;
  /** Last good values by tag. */
  readonly values: Readonly<Record<string, number>>;
}

export interface Condition {
  /** What it wants to hear of; the position is the `input` of `sample`. */
  readonly inputs: readonly ConditionInput[];
  /** Takes one sample of one input. Call it in the order of arrival. */
  sample(input: number, sample: ConditionSample, now: Instant): void;
  /** Lets time pass: delays end without a sample. */
  advance(now: Instant): void;
  /** Goes on after a restart: what the engine knows of the last judgement. Called before the first sample, if at all. */
  restore(isTrue: boolean): void;
  /** Takes up what the last run knew. Called before the first sample, if at all; what is heard goes before it. */
  recall?(memory: ConditionMemory): void;
  /** What is worth keeping over a restart; null where nothing is. */
  readonly memory?: ConditionMemory | null;
  /** Tags of which no usable value is known now; what is shown when the state is unknown. */
  readonly lacking?: readonly string[];
  readonly state: ConditionState;
  /** Source time of the last change of `state`: of the sample, or of the end of the delay. Epoch ms UTC. */
  readonly changedAt: number;
  /** Monotonic ms at which `advance` may change the state; null = not before the next sample. */
  readonly nextDueAt: number | null;
  /** Value that was judged last; NaN where there is no number. */
  readonly value: number;
  /** Limit that it was judged against; null where the kind has none. */
  readonly limit: number | null;
  /**
   * The limit is the last good one of a source that is bad now, or the strictest while nobody knows which one holds; left out
   * where there is none that could be.
   */
  readonly isLimitHeld?: boolean;
}
