/**
 * How well one scan group keeps its period: mean time between readings and largest deviation, over the last whole window, and
 * the overruns since the start. Pure; times are monotonic ms, given by the caller.
 */

/** Long enough to hold several periods of a fast group, short enough to follow a change; ms. A slow group takes one period. */
const WINDOW_MS = 5_000;

export class ScanStatistics {
  readonly #periodMs: number;
  overruns = 0;
  #lastAt = Number.NaN;
  #windowAt = Number.NaN;
  #sum = 0;
  #count = 0;
  #worst = 0;
  #measuredPeriodMs = Number.NaN;
  #jitterMs = Number.NaN;

  constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  /** The group has been read. Call for one and the same block of it, so that the time between two calls is one period. */
  read(now: number): void {
    if (!Number.isNaN(this.#lastAt)) {
      const interval = now - this.#lastAt;
      this.#sum += interval;
      this.#count++;
      this.#worst = Math.max(this.#worst, Math.abs(interval - this.#periodMs));
    } else {
      this.#windowAt = now;
    }
    this.#lastAt = now;
    if (this.#count > 0 && now - this.#windowAt >= WINDOW_MS) this.#close(now);
  }

  /** The device was lost: no period is kept now, and the time until the next reading is none. */
  interrupt(): void {
    this.#measuredPeriodMs = Number.NaN;
    this.#jitterMs = Number.NaN;
    this.#lastAt = Number.NaN;
    this.#sum = 0;
    this.#count = 0;
    this.#worst = 0;
  }

  /** NaN before the first whole window since the device was found. */
  get measuredPeriodMs(): number {
    return this.#measuredPeriodMs;
  }

  get jitterMs(): number {
    return this.#jitterMs;
  }

  #close(now: number): void {
    this.#measuredPeriodMs = this.#sum / this.#count;
    this.#jitterMs = this.#worst;
    this.#windowAt = now;
    this.#sum = 0;
    this.#count = 0;
    this.#worst = 0;
  }
}
