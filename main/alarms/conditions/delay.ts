/**
 * On and off delay of a condition (pure; monotonic ms are handed in). A verdict must hold for its delay before the output
 * follows, and the output turns at the very instant the delay ends, not at the sample that shows it. Time in which the verdict
 * is unknown does not count and does not restart the count: a signal that drops out for one scan in ten still raises, and one
 * that is gone neither raises nor clears anything.
 */
import type { ConditionState } from './condition.ts';

export interface Delays {
  /** How long a condition must be true before it counts, ms. */
  readonly onDelayMs: number;
  /** How long it must be false before it is over, ms. */
  readonly offDelayMs: number;
}

export class DelayedVerdict {
  readonly #delays: Delays;
  #output = false;
  #verdict: ConditionState = 'unknown';
  /** Of a turn that has begun: how much of its delay is left, ms; null when nothing is turning. */
  #leftMs: number | null = null;
  /** When `#leftMs` was true. */
  #at = Number.NEGATIVE_INFINITY;

  constructor(delays: Delays) {
    this.#delays = delays;
  }

  get output(): boolean {
    return this.#output;
  }

  /** Raised, or about to be: then a value must come back beyond the deadband to undo it. */
  get isHeld(): boolean {
    return this.#output || this.#leftMs !== null;
  }

  /** When the output will turn unless a sample says otherwise; null when nothing is turning or nothing is known. */
  get nextDueAt(): number | null {
    return this.#leftMs === null || this.#verdict === 'unknown' ? null : this.#at + this.#leftMs;
  }

  /** Goes on from what was known before a restart. */
  restore(output: boolean): void {
    this.#output = output;
    this.#leftMs = null;
  }

  /** `verdict` holds from `now` on; up to then held what was said before. */
  step(verdict: ConditionState, now: number): void {
    this.advance(now);
    this.#verdict = verdict;
    if (verdict === 'unknown') return;
    if ((verdict === 'true') === this.#output) {
      this.#leftMs = null;
      return;
    }
    this.#leftMs ??= verdict === 'true' ? this.#delays.onDelayMs : this.#delays.offDelayMs;
    if (this.#leftMs <= 0) this.#turn();
  }

  /** Lets time pass without a sample. */
  advance(now: number): void {
    const due = this.nextDueAt;
    if (due !== null && due <= now) this.#turn();
    else if (due !== null) this.#leftMs = due - now;
    this.#at = now;
  }

  #turn(): void {
    this.#output = !this.#output;
    this.#leftMs = null;
  }
}
