/**
 * One time for all recorders: the wall clock as it was once, and the monotonic clock since. So the order of frames never lies,
 * whatever is done to the computer's clock; a step is found, told, and only then followed. Main thread.
 */
import type { Clock } from '../../platform/clock.ts';

/**
 * Deviation that is taken for a step, ms. Linux steers both clocks alike; Windows steers the wall clock alone, by some ms a
 * minute. Smaller would mark that drift, larger would let frames and events of the station drift apart.
 */
const STEP_MS = 100;
/** A reading of both clocks that took longer says nothing, ms: the process was held up in between. */
const LONGEST_READING_MS = 5;

export class TimeAnchor {
  readonly #clock: Clock;
  #offsetMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.follow();
  }

  /** Monotonic ms. */
  monotonic(): number {
    return this.#clock.monotonic();
  }

  /** Epoch µs of a monotonic moment. Later moments never get an earlier time between two calls of `follow`. */
  timeUs(monotonic: number): number {
    return Math.round((monotonic + this.#offsetMs) * 1_000);
  }

  /** How far the wall clock has been set, ms; 0 as long as it has not. */
  step(): number {
    const before = this.#clock.monotonic();
    const wall = this.#clock.now();
    if (this.#clock.monotonic() - before > LONGEST_READING_MS) return 0;
    const deviation = wall - (before + this.#offsetMs);
    return Math.abs(deviation) > STEP_MS ? deviation : 0;
  }

  /** Takes the wall clock as it is now. */
  follow(): void {
    this.#offsetMs = this.#clock.now() - this.#clock.monotonic();
  }
}
