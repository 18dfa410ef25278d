/**
 * Tells of rows that were given up because the journal took nothing for too long (main thread): the first at once, then no more than
 * one line a minute, each with what has come since the line before. Nothing is told twice, and nothing is left untold.
 */
import type { Clock } from '../../platform/clock.ts';

/** Between two lines, ms: in an avalanche rows are given up a hundred a second. */
const PAUSE_MS = 60_000;

export class LostRows {
  readonly #clock: Clock;
  readonly #tell: (count: number) => void;
  #told = 0;
  #quietUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, tell: (count: number) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** `lost`: all since the start. About once a second. */
  advance(lost: number): void {
    const now = this.#clock.monotonic();
    if (lost === this.#told || now < this.#quietUntil) return;
    this.#quietUntil = now + PAUSE_MS;
    this.end(lost);
  }

  /** What is still untold, without a pause. */
  end(lost: number): void {
    if (lost > this.#told) this.#tell(lost - this.#told);
    this.#told = lost;
  }
}
